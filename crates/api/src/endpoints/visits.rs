//! 走访: what is to be visited, and what telephones send of visits.

use app::visits::{self, SettleIn, VisitDue, VisitUpdateDone, VisitUpdateIn, VisitView};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path},
    server::Server,
};

/// The most households a telephone carries.
const MOST: i64 = 200;

/// What a telephone sends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VisitUpdatesBody {
    /// Updates, in the order they were written.
    updates: Vec<VisitUpdateIn>,
}

/// What one has to visit, with what the forms need without signal.
#[utoipa::path(get, path = "/api/v1/visits/due", operation_id = "list_visits_due",
    tag = "visits", responses((status = 200, body = Vec<VisitDue>)))]
pub(crate) async fn list_visits_due(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<VisitDue>> {
    Ok(axum::Json(visits::due(&server.home, &staff, server.today(), MOST).await?))
}

/// Takes updates that were written without signal. Sent again, they count once.
#[utoipa::path(post, path = "/api/v1/visits/updates", operation_id = "take_visit_updates",
    tag = "visits", request_body = VisitUpdatesBody,
    responses((status = 200, body = Vec<VisitUpdateDone>)))]
pub(crate) async fn take_visit_updates(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<VisitUpdatesBody>,
) -> Answer<Vec<VisitUpdateDone>> {
    Ok(axum::Json(visits::take(&server.home, &staff, it.updates, server.now()).await?))
}

/// Visits that wait for a person: two telephones disagree, or the procedure refuses.
#[utoipa::path(get, path = "/api/v1/visits/to-settle", operation_id = "list_visits_to_settle",
    tag = "visits", responses((status = 200, body = Vec<VisitView>)))]
pub(crate) async fn list_visits_to_settle(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<VisitView>> {
    Ok(axum::Json(visits::to_settle(&server.home, &staff, MOST).await?))
}

/// Records a visit as a person decides.
#[utoipa::path(post, path = "/api/v1/visits/{visit}/settle", operation_id = "settle_visit",
    tag = "visits", params(("visit" = String, Path)), request_body = SettleIn,
    responses((status = 200, body = VisitView)))]
pub(crate) async fn settle_visit(
    State(server): State<Server>,
    Who(staff): Who,
    Path(visit): Path<String>,
    Json(it): Json<SettleIn>,
) -> Answer<VisitView> {
    Ok(axum::Json(visits::settle(&server.home, &staff, &visit, it, server.now()).await?))
}
