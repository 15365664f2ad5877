//! `measures/<group>.toml`: one table a measure; the name of the file is its group. And
//! `measures/groups.toml`: which groups go with which risk, and their national numbers.

use super::{files::is_snake_case, value::span};
use crate::{
    basis::{Documents, basis},
    measure::{
        CatalogueMeasure, GroupCode, MeasureGroup, MeasureTiming, OnlyWith, Outlives, RiskMatch,
        WrittenGroups, WrittenMeasure,
    },
    problem::Faults,
    risk::Risk,
    suggest,
    table::{Item, Lined, Table},
};

/// What a file of measures is about: its group and the name of its pack.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    pub(super) group: MeasureGroup,
    pub(super) pack: &'a str,
}

/// One measure. None when it cannot be read.
pub(super) fn measure(
    id: &str,
    item: Lined<Item>,
    head: Head<'_>,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<WrittenMeasure> {
    let Lined { line, value } = item;
    if !is_snake_case(id) {
        faults.at(line, format!("措施标识 {id} 只用小写英文字母、数字和下划线"));
    }
    let Item::Table(mut table) = value else {
        faults.at(line, format!("{id} 应是一项措施，写作 [{id}]"));
        return None;
    };
    let off = table.flag("off", faults);
    let span = span(&mut table, faults);
    let basis = basis(&mut table, documents, faults);
    let body = (!off).then(|| body(&mut table, head.group, faults));
    table.finish(faults);
    let ((from, to), basis) = (span?, basis?);
    let body = match body {
        None => None,
        Some(body) => {
            let body = body?;
            Some(CatalogueMeasure {
                id: id.to_owned(),
                zh: body.zh,
                group: head.group,
                answers: body.answers,
                department: body.department,
                needs_labor: body.needs_labor,
                floor: body.floor,
                without_labor: body.without_labor,
                timing: body.timing,
                only_with: body.only_with,
                outlives_elimination: body.outlives_elimination,
                pack: head.pack.to_owned(),
                basis: basis.text,
                is_default: basis.is_default,
                note: basis.note,
                from,
                to,
            })
        }
    };
    let file = faults.file.to_owned();
    Some(WrittenMeasure { file, line, group: head.group, from, to, body })
}

struct Body {
    zh: String,
    answers: Vec<Risk>,
    department: String,
    needs_labor: bool,
    floor: bool,
    without_labor: bool,
    timing: MeasureTiming,
    only_with: Option<OnlyWith>,
    outlives_elimination: Option<Outlives>,
}

fn body(table: &mut Table, group: MeasureGroup, faults: &mut Faults<'_>) -> Option<Body> {
    let line = table.line;
    let zh = table.required_text("zh", faults);
    let answers = list(table, "answers", "风险", &RISKS, Risk::code, faults);
    let department = table.required_text("department", faults);
    let needs_labor = table.flag("needs_labor", faults);
    let floor = table.flag("floor", faults);
    let without_labor = table.flag("without_labor", faults);
    let timing = table.required_text("timing", faults);
    let timing =
        timing.and_then(|it| word(it, "timing", &MeasureTiming::ALL, MeasureTiming::word, faults));
    let only_with = optional(table, "only_with", &OnlyWith::ALL, OnlyWith::word, faults);
    let outlives = optional(table, "outlives_elimination", &Outlives::ALL, Outlives::word, faults);
    if floor && group.is_developmental() {
        let group = group.zh();
        faults.at(line, format!("{group}是开发式帮扶，不能写 floor（兜底），请删去或换大类"));
    }
    if (floor || without_labor) && needs_labor {
        let message = "要求有劳动力（needs_labor）的，不能又是兜底（floor）或给无劳动力的户\
                       （without_labor），请只留一种";
        faults.at(line, message);
    }
    Some(Body {
        zh: zh?.value,
        answers: answers?,
        department: department?.value,
        needs_labor,
        floor,
        without_labor,
        timing: timing?,
        only_with: only_with.ok()?,
        outlives_elimination: outlives.ok()?,
    })
}

/// `groups.toml`. None when something in it cannot be read.
pub(super) fn groups(
    mut top: Table,
    pack: &str,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<WrittenGroups> {
    let matches = top.tables("matches", faults);
    let codes = top.tables("national_codes", faults);
    top.finish(faults);
    // Every entry is read before the first bad one counts, so that all faults are noted.
    let matches: Vec<_> =
        matches.into_iter().map(|it| risk_match(it, pack, documents, faults)).collect();
    let codes: Vec<_> = codes.into_iter().map(|it| code(it, documents, faults)).collect();
    let matches: Vec<Lined<RiskMatch>> = matches.into_iter().collect::<Option<_>>()?;
    let codes: Vec<Lined<GroupCode>> = codes.into_iter().collect::<Option<_>>()?;
    for (at, Lined { line, value }) in matches.iter().enumerate() {
        let same =
            |it: &&Lined<RiskMatch>| (it.value.risk, it.value.from) == (value.risk, value.from);
        if matches[..at].iter().any(|it| same(&it)) {
            let (risk, from) = (value.risk.zh(), value.from);
            faults.at(*line, format!("{risk}在 {from} 写了两次，请只留一个"));
        }
    }
    for (at, Lined { line, value }) in codes.iter().enumerate() {
        if codes[..at].iter().any(|it| it.value.group == value.group) {
            faults.at(*line, format!("{}的代码写了两次，请只留一个", value.group.zh()));
        }
    }
    Some(WrittenGroups {
        matches: matches.into_iter().map(|it| it.value).collect(),
        codes: codes.into_iter().map(|it| it.value).collect(),
    })
}

fn risk_match(
    mut table: Table,
    pack: &str,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<Lined<RiskMatch>> {
    let line = table.line;
    let risk = table.required_text("risk", faults);
    let risk = risk.and_then(|it| word(it, "risk", &RISKS, Risk::code, faults));
    let groups = list(&mut table, "groups", "大类", &GROUPS, MeasureGroup::word, faults);
    let also = match table.has("also") {
        true => list(&mut table, "also", "大类", &GROUPS, MeasureGroup::word, faults),
        false => Some(Vec::new()),
    };
    let span = span(&mut table, faults);
    let basis = basis(&mut table, documents, faults);
    table.finish(faults);
    let ((from, to), basis, groups, also) = (span?, basis?, groups?, also?);
    if let Some(twice) = also.iter().find(|it| groups.contains(it)) {
        let twice = twice.word();
        faults.at(line, format!("{twice} 在 groups 和 also 里都写了，请只留一处"));
    }
    let value = RiskMatch {
        risk: risk?,
        groups,
        also,
        pack: pack.to_owned(),
        basis: basis.text,
        is_default: basis.is_default,
        note: basis.note,
        from,
        to,
    };
    Some(Lined { line, value })
}

fn code(
    mut table: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<Lined<GroupCode>> {
    let line = table.line;
    let group = table.required_text("group", faults);
    let group = group.and_then(|it| word(it, "group", &GROUPS, MeasureGroup::word, faults));
    let code = table.required_text("code", faults);
    let basis = basis(&mut table, documents, faults);
    table.finish(faults);
    let basis = basis?;
    let value = GroupCode {
        group: group?,
        code: code?.value,
        basis: basis.text,
        is_default: basis.is_default,
        note: basis.note,
    };
    Some(Lined { line, value })
}

const RISKS: [Risk; 11] = Risk::ALL;
const GROUPS: [MeasureGroup; 14] = MeasureGroup::ALL;

/// `Ok(None)` when it is not written; an error, already noted, when it is no known word.
fn optional<T: Copy>(
    table: &mut Table,
    key: &'static str,
    all: &[T],
    name: fn(T) -> &'static str,
    faults: &mut Faults<'_>,
) -> Result<Option<T>, ()> {
    let is_written = table.has(key);
    match table.text(key, faults) {
        None if is_written => Err(()),
        None => Ok(None),
        Some(text) => word(text, key, all, name, faults).map(Some).ok_or(()),
    }
}

fn word<T: Copy>(
    text: Lined<String>,
    key: &str,
    all: &[T],
    name: fn(T) -> &'static str,
    faults: &mut Faults<'_>,
) -> Option<T> {
    let found = all.iter().copied().find(|it| name(*it) == text.value);
    if found.is_none() {
        let known: Vec<&str> = all.iter().map(|it| name(*it)).collect();
        let hint = suggest::hint(&text.value, known.iter().copied());
        let known = known.join("、");
        faults.at(text.line, format!("{key} 没有 {}{hint}，可用：{known}", text.value));
    }
    found
}

/// A list of words, at least one, none twice.
fn list<T: Copy + PartialEq>(
    table: &mut Table,
    key: &'static str,
    zh: &str,
    all: &[T],
    name: fn(T) -> &'static str,
    faults: &mut Faults<'_>,
) -> Option<Vec<T>> {
    if !table.require(key, faults) {
        return None;
    }
    let Lined { line, value } = table.take(key)?;
    let Item::List(items) = value else {
        faults.at(line, format!("{key} 应是一列{zh}，写作 [\"…\", \"…\"]"));
        return None;
    };
    if items.is_empty() {
        faults.at(line, format!("{key} 是空的，请至少写一项{zh}"));
        return None;
    }
    let mut read = Vec::new();
    let mut is_sound = true;
    for Lined { line, value } in items {
        let found = match value {
            Item::Text(text) => word(Lined { line, value: text }, key, all, name, faults),
            _ => {
                faults.at(line, format!("{key} 里应是文字，请加引号"));
                None
            }
        };
        match found {
            Some(it) if read.contains(&it) => {
                faults.at(line, format!("{key} 里 {} 写了两次，请只留一个", name(it)));
            }
            Some(it) => read.push(it),
            None => is_sound = false,
        }
    }
    is_sound.then_some(read)
}
