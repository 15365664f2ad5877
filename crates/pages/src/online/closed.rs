//! Where the province has a platform of its own, people apply there.

use askama::Template;

use super::Frame;

/// Says that applications go to the province's platform, and which other ways there are. For
/// farmers who followed an old link or code.
#[derive(Clone, Template)]
#[template(path = "online/closed.html", whitespace = "minimize")]
pub struct ClosedPage {
    /// What stands around it; its `apply_at` is none.
    pub frame: Frame,
    /// The platform.
    pub platform: Platform,
    /// The office's form on paper; none where there is none.
    pub paper: Option<PaperForm>,
}

/// A platform for applications that is not ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Its name, in Chinese.
    pub name: String,
    /// How to get there, in the language of the page: the app's name, the mini-program to search
    /// for.
    pub how: String,
    /// Its address; none when it is no page.
    pub href: Option<String>,
}

/// A form on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperForm {
    /// Where one gets it and brings it, in the language of the page.
    pub place: String,
    /// Address of the form to be printed at home.
    pub href: Option<String>,
}

impl ClosedPage {
    /// The page as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }
}
