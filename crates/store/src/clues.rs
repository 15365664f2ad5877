//! 风险线索. What screening found about a household in a month, with its evidence. A household has
//! at most one clue a month, and a clue keeps its id however often the month is screened.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// 风险线索.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Clue {
    /// Stable and readable, such as `532327-202310-000123`.
    pub id: String,
    /// The run that raised it, or raised it again.
    pub run_id: i64,
    /// 县.
    pub county_id: i64,
    /// 乡镇.
    pub township_id: i64,
    /// 村.
    pub village_id: i64,
    /// The household.
    pub household_id: i64,
    /// The month screened, such as `2023-10`.
    pub month: String,
    /// `new_clue`, `risk_supplement` and so on.
    pub class: String,
    /// The facts that speak for it and are sure.
    pub signals: Value,
    /// The facts that speak for it once a person confirms them.
    pub signals_to_confirm: Value,
    /// The risks they point to.
    pub risks: Value,
    /// The rules that fired.
    pub rules: Value,
    /// How each rule came to fire: facts, parameters, source rows.
    pub evidence: Value,
    /// `open` when raised; `withdrawn` when a later run of the month no longer raises it.
    pub state: String,
    /// The packs it was judged by.
    pub packs_hash: String,
    /// When it was first raised.
    pub created_at: DateTime<Utc>,
}

/// Whose clues to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClueScope {
    /// Those of a county, by its region id.
    County(i64),
    /// Those of a township.
    Township(i64),
    /// Those of a village.
    Village(i64),
}

const COLUMNS: &str = "id, run_id, county_id, township_id, village_id, household_id, month, class, \
    signals, signals_to_confirm, risks, rules, evidence, state, packs_hash, created_at";

impl Tx {
    /// Saves a run's clues. A household that has a clue this month keeps its id, its date and its
    /// state (a withdrawn one opens again) and takes the new content; so saving twice changes
    /// nothing. Take ids for new clues only, after looking at [`Tx::clues_in`].
    pub async fn save_clues(&mut self, clues: &[Clue]) -> sqlx::Result<()> {
        let bulk = Bulk::insert("clues", COLUMNS).on_conflict(
            "(household_id, month) do update set
                 run_id = excluded.run_id, county_id = excluded.county_id,
                 township_id = excluded.township_id, village_id = excluded.village_id,
                 class = excluded.class, signals = excluded.signals,
                 signals_to_confirm = excluded.signals_to_confirm, risks = excluded.risks,
                 rules = excluded.rules, evidence = excluded.evidence,
                 packs_hash = excluded.packs_hash,
                 state = case when clues.state in ('withdrawn', 'open', 'known') then excluded.state
                         else clues.state end",
        );
        insert_many!(self, bulk, clues, |query, it| query
            .bind(&it.id)
            .bind(it.run_id)
            .bind(it.county_id)
            .bind(it.township_id)
            .bind(it.village_id)
            .bind(it.household_id)
            .bind(&it.month)
            .bind(&it.class)
            .bind(Json(&it.signals))
            .bind(Json(&it.signals_to_confirm))
            .bind(Json(&it.risks))
            .bind(Json(&it.rules))
            .bind(Json(&it.evidence))
            .bind(&it.state)
            .bind(&it.packs_hash)
            .bind(it.created_at));
        Ok(())
    }

    /// Withdraws the open clues of a county's month that this run did not raise again, and gives
    /// how many there were. There is no delete: a withdrawn clue stays to be explained.
    pub async fn withdraw_clues_not_raised_by(
        &mut self,
        run_id: i64,
        county_id: i64,
        month: &str,
    ) -> sqlx::Result<u64> {
        let sql = "update clues set state = 'withdrawn'
                   where county_id = $1 and month = $2 and run_id <> $3 and state in ('open', 'known')";
        on_db!(self, execute, sqlx::query(sql).bind(county_id).bind(month).bind(run_id))
    }

    /// Every clue of a county's month, in any state, by id.
    pub async fn clues_in(&mut self, county_id: i64, month: &str) -> sqlx::Result<Vec<Clue>> {
        let sql =
            format!("select {COLUMNS} from clues where county_id = $1 and month = $2 order by id");
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(month))
    }

    /// One page of a region's clues in a month, by id, beginning behind `after` (`""` for the
    /// first page).
    pub async fn clues_page(
        &mut self,
        scope: ClueScope,
        month: &str,
        after: &str,
        limit: i64,
    ) -> sqlx::Result<Vec<Clue>> {
        let (column, region_id) = match scope {
            ClueScope::County(id) => ("county_id", id),
            ClueScope::Township(id) => ("township_id", id),
            ClueScope::Village(id) => ("village_id", id),
        };
        let sql = format!(
            "select {COLUMNS} from clues
             where {column} = $1 and month = $2 and id > $3 order by id limit $4"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql)).bind(region_id).bind(month).bind(after).bind(limit)
        )
    }

    /// One clue.
    pub async fn clue(&mut self, id: &str) -> sqlx::Result<Option<Clue>> {
        let sql = format!("select {COLUMNS} from clues where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// The clues these households had from one month on and before another, withdrawn ones left
    /// out, by household and month.
    pub async fn earlier_clues(
        &mut self,
        household_ids: &[i64],
        from_month: &str,
        before_month: &str,
    ) -> sqlx::Result<Vec<Clue>> {
        let mut found = Vec::new();
        for chunk in household_ids.chunks(LIST) {
            let wanted = placeholders(3, chunk.len());
            let sql = format!(
                "select {COLUMNS} from clues
                 where household_id in ({wanted}) and $1 <= month and month < $2
                   and state <> 'withdrawn'"
            );
            let clues: Vec<Clue> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql))
                    .persistent(false)
                    .bind(from_month)
                    .bind(before_month);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            found.extend(clues);
        }
        found.sort_by(|a, b| (a.household_id, &a.month).cmp(&(b.household_id, &b.month)));
        Ok(found)
    }
}
