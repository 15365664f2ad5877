//! 任务清单 of targets: who brings what is behind up to the plan, and by which day.
//!
//! Tasks are records of the ledger of tasks, where they are worked on, reported and confirmed like
//! any other; here they are opened for a target and shown beside it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use indicator::Light;
use kernel::Month;
use serde::Deserialize;

use super::{
    error::IndicatorError,
    target_views::{TargetTable, TargetView},
    targets::targets,
};
use crate::{
    home::Home,
    ledgers,
    staff::Staff,
    task_items::{self, NewTaskItem, TaskItem},
};

/// The field of the ledger of tasks that says which target a task is for.
const OF_TARGET: &str = "indicator";
/// The code of its list of sources for what a plan wants.
const FROM_PLAN: &str = "plan";

/// A task to be opened for a target.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// Statistical code of the region whose plan has the target.
    pub region: String,
    /// The month the target is judged in, such as `2023-10`.
    #[schema(value_type = String)]
    pub month: Month,
    /// What is to be done; the target with what is missing when absent.
    #[serde(default)]
    pub task: Option<String>,
    /// 责任单位.
    pub owner_unit: String,
    /// 责任人职务; never a name.
    #[serde(default)]
    pub owner_post: Option<String>,
    /// 配合单位.
    #[serde(default)]
    pub with_units: Option<String>,
    /// 完成时限.
    pub due_on: NaiveDate,
}

/// Opens a task for a target: a record in the ledger of tasks, with its history and its audit row.
/// Gives the record's number.
///
/// # Errors
/// [`IndicatorError::NotFound`] outside the scope, [`IndicatorError::NoIndicator`] when the region's
/// plan has no such target, and what the ledger refuses.
pub async fn open_task(
    home: &Home,
    staff: &Staff,
    target: &str,
    new: &NewTask,
    now: DateTime<Utc>,
) -> Result<i64, IndicatorError> {
    let table = targets(home, &staff.scope, &new.region, new.month, None).await?;
    let of = table.targets.iter().find(|it| it.target == target);
    let of = of.ok_or_else(|| IndicatorError::NoIndicator(target.to_owned()))?;
    let task = new.task.as_deref().map(str::trim).filter(|it| !it.is_empty());
    let task = task.map_or_else(|| missing(of), ToOwned::to_owned);
    let name = name_of(&table, of);
    let item = NewTaskItem {
        source: FROM_PLAN,
        document: &of.source,
        problem: "",
        of: Some((OF_TARGET, &name)),
        task: &task,
        owner_unit: &new.owner_unit,
        owner_post: new.owner_post.as_deref(),
        with_units: new.with_units.as_deref(),
        due_on: new.due_on,
    };
    ledgers::ready(home).await?;
    let mut tx = home.db.write().await?;
    let task = task_items::open(home, &mut tx, staff, &new.region, &item, now).await?;
    tx.commit().await?;
    Ok(task)
}

/// The targets of a region's plan as [`targets`] gives them, each with the tasks that were opened
/// for it. Tasks are those of today, also where the values are those of an earlier day; whoever may
/// not see the ledger of tasks sees none.
///
/// # Errors
/// [`IndicatorError::NotFound`] outside the scope.
pub async fn targets_with_tasks(
    home: &Home,
    staff: &Staff,
    region: &str,
    month: Month,
    as_of: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<TargetTable, IndicatorError> {
    let table = targets(home, &staff.scope, region, month, as_of).await?;
    with_tasks(home, staff, table, today).await
}

/// The same table with the tasks of its targets.
pub(super) async fn with_tasks(
    home: &Home,
    staff: &Staff,
    mut table: TargetTable,
    today: NaiveDate,
) -> Result<TargetTable, IndicatorError> {
    let mut tasks = of_targets(home, staff, &table, today).await?;
    let behind = [Light::Yellow.name(), Light::Red.name()];
    for it in &mut table.targets {
        it.tasks = tasks.remove(&it.target).unwrap_or_default();
        it.needs_task = behind.contains(&it.light.as_str()) && it.tasks.iter().all(|it| it.ended);
    }
    Ok(table)
}

/// The tasks of a region's targets, by target.
async fn of_targets(
    home: &Home,
    staff: &Staff,
    table: &TargetTable,
    today: NaiveDate,
) -> Result<BTreeMap<String, Vec<TaskItem>>, IndicatorError> {
    let mut tasks: BTreeMap<String, Vec<TaskItem>> = BTreeMap::new();
    for (of, task) in task_items::which_name(home, staff, &table.region, OF_TARGET, today).await? {
        let targets = table.targets.iter();
        for target in targets.filter(|it| is_for(&of.zh, it, table)) {
            tasks.entry(target.target.clone()).or_default().push(task.clone());
        }
    }
    Ok(tasks)
}

/// What a target is called in the ledger: as the plan prints it, with the year where two targets
/// share the words, and by its identifier where that is not enough.
fn name_of(table: &TargetTable, target: &TargetView) -> String {
    let dated = with_due(target);
    let alone = |name: &dyn Fn(&TargetView) -> String| {
        let own = name(target);
        table.targets.iter().filter(|it| name(it) == own).count() == 1
    };
    if alone(&|it| it.zh.clone()) {
        target.zh.clone()
    } else if alone(&with_due) {
        dated
    } else {
        target.target.clone()
    }
}

fn with_due(target: &TargetView) -> String {
    format!("{}（{}）", target.zh, target.due)
}

/// Whether what stands in a record names this target. People may have typed the plan's words.
fn is_for(written: &str, target: &TargetView, table: &TargetTable) -> bool {
    written == target.target || written == name_of(table, target) || written == target.zh
}

/// What is missing, as a task.
fn missing(target: &TargetView) -> String {
    let unit = &target.unit;
    let wanted = target.wanted.as_deref().unwrap_or_default();
    let due = match target.due.is_empty() {
        true => String::new(),
        false => format!("{}年", target.due),
    };
    let value = match (&target.value, &target.gap) {
        (Some(value), Some(gap)) => format!("，现在{value}{unit}，还差{gap}{unit}"),
        _ => "，还没有数".to_owned(),
    };
    format!("{}：{due}要达到{wanted}{unit}{value}", target.zh)
}
