//! 上传: files on their way to an import or a check. The file itself is the body of the request, so
//! that a large one is neither held in memory nor taken apart.

use app::uploads::{self, UploadError, UploadIn, UploadView};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path},
    problem::Problem,
    server::Server,
};

/// The largest file that is taken over HTTP.
pub(crate) const LARGEST: u64 = 512 << 20;

/// Says what the file is called, in UTF-8 bytes written as in an address (RFC 3986).
const NAME: &str = "x-file-name";

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

/// The name of a file that is sent.
pub(crate) fn named(headers: &HeaderMap) -> Result<String, Problem> {
    let name = headers.get(NAME).and_then(|it| it.to_str().ok()).and_then(decoded);
    Ok(name.ok_or(UploadError::BadName)?)
}

/// Writes a body to disk as it comes.
async fn receive(body: Body, place: &std::path::Path) -> Result<(), Problem> {
    let mut file = tokio::fs::File::create(place).await.map_err(anyhow::Error::from)?;
    let mut received: u64 = 0;
    let mut parts = body.into_data_stream();
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| {
            let detail = "文件没有传完：请检查网络，再传一次";
            Problem::new(StatusCode::BAD_REQUEST, "upload.interrupted", detail)
        })?;
        received += part.len() as u64;
        if LARGEST < received {
            return Err(UploadError::TooLarge(LARGEST >> 20).into());
        }
        file.write_all(&part).await.map_err(anyhow::Error::from)?;
    }
    file.flush().await.map_err(anyhow::Error::from)?;
    Ok(())
}

/// The text behind `%E6%9D%91`.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        match (first, more) {
            (b'%', [high, low, more @ ..]) => {
                let digit = |it: &u8| char::from(*it).to_digit(16);
                bytes.push(u8::try_from(digit(high)? * 16 + digit(low)?).ok()?);
                rest = more;
            }
            (b'%', _) => return None,
            (plain, more) => {
                bytes.push(*plain);
                rest = more;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_name_comes_by_its_bytes() {
        assert_eq!(decoded("%E6%9D%91a.xlsx").as_deref(), Some("村a.xlsx"));
        assert_eq!(decoded("plain.csv").as_deref(), Some("plain.csv"));
        for wrong in ["%", "%E", "%zz", "%ff"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}
