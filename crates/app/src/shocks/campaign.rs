//! 排查: a campaign puts the households it found on the list, a share for every village, and ends
//! when nothing is left to be done.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Month, china_day};
use policy::OpensCases;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shock::{Course, EventState, Member, MemberAction};
use store::{ShockEvent, ShockMember, Tx};

use super::{
    cases::case_for,
    error::ShockError,
    find::{FoundHousehold, chosen, find},
    recording::{Recording, written_member},
    terms::type_of,
    view::{own_event, row, state_of},
};
use crate::{home::Home, ledgers, staff::Staff};

/// A campaign to be opened, or to be widened by other ways.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEventCampaign {
    /// The version of the event that was seen.
    pub version: i64,
    /// The ways households are found by; the usual one of the kind when empty.
    #[serde(default)]
    pub ways: Vec<String>,
    /// The month whose facts are read, such as `2023-10`; the newest screened one when absent.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub month: Option<Month>,
}

/// What a campaign began with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CampaignOpened {
    /// Households put on the list.
    pub listed: i64,
    /// Households that were on it.
    pub listed_already: i64,
    /// Cases opened, or joined, with the campaign.
    pub cases: i64,
}

/// Opens the campaign of an event: what its ways find comes on the list. Doing it again adds what
/// was not on the list.
///
/// # Errors
/// [`ShockError::NotYours`], [`ShockError::Stale`], [`ShockError::State`] when it is closed,
/// [`ShockError::NobodyFound`].
pub async fn open(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    new: &NewEventCampaign,
    now: DateTime<Utc>,
) -> Result<CampaignOpened, ShockError> {
    ledgers::ready(home).await?;
    let today = china_day(now);
    let mut tx = home.db.write().await?;
    let event = own_event(home, &mut tx, &staff.scope, event_id).await?;
    if event.version != new.version {
        return Err(ShockError::Stale);
    }
    if state_of(&event)? == EventState::Closed {
        return Err(ShockError::State("事件已结束，不能再排查".into()));
    }
    let kind = type_of(home, &event)?;
    let ways = chosen(&kind, &new.ways)?;
    let found = find(home, &mut tx, &event, &ways, new.month).await?;
    let ids: Vec<i64> = found.households.keys().copied().collect();
    let listed = tx.listed_for_shock(event_id, &ids).await?;
    let fresh: Vec<&FoundHousehold> =
        found.households.values().filter(|it| !listed.contains(&it.household)).collect();
    if fresh.is_empty() {
        return Err(ShockError::NobodyFound);
    }
    let members: Vec<ShockMember> =
        fresh.iter().map(|it| listed_as(home, event_id, it, today)).collect();
    tx.add_shock_members(&members).await?;

    let mut known: Vec<String> = serde_json::from_value(event.ways.clone()).unwrap_or_default();
    let new: Vec<String> =
        ways.into_iter().map(|it| it.name).filter(|it| !known.contains(it)).collect();
    known.extend(new);
    let after = ShockEvent {
        state: EventState::Surveying.word().into(),
        ways: json!(known),
        month: Some(found.month.to_string()),
        opened_on: event.opened_on.or(Some(today)),
        ..event.clone()
    };
    if !tx.update_shock_event(&after, event.version).await? {
        return Err(ShockError::Stale);
    }
    let mut cases = 0;
    if kind.cases == OpensCases::AtOnce {
        for it in members {
            link(home, &mut tx, &event, it, &staff.actor(), today, now).await?;
            cases += 1;
        }
    }
    let opened = CampaignOpened {
        listed: i64::try_from(fresh.len()).unwrap_or(i64::MAX),
        listed_already: i64::try_from(listed.len()).unwrap_or(i64::MAX),
        cases,
    };
    let detail = json!({ "ways": known, "month": after.month, "listed": opened.listed,
                         "cases": cases });
    let subject = format!("event {event_id}");
    tx.append_audit(now, &staff.actor(), "event.open_campaign", &subject, &detail).await?;
    tx.commit().await?;
    Ok(opened)
}

/// Ends an event: every household has recovered, is monitored, was not affected, or was dropped.
///
/// # Errors
/// [`ShockError::NotYours`], [`ShockError::Stale`], [`ShockError::NotFinished`],
/// [`ShockError::State`].
pub async fn close(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    version: i64,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let today = china_day(now);
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ShockError::Value("请写明结束的理由，如 都已恢复".into()));
    }
    let mut tx = home.db.write().await?;
    let event = own_event(home, &mut tx, &staff.scope, event_id).await?;
    if event.version != version {
        return Err(ShockError::Stale);
    }
    if state_of(&event)? == EventState::Closed {
        return Err(ShockError::State("事件已经结束".into()));
    }
    let Course { to_verify, following, .. } =
        row(home, &mut tx, &staff.scope, &event, today).await?.0.course;
    if 0 < to_verify + following {
        return Err(ShockError::NotFinished { to_verify, following });
    }
    let after = ShockEvent {
        state: EventState::Closed.word().into(),
        closed_on: Some(today),
        close_reason: Some(reason.to_owned()),
        ..event
    };
    if !tx.update_shock_event(&after, version).await? {
        return Err(ShockError::Stale);
    }
    let detail = json!({ "reason": reason });
    let subject = format!("event {event_id}");
    tx.append_audit(now, &staff.actor(), "event.close", &subject, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// A household that was found, as it comes on the list.
fn listed_as(home: &Home, event_id: i64, it: &FoundHousehold, on: NaiveDate) -> ShockMember {
    let member = Member::listed(on);
    let place = (it.household, it.village);
    written_member(home, event_id, place, (&it.way, it.why.clone()), on, &member)
}

/// Gives a household on the list its case.
async fn link(
    home: &Home,
    tx: &mut Tx,
    event: &ShockEvent,
    stored: ShockMember,
    actor: &str,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let (case, monitored) = case_for(home, tx, event, stored.household_id, actor, on, now).await?;
    let action = match monitored {
        true => MemberAction::Monitor { case },
        false => MemberAction::LinkCase { case },
    };
    Recording { home, tx, event, actor, on, now }.record(stored, action).await?;
    Ok(())
}
