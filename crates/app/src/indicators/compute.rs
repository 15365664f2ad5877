//! Computes the indicators of a region's month, county by county.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use indicator::{Indicator, Tally};
use kernel::{Month, Period, Region, RegionLevel};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{IndicatorRun, IndicatorValue, Tx, WhichValues, new_id};

use super::{counted, error::IndicatorError, facts_of_month::FactsOfMonth, from_ledgers};
use crate::{home::Home, reach, staff::Staff};

/// An indicator that could not be computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NotComputed {
    /// The indicator.
    pub indicator: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Tables that have not arrived; empty when a parameter has no value on that day.
    pub missing_tables: Vec<String>,
}

/// What one county's month came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CountyIndicators {
    /// Statistical code.
    pub county: String,
    /// Name.
    pub name: String,
    /// Households of the register.
    pub households: i64,
    /// Indicators that have a value.
    pub computed: i64,
    /// Values of the county, its townships and villages.
    pub values: i64,
    /// Indicators without one.
    pub not_computed: Vec<NotComputed>,
    /// Equal inputs had been computed before: their values stand.
    #[serde(default)]
    pub repeated: bool,
}

/// What a region's month came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ComputeReport {
    /// Statistical code of the region.
    pub region: String,
    /// The month.
    pub month: String,
    /// Each county that has a register.
    pub counties: Vec<CountyIndicators>,
    /// Values that ledgers gave, of the counties and the region, and of the townships and villages
    /// for what is shown of them.
    pub from_ledgers: i64,
    /// Values that were counted in cases and clues.
    pub counted: i64,
    /// Values that differ from those before, or are new.
    pub written: i64,
}

/// Computes the indicators of the counties of a region for a month, and reads those that ledgers
/// give for them and for the region itself. Each county is one unit of work; one whose inputs are
/// those of its last computation keeps its values. `progress` hears a county's name before it
/// starts.
///
/// # Errors
/// [`IndicatorError::NotFound`] outside the scope, [`IndicatorError::Level`] below the county; when
/// evidence cannot be read. Counties done before the error stay done.
pub async fn compute(
    home: &Home,
    staff: &Staff,
    region: &str,
    month: Month,
    now: DateTime<Utc>,
    progress: &impl Fn(&str),
) -> Result<ComputeReport, IndicatorError> {
    let region = reach::region_in(home, &staff.scope, region).ok_or(IndicatorError::NotFound)?;
    let mut report = ComputeReport {
        region: region.stat_code.clone(),
        month: month.to_string(),
        counties: Vec::new(),
        from_ledgers: 0,
        counted: 0,
        written: 0,
    };
    let counties = home.counties_of(region).map_err(|_| IndicatorError::Level)?;
    for county in &counties {
        progress(&county.name);
        let Some((done, written)) = of_county(home, staff, county, month, now).await? else {
            continue;
        };
        report.counties.push(done);
        report.written += written;
        let (counted, written) = count(home, staff, county, month, now).await?;
        report.counted += counted;
        report.written += written;
    }
    let itself = (!counties.iter().any(|it| it.id == region.id)).then_some(region);
    for place in counties.iter().chain(itself) {
        let below = match place.level {
            RegionLevel::County => regions_below(home, place),
            _ => BTreeSet::from([place.id]),
        };
        let regions: Vec<i64> = below.into_iter().collect();
        let values =
            from_ledgers::values_with_below(home, staff, place, &regions, month, now).await?;
        report.from_ledgers += i64::try_from(values.len()).unwrap_or_default();
        let mut tx = home.db.write().await?;
        let period = Period::Month(month).to_string();
        let written =
            put(&mut tx, &regions, &period, &|it| it.how == "ledger", values, now).await?;
        if 0 < written {
            let detail = json!({ "region": place.stat_code, "month": report.month,
                                 "values": written });
            tx.append_audit(
                now,
                &staff.actor(),
                "indicator.read_ledgers",
                &place.stat_code,
                &detail,
            )
            .await?;
        }
        tx.commit().await?;
        report.written += written;
    }
    Ok(report)
}

/// What is counted in the cases and clues of a county, its townships and villages: how many values,
/// and how many of them are new or differ.
async fn count(
    home: &Home,
    staff: &Staff,
    county: &Region,
    month: Month,
    now: DateTime<Utc>,
) -> Result<(i64, i64), IndicatorError> {
    let regions = regions_below(home, county);
    let values = counted::values(home, staff, county, &regions, month, now).await?;
    let many = i64::try_from(values.len()).unwrap_or_default();
    let ids = counted::names(home, county);
    let mut tx = home.db.write().await?;
    let period = Period::Month(month).to_string();
    let regions: Vec<i64> = regions.into_iter().collect();
    let ends = |it: &IndicatorValue| it.how == "computed" && ids.contains(it.indicator.as_str());
    let written = put(&mut tx, &regions, &period, &ends, values, now).await?;
    if 0 < written {
        let detail = json!({ "county": county.stat_code, "month": month.to_string(),
                             "values": written });
        tx.append_audit(now, &staff.actor(), "indicator.count", &county.stat_code, &detail).await?;
    }
    tx.commit().await?;
    Ok((many, written))
}

async fn of_county(
    home: &Home,
    staff: &Staff,
    county: &Region,
    month: Month,
    now: DateTime<Utc>,
) -> Result<Option<(CountyIndicators, i64)>, IndicatorError> {
    let mut tx = home.db.read().await?;
    let facts = FactsOfMonth::of(home, &mut tx, county, month).await?;
    let latest = tx.latest_indicator_run(county.id, &month.to_string(), None).await?;
    drop(tx);
    if facts.evidence.snapshot.households.is_empty() {
        return Ok(None);
    }
    let inputs_hash = facts.hash();
    if let Some(run) = latest.filter(|it| it.inputs_hash == inputs_hash)
        && let Ok(stored) = serde_json::from_value::<CountyIndicators>(run.report)
    {
        return Ok(Some((CountyIndicators { repeated: true, ..stored }, 0)));
    }

    let (done, tallies) = tallies(&facts)?;
    let run = IndicatorRun {
        id: new_id(now),
        county_id: county.id,
        month: month.to_string(),
        inputs_hash,
        report: serde_json::to_value(&done).map_err(anyhow::Error::from)?,
        computed_at: now,
        computed_by: staff.actor(),
    };
    let period = Period::Month(month).to_string();
    // A village that everybody has left is among them: its numbers end.
    let mut regions = regions_below(home, county);
    let mut values = Vec::new();
    for (indicator, by_region) in &tallies {
        for (region, tally) in by_region {
            regions.insert(*region);
            values.push(value_of(indicator, *region, tally, &period, &run));
        }
    }
    let regions: Vec<i64> = regions.into_iter().collect();
    let mut tx = home.db.write().await?;
    tx.insert_indicator_run(&run).await?;
    let counted = counted::names(home, county);
    let ends =
        |it: &IndicatorValue| it.how == "computed" && !counted.contains(it.indicator.as_str());
    let written = put(&mut tx, &regions, &period, &ends, values, now).await?;
    let detail = json!({ "county": done.county, "month": run.month, "inputs": run.inputs_hash,
                         "computed": done.computed, "written": written });
    tx.append_audit(now, &run.computed_by, "indicator.compute", &run.id, &detail).await?;
    tx.commit().await?;
    Ok(Some((done, written)))
}

/// A county with its townships and villages.
fn regions_below(home: &Home, county: &Region) -> BTreeSet<i64> {
    let regions = &home.definitions.regions;
    let townships: Vec<i64> = regions.children(county.id).map(|it| it.id).collect();
    let villages = townships.iter().flat_map(|it| regions.children(*it)).map(|it| it.id);
    let mut all: BTreeSet<i64> = villages.collect();
    all.extend(townships.iter().copied().chain([county.id]));
    all
}

/// An indicator with its parts, by region.
type Tallies<'a> = Vec<(&'a Indicator, BTreeMap<i64, Tally>)>;

/// The parts of every indicator for the villages, townships and the county.
fn tallies<'a>(facts: &FactsOfMonth<'a>) -> anyhow::Result<(CountyIndicators, Tallies<'a>)> {
    let home = facts.home;
    let table = facts.fold(&facts.indicators)?;
    let snapshot = &facts.evidence.snapshot;
    let mut done = CountyIndicators {
        county: facts.county.stat_code.clone(),
        name: facts.county.name.clone(),
        households: i64::try_from(snapshot.households.len())?,
        ..CountyIndicators::default()
    };
    let mut all = Vec::new();
    for it in &facts.indicators {
        let missing_tables = facts.missing_tables(it, &table);
        let constants = facts.constants(it);
        let (Some(constants), true) = (constants, missing_tables.is_empty()) else {
            let (indicator, zh, en) = (it.id.clone(), it.zh.clone(), it.en.clone());
            done.not_computed.push(NotComputed { indicator, zh, en, missing_tables });
            continue;
        };
        let villages = indicator::compute(
            it,
            &home.definitions.facts,
            &table,
            snapshot,
            facts.evidence.as_of,
            &constants,
        )?;
        let mut by_region: BTreeMap<i64, Tally> = BTreeMap::new();
        for (village, tally) in villages {
            let township = home.definitions.regions.chain(village).township;
            for region in [Some(village), township, Some(facts.county.id)].into_iter().flatten() {
                let known = by_region.entry(region).or_default();
                *known = known.plus(tally);
            }
        }
        done.computed += 1;
        done.values += i64::try_from(by_region.len())?;
        all.push((*it, by_region));
    }
    Ok((done, all))
}

fn value_of(
    indicator: &Indicator,
    region_id: i64,
    tally: &Tally,
    period: &str,
    run: &IndicatorRun,
) -> IndicatorValue {
    IndicatorValue {
        id: new_id(run.computed_at),
        indicator: indicator.id.clone(),
        region_id,
        period: period.to_owned(),
        value: tally.value(indicator.unit).map(|it| it.to_string()),
        numerator: Some(tally.numerator),
        denominator: tally.denominator,
        households: Some(tally.households),
        missing: Some(tally.missing),
        how: "computed".to_owned(),
        run_id: Some(run.id.clone()),
        document: None,
        note: None,
        stated_at: run.computed_at,
        stated_by: run.computed_by.clone(),
        replaced_at: None,
    }
}

/// Puts values in place of those that count for these regions and this period: equal ones stay,
/// changed ones are replaced, and of the others those are ended that `ends` says are of this kind
/// and can no longer be had. What people entered for the same number is replaced as well and stays in the history.
async fn put(
    tx: &mut Tx,
    regions: &[i64],
    period: &str,
    ends: &(dyn Fn(&IndicatorValue) -> bool + Sync),
    values: Vec<IndicatorValue>,
    now: DateTime<Utc>,
) -> Result<i64, IndicatorError> {
    let which = WhichValues { period: Some(period), ..WhichValues::default() };
    let known = tx.indicator_values(regions, which).await?;
    let mut known: BTreeMap<(String, i64), IndicatorValue> =
        known.into_iter().map(|it| ((it.indicator.clone(), it.region_id), it)).collect();
    let mut ended = Vec::new();
    let mut fresh = Vec::new();
    for value in values {
        match known.remove(&(value.indicator.clone(), value.region_id)) {
            Some(before) if before.says_the_same(&value) => {}
            Some(before) => {
                ended.push(before.id);
                fresh.push(value);
            }
            None => fresh.push(value),
        }
    }
    ended.extend(known.into_values().filter(|it| ends(it)).map(|it| it.id));
    tx.replace_indicator_values(&ended, now).await?;
    tx.insert_indicator_values(&fresh).await?;
    Ok(i64::try_from(fresh.len()).unwrap_or_default())
}
