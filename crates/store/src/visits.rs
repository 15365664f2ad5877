//! 走访记录. What telephones sent of visits, update by update, and what stands after them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    db::{Tx, on_db},
    scope::Scope,
};

/// A visit as it stands.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Visit {
    /// Its id, made by the telephone.
    pub id: String,
    /// The case.
    pub case_id: i64,
    /// `verify_home` or `follow_up`.
    pub kind: String,
    /// The step of the chain it is for.
    pub step: String,
    /// How many updates it has taken.
    pub version: i64,
    /// The fields by name.
    pub fields: Value,
    /// Fields that were changed in two places, for a person to look at.
    pub conflicts: Value,
    /// `open`, `conflict`, `refused` or `recorded`.
    pub state: String,
    /// Why the procedure refuses it.
    pub problem: Option<String>,
    /// Who began it.
    pub account: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
}

/// One update of a visit.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct VisitUpdate {
    /// Its id, made by the telephone; the same update again is the same.
    pub id: String,
    /// The visit.
    pub visit_id: String,
    /// A telephone's changes since it last synchronised.
    pub branch: String,
    /// The version of the server the branch began at.
    pub trunk: i64,
    /// Its place in the branch, from 0.
    pub place: i64,
    /// The fields it changes.
    pub fields: Value,
    /// The form is complete with it.
    pub submits: bool,
    /// Who sent it.
    pub account: String,
    /// When it arrived.
    pub received_at: DateTime<Utc>,
    /// The version it made; none while those before it have not arrived.
    pub version: Option<i64>,
}

const COLUMNS: &str = "id, case_id, kind, step, version, fields, conflicts, state, problem, \
    account, created_at, changed_at";

const UPDATE_COLUMNS: &str =
    "id, visit_id, branch, trunk, place, fields, submits, account, received_at, version";

impl Tx {
    /// One visit.
    pub async fn visit(&mut self, id: &str) -> sqlx::Result<Option<Visit>> {
        let sql = format!("select {COLUMNS} from visits where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// Saves how a visit stands.
    pub async fn save_visit(&mut self, it: &Visit) -> sqlx::Result<()> {
        let sql = format!(
            "insert into visits ({COLUMNS})
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (id) do update set version = excluded.version, fields = excluded.fields,
                 conflicts = excluded.conflicts, state = excluded.state,
                 problem = excluded.problem, changed_at = excluded.changed_at"
        );
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(it.case_id)
                .bind(&it.kind)
                .bind(&it.step)
                .bind(it.version)
                .bind(Json(&it.fields))
                .bind(Json(&it.conflicts))
                .bind(&it.state)
                .bind(&it.problem)
                .bind(&it.account)
                .bind(it.created_at)
                .bind(it.changed_at)
        )?;
        Ok(())
    }

    /// Keeps an update; `false` when it is there already, by its id or its place.
    pub async fn insert_visit_update(&mut self, it: &VisitUpdate) -> sqlx::Result<bool> {
        let sql = format!(
            "insert into visit_updates ({UPDATE_COLUMNS})
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing"
        );
        let added = on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(&it.visit_id)
                .bind(&it.branch)
                .bind(it.trunk)
                .bind(it.place)
                .bind(Json(&it.fields))
                .bind(it.submits)
                .bind(&it.account)
                .bind(it.received_at)
                .bind(it.version)
        )?;
        Ok(added == 1)
    }

    /// Says which version an update made.
    pub async fn apply_visit_update(&mut self, id: &str, version: i64) -> sqlx::Result<()> {
        let sql = "update visit_updates set version = $2 where id = $1";
        on_db!(self, execute, sqlx::query(sql).bind(id).bind(version))?;
        Ok(())
    }

    /// The updates of a visit: those that count in their order, then those that wait.
    pub async fn visit_updates(&mut self, visit_id: &str) -> sqlx::Result<Vec<VisitUpdate>> {
        let sql = format!(
            "select {UPDATE_COLUMNS} from visit_updates where visit_id = $1
             order by version is null, version, branch, place"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(visit_id))
    }

    /// The visits of a case, the oldest first.
    pub async fn visits_of_case(&mut self, case_id: i64) -> sqlx::Result<Vec<Visit>> {
        let sql =
            format!("select {COLUMNS} from visits where case_id = $1 order by created_at, id");
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(case_id))
    }

    /// The visits of a scope in a state, the newest first.
    pub async fn visits_in(
        &mut self,
        scope: &Scope,
        state: &str,
        limit: i64,
    ) -> sqlx::Result<Vec<Visit>> {
        let columns = COLUMNS.replace(", ", ", v.");
        let sql = format!(
            "select v.{columns} from visits v
             join case_regions r on r.case_id = v.case_id and r.region_id = $1
             where v.state = $2 order by v.id desc limit $3"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql)).bind(scope.region_id).bind(state).bind(limit)
        )
    }
}
