//! Why something cannot be done with a record.

use serde::Serialize;
use store::{DbError, LedgerTableError};

/// One thing that stands in the way, with where to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Refusal {
    /// `required`, `value`, `needs`, `fixed`, `unique`, `must`.
    pub code: String,
    /// The field it is about, when it is about one.
    pub field: Option<String>,
    /// The rule, when one refuses.
    pub must: Option<String>,
    /// In Chinese: what is wrong and what to do.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// Why something cannot be done with a record.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no such ledger for this person.
    #[error("没有这张台账，或您没有查看的权限")]
    NoLedger,
    /// There is no such record in the scope.
    #[error("没有这条记录，或不在您的范围内")]
    NotFound,
    /// The roles do not allow it.
    #[error("您没有办理“{what}”的权限")]
    NotAllowed {
        /// What was asked for.
        what: String,
    },
    /// Somebody else was first.
    #[error("这条记录刚被别人改过：请刷新再办")]
    Stale,
    /// It cannot be done in this state.
    #[error("{state}的记录不能“{action}”")]
    WrongState {
        /// Its state.
        state: String,
        /// What was asked for.
        action: String,
    },
    /// A reason is missing.
    #[error("请写明理由")]
    NoReason,
    /// The region of the record is outside the scope or of the wrong level.
    #[error("请选择您范围内的{levels}")]
    WrongRegion {
        /// Of which levels it may be.
        levels: String,
    },
    /// The rules.
    #[error("{}", .0.iter().map(|it| it.zh.as_str()).collect::<Vec<_>>().join("；"))]
    Refused(Vec<Refusal>),
    /// Database.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl LedgerError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            LedgerError::NoLedger => "ledger.none",
            LedgerError::NotFound => "ledger.not_found",
            LedgerError::NotAllowed { .. } => "ledger.not_allowed",
            LedgerError::Stale => "ledger.stale",
            LedgerError::WrongState { .. } => "ledger.wrong_state",
            LedgerError::NoReason => "ledger.no_reason",
            LedgerError::WrongRegion { .. } => "ledger.wrong_region",
            LedgerError::Refused(_) => "ledger.refused",
            LedgerError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for LedgerError {
    fn from(error: DbError) -> LedgerError {
        LedgerError::Internal(error.into())
    }
}

impl From<LedgerTableError> for LedgerError {
    fn from(error: LedgerTableError) -> LedgerError {
        LedgerError::Internal(error.into())
    }
}
