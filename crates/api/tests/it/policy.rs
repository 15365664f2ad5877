//! Policy is drafted by one person, tried, and approved by another; visits flow back.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::office::{Answer, Office};

fn drafted(effective_on: &str, value: i64, from: &str) -> Value {
    json!({
        "title": "监测线", "reason": "示例县文件第1号", "effective_on": effective_on,
        "files": [
            { "path": "cn-990123/pack.toml",
              "text": "name = \"cn-990123\"\nzh = \"测试县\"\nregion = \"990123\"\n" },
            { "path": "cn-990123/parameters/medical.toml", "text": format!(
                "[household_year_line]\nzh = \"全户一年自付\"\nunit = \"yuan\"\n\
                 [[household_year_line.values]]\nfrom = \"{from}\"\nvalue = {value}\n\
                 basis = \"default\"\nnote = \"示例\"\n") },
        ],
    })
}

async fn put(office: &Office, who: &str, path: &str, body: &Value) -> Answer {
    let cookie = office.cookie(who);
    let request = office.request(Method::PUT.as_str(), path, Some(body), &[("cookie", &cookie)]);
    office.send(request).await
}

#[tokio::test]
async fn a_draft_is_approved_by_a_second_person_and_counts_from_its_day() {
    let office = Office::new().await;
    let drafts = "/api/v1/policy/drafts";

    // What held before stays as it was; what is not sound is not kept.
    let past = office.post("an", drafts, &drafted("2023-12-01", 5000, "2023-06-01")).await;
    assert_eq!(past.code(), "draft.changes_the_past", "{}", past.text());
    let mut broken = drafted("2023-12-01", 5000, "2023-12-01");
    broken["files"][1]["text"] = json!("[household_year_line]\nzh = 1\n");
    let refused = office.post("an", drafts, &broken).await;
    assert_eq!(refused.code(), "draft.unsound");
    assert!(refused.text().contains("cn-990123/parameters/medical.toml"), "{}", refused.text());
    let mut outside = drafted("2023-12-01", 5000, "2023-12-01");
    outside["files"][1]["path"] = json!("cn-990123/../cn/parameters/medical.toml");
    assert_eq!(office.post("an", drafts, &outside).await.code(), "draft.path");
    let nation = json!({ "title": "x", "reason": "x", "effective_on": "2023-12-01",
        "files": [{ "path": "cn/parameters/drafted.toml", "text": "" }] });
    let answer = office.post("an", drafts, &nation).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::FORBIDDEN, "draft.other_region".into())
    );

    let made = office.does("an", drafts, &drafted("2023-12-01", 5000, "2023-12-01")).await;
    let path = format!("{drafts}/{}", made["draft"].as_str().expect("an id"));
    let page = office.sees("an", &path).await;
    let changes = page["changes"].to_string();
    assert!(changes.contains("改为5000元"), "{changes}");

    // Another version takes its place; the first stays.
    let body = json!({ "version": 1, "draft": drafted("2023-12-01", 4000, "2023-12-01") });
    assert_eq!(put(&office, "an", &path, &body).await.status, StatusCode::OK);
    assert_eq!(put(&office, "an", &path, &body).await.code(), "draft.stale");
    let submit = json!({ "version": 2, "step": "submit" });
    office.does("an", &format!("{path}/steps"), &submit).await;

    // Nobody approves what they have written; a township has nothing to do with it.
    let approve = json!({ "version": 2, "step": "approve", "note": "同意" });
    let decision = format!("{path}/decision");
    let own = office.post("an", &decision, &approve).await;
    assert_eq!((own.status, own.code()), (StatusCode::FORBIDDEN, "draft.same_person".into()));
    assert_eq!(office.post("bo", &decision, &approve).await.status, StatusCode::FORBIDDEN);
    let done = office.does("zhou", &decision, &approve).await;
    assert_eq!(done["state"], "in_force");

    let of = |on: &str| {
        let on = crate::office::day(on);
        let packs = office.server.home.packs();
        packs.parameter("medical.household_year_line", "990123", on).expect("a value").show()
    };
    assert_eq!(of("2023-12-01"), "4000元");
    assert_ne!(of("2023-11-30"), "4000元");
    let again = office.post("zhou", &decision, &approve).await;
    assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "draft.state".into()));
}

#[tokio::test]
async fn what_visits_found_flows_back_to_rules_and_departments() {
    let office = Office::new().await;
    office.dispatch().await;
    let visit = |finding: &str| {
        json!({ "do": "verify_home", "step": "home_verification", "visit": {
            "on": "2023-11-01", "finding": finding, "summary": "看过", "causes": [],
            "net_income_per_capita": 650_000, "has_labor": true,
            "guarantees": { "education": true, "medical": true, "housing": true, "water": true },
        } })
    };
    let case = office.case_of(1).await;
    assert_eq!(office.acts("wen", case, visit("confirmed")).await.status, StatusCode::OK);
    let case = office.case_of(2).await;
    assert_eq!(office.acts("wen", case, visit("not_confirmed")).await.status, StatusCode::OK);

    let seen = office.sees("an", "/api/v1/precision?from=2023-10&to=2023-12&by=quarter,rule").await;
    let total = &seen["total"];
    assert_eq!((&total["clues"], &total["dispatched"]), (&json!(4), &json!(4)), "{seen}");
    assert_eq!((&total["confirmed"], &total["not_confirmed"]), (&json!(1), &json!(1)));
    assert_eq!(total["hit_rate_basis_points"], 5_000);
    let row = |rule: &str| {
        let rows = seen["rows"].as_array().expect("rows").iter();
        rows.clone()
            .find(|it| it["key"][1].as_str().is_some_and(|it| it.starts_with(rule)))
            .unwrap_or_else(|| panic!("no row of {rule}: {seen}"))
            .clone()
    };
    assert_eq!(row("R102")["key"][0], "2023Q4");
    assert_eq!(row("R102")["hit_rate_basis_points"], 10_000);
    assert_eq!(row("R301")["hit_rate_basis_points"], 0);

    assert_eq!(
        office.get("bo", "/api/v1/precision?from=2023-10&to=2023-10").await.status,
        StatusCode::FORBIDDEN
    );
    let wrong = office.get("an", "/api/v1/precision?from=2023-10&to=2023-10&by=cadre").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_trial_answers_beside_the_packs_in_force() {
    let office = Office::new().await;
    let wanted = json!({ "kind": "simulate", "region": "990123", "month": "2023-10",
        "values": [{ "name": "medical.household_year_line", "value": "+10%" }] });
    let job = crate::jobs::done(&office, &wanted).await;
    assert_eq!(job["state"], "done", "{job}");
    let changes = job["result"]["changes"].to_string();
    assert!(changes.contains("medical.household_year_line"), "{changes}");
    // Nothing is written: the clues stand as they did.
    assert_eq!(
        office.sees("an", "/api/v1/clues?month=2023-10").await["items"]
            .as_array()
            .expect("clues")
            .len(),
        4
    );
    let missing = json!({ "kind": "simulate", "region": "990123", "month": "2023-10",
        "draft": "018bd000-0000-7000-8000-000000000000" });
    assert_eq!(office.post("an", "/api/v1/jobs", &missing).await.status, StatusCode::NOT_FOUND);
}
