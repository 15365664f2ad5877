//! The values of a region: its own, and above the county what the counties add up to.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use indicator::{Amount, Tally};
use kernel::{Period, Region, RegionLevel};
use policy::Unit;
use store::{IndicatorValue, Tx, WhichValues};

use crate::home::Home;

/// A value that counts for a region and a period.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The period.
    pub(crate) period: Period,
    /// The number in the unit of the indicator or series; none over a denominator of zero.
    pub(crate) amount: Option<Amount>,
    /// `computed`, `ledger` or `reported`.
    pub(crate) how: String,
    /// Its parts, of a computed one.
    pub(crate) tally: Option<Tally>,
    /// Counties that are in it, and counties there are; above the county only.
    pub(crate) counties: Option<(usize, usize)>,
    /// The stored rows behind it.
    pub(crate) rows: Vec<IndicatorValue>,
}

/// By indicator or series.
pub(crate) type Values = BTreeMap<String, Vec<Found>>;

/// The values of a region that are asked for.
pub(crate) async fn values_of(
    home: &Home,
    tx: &mut Tx,
    region: &Region,
    which: WhichValues<'_>,
) -> anyhow::Result<Values> {
    let mut values = Values::new();
    for row in tx.indicator_values(&[region.id], which).await? {
        let Ok(period) = row.period.parse() else { continue };
        values.entry(row.indicator.clone()).or_default().push(Found {
            period,
            amount: row.value.as_deref().and_then(Amount::parse),
            how: row.how.clone(),
            tally: tally_of(&row),
            counties: None,
            rows: vec![row],
        });
    }
    if matches!(region.level, RegionLevel::Province | RegionLevel::Prefecture) {
        add_up(home, tx, region, which, &mut values).await?;
    }
    Ok(values)
}

/// What the counties computed, added up by indicator and period.
async fn add_up(
    home: &Home,
    tx: &mut Tx,
    region: &Region,
    which: WhichValues<'_>,
    values: &mut Values,
) -> anyhow::Result<()> {
    let counties: Vec<i64> = home.counties_of(region)?.iter().map(|it| it.id).collect();
    let mut parts: BTreeMap<(String, Period), Vec<IndicatorValue>> = BTreeMap::new();
    for row in tx.indicator_values(&counties, which).await? {
        let Ok(period) = row.period.parse() else { continue };
        if row.how == "computed" {
            parts.entry((row.indicator.clone(), period)).or_default().push(row);
        }
    }
    for ((name, period), rows) in parts {
        let unit = unit_of(home, region, &name);
        let tally = rows.iter().filter_map(tally_of).reduce(Tally::plus);
        values.entry(name).or_default().push(Found {
            period,
            amount: tally.and_then(|it| it.value(unit)),
            how: "computed".to_owned(),
            tally,
            counties: Some((rows.len(), counties.len())),
            rows,
        });
    }
    Ok(())
}

/// The moment up to which something counted on a day: the end of that day in China.
pub(crate) fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.succ_opt()?.and_hms_opt(0, 0, 0)?;
    Some(midnight.and_utc() - TimeDelta::hours(8))
}

fn unit_of(home: &Home, region: &Region, indicator: &str) -> Unit {
    let code = region.leading_digits();
    home.definitions.indicators.get(code, indicator).map_or(Unit::Count, |it| it.unit)
}

pub(crate) fn tally_of(row: &IndicatorValue) -> Option<Tally> {
    (row.how == "computed").then_some(())?;
    Some(Tally {
        numerator: row.numerator?,
        denominator: row.denominator,
        households: row.households.unwrap_or(0),
        missing: row.missing.unwrap_or(0),
    })
}
