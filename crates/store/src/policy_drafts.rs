//! 政策草案. Who proposes which files of policy, and who decided. Every saved version stays.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::db::{Tx, on_db};

/// A draft as it stands.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PolicyDraft {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Why it is proposed.
    pub reason: String,
    /// The first day it is meant for.
    pub effective_on: NaiveDate,
    /// `draft`, `submitted`, `approved`, `in_force`, `rejected` or `withdrawn`.
    pub state: String,
    /// The latest version of its files, from 1.
    pub version: i64,
    /// The region of whoever drafts it; none for the nation.
    pub region_id: Option<i64>,
    /// Who drafts it.
    pub created_by: String,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// With which words.
    pub decision_note: Option<String>,
}

/// One version of a draft's files.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct PolicyDraftVersion {
    /// The draft.
    pub draft_id: String,
    /// Its number, from 1.
    pub version: i64,
    /// A list of files.
    pub files: Value,
    /// Who saved it.
    pub saved_by: String,
    /// When.
    pub saved_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, title, reason, effective_on, state, version, region_id, created_by, \
    created_at, changed_at, decided_by, decided_at, decision_note";

const VERSION_COLUMNS: &str = "draft_id, version, files, saved_by, saved_at";

impl Tx {
    /// Begins a draft; its first version is saved beside it.
    pub async fn insert_policy_draft(&mut self, it: &PolicyDraft) -> sqlx::Result<()> {
        let sql = format!(
            "insert into policy_drafts ({COLUMNS})
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        );
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(&it.title)
                .bind(&it.reason)
                .bind(it.effective_on)
                .bind(&it.state)
                .bind(it.version)
                .bind(it.region_id)
                .bind(&it.created_by)
                .bind(it.created_at)
                .bind(it.changed_at)
                .bind(&it.decided_by)
                .bind(it.decided_at)
                .bind(&it.decision_note)
        )?;
        Ok(())
    }

    /// Saves a version of a draft's files.
    pub async fn insert_policy_draft_version(
        &mut self,
        it: &PolicyDraftVersion,
    ) -> sqlx::Result<()> {
        let sql = format!(
            "insert into policy_draft_versions ({VERSION_COLUMNS}) values ($1, $2, $3, $4, $5)"
        );
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.draft_id)
                .bind(it.version)
                .bind(Json(&it.files))
                .bind(&it.saved_by)
                .bind(it.saved_at)
        )?;
        Ok(())
    }

    /// Writes how a draft stands, if it still stands as `from` says with that version: `false`
    /// when somebody else was first.
    pub async fn update_policy_draft(
        &mut self,
        it: &PolicyDraft,
        from: (&str, i64),
    ) -> sqlx::Result<bool> {
        let sql = "update policy_drafts set title = $1, reason = $2, effective_on = $3, state = $4,
                       version = $5, changed_at = $6, decided_by = $7, decided_at = $8,
                       decision_note = $9
                   where id = $10 and state = $11 and version = $12";
        let changed = on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(&it.title)
                .bind(&it.reason)
                .bind(it.effective_on)
                .bind(&it.state)
                .bind(it.version)
                .bind(it.changed_at)
                .bind(&it.decided_by)
                .bind(it.decided_at)
                .bind(&it.decision_note)
                .bind(&it.id)
                .bind(from.0)
                .bind(from.1)
        )?;
        Ok(changed == 1)
    }

    /// One draft.
    pub async fn policy_draft(&mut self, id: &str) -> sqlx::Result<Option<PolicyDraft>> {
        let sql = format!("select {COLUMNS} from policy_drafts where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// Every draft, the newest first; `state` narrows.
    pub async fn policy_drafts(&mut self, state: Option<&str>) -> sqlx::Result<Vec<PolicyDraft>> {
        let sql = format!(
            "select {COLUMNS} from policy_drafts where state = coalesce($1, state) order by id desc"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(state))
    }

    /// The versions of a draft, oldest first.
    pub async fn policy_draft_versions(
        &mut self,
        id: &str,
    ) -> sqlx::Result<Vec<PolicyDraftVersion>> {
        let sql = format!(
            "select {VERSION_COLUMNS} from policy_draft_versions where draft_id = $1 order by version"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }
}
