//! `register.toml`: one table a policy.

use super::{files::is_snake_case, value::span};
use crate::{
    basis::{Documents, basis},
    problem::Faults,
    register::{PolicyKind, PolicyOutcome, Realised, WrittenPolicy},
    suggest,
    table::{Item, Lined, Table},
};

pub(super) fn policy(
    id: &str,
    item: Lined<Item>,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<WrittenPolicy> {
    let Lined { line, value } = item;
    if !is_snake_case(id) {
        faults.at(line, format!("政策标识 {id} 只用小写英文字母、数字和下划线"));
    }
    let Item::Table(mut table) = value else {
        faults.at(line, format!("{id} 应是一项政策，写作 [{id}]"));
        return None;
    };
    let zh = table.required_text("zh", faults);
    let kind = table.required_text("kind", faults);
    let kind =
        kind.and_then(|it| word(&it, "kind", &PolicyKind::ALL, |it| (it.word(), it.zh()), faults));
    let outcome = table.required_text("outcome", faults);
    let outcome = outcome.and_then(|it| {
        word(&it, "outcome", &PolicyOutcome::ALL, |it| (it.word(), it.zh()), faults)
    });
    let realised_by = realised_by(&mut table, faults);
    let span = span(&mut table, faults);
    let basis = basis(&mut table, documents, faults);
    table.finish(faults);
    let (from, to) = span?;
    Some(WrittenPolicy {
        file: faults.file.to_owned(),
        line,
        zh: zh?.value,
        kind: kind?,
        outcome: outcome?,
        realised_by,
        from,
        to,
        basis: basis?,
    })
}

fn word<T: Copy>(
    text: &Lined<String>,
    key: &str,
    all: &[T],
    names: fn(T) -> (&'static str, &'static str),
    faults: &mut Faults<'_>,
) -> Option<T> {
    let found = all.iter().copied().find(|it| names(*it).0 == text.value);
    if found.is_none() {
        let hint = suggest::hint(&text.value, all.iter().map(|it| names(*it).0));
        let known: Vec<String> =
            all.iter().map(|it| format!("{} {}", names(*it).0, names(*it).1)).collect();
        let known = known.join("、");
        faults.at(text.line, format!("{key} 没有 {}{hint}，可用：{known}", text.value));
    }
    found
}

/// What cannot be read is noted and left out.
fn realised_by(table: &mut Table, faults: &mut Faults<'_>) -> Vec<Realised> {
    const FORM: &str = "realised_by 写作 [\"measure 标识\", \"rule R101\", \"parameter 主题.键\", \
                        \"list 主题.键\"]";
    let Some(Lined { line, value }) = table.take("realised_by") else { return Vec::new() };
    let Item::List(items) = value else {
        faults.at(line, FORM);
        return Vec::new();
    };
    let mut realised = Vec::new();
    for Lined { line, value } in items {
        let read = match &value {
            Item::Text(text) => one(text),
            _ => None,
        };
        match read {
            Some(it) if realised.contains(&it) => {
                faults.at(line, format!("{} 写了两次，请只留一个", it.written()));
            }
            Some(it) => realised.push(it),
            None => faults.at(line, FORM),
        }
    }
    realised
}

fn one(text: &str) -> Option<Realised> {
    let (kind, name) = text.split_once(' ')?;
    let name = name.trim().to_owned();
    match kind {
        "measure" => Some(Realised::Measure(name)),
        "rule" => Some(Realised::Rule(name)),
        "parameter" => Some(Realised::Parameter(name)),
        "list" => Some(Realised::List(name)),
        _ => None,
    }
}
