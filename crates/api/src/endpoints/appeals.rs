//! 群众诉求: the inbox, one appeal, what is done with it, and how far it is for whoever asked.

use app::{
    AppealFilter, appeal_files,
    appeal_terms::{self, AppealTerms},
    appeals::{
        self, AppealCountView, AppealRow, AppealView, NewAppeal, Progress, Receipt, RevealedContact,
    },
    reach,
};
use axum::{extract::State, http::StatusCode};
use casework::AppealAction;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Json, Path, Query},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// Which appeals.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AppealQuery {
    /// Stage.
    stage: Option<String>,
    /// What is asked for.
    need: Option<String>,
    /// The door it came in by.
    channel: Option<String>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Which answers are handed back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FeedbackQuery {
    /// The door they came in by.
    channel: String,
    /// First day of receipt.
    from: NaiveDate,
    /// Last day of receipt.
    to: NaiveDate,
}

/// One thing to be done with an appeal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppealActBody {
    /// The version that was seen; another one is refused.
    version: i64,
    /// The day it counts for; today when absent, never later.
    #[serde(default)]
    on: Option<NaiveDate>,
    /// What is done.
    action: AppealAction,
}

/// Who asks how far their appeal is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProgressBody {
    /// 回执号.
    receipt: String,
    /// The telephone that was left.
    phone: String,
}

/// The inbox of the own scope.
#[utoipa::path(get, path = "/api/v1/appeals", operation_id = "list_appeals", tag = "appeals",
    params(AppealQuery), responses((status = 200, body = Page<AppealRow>)))]
pub(crate) async fn list_appeals(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<AppealQuery>,
) -> Answer<Page<AppealRow>> {
    let clean = |it: Option<String>| it.map(|it| it.replace('\0', ""));
    let filter =
        AppealFilter { stage: clean(it.stage), need: clean(it.need), channel: clean(it.channel) };
    let cursor = Cursor { after: clean(it.after), limit: it.limit };
    let (after, limit, today) = (cursor.after_text(), cursor.one_more(), server.today());
    let found = appeals::list(&server.home, &staff.scope, &filter, after, limit, today).await?;
    Ok(axum::Json(cursor.page(found, |it| it.appeal.clone())))
}

/// Takes an appeal down, online or from paper. The same number of another system is taken once;
/// an appeal of a family that has one for the same need joins it.
#[utoipa::path(post, path = "/api/v1/appeals", operation_id = "receive_appeal", tag = "appeals",
    request_body = NewAppeal, responses((status = 201, body = Receipt)))]
pub(crate) async fn receive_appeal(
    State(server): State<Server>,
    Who(staff): Who,
    Json(new): Json<NewAppeal>,
) -> Result<(StatusCode, axum::Json<Receipt>), Problem> {
    if reach::region_in(&server.home, &staff.scope, &new.region).is_none() {
        return Err(Problem::not_found("地区"));
    }
    let receipt = appeals::receive(&server.home, new, &staff.actor(), server.now()).await?;
    Ok((StatusCode::CREATED, axum::Json(receipt)))
}

/// How many appeals there are by stage and need.
#[utoipa::path(get, path = "/api/v1/appeals/counts", operation_id = "count_appeals",
    tag = "appeals", responses((status = 200, body = Vec<AppealCountView>)))]
pub(crate) async fn count_appeals(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<AppealCountView>> {
    Ok(axum::Json(appeals::counts(&server.home, &staff.scope, server.today()).await?))
}

/// What is due or late; at most 200.
#[utoipa::path(get, path = "/api/v1/appeals/due", operation_id = "due_appeals", tag = "appeals",
    responses((status = 200, body = Vec<AppealRow>)))]
pub(crate) async fn due_appeals(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<AppealRow>> {
    Ok(axum::Json(appeals::due(&server.home, &staff.scope, server.today(), 200).await?))
}

/// What became of appeals of another system, as a workbook to be handed back.
#[utoipa::path(get, path = "/api/v1/appeals/feedback", operation_id = "appeal_feedback",
    tag = "appeals", params(FeedbackQuery), responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn appeal_feedback(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<FeedbackQuery>,
) -> Result<Workbook, Problem> {
    let (days, actor, now) = ((it.from, it.to), staff.actor(), server.now());
    let bytes =
        appeal_files::feedback_workbook(&server.home, &staff.scope, &it.channel, days, &actor, now)
            .await?;
    Ok(Workbook { name: format!("诉求办理结果-{}", it.to), bytes })
}

/// How far an appeal is, for whoever has its receipt and the telephone that was left.
#[utoipa::path(post, path = "/api/v1/appeals/progress", operation_id = "appeal_progress",
    tag = "appeals", request_body = ProgressBody, responses((status = 200, body = Progress)))]
pub(crate) async fn appeal_progress(
    State(server): State<Server>,
    Json(it): Json<ProgressBody>,
) -> Answer<Progress> {
    let today = server.today();
    Ok(axum::Json(appeals::progress(&server.home, &it.receipt, &it.phone, today).await?))
}

/// One appeal.
#[utoipa::path(get, path = "/api/v1/appeals/{appeal}", operation_id = "show_appeal",
    tag = "appeals", params(("appeal" = String, Path)),
    responses((status = 200, body = AppealView)))]
pub(crate) async fn show_appeal(
    State(server): State<Server>,
    Who(staff): Who,
    Path(appeal): Path<String>,
) -> Answer<AppealView> {
    let appeal = appeal.replace('\0', "");
    Ok(axum::Json(appeals::show(&server.home, &staff.scope, &appeal, server.today()).await?))
}

/// Does one thing with an appeal. The second of two who saw the same version gets 409.
#[utoipa::path(post, path = "/api/v1/appeals/{appeal}/actions", operation_id = "act_on_appeal",
    tag = "appeals", params(("appeal" = String, Path)), request_body = AppealActBody,
    responses((status = 200, body = AppealView)))]
pub(crate) async fn act_on_appeal(
    State(server): State<Server>,
    Who(staff): Who,
    Path(appeal): Path<String>,
    Json(it): Json<AppealActBody>,
) -> Answer<AppealView> {
    let on = it.on.unwrap_or_else(|| server.today());
    if server.today() < on {
        return Err(Problem::invalid("办理日期不能晚于今天"));
    }
    let (appeal, actor, now) = (appeal.replace('\0', ""), staff.actor(), server.now());
    let (scope, version) = (&staff.scope, Some(it.version));
    let acted =
        appeals::act(&server.home, scope, &appeal, version, it.action, on, &actor, now).await?;
    Ok(axum::Json(acted))
}

/// Shows the numbers of an appeal in full; who looked goes into the audit chain first.
#[utoipa::path(post, path = "/api/v1/appeals/{appeal}/reveal", operation_id = "reveal_appeal",
    tag = "appeals", params(("appeal" = String, Path)), responses((status = 200, body = RevealedContact)))]
pub(crate) async fn reveal_appeal(
    State(server): State<Server>,
    Who(staff): Who,
    Path(appeal): Path<String>,
) -> Answer<RevealedContact> {
    let (appeal, actor, now) = (appeal.replace('\0', ""), staff.actor(), server.now());
    let shown = appeals::reveal(&server.home, &staff.scope, &appeal, &actor, now).await?;
    Ok(axum::Json(shown))
}

/// Channels, needs and departments of the own region, for the forms that ask for them.
#[utoipa::path(get, path = "/api/v1/appeals/terms", operation_id = "list_appeal_terms",
    tag = "appeals", responses((status = 200, body = AppealTerms)))]
pub(crate) async fn list_appeal_terms(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<AppealTerms> {
    Ok(axum::Json(appeal_terms::appeal_terms(&server.home, &staff, server.today())?))
}
