//! The rows behind a value: which file, which row, worth how much.

use std::collections::BTreeSet;

use arrow::array::Array;
use kernel::level::MatchLevel;

use crate::{
    declaration::{Fact, Facts, Source},
    fold::{Evidence, passing, worth},
    scan::PartReader,
};

/// One source row that a fact's value rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contribution {
    /// The fact taken from the table (a base fact, not the one derived from it).
    pub fact: String,
    /// Id of the source file (and sheet).
    pub file: i32,
    /// Row in it, from 1.
    pub row: i32,
    /// Person, when the row is about one.
    pub pid: Option<i64>,
    /// How the row was matched.
    pub level: MatchLevel,
    /// What the row is worth in the fact's unit.
    pub value: i64,
}

/// The facts taken from tables that `name` rests on, itself included, by position.
#[must_use]
pub fn base_facts(facts: &Facts, name: &str) -> BTreeSet<usize> {
    facts
        .closure([name])
        .into_iter()
        .filter(|it| matches!(facts.all()[*it].source, Source::Table(_)))
        .collect()
}

/// Finds the rows that the fact `name` of a household (position in the snapshot)
/// rests on, sure and doubtful ones, in the order of file and row.
///
/// # Errors
/// When a part cannot be read.
pub fn contributions(
    facts: &Facts,
    name: &str,
    household: u32,
    evidence: &Evidence<'_>,
) -> anyhow::Result<Vec<Contribution>> {
    let mut found = Vec::new();
    for position in base_facts(facts, name) {
        of_base_fact(&facts.all()[position], household, evidence, &mut found)?;
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn of_base_fact(
    fact: &Fact,
    household: u32,
    evidence: &Evidence<'_>,
    found: &mut Vec<Contribution>,
) -> anyhow::Result<()> {
    let Source::Table(source) = &fact.source else { return Ok(()) };
    let snapshot = evidence.snapshot;
    let members: BTreeSet<i64> = snapshot
        .persons
        .iter()
        .zip(&snapshot.household_of)
        .filter(|(_, it)| **it == household)
        .map(|(person, _)| person.pid)
        .collect();
    let home = &snapshot.households[household as usize];

    let mut columns = vec!["pid", "hid", "gid", "vid", "level", "file", "row"];
    let expressions = source.filter.iter().chain(&source.value);
    columns.extend(expressions.flat_map(|it| it.inputs.iter().map(String::as_str)));
    let dates = fact.dates(evidence.as_of);
    let moved_in: BTreeSet<i64> = snapshot.moved_in.values().flatten().copied().collect();
    let whole_level = i64::from(MatchLevel::Group.code());
    let here = evidence.parts.get(&source.table).into_iter().flatten().map(|it| (it, false));
    let elsewhere =
        evidence.parts_elsewhere.get(&source.table).into_iter().flatten().map(|it| (it, true));
    for (path, only_moved_in) in here.chain(elsewhere) {
        let mut part = PartReader::open(path, &columns)?;
        while let Some(rows) = part.next_rows()? {
            let column = |name: &str| rows.column(name);
            let (Some(pids), Some(levels), Some(files), Some(lines)) =
                (column("pid"), column("level"), column("file"), column("row"))
            else {
                continue;
            };
            let (hids, groups, villages) = (column("hid"), column("gid"), column("vid"));
            let is = |column: &Option<arrow::array::Int64Array>, row: usize, key: i64| {
                column.as_ref().is_some_and(|it| it.is_valid(row) && it.value(row) == key)
            };
            let absent = |column: &Option<arrow::array::Int64Array>, row: usize| {
                column.as_ref().is_none_or(|it| it.is_null(row))
            };
            let mine: Vec<usize> = (0..rows.len())
                .filter(|row| {
                    if pids.is_valid(*row) {
                        let pid = pids.value(*row);
                        return members.contains(&pid)
                            && (!only_moved_in || moved_in.contains(&pid));
                    }
                    if only_moved_in {
                        return false;
                    }
                    if !absent(&hids, *row) {
                        return is(&hids, *row, home.hid);
                    }
                    source.spread
                        && levels.value(*row) == whole_level
                        && (home.group.is_some_and(|it| is(&groups, *row, it))
                            || (absent(&groups, *row) && is(&villages, *row, home.village)))
                })
                .collect();
            if mine.is_empty() {
                continue;
            }
            let mask = passing(&rows, source, &dates)?;
            let values = worth(&rows, source, &dates)?;
            for row in mine {
                let passes = mask.as_ref().is_none_or(|it| it.value(row));
                let value = match &values {
                    None => Some(1),
                    Some(it) => it.is_valid(row).then(|| it.value(row)),
                };
                let level = i8::try_from(levels.value(row)).ok().and_then(MatchLevel::from_code);
                let (true, Some(value), Some(level)) = (passes, value, level) else { continue };
                let small = |it: i64| i32::try_from(it).unwrap_or_default();
                let (file, line) = (small(files.value(row)), small(lines.value(row)));
                if evidence.decided.contains(&(file, line)) && level.is_doubtful() {
                    continue;
                }
                if level.is_sure() || level.is_doubtful() {
                    found.push(Contribution {
                        fact: fact.name.clone(),
                        file,
                        row: line,
                        pid: pids.is_valid(row).then(|| pids.value(row)),
                        level,
                        value,
                    });
                }
            }
        }
    }
    Ok(())
}
