//! 一户: looked for, shown, and a hidden field revealed.

use app::{
    accounts::Manager,
    dossier::{self, Dossier},
    household_events::{self, HouseholdEventIn, HouseholdEventView},
    households::{self, HiddenField, HouseholdRow, HouseholdView, SearchIn},
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path, Query, maybe_month},
    server::Server,
};

/// Which hidden field is wanted, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevealBody {
    /// The field.
    field: HiddenField,
    /// Why; it is kept in the audit chain.
    reason: String,
}

/// Which month's lists.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DossierQuery {
    /// Month, such as `2023-10`; the last one screened when absent.
    month: Option<String>,
}

/// A field in full.
#[derive(Serialize, ToSchema)]
pub(crate) struct RevealedField {
    /// Its value.
    value: String,
}

/// Looks for households by name, identity number or household number; at most 50. What is looked
/// for stands in the body, so that no log of addresses holds it.
#[utoipa::path(post, path = "/api/v1/households/search", operation_id = "search_households",
    tag = "households", request_body = SearchIn,
    responses((status = 200, body = Vec<HouseholdRow>)))]
pub(crate) async fn search_households(
    State(server): State<Server>,
    Who(staff): Who,
    Json(wanted): Json<SearchIn>,
) -> Answer<Vec<HouseholdRow>> {
    Ok(axum::Json(households::search(&server.home, &staff.scope, &wanted).await?))
}

/// 一户一档: register and cases, what the departments' lists say with every source row, clues,
/// visits, measures, changes.
#[utoipa::path(get, path = "/api/v1/households/{household}/dossier",
    operation_id = "show_dossier", tag = "households",
    params(("household" = i64, Path), DossierQuery),
    responses((status = 200, body = Dossier)))]
pub(crate) async fn show_dossier(
    State(server): State<Server>,
    Who(staff): Who,
    Path(household): Path<i64>,
    Query(it): Query<DossierQuery>,
) -> Answer<Dossier> {
    let month = maybe_month(it.month.as_deref())?;
    let (home, today) = (&server.home, server.today());
    Ok(axum::Json(dossier::dossier(home, &staff.scope, household, month, today).await?))
}

/// One household: register and cases, numbers hidden.
#[utoipa::path(get, path = "/api/v1/households/{household}", operation_id = "show_household",
    tag = "households", params(("household" = i64, Path)),
    responses((status = 200, body = HouseholdView)))]
pub(crate) async fn show_household(
    State(server): State<Server>,
    Who(staff): Who,
    Path(household): Path<i64>,
) -> Answer<HouseholdView> {
    Ok(axum::Json(households::show(&server.home, &staff.scope, household).await?))
}

/// Records what happened to a household: 分户. Register and open case change together, and the part
/// that the risk did not go with gets a case of its own.
#[utoipa::path(post, path = "/api/v1/households/{household}/events",
    operation_id = "record_household_event", tag = "households",
    params(("household" = i64, Path)), request_body = HouseholdEventIn,
    responses((status = 200, body = HouseholdEventView)))]
pub(crate) async fn record_household_event(
    State(server): State<Server>,
    Who(staff): Who,
    Path(household): Path<i64>,
    Json(event): Json<HouseholdEventIn>,
) -> Answer<HouseholdEventView> {
    let (who, now) = (Manager::Staff(&staff), server.now());
    Ok(axum::Json(household_events::record(&server.home, who, household, event, now).await?))
}

/// Shows a hidden field in full; who looked and why goes into the audit chain first.
#[utoipa::path(post, path = "/api/v1/persons/{person}/reveal", operation_id = "reveal_person",
    tag = "households", params(("person" = i64, Path)), request_body = RevealBody,
    responses((status = 200, body = RevealedField)))]
pub(crate) async fn reveal_person(
    State(server): State<Server>,
    Who(staff): Who,
    Path(person): Path<i64>,
    Json(it): Json<RevealBody>,
) -> Answer<RevealedField> {
    let (reason, now) = (it.reason.as_str(), server.now());
    let value = households::reveal(&server.home, &staff, person, it.field, reason, now).await?;
    Ok(axum::Json(RevealedField { value }))
}
