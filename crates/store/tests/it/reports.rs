//! What was printed stays; templates end; requests are found again and answered once. Cases and
//! clues are counted by region, as they stood on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use kernel::RegionLevel;
use serde_json::json;
use store::{
    CaseAction, CaseSummary, CasesWanted, Clue, CluesWanted, NewCase, NumberRequest, PrintFilter,
    ReportPrint, ReportTemplate, RequestFilter, StoredCase, Tx, new_id, sm3_of,
};

use crate::{
    common::{
        COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE, at, date, execute, on_each_engine, with_register,
    },
    screening,
};

fn print(region_id: i64, period: &str, hour: u32) -> ReportPrint {
    let content = format!("{{\"period\": \"{period}\",  \"n\": 1}}");
    ReportPrint {
        id: new_id(at(hour)),
        report: "monthly_dispatch".into(),
        title: "调度表".into(),
        region_id,
        period: period.into(),
        as_of: at(hour),
        for_others: false,
        plan: "{ }".into(),
        sm3: sm3_of(&content),
        content,
        packs_hash: "aa".into(),
        printed_at: at(hour),
        printed_by: "cli".into(),
    }
}

#[tokio::test]
async fn what_was_printed_stays_to_the_byte() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let (first, second) = (print(COUNTY, "2023-10", 9), print(TOWNSHIP, "2023-09", 10));
        let elsewhere = print(OTHER_COUNTY, "2023-10", 11);
        for it in [&first, &second, &elsewhere] {
            tx.insert_report_print(it).await.unwrap();
        }
        tx.commit().await.unwrap();

        let mut tx = db.read().await.unwrap();
        assert_eq!(tx.find_report_print(&first.id).await.unwrap().as_ref(), Some(&first));
        assert_eq!(tx.find_report_print("none").await.unwrap(), None);
        let ids = async |tx: &mut Tx, filter: PrintFilter, limit| -> Vec<String> {
            let found = tx.report_prints(&[COUNTY, TOWNSHIP], &filter, limit).await.unwrap();
            found.into_iter().map(|it| it.id).collect()
        };
        let all = ids(&mut tx, PrintFilter::default(), 9).await;
        assert_eq!(all, [second.id.clone(), first.id.clone()], "the newest first, none elsewhere");
        assert_eq!(ids(&mut tx, PrintFilter::default(), 1).await, std::slice::from_ref(&second.id));
        let october = PrintFilter { period: Some("2023-10".into()), ..PrintFilter::default() };
        assert_eq!(ids(&mut tx, october, 9).await, std::slice::from_ref(&first.id));
        let older = PrintFilter { before: Some(second.id.clone()), ..PrintFilter::default() };
        assert_eq!(ids(&mut tx, older, 9).await, std::slice::from_ref(&first.id));
        drop(tx);

        for sql in ["update report_prints set content = '{}'", "delete from report_prints"] {
            let mut tx = db.write().await.unwrap();
            assert!(execute(&mut tx, sql).await.is_err(), "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn templates_end_and_requests_are_answered_once() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let template = ReportTemplate {
            id: new_id(at(9)),
            region_id: COUNTY,
            name: "州里要的表".into(),
            layout: json!({ "title": "表" }),
            asker: "州农业农村局".into(),
            document: None,
            asked_on: date("2023-10-30"),
            purpose: "督导".into(),
            created_at: at(9),
            created_by: "cli".into(),
            ended_at: None,
            ended_by: None,
        };
        tx.insert_report_template(&template).await.unwrap();
        let request = NumberRequest {
            id: new_id(at(9)),
            region_id: TOWNSHIP,
            period: "2023-10".into(),
            asker: "县人大_办".into(),
            document: Some("县人办〔2023〕8号".into()),
            asked_on: date("2023-10-30"),
            purpose: "调研100%覆盖".into(),
            due_on: None,
            recorded_at: at(9),
            recorded_by: "cli".into(),
            answered_at: None,
            answered_by: None,
            answer: None,
            print_id: None,
        };
        let asked = ["a".to_owned(), "b".to_owned()];
        tx.insert_number_request(&request, &asked).await.unwrap();
        let printed = print(TOWNSHIP, "2023-10", 10);
        tx.insert_report_print(&printed).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.report_templates(&[COUNTY]).await.unwrap(), std::slice::from_ref(&template));
        assert_eq!(tx.report_templates(&[OTHER_COUNTY]).await.unwrap(), []);
        assert!(tx.end_report_template(&template.id, at(11), "cli").await.unwrap());
        assert!(!tx.end_report_template(&template.id, at(12), "cli").await.unwrap());
        assert_eq!(tx.report_templates(&[COUNTY]).await.unwrap(), []);
        let ended = tx.find_report_template(&template.id).await.unwrap().unwrap();
        assert_eq!(ended.ended_at, Some(at(11)));

        let found = async |tx: &mut Tx, filter: RequestFilter| {
            tx.number_requests(&[TOWNSHIP, COUNTY], &filter, 9).await.unwrap().len()
        };
        let words = |it: &str| RequestFilter { words: Some(it.into()), ..RequestFilter::default() };
        for (text, many) in [("〔2023〕8", 1), ("人大_办", 1), ("0%覆", 1), ("人_大", 0), ("%", 1)]
        {
            assert_eq!(found(&mut tx, words(text)).await, many, "{text}");
        }
        let asks = |it: &str| RequestFilter {
            indicator: Some(it.into()),
            open: true,
            ..RequestFilter::default()
        };
        assert_eq!((found(&mut tx, asks("b")).await, found(&mut tx, asks("c")).await), (1, 0));
        let ids = std::slice::from_ref(&request.id);
        let named = tx.indicators_of_requests(ids).await.unwrap();
        assert_eq!(named.iter().map(|it| it.1.as_str()).collect::<Vec<_>>(), ["a", "b"]);

        let (id, paper) = (&request.id, Some(printed.id.as_str()));
        assert!(tx.answer_number_request(id, "已报", paper, at(12), "cli").await.unwrap());
        assert!(!tx.answer_number_request(id, "又报", None, at(13), "cli").await.unwrap());
        let answered = tx.find_number_request(id).await.unwrap().unwrap();
        assert_eq!(answered.answer.as_deref(), Some("已报"));
        assert_eq!(answered.print_id, Some(printed.id.clone()));
        assert_eq!(found(&mut tx, asks("b")).await, 0, "it is no longer open");
    })
    .await;
}

fn case(id: i64, household_id: i64, stage: &str) -> NewCase {
    NewCase {
        case: StoredCase {
            id,
            household_id,
            village_id: VILLAGE,
            residence_village_id: None,
            stage: stage.into(),
            is_open: true,
            version: 0,
            first_clue_on: date("2023-09-30"),
            opening: json!({ "household_id": household_id }),
            opened_at: at(9),
            changed_at: at(9),
        },
        regions: BTreeSet::from([VILLAGE, TOWNSHIP, COUNTY]),
        clues: BTreeSet::new(),
    }
}

/// The case of the household of the same number.
async fn acted(tx: &mut Tx, case_id: i64, number: i64, day: &str, stage: &str) {
    let action = CaseAction {
        case_id,
        number,
        day: date(day),
        at: at(10),
        actor: "an".into(),
        action: "dispatch".into(),
        stage: stage.into(),
        entry: json!({ "do": "dispatch" }),
    };
    assert!(tx.record_action(&action, true, case_id).await.unwrap());
}

#[tokio::test]
async fn cases_are_counted_as_they_stood_on_a_day() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        tx.insert_cases(&[case(1, 1, "clue"), case(2, 2, "clue")]).await.unwrap();
        acted(&mut tx, 1, 1, "2023-10-05", "dispatched").await;
        acted(&mut tx, 1, 2, "2023-11-08", "identified").await;
        acted(&mut tx, 2, 1, "2023-11-02", "dispatched").await;
        let summary = |case_id, risk: &str| CaseSummary {
            case_id,
            monitoring_type: Some("marginal_vulnerable".into()),
            risks: vec![risk.into()],
            identified_on: (case_id == 1).then(|| date("2023-11-08")),
            has_labor: Some(case_id == 1),
            measures: i64::from(case_id == 1),
            whole_due: Some(date("2023-11-20")),
            ..CaseSummary::default()
        };
        tx.save_case_summaries(&[summary(1, "illness"), summary(2, "schooling")]).await.unwrap();
        let count = async |tx: &mut Tx, wanted: CasesWanted| -> Vec<(i64, i64, i64)> {
            let found = tx.count_cases_of(&[COUNTY, VILLAGE, OTHER_COUNTY], &wanted).await.unwrap();
            found.into_iter().map(|it| (it.region_id, it.households, it.persons)).collect()
        };
        let both = |many| vec![(COUNTY, many, many), (VILLAGE, many, many)];
        let at_stage = |day: &str, stage: &str| CasesWanted {
            on: date(day),
            stages: vec![stage.into()],
            ..CasesWanted::default()
        };
        assert_eq!(count(&mut tx, at_stage("2023-10-04", "dispatched")).await, []);
        assert_eq!(count(&mut tx, at_stage("2023-10-31", "dispatched")).await, both(1));
        assert_eq!(count(&mut tx, at_stage("2023-11-05", "dispatched")).await, both(2));
        assert_eq!(count(&mut tx, at_stage("2023-11-30", "dispatched")).await, both(1));
        assert_eq!(count(&mut tx, at_stage("2023-11-30", "identified")).await, both(1));

        let on = |day: &str| CasesWanted { on: date(day), ..CasesWanted::default() };
        let ill = CasesWanted { risk: Some("illness".into()), ..on("2023-11-30") };
        assert_eq!(count(&mut tx, ill.clone()).await, both(1));
        let marginal = vec!["marginal_vulnerable".to_owned()];
        let other = vec!["unstable_out_of_poverty".to_owned()];
        let of = |types| CasesWanted { types, ..on("2023-11-30") };
        assert_eq!(count(&mut tx, of(marginal)).await, both(2));
        assert_eq!(count(&mut tx, of(other)).await, []);
        let days = |first: &str, last: &str| Some((date(first), date(last)));
        let november =
            CasesWanted { identified: days("2023-11-01", "2023-11-30"), ..on("2023-11-30") };
        assert_eq!(count(&mut tx, november).await, both(1));
        let overdue = |day: &str| CasesWanted { overdue: true, ..on(day) };
        assert_eq!(count(&mut tx, overdue("2023-11-20")).await, []);
        assert_eq!(count(&mut tx, overdue("2023-11-21")).await, both(2));
        let bare = CasesWanted { without_measures: true, ..on("2023-11-30") };
        assert_eq!(count(&mut tx, bare).await, both(1));
        let able = CasesWanted { without_development: true, ..on("2023-11-30") };
        assert_eq!(count(&mut tx, able).await, both(1));

        let rows = tx.households_of_cases(TOWNSHIP, &ill).await.unwrap();
        assert_eq!(rows.iter().map(|it| it.household_id).collect::<Vec<_>>(), [1]);
        assert!(tx.has_cases(VILLAGE).await.unwrap() && !tx.has_cases(OTHER_COUNTY).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn clues_are_counted_by_what_became_of_them() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let run = tx.start_run(&screening::inputs(), at(8)).await.unwrap();
        let clue = |household: i64, class: &str, state: &str| Clue {
            class: class.into(),
            state: state.into(),
            ..screening::clue(&format!("c{household}"), run, household)
        };
        tx.save_clues(&[
            clue(1, "new_clue", "open"),
            clue(2, "new_clue", "open"),
            clue(3, "already_known", "known"),
        ])
        .await
        .unwrap();
        let mut answered = case(1, 1, "clue");
        answered.clues = BTreeSet::from([clue(1, "new_clue", "open").id]);
        tx.insert_cases(&[answered]).await.unwrap();
        let visited: NaiveDate = date("2023-11-02");
        tx.save_clue_verifications(1, visited, "confirmed").await.unwrap();
        for (wanted, many) in [
            (CluesWanted::Raised, 2),
            (CluesWanted::Dispatched, 1),
            (CluesWanted::Confirmed, 1),
            (CluesWanted::NotConfirmed, 0),
            (CluesWanted::Identified, 0),
        ] {
            let level = RegionLevel::Village;
            let found = tx.count_clues_of(level, &[VILLAGE], "2023-10", wanted).await.unwrap();
            let counted: i64 = found.iter().map(|it| it.households).sum();
            assert_eq!(counted, many, "{wanted:?}");
            let rows = tx.households_of_clues(level, VILLAGE, "2023-10", wanted).await.unwrap();
            assert_eq!(i64::try_from(rows.len()).unwrap(), many, "{wanted:?}");
        }
        let none = tx
            .count_clues_of(RegionLevel::County, &[COUNTY], "2023-09", CluesWanted::Raised)
            .await
            .unwrap();
        assert_eq!(none, []);
    })
    .await;
}
