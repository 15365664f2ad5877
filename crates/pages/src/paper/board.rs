//! The poster for a village's board.

use askama::Template;

use super::Contact;
use crate::{ASSETS_AT, PAPER_CSS, qr::Qr};

/// A poster for a village's board: three ways to say that one is in difficulty. For everybody.
#[derive(Clone, Template)]
#[template(path = "paper/board.html", whitespace = "minimize")]
pub struct BoardPage {
    /// The village.
    pub village: String,
    /// County and township above it.
    pub region: String,
    /// Whole address the code leads to: the form with this village, or the province's platform.
    pub url: String,
    /// The name of that platform; none for our own form.
    pub platform: Option<String>,
    /// The hotline, from the packs.
    pub hotline: String,
    /// Village cadres and others who apply for those who cannot; two or three of them.
    pub contacts: Vec<Contact>,
    /// What happens then and within how many days, as a sentence; empty leaves it out.
    pub promise: String,
    /// The office in charge.
    pub office: String,
}

impl BoardPage {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn css(&self) -> String {
        format!("{ASSETS_AT}{}", PAPER_CSS.name)
    }

    fn code(&self) -> Option<Qr> {
        Qr::of(&self.url)
    }
}
