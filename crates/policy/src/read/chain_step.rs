//! One step of a chain: `[[versions.steps]]`.

use std::collections::BTreeSet;

use kernel::RegionLevel;

use super::{files::is_snake_case, limit::limit};
use crate::{
    basis::Documents,
    chain::ReviewStep,
    problem::Faults,
    step_kind::StepKind,
    suggest,
    table::{Lined, Table},
};

/// Roles a pack may name: those of its own `pack.toml` and of the packs it overlays.
pub(super) type Roles<'a> = BTreeSet<&'a str>;

/// A step and the line it stands on.
pub(super) fn step(
    mut table: Table,
    documents: &Documents<'_>,
    roles: &Roles<'_>,
    faults: &mut Faults<'_>,
) -> Option<Lined<ReviewStep>> {
    let line = table.line;
    let name = table.required_text("name", faults);
    if let Some(name) = name.as_ref().filter(|it| !is_snake_case(&it.value)) {
        faults.at(name.line, "name 只用小写英文字母、数字和下划线，如 township_review");
    }
    let zh = table.required_text("zh", faults);
    let kind = table.required_text("kind", faults).and_then(|it| kind(&it, faults));
    let level = table.required_text("level", faults).and_then(|it| level(&it, faults));
    let role = table.required_text("role", faults).and_then(|it| role(it, roles, faults));
    let time = limit(&mut table, "limit", documents, faults);
    let at_least = limit(&mut table, "at_least", documents, faults);
    let alongside = table.flag("alongside", faults);
    let stops_clock = table.flag("stops_clock", faults);
    let decides = table.flag("decides", faults);
    table.finish(faults);
    let step = ReviewStep {
        name: name?.value,
        zh: zh?.value,
        kind: kind?,
        level: level?,
        role: role?,
        limit: time.ok()?,
        at_least: at_least.ok()?,
        alongside,
        stops_clock,
        decides,
    };
    Some(Lined { line, value: step })
}

fn kind(word: &Lined<String>, faults: &mut Faults<'_>) -> Option<StepKind> {
    let kind = StepKind::from_word(&word.value);
    if kind.is_none() {
        let hint = suggest::hint(&word.value, StepKind::ALL.map(StepKind::word));
        let known = StepKind::ALL.map(|it| format!("{} {}", it.word(), it.zh())).join("、");
        faults.at(word.line, format!("没有步骤种类 {}{hint}，可用：{known}", word.value));
    }
    kind
}

fn level(word: &Lined<String>, faults: &mut Faults<'_>) -> Option<RegionLevel> {
    let level = RegionLevel::from_word(&word.value);
    if level.is_none() {
        let known = [
            RegionLevel::Village,
            RegionLevel::Township,
            RegionLevel::County,
            RegionLevel::Prefecture,
            RegionLevel::Province,
        ]
        .map(RegionLevel::word);
        let hint = suggest::hint(&word.value, known);
        faults.at(word.line, format!("没有级别 {}{hint}，可用：{}", word.value, known.join("、")));
    }
    level
}

fn role(word: Lined<String>, roles: &Roles<'_>, faults: &mut Faults<'_>) -> Option<String> {
    if roles.contains(word.value.as_str()) {
        return Some(word.value);
    }
    let hint = suggest::hint(&word.value, roles.iter().copied());
    faults.at(
        word.line,
        format!("没有角色 {}{hint}；请在 pack.toml 的 [roles] 里登记，写明中文名称", word.value),
    );
    None
}
