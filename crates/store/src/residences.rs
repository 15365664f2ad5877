//! 居住地. Where a household lives that was relocated: its 户籍地 stays in the old village, and both
//! see its case. The files seldom say it, so an officer can enter it.

use chrono::NaiveDate;
use sqlx::AssertSqlSafe;

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// Where a household lives, as somebody said.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Residence {
    /// The household.
    pub household_id: i64,
    /// The village; none when somebody said that it lives where it is registered.
    pub village_id: Option<i64>,
    /// Since when it is known.
    pub since: NaiveDate,
    /// `officer` or `import`.
    pub source: String,
}

const COLUMNS: &str = "household_id, village_id, since, source";

impl Tx {
    /// Saves where households live, in place of what was known. A household may stand in the list
    /// only once.
    pub async fn save_residences(&mut self, residences: &[Residence]) -> sqlx::Result<()> {
        let bulk = Bulk::upsert("household_residences", COLUMNS, "household_id");
        insert_many!(self, bulk, residences, |query, it| query
            .bind(it.household_id)
            .bind(it.village_id)
            .bind(it.since)
            .bind(&it.source));
        Ok(())
    }

    /// What is known of the residence of these households, in no particular order; those of whom
    /// nobody said anything are left out.
    pub async fn residences_of(&mut self, household_ids: &[i64]) -> sqlx::Result<Vec<Residence>> {
        let mut found = Vec::new();
        for chunk in household_ids.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let sql = format!(
                "select {COLUMNS} from household_residences where household_id in ({wanted})"
            );
            let residences: Vec<Residence> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            found.extend(residences);
        }
        Ok(found)
    }
}
