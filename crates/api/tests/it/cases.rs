//! Cases as the people of a county work on them.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::office::Office;

fn visit() -> Value {
    json!({ "do": "verify_home", "step": "home_verification", "visit": {
        "on": "2023-11-01", "finding": "confirmed", "summary": "户主住院", "causes": [],
        "net_income_per_capita": 650_000, "has_labor": true,
        "guarantees": { "education": true, "medical": true, "housing": true, "water": true },
    } })
}

fn letter() -> Value {
    json!({ "do": "authorize", "letter": {
        "signed_on": "2023-11-01", "valid_until": "2024-10-31", "signed_by": "thumbprint",
        "covers": [101, 102, 103], "attachment": null,
    } })
}

#[tokio::test]
async fn each_step_is_for_its_role_and_in_its_turn() {
    let office = Office::new().await;
    office.dispatch().await;
    let case = office.case_of(1).await;

    // The village looks; the county does not do it in its place.
    let answer = office.acts("an", case, visit()).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::FORBIDDEN, "case.role".into()));
    assert!(answer.text().contains("村级核实人员"), "{}", answer.text());
    let answer = office.acts("wen", case, visit()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["stage"], "identifying");

    // Nothing is compared without a letter of every member, and nobody approves out of turn.
    let compare = json!({ "do": "compare_assets", "step": "asset_comparison", "hits": [] });
    let approve = json!({ "do": "approve", "step": "township_review", "opinion": "同意" });
    assert_eq!(office.acts("bo", case, approve).await.code(), "case.step_not_open");
    let answer = office.acts("edu", case, compare.clone()).await;
    // The case does not concern the education bureau: for it, it is not there.
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(office.acts("wen", case, letter()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_second_of_two_writers_is_told_and_a_repeated_request_is_answered_again() {
    let office = Office::new().await;
    office.dispatch().await;
    let case = office.case_of(1).await;
    let path = format!("/api/v1/cases/{case}/actions");
    let body = json!({ "version": 1, "action": visit() });
    let cookie = office.cookie("wen");
    let headers =
        [("cookie", cookie.as_str()), ("idempotency-key", "一次".len().to_string().leak() as &str)];

    let first = office.send(office.request("POST", &path, Some(&body), &headers)).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    let again = office.send(office.request("POST", &path, Some(&body), &headers)).await;
    assert_eq!((again.status, &again.bytes), (StatusCode::OK, &first.bytes));
    assert_eq!(again.headers["idempotency-replayed"], "true");
    // The same key for something else, and the same thing without the key.
    let other = json!({ "version": 2, "action": letter() });
    let answer = office.send(office.request("POST", &path, Some(&other), &headers)).await;
    assert_eq!(answer.code(), "idempotency.other_request");
    let answer = office.post("wen", &path, &body).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::CONFLICT, "case.stale".into()));
    let seen = office.sees("wen", &format!("/api/v1/cases/{case}")).await;
    assert_eq!(seen["version"], 2);
}

#[tokio::test]
async fn many_are_done_at_once_and_what_is_refused_says_why() {
    let office = Office::new().await;
    office.dispatch().await;
    let (one, two) = (office.case_of(1).await, office.case_of(2).await);
    let dismiss = json!({ "do": "dismiss", "reason": "already_solved", "text": "已纳入低保" });
    let wanted = json!([
        { "case": one, "version": 1, "action": dismiss },
        { "case": two, "version": 7, "action": dismiss },
        { "case": 999_999, "version": 1, "action": dismiss },
    ]);
    let done = office.does("bo", "/api/v1/cases/actions", &wanted).await;
    let codes: Vec<&str> = done
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["code"].as_str().unwrap_or("done"))
        .collect();
    assert_eq!(codes, ["done", "case.stale", "case.not_found"]);
    let counts = office.sees("bo", "/api/v1/cases/counts").await;
    assert_eq!(counts["stages"], json!({ "dismissed": 1, "dispatched": 1 }));
}

/// A day or a year for which no document is known is the asker's to mend.
#[tokio::test]
async fn a_day_without_rules_is_refused_and_not_a_fault() {
    let office = Office::new().await;
    office.dispatch().await;
    let case = office.case_of(1).await;
    let dismiss = json!({ "do": "dismiss", "reason": "already_solved", "text": "已纳入低保" });
    let body = json!({ "version": 1, "on": "0245-06-21", "action": dismiss });
    let answer = office.post("an", &format!("/api/v1/cases/{case}/actions"), &body).await;
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, "policy.no_figure".to_owned());
    assert_eq!((answer.status, answer.code()), refused, "{}", answer.text());
    for path in ["effect-reviews", "effect-reviews/waiting"] {
        let path = format!("/api/v1/assistance/{path}?year=2008");
        let answer = office.get("an", &path).await;
        assert_eq!((answer.status, answer.code()), refused, "{path} {}", answer.text());
    }
    let path = "/api/v1/targets?region=990123000000&month=2008-01";
    let answer = office.get("an", path).await;
    assert_eq!((answer.status, answer.code()), refused, "{path} {}", answer.text());
}

#[tokio::test]
async fn the_workbench_shows_what_ones_roles_have_to_do_and_when() {
    let mut office = Office::new().await;
    office.dispatch().await;
    let todos = office.sees("wen", "/api/v1/cases/todos").await;
    let todos = todos.as_array().expect("a list");
    assert_eq!(todos.len(), 2);
    assert_eq!(
        (&todos[0]["step"], &todos[0]["state"]),
        (&json!("home_verification"), &json!("in_time"))
    );
    office.wait(30).await;
    let todos = office.sees("wen", "/api/v1/cases/todos").await;
    assert_eq!(todos[0]["state"], "overdue");
    let counts = office.sees("an", "/api/v1/cases/counts").await;
    assert_eq!(counts["overdue"]["dispatched"], 4);
    // The township has nothing to do before the village has looked.
    assert_eq!(office.sees("bo", "/api/v1/cases/todos").await, json!([]));
}

#[tokio::test]
async fn hidden_fields_are_shown_with_a_reason_and_leave_a_trace() {
    let office = Office::new().await;
    let seen = office.sees("bo", "/api/v1/households/1").await;
    let number = crate::office::number(101);
    assert!(!seen.to_string().contains(number.reveal()), "{seen}");
    let ask = |reason: &str| json!({ "field": "id_number", "reason": reason });
    let answer = office.post("bo", "/api/v1/persons/101/reveal", &ask(" ")).await;
    assert_eq!(answer.code(), "household.reason_needed");
    let shown = office.does("bo", "/api/v1/persons/101/reveal", &ask("核对低保名单")).await;
    assert_eq!(shown["value"], number.reveal());

    let audit = office.sees("auditor", "/api/v1/audit?limit=200").await;
    let entry = audit["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["action"] == "person.reveal");
    let entry = entry.expect("an entry");
    assert_eq!(
        (&entry["subject"], &entry["detail"]["reason"]),
        (&json!("person 101"), &json!("核对低保名单"))
    );
    assert!(!audit.to_string().contains(number.reveal()));
    let state = office.sees("auditor", "/api/v1/audit/verification").await;
    assert_eq!(state["fault_at"], Value::Null, "{state}");
}

#[tokio::test]
async fn a_household_that_splits_is_two_and_each_has_its_case() {
    let office = Office::new().await;
    office.dispatch().await;
    let case = office.case_of(1).await;
    let path = "/api/v1/households/1/events";
    let split = |version: i64| {
        json!({ "event": "household_split", "leaving": [103], "head": 103,
                "risk_leaves": false, "version": version })
    };
    // A department does not keep the register, and another township knows of no such household.
    assert_eq!(office.post("edu", path, &split(1)).await.code(), "access.forbidden");
    assert_eq!(office.post("chen", path, &split(1)).await.code(), "household.not_found");
    let answer = office.post("wen", path, &split(0)).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::CONFLICT, "case.stale".into()));
    let done = office.does("wen", path, &split(1)).await;
    assert_eq!((&done["case"], &done["case_household"]), (&json!(case), &json!(1)));
    let (new, opened) = (&done["new_household"], &done["opened"]);

    let seen = office.sees("wen", &format!("/api/v1/households/{new}")).await;
    assert_eq!(seen["members"].as_array().map(Vec::len), Some(1));
    assert_eq!((&seen["cases"][0]["case"], &seen["cases"][0]["stage"]), (opened, &json!("clue")));
    let seen = office.sees("wen", &format!("/api/v1/cases/{case}")).await;
    assert_eq!((&seen["version"], &seen["household"]), (&json!(2), &json!(1)));
}
