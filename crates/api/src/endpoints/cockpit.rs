//! 驾驶舱: how a region stands.

use app::{
    cockpit::{self, Cockpit},
    reach,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    answer::Answer,
    gate::Who,
    input::{Query, maybe_month},
    problem::Problem,
    server::Server,
};

/// Which region and month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CockpitQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// Month of the clues, such as `2023-10`; the last one screened when absent.
    month: Option<String>,
}

/// How a region stands, with the regions one level below.
#[utoipa::path(get, path = "/api/v1/cockpit", operation_id = "show_cockpit", tag = "cockpit",
    params(CockpitQuery), responses((status = 200, body = Cockpit)))]
pub(crate) async fn show_cockpit(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<CockpitQuery>,
) -> Answer<Cockpit> {
    let month = maybe_month(it.month.as_deref())?;
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    Ok(axum::Json(cockpit::cockpit(&server.home, &scope, month, server.today()).await?))
}
