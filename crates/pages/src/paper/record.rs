//! 台账纸表: one record of a ledger.

use askama::Template;

use super::{Sheet, known::Known};

/// A record of a ledger as its definition prints it: section by section, with places for those who
/// sign and for the seal of whoever keeps it. What is masked on the screen is masked by the caller.
#[derive(Clone, Template)]
#[template(path = "paper/record.html", whitespace = "minimize")]
pub struct RecordForm {
    /// Head and foot; it says who printed it.
    pub sheet: Sheet,
    /// The heading of the form.
    pub heading: String,
    /// What the record is called.
    pub title: String,
    /// 状态; empty where the ledger has none.
    pub state: String,
    /// 作废: it counts no more, and the paper says so.
    pub voided: bool,
    /// The sections.
    pub sections: Vec<RecordFormSection>,
    /// Who signs.
    pub signatures: Vec<String>,
    /// Whose seal.
    pub department: String,
}

/// A section.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RecordFormSection {
    /// Its heading.
    pub heading: String,
    /// What each field says; blank ones leave a place for the pen.
    pub rows: Vec<(String, Known)>,
}

impl RecordForm {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }
}
