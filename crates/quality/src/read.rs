//! Reads the files of `checks/` strictly: what is not known is a fault, with file and line.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use policy::{
    Faults,
    suggest::hint,
    table::{Item, Lined, Table},
};

use crate::{
    check::{Check, Condition, Level, Object, Written},
    schema::{CellType, Column, Derived, Per, Schema, Sheet, Words},
    sql,
};

/// Takes one of several words.
fn choice<T: Copy>(
    table: &mut Table,
    key: &'static str,
    words: &[(&'static str, T)],
    faults: &mut Faults<'_>,
) -> Option<T> {
    let Lined { line, value } = table.text(key, faults)?;
    let found = words.iter().find(|(word, _)| *word == value).map(|(_, it)| *it);
    if found.is_none() {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        faults.at(line, format!("{key} 只能写：{}", known.join("、")));
    }
    found
}

/// Takes a text or a list of texts.
fn texts(table: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Vec<Lined<String>> {
    let Some(Lined { line, value }) = table.take(key) else { return Vec::new() };
    let list = match value {
        Item::List(list) => list,
        other => vec![Lined { line, value: other }],
    };
    let mut found = Vec::new();
    for Lined { line, value } in list {
        match value {
            Item::Text(value) => found.push(Lined { line, value }),
            _ => faults.at(line, format!("{key} 里应都是文字，请加引号")),
        }
    }
    found
}

/// `columns.toml`: `[words.…]` and `[[sheet]]`.
pub(crate) fn columns(mut top: Table, faults: &mut Faults<'_>) -> Schema {
    let mut schema = Schema::default();
    if let Some(mut lists) = top.table("words", faults) {
        for (name, Lined { line, value }) in lists.take_all() {
            match value {
                Item::Table(list) => {
                    schema.words.insert(name, words(list, faults));
                }
                _ => faults.at(line, format!("words.{name} 应是一张表：词 = [别的写法]")),
            }
        }
    }
    for mut table in top.tables("sheet", faults) {
        schema.sheets.extend(sheet(&mut table, faults));
        table.finish(faults);
    }
    top.finish(faults);
    schema
}

fn words(mut list: Table, faults: &mut Faults<'_>) -> Words {
    let mut words = Words::new();
    for (word, Lined { line, value }) in list.take_all() {
        let Item::List(others) = value else {
            faults.at(line, format!("{word} 后面写方括号，里面是别的写法"));
            continue;
        };
        for other in others {
            let Item::Text(written) = other.value else {
                faults.at(other.line, "别的写法应是文字，请加引号");
                continue;
            };
            let written = kernel::cleaning::squeeze(&written).into_owned();
            if let Some(before) = words.insert(written.clone(), word.clone()) {
                faults.at(other.line, format!("{written} 已经换成 {before}，不能又换成 {word}"));
            }
        }
    }
    words
}

fn sheet(table: &mut Table, faults: &mut Faults<'_>) -> Option<Sheet> {
    let line = table.line;
    let name = table.required_text("name", faults)?.value;
    let zh = table.text("zh", faults).map_or_else(|| name.clone(), |it| it.value);
    let objects = Object::ALL.map(|it| (it.word(), it));
    let object = choice(table, "object", &objects, faults).unwrap_or(Object::Person);
    let required: Vec<String> =
        texts(table, "required", faults).into_iter().map(|it| it.value).collect();
    let mut columns: Vec<Column> = Vec::new();
    for mut it in table.tables("columns", faults) {
        let Some(Lined { line, value }) = it.required_text("name", faults) else { continue };
        let column = Column {
            name: value,
            headers: texts(&mut it, "headers", faults).into_iter().map(|it| it.value).collect(),
            ty: choice(&mut it, "type", &CellType::ALL, faults).unwrap_or(CellType::Text),
            words: it.text("words", faults).map(|it| it.value),
        };
        it.finish(faults);
        if columns.iter().any(|known| known.name == column.name) {
            faults.at(line, format!("{name} 表里已有列 {}", column.name));
        }
        columns.push(column);
    }
    for it in &required {
        if !columns.iter().any(|column| column.name == *it) {
            faults.at(line, format!("required 里的 {it} 不在 {name} 表的列里"));
        }
    }
    Some(Sheet { name, zh, object, required, columns })
}

/// `derived.toml`: `[parameters]` and `[[derived]]`.
pub(crate) fn derived(mut top: Table, schema: &mut Schema, faults: &mut Faults<'_>) {
    schema.parameters = parameters(&mut top, faults);
    for mut table in top.tables("derived", faults) {
        let line = table.line;
        let sheet = table.required_text("sheet", faults);
        let name = table.required_text("name", faults);
        table.required_text("zh", faults);
        let per = [("household", Per::Household), ("person", Per::Person)];
        let per = choice(&mut table, "per", &per, faults);
        let from = table.text("from", faults).map(|it| it.value);
        table.require("sql", faults);
        let ways = texts(&mut table, "sql", faults);
        let is_shown = table.flag("show", faults) || per.is_some();
        table.finish(faults);
        for way in &ways {
            if let Some(fault) = sql::fault(&way.value) {
                faults.at(way.line, fault);
            }
        }
        let (Some(sheet), Some(name)) = (sheet, name) else { continue };
        if from.is_some() && per.is_none() {
            faults.at(line, "写了 from 要写 per：按户还是按人合起来");
        }
        schema.derived.push(Derived {
            from: from.unwrap_or_else(|| sheet.value.clone()),
            sheet: sheet.value,
            name: name.value,
            per,
            sql: ways.into_iter().map(|it| it.value).collect(),
            is_shown,
            file: faults.file.to_owned(),
            line,
        });
    }
    top.finish(faults);
}

/// `[parameters]`: the name in conditions, and the parameter of the packs.
fn parameters(top: &mut Table, faults: &mut Faults<'_>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let Some(mut table) = top.table("parameters", faults) else { return found };
    for (name, Lined { line, value }) in table.take_all() {
        match value {
            Item::Text(parameter) => {
                found.insert(name, parameter);
            }
            _ => faults.at(line, format!("{name} 后面写参数的全名，如 \"income.monitoring_line\"")),
        }
    }
    found
}

/// What a file of checks says once for all of them.
struct Defaults {
    basis: Option<String>,
    from: Option<NaiveDate>,
    parameters: BTreeMap<String, String>,
}

/// Any other file: `[defaults]`, `[parameters]` and `[[check]]`.
pub(crate) fn checks(
    mut top: Table,
    pack: &str,
    documents: &BTreeSet<String>,
    faults: &mut Faults<'_>,
) -> Vec<Written> {
    let mut defaults = Defaults { basis: None, from: None, parameters: BTreeMap::new() };
    if let Some(mut table) = top.table("defaults", faults) {
        defaults.basis = basis(&mut table, documents, faults);
        defaults.from = table.date("from", faults).map(|it| it.value);
        table.finish(faults);
    }
    defaults.parameters = parameters(&mut top, faults);
    let mut found = Vec::new();
    for mut table in top.tables("check", faults) {
        found.extend(check(&mut table, pack, &defaults, documents, faults));
        table.finish(faults);
    }
    top.finish(faults);
    found
}

fn basis(
    table: &mut Table,
    documents: &BTreeSet<String>,
    faults: &mut Faults<'_>,
) -> Option<String> {
    let Lined { line, value } = table.text("basis", faults)?;
    let key = value.split_whitespace().next().unwrap_or_default();
    if key != "default" && !documents.contains(key) {
        faults.at(
            line,
            format!(
                "没有文件 {key}{}；请在 pack.toml 的 [documents] 里登记，没有文件依据的写 default",
                hint(key, documents.iter().map(String::as_str))
            ),
        );
    }
    Some(value)
}

fn check(
    table: &mut Table,
    pack: &str,
    defaults: &Defaults,
    documents: &BTreeSet<String>,
    faults: &mut Faults<'_>,
) -> Option<Written> {
    let line = table.line;
    let id = table.required_text("id", faults)?.value;
    if !id.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '-') || id.len() > 24 {
        faults.at(line, "编号只用字母、数字、下划线和短横，最多24个字符：它也是工作表的名称");
    }
    let from = table.date("from", faults).map(|it| it.value).or(defaults.from);
    if from.is_none() {
        faults.at(line, format!("{id} 缺少 from：哪天起有效；也可以写在 [defaults] 里"));
    }
    let to = table.date("to", faults).map(|it| it.value);
    let own_basis = basis(table, documents, faults);
    let note = table.text("note", faults).map(|it| it.value);
    let basis = own_basis.or_else(|| defaults.basis.clone());
    if basis.is_none() {
        faults.at(line, format!("{id} 缺少 basis：依据哪个文件；也可以写在 [defaults] 里"));
    }
    if basis.as_deref() == Some("default") && note.is_none() {
        faults.at(line, "basis 为 default 时要写 note，说明这条规则从哪里来");
    }
    let file = faults.file.to_owned();
    let written = |check| Written {
        id: id.clone(),
        from: from.unwrap_or_default(),
        to,
        check,
        file: file.clone(),
        line,
    };
    if table.flag("off", faults) {
        return Some(written(None));
    }
    let levels = Level::ALL.map(|it| (it.word(), it));
    let objects = Object::ALL.map(|it| (it.word(), it));
    table.require("level", faults);
    table.require("object", faults);
    let level = choice(table, "level", &levels, faults);
    let object = choice(table, "object", &objects, faults);
    let sheet = table.required_text("sheet", faults);
    let title = table.required_text("title", faults);
    let fix = table.required_text("fix", faults);
    let condition = match (table.text("where", faults), table.text("select", faults)) {
        (Some(it), None) => {
            sound(&it, faults);
            Some(Condition::Where(it.value.trim().to_owned()))
        }
        (None, Some(it)) => {
            sound(&it, faults);
            if !it.value.trim_start().to_uppercase().starts_with("SELECT") {
                faults.at(it.line, "select 应以 SELECT 开头，给出 序");
            }
            Some(Condition::Select(it.value.trim().to_owned()))
        }
        _ => {
            faults.at(line, format!("{id} 要写 where（条件）或 select（给出 序），只写一个"));
            None
        }
    };
    let condition = condition?;
    let used: Vec<(String, String)> = sql::parameters(condition.text())
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), defaults.parameters.get(name)?.clone())))
        .collect();
    let check = Check {
        id: id.clone(),
        level: level?,
        object: object?,
        sheet: sheet?.value,
        title: title?.value,
        fix: fix?.value,
        basis: basis?,
        note,
        pack: pack.to_owned(),
        condition,
        parameters: used,
        file: file.clone(),
        line,
    };
    Some(written(Some(check)))
}

fn sound(text: &Lined<String>, faults: &mut Faults<'_>) {
    if let Some(fault) = sql::fault(&text.value) {
        faults.at(text.line, fault);
    }
}
