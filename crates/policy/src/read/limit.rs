//! Time limits: `{ time = "15 working days", basis = "…" }`, a table on its own or in a line.

use crate::{
    basis::{Documents, basis},
    limit::Limit,
    problem::Faults,
    table::{Lined, Table},
};

/// The limit under a key. `Ok(None)` when it is not written; an error, already noted, when it
/// cannot be read.
pub(super) fn limit(
    table: &mut Table,
    key: &'static str,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Result<Option<Limit>, ()> {
    let is_written = table.has(key);
    match table.table(key, faults) {
        None if is_written => Err(()),
        None => Ok(None),
        Some(table) => read(table, documents, faults).map(Some).ok_or(()),
    }
}

fn read(mut table: Table, documents: &Documents<'_>, faults: &mut Faults<'_>) -> Option<Limit> {
    let time = table.required_text("time", faults).and_then(|it| time(&it, faults));
    let basis = basis(&mut table, documents, faults);
    table.finish(faults);
    let ((days, working), basis) = (time?, basis?);
    Some(Limit { days, working, basis: basis.text, is_default: basis.is_default, note: basis.note })
}

/// `15 days` or `15 working days`: how many, and whether of work.
fn time(text: &Lined<String>, faults: &mut Faults<'_>) -> Option<(u32, bool)> {
    let words: Vec<&str> = text.value.split_whitespace().collect();
    let read = match words[..] {
        [number, "day" | "days"] => Some((number, false)),
        [number, "working", "day" | "days"] => Some((number, true)),
        _ => None,
    };
    let read = read.and_then(|(number, working)| Some((number.parse().ok()?, working)));
    let read = read.filter(|(days, _)| 0 < *days);
    if read.is_none() {
        faults.at(
            text.line,
            format!(
                "看不懂时限 {}，请写天数：\"15 days\" 是 15 天，\"15 working days\" 是 15 个工作日",
                text.value
            ),
        );
    }
    read
}
