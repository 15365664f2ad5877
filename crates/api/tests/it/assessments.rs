//! The yearly assessment through the interface: three accounts bring it to a grade with its
//! evidence, the recorded seed draws the same sample, and assessors see nothing but their own.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::office::Office;

const ROUNDS: &str = "/api/v1/assessments";

fn round(seed: Option<&str>) -> Value {
    json!({ "region": "990123", "year": 2023, "month": "2023-10", "scheme": "county",
            "seed": seed })
}

/// Opens a round and draws its sample; gives its address.
async fn drawn(office: &Office, seed: &str) -> String {
    let opened = office.does("an", ROUNDS, &round(Some(seed))).await;
    let path = format!("{ROUNDS}/{}", opened["round"].as_str().expect("a round"));
    office.does("an", &format!("{path}/sample"), &json!({ "version": 1 })).await;
    path
}

async fn version(office: &Office, path: &str) -> Value {
    office.sees("an", path).await["version"].clone()
}

/// The answers of a contented household.
fn content() -> Value {
    json!({ "met": true, "answers": {
        "satisfied": "yes", "policies_received": "yes", "helper_came": "none",
        "guarantees_hold": "yes", "missed": "no", "wrong_exit": "not_eliminated" } })
}

/// Household, stratum, place and reserve of every row of a sample.
fn rows(sample: &Value) -> Vec<(i64, String, i64, bool)> {
    let row = |it: &Value| {
        let (household, place) = (it["household"].as_i64(), it["place"].as_i64());
        let stratum = it["stratum"].as_str().expect("a stratum").to_owned();
        let reserve = it["reserve"].as_bool().expect("yes or no");
        (household.expect("a number"), stratum, place.expect("a place"), reserve)
    };
    sample["rows"].as_array().expect("rows").iter().map(row).collect()
}

/// Points of people for what has no number: all of them for work, nothing for what is not here.
async fn score_what_is_open(office: &Office, path: &str) {
    let seen = office.sees("an", path).await;
    let parts = seen["table"]["parts"].as_array().expect("parts").clone();
    for item in parts.iter().flat_map(|it| it["items"].as_array().expect("items")) {
        if item["score"].is_string() {
            continue;
        }
        let id = item["item"].as_str().expect("an item");
        let given = match item["source"].as_str() {
            Some("person") => json!({ "score": item["points"] }),
            _ => json!({ "not_applicable": true }),
        };
        let mut body = given;
        body["version"] = version(office, path).await;
        body["reason"] = "查阅会议记录和台账".into();
        office.does("an", &format!("{path}/items/{id}"), &body).await;
    }
}

#[tokio::test]
async fn three_accounts_bring_a_county_to_a_grade_with_its_evidence() {
    let office = Office::new().await;
    let month = json!({ "region": "990123", "month": "2023-10" });
    office.does("an", "/api/v1/indicators/compute", &month).await;
    for outside in ["bo", "wen", "lu", "edu"] {
        let answer = office.post(outside, ROUNDS, &round(None)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{outside}");
    }
    let schemes = office.sees("an", &format!("{ROUNDS}/schemes?region=990123&month=2023-10")).await;
    assert_eq!(schemes[0]["questions"], 6, "what a family is asked is counted: {schemes}");

    // The county officer opens, draws, and gives the sample to the assessor.
    let path = drawn(&office, "2023-11-01 当众抽取").await;
    let twice = office.post("an", ROUNDS, &round(None)).await;
    assert_eq!(
        (twice.status, twice.code()),
        (StatusCode::CONFLICT, "assessment.round_taken".into())
    );
    let seen = version(&office, &path).await;
    let again = office.post("an", &format!("{path}/sample"), &json!({ "version": seen })).await;
    assert_eq!(again.code(), "assessment.sampled");
    let give = |who: &str| json!({ "version": seen, "assessor": who });
    let nobody = office.post("an", &format!("{path}/assignments"), &give("wen.cast")).await;
    assert_eq!(nobody.code(), "assessment.no_assessor");
    let given = office.does("an", &format!("{path}/assignments"), &give("lu.cast")).await;
    assert_eq!(given["households"], 4);

    // The assessor visits.
    let own = office.sees("lu", "/api/v1/surveys").await;
    let own: Vec<String> = own
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| format!("/api/v1/surveys/{}/{}", it["round"].as_str().unwrap(), it["household"]))
        .collect();
    assert_eq!(own.len(), 4);
    let half = json!({ "met": true, "answers": { "satisfied": "yes" } });
    assert_eq!(office.post("lu", &own[0], &half).await.code(), "assessment.answer");
    let mut odd = content();
    odd["answers"]["satisfied"] = "very".into();
    assert_eq!(office.post("lu", &own[0], &odd).await.code(), "assessment.answer");
    let unsaid = json!({ "met": false });
    assert_eq!(office.post("lu", &own[0], &unsaid).await.code(), "assessment.no_note");
    let mut early = content();
    early["surveyed_on"] = "2023-10-31".into();
    assert_eq!(office.post("lu", &own[0], &early).await.code(), "assessment.day");
    for it in &own[..3] {
        office.does("lu", it, &content()).await;
    }
    let mut bad = content();
    bad["answers"]["satisfied"] = "no".into();
    bad["answers"]["policies_received"] = "no".into();
    let form = office.does("lu", &own[3], &bad).await;
    assert_eq!(form["answers"]["satisfied"], "no");
    assert_eq!(form["householder"].as_str().map(|it| it.is_empty()), Some(false));
    assert!(!form.to_string().contains("990123197001"), "no number of a person");

    // Evidence: each number with where it comes from.
    let step = json!({ "version": version(&office, &path).await });
    let seen = office.does("an", &format!("{path}/evidence"), &step).await;
    let item = |seen: &Value, id: &str| {
        let parts = seen["table"]["parts"].as_array().expect("parts").clone();
        let mut items = parts.iter().flat_map(|it| it["items"].as_array().expect("items"));
        items.find(|it| it["item"] == id).expect("an item").clone()
    };
    let approval = item(&seen, "approval");
    assert_eq!(approval["evidence"]["numerator"], 3);
    assert_eq!(approval["evidence"]["denominator"], 4);
    assert_eq!(approval["evidence"]["value"], "75");
    assert_eq!(approval["score"], "0", "no points at 80 and below");
    let guarantees = item(&seen, "guarantees");
    assert_eq!(
        (&guarantees["score"], &guarantees["evidence"]["value"]),
        (&json!("10"), &json!("100"))
    );
    let helpers = item(&seen, "helper_came");
    assert_eq!(helpers["score"], Value::Null, "nobody whose answer counts: {helpers}");
    let medical = item(&seen, "medical");
    assert_eq!(medical["evidence"]["source"], "indicator");
    let duty = json!({ "version": seen["version"], "score": "11", "reason": "x" });
    let over = office.post("an", &format!("{path}/items/first_duty"), &duty).await;
    assert_eq!(over.code(), "assessment.score");
    let forced = json!({ "version": seen["version"], "score": "10", "reason": "x" });
    let forced = office.post("an", &format!("{path}/items/approval"), &forced).await;
    assert_eq!(forced.code(), "assessment.from_data", "a number is not talked away");
    let close = |seen: &Value| json!({ "version": seen["version"] });
    let early = office.post("zhou", &format!("{path}/close"), &close(&seen)).await;
    assert_eq!(early.code(), "assessment.not_ready", "{}", early.text());
    score_what_is_open(&office, &path).await;

    // Another closes; the one who opened may not.
    let seen = office.sees("an", &path).await;
    assert_eq!(seen["waits"], json!([]), "{}", seen["waits"]);
    assert_eq!(seen["may"]["close"], false);
    let own = office.post("an", &format!("{path}/close"), &close(&seen)).await;
    assert_eq!((own.status, own.code()), (StatusCode::FORBIDDEN, "assessment.same_person".into()));
    let old = office.post("zhou", &format!("{path}/close"), &json!({ "version": 1 })).await;
    assert_eq!(old.code(), "assessment.stale");
    let off = json!({ "version": seen["version"],
                      "vetoes": [{ "veto": "missed_rate", "reason": "x" }] });
    let off = office.post("zhou", &format!("{path}/close"), &off).await;
    assert_eq!(off.code(), "assessment.no_veto", "it is switched off");
    let serious = json!({ "version": seen["version"], "note": "县委会议审定",
        "vetoes": [{ "veto": "serious_return", "reason": "两个村集中返贫" }] });
    let closed = office.does("zhou", &format!("{path}/close"), &serious).await;
    assert_eq!(closed["state"], "closed");
    let grade = closed["grade"].as_str().expect("a grade").to_owned();
    assert!(["good", "fairly_good", "average"].contains(&grade.as_str()), "{grade}");
    assert_eq!(closed["table"]["by_total"], json!(grade), "this veto changes no grade");
    let total = closed["total"].as_str().expect("a total");
    let arithmetic = closed["table"]["arithmetic"].as_str().expect("arithmetic");
    assert!(arithmetic.ends_with(&format!("= {total}")), "{arithmetic}");
    let listed = closed["table"]["consequences"].as_array().expect("consequences");
    let listed: Vec<&Value> = listed.iter().filter(|it| it["consequence"] == "listed").collect();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["due_on"], "2024-01-30", "90 days of the parameter");

    // It stays as it was, and the assessor knows of nothing any more.
    let late = json!({ "version": closed["version"], "score": "1", "reason": "x" });
    let late = office.post("an", &format!("{path}/items/first_duty"), &late).await;
    assert_eq!(late.code(), "assessment.ended");
    assert_eq!(office.sees("zhou", &path).await["table"], closed["table"]);
    assert_eq!(office.sees("lu", "/api/v1/surveys").await, json!([]));

    // What has to be put right is a task, reported, sent back, reported again, confirmed.
    let finding = json!({ "item": "policies_received", "problem": "一户应享受的政策没有享受到",
        "task": "逐户核对教育、医疗、住房政策", "owner_unit": "县乡村振兴局",
        "owner_post": "分管副局长", "due_on": "2023-12-31" });
    let task = office.does("an", &format!("{path}/findings"), &finding).await["task"].clone();
    let talk = json!({ "consequence": "listed", "problem": "返贫问题突出",
        "task": "列入挂牌督办，逐村整改", "owner_unit": "县委农村工作领导小组" });
    office.does("an", &format!("{path}/findings"), &talk).await;
    let none = json!({ "consequence": "accountability", "problem": "x", "task": "x",
                       "owner_unit": "x" });
    let none = office.post("an", &format!("{path}/findings"), &none).await;
    assert_eq!(none.code(), "assessment.no_consequence");
    let record = format!("/api/v1/ledgers/task_items/records/{task}");
    let finish = json!({ "outcome": "已补享受", "done_on": "2023-11-01" });
    for (action, values, reason) in [
        ("finish", finish.clone(), Value::Null),
        ("return", json!({}), "缺凭证".into()),
        ("finish", finish, Value::Null),
        ("confirm", json!({}), Value::Null),
    ] {
        let version = office.sees("an", &record).await["version"].clone();
        let body = json!({ "version": version, "action": action, "values": values,
                           "reason": reason });
        office.does("an", &format!("{record}/actions"), &body).await;
    }
    let seen = office.sees("an", &path).await;
    assert_eq!(seen["findings"][0]["state"], "closed");
    assert_eq!(seen["findings"][1]["due_on"], "2024-01-30");
    assert_eq!(seen["findings"][1]["state"], "open");

    // What leaves the office: a workbook, without counts of a few households.
    let export = office.get("zhou", &format!("{path}/export")).await;
    assert_eq!(export.status, StatusCode::OK, "{}", export.text());
    let cells = crate::scope::cells(&export.bytes);
    assert!(cells.contains("少于5户，不列") && !cells.contains("3/4"), "{cells}");
    assert_eq!(office.get("bo", &format!("{path}/export")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_recorded_seed_draws_the_same_sample_again() {
    let office = Office::new().await;
    let first = drawn(&office, "777").await;
    let sample = office.sees("an", &format!("{first}/sample")).await;
    assert_eq!((&sample["seed"], &sample["same_as_seed"]), (&json!("777"), &json!(true)));
    assert_eq!(rows(&sample).len(), 4);
    let open = office.post("an", &format!("{first}/export"), &json!({})).await;
    assert_eq!(open.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(office.get("an", &format!("{first}/export")).await.code(), "assessment.not_closed");

    let void = json!({ "version": version(&office, &first).await, "reason": "演示重抽" });
    office.does("an", &format!("{first}/void"), &void).await;
    let second = drawn(&office, "777").await;
    let again = office.sees("an", &format!("{second}/sample")).await;
    assert_eq!(rows(&again), rows(&sample));
    assert_eq!(again["strata"], sample["strata"], "drawn from the same frames");

    // A row that somebody moved by hand is noticed.
    let id = second.rsplit('/').next().expect("an id").to_owned();
    let home = &office.server.home;
    let mut tx = home.db.write().await.expect("a unit of work");
    let row = tx.assessment_sample(&id).await.expect("rows").remove(0);
    let other = store::AssessmentSample { household_id: 1_000 - row.household_id, ..row };
    let moved = tx.insert_assessment_sample(&id, &[], &[other]).await;
    assert!(moved.is_err(), "a household that is not in the register cannot be in a sample");
    drop(tx);
    let rounds = office.sees("an", ROUNDS).await;
    let rounds = rounds.as_array().expect("rounds").iter();
    let mut states: Vec<&str> = rounds.filter_map(|it| it["state"].as_str()).collect();
    states.sort_unstable();
    assert_eq!(states, ["open", "voided"]);
}

#[tokio::test]
async fn an_assessor_knows_of_nothing_but_the_households_of_its_own_sample() {
    let office = Office::new().await;
    let path = drawn(&office, "1").await;
    let id = path.rsplit('/').next().expect("an id").to_owned();
    let give = json!({ "version": version(&office, &path).await, "assessor": "lu.cast",
                       "region": "990123100" });
    let given = office.does("an", &format!("{path}/assignments"), &give).await;
    assert_eq!(given["households"], 2, "the two of 东镇");
    let own = office.sees("lu", "/api/v1/surveys").await;
    assert_eq!(own.as_array().map(Vec::len), Some(2));
    assert!(!own.to_string().contains("西门望"));

    let survey = |household: i64| format!("/api/v1/surveys/{id}/{household}");
    assert_eq!(office.get("lu", &survey(1)).await.status, StatusCode::OK);
    for household in [3, 4, 99] {
        assert_eq!(office.get("lu", &survey(household)).await.status, StatusCode::NOT_FOUND);
        let answer = office.post("lu", &survey(household), &content()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{household}");
    }
    // Another assessor has none of them, and officers do not answer for households.
    assert_eq!(office.get("mo", &survey(1)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.get("an", &survey(1)).await.status, StatusCode::FORBIDDEN);
    for path in [
        path.as_str(),
        "/api/v1/households/1",
        "/api/v1/cases",
        "/api/v1/clues?month=2023-10",
        "/api/v1/indicators",
        "/api/v1/ledgers",
        "/api/v1/accounts",
    ] {
        assert_eq!(office.get("lu", path).await.status, StatusCode::FORBIDDEN, "{path}");
    }

    // Nobody at home: the reason stands, and nothing is left to take the place.
    let absent = json!({ "met": false, "note": "全家在外务工" });
    let form = office.does("lu", &survey(1), &absent).await;
    assert_eq!((&form["state"], &form["met"]), (&json!("not_met"), &json!(false)));
    let void = json!({ "version": version(&office, &path).await, "reason": "改期" });
    office.does("an", &format!("{path}/void"), &void).await;
    assert_eq!(office.get("lu", &survey(2)).await.status, StatusCode::NOT_FOUND, "it has ended");
}
