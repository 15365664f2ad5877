//! 排查名单: the households of a campaign, where each stands, and what was done with each. The
//! history is the record; the row is what it comes to.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
    scope::Scope,
};

/// A household on the list of an event.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ShockMember {
    /// The event.
    pub event_id: i64,
    /// The household.
    pub household_id: i64,
    /// 省.
    pub province_id: i64,
    /// 州市.
    pub prefecture_id: i64,
    /// 县.
    pub county_id: i64,
    /// 乡镇.
    pub township_id: i64,
    /// 村.
    pub village_id: i64,
    /// The way it was found by, or `added`.
    pub found_by: String,
    /// What it was found by, or why it was added.
    pub why: Option<String>,
    /// Where it stands.
    pub stage: String,
    /// What was found last.
    pub finding: Option<String>,
    /// How far it has recovered.
    pub recovery: Option<String>,
    /// 分区.
    pub zone: Option<String>,
    /// 分类.
    pub class: Option<String>,
    /// 损失, fen.
    pub loss_fen: Option<i64>,
    /// The case that looks at the family.
    pub case_id: Option<i64>,
    /// The day the next round is due.
    pub next_round: Option<NaiveDate>,
    /// Rounds made.
    pub rounds: i64,
    /// The day it came on the list.
    pub listed_on: NaiveDate,
    /// The day of the last action.
    pub last_on: NaiveDate,
    /// How many actions there were.
    pub version: i64,
}

/// One action of a history.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ShockMemberAction {
    /// The event.
    pub event_id: i64,
    /// The household.
    pub household_id: i64,
    /// Place, from 1.
    pub number: i64,
    /// The day it counts for.
    pub day: NaiveDate,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// Its word.
    pub action: String,
    /// The stage after it.
    pub stage: String,
    /// The whole entry.
    pub entry: Value,
}

/// What a list of members is narrowed to, beside the scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShockMemberFilter {
    /// Stage.
    pub stage: Option<String>,
    /// Rounds that are due by this day.
    pub due_by: Option<NaiveDate>,
}

/// So many households of a village stand at a stage with a finding, and a round due or not.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ShockMemberCount {
    /// 村.
    pub village_id: i64,
    /// Where they stand.
    pub stage: String,
    /// What was found.
    pub finding: Option<String>,
    /// The next round is due on the day asked for.
    pub is_due: bool,
    /// How many.
    pub households: i64,
}

/// What is to be done in a scope for one event.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ShockTodo {
    /// The event.
    pub event_id: i64,
    /// Households to be verified.
    pub to_verify: i64,
    /// Households whose round is due.
    pub rounds_due: i64,
}

/// A household that has not recovered, as screening takes it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UnrecoveredHousehold {
    /// The event.
    pub event_id: i64,
    /// Its kind.
    pub kind: String,
    /// The day it happened.
    pub happened_on: NaiveDate,
    /// The household.
    pub household_id: i64,
    /// 村.
    pub village_id: i64,
    /// What was found; none before anybody went.
    pub finding: Option<String>,
}

const COLUMNS: &str = "event_id, household_id, province_id, prefecture_id, county_id, \
    township_id, village_id, found_by, why, stage, finding, recovery, zone, class, loss_fen, \
    case_id, next_round, rounds, listed_on, last_on, version";

const ACTION: &str = "event_id, household_id, number, day, at, actor, action, stage, entry";

impl Tx {
    /// Puts households on the list of an event; those on it stay as they are.
    pub async fn add_shock_members(&mut self, members: &[ShockMember]) -> sqlx::Result<()> {
        let bulk = Bulk::insert("shock_members", COLUMNS)
            .on_conflict("(event_id, household_id) do nothing");
        insert_many!(self, bulk, members, |query, it| query
            .bind(it.event_id)
            .bind(it.household_id)
            .bind(it.province_id)
            .bind(it.prefecture_id)
            .bind(it.county_id)
            .bind(it.township_id)
            .bind(it.village_id)
            .bind(&it.found_by)
            .bind(&it.why)
            .bind(&it.stage)
            .bind(&it.finding)
            .bind(&it.recovery)
            .bind(&it.zone)
            .bind(&it.class)
            .bind(it.loss_fen)
            .bind(it.case_id)
            .bind(it.next_round)
            .bind(it.rounds)
            .bind(it.listed_on)
            .bind(it.last_on)
            .bind(it.version));
        Ok(())
    }

    /// Records an action and moves the row, if it still has the version before it. The second of
    /// two writers gets `false`.
    pub async fn record_shock_action(
        &mut self,
        action: &ShockMemberAction,
        after: &ShockMember,
    ) -> sqlx::Result<bool> {
        let sql = "update shock_members
                   set stage = $4, finding = $5, recovery = $6, zone = $7, class = $8,
                       loss_fen = $9, case_id = $10, next_round = $11, rounds = $12, last_on = $13,
                       version = $3 + 1
                   where event_id = $1 and household_id = $2 and version = $3";
        let changed = on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(after.event_id)
                .bind(after.household_id)
                .bind(after.version - 1)
                .bind(&after.stage)
                .bind(&after.finding)
                .bind(&after.recovery)
                .bind(&after.zone)
                .bind(&after.class)
                .bind(after.loss_fen)
                .bind(after.case_id)
                .bind(after.next_round)
                .bind(after.rounds)
                .bind(after.last_on)
        )?;
        if changed != 1 {
            return Ok(false);
        }
        self.add_shock_actions(std::slice::from_ref(action)).await?;
        Ok(true)
    }

    /// Adds actions whose rows were moved, or written, with them.
    pub async fn add_shock_actions(&mut self, actions: &[ShockMemberAction]) -> sqlx::Result<()> {
        let bulk = Bulk::insert("shock_member_actions", ACTION);
        insert_many!(self, bulk, actions, |query, it| query
            .bind(it.event_id)
            .bind(it.household_id)
            .bind(it.number)
            .bind(it.day)
            .bind(it.at)
            .bind(&it.actor)
            .bind(&it.action)
            .bind(&it.stage)
            .bind(Json(&it.entry)));
        Ok(())
    }

    /// A page of an event's list in a scope, by household, behind `after`.
    pub async fn shock_members_in(
        &mut self,
        event_id: i64,
        scope: &Scope,
        filter: &ShockMemberFilter,
        after: i64,
        limit: i64,
    ) -> sqlx::Result<Vec<ShockMember>> {
        let region = scope.region_column();
        let sql = format!(
            "select {COLUMNS} from shock_members
             where event_id = $1 and {region} = $2 and household_id > $3
               and (cast($4 as text) is null or stage = $4)
               and (cast($5 as {day}) is null or (stage = 'following' and next_round <= $5))
             order by household_id limit $6",
            day = self.day_type()
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(event_id)
                .bind(scope.region_id)
                .bind(after)
                .bind(&filter.stage)
                .bind(filter.due_by)
                .bind(limit)
        )
    }

    /// One household of an event's list in a scope.
    pub async fn shock_member_in(
        &mut self,
        event_id: i64,
        household_id: i64,
        scope: &Scope,
    ) -> sqlx::Result<Option<ShockMember>> {
        let region = scope.region_column();
        let sql = format!(
            "select {COLUMNS} from shock_members
             where event_id = $1 and household_id = $2 and {region} = $3"
        );
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(event_id)
                .bind(household_id)
                .bind(scope.region_id)
        )
    }

    /// What was done with a household of an event's list, in order.
    pub async fn shock_history(
        &mut self,
        event_id: i64,
        household_id: i64,
    ) -> sqlx::Result<Vec<ShockMemberAction>> {
        let sql = format!(
            "select {ACTION} from shock_member_actions
             where event_id = $1 and household_id = $2 order by number"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(event_id).bind(household_id)
        )
    }

    /// The rows of a household on lists of events that are being surveyed.
    pub async fn open_shock_members_of(
        &mut self,
        household_id: i64,
    ) -> sqlx::Result<Vec<ShockMember>> {
        let sql = format!(
            "select {COLUMNS} from shock_members m
             where m.household_id = $1 and m.stage in ('to_verify', 'following')
               and exists (select 1 from shock_events e
                           where e.id = m.event_id and e.state = 'surveying')
             order by m.event_id"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(household_id))
    }

    /// Which of these households are on the list of an event.
    pub async fn listed_for_shock(
        &mut self,
        event_id: i64,
        household_ids: &[i64],
    ) -> sqlx::Result<Vec<i64>> {
        let mut found = Vec::new();
        for some in household_ids.chunks(LIST) {
            let wanted = placeholders(2, some.len());
            let sql = format!(
                "select household_id from shock_members
                 where event_id = $1 and household_id in ({wanted})"
            );
            let listed: Vec<i64> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_scalar(AssertSqlSafe(sql.as_str()))
                    .persistent(false)
                    .bind(event_id);
                for it in some {
                    query = query.bind(*it);
                }
                query
            })?;
            found.extend(listed);
        }
        Ok(found)
    }

    /// How the list of an event stands in a scope on a day, by village.
    pub async fn count_shock_members(
        &mut self,
        event_id: i64,
        scope: &Scope,
        today: NaiveDate,
    ) -> sqlx::Result<Vec<ShockMemberCount>> {
        let region = scope.region_column();
        let sql = format!(
            "select village_id, stage, finding, is_due, count(*) as households from
             (select village_id, stage, finding, next_round is not null and next_round <= $3
                     as is_due
              from shock_members where event_id = $1 and {region} = $2) m
             group by village_id, stage, finding, is_due order by village_id, stage"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(event_id)
                .bind(scope.region_id)
                .bind(today)
        )
    }

    /// What is to be done in a scope for events that are being surveyed, on a day.
    pub async fn shock_todos(
        &mut self,
        scope: &Scope,
        today: NaiveDate,
    ) -> sqlx::Result<Vec<ShockTodo>> {
        let region = scope.region_column();
        let sql = format!(
            "select m.event_id,
                    sum(case when m.stage = 'to_verify' then 1 else 0 end) as to_verify,
                    sum(case when m.stage = 'following' and m.next_round <= $2 then 1 else 0 end)
                        as rounds_due
             from shock_members m join shock_events e on e.id = m.event_id
             where m.{region} = $1 and e.state = 'surveying'
             group by m.event_id order by m.event_id"
        );
        let mut found: Vec<ShockTodo> = on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(scope.region_id).bind(today)
        )?;
        found.retain(|it| 0 < it.to_verify + it.rounds_due);
        Ok(found)
    }

    /// The households of a county that events up to a day hit and that have not recovered.
    pub async fn unrecovered_households(
        &mut self,
        county_id: i64,
        by: NaiveDate,
    ) -> sqlx::Result<Vec<UnrecoveredHousehold>> {
        let sql =
            "select m.event_id, e.kind, e.happened_on, m.household_id, m.village_id, m.finding
                   from shock_members m join shock_events e on e.id = m.event_id
                   where m.county_id = $1 and e.happened_on <= $2 and e.state <> 'closed'
                     and m.stage in ('to_verify', 'following')
                   order by m.household_id, m.event_id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(county_id).bind(by))
    }

    /// The type a day is cast to, where nothing else says it.
    fn day_type(&self) -> &'static str {
        match self {
            Tx::Sqlite(_) => "text",
            Tx::Postgres(_) => "date",
        }
    }
}
