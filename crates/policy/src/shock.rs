//! 突发事件: the kinds of events a region watches for, how the households each may have hit are
//! found, and which standing triggers warn of regional risk.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    basis::Basis,
    parameter::Resolved,
    risk::Risk,
    rule::{Comparison, CompiledRule},
    written::Condition,
};

/// 灾害和公共事件, or 经济风险.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShockKind {
    /// Hits an area.
    Disaster,
    /// Hits a product, an operator, a project, a site, or the jobs of an area.
    Economic,
}

impl ShockKind {
    /// Every kind.
    pub const ALL: [ShockKind; 2] = [ShockKind::Disaster, ShockKind::Economic];

    /// The word in the files.
    pub fn word(self) -> &'static str {
        match self {
            ShockKind::Disaster => "disaster",
            ShockKind::Economic => "economic",
        }
    }

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            ShockKind::Disaster => "灾害和公共事件",
            ShockKind::Economic => "经济风险",
        }
    }
}

/// When a household found by a campaign gets a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OpensCases {
    /// 一户一案: with the campaign; the village verifies by the visit of the case.
    AtOnce,
    /// 先排查: only where the village reports hardship.
    OnHardship,
}

/// A word with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShockWord {
    /// The word that is stored, for example `hail`.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What an economic shock hits beside an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShockTarget {
    /// In Chinese, such as 经营主体.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The ledger that has it.
    pub ledger: String,
    /// Its field whose codes are meant; without one, a record of the ledger is.
    pub field: Option<String>,
}

/// A way to find the households that an event may have hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShockWay {
    /// The word that is stored.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// How.
    pub by: FoundBy,
}

/// How households of the area are found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// All of them.
    Area,
    /// Those for which the condition holds in the month's facts.
    Facts(Box<CompiledRule>),
    /// Those that records of a ledger are about.
    Ledger(LinkedBy),
}

/// Which records of a ledger lead to households.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkedBy {
    /// The ledger.
    pub ledger: String,
    /// Its field that names the household or person.
    pub of: String,
    /// Its field that names what the event hit; none where every record counts.
    pub link: Option<String>,
    /// The states that count; empty for all.
    pub states: Vec<String>,
}

/// A kind of event as it applies to one region on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShockType {
    /// The word that is stored, for example `meteorological`.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Disaster or economic.
    pub kind: ShockKind,
    /// Its kinds, such as hail and flood; may be empty.
    pub subtypes: Vec<ShockWord>,
    /// The risk it puts households to.
    pub risk: Risk,
    /// What it hits beside an area.
    pub hits: Option<ShockTarget>,
    /// When a household gets a case.
    pub cases: OpensCases,
    /// How households are found, the usual way first.
    pub ways: Vec<ShockWay>,
    /// The parameter that says after how many days a household is looked at again.
    pub follow_up: String,
    /// The pack it was found in.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document names it.
    pub is_default: bool,
    /// A remark on the basis.
    pub note: Option<String>,
}

impl ShockType {
    /// The way of this name.
    pub fn way(&self, name: &str) -> Option<&ShockWay> {
        self.ways.iter().find(|it| it.name == name)
    }

    /// The subtype of this word.
    pub fn subtype(&self, code: &str) -> Option<&ShockWord> {
        self.subtypes.iter().find(|it| it.code == code)
    }
}

/// What a price is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceBase {
    /// 同比: the same month of the year before; what the season does is no fall.
    YearBefore,
    /// 环比: the last month before those that are judged.
    BeforeTheFall,
}

/// What a trigger looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerOf {
    /// The monthly values of an indicator, in per cent.
    Indicator {
        /// The indicator.
        indicator: String,
        /// How its value is compared with the limit.
        is: Comparison,
    },
    /// The monthly prices a ledger keeps: by how many per cent they fell.
    Prices {
        /// The ledger.
        ledger: String,
        /// Its field that says of what.
        product: String,
        /// Its field that says on which day.
        on: String,
        /// Its field that has the price.
        price: String,
        /// What a price is compared with.
        against: PriceBase,
    },
}

/// A standing trigger of regional risk as it applies to one region on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlarmTrigger {
    /// The word that is stored.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The kind of event it may become.
    pub shock: String,
    /// What it looks at.
    pub of: TriggerOf,
    /// The name of the parameter with the limit, and its value in basis points.
    pub limit: (String, Resolved),
    /// The name of the parameter with the months it has to last, and its value.
    pub months: (String, Resolved),
    /// The pack it was found in.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document names it.
    pub is_default: bool,
    /// A remark on the basis.
    pub note: Option<String>,
}

/// A kind of event as one pack writes it.
#[derive(Clone, Debug)]
pub(crate) struct WrittenShock {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) basis: Basis,
    /// None where it is switched off.
    pub(crate) body: Option<ShockBody>,
}

#[derive(Clone, Debug)]
pub(crate) struct ShockBody {
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) kind: ShockKind,
    pub(crate) subtypes: Vec<ShockWord>,
    pub(crate) risk: Risk,
    pub(crate) hits: Option<ShockTarget>,
    pub(crate) cases: OpensCases,
    pub(crate) ways: Vec<WrittenWay>,
    pub(crate) follow_up: String,
}

#[derive(Clone, Debug)]
pub(crate) struct WrittenWay {
    pub(crate) name: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) by: WrittenBy,
}

#[derive(Clone, Debug)]
pub(crate) enum WrittenBy {
    Area,
    Facts { all: Vec<Condition>, any: Vec<Condition> },
    Ledger(LinkedBy),
}

/// A trigger as one pack writes it.
#[derive(Clone, Debug)]
pub(crate) struct WrittenTrigger {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) basis: Basis,
    pub(crate) body: Option<TriggerBody>,
}

#[derive(Clone, Debug)]
pub(crate) struct TriggerBody {
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) shock: String,
    pub(crate) of: TriggerOf,
    pub(crate) limit: String,
    pub(crate) months: String,
}

impl WrittenShock {
    pub(crate) fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}

impl WrittenTrigger {
    pub(crate) fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}

impl WrittenBy {
    /// The conditions over facts; of other ways there are none.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let (all, any): (&[Condition], &[Condition]) = match self {
            WrittenBy::Facts { all, any } => (all, any),
            _ => (&[], &[]),
        };
        all.iter().chain(any)
    }
}
