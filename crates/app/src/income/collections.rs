//! Annual collections that were sent: read, looked up again, compared as a workbook, handed back.

use std::fs;

use ::income::IncomePeriod;
use anyhow::Context;
use chrono::{DateTime, Utc};
use kernel::{Fen, Region};
use serde::Serialize;
use serde_json::json;
use store::IncomeCollection;

use super::{
    error::IncomeError,
    hand_back::export_national,
    national::{IncomeDifference, IncomeImported, IncomeRefused, import_national},
};
use crate::{home::Home, staff::Staff, uploads, workbook};

/// How many readings of a county are listed.
const LISTED: i64 = 50;

/// A collection that was read, with what came of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IncomeCollectionLine {
    /// Id.
    pub collection: String,
    /// Last month of the period.
    pub period: String,
    /// Months of the period.
    pub months: i64,
    /// The name of the file.
    pub file: String,
    /// When it was read.
    pub at: DateTime<Utc>,
    /// Rows below the header that are not blank: `stored` + `skipped` + `refused`.
    pub rows: i64,
    /// Rows that were taken, one for each household.
    pub stored: i64,
    /// Rows that repeat their household, and headings, subtotals and notes.
    pub skipped: i64,
    /// Rows that could not be taken.
    pub refused: i64,
    /// Totals entered.
    pub entered: i64,
    /// Totals that were there already, the same.
    pub same: i64,
    /// Totals that differ and were not entered.
    pub differences: i64,
}

/// A collection with its differences and the rows that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IncomeCollectionView {
    /// What came of its rows.
    #[serde(flatten)]
    pub line: IncomeCollectionLine,
    /// Rows among the skipped that repeat their household.
    pub repeated: i64,
    /// Rows among the skipped that are headings, subtotals and notes.
    pub no_data: i64,
    /// Totals that differ, in the order of the households.
    pub different: Vec<IncomeDifference>,
    /// Rows that could not be taken.
    pub left_out: Vec<IncomeRefused>,
}

/// Reads the one file of an upload into a county's period, and clears the upload away.
///
/// # Errors
/// [`IncomeError::Upload`] when there is no such upload or not one file in it, [`IncomeError::File`]
/// when the file is not in the national layout, [`IncomeError::NotFilled`].
pub async fn take_collection(
    home: &Home,
    staff: &Staff,
    county: &Region,
    period: IncomePeriod,
    upload: &str,
    now: DateTime<Utc>,
) -> Result<IncomeCollectionView, IncomeError> {
    let file = uploads::the_file(home, staff, upload)?;
    let (kept, report) = import_national(home, county, period, &file, &staff.actor(), now).await?;
    uploads::discard(home, staff, upload)?;
    Ok(view(&kept, report))
}

/// The collections of a county that were read, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn collections(
    home: &Home,
    county: &Region,
) -> Result<Vec<IncomeCollectionLine>, IncomeError> {
    let mut tx = home.db.read().await?;
    let found = tx.income_collections(county.id, LISTED).await?;
    found.iter().map(|it| Ok(line(it, &report(it)?))).collect()
}

/// One of them.
///
/// # Errors
/// [`IncomeError::NoCollection`] when the county has none of that id.
pub async fn collection(
    home: &Home,
    county: &Region,
    id: &str,
) -> Result<IncomeCollectionView, IncomeError> {
    let mut tx = home.db.read().await?;
    let found = tx.income_collection(county.id, id).await?.ok_or(IncomeError::NoCollection)?;
    let report = report(&found)?;
    Ok(view(&found, report))
}

/// The differences of one of them and the rows it refused, as a workbook for the office's own use:
/// it names households by their number.
///
/// # Errors
/// As [`collection`], and when the workbook cannot be made.
pub async fn export_differences(
    home: &Home,
    staff: &Staff,
    county: &Region,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, IncomeError> {
    let it = collection(home, county, id).await?;
    let bytes = differences_workbook(&county.name, &it)?;
    let mut tx = home.db.write().await?;
    let subject = format!("county {}", county.leading_digits());
    let detail = json!({ "collection": id, "differences": it.line.differences,
                         "refused": it.line.refused });
    tx.append_audit(now, &staff.actor(), "income.export_differences", &subject, &detail).await?;
    tx.commit().await?;
    Ok(bytes)
}

/// The one file of an upload with the incomes of a period written into it: a workbook in the
/// columns of the file. The upload stays, so that it can be fetched again.
///
/// # Errors
/// As [`take_collection`].
pub async fn hand_back(
    home: &Home,
    staff: &Staff,
    county: &Region,
    period: IncomePeriod,
    upload: &str,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, IncomeError> {
    let template = uploads::the_file(home, staff, upload)?;
    let out = uploads::beside(home, staff, upload, "handed_back.xlsx")?;
    export_national(home, county, period, &template, &out, &staff.actor(), now).await?;
    let bytes = fs::read(&out).context("读不了写好的文件")?;
    fs::remove_file(&out).context("删不了写好的文件")?;
    Ok(bytes)
}

fn report(it: &IncomeCollection) -> anyhow::Result<IncomeImported> {
    serde_json::from_value(it.report.clone()).context("存下的采集表记录读不出来")
}

fn line(it: &IncomeCollection, report: &IncomeImported) -> IncomeCollectionLine {
    let number = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
    IncomeCollectionLine {
        collection: it.id.clone(),
        period: it.period.clone(),
        months: it.months,
        file: it.file_name.clone(),
        at: it.taken_at,
        rows: report.rows,
        stored: report.households,
        skipped: report.repeated + report.no_data,
        refused: number(report.refused.len()),
        entered: report.entered,
        same: report.same,
        differences: number(report.differences.len()),
    }
}

fn view(kept: &IncomeCollection, report: IncomeImported) -> IncomeCollectionView {
    IncomeCollectionView {
        line: line(kept, &report),
        repeated: report.repeated,
        no_data: report.no_data,
        different: report.differences,
        left_out: report.refused,
    }
}

fn differences_workbook(county: &str, it: &IncomeCollectionView) -> anyhow::Result<Vec<u8>> {
    let different: Vec<Vec<String>> = it
        .different
        .iter()
        .map(|it| {
            vec![
                it.row.to_string(),
                it.household_no.clone(),
                it.zh.clone(),
                Fen(it.in_file).to_string(),
                Fen(it.here).to_string(),
                Fen(it.in_file - it.here).to_string(),
                it.from.clone(),
            ]
        })
        .collect();
    let left_out: Vec<Vec<String>> =
        it.left_out.iter().map(|it| vec![it.row.to_string(), it.why.clone()]).collect();
    let line = &it.line;
    let title = format!(
        "{county} 年度采集表核对 {}（{}）：{}行，收下{}，略过{}，没有收{}；不同{}处，都没有覆盖",
        line.file,
        line.period,
        line.rows,
        line.stored,
        line.skipped,
        line.refused,
        line.differences
    );
    workbook::sheets(
        &title,
        &[
            (
                "不同",
                &[
                    ("行", 8.0),
                    ("户编号", 18.0),
                    ("项目", 18.0),
                    ("文件里（元）", 14.0),
                    ("台账里（元）", 14.0),
                    ("相差（元）", 14.0),
                    ("台账的来源", 16.0),
                ],
                &different,
            ),
            ("没有收的行", &[("行", 8.0), ("为什么没有收", 70.0)], &left_out),
        ],
    )
}
