//! Where the cases of a pack are tried: a county, and families that live there.

use anyhow::Context;
use chrono::NaiveDate;
use kernel::RegionLevel;
use store::{Household, Person};

use crate::home::Home;

/// Families of the county the cases are tried in: household and person `n` are the `n`-th.
const FAMILIES: i64 = 20;

/// The first of them came out of poverty, the others are ordinary.
const OUT_OF_POVERTY: i64 = 7;

/// The first of them are of working age; then come a child, an old person and one who has died.
const OF_WORKING_AGE: i64 = 17;

/// Where the cases of a pack are tried.
pub(super) struct Place {
    /// The code up to which packs apply.
    pub(super) code: String,
    pub(super) county: i64,
    pub(super) townships: Vec<i64>,
    pub(super) villages: Vec<i64>,
}

impl Place {
    /// A county of the pack's region, or any.
    pub(super) fn of(home: &Home, code: &str) -> anyhow::Result<Place> {
        let regions = &home.definitions.regions;
        let inside = |level: RegionLevel, code: &str| {
            let found = regions
                .iter()
                .filter(|it| it.level == level && !it.pseudo && it.stat_code.starts_with(code));
            found.map(|it| it.id).collect::<Vec<i64>>()
        };
        let county = inside(RegionLevel::County, code).into_iter().find(|it| {
            let code =
                regions.get(*it).map(|it| it.leading_digits().to_owned()).unwrap_or_default();
            inside(RegionLevel::Village, &code).len() > 9
        });
        let county = county.with_context(|| format!("{code} 下面没有县"))?;
        let digits = regions.get(county).map(|it| it.leading_digits().to_owned());
        let digits = digits.unwrap_or_default();
        Ok(Place {
            code: code.to_owned(),
            county,
            townships: inside(RegionLevel::Township, &digits),
            villages: inside(RegionLevel::Village, &digits),
        })
    }

    /// The key of household and person `n`, which are of one family.
    pub(super) fn family(&self, n: i64) -> i64 {
        self.county * 100 + n
    }

    /// Writes the families down, once.
    pub(super) async fn settle_families(&self, home: &Home) -> anyhow::Result<()> {
        let mut tx = home.db.write().await?;
        if tx.household(self.family(1)).await?.is_some() {
            return Ok(());
        }
        let day = |text: &str| text.parse::<NaiveDate>();
        let (mut households, mut persons) = (Vec::new(), Vec::new());
        for n in 1..=FAMILIES {
            let id = self.family(n);
            let village = self.villages[usize::try_from(n)? % self.villages.len()];
            let chain = home.definitions.regions.chain(village);
            let base = match n <= OUT_OF_POVERTY {
                true => "out_of_poverty_household",
                false => "ordinary_household",
            };
            households.push(Household {
                id,
                province_id: chain.province.unwrap_or_default(),
                prefecture_id: chain.prefecture.unwrap_or_default(),
                county_id: self.county,
                township_id: chain.township.unwrap_or_default(),
                village_id: village,
                group_id: None,
                national_household_no: Some(format!("{id:012}")),
                police_book_no: None,
                base_type: base.to_owned(),
                monitoring_type: None,
                monitoring_state: "none".to_owned(),
                identified_on: None,
                eliminated_on: None,
                no_labor_safety_net: false,
                members: 1,
                risks: Vec::new(),
            });
            let (birth, departed) = match n - OF_WORKING_AGE {
                1 => (day("2012-03-01")?, None),
                2 => (day("1950-03-01")?, None),
                3 => (day("1950-03-01")?, Some("dead")),
                _ => (day("1985-03-01")?, None),
            };
            let mut id_index = [0; 16];
            id_index[..8].copy_from_slice(&id.to_be_bytes());
            persons.push(Person {
                id,
                household_id: id,
                county_id: self.county,
                name: format!("户主{n}"),
                id_index,
                id_sealed: vec![0],
                birth,
                sex: if n % 2 == 0 { "female" } else { "male" }.to_owned(),
                is_head: true,
                departed: departed.map(ToOwned::to_owned),
                departed_on: departed.and_then(|_| day("2023-01-01").ok()),
                phone_index: None,
                phone_sealed: None,
                former_county_id: None,
                other_household_ids: Vec::new(),
            });
        }
        tx.save_households(&households).await?;
        tx.save_persons(&persons).await?;
        tx.commit().await?;
        Ok(())
    }
}
