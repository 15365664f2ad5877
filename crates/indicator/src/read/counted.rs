//! `cases = { … }` and `clues = "…"` of an indicator.

use policy::{
    Faults, Risk, Unit,
    table::{Lined, Table},
};

use crate::counted::{CasesCounted, ClueEnd, Counted, Window};

/// Stages of a case, as its history writes them. `app` holds a test that they are those of
/// `casework`.
pub const STAGES: [&str; 9] = [
    "clue",
    "dispatched",
    "identifying",
    "identified",
    "assisted",
    "eliminating",
    "eliminated",
    "dismissed",
    "closed",
];

/// 监测类型.
pub const TYPES: [&str; 3] =
    ["unstable_out_of_poverty", "marginal_vulnerable", "sudden_severe_difficulty"];

pub(super) fn counted(
    it: &mut Table,
    line: u32,
    unit: Option<Unit>,
    faults: &mut Faults<'_>,
) -> Option<Counted> {
    if unit.is_some_and(|it| !matches!(it, Unit::Households | Unit::Persons)) {
        faults.at(line, "案和线索按户数（households）或人数（persons）计，请改 unit");
    }
    if let Some(end) = it.text("clues", faults) {
        let found = ClueEnd::ALL.into_iter().find(|it| it.word() == end.value);
        if found.is_none() {
            faults.at(
                end.line,
                format!("clues 可写：{}", ClueEnd::ALL.map(ClueEnd::word).join("、")),
            );
        }
        return found.map(Counted::Clues);
    }
    let mut cases = it.table("cases", faults)?;
    let stages = super::list(&mut cases, "stages", faults);
    words(&stages, &STAGES, "stages", line, faults);
    let types = super::list(&mut cases, "types", faults);
    words(&types, &TYPES, "types", line, faults);
    let risk = cases.text("risk", faults).and_then(|text| {
        let found = Risk::from_code(&text.value);
        if found.is_none() {
            faults.at(text.line, format!("没有风险 {}", text.value));
        }
        found
    });
    let identified = cases.text("identified", faults);
    let eliminated = cases.text("eliminated", faults);
    let found = CasesCounted {
        stages,
        types,
        risk,
        identified: window(identified, faults),
        eliminated: window(eliminated, faults),
        overdue: cases.flag("overdue", faults),
        without_measures: cases.flag("without_measures", faults),
        without_development: cases.flag("without_development", faults),
    };
    cases.finish(faults);
    if found == CasesCounted::default() {
        faults.at(line, "cases 要写数哪些案，例如 { stages = [\"identified\"] }");
        return None;
    }
    Some(Counted::Cases(found))
}

fn words(given: &[String], known: &[&str], key: &str, line: u32, faults: &mut Faults<'_>) {
    for it in given.iter().filter(|it| !known.contains(&it.as_str())) {
        faults.at(line, format!("{key} 没有 {it}，可写：{}", known.join("、")));
    }
}

fn window(text: Option<Lined<String>>, faults: &mut Faults<'_>) -> Option<Window> {
    let Lined { line, value } = text?;
    let found = [Window::Month, Window::Year].into_iter().find(|it| it.word() == value);
    if found.is_none() {
        faults.at(line, "只能写 month（本月）或 year（本年到本月）");
    }
    found
}
