//! 导入批次 as people see them: what came, what was made of it, what waits to be mended; and what
//! each department owes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use kernel::{Month, Region, RegionLevel};
use serde::Serialize;
use serde_json::Value;
use store::{Batch, DbError, Scope, SourceFile};

use crate::{home::Home, import, quarantine_export::quarantined, reach, staff::Staff, workbook};

/// The parameter with the day of the next month by which a month's files are due.
const DUE_DAY: &str = "data.due_day";

/// Why a batch cannot be shown or taken back.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// There is none of that number in the scope.
    #[error("没有这一批，或不在您的范围内")]
    NotFound,
    /// The region is no county of the scope.
    #[error("请选一个县：部门文件按县导入")]
    NoCounty,
    /// It does not count (any more).
    #[error("这一批现在是“{0}”，不能回滚")]
    NotCommitted(String),
    /// Database or disk.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl BatchError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            BatchError::NotFound => "batch.not_found",
            BatchError::NoCounty => "batch.no_county",
            BatchError::NotCommitted(_) => "batch.not_committed",
            BatchError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for BatchError {
    fn from(error: DbError) -> BatchError {
        BatchError::Internal(error.into())
    }
}

/// One batch in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BatchRow {
    /// Number.
    pub batch: i64,
    /// Statistical code of the county.
    pub county_code: String,
    /// The county.
    pub county: String,
    /// Month the data belong to.
    pub month: String,
    /// `open`, `committed` or `rolled_back`.
    pub state: String,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// What was to be remembered.
    pub note: String,
    /// Sheets and files, unreadable ones included.
    pub files: i64,
    /// Rows read.
    pub read: i64,
    /// Rows stored.
    pub stored: i64,
    /// Rows quarantined when it came in.
    pub quarantined: i64,
    /// Rows skipped.
    pub skipped: i64,
}

/// One sheet or unreadable file of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BatchFile {
    /// File as given.
    pub file: String,
    /// Sheet; empty for text files.
    pub sheet: String,
    /// Its Chinese kind, when it was recognised.
    pub feed_zh: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Rows read.
    pub read: i64,
    /// Rows stored.
    pub stored: i64,
    /// Rows quarantined.
    pub quarantined: i64,
    /// Rows skipped.
    pub skipped: i64,
    /// Rows surely about a person of the county.
    pub matched: i64,
    /// Rows that contradict the register.
    pub review: i64,
    /// Rows about people outside the register.
    pub unmatched: i64,
    /// Quarantined rows by reason.
    pub reasons: BTreeMap<String, i64>,
    /// What is wrong with the file and what to do.
    pub error: Option<String>,
}

/// A batch with its files.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BatchView {
    /// The batch.
    pub batch: BatchRow,
    /// Its files.
    pub files: Vec<BatchFile>,
    /// Quarantined rows that still wait to be mended.
    pub waiting: i64,
}

/// How a kind of file stands in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// 已到.
    Arrived,
    /// 迟到: it came after the day it was due.
    Late,
    /// 未到, and not due yet.
    Awaited,
    /// 逾期未到.
    Missing,
    /// 从未报送: nothing of the kind has come from this county.
    Never,
}

/// One kind of file in a month.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ArrivalRow {
    /// Department.
    pub department: String,
    /// The kind of file.
    pub feed: String,
    /// In Chinese.
    pub feed_zh: String,
    /// How it stands.
    pub arrival: Arrival,
    /// When the first of the month came.
    pub arrived_on: Option<NaiveDate>,
    /// Sheets of the month.
    pub files: i64,
    /// Rows of data of the month.
    pub rows: i64,
    /// Rows surely about a person of the county.
    pub matched: i64,
    /// Rows that wait to be mended.
    pub quarantined: i64,
    /// Last month before with such a file.
    pub last_month: Option<String>,
}

/// What a county's departments sent for a month.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Arrivals {
    /// The county.
    pub county: String,
    /// Month.
    pub month: String,
    /// The last day in time.
    pub due_on: NaiveDate,
    /// Where that day comes from.
    pub due_basis: String,
    /// By department and kind.
    pub rows: Vec<ArrivalRow>,
}

/// The batches of a scope, the newest first, beginning behind `before`.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    home: &Home,
    scope: &Scope,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<BatchRow>, BatchError> {
    let mut tx = home.db.read().await?;
    let mut found = Vec::new();
    for county in counties(home, scope) {
        for batch in tx.batches_in(county.id).await.map_err(anyhow::Error::from)? {
            if before.is_none_or(|it| batch.id < it) {
                found.push((county.clone(), batch));
            }
        }
    }
    found.sort_by_key(|(_, batch)| std::cmp::Reverse(batch.id));
    found.truncate(usize::try_from(limit).unwrap_or(0));
    let mut rows = Vec::with_capacity(found.len());
    for (county, batch) in found {
        let files = tx.source_files_of(batch.id).await.map_err(anyhow::Error::from)?;
        rows.push(row(&county, batch, &files));
    }
    Ok(rows)
}

/// One batch of the scope with its files.
///
/// # Errors
/// [`BatchError::NotFound`], or when the database cannot be read.
pub async fn show(home: &Home, scope: &Scope, id: i64) -> Result<BatchView, BatchError> {
    let (county, batch) = batch_in(home, scope, id).await?;
    let mut tx = home.db.read().await?;
    let files = tx.source_files_of(id).await.map_err(anyhow::Error::from)?;
    let open = tx.open_quarantine(county.id, Some(id)).await.map_err(anyhow::Error::from)?;
    let feeds = &home.definitions.feeds;
    let views = files.iter().map(|it| BatchFile {
        file: it.path.clone(),
        sheet: it.sheet.clone(),
        feed_zh: it.feed.as_deref().and_then(|it| feeds.get(it)).map(|it| it.zh.clone()),
        department: it.department.clone(),
        read: count(it, "read"),
        stored: count(it, "stored"),
        quarantined: count(it, "quarantined"),
        skipped: count(it, "skipped"),
        matched: count(it, "matched"),
        review: count(it, "review"),
        unmatched: count(it, "unmatched"),
        reasons: reasons(it),
        error: it.error_message.clone(),
    });
    Ok(BatchView {
        files: views.collect(),
        waiting: i64::try_from(open.len()).unwrap_or(i64::MAX),
        batch: row(&county, batch, &files),
    })
}

/// The quarantined rows of a county, or of one batch, as a workbook to mend and send again; with
/// its audit row, since it holds what the departments wrote about people.
///
/// # Errors
/// [`BatchError::NotFound`], [`BatchError::NoCounty`], or when the workbook cannot be made.
pub async fn error_workbook(
    home: &Home,
    staff: &Staff,
    region: Option<&str>,
    batch: Option<i64>,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, BatchError> {
    let county = match batch {
        Some(id) => batch_in(home, &staff.scope, id).await?.0,
        None => county(home, &staff.scope, region)?,
    };
    let sheets = quarantined(home, &county, batch).await?;
    let folder = tempfile::tempdir().map_err(anyhow::Error::from)?;
    let path = folder.path().join("quarantine.xlsx");
    workbook::write_quarantine(&path, &sheets)?;
    let bytes = std::fs::read(&path).map_err(anyhow::Error::from)?;
    let rows: usize = sheets.iter().map(|it| it.rows.len()).sum();
    let mut tx = home.db.write().await?;
    let subject = format!("county {}", county.stat_code);
    let detail = serde_json::json!({ "batch": batch, "rows": rows });
    tx.append_audit(now, &staff.actor(), "quarantine.export", &subject, &detail).await?;
    tx.commit().await?;
    Ok(bytes)
}

/// Takes a committed batch of the scope back.
///
/// # Errors
/// [`BatchError::NotFound`], [`BatchError::NotCommitted`], or when the database fails.
pub async fn roll_back(
    home: &Home,
    staff: &Staff,
    id: i64,
    now: DateTime<Utc>,
) -> Result<BatchView, BatchError> {
    let (_, batch) = batch_in(home, &staff.scope, id).await?;
    if batch.state != "committed" {
        return Err(BatchError::NotCommitted(state_zh(&batch.state).to_owned()));
    }
    import::roll_back(home, id, &staff.actor(), now).await?;
    show(home, &staff.scope, id).await
}

/// What the departments of a county sent for a month, and what they owe.
///
/// A kind of file is expected when the county has sent one before. It is due on the day of the
/// next month that `data.due_day` says (practice §3.1).
///
/// # Errors
/// [`BatchError::NoCounty`], or when the database cannot be read.
pub async fn arrivals(
    home: &Home,
    scope: &Scope,
    region: Option<&str>,
    month: Month,
    today: NaiveDate,
) -> Result<Arrivals, BatchError> {
    let county = county(home, scope, region)?;
    let last = month.last_day();
    let packs = home.packs();
    let due = packs.parameter(DUE_DAY, &county.stat_code, last);
    let (day, due_basis) = match &due {
        Some(it) => (u32::try_from(it.value).unwrap_or(1), it.basis.clone()),
        None => (1, String::new()),
    };
    let next = last.succ_opt().unwrap_or(last);
    let due_on = next.with_day(day).unwrap_or(next);

    let mut seen: BTreeMap<String, Vec<(Batch, SourceFile)>> = BTreeMap::new();
    let mut tx = home.db.read().await?;
    for batch in tx.batches_in(county.id).await.map_err(anyhow::Error::from)? {
        if batch.state != "committed" {
            continue;
        }
        for file in tx.source_files_of(batch.id).await.map_err(anyhow::Error::from)? {
            if let Some(feed) = file.feed.clone() {
                seen.entry(feed).or_default().push((batch.clone(), file));
            }
        }
    }
    drop(tx);
    let wanted = month.to_string();
    let mut rows = Vec::new();
    for feed in home.definitions.feeds.iter() {
        if scope.department.as_ref().is_some_and(|it| *it != feed.department) {
            continue;
        }
        let known = seen.get(&feed.name).map_or(&[][..], Vec::as_slice);
        let now: Vec<_> = known.iter().filter(|(batch, _)| batch.month == wanted).collect();
        let sum = |name: &str| now.iter().map(|(_, file)| count(file, name)).sum();
        let arrived_on = now.iter().map(|(it, _)| kernel::china_day(it.created_at)).min();
        let earlier: BTreeSet<&String> =
            known.iter().map(|(it, _)| &it.month).filter(|it| **it < wanted).collect();
        let arrival = match arrived_on {
            Some(on) if on <= due_on => Arrival::Arrived,
            Some(_) => Arrival::Late,
            None if earlier.is_empty() => Arrival::Never,
            None if today <= due_on => Arrival::Awaited,
            None => Arrival::Missing,
        };
        rows.push(ArrivalRow {
            department: feed.department.clone(),
            feed: feed.name.clone(),
            feed_zh: feed.zh.clone(),
            arrival,
            arrived_on,
            files: i64::try_from(now.len()).unwrap_or(i64::MAX),
            rows: sum("data_rows"),
            matched: sum("matched"),
            quarantined: sum("quarantined"),
            last_month: earlier.last().map(|it| (*it).clone()),
        });
    }
    rows.sort_by(|a, b| (&a.department, &a.feed).cmp(&(&b.department, &b.feed)));
    Ok(Arrivals { county: county.name, month: wanted, due_on, due_basis, rows })
}

/// What a state of a batch is called.
fn state_zh(state: &str) -> &'static str {
    match state {
        "open" => "正在导入",
        "committed" => "已提交",
        _ => "已回滚",
    }
}

async fn batch_in(home: &Home, scope: &Scope, id: i64) -> Result<(Region, Batch), BatchError> {
    let found = home.db.read().await?.batch(id).await.map_err(anyhow::Error::from)?;
    let batch = found.ok_or(BatchError::NotFound)?;
    let county = counties(home, scope).into_iter().find(|it| it.id == batch.county_id);
    Ok((county.ok_or(BatchError::NotFound)?, batch))
}

/// The county asked for, or the own one.
fn county(home: &Home, scope: &Scope, region: Option<&str>) -> Result<Region, BatchError> {
    let narrowed = reach::narrowed(home, scope, region).ok_or(BatchError::NoCounty)?;
    let found = home.definitions.regions.get(narrowed.region_id).cloned();
    found.filter(|it| it.level == RegionLevel::County).ok_or(BatchError::NoCounty)
}

/// The counties of a scope; none below the county, whose files are the county's.
fn counties(home: &Home, scope: &Scope) -> Vec<Region> {
    let region = home.definitions.regions.get(scope.region_id);
    region.and_then(|it| home.counties_of(it).ok()).unwrap_or_default()
}

fn row(county: &Region, batch: Batch, files: &[SourceFile]) -> BatchRow {
    let sum = |name: &str| files.iter().map(|it| count(it, name)).sum();
    BatchRow {
        batch: batch.id,
        county_code: county.stat_code.clone(),
        county: county.name.clone(),
        month: batch.month,
        state: batch.state,
        created_at: batch.created_at,
        note: batch.note,
        files: i64::try_from(files.len()).unwrap_or(i64::MAX),
        read: sum("read"),
        stored: sum("stored"),
        quarantined: sum("quarantined"),
        skipped: sum("skipped"),
    }
}

fn count(file: &SourceFile, name: &str) -> i64 {
    file.counts.get(name).and_then(Value::as_i64).unwrap_or(0)
}

fn reasons(file: &SourceFile) -> BTreeMap<String, i64> {
    let found = file.counts.get("reasons").and_then(Value::as_object);
    let pairs = found.into_iter().flatten();
    pairs.filter_map(|(reason, rows)| Some((reason.clone(), rows.as_i64()?))).collect()
}
