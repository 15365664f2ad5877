//! 登录、退出、密码、动态码.

use app::{
    accounts,
    sign_in::{self, SignedIn},
    staff::StaffView,
    totp::{self, TotpSetup},
};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    answer::Answer,
    gate::{COOKIE, SessionToken, Who},
    input::Json,
    problem::Problem,
    server::Server,
};

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInBody {
    /// 登录名.
    login: String,
    /// 密码.
    password: String,
    /// 动态码, of an account that has them.
    #[serde(default)]
    code: Option<String>,
}

/// A session that has begun; its token is in the cookie alone.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// Who is at work.
    staff: StaffView,
    /// When it ends, whatever is done.
    expires_at: DateTime<Utc>,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordBody {
    /// The present one.
    current: String,
    /// The one from now on.
    new: String,
}

/// A one-time code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeBody {
    /// Six digits.
    code: String,
}

/// Signs in: the session comes as a cookie that scripts cannot read.
#[utoipa::path(post, path = "/api/v1/session", operation_id = "sign_in", tag = "session",
    request_body = SignInBody, responses((status = 201, body = SessionView)))]
pub(crate) async fn sign_in(
    State(server): State<Server>,
    Json(body): Json<SignInBody>,
) -> Result<Response, Problem> {
    let code = body.code.as_deref();
    let now = server.now();
    let signed_in = sign_in::sign_in(&server.home, &body.login, &body.password, code, now).await?;
    Ok(begun(&server, signed_in, StatusCode::CREATED))
}

/// Who is at work, and what they may see.
#[utoipa::path(get, path = "/api/v1/session", operation_id = "who_am_i", tag = "session",
    responses((status = 200, body = StaffView)))]
pub(crate) async fn who_am_i(State(server): State<Server>, Who(staff): Who) -> Answer<StaffView> {
    Ok(axum::Json(staff.view(&server.home)))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", operation_id = "sign_out", tag = "session",
    responses((status = 204)))]
pub(crate) async fn sign_out(
    State(server): State<Server>,
    SessionToken(token): SessionToken,
) -> Result<Response, Problem> {
    sign_in::sign_out(&server.home, &token, server.now()).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&server, &mut response, "", 0);
    Ok(response)
}

/// Changes one's own password; every other session ends, and this one goes on under a new cookie.
#[utoipa::path(post, path = "/api/v1/session/password", operation_id = "change_password",
    tag = "session", request_body = PasswordBody, responses((status = 200, body = SessionView)))]
pub(crate) async fn change_password(
    State(server): State<Server>,
    Who(staff): Who,
    Json(body): Json<PasswordBody>,
) -> Result<Response, Problem> {
    let now = server.now();
    let (current, new) = (&body.current, &body.new);
    let signed_in = accounts::change_own_password(&server.home, &staff, current, new, now).await?;
    Ok(begun(&server, signed_in, StatusCode::OK))
}

/// Begins to set up one-time codes: the secret is shown once.
#[utoipa::path(post, path = "/api/v1/session/totp", operation_id = "begin_totp", tag = "session",
    responses((status = 201, body = TotpSetup)))]
pub(crate) async fn begin_totp(
    State(server): State<Server>,
    Who(staff): Who,
) -> Result<(StatusCode, axum::Json<TotpSetup>), Problem> {
    let setup = totp::begin(&server.home, &staff, server.now()).await?;
    Ok((StatusCode::CREATED, axum::Json(setup)))
}

/// Confirms one-time codes with the first of them.
#[utoipa::path(put, path = "/api/v1/session/totp", operation_id = "confirm_totp", tag = "session",
    request_body = CodeBody, responses((status = 204)))]
pub(crate) async fn confirm_totp(
    State(server): State<Server>,
    Who(staff): Who,
    Json(body): Json<CodeBody>,
) -> Result<StatusCode, Problem> {
    totp::confirm(&server.home, &staff, &body.code, server.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives one-time codes up, with one of them.
#[utoipa::path(post, path = "/api/v1/session/totp/removal", operation_id = "remove_totp",
    tag = "session", request_body = CodeBody, responses((status = 204)))]
pub(crate) async fn remove_totp(
    State(server): State<Server>,
    Who(staff): Who,
    Json(body): Json<CodeBody>,
) -> Result<StatusCode, Problem> {
    totp::remove(&server.home, &staff, &body.code, server.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn begun(server: &Server, signed_in: SignedIn, status: StatusCode) -> Response {
    let view =
        SessionView { staff: signed_in.staff.view(&server.home), expires_at: signed_in.expires_at };
    let mut response = (status, axum::Json(view)).into_response();
    let seconds = (signed_in.expires_at - server.now()).num_seconds().max(0);
    set_cookie(server, &mut response, &signed_in.token, seconds);
    response
}

pub(super) fn set_cookie(server: &Server, response: &mut Response, token: &str, seconds: i64) {
    let secure = if server.secure_cookies { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}
