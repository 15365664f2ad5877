//! 隔离区. Rows that could not be stored as they came, with the reason and the original text, until
//! a better file or a person settles them.

use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// A row about to be quarantined.
#[derive(Debug, Clone, PartialEq)]
pub struct NewQuarantined {
    /// The sheet it stands in.
    pub source_file_id: i64,
    /// Its row there.
    pub row: i64,
    /// Why, as a code, such as `id_checksum`.
    pub reason: String,
    /// The column at fault, when it is one column.
    pub column_name: Option<String>,
    /// The cells as they came, a JSON list, sealed.
    pub original_sealed: Vec<u8>,
    /// The people it may be about, with the reason for each; an empty list when there are none.
    pub candidates: Value,
}

/// A quarantined row.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Quarantined {
    /// Our own number, from the counter `quarantine`.
    pub id: i64,
    /// The sheet it stands in.
    pub source_file_id: i64,
    /// Its row there.
    #[sqlx(rename = "row_no")]
    pub row: i64,
    /// Why, as a code.
    pub reason: String,
    /// The column at fault, when it is one column.
    pub column_name: Option<String>,
    /// The cells as they came, a JSON list, sealed.
    pub original_sealed: Vec<u8>,
    /// `open`; `mended` by a later file; `confirmed` or `dismissed` by a person.
    pub state: String,
    /// The person someone confirmed.
    pub person_id: Option<i64>,
    /// The household someone confirmed.
    pub household_id: Option<i64>,
    /// The people it may be about.
    pub candidates: Value,
    /// The sheet that brought the mended row.
    pub mended_by_source_file: Option<i64>,
}

const COLUMNS: &str = "q.id, q.source_file_id, q.row_no, q.reason, q.column_name, \
    q.original_sealed, q.state, q.person_id, q.household_id, q.candidates, q.mended_by_source_file";

impl Tx {
    /// Quarantines rows, open, under consecutive ids in the order given; returns the first id.
    pub async fn insert_quarantine(&mut self, rows: &[NewQuarantined]) -> sqlx::Result<i64> {
        let first = self.allocate("quarantine", rows.len() as i64).await?;
        let numbered: Vec<(i64, &NewQuarantined)> = (first..).zip(rows).collect();
        let bulk = Bulk::insert(
            "quarantine",
            "id, source_file_id, row_no, reason, column_name, original_sealed, state, candidates",
        );
        insert_many!(self, bulk, numbered, |query, it| query
            .bind(it.0)
            .bind(it.1.source_file_id)
            .bind(it.1.row)
            .bind(&it.1.reason)
            .bind(&it.1.column_name)
            .bind(&it.1.original_sealed)
            .bind("open")
            .bind(Json(&it.1.candidates)));
        Ok(first)
    }

    /// The rows of a county that still wait, of one batch or of all committed ones, in the order
    /// of the files.
    pub async fn open_quarantine(
        &mut self,
        county_id: i64,
        batch_id: Option<i64>,
    ) -> sqlx::Result<Vec<Quarantined>> {
        let sql = format!(
            "select {COLUMNS} from quarantine q
             join source_files s on s.id = q.source_file_id
             join batches b on b.id = s.batch_id
             where b.county_id = $1 and b.state = 'committed' and q.state = 'open'
               and ($2 is null or b.id = $2)
             order by q.source_file_id, q.row_no, q.id"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(batch_id))
    }

    /// One quarantined row.
    pub async fn quarantined(&mut self, id: i64) -> sqlx::Result<Option<Quarantined>> {
        let sql = format!("select {COLUMNS} from quarantine q where q.id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// Settles open rows whose mended form a later sheet brought; gives how many were open.
    pub async fn mend_quarantine(&mut self, ids: &[i64], by_source_file: i64) -> sqlx::Result<u64> {
        let mut mended = 0;
        for chunk in ids.chunks(LIST) {
            let wanted = placeholders(2, chunk.len());
            let sql = format!(
                "update quarantine set state = 'mended', mended_by_source_file = $1
                 where state = 'open' and id in ({wanted})"
            );
            mended += on_db!(self, execute, {
                let mut query =
                    sqlx::query(AssertSqlSafe(sql)).persistent(false).bind(by_source_file);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
        }
        Ok(mended)
    }

    /// A person says whom an open row is about. Returns `false`, having changed nothing, when the
    /// row is not open.
    pub async fn confirm_quarantined(
        &mut self,
        id: i64,
        person_id: i64,
        household_id: i64,
    ) -> sqlx::Result<bool> {
        let sql = "update quarantine set state = 'confirmed', person_id = $2, household_id = $3
                   where id = $1 and state = 'open'";
        let changed =
            on_db!(self, execute, sqlx::query(sql).bind(id).bind(person_id).bind(household_id))?;
        Ok(changed == 1)
    }

    /// A person says an open row is about nobody here. Returns `false`, having changed nothing,
    /// when the row is not open.
    pub async fn dismiss_quarantined(&mut self, id: i64) -> sqlx::Result<bool> {
        let sql = "update quarantine set state = 'dismissed' where id = $1 and state = 'open'";
        Ok(on_db!(self, execute, sqlx::query(sql).bind(id))? == 1)
    }

    /// `(source_file_id, row)` of a county's rows that have been settled: as candidates they are
    /// no longer evidence in doubt.
    pub async fn resolved_candidate_rows(
        &mut self,
        county_id: i64,
    ) -> sqlx::Result<Vec<(i64, i64)>> {
        let sql = "select distinct q.source_file_id, q.row_no from quarantine q
                   join source_files s on s.id = q.source_file_id
                   join batches b on b.id = s.batch_id
                   where b.county_id = $1 and b.state = 'committed' and q.state <> 'open'
                   order by 1, 2";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(county_id))
    }
}
