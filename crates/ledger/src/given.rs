//! What a ledger gives back: help delivered to families, money paid to them, rows for facts.

use crate::formula::Formula;

/// Help delivered to a family.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The household or person field.
    pub of: String,
    /// Which measure of the catalogue.
    pub code: MeasureCode,
    /// Which records mean it.
    pub condition: Option<Formula>,
    /// The field with the first day.
    pub from: Option<String>,
    /// The field with the last day.
    pub to: Option<String>,
    /// The field with what it is worth.
    pub amount: Option<String>,
}

/// Which measure a record is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasureCode {
    /// Always this one.
    Always(String),
    /// The one this code field names.
    FromField(String),
}

/// Money paid to a family.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The household or person field.
    pub of: String,
    /// The benefit.
    pub benefit: String,
    /// The field with the amount.
    pub amount: String,
    /// The field with the day.
    pub on: String,
    /// Which records are payments.
    pub condition: Option<Formula>,
}

/// Rows for facts: they become the table `ledger_<id>` of the lake.
#[derive(Clone, Debug)]
pub struct Lake {
    /// The household or person field.
    pub of: String,
    /// Numbers, dates, yes-or-no and codes.
    pub fields: Vec<String>,
    /// Which records count.
    pub condition: Option<Formula>,
}
