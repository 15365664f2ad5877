//! What findings and lines are called, from the packs in force.

use ::income::IncomePeriod;
use kernel::Region;
use serde::{Deserialize, Serialize};

use super::{fill::IncomeFilled, gather::sheet_of};
use crate::home::Home;

/// What makes an account implausible, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct IncomeFindingName {
    /// Identifier.
    pub id: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// How many accounts have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct IncomeFindingCount {
    /// What it is.
    #[serde(flatten)]
    pub finding: IncomeFindingName,
    /// Households.
    pub households: i64,
}

/// The names of findings of a county's accounts. A check that is no longer in force is called by
/// its identifier.
pub(super) fn named(
    home: &Home,
    code: &str,
    period: IncomePeriod,
    ids: impl IntoIterator<Item = String>,
) -> Vec<IncomeFindingName> {
    let packs = home.packs();
    let checks = packs.income_checks(code, period.as_of());
    let name = |id: String| {
        let known = checks.iter().find(|it| it.id == id);
        let (zh, en) = known.map_or((&id, &id), |it| (&it.zh, &it.en));
        IncomeFindingName { zh: zh.clone(), en: en.clone(), id }
    };
    ids.into_iter().map(name).collect()
}

/// The same report with everything in it called by its names in both languages.
///
/// # Errors
/// When the definitions are not sound.
pub(super) fn with_names(
    home: &Home,
    county: &Region,
    period: IncomePeriod,
    mut report: IncomeFilled,
) -> anyhow::Result<IncomeFilled> {
    let names = named(home, county.leading_digits(), period, report.findings.keys().cloned());
    let counted = names.into_iter().zip(report.findings.values());
    report.finding_names = counted
        .map(|(finding, households)| IncomeFindingCount { finding, households: *households })
        .collect();
    let (sheet, _) = sheet_of(home, county, period)?;
    for line in report.forms.iter_mut().flat_map(|it| &mut it.lines) {
        line.en = match sheet.line(&line.line) {
            Some(known) => known.line.en.clone(),
            None => line.zh.clone(),
        };
    }
    Ok(report)
}
