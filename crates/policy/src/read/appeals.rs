//! `appeals.toml`: one `[[versions]]` a version, with needs, channels and sentences.

use std::collections::BTreeMap;

use super::{files::is_snake_case, limit::limit, value::span};
use crate::{
    appeals::{APPEAL_BLANKS, AppealChannel, AppealVersion, CLUE_SOURCES, WrittenNeed},
    basis::{Documents, basis},
    problem::Faults,
    suggest,
    table::{Item, Lined, Table},
};

/// Every version, oldest first; those that cannot be read are noted and left out.
pub(super) fn appeals(
    mut top: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Vec<AppealVersion> {
    let line = top.line;
    top.required_text("zh", faults);
    let written = top.tables("versions", faults);
    top.finish(faults);
    if written.is_empty() {
        faults.at(line, "没有版本，请加一段 [[versions]]");
    }
    let mut versions: Vec<AppealVersion> =
        written.into_iter().filter_map(|it| version(it, documents, faults)).collect();
    versions.sort_by_key(|it| it.from);
    for pair in versions.windows(2) {
        if pair[0].from == pair[1].from {
            let message = format!("{} 有两个版本，请只留一个", pair[1].from);
            faults.at(pair[1].line, message);
        }
    }
    versions
}

fn version(
    mut table: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<AppealVersion> {
    let line = table.line;
    let span = span(&mut table, faults);
    basis(&mut table, documents, faults);
    let accept = limit(&mut table, "accept", documents, faults);
    let answer = limit(&mut table, "answer", documents, faults);
    let otherwise = table.text("otherwise", faults).map(|it| it.value);
    let receipt = table.text("receipt", faults).map(|it| sentence(it, faults));
    let hotline = table.text("hotline", faults).map(|it| it.value);
    let done = table.table("done", faults).map(|it| done(it, faults));
    let answers = answers(&mut table, faults);
    let needs = table.tables("needs", faults);
    let needs: Vec<WrittenNeed> =
        needs.into_iter().filter_map(|it| need(it, documents, faults)).collect();
    let channels = table.tables("channels", faults);
    let channels: Vec<AppealChannel> =
        channels.into_iter().filter_map(|it| channel(it, faults)).collect();
    table.finish(faults);
    for (at, it) in needs.iter().enumerate() {
        if needs[..at].iter().any(|other| other.name == it.name) {
            faults.at(line, format!("诉求类型 {} 写了两次", it.name));
        }
    }
    for (at, it) in channels.iter().enumerate() {
        if channels[..at].iter().any(|other| other.name == it.name) {
            faults.at(line, format!("渠道 {} 写了两次", it.name));
        }
    }
    let (from, to) = span?;
    Some(AppealVersion {
        line,
        from,
        to,
        accept: accept.ok()?,
        answer: answer.ok()?,
        otherwise,
        receipt,
        hotline,
        done: done.flatten(),
        answers,
        needs,
        channels,
    })
}

fn need(
    mut table: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<WrittenNeed> {
    let name = word(&mut table, faults);
    let zh = table.required_text("zh", faults);
    let en = table.required_text("en", faults);
    let department = table.required_text("department", faults);
    let lead = table.flag("lead", faults);
    let categories = texts(&mut table, "categories", faults);
    let words = texts(&mut table, "words", faults);
    let accept = limit(&mut table, "accept", documents, faults);
    let answer = limit(&mut table, "answer", documents, faults);
    table.finish(faults);
    Some(WrittenNeed {
        name: name?,
        zh: zh?.value,
        en: en?.value,
        department: department?.value,
        lead,
        categories,
        words,
        accept: accept.ok()?,
        answer: answer.ok()?,
    })
}

fn channel(mut table: Table, faults: &mut Faults<'_>) -> Option<AppealChannel> {
    let name = word(&mut table, faults);
    let zh = table.required_text("zh", faults);
    let source = table.required_text("source", faults);
    table.finish(faults);
    let source = source?;
    if !CLUE_SOURCES.iter().any(|it| it.0 == source.value) {
        let hint = suggest::hint(&source.value, CLUE_SOURCES.map(|it| it.0));
        let known = CLUE_SOURCES.map(|it| format!("{} {}", it.0, it.1)).join("、");
        faults.at(source.line, format!("没有线索来源 {}{hint}，可用：{known}", source.value));
        return None;
    }
    Some(AppealChannel { name: name?, zh: zh?.value, source: source.value })
}

/// `[versions.answers]`: a sentence by the stage of the case.
fn answers(table: &mut Table, faults: &mut Faults<'_>) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    let Some(mut written) = table.table("answers", faults) else { return answers };
    for (stage, Lined { line, value }) in written.take_all() {
        match value {
            Item::Text(value) if !value.trim().is_empty() => {
                answers.insert(stage, sentence(Lined { line, value }, faults));
            }
            _ => faults.at(line, format!("{stage} 应是一句答复，请加引号")),
        }
    }
    answers
}

/// `[versions.done]`: states of other systems that mean an answer was given there.
fn done(mut table: Table, faults: &mut Faults<'_>) -> Option<(Vec<String>, String)> {
    let states = texts(&mut table, "states", faults);
    let answer = table.required_text("answer", faults);
    table.finish(faults);
    Some((states, answer?.value))
}

/// A sentence whose blanks are all known.
fn sentence(text: Lined<String>, faults: &mut Faults<'_>) -> String {
    for part in text.value.split('{').skip(1) {
        let blank = part.split_once('}').map(|it| it.0);
        if !blank.is_some_and(|it| APPEAL_BLANKS.contains(&it)) {
            let known = APPEAL_BLANKS.map(|it| format!("{{{it}}}")).join("、");
            let blank = blank.unwrap_or(part);
            faults.at(text.line, format!("不认识的空格 {{{blank}}}，可用：{known}"));
        }
    }
    text.value
}

fn word(table: &mut Table, faults: &mut Faults<'_>) -> Option<String> {
    let name = table.required_text("name", faults)?;
    if !is_snake_case(&name.value) {
        faults.at(name.line, "name 只用小写英文字母、数字和下划线，如 income_job");
    }
    Some(name.value)
}

fn texts(table: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Vec<String> {
    let Some(Lined { line, value }) = table.take(key) else { return Vec::new() };
    let Item::List(list) = value else {
        faults.at(line, format!("{key} 写作 [\"词\", \"词\"]"));
        return Vec::new();
    };
    let mut texts = Vec::new();
    for Lined { line, value } in list {
        match value {
            Item::Text(text) if !text.trim().is_empty() => texts.push(text),
            _ => faults.at(line, format!("{key} 写作 [\"词\", \"词\"]，每个词都加引号")),
        }
    }
    texts
}
