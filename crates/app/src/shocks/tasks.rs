//! 帮扶任务 of an event: who helps, and by which day. Tasks are records of the ledger of tasks, where
//! they are worked on, reported and confirmed like any other.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::{error::ShockError, view::known_event};
use crate::{
    home::Home,
    ledgers,
    staff::Staff,
    task_items::{self, NewTaskItem, TaskItem},
};

/// The field of the ledger of tasks with the number of the event.
const EVENT: &str = "event";
/// The code of its list of sources for events.
const FROM_EVENT: &str = "event";

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
    ledgers::ready(home).await?;
    let mut tx = home.db.write().await?;
    let event = known_event(home, &mut tx, &staff.scope, event_id).await?;
    let number = event_id.to_string();
    let new_item = NewTaskItem {
        source: FROM_EVENT,
        document: event.document.as_deref().unwrap_or_default(),
        problem: &event.title,
        of: Some((EVENT, &number)),
        task: &new.task,
        owner_unit: &new.owner_unit,
        owner_post: new.owner_post.as_deref(),
        with_units: None,
        due_on: new.due_on,
    };
    let task = task_items::open(home, &mut tx, staff, &new.region, &new_item, now).await?;
    tx.commit().await?;
    Ok(task)
}

/// The help tasks of an event in the caller's scope.
pub(super) async fn of_event(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    today: NaiveDate,
) -> Result<Vec<TaskItem>, ShockError> {
    let own = home.definitions.regions.get(staff.scope.region_id);
    let code = own.map(|it| it.stat_code.as_str()).unwrap_or_default();
    let found = task_items::which_name(home, staff, code, EVENT, today).await?;
    let number = event_id.to_string();
    Ok(found.into_iter().filter(|(of, _)| of.value == number).map(|(_, it)| it).collect())
}
