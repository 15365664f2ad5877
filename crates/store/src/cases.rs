//! 监测对象的案。A household's case is the history of what was done; the row in `cases` is what
//! that history came to, kept for finding it. The history is never changed nor removed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// A case as it is found: where it stands, and how it began.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct StoredCase {
    /// Our own number, from the counter `cases`.
    pub id: i64,
    /// The household.
    pub household_id: i64,
    /// 户籍地, a region of level village.
    pub village_id: i64,
    /// 居住地 of a household that was relocated, a region of level village.
    pub residence_village_id: Option<i64>,
    /// Where it stands: the word of a stage.
    pub stage: String,
    /// Not dismissed, closed or eliminated. A household has at most one such case.
    pub is_open: bool,
    /// How many actions there were.
    pub version: i64,
    /// The day of the first clue.
    pub first_clue_on: NaiveDate,
    /// How it began, as JSON.
    pub opening: Value,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When the last action was recorded.
    pub changed_at: DateTime<Utc>,
}

/// A case to be opened, with everybody who may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCase {
    /// The case; its version is 0.
    pub case: StoredCase,
    /// The regions on the way from its home, and from its residence, to the province.
    pub regions: BTreeSet<i64>,
    /// The clues it answers.
    pub clues: BTreeSet<String>,
}

/// One row of a history.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct CaseAction {
    /// The case.
    pub case_id: i64,
    /// Place in the history, from 1.
    pub number: i64,
    /// The day it counts for.
    pub day: NaiveDate,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// The action's word.
    pub action: String,
    /// The stage after it.
    pub stage: String,
    /// The whole entry, as JSON.
    pub entry: Value,
}

const COLUMNS: &str = "id, household_id, village_id, residence_village_id, stage, is_open, version, \
    first_clue_on, opening, opened_at, changed_at";
const ACTION_COLUMNS: &str = "case_id, number, day, at, actor, action, stage, entry";

impl Tx {
    /// Opens cases. Ids come from the counter `cases`. A household that has an open case already
    /// is refused, and so is a clue that another case answers.
    pub async fn insert_cases(&mut self, cases: &[NewCase]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::insert("cases", COLUMNS), cases, |query, it| query
            .bind(it.case.id)
            .bind(it.case.household_id)
            .bind(it.case.village_id)
            .bind(it.case.residence_village_id)
            .bind(&it.case.stage)
            .bind(it.case.is_open)
            .bind(it.case.version)
            .bind(it.case.first_clue_on)
            .bind(Json(&it.case.opening))
            .bind(it.case.opened_at)
            .bind(it.case.changed_at));
        let regions: Vec<(i64, &str, i64)> = cases
            .iter()
            .flat_map(|it| {
                it.regions.iter().map(|region| (*region, it.case.stage.as_str(), it.case.id))
            })
            .collect();
        insert_many!(
            self,
            Bulk::insert("case_regions", "region_id, stage, case_id"),
            regions,
            |query, it| query.bind(it.0).bind(it.1).bind(it.2)
        );
        let clues: Vec<(&str, i64)> = cases
            .iter()
            .flat_map(|it| it.clues.iter().map(|clue| (clue.as_str(), it.case.id)))
            .collect();
        insert_many!(self, Bulk::insert("case_clues", "clue_id, case_id"), clues, |query, it| {
            query.bind(it.0).bind(it.1)
        });
        Ok(())
    }

    /// Adds an action to a history and moves the case. `false` when somebody else acted since the
    /// version the caller has seen; then nothing is recorded.
    pub async fn record_action(
        &mut self,
        action: &CaseAction,
        is_open: bool,
        household_id: i64,
    ) -> sqlx::Result<bool> {
        let sql = "update cases set stage = $3, is_open = $4, version = $2, household_id = $5,
                       changed_at = $6
                   where id = $1 and version = $2 - 1";
        let moved = on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(action.case_id)
                .bind(action.number)
                .bind(&action.stage)
                .bind(is_open)
                .bind(household_id)
                .bind(action.at)
        )?;
        if moved == 0 {
            return Ok(false);
        }
        self.insert_actions(std::slice::from_ref(action)).await?;
        let sql = "update case_regions set stage = $2 where case_id = $1";
        on_db!(self, execute, sqlx::query(sql).bind(action.case_id).bind(&action.stage))?;
        Ok(true)
    }

    /// Adds the first actions of cases that were opened in this unit of work, and moves each to the
    /// stage of its action: the way of [`Tx::record_action`] for thousands of cases at a time.
    /// Every case has version 1 afterwards; whether it is open stays as it was inserted.
    pub async fn record_first_actions(&mut self, actions: &[CaseAction]) -> sqlx::Result<()> {
        self.insert_actions(actions).await?;
        let mut by_stage: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for it in actions {
            by_stage.entry(&it.stage).or_default().push(it.case_id);
        }
        for (stage, ids) in by_stage {
            for chunk in ids.chunks(LIST) {
                self.move_to_stage(stage, chunk).await?;
            }
        }
        Ok(())
    }

    /// Moves cases that have had their first action.
    async fn move_to_stage(&mut self, stage: &str, case_ids: &[i64]) -> sqlx::Result<()> {
        let wanted = placeholders(2, case_ids.len());
        for sql in [
            format!(
                "update cases set stage = $1, version = 1 where version = 0 and id in ({wanted})"
            ),
            format!("update case_regions set stage = $1 where case_id in ({wanted})"),
        ] {
            on_db!(self, execute, {
                let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false).bind(stage);
                for id in case_ids {
                    query = query.bind(*id);
                }
                query
            })?;
        }
        Ok(())
    }

    /// Moves a case to another residence: `regions` are the regions on the way from its home, and
    /// from its residence, to the province. The history and the version stay as they are.
    pub async fn move_case(
        &mut self,
        case_id: i64,
        residence_village_id: Option<i64>,
        regions: &BTreeSet<i64>,
    ) -> sqlx::Result<()> {
        let sql = "update cases set residence_village_id = $2 where id = $1 returning stage";
        let stage: String = on_db!(
            self,
            fetch_one,
            sqlx::query_scalar(sql).bind(case_id).bind(residence_village_id)
        )?;
        let sql = "delete from case_regions where case_id = $1";
        on_db!(self, execute, sqlx::query(sql).bind(case_id))?;
        let regions: Vec<i64> = regions.iter().copied().collect();
        insert_many!(
            self,
            Bulk::insert("case_regions", "region_id, stage, case_id"),
            regions,
            |query, it| query.bind(*it).bind(&stage).bind(case_id)
        );
        Ok(())
    }

    async fn insert_actions(&mut self, actions: &[CaseAction]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::insert("case_actions", ACTION_COLUMNS), actions, |query, it| {
            query
                .bind(it.case_id)
                .bind(it.number)
                .bind(it.day)
                .bind(it.at)
                .bind(&it.actor)
                .bind(&it.action)
                .bind(&it.stage)
                .bind(Json(&it.entry))
        });
        Ok(())
    }

    /// Says that a case answers a clue. `false` when another case does.
    pub async fn join_clue(&mut self, clue_id: &str, case_id: i64) -> sqlx::Result<bool> {
        let sql = "insert into case_clues (clue_id, case_id) values ($1, $2)
                   on conflict (clue_id) do nothing";
        let added = on_db!(self, execute, sqlx::query(sql).bind(clue_id).bind(case_id))?;
        Ok(added == 1)
    }

    /// Those of these clues that a case answers.
    pub async fn answered_clues(&mut self, clue_ids: &[String]) -> sqlx::Result<BTreeSet<String>> {
        let mut answered = BTreeSet::new();
        for chunk in clue_ids.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let sql = format!("select clue_id from case_clues where clue_id in ({wanted})");
            let ids: Vec<String> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_scalar(AssertSqlSafe(sql)).persistent(false);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            answered.extend(ids);
        }
        Ok(answered)
    }

    /// One case.
    pub async fn find_case(&mut self, id: i64) -> sqlx::Result<Option<StoredCase>> {
        let sql = format!("select {COLUMNS} from cases where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// The history of a case, in order.
    pub async fn case_history(&mut self, case_id: i64) -> sqlx::Result<Vec<CaseAction>> {
        let sql =
            format!("select {ACTION_COLUMNS} from case_actions where case_id = $1 order by number");
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(case_id))
    }

    /// The open cases of these households, in no particular order.
    pub async fn open_cases_of(&mut self, household_ids: &[i64]) -> sqlx::Result<Vec<StoredCase>> {
        let mut found = Vec::new();
        for chunk in household_ids.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let is_open = match self {
                Tx::Sqlite(_) => "is_open = 1",
                Tx::Postgres(_) => "is_open",
            };
            let sql = format!(
                "select {COLUMNS} from cases where {is_open} and household_id in ({wanted})"
            );
            let cases: Vec<StoredCase> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            found.extend(cases);
        }
        Ok(found)
    }

    /// Every case of these households, open or not, by number.
    pub async fn cases_of(&mut self, household_ids: &[i64]) -> sqlx::Result<Vec<StoredCase>> {
        let mut found: Vec<StoredCase> = Vec::new();
        for chunk in household_ids.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let sql = format!("select {COLUMNS} from cases where household_id in ({wanted})");
            let cases: Vec<StoredCase> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            found.extend(cases);
        }
        found.sort_by_key(|it| it.id);
        Ok(found)
    }

    /// 监测类型 of these cases; a case that never had one is left out.
    pub async fn monitoring_types_of(
        &mut self,
        case_ids: &[i64],
    ) -> sqlx::Result<BTreeMap<i64, String>> {
        let mut types = BTreeMap::new();
        for chunk in case_ids.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let sql = format!(
                "select case_id, monitoring_type from case_summaries
                 where monitoring_type is not null and case_id in ({wanted})"
            );
            let rows: Vec<(i64, String)> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            types.extend(rows);
        }
        Ok(types)
    }
}
