//! 年度采集表: every reading of a collection in the national layout, with what came of its rows.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::db::{Tx, on_db};

/// A collection that was read.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct IncomeCollection {
    /// A UUID of version 7.
    pub id: String,
    /// 县.
    pub county_id: i64,
    /// Last month of the period.
    pub period: String,
    /// Months of the period.
    pub months: i64,
    /// The name of the file.
    pub file_name: String,
    /// Rows, differences and what was refused.
    pub report: Value,
    /// When.
    pub taken_at: DateTime<Utc>,
    /// Who, as the audit names them.
    pub taken_by: String,
}

const COLUMNS: &str = "id, county_id, period, months, file_name, report, taken_at, taken_by";

impl Tx {
    /// Records a reading.
    pub async fn insert_income_collection(&mut self, it: &IncomeCollection) -> sqlx::Result<()> {
        let sql = format!(
            "insert into income_collections ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8)"
        );
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(it.county_id)
                .bind(&it.period)
                .bind(it.months)
                .bind(&it.file_name)
                .bind(Json(&it.report))
                .bind(it.taken_at)
                .bind(&it.taken_by)
        )?;
        Ok(())
    }

    /// The readings of a county, the newest first, at most so many.
    pub async fn income_collections(
        &mut self,
        county_id: i64,
        limit: i64,
    ) -> sqlx::Result<Vec<IncomeCollection>> {
        let sql = format!(
            "select {COLUMNS} from income_collections where county_id = $1
             order by taken_at desc, id desc limit $2"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(limit))
    }

    /// One reading of a county.
    pub async fn income_collection(
        &mut self,
        county_id: i64,
        id: &str,
    ) -> sqlx::Result<Option<IncomeCollection>> {
        let sql =
            format!("select {COLUMNS} from income_collections where county_id = $1 and id = $2");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(id))
    }
}
