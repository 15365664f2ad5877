//! 考核评估.

use app::assessment::{
    self, Assigned, CloseRound, NewAssignment, NewFinding, NewRound, NewScore, NewSurvey,
    RoundLine, RoundView, SampleView, SchemeLine, ScoreRow, SurveyForm, SurveyLine,
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Json, Path, Query, month},
    problem::Problem,
    server::Server,
};

/// Which region.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AssessmentsQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
}

/// Schemes of which region, in which month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SchemesQuery {
    /// Statistical code of the county.
    region: String,
    /// Such as `2023-10`.
    month: String,
}

/// A step with a round as it was seen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenRound {
    /// The version that was seen.
    version: i64,
}

/// Why a round is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoidRound {
    /// The version that was seen.
    version: i64,
    /// Why.
    reason: String,
}

/// A task that was made in the ledger of tasks.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeTask {
    /// The record's number.
    task: i64,
}

/// The rounds of a region, the newest year first.
#[utoipa::path(get, path = "/api/v1/assessments", operation_id = "list_assessments",
    tag = "assessments", params(AssessmentsQuery),
    responses((status = 200, body = Vec<RoundLine>)))]
pub(crate) async fn list_assessments(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<AssessmentsQuery>,
) -> Answer<Vec<RoundLine>> {
    Ok(axum::Json(assessment::list(&server.home, &staff, it.region.as_deref()).await?))
}

/// The schemes a round may begin with.
#[utoipa::path(get, path = "/api/v1/assessments/schemes",
    operation_id = "list_assessment_schemes", tag = "assessments", params(SchemesQuery),
    responses((status = 200, body = Vec<SchemeLine>)))]
pub(crate) async fn list_assessment_schemes(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<SchemesQuery>,
) -> Answer<Vec<SchemeLine>> {
    let month = month(&it.month)?;
    Ok(axum::Json(assessment::schemes(&server.home, &staff.scope, &it.region, month)?))
}

/// Begins a round: object, year, scheme, seed.
#[utoipa::path(post, path = "/api/v1/assessments", operation_id = "open_assessment",
    tag = "assessments", request_body = NewRound,
    responses((status = 200, body = RoundView)))]
pub(crate) async fn open_assessment(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<NewRound>,
) -> Answer<RoundView> {
    let id = assessment::open(&server.home, &staff, &it, server.now()).await?;
    shown(&server, &staff, &id).await
}

/// A round: parts, items with their evidence, grade, what is to be put right.
#[utoipa::path(get, path = "/api/v1/assessments/{round}", operation_id = "show_assessment",
    tag = "assessments", params(("round" = String, Path)),
    responses((status = 200, body = RoundView)))]
pub(crate) async fn show_assessment(
    State(server): State<Server>,
    Who(staff): Who,
    Path(round): Path<String>,
) -> Answer<RoundView> {
    shown(&server, &staff, &round).await
}

/// Takes a round back that was opened by mistake.
#[utoipa::path(post, path = "/api/v1/assessments/{round}/void",
    operation_id = "void_assessment", tag = "assessments", params(("round" = String, Path)),
    request_body = VoidRound, responses((status = 200, body = RoundView)))]
pub(crate) async fn void_assessment(
    State(server): State<Server>,
    Who(staff): Who,
    Path(round): Path<String>,
    Json(it): Json<VoidRound>,
) -> Answer<RoundView> {
    let now = server.now();
    assessment::void(&server.home, &staff, &round, it.version, &it.reason, now).await?;
    shown(&server, &staff, &round).await
}

/// Draws the sample from the recorded seed; once.
#[utoipa::path(post, path = "/api/v1/assessments/{round}/sample",
    operation_id = "draw_assessment_sample", tag = "assessments",
    params(("round" = String, Path)), request_body = SeenRound,
    responses((status = 200, body = RoundView)))]
pub(crate) async fn draw_assessment_sample(
    State(server): State<Server>,
    Who(staff): Who,
    Path(round): Path<String>,
    Json(it): Json<SeenRound>,
) -> Answer<RoundView> {
    assessment::draw(&server.home, &staff, &round, it.version, server.now()).await?;
    shown(&server, &staff, &round).await
}

/// The sample with what it was drawn from, and whether the seed still draws it.
#[utoipa::path(get, path = "/api/v1/assessments/{round}/sample",
    operation_id = "show_assessment_sample", tag = "assessments",
    params(("round" = String, Path)), responses((status = 200, body = SampleView)))]
pub(crate) async fn show_assessment_sample(
    State(server): State<Server>,
    Who(staff): Who,
    Path(round): Path<String>,
) -> Answer<SampleView> {
    Ok(axum::Json(assessment::sample(&server.home, &staff, &round).await?))
}

/// Gives households of the sample to an assessor.
#[utoipa::path(post, path = "/api/v1/assessments/{round}/assignments",
    operation_id = "assign_assessor", tag = "assessments", params(("round" = String, Path)),
    request_body = NewAssignment, responses((status = 200, body = Assigned)))]
pub(crate) async fn assign_assessor(
    State(server): State<Server>,
    Who(staff): Who,
    Path(round): Path<String>,
    Json(it): Json<NewAssignment>,
) -> Answer<Assigned> {
    let now = server.now();
    Ok(axum::Json(assessment::assign(&server.home, &staff, &round, &it, now).await?))
}

/// Gathers the number of every item that has one, and makes points of it.
#[utoipa::path(post, path = "/api/v1/assessments/{round}/evidence",
    operation_id = "gather_assessment_evidence", tag = "assessments",
    params(("round" = String, Path)), request_body = SeenRound,
    responses((status = 200, body = RoundView)))]
pub(crate) async fn gather_assessment_evidence(
    State(server): State<Server>,
    Who(staff): Who,
    Path(round): Path<String>,
    Json(it): Json<SeenRound>,
) -> Answer<RoundView> {
    assessment::gather(&server.home, &staff, &round, it.version, server.now()).await?;
    shown(&server, &staff, &round).await
}

/// Gives an item points with a reason, or says that it does not apply.
#[utoipa::path(post, path = "/api/v1/assessments/{round}/items/{item}",
    operation_id = "score_assessment_item", tag = "assessments",
    params(("round" = String, Path), ("item" = String, Path)), request_body = NewScore,
    responses((status = 200, body = RoundView)))]
pub(crate) async fn score_assessment_item(
    State(server): State<Server>,
    Who(staff): Who,
    Path((round, item)): Path<(String, String)>,
    Json(it): Json<NewScore>,
) -> Answer<RoundView> {
    assessment::score(&server.home, &staff, &round, &item, &it, server.now()).await?;
    shown(&server, &staff, &round).await
}

/// Everything that was ever given for an item, the newest first.
#[utoipa::path(get, path = "/api/v1/assessments/{round}/items/{item}",
    operation_id = "list_assessment_scores", tag = "assessments",
    params(("round" = String, Path), ("item" = String, Path)),
    responses((status = 200, body = Vec<ScoreRow>)))]
pub(crate) async fn list_assessment_scores(
    State(server): State<Server>,
    Who(staff): Who,
    Path((round, item)): Path<(String, String)>,
) -> Answer<Vec<ScoreRow>> {
    Ok(axum::Json(assessment::score_history(&server.home, &staff, &round, &item).await?))
}

/// Closes the round to a grade; never by the one who opened it.
#[utoipa::path(post, path = "/api/v1/assessments/{round}/close",
    operation_id = "close_assessment", tag = "assessments", params(("round" = String, Path)),
    request_body = CloseRound, responses((status = 200, body = RoundView)))]
pub(crate) async fn close_assessment(
    State(server): State<Server>,
    Who(staff): Who,
    Path(round): Path<String>,
    Json(it): Json<CloseRound>,
) -> Answer<RoundView> {
    assessment::close(&server.home, &staff, &round, &it, server.now()).await?;
    shown(&server, &staff, &round).await
}

/// Records what has to be put right, and opens its task in the ledger of tasks.
#[utoipa::path(post, path = "/api/v1/assessments/{round}/findings",
    operation_id = "add_assessment_finding", tag = "assessments",
    params(("round" = String, Path)), request_body = NewFinding,
    responses((status = 200, body = MadeTask)))]
pub(crate) async fn add_assessment_finding(
    State(server): State<Server>,
    Who(staff): Who,
    Path(round): Path<String>,
    Json(it): Json<NewFinding>,
) -> Answer<MadeTask> {
    let task = assessment::find(&server.home, &staff, &round, &it, server.now()).await?;
    Ok(axum::Json(MadeTask { task }))
}

/// The result of a closed round as a workbook.
#[utoipa::path(get, path = "/api/v1/assessments/{round}/export",
    operation_id = "export_assessment", tag = "assessments", params(("round" = String, Path)),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_assessment(
    State(server): State<Server>,
    Who(staff): Who,
    Path(round): Path<String>,
) -> Result<Workbook, Problem> {
    let now = server.now();
    let (name, bytes) = assessment::round_workbook(&server.home, &staff, &round, now).await?;
    Ok(Workbook { name, bytes })
}

/// The households given to the assessor at work, in rounds that are open.
#[utoipa::path(get, path = "/api/v1/surveys", operation_id = "list_own_surveys",
    tag = "assessments", responses((status = 200, body = Vec<SurveyLine>)))]
pub(crate) async fn list_own_surveys(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<SurveyLine>> {
    Ok(axum::Json(assessment::own_surveys(&server.home, &staff).await?))
}

/// The form of a household given to the assessor at work.
#[utoipa::path(get, path = "/api/v1/surveys/{round}/{household}", operation_id = "show_survey",
    tag = "assessments", params(("round" = String, Path), ("household" = i64, Path)),
    responses((status = 200, body = SurveyForm)))]
pub(crate) async fn show_survey(
    State(server): State<Server>,
    Who(staff): Who,
    Path((round, household)): Path<(String, i64)>,
) -> Answer<SurveyForm> {
    Ok(axum::Json(assessment::survey_form(&server.home, &staff, &round, household).await?))
}

/// Records what was found at a household given to the assessor at work.
#[utoipa::path(post, path = "/api/v1/surveys/{round}/{household}",
    operation_id = "record_survey", tag = "assessments",
    params(("round" = String, Path), ("household" = i64, Path)), request_body = NewSurvey,
    responses((status = 200, body = SurveyForm)))]
pub(crate) async fn record_survey(
    State(server): State<Server>,
    Who(staff): Who,
    Path((round, household)): Path<(String, i64)>,
    Json(it): Json<NewSurvey>,
) -> Answer<SurveyForm> {
    let (home, now) = (&server.home, server.now());
    assessment::survey(home, &staff, &round, household, &it, now).await?;
    Ok(axum::Json(assessment::survey_form(home, &staff, &round, household).await?))
}

async fn shown(server: &Server, staff: &app::staff::Staff, id: &str) -> Answer<RoundView> {
    Ok(axum::Json(assessment::show(&server.home, staff, id, server.now()).await?))
}
