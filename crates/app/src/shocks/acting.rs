//! What people do with a household of a campaign: put it on the list, take it off, report what was
//! found, tag it, follow it until it has recovered.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::china_day;
use serde::Deserialize;
use serde_json::json;
use shock::{EventFinding, EventState, Member, MemberAction};
use store::{ShockEvent, Tx};

use super::{
    cases::case_for,
    error::ShockError,
    find::Area,
    members::ADDED,
    recording::{Recording, written_member},
    terms::{Tags, region_of},
    view::{known_event, state_of},
};
use crate::{home::Home, staff::Staff};

/// What was found at a household, or how it is now.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventHouseholdReport {
    /// The version of the household that was seen.
    pub version: i64,
    /// The day it counts for; today when absent, never later.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// What is reported.
    pub action: MemberAction,
}

/// A household to be put on the list by a person.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEventHousehold {
    /// The household.
    pub household: i64,
    /// Why.
    pub reason: String,
}

/// A household to be taken off the list, or put back.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventListChange {
    /// The version of the household that was seen.
    pub version: i64,
    /// It comes off the list; otherwise it comes back.
    pub drop: bool,
    /// Why.
    pub reason: String,
}

/// Puts a household of the scope on the list, with the reason.
///
/// # Errors
/// [`ShockError::NotFound`] outside the scope, [`ShockError::State`] when no campaign is open or the
/// household is on the list.
pub async fn add_member(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    new: &NewEventHousehold,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let reason = new.reason.trim();
    if reason.is_empty() {
        return Err(ShockError::Value("请写明加入的理由".into()));
    }
    let today = china_day(now);
    let mut tx = home.db.write().await?;
    let event = surveyed(home, &mut tx, staff, event_id).await?;
    if !tx.household_is_in(new.household, &staff.scope).await? {
        return Err(ShockError::NotFound);
    }
    let household = tx.household(new.household).await?.ok_or(ShockError::NotFound)?;
    let area = Area::of(tx.shock_areas(event_id).await?);
    if !area.holds(home, household.village_id, household.group_id) {
        return Err(ShockError::Value("这一户不在事件的范围里".into()));
    }
    if !tx.listed_for_shock(event_id, &[new.household]).await?.is_empty() {
        return Err(ShockError::State("这一户已经在名单里".into()));
    }
    let place = (new.household, household.village_id);
    let how = (ADDED, Some(reason.to_owned()));
    let member = written_member(home, event_id, place, how, today, &Member::listed(today));
    tx.add_shock_members(std::slice::from_ref(&member)).await?;
    let detail = json!({ "household": new.household, "reason": reason });
    let subject = format!("event {}", event.id);
    tx.append_audit(now, &staff.actor(), "event.add_household", &subject, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a household off the list, or puts it back, with the reason.
///
/// # Errors
/// As [`report`].
pub async fn change_listing(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    household: i64,
    change: &EventListChange,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let reason = change.reason.clone();
    let action = match change.drop {
        true => MemberAction::Drop { reason },
        false => MemberAction::Restore { reason },
    };
    act(home, staff, event_id, household, change.version, action, None, now).await
}

/// Records what was found at a household, its tags, or a round of following. A household in hardship
/// gets its case: the open one, or a new one that is sent to its village.
///
/// # Errors
/// [`ShockError::NotFound`] outside the scope, [`ShockError::Stale`], what the course refuses.
pub async fn report(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    household: i64,
    report: &EventHouseholdReport,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let action = report.action.clone();
    let by_hand = matches!(
        action,
        MemberAction::Report { .. } | MemberAction::Tag { .. } | MemberAction::FollowUp { .. }
    );
    if !by_hand {
        let words = "这里只登记核实结果、分区分类和跟踪；移出名单由乡镇、县办理，别的由案带来";
        return Err(ShockError::Value(words.into()));
    }
    act(home, staff, event_id, household, report.version, action, report.on, now).await
}

#[expect(clippy::too_many_arguments, reason = "the one way a person acts on a household of a list")]
async fn act(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    household: i64,
    version: i64,
    action: MemberAction,
    on: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let today = china_day(now);
    let on = on.unwrap_or(today);
    if today < on {
        return Err(ShockError::NotYet(on));
    }
    let mut tx = home.db.write().await?;
    let event = surveyed(home, &mut tx, staff, event_id).await?;
    let stored = tx.shock_member_in(event_id, household, &staff.scope).await?;
    let stored = stored.ok_or(ShockError::NotFound)?;
    if stored.version != version {
        return Err(ShockError::Stale);
    }
    let actor = staff.actor();
    let (zone, class) = match &action {
        MemberAction::Report { zone, class, .. } | MemberAction::Tag { zone, class } => {
            (zone.as_deref(), class.as_deref())
        }
        _ => (None, None),
    };
    Tags::of(home, region_of(home, &event)?, on).check(zone, class)?;
    let hardship = matches!(action, MemberAction::Report { finding: EventFinding::Hardship, .. });
    let word = action.word().0;
    let mut recording = Recording { home, tx: &mut tx, event: &event, actor: &actor, on, now };
    let after = recording.record(stored, action).await?;
    if hardship {
        let found = case_for(home, &mut tx, &event, household, &actor, on, now).await?;
        let action = match found {
            (case, true) => MemberAction::Monitor { case },
            (case, false) => MemberAction::LinkCase { case },
        };
        recording = Recording { home, tx: &mut tx, event: &event, actor: &actor, on, now };
        recording.record(after, action).await?;
    }
    let detail = json!({ "household": household, "action": word });
    let subject = format!("event {event_id}");
    tx.append_audit(now, &actor, "event.act", &subject, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// An event of the scope whose campaign is open.
async fn surveyed(
    home: &Home,
    tx: &mut Tx,
    staff: &Staff,
    event_id: i64,
) -> Result<ShockEvent, ShockError> {
    let event = known_event(home, tx, &staff.scope, event_id).await?;
    match state_of(&event)? {
        EventState::Surveying => Ok(event),
        EventState::Closed => Err(ShockError::State("事件已结束".into())),
        EventState::Recorded => {
            Err(ShockError::State("还没有开展排查：请先由登记的单位找户、开展排查".into()))
        }
    }
}
