//! The targets of a region's plan as they are shown.

use chrono::NaiveDate;
use serde::Serialize;

use crate::task_items::TaskItem;

/// The targets of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TargetTable {
    /// Statistical code of the region.
    pub region: String,
    /// The region, from the province on.
    pub region_name: String,
    /// The month they are judged in.
    pub month: String,
    /// The day whose knowledge of the values is shown; the present one when absent.
    pub as_of: Option<NaiveDate>,
    /// How lights are decided, with the parameters and where they come from, in Chinese.
    pub lights: String,
    /// In English.
    pub lights_en: String,
    /// The targets, in the order of the plan.
    pub targets: Vec<TargetView>,
    /// What the plans contradict themselves in, here and in general.
    pub oddities: Vec<OddityView>,
    /// Where the plan's history does not agree with itself.
    pub conflicts: Vec<ConflictView>,
}

/// One target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TargetView {
    /// The identifier.
    pub target: String,
    /// In Chinese, as printed.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The unit, as printed.
    pub unit: String,
    /// The number of the line in the plan's table.
    pub item: Option<String>,
    /// The group of lines it belongs to, in Chinese.
    pub parent: Option<String>,
    /// In English.
    pub parent_en: Option<String>,
    /// The year of the base.
    pub baseline_year: Option<i32>,
    /// The base, as printed.
    pub baseline: Option<String>,
    /// `2025`, `2021-2025`, or empty.
    pub due: String,
    /// What is wanted, as printed.
    pub wanted: Option<String>,
    /// The test behind a word, or why there is none, in Chinese.
    pub test_zh: Option<String>,
    /// In English.
    pub test_en: Option<String>,
    /// `=`, `>=`, `>`, `<=` or `<`.
    pub comparator: Option<String>,
    /// 确保, 争取, 不低于, 左右 …
    pub firmness: Option<String>,
    /// `binding`, `expected` or `unstated`.
    pub nature: String,
    /// Document and place.
    pub source: String,
    /// The title of the plan it stands in.
    pub plan: String,
    /// The chapter of the plan, or the place where the document has no chapters.
    pub chapter: String,
    /// The indicator or series its values are stored under.
    pub measure: String,
    /// Whether the system computes or reads it; a series is entered by hand.
    pub is_measured: bool,
    /// The period of the newest value.
    pub period: Option<String>,
    /// The newest value, in the unit of the target.
    pub value: Option<String>,
    /// `computed`, `ledger` or `reported`.
    pub how: Option<String>,
    /// The document of a reported value.
    pub document: Option<String>,
    /// Counties the value holds, of how many: `9/16`; above the county.
    pub counties: Option<String>,
    /// Whether it is reached.
    pub reached: Option<bool>,
    /// What is missing.
    pub gap: Option<String>,
    /// How much of the way has been gone, in per cent.
    pub share: Option<String>,
    /// Where it should stand by the end of the period.
    pub on_path: Option<String>,
    /// What has been gone of what is due, in per cent.
    pub of_due: Option<String>,
    /// Where it will stand when it is due.
    pub forecast: Option<ForecastView>,
    /// `green`, `yellow`, `red` or `grey`.
    pub light: String,
    /// Why, in Chinese.
    pub why_zh: String,
    /// In English.
    pub why_en: String,
    /// A rate of growth that follows from a base, beside the printed one.
    pub growth: Option<GrowthView>,
    /// The target above.
    pub upper: Option<UpperView>,
    /// Numbers of the oddities that concern it.
    pub oddities: Vec<u32>,
    /// Tasks that were opened for it, where they are asked for.
    pub tasks: Vec<TaskItem>,
    /// It is behind, and nobody has an open task for it.
    pub needs_task: bool,
}

/// A forecast with its method and its points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ForecastView {
    /// The month it is made for.
    pub month: String,
    /// The value.
    pub value: String,
    /// Whether that reaches the target.
    pub reaches: Option<bool>,
    /// The method, in Chinese.
    pub method_zh: String,
    /// In English.
    pub method_en: String,
    /// What it was made from: `2020-12=90`.
    pub points: Vec<String>,
}

/// A rate that follows from a base and an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct GrowthView {
    /// The year of the base.
    pub base_year: i32,
    /// The base.
    pub base: String,
    /// The end.
    pub end: String,
    /// Their unit.
    pub unit: String,
    /// The rate that follows, in per cent a year.
    pub computed: Option<String>,
    /// What is printed.
    pub stated: Option<String>,
}

/// A target of the level above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UpperView {
    /// The identifier.
    pub target: String,
    /// Leading digits of its region.
    pub region: String,
    /// What is wanted there, as printed.
    pub wanted: Option<String>,
    /// Its unit.
    pub unit: String,
    /// `sum`: this one is a part of it; `compare`: the same measure.
    pub cascade: String,
    /// Of a compared one: this one asks for less.
    pub asks_less: Option<bool>,
}

/// An oddity of the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OddityView {
    /// Its number.
    pub no: u32,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Where.
    pub place: String,
}

/// Two figures for one thing in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ConflictView {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The years: `2015-2019`.
    pub years: String,
    /// What is printed.
    pub stated: String,
    /// What the years add up to.
    pub added: String,
    /// Where it is printed.
    pub source: String,
    /// The number of the oddity.
    pub oddity: Option<u32>,
}
