//! Events as people see them: within the scope, with the figures of their own share.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::Region;
use serde::Serialize;
use shock::{Course, EventFinding, EventState, MemberStage, course};
use store::{Scope, ShockEvent, Tx};

use super::{
    error::ShockError,
    plans::Activation,
    terms::{region_of, type_of},
};
use crate::{home::Home, reach, task_items::TaskItem};

/// One line of the register of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventRow {
    /// Its number.
    pub event: i64,
    /// What people call it.
    pub title: String,
    /// Its kind.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: String,
    /// Its kind in Chinese.
    pub type_zh: String,
    /// Its kind in English.
    pub type_en: String,
    /// Its subtype in Chinese.
    pub subtype_zh: Option<String>,
    /// The day it happened.
    pub happened_on: NaiveDate,
    /// Where.
    pub areas: Vec<EventArea>,
    /// `recorded`, `surveying` or `closed`.
    pub state: String,
    /// In Chinese.
    pub state_zh: String,
    /// How the share of the own scope stands.
    pub course: Course,
}

/// A part of an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventArea {
    /// Statistical code.
    pub region: String,
    /// Its name, with what lies above it.
    pub name: String,
    /// The group of the village.
    pub group: Option<String>,
}

/// What an economic shock hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HitShown {
    /// The ledger.
    pub ledger: String,
    /// The record.
    pub record: Option<i64>,
    /// The code.
    pub code: Option<String>,
    /// Its name, as it was when the event was recorded.
    pub name: String,
}

/// How the share of a village stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventShare {
    /// Statistical code.
    pub region: String,
    /// Its name, with what lies above it.
    pub name: String,
    /// How it stands.
    pub course: Course,
}

/// An event with everything its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventView {
    /// What the register shows.
    #[serde(flatten)]
    pub row: EventRow,
    /// Statistical code of the region that recorded it.
    pub region: String,
    /// Its name.
    pub region_name: String,
    /// Its subtype.
    pub subtype: Option<String>,
    /// Who reported it.
    pub source: String,
    /// The document it was read in.
    pub document: Option<String>,
    /// In words.
    pub description: Option<String>,
    /// What it hit.
    pub target: Option<HitShown>,
    /// The ways its households were found by.
    pub ways: Vec<String>,
    /// The month whose facts they were found by.
    pub month: Option<String>,
    /// When the campaign was opened.
    pub opened_on: Option<NaiveDate>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// Why.
    pub close_reason: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// To be sent with what changes the event.
    pub version: i64,
    /// The caller's region recorded it, or lies above the one that did.
    pub may_manage: bool,
    /// The share of every village of the scope.
    pub villages: Vec<EventShare>,
    /// Plans that were activated for it; none for those who do not see that ledger.
    pub activations: Vec<Activation>,
    /// Help tasks; none for those who do not see that ledger.
    pub tasks: Vec<TaskItem>,
}

/// How far an event is.
pub(super) fn state_of(event: &ShockEvent) -> anyhow::Result<EventState> {
    let state = EventState::from_word(&event.state);
    state.with_context(|| format!("事件 {} 的状态读不懂", event.id))
}

/// The regions above one.
pub(super) fn above(home: &Home, region_id: i64) -> Vec<i64> {
    home.definitions.regions.ancestors(region_id).map(|it| it.id).collect()
}

/// An event the scope may know of.
pub(super) async fn known_event(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    id: i64,
) -> Result<ShockEvent, ShockError> {
    let above = above(home, scope.region_id);
    let found = tx.shock_event_of(id, scope.region_id, &above).await?;
    found.ok_or(ShockError::NotFound)
}

/// An event whose campaign is the scope's own: its region recorded it, or lies above that one.
pub(super) async fn own_event(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    id: i64,
) -> Result<ShockEvent, ShockError> {
    let event = known_event(home, tx, scope, id).await?;
    let region = region_of(home, &event)?;
    match manages(home, scope, region) {
        true => Ok(event),
        false => Err(ShockError::NotYours(home.definitions.regions.name_path(region.id))),
    }
}

/// Whether a scope holds the region that recorded an event.
pub(super) fn manages(home: &Home, scope: &Scope, region: &Region) -> bool {
    reach::region_in(home, scope, &region.stat_code).is_some()
}

/// A line of the register, with the figures of a scope.
pub(super) async fn row(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    event: &ShockEvent,
    today: NaiveDate,
) -> Result<(EventRow, Vec<EventShare>), ShockError> {
    let kind = type_of(home, event).ok();
    let subtype = event.subtype.as_deref().and_then(|it| kind.as_ref()?.subtype(it));
    let villages = shares(home, tx, scope, event.id, today).await?;
    let course = villages.iter().fold(Course::default(), |sum, it| sum.plus(&it.course));
    let row = EventRow {
        event: event.id,
        title: event.title.clone(),
        kind: event.kind.clone(),
        type_zh: kind.as_ref().map_or_else(|| event.kind.clone(), |it| it.zh.clone()),
        type_en: kind.as_ref().map_or_else(|| event.kind.clone(), |it| it.en.clone()),
        subtype_zh: subtype.map(|it| it.zh.clone()),
        happened_on: event.happened_on,
        areas: areas(home, tx, event.id).await?,
        state: event.state.clone(),
        state_zh: state_of(event)?.zh().to_owned(),
        course,
    };
    Ok((row, villages))
}

async fn areas(home: &Home, tx: &mut Tx, event_id: i64) -> Result<Vec<EventArea>, ShockError> {
    let regions = &home.definitions.regions;
    let mut views = Vec::new();
    for it in tx.shock_areas(event_id).await? {
        let Some(region) = regions.get(it.region_id) else { continue };
        let group = match it.group_id {
            0 => None,
            id => {
                let county = regions.chain(region.id).county.unwrap_or_default();
                let groups = tx.groups_in(county).await?;
                groups.into_iter().find(|it| it.id == id).map(|it| it.name)
            }
        };
        let name = regions.name_path(region.id);
        views.push(EventArea { region: region.stat_code.clone(), name, group });
    }
    Ok(views)
}

/// How every village of a scope stands on a day.
async fn shares(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    event_id: i64,
    today: NaiveDate,
) -> Result<Vec<EventShare>, ShockError> {
    let regions = &home.definitions.regions;
    let mut by_village: BTreeMap<i64, Course> = BTreeMap::new();
    for it in tx.count_shock_members(event_id, scope, today).await? {
        let Some(stage) = MemberStage::from_word(&it.stage) else { continue };
        let finding = it.finding.as_deref().and_then(EventFinding::from_word);
        let due = it.is_due.then_some(today);
        let share = by_village.entry(it.village_id).or_default();
        *share = share.plus(&course(stage, finding, due, today, it.households));
    }
    let share = |(village, course): (i64, Course)| {
        let region = regions.get(village)?;
        let name = regions.name_path(village);
        Some(EventShare { region: region.stat_code.clone(), name, course })
    };
    let mut shares: Vec<EventShare> = by_village.into_iter().filter_map(share).collect();
    shares.sort_by(|a, b| a.region.cmp(&b.region));
    Ok(shares)
}
