//! 民主评议记录.

use askama::Template;
use chrono::NaiveDate;

use super::{
    Sheet,
    sheet::{day_or_blank, number_or_blank},
};

/// 民主评议记录: who was there, what was voted on, what was said, and who signs. For the village's
/// meeting; numbers that are not known yet are written by hand.
#[derive(Clone, Template)]
#[template(path = "paper/review.html", whitespace = "minimize")]
pub struct ReviewRecord {
    /// Head and foot.
    pub sheet: Sheet,
    /// What kind of meeting it is: 村“两委”（扩大）会议.
    pub meeting: String,
    /// The day.
    pub on: Option<NaiveDate>,
    /// Where they meet.
    pub place: String,
    /// 主持人.
    pub chair: String,
    /// 记录人.
    pub recorder: String,
    /// 应到人数.
    pub invited: Option<u32>,
    /// 实到人数.
    pub present: Option<u32>,
    /// 回避: who left because it was about their own family or relatives.
    pub stepped_aside: String,
    /// What was voted on.
    pub matters: Vec<ReviewMatter>,
    /// What was said; empty leaves lines for the pen.
    pub minutes: String,
    /// Who signs that they were there.
    pub attendees: Vec<Attendee>,
    /// Empty places for more of them.
    pub blank_attendees: u32,
}

/// A household that was voted on.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReviewMatter {
    /// 户主.
    pub householder: String,
    /// 村民小组.
    pub group: String,
    /// What is to be decided: 纳入监测, 风险消除.
    pub matter: String,
    /// 同意.
    pub agree: Option<u32>,
    /// 不同意.
    pub disagree: Option<u32>,
    /// 弃权.
    pub abstain: Option<u32>,
    /// Whether the meeting agrees.
    pub passed: Option<bool>,
    /// 评议意见.
    pub opinion: String,
}

/// Somebody at the meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendee {
    /// The name.
    pub name: String,
    /// 职务或身份: 村党支部书记, 村民代表.
    pub duty: String,
}

impl ReviewRecord {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn day(&self) -> String {
        day_or_blank(&self.on)
    }

    fn count(&self, number: &Option<u32>) -> String {
        number_or_blank(number)
    }

    /// Attendees with the empty places, two to a row.
    fn places(&self) -> Vec<[Attendee; 2]> {
        let blanks = (0..self.blank_attendees).map(|_| Attendee::default());
        let all: Vec<Attendee> = self.attendees.iter().cloned().chain(blanks).collect();
        let second = |pair: &[Attendee]| pair.get(1).cloned().unwrap_or_default();
        all.chunks(2).map(|pair| [pair[0].clone(), second(pair)]).collect()
    }
}
