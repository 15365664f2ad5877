//! Indicators that ledgers give: the figure as the ledger computes it for the region.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use indicator::{Amount, Indicator, Measure};
use kernel::{Month, Period, Region, RegionLevel, china_day};
use policy::Unit;
use store::{IndicatorValue, new_id};

use super::error::IndicatorError;
use crate::{
    home::Home,
    ledgers::{self, FigureView, LedgerError, RecordQuery},
    staff::Staff,
};

/// The values of a county with its townships and villages, or of a region above the county alone.
/// A ledger without a record in the county is not asked for what lies below it.
pub(super) async fn values_with_below(
    home: &Home,
    staff: &Staff,
    region: &Region,
    below: &[i64],
    month: Month,
    now: DateTime<Utc>,
) -> Result<Vec<IndicatorValue>, IndicatorError> {
    let mut found = values(home, staff, region, None, month, now).await?;
    let given: BTreeSet<String> = found.iter().map(|it| it.indicator.clone()).collect();
    for it in below.iter().filter_map(|it| home.definitions.regions.get(*it)) {
        if it.id != region.id && !given.is_empty() {
            found.extend(values(home, staff, it, Some(&given), month, now).await?);
        }
    }
    Ok(found)
}

/// The values of a region for the year of a month, of the indicators named. A ledger that has no
/// record there gives none: nothing recorded is not the number zero.
async fn values(
    home: &Home,
    staff: &Staff,
    region: &Region,
    named: Option<&BTreeSet<String>>,
    month: Month,
    now: DateTime<Utc>,
) -> Result<Vec<IndicatorValue>, IndicatorError> {
    let mut by_ledger: BTreeMap<&str, Vec<&Indicator>> = BTreeMap::new();
    for it in home.definitions.indicators.of(region.leading_digits()) {
        if let Measure::Ledger { ledger, below, .. } = &it.measure
            && it.from <= month.last_day()
            && (*below || region.level <= RegionLevel::County)
            && named.is_none_or(|all| all.contains(&it.id))
        {
            by_ledger.entry(ledger).or_default().push(it);
        }
    }
    let reader = staff.reading_all_of(region);
    let today = china_day(now);
    let mut found = Vec::new();
    for (ledger, indicators) in by_ledger {
        let any = match ledgers::counts(home, &reader, ledger, &RecordQuery::default(), today).await
        {
            Ok(counts) => counts.iter().any(|it| 0 < it.records),
            Err(LedgerError::NoLedger) => false,
            Err(error) => return Err(error.into()),
        };
        if !any {
            continue;
        }
        let code = Some(region.stat_code.as_str());
        let figures =
            ledgers::figures(home, &reader, ledger, code, Some(month.year), today).await?;
        for it in indicators {
            found.extend(value(it, &figures, region, month, staff, now));
        }
    }
    Ok(found)
}

fn value(
    indicator: &Indicator,
    figures: &[FigureView],
    region: &Region,
    month: Month,
    staff: &Staff,
    now: DateTime<Utc>,
) -> Option<IndicatorValue> {
    let Measure::Ledger { figure, per, .. } = &indicator.measure else { return None };
    let named = |name: &str| figures.iter().find(|it| it.figure == name);
    let above = named(figure)?;
    let below = per.as_deref().map(named);
    let (amount, numerator, denominator) = match below {
        None => (amount_of(above)?, None, None),
        Some(below) => {
            let (above, below) = (above.value?, below?.value?);
            let share = Amount::ratio(i128::from(above) * 100, below.into())?;
            (share, Some(above), Some(below))
        }
    };
    Some(IndicatorValue {
        id: new_id(now),
        indicator: indicator.id.clone(),
        region_id: region.id,
        period: Period::Month(month).to_string(),
        value: Some(amount.to_string()),
        numerator,
        denominator,
        households: None,
        missing: None,
        how: "ledger".to_owned(),
        run_id: None,
        document: None,
        note: Some(indicator.formula()),
        stated_at: now,
        stated_by: staff.actor(),
        replaced_at: None,
    })
}

/// The figure in the unit people write. What is shown has every digit; the stored number of an
/// area or a length has none behind the point.
pub(super) fn amount_of(figure: &FigureView) -> Option<Amount> {
    figure.value?;
    let unit = Unit::from_name(&figure.unit)?.written().zh();
    Amount::parse(figure.shown.trim_end_matches(unit))
}
