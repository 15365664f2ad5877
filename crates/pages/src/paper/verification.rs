//! 入户核查表.

use askama::Template;
use chrono::NaiveDate;

use super::{
    AmountGroup, Known, Sheet,
    known::{Origin, Origins},
};
use crate::lang::day_zh;

/// 入户核查表, printed with what is known already, for whoever visits the family: they confirm,
/// correct by hand, and fill in what is missing.
#[derive(Clone)]
pub struct VerificationForm {
    /// Head and foot.
    pub sheet: Sheet,
    /// 户主.
    pub householder: String,
    /// What is known of the household in a few words each: 村民小组, 户类型, 家庭人口, 联系电话.
    pub household: Vec<(String, Known)>,
    /// Why the family is visited: the findings of its clues.
    pub reasons: Vec<Known>,
    /// The members.
    pub members: Vec<VisitedMember>,
    /// Empty rows for members nobody knew of.
    pub blank_members: u32,
    /// First and last day of the income that is asked for.
    pub period: (NaiveDate, NaiveDate),
    /// 收入和生产经营性支出, line by line.
    pub income: Vec<AmountGroup>,
    /// 刚性支出, line by line.
    pub spending: Vec<AmountGroup>,
    /// 三保障和饮水安全.
    pub guarantees: Vec<CheckRow>,
    /// 风险, each to be ticked.
    pub risks: Vec<RiskBox>,
}

/// A member.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct VisitedMember {
    /// The name.
    pub name: String,
    /// 与户主关系.
    pub relation: Known,
    /// 证件号码, as the caller shows it.
    pub id_number: Known,
    /// 文化程度, or 在校生状况.
    pub schooling: Known,
    /// 健康状况.
    pub health: Known,
    /// 劳动能力.
    pub labor: Known,
    /// 务工: where, and how many months.
    pub work: Known,
    /// 参保情况.
    pub insurance: Known,
}

/// A question with few answers.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CheckRow {
    /// What is asked: 住房安全.
    pub label: String,
    /// What is known.
    pub known: Known,
    /// The answers to tick.
    pub answers: Vec<String>,
}

/// A risk to be ticked.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RiskBox {
    /// The risk.
    pub label: String,
    /// What points to it; empty when nothing does.
    pub pointer: Known,
}

#[derive(Template)]
#[template(path = "paper/verification.html", whitespace = "minimize")]
struct View<'a> {
    sheet: &'a Sheet,
    it: &'a VerificationForm,
    origins: Origins,
}

impl VerificationForm {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        let origins = Origins::of(self.members.iter().flat_map(VisitedMember::values));
        crate::html(&View { sheet: &self.sheet, it: self, origins })
    }

    /// Risks that something points to.
    fn pointed(&self) -> Vec<&RiskBox> {
        self.risks.iter().filter(|it| !it.pointer.value.is_empty()).collect()
    }

    /// All others.
    fn unpointed(&self) -> Vec<&RiskBox> {
        self.risks.iter().filter(|it| it.pointer.value.is_empty()).collect()
    }

    fn period(&self) -> String {
        format!("{}至{}", day_zh(&self.period.0), day_zh(&self.period.1))
    }
}

impl VisitedMember {
    fn values(&self) -> [&Known; 7] {
        [
            &self.relation,
            &self.id_number,
            &self.schooling,
            &self.health,
            &self.labor,
            &self.work,
            &self.insurance,
        ]
    }
}

impl View<'_> {
    fn origin(&self, origin: &Option<Origin>) -> String {
        origin.as_ref().map(Origin::text).unwrap_or_default()
    }
}
