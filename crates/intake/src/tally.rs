//! Counting what a sheet held, so that it can be shown that nothing was lost.

use std::fmt;

use crate::reader::Step;
use crate::row::{Reading, Skip};

/// How many records of each kind a sheet had. Records read = rows of data + records skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All records.
    pub records: u32,
    /// Rows of data.
    pub rows: u32,
    /// Titles, above the header and among the data.
    pub titles: u32,
    /// Lines of the header.
    pub headers: u32,
    /// The header again.
    pub repeated_headers: u32,
    /// Blank records.
    pub blanks: u32,
    /// 小计, 合计
    pub subtotals: u32,
    /// Records under the table.
    pub footers: u32,
}

impl Tally {
    /// Counts a reading.
    pub fn count(&mut self, reading: &Reading) {
        match reading {
            Reading::Row(_) => self.step(Step::Row),
            Reading::Skipped { row, why } => self.step(Step::Skipped { row: *row, why: *why }),
        }
    }

    /// Counts a step of the reader.
    pub fn step(&mut self, step: Step) {
        self.records += 1;
        let place = match step {
            Step::Row => &mut self.rows,
            Step::Skipped { why, .. } => match why {
                Skip::Title => &mut self.titles,
                Skip::Header => &mut self.headers,
                Skip::RepeatedHeader => &mut self.repeated_headers,
                Skip::Blank => &mut self.blanks,
                Skip::Subtotal => &mut self.subtotals,
                Skip::Footer => &mut self.footers,
            },
        };
        *place += 1;
    }

    /// Records that are no data.
    pub fn skipped(&self) -> u32 {
        self.titles
            + self.headers
            + self.repeated_headers
            + self.blanks
            + self.subtotals
            + self.footers
    }

    /// Whether the sum is right.
    pub fn adds_up(&self) -> bool {
        self.records == self.rows + self.skipped()
    }
}

/// `共23行 = 数据18 + 标题2 + …`
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "共{}行 = 数据{}", self.records, self.rows)?;
        for (zh, count) in [
            (Skip::Title, self.titles),
            (Skip::Header, self.headers),
            (Skip::RepeatedHeader, self.repeated_headers),
            (Skip::Blank, self.blanks),
            (Skip::Subtotal, self.subtotals),
            (Skip::Footer, self.footers),
        ] {
            if count > 0 {
                write!(f, " + {}{count}", zh.zh())?;
            }
        }
        Ok(())
    }
}
