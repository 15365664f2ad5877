//! 接口令牌: a department's system shows one instead of signing in.

use app::{
    accounts::Manager,
    tokens::{self, NewToken, TokenView},
};
use axum::{extract::State, http::StatusCode};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path},
    problem::Problem,
    server::Server,
};

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenBody {
    /// What it is for.
    name: String,
    /// The last day it holds.
    last_day: NaiveDate,
}

/// The tokens of one's own account.
#[utoipa::path(get, path = "/api/v1/tokens", operation_id = "list_own_tokens", tag = "tokens",
    responses((status = 200, body = Vec<TokenView>)))]
pub(crate) async fn list_own_tokens(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<TokenView>> {
    let own = Manager::Owner("self");
    Ok(axum::Json(tokens::list(&server.home, own, &staff.account_id, server.now()).await?))
}

/// Makes a token; its secret is shown once.
#[utoipa::path(post, path = "/api/v1/tokens", operation_id = "create_token", tag = "tokens",
    request_body = TokenBody, responses((status = 201, body = NewToken)))]
pub(crate) async fn create_token(
    State(server): State<Server>,
    Who(staff): Who,
    Json(body): Json<TokenBody>,
) -> Result<(StatusCode, axum::Json<NewToken>), Problem> {
    let now = server.now();
    let made = tokens::create(&server.home, &staff, &body.name, body.last_day, now).await?;
    Ok((StatusCode::CREATED, axum::Json(made)))
}

/// Revokes a token of one's own.
#[utoipa::path(delete, path = "/api/v1/tokens/{token}", operation_id = "revoke_own_token",
    tag = "tokens", params(("token" = String, Path)), responses((status = 204)))]
pub(crate) async fn revoke_own_token(
    State(server): State<Server>,
    Who(staff): Who,
    Path(token): Path<String>,
) -> Result<StatusCode, Problem> {
    let actor = staff.actor();
    let own = Manager::Owner(&actor);
    tokens::revoke(&server.home, own, &staff.account_id, &token, server.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The tokens of an account.
#[utoipa::path(get, path = "/api/v1/accounts/{account}/tokens", operation_id = "list_tokens",
    tag = "tokens", params(("account" = String, Path)),
    responses((status = 200, body = Vec<TokenView>)))]
pub(crate) async fn list_tokens(
    State(server): State<Server>,
    Who(staff): Who,
    Path(account): Path<String>,
) -> Answer<Vec<TokenView>> {
    let manager = Manager::Staff(&staff);
    Ok(axum::Json(tokens::list(&server.home, manager, &account, server.now()).await?))
}

/// Revokes a token of an account.
#[utoipa::path(delete, path = "/api/v1/accounts/{account}/tokens/{token}",
    operation_id = "revoke_token", tag = "tokens",
    params(("account" = String, Path), ("token" = String, Path)), responses((status = 204)))]
pub(crate) async fn revoke_token(
    State(server): State<Server>,
    Who(staff): Who,
    Path((account, token)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let manager = Manager::Staff(&staff);
    tokens::revoke(&server.home, manager, &account, &token, server.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
