//! The two languages of the pages for farmers.

use std::fmt::Display;

use chrono::{Datelike, NaiveDate};

/// The language of a page. Names, places and what people wrote stay Chinese in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language asked for as `?lang=en`; Chinese for any other word.
    #[must_use]
    pub fn read(word: &str) -> Lang {
        if word == "en" { Lang::En } else { Lang::Zh }
    }

    /// The word for `?lang=`; none for Chinese, which needs none.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        match self {
            Lang::Zh => None,
            Lang::En => Some("en"),
        }
    }

    /// The tag for the attribute `lang`.
    pub(crate) fn tag(self) -> &'static str {
        self.say("zh-CN", "en")
    }

    /// Whether text in Chinese needs no mark of its own.
    pub(crate) fn is_zh(self) -> bool {
        self == Lang::Zh
    }

    /// A sentence, both languages beside each other where it is used.
    pub(crate) fn say(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A sentence with one value, which takes the place of `{}`.
    pub(crate) fn fill(self, zh: &'static str, en: &'static str, value: impl Display) -> String {
        self.say(zh, en).replace("{}", &value.to_string())
    }

    /// `2026年11月5日`, `5 November 2026`.
    pub(crate) fn day(self, day: &NaiveDate) -> String {
        match self {
            Lang::Zh => day_zh(day),
            Lang::En => day.format("%-d %B %Y").to_string(),
        }
    }
}

/// `2026年11月5日`.
pub(crate) fn day_zh(day: &NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
