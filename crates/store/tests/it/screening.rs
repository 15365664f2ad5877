//! Runs, clues and what stands beside them.

use serde_json::json;
use store::{Alarm, Clue, ClueScope, Db, RunInputs, RunStatistic, Suppressed, Tx, Verification};

use crate::common::{
    COUNTY, OTHER_COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE, at, date, on_each_engine, with_register,
};

pub fn inputs() -> RunInputs {
    RunInputs {
        county_id: COUNTY,
        month: "2023-10".into(),
        as_of: date("2023-10-31"),
        packs_hash: "packs".into(),
        facts_hash: "facts".into(),
        lake_files_hash: "files".into(),
        lake_files: vec![1, 2, 3],
    }
}

pub fn clue(id: &str, run_id: i64, household_id: i64) -> Clue {
    Clue {
        id: id.into(),
        run_id,
        county_id: COUNTY,
        township_id: TOWNSHIP,
        village_id: VILLAGE,
        household_id,
        month: "2023-10".into(),
        class: "new_clue".into(),
        signals: json!(["medical_self_paid_12m"]),
        signals_to_confirm: json!([]),
        risks: json!(["illness"]),
        rules: json!(["R101"]),
        evidence: json!({ "R101": { "value": 1_200_000, "rows": [[1, 7]] } }),
        state: "open".into(),
        packs_hash: "packs".into(),
        created_at: at(8),
    }
}

/// A started run, in a unit of work with the register.
async fn with_run(db: &Db) -> (Tx, i64) {
    let mut tx = with_register(db).await;
    let run = tx.start_run(&inputs(), at(8)).await.unwrap();
    (tx, run)
}

fn ids(clues: &[Clue]) -> Vec<&str> {
    clues.iter().map(|it| it.id.as_str()).collect()
}

#[tokio::test]
async fn a_finished_run_is_found_by_equal_inputs_only() {
    on_each_engine(async |db| {
        let (mut tx, run) = with_run(&db).await;
        assert_eq!(tx.find_finished_run(&inputs()).await.unwrap(), None);
        assert_eq!(tx.latest_run(COUNTY, "2023-10").await.unwrap(), None);
        let report = json!({ "households": 3, "new_clues": 1 });
        assert!(tx.finish_run(run, at(9), &report).await.unwrap());
        assert!(!tx.finish_run(run, at(10), &json!(null)).await.unwrap());

        let found = tx.find_finished_run(&inputs()).await.unwrap().unwrap();
        assert_eq!((found.id, found.state.as_str()), (run, "finished"));
        assert_eq!((found.started_at, found.finished_at), (at(8), Some(at(9))));
        assert_eq!((found.lake_files, found.report), (vec![1, 2, 3], Some(report)));
        for other in [
            RunInputs { county_id: OTHER_COUNTY, ..inputs() },
            RunInputs { month: "2023-09".into(), ..inputs() },
            RunInputs { as_of: date("2023-10-30"), ..inputs() },
            RunInputs { packs_hash: "other".into(), ..inputs() },
            RunInputs { facts_hash: "other".into(), ..inputs() },
            RunInputs { lake_files_hash: "other".into(), ..inputs() },
        ] {
            assert_eq!(tx.find_finished_run(&other).await.unwrap(), None, "{other:?}");
        }

        let again = tx.start_run(&inputs(), at(10)).await.unwrap();
        assert_eq!(tx.latest_run(COUNTY, "2023-10").await.unwrap().unwrap().id, run);
        tx.finish_run(again, at(11), &json!({})).await.unwrap();
        assert_eq!(tx.latest_run(COUNTY, "2023-10").await.unwrap().unwrap().id, again);
        assert_eq!(tx.run(run).await.unwrap().unwrap().id, run);
    })
    .await;
}

#[tokio::test]
async fn runs_left_by_a_crash_go_and_finished_ones_stay() {
    on_each_engine(async |db| {
        let (mut tx, finished) = with_run(&db).await;
        tx.finish_run(finished, at(9), &json!({})).await.unwrap();
        let left = tx.start_run(&inputs(), at(10)).await.unwrap();
        assert_eq!(tx.delete_running_runs().await.unwrap(), 1);
        assert_eq!(tx.run(left).await.unwrap(), None);
        assert!(tx.run(finished).await.unwrap().is_some());
        assert!(!tx.finish_run(left, at(11), &json!({})).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn screening_a_month_again_keeps_its_clues() {
    on_each_engine(async |db| {
        let (mut tx, first) = with_run(&db).await;
        let raised =
            [clue("990123-202310-000001", first, 1), clue("990123-202310-000002", first, 2)];
        tx.save_clues(&raised).await.unwrap();
        tx.save_clues(&raised).await.unwrap();
        assert_eq!(tx.clues_in(COUNTY, "2023-10").await.unwrap(), raised);

        // Other packs: household 1 shows one signal more, household 2 none.
        let second = tx.start_run(&inputs(), at(9)).await.unwrap();
        let again = Clue {
            id: "990123-202310-000009".into(),
            signals: json!(["medical_self_paid_12m", "new_disability"]),
            class: "risk_supplement".into(),
            created_at: at(9),
            ..clue("", second, 1)
        };
        tx.save_clues(std::slice::from_ref(&again)).await.unwrap();
        assert_eq!(tx.withdraw_clues_not_raised_by(second, COUNTY, "2023-10").await.unwrap(), 1);
        let found = tx.clues_in(COUNTY, "2023-10").await.unwrap();
        let kept = Clue { id: raised[0].id.clone(), created_at: at(8), ..again };
        assert_eq!(found[0], kept);
        assert_eq!((found[1].id.as_str(), found[1].state.as_str()), (&*raised[1].id, "withdrawn"));

        // The first packs again: the withdrawn clue opens under its own id.
        tx.save_clues(&raised).await.unwrap();
        assert_eq!(tx.clues_in(COUNTY, "2023-10").await.unwrap(), raised);
    })
    .await;
}

#[tokio::test]
async fn a_clue_in_work_keeps_its_state() {
    on_each_engine(async |db| {
        let (mut tx, run) = with_run(&db).await;
        let dispatched = Clue { state: "dispatched".into(), ..clue("a", run, 1) };
        tx.save_clues(std::slice::from_ref(&dispatched)).await.unwrap();
        tx.save_clues(&[clue("a", run, 1)]).await.unwrap();
        assert_eq!(tx.clue("a").await.unwrap(), Some(dispatched));
        let later = tx.start_run(&inputs(), at(9)).await.unwrap();
        assert_eq!(tx.withdraw_clues_not_raised_by(later, COUNTY, "2023-10").await.unwrap(), 0);
        assert_eq!(tx.clue("b").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn clues_are_read_page_by_page_at_every_level() {
    on_each_engine(async |db| {
        let (mut tx, run) = with_run(&db).await;
        let elsewhere = Clue { village_id: OTHER_VILLAGE, ..clue("c", run, 3) };
        let september = Clue { month: "2023-09".into(), ..clue("d", run, 1) };
        tx.save_clues(&[clue("a", run, 1), clue("b", run, 2), elsewhere, september]).await.unwrap();
        let page = async |tx: &mut Tx, scope, after, limit| {
            let clues = tx.clues_page(scope, "2023-10", after, limit).await.unwrap();
            clues.into_iter().map(|it| it.id).collect::<Vec<_>>()
        };
        assert_eq!(page(&mut tx, ClueScope::County(COUNTY), "", 2).await, ["a", "b"]);
        assert_eq!(page(&mut tx, ClueScope::County(COUNTY), "b", 2).await, ["c"]);
        assert_eq!(page(&mut tx, ClueScope::Township(TOWNSHIP), "", 9).await, ["a", "b", "c"]);
        assert_eq!(page(&mut tx, ClueScope::Village(VILLAGE), "", 9).await, ["a", "b"]);
        assert!(page(&mut tx, ClueScope::Village(TOWNSHIP), "", 9).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn earlier_clues_are_those_of_the_silence_period() {
    on_each_engine(async |db| {
        let (mut tx, run) = with_run(&db).await;
        let of = |id: &str, household_id, month: &str, state: &str| Clue {
            month: month.into(),
            state: state.into(),
            ..clue(id, run, household_id)
        };
        tx.save_clues(&[
            of("a", 1, "2023-04", "open"),
            of("b", 1, "2023-09", "open"),
            of("c", 1, "2023-05", "open"),
            of("d", 1, "2023-10", "open"),
            of("e", 2, "2023-07", "closed"),
            of("f", 3, "2023-07", "open"),
            of("g", 2, "2023-08", "withdrawn"),
        ])
        .await
        .unwrap();
        // More households than one statement asks for.
        let households: Vec<i64> = [1, 2].into_iter().chain(1_000..2_000).collect();
        let found = tx.earlier_clues(&households, "2023-05", "2023-10").await.unwrap();
        assert_eq!(ids(&found), ["c", "b", "e"]);
    })
    .await;
}

#[tokio::test]
async fn a_run_keeps_what_it_suppressed_its_alarms_and_its_statistics() {
    on_each_engine(async |db| {
        let (mut tx, run) = with_run(&db).await;
        let suppressed = |household_id| Suppressed {
            run_id: run,
            household_id,
            rule: "R101".into(),
            reason: "already_monitored".into(),
            detail: json!({ "risk": "illness" }),
        };
        let alarm = |region_id, share_basis_points, raised| Alarm {
            run_id: run,
            region_id,
            households: 200,
            affected: 21,
            share_basis_points,
            limit_basis_points: 1_000,
            raised,
        };
        let statistic = |rule: &str| RunStatistic {
            run_id: run,
            department: "医保局".into(),
            feed: "medical_inpatient".into(),
            rule: rule.into(),
            rows: 100,
            matched: 98,
            findings: 7,
            new_clues: 5,
        };
        let findings = [suppressed(1), suppressed(2)];
        let alarms = [alarm(VILLAGE, 1_050, true), alarm(OTHER_VILLAGE, 950, false)];
        let statistics = [statistic("R101"), statistic("R102")];
        tx.save_suppressed(&findings).await.unwrap();
        tx.save_alarms(&alarms).await.unwrap();
        tx.save_run_statistics(&statistics).await.unwrap();
        assert_eq!(tx.suppressed_in(run).await.unwrap(), findings);
        assert_eq!(tx.alarms_in(run).await.unwrap(), alarms);
        assert_eq!(tx.run_statistics_in(run).await.unwrap(), statistics);

        assert_eq!(tx.delete_running_runs().await.unwrap(), 1);
        assert_eq!(tx.suppressed_in(run).await.unwrap(), []);
        assert_eq!(tx.alarms_in(run).await.unwrap(), []);
        assert_eq!(tx.run_statistics_in(run).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn visits_are_found_from_their_day_on() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let visit = |household_id, day, result: &str| Verification {
            household_id,
            verified_on: date(day),
            risk: "illness".into(),
            result: result.into(),
        };
        for it in [
            visit(1, "2023-07-31", "confirmed"),
            visit(1, "2023-08-01", "unverifiable"),
            visit(1, "2023-08-01", "not_confirmed"),
            visit(2, "2023-10-01", "confirmed"),
        ] {
            tx.save_verification(&it).await.unwrap();
        }
        assert_eq!(
            tx.verified_since(COUNTY, date("2023-08-01")).await.unwrap(),
            [visit(1, "2023-08-01", "not_confirmed"), visit(2, "2023-10-01", "confirmed")]
        );
        assert_eq!(tx.verified_since(OTHER_COUNTY, date("2023-08-01")).await.unwrap(), []);
    })
    .await;
}
