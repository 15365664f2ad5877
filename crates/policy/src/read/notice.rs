//! `notices/<kind>.toml`: one `[[versions]]` a version; and `notices/forbidden_words.toml`.

use std::collections::BTreeMap;

use kernel::longest_number;

use super::{files::is_snake_case, value::span};
use crate::{
    basis::{Documents, basis},
    chain::ChainKind,
    notice::{NameShown, NoticeField, NoticeKind, NoticeVersion, TemplateFault, TemplateText},
    problem::Faults,
    suggest,
    table::{Item, Lined, Table},
    written::ForbiddenWords,
};

/// Digits in a row that a text of a pack may hold beside the contact: a year, a hotline.
pub(crate) const MOST_DIGITS: usize = 6;

/// What every notice has to tell people.
const NEEDED: [NoticeField; 3] = [NoticeField::From, NoticeField::Until, NoticeField::Contact];

/// What a file of notices is about: its kind and the name of its pack.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    pub(super) kind: NoticeKind,
    pub(super) pack: &'a str,
}

/// Every version with its line, oldest first. None when one of them cannot be read.
pub(super) fn notice(
    mut top: Table,
    head: Head<'_>,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<Vec<Lined<NoticeVersion>>> {
    let line = top.line;
    let zh = top.required_text("zh", faults).map_or_else(String::new, |it| it.value);
    let written = top.tables("versions", faults);
    top.finish(faults);
    if written.is_empty() {
        faults.at(line, "没有版本，请加一段 [[versions]]");
    }
    // Every version is read before the first bad one counts, so that all faults are noted.
    let read = written.into_iter().map(|it| version(it, head, &zh, documents, faults));
    let versions: Option<Vec<_>> = read.collect::<Vec<_>>().into_iter().collect();
    let mut versions = versions?;
    versions.sort_by_key(|it| it.value.from);
    for pair in versions.windows(2) {
        let from = pair[1].value.from;
        if pair[0].value.from == from {
            let kind = head.kind.zh();
            faults.at(pair[1].line, format!("{kind}在 {from} 有两个版本，请只留一个"));
        }
    }
    Some(versions)
}

fn version(
    mut table: Table,
    head: Head<'_>,
    zh: &str,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<Lined<NoticeVersion>> {
    let line = table.line;
    let span = span(&mut table, faults);
    let basis = basis(&mut table, documents, faults);
    let title = table.required_text("title", faults).and_then(|it| sentence(&it, faults));
    let body = texts(&mut table, "body", faults);
    let body: Option<Vec<_>> = body
        .map(|it| it.iter().map(|text| sentence(text, faults)).collect::<Vec<_>>())
        .and_then(|it| it.into_iter().collect());
    let signature = table.required_text("signature", faults).and_then(|it| sentence(&it, faults));
    let fields = fields(&mut table, faults);
    let name = name(&mut table, faults);
    let results = results(&mut table, head.kind, faults);
    let undecided = words(&mut table, "undecided", faults);
    let measure_groups = measure_groups(&mut table, faults);
    let other_groups = words(&mut table, "other_groups", faults);
    table.finish(faults);

    let ((from, to), basis) = (span?, basis?);
    let version = NoticeVersion {
        kind: head.kind,
        zh: zh.to_owned(),
        title: title?,
        body: body?,
        signature: signature?,
        fields: fields?,
        name: name?,
        results,
        undecided,
        measure_groups,
        other_groups,
        pack: head.pack.to_owned(),
        basis: basis.text,
        is_default: basis.is_default,
        note: basis.note,
        from,
        to,
    };
    version_fits(&version, line, faults);
    Some(Lined { line, value: version })
}

/// A sentence of a notice: its places are of the notice, and no long number stands in it.
fn sentence(text: &Lined<String>, faults: &mut Faults<'_>) -> Option<TemplateText> {
    no_long_number(text, faults);
    match TemplateText::parse(&text.value) {
        Ok(read) => {
            for field in read.fields().filter(|it| it.is_of_household()) {
                faults.at(
                    text.line,
                    format!(
                        "{{{}}}（{}）是每户一个的，请写进 fields，不写进句子",
                        field.word(),
                        field.zh()
                    ),
                );
            }
            Some(read)
        }
        Err(TemplateFault::Braces) => {
            faults.at(text.line, "花括号没有成对；要填的地方写作 {village}");
            None
        }
        Err(TemplateFault::NoSuchField(word)) => {
            no_such_field(text.line, &word, false, faults);
            None
        }
    }
}

fn no_such_field(line: u32, word: &str, of_household: bool, faults: &mut Faults<'_>) {
    let known = NoticeField::ALL.into_iter().filter(|it| it.is_of_household() == of_household);
    let known: Vec<String> = known.map(|it| format!("{} {}", it.word(), it.zh())).collect();
    let hint = suggest::hint(word, NoticeField::ALL.map(NoticeField::word));
    faults.at(
        line,
        format!(
            "公示里没有 {word}{hint}，可用：{}。身份证号、电话、账号、健康状况和致贫返贫原因\
             一律不公示",
            known.join("、")
        ),
    );
}

fn no_long_number(text: &Lined<String>, faults: &mut Faults<'_>) {
    if MOST_DIGITS < longest_number(&text.value) {
        faults.at(text.line, "公示的文字里不能有长串数字；单位的联系电话请写进参数 notice.contact");
    }
}

/// A text that is printed as it stands; missing is none.
fn words(table: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Option<String> {
    let text = table.text(key, faults)?;
    no_long_number(&text, faults);
    Some(text.value)
}

/// The columns of the list.
fn fields(table: &mut Table, faults: &mut Faults<'_>) -> Option<Vec<NoticeField>> {
    let written = texts(table, "fields", faults)?;
    let mut fields = Vec::new();
    let mut is_sound = true;
    for Lined { line, value } in written {
        match NoticeField::from_word(&value) {
            Some(field) if fields.contains(&field) => {
                faults.at(line, format!("fields 里 {value} 写了两次"));
            }
            Some(field) if field.is_of_household() => fields.push(field),
            Some(field) => {
                let message = format!("{value}（{}）不是每户一个的，请写进 body", field.zh());
                faults.at(line, message);
                is_sound = false;
            }
            None => {
                no_such_field(line, &value, true, faults);
                is_sound = false;
            }
        }
    }
    is_sound.then_some(fields)
}

fn name(table: &mut Table, faults: &mut Faults<'_>) -> Option<NameShown> {
    let Lined { line, value } = table.required_text("name", faults)?;
    let name = NameShown::from_word(&value);
    if name.is_none() {
        faults.at(line, "name 只能写 \"full\"（全名）或 \"surname\"（只写姓）");
    }
    name
}

/// `[versions.results]`: what the column of results reads.
fn results(
    table: &mut Table,
    kind: NoticeKind,
    faults: &mut Faults<'_>,
) -> BTreeMap<ChainKind, String> {
    let mut results = BTreeMap::new();
    let Some(mut written) = table.table("results", faults) else { return results };
    for chain in kind.shows_results_of() {
        if let Some(text) = words(&mut written, chain.word(), faults) {
            results.insert(*chain, text);
        }
    }
    written.finish(faults);
    results
}

/// `[versions.measure_groups]`: the words for the groups that are named. A group that is not
/// written here is not named, so a slip of the pen hides and never reveals.
fn measure_groups(table: &mut Table, faults: &mut Faults<'_>) -> BTreeMap<String, String> {
    let mut groups = BTreeMap::new();
    let Some(mut written) = table.table("measure_groups", faults) else { return groups };
    for (group, Lined { line, value }) in written.take_all() {
        match value {
            Item::Text(zh) if is_snake_case(&group) && !zh.trim().is_empty() => {
                let zh = Lined { line, value: zh };
                no_long_number(&zh, faults);
                groups.insert(group, zh.value);
            }
            _ => faults.at(line, format!("{group} 应写作 industry = \"产业帮扶\"")),
        }
    }
    groups
}

/// What the parts of one version must be to each other.
fn version_fits(version: &NoticeVersion, line: u32, faults: &mut Faults<'_>) {
    for field in NEEDED {
        if !version.body.iter().any(|it| it.fields().any(|asked| asked == field)) {
            let message = format!("body 里缺少 {{{}}}：公示要写明{}", field.word(), field.zh());
            faults.at(line, message);
        }
    }
    if !version.fields.contains(&NoticeField::Householder) {
        faults.at(line, "fields 里缺少 householder：公示要写明是哪一户");
    }
    let shows = |field| version.fields.contains(&field);
    let chains = version.kind.shows_results_of();
    if shows(NoticeField::ReviewResult) {
        if chains.is_empty() {
            faults
                .at(line, format!("{}没有结果，请从 fields 删去 review_result", version.kind.zh()));
        }
        for chain in chains.iter().filter(|it| !version.results.contains_key(it)) {
            let word = chain.word();
            faults.at(line, format!("fields 有 review_result，[versions.results] 要写 {word}"));
        }
    } else if !version.results.is_empty() {
        faults.at(line, "fields 没有 review_result，请删去 [versions.results]");
    }
    let has_groups = !version.measure_groups.is_empty() || version.other_groups.is_some();
    if shows(NoticeField::MeasureGroups) && version.other_groups.is_none() {
        let message = "fields 有 measure_groups，要写 other_groups：不写明的类别印成什么，如 \
                       \"其他帮扶措施\"";
        faults.at(line, message);
    } else if !shows(NoticeField::MeasureGroups) && has_groups {
        faults.at(line, "fields 没有 measure_groups，请删去 measure_groups 和 other_groups");
    }
    if version.undecided.is_some() && !shows(NoticeField::MonitoringType) {
        faults.at(line, "fields 没有 monitoring_type，请删去 undecided");
    }
}

/// Every version of the forbidden words, oldest first.
pub(super) fn forbidden_words(
    mut top: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Vec<ForbiddenWords> {
    let line = top.line;
    let written = top.tables("versions", faults);
    top.finish(faults);
    if written.is_empty() {
        faults.at(line, "没有版本，请加一段 [[versions]]");
    }
    let mut versions = Vec::new();
    for mut table in written {
        let line = table.line;
        let span = span(&mut table, faults);
        let basis = basis(&mut table, documents, faults);
        let health = texts(&mut table, "health", faults);
        let causes = texts(&mut table, "causes", faults);
        table.finish(faults);
        if let (Some((from, to)), Some(_), Some(health), Some(causes)) =
            (span, basis, health, causes)
        {
            let words = health.into_iter().chain(causes).map(|it| it.value).collect();
            versions.push(ForbiddenWords { line, from, to, words });
        }
    }
    versions.sort_by_key(|it| it.from);
    for pair in versions.windows(2) {
        if pair[0].from == pair[1].from {
            let from = pair[1].from;
            faults.at(pair[1].line, format!("禁用词在 {from} 有两个版本，请只留一个"));
        }
    }
    versions
}

/// A list of texts that must be there and holds at least one.
fn texts(
    table: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
) -> Option<Vec<Lined<String>>> {
    if !table.require(key, faults) {
        return None;
    }
    let Lined { line, value } = table.take(key)?;
    let wrong = || format!("{key} 写作 [\"…\", \"…\"]，每项加引号，不能是空的");
    let Item::List(list) = value else {
        faults.at(line, wrong());
        return None;
    };
    let mut texts = Vec::new();
    for Lined { line, value } in &list {
        match value {
            Item::Text(text) if !text.trim().is_empty() => {
                texts.push(Lined { line: *line, value: text.clone() });
            }
            _ => faults.at(*line, wrong()),
        }
    }
    if list.is_empty() {
        faults.at(line, wrong());
    }
    (!texts.is_empty() && texts.len() == list.len()).then_some(texts)
}
