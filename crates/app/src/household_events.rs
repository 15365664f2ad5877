//! 家庭变化 that changes the register itself: 分户 makes a household of those who leave, moves them,
//! tells the open case, and opens a case for the part that the risk did not go with, so that
//! somebody looks at it too.

use std::collections::BTreeSet;

use casework::{Action, ClueSource, HouseholdEvent};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{DbError, Household, Person, Residence, StoredCase, Tx};

use crate::{
    accounts::Manager,
    case_opening::open_case,
    cases::{self, CaseError},
    home::Home,
};

/// Why an event cannot be recorded.
#[derive(Debug, thiserror::Error)]
pub enum HouseholdEventError {
    /// There is no such household, or the caller may not know of it.
    #[error("没有这一户（{0}），或不在您的范围内")]
    NotFound(i64),
    /// The people named do not all live there, or nobody would stay.
    #[error("分出去的人须是本户现有成员，而且至少留下一人：请核对成员")]
    MembersDisagree,
    /// A household has a head, before and after.
    #[error("两边都要有户主：写明新户的户主；原户主分出去的，还要写明留下的人里谁当户主")]
    HeadNeeded,
    /// Another household has the police book.
    #[error("户口簿号已登记在另一户：请核对新户口簿")]
    BookTaken,
    /// The day lies ahead.
    #[error("{0} 还没有到：日期不能晚于今天")]
    NotYet(NaiveDate),
    /// What stands in the way of the case.
    #[error(transparent)]
    Case(CaseError),
    /// Database or files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl HouseholdEventError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            HouseholdEventError::NotFound(_) => "household.not_found",
            HouseholdEventError::MembersDisagree => "household.members_disagree",
            HouseholdEventError::HeadNeeded => "household.head_needed",
            HouseholdEventError::BookTaken => "household.book_taken",
            HouseholdEventError::NotYet(_) => "household.not_yet",
            HouseholdEventError::Case(error) => error.code(),
            HouseholdEventError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for HouseholdEventError {
    fn from(error: DbError) -> HouseholdEventError {
        HouseholdEventError::Internal(error.into())
    }
}

impl From<CaseError> for HouseholdEventError {
    fn from(error: CaseError) -> HouseholdEventError {
        match error {
            CaseError::Internal(error) => HouseholdEventError::Internal(error),
            other => HouseholdEventError::Case(other),
        }
    }
}

/// What happened to a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum HouseholdEventIn {
    /// 分户.
    HouseholdSplit(SplitIn),
}

/// 分户: who leaves, and on which side the risk is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SplitIn {
    /// The members who now form a household of their own.
    pub leaving: BTreeSet<i64>,
    /// 户主 of the new household, one of them.
    pub head: i64,
    /// 户主 of those who stay, when the head is among those who leave.
    #[serde(default)]
    pub head_of_rest: Option<i64>,
    /// The risk goes with those who leave, and the open case with it.
    pub risk_leaves: bool,
    /// 户口簿号 of the new household, once the police have given one.
    #[serde(default)]
    pub police_book_no: Option<String>,
    /// The version of the open case that was seen; another one is refused.
    #[serde(default)]
    pub version: Option<i64>,
    /// The day it counts for; today when absent, never later.
    #[serde(default)]
    pub on: Option<NaiveDate>,
}

/// What came of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HouseholdEventView {
    /// The household it happened to.
    pub household: i64,
    /// The household of those who left.
    pub new_household: i64,
    /// The case that was open, and goes on.
    pub case: Option<i64>,
    /// The household it is about now.
    pub case_household: Option<i64>,
    /// The case of the other part: somebody has to look at it anew.
    pub opened: Option<i64>,
}

/// Records what happened to a household: register, open case and the case of the other part in one
/// transaction with its audit rows.
///
/// # Errors
/// [`HouseholdEventError`]; then nothing is changed.
pub async fn record(
    home: &Home,
    who: Manager<'_>,
    household_id: i64,
    event: HouseholdEventIn,
    now: DateTime<Utc>,
) -> Result<HouseholdEventView, HouseholdEventError> {
    let HouseholdEventIn::HouseholdSplit(split) = event;
    let today = kernel::china_day(now);
    let on = split.on.unwrap_or(today);
    if today < on {
        return Err(HouseholdEventError::NotYet(on));
    }
    let mut tx = home.db.write().await?;
    let none = || HouseholdEventError::NotFound(household_id);
    if let Manager::Staff(staff) = who
        && !tx.household_is_in(household_id, &staff.scope).await?
    {
        return Err(none());
    }
    let household = tx.household(household_id).await?.ok_or_else(none)?;
    let case = tx.open_cases_of(&[household_id]).await?.into_iter().next();
    if let Some(case) = &case
        && split.version != Some(case.version)
    {
        return Err(HouseholdEventError::Case(CaseError::Stale));
    }
    let actor = who.actor();
    let new_household = divide(&mut tx, &household, &split).await?;
    let opened = match &case {
        Some(case) => {
            Some(part(home, &mut tx, case, new_household, &split, on, &actor, now).await?)
        }
        None => None,
    };
    let detail = json!({
        "new_household": new_household, "leaving": split.leaving.len(),
        "risk_leaves": split.risk_leaves, "case": case.as_ref().map(|it| it.id), "opened": opened,
    });
    let subject = format!("household {household_id}");
    tx.append_audit(now, &actor, "household.split", &subject, &detail).await?;
    tx.commit().await?;
    let follows = if split.risk_leaves { new_household } else { household_id };
    Ok(HouseholdEventView {
        household: household_id,
        new_household,
        case_household: case.as_ref().map(|_| follows),
        case: case.map(|it| it.id),
        opened,
    })
}

/// The register after the split; gives the key of the new household. It lies where the old one
/// does, and lives where that lives, until somebody says otherwise.
async fn divide(tx: &mut Tx, old: &Household, split: &SplitIn) -> Result<i64, HouseholdEventError> {
    let living: Vec<Person> =
        tx.members_of(old.id).await?.into_iter().filter(|it| it.departed.is_none()).collect();
    let leaves = |it: &Person| split.leaving.contains(&it.id);
    let (leaving, staying): (Vec<Person>, Vec<Person>) = living.into_iter().partition(leaves);
    if leaving.is_empty() || staying.is_empty() || leaving.len() != split.leaving.len() {
        return Err(HouseholdEventError::MembersDisagree);
    }
    let head_leaves = leaving.iter().any(|it| it.is_head);
    let named = |people: &[Person], head: i64| people.iter().any(|it| it.id == head);
    let head_of_rest = split.head_of_rest;
    let is_led = match head_of_rest {
        Some(head) => head_leaves && named(&staying, head),
        None => !head_leaves,
    };
    if !named(&leaving, split.head) || !is_led {
        return Err(HouseholdEventError::HeadNeeded);
    }
    let book = split.police_book_no.as_deref().map(str::trim).filter(|it| !it.is_empty());
    if let Some(book) = book
        && tx
            .households_in(old.county_id)
            .await?
            .iter()
            .any(|it| it.police_book_no.as_deref() == Some(book))
    {
        return Err(HouseholdEventError::BookTaken);
    }

    let id = tx.allocate("households", 1).await?;
    let (gone, left) = (leaving.len() as i64, staying.len() as i64);
    let new = Household {
        id,
        national_household_no: None,
        police_book_no: book.map(str::to_owned),
        // What the national system says, it says of the household it knows.
        monitoring_type: None,
        monitoring_state: "none".to_owned(),
        identified_on: None,
        eliminated_on: None,
        no_labor_safety_net: false,
        members: gone,
        risks: Vec::new(),
        ..old.clone()
    };
    tx.save_households(&[Household { members: left, ..old.clone() }, new]).await?;
    let moved = leaving.into_iter().map(|it| Person {
        household_id: id,
        is_head: it.id == split.head,
        ..it
    });
    let led = staying
        .into_iter()
        .map(|it| Person { is_head: head_of_rest.map_or(it.is_head, |head| it.id == head), ..it });
    let people: Vec<Person> = moved.chain(led).collect();
    tx.save_persons(&people).await?;
    if let Some(residence) = tx.residences_of(&[old.id]).await?.pop() {
        tx.save_residences(&[Residence { household_id: id, ..residence }]).await?;
    }
    Ok(id)
}

/// Tells the open case, and opens one for the part that the risk did not go with. The departments
/// that had to do with the family have to do with both.
#[expect(clippy::too_many_arguments, reason = "one transaction, its actor and its time")]
async fn part(
    home: &Home,
    tx: &mut Tx,
    case: &StoredCase,
    new_household_id: i64,
    split: &SplitIn,
    on: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<i64, HouseholdEventError> {
    let leaving = split.leaving.clone();
    let risk_leaves = split.risk_leaves;
    let change = HouseholdEvent::HouseholdSplit { leaving, new_household_id, risk_leaves };
    let action = Action::ChangeHousehold { change };
    let word = action.word().0;
    let moved = cases::record(home, tx, case.id, action, split.version, on, actor, now).await?;
    let other = if risk_leaves { case.household_id } else { new_household_id };
    let departments = tx.departments_of_case(case.id).await?;
    let source = ClueSource::GrassrootsInspection;
    let opened = open_case(home, tx, other, source, on, departments, now).await?;
    let detail = json!({ "action": word, "version": moved.version });
    tx.append_audit(now, actor, "case.act", &format!("case {}", case.id), &detail).await?;
    let detail = json!({ "split_from": case.id });
    tx.append_audit(now, actor, "case.open", &format!("case {opened}"), &detail).await?;
    Ok(opened)
}
