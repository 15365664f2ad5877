//! 选择地区: county to township to village, each by a link.

use askama::Template;

use super::Frame;

/// The way to the form for those without the QR code of their village: a link for each township,
/// then one for each village. For farmers.
#[derive(Clone, Template)]
#[template(path = "online/place.html", whitespace = "minimize")]
pub struct PlacePage {
    /// What stands around it.
    pub frame: Frame,
    /// What was chosen so far, for example the county or the township.
    pub within: String,
    /// What is chosen now.
    pub step: PlaceStep,
    /// Names, and the address each leads to.
    pub places: Vec<(String, String)>,
    /// Address of the step before; none at the first.
    pub back: Option<String>,
}

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceStep {
    /// 县（市、区）.
    County,
    /// 乡镇（街道）.
    Township,
    /// 村（社区）.
    Village,
}

impl PlacePage {
    /// The page as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn question(&self) -> &'static str {
        let lang = self.frame.lang;
        match self.step {
            PlaceStep::County => lang.say("您家在哪个县（市、区）？", "Which county are you in?"),
            PlaceStep::Township => {
                lang.say("您家在哪个乡镇（街道）？", "Which township are you in?")
            }
            PlaceStep::Village => lang.say("您家在哪个村（社区）？", "Which village are you in?"),
        }
    }
}
