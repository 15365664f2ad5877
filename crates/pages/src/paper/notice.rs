//! 公示、公告, as they hang.

use askama::Template;
use chrono::NaiveDate;

use super::Sheet;
use crate::{Table, lang::day_zh};

/// A notice for the village's board, with the text as it was posted. Everybody reads it: nothing
/// of a person may stand in it but what the notice's template has a place for.
#[derive(Clone, Template)]
#[template(path = "paper/notice.html", whitespace = "minimize")]
pub struct NoticeSheet {
    /// Head and foot. Its number is that of the notice.
    pub sheet: Sheet,
    /// The heading.
    pub title: String,
    /// What it says.
    pub paragraphs: Vec<String>,
    /// The list of households.
    pub table: Option<Table>,
    /// To whom objections go: the office's name and telephones, as one line; empty where the
    /// paragraphs say it.
    pub objections: String,
    /// Who signs and seals.
    pub signature: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Where it hangs.
    pub place: String,
}

impl NoticeSheet {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn days(&self) -> String {
        format!("{}至{}", day_zh(&self.from), day_zh(&self.until))
    }

    fn signed_on(&self) -> String {
        day_zh(&self.from)
    }
}
