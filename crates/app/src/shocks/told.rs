//! What a case tells the lists its household is on: a visit verifies it, an identification makes it
//! one that is monitored. One visit answers everything.

use casework::{Action, Finding as CaseFinding};
use chrono::{DateTime, NaiveDate, Utc};
use shock::{EventFinding, MemberAction, MemberStage};
use store::Tx;

use super::{error::ShockError, recording::Recording};
use crate::{cases::CaseError, home::Home};

/// Tells the open lists of a household what was done with its case. Whatever does not fit, such as a
/// visit before the event, is left as it is.
///
/// # Errors
/// When the database refuses.
#[expect(clippy::too_many_arguments, reason = "called where an action is recorded, with all of it")]
pub(crate) async fn after_case_action(
    home: &Home,
    tx: &mut Tx,
    household: i64,
    case: i64,
    action: &Action,
    on: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<(), CaseError> {
    let told = match action {
        Action::VerifyHome { visit, .. } => {
            let finding = match visit.finding {
                CaseFinding::Confirmed => EventFinding::Hardship,
                CaseFinding::NotConfirmed => EventFinding::NoHardship,
                CaseFinding::Unverifiable => EventFinding::Unreachable,
            };
            MemberAction::Visit { case, finding }
        }
        Action::Identify { .. } => MemberAction::Monitor { case },
        _ => return Ok(()),
    };
    for stored in tx.open_shock_members_of(household).await? {
        let to_verify = stored.stage == MemberStage::ToVerify.word();
        if matches!(told, MemberAction::Visit { .. }) && !to_verify {
            continue;
        }
        let Some(event) = tx.shock_event(stored.event_id).await? else { continue };
        if on < event.happened_on {
            continue;
        }
        let recording = Recording { home, tx: &mut *tx, event: &event, actor, on, now };
        match recording.record(stored, told.clone()).await {
            Ok(_) | Err(ShockError::Action(_)) => {}
            Err(ShockError::Internal(error)) => return Err(CaseError::Internal(error)),
            Err(error) => return Err(CaseError::Internal(error.into())),
        }
    }
    Ok(())
}
