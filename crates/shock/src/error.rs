//! What stands in the way of an action.

use chrono::NaiveDate;

use crate::MemberStage;

/// Why an action is not possible now. The message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShockActionError {
    /// The stage knows no such action.
    #[error("这一户“{}”，不能{action_zh}", stage.zh())]
    NotAllowed {
        /// Where the household stands.
        stage: MemberStage,
        /// The action in Chinese.
        action_zh: &'static str,
    },
    /// The day lies before the last action.
    #[error("{given} 早于上一次办理的 {last}：请核对日期")]
    DayBefore {
        /// The day given.
        given: NaiveDate,
        /// The day of the last action.
        last: NaiveDate,
    },
    /// A text is missing.
    #[error("请写明{what}")]
    TextNeeded {
        /// Which.
        what: &'static str,
    },
    /// A loss below zero.
    #[error("损失不能是负数")]
    NegativeLoss,
}

impl ShockActionError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            ShockActionError::NotAllowed { .. } => "event.not_allowed",
            ShockActionError::DayBefore { .. } => "event.day_before",
            ShockActionError::TextNeeded { .. } => "event.text_needed",
            ShockActionError::NegativeLoss => "event.negative_loss",
        }
    }
}
