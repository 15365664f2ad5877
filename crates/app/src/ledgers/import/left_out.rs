//! The workbook of the rows that were left out.

use anyhow::Context;
use rust_xlsxwriter::Workbook;

use super::{opened::Opened, report::LedgerImport, work::LeftOut};
use crate::{ledgers::template::sheet_name, workbook};

/// Columns of the workbook of rows that were left out.
const REASON: &str = "未导入原因";
const SOURCE_ROW: &str = "原表行号";

/// Columns of ours that an import does not look at.
pub(super) const OWN_COLUMNS: [&str; 2] = [REASON, SOURCE_ROW];

/// The rows that were left out: their own columns, then why. Mended, it can be imported as it is.
pub(super) fn errors_workbook(
    report: &LedgerImport,
    opened: &Opened,
    left_out: &[LeftOut],
) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    for (number, sheet) in opened.sheets.iter().enumerate() {
        let rows: Vec<&LeftOut> = left_out.iter().filter(|it| it.line.sheet == number).collect();
        if rows.is_empty() {
            continue;
        }
        let layout = &sheet.layout;
        let wide = rows.iter().map(|it| it.line.record.len()).max().unwrap_or_default();
        let wide = wide.max(layout.header.len());
        let own: Vec<usize> = (0..wide)
            .filter(|at| {
                let header = layout.header.get(*at).map_or("", String::as_str);
                !OWN_COLUMNS.contains(&header)
            })
            .collect();
        let mut columns: Vec<(&str, f64)> = own
            .iter()
            .map(|at| (layout.header.get(*at).map_or("", String::as_str), 18.0))
            .collect();
        columns.extend([(REASON, 60.0), (SOURCE_ROW, 10.0)]);
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|it| {
                let mut cells: Vec<String> =
                    own.iter().map(|at| it.line.record.get(*at).to_owned()).collect();
                let reasons: Vec<&str> = it.reasons.iter().map(|it| it.zh.as_str()).collect();
                cells.extend([reasons.join("；"), it.line.row.to_string()]);
                cells
            })
            .collect();
        let unit = layout.unit.map(|it| format!("（单位：{it}）")).unwrap_or_default();
        let more = report.quarantined_rows.saturating_sub(left_out.len() as u64);
        let more = match more {
            0 => String::new(),
            it => format!("；另有 {it} 行没有列出，改好这些后再导入一次原文件"),
        };
        let title = format!("没有导入的行：改好后可以直接导入本工作簿{more}{unit}");
        let name = if sheet.name.is_empty() { "未导入" } else { &sheet.name };
        workbook::sheet(&mut book, &sheet_name(name), &title, &columns, &cells)?;
    }
    book.save_to_buffer().context("做不出未导入行的工作簿")
}
