//! 一户一档.

use askama::Template;
use chrono::NaiveDate;

use super::{Sheet, known::Origin};
use crate::Table;

/// 一户一档: everything about one household, section by section, for the file and for inspections.
/// What may be seen of it is the caller's to decide.
#[derive(Clone, Template)]
#[template(path = "paper/dossier.html", whitespace = "minimize")]
pub struct HouseholdDossier {
    /// Head and foot; it says who printed it.
    pub sheet: Sheet,
    /// 户主.
    pub householder: String,
    /// The sections, in their order.
    pub sections: Vec<DossierSection>,
}

/// A section.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DossierSection {
    /// Its heading.
    pub heading: String,
    /// Single values.
    pub rows: Vec<DossierRow>,
    /// Tables.
    pub tables: Vec<DossierTable>,
}

/// A value with where it comes from.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DossierRow {
    /// What it is.
    pub label: String,
    /// The value, its unit included.
    pub value: String,
    /// Who says so.
    pub source: String,
    /// Of which day.
    pub as_of: Option<NaiveDate>,
}

/// A table of a section.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DossierTable {
    /// What it lists.
    pub caption: String,
    /// The table.
    pub table: Table,
    /// Who says so.
    pub source: String,
    /// Of which day.
    pub as_of: Option<NaiveDate>,
}

impl HouseholdDossier {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn day(&self, day: &Option<NaiveDate>) -> String {
        day.as_ref().map(crate::lang::day_zh).unwrap_or_default()
    }

    fn origin(&self, of: &DossierTable) -> String {
        Origin { source: of.source.clone(), as_of: of.as_of }.text()
    }
}
