//! A file that was sent, imported by a job while somebody waits.
//!
//! What became of it is kept in the unit of work that writes the records: whoever takes the job up
//! again finds it done, and no row is recorded twice.

use std::path::PathBuf;

use anyhow::Context;
use chrono::{DateTime, Utc};
use kernel::calendar::china_day;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Job;

use super::{
    ImportOrder, LedgerImport, allowed, imported,
    opened::{Opened, of_file},
    region_of,
};
use crate::{
    home::Home,
    jobs::{Heard, JobIn},
    ledgers::{error::LedgerError, terms::Terms},
    staff::Staff,
    uploads,
};

/// How many of the rows that were left out a job tells; the workbook has them all.
const MOST_TOLD: usize = 500;

/// The records of a file that was sent, to be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsIn {
    /// The ledger.
    pub ledger: String,
    /// Statistical code of the county the file is about, or of a township or village in it, which
    /// then is the place of rows that name none.
    pub region: String,
    /// The upload, with one file.
    pub upload: String,
    /// Only says what would happen.
    #[serde(default)]
    pub preview: bool,
}

/// Whether somebody may import a file they sent, and whether it is one of this ledger: told at once,
/// and not when a worker comes to it.
///
/// # Errors
/// Missing rights, and what is wrong with the file as a whole.
pub async fn may_import_sent(
    home: &Home,
    staff: &Staff,
    wanted: &RecordsIn,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    crate::ledgers::ready(home).await?;
    let region = region_of(home, staff, &wanted.region)?;
    let terms = Terms::of(home, region.id, china_day(now));
    let ledger = allowed(staff, &terms, region, &wanted.ledger)?;
    let path = only_file(home, &staff.account_id, &wanted.upload)?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Opened::open(&file, &path, ledger, region.level)?;
    Ok(())
}

/// Does a job that asks for it, as the account that asked. Of the rows that were left out the first
/// 500 are told, and a workbook of all of them is kept with the upload; the file itself is removed.
///
/// # Errors
/// As [`super::import`]; then the file is kept.
pub async fn import_sent(
    home: &Home,
    job: &Job,
    wanted: &RecordsIn,
    now: DateTime<Utc>,
    heard: Heard<'_>,
) -> Result<LedgerImport, LedgerError> {
    let kept = job.result.clone().and_then(|it| serde_json::from_value::<LedgerImport>(it).ok());
    if let Some(done) = kept {
        clear(home, wanted, &done)?;
        return Ok(done);
    }
    let staff = staff_of(home, job, now).await?;
    let path = only_file(home, &job.account, &wanted.upload)?;
    let order = ImportOrder {
        ledger: &wanted.ledger,
        region: &wanted.region,
        path: &path,
        preview: wanted.preview,
    };
    let (mut report, mut tx) = imported(home, &staff, &order, now, heard).await?;
    uploads::keep_left_out(home, &wanted.upload, report.errors_workbook.take().as_deref())?;
    report.quarantined.truncate(MOST_TOLD);
    if wanted.preview {
        return Ok(report);
    }
    let result = serde_json::to_value(&report).map_err(anyhow::Error::from)?;
    if !tx.keep_job_result(job, &result).await? {
        return Err(anyhow::anyhow!("任务已经由别的进程接手").into());
    }
    tx.commit().await?;
    clear(home, wanted, &report)?;
    Ok(report)
}

/// The workbook of the rows that a job of one's own left out, with a name for it. That it was
/// fetched is kept in the audit.
///
/// # Errors
/// [`LedgerError::NotFound`] when it left none out, or they are cleared away already.
pub async fn left_out_of(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    job: &str,
    now: DateTime<Utc>,
) -> Result<(String, Vec<u8>), LedgerError> {
    let terms = Terms::of(home, staff.scope.region_id, china_day(now));
    let definition = terms.seen(staff, ledger)?;
    let mut tx = home.db.write().await?;
    let found = tx.job_in(&job.replace('\0', ""), &staff.scope).await?;
    let found = found.filter(|it| it.account == staff.account_id && it.kind == "import_records");
    let found = found.ok_or(LedgerError::NotFound)?;
    let wanted = match serde_json::from_value(found.payload) {
        Ok(JobIn::ImportRecords(it)) if it.ledger == ledger => it,
        _ => return Err(LedgerError::NotFound),
    };
    let bytes = uploads::left_out(home, staff, &wanted.upload).map_err(|error| match error {
        uploads::UploadError::Internal(error) => LedgerError::Internal(error),
        _ => LedgerError::NotFound,
    })?;
    let detail = json!({ "job": found.id });
    tx.append_audit(now, &staff.actor(), "ledger.left_out", ledger, &detail).await?;
    tx.commit().await?;
    Ok((format!("{}_未导入", definition.words.zh), bytes))
}

/// What a job has used up is removed.
fn clear(home: &Home, wanted: &RecordsIn, done: &LedgerImport) -> anyhow::Result<()> {
    match done.quarantined_rows {
        0 => uploads::used(home, &wanted.upload),
        _ => uploads::files_used(home, &wanted.upload),
    }
}

/// Whoever asked for a job, with the roles they have now.
async fn staff_of(home: &Home, job: &Job, now: DateTime<Utc>) -> Result<Staff, LedgerError> {
    let staff = Staff::of_id(home, &job.account, now).await?;
    staff.ok_or_else(|| LedgerError::NotAllowed { what: "导入".into() })
}

/// The one file of an upload.
fn only_file(home: &Home, account: &str, upload: &str) -> Result<PathBuf, LedgerError> {
    let folder = uploads::files_of(home, account, upload)?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).context("上传的文件已经清理：请重新选择文件")?
    {
        let path = entry.map_err(anyhow::Error::from)?.path();
        if path.extension().is_none_or(|it| it != "writing") {
            files.push(path);
        }
    }
    match <[PathBuf; 1]>::try_from(files) {
        Ok([file]) => Ok(file),
        Err(files) => Err(of_file(
            format!("台账一次导入一个文件，现在有 {} 个：请只选一个再导入", files.len()),
            format!("a ledger takes one file at a time, not {}", files.len()),
        )),
    }
}
