//! Invented households and people: the same number gives the same ones.

use anyhow::Context;
use app::home::Home;
use chrono::NaiveDate;
use kernel::RegionLevel;
use store::{Household, Keys, Person};

const FAMILY: &str = "李王张杨陈刘赵黄周吴何罗马普段高徐孙胡朱郭林唐邓冯曾彭苏蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万";
const GIVEN: &str = "明华国建文军平志伟东海强晓生光林小民永杰胜斌春红玉兰英秀芳丽霞艳萍凤琼美云惠珍莲翠仙芬会琴梅香桂菊花存有福贵富发正清金银学德忠良顺启开安绍家世天保宝";

/// A village with the regions it lies in.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub province: i64,
    pub prefecture: i64,
    pub county: i64,
    pub township: i64,
    pub village: i64,
}

impl Place {
    /// The region of a level.
    pub fn at(&self, level: RegionLevel) -> i64 {
        match level {
            RegionLevel::Province => self.province,
            RegionLevel::Prefecture => self.prefecture,
            RegionLevel::County => self.county,
            RegionLevel::Township => self.township,
            RegionLevel::Village => self.village,
        }
    }

    /// All five.
    pub fn regions(&self) -> [i64; 5] {
        [self.province, self.prefecture, self.county, self.township, self.village]
    }
}

/// The villages whose code begins so, by code.
pub fn villages(home: &Home, code: &str) -> anyhow::Result<Vec<Place>> {
    let regions = &home.definitions.regions;
    let mut villages: Vec<_> = regions
        .iter()
        .filter(|it| it.level == RegionLevel::Village && !it.pseudo)
        .filter(|it| it.stat_code.starts_with(code))
        .collect();
    villages.sort_by(|a, b| a.stat_code.cmp(&b.stat_code));
    let places = villages.iter().filter_map(|it| {
        let chain = regions.chain(it.id);
        Some(Place {
            province: chain.province?,
            prefecture: chain.prefecture?,
            county: chain.county?,
            township: chain.township?,
            village: chain.village?,
        })
    });
    let places: Vec<Place> = places.collect();
    anyhow::ensure!(!places.is_empty(), "{code}: no villages");
    Ok(places)
}

/// Scatters numbers; the same everywhere.
pub fn mix(number: i64) -> u64 {
    let mut it = number.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}

/// A name; some are common, most are not.
pub fn name(person: i64) -> String {
    let pick = |from: &str, by: u64| {
        let share = (by % 10_000) as f64 / 10_000.0;
        let count = from.chars().count();
        // The square makes the first ones common.
        let place = (share * share * count as f64) as usize;
        from.chars().nth(place.min(count - 1)).unwrap_or('甲')
    };
    let by = mix(person);
    [pick(FAMILY, by), pick(GIVEN, by >> 16), pick(GIVEN, by >> 32)].iter().collect()
}

/// 户编号.
pub fn household_no(household: i64) -> String {
    format!("9901{household:014}")
}

pub fn household(id: i64, place: &Place, members: i64) -> Household {
    Household {
        id,
        province_id: place.province,
        prefecture_id: place.prefecture,
        county_id: place.county,
        township_id: place.township,
        village_id: place.village,
        group_id: None,
        national_household_no: Some(household_no(id)),
        police_book_no: Some(format!("99{id:010}")),
        base_type: "ordinary_household".into(),
        monitoring_type: None,
        monitoring_state: "none".into(),
        identified_on: None,
        eliminated_on: None,
        no_labor_safety_net: false,
        members,
        risks: Vec::new(),
    }
}

/// Makes people whose sealed number is always the same: nobody opens it here.
pub struct People {
    sealed: Vec<u8>,
    phone: Vec<u8>,
    birth: NaiveDate,
}

impl People {
    pub fn new(keys: &Keys) -> anyhow::Result<People> {
        Ok(People {
            sealed: keys.seal("id_number", b"000000197001010000"),
            phone: keys.seal("phone", b"13900000000"),
            birth: NaiveDate::from_ymd_opt(1970, 1, 1).context("a day")?,
        })
    }

    pub fn person(&self, id: i64, household_id: i64, county_id: i64, is_head: bool) -> Person {
        let mut id_index = [0; 16];
        id_index[..8].copy_from_slice(&mix(id).to_be_bytes());
        id_index[8..].copy_from_slice(&id.to_be_bytes());
        Person {
            id,
            household_id,
            county_id,
            name: name(id),
            id_index,
            id_sealed: self.sealed.clone(),
            birth: self.birth,
            sex: "female".into(),
            is_head,
            departed: None,
            departed_on: None,
            phone_index: None,
            phone_sealed: Some(self.phone.clone()),
            former_county_id: None,
            other_household_ids: Vec::new(),
        }
    }
}
