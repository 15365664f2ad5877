//! 回执: the number by which a family asks how far it is.

use askama::Template;
use chrono::NaiveDate;

use super::Frame;
use crate::qr::Qr;

/// 申报回执, for the applicant: to be photographed, copied by hand or printed.
#[derive(Clone, Template)]
#[template(path = "online/receipt.html", whitespace = "minimize")]
pub struct ReceiptPage {
    /// What stands around it.
    pub frame: Frame,
    /// 回执号.
    pub receipt: String,
    /// The day of receipt.
    pub received_on: NaiveDate,
    /// What was asked for, as the packs call it, in the language of the page.
    pub need: String,
    /// The same had been received before, and this is its number.
    pub is_known: bool,
    /// What happens next, in order, in the language of the page.
    pub steps: Vec<NextStep>,
    /// Whole address of the progress form with the receipt in it, for the QR code. It holds
    /// nothing personal.
    pub progress_url: String,
    /// The same as a link of this page.
    pub progress_at: String,
}

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What.
    pub text: String,
    /// The last day in time.
    pub until: Option<NaiveDate>,
}

impl ReceiptPage {
    /// The page as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn code(&self) -> Option<Qr> {
        Qr::of(&self.progress_url)
    }

    /// The number in groups that can be read out.
    fn groups(&self) -> Vec<String> {
        groups(&self.receipt)
    }
}

/// A number in groups of four, which can be read out and copied by hand.
pub(super) fn groups(number: &str) -> Vec<String> {
    let letters: Vec<char> = number.chars().collect();
    letters.chunks(4).map(|it| it.iter().collect()).collect()
}
