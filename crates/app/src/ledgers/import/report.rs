//! What is asked for, and what became of it.

use std::path::Path;

use anyhow::ensure;
use serde::{Deserialize, Serialize};

/// What is to be imported.
#[derive(Debug, Clone, Copy)]
pub struct ImportOrder<'a> {
    /// The ledger.
    pub ledger: &'a str,
    /// Statistical code of the county the file is about, or of a township or village in it, which
    /// then is the place of rows that name none.
    pub region: &'a str,
    /// The file.
    pub path: &'a Path,
    /// Only says what would happen.
    pub preview: bool,
}

/// What became of a file: read = added + changed + unchanged + left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LedgerImport {
    /// The file's name.
    pub file: String,
    /// The ledger.
    pub ledger: String,
    /// Nothing was written.
    pub preview: bool,
    /// Rows read.
    pub read: u64,
    /// New records.
    pub added: u64,
    /// Records that were changed.
    pub changed: u64,
    /// Records that are as they were.
    pub unchanged: u64,
    /// Rows that were left out.
    pub quarantined_rows: u64,
    /// Rows that are no data: sums, headers printed again.
    pub skipped: u64,
    /// The rows that were left out, the first 50,000; over HTTP the first 500.
    pub quarantined: Vec<QuarantinedRow>,
    /// The sheets that were read.
    pub sheets: Vec<ImportedSheet>,
    /// Sheets without a header of this ledger.
    pub ignored_sheets: Vec<String>,
    /// The rows that were left out, with their reasons, as a workbook to mend and import.
    #[serde(skip)]
    pub errors_workbook: Option<Vec<u8>>,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct QuarantinedRow {
    /// The sheet; empty for text files.
    pub sheet: String,
    /// Row of the sheet, or number of the record.
    pub row: u32,
    /// What is wrong and what to do, in Chinese.
    pub reasons_zh: Vec<String>,
    /// The same in English.
    pub reasons_en: Vec<String>,
}

/// A sheet that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedSheet {
    /// Its name; empty for text files.
    pub sheet: String,
    /// Where its header stands.
    pub header_row: u32,
    /// Amounts are in this unit where their header names none.
    pub unit: Option<String>,
    /// Headers that mean nothing in this ledger; these columns were not read.
    pub unknown_columns: Vec<String>,
    /// Columns of the ledger that the sheet does not have.
    pub absent_columns: Vec<String>,
}

impl LedgerImport {
    /// Every row that was read is accounted for, or nothing is written.
    pub(super) fn add_up(&self) -> anyhow::Result<()> {
        let told = self.added + self.changed + self.unchanged + self.quarantined_rows;
        ensure!(
            self.read == told,
            "{}：读入 {} 行，只说得清 {told} 行，没有导入任何一行：请把文件交给维护人员",
            self.file,
            self.read
        );
        Ok(())
    }
}
