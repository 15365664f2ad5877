//! What leaves the office as a file is noted: who took it, what, and when.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{home::Home, staff::Staff};

/// Notes in the audit that somebody takes a file out of the system. `action` such as
/// `benefits.export`; `subject` and `detail` say of what, without personal data.
///
/// # Errors
/// When the database cannot be written; then the file must not be handed out.
pub async fn note_export(
    home: &Home,
    staff: &Staff,
    action: &str,
    subject: &str,
    detail: &Value,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut tx = home.db.write().await?;
    tx.append_audit(now, &staff.actor(), action, subject, detail).await?;
    Ok(tx.commit().await?)
}
