//! What a run found, as programs read it: no identity number, no telephone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::longest_number;
use serde::{Deserialize, Serialize};

use crate::check::{Level, Object};

/// Everything a run found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Region code.
    pub region: String,
    /// Data date.
    pub on: NaiveDate,
    /// Digest of the checks, columns and words used.
    pub hash: String,
    /// The exports that were read.
    pub files: Vec<FileReport>,
    /// Files and rows that could not be read, with what to do.
    pub errors: Vec<FileError>,
    /// Every check in force, by number, with what became of it.
    pub checks: Vec<CheckResult>,
    /// What is doubtful, by check and row.
    pub findings: Vec<Finding>,
    /// What would be doubtful but is exempted.
    pub exempted: Vec<Exempted>,
    /// Exemptions that nothing was found for.
    pub unused_exemptions: Vec<UnusedExemption>,
    /// What the previous run found and this one does not any more.
    pub mended: Vec<Finding>,
    /// What the previous run found and this one could not judge.
    pub not_judged_again: Vec<Finding>,
    /// Findings by village, in the order of the sheets.
    pub places: Vec<PlaceTotal>,
}

/// An export that was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FileReport {
    /// The file's name.
    pub file: String,
    /// The sheet's name.
    pub sheet: String,
    /// Which export it is.
    pub export: String,
    /// Where the header stands.
    pub header_row: u32,
    /// Rows read.
    pub rows: u32,
    /// Sub-totals, repeated headers, and rows without anything a row is known by.
    pub skipped: u32,
    /// The first of them.
    pub skipped_rows: Vec<u32>,
    /// Cells that are no number, month or date; taken as empty.
    pub unread: Vec<Unread>,
    /// Columns that are known and not there, by their usual header.
    pub missing_columns: Vec<String>,
    /// Columns that no check knows.
    pub extra_columns: Vec<String>,
}

/// Cells of a column that could not be read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Unread {
    /// The column.
    pub column: String,
    /// How many.
    pub cells: u32,
    /// The first rows.
    pub rows: Vec<u32>,
}

/// A file, sheet or row that was refused.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FileError {
    /// The file's name.
    pub file: String,
    /// The sheet's name; empty for the whole file.
    pub sheet: String,
    /// Stable word for machines.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// What became of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Something is doubtful (or exempted).
    Found,
    /// Judged, nothing found.
    Clean,
    /// A column, sheet or parameter is missing: nothing can be said.
    NotJudged,
}

/// A check and what became of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckResult {
    /// The check's number.
    pub id: String,
    /// How serious.
    pub level: Level,
    /// About what.
    pub object: Object,
    /// The export it looks at.
    pub export: String,
    /// What is doubtful.
    pub title: String,
    /// What to do.
    pub fix: String,
    /// Where it comes from.
    pub basis: String,
    /// How the text was understood.
    pub note: Option<String>,
    /// The pack it was found in.
    pub pack: String,
    /// The condition.
    pub condition: String,
    /// The figures it uses.
    pub parameters: Vec<ParameterView>,
    /// What became of it.
    pub state: CheckState,
    /// Findings that are not exempted.
    pub findings: usize,
    /// Findings that are exempted.
    pub exempted: usize,
    /// Why it was not judged.
    pub why: Vec<String>,
}

/// A figure with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParameterView {
    /// Its full name in the packs.
    pub name: String,
    /// The Chinese name.
    pub zh: String,
    /// The value with its unit.
    pub value: String,
    /// The pack it was found in.
    pub pack: String,
    /// The document.
    pub basis: String,
    /// No document gives it.
    pub is_default: bool,
    /// Where a default comes from.
    pub note: Option<String>,
}

/// Compared with the previous run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Was not found before.
    New,
    /// Was found before.
    Remains,
}

impl Change {
    /// The Chinese word.
    pub fn zh(self) -> &'static str {
        match self {
            Change::New => "新增",
            Change::Remains => "还在",
        }
    }
}

/// One doubtful row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The check's number.
    pub check: String,
    /// The file's name.
    pub file: String,
    /// The sheet's name in the file.
    pub sheet: String,
    /// The row, from 1; of a household the first one.
    pub row: u32,
    /// Household number of the national system.
    pub household_no: String,
    /// Name of the person, or of whoever stands on the household's first row.
    pub name: String,
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// The values the check looked at.
    pub seen: String,
    /// Compared with the previous run, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// An exemption that has run out, with its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption_expired: Option<NaiveDate>,
    /// Which source the row lies in; for the workbook only.
    #[serde(skip)]
    pub(crate) source: usize,
}

/// A finding that somebody has explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exempted {
    /// What was found.
    pub finding: Finding,
    /// Why it is right as it is.
    pub reason: String,
    /// Who approved it.
    pub approver: String,
    /// The last day the exemption holds.
    pub until: NaiveDate,
}

/// An exemption without a finding: mended, or mistyped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusedExemption {
    /// The check's number.
    pub check: String,
    /// Household number.
    pub household_no: String,
    /// Name, where the exemption names one.
    pub name: String,
    /// The row of the list.
    pub row: u32,
}

/// Findings in one village.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceTotal {
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// Findings.
    pub findings: usize,
    /// Different households.
    pub households: usize,
    /// Findings by level, by its word.
    pub levels: BTreeMap<String, usize>,
    /// Findings that are new since the previous run.
    pub new: usize,
    /// Findings of the previous run that are mended.
    pub mended: usize,
}

/// A text from a file as it may leave it: nothing that looks like an identity number (15 digits or
/// more) or a telephone (11).
pub(crate) fn harmless(text: &str) -> String {
    match longest_number(text) {
        11 | 15.. => "（数字已略）".to_owned(),
        _ => text.to_owned(),
    }
}
