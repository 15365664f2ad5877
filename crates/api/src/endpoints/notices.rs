//! 公示: drafted, posted, listed, withdrawn, and what hangs in a village for everybody.

use app::{
    accounts::Manager,
    notices::{self, NoticeIn, NoticeRow, NoticeState, NoticeView, PublicNoticeView},
};
use axum::{extract::State, http::StatusCode};
use casework::NoticeText;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path, Query},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// Which notices.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticeQuery {
    /// Whether they hang; those that do when absent.
    state: Option<NoticeState>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Why a notice is taken down.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawBody {
    /// The reason.
    reason: String,
}

/// What a notice would say; nothing is written.
#[utoipa::path(post, path = "/api/v1/notices/draft", operation_id = "draft_notice",
    tag = "notices", request_body = NoticeIn, responses((status = 200, body = NoticeText)))]
pub(crate) async fn draft_notice(
    State(server): State<Server>,
    Who(staff): Who,
    Json(wanted): Json<NoticeIn>,
) -> Answer<NoticeText> {
    let today = server.today();
    Ok(axum::Json(notices::draft(&server.home, &staff.scope, &wanted, today).await?))
}

/// Posts a notice and records it in the history of its cases.
#[utoipa::path(post, path = "/api/v1/notices", operation_id = "post_notice", tag = "notices",
    request_body = NoticeIn, responses((status = 201, body = NoticeView)))]
pub(crate) async fn post_notice(
    State(server): State<Server>,
    Who(staff): Who,
    Json(wanted): Json<NoticeIn>,
) -> Result<(StatusCode, axum::Json<NoticeView>), Problem> {
    let (today, who, now) = (server.today(), Manager::Staff(&staff), server.now());
    let posted =
        notices::post_and_record(&server.home, &staff.scope, &wanted, today, who, now).await?;
    Ok((StatusCode::CREATED, axum::Json(posted)))
}

/// The notices of the own scope.
#[utoipa::path(get, path = "/api/v1/notices", operation_id = "list_notices", tag = "notices",
    params(NoticeQuery), responses((status = 200, body = Page<NoticeRow>)))]
pub(crate) async fn list_notices(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<NoticeQuery>,
) -> Answer<Page<NoticeRow>> {
    let state = it.state.unwrap_or(NoticeState::Posted);
    let cursor = Cursor { after: it.after.map(|it| it.replace('\0', "")), limit: it.limit };
    let (after, limit) = (cursor.after_text(), cursor.one_more());
    let found = notices::list(&server.home, &staff.scope, state, after, limit).await?;
    Ok(axum::Json(cursor.page(found, |it| it.id.clone())))
}

/// One notice.
#[utoipa::path(get, path = "/api/v1/notices/{notice}", operation_id = "show_notice",
    tag = "notices", params(("notice" = String, Path)),
    responses((status = 200, body = NoticeView)))]
pub(crate) async fn show_notice(
    State(server): State<Server>,
    Who(staff): Who,
    Path(notice): Path<String>,
) -> Answer<NoticeView> {
    let notice = notice.replace('\0', "");
    Ok(axum::Json(notices::show(&server.home, &staff.scope, &notice).await?))
}

/// Takes a notice down, with a reason.
#[utoipa::path(post, path = "/api/v1/notices/{notice}/withdrawal", operation_id = "withdraw_notice",
    tag = "notices", params(("notice" = String, Path)), request_body = WithdrawBody,
    responses((status = 200, body = NoticeView)))]
pub(crate) async fn withdraw_notice(
    State(server): State<Server>,
    Who(staff): Who,
    Path(notice): Path<String>,
    Json(it): Json<WithdrawBody>,
) -> Answer<NoticeView> {
    let (notice, actor, now) = (notice.replace('\0', ""), staff.actor(), server.now());
    let reason = it.reason.as_str();
    let it = notices::withdraw(&server.home, &staff.scope, &notice, reason, &actor, now).await?;
    Ok(axum::Json(it))
}

/// What hangs in a village today, for everybody; the code has 12 digits.
#[utoipa::path(get, path = "/api/v1/villages/{village}/notices", operation_id = "public_notices",
    tag = "notices", params(("village" = String, Path)),
    responses((status = 200, body = Vec<PublicNoticeView>)))]
pub(crate) async fn public_notices(
    State(server): State<Server>,
    Path(village): Path<String>,
) -> Answer<Vec<PublicNoticeView>> {
    Ok(axum::Json(notices::public_in(&server.home, &village, server.today()).await?))
}
