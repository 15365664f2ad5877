//! 明白卡.

use askama::Template;
use chrono::NaiveDate;

use super::{Contact, Sheet};
use crate::lang::day_zh;

/// 帮扶明白卡, for the wall of the family's house: what it gets, who helps, whom to call. Visitors
/// read it too. It has no place for causes of risk, illness or numbers of the family; measures are
/// to be named so that they do not tell.
#[derive(Clone, Template)]
#[template(path = "paper/card.html", whitespace = "minimize")]
pub struct HouseholdCard {
    /// Head and foot.
    pub sheet: Sheet,
    /// 户主.
    pub householder: String,
    /// 村民小组.
    pub group: String,
    /// 家庭人口.
    pub members: u32,
    /// 帮扶责任人, 村联系人, first secretary.
    pub helpers: Vec<Contact>,
    /// 帮扶措施.
    pub measures: Vec<CardMeasure>,
    /// Policies the family is entitled to.
    pub policies: Vec<CardPolicy>,
    /// The hotline, from the packs.
    pub hotline: String,
    /// The day its content was compiled.
    pub as_of: NaiveDate,
}

/// A measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardMeasure {
    /// What is done, in words the family uses.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// When, or how often.
    pub when: String,
    /// How far it is: 已落实, 正在办.
    pub state: String,
}

/// A policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardPolicy {
    /// Its name.
    pub name: String,
    /// What one gets, with the amount and the document it comes from.
    pub what: String,
    /// Where one applies.
    pub office: String,
    /// The office's telephone.
    pub phone: String,
}

impl HouseholdCard {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn as_of(&self) -> String {
        day_zh(&self.as_of)
    }
}
