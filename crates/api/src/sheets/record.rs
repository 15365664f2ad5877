//! The paper of a record of a ledger.

use app::ledgers::RecordPaper;
use pages::{
    paper as sheets,
    paper::{Known, Sheet},
};

pub(crate) fn record_form(sheet: Sheet, it: RecordPaper) -> String {
    let row = |(label, value): (String, String)| (label, Known { value, origin: None });
    let section = |(heading, rows): (String, Vec<(String, String)>)| sheets::RecordFormSection {
        heading,
        rows: rows.into_iter().map(row).collect(),
    };
    sheets::RecordForm {
        sheet,
        heading: it.heading,
        title: it.title,
        state: it.state.unwrap_or_default(),
        voided: it.voided,
        sections: it.sections.into_iter().map(section).collect(),
        signatures: it.signatures,
        department: it.department,
    }
    .render()
}
