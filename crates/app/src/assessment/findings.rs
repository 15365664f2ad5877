//! 问题整改和结果运用: what was found becomes a task of the ledger of tasks, where it is worked on,
//! reported, confirmed or sent back.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{AssessmentFinding, new_id};

use super::{
    error::AssessmentError,
    open::said,
    rights::{CLOSED, Known, VOIDED, known, may},
    table::RoundTable,
};
use crate::{
    home::Home,
    ledgers,
    staff::Staff,
    task_items::{self, NewTaskItem},
};

/// The code of the ledger's list of sources for assessments.
const FROM_ASSESSMENT: &str = "evaluation";

/// Something to be put right, or a consequence to be carried out.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFinding {
    /// The item it is about.
    #[serde(default)]
    pub item: Option<String>,
    /// The consequence it carries out; of a closed round only.
    #[serde(default)]
    pub consequence: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// What is to be done.
    pub task: String,
    /// 责任单位.
    pub owner_unit: String,
    /// 责任人职务; never a name.
    #[serde(default)]
    pub owner_post: Option<String>,
    /// 完成时限; by default the day the consequence has.
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
}

/// Something to be put right, with its task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FindingView {
    /// The finding.
    pub finding: String,
    /// The item it is about.
    pub item: Option<String>,
    /// The consequence it carries out.
    pub consequence: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// The record in the ledger of tasks.
    pub task: i64,
    /// What is to be done.
    pub title: Option<String>,
    /// 责任单位.
    pub owner_unit: Option<String>,
    /// 完成时限.
    pub due_on: Option<NaiveDate>,
    /// The state of the task: `open`, `working`, `reported`, `closed`, `cancelled`.
    pub state: Option<String>,
    /// It is past its day and not confirmed.
    pub overdue: bool,
}

/// Records a finding and opens its task. Gives the number of the record in the ledger of tasks.
///
/// # Errors
/// What stands in the way, and what the ledger refuses.
pub async fn find(
    home: &Home,
    staff: &Staff,
    id: &str,
    new: &NewFinding,
    now: DateTime<Utc>,
) -> Result<i64, AssessmentError> {
    ledgers::ready(home).await?;
    let mut tx = home.db.write().await?;
    tx.lock_assessment(id).await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    may(staff, &it.scheme.may.find)?;
    if it.round.state == VOIDED {
        return Err(AssessmentError::Ended);
    }
    if let Some(item) = &new.item {
        it.scheme.item(item).ok_or_else(|| AssessmentError::NoItem(item.clone()))?;
    }
    let due_on = match &new.consequence {
        None => new.due_on,
        Some(consequence) => {
            let due = due_of(&it, consequence)?;
            new.due_on.or(due)
        }
    };
    let due_on = due_on.ok_or(AssessmentError::NoDay)?;
    let problem = said(Some(&new.problem)).ok_or(AssessmentError::NoReason)?;
    let item = NewTaskItem {
        source: FROM_ASSESSMENT,
        document: &document(&it),
        problem: &problem,
        of: None,
        task: &new.task,
        owner_unit: &new.owner_unit,
        owner_post: new.owner_post.as_deref(),
        with_units: None,
        due_on,
    };
    let task = task_items::open(home, &mut tx, staff, &it.region.stat_code, &item, now).await?;
    let finding = AssessmentFinding {
        id: new_id(now),
        round_id: id.to_owned(),
        item: new.item.clone(),
        consequence: new.consequence.clone(),
        problem,
        task,
        done_at: now,
        done_by: staff.actor(),
    };
    tx.insert_assessment_finding(&finding).await?;
    let detail = json!({ "finding": finding.id, "item": finding.item,
                         "consequence": finding.consequence, "task": task });
    tx.append_audit(now, &staff.actor(), "assessment.find", id, &detail).await?;
    tx.commit().await?;
    Ok(task)
}

/// The day of a consequence of a closed round.
fn due_of(it: &Known<'_>, consequence: &str) -> Result<Option<NaiveDate>, AssessmentError> {
    let none = || AssessmentError::NoConsequence(consequence.to_owned());
    if it.round.state != CLOSED {
        return Err(none());
    }
    let table: RoundTable = serde_json::from_value(it.round.result.clone().unwrap_or_default())
        .map_err(anyhow::Error::from)?;
    let found = table.consequences.into_iter().find(|it| it.consequence == consequence);
    Ok(found.ok_or_else(none)?.due_on)
}

fn document(it: &Known<'_>) -> String {
    format!("{}年{} {}", it.round.year, it.scheme.zh, it.round.object)
}

/// The findings of a round with how far their tasks are.
pub(super) async fn findings(
    home: &Home,
    staff: &Staff,
    rows: Vec<AssessmentFinding>,
    today: NaiveDate,
) -> Result<Vec<FindingView>, AssessmentError> {
    let mut found = Vec::new();
    for it in rows {
        let task = task_items::task_item(home, staff, it.task, today).await?;
        found.push(FindingView {
            finding: it.id,
            item: it.item,
            consequence: it.consequence,
            problem: it.problem,
            task: it.task,
            overdue: task.as_ref().is_some_and(|it| it.overdue),
            due_on: task.as_ref().and_then(|it| it.due_on),
            title: task.as_ref().map(|it| it.task.clone()),
            owner_unit: task.as_ref().map(|it| it.owner_unit.clone()),
            state: task.map(|it| it.state),
        });
    }
    Ok(found)
}
