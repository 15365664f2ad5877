//! 接口令牌. What a department's system shows in place of a password. The token itself is with the
//! department; here is only its hash. A revoked token stays, so that one can see that it was there.

use chrono::{DateTime, NaiveDate, Utc};

use crate::db::{Tx, on_db};

/// 接口令牌 of an account.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ApiToken {
    /// Our own id, a UUIDv7.
    pub id: String,
    /// Whose.
    pub account_id: String,
    /// What it is for, in its owner's words.
    pub name: String,
    /// SM3 of the token, see [`crate::token_hash`].
    pub hash: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The last day it was used.
    pub last_used_on: Option<NaiveDate>,
}

impl Tx {
    /// Adds a token.
    pub async fn insert_api_token(&mut self, token: &ApiToken) -> sqlx::Result<()> {
        let sql = "insert into api_tokens (id, account_id, name, hash, created_at, expires_at,
                       revoked_at, last_used_on)
                   values ($1, $2, $3, $4, $5, $6, $7, $8)";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(&token.id)
                .bind(&token.account_id)
                .bind(&token.name)
                .bind(&token.hash)
                .bind(token.created_at)
                .bind(token.expires_at)
                .bind(token.revoked_at)
                .bind(token.last_used_on)
        )?;
        Ok(())
    }

    /// The token of a hash, ended or not.
    pub async fn find_api_token(&mut self, hash: &[u8]) -> sqlx::Result<Option<ApiToken>> {
        let sql = "select id, account_id, name, hash, created_at, expires_at, revoked_at,
                       last_used_on
                   from api_tokens where hash = $1";
        on_db!(self, fetch_optional, sqlx::query_as(sql).bind(hash))
    }

    /// The tokens of an account, the oldest first, with those that have ended.
    pub async fn api_tokens_of(&mut self, account_id: &str) -> sqlx::Result<Vec<ApiToken>> {
        let sql = "select id, account_id, name, hash, created_at, expires_at, revoked_at,
                       last_used_on
                   from api_tokens where account_id = $1 order by id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(account_id))
    }

    /// Revokes a token of an account. `false` when it has none of this id that still stands.
    pub async fn revoke_api_token(
        &mut self,
        account_id: &str,
        id: &str,
        now: DateTime<Utc>,
    ) -> sqlx::Result<bool> {
        let sql = "update api_tokens set revoked_at = $3
                   where id = $2 and account_id = $1 and revoked_at is null";
        Ok(on_db!(self, execute, sqlx::query(sql).bind(account_id).bind(id).bind(now))? == 1)
    }

    /// Writes the day a token was used.
    pub async fn note_token_use(&mut self, id: &str, day: NaiveDate) -> sqlx::Result<()> {
        let sql = "update api_tokens set last_used_on = $2 where id = $1";
        on_db!(self, execute, sqlx::query(sql).bind(id).bind(day))?;
        Ok(())
    }
}
