//! 纸表: a record as it is printed, when its definition has a print form.

use chrono::NaiveDate;

use super::{error::LedgerError, read::show, terms::Terms, view::RecordValue};
use crate::{home::Home, staff::Staff};

/// A record as it is printed, in Chinese; what is personal is masked as on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPaper {
    /// The heading of the form.
    pub heading: String,
    /// What the record is called.
    pub title: String,
    /// Its number.
    pub record: i64,
    /// Statistical code of its region.
    pub region: String,
    /// Its region in words.
    pub region_name: String,
    /// Its state, where the ledger has several.
    pub state: Option<String>,
    /// 作废.
    pub voided: bool,
    /// The department that keeps the ledger.
    pub department: String,
    /// The sections with what each field says; blank is left for the pen.
    pub sections: Vec<(String, Vec<(String, String)>)>,
    /// Who signs.
    pub signatures: Vec<String>,
}

/// A record of the scope for its paper.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope, and where the ledger has no print form.
pub async fn paper(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    today: NaiveDate,
) -> Result<RecordPaper, LedgerError> {
    let view = show(home, staff, ledger, id, today).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    let definition = terms.seen(staff, ledger)?;
    let print = definition.print.as_ref().ok_or(LedgerError::NotFound)?;
    let said = |it: &RecordValue, field: &ledger::Field| match field_unit(field) {
        Some(unit) if !it.zh.is_empty() => format!("{} {unit}", it.zh),
        _ => it.zh.clone(),
    };
    let row = |name: &String| {
        let field = definition.field(name)?;
        let value = view.values.get(name).map(|it| said(it, field)).unwrap_or_default();
        Some((field.words.zh.clone(), value))
    };
    let sections = definition.sections.iter().map(|it| {
        let rows = it.fields.iter().filter_map(row).collect();
        (it.words.zh.clone(), rows)
    });
    let state = definition.state(&view.state).filter(|_| definition.states.len() > 1);
    Ok(RecordPaper {
        heading: print.words.zh.clone(),
        title: view.title.clone(),
        record: view.record,
        region: view.region.clone(),
        region_name: view.region_name.clone(),
        state: state.map(|it| it.words.zh.clone()),
        voided: view.voided,
        department: definition.department.clone(),
        sections: sections.collect(),
        signatures: print.signatures.iter().map(|it| it.zh.clone()).collect(),
    })
}

/// What stands behind a number.
fn field_unit(field: &ledger::Field) -> Option<&str> {
    match field.ty {
        ledger::FieldType::Money => Some("元"),
        _ => field.unit.as_deref(),
    }
}
