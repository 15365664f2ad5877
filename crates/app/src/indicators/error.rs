//! Why nothing can be shown or recorded.

use store::DbError;

use crate::ledgers::LedgerError;

/// Why nothing can be shown or recorded.
#[derive(Debug, thiserror::Error)]
pub enum IndicatorError {
    /// There is no such region or value in the scope.
    #[error("没有这个地区或这个数，或不在您的范围内")]
    NotFound,
    /// There is no such indicator.
    #[error("这个地区没有指标或目标 {0}：用 indicators list 查看")]
    NoIndicator(String),
    /// Indicators are computed by county.
    #[error("指标按县计算：请写县、市（州）或省的代码")]
    Level,
    /// The period is none.
    #[error("{0}")]
    Period(String),
    /// The value is no number.
    #[error("“{0}”不是小数：不写单位和千分号，小数点后最多六位")]
    Value(String),
    /// The document is missing.
    #[error("请写明这个数出自哪份文件")]
    NoDocument,
    /// The system computes this number itself.
    #[error("{0} 在这个期间的数由系统算出，不由人登记；口径不对请改指标的定义")]
    Computed(String),
    /// What the ledger of tasks or of evaluations refuses.
    #[error(transparent)]
    Ledger(LedgerError),
    /// Database, files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl IndicatorError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            IndicatorError::NotFound => "indicator.not_found",
            IndicatorError::NoIndicator(_) => "indicator.none",
            IndicatorError::Level => "indicator.level",
            IndicatorError::Period(_) => "indicator.period",
            IndicatorError::Value(_) => "indicator.value",
            IndicatorError::NoDocument => "indicator.no_document",
            IndicatorError::Computed(_) => "indicator.computed",
            IndicatorError::Ledger(error) => error.code(),
            IndicatorError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for IndicatorError {
    fn from(error: DbError) -> IndicatorError {
        IndicatorError::Internal(error.into())
    }
}

impl From<LedgerError> for IndicatorError {
    fn from(error: LedgerError) -> IndicatorError {
        match error {
            LedgerError::Internal(error) => IndicatorError::Internal(error),
            error => IndicatorError::Ledger(error),
        }
    }
}
