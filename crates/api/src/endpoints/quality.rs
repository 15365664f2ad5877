//! 数据质量: runs of the offline checker, and what they found. A run is asked for as a job.

use app::quality_runs::{self, FindingFilter, QualityFinding, QualityRunRow, QualityRunView};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Path, Query},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// Which findings.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FindingQuery {
    /// Number of a check.
    check: Option<String>,
    /// Township.
    township: Option<String>,
    /// Village.
    village: Option<String>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// The runs of the own region, the newest first.
#[utoipa::path(get, path = "/api/v1/quality/runs", operation_id = "list_quality_runs",
    tag = "quality", responses((status = 200, body = Vec<QualityRunRow>)))]
pub(crate) async fn list_quality_runs(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<QualityRunRow>> {
    Ok(axum::Json(quality_runs::list(&server.home, &staff.scope)?))
}

/// One run with its checks.
#[utoipa::path(get, path = "/api/v1/quality/runs/{run}", operation_id = "show_quality_run",
    tag = "quality", params(("run" = String, Path)),
    responses((status = 200, body = QualityRunView)))]
pub(crate) async fn show_quality_run(
    State(server): State<Server>,
    Who(staff): Who,
    Path(run): Path<String>,
) -> Answer<QualityRunView> {
    Ok(axum::Json(quality_runs::show(&server.home, &staff.scope, &run)?))
}

/// What a run found in the own region.
#[utoipa::path(get, path = "/api/v1/quality/runs/{run}/findings",
    operation_id = "list_quality_findings", tag = "quality",
    params(("run" = String, Path), FindingQuery),
    responses((status = 200, body = Page<QualityFinding>)))]
pub(crate) async fn list_quality_findings(
    State(server): State<Server>,
    Who(staff): Who,
    Path(run): Path<String>,
    Query(it): Query<FindingQuery>,
) -> Answer<Page<QualityFinding>> {
    let filter = FindingFilter { check: it.check, township: it.township, village: it.village };
    let cursor = Cursor { after: it.after, limit: it.limit };
    let (after, limit) = (cursor.after_number(), cursor.one_more());
    let found = quality_runs::findings(&server.home, &staff.scope, &run, &filter, after, limit)?;
    Ok(axum::Json(cursor.page(found, |it| it.number.to_string())))
}

/// The workbook of a run, in the office's habit: one sheet a check, the original row beside it.
#[utoipa::path(get, path = "/api/v1/quality/runs/{run}/workbook",
    operation_id = "export_quality_run", tag = "quality", params(("run" = String, Path)),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_quality_run(
    State(server): State<Server>,
    Who(staff): Who,
    Path(run): Path<String>,
) -> Result<Workbook, Problem> {
    let bytes = quality_runs::workbook(&server.home, &staff, &run, server.now()).await?;
    Ok(Workbook { name: "疑点".to_owned(), bytes })
}
