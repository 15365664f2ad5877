//! What stands in the way of an action on an appeal.

use chrono::NaiveDate;

use super::AppealStage;

/// Why an action is not possible now. The message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppealActionError {
    /// The stage knows no such action.
    #[error("诉求“{}”时不能{action_zh}", stage.zh())]
    NotAllowed {
        /// Where the appeal stands.
        stage: AppealStage,
        /// The action's word.
        action: &'static str,
        /// The action in Chinese.
        action_zh: &'static str,
    },
    /// Words are missing.
    #[error("{what}不能空着：请写明")]
    TextNeeded {
        /// What has to be written.
        what: &'static str,
    },
    /// A lead has neither a case nor a reason.
    #[error("这类诉求本身是返贫风险线索：请先立案或关联已有的案，或说明不立案的理由，再办结")]
    LeadUnexamined,
    /// Only a lead becomes a case.
    #[error("这类诉求不是返贫风险线索：确有风险的，请先改诉求类型再立案")]
    NotALead,
    /// The household is not known.
    #[error("还不知道是哪一户：请先认定诉求人")]
    NoHousehold,
    /// An appeal cannot be joined to itself.
    #[error("不能并到自己")]
    JoinedToItself,
    /// The action was recorded without what belongs to it.
    #[error("动作缺少{what}：这是程序错误，请反馈")]
    Incomplete {
        /// What is missing.
        what: &'static str,
    },
    /// The day lies before the day of the action before it.
    #[error("日期 {given} 早于上一步的 {last}")]
    DayBefore {
        /// The day given.
        given: NaiveDate,
        /// The day of the last action.
        last: NaiveDate,
    },
}

impl AppealActionError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            AppealActionError::NotAllowed { .. } => "appeal.not_allowed",
            AppealActionError::TextNeeded { .. } => "appeal.text_needed",
            AppealActionError::LeadUnexamined => "appeal.lead_unexamined",
            AppealActionError::NotALead => "appeal.not_a_lead",
            AppealActionError::NoHousehold => "appeal.no_household",
            AppealActionError::JoinedToItself => "appeal.joined_to_itself",
            AppealActionError::Incomplete { .. } => "appeal.incomplete",
            AppealActionError::DayBefore { .. } => "appeal.day_before",
        }
    }
}
