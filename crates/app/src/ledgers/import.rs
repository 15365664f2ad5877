//! 导入: a sheet of records. New rows are recorded, changed ones changed, and what was exported comes
//! back as it is; every row goes through the rules a form goes through.
//!
//! One file is one unit of work with one audit row. A row that cannot be taken keeps its cells and
//! its reasons for a workbook that is mended and imported again; the others go on. What is read is
//! what was added, changed, unchanged or left out: the sum is checked.

mod cell;
mod header;
mod judge;
mod left_out;
mod lookup;
mod opened;
mod report;
mod sent;
mod work;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use intake::Record;
use kernel::{Region, RegionLevel, calendar::china_day};
use ledger::Ledger;
use serde_json::json;
use store::{Scope, Tx};

use self::{
    left_out::errors_workbook,
    lookup::Lookups,
    opened::{Opened, fingerprint, is_no_data, of_file, unreadable},
    work::{Line, Work},
};
pub use self::{
    report::{ImportOrder, ImportedSheet, LedgerImport, QuarantinedRow},
    sent::{RecordsIn, import_sent, left_out_of, may_import_sent},
};
use super::{
    error::LedgerError,
    terms::{Terms, may_keep},
    writer::Writer,
};
use crate::{home::Home, jobs::Heard, reach, staff::Staff};

/// How many rows are looked at and written together.
const CHUNK: usize = 500;

/// Imports a file, all of it in one unit of work, or only says what would happen.
///
/// # Errors
/// What is wrong with the file as a whole, missing rights, and a database that cannot be written.
/// Then nothing is.
pub async fn import(
    home: &Home,
    staff: &Staff,
    order: &ImportOrder<'_>,
    now: DateTime<Utc>,
    heard: Heard<'_>,
) -> Result<LedgerImport, LedgerError> {
    let (report, tx) = imported(home, staff, order, now, heard).await?;
    if !order.preview {
        tx.commit().await?;
    }
    Ok(report)
}

/// The ledger, when somebody may import into it for a region.
fn allowed<'a>(
    staff: &Staff,
    terms: &'a Terms<'_>,
    region: &'a Region,
    ledger: &str,
) -> Result<&'a Ledger, LedgerError> {
    let ledger = terms.seen(staff, ledger)?;
    if !may_keep(staff, ledger) {
        return Err(LedgerError::NotAllowed { what: ledger.words.zh.clone() });
    }
    let by_county = region.level < RegionLevel::County && !ledger.levels.contains(&region.level);
    if by_county {
        return Err(of_file(
            format!("{}按县导入：请选一个县（市、区）", ledger.words.zh),
            format!("{} is imported by county: choose one", ledger.words.en),
        ));
    }
    Ok(ledger)
}

/// The region a file is said to be about, within the scope.
fn region_of<'a>(home: &'a Home, staff: &Staff, code: &str) -> Result<&'a Region, LedgerError> {
    reach::region_in(home, &staff.scope, code)
        .ok_or_else(|| LedgerError::WrongRegion { levels: "地区".into() })
}

/// The import with its unit of work, which whoever called ends.
async fn imported(
    home: &Home,
    staff: &Staff,
    order: &ImportOrder<'_>,
    now: DateTime<Utc>,
    heard: Heard<'_>,
) -> Result<(LedgerImport, Tx), LedgerError> {
    super::ready(home).await?;
    let region = region_of(home, staff, order.region)?;
    let terms = Terms::of(home, region.id, china_day(now));
    let ledger = allowed(staff, &terms, region, order.ledger)?;
    let file = order.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let opened = Opened::open(&file, order.path, ledger, region.level)?;
    let mut report = LedgerImport {
        file: file.clone(),
        ledger: ledger.id.clone(),
        preview: order.preview,
        sheets: opened.reports(ledger),
        ignored_sheets: opened.ignored.clone(),
        ..LedgerImport::default()
    };
    let total = opened.count(&file)?;
    let mut tx = home.db.write().await?;
    let mut work = Work {
        writer: Writer { tx: &mut tx, terms: &terms, actor: staff.actor(), now },
        ledger,
        region_id: region.id,
        scope: Scope { region_id: region.id, level: region.level, ..staff.scope.clone() },
        lookups: Lookups::of(&terms),
        places: HashMap::new(),
        seen: HashMap::new(),
        left_out: Vec::new(),
        report: &mut report,
    };
    for (number, sheet) in opened.sheets.iter().enumerate() {
        work.load(&sheet.layout).await?;
        let mut records = opened.book.records(sheet.place).map_err(|it| unreadable(&file, &it))?;
        let mut chunk: Vec<Line> = Vec::with_capacity(CHUNK);
        let mut record = Record::default();
        while let Some(row) = records.next(&mut record).map_err(|it| unreadable(&file, &it))? {
            if row <= sheet.layout.header_row || record.is_blank() {
                continue;
            }
            if is_no_data(&sheet.layout, &record) {
                work.report.skipped += 1;
                continue;
            }
            work.report.read += 1;
            chunk.push(Line { sheet: number, row, record: record.clone() });
            if chunk.len() == CHUNK {
                work.take(&sheet.layout, std::mem::take(&mut chunk)).await?;
                heard(steps(work.report.read), total, &file);
            }
        }
        work.take(&sheet.layout, chunk).await?;
        heard(steps(work.report.read), total, &file);
    }
    let left_out = std::mem::take(&mut work.left_out);
    report.add_up()?;
    if !left_out.is_empty() {
        report.errors_workbook = Some(errors_workbook(&report, &opened, &left_out)?);
        report.quarantined = left_out.into_iter().map(|it| it.told(&opened)).collect();
    }
    if !order.preview {
        let detail = json!({
            "region": region.stat_code, "file": file, "sha256": fingerprint(order.path)?,
            "read": report.read, "added": report.added, "changed": report.changed,
            "unchanged": report.unchanged, "quarantined": report.quarantined_rows,
        });
        tx.append_audit(now, &staff.actor(), "ledger.import", &ledger.id, &detail).await?;
    }
    Ok((report, tx))
}

fn steps(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
