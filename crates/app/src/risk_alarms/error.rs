//! Why alarms cannot be judged or shown.

use store::DbError;

use crate::ledgers::LedgerError;

/// Why not. The codes never change their meaning.
#[derive(Debug, thiserror::Error)]
pub enum AlarmError {
    /// There is no such alarm or region in the scope.
    #[error("没有这个地区或这条预警，或不在您的范围内")]
    NotFound,
    /// Triggers are judged by county.
    #[error("预警按县判断：请写县、市（州）或省的代码")]
    Level,
    /// Database, packs, files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl AlarmError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            AlarmError::NotFound => "alarm.not_found",
            AlarmError::Level => "alarm.level",
            AlarmError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for AlarmError {
    fn from(error: DbError) -> AlarmError {
        AlarmError::Internal(error.into())
    }
}

impl From<LedgerError> for AlarmError {
    fn from(error: LedgerError) -> AlarmError {
        match error {
            LedgerError::Internal(error) => AlarmError::Internal(error),
            error => AlarmError::Internal(error.into()),
        }
    }
}
