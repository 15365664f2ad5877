//! Visits and their updates; figures of regions for the overview; what somebody has done.

use std::collections::BTreeSet;

use kernel::RegionLevel;
use serde_json::json;
use store::{
    CaseAction, CaseStep, CaseSummary, NewCase, Scope, StoredCase, Tx, Visit, VisitUpdate,
};

use crate::common::{COUNTY, TOWNSHIP, VILLAGE, at, date, on_each_engine, with_register};

/// Cases 1 and 2 in the village: 1 dispatched and late, 2 identified with two risks.
async fn two_cases(tx: &mut Tx) {
    let case = |id: i64| NewCase {
        case: StoredCase {
            id,
            household_id: id,
            village_id: VILLAGE,
            residence_village_id: None,
            stage: "clue".into(),
            is_open: true,
            version: 0,
            first_clue_on: date("2023-10-31"),
            opening: json!({ "household_id": id }),
            opened_at: at(9),
            changed_at: at(9),
        },
        regions: BTreeSet::from([VILLAGE, TOWNSHIP, COUNTY]),
        clues: BTreeSet::new(),
    };
    tx.insert_cases(&[case(1), case(2)]).await.unwrap();
    let summary = |id: i64| CaseSummary {
        case_id: id,
        monitoring_type: None,
        risks: Vec::new(),
        identified_on: None,
        eliminated_on: None,
        officer: None,
        officer_account: None,
        has_labor: None,
        measures: 0,
        developmental: 0,
        relief: 0,
        delivered: 0,
        effect_reviewed_on: None,
        effect_outcome: None,
        whole_due: None,
        followed_up_on: None,
        effect_reviews: Vec::new(),
        steps: Vec::<CaseStep>::new(),
        departments: BTreeSet::new(),
    };
    let late = CaseSummary { whole_due: Some(date("2023-11-15")), ..summary(1) };
    let identified = CaseSummary {
        risks: vec!["illness".into(), "schooling".into()],
        identified_on: Some(date("2023-11-20")),
        ..summary(2)
    };
    tx.save_case_summaries(&[late, identified]).await.unwrap();
    let action = |case_id: i64, number: i64, hour: u32, actor: &str| CaseAction {
        case_id,
        number,
        day: date("2023-11-01"),
        at: at(hour),
        actor: actor.into(),
        action: "dispatch".into(),
        stage: "dispatched".into(),
        entry: json!({ "do": "dispatch" }),
    };
    let identified = |it: CaseAction| CaseAction { stage: "identified".into(), ..it };
    let first = [action(1, 1, 9, "an"), identified(action(2, 1, 10, "an"))];
    tx.record_first_actions(&first).await.unwrap();
    assert!(tx.record_action(&identified(action(2, 2, 11, "an")), true, 2).await.unwrap());
    assert!(tx.record_action(&action(1, 2, 12, "bo"), true, 1).await.unwrap());
}

#[tokio::test]
async fn figures_of_regions_are_those_of_their_cases() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        two_cases(&mut tx).await;
        let stages = tx.stages_of_regions(&[COUNTY, VILLAGE, 999]).await.unwrap();
        let each = |region: i64| {
            [(region, "dispatched".to_owned(), 1), (region, "identified".to_owned(), 1)]
        };
        assert_eq!(stages, [each(COUNTY), each(VILLAGE)].concat());
        let late = tx.overdue_of_regions(&[TOWNSHIP], date("2023-11-16")).await.unwrap();
        assert_eq!(late, [(TOWNSHIP, 1)]);
        assert_eq!(tx.overdue_of_regions(&[TOWNSHIP], date("2023-11-15")).await.unwrap(), []);
        let risks = tx.risks_of_region(COUNTY).await.unwrap();
        let risks: Vec<(Vec<String>, i64)> = risks
            .into_iter()
            .map(|(text, cases)| (serde_json::from_str(&text).unwrap(), cases))
            .collect();
        assert_eq!(risks, [(vec!["illness".to_owned(), "schooling".to_owned()], 1)]);
        let days = tx.identified_by_day(COUNTY, date("2023-11-01")).await.unwrap();
        assert_eq!(days, [(date("2023-11-20"), 1)]);
        assert_eq!(tx.eliminated_by_day(COUNTY, date("2023-11-01")).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_did_is_found_the_newest_first() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        two_cases(&mut tx).await;
        let done = tx.actions_of("an", false, None, 10).await.unwrap();
        let places: Vec<(i64, i64)> = done.iter().map(|it| (it.case_id, it.number)).collect();
        assert_eq!(places, [(2, 2), (2, 1), (1, 1)]);
        let began = tx.actions_of("an", true, None, 10).await.unwrap();
        assert_eq!(began.iter().map(|it| it.case_id).collect::<Vec<_>>(), [2, 1]);
        let rest = tx.actions_of("an", false, Some((at(10), 2)), 10).await.unwrap();
        assert_eq!(rest.iter().map(|it| it.case_id).collect::<Vec<_>>(), [1]);
    })
    .await;
}

#[tokio::test]
async fn an_update_of_a_visit_is_kept_once_and_says_what_it_made() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        two_cases(&mut tx).await;
        let visit = Visit {
            id: "v".into(),
            case_id: 1,
            kind: "verify_home".into(),
            step: "home_verification".into(),
            version: 1,
            fields: json!({ "water": true }),
            conflicts: json!([]),
            state: "conflict".into(),
            problem: None,
            account: "wen".into(),
            created_at: at(9),
            changed_at: at(9),
        };
        let update = |id: &str, place: i64| VisitUpdate {
            id: id.into(),
            visit_id: "v".into(),
            branch: "telephone".into(),
            trunk: 0,
            place,
            fields: json!({ "water": true }),
            submits: false,
            account: "wen".into(),
            received_at: at(9),
            version: None,
        };
        assert!(tx.insert_visit_update(&update("a", 0)).await.unwrap());
        assert!(!tx.insert_visit_update(&update("a", 0)).await.unwrap(), "sent again");
        assert!(!tx.insert_visit_update(&update("b", 0)).await.unwrap(), "the place is taken");
        assert!(tx.insert_visit_update(&update("b", 1)).await.unwrap());
        tx.apply_visit_update("a", 1).await.unwrap();
        let kept = tx.visit_updates("v").await.unwrap();
        let versions: Vec<(&str, Option<i64>)> =
            kept.iter().map(|it| (it.id.as_str(), it.version)).collect();
        assert_eq!(versions, [("a", Some(1)), ("b", None)]);

        tx.save_visit(&visit).await.unwrap();
        let changed = Visit { version: 2, fields: json!({ "water": false }), ..visit.clone() };
        tx.save_visit(&changed).await.unwrap();
        assert_eq!(tx.visit("v").await.unwrap(), Some(changed.clone()));
        assert_eq!(tx.visits_of_case(1).await.unwrap(), std::slice::from_ref(&changed));
        let here = Scope::region(VILLAGE, RegionLevel::Village);
        assert_eq!(tx.visits_in(&here, "conflict", 9).await.unwrap(), [changed]);
        assert_eq!(tx.visits_in(&here, "refused", 9).await.unwrap(), []);
        let elsewhere = Scope::region(6, RegionLevel::Village);
        assert_eq!(tx.visits_in(&elsewhere, "conflict", 9).await.unwrap(), []);
    })
    .await;
}
