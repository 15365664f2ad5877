//! A number entered by hand, with the document it was read in; and everything ever said of one.

use chrono::{DateTime, Utc};
use indicator::Amount;
use kernel::{Period, PeriodError, Region};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{IndicatorValue, Scope, WhichValues, new_id};

use super::error::IndicatorError;
use crate::{home::Home, reach, staff::Staff};

/// A number to be recorded.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewValue {
    /// The indicator, the series of a target, or the target itself.
    pub indicator: String,
    /// Statistical code of the region.
    pub region: String,
    /// `2023`, `2023Q4`, `202310`, `2023IY`.
    pub period: String,
    /// A plain decimal in the unit of the indicator, or in the printed unit of the target.
    pub value: String,
    /// The document it was read in.
    pub document: String,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// A number that was recorded, now or once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StatedValue {
    /// The indicator or series.
    pub indicator: String,
    /// Statistical code of the region.
    pub region: String,
    /// The period.
    pub period: String,
    /// A plain decimal; none over a denominator of zero.
    pub value: Option<String>,
    /// `computed`, `ledger` or `reported`.
    pub how: String,
    /// The document.
    pub document: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// When it was recorded.
    pub stated_at: DateTime<Utc>,
    /// Who did, as the audit names them.
    pub stated_by: String,
    /// When a newer one took its place.
    pub replaced_at: Option<DateTime<Utc>>,
}

/// Records a number of an indicator or a target that nothing computes. A number that was there is
/// replaced and kept; the same number again changes nothing.
///
/// # Errors
/// [`IndicatorError`]: outside the scope, no such indicator, no period, no number, no document, or
/// a number that the system computes itself.
pub async fn report(
    home: &Home,
    staff: &Staff,
    new: &NewValue,
    now: DateTime<Utc>,
) -> Result<StatedValue, IndicatorError> {
    let region =
        reach::region_in(home, &staff.scope, &new.region).ok_or(IndicatorError::NotFound)?;
    let name = measure_of(home, region, &new.indicator)?;
    let period = period_of(&new.period)?;
    let text = new.value.trim();
    let amount = Amount::parse(text).ok_or_else(|| IndicatorError::Value(new.value.clone()))?;
    let document = new.document.trim();
    if document.is_empty() {
        return Err(IndicatorError::NoDocument);
    }
    let note = new.note.as_deref().map(str::trim).filter(|it| !it.is_empty());
    let value = IndicatorValue {
        id: new_id(now),
        indicator: name.clone(),
        region_id: region.id,
        period: period.to_string(),
        value: Some(amount.to_string()),
        numerator: None,
        denominator: None,
        households: None,
        missing: None,
        how: "reported".to_owned(),
        run_id: None,
        document: Some(document.to_owned()),
        note: note.map(ToOwned::to_owned),
        stated_at: now,
        stated_by: staff.actor(),
        replaced_at: None,
    };
    let mut tx = home.db.write().await?;
    let which = WhichValues {
        indicator: Some(&name),
        period: Some(&value.period),
        ..WhichValues::default()
    };
    match tx.indicator_values(&[region.id], which).await?.pop() {
        Some(before) if before.how != "reported" => return Err(IndicatorError::Computed(name)),
        Some(before) if before.says_the_same(&value) => return Ok(view(home, before)),
        Some(before) => {
            tx.replace_indicator_values(&[before.id], now).await?;
        }
        None => {}
    }
    tx.insert_indicator_values(std::slice::from_ref(&value)).await?;
    let detail = json!({ "region": region.stat_code, "period": value.period,
                         "value": value.value, "document": document });
    tx.append_audit(now, &staff.actor(), "indicator.report", &name, &detail).await?;
    tx.commit().await?;
    Ok(view(home, value))
}

/// Everything that was ever said of an indicator in a region and a period, the newest first.
///
/// # Errors
/// As [`report`].
pub async fn value_history(
    home: &Home,
    scope: &Scope,
    indicator: &str,
    region: &str,
    period: &str,
) -> Result<Vec<StatedValue>, IndicatorError> {
    let region = reach::region_in(home, scope, region).ok_or(IndicatorError::NotFound)?;
    let name = measure_of(home, region, indicator)?;
    let period = period_of(period)?;
    let mut tx = home.db.read().await?;
    let found = tx.indicator_history(region.id, &name, &period.to_string()).await?;
    Ok(found.into_iter().map(|it| view(home, it)).collect())
}

/// What values are stored under: an indicator of the region, a series of a target of the region or
/// of those above it, or what measures such a target.
pub(super) fn measure_of(
    home: &Home,
    region: &Region,
    name: &str,
) -> Result<String, IndicatorError> {
    let (all, code) = (&home.definitions.indicators, region.leading_digits());
    if all.get(code, name).is_some() {
        return Ok(name.to_owned());
    }
    let mut here = all.targets().iter().filter(|it| code.starts_with(&it.region));
    let found = here.find(|it| it.measure == name || it.id == name);
    found.map(|it| it.measure.clone()).ok_or_else(|| IndicatorError::NoIndicator(name.to_owned()))
}

fn period_of(text: &str) -> Result<Period, IndicatorError> {
    text.trim()
        .parse::<Period>()
        .map_err(|error: PeriodError| IndicatorError::Period(error.to_string()))
}

fn view(home: &Home, it: IndicatorValue) -> StatedValue {
    let region = home.definitions.regions.get(it.region_id);
    StatedValue {
        indicator: it.indicator,
        region: region.map(|it| it.stat_code.clone()).unwrap_or_default(),
        period: it.period,
        value: it.value,
        how: it.how,
        document: it.document,
        note: it.note,
        stated_at: it.stated_at,
        stated_by: it.stated_by,
        replaced_at: it.replaced_at,
    }
}
