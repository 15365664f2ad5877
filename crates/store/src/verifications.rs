//! 入户核实. When a household was visited about a risk, and what was found.

use chrono::NaiveDate;

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

impl Tx {
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
