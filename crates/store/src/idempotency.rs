//! 幂等键. A write that is sent twice with the same key is done once and answered twice.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on_db};

/// A write that was sent with a key.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Answered {
    /// SHA-256 of method, address and body: the same key must not be used for something else.
    pub request: Vec<u8>,
    /// HTTP status of the answer; none while it is being worked on.
    pub status: Option<i64>,
    /// The answer, sealed: it may hold personal data.
    pub answer_sealed: Option<Vec<u8>>,
}

impl Tx {
    /// Reserves a key of an account. `false` when it is there already.
    pub async fn reserve_key(
        &mut self,
        account: &str,
        key: &str,
        request: &[u8],
        now: DateTime<Utc>,
    ) -> sqlx::Result<bool> {
        let sql = "insert into idempotency (account, key, request, at) values ($1, $2, $3, $4)
                   on conflict (account, key) do nothing";
        let added = on_db!(
            self,
            execute,
            sqlx::query(sql).bind(account).bind(key).bind(request).bind(now)
        )?;
        Ok(added == 1)
    }

    /// What is known of a key.
    pub async fn find_key(&mut self, account: &str, key: &str) -> sqlx::Result<Option<Answered>> {
        let sql = "select request, status, answer_sealed from idempotency
                   where account = $1 and key = $2";
        on_db!(self, fetch_optional, sqlx::query_as(sql).bind(account).bind(key))
    }

    /// Keeps the answer of a reserved key.
    pub async fn keep_answer(
        &mut self,
        account: &str,
        key: &str,
        status: i64,
        answer_sealed: &[u8],
    ) -> sqlx::Result<()> {
        let sql = "update idempotency set status = $3, answer_sealed = $4
                   where account = $1 and key = $2";
        on_db!(
            self,
            execute,
            sqlx::query(sql).bind(account).bind(key).bind(status).bind(answer_sealed)
        )?;
        Ok(())
    }

    /// Gives a key back: nothing was done under it, or it is old.
    pub async fn forget_key(&mut self, account: &str, key: &str) -> sqlx::Result<()> {
        let sql = "delete from idempotency where account = $1 and key = $2";
        on_db!(self, execute, sqlx::query(sql).bind(account).bind(key))?;
        Ok(())
    }

    /// Forgets keys from before a moment, and gives how many there were.
    pub async fn forget_keys_before(&mut self, moment: DateTime<Utc>) -> sqlx::Result<u64> {
        let sql = "delete from idempotency where at < $1";
        on_db!(self, execute, sqlx::query(sql).bind(moment))
    }
}
