//! 没有规定: a day for which the packs have no value, mostly because it lies before their documents.

use chrono::NaiveDate;

/// The packs have no value of a parameter on a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "政策包里没有 {code} 在 {on} 的参数 {name}：请核对日期；日期没错的，要先把当时的规定补进政策包"
)]
pub struct NoFigure {
    /// The parameter.
    pub name: String,
    /// Code of the region.
    pub code: String,
    /// The day.
    pub on: NaiveDate,
}

impl NoFigure {
    /// Of a parameter that has to be there.
    #[must_use]
    pub fn of(name: &str, code: &str, on: NaiveDate) -> NoFigure {
        NoFigure { name: name.to_owned(), code: code.to_owned(), on }
    }
}
