//! Why something with an event is not possible.

use chrono::NaiveDate;
use store::DbError;

use crate::{cases::CaseError, ledgers::LedgerError};

/// Why not. The codes never change their meaning.
#[derive(Debug, thiserror::Error)]
pub enum ShockError {
    /// There is no such event or household on its list, or the caller may not know of it.
    #[error("没有这个突发事件，或这一户不在名单里，或不在您的范围内")]
    NotFound,
    /// The packs of the region have no such kind.
    #[error("本地没有突发事件类型 {0}：用 events types 查看")]
    NoType(String),
    /// What was written of the event cannot be.
    #[error("{0}")]
    Value(String),
    /// The day lies ahead.
    #[error("{0} 还没有到：日期不能晚于今天")]
    NotYet(NaiveDate),
    /// The event is the campaign of another region.
    #[error("这个事件由{0}登记，由他们开展排查、移交和结束；您可以核实、登记自己范围里的户")]
    NotYours(String),
    /// Somebody else was first.
    #[error("刚被别人改过：请重新打开再办")]
    Stale,
    /// The state of the event does not allow it.
    #[error("{0}")]
    State(String),
    /// Nobody was found.
    #[error("按这些找法没有找到户：请看预览里缺哪些名单，或换一种找法")]
    NobodyFound,
    /// Some households are not finished.
    #[error("还有{to_verify}户待核实、{following}户在跟踪，不能结束")]
    NotFinished {
        /// Households to be verified.
        to_verify: i64,
        /// Households being followed.
        following: i64,
    },
    /// What stands in the way of an action.
    #[error(transparent)]
    Action(#[from] shock::ShockActionError),
    /// What the case of the household refuses.
    #[error(transparent)]
    Case(CaseError),
    /// What a ledger refuses.
    #[error(transparent)]
    Ledger(LedgerError),
    /// Database, packs, files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl ShockError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            ShockError::NotFound => "event.not_found",
            ShockError::NoType(_) => "event.no_type",
            ShockError::Value(_) => "event.value",
            ShockError::NotYet(_) => "event.not_yet",
            ShockError::NotYours(_) => "event.not_yours",
            ShockError::Stale => "event.stale",
            ShockError::State(_) => "event.state",
            ShockError::NobodyFound => "event.nobody_found",
            ShockError::NotFinished { .. } => "event.not_finished",
            ShockError::Action(error) => error.code(),
            ShockError::Case(error) => error.code(),
            ShockError::Ledger(error) => error.code(),
            ShockError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for ShockError {
    fn from(error: DbError) -> ShockError {
        ShockError::Internal(error.into())
    }
}

impl From<LedgerError> for ShockError {
    fn from(error: LedgerError) -> ShockError {
        match error {
            LedgerError::Internal(error) => ShockError::Internal(error),
            error => ShockError::Ledger(error),
        }
    }
}

impl From<CaseError> for ShockError {
    fn from(error: CaseError) -> ShockError {
        match error {
            CaseError::Internal(error) => ShockError::Internal(error),
            error => ShockError::Case(error),
        }
    }
}
