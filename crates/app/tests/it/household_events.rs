//! 分户 in an invented village: the register, the open case, and the case of the other part.

use std::collections::BTreeSet;

use app::{
    accounts::Manager,
    cases,
    household_events::{
        HouseholdEventError, HouseholdEventIn, HouseholdEventView, SplitIn, record,
    },
};
use casework::Stage;

use crate::village::{VILLAGE, Village, day};

const OWNER: Manager<'static> = Manager::Owner("an");

/// Household 1 of 101 (its head), 102 and 103; 103 leaves.
fn split() -> SplitIn {
    SplitIn {
        leaving: BTreeSet::from([103]),
        head: 103,
        head_of_rest: None,
        risk_leaves: false,
        police_book_no: None,
        version: Some(1),
        on: Some(day("2023-11-02")),
    }
}

async fn village() -> Village {
    let village = Village::new().await;
    village.settle(1, VILLAGE, None, "甲一").await;
    village
}

async fn try_to(
    village: &Village,
    split: SplitIn,
) -> Result<HouseholdEventView, HouseholdEventError> {
    let now = day("2023-11-03").and_hms_opt(4, 0, 0).expect("an hour").and_utc();
    record(&village.home, OWNER, 1, HouseholdEventIn::HouseholdSplit(split), now).await
}

/// Who lives in a household: person, and whether they are the head.
async fn members(village: &Village, household: i64) -> Vec<(i64, bool)> {
    let mut tx = village.home.db.read().await.expect("a unit of work");
    let people = tx.members_of(household).await.expect("members");
    let count = tx.household(household).await.expect("read").expect("a household").members;
    assert_eq!(count, people.len() as i64);
    people.iter().map(|it| (it.id, it.is_head)).collect()
}

async fn show(village: &Village, case: i64) -> cases::CaseView {
    cases::show(&village.home, OWNER, case, day("2023-11-03")).await.expect("a case")
}

#[tokio::test]
async fn those_who_leave_get_a_household_and_a_case_of_their_own() {
    let village = village().await;
    let done = try_to(&village, split()).await.expect("it is done");
    assert_eq!((done.case, done.case_household), (Some(1), Some(1)));
    assert_eq!(members(&village, 1).await, [(101, true), (102, false)]);
    assert_eq!(members(&village, done.new_household).await, [(103, true)]);

    // The case that was open goes on without them.
    let kept = show(&village, 1).await;
    assert_eq!((kept.stage, kept.version, kept.household), (Stage::Dispatched, 2, 1));
    let opened = show(&village, done.opened.expect("a case")).await;
    assert_eq!((opened.stage, opened.household), (Stage::Clue, done.new_household));
    assert_eq!(opened.first_clue_on, day("2023-11-02"));

    let mut tx = village.home.db.read().await.expect("a unit of work");
    let entries = tx.audit_after(0, 1000).await.expect("entries");
    let last: Vec<&str> = entries.iter().rev().take(3).map(|it| it.action.as_str()).collect();
    assert_eq!(last, ["household.split", "case.open", "case.act"]);
    assert_eq!(tx.verify_audit(&[]).await.expect("a walk").fault, None);
}

#[tokio::test]
async fn the_case_goes_where_the_risk_goes() {
    let village = village().await;
    let leaving = BTreeSet::from([101, 102]);
    let with_risk =
        SplitIn { leaving, head: 102, head_of_rest: Some(103), risk_leaves: true, ..split() };
    let done = try_to(&village, with_risk).await.expect("it is done");
    assert_eq!(members(&village, 1).await, [(103, true)]);
    assert_eq!(members(&village, done.new_household).await, [(101, false), (102, true)]);
    assert_eq!(show(&village, 1).await.household, done.new_household);
    assert_eq!(show(&village, done.opened.expect("a case")).await.household, 1);
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let village = village().await;
    let refused = [
        (SplitIn { version: None, ..split() }, "case.stale"),
        (SplitIn { version: Some(7), ..split() }, "case.stale"),
        (SplitIn { leaving: BTreeSet::new(), ..split() }, "household.members_disagree"),
        (SplitIn { leaving: BTreeSet::from([103, 999]), ..split() }, "household.members_disagree"),
        (
            SplitIn { leaving: BTreeSet::from([101, 102, 103]), ..split() },
            "household.members_disagree",
        ),
        (SplitIn { head: 102, ..split() }, "household.head_needed"),
        (SplitIn { head_of_rest: Some(102), ..split() }, "household.head_needed"),
        (SplitIn { leaving: BTreeSet::from([101]), head: 101, ..split() }, "household.head_needed"),
        (SplitIn { on: Some(day("2023-11-04")), ..split() }, "household.not_yet"),
        // The day lies before what was done last; the register must not have moved either.
        (SplitIn { on: Some(day("2023-10-31")), ..split() }, "case.day_before"),
    ];
    for (split, code) in refused {
        let error = try_to(&village, split.clone()).await.expect_err("it should be refused");
        assert_eq!(error.code(), code, "{split:?}");
        assert_eq!(members(&village, 1).await, [(101, true), (102, false), (103, false)]);
        assert_eq!(show(&village, 1).await.version, 1);
    }
}
