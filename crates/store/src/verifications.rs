//! 入户核实. When a household was visited about a risk, and what was found; and what became of the
//! clues that led there.

use chrono::NaiveDate;
use serde_json::Value;

use crate::db::{Tx, on_db};

/// One visit's answer about one risk.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Verification {
    /// The household visited.
    pub household_id: i64,
    /// The day of the visit.
    pub verified_on: NaiveDate,
    /// The risk asked about, such as `illness`.
    pub risk: String,
    /// `confirmed`, `not_confirmed` or `unverifiable`.
    pub result: String,
}

/// A clue with what became of it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ClueFinding {
    /// The clue.
    pub id: String,
    /// The household.
    pub household_id: i64,
    /// Its township.
    pub township_id: i64,
    /// Its village.
    pub village_id: i64,
    /// The month screened.
    pub month: String,
    /// `new_clue` and so on.
    pub class: String,
    /// How each rule came to fire.
    pub evidence: Value,
    /// The case that answers it, when it was dispatched.
    pub case_id: Option<i64>,
    /// `confirmed`, `not_confirmed` or `unverifiable`, once somebody went there.
    pub finding: Option<String>,
    /// 识别日期 of the case, when the household came to be monitored.
    pub identified_on: Option<NaiveDate>,
}

impl Tx {
    /// Says what a visit found of every clue its case answers; a later visit replaces it.
    pub async fn save_clue_verifications(
        &mut self,
        case_id: i64,
        on: NaiveDate,
        finding: &str,
    ) -> sqlx::Result<u64> {
        let sql = "insert into clue_verifications (clue_id, case_id, verified_on, finding)
                   select clue_id, case_id, $2, $3 from case_clues where case_id = $1
                   on conflict (clue_id) do update
                   set verified_on = excluded.verified_on, finding = excluded.finding";
        on_db!(self, execute, sqlx::query(sql).bind(case_id).bind(on).bind(finding))
    }

    /// The risks that the clues of a case point to.
    pub async fn risks_of_clues(&mut self, case_id: i64) -> sqlx::Result<Vec<Value>> {
        let sql = "select c.risks from case_clues k join clues c on c.id = k.clue_id
                   where k.case_id = $1";
        on_db!(self, fetch_all, sqlx::query_scalar(sql).bind(case_id))
    }

    /// The clues of a county in these months (both included) that were not withdrawn, with what
    /// became of them, by id.
    pub async fn clue_findings(
        &mut self,
        county_id: i64,
        first_month: &str,
        last_month: &str,
    ) -> sqlx::Result<Vec<ClueFinding>> {
        let sql = "select c.id, c.household_id, c.township_id, c.village_id, c.month, c.class,
                       c.evidence, k.case_id, v.finding, s.identified_on
                   from clues c
                   left join case_clues k on k.clue_id = c.id
                   left join clue_verifications v on v.clue_id = c.id
                   left join case_summaries s on s.case_id = k.case_id
                   where c.county_id = $1 and c.month between $2 and $3 and c.state <> 'withdrawn'
                   order by c.id";
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(sql).bind(county_id).bind(first_month).bind(last_month)
        )
    }

    /// The households of a county that came to be monitored through a case whose first clue, from
    /// whatever side, fell into these days (both included).
    pub async fn identified_from(
        &mut self,
        county_id: i64,
        first: NaiveDate,
        last: NaiveDate,
    ) -> sqlx::Result<Vec<i64>> {
        let sql = "select c.household_id from case_regions r
                   join cases c on c.id = r.case_id
                   join case_summaries s on s.case_id = c.id
                   where r.region_id = $1 and c.first_clue_on between $2 and $3
                     and s.identified_on is not null
                   order by c.household_id";
        on_db!(self, fetch_all, sqlx::query_scalar(sql).bind(county_id).bind(first).bind(last))
    }

    /// Saves the answer of a visit; the same household, day and risk again replaces it.
    pub async fn save_verification(&mut self, verification: &Verification) -> sqlx::Result<()> {
        let sql = "insert into verifications (household_id, verified_on, risk, result)
                   values ($1, $2, $3, $4)
                   on conflict (household_id, verified_on, risk) do update
                   set result = excluded.result";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(verification.household_id)
                .bind(verification.verified_on)
                .bind(&verification.risk)
                .bind(&verification.result)
        )?;
        Ok(())
    }

    /// The visits in a county on and after a date, by household and date.
    pub async fn verified_since(
        &mut self,
        county_id: i64,
        date: NaiveDate,
    ) -> sqlx::Result<Vec<Verification>> {
        let sql = "select v.household_id, v.verified_on, v.risk, v.result from verifications v
                   join households h on h.id = v.household_id
                   where h.county_id = $1 and v.verified_on >= $2
                   order by v.household_id, v.verified_on, v.risk";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(county_id).bind(date))
    }
}
