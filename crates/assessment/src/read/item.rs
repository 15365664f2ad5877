//! `[[items]]`: what is scored, and where its number comes from.

use policy::{Faults, table::Table};

use super::{Place, amount, required_amount, text, texts};
use crate::scheme::{Item, Scale, Source};

pub(super) fn item(it: &mut Table, place: &Place<'_>, faults: &mut Faults<'_>) -> Item {
    let line = it.line;
    let source = source(it, faults);
    let (full, zero) = (amount(it, "full", faults), amount(it, "zero", faults));
    let scale = match (full, zero) {
        (Some(full), Some(zero)) => Some(Scale { full, zero }),
        (None, None) => None,
        _ => {
            faults.at(line, "full（得满分的数）和 zero（不得分的数）要一起写");
            None
        }
    };
    match (&source, scale) {
        (Source::Person, Some(_)) => faults.at(line, "由人打分的不写 full、zero"),
        (Source::Person, None) => {}
        (_, None) => faults.at(line, "有数的要写 full（得满分的数）和 zero（不得分的数）"),
        (_, Some(scale)) if scale.full == scale.zero => {
            faults.at(line, "full 和 zero 不能相同");
        }
        _ => {}
    }
    Item {
        id: text(it, "id", faults),
        zh: text(it, "zh", faults),
        en: text(it, "en", faults),
        part: text(it, "part", faults),
        aspect: it.text("aspect", faults).map(|it| it.value),
        points: required_amount(it, "points", faults),
        source,
        scale,
        catalogue: texts(it, "catalogue", faults),
        basis: place.basis(it, faults),
    }
}

/// One of `indicator`, `ledger` with `figure`, `survey` with `answers`, `person = true`.
fn source(it: &mut Table, faults: &mut Faults<'_>) -> Source {
    let line = it.line;
    let named = ["indicator", "ledger", "survey", "person"];
    let ways = named.iter().filter(|key| it.has(key)).count();
    let indicator = it.text("indicator", faults).map(|it| it.value);
    let ledger = it.text("ledger", faults).map(|it| it.value);
    let survey = it.text("survey", faults).map(|it| it.value);
    let person = it.flag("person", faults);
    if ways != 1 {
        faults.at(line, "写一种数的来源：indicator、ledger、survey 或 person = true");
    }
    if let Some(ledger) = ledger {
        return Source::Ledger { ledger, figure: text(it, "figure", faults) };
    }
    if let Some(question) = survey {
        let answers = texts(it, "answers", faults);
        if answers.is_empty() {
            faults.at(line, "survey 要写 answers：哪些回答算数");
        }
        return Source::Survey { question, answers, strata: texts(it, "strata", faults) };
    }
    match indicator {
        Some(indicator) => Source::Indicator { indicator },
        None => {
            if !person && ways == 1 {
                faults.at(line, "person 只能写 true");
            }
            Source::Person
        }
    }
}
