//! Why nothing can be shown, printed or recorded.

use store::DbError;

/// Why nothing can be shown, printed or recorded.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There is no such region, print, template or request in the scope.
    #[error("没有这个地区、打印或登记，或不在您的范围内")]
    NotFound,
    /// There is no such report.
    #[error("这个地区没有报表 {0}：用 reports list 查看")]
    NoReport(String),
    /// The report is not made for regions of this level.
    #[error("这张报表不是给这一级用的：它用于{0}")]
    Level(String),
    /// The role may not print it.
    #[error("您的角色不能打印这张报表，由报表写明的角色打印")]
    MayNotPrint,
    /// The period is none.
    #[error("{0}")]
    Period(String),
    /// The day lies ahead.
    #[error("还没有到 {0}：按哪一天的数，不能晚于今天")]
    Ahead(chrono::NaiveDate),
    /// What was put together cannot be read.
    #[error("{}", .0.join("；"))]
    Layout(Vec<String>),
    /// Something has to be filled in.
    #[error("请填写{0}")]
    Missing(&'static str),
    /// Somebody else has answered the request.
    #[error("这次要数已经答复过")]
    Answered,
    /// Database, files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl ReportError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            ReportError::NotFound => "report.not_found",
            ReportError::NoReport(_) => "report.none",
            ReportError::Level(_) => "report.level",
            ReportError::MayNotPrint => "report.may_not_print",
            ReportError::Period(_) => "report.period",
            ReportError::Ahead(_) => "report.ahead",
            ReportError::Layout(_) => "report.layout",
            ReportError::Missing(_) => "report.missing",
            ReportError::Answered => "report.answer_taken",
            ReportError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for ReportError {
    fn from(error: DbError) -> ReportError {
        ReportError::Internal(error.into())
    }
}
