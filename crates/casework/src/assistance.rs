//! 帮扶: who is responsible, what is done, and whether it worked.

use chrono::NaiveDate;
use policy::{MeasureGroup, Risk};
use serde::{Deserialize, Serialize};

/// 帮扶责任人.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AssistanceOfficer {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// First day.
    pub from: NaiveDate,
    /// The account, of somebody who works with the program: it sees the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// 帮扶措施: planned, and delivered or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Measure {
    /// Number within the case, from 1.
    pub number: u32,
    /// Group.
    pub group: MeasureGroup,
    /// The risk it answers: 缺什么补什么.
    pub answers: Risk,
    /// What will be done.
    pub what: String,
    /// The identifier in the catalogue of the region's pack, when it was taken from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
    /// What was delivered, in order.
    #[serde(default)]
    pub delivered: Vec<Delivery>,
}

/// 落实: help that has arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Delivery {
    /// The day.
    pub on: NaiveDate,
    /// What was given.
    pub what: String,
}

/// What a yearly review finds (MON-18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectOutcome {
    /// Income unstable or rigid spending beyond control: help goes on.
    WeaklyStable,
    /// 整户无劳动能力: guarded by social security and followed, not eliminated.
    NoLabor,
    /// Stably removed: elimination may begin.
    StablyRemoved,
}

/// What a review says to one of its points (MON-17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectPoint {
    /// 是.
    Yes,
    /// 部分.
    Partly,
    /// 否.
    No,
}

/// 帮扶成效评议, at least once a year a village. The four points came later than the first
/// reviews; one that has not said anything to a point leaves it open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EffectReview {
    /// The day.
    pub on: NaiveDate,
    /// What it found.
    pub outcome: EffectOutcome,
    /// In words.
    pub opinion: String,
    /// 措施是否对路、有效.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures_fit: Option<EffectPoint>,
    /// 返贫致贫风险点是否消除.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_removed: Option<EffectPoint>,
    /// 家庭收入是否稳定.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub income_stable: Option<EffectPoint>,
    /// 家庭成员有没有内生动力.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motivated: Option<EffectPoint>,
}

impl EffectReview {
    /// A review that says nothing to the four points.
    #[must_use]
    pub fn new(on: NaiveDate, outcome: EffectOutcome, opinion: String) -> EffectReview {
        EffectReview {
            on,
            outcome,
            opinion,
            measures_fit: None,
            risk_removed: None,
            income_stable: None,
            motivated: None,
        }
    }
}

impl EffectOutcome {
    /// Every outcome.
    pub const ALL: [EffectOutcome; 3] =
        [EffectOutcome::WeaklyStable, EffectOutcome::NoLabor, EffectOutcome::StablyRemoved];

    /// The Chinese words.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            EffectOutcome::WeaklyStable => "稳定性较弱，继续帮扶",
            EffectOutcome::NoLabor => "无劳动能力，社会保障并长期跟踪",
            EffectOutcome::StablyRemoved => "风险稳定消除",
        }
    }
}
