//! 不再提示的发现. What a run found and did not raise, with the reason.

use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, insert_many},
    db::{Tx, on_db},
};

/// A finding that raised no clue.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Suppressed {
    /// The run.
    pub run_id: i64,
    /// The household.
    pub household_id: i64,
    /// The rule that fired.
    pub rule: String,
    /// Why it was not raised, as a code, such as `already_monitored`.
    pub reason: String,
    /// What the reason rests on.
    pub detail: Value,
}

const COLUMNS: &str = "run_id, household_id, rule, reason, detail";

impl Tx {
    /// Records a run's suppressed findings.
    pub async fn save_suppressed(&mut self, findings: &[Suppressed]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::insert("suppressed", COLUMNS), findings, |query, it| query
            .bind(it.run_id)
            .bind(it.household_id)
            .bind(&it.rule)
            .bind(&it.reason)
            .bind(Json(&it.detail)));
        Ok(())
    }

    /// What a run suppressed, by household and rule.
    pub async fn suppressed_in(&mut self, run_id: i64) -> sqlx::Result<Vec<Suppressed>> {
        let sql = format!(
            "select {COLUMNS} from suppressed where run_id = $1 order by household_id, rule, reason"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(run_id))
    }
}
