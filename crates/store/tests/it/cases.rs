//! Cases: one open at a time for a household, a history that stays, and who may see them.

use std::collections::BTreeSet;

use serde_json::json;
use store::{CaseAction, NewCase, StoredCase, Tx};

use crate::common::{
    COUNTY, OTHER_COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE, at, date, on_each_engine, with_register,
};

fn case(id: i64, household_id: i64) -> NewCase {
    NewCase {
        case: StoredCase {
            id,
            household_id,
            village_id: VILLAGE,
            residence_village_id: None,
            stage: "clue".into(),
            is_open: true,
            version: 0,
            first_clue_on: date("2023-10-31"),
            opening: json!({ "household_id": household_id }),
            opened_at: at(9),
            changed_at: at(9),
        },
        regions: BTreeSet::from([VILLAGE, TOWNSHIP, COUNTY]),
        clues: BTreeSet::new(),
    }
}

fn action(case_id: i64, number: i64, stage: &str) -> CaseAction {
    CaseAction {
        case_id,
        number,
        day: date("2023-11-01"),
        at: at(10),
        actor: "an".into(),
        action: "dispatch".into(),
        stage: stage.into(),
        entry: json!({ "do": "dispatch" }),
    }
}

async fn ids(tx: &mut Tx, region: i64, stage: &str) -> Vec<i64> {
    tx.cases_in(region, stage, 0, 10).await.unwrap().iter().map(|it| it.id).collect()
}

#[tokio::test]
async fn a_case_is_seen_by_its_home_and_its_residence_and_moves_with_its_stage() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let mut relocated = case(2, 2);
        relocated.case.residence_village_id = Some(OTHER_VILLAGE);
        relocated.regions.extend([OTHER_VILLAGE, OTHER_COUNTY]);
        tx.insert_cases(&[case(1, 1), relocated.clone()]).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.find_case(2).await.unwrap(), Some(relocated.case));
        assert_eq!(ids(&mut tx, COUNTY, "clue").await, [1, 2]);
        assert_eq!(ids(&mut tx, OTHER_COUNTY, "clue").await, [2]);
        assert_eq!(tx.case_in(1, OTHER_COUNTY).await.unwrap(), None);
        assert_eq!(tx.case_in(2, OTHER_COUNTY).await.unwrap().unwrap().id, 2);
        assert_eq!(tx.case_in(9, COUNTY).await.unwrap(), None);

        assert!(tx.record_action(&action(2, 1, "dispatched"), true, 2).await.unwrap());
        assert_eq!(ids(&mut tx, OTHER_COUNTY, "clue").await, [0_i64; 0]);
        assert_eq!(ids(&mut tx, OTHER_COUNTY, "dispatched").await, [2]);
        assert_eq!(
            tx.count_cases(COUNTY).await.unwrap(),
            [("clue".to_owned(), 1), ("dispatched".to_owned(), 1)]
        );
        assert_eq!(tx.cases_in(COUNTY, "clue", 1, 10).await.unwrap(), []);
        assert_eq!(tx.case_history(2).await.unwrap(), [action(2, 1, "dispatched")]);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_writers_is_told() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        tx.insert_cases(&[case(1, 1)]).await.unwrap();
        assert!(tx.record_action(&action(1, 1, "dispatched"), true, 1).await.unwrap());
        assert!(!tx.record_action(&action(1, 1, "dismissed"), false, 1).await.unwrap());
        assert!(!tx.record_action(&action(1, 3, "dismissed"), false, 1).await.unwrap());
        assert_eq!(tx.find_case(1).await.unwrap().unwrap().stage, "dispatched");
        assert_eq!(tx.case_history(1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_household_has_one_open_case_and_as_many_closed_ones_as_happened() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        tx.insert_cases(&[case(1, 1)]).await.unwrap();
        assert!(tx.record_action(&action(1, 1, "dismissed"), false, 1).await.unwrap());
        tx.insert_cases(&[case(2, 1)]).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let open = tx.open_cases_of(&[1, 2]).await.unwrap();
        assert_eq!(open.iter().map(|it| it.id).collect::<Vec<_>>(), [2]);
        assert!(tx.insert_cases(&[case(3, 1)]).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn many_cases_are_opened_and_dispatched_at_once() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let household = crate::common::household;
        let households: Vec<_> = (10..1_210).map(household).collect();
        tx.save_households(&households).await.unwrap();
        let cases: Vec<NewCase> = (10..1_210).map(|it| case(it, it)).collect();
        tx.insert_cases(&cases).await.unwrap();
        let actions: Vec<CaseAction> = (10..1_210).map(|it| action(it, 1, "dispatched")).collect();
        tx.record_first_actions(&actions).await.unwrap();
        assert_eq!(tx.count_cases(TOWNSHIP).await.unwrap(), [("dispatched".to_owned(), 1_200)]);
        assert_eq!(tx.find_case(700).await.unwrap().unwrap().version, 1);
        assert!(tx.record_action(&action(700, 2, "identifying"), true, 700).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_history_is_neither_changed_nor_removed() {
    on_each_engine(async |db| {
        for sql in ["update case_actions set actor = 'bo'", "delete from case_actions"] {
            let mut tx = with_register(&db).await;
            tx.insert_cases(&[case(1, 1)]).await.unwrap();
            assert!(tx.record_action(&action(1, 1, "dispatched"), true, 1).await.unwrap());
            let refused = match &mut tx {
                Tx::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.is_err(),
                Tx::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.is_err(),
            };
            assert!(refused, "{sql}");
        }
    })
    .await;
}
