//! 月度派发调度表.

use askama::Template;
use chrono::NaiveDate;

use super::Sheet;
use crate::lang::day_zh;

/// With more figures than this the sheet lies on its side.
const MOST_UPRIGHT: usize = 7;

/// 月度派发调度表: regions by figures, for the county's meeting. Every figure says what it counts,
/// where it comes from and of which day.
#[derive(Clone, Template)]
#[template(path = "paper/dispatch.html", whitespace = "minimize")]
pub struct DispatchReport {
    /// Head and foot.
    pub sheet: Sheet,
    /// The heading, for example `2026年10月线索派发调度表`.
    pub title: String,
    /// 数据日期: the day the figures are of, unless one says otherwise.
    pub as_of: NaiveDate,
    /// What the first column lists: 乡镇, 村.
    pub regions: String,
    /// The figures, a column each.
    pub figures: Vec<ReportFigure>,
    /// A row for each region.
    pub rows: Vec<ReportRow>,
    /// Remarks below the table.
    pub remarks: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportFigure {
    /// What it counts.
    pub label: String,
    /// The unit: 户, 件, %.
    pub unit: String,
    /// How it is counted, and where it comes from.
    pub source: String,
    /// Its day, where that is not the report's.
    pub as_of: Option<NaiveDate>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportRow {
    /// The region.
    pub region: String,
    /// A value for each figure; none where nothing is known, which is not zero.
    pub values: Vec<Option<String>>,
    /// It adds up the others.
    pub is_total: bool,
}

impl DispatchReport {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn is_wide(&self) -> bool {
        MOST_UPRIGHT < self.figures.len()
    }

    fn day(&self, day: &NaiveDate) -> String {
        day_zh(day)
    }
}
