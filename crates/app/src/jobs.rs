//! 后台任务: asked for by somebody, done by a worker, watched while it goes on. Every kind of job
//! may be run twice: the second run finds nothing left to do.

use std::{
    cell::{Cell, RefCell},
    iter,
};

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use intake::SavedMapping;
use kernel::{Month, Region, RegionLevel};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{DbError, Job, new_id};

use crate::{
    accounts::Manager,
    cases,
    home::Home,
    import::{ImportRequest, Progress, import},
    indicators,
    ledgers::{self, LedgerError, RecordsIn},
    policy_drafts::{self, DraftError},
    quality_runs::{self, QualityOrder},
    screen,
    simulate::{self, TriedValue},
    staff::Staff,
    uploads::{self, UploadError},
};

/// Why a job cannot be asked for or shown.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// There is none of that id among those the person may know of.
    #[error("没有这个任务，或不在您的范围内")]
    NotFound,
    /// The region is none, or lies outside the person's scope.
    #[error("没有这个地区，或不在您的范围内")]
    NoRegion,
    /// Files are imported and checked by county.
    #[error("请选一个县：部门文件按县导入")]
    NoCounty,
    /// The upload is none of one's own.
    #[error(transparent)]
    Upload(#[from] UploadError),
    /// The month is none.
    #[error("月份请写成 2023-10")]
    BadMonth,
    /// The draft to try is none, or not sound.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The records cannot be imported by this person, or from this file.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl JobError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            JobError::NotFound => "job.not_found",
            JobError::NoRegion => "region.not_found",
            JobError::NoCounty => "job.no_county",
            JobError::Upload(error) => error.code(),
            JobError::BadMonth => "job.bad_month",
            JobError::Draft(error) => error.code(),
            JobError::Ledger(error) => error.code(),
            JobError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> JobError {
        JobError::Internal(error.into())
    }
}

/// What a worker can be asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum JobIn {
    /// 筛查 a month of a county, prefecture or province.
    Screen {
        /// Statistical code of the region.
        region: String,
        /// Such as `2023-10`.
        month: String,
    },
    /// 立案派发 the new clues of a month, at any level.
    DispatchClues {
        /// Statistical code of the region.
        region: String,
        /// Such as `2023-10`.
        month: String,
    },
    /// 计算指标 of a month, at the county or above.
    ComputeIndicators {
        /// Statistical code of the region.
        region: String,
        /// Such as `2023-10`.
        month: String,
    },
    /// 试算 months with a draft, or with other values of parameters; nothing is written.
    Simulate {
        /// Statistical code of the region.
        region: String,
        /// Such as `2023-10`.
        month: String,
        /// Further months.
        #[serde(default)]
        more_months: Vec<String>,
        /// The draft to try.
        #[serde(default)]
        draft: Option<String>,
        /// Values to try, on top of the draft where there is one.
        #[serde(default)]
        values: Vec<TriedValue>,
    },
    /// 预览导入: says what each file of an upload is taken for and what would become of its rows;
    /// nothing is written.
    PreviewImport(ImportIn),
    /// 导入 an upload; the files are removed afterwards.
    Import(ImportIn),
    /// 导入台账: the records of one file into a ledger, or only what would become of them.
    ImportRecords(RecordsIn),
    /// 数据质量检查 of exports of the national system; the files are removed afterwards.
    CheckQuality {
        /// Statistical code of the county.
        region: String,
        /// Data date.
        on: NaiveDate,
        /// The upload.
        upload: String,
        /// The file of the upload that is the list of exemptions.
        #[serde(default)]
        exemptions: Option<String>,
        /// An earlier run to compare with.
        #[serde(default)]
        previous: Option<String>,
    },
}

/// An upload to import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportIn {
    /// Statistical code of the county.
    pub region: String,
    /// Month the data belong to, such as `2023-10`.
    pub month: String,
    /// The upload.
    pub upload: String,
    /// Corrected mappings of single sheets.
    #[serde(default)]
    pub mappings: Vec<SheetMapping>,
    /// What to remember of the batch.
    #[serde(default)]
    pub note: String,
}

/// What the columns of one sheet mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetMapping {
    /// File as the preview names it.
    pub file: String,
    /// Sheet; empty for text files.
    pub sheet: String,
    /// The kind of file.
    pub feed: String,
    /// Each header and what it fills.
    pub headers: Vec<HeaderMapping>,
}

/// One header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeaderMapping {
    /// The header as it stands in the file.
    pub header: String,
    /// What it fills; nothing means that it is not used.
    pub fills: Vec<String>,
}

/// A job as people see it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct JobView {
    /// Id.
    pub job: String,
    /// Kind.
    pub kind: String,
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    /// Steps done.
    pub done: i64,
    /// Steps there are; 0 while nobody knows.
    pub total: i64,
    /// What is going on.
    pub message: String,
    /// The report of a job that is done; `error` of one that failed.
    pub result: Option<serde_json::Value>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// Hears how far a job is: steps done, steps there are, and what is going on.
pub type Heard<'a> = &'a dyn Fn(i64, i64, &str);

/// What tells of single records, so that nobody but whoever asked for it sees it.
const IMPORT_RECORDS: &str = "import_records";

impl JobIn {
    fn kind(&self) -> &'static str {
        match self {
            JobIn::Screen { .. } => "screen",
            JobIn::DispatchClues { .. } => "dispatch_clues",
            JobIn::ComputeIndicators { .. } => "compute_indicators",
            JobIn::Simulate { .. } => "simulate",
            JobIn::PreviewImport(_) => "preview_import",
            JobIn::Import(_) => "import",
            JobIn::ImportRecords(_) => IMPORT_RECORDS,
            JobIn::CheckQuality { .. } => "check_quality",
        }
    }

    fn region(&self) -> &str {
        match self {
            JobIn::Screen { region, .. }
            | JobIn::DispatchClues { region, .. }
            | JobIn::ComputeIndicators { region, .. }
            | JobIn::Simulate { region, .. }
            | JobIn::CheckQuality { region, .. } => region,
            JobIn::PreviewImport(it) | JobIn::Import(it) => &it.region,
            JobIn::ImportRecords(it) => &it.region,
        }
    }

    /// The months it names.
    fn months(&self) -> Result<Vec<Month>, JobError> {
        match self {
            JobIn::Screen { month, .. }
            | JobIn::DispatchClues { month, .. }
            | JobIn::ComputeIndicators { month, .. } => Ok(vec![month_of(month)?]),
            JobIn::Simulate { month, more_months, .. } => {
                iter::once(month).chain(more_months).map(|it| month_of(it)).collect()
            }
            JobIn::PreviewImport(it) | JobIn::Import(it) => Ok(vec![month_of(&it.month)?]),
            JobIn::CheckQuality { .. } | JobIn::ImportRecords(_) => Ok(Vec::new()),
        }
    }

    /// The upload it works on.
    fn upload(&self) -> Option<&str> {
        match self {
            JobIn::PreviewImport(it) | JobIn::Import(it) => Some(&it.upload),
            JobIn::CheckQuality { upload, .. } => Some(upload),
            _ => None,
        }
    }
}

/// Asks for a job in a region of the person's scope.
///
/// # Errors
/// [`JobError::NoRegion`], [`JobError::BadMonth`], or when the database fails.
pub async fn start(
    home: &Home,
    staff: &Staff,
    wanted: &JobIn,
    now: DateTime<Utc>,
) -> Result<JobView, JobError> {
    let region = crate::reach::region_in(home, &staff.scope, wanted.region());
    let region = region.ok_or(JobError::NoRegion)?;
    wanted.months()?;
    if let JobIn::ImportRecords(it) = wanted {
        uploads::show(home, staff, &it.upload)?;
        ledgers::may_import_sent(home, staff, it, now).await?;
    }
    if let Some(upload) = wanted.upload() {
        if region.level != RegionLevel::County {
            return Err(JobError::NoCounty);
        }
        uploads::show(home, staff, upload)?;
    }
    if let JobIn::Simulate { draft: Some(draft), .. } = wanted {
        policy_drafts::show(home, Manager::Staff(staff), draft).await?;
    }
    let chain = home.definitions.regions.chain(region.id);
    let job = Job {
        id: new_id(now),
        kind: wanted.kind().to_owned(),
        payload: serde_json::to_value(wanted).map_err(anyhow::Error::from)?,
        state: "waiting".to_owned(),
        done: 0,
        total: 0,
        message: String::new(),
        result: None,
        account: staff.account_id.clone(),
        actor: staff.actor(),
        province_id: chain.province.ok_or(JobError::NoRegion)?,
        prefecture_id: chain.prefecture,
        county_id: chain.county,
        township_id: chain.township,
        village_id: chain.village,
        attempts: 0,
        created_at: now,
        run_after: now,
        lease_until: None,
        finished_at: None,
    };
    let mut tx = home.db.write().await?;
    tx.add_job(&job).await?;
    let detail = json!({ "kind": job.kind, "region": region.stat_code });
    let subject = format!("job {}", job.id);
    tx.append_audit(now, &job.actor, "job.start", &subject, &detail).await?;
    tx.commit().await?;
    Ok(view(job))
}

/// One job of the person's scope. Whoever does not see everybody of a region sees only the jobs
/// they asked for themselves, and so does everybody where the result tells of single records.
///
/// # Errors
/// [`JobError::NotFound`], or when the database cannot be read.
pub async fn show(home: &Home, staff: &Staff, id: &str) -> Result<JobView, JobError> {
    let found = home.db.read().await?.job_in(&id.replace('\0', ""), &staff.scope).await?;
    let found = found.ok_or(JobError::NotFound)?;
    let sees_all = staff.scope.department.is_none() && staff.scope.helper.is_none();
    let is_own = found.account == staff.account_id;
    match is_own || (sees_all && found.kind != IMPORT_RECORDS) {
        true => Ok(view(found)),
        false => Err(JobError::NotFound),
    }
}

/// Whether trying again would help nobody: what was asked for is refused, and why is told.
#[must_use]
pub fn is_refused(error: &anyhow::Error) -> bool {
    let refusal = error.downcast_ref::<LedgerError>();
    refusal.is_some_and(|it| !matches!(it, LedgerError::Internal(_)))
}

/// One page of the jobs a person asked for, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    home: &Home,
    staff: &Staff,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<JobView>, JobError> {
    let before = before.map(|it| it.replace('\0', ""));
    let found = home.db.read().await?.jobs_of(&staff.account_id, before.as_deref(), limit).await?;
    Ok(found.into_iter().map(view).collect())
}

/// Does a job. Called by a worker that has claimed it.
///
/// # Errors
/// What stands in the way; the job may be tried again.
pub async fn run(
    home: &Home,
    job: &Job,
    now: DateTime<Utc>,
    heard: Heard<'_>,
) -> anyhow::Result<serde_json::Value> {
    let wanted: JobIn = serde_json::from_value(job.payload.clone())?;
    let region: Region = home.region(wanted.region())?.clone();
    let months = wanted.months()?;
    match wanted {
        JobIn::ImportRecords(it) => {
            let done = ledgers::import_sent(home, job, &it, now, heard).await?;
            Ok(serde_json::to_value(done)?)
        }
        JobIn::PreviewImport(it) => imported(home, job, region, it, true, now, heard).await,
        JobIn::Import(it) => imported(home, job, region, it, false, now, heard).await,
        JobIn::CheckQuality { on, upload, exemptions, previous, .. } => {
            let order = QualityOrder { county: region, on, upload, exemptions, previous };
            quality_runs::run(home, &job.id, &job.account, &job.actor, &order, now, heard).await
        }
        JobIn::Screen { month, .. } => {
            let month = month_of(&month)?;
            let counties = home.counties_of(&region)?;
            let total = i64::try_from(counties.len())?;
            let begun = Cell::new(0);
            let report = screen::screen(home, &region, month, &job.actor, now, &|county| {
                heard(begun.get(), total, county);
                begun.set(begun.get() + 1);
            })
            .await?;
            heard(total, total, "");
            Ok(json!({
                "households": report.households,
                "new_clues": report.new_clues,
                "added_risks": report.added_risks,
                "suppressed": report.suppressed,
            }))
        }
        JobIn::DispatchClues { month, .. } => {
            let month = month_of(&month)?;
            let today = kernel::china_day(now);
            heard(0, 1, &region.name);
            let done = cases::dispatch(home, &region, month, None, today, &job.actor, now).await?;
            heard(1, 1, "");
            Ok(serde_json::to_value(done)?)
        }
        JobIn::ComputeIndicators { month, .. } => {
            let month = month_of(&month)?;
            let staff = Staff::of_id(home, &job.account, now).await?;
            let staff = staff.context("交办的账号已经停用：请用在用的账号重新交办")?;
            let total = i64::try_from(home.counties_of(&region)?.len())?;
            let begun = Cell::new(0);
            let code = &region.stat_code;
            let report = indicators::compute(home, &staff, code, month, now, &|county: &str| {
                heard(begun.get(), total, county);
                begun.set(begun.get() + 1);
            })
            .await?;
            heard(total, total, "");
            Ok(serde_json::to_value(report)?)
        }
        JobIn::Simulate { draft, values, .. } => {
            let tried = simulate::tried(
                home,
                Manager::Owner(&job.actor),
                &region,
                &months,
                draft.as_deref(),
                &values,
            )
            .await?;
            let total = i64::try_from(home.counties_of(&region)?.len())?;
            let begun = Cell::new(0);
            let report = simulate::simulate(home, &tried, &region, &months, &|county| {
                heard(begun.get(), total, county);
                begun.set(begun.get() + 1);
            })
            .await?;
            heard(total, total, "");
            Ok(serde_json::to_value(report)?)
        }
    }
}

async fn imported(
    home: &Home,
    job: &Job,
    county: Region,
    wanted: ImportIn,
    dry_run: bool,
    now: DateTime<Utc>,
    heard: Heard<'_>,
) -> anyhow::Result<serde_json::Value> {
    let folder = uploads::files_of(home, &job.account, &wanted.upload)?;
    let corrections = wanted.mappings.into_iter().map(|it| {
        let headers = it.headers.into_iter().map(|it| (it.header, it.fills)).collect();
        ((it.file, it.sheet), SavedMapping { feed: it.feed, headers })
    });
    let request = ImportRequest {
        paths: vec![folder],
        county,
        month: month_of(&wanted.month)?,
        dry_run,
        mapping: None,
        corrections: corrections.collect(),
        note: wanted.note,
        actor: job.actor.clone(),
    };
    let report = import(home, &request, now, &SheetsHeard::new(heard)).await?;
    if !dry_run {
        uploads::used(home, &wanted.upload)?;
    }
    Ok(serde_json::to_value(report)?)
}

/// Tells of an import sheet by sheet.
struct SheetsHeard<'a> {
    heard: Heard<'a>,
    sheets: Cell<i64>,
    begun: Cell<i64>,
    now: RefCell<String>,
}

impl<'a> SheetsHeard<'a> {
    fn new(heard: Heard<'a>) -> SheetsHeard<'a> {
        SheetsHeard { heard, sheets: Cell::new(0), begun: Cell::new(0), now: RefCell::default() }
    }

    fn say(&self, message: &str) {
        (self.heard)((self.begun.get() - 1).max(0), self.sheets.get(), message);
    }
}

impl Progress for SheetsHeard<'_> {
    fn sheets(&self, count: usize) {
        self.sheets.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    fn reading(&self, file: &str, sheet: &str) {
        self.begun.set(self.begun.get() + 1);
        let name = format!("{file} {sheet}").trim().to_owned();
        self.say(&name);
        *self.now.borrow_mut() = name;
    }

    fn rows(&self, rows: u64) {
        self.say(&format!("{} {rows}", self.now.borrow()));
    }
}

fn month_of(text: &str) -> Result<Month, JobError> {
    text.parse().map_err(|_| JobError::BadMonth)
}

fn view(it: Job) -> JobView {
    JobView {
        job: it.id,
        kind: it.kind,
        state: it.state,
        done: it.done,
        total: it.total,
        message: it.message,
        result: it.result,
        created_at: it.created_at,
        finished_at: it.finished_at,
    }
}

/// A job a worker has claimed.
pub type Claimed = Job;

/// Takes a job that waits, for as long as the lease.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    home: &Home,
    now: DateTime<Utc>,
    lease: chrono::TimeDelta,
) -> anyhow::Result<Option<Claimed>> {
    // Looking does not take SQLite's single write lock: an idle worker is in nobody's way.
    if !home.db.read().await?.job_waits(now).await? {
        return Ok(None);
    }
    let mut tx = home.db.write().await?;
    let claimed = tx.claim_job(now, now + lease).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Says how far a job has come and holds on to it.
///
/// # Errors
/// When the database fails.
pub async fn report(
    home: &Home,
    job: &Claimed,
    progress: (i64, i64, &str),
    lease_until: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut tx = home.db.write().await?;
    tx.report_job(job, progress, lease_until).await?;
    Ok(tx.commit().await?)
}

/// Ends a job: `done`, `failed`, or `waiting` to be tried again after a while.
///
/// # Errors
/// When the database fails.
pub async fn end(
    home: &Home,
    job: &Claimed,
    state: &str,
    result: &serde_json::Value,
    run_after: DateTime<Utc>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut tx = home.db.write().await?;
    tx.end_job(job, state, result, run_after, now).await?;
    Ok(tx.commit().await?)
}
