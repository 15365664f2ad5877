//! A change in the family, applied to its case.

use crate::{ActionError, Case, EventEffect, HouseholdEvent, Stage, effects_of};

/// Applies what an event does to the case itself. Clues for other households are the caller's.
pub(crate) fn apply(case: &mut Case, event: &HouseholdEvent) -> Result<(), ActionError> {
    let effects =
        effects_of(case.household_id, &case.members, event).ok_or(ActionError::MembersDisagree)?;
    for effect in effects {
        match effect {
            EventEffect::MembersJoin(joining) => case.members.extend(joining),
            EventEffect::MembersLeave(leaving) => case.members.retain(|it| !leaving.contains(it)),
            EventEffect::CaseMovesTo { household_id, members } => {
                case.household_id = household_id;
                case.members = members;
            }
            EventEffect::ClueFor { .. } => (),
            EventEffect::CaseCloses => case.stage = Stage::Closed,
        }
    }
    Ok(())
}
