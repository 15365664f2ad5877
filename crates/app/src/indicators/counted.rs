//! Indicators that are counted in the record of decisions: cases as they stood at the end of a
//! month, and clues of the month by what became of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use indicator::{CasesCounted, ClueEnd, Counted, Indicator, Measure, Window};
use kernel::{Month, Period, Region, RegionLevel};
use policy::Unit;
use store::{
    CasesWanted, CluesWanted, CountOfRegion, CountedHousehold, IndicatorValue, Tx, new_id,
};

use super::{drill::HouseholdPart, error::IndicatorError};
use crate::{home::Home, ledgers::leading_digits, staff::Staff};

/// The identifiers of the indicators of a county that are counted.
pub(super) fn names<'a>(home: &'a Home, county: &Region) -> BTreeSet<&'a str> {
    let all = home.definitions.indicators.of(&leading_digits(county)).into_iter();
    all.filter(|it| matches!(it.measure, Measure::Counted(_))).map(|it| it.id.as_str()).collect()
}

/// The values of a county with its townships and villages. Where no case was ever opened, or the
/// month was never screened, there is nothing to count: that is not the number zero.
pub(super) async fn values(
    home: &Home,
    staff: &Staff,
    county: &Region,
    regions: &BTreeSet<i64>,
    month: Month,
    now: DateTime<Utc>,
) -> Result<Vec<IndicatorValue>, IndicatorError> {
    let mut tx = home.db.read().await?;
    let has_cases = tx.has_cases(county.id).await?;
    let screened = tx.latest_run(county.id, &month.to_string()).await?.is_some();
    let ids: Vec<i64> = regions.iter().copied().collect();
    let mut found = Vec::new();
    for it in home.definitions.indicators.of(&leading_digits(county)) {
        let Measure::Counted(counted) = &it.measure else { continue };
        if month.last_day() < it.from {
            continue;
        }
        let counts = match counted {
            Counted::Cases(cases) if has_cases => {
                tx.count_cases_of(&ids, &cases_wanted(cases, month)).await?
            }
            Counted::Clues(end) if screened => clues_of(home, &mut tx, &ids, month, *end).await?,
            _ => continue,
        };
        let counts: BTreeMap<i64, CountOfRegion> =
            counts.into_iter().map(|it| (it.region_id, it)).collect();
        for region in &ids {
            let counted = counts.get(region);
            found.push(value(it, *region, counted, month, staff, now));
        }
    }
    Ok(found)
}

async fn clues_of(
    home: &Home,
    tx: &mut Tx,
    regions: &[i64],
    month: Month,
    end: ClueEnd,
) -> Result<Vec<CountOfRegion>, IndicatorError> {
    let mut by_level: BTreeMap<RegionLevel, Vec<i64>> = BTreeMap::new();
    for it in regions.iter().filter_map(|it| home.definitions.regions.get(*it)) {
        by_level.entry(it.level).or_default().push(it.id);
    }
    let mut found = Vec::new();
    for (level, ids) in by_level {
        let wanted = clues_wanted(end);
        found.extend(tx.count_clues_of(level, &ids, &month.to_string(), wanted).await?);
    }
    Ok(found)
}

fn value(
    indicator: &Indicator,
    region_id: i64,
    counted: Option<&CountOfRegion>,
    month: Month,
    staff: &Staff,
    now: DateTime<Utc>,
) -> IndicatorValue {
    let households = counted.map_or(0, |it| it.households);
    let number = match indicator.unit {
        Unit::Persons => counted.map_or(0, |it| it.persons),
        _ => households,
    };
    IndicatorValue {
        id: new_id(now),
        indicator: indicator.id.clone(),
        region_id,
        period: Period::Month(month).to_string(),
        value: Some(number.to_string()),
        numerator: Some(number),
        denominator: None,
        households: Some(households),
        missing: Some(0),
        how: "computed".to_owned(),
        run_id: None,
        document: None,
        note: None,
        stated_at: now,
        stated_by: staff.actor(),
        replaced_at: None,
    }
}

/// The households of a region that are counted now.
pub(super) async fn parts(
    home: &Home,
    tx: &mut Tx,
    indicator: &Indicator,
    counted: &Counted,
    region: &Region,
    month: Month,
) -> Result<Vec<HouseholdPart>, IndicatorError> {
    let found = match counted {
        Counted::Cases(it) => tx.households_of_cases(region.id, &cases_wanted(it, month)).await?,
        Counted::Clues(end) => {
            let (month, wanted) = (month.to_string(), clues_wanted(*end));
            tx.households_of_clues(region.level, region.id, &month, wanted).await?
        }
    };
    let regions = &home.definitions.regions;
    let name = |id: Option<i64>| {
        let found = id.and_then(|it| regions.get(it));
        found.map(|it| it.name.clone()).unwrap_or_default()
    };
    let part = |it: CountedHousehold| HouseholdPart {
        household: it.household_id,
        householder: None,
        village: format!(
            "{}{}",
            name(regions.chain(it.village_id).township),
            name(Some(it.village_id))
        ),
        numerator: Some(if indicator.unit == Unit::Persons { it.members } else { 1 }),
        denominator: None,
        facts: Vec::new(),
    };
    Ok(found.into_iter().map(part).collect())
}

fn cases_wanted(it: &CasesCounted, month: Month) -> CasesWanted {
    let on = month.last_day();
    let days = |window: Option<Window>| -> Option<(NaiveDate, NaiveDate)> {
        let first = match window? {
            Window::Month => month.first_day(),
            Window::Year => NaiveDate::from_ymd_opt(on.year(), 1, 1)?,
        };
        Some((first, on))
    };
    CasesWanted {
        on,
        stages: it.stages.clone(),
        types: it.types.clone(),
        risk: it.risk.map(|it| it.code().to_owned()),
        identified: days(it.identified),
        eliminated: days(it.eliminated),
        overdue: it.overdue,
        without_measures: it.without_measures,
        without_development: it.without_development,
    }
}

fn clues_wanted(end: ClueEnd) -> CluesWanted {
    match end {
        ClueEnd::Raised => CluesWanted::Raised,
        ClueEnd::Dispatched => CluesWanted::Dispatched,
        ClueEnd::Confirmed => CluesWanted::Confirmed,
        ClueEnd::NotConfirmed => CluesWanted::NotConfirmed,
        ClueEnd::Identified => CluesWanted::Identified,
    }
}
