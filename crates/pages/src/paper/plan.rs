//! 帮扶计划.

use askama::Template;
use chrono::NaiveDate;

use super::{Contact, Known, Sheet};
use crate::lang::day_zh;

/// 帮扶计划（一户一策）, for the family and whoever answers for it: each measure with the risk it
/// answers, who does it, by when, and what was delivered.
#[derive(Clone, Template)]
#[template(path = "paper/plan.html", whitespace = "minimize")]
pub struct AssistancePlan {
    /// Head and foot.
    pub sheet: Sheet,
    /// 户主.
    pub householder: String,
    /// What is known of the household in a few words each: 村民小组, 家庭人口, 监测对象类别,
    /// 识别时间, 人均收入.
    pub household: Vec<(String, Known)>,
    /// 风险, in words.
    pub risks: Vec<String>,
    /// What is to be reached.
    pub goal: String,
    /// 帮扶责任人.
    pub officer: Contact,
    /// The measures.
    pub measures: Vec<PlanMeasure>,
    /// Empty rows for further ones.
    pub blank_measures: u32,
}

/// A measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanMeasure {
    /// 措施类别.
    pub group: String,
    /// The risk it answers.
    pub answers: String,
    /// What will be done.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// By when; none leaves a place for the pen.
    pub due: Option<NaiveDate>,
    /// What was delivered, in order.
    pub delivered: Vec<Delivery>,
}

/// A delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// The day.
    pub on: NaiveDate,
    /// What was given.
    pub what: String,
}

impl AssistancePlan {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn day(&self, day: &NaiveDate) -> String {
        day_zh(day)
    }
}
