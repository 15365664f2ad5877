//! 任务清单: what a target is behind by, what an event asks for and what an assessment found become
//! tasks of one ledger, where they are worked on, reported, confirmed or sent back like any other.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use store::Tx;

use crate::{
    home::Home,
    ledgers::{self, LedgerError, RecordView},
    staff::Staff,
};

/// The ledger of tasks.
const LEDGER: &str = "task_items";
/// Its fields that are shown beside what a task is for.
const SHOWN: [&str; 5] = ["task", "owner_unit", "owner_post", "due_on", "percent_done"];

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TaskItem {
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
    /// The state of the record, as the ledger names it.
    pub state: String,
    /// Nothing is left to be done.
    pub ended: bool,
    /// It is past its day and not confirmed.
    pub overdue: bool,
}

/// A task to be opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewTaskItem<'a> {
    /// Code of the ledger's list of sources.
    pub source: &'a str,
    /// 来源文件.
    pub document: &'a str,
    /// What is wrong.
    pub problem: &'a str,
    /// The field that says what it is for, and its value.
    pub of: Option<(&'a str, &'a str)>,
    /// What is to be done.
    pub task: &'a str,
    /// 责任单位.
    pub owner_unit: &'a str,
    /// 责任人职务; never a name.
    pub owner_post: Option<&'a str>,
    /// 配合单位.
    pub with_units: Option<&'a str>,
    /// 完成时限.
    pub due_on: NaiveDate,
}

/// Opens a task with its history and its audit row, in the caller's unit of work. Gives the record's
/// number.
///
/// # Errors
/// What the ledger refuses.
pub(crate) async fn open(
    home: &Home,
    tx: &mut Tx,
    staff: &Staff,
    region: &str,
    new: &NewTaskItem<'_>,
    now: DateTime<Utc>,
) -> Result<i64, LedgerError> {
    let day = new.due_on.to_string();
    let values = [
        ("task", new.task),
        ("source", new.source),
        ("source_document", new.document),
        ("problem", new.problem),
        ("owner_unit", new.owner_unit),
        ("owner_post", new.owner_post.unwrap_or_default()),
        ("with_units", new.with_units.unwrap_or_default()),
        ("due_on", &day),
    ];
    let values = ledgers::filled(values.into_iter().chain(new.of));
    ledgers::add_in(home, tx, staff, LEDGER, region, &values, now).await
}

/// The tasks of a region that say in a field what they are for: each with that value, as stored and
/// as people read it. Whoever may not see the ledger of tasks sees none.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope.
pub(crate) async fn which_name(
    home: &Home,
    staff: &Staff,
    region: &str,
    field: &str,
    today: NaiveDate,
) -> Result<Vec<(Of, TaskItem)>, LedgerError> {
    let shown: Vec<&str> = SHOWN.into_iter().chain([field]).collect();
    let found = ledgers::filled_in(home, staff, LEDGER, region, field, &shown, today).await;
    let found = match found {
        Err(LedgerError::NoLedger) => return Ok(Vec::new()),
        found => found?,
    };
    let of = |it: &RecordView| {
        let value = it.values.get(field);
        Of {
            value: value.and_then(|it| it.value.clone()).unwrap_or_default(),
            zh: value.map(|it| it.zh.clone()).unwrap_or_default(),
        }
    };
    Ok(found.iter().map(|it| (of(it), item(it, today))).collect())
}

/// What a task is for.
#[derive(Debug)]
pub(crate) struct Of {
    /// As it is stored.
    pub value: String,
    /// As people read it.
    pub zh: String,
}

/// One task, for those who see it.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) async fn task_item(
    home: &Home,
    staff: &Staff,
    record: i64,
    today: NaiveDate,
) -> Result<Option<TaskItem>, LedgerError> {
    match ledgers::show(home, staff, LEDGER, record, today).await {
        Ok(record) => Ok(Some(item(&record, today))),
        Err(LedgerError::NotFound | LedgerError::NoLedger) => Ok(None),
        Err(error) => Err(error),
    }
}

fn item(record: &RecordView, today: NaiveDate) -> TaskItem {
    let due = record.values.get("due_on").and_then(|it| it.value.as_ref()?.parse().ok());
    TaskItem {
        record: record.record,
        task: record.title.clone(),
        region: record.region.clone(),
        region_name: record.region_name.clone(),
        owner_unit: record.said("owner_unit").unwrap_or_default(),
        owner_post: record.said("owner_post"),
        due_on: due,
        percent_done: record.said("percent_done"),
        state: record.state.clone(),
        ended: record.ended,
        overdue: !record.ended && due.is_some_and(|it: NaiveDate| it < today),
    }
}
