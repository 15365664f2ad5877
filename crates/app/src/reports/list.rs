//! The reports of a region: those of the packs, and those that somebody put together.

use chrono::NaiveDate;
use serde::Serialize;

use super::error::ReportError;
use crate::{access::Access, home::Home, reach, staff::Staff};

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReportLine {
    /// The identifier, or the id of the template.
    pub report: String,
    /// In Chinese; of a template its name.
    pub zh: String,
    /// In English; of a template its name.
    pub en: String,
    /// 表号.
    pub number: Option<String>,
    /// `pack` or `template`.
    pub kind: String,
    /// It is meant for others than the office.
    pub leaves_office: bool,
    /// The caller may print it.
    pub may_print: bool,
    /// Where the definition comes from.
    pub basis: Option<String>,
    /// No document states it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    /// Who asked, of a template.
    pub asker: Option<String>,
    /// When they asked.
    pub asked_on: Option<NaiveDate>,
    /// What for.
    pub purpose: Option<String>,
}

/// The reports for a region of the scope: of the packs those made for its level, then the templates
/// of the scope, the newest first.
///
/// # Errors
/// [`ReportError::NotFound`] outside the scope.
pub async fn list(
    home: &Home,
    staff: &Staff,
    region: &str,
) -> Result<Vec<ReportLine>, ReportError> {
    let region = reach::region_in(home, &staff.scope, region).ok_or(ReportError::NotFound)?;
    let access = Access::get();
    let defined = home.definitions.indicators.reports_of(region.leading_digits()).into_iter();
    let mut found: Vec<ReportLine> = defined
        .filter(|it| it.levels.contains(&region.level))
        .map(|it| ReportLine {
            report: it.id.clone(),
            zh: it.zh.clone(),
            en: it.en.clone(),
            number: it.number.clone(),
            kind: "pack".to_owned(),
            leaves_office: it.leaves_office,
            may_print: access.is_among(&staff.roles, &it.print),
            basis: Some(it.basis.text.clone()),
            is_default: it.basis.is_default,
            note: it.basis.note.clone(),
            asker: None,
            asked_on: None,
            purpose: None,
        })
        .collect();
    let may_print = access.roles_of_endpoint("print_report");
    let may_print = may_print.is_some_and(|it| !it.is_disjoint(&staff.roles));
    let mut tx = home.db.read().await?;
    let templates = tx.report_templates(&reach::regions(home, &staff.scope)).await?;
    found.extend(templates.into_iter().map(|it| ReportLine {
        report: it.id,
        zh: it.name.clone(),
        en: it.name,
        number: None,
        kind: "template".to_owned(),
        leaves_office: true,
        may_print,
        basis: it.document,
        is_default: false,
        note: None,
        asker: Some(it.asker),
        asked_on: Some(it.asked_on),
        purpose: Some(it.purpose),
    }));
    Ok(found)
}
