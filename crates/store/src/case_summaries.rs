//! 案的现状. What the history of a case comes to, kept beside it for lists, to-dos and reports: it
//! is written anew with every action and could be made again from the history at any time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// How a case stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseSummary {
    /// The case.
    pub case_id: i64,
    /// 监测类型, of a household that is or was monitored.
    pub monitoring_type: Option<String>,
    /// 风险, the gravest first.
    pub risks: Vec<String>,
    /// 识别日期.
    pub identified_on: Option<NaiveDate>,
    /// 风险消除日期.
    pub eliminated_on: Option<NaiveDate>,
    /// 帮扶责任人: name and unit.
    pub officer: Option<String>,
    /// The account of the 帮扶责任人, when there is one.
    pub officer_account: Option<String>,
    /// Somebody in the family can work, as the last visit says.
    pub has_labor: Option<bool>,
    /// Measures planned.
    pub measures: i64,
    /// Of them 开发式帮扶.
    pub developmental: i64,
    /// Of them 综合保障.
    pub relief: i64,
    /// Measures of which something was delivered.
    pub delivered: i64,
    /// The last 成效评议.
    pub effect_reviewed_on: Option<NaiveDate>,
    /// What it found.
    pub effect_outcome: Option<String>,
    /// The last day in time of the whole run.
    pub whole_due: Option<NaiveDate>,
    /// The last 跟踪回访; after elimination, the last since.
    pub followed_up_on: Option<NaiveDate>,
    /// Every 成效评议 of this spell.
    pub effect_reviews: Vec<StoredEffectReview>,
    /// The steps that may be done now.
    pub steps: Vec<CaseStep>,
    /// The departments whose data or help it concerns.
    pub departments: BTreeSet<String>,
}

/// One 成效评议, with the four points of MON-17 as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEffectReview {
    /// The day.
    pub reviewed_on: NaiveDate,
    /// What it found.
    pub outcome: String,
    /// 措施是否对路.
    pub measures_fit: Option<String>,
    /// 风险点是否消除.
    pub risk_removed: Option<String>,
    /// 收入是否稳定.
    pub income_stable: Option<String>,
    /// 有没有内生动力.
    pub motivated: Option<String>,
}

/// A step that may be done now.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CaseStep {
    /// Name in the chain.
    pub step: String,
    /// In the words of the plan.
    pub zh: String,
    /// The role that does it.
    pub role: String,
    /// The last day in time.
    pub due: Option<NaiveDate>,
}

const COLUMNS: &str = "case_id, monitoring_type, risks, identified_on, eliminated_on, officer, \
    officer_account, has_labor, measures, developmental, relief, delivered, effect_reviewed_on, \
    effect_outcome, whole_due, followed_up_on";

const REVIEW_COLUMNS: &str = "case_id, reviewed_on, outcome, measures_fit, risk_removed, \
    income_stable, motivated";

impl Tx {
    /// Writes how cases stand, in place of what was written before. Departments are only added: a
    /// department that had to do with a case may go on seeing it.
    pub async fn save_case_summaries(&mut self, summaries: &[CaseSummary]) -> sqlx::Result<()> {
        let bulk = Bulk::upsert("case_summaries", COLUMNS, "case_id");
        insert_many!(self, bulk, summaries, |query, it| query
            .bind(it.case_id)
            .bind(&it.monitoring_type)
            .bind(Json(&it.risks))
            .bind(it.identified_on)
            .bind(it.eliminated_on)
            .bind(&it.officer)
            .bind(&it.officer_account)
            .bind(it.has_labor)
            .bind(it.measures)
            .bind(it.developmental)
            .bind(it.relief)
            .bind(it.delivered)
            .bind(it.effect_reviewed_on)
            .bind(&it.effect_outcome)
            .bind(it.whole_due)
            .bind(it.followed_up_on));
        for chunk in summaries.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let sql = format!("delete from case_steps where case_id in ({wanted})");
            on_db!(self, execute, {
                let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
                for it in chunk {
                    query = query.bind(it.case_id);
                }
                query
            })?;
        }
        let steps: Vec<(i64, &CaseStep)> = summaries
            .iter()
            .flat_map(|it| it.steps.iter().map(|step| (it.case_id, step)))
            .collect();
        let bulk = Bulk::insert("case_steps", "case_id, step, zh, role, due");
        insert_many!(self, bulk, steps, |query, it| query
            .bind(it.0)
            .bind(&it.1.step)
            .bind(&it.1.zh)
            .bind(&it.1.role)
            .bind(it.1.due));
        // Like departments, reviews are only added; one of the same day is written anew.
        let reviews: BTreeMap<(i64, NaiveDate), &StoredEffectReview> = summaries
            .iter()
            .flat_map(|it| it.effect_reviews.iter().map(|one| ((it.case_id, one.reviewed_on), one)))
            .collect();
        let reviews: Vec<(i64, &StoredEffectReview)> =
            reviews.into_iter().map(|(key, it)| (key.0, it)).collect();
        let bulk = Bulk::upsert("case_effect_reviews", REVIEW_COLUMNS, "case_id, reviewed_on");
        insert_many!(self, bulk, reviews, |query, it| query
            .bind(it.0)
            .bind(it.1.reviewed_on)
            .bind(&it.1.outcome)
            .bind(&it.1.measures_fit)
            .bind(&it.1.risk_removed)
            .bind(&it.1.income_stable)
            .bind(&it.1.motivated));
        let departments: Vec<(&str, i64)> = summaries
            .iter()
            .flat_map(|it| it.departments.iter().map(|name| (name.as_str(), it.case_id)))
            .collect();
        let bulk = Bulk::insert("case_departments", "department, case_id")
            .on_conflict("(department, case_id) do nothing");
        insert_many!(self, bulk, departments, |query, it| query.bind(it.0).bind(it.1));
        Ok(())
    }

    /// The departments that have to do with a case.
    pub async fn departments_of_case(&mut self, case_id: i64) -> sqlx::Result<BTreeSet<String>> {
        let sql = "select department from case_departments where case_id = $1";
        let found: Vec<String> = on_db!(self, fetch_all, sqlx::query_scalar(sql).bind(case_id))?;
        Ok(found.into_iter().collect())
    }
}
