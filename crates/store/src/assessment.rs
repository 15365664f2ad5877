//! 考核评估: rounds, their samples, surveys, scores and findings.
//!
//! Surveys and scores are never changed: a newer row counts in place of the older one. A round that
//! has ended is not written to again; every write says which version of the round it saw.

use chrono::{DateTime, NaiveDate, Utc};
use ledger::Engine;
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// 一轮考核评估.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct AssessmentRound {
    /// A UUID of version 7.
    pub id: String,
    /// The region: a county.
    pub region_id: i64,
    /// What is assessed, by its name.
    pub object: String,
    /// The year that is assessed.
    pub year: i64,
    /// The data reach to this month, such as `2023-10`.
    pub month: String,
    /// The scheme.
    pub scheme: String,
    /// Fingerprint of the scheme's file.
    pub scheme_hash: String,
    /// The whole scheme as it was when the round began.
    pub definition: Value,
    /// The seed of the sample.
    pub seed: String,
    /// `open`, `closed` or `voided`.
    pub state: String,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// Who began it, as the audit names them.
    pub opened_by: String,
    /// Fingerprint of what the sample was drawn from.
    pub inputs_hash: Option<String>,
    /// When the sample was drawn.
    pub sampled_at: Option<DateTime<Utc>>,
    /// When evidence was last gathered.
    pub evidence_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who ended it.
    pub ended_by: Option<String>,
    /// Why it was voided, or what was said at its closing.
    pub reason: Option<String>,
    /// The total, as a plain decimal.
    pub total: Option<String>,
    /// The grade.
    pub grade: Option<String>,
    /// The whole result of the day it was closed.
    pub result: Option<Value>,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// The frame of a stratum: the households it was drawn from.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AssessmentStratum {
    /// The stratum.
    pub stratum: String,
    /// Its place in the scheme, from 1.
    pub place: i64,
    /// How many households it has.
    pub households: i64,
    /// Our own numbers of them, ascending.
    #[sqlx(json)]
    pub frame: Vec<i64>,
    /// SM3 of those, one a line.
    pub frame_hash: String,
}

/// A household of a sample.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AssessmentSample {
    /// The round.
    pub round_id: String,
    /// The household.
    pub household_id: i64,
    /// Its village when it was drawn.
    pub village_id: i64,
    /// The stratum.
    pub stratum: String,
    /// Its place in the order of the stratum, from 1.
    pub place: i64,
    /// It was drawn to stand ready.
    pub reserve: bool,
    /// `spare`, `waiting`, `done` or `not_met`.
    pub state: String,
    /// The assessor.
    pub account_id: Option<String>,
}

/// What an assessor found at a household.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct AssessmentSurvey {
    /// A UUID of version 7.
    pub id: String,
    /// The round.
    pub round_id: String,
    /// The household.
    pub household_id: i64,
    /// Somebody was met.
    pub met: bool,
    /// Answers by question.
    pub answers: Value,
    /// A remark; why nobody was met.
    pub note: Option<String>,
    /// The day of the visit.
    pub surveyed_on: NaiveDate,
    /// When it was written.
    pub done_at: DateTime<Utc>,
    /// By whom, as the audit names them.
    pub done_by: String,
}

/// The points of an item.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct AssessmentScore {
    /// A UUID of version 7.
    pub id: String,
    /// The round.
    pub round_id: String,
    /// The item.
    pub item: String,
    /// The points, as a plain decimal; none where the number is unknown or nothing applies.
    pub score: Option<String>,
    /// The number they were made of.
    pub value: Option<String>,
    /// 不涉及.
    pub not_applicable: bool,
    /// `data` or `person`.
    pub how: String,
    /// Why, of what a person gave.
    pub reason: Option<String>,
    /// Where the number comes from, with its arithmetic.
    pub evidence: Value,
    /// When.
    pub done_at: DateTime<Utc>,
    /// By whom, as the audit names them.
    pub done_by: String,
    /// When a newer one took its place.
    pub replaced_at: Option<DateTime<Utc>>,
}

/// Something to be put right, or a consequence of the grade: a task.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AssessmentFinding {
    /// A UUID of version 7.
    pub id: String,
    /// The round.
    pub round_id: String,
    /// The item it is about.
    pub item: Option<String>,
    /// The consequence it carries out.
    pub consequence: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// The record in the ledger of tasks.
    pub task: i64,
    /// When.
    pub done_at: DateTime<Utc>,
    /// By whom, as the audit names them.
    pub done_by: String,
}

const ROUND: &str = "id, region_id, object, year, month, scheme, scheme_hash, definition, seed, \
    state, opened_at, opened_by, inputs_hash, sampled_at, evidence_at, ended_at, ended_by, reason, \
    total, grade, result, version";

const STRATUM: &str = "stratum, place, households, frame, frame_hash";

const SAMPLE: &str =
    "round_id, household_id, village_id, stratum, place, reserve, state, account_id";

const SURVEY: &str =
    "id, round_id, household_id, met, answers, note, surveyed_on, done_at, done_by";

const SCORE: &str = "id, round_id, item, score, value, not_applicable, how, reason, evidence, \
    done_at, done_by, replaced_at";

const FINDING: &str = "id, round_id, item, consequence, problem, task, done_at, done_by";

impl Tx {
    /// Begins a round. `false` when the object has one of this scheme and year already.
    pub async fn insert_assessment(&mut self, round: &AssessmentRound) -> sqlx::Result<bool> {
        let values = placeholders(1, ROUND.split(',').count());
        let sql = format!(
            "insert into assessment_rounds ({ROUND}) values ({values}) on conflict do nothing"
        );
        let added = on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&round.id)
                .bind(round.region_id)
                .bind(&round.object)
                .bind(round.year)
                .bind(&round.month)
                .bind(&round.scheme)
                .bind(&round.scheme_hash)
                .bind(Json(&round.definition))
                .bind(&round.seed)
                .bind(&round.state)
                .bind(round.opened_at)
                .bind(&round.opened_by)
                .bind(&round.inputs_hash)
                .bind(round.sampled_at)
                .bind(round.evidence_at)
                .bind(round.ended_at)
                .bind(&round.ended_by)
                .bind(&round.reason)
                .bind(&round.total)
                .bind(&round.grade)
                .bind(round.result.as_ref().map(Json))
                .bind(round.version)
        )?;
        Ok(added == 1)
    }

    /// Saves what changes in an open round. `round.version` is the new one; `false` when the stored
    /// one is not the one before it, or the round has ended.
    pub async fn change_assessment(&mut self, round: &AssessmentRound) -> sqlx::Result<bool> {
        let sql = "update assessment_rounds set version = $2, state = $3, inputs_hash = $4,
                       sampled_at = $5, evidence_at = $6, ended_at = $7, ended_by = $8,
                       reason = $9, total = $10, grade = $11, result = $12
                   where id = $1 and version = $2 - 1 and state = 'open'";
        let changed = on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(&round.id)
                .bind(round.version)
                .bind(&round.state)
                .bind(&round.inputs_hash)
                .bind(round.sampled_at)
                .bind(round.evidence_at)
                .bind(round.ended_at)
                .bind(&round.ended_by)
                .bind(&round.reason)
                .bind(&round.total)
                .bind(&round.grade)
                .bind(round.result.as_ref().map(Json))
        )?;
        Ok(changed == 1)
    }

    /// One round.
    pub async fn assessment(&mut self, id: &str) -> sqlx::Result<Option<AssessmentRound>> {
        let sql = format!("select {ROUND} from assessment_rounds where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// The rounds of these regions, the newest year first.
    pub async fn assessments_of(&mut self, regions: &[i64]) -> sqlx::Result<Vec<AssessmentRound>> {
        let mut found: Vec<AssessmentRound> = Vec::new();
        for some in regions.chunks(LIST) {
            let list = placeholders(1, some.len());
            let sql = format!("select {ROUND} from assessment_rounds where region_id in ({list})");
            let rows: Vec<AssessmentRound> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false);
                for it in some {
                    query = query.bind(*it);
                }
                query
            })?;
            found.extend(rows);
        }
        found.sort_by(|a, b| (b.year, &b.id).cmp(&(a.year, &a.id)));
        Ok(found)
    }

    /// Records what a sample was drawn from, and the sample.
    pub async fn insert_assessment_sample(
        &mut self,
        round: &str,
        strata: &[AssessmentStratum],
        sample: &[AssessmentSample],
    ) -> sqlx::Result<()> {
        for it in strata {
            let sql = format!(
                "insert into assessment_strata (round_id, {STRATUM})
                 values ($1, $2, $3, $4, $5, $6)"
            );
            on_db!(
                self,
                execute,
                sqlx::query(AssertSqlSafe(sql))
                    .bind(round)
                    .bind(&it.stratum)
                    .bind(it.place)
                    .bind(it.households)
                    .bind(Json(&it.frame))
                    .bind(&it.frame_hash)
            )?;
        }
        insert_many!(self, Bulk::insert("assessment_samples", SAMPLE), sample, |query, it| query
            .bind(&it.round_id)
            .bind(it.household_id)
            .bind(it.village_id)
            .bind(&it.stratum)
            .bind(it.place)
            .bind(it.reserve)
            .bind(&it.state)
            .bind(&it.account_id));
        Ok(())
    }

    /// What a sample was drawn from, in the order of the scheme.
    pub async fn assessment_strata(&mut self, round: &str) -> sqlx::Result<Vec<AssessmentStratum>> {
        let sql =
            format!("select {STRATUM} from assessment_strata where round_id = $1 order by place");
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(round))
    }

    /// The sample of a round, by stratum and place.
    pub async fn assessment_sample(&mut self, round: &str) -> sqlx::Result<Vec<AssessmentSample>> {
        let sql = format!(
            "select {SAMPLE} from assessment_samples where round_id = $1 order by stratum, place"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(round))
    }

    /// What was given to an assessor in rounds that are open, without those that stand ready.
    pub async fn assessment_sample_of(
        &mut self,
        account: &str,
    ) -> sqlx::Result<Vec<AssessmentSample>> {
        let columns = SAMPLE.replace(", ", ", s.");
        let sql = format!(
            "select s.{columns} from assessment_samples s
             join assessment_rounds r on r.id = s.round_id
             where s.account_id = $1 and s.state <> 'spare' and r.state = 'open'
             order by s.round_id, s.village_id, s.household_id"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(account))
    }

    /// Saves the state of a household of a sample and whom it is given to.
    pub async fn change_assessment_sample(&mut self, it: &AssessmentSample) -> sqlx::Result<()> {
        let sql = "update assessment_samples set state = $3, account_id = $4
                   where round_id = $1 and household_id = $2";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(&it.round_id)
                .bind(it.household_id)
                .bind(&it.state)
                .bind(&it.account_id)
        )?;
        Ok(())
    }

    /// Keeps others from writing a round, its sample and its surveys until the unit of work ends.
    pub async fn lock_assessment(&mut self, id: &str) -> sqlx::Result<()> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        let sql = "select id from assessment_rounds where id = $1 for update";
        let _: Option<(String,)> = on_db!(self, fetch_optional, sqlx::query_as(sql).bind(id))?;
        Ok(())
    }

    /// Records what was found at a household.
    pub async fn insert_assessment_survey(&mut self, it: &AssessmentSurvey) -> sqlx::Result<()> {
        let values = placeholders(1, SURVEY.split(',').count());
        let sql = format!("insert into assessment_surveys ({SURVEY}) values ({values})");
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(&it.round_id)
                .bind(it.household_id)
                .bind(it.met)
                .bind(Json(&it.answers))
                .bind(&it.note)
                .bind(it.surveyed_on)
                .bind(it.done_at)
                .bind(&it.done_by)
        )?;
        Ok(())
    }

    /// Everything that was found in a round, in the order it was written.
    pub async fn assessment_surveys(&mut self, round: &str) -> sqlx::Result<Vec<AssessmentSurvey>> {
        let sql = format!(
            "select {SURVEY} from assessment_surveys where round_id = $1 order by done_at, id"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(round))
    }

    /// Puts points in place of those an item has.
    pub async fn put_assessment_score(&mut self, it: &AssessmentScore) -> sqlx::Result<()> {
        let ended = "update assessment_scores set replaced_at = $3
                     where round_id = $1 and item = $2 and replaced_at is null";
        on_db!(
            self,
            execute,
            sqlx::query(ended).bind(&it.round_id).bind(&it.item).bind(it.done_at)
        )?;
        let values = placeholders(1, SCORE.split(',').count());
        let sql = format!("insert into assessment_scores ({SCORE}) values ({values})");
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(&it.round_id)
                .bind(&it.item)
                .bind(&it.score)
                .bind(&it.value)
                .bind(it.not_applicable)
                .bind(&it.how)
                .bind(&it.reason)
                .bind(Json(&it.evidence))
                .bind(it.done_at)
                .bind(&it.done_by)
                .bind(it.replaced_at)
        )?;
        Ok(())
    }

    /// The points of a round's items that count.
    pub async fn assessment_scores(&mut self, round: &str) -> sqlx::Result<Vec<AssessmentScore>> {
        let sql = format!(
            "select {SCORE} from assessment_scores where round_id = $1 and replaced_at is null
             order by item"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(round))
    }

    /// Everything that was ever given for an item, the newest first.
    pub async fn assessment_score_history(
        &mut self,
        round: &str,
        item: &str,
    ) -> sqlx::Result<Vec<AssessmentScore>> {
        let sql = format!(
            "select {SCORE} from assessment_scores where round_id = $1 and item = $2
             order by case when replaced_at is null then 0 else 1 end, replaced_at desc, id desc"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(round).bind(item))
    }

    /// Records something to be put right.
    pub async fn insert_assessment_finding(&mut self, it: &AssessmentFinding) -> sqlx::Result<()> {
        let values = placeholders(1, FINDING.split(',').count());
        let sql = format!("insert into assessment_findings ({FINDING}) values ({values})");
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(&it.round_id)
                .bind(&it.item)
                .bind(&it.consequence)
                .bind(&it.problem)
                .bind(it.task)
                .bind(it.done_at)
                .bind(&it.done_by)
        )?;
        Ok(())
    }

    /// What a round found, in the order it was written.
    pub async fn assessment_findings(
        &mut self,
        round: &str,
    ) -> sqlx::Result<Vec<AssessmentFinding>> {
        let sql = format!(
            "select {FINDING} from assessment_findings where round_id = $1 order by done_at, task"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(round))
    }

    /// The accounts placed at these regions that may sign in, by login.
    pub async fn active_accounts_at(
        &mut self,
        regions: &[i64],
    ) -> sqlx::Result<Vec<(String, String, String, Value)>> {
        let list = placeholders(1, regions.len());
        let sql = format!(
            "select id, login, name, roles from accounts
             where state = 'active' and region_id in ({list}) order by login"
        );
        on_db!(self, fetch_all, {
            let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false);
            for it in regions {
                query = query.bind(*it);
            }
            query
        })
    }
}
