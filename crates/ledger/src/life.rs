//! 状态与操作: the life of a record.

use crate::ledger::{Source, Words};

/// A state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The identifier.
    pub name: String,
    /// What it is called.
    pub words: Words,
    /// Nothing is due any more.
    pub ends: bool,
    /// The parameter, in days, after which a record still in it is overdue.
    pub limit: Option<String>,
    /// Where it comes from.
    pub source: Source,
}

/// Something that is done with a record and brings it into another state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The identifier.
    pub name: String,
    /// What it is called.
    pub words: Words,
    /// The states it is possible in.
    pub from: Vec<String>,
    /// The state it leads to.
    pub to: String,
    /// Roles and `@groups` of `access.toml` that do it.
    pub by: Vec<String>,
    /// Fields that must be filled by then.
    pub needs: Vec<String>,
    /// Fields it asks for.
    pub fills: Vec<String>,
    /// It asks why.
    pub reason: bool,
    /// Names of the rules that hold at this action only.
    pub musts: Vec<String>,
    /// Where the step comes from.
    pub source: Source,
}
