//! Judges one check after another.

use std::collections::BTreeSet;

use crate::{
    bind::Bindings,
    check::{Check, Condition, Object},
    database::{Database, said},
    load::Sources,
    report::{Finding, harmless},
    schema::{BUILT_IN, BUILT_IN_ID, HOUSEHOLD_FIRST, Present, ROW, Schema, Sheet},
    sql,
};

/// What became of a check.
pub(crate) enum Judged {
    /// What it found, by row.
    Findings(Vec<Finding>),
    /// What is missing.
    Not(Vec<String>),
}

/// What checks are judged on.
pub(crate) struct Ground<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) present: &'a Present,
    pub(crate) sources: &'a Sources,
}

/// Judges a check. Whatever keeps it from being judged is said; it is no error.
pub(crate) async fn judge(
    database: &mut Database,
    ground: &Ground<'_>,
    check: &Check,
    bindings: &Bindings,
) -> Judged {
    let Some(sheet) = ground.schema.sheet(&check.sheet) else {
        return Judged::Not(vec![format!("没有声明“{}”这张表", check.sheet)]);
    };
    if !ground.present.has_sheet(&sheet.name) {
        return Judged::Not(vec![format!("没有“{}”表", sheet.zh)]);
    }
    let select = match statement(check, sheet, bindings) {
        Ok(sql) => sql,
        Err(name) => {
            return Judged::Not(vec![format!("参数“{name}”在这个地区、这一天没有值")]);
        }
    };
    match rows(database, ground, check, sheet, &select).await {
        Ok(findings) => Judged::Findings(findings),
        Err(error) => Judged::Not(why(ground, check, &said(&error))),
    }
}

/// The statement that gives the numbers of doubtful rows.
pub(crate) fn statement(
    check: &Check,
    sheet: &Sheet,
    bindings: &Bindings,
) -> Result<String, String> {
    Ok(match &check.condition {
        Condition::Where(condition) => {
            let once = check.object == Object::Household && sheet.object != Object::Household;
            let number = if once { HOUSEHOLD_FIRST } else { ROW };
            let condition = bindings.fill(condition)?;
            format!("SELECT {number} FROM {} WHERE ({condition})", sheet.name)
        }
        Condition::Select(select) => bindings.fill(select)?,
    })
}

async fn rows(
    database: &mut Database,
    ground: &Ground<'_>,
    check: &Check,
    sheet: &Sheet,
    select: &str,
) -> Result<Vec<Finding>, sqlx::Error> {
    let seen = seen_columns(ground, check, sheet);
    let or_empty = |column: &str| match ground.present.has(&sheet.name, column) {
        true => format!("CAST({column} AS TEXT)"),
        false => "''".to_owned(),
    };
    let mut columns: Vec<String> =
        ["文件", "行号", "户编号", "姓名", "乡", "村"].map(or_empty).to_vec();
    columns.extend(seen.iter().map(|it| or_empty(it)));
    let all = database
        .texts(&format!(
            "SELECT {} FROM {} WHERE {ROW} IN ({select}) ORDER BY {ROW}",
            columns.join(", "),
            sheet.name
        ))
        .await?;
    let finding = |row: Vec<String>| {
        let source: usize = row[0].parse().unwrap_or_default();
        let at = ground.sources.sources.get(source);
        Finding {
            check: check.id.clone(),
            file: at.map(|it| it.file.clone()).unwrap_or_default(),
            sheet: at.map(|it| it.sheet_name.clone()).unwrap_or_default(),
            row: row[1].parse().unwrap_or_default(),
            household_no: harmless(&row[2]),
            name: harmless(&row[3]),
            township: harmless(&row[4]),
            village: harmless(&row[5]),
            seen: shown(&seen, &row[6..]),
            change: None,
            exemption_expired: None,
            source,
        }
    };
    Ok(all.into_iter().map(finding).collect())
}

/// The columns whose values explain a finding: those the condition names. Instead of a derived
/// yes or no, the columns it is computed from; never identity numbers or telephones.
fn seen_columns(ground: &Ground<'_>, check: &Check, sheet: &Sheet) -> Vec<String> {
    let mut found = Vec::new();
    add_seen(ground, sheet, check.condition.text(), &mut found, &mut BTreeSet::new());
    found
}

fn add_seen(
    ground: &Ground<'_>,
    sheet: &Sheet,
    sql_text: &str,
    found: &mut Vec<String>,
    known: &mut BTreeSet<String>,
) {
    for token in sql::tokens(sql_text) {
        let sql::Token::Name(name) = token else { continue };
        let hidden = BUILT_IN.contains(&name) || ["人键", "人首行"].contains(&name);
        if hidden || !ground.present.has(&sheet.name, name) || !known.insert(name.to_owned()) {
            continue;
        }
        let derived =
            ground.schema.derived.iter().find(|it| it.sheet == sheet.name && it.name == name);
        match (sheet.column(name), derived) {
            (Some(column), _) if column.ty.is_secret() => {}
            (Some(_), _) => found.push(name.to_owned()),
            (None, Some(it)) if it.is_shown => found.push(name.to_owned()),
            (None, Some(it)) => {
                for way in &it.sql {
                    add_seen(ground, sheet, way, found, known);
                }
            }
            (None, None) if BUILT_IN_ID.contains(&name) => found.push(name.to_owned()),
            (None, None) => {}
        }
    }
}

fn shown(columns: &[String], values: &[String]) -> String {
    let one = |(column, value): (&String, &String)| {
        let value = value.strip_suffix(".0").unwrap_or(value);
        let value = if value.is_empty() { "（空）".to_owned() } else { harmless(value) };
        format!("{column}={value}")
    };
    columns.iter().zip(values).map(one).collect::<Vec<_>>().join("；")
}

/// What is missing for a check whose statement the database refused.
fn why(ground: &Ground<'_>, check: &Check, said: &str) -> Vec<String> {
    let condition = check.condition.text();
    let names = sql::names(condition);
    let mut lacking = ground.present.lacks(ground.schema, &check.sheet, condition);
    for other in &ground.schema.sheets {
        if other.name != check.sheet && names.contains(other.name.as_str()) {
            lacking.extend(ground.present.lacks(ground.schema, &other.name, condition));
        }
    }
    if lacking.is_empty() {
        lacking.insert(format!("条件读不懂：{said}（{} 第{}行）", check.file, check.line));
    }
    lacking.into_iter().collect()
}
