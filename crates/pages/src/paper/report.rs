//! 报表: tables with headings in groups, lists and sentences, as offices draw them.

use askama::Template;
use chrono::NaiveDate;

use super::Sheet;
use crate::lang::day_zh;

/// With more columns than this the sheet lies on its side.
const MOST_UPRIGHT: usize = 7;

/// 报表: what a report shows, with 表号, unit and the line of whoever filled it in.
#[derive(Clone, Template)]
#[template(path = "paper/report.html", whitespace = "minimize")]
pub struct ReportPaper {
    /// Head and foot.
    pub sheet: Sheet,
    /// The heading.
    pub title: String,
    /// 表号; empty where there is none.
    pub number: String,
    /// 制表机关; empty where the pen has to say it.
    pub issuer: String,
    /// 计量单位; empty where every column says its own.
    pub unit: String,
    /// The period in words.
    pub period: String,
    /// 数据日期.
    pub as_of: NaiveDate,
    /// Its parts, from top to bottom.
    pub parts: Vec<PaperPart>,
    /// Remarks below it.
    pub notes: Vec<String>,
    /// SM3 of the content, by which two printings are compared.
    pub sm3: String,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperPart {
    /// Regions by figures.
    Table(PaperTable),
    /// Figures one below the other: group, name, unit, value.
    List(String, Vec<PaperLine>),
    /// A heading and sentences.
    Text(String, Vec<String>),
}

/// A table with headings in groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperTable {
    /// A heading above it; empty where there is none.
    pub heading: String,
    /// The columns: group (empty where it stands alone), heading, unit.
    pub columns: Vec<(String, String, String)>,
    /// The rows: region, values, whether it is the sum.
    pub rows: Vec<(String, Vec<String>, bool)>,
}

/// A figure in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperLine {
    /// The group; empty where it stands alone.
    pub group: String,
    /// What it is.
    pub label: String,
    /// The unit.
    pub unit: String,
    /// The number, or the sign for none.
    pub value: String,
}

impl ReportPaper {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn is_wide(&self) -> bool {
        let widest = self.parts.iter().map(|it| match it {
            PaperPart::Table(table) => table.columns.len(),
            PaperPart::List(..) | PaperPart::Text(..) => 0,
        });
        MOST_UPRIGHT < widest.max().unwrap_or(0)
    }

    fn day(&self, day: &NaiveDate) -> String {
        day_zh(day)
    }
}

impl PaperTable {
    /// Headings of the first row: text, columns it spans, and whether it spans both rows.
    fn upper(&self) -> Vec<(String, usize, bool)> {
        let groups = self.columns.chunk_by(|a, b| !a.0.is_empty() && a.0 == b.0);
        let heading = |it: &[(String, String, String)]| match it.first() {
            Some((group, label, unit)) if group.is_empty() => (headed(label, unit), 1, true),
            Some((group, ..)) => (group.clone(), it.len(), false),
            None => (String::new(), 1, true),
        };
        groups.map(heading).collect()
    }

    /// Headings of the second row: those within groups.
    fn lower(&self) -> Vec<String> {
        let grouped = self.columns.iter().filter(|it| !it.0.is_empty());
        grouped.map(|(_, label, unit)| headed(label, unit)).collect()
    }
}

fn headed(label: &str, unit: &str) -> String {
    if unit.is_empty() { label.to_owned() } else { format!("{label}（{unit}）") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_the_heading_of_their_group() {
        let column = |group: &str, label: &str| (group.to_owned(), label.to_owned(), String::new());
        let table = PaperTable {
            columns: vec![
                column("", "甲"),
                column("乙", "一"),
                column("乙", "二"),
                column("", "丙"),
            ],
            ..PaperTable::default()
        };
        let upper = table.upper();
        let spans: Vec<(&str, usize, bool)> =
            upper.iter().map(|it| (it.0.as_str(), it.1, it.2)).collect();
        assert_eq!(spans, [("甲", 1, true), ("乙", 2, false), ("丙", 1, true)]);
        assert_eq!(table.lower(), ["一", "二"]);
    }
}
