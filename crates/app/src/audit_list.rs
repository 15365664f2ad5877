//! 审计链, for those who look after it: its entries, whether it is sound, and its head.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use store::AuditEntry;

use crate::home::Home;

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditRow {
    /// Its place in the chain.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// The particulars.
    pub detail: serde_json::Value,
    /// SM3, in hexadecimal.
    pub hash: String,
}

/// Whether the chain is sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainState {
    /// Entries that are sound, from the first on.
    pub sound: i64,
    /// The place of the first that is not.
    pub broken_at: Option<i64>,
}

/// The head of the chain at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckpointView {
    /// Place of the last entry.
    pub seq: i64,
    /// Its hash, in hexadecimal.
    pub hash: String,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
}

/// Entries behind a place, in order.
///
/// # Errors
/// When the database cannot be read.
pub async fn entries(home: &Home, after: i64, limit: i64) -> anyhow::Result<Vec<AuditRow>> {
    let found = home.db.read().await?.audit_after(after, limit).await?;
    Ok(found.into_iter().map(row).collect())
}

/// Walks the whole chain.
///
/// # Errors
/// When the database cannot be read.
pub async fn verify(home: &Home) -> anyhow::Result<ChainState> {
    let (sound, broken_at) = home.db.read().await?.verify_audit().await?;
    Ok(ChainState { sound, broken_at })
}

/// The head of the chain. That it was taken is an entry of its own, behind it.
///
/// # Errors
/// When the database fails.
pub async fn checkpoint(
    home: &Home,
    actor: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<CheckpointView> {
    let mut tx = home.db.write().await?;
    let (seq, hash) = tx.audit_head().await?;
    tx.append_audit(now, actor, "audit.checkpoint", "audit", &json!({ "seq": seq })).await?;
    tx.commit().await?;
    Ok(CheckpointView { seq, hash: hex(&hash), taken_at: now })
}

fn row(it: AuditEntry) -> AuditRow {
    AuditRow {
        seq: it.seq,
        at: it.at,
        actor: it.actor,
        action: it.action,
        subject: it.subject,
        detail: serde_json::from_str(&it.detail).unwrap_or_default(),
        hash: hex(&it.hash),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
