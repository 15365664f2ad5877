//! 导入批次. What one import brought counts from the moment its batch is committed, and no longer
//! once it is rolled back. Lists of lake files and quarantined rows look at the batch's state, so
//! there is no second mark to forget.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on_db};

/// A batch about to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// The county the files are about.
    pub county_id: i64,
    /// The month the data belong to, such as `2023-10`.
    pub month: String,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// What the person importing wanted to remember; may be empty.
    pub note: String,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Batch {
    /// Our own number, from the counter `batches`.
    pub id: i64,
    /// The county the files are about.
    pub county_id: i64,
    /// The month the data belong to, such as `2023-10`.
    pub month: String,
    /// `open`, `committed` or `rolled_back`.
    pub state: String,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was committed.
    pub committed_at: Option<DateTime<Utc>>,
    /// What the person importing wanted to remember.
    pub note: String,
    /// The packs in force when it was committed.
    pub packs_hash: Option<String>,
}

impl Tx {
    /// Opens a batch and gives its id.
    pub async fn open_batch(&mut self, batch: &NewBatch) -> sqlx::Result<i64> {
        let id = self.allocate("batches", 1).await?;
        let sql = "insert into batches (id, county_id, month, state, created_at, note)
                   values ($1, $2, $3, 'open', $4, $5)";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(id)
                .bind(batch.county_id)
                .bind(&batch.month)
                .bind(batch.created_at)
                .bind(&batch.note)
        )?;
        Ok(id)
    }

    /// Makes an open batch count. Returns `false`, having changed nothing, when it is not open.
    pub async fn commit_batch(
        &mut self,
        id: i64,
        at: DateTime<Utc>,
        packs_hash: Option<&str>,
    ) -> sqlx::Result<bool> {
        let sql = "update batches set state = 'committed', committed_at = $2, packs_hash = $3
                   where id = $1 and state = 'open'";
        let changed = on_db!(self, execute, sqlx::query(sql).bind(id).bind(at).bind(packs_hash))?;
        Ok(changed == 1)
    }

    /// Takes a committed batch back: its lake files and quarantined rows no longer count, and rows
    /// of earlier batches that it mended wait again. Returns `false`, having changed nothing, when
    /// it is not committed. What it wrote to the register of people and households stays.
    pub async fn roll_back_batch(&mut self, id: i64) -> sqlx::Result<bool> {
        let sql = "update batches set state = 'rolled_back' where id = $1 and state = 'committed'";
        let changed = on_db!(self, execute, sqlx::query(sql).bind(id))?;
        if changed == 1 {
            self.reopen_rows_mended_by_batch(id).await?;
        }
        Ok(changed == 1)
    }

    /// Removes a batch that was left open by a crash, with everything recorded under it, and gives
    /// the paths of its lake files for the caller to remove. A batch in another state is left
    /// alone, and gives `None`.
    pub async fn delete_open_batch(&mut self, id: i64) -> sqlx::Result<Option<Vec<String>>> {
        let Some(Batch { state, .. }) = self.batch(id).await? else { return Ok(None) };
        if state != "open" {
            return Ok(None);
        }
        self.reopen_rows_mended_by_batch(id).await?;
        let sql = "select path from lake_files where batch_id = $1 order by id";
        let paths = on_db!(self, fetch_all, sqlx::query_scalar(sql).bind(id))?;
        // Its source files, lake files, quarantined rows and reviews go with it.
        let sql = "delete from batches where id = $1 and state = 'open'";
        on_db!(self, execute, sqlx::query(sql).bind(id))?;
        Ok(Some(paths))
    }

    /// One batch.
    pub async fn batch(&mut self, id: i64) -> sqlx::Result<Option<Batch>> {
        let sql = "select id, county_id, month, state, created_at, committed_at, note, packs_hash
                   from batches where id = $1";
        on_db!(self, fetch_optional, sqlx::query_as(sql).bind(id))
    }

    /// Every batch of a county, oldest month first, in any state.
    pub async fn batches_in(&mut self, county_id: i64) -> sqlx::Result<Vec<Batch>> {
        let sql = "select id, county_id, month, state, created_at, committed_at, note, packs_hash
                   from batches where county_id = $1 order by month, id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(county_id))
    }

    /// Batches still open: when no import is running, a crash left them.
    pub async fn open_batches(&mut self) -> sqlx::Result<Vec<Batch>> {
        let sql = "select id, county_id, month, state, created_at, committed_at, note, packs_hash
                   from batches where state = 'open' order by id";
        on_db!(self, fetch_all, sqlx::query_as(sql))
    }

    async fn reopen_rows_mended_by_batch(&mut self, id: i64) -> sqlx::Result<()> {
        let sql = "update quarantine set state = 'open', mended_by_source_file = null
                   where mended_by_source_file in
                       (select id from source_files where batch_id = $1)";
        on_db!(self, execute, sqlx::query(sql).bind(id))?;
        Ok(())
    }
}
