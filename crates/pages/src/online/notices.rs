//! 公示公告: what hangs in a village now.

use askama::Template;
use chrono::NaiveDate;

use super::Frame;
use crate::Table;

/// The notices that hang in a village today, for everybody. Search engines are asked to stay
/// away, because a notice is public for its days only.
#[derive(Clone, Template)]
#[template(path = "online/notices.html", whitespace = "minimize")]
pub struct PublicNoticesPage {
    /// What stands around it.
    pub frame: Frame,
    /// The village with its township.
    pub village: String,
    /// The day it is shown.
    pub today: NaiveDate,
    /// The notices, the newest first.
    pub notices: Vec<HangingNotice>,
}

/// A notice as it hangs, its text as it was posted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HangingNotice {
    /// The heading.
    pub title: String,
    /// What it says.
    pub paragraphs: Vec<String>,
    /// The list of households.
    pub table: Option<Table>,
    /// Who signs.
    pub signature: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Where it hangs on paper.
    pub place: String,
}

impl PublicNoticesPage {
    /// The page as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }
}
