//! 诉求的清单. The appeals an account may see: one, a page, what is due, and counts. Every finder
//! here takes a [`Scope`]; what lies outside it is not found.

use chrono::NaiveDate;
use sqlx::AssertSqlSafe;

use crate::{
    appeals::{COLUMNS, StoredAppeal},
    db::{Tx, on_db},
    scope::Scope,
};

/// What a list of appeals is narrowed to, beside the scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppealFilter {
    /// Where it stands.
    pub stage: Option<String>,
    /// What is asked for.
    pub need: Option<String>,
    /// The door it came in by.
    pub channel: Option<String>,
}

/// How many appeals there are of a stage and a need.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AppealCount {
    /// Stage.
    pub stage: String,
    /// Need.
    pub need: String,
    /// How many.
    pub count: i64,
}

/// Somebody an appeal may be about.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Namesake {
    /// The person.
    pub person_id: i64,
    /// The household.
    pub household_id: i64,
    /// 户编号, or the number of the police book.
    pub household_no: Option<String>,
    /// The village.
    pub village_id: i64,
    /// Blind index of the telephone.
    pub phone_index: Option<i64>,
}

/// The appeals a scope holds: its region is `$1`, its department `$2`, its helper `$3`.
fn scoped(scope: &Scope) -> String {
    format!(
        "a.{} = $1 and (cast($2 as text) is null or a.department = $2)
         and (cast($3 as text) is null or exists (select 1 from cases k
              join case_summaries s on s.case_id = k.id
              where k.household_id = a.household_id and s.officer_account = $3))",
        scope.region_column()
    )
}

fn columns() -> String {
    let columns: Vec<String> = COLUMNS.split(',').map(|it| format!("a.{}", it.trim())).collect();
    columns.join(", ")
}

impl Tx {
    /// An appeal, if it lies in the scope.
    pub async fn appeal_in(
        &mut self,
        id: &str,
        scope: &Scope,
    ) -> sqlx::Result<Option<StoredAppeal>> {
        let sql =
            format!("select {} from appeals a where {} and a.id = $4", columns(), scoped(scope));
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(id)
        )
    }

    /// One page of the appeals of a scope, by id and so by the time they were taken down, beginning
    /// behind `after`.
    pub async fn appeals_in(
        &mut self,
        scope: &Scope,
        filter: &AppealFilter,
        after: &str,
        limit: i64,
    ) -> sqlx::Result<Vec<StoredAppeal>> {
        let sql = format!(
            "select {} from appeals a where {} and a.id > $4
             and (cast($5 as text) is null or a.stage = $5)
             and (cast($6 as text) is null or a.need = $6)
             and (cast($7 as text) is null or a.channel = $7)
             order by a.id limit $8",
            columns(),
            scoped(scope)
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(after)
                .bind(&filter.stage)
                .bind(&filter.need)
                .bind(&filter.channel)
                .bind(limit)
        )
    }

    /// The appeals of a scope whose limit ends on a day or before it, the longest overdue first.
    pub async fn appeals_due(
        &mut self,
        scope: &Scope,
        until: NaiveDate,
        limit: i64,
    ) -> sqlx::Result<Vec<StoredAppeal>> {
        let sql = format!(
            "select {} from appeals a where {} and a.due_on <= $4 order by a.due_on, a.id limit $5",
            columns(),
            scoped(scope)
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(until)
                .bind(limit)
        )
    }

    /// The appeals of a household that lie in the scope, the newest first.
    pub async fn appeals_of_household(
        &mut self,
        household_id: i64,
        scope: &Scope,
    ) -> sqlx::Result<Vec<StoredAppeal>> {
        let sql = format!(
            "select {} from appeals a where {} and a.household_id = $4 order by a.id desc",
            columns(),
            scoped(scope)
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

    /// The appeals of a scope that came by a channel with a number of another system and on which
    /// something was done in these days, both included, by id.
    pub async fn appeals_to_feed_back(
        &mut self,
        scope: &Scope,
        channel: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> sqlx::Result<Vec<StoredAppeal>> {
        let sql = format!(
            "select {} from appeals a where {} and a.channel = $4 and a.outside_no is not null
             and a.version > 0 and $5 <= a.last_on and a.last_on <= $6 order by a.id",
            columns(),
            scoped(scope)
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(channel)
                .bind(from)
                .bind(to)
        )
    }

    /// How many appeals a scope has, by stage and need.
    pub async fn count_appeals(&mut self, scope: &Scope) -> sqlx::Result<Vec<AppealCount>> {
        let sql = format!(
            "select a.stage, a.need, count(*) as count from appeals a where {}
             group by a.stage, a.need order by a.stage, a.need",
            scoped(scope)
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

    /// The people of a name who live in a region: whom an appeal without an identity number may be
    /// about. `region` takes the place of a scope: the appeal's own village, township or county.
    pub async fn namesakes_in(
        &mut self,
        region: &Scope,
        name: &str,
        limit: i64,
    ) -> sqlx::Result<Vec<Namesake>> {
        let sql = format!(
            "select p.id as person_id, p.household_id,
                coalesce(h.national_household_no, h.police_book_no) as household_no,
                h.village_id, p.phone_index
             from households h join persons p on p.household_id = h.id
             where h.{} = $1 and p.name = $2 and p.departed is null
             order by p.id limit $3",
            region.region_column()
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(region.region_id)
                .bind(name)
                .bind(limit)
        )
    }
}
