//! 突发事件: what was recorded of an event, its area, and what its campaign has come to.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, insert_many, placeholders},
    db::{Tx, on_db},
};

/// 突发事件.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ShockEvent {
    /// Its number.
    pub id: i64,
    /// The region that recorded it.
    pub region_id: i64,
    /// Its kind, by the identifier in the packs.
    pub kind: String,
    /// Its subtype.
    pub subtype: Option<String>,
    /// The day it happened.
    pub happened_on: NaiveDate,
    /// What people call it.
    pub title: String,
    /// Who reported it.
    pub source: String,
    /// The document it was read in.
    pub document: Option<String>,
    /// In words.
    pub description: Option<String>,
    /// The ledger of what it hit.
    pub target_ledger: Option<String>,
    /// The record of what it hit.
    pub target_record: Option<i64>,
    /// The code of what it hit.
    pub target_code: Option<String>,
    /// The name of what it hit, as it was when the event was recorded.
    pub target_name: Option<String>,
    /// `recorded`, `surveying` or `closed`.
    pub state: String,
    /// The ways the campaign found its households by.
    pub ways: Value,
    /// The month whose facts they were found by.
    pub month: Option<String>,
    /// When the campaign was opened.
    pub opened_on: Option<NaiveDate>,
    /// When the event was closed.
    pub closed_on: Option<NaiveDate>,
    /// Why, in words.
    pub close_reason: Option<String>,
    /// Who recorded it, as the audit names them.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// How often it was changed.
    pub version: i64,
}

/// A part of the area of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct ShockArea {
    /// The event.
    pub event_id: i64,
    /// A region of any level.
    pub region_id: i64,
    /// A group of that village; 0 for the whole region.
    pub group_id: i64,
}

const COLUMNS: &str = "id, region_id, kind, subtype, happened_on, title, source, document, \
    description, target_ledger, target_record, target_code, target_name, state, ways, month, \
    opened_on, closed_on, close_reason, recorded_by, recorded_at, version";

impl Tx {
    /// Records an event with its area. `seen_by` are the regions of the area and those above.
    pub async fn insert_shock_event(
        &mut self,
        it: &ShockEvent,
        areas: &[ShockArea],
        seen_by: &[(i64, bool)],
    ) -> sqlx::Result<()> {
        let sql = format!("insert into shock_events ({COLUMNS}) values ({})", placeholders(1, 22));
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql.as_str()))
                .bind(it.id)
                .bind(it.region_id)
                .bind(&it.kind)
                .bind(&it.subtype)
                .bind(it.happened_on)
                .bind(&it.title)
                .bind(&it.source)
                .bind(&it.document)
                .bind(&it.description)
                .bind(&it.target_ledger)
                .bind(it.target_record)
                .bind(&it.target_code)
                .bind(&it.target_name)
                .bind(&it.state)
                .bind(Json(&it.ways))
                .bind(&it.month)
                .bind(it.opened_on)
                .bind(it.closed_on)
                .bind(&it.close_reason)
                .bind(&it.recorded_by)
                .bind(it.recorded_at)
                .bind(it.version)
        )?;
        let bulk = Bulk::insert("shock_areas", "event_id, region_id, group_id");
        insert_many!(self, bulk, areas, |query, area| query
            .bind(area.event_id)
            .bind(area.region_id)
            .bind(area.group_id));
        let bulk = Bulk::insert("shock_event_regions", "region_id, event_id, in_area");
        insert_many!(self, bulk, seen_by, |query, seen| query
            .bind(seen.0)
            .bind(it.id)
            .bind(seen.1));
        Ok(())
    }

    /// Writes what has become of an event, if it still has this version. The second of two writers
    /// gets `false`.
    pub async fn update_shock_event(
        &mut self,
        it: &ShockEvent,
        version: i64,
    ) -> sqlx::Result<bool> {
        let sql = "update shock_events
                   set state = $3, ways = $4, month = $5, opened_on = $6, closed_on = $7,
                       close_reason = $8, version = $2 + 1
                   where id = $1 and version = $2";
        let changed = on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(it.id)
                .bind(version)
                .bind(&it.state)
                .bind(Json(&it.ways))
                .bind(&it.month)
                .bind(it.opened_on)
                .bind(it.closed_on)
                .bind(&it.close_reason)
        )?;
        Ok(changed == 1)
    }

    /// The events a region knows of, the newest first, below the event `before`: those in it and
    /// below it, and those whose area it lies in. `above` are the regions above it.
    pub async fn shock_events_of(
        &mut self,
        region_id: i64,
        above: &[i64],
        state: Option<&str>,
        before: Option<i64>,
        limit: i64,
    ) -> sqlx::Result<Vec<ShockEvent>> {
        let around = around(above, 5);
        let sql = format!(
            "select {COLUMNS} from shock_events e
             where exists (select 1 from shock_event_regions r
                           where r.event_id = e.id and (r.region_id = $1 {around}))
               and (cast($2 as text) is null or e.state = $2)
               and (cast($3 as bigint) is null or e.id < $3)
             order by e.id desc limit $4"
        );
        on_db!(self, fetch_all, {
            let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(region_id)
                .bind(state)
                .bind(before)
                .bind(limit);
            for it in above {
                query = query.bind(*it);
            }
            query
        })
    }

    /// One event, if the region knows of it.
    pub async fn shock_event_of(
        &mut self,
        id: i64,
        region_id: i64,
        above: &[i64],
    ) -> sqlx::Result<Option<ShockEvent>> {
        let around = around(above, 3);
        let sql = format!(
            "select {COLUMNS} from shock_events e
             where e.id = $1 and exists (select 1 from shock_event_regions r
                 where r.event_id = e.id and (r.region_id = $2 {around}))"
        );
        on_db!(self, fetch_optional, {
            let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(id).bind(region_id);
            for it in above {
                query = query.bind(*it);
            }
            query
        })
    }

    /// One event, whoever asks.
    pub async fn shock_event(&mut self, id: i64) -> sqlx::Result<Option<ShockEvent>> {
        let sql = format!("select {COLUMNS} from shock_events where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(id))
    }

    /// The area of an event.
    pub async fn shock_areas(&mut self, event_id: i64) -> sqlx::Result<Vec<ShockArea>> {
        let sql = "select event_id, region_id, group_id from shock_areas where event_id = $1
                   order by region_id, group_id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(event_id))
    }

    /// Whether any event that a region knows of happened by a day. `above` are the regions above it.
    pub async fn had_shock_events(
        &mut self,
        region_id: i64,
        above: &[i64],
        by: NaiveDate,
    ) -> sqlx::Result<bool> {
        let around = around(above, 3);
        let sql = format!(
            "select 1 from shock_event_regions r join shock_events e on e.id = r.event_id
             where e.happened_on <= $2 and (r.region_id = $1 {around}) limit 1"
        );
        let found: Option<i32> = on_db!(self, fetch_optional, {
            let mut query =
                sqlx::query_scalar(AssertSqlSafe(sql.as_str())).bind(region_id).bind(by);
            for it in above {
                query = query.bind(*it);
            }
            query
        })?;
        Ok(found.is_some())
    }
}

/// The regions above one, as places from `first` on: an event counts there when they are in its
/// area.
fn around(above: &[i64], first: usize) -> String {
    match above {
        [] => String::new(),
        some => format!("or (r.in_area and r.region_id in ({}))", placeholders(first, some.len())),
    }
}
