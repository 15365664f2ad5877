//! Regions from province to village: one tree with our own ids.

use chrono::NaiveDate;

/// The level of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegionLevel {
    /// 省、自治区、直辖市
    Province,
    /// 市、州
    Prefecture,
    /// 县、市、区
    County,
    /// 乡、镇、街道
    Township,
    /// 行政村、社区
    Village,
}

/// One region. Two official code systems disagree about townships, so codes are attributes and
/// the id is our own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Our own id, which never changes and is never used again.
    pub id: i64,
    /// The region it lies in; none for a province.
    pub parent: Option<i64>,
    /// Its level.
    pub level: RegionLevel,
    /// Its official name: 永定镇, 苴却社区居民委员会.
    pub name: String,
    /// The 12-digit code of the statistics bureau (统计用区划代码).
    pub stat_code: String,
    /// The code of the Ministry of Civil Affairs, where known.
    pub mca_code: Option<String>,
    /// First day, where known.
    pub valid_from: Option<NaiveDate>,
    /// Last day, when it has been abolished.
    pub valid_to: Option<NaiveDate>,
    /// The region that took its place.
    pub successor: Option<i64>,
    /// A unit that only statistics knows: a farm, a development zone, a prison.
    pub pseudo: bool,
}

impl Region {
    /// The digits of its code that say something at its level: two of a province, four of a
    /// prefecture, six of a county, nine of a township, all of a village. Packs are found by them.
    #[must_use]
    pub fn leading_digits(&self) -> &str {
        let digits = match self.level {
            RegionLevel::Province => 2,
            RegionLevel::Prefecture => 4,
            RegionLevel::County => 6,
            RegionLevel::Township => 9,
            RegionLevel::Village => 12,
        };
        self.stat_code.get(..digits).unwrap_or(&self.stat_code)
    }
}

/// The regions around one region: its ancestors and itself, by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RegionChain {
    /// Its province.
    pub province: Option<i64>,
    /// Its prefecture.
    pub prefecture: Option<i64>,
    /// Its county.
    pub county: Option<i64>,
    /// Its township.
    pub township: Option<i64>,
    /// Itself, when it is a village.
    pub village: Option<i64>,
}

/// All regions.
#[derive(Clone, Debug, Default)]
pub struct RegionTree {
    /// By id, ascending.
    regions: Vec<Region>,
    /// Place in `regions` by code; of one code the region still valid comes first.
    by_code: Vec<(u64, u32)>,
    /// Where in `children` those of each region begin; one more than regions.
    first_child: Vec<u32>,
    /// Places in `regions`, grouped by parent.
    children: Vec<u32>,
}

/// Why the file of regions was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// The first line lacks a column or has an unknown one.
    #[error("区划文件首行有误：{0}")]
    Header(String),
    /// A line that cannot be read.
    #[error("区划文件第{line}行有误：{what}")]
    Line {
        /// Counted from 1; the header is line 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A region that does not fit to the others.
    #[error("区划文件中编号{id}有误：{what}")]
    Region {
        /// Its id.
        id: i64,
        /// What is wrong.
        what: String,
    },
}

impl RegionLevel {
    /// The word for it in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            RegionLevel::Province => "province",
            RegionLevel::Prefecture => "prefecture",
            RegionLevel::County => "county",
            RegionLevel::Township => "township",
            RegionLevel::Village => "village",
        }
    }

    /// The level that [`RegionLevel::word`] names.
    pub fn from_word(word: &str) -> Option<RegionLevel> {
        let levels = [
            RegionLevel::Province,
            RegionLevel::Prefecture,
            RegionLevel::County,
            RegionLevel::Township,
            RegionLevel::Village,
        ];
        levels.into_iter().find(|level| level.word() == word)
    }
}

impl RegionTree {
    /// Reads the text of `data/regions.csv`: a header, then a region a line, ids ascending, no
    /// quotes. Columns: `id`, `parent_id`, `level`, `name`, `stat_code`, and where wanted
    /// `pseudo` (1), `mca_code`, `valid_from`, `valid_to`, `successor`; empty where unknown.
    ///
    /// # Errors
    /// A [`RegionError`] with the line that cannot be read, repeats an id or a code still valid,
    /// or names a parent or successor that does not exist or does not fit.
    pub fn parse(csv_text: &str) -> Result<RegionTree, RegionError> {
        let mut lines = csv_text.trim_start_matches('\u{FEFF}').lines();
        let header = lines.next().unwrap_or_default();
        let columns = header_columns(header)?;
        let mut regions: Vec<Region> = Vec::with_capacity(csv_text.len() / 48);
        for (index, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
            let wrong = |what: String| RegionError::Line { line: index + 2, what };
            let region = read_region(line, &columns).map_err(wrong)?;
            if regions.last().is_some_and(|last| region.id <= last.id) {
                return Err(wrong(format!("编号 {} 没有递增", region.id)));
            }
            regions.push(region);
        }
        index_regions(regions)
    }

    /// The region with this id.
    pub fn get(&self, id: i64) -> Option<&Region> {
        Some(&self.regions[self.place_of(id)?])
    }

    /// The region with this statistical code, written with 2, 4, 6, 9 or 12 digits. Of several
    /// that had the code, the one still valid, else the last.
    pub fn by_stat_code(&self, code: &str) -> Option<&Region> {
        let is_code = matches!(code.len(), 2 | 4 | 6 | 9 | 12)
            && code.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code {
            return None;
        }
        let number = code.parse::<u64>().ok()? * 10_u64.pow(12 - code.len() as u32);
        let first = self.by_code.partition_point(|&(known, _)| known < number);
        let &(known, place) = self.by_code.get(first)?;
        (known == number).then(|| &self.regions[place as usize])
    }

    /// All regions, by id.
    pub fn iter(&self) -> std::slice::Iter<'_, Region> {
        self.regions.iter()
    }

    /// How many regions there are.
    pub fn len(&self) -> usize {
        self.regions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }

    /// The regions directly below, by id.
    pub fn children(&self, id: i64) -> impl Iterator<Item = &Region> {
        let range = match self.place_of(id) {
            Some(place) => self.first_child[place] as usize..self.first_child[place + 1] as usize,
            None => 0..0,
        };
        self.children[range].iter().map(|&place| &self.regions[place as usize])
    }

    /// The regions above, nearest first.
    pub fn ancestors(&self, id: i64) -> impl Iterator<Item = &Region> {
        let mut next = self.get(id).and_then(|region| region.parent);
        std::iter::from_fn(move || {
            let region = self.get(next?)?;
            next = region.parent;
            Some(region)
        })
    }

    /// The region and those above it, by level. Empty when there is no such region.
    pub fn chain(&self, id: i64) -> RegionChain {
        let mut chain = RegionChain::default();
        for region in self.get(id).into_iter().chain(self.ancestors(id)) {
            let place = match region.level {
                RegionLevel::Province => &mut chain.province,
                RegionLevel::Prefecture => &mut chain.prefecture,
                RegionLevel::County => &mut chain.county,
                RegionLevel::Township => &mut chain.township,
                RegionLevel::Village => &mut chain.village,
            };
            *place = Some(region.id);
        }
        chain
    }

    /// The names from the province to the region, without anything between:
    /// 云南省楚雄彝族自治州永仁县永定镇. Empty when there is no such region.
    pub fn name_path(&self, id: i64) -> String {
        let mut names: Vec<&str> = self.ancestors(id).map(|region| &*region.name).collect();
        names.reverse();
        names.extend(self.get(id).map(|region| &*region.name));
        names.concat()
    }

    /// The region that now stands in the place of this one: itself, or where its successors lead.
    pub fn current(&self, id: i64) -> Option<&Region> {
        let mut region = self.get(id)?;
        // A chain longer than this would be a circle.
        for _ in 0..16 {
            match region.successor.and_then(|successor| self.get(successor)) {
                Some(successor) => region = successor,
                None => return Some(region),
            }
        }
        None
    }

    fn place_of(&self, id: i64) -> Option<usize> {
        // Ids are a sequence as long as no region has been taken out.
        let guess = usize::try_from(id).ok()?.wrapping_sub(1);
        if self.regions.get(guess).is_some_and(|region| region.id == id) {
            return Some(guess);
        }
        self.regions.binary_search_by_key(&id, |region| region.id).ok()
    }
}

/// The columns of the file; the first five must be there.
const COLUMNS: [&str; 10] = [
    "id",
    "parent_id",
    "level",
    "name",
    "stat_code",
    "pseudo",
    "mca_code",
    "valid_from",
    "valid_to",
    "successor",
];

/// For each column of the file, its place in [`COLUMNS`].
fn header_columns(header: &str) -> Result<Vec<usize>, RegionError> {
    let mut columns = Vec::new();
    for name in header.split(',') {
        match COLUMNS.iter().position(|known| *known == name) {
            Some(column) if !columns.contains(&column) => columns.push(column),
            _ => return Err(RegionError::Header(format!("不认识或重复的列 {name}"))),
        }
    }
    match (0..5).find(|column| !columns.contains(column)) {
        Some(missing) => Err(RegionError::Header(format!("缺少列 {}", COLUMNS[missing]))),
        None => Ok(columns),
    }
}

fn read_region(line: &str, columns: &[usize]) -> Result<Region, String> {
    let mut cells = [""; COLUMNS.len()];
    let mut fields = line.split(',');
    for &column in columns {
        cells[column] = fields.next().ok_or("列数不足")?;
    }
    if fields.next().is_some() {
        return Err("列数过多".to_owned());
    }
    let [id, parent, level, name, stat_code, pseudo, mca_code, from, to, successor] = cells;

    let number = |text: &str| text.parse::<i64>().map_err(|_| format!("编号 {text} 不是整数"));
    let optional_number = |text: &str| (!text.is_empty()).then(|| number(text)).transpose();
    let date = |text: &str| match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| format!("日期 {text} 有误")),
    };
    let is_code = stat_code.len() == 12 && stat_code.bytes().all(|byte| byte.is_ascii_digit());
    if !is_code {
        return Err(format!("统计代码 {stat_code} 不是12位数字"));
    }
    if name.is_empty() {
        return Err("名称为空".to_owned());
    }
    Ok(Region {
        id: number(id)?,
        parent: optional_number(parent)?,
        level: RegionLevel::from_word(level).ok_or_else(|| format!("级别 {level} 不认识"))?,
        name: name.to_owned(),
        stat_code: stat_code.to_owned(),
        mca_code: (!mca_code.is_empty()).then(|| mca_code.to_owned()),
        valid_from: date(from)?,
        valid_to: date(to)?,
        successor: optional_number(successor)?,
        pseudo: match pseudo {
            "" | "0" => false,
            "1" => true,
            other => return Err(format!("pseudo 应为 1 或空，不能是 {other}")),
        },
    })
}

/// Checks what one line cannot show, and builds the look-ups.
fn index_regions(regions: Vec<Region>) -> Result<RegionTree, RegionError> {
    let count = regions.len();
    let mut tree = RegionTree { regions, ..RegionTree::default() };
    let mut parents = vec![None; count];
    let mut first_child = vec![0_u32; count + 1];
    for (place, region) in tree.regions.iter().enumerate() {
        let wrong = |what: &str| RegionError::Region { id: region.id, what: what.to_owned() };
        if let Some(parent) = region.parent {
            let parent = tree.place_of(parent).ok_or_else(|| wrong("上级不存在"))?;
            if region.level <= tree.regions[parent].level {
                return Err(wrong("上级的级别不高于本级"));
            }
            parents[place] = Some(parent);
            first_child[parent + 1] += 1;
        }
        if let Some(successor) = region.successor {
            let fits = tree.get(successor).is_some_and(|s| s.level == region.level);
            if !fits || region.valid_to.is_none() {
                return Err(wrong("继任区划不存在、级别不同，或本区划未写终止日期"));
            }
        }
    }

    // Children grouped by parent: count, sum up, then fill each group from its beginning.
    for place in 0..count {
        first_child[place + 1] += first_child[place];
    }
    let mut free = first_child.clone();
    let mut children = vec![0_u32; first_child[count] as usize];
    for (place, parent) in parents.into_iter().enumerate() {
        if let Some(parent) = parent {
            children[free[parent] as usize] = place as u32;
            free[parent] += 1;
        }
    }

    // Of one code: the valid region first, then the newest of the old.
    let code = |region: &Region| region.stat_code.parse::<u64>().unwrap_or_default();
    let mut by_code: Vec<(u64, u32)> =
        tree.regions.iter().zip(0_u32..).map(|(region, place)| (code(region), place)).collect();
    by_code.sort_by_key(|&(code, place)| {
        let ended = tree.regions[place as usize].valid_to;
        (code, ended.is_some(), ended.map(std::cmp::Reverse))
    });
    let twice = by_code
        .windows(2)
        .find(|pair| pair[0].0 == pair[1].0 && tree.regions[pair[1].1 as usize].valid_to.is_none());
    if let Some(pair) = twice {
        let region = &tree.regions[pair[1].1 as usize];
        let what = format!("统计代码 {} 重复", region.stat_code);
        return Err(RegionError::Region { id: region.id, what });
    }

    tree.by_code = by_code;
    tree.first_child = first_child;
    tree.children = children;
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "\
id,parent_id,level,name,stat_code,pseudo
1,,province,云南省,530000000000,
2,1,prefecture,楚雄彝族自治州,532300000000,
3,2,county,永仁县,532327000000,
4,3,township,永定镇,532327101000,
5,4,village,苴却社区居民委员会,532327101001,
6,4,village,大坝村民委员会,532327101201,
7,3,township,某农场,532327400000,1
";

    #[test]
    fn finds_regions_by_id_and_code() {
        let tree = RegionTree::parse(SMALL).unwrap();
        let check = |code: &str, expected: Option<i64>| {
            assert_eq!(tree.by_stat_code(code).map(|region| region.id), expected, "{code}");
        };
        check("53", Some(1));
        check("5323", Some(2));
        check("532327", Some(3));
        check("532327000000", Some(3));
        check("532327101", Some(4));
        check("532327101201", Some(6));
        check("532328", None);
        check("99", None);
        check("532", None);
        check("", None);
        check("5323２７", None);
        assert_eq!(tree.get(5).unwrap().name, "苴却社区居民委员会");
        assert!(tree.get(7).unwrap().pseudo);
        assert_eq!(tree.get(0), None);
        assert_eq!(tree.get(-1), None);
        assert_eq!(tree.get(8), None);
        assert_eq!(tree.len(), 7);
    }

    #[test]
    fn walks_up_and_down() {
        let tree = RegionTree::parse(SMALL).unwrap();
        let ids = |regions: Vec<&Region>| regions.iter().map(|r| r.id).collect::<Vec<_>>();
        assert_eq!(ids(tree.children(3).collect()), [4, 7]);
        assert_eq!(ids(tree.children(4).collect()), [5, 6]);
        assert_eq!(ids(tree.children(6).collect()), []);
        assert_eq!(ids(tree.children(99).collect()), []);
        assert_eq!(ids(tree.ancestors(6).collect()), [4, 3, 2, 1]);
        assert_eq!(ids(tree.ancestors(1).collect()), []);
        let chain = tree.chain(6);
        let expected = RegionChain {
            province: Some(1),
            prefecture: Some(2),
            county: Some(3),
            township: Some(4),
            village: Some(6),
        };
        assert_eq!(chain, expected);
        assert_eq!(tree.chain(3), RegionChain { township: None, village: None, ..expected });
        assert_eq!(tree.chain(99), RegionChain::default());
        assert_eq!(tree.name_path(6), "云南省楚雄彝族自治州永仁县永定镇大坝村民委员会");
        assert_eq!(tree.name_path(99), "");
    }

    #[test]
    fn gaps_in_the_ids_and_columns_in_any_order() {
        let tree = RegionTree::parse(
            "\u{FEFF}name,stat_code,id,level,parent_id\r\n云南省,530000000000,10,province,\r\n\
             永仁县,532327000000,30,county,10\r\n\r\n",
        )
        .unwrap();
        assert_eq!(tree.get(30).unwrap().name, "永仁县");
        assert_eq!(tree.chain(30).province, Some(10));
        assert_eq!(tree.get(1), None);
    }

    #[test]
    fn abolished_regions_lead_to_their_successors() {
        let tree = RegionTree::parse(
            "id,parent_id,level,name,stat_code,pseudo,mca_code,valid_from,valid_to,successor\n\
             1,,county,禄丰县,532331000000,,532331,,2021-01-31,3\n\
             2,,county,某县,532302000000,,,,1990-12-31,\n\
             3,,county,禄丰市,532302000000,,532302,2021-02-01,,\n",
        )
        .unwrap();
        assert_eq!(tree.current(1).unwrap().name, "禄丰市");
        assert_eq!(tree.current(3).unwrap().id, 3);
        assert_eq!(tree.current(4), None);
        assert_eq!(tree.by_stat_code("532302").unwrap().id, 3);
        assert_eq!(tree.by_stat_code("532331").unwrap().mca_code.as_deref(), Some("532331"));
    }

    #[test]
    fn refuses_what_does_not_fit() {
        let check = |lines: &str, expected: &str| {
            let text = format!("id,parent_id,level,name,stat_code,pseudo\n{lines}");
            let error = RegionTree::parse(&text).unwrap_err().to_string();
            assert!(error.contains(expected), "{lines}: {error}");
        };
        let province = "1,,province,云南省,530000000000,\n";
        check("1,,province,云南省,530000000000", "第2行有误：列数不足");
        check("1,,province,云南省,530000000000,,", "列数过多");
        check("x,,province,云南省,530000000000,", "编号 x");
        check("1,,nation,云南省,530000000000,", "nation");
        check("1,,province,云南省,53,", "统计代码 53");
        check("1,,province,,530000000000,", "名称为空");
        check("1,,province,云南省,530000000000,y", "pseudo");
        check("1,2,county,永仁县,532327000000,", "上级不存在");
        check(&format!("{province}1,1,county,永仁县,532327000000,"), "第3行有误：编号 1 没有递增");
        check(&format!("{province}2,1,province,四川省,510000000000,"), "级别不高于");
        check(&format!("{province}2,,province,云南省,530000000000,"), "重复");
        let header = |header: &str| RegionTree::parse(header).unwrap_err().to_string();
        assert!(header("id,parent_id,level,name").contains("缺少列 stat_code"));
        assert!(header("id,parent_id,level,name,stat_code,colour").contains("colour"));
        assert!(header("").contains("首行"));
    }
}
