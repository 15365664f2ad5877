//! What happened to records, and files that belong to them.

use chrono::{DateTime, NaiveDate, Utc};

use crate::db::{Tx, on_db};

/// One thing that was done with a record.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LedgerChange {
    /// The version it made.
    pub version: i64,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// The day it counts for.
    pub day: NaiveDate,
    /// Who, as in the audit.
    pub account: String,
    /// `record`, `change`, `void`, `restore`, `import`, or an action of the ledger.
    pub action: String,
    /// The state after it.
    pub state: String,
    /// What changed, sealed.
    pub detail: Vec<u8>,
}

/// A file that belongs to a record.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Attachment {
    /// Its number.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Media type.
    pub media: String,
    /// Size.
    pub bytes: i64,
    /// Who.
    pub account: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Tx {
    /// Keeps what was done with records of a ledger.
    pub async fn append_ledger_changes(
        &mut self,
        ledger: &str,
        changes: &[(i64, LedgerChange)],
    ) -> sqlx::Result<()> {
        let sql = "insert into ledger_changes
                   (ledger, record, version, at, day, account, action, state, detail)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        for (record, it) in changes {
            on_db!(
                self,
                execute,
                sqlx::query(sql)
                    .bind(ledger)
                    .bind(record)
                    .bind(it.version)
                    .bind(it.at)
                    .bind(it.day)
                    .bind(&it.account)
                    .bind(&it.action)
                    .bind(&it.state)
                    .bind(&it.detail)
            )?;
        }
        Ok(())
    }

    /// What was done with a record, in order.
    pub async fn ledger_changes(
        &mut self,
        ledger: &str,
        record: i64,
    ) -> sqlx::Result<Vec<LedgerChange>> {
        let sql = "select version, at, day, account, action, state, detail from ledger_changes
                   where ledger = $1 and record = $2 order by version";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(ledger).bind(record))
    }

    /// Keeps a file. `content` is sealed.
    pub async fn add_attachment(
        &mut self,
        ledger: &str,
        record: i64,
        it: &Attachment,
        content: &[u8],
    ) -> sqlx::Result<()> {
        let sql = "insert into ledger_attachments
                   (id, ledger, record, name, media, bytes, content, account, at, removed)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(it.id)
                .bind(ledger)
                .bind(record)
                .bind(&it.name)
                .bind(&it.media)
                .bind(it.bytes)
                .bind(content)
                .bind(&it.account)
                .bind(it.at)
                .bind(false)
        )?;
        Ok(())
    }

    /// The files of a record.
    pub async fn attachments(
        &mut self,
        ledger: &str,
        record: i64,
    ) -> sqlx::Result<Vec<Attachment>> {
        let sql = "select id, name, media, bytes, account, at from ledger_attachments
                   where ledger = $1 and record = $2 and removed = $3 order by id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(ledger).bind(record).bind(false))
    }

    /// The sealed content of a file of a record.
    pub async fn attachment_content(
        &mut self,
        ledger: &str,
        record: i64,
        id: i64,
    ) -> sqlx::Result<Option<Vec<u8>>> {
        let sql = "select content from ledger_attachments
                   where ledger = $1 and record = $2 and id = $3 and removed = $4";
        on_db!(
            self,
            fetch_optional,
            sqlx::query_scalar(sql).bind(ledger).bind(record).bind(id).bind(false)
        )
    }

    /// Takes a file away from a record; it is kept.
    pub async fn remove_attachment(
        &mut self,
        ledger: &str,
        record: i64,
        id: i64,
    ) -> sqlx::Result<bool> {
        let sql = "update ledger_attachments set removed = $4
                   where ledger = $1 and record = $2 and id = $3";
        let removed =
            on_db!(self, execute, sqlx::query(sql).bind(ledger).bind(record).bind(id).bind(true))?;
        Ok(removed == 1)
    }
}
