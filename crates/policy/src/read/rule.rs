//! `rules/R###.toml`.

use super::{condition::conditions, files::is_snake_case, value::span};
use crate::{
    basis::{Documents, basis},
    fact::FactNames,
    problem::Faults,
    risk::Risk,
    rule::Effect,
    table::{Item, Lined, Table},
    written::{Body, Rule},
};

pub(super) fn rule(
    mut top: Table,
    documents: &Documents<'_>,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) -> Option<Rule> {
    let off = top.flag("off", faults);
    let line = top.line;
    let span = span(&mut top, faults);
    let basis = basis(&mut top, documents, faults);
    let body = match off {
        true => None,
        false => Some(body(&mut top, facts, faults)),
    };
    top.finish(faults);
    let (from, to) = span?;
    let body = match body {
        None => None,
        Some(body) => Some(body?),
    };
    Some(Rule { file: faults.file.to_owned(), line, from, to, basis: basis?, body })
}

fn body(top: &mut Table, facts: &FactNames, faults: &mut Faults<'_>) -> Option<Body> {
    let title = top.required_text("title", faults);
    let subject = top.required_text("subject", faults);
    if let Some(subject) = subject.filter(|it| it.value != "household") {
        faults.at(subject.line, "subject 目前只能写 household（以户为单位判断）");
    }
    let raises = top.required_text("raises", faults).and_then(|it| raises(it, faults));
    let signal = top.required_text("signal", faults);
    if let Some(signal) = signal.as_ref().filter(|it| !is_snake_case(&it.value)) {
        faults.at(signal.line, "signal 只用小写英文字母、数字和下划线，如 med_year");
    }
    let effect = top.required_text("effect", faults).and_then(|it| effect(it, faults));
    let priority = priority(top, faults);
    if !top.has("all") && !top.has("any") {
        faults.at(top.line, "没有条件，请写 [[all]]（都要满足）或 [[any]]（满足其一）");
    }
    let all = conditions(top, "all", facts, faults);
    let any = conditions(top, "any", facts, faults);
    Some(Body {
        title: title?.value,
        signal: signal?.value,
        raises: raises?,
        effect: effect?,
        priority: priority?,
        all: all?,
        any: any?,
    })
}

fn raises(word: Lined<String>, faults: &mut Faults<'_>) -> Option<Option<Risk>> {
    if word.value == "none" {
        return Some(None);
    }
    let risk = Risk::from_code(&word.value);
    if risk.is_none() {
        let codes = Risk::ALL.map(Risk::code).join("、");
        faults.at(word.line, format!("没有风险 {}，可用：{codes}，或 none", word.value));
    }
    risk.map(Some)
}

fn effect(word: Lined<String>, faults: &mut Faults<'_>) -> Option<Effect> {
    let effect = [Effect::Clue, Effect::Watch].into_iter().find(|it| it.name() == word.value);
    if effect.is_none() {
        faults.at(word.line, "effect 只能写 clue（生成线索）或 watch（只作关注）");
    }
    effect
}

fn priority(top: &mut Table, faults: &mut Faults<'_>) -> Option<u8> {
    if !top.require("priority", faults) {
        return None;
    }
    let Lined { line, value } = top.take("priority")?;
    let priority = match value {
        Item::Number(text) => text.parse().ok().filter(|it| (1..=9).contains(it)),
        _ => None,
    };
    if priority.is_none() {
        faults.at(line, "priority 写 1 至 9，1 最先看");
    }
    priority
}
