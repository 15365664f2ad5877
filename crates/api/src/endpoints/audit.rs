//! 审计, for the auditor: entries, whether the chain is sound, and a checkpoint to keep elsewhere.

use app::{
    audit,
    audit_list::{self, AuditChainView, AuditRow, CheckpointView},
};
use axum::extract::State;

use crate::{
    answer::Answer,
    gate::Who,
    input::Query,
    page::{Cursor, Page},
    server::Server,
};

/// The entries of the chain, the oldest first. They hold ids and counts, no names.
#[utoipa::path(get, path = "/api/v1/audit", operation_id = "list_audit", tag = "audit",
    params(Cursor), responses((status = 200, body = Page<AuditRow>)))]
pub(crate) async fn list_audit(
    State(server): State<Server>,
    Who(_): Who,
    Query(cursor): Query<Cursor>,
) -> Answer<Page<AuditRow>> {
    let (after, limit) = (cursor.after_number(), cursor.one_more());
    let found = audit_list::entries(&server.home, after, limit).await?;
    Ok(axum::Json(cursor.page(found, |it| it.seq.to_string())))
}

/// Walks the whole chain.
#[utoipa::path(get, path = "/api/v1/audit/verification", operation_id = "verify_audit",
    tag = "audit", responses((status = 200, body = AuditChainView)))]
pub(crate) async fn verify_audit(
    State(server): State<Server>,
    Who(_): Who,
) -> Answer<AuditChainView> {
    Ok(axum::Json(audit::verify(&server.home, &[]).await?.into()))
}

/// The head of the chain, to be written down outside of it.
#[utoipa::path(get, path = "/api/v1/audit/checkpoint", operation_id = "audit_checkpoint",
    tag = "audit", responses((status = 200, body = CheckpointView)))]
pub(crate) async fn audit_checkpoint(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<CheckpointView> {
    let (actor, now) = (staff.actor(), server.now());
    let version = env!("CARGO_PKG_VERSION");
    Ok(axum::Json(audit::checkpoint(&server.home, version, &actor, now).await?.into()))
}
