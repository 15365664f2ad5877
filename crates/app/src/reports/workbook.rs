//! A printing as a workbook, laid out as offices draw their tables: heading over the whole width,
//! 表号 and 制表机关 on the right, period and unit in a line, headings in groups, the sum at the end,
//! and below it who filled it in, who checked it, and when.

use anyhow::Context;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::{
    content::{ReportCell, ReportContent, ReportContentPart, ReportHeading},
    paper::PrintPaper,
};

/// Columns of a sheet of sentences.
const TEXT_WIDTH: u16 = 6;
/// Width of the column that names regions or figures.
const NAMES: f64 = 26.0;
/// Width of a column of numbers.
const NUMBERS: f64 = 13.0;
/// The longest sheet name Excel takes.
const SHEET_NAME: usize = 31;

/// Formats of a sheet.
struct Look {
    title: Format,
    left: Format,
    right: Format,
    head: Format,
    name: Format,
    number: Format,
    total_name: Format,
    total: Format,
    text: Format,
}

impl Look {
    fn new() -> Look {
        let cell = || Format::new().set_border(FormatBorder::Thin).set_text_wrap();
        let middle = FormatAlign::VerticalCenter;
        let number = cell().set_align(FormatAlign::Right).set_align(middle);
        let name = cell().set_align(FormatAlign::Left).set_align(middle);
        Look {
            title: Format::new()
                .set_bold()
                .set_font_size(18)
                .set_align(FormatAlign::Center)
                .set_align(middle),
            left: Format::new().set_align(FormatAlign::Left),
            right: Format::new().set_align(FormatAlign::Right),
            head: cell().set_bold().set_align(FormatAlign::Center).set_align(middle),
            total_name: name.clone().set_bold(),
            total: number.clone().set_bold(),
            name,
            number,
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

/// The workbook of a printing: a sheet for each part.
///
/// # Errors
/// When it cannot be made.
pub fn report_workbook(paper: &PrintPaper) -> anyhow::Result<Vec<u8>> {
    let look = Look::new();
    let mut book = Workbook::new();
    for (at, part) in paper.content.parts.iter().enumerate() {
        let sheet = book.add_worksheet();
        let (heading, width) = match part {
            ReportContentPart::Table { heading, columns, .. } => (heading, columns.len()),
            ReportContentPart::List { heading, .. } => (heading, 2),
            ReportContentPart::Text { heading, .. } => (heading, usize::from(TEXT_WIDTH) - 1),
        };
        let name = heading.clone().unwrap_or_else(|| format!("第{}部分", at + 1));
        sheet.set_name(sheet_name(&name, at))?;
        let last = u16::try_from(width)?.max(3);
        let first = head(sheet, &look, paper, heading.as_deref(), last)?;
        let end = match part {
            ReportContentPart::Table { columns, rows, .. } => {
                let mut row = headings(sheet, &look, columns, first)?;
                sheet.set_freeze_panes(row, 1)?;
                for it in rows {
                    let (name, number) = match it.is_total {
                        true => (&look.total_name, &look.total),
                        false => (&look.name, &look.number),
                    };
                    sheet.write_string_with_format(row, 0, &it.name, name)?;
                    for (column, value) in (1_u16..).zip(&it.cells) {
                        cell(sheet, row, column, value, number)?;
                    }
                    row += 1;
                }
                row
            }
            ReportContentPart::List { items, .. } => {
                let mut row = first;
                for (column, word) in (0_u16..).zip(["项目", "单位", "数"]) {
                    sheet.write_string_with_format(row, column, word, &look.head)?;
                }
                sheet.set_column_width(0, NAMES * 1.6)?;
                for it in items {
                    row += 1;
                    let name = match &it.heading.group {
                        Some(group) => format!("{group}：{}", it.heading.label),
                        None => it.heading.label.clone(),
                    };
                    sheet.write_string_with_format(row, 0, name, &look.name)?;
                    sheet.write_string_with_format(row, 1, &it.heading.unit, &look.name)?;
                    cell(sheet, row, 2, &it.cell, &look.number)?;
                }
                row + 1
            }
            ReportContentPart::Text { paragraphs, .. } => {
                let mut row = first;
                for it in paragraphs {
                    let text: String = it.iter().map(|it| it.text.as_str()).collect();
                    sheet.merge_range(row, 0, row, last, &text, &look.text)?;
                    // About fifty characters fit into a line.
                    let lines = text.chars().count() / 50 + 1;
                    sheet.set_row_height(row, f64::from(u32::try_from(lines)?) * 18.0)?;
                    row += 1;
                }
                row
            }
        };
        foot(sheet, &look, paper, end, last)?;
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
    }
    book.save_to_buffer().context("做不出工作簿")
}

/// Excel refuses some characters in the names of sheets, and two of one name.
fn sheet_name(text: &str, at: usize) -> String {
    let plain: String =
        text.chars().map(|it| if "[]:*?/\\'".contains(it) { ' ' } else { it }).collect();
    let number = format!("{} ", at + 1);
    let room = SHEET_NAME - number.chars().count();
    number + &plain.trim().chars().take(room).collect::<String>()
}

/// Heading, 表号 and the line with period and unit. Gives the row that follows.
fn head(
    sheet: &mut Worksheet,
    look: &Look,
    paper: &PrintPaper,
    heading: Option<&str>,
    last: u16,
) -> anyhow::Result<u32> {
    let it: &ReportContent = &paper.content;
    sheet.merge_range(0, 0, 0, last, &it.title, &look.title)?;
    sheet.set_row_height(0, 32.0)?;
    let number = it.number.as_deref().map(|it| format!("表号：{it}")).unwrap_or_default();
    let issuer = it.issuer.as_deref().unwrap_or("　　　　　　　　");
    let said = format!("{number}　制表机关：{issuer}");
    sheet.merge_range(1, 0, 1, last, said.trim(), &look.right)?;
    let half = last / 2;
    let left = format!("填报地区：{}　期间：{}", it.region_name, it.period_zh);
    let unit = it.unit.as_deref().map(|it| format!("计量单位：{it}　")).unwrap_or_default();
    let right = format!("{unit}数据截至：{}", paper.as_of);
    merged(sheet, 2, 0, half, &left, &look.left)?;
    merged(sheet, 2, half + 1, last, &right, &look.right)?;
    let mut row = 3;
    if let Some(heading) = heading {
        sheet.merge_range(row, 0, row, last, heading, &look.left)?;
        row += 1;
    }
    Ok(row)
}

/// Excel merges no single cell.
fn merged(
    sheet: &mut Worksheet,
    row: u32,
    first: u16,
    last: u16,
    text: &str,
    format: &Format,
) -> anyhow::Result<()> {
    match first == last {
        true => sheet.write_string_with_format(row, first, text, format)?,
        false => sheet.merge_range(row, first, row, last, text, format)?,
    };
    Ok(())
}

/// Two rows of headings: groups above their columns, the others over both rows. Gives the row that
/// follows.
fn headings(
    sheet: &mut Worksheet,
    look: &Look,
    columns: &[ReportHeading],
    row: u32,
) -> anyhow::Result<u32> {
    sheet.set_column_width(0, NAMES)?;
    sheet.merge_range(row, 0, row + 1, 0, "地区", &look.head)?;
    let mut at = 1_u16;
    for group in columns.chunk_by(|a, b| a.group.is_some() && a.group == b.group) {
        let first = at;
        for it in group {
            sheet.set_column_width(at, NUMBERS)?;
            let label = match it.unit.is_empty() {
                true => it.label.clone(),
                false => format!("{}（{}）", it.label, it.unit),
            };
            match &it.group {
                Some(_) => {
                    sheet.write_string_with_format(row + 1, at, &label, &look.head)?;
                }
                None => {
                    sheet.merge_range(row, at, row + 1, at, &label, &look.head)?;
                }
            }
            at += 1;
        }
        if let Some(name) = group.first().and_then(|it| it.group.as_deref()) {
            merged(sheet, row, first, at - 1, name, &look.head)?;
        }
    }
    Ok(row + 2)
}

/// A number as a number; what is left out, or not there, as the sign for it.
fn cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    it: &ReportCell,
    format: &Format,
) -> anyhow::Result<()> {
    match it.value.as_deref().map(str::parse::<f64>) {
        Some(Ok(number)) => sheet.write_number_with_format(row, column, number, format)?,
        _ => sheet.write_string_with_format(row, column, sign(it), format)?,
    };
    Ok(())
}

/// What stands in a cell without a number.
fn sign(it: &ReportCell) -> &'static str {
    if it.hidden { "*" } else { "—" }
}

/// Remarks, and who filled it in and checked it.
fn foot(
    sheet: &mut Worksheet,
    look: &Look,
    paper: &PrintPaper,
    row: u32,
    last: u16,
) -> anyhow::Result<()> {
    let it = &paper.content;
    let mut remarks = vec!["说明：— 是没有数据，不是零。".to_owned()];
    if let Some(fewest) = it.hidden_below {
        remarks.push(format!("* 少于{fewest}户，或能由合计推算，不列。"));
    }
    remarks.extend(it.notes.iter().cloned());
    remarks.push(format!("打印编号：{}", paper.number));
    let mut row = row;
    for text in &remarks {
        sheet.merge_range(row, 0, row, last, text, &look.left)?;
        row += 1;
    }
    let signed = format!(
        "填表人：　　　　　　　　审核人：　　　　　　　　填报日期：{}",
        paper.printed_on.format("%Y年%-m月%-d日")
    );
    sheet.merge_range(row + 1, 0, row + 1, last, &signed, &look.left)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_short_and_allowed() {
        let long = "一".repeat(60);
        assert_eq!(sheet_name(&long, 10).chars().count(), SHEET_NAME);
        assert_eq!(sheet_name("a/b:c", 0), "1 a b c");
    }
}
