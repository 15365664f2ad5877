//! 查询进度: by receipt number and telephone.

use askama::Template;
use chrono::NaiveDate;

use super::{Frame, receipt::groups};

/// Asks for the receipt number and the telephone that was left. For applicants. The form posts
/// `receipt`, `phone`, `lang` and `big`.
#[derive(Clone, Template)]
#[template(path = "online/progress_form.html", whitespace = "minimize")]
pub struct ProgressForm {
    /// What stands around it.
    pub frame: Frame,
    /// Address the form posts to.
    pub action: String,
    /// 回执号: from the QR code, or as it was typed.
    pub receipt: String,
    /// The telephone as it was typed.
    pub phone: String,
    /// Why nothing is shown, in the language of the page. It does not say which of the two is
    /// wrong.
    pub error: Option<String>,
}

impl ProgressForm {
    /// The page as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }
}

/// How far an application is, in plain words. For the applicant; whoever sees it knew receipt
/// number and telephone.
#[derive(Clone, Template)]
#[template(path = "online/progress.html", whitespace = "minimize")]
pub struct ProgressPage {
    /// What stands around it.
    pub frame: Frame,
    /// 回执号.
    pub receipt: String,
    /// The day of receipt.
    pub received_on: NaiveDate,
    /// What was asked for, in the language of the page.
    pub need: String,
    /// Where it stands, in the language of the page.
    pub stage: String,
    /// What comes next, in the language of the page; empty when nothing does.
    pub next: String,
    /// The last day in time of what comes next.
    pub due_on: Option<NaiveDate>,
    /// That day is over.
    pub is_late: bool,
    /// 答复, as the office wrote it.
    pub answer: Option<String>,
    /// The day of the answer.
    pub answered_on: Option<NaiveDate>,
    /// Address of the form, to ask about another one.
    pub again: String,
}

impl ProgressPage {
    /// The page as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn groups(&self) -> Vec<String> {
        groups(&self.receipt)
    }
}
