//! Compares the facts of a county's households with the rules of its packs.

use policy::{CompiledRule, Cond};

use crate::{
    declaration::{Facts, Subject},
    fold::{FactTable, Folded},
    snapshot::ABSENT,
};

/// A rule that fires for a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Position of the household in the county's snapshot.
    pub household: u32,
    /// Position of the rule among those given.
    pub rule: usize,
    /// Whether sure rows alone make it fire; otherwise somebody has to confirm
    /// a doubtful row first.
    pub sure: bool,
}

/// One condition of a rule with the value it met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met<'a> {
    /// The condition.
    pub condition: &'a Cond,
    /// The fact's value; nothing when the household has none.
    pub actual: Option<i64>,
    /// Whether the condition holds.
    pub holds: bool,
}

/// The outcome of judging a county.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgment {
    /// What fired, by household and rule.
    pub hits: Vec<Hit>,
    /// Rules that could not be judged, with the facts that are unknown.
    pub unknown: Vec<(usize, Vec<String>)>,
}

/// The facts that rules read, by name.
pub fn facts_read(rules: &[CompiledRule]) -> impl Iterator<Item = &str> {
    rules.iter().flat_map(|rule| rule.all.iter().chain(&rule.any)).map(|it| it.fact.as_str())
}

/// Judges every household of a county against `rules`.
#[must_use]
pub fn judge(facts: &Facts, rules: &[CompiledRule], folded: &Folded) -> Judgment {
    let mut judgment = Judgment::default();
    for (index, rule) in rules.iter().enumerate() {
        let unknown = unknown_facts(facts, rule, &folded.sure);
        if !unknown.is_empty() {
            judgment.unknown.push((index, unknown));
            continue;
        }
        let fired = firing(facts, rule, &folded.sure);
        let doubtful = firing(facts, rule, &folded.doubtful.facts)
            .into_iter()
            .map(|it| folded.doubtful.households[it as usize])
            .filter(|it| fired.binary_search(it).is_err())
            .collect::<Vec<_>>();
        let hit = |sure| move |household| Hit { household, rule: index, sure };
        judgment.hits.extend(doubtful.into_iter().map(hit(false)));
        judgment.hits.extend(fired.into_iter().map(hit(true)));
    }
    judgment.hits.sort_unstable();
    judgment
}

/// The conditions of a rule with the values of one household of a table.
#[must_use]
pub fn met<'a>(
    facts: &Facts,
    rule: &'a CompiledRule,
    table: &FactTable,
    position: usize,
) -> Vec<Met<'a>> {
    rule.all
        .iter()
        .chain(&rule.any)
        .map(|condition| {
            let value = column(facts, condition, table).map_or(ABSENT, |it| it[position]);
            Met {
                condition,
                actual: (value != ABSENT).then_some(value),
                holds: value != ABSENT && condition.holds(value),
            }
        })
        .collect()
}

fn unknown_facts(facts: &Facts, rule: &CompiledRule, table: &FactTable) -> Vec<String> {
    rule.all
        .iter()
        .chain(&rule.any)
        .filter(|it| facts.position(&it.fact).is_none_or(|it| table.is_unknown(it)))
        .map(|it| it.fact.clone())
        .collect()
}

fn column<'a>(facts: &Facts, condition: &Cond, table: &'a FactTable) -> Option<&'a [i64]> {
    let position = facts.position(&condition.fact)?;
    debug_assert_eq!(facts.all()[position].of, Subject::Household, "rules read household facts");
    table.column(position)
}

/// Positions, in order, where every `all` holds and, if there are any, one `any`.
fn firing(facts: &Facts, rule: &CompiledRule, table: &FactTable) -> Vec<u32> {
    let rows = rule
        .all
        .iter()
        .chain(&rule.any)
        .find_map(|it| column(facts, it, table))
        .map_or(0, <[i64]>::len);
    // The first condition thins the households out; the others look at the rest.
    let everybody = 0..u32::try_from(rows).unwrap_or(u32::MAX);
    let mut left: Option<Vec<u32>> = None;
    for condition in &rule.all {
        let Some(column) = column(facts, condition, table) else { return Vec::new() };
        let holds = |it: &u32| {
            let value = column[*it as usize];
            value != ABSENT && condition.holds(value)
        };
        match &mut left {
            None => left = Some(everybody.clone().filter(holds).collect()),
            Some(left) => left.retain(holds),
        }
    }
    let mut left = left.unwrap_or_else(|| everybody.collect());
    if !rule.any.is_empty() {
        let any: Vec<(&Cond, &[i64])> =
            rule.any.iter().filter_map(|it| Some((it, column(facts, it, table)?))).collect();
        left.retain(|position| {
            any.iter().any(|(condition, column)| {
                let value = column[*position as usize];
                value != ABSENT && condition.holds(value)
            })
        });
    }
    left
}
