//! 取数: what is kept here of a county (ledgers, income accounts, lists of events) becomes rows of the lake, so that facts
//! and rules read it like any department's list.
//!
//! It is done when a month is screened, and is a batch like an import: its rows name the record they
//! come from, it can be taken back, and an older run reads what it read then. Without a change nothing
//! is written.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};
use kernel::{Month, Region, Table, Value, fingerprint};
use lake::{
    layout,
    writer::{PartWriter, RowKeys},
};
use serde_json::json;
use store::{NewBatch, NewLakeFile, NewSourceFile, Tx};

use crate::{home::Home, import::abandon, income, ledgers, shocks};

/// What such a batch is noted as.
const NOTE: &str = "台账取数";

/// What is kept here, as rows of one table.
#[derive(Debug)]
pub(crate) struct Taken {
    /// The table.
    pub(crate) table: Table,
    /// Where the rows come from, in Chinese.
    pub(crate) named: String,
    /// Whose they are.
    pub(crate) department: Option<String>,
    /// Whom each is about, and its cells.
    pub(crate) rows: Vec<(RowKeys, Vec<Value>)>,
    /// Records of people who are in no household any more.
    pub(crate) skipped: usize,
}

/// A file of the lake that is to be written.
struct Part<'a> {
    taken: &'a Taken,
    path: PathBuf,
    source: i32,
}

/// Brings what is kept of a county, as it is on the last day of a month, into the lake. Gives the batch
/// it wrote; nothing when all is as it was taken before, or there is nothing any more.
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
    ledgers::ready(home).await?;
    let mut tx = home.db.read().await?;
    let mut taken = ledgers::taken(home, &mut tx, county, month).await?;
    taken.extend(income::taken(home, &mut tx, county, month).await?);
    taken.extend(shocks::lake::taken(home, &mut tx, county, month).await?);
    let before = taken_before(home, &mut tx, county, month).await?;
    drop(tx);
    let marks: BTreeMap<String, String> =
        taken.iter().map(|it| (it.table.name.clone(), it.mark())).collect();
    let known: BTreeMap<String, String> =
        before.iter().map(|(table, (_, mark))| (table.clone(), mark.clone())).collect();
    if marks == known {
        return Ok(None);
    }
    let batch = match taken.is_empty() {
        true => None,
        false => Some(write(home, county, month, &taken, now).await?),
    };
    let mut tx = home.db.write().await?;
    for (old, _) in before.values() {
        // Several tables share a batch: the second time there is nothing left to take back.
        tx.roll_back_batch(*old).await?;
    }
    if let Some(batch) = batch {
        let counted = tx.commit_batch(batch, now, Some(&home.packs().hash())).await?;
        anyhow::ensure!(counted, "取数的批次 {batch} 不再是打开的，请再筛查一次");
    }
    let rows: usize = taken.iter().map(|it| it.rows.len()).sum();
    let detail = json!({ "month": month.to_string(), "tables": taken.len(), "rows": rows });
    let subject = match batch {
        Some(batch) => format!("batch {batch}"),
        None => format!("county {}", county.stat_code),
    };
    tx.append_audit(now, actor, "lake.take_in", &subject, &detail).await?;
    tx.commit().await?;
    Ok(batch)
}

impl Taken {
    /// Says whether another taking found the same: a fingerprint of where the rows come from, all
    /// rows, and what their columns are.
    fn mark(&self) -> String {
        let columns = format!("{} {:?};", self.named, self.table.columns);
        let rows: String = self.rows.iter().map(|it| format!("{it:?};")).collect();
        format!("{:016x}", fingerprint(&(columns + &rows)))
    }
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
    let tables = &home.definitions.tables;
    let kept = home.definitions.ledgers.lake_tables(tables).into_iter();
    for table in kept.chain(tables.get(income::TABLE)).chain(tables.get(shocks::lake::TABLE)) {
        for file in tx.lake_files_for(county.id, &table.name, &month, &month).await? {
            let Some(source) = file.source_file_id else { continue };
            let Some(source) = tx.source_file(source).await? else { continue };
            known.insert(table.name.clone(), (file.batch_id, source.sha256));
        }
    }
    Ok(known)
}

/// Writes an open batch; one that cannot be written whole is gone again.
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
        let code = county.leading_digits();
        let mark = it.mark();
        let name = format!("batch{batch}_{mark}");
        let path = layout::part_path(&it.table.name, code, &month.to_string(), &name);
        let (rows, skipped) = (it.rows.len(), it.skipped);
        let read = rows + skipped;
        let file = NewSourceFile {
            batch_id: batch,
            path: it.named.clone(),
            sha256: mark,
            sheet: String::new(),
            feed: None,
            table_name: Some(it.table.name.clone()),
            department: it.department.clone(),
            format: Some("kept".to_owned()),
            encoding: None,
            delimiter: None,
            header_row: None,
            header: it.table.columns.iter().map(|it| it.zh.clone()).collect(),
            counts: json!({
                "read": read, "data_rows": read, "stored": rows, "matched": rows,
                "quarantined": 0, "skipped": skipped,
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
        let (path, source) = (home.lake().join(&path), i32::try_from(source)?);
        parts.push(Part { taken: it, path, source });
    }
    // An interrupted taking is cleared away with its open batch, files and all.
    tx.commit().await?;
    if let Err(error) = parts.iter().try_for_each(Part::write) {
        abandon(home, batch).await?;
        return Err(error);
    }
    Ok(batch)
}

impl Part<'_> {
    fn write(&self) -> anyhow::Result<()> {
        let mut part = PartWriter::create(&self.taken.table, &self.path)?;
        for (keys, values) in &self.taken.rows {
            // A record is its own fingerprint: no two rows of a taking are the same.
            let keys = RowKeys { file: self.source, row_hash: keys.row.into(), ..*keys };
            part.push(&keys, values)?;
        }
        part.finish().with_context(|| format!("写不了 {}", self.path.display()))?;
        Ok(())
    }
}
