//! 部门和规则统计. How far each department's rows went, rule by rule.

use sqlx::AssertSqlSafe;

use crate::{
    bulk::{Bulk, insert_many},
    db::{Tx, on_db},
};

/// One department, feed and rule in a run.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RunStatistic {
    /// The run.
    pub run_id: i64,
    /// The department that sent the rows.
    pub department: String,
    /// The feed.
    pub feed: String,
    /// The rule.
    pub rule: String,
    /// Rows the feed brought.
    pub rows: i64,
    /// Rows matched to a person or household of the register.
    pub matched: i64,
    /// Households the rule fired for.
    pub findings: i64,
    /// New clues among them.
    pub new_clues: i64,
}

const COLUMNS: &str = "run_id, department, feed, rule, rows, matched, findings, new_clues";

impl Tx {
    /// Records a run's statistics.
    pub async fn save_run_statistics(&mut self, statistics: &[RunStatistic]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::insert("run_statistics", COLUMNS), statistics, |query, it| query
            .bind(it.run_id)
            .bind(&it.department)
            .bind(&it.feed)
            .bind(&it.rule)
            .bind(it.rows)
            .bind(it.matched)
            .bind(it.findings)
            .bind(it.new_clues));
        Ok(())
    }

    /// A run's statistics, by department, feed and rule.
    pub async fn run_statistics_in(&mut self, run_id: i64) -> sqlx::Result<Vec<RunStatistic>> {
        let sql = format!(
            "select {COLUMNS} from run_statistics
             where run_id = $1 order by department, feed, rule"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(run_id))
    }
}
