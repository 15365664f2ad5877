//! 取数: what ledgers give to screening: tables of the lake, and the facts declared over them.
//!
//! Facts are declared over tables, packs name facts, and ledgers name the parameters of packs. So
//! both are read from the definition files before all of that, as they stand in the files; what is
//! wrong with a definition is said when the ledgers themselves are read.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use anyhow::Context;
use kernel::{Column, ColumnType, Table, TableKind};
use policy::{Faults, table};

use crate::{
    field::{Field, FieldType},
    ledger::Ledger,
    ledgers::Ledgers,
    sql,
};

/// The column with the state of a record, before its fields.
pub const STATE_COLUMN: &str = "state";

/// Where a fact is computed from something else than rows.
const FROM_FACTS: [&str; 6] = ["from", "fold", "count_persons", "expr", "household", "registry"];

/// What the ledgers of a folder of packs give to screening.
#[derive(Clone, Debug, Default)]
pub struct LakeTables {
    /// The tables `ledger_<id>` of every definition with a `[lake]`. A month's rows are what the
    /// ledger says when the month is screened, so an older month's count no longer.
    pub tables: Vec<Table>,
    /// The facts of their `[facts.<name>]`, by file, written as in `facts/*.toml`.
    pub facts: Vec<(String, String)>,
}

/// Reads them from a folder of packs.
///
/// # Errors
/// When files cannot be read.
pub fn lake_tables(dir: &Path) -> anyhow::Result<LakeTables> {
    let mut packs = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("读不了文件夹 {}", dir.display()))?
    {
        let path = entry?.path().join("pack.toml");
        if !path.exists() {
            continue;
        }
        let text =
            fs::read_to_string(&path).with_context(|| format!("读不了 {}", path.display()))?;
        let mut told_later = Vec::new();
        let mut top = table::parse("pack.toml", &text, &mut told_later);
        let mut faults = Faults { file: "pack.toml", list: &mut told_later };
        let region = top.text("region", &mut faults).map(|it| it.value).unwrap_or_default();
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
        packs.push((folder.to_string_lossy().into_owned(), region));
    }
    let folders: Vec<(&str, &str)> =
        packs.iter().map(|(name, region)| (name.as_str(), region.as_str())).collect();
    let mut told_later = Vec::new();
    let all = Ledgers::gather(dir, &folders, &|_, _| None, &mut told_later)?;
    let tables = all.widest().iter().filter_map(table_of).collect();
    let files: BTreeSet<(&str, &str)> = all
        .whole()
        .filter(|it| it.lake.is_some())
        .map(|it| (it.id.as_str(), it.source.file.as_str()))
        .collect();
    let mut facts = Vec::new();
    for (ledger, file) in files {
        let text = fs::read_to_string(dir.join(file)).with_context(|| format!("读不了 {file}"))?;
        if let Some(declared) = facts_of(ledger, &text) {
            facts.push((format!("packs/{file}"), declared));
        }
    }
    Ok(LakeTables { tables, facts })
}

/// The facts of a definition file, as a file of facts has them.
fn facts_of(ledger: &str, text: &str) -> Option<String> {
    let mut file: toml::Table = text.parse().ok()?;
    let toml::Value::Table(mut facts) = file.remove("facts")? else { return None };
    for (_, fact) in &mut facts {
        if let toml::Value::Table(fact) = fact
            && !FROM_FACTS.iter().any(|it| fact.contains_key(*it))
        {
            fact.insert("from".to_owned(), sql::table(ledger).into());
        }
    }
    Some(facts.to_string())
}

/// The table of a ledger; none when it has no rows for facts.
fn table_of(ledger: &Ledger) -> Option<Table> {
    let lake = ledger.lake.as_ref()?;
    let states: Vec<String> = ledger.states.iter().map(|it| it.name.clone()).collect();
    let mut columns = Vec::new();
    if !states.is_empty() {
        let ty = ColumnType::Code(states.into());
        columns.push(Column { name: STATE_COLUMN.into(), zh: "状态".into(), ty });
    }
    for field in lake.fields.iter().filter_map(|it| ledger.field(it)) {
        let Some(ty) = column_type(ledger, field) else { continue };
        columns.push(Column { name: field.name.clone(), zh: field.words.zh.clone(), ty });
    }
    Some(Table {
        name: sql::table(&ledger.id),
        zh: format!("{}（台账）", ledger.words.zh),
        kind: TableKind::Snapshot,
        valid_months: 1,
        columns,
    })
}

/// As what the lake keeps a field. Numbers stay as the database has them: a decimal without its
/// point.
fn column_type(ledger: &Ledger, field: &Field) -> Option<ColumnType> {
    Some(match &field.ty {
        FieldType::Number | FieldType::Year => ColumnType::Int,
        FieldType::Decimal { places: 2 } => ColumnType::Centi,
        FieldType::Decimal { .. } => ColumnType::Int,
        FieldType::Money => ColumnType::Fen,
        FieldType::Date | FieldType::Month => ColumnType::Date,
        FieldType::YesNo => ColumnType::Bool,
        FieldType::Code { list } => {
            let codes = ledger.list(list)?.items.iter().map(|it| it.code.clone());
            ColumnType::Code(codes.collect::<Arc<[String]>>())
        }
        _ => return None,
    })
}
