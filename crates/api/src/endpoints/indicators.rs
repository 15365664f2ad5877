//! 指标和规划目标.

use app::{
    exported::note_export,
    indicators::{
        self, ComputeReport, IndicatorLine, NewEvaluation, NewTask, NewValue, OpenOrder,
        OpenedIndicator, StatedValue, TargetStory, TargetTable,
    },
};
use axum::extract::State;
use chrono::NaiveDate;
use kernel::Month;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Json, Path, Query, maybe_month, month},
    problem::Problem,
    server::Server,
};

/// How many households a page of a number's rows has at most.
const MOST: usize = 200;

/// Which region.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct IndicatorsQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// The values as they were known at the end of this day; as they are known now when absent.
    as_of: Option<NaiveDate>,
}

/// Targets of which region, in which month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TargetsQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// Such as `2023-10`; the present month when absent.
    month: Option<String>,
    /// By the values as they were known at the end of this day; as they are known now when absent.
    as_of: Option<NaiveDate>,
}

/// Which number is to be opened.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OpenQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// Such as `2023-10`.
    month: String,
    /// The number as it was known at the end of this day; as it is known now when absent.
    as_of: Option<NaiveDate>,
    /// Leave out so many households from the beginning.
    after: Option<usize>,
    /// Households, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// The history of which number.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ValuesQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// `2023`, `2023Q4`, `2023-10`, `2023IY`.
    period: String,
}

/// What is to be computed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComputeBody {
    /// Statistical code of the county, prefecture or province.
    region: String,
    /// Such as `2023-10`.
    month: String,
}

/// A record that was made in a ledger.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeRecord {
    /// The record's number.
    record: i64,
}

/// The indicators of a region with their newest values.
#[utoipa::path(get, path = "/api/v1/indicators", operation_id = "list_indicators",
    tag = "indicators", params(IndicatorsQuery),
    responses((status = 200, body = Vec<IndicatorLine>)))]
pub(crate) async fn list_indicators(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<IndicatorsQuery>,
) -> Answer<Vec<IndicatorLine>> {
    let region = region_of(&server, &staff.scope, it.region)?;
    Ok(axum::Json(indicators::list(&server.home, &staff.scope, &region, it.as_of).await?))
}

/// Computes the indicators of a month; counties whose data did not change keep their values.
#[utoipa::path(post, path = "/api/v1/indicators/compute", operation_id = "compute_indicators",
    tag = "indicators", request_body = ComputeBody,
    responses((status = 200, body = ComputeReport)))]
pub(crate) async fn compute_indicators(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<ComputeBody>,
) -> Answer<ComputeReport> {
    let (home, now) = (&server.home, server.now());
    let month = month(&it.month)?;
    Ok(axum::Json(indicators::compute(home, &staff, &it.region, month, now, &|_: &str| ()).await?))
}

/// Records a number with the document it was read in.
#[utoipa::path(post, path = "/api/v1/indicators/values", operation_id = "report_indicator",
    tag = "indicators", request_body = NewValue, responses((status = 200, body = StatedValue)))]
pub(crate) async fn report_indicator(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<NewValue>,
) -> Answer<StatedValue> {
    Ok(axum::Json(indicators::report(&server.home, &staff, &it, server.now()).await?))
}

/// Everything that was ever said of a number, the newest first.
#[utoipa::path(get, path = "/api/v1/indicators/{indicator}/values",
    operation_id = "list_indicator_values", tag = "indicators",
    params(("indicator" = String, Path), ValuesQuery),
    responses((status = 200, body = Vec<StatedValue>)))]
pub(crate) async fn list_indicator_values(
    State(server): State<Server>,
    Who(staff): Who,
    Path(indicator): Path<String>,
    Query(it): Query<ValuesQuery>,
) -> Answer<Vec<StatedValue>> {
    let region = region_of(&server, &staff.scope, it.region)?;
    let (home, scope) = (&server.home, &staff.scope);
    let found = indicators::value_history(home, scope, &indicator, &region, &it.period).await?;
    Ok(axum::Json(found))
}

/// The regions and households behind a number.
#[utoipa::path(get, path = "/api/v1/indicators/{indicator}/parts",
    operation_id = "open_indicator", tag = "indicators",
    params(("indicator" = String, Path), OpenQuery),
    responses((status = 200, body = OpenedIndicator)))]
pub(crate) async fn open_indicator(
    State(server): State<Server>,
    Who(staff): Who,
    Path(indicator): Path<String>,
    Query(it): Query<OpenQuery>,
) -> Answer<OpenedIndicator> {
    let region = region_of(&server, &staff.scope, it.region)?;
    let order = OpenOrder {
        indicator: &indicator,
        region: &region,
        month: month(&it.month)?,
        as_of: it.as_of,
        after: it.after.unwrap_or_default(),
        limit: it.limit.unwrap_or(50).clamp(1, MOST),
    };
    Ok(axum::Json(indicators::open(&server.home, &staff, &order, server.now()).await?))
}

/// The targets of a region's plan with progress, forecast and light.
#[utoipa::path(get, path = "/api/v1/targets", operation_id = "list_targets", tag = "indicators",
    params(TargetsQuery), responses((status = 200, body = TargetTable)))]
pub(crate) async fn list_targets(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<TargetsQuery>,
) -> Answer<TargetTable> {
    Ok(axum::Json(table(&server, &staff, it).await?))
}

/// The same as a workbook.
#[utoipa::path(get, path = "/api/v1/targets/export", operation_id = "export_targets",
    tag = "indicators", params(TargetsQuery), responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_targets(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<TargetsQuery>,
) -> Result<Workbook, Problem> {
    let table = table(&server, &staff, it).await?;
    let bytes = indicators::targets_workbook(&table)?;
    let subject = format!("region {}", table.region);
    let detail = json!({ "month": table.month });
    let (home, now) = (&server.home, server.now());
    note_export(home, &staff, "targets.export", &subject, &detail, now).await?;
    Ok(Workbook { name: format!("规划目标-{}-{}", table.region, table.month), bytes })
}

/// One target with its values over the years, the path it should go, the arithmetic, and what
/// measures it.
#[utoipa::path(get, path = "/api/v1/targets/{target}", operation_id = "show_target",
    tag = "indicators", params(("target" = String, Path), TargetsQuery),
    responses((status = 200, body = TargetStory)))]
pub(crate) async fn show_target(
    State(server): State<Server>,
    Who(staff): Who,
    Path(target): Path<String>,
    Query(it): Query<TargetsQuery>,
) -> Answer<TargetStory> {
    let region = region_of(&server, &staff.scope, it.region)?;
    let (today, month) = (server.today(), maybe_month(it.month.as_deref())?);
    let month = month.unwrap_or_else(|| Month::of(today));
    let home = &server.home;
    let found = indicators::story(home, &staff, &target, &region, month, it.as_of, today).await?;
    Ok(axum::Json(found))
}

/// Opens a task for a target: who brings it up to the plan, and by which day. It is a record of the
/// ledger of tasks.
#[utoipa::path(post, path = "/api/v1/targets/{target}/tasks", operation_id = "open_target_task",
    tag = "indicators", params(("target" = String, Path)), request_body = NewTask,
    responses((status = 200, body = MadeRecord)))]
pub(crate) async fn open_target_task(
    State(server): State<Server>,
    Who(staff): Who,
    Path(target): Path<String>,
    Json(it): Json<NewTask>,
) -> Answer<MadeRecord> {
    let now = server.now();
    let record = indicators::open_task(&server.home, &staff, &target, &it, now).await?;
    Ok(axum::Json(MadeRecord { record }))
}

/// Begins a round of evaluation of a plan: a record of the ledger of plan evaluations with the
/// counts of the day, and the table of targets attached to it.
#[utoipa::path(post, path = "/api/v1/targets/evaluations",
    operation_id = "begin_plan_evaluation", tag = "indicators", request_body = NewEvaluation,
    responses((status = 200, body = MadeRecord)))]
pub(crate) async fn begin_plan_evaluation(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<NewEvaluation>,
) -> Answer<MadeRecord> {
    let record = indicators::evaluate(&server.home, &staff, &it, server.now()).await?;
    Ok(axum::Json(MadeRecord { record }))
}

async fn table(
    server: &Server,
    staff: &app::staff::Staff,
    it: TargetsQuery,
) -> Result<TargetTable, Problem> {
    let region = region_of(server, &staff.scope, it.region)?;
    let month = maybe_month(it.month.as_deref())?;
    let today = server.today();
    let month = month.unwrap_or_else(|| Month::of(today));
    let home = &server.home;
    Ok(indicators::targets_with_tasks(home, staff, &region, month, it.as_of, today).await?)
}

/// The region asked for; the own one when none is.
fn region_of(
    server: &Server,
    scope: &app::Scope,
    region: Option<String>,
) -> Result<String, Problem> {
    let own =
        || server.home.definitions.regions.get(scope.region_id).map(|it| it.stat_code.clone());
    region.or_else(own).ok_or_else(|| Problem::not_found("地区"))
}
