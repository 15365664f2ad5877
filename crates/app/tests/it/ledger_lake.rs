//! What ledgers give back to screening: a month's run reads them like any department's list, says which
//! record a finding comes from, and what changes in a ledger changes the next run.

use std::collections::BTreeMap;

use app::{
    explain::explain,
    ledgers::{self, Draft},
    screen::{CountyReport, screen},
};
use chrono::NaiveDate;
use kernel::{Month, ResidentId, value::days_of};
use ledger::Plain;
use store::{Household, Person, Scope};

use crate::{
    families::{household, person},
    support::{COUNTY, Office, at, office},
};

const MONTH: &str = "2023-10";

fn day(text: &str) -> i64 {
    days_of(text.parse::<NaiveDate>().unwrap())
}

/// Two families of one person each, in one village.
async fn people(office: &Office) {
    let keys = &office.home.keys;
    let households: Vec<Household> = (1..=2).map(household).collect();
    let people: Vec<Person> = (1..=2)
        .map(|id| {
            let number = ResidentId::with_check_digit(&format!("00000020100101{id:03}")).unwrap();
            person(keys, id, id, format!("赵{id}"), &number)
        })
        .collect();
    let mut tx = office.home.db.write().await.unwrap();
    tx.save_households(&households).await.unwrap();
    tx.save_persons(&people).await.unwrap();
    tx.commit().await.unwrap();
}

/// A child that left school, as the ledger of dropouts has it.
async fn absence(office: &Office, person: i64, state: &str) {
    let text = |it: &str| Plain::Text(it.to_owned());
    let draft = Draft {
        region_id: 5,
        values: BTreeMap::from([
            ("person".into(), Plain::Number(person)),
            ("school_year".into(), Plain::Number(2023)),
            ("school".into(), text("青石中学")),
            ("found_on".into(), Plain::Number(day("2023-09-20"))),
            ("found_by".into(), text("school_report")),
            ("left_on".into(), Plain::Number(day("2023-09-11"))),
            ("verified_on".into(), Plain::Number(day("2023-09-22"))),
        ]),
        state: Some(state.into()),
    };
    let home = &office.home;
    ledgers::ready(home).await.unwrap();
    let mut tx = home.db.write().await.unwrap();
    let done = ledgers::add_many(home, &mut tx, "school_absences", 3, &[draft], "an", at(1)).await;
    let done = done.unwrap();
    assert!(done[0].is_ok(), "{done:?}");
    tx.commit().await.unwrap();
}

async fn screened(office: &Office, minutes: i64) -> CountyReport {
    let home = &office.home;
    let county = home.region(COUNTY).unwrap().clone();
    let month: Month = MONTH.parse().unwrap();
    let done = screen(home, &county, month, "an", at(minutes), &|_| {}).await.unwrap();
    done.counties.into_iter().next().unwrap()
}

/// Households with an open clue of the month.
async fn raised(office: &Office) -> Vec<(i64, String)> {
    let mut tx = office.home.db.read().await.unwrap();
    let clues = tx.clues_in(3, MONTH).await.unwrap();
    clues.into_iter().filter(|it| it.state == "open").map(|it| (it.household_id, it.id)).collect()
}

#[tokio::test]
async fn a_ledger_raises_a_clue_that_names_its_record() {
    let office = office().await;
    people(&office).await;

    // A ledger without records has not arrived: nothing is judged, nothing is zero.
    let first = screened(&office, 10).await;
    assert!(first.not_judged.iter().any(|it| it.rule == "R309"), "{:?}", first.not_judged);
    assert_eq!(raised(&office).await, []);

    absence(&office, 1, "confirmed").await;
    absence(&office, 2, "suspected").await;
    let second = screened(&office, 20).await;
    assert!(!second.repeated, "the ledger changed, so the answer is another");
    assert!(!second.not_judged.iter().any(|it| it.rule == "R309"));
    let found = raised(&office).await;
    assert_eq!(found.iter().map(|it| it.0).collect::<Vec<_>>(), [1], "a suspicion is none yet");
    let why = explain(&office.home, &found[0].1).await.unwrap();
    let text = serde_json::to_string(&why).unwrap();
    assert!(text.contains("台账："), "the source is named: {text}");
    assert!(text.contains("\"row\":1"), "and the record: {text}");

    // Asked again without a change, the answer stands and nothing is written.
    let third = screened(&office, 30).await;
    assert!(third.repeated);
    assert_eq!(office.audited("lake.take_in").await.len(), 1);
}

#[tokio::test]
async fn what_a_ledger_takes_back_is_raised_no_more() {
    let office = office().await;
    people(&office).await;
    absence(&office, 1, "confirmed").await;
    screened(&office, 10).await;
    assert_eq!(raised(&office).await.len(), 1);

    let county = office.staff("an.county", "county_officer", COUNTY, "").await;
    let home = &office.home;
    let reason = Some("录错了");
    ledgers::void(home, &county, "school_absences", 1, 1, reason, at(15)).await.unwrap();
    // Nothing is left in the ledger: what was taken goes, and nothing comes in its place.
    screened(&office, 20).await;
    assert_eq!(raised(&office).await, [], "the clue is withdrawn with its record");
    assert_eq!(counted(&office).await, ["rolled_back"]);
    screened(&office, 25).await;
    assert_eq!(office.audited("lake.take_in").await.len(), 2, "nothing to take back twice");

    absence(&office, 2, "suspected").await;
    screened(&office, 30).await;
    assert_eq!(raised(&office).await, []);
    assert_eq!(counted(&office).await, ["committed", "rolled_back"], "one taking a month counts");
}

/// The states of the batches of the county, the newest first.
async fn counted(office: &Office) -> Vec<String> {
    let scope = Scope::region(3, kernel::RegionLevel::County);
    let batches = app::batches::list(&office.home, &scope, None, 10).await.unwrap();
    batches.into_iter().map(|it| it.state).collect()
}
