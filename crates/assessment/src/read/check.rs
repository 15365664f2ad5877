//! What only the whole scheme can tell: names that are used twice or lead nowhere, and totals.

use std::collections::BTreeSet;

use indicator::{Amount, Measure};
use policy::{Faults, suggest};

use crate::{
    scheme::{Object, Scheme, Source, Trigger},
    schemes::{CONTENT, GRADES, Outside},
};

pub(super) fn check(scheme: &mut Scheme, outside: &Outside<'_>, faults: &mut Faults<'_>) {
    let mut wrong = |message: String| faults.at(1, message);
    if scheme.to.is_some_and(|to| to < scheme.from) {
        wrong("to 早于 from".to_owned());
    }
    for (what, ids) in names(scheme) {
        let mut seen = BTreeSet::new();
        for id in ids {
            let plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
            if !id.bytes().all(plain) {
                wrong(format!("{what} {id} 的标识只用小写英文字母、数字和下划线"));
            }
            if !seen.insert(id) {
                wrong(format!("{what} {id} 有两个，请改名"));
            }
        }
    }
    let may = &scheme.may;
    for role in [&may.open, &may.sample, &may.score, &may.find, &may.close].into_iter().flatten() {
        if !outside.roles.contains(role) {
            wrong(format!("[may] 没有角色 {role}"));
        }
    }
    let messages = [items(scheme, outside), survey(scheme, outside), ends(scheme, outside)];
    messages.into_iter().flatten().for_each(wrong);
    if let Some(list) = outside.packs.list(GRADES, &scheme.region, scheme.from) {
        for it in &mut scheme.grades {
            let named = list.items.iter().find(|item| item.code == it.code);
            it.zh = named.map(|item| item.zh.clone()).unwrap_or_default();
        }
    }
}

fn names(scheme: &Scheme) -> Vec<(&'static str, Vec<&str>)> {
    vec![
        ("parts", scheme.parts.iter().map(|it| it.id.as_str()).collect()),
        ("items", scheme.items.iter().map(|it| it.id.as_str()).collect()),
        ("strata", scheme.strata.iter().map(|it| it.id.as_str()).collect()),
        ("questions", scheme.questions.iter().map(|it| it.id.as_str()).collect()),
        ("vetoes", scheme.vetoes.iter().map(|it| it.id.as_str()).collect()),
        ("grades", scheme.grades.iter().map(|it| it.code.as_str()).collect()),
        ("consequences", scheme.consequences.iter().map(|it| it.id.as_str()).collect()),
    ]
}

fn items(scheme: &Scheme, outside: &Outside<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let content = outside.packs.list(CONTENT, &scheme.region, scheme.from);
    for it in &scheme.items {
        let id = &it.id;
        if it.points <= Amount::ZERO {
            wrong.push(format!("items {id} 的 points 要大于 0"));
        }
        if !scheme.parts.iter().any(|part| part.id == it.part) {
            wrong.push(format!("items {id} 的 part {} 不在 [[parts]] 里", it.part));
        }
        if let Some(aspect) = &it.aspect
            && !content.as_ref().is_some_and(|it| it.items.iter().any(|it| it.code == *aspect))
        {
            wrong.push(format!("items {id} 的 aspect {aspect} 不在名单 {CONTENT} 里"));
        }
        match &it.source {
            Source::Indicator { indicator } => {
                if outside.indicators.get(&scheme.region, indicator).is_none() {
                    let known = outside.indicators.of(&scheme.region);
                    let hint =
                        suggest::hint(indicator, known.iter().map(|known| known.id.as_str()));
                    wrong.push(format!("items {id}：没有指标 {indicator}{hint}"));
                }
            }
            Source::Ledger { ledger, figure } => {
                let known = outside.figures.iter().any(|(region, of, name, _)| {
                    scheme.region.starts_with(region) && of == ledger && name == figure
                });
                if !known {
                    wrong.push(format!("items {id}：台账 {ledger} 没有指标数 {figure}"));
                }
            }
            Source::Survey { question, answers, strata } => {
                let Some(asked) = scheme.question(question) else {
                    wrong.push(format!("items {id}：没有问题 {question}"));
                    continue;
                };
                for answer in answers {
                    if !asked.answers.iter().any(|it| it.code == *answer && it.counts) {
                        wrong.push(format!("items {id}：{question} 没有算数的回答 {answer}"));
                    }
                }
                for stratum in strata {
                    if !scheme.strata.iter().any(|it| it.id == *stratum) {
                        wrong.push(format!("items {id}：没有抽样的层 {stratum}"));
                    }
                }
            }
            Source::Person => {}
        }
    }
    for part in &scheme.parts {
        if part.weight <= Amount::ZERO {
            wrong.push(format!("parts {} 的 weight 要大于 0", part.id));
        }
        if !scheme.items.iter().any(|it| it.part == part.id) {
            wrong.push(format!("parts {} 没有一项 items", part.id));
        }
    }
    if scheme.parts.is_empty() {
        wrong.push("至少要有一段 [[parts]]".to_owned());
    }
    wrong
}

fn survey(scheme: &Scheme, outside: &Outside<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for it in &scheme.strata {
        let known = outside.indicators.get(&scheme.region, &it.indicator);
        if !known.is_some_and(|it| matches!(it.measure, Measure::Households { .. })) {
            wrong.push(format!("strata {}：{} 不是按户算的指标", it.id, it.indicator));
        }
    }
    if scheme.strata.is_empty() != scheme.questions.is_empty() {
        wrong.push("strata 和 questions 要么都写，要么都不写".to_owned());
    }
    if scheme.object == Object::Unit && !scheme.strata.is_empty() {
        wrong.push("对单位的考核不抽户：不写 strata".to_owned());
    }
    wrong
}

fn ends(scheme: &Scheme, outside: &Outside<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let listed = outside.packs.list(GRADES, &scheme.region, scheme.from);
    for it in &scheme.grades {
        if !listed.as_ref().is_some_and(|list| list.items.iter().any(|item| item.code == it.code)) {
            wrong.push(format!("grades {} 不在名单 {GRADES} 里", it.code));
        }
    }
    if !scheme.grades.is_sorted_by(|one, next| next.at_least < one.at_least) {
        wrong.push("grades 从高到低写，at_least 逐个变小".to_owned());
    }
    if scheme.grades.last().is_none_or(|it| it.at_least != Amount::ZERO) {
        wrong.push("最后一个等次的 at_least 写 0：每个总分都有等次".to_owned());
    }
    let is_grade = |code: &String| scheme.grades.iter().any(|it| it.code == *code);
    for it in &scheme.vetoes {
        if let Trigger::Above { item, .. } = &it.trigger
            && scheme.item(item).is_none_or(|it| it.source == Source::Person)
        {
            wrong.push(format!("vetoes {}：{item} 不是有数的一项", it.id));
        }
        if it.grade.as_ref().is_some_and(|it| !is_grade(it)) {
            wrong.push(format!("vetoes {} 的 grade 不在 [[grades]] 里", it.id));
        }
    }
    for it in &scheme.consequences {
        if let Some(code) = it.grades.iter().find(|it| !is_grade(it)) {
            wrong.push(format!("consequences {}：没有等次 {code}", it.id));
        }
        let known = |id: &String| scheme.vetoes.iter().any(|it| it.id == *id);
        if let Some(id) = it.vetoes.iter().find(|it| !known(it)) {
            wrong.push(format!("consequences {}：没有否决 {id}", it.id));
        }
    }
    wrong
}
