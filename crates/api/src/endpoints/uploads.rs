//! 上传: files on their way to an import or a check. The file itself is the body of the request, so
//! that a large one is neither held in memory nor taken apart.

use std::path::Path as FilePath;

use app::uploads::{self, UploadError, UploadIn, UploadView};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use futures_util::TryStreamExt;
use tokio::io::AsyncWriteExt;

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path},
    problem::Problem,
    sent_file::{named, parts},
    server::Server,
};

/// The largest file that is taken over HTTP.
pub(crate) const LARGEST: u64 = 512 << 20;

/// Begins an upload.
#[utoipa::path(post, path = "/api/v1/uploads", operation_id = "begin_upload", tag = "imports",
    request_body = UploadIn, responses((status = 201, body = UploadView)))]
pub(crate) async fn begin_upload(
    State(server): State<Server>,
    Who(staff): Who,
    Json(wanted): Json<UploadIn>,
) -> Result<(StatusCode, axum::Json<UploadView>), Problem> {
    let made = uploads::begin(&server.home, &staff, &wanted, server.now())?;
    Ok((StatusCode::CREATED, axum::Json(made)))
}

/// An upload of one's own.
#[utoipa::path(get, path = "/api/v1/uploads/{upload}", operation_id = "show_upload",
    tag = "imports", params(("upload" = String, Path)),
    responses((status = 200, body = UploadView)))]
pub(crate) async fn show_upload(
    State(server): State<Server>,
    Who(staff): Who,
    Path(upload): Path<String>,
) -> Answer<UploadView> {
    Ok(axum::Json(uploads::show(&server.home, &staff, &upload)?))
}

/// Sends one file; a file of the same name is replaced. Its name stands in the header
/// `x-file-name`.
#[utoipa::path(put, path = "/api/v1/uploads/{upload}/file", operation_id = "put_upload_file",
    tag = "imports", params(("upload" = String, Path), ("x-file-name" = String, Header,
        description = "The name of the file, percent-encoded")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = UploadView)))]
pub(crate) async fn put_upload_file(
    State(server): State<Server>,
    Who(staff): Who,
    Path(upload): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer<UploadView> {
    let name = named(&headers)?;
    let place = uploads::place(&server.home, &staff, &upload, &name)?;
    let writing = place.with_file_name(format!("{name}.writing"));
    match receive(body, &writing).await {
        Ok(()) => tokio::fs::rename(&writing, &place).await.map_err(anyhow::Error::from)?,
        Err(problem) => {
            let _ = tokio::fs::remove_file(&writing).await;
            return Err(problem);
        }
    }
    Ok(axum::Json(uploads::show(&server.home, &staff, &upload)?))
}

/// Gives an upload up: its files are removed.
#[utoipa::path(delete, path = "/api/v1/uploads/{upload}", operation_id = "discard_upload",
    tag = "imports", params(("upload" = String, Path)), responses((status = 204)))]
pub(crate) async fn discard_upload(
    State(server): State<Server>,
    Who(staff): Who,
    Path(upload): Path<String>,
) -> Result<StatusCode, Problem> {
    uploads::discard(&server.home, &staff, &upload)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes a body to disk as it comes.
async fn receive(body: Body, place: &FilePath) -> Result<(), Problem> {
    let mut file = tokio::fs::File::create(place).await.map_err(anyhow::Error::from)?;
    let mut parts = parts(body, LARGEST, || UploadError::TooLarge(LARGEST >> 20).into());
    while let Some(part) = parts.try_next().await? {
        file.write_all(&part).await.map_err(anyhow::Error::from)?;
    }
    file.flush().await.map_err(anyhow::Error::from)?;
    Ok(())
}
