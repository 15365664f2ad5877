//! 帮扶任务 of an event: who helps, and by which day. Tasks are records of the ledger of tasks, where
//! they are worked on, reported and confirmed like any other.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    error::ShockError,
    plans::{filled, plain, records_of},
    view::known_event,
};
use crate::{
    home::Home,
    ledgers::{self, RecordView},
    staff::Staff,
};

/// The ledger of tasks.
const LEDGER: &str = "task_items";
/// Its field with the number of the event.
const EVENT: &str = "event";
/// Its fields that are shown with an event.
const SHOWN: [&str; 6] = ["task", EVENT, "owner_unit", "owner_post", "due_on", "percent_done"];
/// The code of its list of sources for events.
const FROM_EVENT: &str = "event";

/// A help task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventTask {
    /// The record in the ledger of tasks.
    pub record: i64,
    /// What is to be done.
    pub task: String,
    /// Statistical code of the region it was given to.
    pub region: String,
    /// Its name.
    pub region_name: String,
    /// 责任单位.
    pub owner_unit: String,
    /// 责任人职务.
    pub owner_post: Option<String>,
    /// 完成时限.
    pub due_on: Option<NaiveDate>,
    /// Done, in per cent, as it was reported.
    pub percent_done: Option<String>,
    /// The state of the record.
    pub state: String,
    /// Nothing is left to be done.
    pub ended: bool,
    /// It is past its day and not confirmed.
    pub overdue: bool,
}

/// A help task to be opened.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEventTask {
    /// Statistical code of the region it is given to.
    pub region: String,
    /// What is to be done.
    pub task: String,
    /// 责任单位.
    pub owner_unit: String,
    /// 责任人职务; never a name.
    #[serde(default)]
    pub owner_post: Option<String>,
    /// 完成时限.
    pub due_on: NaiveDate,
}

/// Opens a help task for an event: a record in the ledger of tasks, with its history and its audit
/// row. Gives the record's number.
///
/// # Errors
/// [`ShockError::NotFound`], and what the ledger refuses.
pub async fn open_task(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    new: &NewEventTask,
    now: DateTime<Utc>,
) -> Result<i64, ShockError> {
    let mut tx = home.db.read().await?;
    let event = known_event(home, &mut tx, &staff.scope, event_id).await?;
    drop(tx);
    let values = [
        ("task", new.task.clone()),
        ("source", FROM_EVENT.to_owned()),
        ("source_document", event.document.unwrap_or_default()),
        (EVENT, event_id.to_string()),
        ("problem", event.title),
        ("owner_unit", new.owner_unit.clone()),
        ("owner_post", new.owner_post.clone().unwrap_or_default()),
        ("due_on", new.due_on.to_string()),
    ];
    Ok(ledgers::add(home, staff, LEDGER, &new.region, &filled(&values), now).await?)
}

/// The help tasks of an event in the caller's scope.
pub(super) async fn of_event(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    today: NaiveDate,
) -> Result<Vec<EventTask>, ShockError> {
    let found = records_of(home, staff, (LEDGER, EVENT, &SHOWN), event_id, today).await?;
    let view = |(it, ended): (RecordView, bool)| {
        let due_on: Option<NaiveDate> =
            it.values.get("due_on").and_then(|it| it.value.as_ref()?.parse().ok());
        EventTask {
            record: it.record,
            task: it.title.clone(),
            owner_unit: plain(&it, "owner_unit").unwrap_or_default(),
            owner_post: plain(&it, "owner_post"),
            percent_done: plain(&it, "percent_done"),
            due_on,
            overdue: !ended && due_on.is_some_and(|it| it < today),
            ended,
            region: it.region,
            region_name: it.region_name,
            state: it.state,
        }
    };
    Ok(found.into_iter().map(view).collect())
}
