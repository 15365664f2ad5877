//! Where a case stands, and what may be done there.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::Action;

/// Where a case stands. The steps inside identification and elimination are the region's.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 风险线索: nobody has been asked yet.
    Clue,
    /// 已派发: a village has been asked to look.
    Dispatched,
    /// 识别认定中: the steps of the region's chain.
    Identifying,
    /// 监测对象, help not yet planned.
    Identified,
    /// 帮扶中.
    Assisted,
    /// 风险消除中: the steps of the region's chain.
    Eliminating,
    /// 风险已消除, followed up.
    Eliminated,
    /// 已排除, with a reason; never deleted.
    Dismissed,
    /// 已终止: the household died out or went into another.
    Closed,
}

/// Why a clue or case ends without a monitored household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DismissalReason {
    /// 不属实.
    NotConfirmed,
    /// 属实, and no risk of falling back: can cope alone.
    NoRisk,
    /// 已有政策解决.
    AlreadySolved,
    /// 原则上不得纳入.
    Excluded,
    /// 评议未通过.
    ReviewNotPassed,
    /// 公示异议成立.
    ObjectionUpheld,
    /// 本人不愿意.
    Declined,
    /// 不在本地常住，转居住地.
    LivesElsewhere,
    /// 重复线索.
    Duplicate,
}

impl Stage {
    /// Every stage, in the order of a life.
    pub const ALL: [Stage; 9] = [
        Stage::Clue,
        Stage::Dispatched,
        Stage::Identifying,
        Stage::Identified,
        Stage::Assisted,
        Stage::Eliminating,
        Stage::Eliminated,
        Stage::Dismissed,
        Stage::Closed,
    ];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Stage::Clue => "clue",
            Stage::Dispatched => "dispatched",
            Stage::Identifying => "identifying",
            Stage::Identified => "identified",
            Stage::Assisted => "assisted",
            Stage::Eliminating => "eliminating",
            Stage::Eliminated => "eliminated",
            Stage::Dismissed => "dismissed",
            Stage::Closed => "closed",
        }
    }

    /// The Chinese label.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Stage::Clue => "风险线索",
            Stage::Dispatched => "已派发",
            Stage::Identifying => "识别认定中",
            Stage::Identified => "已识别",
            Stage::Assisted => "帮扶中",
            Stage::Eliminating => "风险消除中",
            Stage::Eliminated => "风险已消除",
            Stage::Dismissed => "已排除",
            Stage::Closed => "已终止",
        }
    }

    /// The household is a monitored one.
    #[must_use]
    pub fn is_monitored(self) -> bool {
        matches!(self, Stage::Identified | Stage::Assisted | Stage::Eliminating)
    }

    /// A run through a chain is under way.
    #[must_use]
    pub fn is_in_review(self) -> bool {
        matches!(self, Stage::Identifying | Stage::Eliminating)
    }
}

/// The words of the actions a stage knows. Conditions may still stand in the way.
#[must_use]
pub fn allowed(stage: Stage) -> Vec<&'static str> {
    Action::WORDS.iter().filter(|it| Action::knows(stage, it.0)).map(|it| it.0).collect()
}

/// The whole workflow, one line for each stage and action it knows, with the stages it can lead
/// to. `docs/workflow.md` holds it, and a test compares.
#[must_use]
pub fn workflow_table() -> String {
    let mut text = String::from("| 状态 | 动作 | 之后 |\n|---|---|---|\n");
    for stage in Stage::ALL {
        for (word, zh) in Action::WORDS {
            if Action::knows(stage, word) {
                let to: Vec<String> = Action::leads_to(stage, word)
                    .iter()
                    .map(|it| format!("`{}` {}", it.word(), it.zh()))
                    .collect();
                let _ = writeln!(
                    text,
                    "| `{}` {} | `{word}` {zh} | {} |",
                    stage.word(),
                    stage.zh(),
                    to.join("、")
                );
            }
        }
    }
    text
}
