//! What people do with an appeal. Stored actions live for decades: nothing here is ever renamed.

use chrono::NaiveDate;
use policy::Limit;
use serde::{Deserialize, Serialize};

use super::AppealStage;
use crate::ClueSource;

/// What an appeal asks for, as the region's pack described it on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealTerms {
    /// 诉求类型.
    pub need: String,
    /// Who answers it.
    pub department: String,
    /// It is a risk lead by itself.
    pub lead: bool,
    /// Until it is accepted.
    pub accept: Limit,
    /// Until it is answered.
    pub answer: Limit,
}

/// How an appeal begins. Nothing personal stands here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealOpening {
    /// The channel.
    pub channel: String,
    /// What kind of lead it brings.
    pub source: ClueSource,
    /// What is asked for.
    pub terms: AppealTerms,
    /// The day it was received, which may lie before the day it was typed in.
    pub received_on: NaiveDate,
    /// The household, when an identity number told it.
    pub household_id: Option<i64>,
    /// The person.
    pub person_id: Option<i64>,
}

/// One row of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealEntry {
    /// The day it counts for.
    pub on: NaiveDate,
    /// What was done.
    pub action: AppealAction,
    /// The need as the pack has it on that day, where the action chooses another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<AppealTerms>,
}

/// Who is asked to deal with an appeal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Assignee {
    /// A department of the county.
    Department {
        /// Its name in `feeds/`.
        department: String,
    },
    /// A township or a village.
    Region {
        /// Its statistical code.
        region: String,
    },
}

/// What people can do with an appeal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum AppealAction {
    /// 受理.
    Accept,
    /// 改诉求类型: the guess was wrong.
    CorrectNeed {
        /// The need of the pack.
        need: String,
    },
    /// 认定诉求人: a person says which household it is about.
    Identify {
        /// The household.
        household: i64,
        /// The person, when one is meant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<i64>,
    },
    /// 立案: a case is opened for the household, or the open one is taken.
    OpenCase {
        /// The case. Not asked for: it is filled in when the action is recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<i64>,
    },
    /// 关联案: a case of the household deals with it already.
    LinkCase {
        /// The case.
        case: i64,
    },
    /// 说明不立案: why a lead needs no visit.
    ExplainNoCase {
        /// Why.
        reason: String,
    },
    /// 转办 to a department, a township or a village; again, 转派.
    Assign {
        /// To whom.
        assignee: Assignee,
    },
    /// 退回: whoever was asked says that it is not theirs.
    Return {
        /// Why.
        reason: String,
    },
    /// 转出: it belongs to somebody who does not work with this program.
    SendOn {
        /// To whom.
        receiver: String,
        /// Why; the applicant is told.
        reason: String,
    },
    /// 登记办理情况.
    Handle {
        /// What was done.
        what: String,
    },
    /// 答复 the applicant.
    Answer {
        /// What was said.
        text: String,
    },
    /// 登记满意度 of the answer.
    Rate {
        /// Satisfied or not.
        satisfied: bool,
        /// In the applicant's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remark: Option<String>,
    },
    /// 办结.
    Close,
    /// 要求重办: the applicant is not content with the answer.
    Reopen {
        /// Why.
        reason: String,
    },
    /// 并件: another appeal is about the same; one answer serves both.
    Join {
        /// The other appeal.
        appeal: String,
    },
    /// 拆件: it was not about the same, or the other is not answered.
    Separate {
        /// Why.
        reason: String,
    },
    /// 撤回 by the applicant.
    Withdraw {
        /// Why.
        reason: String,
    },
}

impl AppealAction {
    /// Every action: the stored word and the Chinese label.
    pub const WORDS: [(&'static str, &'static str); 17] = [
        ("accept", "受理"),
        ("correct_need", "改诉求类型"),
        ("identify", "认定诉求人"),
        ("open_case", "立案"),
        ("link_case", "关联案"),
        ("explain_no_case", "说明不立案"),
        ("assign", "转办"),
        ("return", "退回"),
        ("send_on", "转出"),
        ("handle", "登记办理情况"),
        ("answer", "答复"),
        ("rate", "登记满意度"),
        ("close", "办结"),
        ("reopen", "要求重办"),
        ("join", "并件"),
        ("separate", "拆件"),
        ("withdraw", "撤回"),
    ];

    /// The stored word, and the Chinese label.
    #[must_use]
    pub fn word(&self) -> (&'static str, &'static str) {
        let at = match self {
            AppealAction::Accept => 0,
            AppealAction::CorrectNeed { .. } => 1,
            AppealAction::Identify { .. } => 2,
            AppealAction::OpenCase { .. } => 3,
            AppealAction::LinkCase { .. } => 4,
            AppealAction::ExplainNoCase { .. } => 5,
            AppealAction::Assign { .. } => 6,
            AppealAction::Return { .. } => 7,
            AppealAction::SendOn { .. } => 8,
            AppealAction::Handle { .. } => 9,
            AppealAction::Answer { .. } => 10,
            AppealAction::Rate { .. } => 11,
            AppealAction::Close => 12,
            AppealAction::Reopen { .. } => 13,
            AppealAction::Join { .. } => 14,
            AppealAction::Separate { .. } => 15,
            AppealAction::Withdraw { .. } => 16,
        };
        AppealAction::WORDS[at]
    }

    /// The stage an action leads to; none where a stage does not know it. This table is the
    /// procedure: [`super::next_appeal`] refuses what it does not hold.
    #[must_use]
    pub fn leads_to(stage: AppealStage, word: &str) -> Option<AppealStage> {
        use AppealStage as S;
        // Being worked on: it has been taken on and not been answered.
        let in_work =
            matches!(stage, S::Accepted | S::Assigned | S::Returned | S::Handled | S::Reopened);
        let after = match word {
            "accept" if stage == S::Received => S::Accepted,
            // What is known of it, whatever is being done about it.
            "correct_need" | "identify" | "open_case" | "link_case" | "explain_no_case"
                if !matches!(stage, S::Closed | S::Withdrawn) =>
            {
                stage
            }
            "assign" if in_work => S::Assigned,
            "return" if stage == S::Assigned => S::Returned,
            "send_on" if in_work || stage == S::Received || stage == S::Joined => S::Closed,
            "handle" if in_work => S::Handled,
            "answer" if in_work || stage == S::Joined => S::Answered,
            "rate" if matches!(stage, S::Answered | S::Closed) => stage,
            "close" if stage == S::Answered => S::Closed,
            "reopen" if matches!(stage, S::Answered | S::Closed) => S::Reopened,
            "join" if in_work || stage == S::Received => S::Joined,
            "separate" if stage == S::Joined => S::Accepted,
            "withdraw" if in_work || matches!(stage, S::Received | S::Joined) => S::Withdrawn,
            _ => return None,
        };
        Some(after)
    }

    /// Whether a stage knows the action.
    #[must_use]
    pub fn is_known(stage: AppealStage, word: &str) -> bool {
        AppealAction::leads_to(stage, word).is_some()
    }
}
