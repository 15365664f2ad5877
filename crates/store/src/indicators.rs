//! 指标数: what indicators came to, for a region and a period. A value is never changed: a newer
//! one takes its place, and the older row stays with the time it was replaced.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// One computation of a county's month.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct IndicatorRun {
    /// A UUID of version 7.
    pub id: String,
    /// The county.
    pub county_id: i64,
    /// The month, such as `2023-10`.
    pub month: String,
    /// Fingerprint of everything the values depend on.
    pub inputs_hash: String,
    /// What could not be computed, and why.
    pub report: Value,
    /// When.
    pub computed_at: DateTime<Utc>,
    /// Who asked for it, as the audit names them.
    pub computed_by: String,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct IndicatorValue {
    /// A UUID of version 7.
    pub id: String,
    /// The indicator, or the series that is entered by hand.
    pub indicator: String,
    /// The region.
    pub region_id: i64,
    /// The period as `kernel::Period` writes it.
    pub period: String,
    /// A plain decimal in the unit of the indicator; none over a denominator of zero.
    pub value: Option<String>,
    /// Above the line, in stored units.
    pub numerator: Option<i64>,
    /// Below it.
    pub denominator: Option<i64>,
    /// Households of the population.
    pub households: Option<i64>,
    /// Those of them without a value.
    pub missing: Option<i64>,
    /// `computed`, `ledger` or `reported`.
    pub how: String,
    /// The run that computed it.
    pub run_id: Option<String>,
    /// The document it was read in, of a reported one.
    pub document: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// When.
    pub stated_at: DateTime<Utc>,
    /// Who, as the audit names them.
    pub stated_by: String,
    /// When a newer value took its place; none while it counts.
    pub replaced_at: Option<DateTime<Utc>>,
}

/// Which values of a region are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct WhichValues<'a> {
    /// Of this indicator or series only.
    pub indicator: Option<&'a str>,
    /// For this period only, as `kernel::Period` writes it.
    pub period: Option<&'a str>,
    /// Those that counted just before this moment; those that count now when absent.
    pub as_of: Option<DateTime<Utc>>,
}

const RUN: &str = "id, county_id, month, inputs_hash, report, computed_at, computed_by";

const VALUE: &str = "id, indicator, region_id, period, value, numerator, denominator, households, \
    missing, how, run_id, document, note, stated_at, stated_by, replaced_at";

impl IndicatorValue {
    /// Whether it says the same as another, whenever and by whomever it was said.
    #[must_use]
    pub fn says_the_same(&self, other: &IndicatorValue) -> bool {
        let said = |it: &IndicatorValue| {
            (
                it.value.clone(),
                (it.numerator, it.denominator, it.households, it.missing),
                it.how.clone(),
                it.document.clone(),
                it.note.clone(),
            )
        };
        said(self) == said(other)
    }
}

impl Tx {
    /// Records a computation.
    pub async fn insert_indicator_run(&mut self, run: &IndicatorRun) -> sqlx::Result<()> {
        let sql = format!("insert into indicator_runs ({RUN}) values ($1, $2, $3, $4, $5, $6, $7)");
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&run.id)
                .bind(run.county_id)
                .bind(&run.month)
                .bind(&run.inputs_hash)
                .bind(Json(&run.report))
                .bind(run.computed_at)
                .bind(&run.computed_by)
        )?;
        Ok(())
    }

    /// The newest computation of a county's month; with `as_of`, the newest before that moment.
    pub async fn latest_indicator_run(
        &mut self,
        county_id: i64,
        month: &str,
        as_of: Option<DateTime<Utc>>,
    ) -> sqlx::Result<Option<IndicatorRun>> {
        let before = if as_of.is_some() { "and computed_at < $3" } else { "" };
        let sql = format!(
            "select {RUN} from indicator_runs where county_id = $1 and month = $2 {before}
             order by computed_at desc, id desc limit 1"
        );
        on_db!(self, fetch_optional, {
            let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(county_id).bind(month);
            if let Some(at) = as_of {
                query = query.bind(at);
            }
            query
        })
    }

    /// The values of these regions that count, or counted at a moment, by indicator, region and
    /// period.
    pub async fn indicator_values(
        &mut self,
        regions: &[i64],
        which: WhichValues<'_>,
    ) -> sqlx::Result<Vec<IndicatorValue>> {
        let (counts, first) = match which.as_of {
            None => ("replaced_at is null", 3),
            Some(_) => ("stated_at < $3 and (replaced_at is null or $3 <= replaced_at)", 4),
        };
        let mut found: Vec<IndicatorValue> = Vec::new();
        for some in regions.chunks(LIST) {
            let list = placeholders(first, some.len());
            let sql = format!(
                "select {VALUE} from indicator_values
                 where {counts} and (cast($1 as text) is null or indicator = $1)
                   and (cast($2 as text) is null or period = $2)
                   and region_id in ({list})"
            );
            let rows: Vec<IndicatorValue> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str()))
                    .persistent(false)
                    .bind(which.indicator)
                    .bind(which.period);
                if let Some(at) = which.as_of {
                    query = query.bind(at);
                }
                for it in some {
                    query = query.bind(*it);
                }
                query
            })?;
            found.extend(rows);
        }
        found.sort_by(|a, b| {
            (&a.indicator, a.region_id, &a.period).cmp(&(&b.indicator, b.region_id, &b.period))
        });
        Ok(found)
    }

    /// Everything that was ever said of an indicator in a region and a period, the newest first.
    pub async fn indicator_history(
        &mut self,
        region_id: i64,
        indicator: &str,
        period: &str,
    ) -> sqlx::Result<Vec<IndicatorValue>> {
        let sql = format!(
            "select {VALUE} from indicator_values
             where region_id = $1 and indicator = $2 and period = $3
             order by case when replaced_at is null then 0 else 1 end, replaced_at desc, id desc"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql)).bind(region_id).bind(indicator).bind(period)
        )
    }

    /// Ends the values with these ids: newer ones take their place in the same unit of work.
    pub async fn replace_indicator_values(
        &mut self,
        ids: &[String],
        at: DateTime<Utc>,
    ) -> sqlx::Result<u64> {
        let mut changed = 0;
        for some in ids.chunks(LIST) {
            let list = placeholders(2, some.len());
            let sql = format!(
                "update indicator_values set replaced_at = $1
                 where replaced_at is null and id in ({list})"
            );
            changed += on_db!(self, execute, {
                let mut query = sqlx::query(AssertSqlSafe(sql.as_str())).persistent(false).bind(at);
                for it in some {
                    query = query.bind(it);
                }
                query
            })?;
        }
        Ok(changed)
    }

    /// Records values that count from now on. One of the same indicator, region and period must
    /// have been ended before.
    pub async fn insert_indicator_values(&mut self, values: &[IndicatorValue]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::insert("indicator_values", VALUE), values, |query, it| query
            .bind(&it.id)
            .bind(&it.indicator)
            .bind(it.region_id)
            .bind(&it.period)
            .bind(&it.value)
            .bind(it.numerator)
            .bind(it.denominator)
            .bind(it.households)
            .bind(it.missing)
            .bind(&it.how)
            .bind(&it.run_id)
            .bind(&it.document)
            .bind(&it.note)
            .bind(it.stated_at)
            .bind(&it.stated_by)
            .bind(it.replaced_at));
        Ok(())
    }
}
