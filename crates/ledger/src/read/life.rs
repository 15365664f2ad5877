//! States, actions, rules, checks and figures.

use policy::{Faults, Unit, suggest::hint, table::Table};

use super::{Named, formula, plain_texts, sourced, words, words_named};
use crate::{
    figure::Figure,
    ledger::{Source, Words},
    life::{Action, State},
    rule::{Check, Must},
};

/// The only state of a ledger that names none.
pub(super) fn recorded(source: &Source) -> State {
    State {
        name: "recorded".into(),
        words: Words { zh: "已登记".into(), en: "Recorded".into() },
        ends: true,
        limit: None,
        source: Source { catalogue: Vec::new(), ..source.clone() },
    }
}

/// A state, and the state it comes after in an extension.
pub(super) fn state(
    it: &mut Table,
    named: &Named<'_>,
    faults: &mut Faults<'_>,
) -> Option<(State, Option<String>)> {
    let name = it.required_text("name", faults);
    let words = words(it, faults);
    let ends = it.flag("ends", faults);
    let limit = it.text("limit", faults).map(|it| it.value);
    let after = it.text("after", faults).map(|it| it.value);
    let source = sourced(it, named, false, faults);
    Some((State { name: name?.value, words, ends, limit, source }, after))
}

pub(super) fn action(it: &mut Table, named: &Named<'_>, faults: &mut Faults<'_>) -> Option<Action> {
    let name = it.required_text("name", faults);
    let words = words(it, faults);
    it.require("from", faults);
    let from = plain_texts(it, "from", faults);
    let to = it.required_text("to", faults);
    it.require("by", faults);
    let by = plain_texts(it, "by", faults);
    let needs = plain_texts(it, "needs", faults);
    let fills = plain_texts(it, "fills", faults);
    let reason = it.flag("reason", faults);
    let musts = plain_texts(it, "must", faults);
    let source = sourced(it, named, false, faults);
    let (name, to) = (name?.value, to?.value);
    Some(Action { name, words, from, to, by, needs, fills, reason, musts, source })
}

pub(super) fn must(it: &mut Table, named: &Named<'_>, faults: &mut Faults<'_>) -> Option<Must> {
    let name = it.required_text("name", faults);
    it.require("if", faults);
    let condition = formula(it, "if", faults);
    let states = plain_texts(it, "in", faults);
    let words = words(it, faults);
    let source = sourced(it, named, false, faults);
    let (name, condition) = (name?.value, condition?);
    Some(Must { name, condition, states, at_actions: false, words, source })
}

pub(super) fn check(it: &mut Table, named: &Named<'_>, faults: &mut Faults<'_>) -> Option<Check> {
    let name = it.required_text("name", faults);
    let words = words(it, faults);
    it.require("find", faults);
    let condition = formula(it, "find", faults);
    it.require("advice_zh", faults);
    let advice = words_named(it, "advice_zh", "advice_en", faults);
    let owner = it.required_text("owner", faults);
    let days = it.required_text("days", faults);
    let source = sourced(it, named, false, faults);
    Some(Check {
        name: name?.value,
        words,
        condition: condition?,
        advice: advice?,
        owner: owner?.value,
        days: days?.value,
        source,
    })
}

pub(super) fn figure(it: &mut Table, named: &Named<'_>, faults: &mut Faults<'_>) -> Option<Figure> {
    let name = it.required_text("name", faults);
    let words = words(it, faults);
    it.require("value", faults);
    let value = formula(it, "value", faults);
    let condition = formula(it, "where", faults);
    let by = plain_texts(it, "by", faults);
    let on = it.text("on", faults).map(|it| it.value);
    let unit = it.required_text("unit", faults).and_then(|it| {
        let unit = Unit::from_name(&it.value);
        if unit.is_none() {
            let near = hint(&it.value, Unit::ALL.map(Unit::name));
            faults.at(it.line, format!("没有单位 {}{near}", it.value));
        }
        unit
    });
    let source = sourced(it, named, false, faults);
    let (name, value, unit) = (name?.value, value?, unit?);
    Some(Figure { name, words, value, condition, by, on, unit, source })
}
