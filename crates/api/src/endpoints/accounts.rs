//! 账号, for the security administrator of a region.

use app::{
    access::Access,
    accounts::{self, AccountChangeIn, AccountView, FirstPassword, Manager, NewAccountIn},
    totp,
};
use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path, Query},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// 角色.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleView {
    /// Name.
    role: String,
    /// In Chinese.
    zh: String,
    /// In English.
    en: String,
    /// The levels an account with it may be placed at.
    levels: Vec<String>,
    /// The account has to name a department.
    department: bool,
}

/// Accounts of the own region and below.
#[utoipa::path(get, path = "/api/v1/accounts", operation_id = "list_accounts", tag = "accounts",
    params(Cursor), responses((status = 200, body = Page<AccountView>)))]
pub(crate) async fn list_accounts(
    State(server): State<Server>,
    Who(staff): Who,
    Query(cursor): Query<Cursor>,
) -> Answer<Page<AccountView>> {
    let (after, limit) = (cursor.after_text(), cursor.one_more());
    let found = accounts::list(&server.home, &staff.scope, after, limit, server.now()).await?;
    Ok(axum::Json(cursor.page(found, |it| it.login.clone())))
}

/// Makes an account; its first password is shown once.
#[utoipa::path(post, path = "/api/v1/accounts", operation_id = "create_account", tag = "accounts",
    request_body = NewAccountIn, responses((status = 201, body = FirstPassword)))]
pub(crate) async fn create_account(
    State(server): State<Server>,
    Who(staff): Who,
    Json(new): Json<NewAccountIn>,
) -> Result<(StatusCode, axum::Json<FirstPassword>), Problem> {
    let manager = Manager::Staff(&staff);
    let first = accounts::create(&server.home, manager, new, server.now()).await?;
    Ok((StatusCode::CREATED, axum::Json(first)))
}

/// One account.
#[utoipa::path(get, path = "/api/v1/accounts/{account}", operation_id = "show_account",
    tag = "accounts", params(("account" = String, Path)),
    responses((status = 200, body = AccountView)))]
pub(crate) async fn show_account(
    State(server): State<Server>,
    Who(staff): Who,
    Path(account): Path<String>,
) -> Answer<AccountView> {
    let manager = Manager::Staff(&staff);
    Ok(axum::Json(accounts::show(&server.home, manager, &account, server.now()).await?))
}

/// Changes an account: roles, region, department, state, name, telephone.
#[utoipa::path(patch, path = "/api/v1/accounts/{account}", operation_id = "change_account",
    tag = "accounts", params(("account" = String, Path)), request_body = AccountChangeIn,
    responses((status = 200, body = AccountView)))]
pub(crate) async fn change_account(
    State(server): State<Server>,
    Who(staff): Who,
    Path(account): Path<String>,
    Json(change): Json<AccountChangeIn>,
) -> Answer<AccountView> {
    let manager = Manager::Staff(&staff);
    let changed = accounts::change(&server.home, manager, &account, change, server.now()).await?;
    Ok(axum::Json(changed))
}

/// Gives an account a new first password, shown once; its sessions end.
#[utoipa::path(post, path = "/api/v1/accounts/{account}/password", operation_id = "reset_password",
    tag = "accounts", params(("account" = String, Path)),
    responses((status = 200, body = FirstPassword)))]
pub(crate) async fn reset_password(
    State(server): State<Server>,
    Who(staff): Who,
    Path(account): Path<String>,
) -> Answer<FirstPassword> {
    let manager = Manager::Staff(&staff);
    let first = accounts::reset_password(&server.home, manager, &account, server.now()).await?;
    Ok(axum::Json(first))
}

/// Ends the lockout of an account.
#[utoipa::path(post, path = "/api/v1/accounts/{account}/unlock", operation_id = "unlock_account",
    tag = "accounts", params(("account" = String, Path)),
    responses((status = 200, body = AccountView)))]
pub(crate) async fn unlock_account(
    State(server): State<Server>,
    Who(staff): Who,
    Path(account): Path<String>,
) -> Answer<AccountView> {
    let manager = Manager::Staff(&staff);
    Ok(axum::Json(accounts::unlock(&server.home, manager, &account, server.now()).await?))
}

/// Takes one-time codes from an account whose telephone is lost.
#[utoipa::path(delete, path = "/api/v1/accounts/{account}/totp", operation_id = "remove_totp_for",
    tag = "accounts", params(("account" = String, Path)), responses((status = 204)))]
pub(crate) async fn remove_totp_for(
    State(server): State<Server>,
    Who(staff): Who,
    Path(account): Path<String>,
) -> Result<StatusCode, Problem> {
    totp::remove_for(&server.home, Manager::Staff(&staff), &account, server.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The roles there are.
#[utoipa::path(get, path = "/api/v1/roles", operation_id = "list_roles", tag = "accounts",
    responses((status = 200, body = Vec<RoleView>)))]
pub(crate) async fn list_roles() -> Answer<Vec<RoleView>> {
    let roles = Access::get().roles.iter().map(|(name, it)| RoleView {
        role: name.clone(),
        zh: it.zh.clone(),
        en: it.en.clone(),
        levels: it.levels.iter().map(|it| it.word().to_owned()).collect(),
        department: it.department,
    });
    Ok(axum::Json(roles.collect()))
}
