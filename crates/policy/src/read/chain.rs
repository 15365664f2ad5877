//! `chains/identification.toml`, `chains/elimination.toml`: one `[[versions]]` a version.

use super::{
    chain_step::{Roles, step},
    limit::limit,
    value::span,
};
use crate::{
    basis::{Documents, basis},
    chain::{ChainKind, ReviewChain, ReviewStep},
    problem::Faults,
    step_kind::StepKind,
    table::{Lined, Table},
};

/// What a file of chains is about: its kind and the name of its pack.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    pub(super) kind: ChainKind,
    pub(super) pack: &'a str,
}

/// Every version, oldest first. None when one of them cannot be read.
pub(super) fn chain(
    mut top: Table,
    head: Head<'_>,
    documents: &Documents<'_>,
    roles: &Roles<'_>,
    faults: &mut Faults<'_>,
) -> Option<Vec<ReviewChain>> {
    let line = top.line;
    let zh = top.required_text("zh", faults).map_or_else(String::new, |it| it.value);
    let written = top.tables("versions", faults);
    top.finish(faults);
    if written.is_empty() {
        faults.at(line, "没有版本，请加一段 [[versions]]");
    }
    // Every version is read before the first bad one counts, so that all faults are noted.
    let read = written.into_iter().map(|it| version(it, head, &zh, documents, roles, faults));
    let versions: Option<Vec<_>> = read.collect::<Vec<_>>().into_iter().collect();
    let mut versions = versions?;
    versions.sort_by_key(|it| it.value.from);
    for pair in versions.windows(2) {
        let (from, kind) = (pair[1].value.from, head.kind.zh());
        if pair[0].value.from == from {
            faults.at(pair[1].line, format!("{kind}在 {from} 有两个版本，请只留一个"));
        }
    }
    Some(versions.into_iter().map(|it| it.value).collect())
}

fn version(
    mut table: Table,
    head: Head<'_>,
    zh: &str,
    documents: &Documents<'_>,
    roles: &Roles<'_>,
    faults: &mut Faults<'_>,
) -> Option<Lined<ReviewChain>> {
    let line = table.line;
    let span = span(&mut table, faults);
    let basis = basis(&mut table, documents, faults);
    let whole = limit(&mut table, "whole", documents, faults);
    let written = table.tables("steps", faults);
    table.finish(faults);
    if written.is_empty() {
        faults.at(line, "没有步骤，请加 [[versions.steps]]，一步一段");
        return None;
    }
    let read = written.into_iter().map(|it| step(it, documents, roles, faults));
    let steps: Option<Vec<_>> = read.collect::<Vec<_>>().into_iter().collect();
    let steps = steps?;
    steps_fit(&steps, line, faults);
    let ((from, to), basis) = (span?, basis?);
    let value = ReviewChain {
        kind: head.kind,
        zh: zh.to_owned(),
        steps: steps.into_iter().map(|it| it.value).collect(),
        whole: whole.ok()?,
        pack: head.pack.to_owned(),
        basis: basis.text,
        is_default: basis.is_default,
        note: basis.note,
        from,
        to,
    };
    Some(Lined { line, value })
}

/// What the steps of one version must be to each other.
fn steps_fit(steps: &[Lined<ReviewStep>], line: u32, faults: &mut Faults<'_>) {
    for (at, Lined { line, value: step }) in steps.iter().enumerate() {
        if steps[..at].iter().any(|it| it.value.name == step.name) {
            faults.at(*line, format!("步骤 {} 写了两次；name 在一个程序里不能重复", step.name));
        }
        if at == 0 && step.alongside {
            faults.at(*line, "第一步没有上一步，不能写 alongside，请删去");
        }
        notice_fits(step, *line, faults);
    }
    one_step_decides(steps, line, faults);
}

fn notice_fits(step: &ReviewStep, line: u32, faults: &mut Faults<'_>) {
    let is_notice = step.kind == StepKind::VillageNotice;
    match &step.at_least {
        None if is_notice => faults.at(
            line,
            format!(
                "{} 是村内公示，要写 at_least（最短公示期），如 at_least = {{ time = \"5 days\", \
                 basis = \"…\" }}",
                step.name
            ),
        ),
        Some(_) if !is_notice => {
            faults.at(line, "at_least 只用于 village_notice；办理时限请写 limit");
        }
        _ => {}
    }
}

fn one_step_decides(steps: &[Lined<ReviewStep>], line: u32, faults: &mut Faults<'_>) {
    let deciding: Vec<&Lined<ReviewStep>> = steps.iter().filter(|it| it.value.decides).collect();
    let [one] = deciding[..] else {
        let message = match deciding.len() {
            0 => "没有作出决定的一步，请在最后一个 approval 步骤写 decides = true".to_owned(),
            _ => {
                let names: Vec<&str> = deciding.iter().map(|it| it.value.name.as_str()).collect();
                format!(
                    "{} 都写了 decides；只有一步作决定，请只留最后一个 approval 步骤的",
                    names.join("、")
                )
            }
        };
        faults.at(line, message);
        return;
    };
    let name = &one.value.name;
    let last = steps.iter().rfind(|it| it.value.kind == StepKind::Approval);
    if one.value.kind != StepKind::Approval {
        let message = "不是 approval，不能作决定；请把 decides 写到最后一个 approval 步骤";
        faults.at(one.line, format!("{name} {message}"));
    } else if let Some(last) = last.filter(|it| it.value.name != *name) {
        let last = &last.value.name;
        faults.at(one.line, format!("{name} 之后还有审核 {last}；请把 decides 写到 {last}"));
    } else if one.value.alongside {
        faults.at(one.line, format!("{name} 作决定，要等前面各步办完；请删去 alongside"));
    }
}
