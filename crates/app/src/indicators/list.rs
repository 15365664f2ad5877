//! The indicators of a region with their newest values.

use chrono::NaiveDate;
use indicator::Indicator;
use serde::Serialize;
use store::{Scope, WhichValues};

use super::{
    error::IndicatorError,
    values::{Values, end_of, values_of},
};
use crate::{home::Home, reach};

/// An indicator with its newest value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IndicatorLine {
    /// The identifier.
    pub indicator: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// What it is counted in: `yuan`, `percent`, `persons` …
    pub unit: String,
    /// The same in Chinese.
    pub unit_zh: String,
    /// `households`, `ledger` or `reported`.
    pub kind: String,
    /// How it is computed.
    pub formula: String,
    /// Where the definition comes from.
    pub basis: String,
    /// No document states how it is computed.
    pub is_default: bool,
    /// A remark on it.
    pub note: Option<String>,
    /// The pack.
    pub pack: String,
    /// The newest period that has a value.
    pub period: Option<String>,
    /// The value as a plain decimal.
    pub value: Option<String>,
    /// `computed`, `ledger` or `reported`.
    pub how: Option<String>,
}

/// The indicators of a region of the scope, by identifier: as they are known now, or as they were
/// known at the end of a day.
///
/// # Errors
/// [`IndicatorError::NotFound`] outside the scope.
pub async fn list(
    home: &Home,
    scope: &Scope,
    region: &str,
    as_of: Option<NaiveDate>,
) -> Result<Vec<IndicatorLine>, IndicatorError> {
    let region = reach::region_in(home, scope, region).ok_or(IndicatorError::NotFound)?;
    let mut tx = home.db.read().await?;
    let which = WhichValues { as_of: as_of.and_then(end_of), ..WhichValues::default() };
    let values = values_of(home, &mut tx, region, which).await?;
    let indicators = home.definitions.indicators.of(region.leading_digits());
    Ok(indicators.into_iter().map(|it| line(it, &values)).collect())
}

/// An indicator with the newest of these values.
pub(super) fn line(it: &Indicator, values: &Values) -> IndicatorLine {
    let newest = values.get(&it.id).into_iter().flatten().max_by_key(|it| it.period.to());
    IndicatorLine {
        indicator: it.id.clone(),
        zh: it.zh.clone(),
        en: it.en.clone(),
        unit: it.unit.name().to_owned(),
        unit_zh: it.unit.zh().to_owned(),
        kind: it.kind().to_owned(),
        formula: it.formula(),
        basis: it.basis.text.clone(),
        is_default: it.basis.is_default,
        note: it.basis.note.clone(),
        pack: it.pack.clone(),
        period: newest.map(|it| it.period.to_string()),
        value: newest.and_then(|it| it.amount).map(|it| it.to_string()),
        how: newest.map(|it| it.how.clone()),
    }
}
