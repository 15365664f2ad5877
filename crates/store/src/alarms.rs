//! 规模预警. Regions where unusually many households have new difficulties.

use sqlx::AssertSqlSafe;

use crate::{
    bulk::{Bulk, insert_many},
    db::{Tx, on_db},
};

/// One region's share of households with new difficulties in a run.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Alarm {
    /// The run.
    pub run_id: i64,
    /// The village or township.
    pub region_id: i64,
    /// How many households live there.
    pub households: i64,
    /// How many of them have new difficulties.
    pub affected: i64,
    /// Their share, in hundredths of a percent.
    pub share_basis_points: i64,
    /// The share the parameter allows, in hundredths of a percent.
    pub limit_basis_points: i64,
    /// Whether the limit is passed; a near miss is kept too.
    pub raised: bool,
}

const COLUMNS: &str = "run_id, region_id, households, affected, share_basis_points, \
    limit_basis_points, raised";

impl Tx {
    /// Records a run's alarms and near misses.
    pub async fn save_alarms(&mut self, alarms: &[Alarm]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::insert("alarms", COLUMNS), alarms, |query, it| query
            .bind(it.run_id)
            .bind(it.region_id)
            .bind(it.households)
            .bind(it.affected)
            .bind(it.share_basis_points)
            .bind(it.limit_basis_points)
            .bind(it.raised));
        Ok(())
    }

    /// A run's alarms and near misses, the largest share first.
    pub async fn alarms_in(&mut self, run_id: i64) -> sqlx::Result<Vec<Alarm>> {
        let sql = format!(
            "select {COLUMNS} from alarms
             where run_id = $1 order by share_basis_points desc, region_id"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(run_id))
    }
}
