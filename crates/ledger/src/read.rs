//! Reads definition files strictly: what is not known is a fault, with file and line.

mod field;
mod given;
mod life;

use std::{fs, path::Path};

use anyhow::{Context, bail};
use kernel::RegionLevel;
use policy::{
    Faults,
    table::{Item, Lined, Table},
};

use crate::{
    formula::Formula,
    ledger::{Code, CodeList, Group, Ledger, Print, Section, Source, Words},
    overlay::{Extension, Placed},
};

/// What a pack knows that definitions name.
pub(crate) struct Named<'a> {
    /// The pack.
    pub(crate) pack: &'a str,
    /// Titles of the documents it may cite, by key.
    pub(crate) documents: &'a dyn Fn(&str) -> Option<String>,
}

/// One definition file.
#[derive(Debug)]
pub(crate) enum Definition {
    /// A ledger.
    Whole(Box<Ledger>),
    /// What a regional pack adds to one.
    Extension(Box<Extension>),
}

/// `ledgers/<id>.toml`.
pub(crate) fn definition(
    id: &str,
    mut top: Table,
    named: &Named<'_>,
    faults: &mut Faults<'_>,
) -> Option<Definition> {
    let extends = top.flag("extends", faults);
    let source = sourced(&mut top, named, true, faults);
    let from = top.required_date("from", faults).map(|it| it.value);
    let placed = pieces(&mut top, named, faults);
    if extends {
        let without_actions = texts(&mut top, "without_actions", faults);
        top.finish(faults);
        let (id, pack) = (id.to_owned(), named.pack.to_owned());
        let (line, file) = (source.line, source.file.clone());
        let without_actions = without_actions.into_iter().map(|it| it.value).collect();
        let catalogue = source.catalogue;
        return Some(Definition::Extension(Box::new(Extension {
            id,
            pack,
            file,
            line,
            from: from?,
            catalogue,
            placed,
            without_actions,
        })));
    }
    let words = words(&mut top, faults);
    let about = words_named(&mut top, "about_zh", "about_en", faults).unwrap_or_default();
    let group = top.required_text("group", faults).map(|it| it.value).unwrap_or_default();
    let department = top.required_text("department", faults).map(|it| it.value).unwrap_or_default();
    let levels = levels(&mut top, "levels", faults);
    let title = top.required_text("title", faults).map(|it| it.value).unwrap_or_default();
    let unique = combinations(&mut top, faults);
    let see = plain_texts(&mut top, "see", faults);
    let keep = plain_texts(&mut top, "keep", faults);
    let sections = sections(&mut top, faults);
    let measure = top.table("measure", faults).and_then(|it| given::measure(it, faults));
    let payment = top.table("payment", faults).and_then(|it| given::payment(it, faults));
    let lake = top.table("lake", faults).and_then(|it| given::lake(it, faults));
    let print = top.table("print", faults).and_then(|it| print(it, faults));
    // They are read with all other facts, before any pack.
    let facts = top.take("facts");
    if let (Some(facts), None) = (facts, &lake) {
        faults.at(facts.line, "有 [facts] 就要有 [lake]：事实由取数的行得出");
    }
    top.finish(faults);
    let Placed { fields, lists, states, actions, musts, checks, figures } = placed;
    let mut states: Vec<_> = states.into_iter().map(|(it, _)| it).collect();
    if states.is_empty() {
        states.push(life::recorded(&source));
    }
    Some(Definition::Whole(Box::new(Ledger {
        id: id.to_owned(),
        words,
        about,
        group,
        department,
        levels,
        from: from?,
        title,
        unique,
        see,
        keep,
        sections,
        fields: fields.into_iter().map(|(it, _)| it).collect(),
        lists,
        states,
        actions,
        musts,
        checks,
        figures,
        measure,
        payment,
        lake,
        print,
        packs: vec![named.pack.to_owned()],
        source,
    })))
}

/// What ledgers and extensions both have.
fn pieces(top: &mut Table, named: &Named<'_>, faults: &mut Faults<'_>) -> Placed {
    Placed {
        fields: each(top, "fields", faults, |it, faults| field::field(it, named, faults)),
        lists: each(top, "lists", faults, |it, faults| list(it, named, faults)),
        states: each(top, "states", faults, |it, faults| life::state(it, named, faults)),
        actions: each(top, "actions", faults, |it, faults| life::action(it, named, faults)),
        musts: each(top, "must", faults, |it, faults| life::must(it, named, faults)),
        checks: each(top, "checks", faults, |it, faults| life::check(it, named, faults)),
        figures: each(top, "figures", faults, |it, faults| life::figure(it, named, faults)),
    }
}

fn each<T>(
    top: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
    read: impl Fn(&mut Table, &mut Faults<'_>) -> Option<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    for mut it in top.tables(key, faults) {
        found.extend(read(&mut it, faults));
        it.finish(faults);
    }
    found
}

/// `ledgers/codes.toml`: groups of the menu, and lists that several ledgers use.
pub(crate) fn shared(
    mut top: Table,
    named: &Named<'_>,
    faults: &mut Faults<'_>,
) -> (Vec<Group>, Vec<CodeList>) {
    let groups = each(&mut top, "groups", faults, |it, faults| {
        let name = it.required_text("name", faults)?.value;
        Some(Group { name, words: words(it, faults) })
    });
    let lists = each(&mut top, "lists", faults, |it, faults| list(it, named, faults));
    top.finish(faults);
    (groups, lists)
}

/// `zh` and `en`.
pub(crate) fn words(it: &mut Table, faults: &mut Faults<'_>) -> Words {
    let zh = it.required_text("zh", faults).map(|it| it.value).unwrap_or_default();
    let en = it.required_text("en", faults).map(|it| it.value).unwrap_or_default();
    Words { zh, en }
}

/// Two keys that stand or are missing together.
pub(super) fn words_named(
    it: &mut Table,
    zh: &'static str,
    en: &'static str,
    faults: &mut Faults<'_>,
) -> Option<Words> {
    match (it.text(zh, faults), it.text(en, faults)) {
        (Some(zh), Some(en)) => Some(Words { zh: zh.value, en: en.value }),
        (None, None) => None,
        _ => {
            faults.at(it.line, format!("{zh} 和 {en} 要一起写"));
            None
        }
    }
}

/// `basis`, `note` and `catalogue`. Only a whole file must say where it comes from.
pub(super) fn sourced(
    it: &mut Table,
    named: &Named<'_>,
    required: bool,
    faults: &mut Faults<'_>,
) -> Source {
    let line = it.line;
    if required {
        it.require("basis", faults);
    }
    let note = it.text("note", faults).map(|it| it.value);
    let catalogue = texts(it, "catalogue", faults).into_iter().map(|it| it.value).collect();
    let file = faults.file.to_owned();
    let mut source = Source { line, file, note, catalogue, ..Source::default() };
    let Some(Lined { line, value }) = it.text("basis", faults) else { return source };
    if value == "default" {
        if source.note.is_none() {
            faults.at(line, "basis 为 default 时要写 note，说明从哪里来");
        }
        (source.basis, source.is_default) = (value, true);
        return source;
    }
    let (key, place) = value.split_once(char::is_whitespace).unwrap_or((&value, ""));
    match (named.documents)(key) {
        None => faults.at(
            line,
            format!("没有文件 {key}；请在 pack.toml 的 [documents] 里登记，没有依据的写 default"),
        ),
        Some(_) if place.trim().is_empty() => {
            faults.at(line, format!("basis 要写到章节，例如 \"{key} 第三章第一节\""));
        }
        Some(title) => source.basis = format!("{title} {}", place.trim()),
    }
    source
}

/// A text or a list of texts.
pub(super) fn texts(
    it: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
) -> Vec<Lined<String>> {
    let Some(Lined { line, value }) = it.take(key) else { return Vec::new() };
    let list = match value {
        Item::List(list) => list,
        other => vec![Lined { line, value: other }],
    };
    let mut found = Vec::new();
    for Lined { line, value } in list {
        match value {
            Item::Text(value) if !value.trim().is_empty() => found.push(Lined { line, value }),
            _ => faults.at(line, format!("{key} 里应都是文字，请加引号")),
        }
    }
    found
}

/// The same without lines.
pub(crate) fn plain_texts(
    it: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
) -> Vec<String> {
    texts(it, key, faults).into_iter().map(|it| it.value).collect()
}

/// A formula, still to be understood.
pub(super) fn formula(
    it: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
) -> Option<Formula> {
    it.text(key, faults).map(|it| Formula::written(it.value, it.line))
}

/// Levels of regions.
pub(super) fn levels(
    it: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
) -> Vec<RegionLevel> {
    let mut found = Vec::new();
    for Lined { line, value } in texts(it, key, faults) {
        match RegionLevel::from_word(&value) {
            Some(level) => found.push(level),
            None => faults.at(line, format!("没有级别 {value}")),
        }
    }
    if found.is_empty() {
        faults.at(it.line, format!("缺少 {key}：写明是哪几级，例如 [\"village\"]"));
    }
    found
}

fn combinations(top: &mut Table, faults: &mut Faults<'_>) -> Vec<Vec<String>> {
    let Some(Lined { line, value }) = top.take("unique") else { return Vec::new() };
    let mut found = Vec::new();
    let Item::List(list) = value else {
        faults.at(line, "unique 应写成 [[\"字段\", \"字段\"]]");
        return found;
    };
    for Lined { line, value } in list {
        let Item::List(names) = value else {
            faults.at(line, "unique 应写成 [[\"字段\", \"字段\"]]");
            continue;
        };
        let mut combination = Vec::new();
        for it in names {
            match it.value {
                Item::Text(name) => combination.push(name),
                _ => faults.at(it.line, "unique 里应是字段名，请加引号"),
            }
        }
        found.push(combination);
    }
    found
}

fn sections(top: &mut Table, faults: &mut Faults<'_>) -> Vec<Section> {
    each(top, "sections", faults, |it, faults| {
        Some(Section { words: words(it, faults), fields: plain_texts(it, "fields", faults) })
    })
}

fn list(it: &mut Table, named: &Named<'_>, faults: &mut Faults<'_>) -> Option<CodeList> {
    let name = it.required_text("name", faults)?.value;
    let source = sourced(it, named, false, faults);
    let items = each(it, "items", faults, |it, faults| {
        let code = it.required_text("code", faults)?.value;
        let words = words(it, faults);
        let also = plain_texts(it, "words", faults);
        let catalogue = plain_texts(it, "catalogue", faults);
        Some(Code { code, words, also, catalogue })
    });
    Some(CodeList { name, items, source })
}

fn print(mut it: Table, faults: &mut Faults<'_>) -> Option<Print> {
    let words = words(&mut it, faults);
    let line = it.line;
    let zh = plain_texts(&mut it, "signatures_zh", faults);
    let en = plain_texts(&mut it, "signatures_en", faults);
    it.finish(faults);
    if zh.len() != en.len() {
        faults.at(line, "signatures_zh 和 signatures_en 要一样多");
    }
    let signatures = zh.into_iter().zip(en).map(|(zh, en)| Words { zh, en }).collect();
    Some(Print { words, signatures })
}

/// Names of the TOML files of a folder, without the ending; none when there is no folder.
pub(crate) fn files(folder: &Path) -> anyhow::Result<Vec<String>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("读不了文件夹 {}", folder.display()))?
    {
        let name = entry?.file_name().to_string_lossy().into_owned();
        match name.strip_suffix(".toml") {
            Some(stem) => names.push(stem.to_owned()),
            None if name.ends_with(".md") => {}
            None => bail!("{}：这里只放 .toml 文件，请移走 {name}", folder.display()),
        }
    }
    names.sort();
    Ok(names)
}
