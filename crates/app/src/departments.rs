//! Which departments something rests on: those whose files fill the tables its facts are taken
//! from. A department officer sees what concerns the department, and nothing else.

use std::collections::BTreeSet;

use store::Clue;

use crate::{home::Home, screen::RuleEvidence};

/// The departments behind these facts, by the names they have in `feeds/`.
#[must_use]
pub fn departments_of_facts<'a>(
    home: &Home,
    facts: impl IntoIterator<Item = &'a str>,
) -> BTreeSet<String> {
    let declared = &home.definitions.facts;
    let tables: BTreeSet<&String> =
        facts.into_iter().filter_map(|it| declared.get(it)).flat_map(|it| &it.needs).collect();
    let feeds = home.definitions.feeds.iter();
    feeds.filter(|it| tables.contains(&it.table.name)).map(|it| it.department.clone()).collect()
}

/// The departments whose data raised a clue. Rules that only watch do not count.
#[must_use]
pub fn departments_of_clue(home: &Home, clue: &Clue) -> BTreeSet<String> {
    let rules: Vec<RuleEvidence> =
        serde_json::from_value(clue.evidence.clone()).unwrap_or_default();
    let raising = rules.iter().filter(|it| it.effect == "clue");
    let facts = raising.flat_map(|it| &it.conditions).map(|it| it.fact.as_str());
    departments_of_facts(home, facts)
}
