//! Who lives in the invented county.

use std::collections::HashSet;

use anyhow::ensure;
use chrono::{Days, Months, NaiveDate};
use kernel::{Month, RegionTree, ResidentId};

use super::Scale;
use crate::random::Random;

const SURNAMES: &str =
    "李杨张王罗周赵刘陈普尹起徐何黄段马鲁朱自高胡余董郭殷吴郑祁毛夏唐苏彭冯谢钟曾邓孙";
const GIVEN_MALE: &str = "国文志建明光华荣忠平强军永学正天海云世开德兴福贵林成宏伟亮东俊浩宇航轩";
const GIVEN_FEMALE: &str = "美丽琼芬芳兰英秀翠凤珍玉桂莲菊会燕红梅萍仙霞敏静雪婷慧佳欣怡梦瑶彤语";
const PHONES: [&str; 7] = ["154", "161", "163", "164", "168", "169", "194"];
const GROUPS: [&str; 24] = [
    "凹子组",
    "上村组",
    "下村组",
    "大村组",
    "小村组",
    "新房子组",
    "芭蕉箐组",
    "箐门口组",
    "小湾子组",
    "马鞍山组",
    "大平地组",
    "梁子组",
    "水井湾组",
    "松树坪组",
    "核桃树组",
    "老房子组",
    "石桥组",
    "田心组",
    "河边组",
    "大坪子组",
    "黄草坪组",
    "一组",
    "二组",
    "三组",
];
const PLACES: [&str; 9] = [
    "四川省攀枝花市仁和区",
    "云南省昆明市呈贡区",
    "云南省楚雄州楚雄市",
    "云南省楚雄州永仁县",
    "广东省东莞市长安镇",
    "广东省佛山市南海区",
    "浙江省金华市义乌市",
    "福建省泉州市晋江市",
    "江苏省苏州市昆山市",
];

/// A village and what people call it.
pub(super) struct Village {
    pub township: String,
    pub township_code: String,
    /// 苴却社区, 大坝
    pub short: String,
    /// 苴却社区, 大坝村委会
    pub name: String,
    pub groups: Vec<&'static str>,
}

/// Work away from home.
pub(super) struct Work {
    pub place: &'static str,
    /// Yuan a month.
    pub wage: i64,
    pub from: NaiveDate,
}

pub(super) struct Person {
    pub name: String,
    pub id: String,
    pub birth: NaiveDate,
    /// Full years on the data date.
    pub age: i64,
    pub male: bool,
    pub relation: &'static str,
    pub household: usize,
    pub phone: String,
    pub health: &'static str,
    pub labor: &'static str,
    pub work: Option<Work>,
    /// 死亡注销 or 迁出, and when.
    pub departed: Option<(&'static str, NaiveDate)>,
}

/// Being watched by the national system.
pub(super) struct Monitored {
    pub kind: &'static str,
    pub risks: [&'static str; 2],
    pub identified: NaiveDate,
    pub eliminated: Option<NaiveDate>,
}

pub(super) struct Household {
    pub book_no: String,
    pub national_no: String,
    pub village: usize,
    pub group: &'static str,
    pub house: i64,
    pub ethnicity: &'static str,
    pub members: std::ops::Range<usize>,
    pub out_of_poverty: bool,
    pub monitored: Option<Monitored>,
    /// 低保 grade: A类, B类, C类
    pub dibao: Option<&'static str>,
    /// 特困
    pub tekun: bool,
}

impl Household {
    pub fn low_income(&self) -> bool {
        let monitored = self.monitored.as_ref().is_some_and(|it| it.eliminated.is_none());
        self.out_of_poverty || monitored || self.dibao.is_some() || self.tekun
    }
}

pub(super) struct County {
    pub name: String,
    pub province: String,
    pub prefecture: String,
    /// The last day of the data month.
    pub as_of: NaiveDate,
    pub month: Month,
    pub seed: u64,
    pub villages: Vec<Village>,
    pub households: Vec<Household>,
    pub people: Vec<Person>,
}

impl County {
    /// Invents everybody.
    pub fn invent(
        regions: &RegionTree,
        county_id: i64,
        month: Month,
        seed: u64,
        scale: Scale,
    ) -> anyhow::Result<County> {
        let villages = villages(regions, county_id);
        let region = regions.get(county_id);
        ensure!(region.is_some() && !villages.is_empty(), "区划 {county_id} 下没有村");
        let name_of = |id: Option<i64>| {
            id.and_then(|it| regions.get(it)).map(|it| it.name.clone()).unwrap_or_default()
        };
        let chain = regions.chain(county_id);
        let mut county = County {
            name: name_of(chain.county),
            province: name_of(chain.province),
            prefecture: name_of(chain.prefecture),
            as_of: month.last_day(),
            month,
            seed,
            villages,
            households: Vec::with_capacity(scale.households),
            people: Vec::with_capacity(scale.households * 4),
        };
        let code = region.map(|it| it.stat_code[..6].to_owned()).unwrap_or_default();
        county.settle(&code, scale.households);
        county.mark_hardship();
        Ok(county)
    }

    /// So many of a county of 25,000 households, at least one.
    pub fn part(&self, of_full_size: usize) -> usize {
        (of_full_size * self.households.len() / 25_000).max(1)
    }

    /// Chance for one purpose.
    pub fn random(&self, purpose: u64) -> Random {
        Random::of(&[self.seed, purpose])
    }

    pub fn days_ago(&self, days: i64) -> NaiveDate {
        self.as_of - Days::new(days.unsigned_abs())
    }

    pub fn village_of(&self, person: &Person) -> &Village {
        &self.villages[self.households[person.household].village]
    }

    pub fn head_of(&self, household: usize) -> &Person {
        &self.people[self.households[household].members.start]
    }

    /// People who still live here.
    pub fn present(&self) -> impl Iterator<Item = usize> {
        (0..self.people.len()).filter(|it| self.people[*it].departed.is_none())
    }

    /// 云南省永仁县永定镇大坝村委会凹子组86号
    pub fn address(&self, household: usize) -> String {
        let home = &self.households[household];
        let village = &self.villages[home.village];
        let place = format!("{}{}{}{}", self.province, self.name, village.township, village.name);
        format!("{place}{}{}号", home.group, home.house)
    }

    fn settle(&mut self, code: &str, households: usize) {
        let mut random = self.random(1);
        let mut taken = HashSet::new();
        let weights: Vec<i64> = self.villages.iter().map(|_| random.between(70, 130)).collect();
        let all: i64 = weights.iter().sum();
        let mut upto = 0;
        for (village, weight) in weights.iter().enumerate() {
            let first = self.households.len();
            upto += weight;
            let last = (households as i64 * upto / all) as usize;
            for place in first..last {
                let groups = &self.villages[village].groups;
                let group = groups[(place - first) * groups.len() / (last - first).max(1)];
                let members = self.family(&mut random, &mut taken, code, place);
                let book = &self.villages[village].township_code;
                self.households.push(Household {
                    book_no: format!("{book}{:06}", place + 1),
                    national_no: format!("53{:010}", (place as u64 * 390_625_003) % 10_000_000_000),
                    village,
                    group,
                    house: random.between(1, 120),
                    ethnicity: random.pick(&["汉族", "彝族", "彝族", "彝族", "傣族", "回族"]),
                    members,
                    out_of_poverty: false,
                    monitored: None,
                    dibao: None,
                    tekun: false,
                });
            }
        }
    }

    fn family(
        &mut self,
        random: &mut Random,
        taken: &mut HashSet<String>,
        code: &str,
        household: usize,
    ) -> std::ops::Range<usize> {
        let first = self.people.len();
        let surname = letter(random, SURNAMES);
        for (age, male, relation, own) in family_plan(random) {
            let birth =
                self.as_of - Months::new(age as u32 * 12) - Days::new(random.below(364) as u64);
            let others = ["532301", "510411", "530723", "513425"];
            let moved_in = !own && random.chance(300_000);
            let prefix = if moved_in { random.pick(&others) } else { code };
            let id = loop {
                let odd = random.between(300, 494) * 2 + i64::from(male);
                let seventeen = format!("{prefix}{}{odd}", birth.format("%Y%m%d"));
                match ResidentId::with_check_digit(&seventeen) {
                    Some(id) if taken.insert(id.reveal().to_owned()) => {
                        break id.reveal().to_owned();
                    }
                    _ => {}
                }
            };
            let given = if male { GIVEN_MALE } else { GIVEN_FEMALE };
            let mut name =
                if own { surname.to_string() } else { letter(random, SURNAMES).to_string() };
            if !random.chance(90_000) {
                name.push(letter(random, given));
            }
            name.push(letter(random, given));
            let ill = random.below(1_000);
            let health = match ill {
                0..4 => "患有大病",
                4..40 => "残疾",
                40..120 if age > 40 => "长期慢性病",
                _ => "健康",
            };
            let labor = match age {
                0..16 => "无劳动力",
                16..66 if ill < 12 => "丧失劳动力",
                16..60 => "普通劳动力",
                60..70 => "弱劳动力或半劳动力",
                _ => "无劳动力",
            };
            let works = (20..60).contains(&age) && ill >= 40 && random.chance(480_000);
            let work = works.then(|| Work {
                place: random.pick(&PLACES),
                wage: random.between(22, 62) * 100,
                from: self.days_ago(random.between(240, 900)),
            });
            let leaves = relation != "户主" && work.is_none() && random.chance(12_000);
            let kind = if age > 55 { "死亡注销" } else { "迁出" };
            let departed = leaves.then(|| (kind, self.days_ago(random.between(1, 300))));
            let segment = random.pick(&PHONES);
            let phone = format!("{segment}{:08}", random.below(100_000_000));
            self.people.push(Person {
                name,
                id,
                birth,
                age,
                male,
                relation,
                household,
                phone,
                health,
                labor,
                work,
                departed,
            });
        }
        first..self.people.len()
    }

    fn mark_hardship(&mut self) {
        let mut random = self.random(2);
        let order = shuffled(&mut random, self.households.len());
        let (poor, all) = (self.part(6_265), self.part(420));
        for place in &order[..poor] {
            self.households[*place].out_of_poverty = true;
        }
        // 150 of the watched had been poor, 270 had not.
        let watched = poor.saturating_sub(self.part(150))..poor + all - self.part(150).min(poor);
        let kinds = ["边缘易致贫户", "突发严重困难户"];
        let risks = ["因病", "因残", "因学", "因自然灾害", "务工就业不稳", "缺劳动力"];
        for (number, place) in order[watched].iter().enumerate() {
            let was_poor = self.households[*place].out_of_poverty;
            let identified = self.days_ago(random.between(200, 900));
            self.households[*place].monitored = Some(Monitored {
                kind: if was_poor { "脱贫不稳定户" } else { random.pick(&kinds) },
                risks: [
                    random.pick(&risks),
                    if number % 3 == 0 { random.pick(&risks) } else { "" },
                ],
                identified,
                eliminated: (number % 20 > 8).then(|| self.days_ago(random.between(20, 150))),
            });
        }
        let grades = ["A类", "B类", "B类", "C类", "C类"];
        for place in &order[poor / 2..poor / 2 + self.part(1_150)] {
            self.households[*place].dibao = Some(random.pick(&grades));
        }
        let mut left = self.part(610);
        for place in order.iter().rev() {
            let home = &self.households[*place];
            if left > 0 && home.members.len() == 1 && self.head_of(*place).age >= 60 {
                self.households[*place].tekun = true;
                left -= 1;
            }
        }
    }
}

/// All numbers below `many`, in an order of chance.
pub(super) fn shuffled(random: &mut Random, many: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..many).collect();
    for last in (1..many).rev() {
        order.swap(last, random.below(last as i64 + 1) as usize);
    }
    order
}

fn letter(random: &mut Random, of: &str) -> char {
    let many = of.chars().count() as i64;
    of.chars().nth(random.below(many) as usize).unwrap_or('李')
}

/// Age, whether a man, relation to the head, whether of the head's family name.
fn family_plan(random: &mut Random) -> Vec<(i64, bool, &'static str, bool)> {
    let alone = random.chance(110_000);
    let head = if alone { random.between(45, 88) } else { random.between(27, 72) };
    let man = random.chance(800_000);
    let mut members = vec![(head, man, "户主", true)];
    if alone {
        return members;
    }
    if random.chance(880_000) {
        let relation = if man { "妻" } else { "夫" };
        members.push(((head + random.between(-4, 3)).max(22), !man, relation, false));
    }
    let children = [0, 1, 1, 1, 2, 2, 2, 2, 2, 3][random.below(10) as usize];
    for _ in 0..children {
        let (age, son) = (head - random.between(21, 33), random.chance(520_000));
        if age < 0 || (age > 24 && !son && random.chance(750_000)) {
            continue;
        }
        members.push((age, son, if son { "子" } else { "女" }, man));
        if son && age > 25 && random.chance(550_000) {
            members.push((age - random.between(0, 3), false, "儿媳", false));
            let grandchild = age - random.between(22, 29);
            if grandchild >= 0 {
                let boy = random.chance(520_000);
                members.push((grandchild, boy, if boy { "孙子" } else { "孙女" }, man));
            }
        }
    }
    if head < 55 && random.chance(330_000) {
        let older = head + random.between(22, 30);
        members.push((older, false, "母亲", false));
        if random.chance(600_000) {
            members.push((older + random.between(0, 4), true, "父亲", true));
        }
    }
    members
}

fn villages(regions: &RegionTree, county_id: i64) -> Vec<Village> {
    let mut found = Vec::new();
    let towns = regions.children(county_id).filter(|it| !it.pseudo);
    for (town, village) in towns.flat_map(|town| {
        regions.children(town.id).filter(|it| !it.pseudo).map(move |village| (town, village))
    }) {
        let short = village.name.trim_end_matches("居民委员会").trim_end_matches("村民委员会");
        let name =
            if short.ends_with("社区") { short.to_owned() } else { format!("{short}村委会") };
        let shift = village.id.unsigned_abs() as usize;
        let groups = (0..14 + shift % 6).map(|it| GROUPS[(it + shift) % GROUPS.len()]).collect();
        found.push(Village {
            township: town.name.clone(),
            township_code: town.stat_code[..9].to_owned(),
            short: short.to_owned(),
            name,
            groups,
        });
    }
    found
}
