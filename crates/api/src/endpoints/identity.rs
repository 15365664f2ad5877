//! 统一身份认证: to the office's provider and back.

use app::identity::{self, Attempt, Refusal};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::Answer,
    endpoints::session::set_cookie,
    gate,
    identity::{Failure, Identity, IdentityProvider, PATIENCE},
    input::Query,
    problem::Problem,
    server::Server,
};

/// The cookie of somebody on the way to the provider and back.
const COOKIE: &str = "shouwang_identity";

/// Where the cookie is sent.
const PATH: &str = "/api/v1/session/oidc";

/// How somebody may sign in here.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignInMeans {
    /// 登录名和密码: always.
    password: bool,
    /// 统一身份认证平台, when the office has one.
    identity: Option<IdentityLabel>,
}

/// What the way through the office's provider is called.
#[derive(Serialize, ToSchema)]
pub(crate) struct IdentityLabel {
    /// In Chinese.
    zh: String,
    /// In English.
    en: String,
}

/// What the provider sends along.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Callback {
    /// The code, unless the provider says no.
    code: Option<String>,
    /// What it was given on the way there.
    state: Option<String>,
    /// The provider's address, from providers that say it (RFC 9207).
    iss: Option<String>,
}

/// How somebody may sign in here, for the page that offers it.
#[utoipa::path(get, path = "/api/v1/session/means", operation_id = "sign_in_means",
    tag = "session", responses((status = 200, body = SignInMeans)))]
pub(crate) async fn sign_in_means(Extension(provider): Extension<Identity>) -> Answer<SignInMeans> {
    let identity = provider.map(|it| IdentityLabel {
        zh: it.settings.label_zh.clone(),
        en: it.settings.label_en.clone(),
    });
    Ok(axum::Json(SignInMeans { password: true, identity }))
}

/// Sends somebody to the office's identity provider; 404 where there is none.
#[utoipa::path(get, path = "/api/v1/session/oidc", operation_id = "begin_oidc", tag = "session",
    responses((status = 303, description = "到统一身份认证平台去登录")))]
pub(crate) async fn begin_oidc(
    State(server): State<Server>,
    Extension(provider): Extension<Identity>,
) -> Result<Response, Problem> {
    let provider = provider.ok_or_else(|| Problem::not_found("地址"))?;
    let (address, attempt) = provider.begin(server.now()).await.map_err(|it| unreachable(&it))?;
    let mut response = Redirect::to(&address).into_response();
    wait(&server, &mut response, &attempt.seal(&server.home)?, PATIENCE.num_seconds());
    Ok(response)
}

/// Signs in whoever comes back from the provider; 404 where there is none.
#[utoipa::path(get, path = "/api/v1/session/oidc/callback", operation_id = "finish_oidc",
    tag = "session", params(Callback),
    responses((status = 303, description = "登录成功，回到首页")))]
pub(crate) async fn finish_oidc(
    State(server): State<Server>,
    Extension(provider): Extension<Identity>,
    headers: HeaderMap,
    Query(callback): Query<Callback>,
) -> Result<Response, Problem> {
    let provider = provider.ok_or_else(|| Problem::not_found("地址"))?;
    let sealed = gate::cookie(&headers, COOKIE);
    let outcome = finish(&server, &provider, sealed.as_deref(), callback).await;
    let mut response = outcome.unwrap_or_else(Problem::into_response);
    // The attempt is over, however it ended.
    wait(&server, &mut response, "", 0);
    Ok(response)
}

async fn finish(
    server: &Server,
    provider: &std::sync::Arc<IdentityProvider>,
    sealed: Option<&str>,
    callback: Callback,
) -> Result<Response, Problem> {
    let (home, now) = (&server.home, server.now());
    let attempt = sealed.and_then(|it| Attempt::open(home, it, now));
    let attempt = attempt.filter(|it| callback.state.as_deref() == Some(&it.state));
    let Some(attempt) = attempt.filter(|it| provider.first_time(it, now)) else {
        return Err(identity::refuse_attempt(home, Refusal::Attempt, now).await.into());
    };
    let other = callback.iss.is_some_and(|it| it != provider.settings.issuer);
    let code = callback.code.filter(|_| !other);
    let proved = match code {
        Some(code) => provider.subject(&attempt, code, now).await,
        None => Err(Failure::Unproved("the provider sent nobody".into())),
    };
    let subject = match proved {
        Ok(subject) => subject,
        Err(Failure::Unproved(why)) => {
            tracing::warn!("nobody is signed in: {why}");
            return Err(identity::refuse_attempt(home, Refusal::Unproved, now).await.into());
        }
        Err(failure) => return Err(unreachable(&failure)),
    };
    let signed_in = identity::sign_in(home, &provider.settings, &subject, now).await?;
    // The session's cookie is not sent along with this redirect, which began at another site; it
    // is with everything the page then asks for.
    let mut response = Redirect::to("/").into_response();
    let seconds = (signed_in.expires_at - now).num_seconds().max(0);
    set_cookie(server, &mut response, &signed_in.token, seconds);
    Ok(response)
}

fn unreachable(failure: &Failure) -> Problem {
    match failure {
        Failure::Unreachable(error) => tracing::error!("identity provider: {error:#}"),
        Failure::Unproved(why) => tracing::error!("identity provider: {why}"),
    }
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "session.identity_unreachable",
        "统一身份认证平台没有答复：请稍后再试或用密码登录，仍不行请联系系统管理员查看日志",
    )
}

/// `Lax`, since people come back from another site.
fn wait(server: &Server, response: &mut Response, sealed: &str, seconds: i64) {
    let secure = if server.secure_cookies { "; Secure" } else { "" };
    let cookie = format!(
        "{COOKIE}={sealed}; Path={PATH}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
    );
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
