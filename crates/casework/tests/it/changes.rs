//! Families that change, and clocks.

use std::collections::BTreeSet;

use casework::{
    Action, BaseType, ClockState, EventEffect, HouseholdEvent, Stage, clocks, effects_of,
    whole_clock,
};
use kernel::Holidays;

use crate::family::{Family, YONGREN, confirmed, day};

#[test]
fn what_an_event_does_to_a_case() {
    let members = BTreeSet::from([11, 12, 13]);
    let one = |it: i64| BTreeSet::from([it]);
    let split = |leaving: &[i64], risk_leaves| HouseholdEvent::HouseholdSplit {
        leaving: leaving.iter().copied().collect(),
        new_household_id: 9,
        risk_leaves,
    };
    let table = [
        (HouseholdEvent::Birth { person_id: 14 }, Some(vec![EventEffect::MembersJoin(one(14))])),
        (HouseholdEvent::MoveIn { person_id: 12 }, None),
        (HouseholdEvent::Death { person_id: 12 }, Some(vec![EventEffect::MembersLeave(one(12))])),
        (HouseholdEvent::MoveOut { person_id: 77 }, None),
        (
            split(&[13], true),
            Some(vec![
                EventEffect::CaseMovesTo { household_id: 9, members: one(13) },
                EventEffect::ClueFor { household_id: 1 },
            ]),
        ),
        (
            split(&[13], false),
            Some(vec![
                EventEffect::MembersLeave(one(13)),
                EventEffect::ClueFor { household_id: 9 },
            ]),
        ),
        (split(&[], true), None),
        (split(&[11, 12, 13], true), None),
        (
            HouseholdEvent::HouseholdMerge { into_household_id: 5 },
            Some(vec![EventEffect::CaseCloses, EventEffect::ClueFor { household_id: 5 }]),
        ),
        (HouseholdEvent::HeadChange { person_id: 12 }, Some(Vec::new())),
        (HouseholdEvent::HouseholdExtinct, Some(vec![EventEffect::CaseCloses])),
    ];
    for (event, effects) in table {
        assert_eq!(effects_of(1, &members, &event), effects, "{event:?}");
    }
    let last = effects_of(1, &one(11), &HouseholdEvent::Death { person_id: 11 });
    assert_eq!(last, Some(vec![EventEffect::MembersLeave(one(11)), EventEffect::CaseCloses]));
}

#[test]
fn a_split_takes_the_case_along_and_extinction_closes_it() {
    let mut family = Family::new(YONGREN, BaseType::OrdinaryHousehold);
    family.dispatch();
    let change = HouseholdEvent::HouseholdSplit {
        leaving: BTreeSet::from([12, 13]),
        new_household_id: 2,
        risk_leaves: true,
    };
    family.does(Action::ChangeHousehold { change });
    assert_eq!((family.case.household_id, family.case.members.len()), (2, 2));
    family.does(Action::ChangeHousehold { change: HouseholdEvent::HouseholdExtinct });
    assert_eq!(family.case.stage, Stage::Closed);
    let nobody = HouseholdEvent::MoveOut { person_id: 99 };
    assert_eq!(family.refuses(Action::ChangeHousehold { change: nobody }), "case.members_disagree");
}

#[test]
fn the_whole_counts_from_the_first_clue() {
    let holidays = Holidays::default();
    let mut family = Family::new(YONGREN, BaseType::OrdinaryHousehold);
    assert!(clocks(&family.case, &holidays, 2, family.today).is_empty());
    assert_eq!(whole_clock(&family.case, &holidays, 2, family.today), None);
    family.dispatch();
    family.wait(4);
    let visit = confirmed(6_000);
    family.does(Action::VerifyHome { step: "home_verification".into(), visit });

    let open = clocks(&family.case, &holidays, 2, family.today);
    let names: Vec<&str> = open.iter().map(|it| it.step.as_str()).collect();
    assert_eq!(names, ["analysis"]);
    assert_eq!(open[0].since, family.today, "it could begin when the visit was done");

    // The default of Yongren: 15 calendar days.
    for (today, state) in [
        ("2023-03-05", ClockState::InTime),
        ("2023-03-14", ClockState::AtRisk),
        ("2023-03-16", ClockState::AtRisk),
        ("2023-03-17", ClockState::Overdue),
    ] {
        let clock = whole_clock(&family.case, &holidays, 2, day(today)).expect("a limit");
        assert_eq!((clock.due, clock.state), (day("2023-03-16"), state), "{today}");
    }
}
