//! 办案: lists, counts, to-dos, one case, and what is done with it.

use std::collections::BTreeMap;

use app::{
    CaseFilter,
    accounts::Manager,
    case_export,
    cases::{self, ActIn, BulkActIn, BulkDone, CaseRow, CaseView, DoneRow, TodoRow},
    reach,
};
use axum::extract::State;
use casework::Stage;
use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Json, Path, Query},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// Which cases.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseQuery {
    /// Stage.
    stage: Stage,
    /// Statistical code of a region below the own one.
    region: Option<String>,
    /// 监测类型.
    monitoring_type: Option<String>,
    /// Whole limits that end before this day.
    due_before: Option<NaiveDate>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Which region is counted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RegionQuery {
    /// Statistical code of a region below the own one.
    region: Option<String>,
}

/// Which cases are exported.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StageQuery {
    /// Stage; all when absent.
    stage: Option<Stage>,
}

/// How many cases there are.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseCounts {
    /// By stage.
    stages: BTreeMap<String, i64>,
    /// Runs past their limit, by stage.
    overdue: BTreeMap<String, i64>,
    /// The day limits were reckoned for.
    as_of: NaiveDate,
}

/// Which things done.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoneQuery {
    /// Only the cases one began.
    #[serde(default)]
    began: bool,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// What one has done with cases, the newest first.
#[utoipa::path(get, path = "/api/v1/cases/done", operation_id = "list_done", tag = "cases",
    params(DoneQuery), responses((status = 200, body = Page<DoneRow>)))]
pub(crate) async fn list_done(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<DoneQuery>,
) -> Answer<Page<DoneRow>> {
    let cursor = Cursor { after: it.after, limit: it.limit };
    let before = cursor.after.as_deref().and_then(|it| {
        let (at, case) = it.split_once('_')?;
        Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, case.parse().ok()?))
    });
    let found = cases::done(&server.home, &staff, it.began, before, cursor.one_more()).await?;
    let place = |it: &DoneRow| format!("{}_{}", it.at.timestamp_micros(), it.case);
    Ok(axum::Json(cursor.page(found, place)))
}

/// The cases of a stage in the own scope.
#[utoipa::path(get, path = "/api/v1/cases", operation_id = "list_cases", tag = "cases",
    params(CaseQuery), responses((status = 200, body = Page<CaseRow>)))]
pub(crate) async fn list_cases(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<CaseQuery>,
) -> Answer<Page<CaseRow>> {
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let filter = CaseFilter {
        stage: it.stage.word().to_owned(),
        monitoring_type: it.monitoring_type.map(|it| it.replace('\0', "")),
        due_before: it.due_before,
    };
    let cursor = Cursor { after: it.after, limit: it.limit };
    let (after, limit) = (cursor.after_number(), cursor.one_more());
    let found = cases::list(&server.home, &scope, &filter, after, limit).await?;
    Ok(axum::Json(cursor.page(found, |it| it.case.to_string())))
}

/// How many cases there are in each stage, and how many are late.
#[utoipa::path(get, path = "/api/v1/cases/counts", operation_id = "count_cases", tag = "cases",
    params(RegionQuery), responses((status = 200, body = CaseCounts)))]
pub(crate) async fn count_cases(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<RegionQuery>,
) -> Answer<CaseCounts> {
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let as_of = server.today();
    let stages = cases::counts(&server.home, &scope).await?.into_iter().collect();
    let overdue = cases::overdue(&server.home, &scope, as_of).await?.into_iter().collect();
    Ok(axum::Json(CaseCounts { stages, overdue, as_of }))
}

/// What the own roles have to do, what ends first comes first; at most 200.
#[utoipa::path(get, path = "/api/v1/cases/todos", operation_id = "list_todos", tag = "cases",
    responses((status = 200, body = Vec<TodoRow>)))]
pub(crate) async fn list_todos(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<TodoRow>> {
    Ok(axum::Json(cases::todos(&server.home, &staff, server.today(), 200).await?))
}

/// One case: where it stands, what may be done, what is due, what was done.
#[utoipa::path(get, path = "/api/v1/cases/{case}", operation_id = "show_case", tag = "cases",
    params(("case" = i64, Path)), responses((status = 200, body = CaseView)))]
pub(crate) async fn show_case(
    State(server): State<Server>,
    Who(staff): Who,
    Path(case): Path<i64>,
) -> Answer<CaseView> {
    let who = Manager::Staff(&staff);
    Ok(axum::Json(cases::show(&server.home, who, case, server.today()).await?))
}

/// Does one thing with a case. The second of two who saw the same version gets 409.
#[utoipa::path(post, path = "/api/v1/cases/{case}/actions", operation_id = "act_on_case",
    tag = "cases", params(("case" = i64, Path)), request_body = ActIn,
    responses((status = 200, body = CaseView)))]
pub(crate) async fn act_on_case(
    State(server): State<Server>,
    Who(staff): Who,
    Path(case): Path<i64>,
    Json(it): Json<ActIn>,
) -> Answer<CaseView> {
    let now = server.now();
    let on = it.on.unwrap_or_else(|| server.today());
    let (who, version) = (Manager::Staff(&staff), Some(it.version));
    Ok(axum::Json(cases::act(&server.home, who, case, version, it.action, on, now).await?))
}

/// Does one thing with each of up to 500 cases; what is refused says why, the others are done.
#[utoipa::path(post, path = "/api/v1/cases/actions", operation_id = "act_on_cases",
    tag = "cases", request_body = Vec<BulkActIn>, responses((status = 200, body = Vec<BulkDone>)))]
pub(crate) async fn act_on_cases(
    State(server): State<Server>,
    Who(staff): Who,
    Json(wanted): Json<Vec<BulkActIn>>,
) -> Answer<Vec<BulkDone>> {
    if 500 < wanted.len() {
        return Err(Problem::invalid("一次最多办 500 个案"));
    }
    let (who, now) = (Manager::Staff(&staff), server.now());
    Ok(axum::Json(cases::act_on_many(&server.home, who, wanted, now).await?))
}

/// The cases of the own scope as a workbook, with who took it.
#[utoipa::path(get, path = "/api/v1/cases/export", operation_id = "export_cases", tag = "cases",
    params(StageQuery), responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_cases(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<StageQuery>,
) -> Result<Workbook, Problem> {
    let now = server.now();
    let bytes = case_export::export(&server.home, &staff, it.stage, now).await?;
    Ok(Workbook { name: format!("台账-{}", server.today()), bytes })
}
