//! Whether the service answers.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{answer::Answer, server::Server};

/// That the service answers, and which program it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    state: String,
    /// Version of the program.
    version: String,
}

/// Whether the service and its database answer.
#[utoipa::path(get, path = "/api/v1/health", operation_id = "health", tag = "health",
    responses((status = 200, body = Health)))]
pub(crate) async fn health(State(server): State<Server>) -> Answer<Health> {
    server.home.counties_in_use().await?;
    Ok(Json(Health { state: "ok".into(), version: env!("CARGO_PKG_VERSION").into() }))
}
