//! Quarantined rows as people see and mend them.

use kernel::Region;
use serde::Serialize;

use crate::home::Home;

/// Header of the column that links a mended row to its quarantined one. The
/// importer looks for it.
pub const NUMBER_HEADER: &str = "隔离编号";

/// One quarantined row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarantineRow {
    /// Number of the entry.
    pub id: i64,
    /// Source file.
    pub file: String,
    /// Sheet; empty for text files.
    pub sheet: String,
    /// Row in it.
    pub row: i64,
    /// Reason, as a stable code.
    pub reason: String,
    /// Column at fault.
    pub column: String,
    /// People it may be about, in words.
    pub candidates: Vec<String>,
    /// The cells as they came.
    pub original: Vec<String>,
}

/// The quarantined rows of one source sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarantineSheet {
    /// Name in the error workbook.
    pub name: String,
    /// Source file.
    pub file: String,
    /// Source sheet.
    pub sheet: String,
    /// Its header.
    pub header: Vec<String>,
    /// Its rows.
    pub rows: Vec<QuarantineRow>,
}

impl QuarantineSheet {
    /// The columns the error workbook puts in front, with their widths.
    pub const OWN_COLUMNS: [(&'static str, f64); 7] = [
        (NUMBER_HEADER, 10.0),
        ("隔离来源文件", 30.0),
        ("隔离来源工作表", 12.0),
        ("隔离来源行", 10.0),
        ("隔离原因与改法", 36.0),
        ("要改的列", 14.0),
        ("可能是谁", 30.0),
    ];
}

/// The rows of a county that wait, by source sheet; of one batch or of all.
///
/// # Errors
/// When the database cannot be read or the keys do not fit.
pub async fn quarantined(
    home: &Home,
    county: &Region,
    batch: Option<i64>,
) -> anyhow::Result<Vec<QuarantineSheet>> {
    let mut tx = home.db.read().await?;
    let mut sheets: Vec<QuarantineSheet> = Vec::new();
    let mut source = None;
    for entry in tx.open_quarantine(county.id, batch).await? {
        if source != Some(entry.source_file_id) {
            source = Some(entry.source_file_id);
            let file = tx.source_file(entry.source_file_id).await?;
            let (path, sheet, header) =
                file.map(|it| (it.path, it.sheet, it.header)).unwrap_or_default();
            sheets.push(QuarantineSheet {
                name: format!("{:02}", sheets.len() + 1),
                file: path,
                sheet,
                header,
                rows: Vec::new(),
            });
        }
        let Some(of_file) = sheets.last_mut() else { continue };
        let cells = home.keys.open("quarantine", &entry.original_sealed)?;
        of_file.rows.push(QuarantineRow {
            id: entry.id,
            file: of_file.file.clone(),
            sheet: of_file.sheet.clone(),
            row: entry.row,
            reason: entry.reason,
            column: entry.column_name.unwrap_or_default(),
            candidates: entry
                .candidates
                .as_array()
                .map(|list| {
                    list.iter().filter_map(|it| it["who"].as_str()).map(str::to_owned).collect()
                })
                .unwrap_or_default(),
            original: serde_json::from_slice(&cells)?,
        });
    }
    Ok(sheets)
}

/// A reason in words: what is wrong and what to do.
#[must_use]
pub fn reason_zh(code: &str) -> String {
    let id_problem = kernel::IdProblem::ALL.into_iter().find(|it| it.code() == code);
    match id_problem {
        Some(problem) => problem.zh().to_owned(),
        None => "登记簿里有同名同生日的人没有证号：请核对是否同一人".to_owned(),
    }
}
