//! 找户. The households an account may see: its region's, and those of which it sees a case. Every
//! finder here takes a [`Scope`]; what lies outside it is not found.

use chrono::NaiveDate;
use sqlx::AssertSqlSafe;

use crate::{
    db::{Tx, on_db},
    scope::Scope,
};

/// What a household is looked for by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HouseholdSearch {
    /// The whole name of a member.
    Name(String),
    /// The blind index of a member's identity number.
    Number([u8; 16]),
    /// 户编号.
    HouseholdNo(String),
}

/// One household found.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct HouseholdLine {
    /// Key.
    pub id: i64,
    /// 户编号.
    pub national_household_no: Option<String>,
    /// Number of the police book.
    pub police_book_no: Option<String>,
    /// 户主.
    pub householder: Option<String>,
    /// Village.
    pub village_id: i64,
    /// Members.
    pub members: i64,
    /// 户类型.
    pub base_type: String,
    /// Whether it is monitored, as the national register says.
    pub monitoring_state: String,
    /// When it was identified.
    pub identified_on: Option<NaiveDate>,
}

/// What a line shows.
const LINE: &str = "f.id, f.national_household_no, f.police_book_no,
    (select h.name from persons h where h.household_id = f.id and h.is_head
     order by h.id limit 1) as householder,
    f.village_id, f.members, f.base_type, f.monitoring_state, f.identified_on";

/// The household is `f`; the region is `$1`, the department `$2`, the helper `$3`. Somebody bound
/// to a department or to families of their own sees a household only through a case.
fn seen(scope: &Scope) -> String {
    let column = scope.region_column();
    format!(
        "((f.{column} = $1 and cast($2 as text) is null and cast($3 as text) is null)
          or exists (select 1 from cases c join case_regions r on r.case_id = c.id
             where c.household_id = f.id and r.region_id = $1
               and (cast($2 as text) is null or exists (select 1 from case_departments d
                    where d.department = $2 and d.case_id = c.id))
               and (cast($3 as text) is null or exists (select 1 from case_summaries s
                    where s.case_id = c.id and s.officer_account = $3))))"
    )
}

impl Tx {
    /// Whether a household lies in the scope.
    pub async fn household_is_in(&mut self, id: i64, scope: &Scope) -> sqlx::Result<bool> {
        let sql = format!("select 1 from households f where f.id = $4 and {}", seen(scope));
        let found: Option<i32> = on_db!(
            self,
            fetch_optional,
            sqlx::query_scalar(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(id)
        )?;
        Ok(found.is_some())
    }

    /// The households of a scope that answer to a search, by key.
    pub async fn search_households(
        &mut self,
        scope: &Scope,
        search: &HouseholdSearch,
        limit: i64,
    ) -> sqlx::Result<Vec<HouseholdLine>> {
        let (wanted, name, number): (&str, Option<&String>, Option<&[u8]>) = match search {
            HouseholdSearch::Name(name) => (
                "f.id in (select p.household_id from persons p where p.name = $4)",
                Some(name),
                None,
            ),
            HouseholdSearch::Number(index) => (
                "f.id in (select p.household_id from persons p where p.id_index = $5)",
                None,
                Some(index),
            ),
            HouseholdSearch::HouseholdNo(no) => ("f.national_household_no = $4", Some(no), None),
        };
        // Every value is named in the text: PostgreSQL wants the type of each.
        let sql = format!(
            "select {LINE} from households f
             where {wanted} and {} and (cast($4 as text) is null or 1 = 1)
               and ($5 is null or 1 = 1)
             order by f.id limit $6",
            seen(scope)
        );
        let sql = match self {
            Tx::Sqlite(_) => sql,
            Tx::Postgres(_) => sql.replace("$5", "cast($5 as bytea)"),
        };
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(name)
                .bind(number)
                .bind(limit)
        )
    }

    /// The heads of these households, by household.
    pub async fn heads_of(&mut self, household_ids: &[i64]) -> sqlx::Result<Vec<(i64, String)>> {
        let mut heads = Vec::new();
        for chunk in household_ids.chunks(crate::bulk::LIST) {
            let wanted = crate::bulk::placeholders(1, chunk.len());
            let sql = format!(
                "select household_id, name from persons
                 where household_id in ({wanted}) and is_head order by household_id, id desc"
            );
            let found: Vec<(i64, String)> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            heads.extend(found);
        }
        Ok(heads)
    }
}
