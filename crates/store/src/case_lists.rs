//! 案的清单. The cases an account may see: one, a page of a stage, what is to be done, and counts.
//! Every finder here takes a [`Scope`]; what lies outside it is not found.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::RegionLevel;
use sqlx::AssertSqlSafe;

use crate::{
    cases::StoredCase,
    db::{Tx, on_db},
    scope::Scope,
};

/// One line of a list of cases.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct CaseLine {
    /// Number.
    pub id: i64,
    /// The household.
    pub household_id: i64,
    /// Its number in the national system, or of the police book.
    pub household_no: Option<String>,
    /// 户主.
    pub householder: Option<String>,
    /// 户籍地.
    pub village_id: i64,
    /// 居住地 of a household that was relocated.
    pub residence_village_id: Option<i64>,
    /// Stage.
    pub stage: String,
    /// Version.
    pub version: i64,
    /// The day of the first clue.
    pub first_clue_on: NaiveDate,
    /// 监测类型.
    pub monitoring_type: Option<String>,
    /// 风险, as a JSON list.
    pub risks: Option<serde_json::Value>,
    /// 识别日期.
    pub identified_on: Option<NaiveDate>,
    /// 帮扶责任人.
    pub officer: Option<String>,
    /// The last day in time of the whole run.
    pub whole_due: Option<NaiveDate>,
}

/// One thing somebody has to do.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Todo {
    /// Case.
    pub case_id: i64,
    /// Step of the chain.
    pub step: String,
    /// In the words of the plan.
    pub zh: String,
    /// Who does it.
    pub role: String,
    /// The last day in time.
    pub due: Option<NaiveDate>,
    /// The last day in time of the whole run.
    pub whole_due: Option<NaiveDate>,
    /// Version of the case.
    pub version: i64,
    /// 户籍地.
    pub village_id: i64,
    /// 户主.
    pub householder: Option<String>,
}

/// What a list of cases is narrowed to, beside the scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Stage.
    pub stage: String,
    /// 监测类型.
    pub monitoring_type: Option<String>,
    /// Whole limits that end before this day.
    pub due_before: Option<NaiveDate>,
}

/// The regions of a case are `r`; the department is `$2`, the helper `$3`.
pub(crate) const SCOPED: &str = "r.region_id = $1
    and (cast($2 as text) is null or exists (select 1 from case_departments d
         where d.department = $2 and d.case_id = r.case_id))
    and (cast($3 as text) is null or exists (select 1 from case_summaries h
         where h.case_id = r.case_id and h.officer_account = $3))";

const LINE: &str = "c.id, c.household_id,
    coalesce(f.national_household_no, f.police_book_no) as household_no,
    (select p.name from persons p where p.household_id = c.household_id and p.is_head
     order by p.id limit 1) as householder,
    c.village_id, c.residence_village_id, c.stage, c.version, c.first_clue_on, s.monitoring_type,
    s.risks, s.identified_on, s.officer, s.whole_due";

/// Where counting begins, with `r` as in [`SCOPED`]. Of a whole province few cases concern one
/// department: they are gone through, rather than every case of the province. `cross join` keeps
/// SQLite to this order.
fn counted_from(scope: &Scope) -> &'static str {
    let is_wide = matches!(scope.level, RegionLevel::Province | RegionLevel::Prefecture);
    match scope.department {
        Some(_) if is_wide => {
            "(select k.region_id, k.stage, k.case_id from case_departments b
              cross join case_regions k
              where b.department = $2 and k.case_id = b.case_id and k.region_id = $1) r"
        }
        _ => "case_regions r",
    }
}

/// The steps of the cases `r`. A village has few cases and its role the steps of the whole
/// province: SQLite would begin with the role, and `cross join` keeps it to the region.
fn steps_of(scope: &Scope) -> &'static str {
    match scope.level {
        RegionLevel::Province | RegionLevel::Prefecture => {
            "join case_steps t on t.case_id = r.case_id"
        }
        _ => "cross join case_steps t",
    }
}

/// 已办: one thing somebody did with a case.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DoneAction {
    /// The case.
    pub case_id: i64,
    /// Place in its history.
    pub number: i64,
    /// The day it counts for.
    pub day: NaiveDate,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// The action's word.
    pub action: String,
    /// Where the case stands now.
    pub stage: String,
    /// Its village.
    pub village_id: i64,
    /// 户主.
    pub householder: Option<String>,
}

impl Tx {
    /// A case, if it lies in the scope.
    pub async fn case_in(&mut self, id: i64, scope: &Scope) -> sqlx::Result<Option<StoredCase>> {
        let sql = format!("select 1 from case_regions r where {SCOPED} and r.case_id = $4");
        let seen: Option<i32> = on_db!(
            self,
            fetch_optional,
            sqlx::query_scalar(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(id)
        )?;
        match seen {
            Some(_) => self.find_case(id).await,
            None => Ok(None),
        }
    }

    /// One page of the cases of a scope in a stage, by number, beginning behind `after`.
    pub async fn cases_in(
        &mut self,
        scope: &Scope,
        filter: &CaseFilter,
        after: i64,
        limit: i64,
    ) -> sqlx::Result<Vec<CaseLine>> {
        let sql = format!(
            "select {LINE} from case_regions r join cases c on c.id = r.case_id
             left join case_summaries s on s.case_id = r.case_id
             left join households f on f.id = c.household_id
             where {SCOPED} and r.stage = $4 and r.case_id > $5
               and (cast($6 as text) is null or s.monitoring_type = $6)
               and (cast($7 as date) is null or s.whole_due < $7)
             order by r.case_id limit $8"
        );
        // A date is text in SQLite, and `cast(… as date)` would make a number of it.
        let sql = match self {
            Tx::Sqlite(_) => sql.replace("cast($7 as date)", "$7"),
            Tx::Postgres(_) => sql,
        };
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(&filter.stage)
                .bind(after)
                .bind(&filter.monitoring_type)
                .bind(filter.due_before)
                .bind(limit)
        )
    }

    /// The cases of a household that lie in the scope, the newest first.
    pub async fn cases_of_household(
        &mut self,
        household_id: i64,
        scope: &Scope,
    ) -> sqlx::Result<Vec<StoredCase>> {
        let sql = format!(
            "select c.* from cases c join case_regions r on r.case_id = c.id
             where {SCOPED} and c.household_id = $4 order by c.id desc"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(household_id)
        )
    }

    /// What somebody did with cases, the newest first, beginning behind a case's action; only what
    /// began a case, when asked for.
    pub async fn actions_of(
        &mut self,
        actor: &str,
        began: bool,
        before: Option<(DateTime<Utc>, i64)>,
        limit: i64,
    ) -> sqlx::Result<Vec<DoneAction>> {
        let (at, case) = before.unzip();
        let sql = format!(
            "select a.case_id, a.number, a.day, a.at, a.action, c.stage, c.village_id,
                (select p.name from persons p where p.household_id = c.household_id and p.is_head
                 order by p.id limit 1) as householder
             from case_actions a join cases c on c.id = a.case_id
             where a.actor = $1 {} {}
             order by a.at desc, a.case_id desc limit $2",
            if began { "and a.number = 1" } else { "" },
            if at.is_some() { "and (a.at, a.case_id) < ($3, $4)" } else { "" },
        );
        on_db!(self, fetch_all, {
            let query = sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(actor).bind(limit);
            match at {
                Some(at) => query.bind(at).bind(case),
                None => query,
            }
        })
    }

    /// What these roles have to do in a scope: the limit that ends first comes first.
    pub async fn todos_in(
        &mut self,
        scope: &Scope,
        roles: &[String],
        limit: i64,
    ) -> sqlx::Result<Vec<Todo>> {
        let wanted = crate::bulk::placeholders(5, roles.len().max(1));
        let sql = format!(
            "select t.case_id, t.step, t.zh, t.role, t.due, s.whole_due, c.version, c.village_id,
                (select p.name from persons p where p.household_id = c.household_id and p.is_head
                 order by p.id limit 1) as householder
             from case_regions r {} join cases c on c.id = r.case_id
             left join case_summaries s on s.case_id = r.case_id
             where {SCOPED} and t.case_id = r.case_id and r.stage in ('dispatched', 'identifying', 'identified', 'eliminating')
               and t.role in ({wanted})
             order by coalesce(t.due, s.whole_due) is null, coalesce(t.due, s.whole_due), t.case_id,
                t.step
             limit $4",
            steps_of(scope)
        );
        let none = String::new();
        on_db!(self, fetch_all, {
            let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(limit);
            for role in roles {
                query = query.bind(role);
            }
            if roles.is_empty() {
                query = query.bind(&none);
            }
            query
        })
    }

    /// How many cases of a scope there are in each stage.
    pub async fn count_cases(&mut self, scope: &Scope) -> sqlx::Result<Vec<(String, i64)>> {
        let sql = format!(
            "select r.stage, count(*) from {} where {SCOPED}
             group by r.stage order by r.stage",
            counted_from(scope)
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
        )
    }

    /// How many runs of a scope are past their whole limit on a day, by stage.
    pub async fn count_overdue(
        &mut self,
        scope: &Scope,
        today: NaiveDate,
    ) -> sqlx::Result<Vec<(String, i64)>> {
        let sql = format!(
            "select r.stage, count(*) from {}
             join case_summaries s on s.case_id = r.case_id
             where {SCOPED} and r.stage in ('dispatched', 'identifying', 'eliminating')
               and s.whole_due < $4
             group by r.stage order by r.stage",
            counted_from(scope)
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(today)
        )
    }
}
