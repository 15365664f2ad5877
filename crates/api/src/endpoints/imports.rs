//! 数据导入: batches, what waits to be mended, what the departments owe, and the kinds of files.

use app::batches::{self, Arrivals, BatchRow, BatchView};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Path, Query, month},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// Which county and month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ArrivalQuery {
    /// Statistical code of a county of the own region; the own county when absent.
    region: Option<String>,
    /// Month, such as `2023-10`.
    month: String,
}

/// Which county.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CountyQuery {
    /// Statistical code of a county of the own region; the own county when absent.
    region: Option<String>,
}

/// A kind of file that is known.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedView {
    /// Identifier.
    feed: String,
    /// In Chinese.
    zh: String,
    /// Who sends it.
    department: String,
    /// What its columns fill.
    columns: Vec<FeedColumnView>,
}

/// Something a column of a file can fill.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedColumnView {
    /// Identifier.
    name: String,
    /// As files usually call it.
    zh: String,
    /// Without it the file is refused.
    required: bool,
}

/// The batches of the own region, the newest first.
#[utoipa::path(get, path = "/api/v1/imports", operation_id = "list_imports", tag = "imports",
    params(Cursor), responses((status = 200, body = Page<BatchRow>)))]
pub(crate) async fn list_imports(
    State(server): State<Server>,
    Who(staff): Who,
    Query(cursor): Query<Cursor>,
) -> Answer<Page<BatchRow>> {
    let before = cursor.after.as_deref().and_then(|it| it.parse().ok());
    let found = batches::list(&server.home, &staff.scope, before, cursor.one_more()).await?;
    Ok(axum::Json(cursor.page(found, |it| it.batch.to_string())))
}

/// One batch with its files.
#[utoipa::path(get, path = "/api/v1/imports/{batch}", operation_id = "show_import",
    tag = "imports", params(("batch" = i64, Path)), responses((status = 200, body = BatchView)))]
pub(crate) async fn show_import(
    State(server): State<Server>,
    Who(staff): Who,
    Path(batch): Path<i64>,
) -> Answer<BatchView> {
    Ok(axum::Json(batches::show(&server.home, &staff.scope, batch).await?))
}

/// Takes a batch back: its rows no longer count.
#[utoipa::path(post, path = "/api/v1/imports/{batch}/rollback", operation_id = "roll_back_import",
    tag = "imports", params(("batch" = i64, Path)), responses((status = 200, body = BatchView)))]
pub(crate) async fn roll_back_import(
    State(server): State<Server>,
    Who(staff): Who,
    Path(batch): Path<i64>,
) -> Answer<BatchView> {
    Ok(axum::Json(batches::roll_back(&server.home, &staff, batch, server.now()).await?))
}

/// The quarantined rows of a batch that wait, as a workbook to mend and send again.
#[utoipa::path(get, path = "/api/v1/imports/{batch}/quarantine",
    operation_id = "export_import_quarantine", tag = "imports", params(("batch" = i64, Path)),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_import_quarantine(
    State(server): State<Server>,
    Who(staff): Who,
    Path(batch): Path<i64>,
) -> Result<Workbook, Problem> {
    let now = server.now();
    let bytes = batches::error_workbook(&server.home, &staff, None, Some(batch), now).await?;
    Ok(Workbook { name: format!("隔离行_待改_第{batch}批"), bytes })
}

/// All quarantined rows of a county that wait, as a workbook to mend and send again.
#[utoipa::path(get, path = "/api/v1/imports/quarantine", operation_id = "export_quarantine",
    tag = "imports", params(CountyQuery), responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_quarantine(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<CountyQuery>,
) -> Result<Workbook, Problem> {
    let (region, now) = (it.region.as_deref(), server.now());
    let bytes = batches::error_workbook(&server.home, &staff, region, None, now).await?;
    Ok(Workbook { name: "隔离行_待改".to_owned(), bytes })
}

/// What the departments of a county sent for a month, and what they owe.
#[utoipa::path(get, path = "/api/v1/imports/arrivals", operation_id = "show_arrivals",
    tag = "imports", params(ArrivalQuery), responses((status = 200, body = Arrivals)))]
pub(crate) async fn show_arrivals(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<ArrivalQuery>,
) -> Answer<Arrivals> {
    let month = month(&it.month)?;
    let (scope, region) = (&staff.scope, it.region.as_deref());
    let today = server.today();
    Ok(axum::Json(batches::arrivals(&server.home, scope, region, month, today).await?))
}

/// The kinds of files that are known, and what their columns fill: for correcting a mapping.
#[utoipa::path(get, path = "/api/v1/feeds", operation_id = "list_feeds", tag = "imports",
    responses((status = 200, body = Vec<FeedView>)))]
pub(crate) async fn list_feeds(State(server): State<Server>) -> Answer<Vec<FeedView>> {
    let feeds = server.home.definitions.feeds.iter().map(|feed| FeedView {
        feed: feed.name.clone(),
        zh: feed.zh.clone(),
        department: feed.department.clone(),
        columns: feed
            .columns
            .iter()
            .map(|it| FeedColumnView {
                name: it.name.clone(),
                zh: it.headers.first().unwrap_or(&it.name).clone(),
                required: it.required,
            })
            .collect(),
    });
    Ok(axum::Json(feeds.collect()))
}
