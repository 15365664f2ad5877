//! Cases of rules, for people: what is supposed to be known, and what the rule then says.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::{packs::Packs, written::Expected};

/// A case of a rule. Every pack that is in force has passed all of its cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RuleCase {
    /// The sentence.
    pub name: String,
    /// The pack it stands in.
    pub pack: String,
    /// Leading digits of the region's code; empty for the nation.
    pub region: String,
    /// The day.
    pub on: NaiveDate,
    /// Known facts, in stored units.
    pub facts: BTreeMap<String, i64>,
    /// Facts whose list has not arrived.
    pub unknown: Vec<String>,
    /// What the rule says: true, false, or nothing when it cannot be judged.
    pub fires: Option<bool>,
}

impl Packs {
    /// The cases of a rule, in every pack that has some.
    pub fn rule_cases(&self, id: &str) -> Vec<RuleCase> {
        let files = self.packs.iter().filter_map(|pack| Some((pack, pack.cases.get(id)?)));
        let cases = files.flat_map(|(pack, file)| file.cases.iter().map(move |it| (pack, it)));
        cases
            .map(|(pack, it)| RuleCase {
                name: it.name.clone(),
                pack: pack.info.name.clone(),
                region: it.region.clone(),
                on: it.on,
                facts: it.facts.iter().map(|(name, value)| (name.clone(), *value)).collect(),
                unknown: it.unknown.iter().cloned().collect(),
                fires: match it.fires {
                    Expected::Yes => Some(true),
                    Expected::No => Some(false),
                    Expected::Unknown => None,
                },
            })
            .collect()
    }
}
