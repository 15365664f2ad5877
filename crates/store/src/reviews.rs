//! 待复核. Rows that were stored although something about them contradicts the register.

use sqlx::AssertSqlSafe;

use crate::{
    bulk::{Bulk, insert_many},
    db::{Tx, on_db},
};

/// A stored row that waits for a person to look at it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Review {
    /// The sheet it stands in.
    pub source_file_id: i64,
    /// Its row there.
    #[sqlx(rename = "row_no")]
    pub row: i64,
    /// Why, as a code, such as `name_conflict`.
    pub reason: String,
    /// More about it, as a code, such as `id_swapped`.
    pub detail: Option<String>,
    /// The person it was matched to.
    pub person_id: Option<i64>,
    /// The household it was matched to.
    pub household_id: Option<i64>,
    /// `open`, `confirmed` or `dismissed`.
    pub state: String,
}

const COLUMNS: &str = "source_file_id, row_no, reason, detail, person_id, household_id, state";

impl Tx {
    /// Records rows to review; one row may have several reasons, each once.
    pub async fn insert_reviews(&mut self, reviews: &[Review]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::insert("reviews", COLUMNS), reviews, |query, it| query
            .bind(it.source_file_id)
            .bind(it.row)
            .bind(&it.reason)
            .bind(&it.detail)
            .bind(it.person_id)
            .bind(it.household_id)
            .bind(&it.state));
        Ok(())
    }

    /// The rows to review of one batch, whatever its state, in the order of the files.
    pub async fn reviews_of_batch(&mut self, batch_id: i64) -> sqlx::Result<Vec<Review>> {
        let sql = format!(
            "select {COLUMNS} from reviews
             where source_file_id in (select id from source_files where batch_id = $1)
             order by source_file_id, row_no, reason"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(batch_id))
    }

    /// The rows of a county's committed batches that still wait, in the order of the files.
    pub async fn open_reviews(&mut self, county_id: i64) -> sqlx::Result<Vec<Review>> {
        let sql = format!(
            "select {COLUMNS} from reviews
             where state = 'open' and source_file_id in
                 (select s.id from source_files s join batches b on b.id = s.batch_id
                  where b.county_id = $1 and b.state = 'committed')
             order by source_file_id, row_no, reason"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id))
    }
}
