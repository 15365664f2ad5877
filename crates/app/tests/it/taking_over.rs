//! Monitored households of the national register become cases, and new risks of theirs join.

use app::{
    accounts::Manager,
    cases::{self, CaseError},
    takeover::take_over,
};
use casework::Action;
use chrono::{Days, NaiveDate};
use kernel::{Month, RegionLevel};
use serde_json::json;
use store::{Clue, Household, NewBatch, NewSourceFile, Person, RunInputs, Scope};

use crate::{
    families::{household, person},
    support::{COUNTY, Office, TOWNSHIP, at, office},
};

const AN: Manager<'static> = Manager::Owner("an");
const TODAY: &str = "2026-03-02";
const EAST: (i64, i64) = (4, 5);
const WEST: (i64, i64) = (6, 7);

/// Noon of a day in China.
fn noon(day: NaiveDate) -> chrono::DateTime<chrono::Utc> {
    day.and_hms_opt(4, 0, 0).unwrap().and_utc()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn registered_as(id: i64, place: (i64, i64), state: &str, kind: Option<&str>) -> Household {
    Household {
        township_id: place.0,
        village_id: place.1,
        base_type: "out_of_poverty_household".into(),
        monitoring_type: kind.map(str::to_owned),
        monitoring_state: state.into(),
        identified_on: Some(day("2023-05-01")),
        eliminated_on: (state == "eliminated").then(|| day("2024-11-01")),
        risks: vec!["illness".into()],
        ..household(id)
    }
}

fn living_in(office: &Office, id: i64, household_id: i64) -> Person {
    let number = kernel::ResidentId::with_check_digit(&format!("00000019900101{id:03}")).unwrap();
    person(&office.home.keys, id, household_id, format!("甲{id}"), &number)
}

const UNSTABLE: Option<&str> = Some("unstable_out_of_poverty");
const SUDDEN: Option<&str> = Some("sudden_severe_difficulty");

/// Households 1 and 2 monitored, 3 eliminated, 4 without a type, 5 monitored in the other
/// township, 6 of no interest, with one person each.
async fn registered() -> Office {
    let office = office().await;
    let mut tx = office.home.db.write().await.unwrap();
    let disaster = Household {
        risks: vec!["natural_disaster".into()],
        identified_on: None,
        no_labor_safety_net: true,
        ..registered_as(2, EAST, "monitored", UNSTABLE)
    };
    tx.save_households(&[
        registered_as(1, EAST, "monitored", UNSTABLE),
        disaster,
        registered_as(3, EAST, "eliminated", SUDDEN),
        registered_as(4, EAST, "monitored", None),
        registered_as(5, WEST, "monitored", UNSTABLE),
        registered_as(6, EAST, "none", None),
    ])
    .await
    .unwrap();
    let people: Vec<Person> = (1..=6).map(|it| living_in(&office, it, it)).collect();
    tx.save_persons(&people).await.unwrap();
    let batch =
        NewBatch { county_id: 3, month: "2026-02".into(), created_at: at(0), note: "".into() };
    let batch = tx.open_batch(&batch).await.unwrap();
    let file = NewSourceFile {
        batch_id: batch,
        path: "监测对象信息.xlsx".into(),
        sha256: "aa".into(),
        table_name: Some("national_persons".into()),
        ..NewSourceFile::default()
    };
    let id = tx.allocate("source_files", 1).await.unwrap();
    tx.insert_source_file(id, &file).await.unwrap();
    assert!(tx.commit_batch(batch, at(0), None).await.unwrap());
    tx.commit().await.unwrap();
    office
}

impl Office {
    async fn take_over(&self, region: &str) -> app::takeover::TakenOver {
        let region = self.home.region(region).unwrap().clone();
        take_over(&self.home, &region, day(TODAY), "an", at(1)).await.unwrap()
    }

    /// The number of the newest case of a household.
    async fn case_of(&self, household: i64) -> i64 {
        let mut tx = self.home.db.read().await.unwrap();
        tx.cases_of(&[household]).await.unwrap().last().unwrap().id
    }

    async fn counts(&self) -> Vec<(String, i64)> {
        cases::counts(&self.home, &Scope::region(3, RegionLevel::County)).await.unwrap()
    }
}

fn count(stage: &str, cases: i64) -> (String, i64) {
    (stage.to_owned(), cases)
}

#[tokio::test]
async fn monitored_and_eliminated_households_become_cases_once() {
    let office = registered().await;
    let done = office.take_over(TOWNSHIP).await;
    assert_eq!((done.opened, done.ended, done.already), (2, 1, 0));
    assert_eq!(done.without_type, [4]);
    assert_eq!(done.differing, []);
    let lacking: Vec<_> = done.incomplete.iter().map(|it| (it.household, &it.missing)).collect();
    let missing = vec!["识别日期".to_owned(), "因自然灾害：灾害种类和备注".to_owned()];
    assert_eq!(lacking, [(2, &missing)]);
    assert_eq!(office.counts().await, [count("assisted", 2), count("eliminated", 1)]);

    // The whole county: only the other township is new, and nothing is done twice.
    let done = office.take_over(COUNTY).await;
    assert_eq!((done.opened, done.ended, done.already), (1, 0, 3));
    let done = office.take_over(COUNTY).await;
    assert_eq!((done.opened, done.ended, done.already), (0, 0, 4));
    assert_eq!(office.counts().await, [count("assisted", 3), count("eliminated", 1)]);
    assert_eq!(office.audited("cases.take_over").await.len(), 3);

    // The history says where the state comes from.
    let view = cases::show(&office.home, AN, office.case_of(3).await, day(TODAY)).await.unwrap();
    assert_eq!((view.version, view.history.len()), (1, 1));
    let record = &view.history[0].entry["action"]["record"];
    assert_eq!(record["source"], "国家系统导出：监测对象信息.xlsx（批次 1）");
    assert_eq!(record["eliminated_on"], "2024-11-01");
    assert_eq!(view.first_clue_on, day("2023-05-01"));
    assert!(view.actions.contains(&"reopen".to_owned()));
    let view = cases::show(&office.home, AN, office.case_of(2).await, day(TODAY)).await.unwrap();
    assert_eq!(view.missing, missing);

    let mut tx = office.home.db.read().await.unwrap();
    let of_stage = async |tx: &mut store::Tx, stage: &str| {
        let filter = store::CaseFilter { stage: stage.into(), ..Default::default() };
        tx.cases_in(&Scope::region(3, RegionLevel::County), &filter, 0, 10).await.unwrap()
    };
    let assisted = of_stage(&mut tx, "assisted").await;
    assert_eq!(assisted[0].monitoring_type.as_deref(), UNSTABLE);
    assert_eq!(assisted[0].identified_on, Some(day("2023-05-01")));
    assert_eq!(assisted[0].householder.as_deref(), Some("甲1"));
    // An eliminated one is no open case: a new clue may open another.
    assert_eq!(tx.open_cases_of(&[1, 2, 3]).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_contradicts_a_case_of_ours_is_listed_and_never_overwritten() {
    let office = registered().await;
    office.take_over(COUNTY).await;
    let later = [
        registered_as(1, EAST, "eliminated", UNSTABLE),
        registered_as(2, EAST, "monitored", SUDDEN),
        registered_as(3, EAST, "monitored", SUDDEN),
    ];
    let mut tx = office.home.db.write().await.unwrap();
    tx.save_households(&later).await.unwrap();
    tx.commit().await.unwrap();
    let before = office.counts().await;
    let done = office.take_over(COUNTY).await;
    assert_eq!((done.opened, done.ended, done.already), (0, 0, 1));
    let differing: Vec<_> = done
        .differing
        .iter()
        .map(|it| (it.household, it.stage.as_str(), it.national_state.as_str()))
        .collect();
    assert_eq!(
        differing,
        [
            (1, "assisted", "eliminated"),
            (2, "assisted", "monitored"),
            (3, "eliminated", "monitored")
        ]
    );
    let other_type = &done.differing[1];
    assert_eq!(other_type.monitoring_type.as_deref(), UNSTABLE);
    assert_eq!(other_type.national_type.as_deref(), SUDDEN);
    assert_eq!(office.counts().await, before);
}

#[tokio::test]
async fn nobody_takes_over_a_record_by_hand() {
    let office = registered().await;
    office.take_over(COUNTY).await;
    let case = office.case_of(1).await;
    let view = cases::show(&office.home, AN, case, day(TODAY)).await.unwrap();
    let record = view.history[0].entry["action"].clone();
    let action: Action = serde_json::from_value(record).unwrap();
    let refused = cases::act(&office.home, AN, case, None, action, day(TODAY), at(2)).await;
    assert_eq!(refused.unwrap_err().code(), "case.only_from_register");
}

#[tokio::test]
async fn thousands_are_taken_over_at_once() {
    let office = office().await;
    let mut tx = office.home.db.write().await.unwrap();
    let many: Vec<Household> =
        (1..=3_000).map(|it| registered_as(it, EAST, "monitored", UNSTABLE)).collect();
    tx.save_households(&many).await.unwrap();
    tx.commit().await.unwrap();
    let done = office.take_over(COUNTY).await;
    assert_eq!((done.opened, done.differing.len()), (3_000, 0));
    assert_eq!(office.counts().await, [count("assisted", 3_000)]);
}

fn clue(run_id: i64, household_id: i64, class: &str, risks: &[&str]) -> Clue {
    Clue {
        id: format!("990123-202602-{household_id:06}"),
        run_id,
        county_id: 3,
        township_id: 4,
        village_id: 5,
        household_id,
        month: "2026-02".into(),
        class: class.into(),
        signals: json!(["water"]),
        signals_to_confirm: json!([]),
        risks: json!(risks),
        rules: json!(["R411"]),
        evidence: json!([]),
        state: if class == "already_known" { "known" } else { "open" }.into(),
        packs_hash: "packs".into(),
        created_at: at(0),
    }
}

#[tokio::test]
async fn a_new_risk_of_a_monitored_household_joins_its_case_and_a_person_adds_it() {
    let office = registered().await;
    let mut tx = office.home.db.write().await.unwrap();
    let run = RunInputs {
        county_id: 3,
        month: "2026-02".into(),
        as_of: day("2026-02-28"),
        packs_hash: "packs".into(),
        facts_hash: "facts".into(),
        lake_files_hash: "files".into(),
        lake_files: Vec::new(),
    };
    let run = tx.start_run(&run, at(0)).await.unwrap();
    tx.save_clues(&[
        clue(run, 1, "risk_supplement", &["unsafe_water", "illness"]),
        clue(run, 2, "already_known", &["natural_disaster"]),
        clue(run, 6, "new_clue", &["unsafe_water"]),
    ])
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let county = office.home.region(COUNTY).unwrap().clone();
    let month: Month = "2026-02".parse().unwrap();
    let dispatch = async |days: u64| {
        let on = day(TODAY).checked_add_days(Days::new(days)).unwrap();
        cases::dispatch(&office.home, &county, month, None, on, "an", at(2)).await.unwrap()
    };

    // Before anything is taken over there is no case that the risk could join.
    let done = dispatch(0).await;
    assert_eq!((done.opened, done.supplements, done.left), (1, 0, 1));
    office.take_over(COUNTY).await;
    let done = dispatch(1).await;
    assert_eq!((done.opened, done.joined, done.supplements, done.already), (0, 0, 1, 1));
    let done = dispatch(2).await;
    assert_eq!((done.supplements, done.already, done.left), (0, 2, 0));

    let case = office.case_of(1).await;
    let view = cases::show(&office.home, AN, case, day(TODAY)).await.unwrap();
    assert_eq!((view.clue_list.len(), view.history.len()), (1, 2));
    let joined = &view.clue_list[0];
    assert_eq!(
        (joined.class.as_str(), joined.class_zh.as_str()),
        ("risk_supplement", "监测户补充风险")
    );
    assert_eq!(
        (&joined.new_risks, &joined.new_risks_zh),
        (&vec!["unsafe_water".to_owned()], &vec!["因安全饮水".to_owned()])
    );

    let add: Action =
        serde_json::from_value(json!({ "do": "add_cause", "cause": { "risk": "unsafe_water" } }))
            .unwrap();
    let later = day("2026-03-05");
    let view =
        cases::act(&office.home, AN, case, None, add.clone(), later, noon(later)).await.unwrap();
    assert_eq!((view.stage.word(), view.clue_list[0].new_risks.len()), ("assisted", 0));
    let again = cases::act(&office.home, AN, case, None, add, later, noon(later)).await;
    assert!(matches!(again, Err(CaseError::Action(_))));
}
