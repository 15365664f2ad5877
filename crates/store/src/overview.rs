//! Figures of regions for the overview: cases by stage, risks, months; clues by month. One
//! statement each, whatever the size of the region: they read `case_regions`, which has every case
//! under each region it lies in.

use chrono::NaiveDate;
use sqlx::AssertSqlSafe;

use crate::{
    bulk::{LIST, placeholders},
    db::{Tx, on_db},
};

impl Tx {
    /// Cases of regions by stage: region, stage, cases.
    pub async fn stages_of_regions(
        &mut self,
        regions: &[i64],
    ) -> sqlx::Result<Vec<(i64, String, i64)>> {
        let mut found = Vec::new();
        for part in regions.chunks(LIST) {
            let sql = format!(
                "select region_id, stage, count(*) from case_regions
                 where region_id in ({}) group by region_id, stage order by region_id, stage",
                placeholders(1, part.len())
            );
            let rows: Vec<(i64, String, i64)> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str()));
                for region in part {
                    query = query.bind(region);
                }
                query
            })?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// Runs of regions past their whole limit on a day: region, cases.
    pub async fn overdue_of_regions(
        &mut self,
        regions: &[i64],
        today: NaiveDate,
    ) -> sqlx::Result<Vec<(i64, i64)>> {
        let mut found = Vec::new();
        for part in regions.chunks(LIST) {
            let sql = format!(
                "select r.region_id, count(*) from case_regions r
                 join case_summaries s on s.case_id = r.case_id
                 where r.region_id in ({}) and r.stage in ('dispatched', 'identifying', 'eliminating')
                   and s.whole_due < $1
                 group by r.region_id order by r.region_id",
                placeholders(2, part.len())
            );
            let rows: Vec<(i64, i64)> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(today);
                for region in part {
                    query = query.bind(region);
                }
                query
            })?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// The risks of the monitored households of a region: each set of risks, as a JSON list, and
    /// how many cases have it.
    pub async fn risks_of_region(&mut self, region: i64) -> sqlx::Result<Vec<(String, i64)>> {
        let sql = "select cast(s.risks as text) as risks, count(*) from case_regions r
                   join case_summaries s on s.case_id = r.case_id
                   where r.region_id = $1 and r.stage in ('identified', 'assisted', 'eliminating')
                   group by cast(s.risks as text) order by 1";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(region))
    }

    /// How many households of a region were identified on each day since one.
    pub async fn identified_by_day(
        &mut self,
        region: i64,
        since: NaiveDate,
    ) -> sqlx::Result<Vec<(NaiveDate, i64)>> {
        self.cases_by_day("identified_on", region, since).await
    }

    /// How many households of a region had their risk eliminated on each day since one.
    pub async fn eliminated_by_day(
        &mut self,
        region: i64,
        since: NaiveDate,
    ) -> sqlx::Result<Vec<(NaiveDate, i64)>> {
        self.cases_by_day("eliminated_on", region, since).await
    }

    /// How many cases of a region have each day since one in a column of their summary.
    async fn cases_by_day(
        &mut self,
        day: &'static str,
        region: i64,
        since: NaiveDate,
    ) -> sqlx::Result<Vec<(NaiveDate, i64)>> {
        let sql = format!(
            "select s.{day}, count(*) from case_regions r
             join case_summaries s on s.case_id = r.case_id
             where r.region_id = $1 and s.{day} >= $2
             group by s.{day} order by s.{day}"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(region).bind(since))
    }

    /// Clues of a county that were not withdrawn, in months (both included): month, township,
    /// village, class, clues.
    pub async fn clue_counts(
        &mut self,
        county_id: i64,
        first_month: &str,
        last_month: &str,
    ) -> sqlx::Result<Vec<(String, i64, i64, String, i64)>> {
        let sql = "select month, township_id, village_id, class, count(*) from clues
                   where county_id = $1 and month between $2 and $3 and state <> 'withdrawn'
                   group by month, township_id, village_id, class
                   order by month, township_id, village_id, class";
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(sql).bind(county_id).bind(first_month).bind(last_month)
        )
    }

    /// The counties and months that were screened: county, month, newest month first.
    pub async fn months_screened(&mut self) -> sqlx::Result<Vec<(i64, String)>> {
        let sql = "select distinct county_id, month from runs where state = 'finished'
                   order by month desc, county_id";
        on_db!(self, fetch_all, sqlx::query_as(sql))
    }
}
