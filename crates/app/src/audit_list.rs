//! 审计链 as a list, for those who look after it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use store::{AuditEntry, ChainState, Checkpoint};

use crate::home::Home;

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditChainView {
    /// The last place up to which everything is sound.
    pub last: i64,
    /// Entries that are sound.
    pub sound: i64,
    /// Hash of the last sound entry, in hexadecimal.
    pub hash: String,
    /// The first place that is altered, missing or out of order; nothing when all is sound.
    pub fault_at: Option<i64>,
    /// What is wrong there, in Chinese.
    pub fault_zh: Option<String>,
}

/// The end of the chain at a moment, to be kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CheckpointView {
    /// `shouwang`.
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// When it was taken, to the second.
    pub taken_at: DateTime<Utc>,
    /// Place of the last entry.
    pub seq: i64,
    /// Hash of that entry, in hexadecimal.
    pub hash: String,
    /// SM3 over the above.
    pub sm3: String,
}

impl From<ChainState> for AuditChainView {
    fn from(it: ChainState) -> AuditChainView {
        AuditChainView {
            last: it.last,
            sound: it.sound,
            hash: it.hash,
            fault_at: it.fault.as_ref().map(|it| it.seq),
            fault_zh: it.fault.as_ref().map(|it| it.kind.zh().to_owned()),
        }
    }
}

impl From<Checkpoint> for CheckpointView {
    fn from(it: Checkpoint) -> CheckpointView {
        CheckpointView {
            program: it.program,
            version: it.version,
            taken_at: it.taken_at,
            seq: it.seq,
            hash: it.hash,
            sm3: it.sm3,
        }
    }
}

/// Entries behind a place, in order.
///
/// # Errors
/// When the database cannot be read.
pub async fn entries(home: &Home, after: i64, limit: i64) -> anyhow::Result<Vec<AuditRow>> {
    let found = home.db.read().await?.audit_after(after, limit).await?;
    Ok(found.into_iter().map(row).collect())
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
