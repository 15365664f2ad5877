//! Problems as RFC 9457 has them. A code never changes its meaning; the status follows from it.

use app::{
    account_error::AccountError,
    appeals::AppealError,
    assessment::AssessmentError,
    audit::AuditError,
    batches::BatchError,
    cases::CaseError,
    household_events::HouseholdEventError,
    households::HouseholdError,
    income::IncomeError,
    indicators::IndicatorError,
    jobs::JobError,
    ledgers::{LedgerError, Refusal},
    no_figure::NoFigure,
    notices::NoticeError,
    policy_drafts::DraftError,
    quality_runs::QualityError,
    reports::ReportError,
    risk_alarms::AlarmError,
    shocks::ShockError,
    uploads::UploadError,
    visits::VisitError,
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong, as `application/problem+json`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// `urn:shouwang:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the status means, in Chinese.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened here and what to do, in Chinese.
    pub detail: String,
    /// The stable word for programs, such as `case.stale`.
    pub code: String,
    /// Of a record that is refused: everything that stands in the way.
    #[serde(skip_serializing_if = "<[Refusal]>::is_empty")]
    #[schema(value_type = Vec<Refusal>)]
    pub refusals: Box<[Refusal]>,
}

impl Problem {
    /// A problem with a status of its own.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Problem {
        Problem {
            kind: format!("urn:shouwang:{code}"),
            title: title(status).to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            code: code.to_owned(),
            refusals: Box::default(),
        }
    }

    /// There is no such thing, or the caller may not know of it.
    #[must_use]
    pub fn not_found(what: &str) -> Problem {
        Problem::new(
            StatusCode::NOT_FOUND,
            "not_found",
            format!("没有这个{what}，或不在您的范围内"),
        )
    }

    /// What was sent cannot be understood.
    #[must_use]
    pub fn invalid(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "request.invalid", detail)
    }

    /// Something broke here. The cause goes to the log, which holds no personal data of requests;
    /// the caller learns only that it was not their fault. A day for which there are no rules is
    /// theirs to mend, whatever use case met it.
    #[must_use]
    pub fn internal(error: &anyhow::Error) -> Problem {
        if let Some(missing) = error.downcast_ref::<NoFigure>() {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Problem::new(status, "policy.no_figure", missing.to_string());
        }
        tracing::error!("request failed: {error:#}");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "程序出错，没有做任何改动：请稍后再试，仍不行请联系系统管理员查看日志",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "请求格式有误",
        StatusCode::UNAUTHORIZED => "请先登录",
        StatusCode::FORBIDDEN => "没有这个权限",
        StatusCode::NOT_FOUND => "没有找到",
        StatusCode::METHOD_NOT_ALLOWED => "不支持这种请求",
        StatusCode::CONFLICT => "与现状冲突",
        StatusCode::PAYLOAD_TOO_LARGE => "内容过大",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "不支持这种内容",
        StatusCode::UNPROCESSABLE_ENTITY => "内容有误",
        StatusCode::TOO_MANY_REQUESTS => "太频繁",
        StatusCode::SERVICE_UNAVAILABLE => "暂时没有办成",
        _ => "程序出错",
    }
}

/// The status of a code. What is not listed is something the caller sent wrong or the procedure
/// refuses: 422.
fn status(code: &str) -> StatusCode {
    match code {
        "internal" => StatusCode::INTERNAL_SERVER_ERROR,
        "session.refused"
        | "session.ended"
        | "session.code_needed"
        | "session.code_refused"
        | "session.identity_refused"
        | "session.password_and_code_needed"
        | "session.attempt_ended"
        | "session.identity_unproved" => StatusCode::UNAUTHORIZED,
        "session.read_only"
        | "session.needed"
        | "account.own_account"
        | "account.not_viewable"
        | "token.not_for_role"
        | "draft.same_person"
        | "draft.other_region"
        | "case.role"
        | "report.may_not_print"
        | "assessment.not_allowed"
        | "assessment.same_person"
        | "ledger.not_allowed" => StatusCode::FORBIDDEN,
        "ledger.none" | "indicator.none" | "report.none" | "income.no_collection" => {
            StatusCode::NOT_FOUND
        }
        _ if code.ends_with(".not_found") || code == "not_found" => StatusCode::NOT_FOUND,
        "draft.state" | "draft.base_changed" => StatusCode::CONFLICT,
        _ if code.ends_with(".stale")
            || code.ends_with("_taken")
            || code == "notice.already_posted" =>
        {
            StatusCode::CONFLICT
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Makes a problem of a typed error of `app`: its code gives the status, its text is the detail.
fn of(code: &str, error: &(impl std::fmt::Display + ?Sized)) -> Problem {
    match code {
        // The words of a lookup that failed may name what the caller must not know of.
        _ if status(code) == StatusCode::NOT_FOUND => Problem {
            code: code.to_owned(),
            kind: format!("urn:shouwang:{code}"),
            ..Problem::not_found("记录")
        },
        _ => Problem::new(status(code), code, error.to_string()),
    }
}

/// Typed errors of `app` become problems; what broke inside becomes one that says nothing of it.
macro_rules! problems_of {
    ($($error:ident),*) => {
        $(impl From<$error> for Problem {
            fn from(error: $error) -> Problem {
                match error {
                    $error::Internal(error) => Problem::internal(&error),
                    error => of(error.code(), &error),
                }
            }
        })*
    };
}

problems_of!(
    AccountError,
    AlarmError,
    AppealError,
    AuditError,
    BatchError,
    CaseError,
    DraftError,
    HouseholdError,
    HouseholdEventError,
    NoticeError,
    QualityError,
    ReportError,
    UploadError,
    VisitError
);

impl From<JobError> for Problem {
    fn from(error: JobError) -> Problem {
        match error {
            JobError::Internal(error) => Problem::internal(&error),
            // With everything that stands in the way.
            JobError::Ledger(error) => error.into(),
            error => of(error.code(), &error),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Problem {
        match error {
            LedgerError::Internal(error) => Problem::internal(&error),
            LedgerError::Refused(refusals) => {
                let said = of("ledger.refused", &LedgerError::Refused(refusals.clone()));
                Problem { refusals: refusals.into(), ..said }
            }
            error => of(error.code(), &error),
        }
    }
}

impl From<IndicatorError> for Problem {
    fn from(error: IndicatorError) -> Problem {
        match error {
            IndicatorError::Internal(error) => Problem::internal(&error),
            // With everything that stands in the way.
            IndicatorError::Ledger(error) => error.into(),
            error => of(error.code(), &error),
        }
    }
}

impl From<AssessmentError> for Problem {
    fn from(error: AssessmentError) -> Problem {
        match error {
            AssessmentError::Internal(error) => Problem::internal(&error),
            // With everything that stands in the way.
            AssessmentError::Ledger(error) => error.into(),
            error => of(error.code(), &error),
        }
    }
}

impl From<IncomeError> for Problem {
    fn from(error: IncomeError) -> Problem {
        match error {
            IncomeError::Internal(error) => Problem::internal(&error),
            error => of(error.code(), &error),
        }
    }
}

impl From<ShockError> for Problem {
    fn from(error: ShockError) -> Problem {
        match error {
            ShockError::Internal(error) => Problem::internal(&error),
            // With everything that stands in the way.
            ShockError::Ledger(error) => error.into(),
            error => of(error.code(), &error),
        }
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Problem {
        Problem::internal(&error)
    }
}
