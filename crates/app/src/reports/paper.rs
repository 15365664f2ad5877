//! What a printing needs on paper and in a workbook besides its content.

use chrono::NaiveDate;
use kernel::china_day;

use super::{content::ReportContent, print::ReportPrintView};

/// A printing with the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintPaper {
    /// The number of the printing: from its SM3, for the head of each page.
    pub number: String,
    /// What was printed.
    pub content: ReportContent,
    /// The day the numbers are of.
    pub as_of: NaiveDate,
    /// The day it was printed.
    pub printed_on: NaiveDate,
    /// Who printed it.
    pub printed_by: String,
}

/// The paper of a printing.
#[must_use]
pub fn paper_of(it: &ReportPrintView) -> PrintPaper {
    let short: String = it.sm3.chars().take(12).collect();
    PrintPaper {
        number: format!("{}-{}-{short}", it.content.region, it.content.period),
        content: it.content.clone(),
        // The end of a day is the first moment of the next.
        as_of: china_day(it.as_of - chrono::TimeDelta::microseconds(1)),
        printed_on: china_day(it.printed_at),
        printed_by: it.printed_by.clone(),
    }
}
