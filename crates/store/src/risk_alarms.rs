//! 区域性风险预警: what triggers came to in a region and month. A judgment is never changed: a newer
//! one takes its place, and the older row stays with the time it was replaced.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, insert_many, placeholders},
    db::{Tx, on_db},
};

/// One judgment.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct RiskAlarm {
    /// A UUID of version 7.
    pub id: String,
    /// The trigger, by the identifier in the packs.
    pub trigger_id: String,
    /// The region.
    pub region_id: i64,
    /// The month.
    pub month: String,
    /// The product of a price; empty for everything else.
    pub product: String,
    /// `raised`, `quiet` or `unknown`.
    pub state: String,
    /// The last month's figure in basis points.
    pub value: Option<i64>,
    /// The limit in basis points.
    pub limit_value: i64,
    /// Months it has to last.
    pub months: i64,
    /// Every month's figure, and where the limit comes from.
    pub figures: Value,
    /// The packs it was judged by.
    pub packs_hash: String,
    /// When.
    pub judged_at: DateTime<Utc>,
    /// Who asked for it, as the audit names them.
    pub judged_by: String,
    /// When a newer judgment took its place; none while it counts.
    pub replaced_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, trigger_id, region_id, month, product, state, value, limit_value, \
    months, figures, packs_hash, judged_at, judged_by, replaced_at";

impl RiskAlarm {
    /// Whether it says the same as another, whenever it was said.
    #[must_use]
    pub fn says_the_same(&self, other: &RiskAlarm) -> bool {
        let said = |it: &RiskAlarm| {
            (it.state.clone(), it.value, it.limit_value, it.months, it.figures.clone())
        };
        said(self) == said(other)
    }
}

impl Tx {
    /// The judgments that count for these regions in a month, by region, trigger and product.
    pub async fn risk_alarms(
        &mut self,
        regions: &[i64],
        month: &str,
    ) -> sqlx::Result<Vec<RiskAlarm>> {
        let mut found: Vec<RiskAlarm> = Vec::new();
        for some in regions.chunks(crate::bulk::LIST) {
            let list = placeholders(2, some.len());
            let sql = format!(
                "select {COLUMNS} from risk_alarms
                 where month = $1 and replaced_at is null and region_id in ({list})"
            );
            let rows: Vec<RiskAlarm> = on_db!(self, fetch_all, {
                let mut query =
                    sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false).bind(month);
                for it in some {
                    query = query.bind(*it);
                }
                query
            })?;
            found.extend(rows);
        }
        found.sort_by(|a, b| {
            (a.region_id, &a.trigger_id, &a.product).cmp(&(b.region_id, &b.trigger_id, &b.product))
        });
        Ok(found)
    }

    /// One judgment.
    pub async fn risk_alarm(&mut self, id: &str) -> sqlx::Result<Option<RiskAlarm>> {
        let sql = format!("select {COLUMNS} from risk_alarms where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(id))
    }

    /// Ends judgments: newer ones take their place in the same unit of work.
    pub async fn replace_risk_alarms(
        &mut self,
        ids: &[String],
        at: DateTime<Utc>,
    ) -> sqlx::Result<()> {
        for some in ids.chunks(crate::bulk::LIST) {
            let list = placeholders(2, some.len());
            let sql = format!(
                "update risk_alarms set replaced_at = $1
                 where replaced_at is null and id in ({list})"
            );
            on_db!(self, execute, {
                let mut query = sqlx::query(AssertSqlSafe(sql.as_str())).persistent(false).bind(at);
                for it in some {
                    query = query.bind(it);
                }
                query
            })?;
        }
        Ok(())
    }

    /// Records judgments that count from now on.
    pub async fn insert_risk_alarms(&mut self, alarms: &[RiskAlarm]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::insert("risk_alarms", COLUMNS), alarms, |query, it| query
            .bind(&it.id)
            .bind(&it.trigger_id)
            .bind(it.region_id)
            .bind(&it.month)
            .bind(&it.product)
            .bind(&it.state)
            .bind(it.value)
            .bind(it.limit_value)
            .bind(it.months)
            .bind(Json(&it.figures))
            .bind(&it.packs_hash)
            .bind(it.judged_at)
            .bind(&it.judged_by)
            .bind(it.replaced_at));
        Ok(())
    }
}
