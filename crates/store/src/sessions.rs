//! 会话. Somebody is signed in for as long as the row stands and its times allow. The token itself
//! is with the one who signed in; here is only its hash.

use chrono::{DateTime, Utc};
use sm3::{Digest, Sm3};

use crate::db::{Tx, on_db};

/// 会话 of an account.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Session {
    /// SM3 of the token.
    pub hash: Vec<u8>,
    /// Whose.
    pub account_id: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used; written at most once a minute.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends whatever is done in it.
    pub expires_at: DateTime<Utc>,
    /// `password`, `identity`, or `identity_with_code` when the provider's sign-in stands for a
    /// one-time code as well.
    pub opened_with: String,
}

/// What a token of a session or of an interface is stored and found by. A token is 256 random
/// bits, so that nothing slower than SM3 is needed.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    Sm3::digest(token.as_bytes()).to_vec()
}

impl Tx {
    /// Adds a session.
    pub async fn insert_session(&mut self, session: &Session) -> sqlx::Result<()> {
        let sql = "insert into sessions
                       (hash, account_id, created_at, last_seen_at, expires_at, opened_with)
                   values ($1, $2, $3, $4, $5, $6)";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(&session.hash)
                .bind(&session.account_id)
                .bind(session.created_at)
                .bind(session.last_seen_at)
                .bind(session.expires_at)
                .bind(&session.opened_with)
        )?;
        Ok(())
    }

    /// The session of a token's hash, ended or not.
    pub async fn find_session(&mut self, hash: &[u8]) -> sqlx::Result<Option<Session>> {
        let sql = "select hash, account_id, created_at, last_seen_at, expires_at, opened_with
                   from sessions where hash = $1";
        on_db!(self, fetch_optional, sqlx::query_as(sql).bind(hash))
    }

    /// Writes that a session was used. Several requests at once leave the latest time.
    pub async fn touch_session(&mut self, hash: &[u8], now: DateTime<Utc>) -> sqlx::Result<()> {
        let sql = "update sessions set last_seen_at = $2 where hash = $1 and last_seen_at < $2";
        on_db!(self, execute, sqlx::query(sql).bind(hash).bind(now))?;
        Ok(())
    }

    /// Ends a session. `false` when there was none.
    pub async fn delete_session(&mut self, hash: &[u8]) -> sqlx::Result<bool> {
        let sql = "delete from sessions where hash = $1";
        Ok(on_db!(self, execute, sqlx::query(sql).bind(hash))? == 1)
    }

    /// Ends all sessions of an account and gives how many there were.
    pub async fn delete_sessions_of(&mut self, account_id: &str) -> sqlx::Result<u64> {
        let sql = "delete from sessions where account_id = $1";
        on_db!(self, execute, sqlx::query(sql).bind(account_id))
    }

    /// Removes the sessions of an account that have ended: by time, or because they were last
    /// used before `seen_before`.
    pub async fn delete_ended_sessions(
        &mut self,
        account_id: &str,
        now: DateTime<Utc>,
        seen_before: DateTime<Utc>,
    ) -> sqlx::Result<u64> {
        let sql = "delete from sessions
                   where account_id = $1 and (expires_at <= $2 or last_seen_at < $3)";
        on_db!(self, execute, sqlx::query(sql).bind(account_id).bind(now).bind(seen_before))
    }
}
