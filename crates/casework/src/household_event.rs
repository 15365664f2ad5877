//! 家庭变化: what happens to a family, and what that does to its open case (`practice.md` §1.8).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Something that happened to the household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum HouseholdEvent {
    /// 出生.
    Birth {
        /// The child.
        person_id: i64,
    },
    /// 死亡.
    Death {
        /// Who died.
        person_id: i64,
    },
    /// 婚入、迁入、回迁.
    MoveIn {
        /// Who came.
        person_id: i64,
    },
    /// 婚出、迁出.
    MoveOut {
        /// Who left.
        person_id: i64,
    },
    /// 分户. The part that carries the risk keeps the case.
    HouseholdSplit {
        /// The members who now form a household of their own.
        leaving: BTreeSet<i64>,
        /// That household.
        new_household_id: i64,
        /// The risk goes with those who leave.
        risk_leaves: bool,
    },
    /// 合户: this household goes into another.
    HouseholdMerge {
        /// The household that takes it in.
        into_household_id: i64,
    },
    /// 户主变更.
    HeadChange {
        /// The new head.
        person_id: i64,
    },
    /// 整户自然消亡.
    HouseholdExtinct,
}

/// What an event means for the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventEffect {
    /// Members join; a letter that does not cover them no longer suffices.
    MembersJoin(BTreeSet<i64>),
    /// Members go.
    MembersLeave(BTreeSet<i64>),
    /// The case goes on with this household; the members who stay behind are left to a new clue.
    CaseMovesTo {
        /// Where it goes.
        household_id: i64,
        /// Who goes along.
        members: BTreeSet<i64>,
    },
    /// Somebody has to look at this household anew.
    ClueFor {
        /// Which.
        household_id: i64,
    },
    /// The case ends here; the history stays.
    CaseCloses,
}

/// What an event does to the open case of `household_id`, whose members are `members`. None when
/// the event names people who are not there, or are there already.
#[must_use]
pub fn effects_of(
    household_id: i64,
    members: &BTreeSet<i64>,
    event: &HouseholdEvent,
) -> Option<Vec<EventEffect>> {
    use EventEffect as Effect;
    use HouseholdEvent as Event;

    let one = |it: i64| BTreeSet::from([it]);
    Some(match event {
        Event::Birth { person_id } | Event::MoveIn { person_id } => {
            if members.contains(person_id) {
                return None;
            }
            vec![Effect::MembersJoin(one(*person_id))]
        }
        Event::Death { person_id } | Event::MoveOut { person_id } => {
            if !members.contains(person_id) {
                return None;
            }
            match members.len() {
                1 => vec![Effect::MembersLeave(one(*person_id)), Effect::CaseCloses],
                _ => vec![Effect::MembersLeave(one(*person_id))],
            }
        }
        Event::HouseholdSplit { leaving, new_household_id, risk_leaves } => {
            if leaving.is_empty() || !leaving.is_subset(members) || leaving.len() == members.len() {
                return None;
            }
            match risk_leaves {
                true => vec![
                    Effect::CaseMovesTo {
                        household_id: *new_household_id,
                        members: leaving.clone(),
                    },
                    Effect::ClueFor { household_id },
                ],
                false => vec![
                    Effect::MembersLeave(leaving.clone()),
                    Effect::ClueFor { household_id: *new_household_id },
                ],
            }
        }
        Event::HouseholdMerge { into_household_id } => {
            vec![Effect::CaseCloses, Effect::ClueFor { household_id: *into_household_id }]
        }
        Event::HeadChange { person_id } => {
            if !members.contains(person_id) {
                return None;
            }
            Vec::new()
        }
        Event::HouseholdExtinct => vec![Effect::CaseCloses],
    })
}
