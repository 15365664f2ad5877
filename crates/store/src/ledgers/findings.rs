//! What checks found in ledgers: with an owner and a last day, until it is found no more.

use chrono::NaiveDate;
use kernel::RegionChain;
use sqlx::AssertSqlSafe;

use crate::{
    db::{Tx, on_db},
    scope::Scope,
};

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LedgerFinding {
    /// The ledger.
    pub ledger: String,
    /// The check.
    pub finding: String,
    /// The record.
    pub record: i64,
    /// The role that settles it.
    pub owner: String,
    /// The day it was first found.
    pub found_on: NaiveDate,
    /// The last day in time.
    pub due: NaiveDate,
    /// The day it was found no more.
    pub gone_on: Option<NaiveDate>,
}

/// Behind which finding a page begins: its day, ledger, check and record.
pub type FindingPlace<'a> = (NaiveDate, &'a str, &'a str, i64);

impl Tx {
    /// The open findings of a check in a scope: records.
    pub async fn open_findings_of(
        &mut self,
        ledger: &str,
        finding: &str,
        scope: &Scope,
    ) -> sqlx::Result<Vec<i64>> {
        let sql = format!(
            "select record from ledger_findings
             where ledger = $1 and finding = $2 and {} = $3 and gone_on is null order by record",
            scope.region_column()
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_scalar(AssertSqlSafe(sql)).bind(ledger).bind(finding).bind(scope.region_id)
        )
    }

    /// Notes a finding; one that had gone is open again, from this day on.
    pub async fn note_finding(
        &mut self,
        it: &LedgerFinding,
        regions: &RegionChain,
    ) -> sqlx::Result<()> {
        let sql = "insert into ledger_findings (ledger, finding, record, province_id,
                   prefecture_id, county_id, township_id, village_id, owner, found_on, due)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                   on conflict (ledger, finding, record) do update set owner = excluded.owner,
                   found_on = excluded.found_on, due = excluded.due, gone_on = null";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(&it.ledger)
                .bind(&it.finding)
                .bind(it.record)
                .bind(regions.province)
                .bind(regions.prefecture)
                .bind(regions.county)
                .bind(regions.township)
                .bind(regions.village)
                .bind(&it.owner)
                .bind(it.found_on)
                .bind(it.due)
        )?;
        Ok(())
    }

    /// Notes that a finding is found no more.
    pub async fn end_finding(
        &mut self,
        ledger: &str,
        finding: &str,
        record: i64,
        on: NaiveDate,
    ) -> sqlx::Result<()> {
        let sql = "update ledger_findings set gone_on = $4
                   where ledger = $1 and finding = $2 and record = $3";
        on_db!(self, execute, sqlx::query(sql).bind(ledger).bind(finding).bind(record).bind(on))?;
        Ok(())
    }

    /// A page of the open findings of a scope, the earliest due first, behind `after`.
    pub async fn open_findings(
        &mut self,
        scope: &Scope,
        ledgers: &[String],
        after: Option<FindingPlace<'_>>,
        limit: i64,
    ) -> sqlx::Result<Vec<LedgerFinding>> {
        let names: Vec<String> =
            ledgers.iter().map(|it| format!("'{}'", it.replace('\'', "''"))).collect();
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "select ledger, finding, record, owner, found_on, due, gone_on from ledger_findings
             where {} = $1 and gone_on is null and ledger in ({})
               and (due, ledger, finding, record) > ($2, $3, $4, $5)
             order by due, ledger, finding, record limit $6",
            scope.region_column(),
            names.join(", ")
        );
        let (due, ledger, finding, record) = after.unwrap_or((NaiveDate::MIN, "", "", 0));
        // Before every day that either engine can write down.
        let due = due.max(NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default());
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(due)
                .bind(ledger)
                .bind(finding)
                .bind(record)
                .bind(limit)
        )
    }
}
