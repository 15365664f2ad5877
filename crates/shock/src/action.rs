//! What people do with a household on the list of a campaign. An action is the request, the row of
//! the history and the input of [`crate::next`]; stored ones are never renamed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the village found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventFinding {
    /// 受影响，生活有困难: the family gets a case.
    Hardship,
    /// 受影响，生活有保障: followed until it has recovered.
    NoHardship,
    /// 没有受影响.
    NotAffected,
    /// 没有见到人: still to be verified.
    Unreachable,
}

/// How far a household has recovered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventRecovery)]
pub enum Recovery {
    /// 没有恢复.
    NotRecovered,
    /// 部分恢复.
    Partly,
    /// 已恢复.
    Recovered,
}

/// The figures of a day that decide, with where they come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Days until a household is looked at again.
    pub follow_up_days: u32,
    /// The parameter with its pack, document and first day.
    pub source: String,
}

/// One row of the history of a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day it counts for.
    pub on: NaiveDate,
    /// What was done.
    pub action: MemberAction,
    /// The figures of that day.
    pub terms: Terms,
}

/// What people can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
#[schema(as = EventHouseholdAction)]
pub enum MemberAction {
    /// 核实: what the village found.
    Report {
        /// The finding.
        finding: EventFinding,
        /// 分区, a code of the packs' list.
        #[serde(default)]
        zone: Option<String>,
        /// 分类, a code of the packs' list.
        #[serde(default)]
        class: Option<String>,
        /// 损失 in fen, as reckoned on the spot.
        #[serde(default)]
        loss_fen: Option<i64>,
        /// What was seen.
        #[serde(default)]
        note: Option<String>,
    },
    /// 分区分类: the tags alone.
    Tag {
        /// 分区.
        #[serde(default)]
        zone: Option<String>,
        /// 分类.
        #[serde(default)]
        class: Option<String>,
    },
    /// 入户核查 of the household's case answers the campaign as well: one visit.
    Visit {
        /// The case.
        case: i64,
        /// What the visit found.
        finding: EventFinding,
    },
    /// 立案 or 并案: the case that looks at the family.
    LinkCase {
        /// The case.
        case: i64,
    },
    /// 跟踪回访.
    FollowUp {
        /// How far it has recovered.
        recovery: Recovery,
        /// What was seen.
        note: String,
    },
    /// 纳入监测: the household is identified in its case, which follows it from now on.
    Monitor {
        /// The case.
        case: i64,
    },
    /// 移出名单.
    Drop {
        /// Why.
        reason: String,
    },
    /// 恢复到名单: it was dropped by mistake.
    Restore {
        /// Why.
        reason: String,
    },
}

impl MemberAction {
    /// The stored word and the Chinese label.
    #[must_use]
    pub fn word(&self) -> (&'static str, &'static str) {
        match self {
            MemberAction::Report { .. } => ("report", "登记核实结果"),
            MemberAction::Tag { .. } => ("tag", "分区分类"),
            MemberAction::Visit { .. } => ("visit", "入户核查"),
            MemberAction::LinkCase { .. } => ("link_case", "立案或并案"),
            MemberAction::FollowUp { .. } => ("follow_up", "登记跟踪"),
            MemberAction::Monitor { .. } => ("monitor", "纳入监测"),
            MemberAction::Drop { .. } => ("drop", "移出名单"),
            MemberAction::Restore { .. } => ("restore", "恢复到名单"),
        }
    }
}

impl EventFinding {
    /// Every finding.
    pub const ALL: [EventFinding; 4] = [
        EventFinding::Hardship,
        EventFinding::NoHardship,
        EventFinding::NotAffected,
        EventFinding::Unreachable,
    ];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            EventFinding::Hardship => "hardship",
            EventFinding::NoHardship => "no_hardship",
            EventFinding::NotAffected => "not_affected",
            EventFinding::Unreachable => "unreachable",
        }
    }

    /// The finding of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<EventFinding> {
        EventFinding::ALL.into_iter().find(|it| it.word() == word)
    }
}
