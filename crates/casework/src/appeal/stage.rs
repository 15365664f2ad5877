//! Where an appeal stands, and what may be done there.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::AppealAction;

/// Where an appeal stands.
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
pub enum AppealStage {
    /// 已收到, nobody has looked at it.
    Received,
    /// 已受理.
    Accepted,
    /// 已转办 to a department, a township or a village.
    Assigned,
    /// 已退回: not theirs; it has to be sent to somebody else.
    Returned,
    /// 已办理, not yet answered.
    Handled,
    /// 已并件: another appeal is answered for both.
    Joined,
    /// 已答复.
    Answered,
    /// 重新办理: the applicant was not content.
    Reopened,
    /// 已办结.
    Closed,
    /// 已撤回 by the applicant.
    Withdrawn,
}

impl AppealStage {
    /// Every stage, in the order of a life.
    pub const ALL: [AppealStage; 10] = [
        AppealStage::Received,
        AppealStage::Accepted,
        AppealStage::Assigned,
        AppealStage::Returned,
        AppealStage::Handled,
        AppealStage::Joined,
        AppealStage::Answered,
        AppealStage::Reopened,
        AppealStage::Closed,
        AppealStage::Withdrawn,
    ];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            AppealStage::Received => "received",
            AppealStage::Accepted => "accepted",
            AppealStage::Assigned => "assigned",
            AppealStage::Returned => "returned",
            AppealStage::Handled => "handled",
            AppealStage::Joined => "joined",
            AppealStage::Answered => "answered",
            AppealStage::Reopened => "reopened",
            AppealStage::Closed => "closed",
            AppealStage::Withdrawn => "withdrawn",
        }
    }

    /// The stage of a stored word, or none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<AppealStage> {
        AppealStage::ALL.into_iter().find(|it| it.word() == word)
    }

    /// The Chinese label.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            AppealStage::Received => "已收到",
            AppealStage::Accepted => "已受理",
            AppealStage::Assigned => "已转办",
            AppealStage::Returned => "退回待转",
            AppealStage::Handled => "已办理",
            AppealStage::Joined => "已并件",
            AppealStage::Answered => "已答复",
            AppealStage::Reopened => "重新办理",
            AppealStage::Closed => "已办结",
            AppealStage::Withdrawn => "已撤回",
        }
    }

    /// What comes next, in words for the applicant.
    #[must_use]
    pub fn next_zh(self) -> &'static str {
        match self {
            AppealStage::Received => "等待受理",
            AppealStage::Accepted | AppealStage::Returned => "等待转给经办单位",
            AppealStage::Assigned => "经办单位正在办理",
            AppealStage::Handled => "等待答复",
            AppealStage::Joined => "与同一事项的另一件一并办理，一并答复",
            AppealStage::Reopened => "正在重新办理",
            AppealStage::Answered => "已答复；不认可可要求重办",
            AppealStage::Closed => "已办结；情况有变化可再次申报",
            AppealStage::Withdrawn => "已撤回；需要时可再次申报",
        }
    }

    /// It waits for somebody here: a second appeal for the same can join it.
    #[must_use]
    pub fn is_open(self) -> bool {
        use AppealStage as S;
        !matches!(self, S::Joined | S::Answered | S::Closed | S::Withdrawn)
    }
}

/// The words of the actions a stage knows. Conditions may still stand in the way.
#[must_use]
pub fn appeal_allowed(stage: AppealStage) -> Vec<&'static str> {
    let known = AppealAction::WORDS.iter().filter(|it| AppealAction::is_known(stage, it.0));
    known.map(|it| it.0).collect()
}

/// The whole workflow of appeals, one line for each stage and action it knows. A document holds
/// it, and a test compares.
#[must_use]
pub fn appeal_workflow_table() -> String {
    let mut text = String::from("| 状态 | 动作 | 之后 |\n|---|---|---|\n");
    for stage in AppealStage::ALL {
        for (word, zh) in AppealAction::WORDS {
            let Some(after) = AppealAction::leads_to(stage, word) else { continue };
            let _ = writeln!(
                text,
                "| `{}` {} | `{word}` {zh} | `{}` {} |",
                stage.word(),
                stage.zh(),
                after.word(),
                after.zh()
            );
        }
    }
    text
}
