//! Indicators that ledgers give: the figure as the ledger computes it for the region.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use indicator::{Amount, Indicator, Measure};
use kernel::{Month, Period, Region, china_day};
use policy::Unit;
use store::{IndicatorValue, Scope, new_id};

use super::error::IndicatorError;
use crate::{
    home::Home,
    ledgers::{self, FigureView, LedgerError, RecordQuery, leading_digits},
    staff::Staff,
};

/// The values of a region for the year of a month. A ledger that has no record there gives none:
/// nothing recorded is not the number zero.
pub(super) async fn values(
    home: &Home,
    staff: &Staff,
    region: &Region,
    month: Month,
    now: DateTime<Utc>,
) -> Result<Vec<IndicatorValue>, IndicatorError> {
    let mut by_ledger: BTreeMap<&str, Vec<&Indicator>> = BTreeMap::new();
    for it in home.definitions.indicators.of(&leading_digits(region)) {
        if let Measure::Ledger { ledger, .. } = &it.measure
            && it.from <= month.last_day()
        {
            by_ledger.entry(ledger).or_default().push(it);
        }
    }
    // Whoever may compute reads the whole region, not only what the own roles see of a ledger.
    let reader = Staff {
        roles: crate::access::Access::get().roles.keys().cloned().collect(),
        scope: Scope::region(region.id, region.level),
        department: None,
        ..staff.clone()
    };
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
