//! Workbooks of help: the coverage of a region with the households behind its figures, and the
//! households to review at a village's yearly meeting.

use casework::EffectOutcome;
use chrono::NaiveDate;
use rust_xlsxwriter::Workbook;

use crate::{
    assistance_coverage::{AssistanceGap, AssistanceRow, CoverageReport, CoverageRow},
    cases::word_of,
    effect_reviews::{EffectReviewReport, ToReview},
    workbook::sheet,
};

/// The coverage of a region: what was counted with what, the regions below, townships and villages
/// without any helper, and a sheet for each list of households that is given.
///
/// # Errors
/// When the workbook cannot be made.
pub fn coverage_workbook(
    report: &CoverageReport,
    lists: &[(AssistanceGap, Vec<AssistanceRow>)],
) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let title = format!("{} 帮扶覆盖 {}（提示核对，不作排名）", report.region, report.on);
    let figures: Vec<Vec<String>> = report
        .figures
        .iter()
        .map(|it| {
            vec![it.zh.clone(), it.households.to_string(), it.source.clone().unwrap_or_default()]
        })
        .chain([vec![
            "户均措施数".to_owned(),
            average(&report.total),
            report.reference.clone().unwrap_or_default(),
        ]])
        .collect();
    let columns = [("指标", 30.0), ("户数", 10.0), ("标准和来源", 80.0)];
    sheet(&mut book, "总体", &title, &columns, &figures)?;

    let columns = [
        ("地区", 20.0),
        ("监测对象", 10.0),
        ("没有责任人", 12.0),
        ("到期没有措施", 12.0),
        ("有劳动力只有综合保障", 14.0),
        ("有劳动力没有开发式", 14.0),
        ("没有落实", 10.0),
        ("户均措施数", 10.0),
    ];
    let rows: Vec<Vec<String>> =
        report.regions.iter().chain([&report.total]).map(coverage_cells).collect();
    sheet(&mut book, "分地区", &title, &columns, &rows)?;

    let rows: Vec<Vec<String>> = report
        .regions_without_helper
        .iter()
        .map(|it| vec![it.region.clone(), it.region_code.clone()])
        .collect();
    let columns = [("乡镇、村", 40.0), ("代码", 18.0)];
    sheet(&mut book, "没有责任人的乡村", "有监测对象而没有一名帮扶责任人", &columns, &rows)?;

    for (gap, households) in lists {
        let rows: Vec<Vec<String>> = households.iter().map(household_cells).collect();
        sheet(&mut book, gap.zh(), gap.zh(), &HOUSEHOLD_COLUMNS, &rows)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The yearly reviews by village, and the households to review, with empty columns for the
/// meeting.
///
/// # Errors
/// When the workbook cannot be made.
pub fn effect_reviews_workbook(
    report: &EffectReviewReport,
    households: &[ToReview],
) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let title = format!("{} {}年帮扶成效评议（{}）", report.region, report.year, report.source);
    let columns = [
        ("村", 34.0),
        ("帮扶中户数", 10.0),
        ("已评议", 10.0),
        ("稳定性较弱", 10.0),
        ("无劳动能力", 10.0),
        ("稳定消除", 10.0),
        ("最近评议", 12.0),
        ("本年还没有评议", 14.0),
        ("下次截止", 12.0),
    ];
    let rows: Vec<Vec<String>> = report
        .villages
        .iter()
        .map(|it| {
            vec![
                it.village.clone(),
                it.households.to_string(),
                it.reviewed.to_string(),
                it.weakly_stable.to_string(),
                it.no_labor.to_string(),
                it.stably_removed.to_string(),
                day(it.last_on),
                if it.has_none { "是" } else { "" }.to_owned(),
                it.next_due.to_string(),
            ]
        })
        .collect();
    sheet(&mut book, "各村", &title, &columns, &rows)?;

    let mut columns: Vec<(&str, f64)> = HOUSEHOLD_COLUMNS.to_vec();
    columns.extend([
        ("截止", 12.0),
        ("措施是否对路", 12.0),
        ("风险点是否消除", 12.0),
        ("收入是否稳定", 12.0),
        ("有没有内生动力", 12.0),
        ("评议结果", 20.0),
    ]);
    let rows: Vec<Vec<String>> = households
        .iter()
        .map(|it| {
            let mut cells = household_cells(&it.household);
            cells.push(it.due.to_string());
            // To be written at the meeting.
            cells.resize(columns.len(), String::new());
            cells
        })
        .collect();
    sheet(&mut book, "待评议户", &title, &columns, &rows)?;
    Ok(book.save_to_buffer()?)
}

const HOUSEHOLD_COLUMNS: [(&str, f64); 12] = [
    ("案编号", 10.0),
    ("村", 34.0),
    ("户编号", 20.0),
    ("户主", 10.0),
    ("识别日期", 12.0),
    ("帮扶责任人", 24.0),
    ("有劳动力", 10.0),
    ("措施", 8.0),
    ("其中开发式", 10.0),
    ("已落实", 8.0),
    ("最近评议", 12.0),
    ("评议结果", 20.0),
];

fn household_cells(it: &AssistanceRow) -> Vec<String> {
    let outcome = it.effect_outcome.as_deref().unwrap_or_default();
    let outcome = EffectOutcome::ALL.into_iter().find(|it| word_of(it) == outcome);
    let labor = match it.has_labor {
        Some(true) => "有",
        Some(false) => "无",
        None => "未核实",
    };
    vec![
        it.case.to_string(),
        it.village.clone(),
        it.household_no.clone(),
        it.householder.clone(),
        day(it.identified_on),
        it.officer.clone().unwrap_or_default(),
        labor.to_owned(),
        it.measures.to_string(),
        it.developmental.to_string(),
        it.delivered.to_string(),
        day(it.effect_reviewed_on),
        outcome.map_or("", EffectOutcome::zh).to_owned(),
    ]
}

fn coverage_cells(it: &CoverageRow) -> Vec<String> {
    let counts = AssistanceGap::ALL.map(|gap| it.of(gap).to_string());
    [vec![it.region.clone()], counts.to_vec(), vec![average(it)]].concat()
}

fn average(it: &CoverageRow) -> String {
    it.average_measures.map(|it| format!("{it:.1}")).unwrap_or_default()
}

fn day(it: Option<NaiveDate>) -> String {
    it.map(|it| it.to_string()).unwrap_or_default()
}
