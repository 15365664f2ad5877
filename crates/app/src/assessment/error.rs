//! Why nothing can be shown or recorded.

use store::DbError;

use crate::ledgers::LedgerError;

/// Why nothing can be shown or recorded.
#[derive(Debug, thiserror::Error)]
pub enum AssessmentError {
    /// There is no such round, household or item in the scope.
    #[error("没有这一轮考核评估或这一户，或不在您的范围内")]
    NotFound,
    /// No scheme of this name counts for the region and the month.
    #[error("这个地区在这个月没有考核评估方案 {0}")]
    NoScheme(String),
    /// Rounds are of a county.
    #[error("考核评估按县进行：请写县、市、区的代码")]
    Level,
    /// The year is not that of the month.
    #[error("月份要在考核的年度里")]
    Year,
    /// A unit is assessed by its name.
    #[error("请写明考核的单位")]
    NoObject,
    /// There is a round already.
    #[error("{0}这一年已有一轮，不能再开；开错了请先作废")]
    Taken(String),
    /// The roles are not among those the scheme names.
    #[error("按方案，这一步由别的角色办")]
    NotAllowed,
    /// The one who closes has opened the round.
    #[error("办结的人不能是发起这一轮的人")]
    SamePerson,
    /// Somebody else was faster.
    #[error("这一轮刚被别人改过，请重新打开再办")]
    Stale,
    /// The round has ended.
    #[error("这一轮已经办结或作废，不能再改")]
    Ended,
    /// Only what was closed leaves the office.
    #[error("还没有办结，没有可以导出的结果")]
    NotClosed,
    /// The scheme visits nobody.
    #[error("这个方案不抽户")]
    NoSample,
    /// It was drawn before.
    #[error("样本已经抽过，一轮只抽一次")]
    Sampled,
    /// Nothing was drawn yet.
    #[error("还没有抽样")]
    NotSampled,
    /// A population is not known.
    #[error("底册缺表，没有到：{}", .0.join("、"))]
    MissingTables(Vec<String>),
    /// The account is no assessor here.
    #[error("没有这个评估人员账号，或不在这个地区：{0}")]
    NoAssessor(String),
    /// An answer the form does not have.
    #[error("{0}")]
    Answer(String),
    /// Nobody was met and nothing says why.
    #[error("没有见到的要写明原因")]
    NoNote,
    /// The visit lies in the future, or before the sample.
    #[error("入户日期不能晚于今天，也不能早于抽样")]
    Day,
    /// There is no such item.
    #[error("方案里没有这一项：{0}")]
    NoItem(String),
    /// Points need a reason.
    #[error("请写明理由")]
    NoReason,
    /// Points outside of what the item has.
    #[error("得分是0到{0}之间的数，小数点后最多两位；不涉及的不写得分")]
    Score(String),
    /// The number comes from the data.
    #[error("这一项由数据算分，不由人给；没有数的才可以给")]
    FromData,
    /// There is no such veto in force, or it is not found by people.
    #[error("没有可以认定的否决：{0}")]
    NoVeto(String),
    /// Something stands in the way of closing.
    #[error("还不能办结：{}", .0.join("；"))]
    NotReady(Vec<String>),
    /// There is no such consequence of this result.
    #[error("这个结果没有这一项结果运用：{0}")]
    NoConsequence(String),
    /// A task needs its day.
    #[error("请写完成时限")]
    NoDay,
    /// What the ledger of tasks refuses.
    #[error(transparent)]
    Ledger(LedgerError),
    /// Database, files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl AssessmentError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            AssessmentError::NotFound => "assessment.not_found",
            AssessmentError::NoScheme(_) => "assessment.no_scheme",
            AssessmentError::Level => "assessment.level",
            AssessmentError::Year => "assessment.year",
            AssessmentError::NoObject => "assessment.no_object",
            AssessmentError::Taken(_) => "assessment.round_taken",
            AssessmentError::NotAllowed => "assessment.not_allowed",
            AssessmentError::SamePerson => "assessment.same_person",
            AssessmentError::Stale => "assessment.stale",
            AssessmentError::Ended => "assessment.ended",
            AssessmentError::NotClosed => "assessment.not_closed",
            AssessmentError::NoSample => "assessment.no_sample",
            AssessmentError::Sampled => "assessment.sampled",
            AssessmentError::NotSampled => "assessment.not_sampled",
            AssessmentError::MissingTables(_) => "assessment.missing_tables",
            AssessmentError::NoAssessor(_) => "assessment.no_assessor",
            AssessmentError::Answer(_) => "assessment.answer",
            AssessmentError::NoNote => "assessment.no_note",
            AssessmentError::Day => "assessment.day",
            AssessmentError::NoItem(_) => "assessment.no_item",
            AssessmentError::NoReason => "assessment.no_reason",
            AssessmentError::Score(_) => "assessment.score",
            AssessmentError::FromData => "assessment.from_data",
            AssessmentError::NoVeto(_) => "assessment.no_veto",
            AssessmentError::NotReady(_) => "assessment.not_ready",
            AssessmentError::NoConsequence(_) => "assessment.no_consequence",
            AssessmentError::NoDay => "assessment.no_day",
            AssessmentError::Ledger(error) => error.code(),
            AssessmentError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for AssessmentError {
    fn from(error: DbError) -> AssessmentError {
        AssessmentError::Internal(error.into())
    }
}

impl From<LedgerError> for AssessmentError {
    fn from(error: LedgerError) -> AssessmentError {
        match error {
            LedgerError::Internal(error) => AssessmentError::Internal(error),
            error => AssessmentError::Ledger(error),
        }
    }
}
