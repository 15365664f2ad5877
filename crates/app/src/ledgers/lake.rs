//! 取数: what the ledgers of a county say becomes rows of the lake, so that facts and rules read it
//! like any department's list.
//!
//! It is done when a month is screened, and is a batch like an import: its rows name the record they
//! come from, it can be taken back, and an older run reads what it read then. Without a change in the
//! ledgers nothing is written. A ledger without records in a county has not arrived: its facts are
//! unknown, not zero.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};
use kernel::{ColumnType, MatchLevel, Month, Region, RegionLevel, Table, Value, fingerprint};
use lake::{
    layout,
    writer::{PartWriter, RowKeys},
};
use ledger::{Field, FieldType, Ledger, STATE_COLUMN, column};
use serde_json::json;
use store::{Cell, NewBatch, NewLakeFile, NewSourceFile, Scope, Tx};

use super::terms::Terms;
use crate::home::Home;

/// What a batch of ledgers is noted as.
const NOTE: &str = "台账取数";

/// The rows of one ledger.
struct Taken {
    table: Table,
    zh: String,
    department: String,
    rows: Vec<(RowKeys, Vec<Value>)>,
    /// Says whether another taking found the same.
    mark: String,
}

/// Brings what the ledgers of a county say on the last day of a month into the lake. Gives the batch
/// it wrote; nothing when all is as it was taken before.
///
/// # Errors
/// When the database or the lake cannot be read or written; nothing of the batch counts then.
pub(crate) async fn take_in(
    home: &Home,
    county: &Region,
    month: Month,
    actor: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<i64>> {
    super::ready(home).await?;
    let mut tx = home.db.read().await?;
    let taken = read(home, &mut tx, county, month).await?;
    let before = taken_before(home, &mut tx, county, month).await?;
    drop(tx);
    let marks: BTreeMap<&str, &str> =
        taken.iter().map(|it| (it.table.name.as_str(), it.mark.as_str())).collect();
    let known: BTreeMap<&str, &str> =
        before.iter().map(|(table, (_, mark))| (table.as_str(), mark.as_str())).collect();
    if marks == known {
        return Ok(None);
    }
    let batch = write(home, county, month, &taken, now).await?;
    let mut tx = home.db.write().await?;
    for (old, _) in before.values() {
        // Several ledgers share a batch: the second time there is nothing left to take back.
        tx.roll_back_batch(*old).await?;
    }
    let counted = tx.commit_batch(batch, now, Some(&home.packs().hash())).await?;
    anyhow::ensure!(counted, "台账取数的批次 {batch} 不再是打开的，请再筛查一次");
    let rows: usize = taken.iter().map(|it| it.rows.len()).sum();
    let detail = json!({ "month": month.to_string(), "ledgers": taken.len(), "rows": rows });
    let subject = format!("batch {batch}");
    tx.append_audit(now, actor, "ledger.take_in", &subject, &detail).await?;
    tx.commit().await?;
    Ok(Some(batch))
}

/// Every ledger with rows for facts that has some.
async fn read(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    month: Month,
) -> anyhow::Result<Vec<Taken>> {
    let terms = Terms::of(home, county.id, month.last_day());
    let scope = Scope::region(county.id, RegionLevel::County);
    let mut found = Vec::new();
    for ledger in terms.ledgers.iter() {
        let Some(lake) = &ledger.lake else { continue };
        let Some(table) = home.definitions.tables.get(&ledger.table()) else { continue };
        let Some(of) = ledger.field(&lake.of) else { continue };
        let condition = lake.condition.as_ref().map(|it| terms.condition(tx.engine(), it));
        let mut wanted = keys(of);
        wanted.extend(table.columns.iter().map(|it| value_of(&terms, tx, ledger, &it.name)));
        let rows = tx.values_where(ledger, &scope, condition.as_deref(), &wanted).await?;
        let rows: Vec<(RowKeys, Vec<Value>)> =
            rows.iter().filter_map(|it| row_of(table, it)).collect();
        if rows.is_empty() {
            continue;
        }
        found.push(Taken {
            mark: mark(&rows),
            table: table.clone(),
            zh: ledger.words.zh.clone(),
            department: ledger.department.clone(),
            rows,
        });
    }
    Ok(found)
}

/// Person, household and village of a record, as SQL.
fn keys(of: &Field) -> Vec<String> {
    let name = column(&of.name);
    let (person, household) = match of.ty {
        FieldType::Person => (
            format!("r.{name}"),
            format!("(select p.household_id from persons p where p.id = r.{name})"),
        ),
        _ => ("null".to_owned(), format!("r.{name}")),
    };
    vec![person, household, "r.village_id".to_owned()]
}

/// A column of the table, as SQL; what is computed as of the day.
fn value_of(terms: &Terms<'_>, tx: &Tx, ledger: &Ledger, name: &str) -> String {
    match ledger.field(name) {
        Some(Field { value: Some(formula), .. }) => terms.value(tx.engine(), formula),
        Some(_) => format!("r.{}", column(name)),
        None if name == STATE_COLUMN => "r.state".to_owned(),
        // Another region's field.
        None => "null".to_owned(),
    }
}

/// A row for the lake; none when its record names no household any more.
fn row_of(table: &Table, cells: &[Cell]) -> Option<(RowKeys, Vec<Value>)> {
    let [id, pid, hid, vid, values @ ..] = cells else { return None };
    let (pid, hid) = (pid.number(), hid.number());
    hid?;
    let keys = RowKeys {
        pid,
        hid,
        gid: None,
        vid: vid.number(),
        level: if pid.is_some() { MatchLevel::IdExact } else { MatchLevel::Household },
        file: 0,
        row: id.number().and_then(|it| i32::try_from(it).ok())?,
        row_hash: 0,
    };
    let values = table.columns.iter().zip(values).map(|(column, cell)| match (&column.ty, cell) {
        (ty @ ColumnType::Code(_), Cell::Text(code)) => {
            ty.index_of(code).map_or(Value::Null, Value::Int)
        }
        (_, Cell::Number(it)) => Value::Int(*it),
        _ => Value::Null,
    });
    Some((keys, values.collect()))
}

/// A fingerprint of all rows.
fn mark(rows: &[(RowKeys, Vec<Value>)]) -> String {
    let text: String = rows.iter().map(|it| format!("{it:?};")).collect();
    format!("{:016x}", fingerprint(&text))
}

/// The batches that answer for the month so far, with the marks of what they took, by table.
async fn taken_before(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    month: Month,
) -> anyhow::Result<BTreeMap<String, (i64, String)>> {
    let month = month.to_string();
    let mut known = BTreeMap::new();
    let ledgers = home.definitions.ledgers.lake_tables(&home.definitions.tables);
    for table in ledgers {
        for file in tx.lake_files_for(county.id, &table.name, &month, &month).await? {
            let Some(source) = file.source_file_id else { continue };
            let Some(source) = tx.source_file(source).await? else { continue };
            known.insert(table.name.clone(), (file.batch_id, source.sha256));
        }
    }
    Ok(known)
}

/// Writes an open batch.
async fn write(
    home: &Home,
    county: &Region,
    month: Month,
    taken: &[Taken],
    now: DateTime<Utc>,
) -> anyhow::Result<i64> {
    let mut tx = home.db.write().await?;
    let batch = NewBatch {
        county_id: county.id,
        month: month.to_string(),
        created_at: now,
        note: NOTE.to_owned(),
    };
    let batch = tx.open_batch(&batch).await?;
    let first = tx.allocate("source_files", i64::try_from(taken.len())?).await?;
    let mut parts = Vec::new();
    for (source, it) in (first..).zip(taken) {
        let code = &county.stat_code[..6];
        let path = layout::part_path(
            &it.table.name,
            code,
            &month.to_string(),
            &format!("batch{batch}_{}", it.mark),
        );
        let rows = it.rows.len();
        let file = NewSourceFile {
            batch_id: batch,
            path: format!("台账：{}", it.zh),
            sha256: it.mark.clone(),
            sheet: String::new(),
            feed: None,
            table_name: Some(it.table.name.clone()),
            department: Some(it.department.clone()),
            format: Some("ledger".to_owned()),
            encoding: None,
            delimiter: None,
            header_row: None,
            header: it.table.columns.iter().map(|it| it.zh.clone()).collect(),
            counts: json!({
                "read": rows, "data_rows": rows, "stored": rows, "matched": rows,
                "quarantined": 0, "skipped": 0,
            }),
            error_code: None,
            error_message: None,
        };
        tx.insert_source_file(source, &file).await?;
        let stored = NewLakeFile {
            source_file_id: Some(source),
            batch_id: batch,
            table_name: it.table.name.clone(),
            county_id: county.id,
            month: month.to_string(),
            path: path.to_string_lossy().into_owned(),
            rows: i64::try_from(rows)?,
            part: "rows".to_owned(),
        };
        tx.insert_lake_file(&stored).await?;
        parts.push((it, home.lake().join(&path), i32::try_from(source)?));
    }
    // An interrupted taking is cleared away with its open batch, files and all.
    tx.commit().await?;
    for (it, path, source) in parts {
        write_part(it, path, source)?;
    }
    Ok(batch)
}

fn write_part(taken: &Taken, path: PathBuf, source: i32) -> anyhow::Result<()> {
    let mut part = PartWriter::create(&taken.table, &path)?;
    for (keys, values) in &taken.rows {
        // A record is its own fingerprint: no two rows of a taking are the same.
        let keys = RowKeys { file: source, row_hash: keys.row.into(), ..*keys };
        part.push(&keys, values)?;
    }
    part.finish().with_context(|| format!("写不了 {}", path.display()))?;
    Ok(())
}
