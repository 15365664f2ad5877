//! A pack as it is written, before regions and dates are looked at.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    appeals::AppealVersion,
    basis::Basis,
    benefit::{BenefitCase, WrittenBenefit},
    chain::{ChainKind, ReviewChain},
    income::WrittenIncome,
    list::WrittenList,
    measure::{WrittenGroups, WrittenMeasure},
    notice::{NoticeKind, NoticeVersion},
    packs::PackInfo,
    parameter::Parameter,
    register::WrittenPolicy,
    risk::Risk,
    rule::{Comparison, Effect},
    shock::{WrittenShock, WrittenTrigger},
    table::Lined,
    times::Times,
    unit::Unit,
};

#[derive(Clone, Debug)]
pub(crate) struct Pack {
    pub(crate) info: PackInfo,
    pub(crate) documents: BTreeMap<String, Document>,
    /// Who acts in chains: the Chinese name by role.
    pub(crate) roles: BTreeMap<String, String>,
    pub(crate) parameters: BTreeMap<String, Parameter>,
    pub(crate) rules: BTreeMap<String, Rule>,
    pub(crate) cases: BTreeMap<String, CaseFile>,
    /// Every version, oldest first.
    pub(crate) chains: BTreeMap<ChainKind, Vec<ReviewChain>>,
    /// 帮扶措施, by identifier.
    pub(crate) measures: BTreeMap<String, WrittenMeasure>,
    /// Which groups of measures go with which risk.
    pub(crate) groups: WrittenGroups,
    /// 待遇, by identifier.
    pub(crate) benefits: BTreeMap<String, WrittenBenefit>,
    /// Cases of benefits, of this pack or of those it overlays.
    pub(crate) benefit_cases: Vec<BenefitCase>,
    /// The inbox of appeals: every version, oldest first.
    pub(crate) appeals: Vec<AppealVersion>,
    /// Texts of notices, every version with its line, oldest first.
    pub(crate) notices: BTreeMap<NoticeKind, Vec<Lined<NoticeVersion>>>,
    /// Words no notice may hold, every version, oldest first.
    pub(crate) forbidden_words: Vec<ForbiddenWords>,
    /// Lists of regions and of words, by `topic.key`.
    pub(crate) lists: BTreeMap<String, WrittenList>,
    /// 收入台账: lines, forms and what is implausible.
    pub(crate) income: WrittenIncome,
    /// 政策登记, by identifier.
    pub(crate) register: BTreeMap<String, WrittenPolicy>,
    /// 突发事件类型, by identifier.
    pub(crate) shocks: BTreeMap<String, WrittenShock>,
    /// Standing triggers of regional risk, by identifier.
    pub(crate) triggers: BTreeMap<String, WrittenTrigger>,
    /// Names of rules, parameters and measures that are written but could not be read, so that
    /// nothing else complains of missing them.
    pub(crate) unreadable: BTreeSet<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct ForbiddenWords {
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) words: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) zh: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) basis: Basis,
    /// None when the rule is switched off.
    pub(crate) body: Option<Body>,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) title: String,
    pub(crate) signal: String,
    pub(crate) raises: Option<Risk>,
    pub(crate) effect: Effect,
    pub(crate) priority: u8,
    pub(crate) all: Vec<Condition>,
    pub(crate) any: Vec<Condition>,
}

#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) line: u32,
    pub(crate) fact: String,
    pub(crate) unit: Unit,
    pub(crate) op: Comparison,
    pub(crate) against: Against,
}

#[derive(Clone, Debug)]
pub(crate) enum Against {
    Parameter { name: String, times: Option<Times> },
    Value(i64),
}

#[derive(Clone, Debug)]
pub(crate) struct CaseFile {
    pub(crate) file: String,
    pub(crate) cases: Vec<Case>,
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) line: u32,
    pub(crate) name: String,
    pub(crate) on: NaiveDate,
    pub(crate) region: String,
    pub(crate) facts: BTreeMap<String, i64>,
    pub(crate) unknown: BTreeSet<String>,
    pub(crate) fires: Expected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Yes,
    No,
    Unknown,
}

impl Rule {
    pub(crate) fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}

impl Body {
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.all.iter().chain(&self.any)
    }
}
