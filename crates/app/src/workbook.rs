//! Excel workbooks for people: titles, headers, frozen panes, text as text.
//!
//! Cells that come from department files are written as strings, never as
//! formulas, so nothing in them is executed.

use std::path::Path;

use anyhow::Context;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook};

use crate::{
    appeal_files::AppealFeedback,
    clue_list::ClueRow,
    quarantine_export::{QuarantineSheet, reason_zh},
    screen::CountyReport,
};

/// The longest sheet name Excel takes.
const SHEET_NAME: usize = 31;

/// Writes the clues of a month: one sheet of clues with their reasons, one of
/// alarms, one by department and rule.
///
/// # Errors
/// When the file cannot be written.
pub fn write_clues(path: &Path, clues: &[ClueRow], reports: &[CountyReport]) -> anyhow::Result<()> {
    let mut book = Workbook::new();
    let rows = clues
        .iter()
        .map(|it| {
            vec![
                it.clue.clone(),
                it.township.clone(),
                it.village.clone(),
                it.household_no.clone(),
                it.householder.clone(),
                it.class_zh().to_owned(),
                it.risks_zh(),
                it.why_zh(),
                it.rules.join(" "),
            ]
        })
        .collect::<Vec<_>>();
    let columns = [
        ("线索编号", 22.0),
        ("乡镇", 12.0),
        ("村", 14.0),
        ("户编号", 16.0),
        ("户主", 10.0),
        ("类别", 18.0),
        ("风险", 18.0),
        ("为什么（事实、数值、标准）", 70.0),
        ("规则", 14.0),
    ];
    let month = clues.first().map(|it| it.month.clone()).unwrap_or_default();
    sheet(
        &mut book,
        "线索",
        &format!("防返贫监测线索 {month}（系统提示，由人核实决定）"),
        &columns,
        &rows,
    )?;
    if !reports.is_empty() {
        let columns = [
            ("区划代码", 16.0),
            ("村或乡镇", 44.0),
            ("户数", 10.0),
            ("新增困难户", 12.0),
            ("占比", 10.0),
            ("预警线", 10.0),
            ("预警", 8.0),
        ];
        let percent = |it: i64| format!("{}.{:02}%", it / 100, it % 100);
        let rows = reports
            .iter()
            .flat_map(|it| &it.alarms)
            .map(|it| {
                vec![
                    it.region.clone(),
                    it.name.clone(),
                    it.households.to_string(),
                    it.affected.to_string(),
                    percent(it.share_basis_points),
                    percent(it.limit_basis_points),
                    if it.raised { "是" } else { "接近" }.to_owned(),
                ]
            })
            .collect::<Vec<_>>();
        sheet(&mut book, "规模预警", "新增困难户占比超过或接近预警线的村、乡镇", &columns, &rows)?;
        let columns = [
            ("部门", 14.0),
            ("文件种类", 26.0),
            ("规则", 10.0),
            ("行数", 10.0),
            ("匹配", 10.0),
            ("命中户数", 10.0),
            ("新线索", 10.0),
        ];
        let rows = reports
            .iter()
            .flat_map(|it| &it.rules)
            .map(|it| {
                vec![
                    it.department.clone(),
                    it.feed.clone(),
                    it.rule.clone(),
                    it.rows.to_string(),
                    it.matched.to_string(),
                    it.findings.to_string(),
                    it.new_clues.to_string(),
                ]
            })
            .collect::<Vec<_>>();
        sheet(&mut book, "部门与规则", "各部门数据与各条规则的命中情况", &columns, &rows)?;
    }
    book.save(path)
        .with_context(|| format!("无法写入 {}：请关闭已打开的同名工作簿", path.display()))
}

/// Writes quarantined rows: one sheet per source sheet, its own columns behind
/// the reason. Mended in place, the workbook can be imported again.
///
/// # Errors
/// When the file cannot be written.
pub fn write_quarantine(path: &Path, sheets: &[QuarantineSheet]) -> anyhow::Result<()> {
    let mut book = Workbook::new();
    let overview = sheets
        .iter()
        .map(|it| {
            vec![it.name.clone(), it.file.clone(), it.sheet.clone(), it.rows.len().to_string()]
        })
        .collect::<Vec<_>>();
    let columns = [("工作表", 14.0), ("来源文件", 60.0), ("来源工作表", 18.0), ("行数", 8.0)];
    sheet(
        &mut book,
        "说明",
        "改好“要改的列”所写的那一列后，把本工作簿再导入一次，只有改好的行会补进去；第一列编号请勿改动",
        &columns,
        &overview,
    )?;
    for it in sheets {
        let mut columns: Vec<(&str, f64)> = QuarantineSheet::OWN_COLUMNS.to_vec();
        columns.extend(it.header.iter().map(|header| (header.as_str(), 18.0)));
        let rows = it
            .rows
            .iter()
            .map(|row| {
                let mut cells = vec![
                    row.id.to_string(),
                    it.file.clone(),
                    it.sheet.clone(),
                    row.row.to_string(),
                    reason_zh(&row.reason),
                    row.column.clone(),
                    row.candidates.join("；"),
                ];
                cells.extend(row.original.iter().cloned());
                cells
            })
            .collect::<Vec<_>>();
        sheet(&mut book, &it.name, &format!("{} {}", it.file, it.sheet), &columns, &rows)?;
    }
    book.save(path)
        .with_context(|| format!("无法写入 {}：请关闭已打开的同名工作簿", path.display()))
}

/// A workbook of one sheet: its name, its title, columns with their widths, and rows.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn one_sheet(
    name: &str,
    title: &str,
    columns: &[(&str, f64)],
    rows: &[Vec<String>],
) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    sheet(&mut book, name, title, columns, rows)?;
    book.save_to_buffer().context("做不出工作簿")
}

/// A sheet of a workbook: its name, columns with their widths, and rows.
pub(crate) type SheetOf<'a> = (&'a str, &'a [(&'a str, f64)], &'a [Vec<String>]);

/// A workbook of several sheets under one title.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn sheets(title: &str, all: &[SheetOf<'_>]) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    for (name, columns, rows) in all {
        sheet(&mut book, name, title, columns, rows)?;
    }
    book.save_to_buffer().context("做不出工作簿")
}

/// What became of appeals, to be handed back to the system they came from.
///
/// # Errors
/// When the workbook cannot be made.
pub fn appeal_feedback(title: &str, lines: &[AppealFeedback]) -> anyhow::Result<Vec<u8>> {
    let columns = [
        ("来源编号", 22.0),
        ("回执号", 14.0),
        ("诉求类型", 16.0),
        ("受理日期", 12.0),
        ("办理状态", 12.0),
        ("办理结果", 60.0),
        ("办理日期", 12.0),
    ];
    let rows = lines
        .iter()
        .map(|it| {
            [
                it.outside_no.clone(),
                it.receipt.clone(),
                it.need.clone(),
                it.received_on.to_string(),
                it.stage.clone(),
                it.result.clone(),
                it.on.to_string(),
            ]
            .iter()
            .map(|cell| intake::neutralise_formula(cell).into_owned())
            .collect()
        })
        .collect::<Vec<Vec<String>>>();
    one_sheet("办理结果", title, &columns, &rows)
}

/// One sheet: title in row 1, header in row 2, data below, all as text.
pub(crate) fn sheet(
    book: &mut Workbook,
    name: &str,
    title: &str,
    columns: &[(&str, f64)],
    rows: &[Vec<String>],
) -> anyhow::Result<()> {
    let title_format = Format::new().set_bold().set_font_size(14);
    let header_format = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00D9_E2F3))
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_text_wrap();
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let it = book.add_worksheet();
    it.set_name(name.chars().take(SHEET_NAME).collect::<String>())?;
    it.write_string_with_format(0, 0, title, &title_format)?;
    for (index, (header, width)) in columns.iter().enumerate() {
        let column = u16::try_from(index)?;
        it.set_column_width(column, *width)?;
        it.write_string_with_format(1, column, *header, &header_format)?;
    }
    for (index, row) in rows.iter().enumerate() {
        let line = u32::try_from(index)? + 2;
        for (index, cell) in row.iter().enumerate() {
            it.write_string_with_format(line, u16::try_from(index)?, cell, &text)?;
        }
    }
    it.set_freeze_panes(2, 0)?;
    if !columns.is_empty() && !rows.is_empty() {
        let (last_row, last_column) =
            (u32::try_from(rows.len())? + 1, u16::try_from(columns.len() - 1)?);
        it.autofilter(1, 0, last_row, last_column)?;
    }
    Ok(())
}
