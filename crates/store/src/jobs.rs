//! 后台任务. Work that takes longer than a request: claimed by whoever is free, with a lease. A
//! worker that dies loses its lease, and another takes the job up; jobs are safe to run twice.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    db::{Tx, on_db},
    scope::Scope,
};

/// One job.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Job {
    /// UUIDv7.
    pub id: String,
    /// What is to be done, such as `screen`.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    /// Steps done.
    pub done: i64,
    /// Steps there are; 0 while nobody knows.
    pub total: i64,
    /// What is going on, for people.
    pub message: String,
    /// What came of it: the report of a job that is done, or the reason of one that failed.
    pub result: Option<Value>,
    /// Id of the account that asked for it.
    pub account: String,
    /// Who asked, as the audit chain names them.
    pub actor: String,
    /// 省 of the region it is about.
    pub province_id: i64,
    /// 市、州.
    pub prefecture_id: Option<i64>,
    /// 县.
    pub county_id: Option<i64>,
    /// 乡镇.
    pub township_id: Option<i64>,
    /// 村.
    pub village_id: Option<i64>,
    /// How often it was begun.
    pub attempts: i64,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Not before.
    pub run_after: DateTime<Utc>,
    /// Until when the worker that has it may be silent.
    pub lease_until: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, kind, payload, state, done, total, message, result, account, actor, \
    province_id, prefecture_id, county_id, township_id, village_id, attempts, created_at, \
    run_after, lease_until, finished_at";

impl Tx {
    /// Adds a job in the unit of work that causes it.
    pub async fn add_job(&mut self, job: &Job) -> sqlx::Result<()> {
        let sql =
            format!("insert into jobs ({COLUMNS}) values ({})", crate::bulk::placeholders(1, 20));
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql.as_str()))
                .bind(&job.id)
                .bind(&job.kind)
                .bind(Json(&job.payload))
                .bind(&job.state)
                .bind(job.done)
                .bind(job.total)
                .bind(&job.message)
                .bind(job.result.as_ref().map(Json))
                .bind(&job.account)
                .bind(&job.actor)
                .bind(job.province_id)
                .bind(job.prefecture_id)
                .bind(job.county_id)
                .bind(job.township_id)
                .bind(job.village_id)
                .bind(job.attempts)
                .bind(job.created_at)
                .bind(job.run_after)
                .bind(job.lease_until)
                .bind(job.finished_at)
        )?;
        Ok(())
    }

    /// Whether a job waits, or one's worker has been silent beyond its lease.
    pub async fn job_waits(&mut self, now: DateTime<Utc>) -> sqlx::Result<bool> {
        let sql = "select 1 from jobs
                   where (state = 'waiting' and run_after <= $1)
                      or (state = 'running' and lease_until < $1) limit 1";
        let found: Option<i32> = on_db!(self, fetch_optional, sqlx::query_scalar(sql).bind(now))?;
        Ok(found.is_some())
    }

    /// Takes the job that has waited longest, or one whose worker has been silent beyond its
    /// lease. SQLite has a single writer, so it needs no row lock; PostgreSQL skips rows another
    /// worker holds.
    pub async fn claim_job(
        &mut self,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> sqlx::Result<Option<Job>> {
        let pick = match self {
            Tx::Sqlite(_) => "",
            Tx::Postgres(_) => "for update skip locked",
        };
        let sql = format!(
            "update jobs set state = 'running', attempts = attempts + 1, lease_until = $2
             where id = (select id from jobs
                 where (state = 'waiting' and run_after <= $1)
                    or (state = 'running' and lease_until < $1)
                 order by run_after, id limit 1 {pick})
             returning {COLUMNS}"
        );
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(now).bind(lease_until)
        )
    }

    /// Says how far a job has come and holds on to it. `false` when somebody else has taken it up
    /// since; then the worker stops.
    pub async fn report_job(
        &mut self,
        job: &Job,
        progress: (i64, i64, &str),
        lease_until: DateTime<Utc>,
    ) -> sqlx::Result<bool> {
        let sql = "update jobs set done = $3, total = $4, message = $5, lease_until = $6
                   where id = $1 and attempts = $2 and state = 'running'";
        let changed = on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(&job.id)
                .bind(job.attempts)
                .bind(progress.0)
                .bind(progress.1)
                .bind(progress.2)
                .bind(lease_until)
        )?;
        Ok(changed == 1)
    }

    /// Keeps what came of a job in the unit of work that did it, so that whoever takes the job up
    /// again finds it done. `false` when somebody else has taken it up since: then the unit of work
    /// is to be dropped.
    pub async fn keep_job_result(&mut self, job: &Job, result: &Value) -> sqlx::Result<bool> {
        let sql = "update jobs set result = $3
                   where id = $1 and attempts = $2 and state = 'running'";
        let changed = on_db!(
            self,
            execute,
            sqlx::query(sql).bind(&job.id).bind(job.attempts).bind(Json(result))
        )?;
        Ok(changed == 1)
    }

    /// Ends a job: done, failed, or to be tried again after a while. `false` when somebody else
    /// has taken it up since.
    pub async fn end_job(
        &mut self,
        job: &Job,
        state: &str,
        result: &Value,
        run_after: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> sqlx::Result<bool> {
        let sql = "update jobs set state = $3, result = $4, run_after = $5, lease_until = null,
                       finished_at = case when $3 = 'waiting' then null else $6 end
                   where id = $1 and attempts = $2 and state = 'running'";
        let sql = match self {
            Tx::Sqlite(_) => sql.to_owned(),
            Tx::Postgres(_) => sql.replace("else $6", "else cast($6 as timestamptz)"),
        };
        let changed = on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql.as_str()))
                .bind(&job.id)
                .bind(job.attempts)
                .bind(state)
                .bind(Json(result))
                .bind(run_after)
                .bind(now)
        )?;
        Ok(changed == 1)
    }

    /// One job of a scope.
    pub async fn job_in(&mut self, id: &str, scope: &Scope) -> sqlx::Result<Option<Job>> {
        let column = scope.region_column();
        let sql = format!("select {COLUMNS} from jobs where id = $1 and {column} = $2");
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(id).bind(scope.region_id)
        )
    }

    /// One page of an account's jobs, the newest first, beginning behind `before` (none for the
    /// first page).
    pub async fn jobs_of(
        &mut self,
        account: &str,
        before: Option<&str>,
        limit: i64,
    ) -> sqlx::Result<Vec<Job>> {
        let sql = format!(
            "select {COLUMNS} from jobs
             where account = $1 and (cast($2 as text) is null or id < $2)
             order by id desc limit $3"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(account).bind(before).bind(limit)
        )
    }
}
