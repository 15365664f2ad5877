//! What a rule may know of a fact: its name, unit and subject.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::unit::Unit;

/// Every fact a rule may use, by name. The facts themselves are declared and computed elsewhere.
pub type FactNames = BTreeMap<String, FactInfo>;

/// A fact as far as policy is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactInfo {
    /// The Chinese name shown to officers.
    pub zh: String,
    /// The unit of its stored value.
    pub unit: Unit,
    /// Whose fact it is; rules compare facts of households.
    pub subject: Subject,
    /// For a fact of unit [`Unit::Code`], its words in stored order; else empty.
    pub codes: Vec<String>,
}

/// Whose fact it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// 人.
    Person,
    /// 户.
    Household,
}

/// What is known of a fact for one household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// A stored value: 分, basis points, 1 and 0 for yes and no, an index for a code.
    Known(i64),
    /// The department's list has arrived and says nothing: no comparison holds.
    Null,
    /// The department's list has not arrived: nobody can tell.
    Unknown,
}
