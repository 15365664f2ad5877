//! Why something of the income account cannot be done.

use store::DbError;

use crate::uploads::UploadError;

/// Why not. The codes never change their meaning.
#[derive(Debug, thiserror::Error)]
pub enum IncomeError {
    /// There is no such household, or the caller may not know of it.
    #[error("没有这一户，或不在您的范围内")]
    NotFound,
    /// The period is none.
    #[error("{0}")]
    Period(String),
    /// Nothing was computed for this period yet.
    #[error("{0} 还没有填：请县里先用 income fill 从部门名单填一次")]
    NotFilled(String),
    /// Nothing was imported that could fill it.
    #[error("{0}")]
    NoLists(String),
    /// There is no such line in the form.
    #[error("采集表没有 {0} 这一项；可用的项见账页")]
    NoSuchLine(String),
    /// The value is none.
    #[error("{line}：{why}")]
    Value {
        /// The line.
        line: String,
        /// What is wrong and what to write.
        why: String,
    },
    /// A value that is known is corrected without saying why.
    #[error("{0} 已有数（{1}），要改请写明理由；原来的数会留着")]
    ReasonNeeded(String, String),
    /// The region does not collect by quarter.
    #[error("本地不按季度监测收入（参数 income_account.quarterly）")]
    NotQuarterly,
    /// No collection of that id was read here.
    #[error("没有读过这份采集表，或不在您的范围内")]
    NoCollection,
    /// The file is none that can be taken.
    #[error("{0}")]
    File(String),
    /// What was sent is not there, or not one file.
    #[error(transparent)]
    Upload(UploadError),
    /// Database, files, definitions.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl IncomeError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            IncomeError::NotFound => "income.not_found",
            IncomeError::Period(_) => "income.period",
            IncomeError::NotFilled(_) => "income.not_filled",
            IncomeError::NoLists(_) => "income.no_lists",
            IncomeError::NoSuchLine(_) => "income.no_such_line",
            IncomeError::Value { .. } => "income.value",
            IncomeError::ReasonNeeded(..) => "income.reason_needed",
            IncomeError::NotQuarterly => "income.not_quarterly",
            IncomeError::NoCollection => "income.no_collection",
            IncomeError::File(_) => "income.file",
            IncomeError::Upload(error) => error.code(),
            IncomeError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for IncomeError {
    fn from(error: DbError) -> IncomeError {
        IncomeError::Internal(error.into())
    }
}

impl From<UploadError> for IncomeError {
    fn from(error: UploadError) -> IncomeError {
        match error {
            UploadError::Internal(error) => IncomeError::Internal(error),
            error => IncomeError::Upload(error),
        }
    }
}
