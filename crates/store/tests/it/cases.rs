//! Cases: one open at a time for a household, a history that stays, and who may see them.

use std::collections::BTreeSet;

use kernel::RegionLevel;
use serde_json::json;
use store::{CaseAction, CaseFilter, CaseStep, CaseSummary, NewCase, Scope, StoredCase, Tx};

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
    let filter = CaseFilter { stage: stage.into(), ..CaseFilter::default() };
    let lines = tx.cases_in(&all_of(region), &filter, 0, 10).await.unwrap();
    lines.iter().map(|it| it.id).collect()
}

fn all_of(region: i64) -> Scope {
    Scope::region(region, RegionLevel::County)
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
        assert_eq!(tx.case_in(1, &all_of(OTHER_COUNTY)).await.unwrap(), None);
        assert_eq!(tx.case_in(2, &all_of(OTHER_COUNTY)).await.unwrap().unwrap().id, 2);
        assert_eq!(tx.case_in(9, &all_of(COUNTY)).await.unwrap(), None);

        assert!(tx.record_action(&action(2, 1, "dispatched"), true, 2).await.unwrap());
        assert_eq!(ids(&mut tx, OTHER_COUNTY, "clue").await, [0_i64; 0]);
        assert_eq!(ids(&mut tx, OTHER_COUNTY, "dispatched").await, [2]);
        assert_eq!(
            tx.count_cases(&all_of(COUNTY)).await.unwrap(),
            [("clue".to_owned(), 1), ("dispatched".to_owned(), 1)]
        );
        let filter = CaseFilter { stage: "clue".into(), ..CaseFilter::default() };
        assert_eq!(tx.cases_in(&all_of(COUNTY), &filter, 1, 10).await.unwrap(), []);
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
        assert_eq!(
            tx.count_cases(&all_of(TOWNSHIP)).await.unwrap(),
            [("dispatched".to_owned(), 1_200)]
        );
        assert_eq!(tx.find_case(700).await.unwrap().unwrap().version, 1);
        assert!(tx.record_action(&action(700, 2, "identifying"), true, 700).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn first_actions_lead_each_case_to_its_own_stage() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let mut over = case(2, 2);
        over.case.is_open = false;
        tx.insert_cases(&[case(1, 1), over, case(3, 3)]).await.unwrap();
        let actions =
            [action(1, 1, "assisted"), action(2, 1, "eliminated"), action(3, 1, "assisted")];
        tx.record_first_actions(&actions).await.unwrap();
        assert_eq!(ids(&mut tx, COUNTY, "assisted").await, [1, 3]);
        assert_eq!(ids(&mut tx, VILLAGE, "eliminated").await, [2]);
        let cases = tx.cases_of(&[1, 2, 9]).await.unwrap();
        let seen: Vec<_> = cases.iter().map(|it| (it.id, it.is_open, it.version)).collect();
        assert_eq!(seen, [(1, true, 1), (2, false, 1)]);
        // The eliminated one does not stand in the way of another.
        tx.insert_cases(&[case(4, 2)]).await.unwrap();
        assert_eq!(tx.cases_of(&[2]).await.unwrap().len(), 2);

        let typed = CaseSummary {
            case_id: 1,
            monitoring_type: Some("marginal_vulnerable".into()),
            ..CaseSummary::default()
        };
        let untyped = CaseSummary { case_id: 3, ..CaseSummary::default() };
        tx.save_case_summaries(&[typed, untyped]).await.unwrap();
        let types = tx.monitoring_types_of(&[1, 2, 3]).await.unwrap();
        assert_eq!(types.into_iter().collect::<Vec<_>>(), [(1, "marginal_vulnerable".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_case_moves_with_the_residence_and_keeps_its_history() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        tx.insert_cases(&[case(1, 1)]).await.unwrap();
        assert!(tx.record_action(&action(1, 1, "dispatched"), true, 1).await.unwrap());
        let both = BTreeSet::from([VILLAGE, TOWNSHIP, COUNTY, OTHER_COUNTY]);
        tx.move_case(1, Some(OTHER_VILLAGE), &both).await.unwrap();
        assert_eq!(ids(&mut tx, OTHER_COUNTY, "dispatched").await, [1]);
        assert_eq!(ids(&mut tx, COUNTY, "dispatched").await, [1]);
        let moved = tx.find_case(1).await.unwrap().unwrap();
        assert_eq!((moved.residence_village_id, moved.version), (Some(OTHER_VILLAGE), 1));
        tx.move_case(1, None, &BTreeSet::from([VILLAGE, TOWNSHIP, COUNTY])).await.unwrap();
        assert_eq!(ids(&mut tx, OTHER_COUNTY, "dispatched").await, [0_i64; 0]);
        assert_eq!(tx.case_history(1).await.unwrap().len(), 1);
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

#[tokio::test]
async fn a_department_and_a_helper_see_only_their_own_cases() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        tx.insert_cases(&[case(1, 1), case(2, 2)]).await.unwrap();
        let visit = CaseStep {
            step: "home_verification".into(),
            zh: "入户核实".into(),
            role: "village_worker".into(),
            due: Some(date("2023-11-06")),
        };
        let school = CaseSummary {
            case_id: 1,
            risks: vec!["schooling".into()],
            monitoring_type: Some("marginal_vulnerable".into()),
            officer_account: Some("bo".into()),
            has_labor: Some(true),
            whole_due: Some(date("2023-11-15")),
            steps: vec![visit.clone()],
            departments: BTreeSet::from(["教体局".to_owned()]),
            ..CaseSummary::default()
        };
        let other = CaseSummary {
            case_id: 2,
            steps: vec![CaseStep { due: None, ..visit.clone() }],
            whole_due: Some(date("2023-11-20")),
            departments: BTreeSet::from(["医保局".to_owned()]),
            ..CaseSummary::default()
        };
        tx.save_case_summaries(&[school.clone(), other.clone()]).await.unwrap();
        for (id, summary) in [(1, &school), (2, &other)] {
            assert!(tx.record_action(&action(id, 1, "dispatched"), true, id).await.unwrap());
            tx.save_case_summaries(std::slice::from_ref(summary)).await.unwrap();
        }

        assert_eq!(tx.departments_of_case(1).await.unwrap(), school.departments);
        let county = all_of(COUNTY);
        let education = Scope { department: Some("教体局".into()), ..county.clone() };
        let helper = Scope { helper: Some("bo".into()), ..county.clone() };
        let stranger = Scope { helper: Some("chen".into()), ..county.clone() };
        let elsewhere = all_of(OTHER_COUNTY);
        let filter = CaseFilter { stage: "dispatched".into(), ..CaseFilter::default() };
        let roles = ["village_worker".to_owned()];
        for (scope, seen) in [
            (&county, vec![1, 2]),
            (&education, vec![1]),
            (&helper, vec![1]),
            (&stranger, vec![]),
            (&elsewhere, vec![]),
        ] {
            let page = tx.cases_in(scope, &filter, 0, 10).await.unwrap();
            assert_eq!(page.iter().map(|it| it.id).collect::<Vec<_>>(), seen);
            let todos = tx.todos_in(scope, &roles, 10).await.unwrap();
            assert_eq!(todos.iter().map(|it| it.case_id).collect::<Vec<_>>(), seen);
            let count = tx.count_cases(scope).await.unwrap().iter().map(|it| it.1).sum::<i64>();
            assert_eq!(count, seen.len() as i64);
            for id in [1, 2] {
                assert_eq!(tx.case_in(id, scope).await.unwrap().is_some(), seen.contains(&id));
                let of_household = tx.cases_of_household(id, scope).await.unwrap();
                assert_eq!(!of_household.is_empty(), seen.contains(&id));
            }
        }

        let line = &tx.cases_in(&education, &filter, 0, 10).await.unwrap()[0];
        assert_eq!(line.monitoring_type.as_deref(), Some("marginal_vulnerable"));
        assert_eq!(line.whole_due, Some(date("2023-11-15")));
        let late = CaseFilter { due_before: Some(date("2023-11-16")), ..filter.clone() };
        let late: Vec<i64> =
            tx.cases_in(&county, &late, 0, 10).await.unwrap().iter().map(|it| it.id).collect();
        assert_eq!(late, [1]);
        let overdue = tx.count_overdue(&county, date("2023-11-18")).await.unwrap();
        assert_eq!(overdue, [("dispatched".to_owned(), 1)]);
        assert_eq!(tx.todos_in(&county, &[], 10).await.unwrap(), []);
    })
    .await;
}
