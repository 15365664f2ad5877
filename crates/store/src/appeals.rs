//! 群众诉求. An appeal is the history of what was done about it; the row in `appeals` is what that
//! history came to, with who asks and in what words, which the history does not hold.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, insert_many},
    db::{Tx, on_db},
};

/// An appeal as it is stored. Its `Debug` shows nobody.
#[derive(Clone, PartialEq, sqlx::FromRow)]
pub struct StoredAppeal {
    /// A UUID of version 7, from [`crate::new_id`].
    pub id: String,
    /// What the applicant asks by, from [`crate::new_receipt`]; unique.
    pub receipt: String,
    /// The door it came in by.
    pub channel: String,
    /// Its number in the other system; with the channel, unique.
    pub outside_no: Option<String>,
    /// What is asked for.
    pub need: String,
    /// Who deals with it now.
    pub department: String,
    /// It is a risk lead by itself.
    pub lead: bool,
    /// 省.
    pub province_id: i64,
    /// 市（州）.
    pub prefecture_id: i64,
    /// 县.
    pub county_id: i64,
    /// 乡镇, when known.
    pub township_id: Option<i64>,
    /// 村, when known.
    pub village_id: Option<i64>,
    /// The household, when known.
    pub household_id: Option<i64>,
    /// The person, when known.
    pub person_id: Option<i64>,
    /// 关联的案.
    pub case_id: Option<i64>,
    /// The appeal that is answered for both.
    pub joined_to: Option<String>,
    /// 困难对象, cleaned.
    pub name: String,
    /// Blind index of the identity number.
    pub id_index: Option<Vec<u8>>,
    /// The identity number, sealed.
    pub id_sealed: Option<Vec<u8>>,
    /// Blind index of the telephone.
    pub phone_index: Option<i64>,
    /// The telephone, sealed.
    pub phone_sealed: Option<Vec<u8>>,
    /// Who applied for somebody else.
    pub proxy_name: Option<String>,
    /// Blind index of that person's telephone.
    pub proxy_phone_index: Option<i64>,
    /// That telephone, sealed.
    pub proxy_phone_sealed: Option<Vec<u8>>,
    /// The words, sealed.
    pub text_sealed: Vec<u8>,
    /// How it began, as JSON.
    pub opening: Value,
    /// Where it stands.
    pub stage: String,
    /// It waits for somebody.
    pub is_open: bool,
    /// How many actions there were.
    pub version: i64,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// The last day in time of what has to be done next.
    pub due_on: Option<NaiveDate>,
    /// The day of the last action.
    pub last_on: NaiveDate,
    /// When it was taken down.
    pub received_at: DateTime<Utc>,
    /// When the last action was recorded.
    pub changed_at: DateTime<Utc>,
}

impl std::fmt::Debug for StoredAppeal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredAppeal")
            .field("id", &self.id)
            .field("stage", &self.stage)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// One row of a history.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct StoredAppealAction {
    /// The appeal.
    pub appeal_id: String,
    /// Place in the history, from 1.
    pub number: i64,
    /// The day it counts for.
    pub day: NaiveDate,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// The action's word.
    pub action: String,
    /// The stage after it.
    pub stage: String,
    /// The whole entry, as JSON.
    pub entry: Value,
}

pub(crate) const COLUMNS: &str = "id, receipt, channel, outside_no, need, department, lead, \
    province_id, prefecture_id, county_id, township_id, village_id, household_id, person_id, \
    case_id, joined_to, name, id_index, id_sealed, phone_index, phone_sealed, proxy_name, \
    proxy_phone_index, proxy_phone_sealed, text_sealed, opening, stage, is_open, version, \
    received_on, due_on, last_on, received_at, changed_at";
const ACTION_COLUMNS: &str = "appeal_id, number, day, at, actor, action, stage, entry";

impl Tx {
    /// Takes an appeal down. `false` when there is one of this channel and outside number, or of
    /// this receipt number; then nothing is stored.
    pub async fn insert_appeal(&mut self, it: &StoredAppeal) -> sqlx::Result<bool> {
        let count = COLUMNS.split(',').count();
        let sql = format!(
            "insert into appeals ({COLUMNS}) values ({}) on conflict do nothing",
            crate::bulk::placeholders(1, count)
        );
        let added = on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql.as_str()))
                .bind(&it.id)
                .bind(&it.receipt)
                .bind(&it.channel)
                .bind(&it.outside_no)
                .bind(&it.need)
                .bind(&it.department)
                .bind(it.lead)
                .bind(it.province_id)
                .bind(it.prefecture_id)
                .bind(it.county_id)
                .bind(it.township_id)
                .bind(it.village_id)
                .bind(it.household_id)
                .bind(it.person_id)
                .bind(it.case_id)
                .bind(&it.joined_to)
                .bind(&it.name)
                .bind(&it.id_index)
                .bind(&it.id_sealed)
                .bind(it.phone_index)
                .bind(&it.phone_sealed)
                .bind(&it.proxy_name)
                .bind(it.proxy_phone_index)
                .bind(&it.proxy_phone_sealed)
                .bind(&it.text_sealed)
                .bind(Json(&it.opening))
                .bind(&it.stage)
                .bind(it.is_open)
                .bind(it.version)
                .bind(it.received_on)
                .bind(it.due_on)
                .bind(it.last_on)
                .bind(it.received_at)
                .bind(it.changed_at)
        )?;
        Ok(added == 1)
    }

    /// Adds an action to a history and moves the appeal to what `after` says: stage, need,
    /// department, place, household, person, case and limit. `false` when somebody else acted since
    /// the version before; then nothing is recorded.
    pub async fn record_appeal_action(
        &mut self,
        action: &StoredAppealAction,
        after: &StoredAppeal,
    ) -> sqlx::Result<bool> {
        let sql = "update appeals set version = $2, stage = $3, is_open = $4, need = $5,
                       department = $6, lead = $7, township_id = $8, village_id = $9,
                       household_id = $10, person_id = $11, case_id = $12, joined_to = $13,
                       due_on = $14, last_on = $15, changed_at = $16
                   where id = $1 and version = $2 - 1";
        let moved = on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(&action.appeal_id)
                .bind(action.number)
                .bind(&action.stage)
                .bind(after.is_open)
                .bind(&after.need)
                .bind(&after.department)
                .bind(after.lead)
                .bind(after.township_id)
                .bind(after.village_id)
                .bind(after.household_id)
                .bind(after.person_id)
                .bind(after.case_id)
                .bind(&after.joined_to)
                .bind(after.due_on)
                .bind(action.day)
                .bind(action.at)
        )?;
        if moved == 0 {
            return Ok(false);
        }
        let actions = std::slice::from_ref(action);
        insert_many!(self, Bulk::insert("appeal_actions", ACTION_COLUMNS), actions, |query, it| {
            query
                .bind(&it.appeal_id)
                .bind(it.number)
                .bind(it.day)
                .bind(it.at)
                .bind(&it.actor)
                .bind(&it.action)
                .bind(&it.stage)
                .bind(Json(&it.entry))
        });
        Ok(true)
    }

    /// The history of an appeal, in order.
    pub async fn appeal_history(
        &mut self,
        appeal_id: &str,
    ) -> sqlx::Result<Vec<StoredAppealAction>> {
        let sql = format!(
            "select {ACTION_COLUMNS} from appeal_actions where appeal_id = $1 order by number"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(appeal_id))
    }

    /// The appeal that another system calls by this number.
    pub async fn appeal_by_outside_no(
        &mut self,
        channel: &str,
        outside_no: &str,
    ) -> sqlx::Result<Option<StoredAppeal>> {
        let sql = format!("select {COLUMNS} from appeals where channel = $1 and outside_no = $2");
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(channel).bind(outside_no)
        )
    }

    /// The appeal of a receipt number, if this telephone, by its blind index, is the applicant's
    /// or that of who applied for somebody else.
    pub async fn appeal_by_receipt(
        &mut self,
        receipt: &str,
        phone_index: i64,
    ) -> sqlx::Result<Option<StoredAppeal>> {
        let sql = format!(
            "select {COLUMNS} from appeals
             where receipt = $1 and (phone_index = $2 or proxy_phone_index = $2)"
        );
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(receipt).bind(phone_index)
        )
    }

    /// The oldest open appeal of a household for a need, another than `besides`.
    pub async fn open_appeal_of(
        &mut self,
        household_id: i64,
        need: &str,
        besides: &str,
    ) -> sqlx::Result<Option<StoredAppeal>> {
        let is_open = match self {
            Tx::Sqlite(_) => "is_open = 1",
            Tx::Postgres(_) => "is_open",
        };
        let sql = format!(
            "select {COLUMNS} from appeals
             where household_id = $1 and {is_open} and need = $2 and id <> $3
             order by id limit 1"
        );
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(household_id).bind(need).bind(besides)
        )
    }

    /// The appeals that are answered together with this one, by id.
    pub async fn appeals_joined_to(&mut self, id: &str) -> sqlx::Result<Vec<StoredAppeal>> {
        let sql = format!("select {COLUMNS} from appeals where joined_to = $1 order by id");
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(id))
    }
}
