//! 行政区划: public knowledge, for choosing.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{answer::Answer, gate::Who, input::Path, problem::Problem, server::Server};

/// A region with those below it.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegionView {
    /// Statistical code.
    code: String,
    /// Name.
    name: String,
    /// Name with those above it.
    path: String,
    /// Level.
    level: String,
    /// The regions right below it.
    children: Vec<ChildView>,
}

/// A region right below.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChildView {
    /// Statistical code.
    code: String,
    /// Name.
    name: String,
}

/// A region by its statistical code of 2, 4, 6, 9 or 12 digits.
#[utoipa::path(get, path = "/api/v1/regions/{code}", operation_id = "show_region",
    tag = "regions", params(("code" = String, Path)), responses((status = 200, body = RegionView)))]
pub(crate) async fn show_region(
    State(server): State<Server>,
    Who(_): Who,
    Path(code): Path<String>,
) -> Answer<RegionView> {
    let regions = &server.home.definitions.regions;
    let it = regions.by_stat_code(&code).ok_or_else(|| Problem::not_found("地区"))?;
    let children = regions.children(it.id);
    Ok(axum::Json(RegionView {
        code: it.stat_code.clone(),
        name: it.name.clone(),
        path: regions.name_path(it.id),
        level: it.level.word().to_owned(),
        children: children
            .into_iter()
            .map(|it| ChildView { code: it.stat_code.clone(), name: it.name.clone() })
            .collect(),
    }))
}
