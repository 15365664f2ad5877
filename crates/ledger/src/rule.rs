//! 规定与疑点: what may not be otherwise, and what somebody is to look at.

use crate::{
    formula::Formula,
    ledger::{Source, Words},
};

/// What may not be otherwise: refused when it is written, quarantined when it is imported.
#[derive(Clone, Debug)]
pub struct Must {
    /// The identifier.
    pub name: String,
    /// What has to hold. Blank values decide nothing: only what is definitely false is refused.
    pub condition: Formula,
    /// The states it holds in; empty is all of them.
    pub states: Vec<String>,
    /// It holds only at the actions that name it.
    pub at_actions: bool,
    /// What is wrong, and what to do.
    pub words: Words,
    /// Where it comes from.
    pub source: Source,
}

/// What somebody is to look at; nothing is refused.
#[derive(Clone, Debug)]
pub struct Check {
    /// The identifier.
    pub name: String,
    /// What was found.
    pub words: Words,
    /// What to look for.
    pub condition: Formula,
    /// What to do.
    pub advice: Words,
    /// The role that settles it.
    pub owner: String,
    /// The parameter that says within how many days.
    pub days: String,
    /// Where it comes from.
    pub source: Source,
}
