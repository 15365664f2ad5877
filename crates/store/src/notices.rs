//! 村内公示. What hangs, or hung, in a village: the text as it was posted, and the cases on it.
//! A notice is always of a village. There is no delete: one that was posted by mistake is
//! withdrawn with a reason, and stays.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    db::{Tx, on_db},
    scope::Scope,
};

/// 公示.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Notice {
    /// A UUID of version 7, from [`crate::new_id`].
    pub id: String,
    /// 省.
    pub province_id: i64,
    /// 市（州）.
    pub prefecture_id: i64,
    /// 县.
    pub county_id: i64,
    /// 乡镇.
    pub township_id: i64,
    /// 村.
    pub village_id: i64,
    /// `identification`, `elimination`, `measures` or `announcement`.
    pub kind: String,
    /// The heading.
    pub title: String,
    /// The text as it was posted, as JSON.
    pub body: Value,
    /// The cases on it.
    #[sqlx(json)]
    pub households: Vec<i64>,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub until_on: NaiveDate,
    /// `posted`, `withdrawn` or `ended`.
    pub state: String,
    /// Where it hangs.
    pub place: String,
    /// When it was posted.
    pub created_at: DateTime<Utc>,
    /// Who posted it.
    pub created_by: String,
    /// Why it was withdrawn.
    pub withdrawn_reason: Option<String>,
}

/// A case on a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeCase {
    /// The case.
    pub case_id: i64,
    /// The day its run through the chain began. A run has one notice of a kind that is not
    /// withdrawn.
    pub run_began_on: NaiveDate,
}

const COLUMNS: &str = "id, province_id, prefecture_id, county_id, township_id, village_id, kind, \
    title, body, households, from_on, until_on, state, place, created_at, created_by, \
    withdrawn_reason";

impl Tx {
    /// Posts a notice with its cases. Gives the first of them that has a notice of this kind in
    /// this run already; then the caller drops the unit of work. None when all is well.
    pub async fn insert_notice(
        &mut self,
        notice: &Notice,
        cases: &[NoticeCase],
    ) -> sqlx::Result<Option<i64>> {
        let sql = format!(
            "insert into notices ({COLUMNS}) values
             ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
        );
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&notice.id)
                .bind(notice.province_id)
                .bind(notice.prefecture_id)
                .bind(notice.county_id)
                .bind(notice.township_id)
                .bind(notice.village_id)
                .bind(&notice.kind)
                .bind(&notice.title)
                .bind(Json(&notice.body))
                .bind(Json(&notice.households))
                .bind(notice.from_on)
                .bind(notice.until_on)
                .bind(&notice.state)
                .bind(&notice.place)
                .bind(notice.created_at)
                .bind(&notice.created_by)
                .bind(&notice.withdrawn_reason)
        )?;
        let sql = "insert into notice_cases (notice_id, case_id, kind, run_began_on, is_live)
                   values ($1, $2, $3, $4, $5) on conflict do nothing";
        for case in cases {
            let added = on_db!(
                self,
                execute,
                sqlx::query(sql)
                    .bind(&notice.id)
                    .bind(case.case_id)
                    .bind(&notice.kind)
                    .bind(case.run_began_on)
                    .bind(true)
            )?;
            if added == 0 {
                return Ok(Some(case.case_id));
            }
        }
        Ok(None)
    }

    /// Takes a notice down, or takes back one that has ended; its cases may be posted again in the
    /// same run. `false` when there is none in the scope, or it was withdrawn before.
    pub async fn withdraw_notice(
        &mut self,
        scope: &Scope,
        id: &str,
        reason: &str,
    ) -> sqlx::Result<bool> {
        if sees_none(scope) {
            return Ok(false);
        }
        let column = scope.region_column();
        let sql = format!(
            "update notices set state = 'withdrawn', withdrawn_reason = $3
             where id = $1 and {column} = $2 and state <> 'withdrawn'"
        );
        let changed = on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql)).bind(id).bind(scope.region_id).bind(reason)
        )?;
        if changed == 0 {
            return Ok(false);
        }
        let sql = "update notice_cases set is_live = $2 where notice_id = $1";
        on_db!(self, execute, sqlx::query(sql).bind(id).bind(false))?;
        Ok(true)
    }

    /// Marks as ended what is still posted and whose last day lies before `today`, and gives how
    /// many there were.
    pub async fn end_notices(&mut self, today: NaiveDate) -> sqlx::Result<u64> {
        let sql = "update notices set state = 'ended' where state = 'posted' and until_on < $1";
        on_db!(self, execute, sqlx::query(sql).bind(today))
    }

    /// One notice of a scope.
    pub async fn notice_in(&mut self, scope: &Scope, id: &str) -> sqlx::Result<Option<Notice>> {
        if sees_none(scope) {
            return Ok(None);
        }
        let column = scope.region_column();
        let sql = format!("select {COLUMNS} from notices where id = $1 and {column} = $2");
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql)).bind(id).bind(scope.region_id)
        )
    }

    /// One page of a scope's notices in a state, oldest first, beginning behind the notice `after`
    /// (`""` for the first page).
    pub async fn notices_in(
        &mut self,
        scope: &Scope,
        state: &str,
        after: &str,
        limit: i64,
    ) -> sqlx::Result<Vec<Notice>> {
        if sees_none(scope) {
            return Ok(Vec::new());
        }
        let column = scope.region_column();
        let sql = format!(
            "select {COLUMNS} from notices
             where {column} = $1 and state = $2 and id > $3 order by id limit $4"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql))
                .bind(scope.region_id)
                .bind(state)
                .bind(after)
                .bind(limit)
        )
    }

    /// What hangs in a village today, oldest first. Everybody may read it, so it takes no scope;
    /// what is past its last day does not show, marked as ended or not.
    pub async fn public_notices(
        &mut self,
        village_id: i64,
        today: NaiveDate,
    ) -> sqlx::Result<Vec<Notice>> {
        let sql = format!(
            "select {COLUMNS} from notices
             where village_id = $1 and state = 'posted' and from_on <= $2 and $2 <= until_on
             order by id"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(village_id).bind(today))
    }

    /// Every notice a case is or was on, oldest first.
    pub async fn notices_of_case(
        &mut self,
        scope: &Scope,
        case_id: i64,
    ) -> sqlx::Result<Vec<Notice>> {
        if sees_none(scope) {
            return Ok(Vec::new());
        }
        let column = scope.region_column();
        let sql = format!(
            "select {COLUMNS} from notices
             where {column} = $2 and id in (select notice_id from notice_cases where case_id = $1)
             order by id"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql)).bind(case_id).bind(scope.region_id)
        )
    }
}

/// Notices list whole families of a village: they concern no single department and are no one
/// helper's. What hangs, both can read as everybody can.
fn sees_none(scope: &Scope) -> bool {
    scope.department.is_some() || scope.helper.is_some()
}
