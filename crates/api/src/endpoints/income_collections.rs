//! 年度采集表: read in the national layout, compared with the accounts, handed back. The file is sent
//! as an upload first.

use app::income::{self, IncomeCollectionLine, IncomeCollectionView};
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::income::{county_of, narrowed, period};
use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Json, Path, Query},
    problem::Problem,
    server::Server,
};

/// A collection to be read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeCollectionBody {
    /// The upload, with one file.
    upload: String,
    /// County code; the own county when absent.
    #[serde(default)]
    region: Option<String>,
    /// The period it is about; the last income year when absent.
    #[serde(default)]
    period: Option<String>,
}

/// Of which county.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CollectionsQuery {
    /// County code; the own county when absent.
    region: Option<String>,
}

/// What is to be handed back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HandBackQuery {
    /// The upload, with the one file the national system exported.
    upload: String,
    /// County code; the own county when absent.
    region: Option<String>,
    /// The period; the last income year when absent.
    period: Option<String>,
}

/// Reads a collection that was sent. Totals that nobody knew are entered; one that differs from the
/// account is reported and never overwritten.
#[utoipa::path(post, path = "/api/v1/income/collections",
    operation_id = "take_income_collection", tag = "income",
    request_body = TakeCollectionBody, responses((status = 200, body = IncomeCollectionView)))]
pub(crate) async fn take_income_collection(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<TakeCollectionBody>,
) -> Answer<IncomeCollectionView> {
    let (_, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let county = county_of(&region)?;
    let (period, now) = (period(&server, county, it.period.as_deref())?, server.now());
    let home = &server.home;
    let taken = income::take_collection(home, &staff, county, period, &it.upload, now).await?;
    Ok(axum::Json(taken))
}

/// The collections of a county that were read, the newest first.
#[utoipa::path(get, path = "/api/v1/income/collections",
    operation_id = "list_income_collections", tag = "income", params(CollectionsQuery),
    responses((status = 200, body = Vec<IncomeCollectionLine>)))]
pub(crate) async fn list_income_collections(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<CollectionsQuery>,
) -> Answer<Vec<IncomeCollectionLine>> {
    let (_, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let county = county_of(&region)?;
    Ok(axum::Json(income::collections(&server.home, county).await?))
}

/// One of them, with its differences and the rows that could not be taken.
#[utoipa::path(get, path = "/api/v1/income/collections/{collection}",
    operation_id = "show_income_collection", tag = "income",
    params(("collection" = String, Path), CollectionsQuery),
    responses((status = 200, body = IncomeCollectionView)))]
pub(crate) async fn show_income_collection(
    State(server): State<Server>,
    Who(staff): Who,
    Path(collection): Path<String>,
    Query(it): Query<CollectionsQuery>,
) -> Answer<IncomeCollectionView> {
    let (_, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let county = county_of(&region)?;
    Ok(axum::Json(income::collection(&server.home, county, &collection).await?))
}

/// The differences of one of them, as a workbook for the office's own use.
#[utoipa::path(get, path = "/api/v1/income/collections/{collection}/differences",
    operation_id = "export_income_differences", tag = "income",
    params(("collection" = String, Path), CollectionsQuery),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_income_differences(
    State(server): State<Server>,
    Who(staff): Who,
    Path(collection): Path<String>,
    Query(it): Query<CollectionsQuery>,
) -> Result<Workbook, Problem> {
    let (_, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let county = county_of(&region)?;
    let (home, now) = (&server.home, server.now());
    let bytes = income::export_differences(home, &staff, county, &collection, now).await?;
    Ok(Workbook { name: "年度采集表核对".to_owned(), bytes })
}

/// A file the national system exported, with the incomes of a period written into its own columns.
/// Households whose income is not known stay as they were.
#[utoipa::path(get, path = "/api/v1/income/handed-back", operation_id = "hand_back_income",
    tag = "income", params(HandBackQuery), responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn hand_back_income(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<HandBackQuery>,
) -> Result<Workbook, Problem> {
    let (_, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let county = county_of(&region)?;
    let (period, now) = (period(&server, county, it.period.as_deref())?, server.now());
    let home = &server.home;
    let bytes = income::hand_back(home, &staff, county, period, &it.upload, now).await?;
    Ok(Workbook { name: format!("国家系统采集表-{}", period.last), bytes })
}
