//! What every paper has at its head and foot.

use chrono::NaiveDate;

use crate::{ASSETS_AT, PAPER_CSS, lang::day_zh, qr::Qr};

/// What a paper says of itself.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// 编号 of the record: at the head of each page, and in the QR code by which the console opens
    /// it. Not a number of a person.
    pub number: String,
    /// The place, from county to village.
    pub region: String,
    /// The office it comes from.
    pub office: String,
    /// Who printed it; empty where that does not matter. A paper with personal data says it.
    pub printed_by: String,
    /// The day it was printed.
    pub printed_on: NaiveDate,
}

/// Somebody to be called: an office, or somebody who helps. Meant to be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// What they are to the family or the village: 帮扶责任人, 村党支部书记.
    pub duty: String,
    /// The name.
    pub name: String,
    /// Their unit and post.
    pub unit: String,
    /// The telephone.
    pub phone: String,
}

impl Sheet {
    pub(crate) fn css(&self) -> String {
        format!("{ASSETS_AT}{}", PAPER_CSS.name)
    }

    /// The code of the number; none where there is no number yet.
    pub(crate) fn code(&self) -> Option<Qr> {
        Some(&self.number).filter(|it| !it.is_empty()).and_then(|it| Qr::of(it))
    }

    /// What stands at the head of each page from the second on.
    pub(crate) fn head(&self, title: &str) -> String {
        match self.number.is_empty() {
            true => title.to_owned(),
            false => format!("{title}　编号：{}", self.number),
        }
    }

    /// Who printed it, and when.
    pub(crate) fn printed(&self) -> String {
        let who = [&self.office, &self.printed_by];
        let who: Vec<&str> =
            who.into_iter().filter(|it| !it.is_empty()).map(String::as_str).collect();
        format!("{}　{}打印", who.join("　"), day_zh(&self.printed_on))
    }
}

/// A day, or a place to write one.
pub(crate) fn day_or_blank(day: &Option<NaiveDate>) -> String {
    day.as_ref().map_or_else(|| "　　　　年　　月　　日".to_owned(), day_zh)
}

/// A number, or a place to write one.
pub(crate) fn number_or_blank(number: &Option<u32>) -> String {
    number.map_or_else(|| "　　　".to_owned(), |it| it.to_string())
}
