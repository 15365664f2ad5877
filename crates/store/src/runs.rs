//! 筛查运行. One county's month, screened once: what went in, what came out.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::db::{Tx, on_db};

/// Everything a run's answer depends on. Two runs with equal inputs give equal answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunInputs {
    /// The county.
    pub county_id: i64,
    /// The month, such as `2023-10`.
    pub month: String,
    /// The date windows are counted back from.
    pub as_of: NaiveDate,
    /// Hash of the packs.
    pub packs_hash: String,
    /// Hash of the declared facts.
    pub facts_hash: String,
    /// Hash over the lake files read, and over whatever else the caller let decide.
    pub lake_files_hash: String,
    /// The lake files read, by id.
    pub lake_files: Vec<i64>,
}

/// A recorded run.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Run {
    /// Our own number, from the counter `runs`.
    pub id: i64,
    /// The county.
    pub county_id: i64,
    /// The month, such as `2023-10`.
    pub month: String,
    /// The date windows are counted back from.
    pub as_of: NaiveDate,
    /// Hash of the packs.
    pub packs_hash: String,
    /// Hash of the declared facts.
    pub facts_hash: String,
    /// Hash over the lake files read.
    pub lake_files_hash: String,
    /// The lake files read, by id.
    #[sqlx(json)]
    pub lake_files: Vec<i64>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// `running` or `finished`.
    pub state: String,
    /// Its report, once finished.
    pub report: Option<Value>,
}

const COLUMNS: &str = "id, county_id, month, as_of, packs_hash, facts_hash, lake_files_hash, \
    lake_files, started_at, finished_at, state, report";

impl Tx {
    /// Records that a run begins, and gives its id.
    pub async fn start_run(
        &mut self,
        inputs: &RunInputs,
        started_at: DateTime<Utc>,
    ) -> sqlx::Result<i64> {
        let id = self.allocate("runs", 1).await?;
        let sql = "insert into runs (id, county_id, month, as_of, packs_hash, facts_hash,
                       lake_files_hash, lake_files, started_at, state)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running')";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(id)
                .bind(inputs.county_id)
                .bind(&inputs.month)
                .bind(inputs.as_of)
                .bind(&inputs.packs_hash)
                .bind(&inputs.facts_hash)
                .bind(&inputs.lake_files_hash)
                .bind(Json(&inputs.lake_files))
                .bind(started_at)
        )?;
        Ok(id)
    }

    /// Records a run's report, in the unit of work that saves its clues. Returns `false`, having
    /// changed nothing, when the run is not running (any more).
    pub async fn finish_run(
        &mut self,
        id: i64,
        finished_at: DateTime<Utc>,
        report: &Value,
    ) -> sqlx::Result<bool> {
        let sql = "update runs set state = 'finished', finished_at = $2, report = $3
                   where id = $1 and state = 'running'";
        let changed =
            on_db!(self, execute, sqlx::query(sql).bind(id).bind(finished_at).bind(Json(report)))?;
        Ok(changed == 1)
    }

    /// The latest finished run of equal inputs, should there be one: screening again would give
    /// its answer.
    pub async fn find_finished_run(&mut self, inputs: &RunInputs) -> sqlx::Result<Option<Run>> {
        let sql = format!(
            "select {COLUMNS} from runs
             where county_id = $1 and month = $2 and state = 'finished' and as_of = $3
               and packs_hash = $4 and facts_hash = $5 and lake_files_hash = $6
             order by id desc limit 1"
        );
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql))
                .bind(inputs.county_id)
                .bind(&inputs.month)
                .bind(inputs.as_of)
                .bind(&inputs.packs_hash)
                .bind(&inputs.facts_hash)
                .bind(&inputs.lake_files_hash)
        )
    }

    /// The latest finished run of a county's month.
    pub async fn latest_run(&mut self, county_id: i64, month: &str) -> sqlx::Result<Option<Run>> {
        let sql = format!(
            "select {COLUMNS} from runs
             where county_id = $1 and month = $2 and state = 'finished' order by id desc limit 1"
        );
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(month))
    }

    /// Whether a month after this one has been screened in a county.
    pub async fn screened_after(&mut self, county_id: i64, month: &str) -> sqlx::Result<bool> {
        let sql = "select count(*) from runs
                   where county_id = $1 and month > $2 and state = 'finished'";
        let runs: i64 =
            on_db!(self, fetch_one, sqlx::query_scalar(sql).bind(county_id).bind(month))?;
        Ok(runs > 0)
    }

    /// One run.
    pub async fn run(&mut self, id: i64) -> sqlx::Result<Option<Run>> {
        let sql = format!("select {COLUMNS} from runs where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// Removes runs that were left running by a crash, and gives how many there were. Nothing of
    /// theirs was committed: clues are saved in the unit of work that finishes a run.
    pub async fn delete_running_runs(&mut self) -> sqlx::Result<u64> {
        on_db!(self, execute, sqlx::query("delete from runs where state = 'running'"))
    }
}
