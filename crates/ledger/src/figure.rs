//! 指标数: the numbers a ledger gives.

use crate::{
    formula::Formula,
    ledger::{Source, Words},
};
use policy::Unit;

/// A number computed over the records of a region.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The identifier.
    pub name: String,
    /// What it is called.
    pub words: Words,
    /// An aggregate.
    pub value: Formula,
    /// Which records count; all that are not voided when absent.
    pub condition: Option<Formula>,
    /// The code fields it is broken down by.
    pub by: Vec<String>,
    /// The date, month or year field that places a record in a period.
    pub on: Option<String>,
    /// What it is counted in.
    pub unit: Unit,
    /// Where it comes from.
    pub source: Source,
}
