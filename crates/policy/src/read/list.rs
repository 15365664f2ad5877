//! `lists/<topic>.toml`: one table a list, one `[[key.versions]]` a version.

use std::collections::BTreeSet;

use super::{files::is_snake_case, value::span};
use crate::{
    basis::{Documents, basis},
    fact::{FactNames, Subject},
    list::{ListItem, ListKind, ListVersion, WrittenList},
    problem::Faults,
    suggest,
    table::{Item, Lined, Table},
};

/// What one list may refer to.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The region of the pack: items of a list of regions lie in it.
    pub(super) region: &'a str,
    pub(super) documents: &'a Documents<'a>,
    pub(super) facts: &'a FactNames,
}

pub(super) fn list(
    key: &str,
    item: Lined<Item>,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> Option<WrittenList> {
    let Lined { line, value } = item;
    if !is_snake_case(key) {
        faults.at(line, format!("名单 {key} 只用小写英文字母、数字和下划线"));
    }
    let Item::Table(mut table) = value else {
        faults.at(line, format!("{key} 应是一份名单，写作 [{key}]"));
        return None;
    };
    let zh = table.required_text("zh", faults);
    let of = table.required_text("of", faults).and_then(|it| kind(&it, faults));
    let written = table.tables("versions", faults);
    table.finish(faults);
    if written.is_empty() {
        faults.at(line, format!("{key} 没有版本，请加一段 [[{key}.versions]]"));
    }
    // Every version is read before the first bad one counts, so that all faults are noted.
    let read = written.into_iter().map(|it| version(it, of, around, faults));
    let versions: Option<Vec<ListVersion>> = read.collect::<Vec<_>>().into_iter().collect();
    let mut versions = versions?;
    versions.sort_by_key(|it| it.from);
    for pair in versions.windows(2) {
        if pair[0].from == pair[1].from {
            faults.at(pair[1].line, format!("{key} 在 {} 有两个版本，请只留一个", pair[1].from));
        }
    }
    Some(WrittenList { file: faults.file.to_owned(), line, zh: zh?.value, of: of?, versions })
}

fn kind(word: &Lined<String>, faults: &mut Faults<'_>) -> Option<ListKind> {
    match word.value.as_str() {
        "regions" => Some(ListKind::Regions),
        "words" => Some(ListKind::Words),
        _ => {
            faults.at(word.line, "of 只能写 regions（地区）或 words（名称）");
            None
        }
    }
}

fn version(
    mut table: Table,
    of: Option<ListKind>,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> Option<ListVersion> {
    let line = table.line;
    let span = span(&mut table, faults);
    let basis = basis(&mut table, around.documents, faults);
    let count = count(&mut table, faults);
    let written = table.tables("items", faults);
    table.finish(faults);
    let of = of?;
    let mut codes = BTreeSet::new();
    let mut items = Vec::new();
    for table in written {
        let line = table.line;
        let Some(item) = item(table, of, around, faults) else { continue };
        match codes.insert(item.code.clone()) {
            true => items.push(item),
            false => faults.at(line, format!("{} 写了两次，请只留一个", item.code)),
        }
    }
    let (count, basis) = (count.ok()?, basis?);
    let differs = count.is_some_and(|it| usize::try_from(it).ok() != Some(items.len()));
    match (items.is_empty(), count) {
        (true, None) => {
            faults.at(line, "名单是空的：请写 items，文件只给了个数的写 count 和 note");
        }
        _ if differs && basis.note.is_none() => {
            let (count, listed) = (count.unwrap_or_default(), items.len());
            faults.at(
                line,
                format!(
                    "count 写 {count}，items 有 {listed} 项；请补齐，或在 note 里说明为什么不同"
                ),
            );
        }
        _ => (),
    }
    let (from, to) = span?;
    Some(ListVersion { line, from, to, count, items, basis })
}

/// `Ok(None)` when it is not written; an error, already noted, when it is no number.
fn count(table: &mut Table, faults: &mut Faults<'_>) -> Result<Option<u32>, ()> {
    let Some(Lined { line, value }) = table.take("count") else { return Ok(None) };
    let read = match value {
        Item::Number(text) => text.parse().ok(),
        _ => None,
    };
    if read.is_none() {
        faults.at(line, "count 应是整数，即文件所说的个数");
    }
    read.map(Some).ok_or(())
}

fn item(
    mut table: Table,
    of: ListKind,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> Option<ListItem> {
    let code = table.required_text("code", faults);
    let zh = table.required_text("zh", faults);
    let note = table.text("note", faults).map(|it| it.value);
    let fact = table.text("fact", faults);
    table.finish(faults);
    let code = code?;
    match of {
        ListKind::Regions => region_fits(&code, around.region, faults),
        ListKind::Words if !is_snake_case(&code.value) => {
            faults.at(code.line, "code 只用小写英文字母、数字和下划线，如 severe_illness");
        }
        ListKind::Words => (),
    }
    if let Some(fact) = &fact {
        match around.facts.get(&fact.value) {
            Some(info) if info.subject == Subject::Household => (),
            Some(_) => faults.at(fact.line, format!("{} 说的是人，名单里要用户的事实", fact.value)),
            None => {
                let hint = suggest::hint(&fact.value, around.facts.keys().map(String::as_str));
                faults.at(fact.line, format!("没有事实 {}{hint}；事实列在 facts/ 里", fact.value));
            }
        }
    }
    Some(ListItem { code: code.value, zh: zh?.value, fact: fact.map(|it| it.value), note })
}

fn region_fits(code: &Lined<String>, region: &str, faults: &mut Faults<'_>) {
    let digits = code.value.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !matches!(code.value.len(), 2 | 4 | 6 | 9 | 12) {
        faults.at(
            code.line,
            "code 写统计用区划代码的前几位：省 2 位、州市 4 位、县 6 位、乡镇 9 位、村 12 位",
        );
    } else if !code.value.starts_with(region) {
        faults.at(code.line, format!("{} 不在本政策包的地区（{region}）里", code.value));
    }
}
