//! 线索: listed, explained, dispatched, exported.

use std::collections::BTreeSet;

use app::{
    cases::{self, Dispatched},
    clue_list::ClueRow,
    clue_page::{self, ClueFilter},
    cockpit,
    explain::{self, Explanation},
    reach,
};
use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Json, Path, Query, month},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// Which clues.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ClueQuery {
    /// Month, such as `2023-10`.
    month: String,
    /// Statistical code of a region below the own one.
    region: Option<String>,
    /// Class, such as `new_clue`.
    class: Option<String>,
    /// State, such as `open`.
    state: Option<String>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Which clues are to be sent out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DispatchBody {
    /// Month, such as `2023-10`.
    month: String,
    /// Statistical code of a region below the own one; the own region when absent.
    #[serde(default)]
    region: Option<String>,
    /// Only these; all new clues of the month when absent.
    #[serde(default)]
    clues: Option<BTreeSet<String>>,
    /// The day it counts for; today when absent.
    #[serde(default)]
    on: Option<NaiveDate>,
}

/// Which month is exported.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// Month, such as `2023-10`.
    month: String,
    /// Statistical code of a region below the own one.
    region: Option<String>,
}

/// The clues of a month in the own region.
#[utoipa::path(get, path = "/api/v1/clues", operation_id = "list_clues", tag = "clues",
    params(ClueQuery), responses((status = 200, body = Page<ClueRow>)))]
pub(crate) async fn list_clues(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<ClueQuery>,
) -> Answer<Page<ClueRow>> {
    let month = month(&it.month)?;
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let filter = ClueFilter { class: it.class, state: it.state };
    let cursor = Cursor { after: it.after, limit: it.limit };
    let (after, limit) = (cursor.after_text(), cursor.one_more());
    let found = clue_page::clue_page(&server.home, &scope, month, &filter, after, limit).await?;
    Ok(axum::Json(cursor.page(found, |it| it.clue.clone())))
}

/// The months that were screened in the own region, the newest first.
#[utoipa::path(get, path = "/api/v1/clues/months", operation_id = "list_months", tag = "clues",
    responses((status = 200, body = Vec<String>)))]
pub(crate) async fn list_months(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<String>> {
    Ok(axum::Json(cockpit::months(&server.home, &staff.scope).await?))
}

/// Why a clue was raised: rules, facts, parameters, documents, source rows.
#[utoipa::path(get, path = "/api/v1/clues/{clue}", operation_id = "explain_clue", tag = "clues",
    params(("clue" = String, Path)), responses((status = 200, body = Explanation)))]
pub(crate) async fn explain_clue(
    State(server): State<Server>,
    Who(staff): Who,
    Path(clue): Path<String>,
) -> Answer<Explanation> {
    let found = explain::explain_in(&server.home, &staff.scope, &clue).await?;
    Ok(axum::Json(found.ok_or_else(|| Problem::not_found("线索"))?))
}

/// Opens cases for new clues and sends them to their villages, all at once.
#[utoipa::path(post, path = "/api/v1/clues/dispatch", operation_id = "dispatch_clues",
    tag = "clues", request_body = DispatchBody, responses((status = 200, body = Dispatched)))]
pub(crate) async fn dispatch_clues(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<DispatchBody>,
) -> Answer<Dispatched> {
    let month = month(&it.month)?;
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let region = server.home.definitions.regions.get(scope.region_id);
    let region = region.ok_or_else(|| Problem::not_found("地区"))?;
    let on = it.on.unwrap_or_else(|| server.today());
    if server.today() < on {
        return Err(Problem::invalid("派发日期不能晚于今天"));
    }
    let (actor, now, only) = (staff.actor(), server.now(), it.clues.as_ref());
    let done = cases::dispatch(&server.home, region, month, only, on, &actor, now).await?;
    Ok(axum::Json(done))
}

/// The clues of a month as a workbook, with who took it.
#[utoipa::path(get, path = "/api/v1/clues/export", operation_id = "export_clues", tag = "clues",
    params(ExportQuery), responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_clues(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<ExportQuery>,
) -> Result<Workbook, Problem> {
    let month = month(&it.month)?;
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let now = server.now();
    let bytes = clue_page::export(&server.home, &staff, &scope, month, now).await?;
    Ok(Workbook { name: format!("线索-{month}"), bytes })
}
