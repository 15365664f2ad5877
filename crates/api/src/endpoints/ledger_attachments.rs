//! 附件: files that belong to a record of a ledger. A file is the body of the request.

use app::ledgers::{self, AttachmentView, AttachmentsView};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::HeaderMap,
};
use futures_util::TryStreamExt;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    answer::{Answer, Download},
    gate::Who,
    input::{Json, Path},
    problem::Problem,
    sent_file::{named, parts},
    server::Server,
};

/// Why a file is taken away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveAttachmentBody {
    /// Kept in the history of the record.
    reason: String,
}

/// The files of a record, and what may be added.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/records/{record}/attachments",
    operation_id = "list_attachments", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path)),
    responses((status = 200, body = AttachmentsView)))]
pub(crate) async fn list_attachments(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
) -> Answer<AttachmentsView> {
    let (home, today) = (&server.home, server.today());
    Ok(axum::Json(ledgers::attachments(home, &staff, &ledger, record, today).await?))
}

/// Adds a file to a record. Its name stands in the header `x-file-name`; what it is, is told by its
/// content. The same file sent again is not added twice.
#[utoipa::path(put, path = "/api/v1/ledgers/{ledger}/records/{record}/attachments",
    operation_id = "add_attachment", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path), ("x-file-name" = String, Header,
        description = "The name of the file, percent-encoded")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = AttachmentView)))]
pub(crate) async fn add_attachment(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
    headers: HeaderMap,
    body: Body,
) -> Answer<AttachmentView> {
    let (home, today) = (&server.home, server.today());
    ledgers::attachments(home, &staff, &ledger, record, today).await?;
    let name = named(&headers)?;
    let largest = ledgers::largest_attachment() as u64;
    let parts = parts(body, largest, || ledgers::too_large(&name).into());
    let join = |mut content: Vec<u8>, part: Bytes| async move {
        content.extend_from_slice(&part);
        Ok(content)
    };
    let content = parts.try_fold(Vec::new(), join).await?;
    let now = server.now();
    let added = ledgers::attach(home, &staff, &ledger, record, &name, &content, now).await?;
    Ok(axum::Json(added))
}

/// A file of a record, in full; that it was read is kept in the audit.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/records/{record}/attachments/{attachment}",
    operation_id = "show_attachment", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path), ("attachment" = i64, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
pub(crate) async fn show_attachment(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record, attachment)): Path<(String, i64, i64)>,
) -> Result<Download, Problem> {
    let (home, now) = (&server.home, server.now());
    let it = ledgers::attached(home, &staff, &ledger, record, attachment, now).await?;
    Ok(Download::of_bytes(&it.name, &it.media, it.content))
}

/// Takes a file away from a record, for a reason.
#[utoipa::path(post,
    path = "/api/v1/ledgers/{ledger}/records/{record}/attachments/{attachment}/remove",
    operation_id = "remove_attachment", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path), ("attachment" = i64, Path)),
    request_body = RemoveAttachmentBody, responses((status = 200, body = AttachmentsView)))]
pub(crate) async fn remove_attachment(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record, attachment)): Path<(String, i64, i64)>,
    Json(it): Json<RemoveAttachmentBody>,
) -> Answer<AttachmentsView> {
    let (home, now) = (&server.home, server.now());
    ledgers::detach(home, &staff, &ledger, record, attachment, &it.reason, now).await?;
    let today = server.today();
    Ok(axum::Json(ledgers::attachments(home, &staff, &ledger, record, today).await?))
}
