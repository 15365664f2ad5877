//! What an import says of itself: rows in = rows stored + quarantined + skipped.

use std::collections::BTreeMap;

use intake::FileError;
use kernel::{Month, Region};
use serde::Serialize;

/// One import.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// Batch; nothing for a dry run.
    pub batch: Option<i64>,
    /// Statistical code of the county.
    pub region: String,
    /// Its name.
    pub county: String,
    /// Month.
    pub month: String,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Whether it counts now.
    pub committed: bool,
    /// Sums over all sheets.
    pub totals: Totals,
    /// Each sheet that was read.
    pub sheets: Vec<SheetReport>,
    /// Each file or sheet that could not be read.
    pub errors: Vec<FileErrorReport>,
    /// Files that are no tables.
    pub ignored: Vec<String>,
}

/// Rows of all sheets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Totals {
    /// Records read.
    pub read: u64,
    /// Rows stored.
    pub stored: u64,
    /// Rows quarantined.
    pub quarantined: u64,
    /// Records skipped.
    pub skipped: u64,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SheetReport {
    /// File as given.
    pub file: String,
    /// Sheet; empty for text files.
    pub sheet: String,
    /// Feed.
    pub feed: String,
    /// Its Chinese name.
    pub feed_zh: String,
    /// Canonical table.
    pub table: String,
    /// Department.
    pub department: String,
    /// Format.
    pub format: String,
    /// Encoding of text files.
    pub encoding: Option<String>,
    /// Delimiter of text files.
    pub delimiter: Option<String>,
    /// Row of the header.
    pub header_row: u32,
    /// Records read: titles, header, data, subtotals, blanks.
    pub read: u64,
    /// Rows of data among them: stored, quarantined and repeated ones.
    pub data_rows: u64,
    /// Rows stored: matched, to review, unmatched, and rows about no person.
    pub stored: u64,
    /// Rows quarantined, candidates included.
    pub quarantined: u64,
    /// Records skipped, repeated rows included.
    pub skipped: u64,
    /// Rows surely about a person of the county.
    pub matched: u64,
    /// Different persons among them.
    pub matched_persons: u64,
    /// Rows that contradict the register and wait for a person.
    pub review: u64,
    /// Quarantined rows whose name fits somebody.
    pub candidate: u64,
    /// Rows about people outside the register.
    pub unmatched: u64,
    /// Rows about a group or village.
    pub accepted: u64,
    /// Rows that repeat another.
    pub duplicates: u64,
    /// Quarantined rows of earlier batches that rows of this sheet mended.
    pub mended: u64,
    /// Quarantined rows by reason.
    pub reasons: BTreeMap<String, u64>,
    /// Rows to review by reason.
    pub review_reasons: BTreeMap<String, u64>,
    /// Unmatched rows by reason.
    pub unmatched_reasons: BTreeMap<String, u64>,
    /// Skipped records by kind.
    pub skipped_reasons: BTreeMap<String, u64>,
    /// Cells that were lost or are doubtful, by kind.
    pub warnings: BTreeMap<String, u64>,
    /// Each header of the sheet and what it fills.
    pub mapping: Vec<(String, Vec<String>)>,
    /// Columns of the feed that the sheet does not have.
    pub missing_columns: Vec<String>,
    /// The batch that brought the same file before.
    pub already_imported: Option<i64>,
}

/// A file or sheet that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FileErrorReport {
    /// File as given.
    pub file: String,
    /// Sheet, when it is one sheet.
    pub sheet: String,
    /// SHA-256 of the file.
    #[serde(skip)]
    pub sha256: String,
    /// Stable code.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl FileErrorReport {
    pub(crate) fn new(file: &str, sheet: &str, sha256: &str, error: &FileError) -> FileErrorReport {
        FileErrorReport {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            sha256: sha256.to_owned(),
            code: error.code().to_owned(),
            message: error.to_string(),
        }
    }
}

impl ImportReport {
    pub(crate) fn new(county: &Region, month: Month, dry_run: bool) -> ImportReport {
        ImportReport {
            batch: None,
            region: county.leading_digits().to_owned(),
            county: county.name.clone(),
            month: month.to_string(),
            dry_run,
            committed: false,
            totals: Totals::default(),
            sheets: Vec::new(),
            errors: Vec::new(),
            ignored: Vec::new(),
        }
    }

    /// Sums the sheets up and makes sure that nothing was lost.
    ///
    /// # Errors
    /// When the rows of a sheet do not add up: a fault of the program, which
    /// must not go unseen.
    pub(crate) fn add_up(&mut self) -> anyhow::Result<()> {
        let mut totals = Totals::default();
        for it in &self.sheets {
            anyhow::ensure!(
                it.read == it.stored + it.quarantined + it.skipped
                    && it.stored == it.matched + it.review + it.unmatched + it.accepted,
                "{} {}：对不上账，读入{}行，存入{}，隔离{}，跳过{}。这是程序错误，本批没有提交，请反馈",
                it.file,
                it.sheet,
                it.read,
                it.stored,
                it.quarantined,
                it.skipped
            );
            totals.read += it.read;
            totals.stored += it.stored;
            totals.quarantined += it.quarantined;
            totals.skipped += it.skipped;
        }
        self.totals = totals;
        Ok(())
    }
}
