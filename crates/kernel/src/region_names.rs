//! Finding the township, village and villager group that a department's words mean.
//!
//! Names are looked up inside one county, because two official code systems disagree about
//! townships and their names repeat across counties. Every spelling offices use is listed
//! beforehand: 苴却社区居民委员会, 苴却社区, 苴却村委会, 苴却; 永兴傣族乡, 永兴乡, 永兴.

pub(crate) mod fold;
mod index;
mod spelled;

use self::fold::{fold, without_brackets};
use self::index::{Meaning, Plainest, Spellings, plainest};
use self::spelled::{BARE, township_spellings, upper_spellings, village_spellings};
pub use crate::villager_group::group_name;
use crate::villager_group::{is_numeral, leading_group};
use crate::{Region, RegionTree};

/// The names of one county's townships and villages, in every spelling.
#[derive(Clone, Debug, Default)]
pub struct RegionNames {
    /// 云南省, 楚雄彝族自治州, 楚雄州, 永仁县: always in front of an address, longest first.
    long_prefixes: Vec<String>,
    /// 云南, 楚雄, 永仁: may also begin a township's name.
    short_prefixes: Vec<String>,
    townships: Spellings,
    villages: Spellings,
}

/// What an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressMatch {
    /// The id of the village.
    pub village: i64,
    /// The villager group (村民小组), written as [`group_name`] writes it.
    pub group: Option<String>,
}

impl RegionNames {
    /// The names in the county with this id; a matcher that finds nothing when there is none.
    /// An abolished region that has a successor leads to it. Takes about a millisecond: keep it.
    pub fn of(tree: &RegionTree, county: i64) -> RegionNames {
        let mut names = RegionNames::default();
        for region in tree.get(county).into_iter().chain(tree.ancestors(county)) {
            let (long, short) = upper_spellings(&fold(&region.name));
            names.long_prefixes.extend(long);
            names.short_prefixes.extend(short);
        }
        names.long_prefixes.sort_by_key(|name| std::cmp::Reverse(name.len()));
        // Province first: 云南, then 楚雄, then 永仁.
        names.short_prefixes.reverse();

        for township in tree.children(county) {
            names.add_township(tree, township);
        }
        names
    }

    /// The id of the township that this name means. `None` when there is none, or several.
    /// 永定镇, 永定, 永仁县永定镇人民政府 are the same; so are 永兴傣族乡 and 永兴乡.
    pub fn township(&self, name: &str) -> Option<i64> {
        self.readings(name).find_map(|text| self.township_named(&text))?
    }

    /// The id of the village that this name means, in the township where one is given. `None`
    /// when there is none, or several: ask for the township then.
    ///
    /// A township that cannot be found is left aside, for departments still write townships
    /// that have been merged; the village must then be alone in the county. The name may carry
    /// the county and township in front and a villager group behind. Unreadable characters
    /// (□, ?, *) stand for any one character.
    pub fn village(&self, township: Option<&str>, name: &str) -> Option<i64> {
        let within = township.and_then(|township| self.township(township));
        self.readings(name).find_map(|text| self.village_named(within, &text))?
    }

    /// The village and the villager group that an address begins with:
    /// 云南省永仁县永定镇苴却社区凹子组86号. Province, prefecture, county and township may be
    /// missing. `None` when the village cannot be told for certain.
    pub fn in_address(&self, address: &str) -> Option<AddressMatch> {
        let text = fold(address);
        let (village, rest) = self.locate(None, &text)?;
        let group = leading_group(rest).map(|group| group.name());
        Some(AddressMatch { village, group })
    }

    fn add_township(&mut self, tree: &RegionTree, region: &Region) {
        let Some(township) = tree.current(region.id) else { return };
        let secondary = township.pseudo || region.valid_to.is_some();
        let of_township =
            |rank| Meaning { region: township.id, township: township.id, rank, secondary };
        for (spelling, rank) in township_spellings(&fold(&region.name)) {
            self.townships.add(spelling, of_township(rank));
        }

        for region in tree.children(region.id) {
            let Some(village) = tree.current(region.id) else { continue };
            let secondary = village.pseudo || region.valid_to.is_some();
            let township = village.parent.unwrap_or(township.id);
            let of_village = |rank| Meaning { region: village.id, township, rank, secondary };
            for (spelling, rank) in village_spellings(&fold(&region.name)) {
                self.villages.add(spelling, of_village(rank));
            }
        }
    }

    /// The ways to read a cell: as it stands, then without what is in brackets.
    fn readings(&self, name: &str) -> impl Iterator<Item = String> {
        let whole = fold(name);
        let outside = fold(&without_brackets(name));
        let outside = (outside != whole).then_some(outside);
        std::iter::once(whole).chain(outside).filter(|text| !text.is_empty())
    }

    /// `None`: nothing like it; `Some(None)`: several.
    fn township_named(&self, text: &str) -> Option<Option<i64>> {
        let offices = ["人民政府", "政府", "党委"];
        let office = offices.into_iter().find_map(|office| text.strip_suffix(office));
        let text = office.unwrap_or(text);
        self.starts(text)
            .find_map(|start| self.townships.find(None, start))
            .or_else(|| self.townships.find_unreadable(None, text))
    }

    fn village_named(&self, within: Option<i64>, text: &str) -> Option<Option<i64>> {
        let located = || {
            let (village, rest) = self.locate(within, text)?;
            (rest.is_empty() || leading_group(rest).is_some()).then_some(Some(village))
        };
        self.villages
            .find(within, text)
            .or_else(located)
            .or_else(|| self.villages.find_unreadable(within, text))
    }

    /// The village that the text begins with, and what follows it.
    fn locate<'t>(&self, within: Option<i64>, text: &'t str) -> Option<(i64, &'t str)> {
        self.starts(text).find_map(|start| {
            for (_, meanings, rest) in self.townships.prefixes(start) {
                if let Plainest::One(township) = plainest(meanings, within)
                    && let Some(located) = self.leading_village(Some(township.region), rest)
                {
                    return Some(located);
                }
            }
            self.leading_village(within, start)
        })
    }

    /// The longest spelling of a village that the text begins with. A name without 村 or 社区
    /// behind it counts only when a group, a number or nothing follows: 大坝子86号 is not 大坝.
    fn leading_village<'t>(&self, within: Option<i64>, text: &'t str) -> Option<(i64, &'t str)> {
        for (name, meanings, rest) in self.villages.prefixes(text) {
            match plainest(meanings, within) {
                Plainest::One(village) if village.rank < BARE || ends_bare_name(name, rest) => {
                    return Some((village.region, rest));
                }
                Plainest::Several => return None,
                Plainest::One(_) | Plainest::None => {}
            }
        }
        None
    }

    /// Where the township or village may begin: behind the long names of the regions above, then
    /// behind fewer of them (芒市镇 lies in 芒市), then behind their short names.
    fn starts<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let mut starts = self.behind_long_prefixes(text);
        let mut start = starts[0];
        for short in &self.short_prefixes {
            if let Some(rest) = start.strip_prefix(short.as_str()) {
                let behind = self.behind_long_prefixes(rest);
                start = behind[0];
                starts.extend(behind);
            }
        }
        starts.into_iter()
    }

    /// The text without the long names in front, then with the last of them, … then all of it.
    fn behind_long_prefixes<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let shorter =
            |text: &&'t str| self.long_prefixes.iter().find_map(|p| text.strip_prefix(p.as_str()));
        let mut starts: Vec<&str> = std::iter::successors(Some(text), shorter).collect();
        starts.reverse();
        starts
    }
}

/// Whether what follows leaves no doubt that a name without 村 or 社区 ended here.
fn ends_bare_name(name: &str, rest: &str) -> bool {
    let begins_with_number = rest.starts_with(|c: char| c.is_ascii_digit());
    let is_whole = |stem: &str| {
        let names_a_region = ["县", "镇", "乡", "街道", "社区", "村委"];
        is_numeral(stem)
            || (1 < stem.chars().count() && !names_a_region.iter().any(|word| stem.contains(word)))
    };
    let group_follows = || leading_group(rest).is_some_and(|group| is_whole(group.stem));
    1 < name.chars().count() && (rest.is_empty() || begins_with_number || group_follows())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RegionLevel;

    /// An invented corner of a real county, with the traps of others in it.
    fn tree() -> RegionTree {
        let names = "\
province 云南省
prefecture 楚雄彝族自治州
county 永仁县
township 永定镇
village 苴却社区居民委员会
village 大坝村民委员会
village 新民村民委员会
village 新民社区居民委员会
village 新村村民委员会
village 七〇七社区村民委员会
township 永兴傣族乡
village 永兴村民委员会
village 大坝村委会
village 碧溪村民委员会（农村社区）
village 甲西村（左翼）村村民委员会
village 第九村
township 鄂嘉镇
village 香么㱔村民委员会
village 五一村村委员会
village 天生社区居民委会员
township 永仁街道
village 永仁居委会
township 彝族苗族乡
village 黄泥村委会
";
        let mut text = String::from("id,parent_id,level,name,stat_code,pseudo\n");
        let mut above = [0; 5];
        for (id, line) in (1..).zip(names.lines()) {
            let (word, name) = line.split_once(' ').unwrap();
            let level = RegionLevel::from_word(word).unwrap() as usize;
            above[level] = id;
            let parent = if level == 0 { String::new() } else { above[level - 1].to_string() };
            text += &format!("{id},{parent},{word},{name},5323270000{id:02},\n");
        }
        RegionTree::parse(&text).unwrap()
    }

    fn check_village(township: Option<&str>, name: &str, expected: Option<&str>) {
        let tree = tree();
        let names = RegionNames::of(&tree, 3);
        let found = names.village(township, name).map(|id| tree.get(id).unwrap().name.as_str());
        assert_eq!(found, expected, "{township:?} {name}");
    }

    #[test]
    fn a_village_has_many_spellings() {
        let juque = Some("苴却社区居民委员会");
        for name in [
            "苴却社区居民委员会",
            "苴却社区居委会",
            "苴却社区",
            "苴却居委会",
            "苴却村委会",
            "苴却村",
            "苴却",
            " 苴 却\u{3000}社区\n",
            "永定镇苴却社区",
            "永定苴却社区",
            "永仁县永定镇苴却社区居委会",
            "云南省楚雄彝族自治州永仁县永定镇苴却社区",
            "云南楚雄州永仁县苴却社区",
            "苴却社区凹子组",
            "苴却社区（原苴却村）",
            "永定镇-苴却社区",
        ] {
            check_village(None, name, juque);
            check_village(Some("永定镇"), name, juque);
        }
        check_village(None, "永仁", Some("永仁居委会"));
        check_village(None, "碧溪", Some("碧溪村民委员会（农村社区）"));
        check_village(None, "碧溪村民委员会(农村社区)", Some("碧溪村民委员会（农村社区）"));
        check_village(None, "碧溪社区", Some("碧溪村民委员会（农村社区）"));
        check_village(None, "甲西村左翼村", Some("甲西村（左翼）村村民委员会"));
        check_village(None, "第九", Some("第九村"));
        check_village(None, "第九村委会", Some("第九村"));
        check_village(None, "黄泥", Some("黄泥村委会"));
        check_village(None, "", None);
        check_village(None, "永定镇", None);
        check_village(None, "外地", None);
        check_village(None, "元谋县永定镇苴却社区", None);
    }

    #[test]
    fn misprints_of_the_official_list() {
        check_village(None, "五一村", Some("五一村村委员会"));
        check_village(None, "五一村民委员会", Some("五一村村委员会"));
        check_village(None, "天生社区居委会", Some("天生社区居民委会员"));
        check_village(None, "香么㱔村", Some("香么㱔村民委员会"));
    }

    #[test]
    fn a_name_in_two_townships_needs_the_township() {
        check_village(None, "大坝", None);
        check_village(None, "大坝村", None);
        check_village(Some("永定镇"), "大坝", Some("大坝村民委员会"));
        check_village(Some("永定"), "大坝村", Some("大坝村民委员会"));
        check_village(Some("永兴乡"), "大坝村", Some("大坝村委会"));
        check_village(None, "永兴傣族乡大坝村", Some("大坝村委会"));
        check_village(Some("永兴乡"), "苴却社区", None);
        // A township nobody knows is left aside.
        check_village(Some("已撤并乡"), "苴却社区", Some("苴却社区居民委员会"));
        check_village(Some("已撤并乡"), "大坝", None);
    }

    #[test]
    fn village_and_community_of_one_name_are_told_apart() {
        check_village(None, "新民村", Some("新民村民委员会"));
        check_village(None, "新民村委会", Some("新民村民委员会"));
        check_village(None, "新民社区", Some("新民社区居民委员会"));
        check_village(None, "新民居委会", Some("新民社区居民委员会"));
        check_village(None, "新民", None);
        check_village(None, "新村", Some("新村村民委员会"));
        check_village(None, "新村村", Some("新村村民委员会"));
        check_village(None, "新村委会", Some("新村村民委员会"));
    }

    #[test]
    fn zeros_and_digits_are_one() {
        for name in
            ["七〇七社区", "七0七社区", "七○七", "707社区", "７０７村", "七零七村委会", "七O七"]
        {
            check_village(None, name, Some("七〇七社区村民委员会"));
        }
    }

    #[test]
    fn a_lost_character_stands_for_any_one() {
        check_village(None, "香么□村", Some("香么㱔村民委员会"));
        check_village(None, "香么?村民委员会", Some("香么㱔村民委员会"));
        check_village(None, "香么\u{E123}", Some("香么㱔村民委员会"));
        check_village(None, "大□村", None);
        check_village(Some("?嘉镇"), "香么㱔", Some("香么㱔村民委员会"));
        check_village(None, "□□", None);
    }

    #[test]
    fn townships() {
        let tree = tree();
        let names = RegionNames::of(&tree, 3);
        let check = |name: &str, expected: Option<&str>| {
            let found = names.township(name).map(|id| tree.get(id).unwrap().name.as_str());
            assert_eq!(found, expected, "{name}");
        };
        for name in
            ["永定镇", "永定", "永定乡", "永定街道", "永仁县永定镇", "永定镇人民政府", " 永定 镇"]
        {
            check(name, Some("永定镇"));
        }
        for name in ["永兴傣族乡", "永兴乡", "永兴", "永兴傣族", "永兴民族乡", "楚雄州永仁县永兴乡"]
        {
            check(name, Some("永兴傣族乡"));
        }
        for name in ["永仁街道", "永仁街道办事处", "永仁街道办", "永仁", "永仁县永仁街道"]
        {
            check(name, Some("永仁街道"));
        }
        check("𥔲嘉镇", Some("鄂嘉镇"));
        check("彝族苗族乡", Some("彝族苗族乡"));
        check("中和镇", None);
        check("永仁县", None);
        check("", None);
    }

    #[test]
    fn addresses() {
        let tree = tree();
        let names = RegionNames::of(&tree, 3);
        let check = |address: &str, village: Option<&str>, group: Option<&str>| {
            let found = names.in_address(address);
            let name = found.as_ref().map(|m| tree.get(m.village).unwrap().name.as_str());
            assert_eq!(name, village, "{address}");
            assert_eq!(found.and_then(|m| m.group).as_deref(), group, "{address}");
        };
        let juque = Some("苴却社区居民委员会");
        check("云南省永仁县永定镇苴却社区凹子组86号", juque, Some("凹子组"));
        check(
            "云南省楚雄彝族自治州永仁县永定镇苴却社区居民委员会凹子村民小组86号",
            juque,
            Some("凹子组"),
        );
        check("永仁县永定镇苴却社区第3村民小组", juque, Some("三组"));
        check("永定镇苴却居委会12组7号", juque, Some("十二组"));
        check("苴却社区二十一组", juque, Some("二十一组"));
        check("苴却社区3社", juque, Some("三社"));
        check("苴却社区第二生产队", juque, Some("二队"));
        check("苴却社区86号", juque, None);
        check("苴却社区", juque, None);
        check("云南省 永仁县 永定镇 苴却社区（凹子组）８６号", juque, Some("凹子组"));
        check("永定镇苴却凹子组86号", juque, Some("凹子组"));
        check("永定镇苴却86号", juque, None);
        check("永定镇大坝村委会新房子组1号", Some("大坝村民委员会"), Some("新房子组"));
        check("永兴乡大坝村民委员会新房子组1号", Some("大坝村委会"), Some("新房子组"));
        check("永仁县永仁街道永仁社区一组", Some("永仁居委会"), Some("一组"));
        check(
            "永仁县碧溪村民委员会（农村社区）大井组3号",
            Some("碧溪村民委员会（农村社区）"),
            Some("大井组"),
        );
        check("永定镇新村村民委员会上村组1号", Some("新村村民委员会"), Some("上村组"));
        check("707社区二组", Some("七〇七社区村民委员会"), Some("二组"));
        // Not to be told for certain, or not here.
        check("大坝村新房子组1号", None, None);
        check("永定镇苴却子86号", None, None);
        check("永定镇苴却头组8号", None, None);
        check("云南省元谋县元马镇苴却社区1组", None, None);
        check("四川省攀枝花市仁和区", None, None);
        check("永仁县永定镇", None, None);
        check("", None, None);
    }

    #[test]
    fn merged_townships_and_villages_lead_to_their_successors() {
        let tree = RegionTree::parse(
            "id,parent_id,level,name,stat_code,valid_to,successor\n\
             1,,county,某县,990123000000,,\n\
             2,1,township,旧山乡,990123201000,2022-12-31,4\n\
             3,2,village,石门村委会,990123201201,2022-12-31,5\n\
             4,1,township,新河镇,990123101000,,\n\
             5,4,village,石门社区居委会,990123101001,,\n",
        )
        .unwrap();
        let names = RegionNames::of(&tree, 1);
        assert_eq!(names.township("旧山乡"), Some(4));
        assert_eq!(names.village(Some("旧山乡"), "石门村"), Some(5));
        assert_eq!(names.village(Some("新河镇"), "石门社区"), Some(5));
        assert_eq!(names.in_address("某县旧山乡石门村三组").unwrap().village, 5);
    }

    #[test]
    fn real_units_come_before_pseudo_units() {
        let tree = RegionTree::parse(
            "id,parent_id,level,name,stat_code,pseudo\n\
             1,,county,某县,990123000000,\n\
             2,1,township,东风镇,990123101000,\n\
             3,2,village,东风村委会,990123101201,\n\
             4,1,township,东风农场,990123401000,1\n\
             5,4,village,东风村委会,990123401401,1\n\
             6,4,village,东风农场虚拟生活区,990123401598,1\n",
        )
        .unwrap();
        let names = RegionNames::of(&tree, 1);
        assert_eq!(names.village(None, "东风村"), Some(3));
        assert_eq!(names.village(Some("东风农场"), "东风村"), Some(5));
        assert_eq!(names.village(None, "东风农场虚拟生活区"), Some(6));
    }

    #[test]
    fn a_county_that_is_not_there_has_no_names() {
        let names = RegionNames::of(&tree(), 999);
        assert_eq!(names.village(None, "苴却社区"), None);
        assert_eq!(names.township("永定镇"), None);
        assert_eq!(names.in_address("永定镇苴却社区"), None);
    }
}
