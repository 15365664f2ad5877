//! The register of events, one event, and what a scope has to do.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    error::ShockError,
    plans, tasks,
    terms::region_of,
    view::{EventRow, EventView, HitShown, above, known_event, manages, row},
};
use crate::{home::Home, staff::Staff};

/// What the register is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// `recorded`, `surveying` or `closed`.
    pub state: Option<String>,
}

/// What is to be done for an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventTodo {
    /// The event.
    pub event: i64,
    /// What people call it.
    pub title: String,
    /// The day it happened.
    pub happened_on: NaiveDate,
    /// Households to be verified.
    pub to_verify: i64,
    /// Households whose round is due.
    pub rounds_due: i64,
}

/// A page of the events a scope may know of, the newest first, below the event `before`.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    home: &Home,
    staff: &Staff,
    filter: &EventFilter,
    before: Option<i64>,
    limit: i64,
    today: NaiveDate,
) -> Result<Vec<EventRow>, ShockError> {
    let (scope, state) = (&staff.scope, filter.state.as_deref());
    let above = above(home, scope.region_id);
    let mut tx = home.db.read().await?;
    let events = tx.shock_events_of(scope.region_id, &above, state, before, limit).await?;
    let mut rows = Vec::with_capacity(events.len());
    for it in &events {
        rows.push(row(home, &mut tx, scope, it, today).await?.0);
    }
    Ok(rows)
}

/// One event with the shares of the scope's villages, its plans and its tasks.
///
/// # Errors
/// [`ShockError::NotFound`].
pub async fn show(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    today: NaiveDate,
) -> Result<EventView, ShockError> {
    let mut tx = home.db.read().await?;
    let event = known_event(home, &mut tx, &staff.scope, event_id).await?;
    let region = region_of(home, &event)?;
    let (row, villages) = row(home, &mut tx, &staff.scope, &event, today).await?;
    drop(tx);
    let target = event.target_ledger.map(|ledger| HitShown {
        ledger,
        record: event.target_record,
        code: event.target_code,
        name: event.target_name.unwrap_or_default(),
    });
    Ok(EventView {
        row,
        region: region.stat_code.clone(),
        region_name: home.definitions.regions.name_path(region.id),
        subtype: event.subtype,
        source: event.source,
        document: event.document,
        description: event.description,
        target,
        ways: serde_json::from_value(event.ways).unwrap_or_default(),
        month: event.month,
        opened_on: event.opened_on,
        closed_on: event.closed_on,
        close_reason: event.close_reason,
        recorded_at: event.recorded_at,
        version: event.version,
        may_manage: manages(home, &staff.scope, region),
        villages,
        activations: plans::of_event(home, staff, event_id, today).await?,
        tasks: tasks::of_event(home, staff, event_id, today).await?,
    })
}

/// What a scope has to do for the events whose campaigns are open.
///
/// # Errors
/// When the database cannot be read.
pub async fn todos(
    home: &Home,
    staff: &Staff,
    today: NaiveDate,
) -> Result<Vec<EventTodo>, ShockError> {
    let mut tx = home.db.read().await?;
    let mut todos = Vec::new();
    for it in tx.shock_todos(&staff.scope, today).await? {
        let Some(event) = tx.shock_event(it.event_id).await? else { continue };
        todos.push(EventTodo {
            event: event.id,
            title: event.title,
            happened_on: event.happened_on,
            to_verify: it.to_verify,
            rounds_due: it.rounds_due,
        });
    }
    Ok(todos)
}
