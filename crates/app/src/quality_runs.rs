//! 数据质量: runs of the offline checker over exports sent to the server. The exports are removed
//! when a run has ended; what it found stays, without identity numbers:
//!
//! ```text
//! <home>/quality/<county>/<id>.json   who, when, and the report
//! <home>/quality/<county>/<id>.xlsx   the workbook with the original rows, for the office
//! ```

use std::{collections::BTreeMap, fs, path::PathBuf};

use ::quality::{Catalogue, CheckState, Finding, Order, Report, Step};
use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Region, RegionLevel, RegionNames};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{DbError, Scope};

use crate::{home::Home, import::find_files, jobs::Heard, reach, staff::Staff, uploads};

/// Why a run cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum QualityError {
    /// There is none of that id in the scope.
    #[error("没有这次检查，或不在您的范围内")]
    NotFound,
    /// Disk or database.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl QualityError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            QualityError::NotFound => "quality.not_found",
            QualityError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for QualityError {
    fn from(error: DbError) -> QualityError {
        QualityError::Internal(error.into())
    }
}

/// What is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityOrder {
    /// The county.
    pub county: Region,
    /// Data date.
    pub on: NaiveDate,
    /// The upload with the exports.
    pub upload: String,
    /// The file among them that is the list of exemptions.
    pub exemptions: Option<String>,
    /// An earlier run to compare with.
    pub previous: Option<String>,
}

/// What a file of `<home>/quality` holds.
#[derive(Serialize, Deserialize)]
struct Kept {
    id: String,
    at: DateTime<Utc>,
    report: Report,
}

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QualityRunRow {
    /// Id.
    pub run: String,
    /// Statistical code of the county.
    pub county_code: String,
    /// The county.
    pub county: String,
    /// Data date.
    pub on: NaiveDate,
    /// When it ran.
    pub at: DateTime<Utc>,
    /// Findings in the own scope.
    pub findings: i64,
    /// Findings by level.
    pub levels: BTreeMap<String, i64>,
    /// Exempted ones.
    pub exempted: i64,
    /// Mended since the run before.
    pub mended: i64,
}

/// A run with its checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QualityRunView {
    /// The run.
    pub run: QualityRunRow,
    /// The exports read.
    pub files: Vec<QualityFile>,
    /// Files and rows that could not be read, with what to do.
    pub errors: Vec<String>,
    /// The checks that found something or could not be judged, by number.
    pub checks: Vec<QualityCheck>,
    /// Checks that found nothing.
    pub clean: i64,
    /// By village, in the own scope.
    pub places: Vec<QualityPlace>,
}

/// An export that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QualityFile {
    /// The file's name.
    pub file: String,
    /// Which export it is.
    pub export: String,
    /// Rows read.
    pub rows: u32,
    /// Rows skipped: sub-totals, repeated headers.
    pub skipped: u32,
    /// Columns that are known and not there.
    pub missing_columns: Vec<String>,
}

/// A check and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QualityCheck {
    /// Number.
    pub check: String,
    /// `must`, `fill`, `verify` or `hint`.
    pub level: String,
    /// In Chinese.
    pub level_zh: String,
    /// What is doubtful.
    pub title: String,
    /// What to do.
    pub fix: String,
    /// Where it comes from.
    pub basis: String,
    /// The figures it uses, each with its source.
    pub figures: Vec<String>,
    /// Findings in the own scope.
    pub findings: i64,
    /// Exempted ones of the county.
    pub exempted: i64,
    /// Why it was not judged; empty when it was.
    pub not_judged: Vec<String>,
}

/// Findings of a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QualityPlace {
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// Findings.
    pub findings: i64,
    /// Different households.
    pub households: i64,
}

/// One doubtful row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QualityFinding {
    /// Its place in the run, for the next page.
    pub number: i64,
    /// Check.
    pub check: String,
    /// What is doubtful.
    pub title: String,
    /// File.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// 户编号.
    pub household_no: String,
    /// Name.
    pub name: String,
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// The values the check looked at.
    pub seen: String,
    /// 新增 or 还在, compared with an earlier run.
    pub change_zh: Option<String>,
}

/// Which findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingFilter {
    /// Only of this check.
    pub check: Option<String>,
    /// Only of this township.
    pub township: Option<String>,
    /// Only of this village.
    pub village: Option<String>,
}

/// Runs the checker over an upload and keeps what it found. Gives the id of the run.
///
/// # Errors
/// When no file is an export of the national system, or anything cannot be read or written.
pub(crate) async fn run(
    home: &Home,
    id: &str,
    account: &str,
    actor: &str,
    wanted: &QualityOrder,
    now: DateTime<Utc>,
    heard: Heard<'_>,
) -> anyhow::Result<serde_json::Value> {
    let folder = uploads::files_of(home, account, &wanted.upload)?;
    let mut found = find_files(std::slice::from_ref(&folder))?.files;
    let (exemptions, exemption_errors) = match &wanted.exemptions {
        Some(name) => {
            found.retain(|it| it.name != *name);
            ::quality::read_exemptions(&folder.join(name), wanted.on)?
        }
        None => Default::default(),
    };
    let previous = match &wanted.previous {
        Some(id) => Some(read(home, &wanted.county, id)?.context("没有要比较的那次检查")?.report),
        None => None,
    };
    let packs = home.packs();
    let catalogue = Catalogue::load(&home.folder.join("definitions").join("packs"), &packs)?;
    let order = Order {
        files: found.into_iter().map(|it| (it.name, it.path)).collect(),
        region: wanted.county.stat_code.trim_end_matches("000000").to_owned(),
        on: wanted.on,
        exemptions,
        exemption_errors,
        previous,
    };
    let outcome = ::quality::run(&catalogue, &packs, order, &|step| match step {
        Step::Opening(file) | Step::Loading(file) => heard(0, 0, file),
        Step::Checking(done, all) => heard(counted(done), counted(all), ""),
    })
    .await?;
    let place = place(home, &wanted.county);
    fs::create_dir_all(&place)?;
    ::quality::write_workbook(&place.join(format!("{id}.xlsx")), &outcome)?;
    let kept = Kept { id: id.to_owned(), at: now, report: outcome.report };
    fs::write(place.join(format!("{id}.json")), serde_json::to_vec(&kept)?)?;
    let findings = kept.report.findings.len();
    let mut tx = home.db.write().await?;
    let subject = format!("county {}", wanted.county.stat_code);
    let detail = json!({ "run": id, "on": wanted.on, "findings": findings });
    tx.append_audit(now, actor, "quality.run", &subject, &detail).await?;
    tx.commit().await?;
    uploads::used(home, &wanted.upload)?;
    Ok(json!({ "run": id, "findings": findings }))
}

/// The runs of the counties of a scope, the newest first.
///
/// # Errors
/// When a run cannot be read.
pub fn list(home: &Home, scope: &Scope) -> Result<Vec<QualityRunRow>, QualityError> {
    let mut rows = Vec::new();
    for county in reach::counties(home, scope) {
        let Ok(entries) = fs::read_dir(place(home, &county)) else { continue };
        for entry in entries {
            let name = entry.map_err(anyhow::Error::from)?.file_name();
            let name = name.to_string_lossy().into_owned();
            let Some(id) = name.strip_suffix(".json") else { continue };
            if let Some(kept) = read(home, &county, id)? {
                rows.push(row(home, scope, &county, &kept));
            }
        }
    }
    rows.sort_by_key(|it| std::cmp::Reverse(it.at));
    Ok(rows)
}

/// One run of the scope.
///
/// # Errors
/// [`QualityError::NotFound`], or when it cannot be read.
pub fn show(home: &Home, scope: &Scope, id: &str) -> Result<QualityRunView, QualityError> {
    let (county, kept) = find(home, scope, id)?;
    let report = &kept.report;
    let own = Inside::of(home, scope, &county);
    let inside: Vec<&Finding> = report.findings.iter().filter(|it| own.has(it)).collect();
    let mut by_check: BTreeMap<&str, i64> = BTreeMap::new();
    let mut by_place: BTreeMap<(&str, &str), (i64, std::collections::BTreeSet<&str>)> =
        BTreeMap::new();
    for it in &inside {
        *by_check.entry(&it.check).or_default() += 1;
        let place = by_place.entry((&it.township, &it.village)).or_default();
        place.0 += 1;
        place.1.insert(&it.household_no);
    }
    let checks = report.checks.iter().filter(|it| it.state != CheckState::Clean);
    Ok(QualityRunView {
        run: row(home, scope, &county, &kept),
        files: report
            .files
            .iter()
            .map(|it| QualityFile {
                file: it.file.clone(),
                export: it.export.clone(),
                rows: it.rows,
                skipped: it.skipped,
                missing_columns: it.missing_columns.clone(),
            })
            .collect(),
        errors: report
            .errors
            .iter()
            .map(|it| format!("{} {} {}", it.file, it.sheet, it.message))
            .collect(),
        checks: checks
            .map(|it| QualityCheck {
                check: it.id.clone(),
                level: it.level.word().to_owned(),
                level_zh: it.level.zh().to_owned(),
                title: it.title.clone(),
                fix: it.fix.clone(),
                basis: it.basis.clone(),
                figures: it
                    .parameters
                    .iter()
                    .map(|it| format!("{} {}（{}，{}）", it.zh, it.value, it.pack, it.basis))
                    .collect(),
                findings: by_check.get(it.id.as_str()).copied().unwrap_or_default(),
                exempted: counted(it.exempted),
                not_judged: it.why.clone(),
            })
            .collect(),
        clean: counted(report.checks.iter().filter(|it| it.state == CheckState::Clean).count()),
        places: by_place
            .into_iter()
            .map(|((township, village), (findings, households))| QualityPlace {
                township: township.to_owned(),
                village: village.to_owned(),
                findings,
                households: counted(households.len()),
            })
            .collect(),
    })
}

/// Findings of a run in the scope, beginning behind the number `after`.
///
/// # Errors
/// [`QualityError::NotFound`], or when it cannot be read.
pub fn findings(
    home: &Home,
    scope: &Scope,
    id: &str,
    filter: &FindingFilter,
    after: i64,
    limit: i64,
) -> Result<Vec<QualityFinding>, QualityError> {
    let (county, kept) = find(home, scope, id)?;
    let own = Inside::of(home, scope, &county);
    let titles: BTreeMap<&str, &str> =
        kept.report.checks.iter().map(|it| (it.id.as_str(), it.title.as_str())).collect();
    let agrees = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|it| it == is);
    let numbered = (1..).zip(&kept.report.findings);
    let wanted = numbered.filter(|(number, it)| {
        after < *number
            && agrees(&filter.check, &it.check)
            && agrees(&filter.township, &it.township)
            && agrees(&filter.village, &it.village)
            && own.has(it)
    });
    let wanted = wanted.take(usize::try_from(limit).unwrap_or(0));
    Ok(wanted
        .map(|(number, it)| QualityFinding {
            number,
            title: titles.get(it.check.as_str()).copied().unwrap_or_default().to_owned(),
            check: it.check.clone(),
            file: it.file.clone(),
            sheet: it.sheet.clone(),
            row: it.row,
            household_no: it.household_no.clone(),
            name: it.name.clone(),
            township: it.township.clone(),
            village: it.village.clone(),
            seen: it.seen.clone(),
            change_zh: it.change.map(|it| it.zh().to_owned()),
        })
        .collect())
}

/// The workbook of a run, with its audit row: it holds the original rows of the exports.
///
/// # Errors
/// [`QualityError::NotFound`] outside the scope or below the county, or when it cannot be read.
pub async fn workbook(
    home: &Home,
    staff: &Staff,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, QualityError> {
    if matches!(staff.scope.level, RegionLevel::Township | RegionLevel::Village) {
        return Err(QualityError::NotFound);
    }
    let (county, _) = find(home, &staff.scope, id)?;
    let path = place(home, &county).join(format!("{id}.xlsx"));
    let bytes = fs::read(path).map_err(anyhow::Error::from)?;
    let mut tx = home.db.write().await?;
    let subject = format!("county {}", county.stat_code);
    let detail = json!({ "run": id });
    tx.append_audit(now, &staff.actor(), "quality.export", &subject, &detail).await?;
    tx.commit().await?;
    Ok(bytes)
}

fn row(home: &Home, scope: &Scope, county: &Region, kept: &Kept) -> QualityRunRow {
    let report = &kept.report;
    let own = Inside::of(home, scope, county);
    let level_of: BTreeMap<&str, &str> =
        report.checks.iter().map(|it| (it.id.as_str(), it.level.word())).collect();
    let mut levels: BTreeMap<String, i64> = BTreeMap::new();
    let mut findings = 0;
    for it in report.findings.iter().filter(|it| own.has(it)) {
        findings += 1;
        let level = level_of.get(it.check.as_str()).copied().unwrap_or_default();
        *levels.entry(level.to_owned()).or_default() += 1;
    }
    QualityRunRow {
        run: kept.id.clone(),
        county_code: county.stat_code.clone(),
        county: county.name.clone(),
        on: report.on,
        at: kept.at,
        findings,
        levels,
        exempted: counted(report.exempted.iter().filter(|it| own.has(&it.finding)).count()),
        mended: counted(report.mended.iter().filter(|it| own.has(it)).count()),
    }
}

/// Which findings lie in a scope. The exports name township and village in words.
struct Inside {
    /// The names of the county, below the county only: at its level and above all of it is inside.
    below: Option<(RegionNames, Region)>,
}

impl Inside {
    fn of(home: &Home, scope: &Scope, county: &Region) -> Inside {
        let regions = &home.definitions.regions;
        let region = regions.get(scope.region_id);
        let below = region
            .filter(|it| matches!(it.level, RegionLevel::Township | RegionLevel::Village))
            .map(|it| (RegionNames::of(regions, county.id), it.clone()));
        Inside { below }
    }

    fn has(&self, finding: &Finding) -> bool {
        let Some((names, region)) = &self.below else { return true };
        match region.level {
            RegionLevel::Township => names.township(&finding.township) == Some(region.id),
            _ => names.village(Some(&finding.township), &finding.village) == Some(region.id),
        }
    }
}

fn find(home: &Home, scope: &Scope, id: &str) -> Result<(Region, Kept), QualityError> {
    for county in reach::counties(home, scope) {
        if let Some(kept) = read(home, &county, id)? {
            return Ok((county, kept));
        }
    }
    Err(QualityError::NotFound)
}

fn read(home: &Home, county: &Region, id: &str) -> anyhow::Result<Option<Kept>> {
    let ours = id.len() == 36 && id.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
    if !ours {
        return Ok(None);
    }
    match fs::read(place(home, county).join(format!("{id}.json"))) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn place(home: &Home, county: &Region) -> PathBuf {
    home.folder.join("quality").join(&county.stat_code)
}

fn counted(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
