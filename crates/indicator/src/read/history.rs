//! `history/*.toml`: totals are added again while they are read.

use policy::{Faults, table::Table};

use super::{Place, number};
use crate::{
    amount::Amount,
    history::{Column, Conflict, ConflictKind, History, HistoryTotal, HistoryYear},
    indicators::Indicators,
};

pub(super) fn history(
    mut top: Table,
    place: &Place<'_>,
    found: &mut Indicators,
    faults: &mut Faults<'_>,
) {
    let mut history = History {
        region: place.file.region.clone(),
        file: place.file.path.clone(),
        years: Vec::new(),
        totals: Vec::new(),
        conflicts: Vec::new(),
    };
    for mut it in top.tables("years", faults) {
        it.require("year", faults);
        let year = number(&mut it, "year", faults);
        let values = values(&mut it, faults);
        let source = source(&mut it, place, faults);
        let line = it.line;
        it.finish(faults);
        let Some(year) = year.map(|it| it.value) else { continue };
        if history.years.iter().any(|it| it.year == year) {
            faults.at(line, format!("{year} 年写了两次"));
        }
        history.years.push(HistoryYear { year, values, source });
    }
    for mut it in top.tables("totals", faults) {
        let span = span(&mut it, faults);
        let values = values(&mut it, faults);
        let source = source(&mut it, place, faults);
        it.finish(faults);
        let Some((from, to)) = span else { continue };
        history.totals.push(HistoryTotal { from, to, values, source });
    }
    history.conflicts = history.totals_that_do_not_add_up();
    for it in top.tables("conflicts", faults) {
        if let Some(it) = conflict(it, &history, place, faults) {
            history.conflicts.push(it);
        }
    }
    top.finish(faults);
    found.histories.push(history);
}

fn conflict(
    mut it: Table,
    history: &History,
    place: &Place<'_>,
    faults: &mut Faults<'_>,
) -> Option<Conflict> {
    let line = it.line;
    let column = it.required_text("column", faults);
    let span = span(&mut it, faults);
    let stated = it.required_text("stated", faults);
    let oddity = number(&mut it, "oddity", faults).and_then(|it| u32::try_from(it.value).ok());
    let zh = it.required_text("zh", faults);
    let en = it.required_text("en", faults);
    let source = source(&mut it, place, faults);
    it.finish(faults);
    let (column, (from, to)) = (column?, span?);
    let Some(of) = Column::ALL.into_iter().find(|it| it.name() == column.value) else {
        let known: Vec<&str> = Column::ALL.iter().map(|it| it.name()).collect();
        faults.at(column.line, format!("没有这一栏，可用：{}", known.join("、")));
        return None;
    };
    let stated = stated?;
    let Some(stated) = Amount::parse(&stated.value) else {
        faults.at(stated.line, "stated 应是小数，加引号");
        return None;
    };
    let added = history.added(of, from, to).unwrap_or_default();
    if added == stated {
        faults.at(line, format!("各年相加正好是 {stated}，不是矛盾，请删去"));
    }
    let (zh, en) = (zh?.value, en?.value);
    let kind = ConflictKind::Text;
    Some(Conflict { kind, column: of, from, to, stated, added, oddity, zh, en, source })
}

fn span(it: &mut Table, faults: &mut Faults<'_>) -> Option<(i32, i32)> {
    it.require("from", faults);
    it.require("to", faults);
    let (from, to) = (number(it, "from", faults), number(it, "to", faults));
    let (from, to) = (from?.value, to?);
    if to.value < from {
        faults.at(to.line, "to 在 from 之前");
        return None;
    }
    Some((from, to.value))
}

fn values(it: &mut Table, faults: &mut Faults<'_>) -> Vec<(Column, Amount)> {
    let mut found = Vec::new();
    for column in Column::ALL {
        let Some(text) = it.text(column.name(), faults) else { continue };
        match Amount::parse(&text.value) {
            Some(amount) => found.push((column, amount)),
            None => faults.at(text.line, format!("{} 应是小数，加引号", column.name())),
        }
    }
    found
}

fn source(it: &mut Table, place: &Place<'_>, faults: &mut Faults<'_>) -> String {
    let source = it.required_text("source", faults);
    source.map(|it| place.cited(&it, faults)).unwrap_or_default()
}
