//! 政策: the review chains of a region on a day.

use app::policy_view::{self, ChainView};
use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{answer::Answer, gate::Who, input::Query, problem::Problem, server::Server};

/// Which region and day.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChainQuery {
    /// Statistical code of a province, prefecture or county.
    region: String,
    /// The day; today when absent.
    on: Option<NaiveDate>,
}

/// The chains of identification and elimination, with roles, limits and where they come from.
#[utoipa::path(get, path = "/api/v1/policy/chains", operation_id = "show_chains", tag = "policy",
    params(ChainQuery), responses((status = 200, body = Vec<ChainView>)))]
pub(crate) async fn show_chains(
    State(server): State<Server>,
    Who(_): Who,
    Query(it): Query<ChainQuery>,
) -> Answer<Vec<ChainView>> {
    let on = it.on.unwrap_or_else(|| server.today());
    let chains = policy_view::chains(&server.home, &it.region, on);
    Ok(axum::Json(chains.ok_or_else(|| Problem::not_found("地区"))?))
}
