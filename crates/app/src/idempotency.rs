//! 幂等键: what was answered under a key, sealed, for a day.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use crate::home::Home;

/// What answers are sealed for.
const ANSWER: &str = "idempotent_answer";

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::days(1);

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Earlier {
    /// Nothing; it is reserved now.
    None,
    /// It was used for another request.
    Other,
    /// The same request is being worked on, or was cut off.
    Unanswered,
    /// The same request was answered.
    Answered {
        /// HTTP status.
        status: u16,
        /// The answer.
        body: Vec<u8>,
    },
}

/// Reserves a key of an account for a request, or says what is known of it.
///
/// # Errors
/// When the database fails or the answer cannot be opened.
pub async fn reserve(
    home: &Home,
    account: &str,
    key: &str,
    request: &[u8],
    now: DateTime<Utc>,
) -> anyhow::Result<Earlier> {
    let request = Sha256::digest(request);
    let mut tx = home.db.write().await?;
    if tx.reserve_key(account, key, &request, now).await? {
        tx.commit().await?;
        return Ok(Earlier::None);
    }
    let Some(known) = tx.find_key(account, key).await? else { return Ok(Earlier::Unanswered) };
    if known.request != request.as_slice() {
        return Ok(Earlier::Other);
    }
    match (known.status, known.answer_sealed) {
        (Some(status), Some(sealed)) => Ok(Earlier::Answered {
            status: u16::try_from(status)?,
            body: home.keys.open(ANSWER, &sealed)?,
        }),
        _ => Ok(Earlier::Unanswered),
    }
}

/// Keeps an answer.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    home: &Home,
    account: &str,
    key: &str,
    status: u16,
    body: &[u8],
) -> anyhow::Result<()> {
    let sealed = home.keys.seal(ANSWER, body);
    let mut tx = home.db.write().await?;
    tx.keep_answer(account, key, i64::from(status), &sealed).await?;
    Ok(tx.commit().await?)
}

/// Gives a key back under which nothing was done.
///
/// # Errors
/// When the database fails.
pub async fn forget(home: &Home, account: &str, key: &str) -> anyhow::Result<()> {
    let mut tx = home.db.write().await?;
    tx.forget_key(account, key).await?;
    Ok(tx.commit().await?)
}

/// Forgets what is older than a day.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(home: &Home, now: DateTime<Utc>) -> anyhow::Result<u64> {
    let mut tx = home.db.write().await?;
    let forgotten = tx.forget_keys_before(now - KEPT).await?;
    tx.commit().await?;
    Ok(forgotten)
}
