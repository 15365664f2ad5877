//! A sudden event through the interface: recorded by the county, verified by the villages, followed
//! until the households have recovered.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::office::Office;

const HAIL: &str = "990123100201";
const WEST: &str = "990123101201";

fn hail(areas: &[&str]) -> Value {
    let areas: Vec<Value> = areas.iter().map(|it| json!({ "region": it })).collect();
    json!({ "type": "meteorological", "subtype": "hail", "happened_on": "2023-10-28",
            "areas": areas, "source": "县应急局", "document": "灾情快报第3期" })
}

async fn recorded(office: &Office, who: &str, areas: &[&str]) -> i64 {
    let made = office.does(who, "/api/v1/events", &hail(areas)).await;
    made["event"].as_i64().expect("a number")
}

fn report(version: i64, action: Value) -> Value {
    json!({ "version": version, "action": action })
}

#[tokio::test]
async fn a_hail_event_from_its_record_to_its_end() {
    let mut office = Office::new().await;
    let types = office.sees("an", "/api/v1/events/types").await;
    let kinds = types["types"].as_array().expect("kinds");
    let weather = kinds.iter().find(|it| it["type"] == "meteorological").expect("weather");
    assert_eq!(weather["follow_up_days"], 30);
    assert!(weather["follow_up_source"].as_str().is_some_and(|it| it.contains("default")));

    // Two villages, one in each township; what is mistyped says what there is.
    let event = recorded(&office, "an", &[HAIL, WEST]).await;
    let wrong = json!({ "type": "meteorological", "subtype": "hayl", "happened_on": "2023-10-28",
                        "areas": [{ "region": HAIL }], "source": "县应急局" });
    let answer = office.post("an", "/api/v1/events", &wrong).await;
    assert_eq!(answer.code(), "event.value");
    assert!(answer.text().contains("hail"), "{}", answer.text());
    let late = json!({ "type": "earthquake", "happened_on": "2024-10-28",
                       "areas": [{ "region": HAIL }], "source": "县应急局" });
    assert_eq!(office.post("an", "/api/v1/events", &late).await.code(), "event.not_yet");
    let outside = office.post("bo", "/api/v1/events", &hail(&[WEST])).await;
    assert_eq!(outside.status, StatusCode::NOT_FOUND);

    // The preview counts by village and writes nothing.
    let path = format!("/api/v1/events/{event}");
    let seen = office.does("an", &format!("{path}/preview"), &json!({})).await;
    assert_eq!((&seen["households"], &seen["month"]), (&json!(4), &json!("2023-10")));
    assert_eq!(seen["villages"][0]["households"], 2);
    let listed = json!({ "ways": ["listed"] });
    let seen = office.does("an", &format!("{path}/preview"), &listed).await;
    assert_eq!(seen["households"], 0);
    assert_eq!(seen["not_judged"][0]["missing_tables"], json!(["受灾农户"]));
    assert_eq!(office.sees("an", &path).await["state"], "recorded");
    let early = office.get("wen", &format!("{path}/households")).await;
    assert_eq!(early.json()["items"], json!([]));
    let open = json!({ "version": 0, "ways": ["listed"] });
    let answer = office.post("an", &format!("{path}/campaign"), &open).await;
    assert_eq!(answer.code(), "event.nobody_found");

    // Only the county opens its campaign; every village gets its share and no other.
    let open = json!({ "version": 0, "ways": ["area"] });
    let answer = office.post("bo", &format!("{path}/campaign"), &open).await;
    assert_eq!(answer.code(), "event.not_yours");
    let opened = office.does("an", &format!("{path}/campaign"), &open).await;
    assert_eq!(opened, json!({ "listed": 4, "listed_already": 0, "cases": 0 }));
    let again = office.post("an", &format!("{path}/campaign"), &open).await;
    assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "event.stale".into()));
    let own = office.sees("wen", &format!("{path}/households")).await;
    let own = own["items"].as_array().expect("a share");
    let households: Vec<i64> = own.iter().filter_map(|it| it["household"].as_i64()).collect();
    assert_eq!(households, [1, 2]);
    assert!(!office.get("wen", &path).await.text().contains("西门望"));
    assert_eq!(office.get("wen", &format!("{path}/households/3")).await.status, 404);
    let todo = office.sees("wen", "/api/v1/events/todos").await;
    assert_eq!((&todo[0]["to_verify"], &todo[0]["rounds_due"]), (&json!(2), &json!(0)));

    // Hardship gets a case, which is among the village's to-dos.
    let one = format!("{path}/households/1");
    let hardship = json!({ "do": "report", "finding": "hardship", "zone": "severe",
                           "class": "living", "loss_fen": 350_000, "note": "烤烟绝收" });
    let bad = json!({ "do": "report", "finding": "hardship", "zone": "worst" });
    let answer = office.post("wen", &format!("{one}/reports"), &report(0, bad)).await;
    assert_eq!(answer.code(), "event.value");
    let done = office.does("wen", &format!("{one}/reports"), &report(0, hardship.clone())).await;
    assert_eq!((&done["stage"], &done["zone_zh"]), (&json!("following"), &json!("重灾区")));
    assert_eq!((&done["loss"], &done["next_round"]), (&json!("3500.00"), &json!("2023-12-01")));
    assert_eq!(done["history"].as_array().map(Vec::len), Some(2), "found, and the case linked");
    let case = done["case"].as_i64().expect("a case");
    let todos = office.sees("wen", "/api/v1/cases/todos").await;
    assert!(todos.as_array().expect("to-dos").iter().any(|it| it["case"] == case));
    let stale = office.post("wen", &format!("{one}/reports"), &report(0, hardship)).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let two = format!("{path}/households/2");

    // Dispatching the month's clue joins the case that is there: one visit for both.
    let clues = office.does("an", "/api/v1/clues/dispatch", &json!({ "month": "2023-10" })).await;
    assert_eq!((&clues["opened"], &clues["joined"]), (&json!(3), &json!(1)));

    // A visit of a case verifies the household on the list as well.
    let second = office.case_of(2).await;
    let visit = json!({ "do": "verify_home", "step": "home_verification", "visit": {
        "on": "2023-11-01", "finding": "not_confirmed", "summary": "房屋完好",
        "net_income_per_capita": null, "has_labor": true,
        "guarantees": { "education": true, "medical": true, "housing": true, "water": true } } });
    let answer = office.acts("wen", second, visit).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let seen = office.sees("wen", &two).await;
    assert_eq!((&seen["stage"], &seen["case"]), (&json!("following"), &json!(second)));
    assert_eq!(
        (&seen["finding"], &seen["history"][0]["action"]),
        (&json!("no_hardship"), &json!("visit"))
    );
    let three = format!("{path}/households/3");
    let fine = json!({ "do": "report", "finding": "not_affected" });
    let done = office.does("chen", &format!("{three}/reports"), &report(0, fine)).await;
    assert_eq!(done["stage"], "not_affected");

    // The county drops one household with a reason, and sees every share.
    let four = format!("{path}/households/4");
    let dropped = json!({ "version": 0, "drop": true, "reason": "整户已迁走" });
    let answer = office.post("wen", &format!("{four}/listing"), &dropped).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    office.does("an", &format!("{four}/listing"), &dropped).await;
    let seen = office.sees("an", &path).await;
    let shares = seen["villages"].as_array().expect("shares");
    assert_eq!(shares.len(), 2);
    assert_eq!(
        (&shares[0]["course"]["hardship"], &shares[0]["course"]["listed"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(shares[1]["course"]["dropped"], 1);

    // Help tasks and the plan stand in their ledgers.
    let task = json!({ "region": "990123100", "task": "送化肥、补种", "owner_unit": "县农业农村局",
                       "due_on": "2023-11-30" });
    office.does("an", &format!("{path}/tasks"), &task).await;
    let plan = json!({ "region": "990123", "values": {
        "title": "县防范规模性返贫预案", "kind": "emergency_plan", "maker": "县乡村振兴局" } });
    let plan = office.does("an", "/api/v1/ledgers/plan_documents/records", &plan).await;
    let active = json!({ "plan": plan["record"], "activated_on": "2023-10-29",
                         "decided_by": "县委农村工作领导小组" });
    office.does("an", &format!("{path}/plans"), &active).await;
    let seen = office.sees("an", &path).await;
    assert_eq!(seen["tasks"][0]["owner_unit"], "县农业农村局");
    assert_eq!(seen["activations"][0]["plan"], "县防范规模性返贫预案");

    // Not before every household is done with.
    let close = json!({ "version": seen["version"], "reason": "都已恢复" });
    let answer = office.post("an", &format!("{path}/close"), &close).await;
    assert_eq!(answer.code(), "event.not_finished");

    // A month later the round is due; then the family has recovered.
    office.wait(31).await;
    let due = office.sees("wen", &format!("{path}/households?due=true")).await;
    assert_eq!(due["items"].as_array().map(Vec::len), Some(2));
    let follow =
        |recovery: &str| json!({ "do": "follow_up", "recovery": recovery, "note": "看过" });
    let version = |seen: &Value| seen["version"].as_i64().expect("a version");
    let seen = office.sees("wen", &one).await;
    let body = report(version(&seen), follow("partly"));
    let seen = office.does("wen", &format!("{one}/reports"), &body).await;
    assert_eq!((&seen["rounds"], &seen["stage"]), (&json!(1), &json!("following")));
    let body = report(version(&seen), follow("recovered"));
    let seen = office.does("wen", &format!("{one}/reports"), &body).await;
    assert_eq!(seen["stage"], "recovered");
    let seen = office.sees("wen", &two).await;
    let body = report(version(&seen), follow("recovered"));
    office.does("wen", &format!("{two}/reports"), &body).await;
    let closed = office.does("an", &format!("{path}/close"), &close).await;
    assert_eq!(closed["state"], "closed");
    let late = office.post("wen", &format!("{one}/reports"), &report(9, follow("partly"))).await;
    assert_eq!(late.code(), "event.state");
    let listed = office.sees("an", "/api/v1/events?state=closed").await;
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn another_township_knows_of_no_event_that_is_not_its_own() {
    let office = Office::new().await;
    let event = recorded(&office, "an", &[HAIL]).await;
    let path = format!("/api/v1/events/{event}");
    let open = json!({ "version": 0 });
    office.does("an", &format!("{path}/campaign"), &open).await;
    for get in ["", "/households", "/households/1"] {
        let answer = office.get("chen", &format!("{path}{get}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{get}");
    }
    let found = json!({ "do": "report", "finding": "hardship" });
    let answer =
        office.post("chen", &format!("{path}/households/1/reports"), &report(0, found)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(office.sees("chen", "/api/v1/events").await["items"], json!([]));
    assert_eq!(office.sees("chen", "/api/v1/events/todos").await, json!([]));
    assert_eq!(office.sees("bo", "/api/v1/events").await["items"][0]["event"], event);
    // A household elsewhere does not come on the list either.
    let elsewhere = json!({ "household": 3, "reason": "也受了灾" });
    let answer = office.post("an", &format!("{path}/households"), &elsewhere).await;
    assert_eq!(answer.code(), "event.value");
    for who in ["edu", "helper"] {
        assert_eq!(office.get(who, "/api/v1/events").await.status, StatusCode::FORBIDDEN, "{who}");
    }
}

#[tokio::test]
async fn a_price_that_stays_down_raises_an_alarm_that_opens_to_its_quotations() {
    let office = Office::new().await;
    let prices = "/api/v1/ledgers/product_prices/records";
    let mut records = Vec::new();
    for (day, price) in [
        ("2022-08-10", "20"),
        ("2022-09-10", "20"),
        ("2022-10-10", "20"),
        ("2023-08-10", "15"),
        ("2023-09-10", "15"),
        ("2023-10-10", "14.50"),
        ("2023-04-10", "30"),
    ] {
        let values = json!({ "region": "990123", "values": { "product": "核桃（干果）",
            "industry": "nuts", "market": "县农贸市场", "priced_on": day, "price": price,
            "measure": "公斤" } });
        records.push(office.does("an", prices, &values).await["record"].clone());
    }
    let month = json!({ "region": "990123", "month": "2023-10" });
    assert_eq!(
        office.post("bo", "/api/v1/risk-alarms/judge", &month).await.status,
        StatusCode::FORBIDDEN
    );
    let judged = office.does("an", "/api/v1/risk-alarms/judge", &month).await;
    assert_eq!(judged["counties"][0]["raised"], 1, "{judged}");
    let again = office.does("an", "/api/v1/risk-alarms/judge", &month).await;
    assert_eq!(again["counties"][0]["written"], 0);

    let listed = office.sees("an", "/api/v1/risk-alarms?month=2023-10").await;
    let first = &listed[0];
    assert_eq!((&first["trigger"], &first["state"]), (&json!("price_fall"), &json!("raised")));
    assert_eq!((&first["value"], &first["limit"]["value"]), (&json!("27.5%"), &json!("20%")));
    assert_eq!(first["limit"]["is_default"], true);
    // Nobody computed shares of jobs: nobody says that all is quiet.
    let jobless = listed.as_array().expect("a list").iter().find(|it| it["trigger"] == "jobless");
    assert_eq!(jobless.expect("judged")["state"], "unknown");
    let id = first["alarm"].as_str().expect("an id");
    let opened = office.sees("an", &format!("/api/v1/risk-alarms/{id}")).await;
    let behind: Vec<&Value> =
        opened["records"].as_array().expect("rows").iter().map(|it| &it["record"]).collect();
    assert_eq!(behind, records[..6].iter().collect::<Vec<_>>(), "April is no part of it");
    assert_eq!(opened["figures"][2]["base_price"], "20.00");

    // A township sees its own alarms only, and this one is the county's.
    assert_eq!(office.sees("bo", "/api/v1/risk-alarms?month=2023-10").await, json!([]));
    let answer = office.get("bo", &format!("/api/v1/risk-alarms/{id}")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_closed_operator_finds_the_households_linked_to_it() {
    let office = Office::new().await;
    let operator = |name: &str| {
        json!({ "region": "990123100", "values": {
            "name": name, "kind": "cooperative", "industries": "nuts" } })
    };
    let operators = "/api/v1/ledgers/operators/records";
    let one = office.does("an", operators, &operator("东镇核桃合作社")).await["record"].clone();
    let other = office.does("an", operators, &operator("另一家合作社")).await["record"].clone();
    let linkages = "/api/v1/ledgers/linkages/records";
    for (household, operator) in [(1, &one), (2, &other)] {
        let values = json!({ "region": HAIL, "values": {
            "household": household.to_string(), "operator": operator.to_string(),
            "modes": "production", "entries": "order", "industry": "nuts",
            "starts_on": "2023-01-01", "ends_on": "2025-12-31", "risk_bearer": "operator" } });
        office.does("an", linkages, &values).await;
    }
    let new = json!({ "type": "operator_closed", "happened_on": "2023-10-20",
                      "areas": [{ "region": "990123" }], "source": "县市场监管局",
                      "target": { "record": one } });
    let event = office.does("an", "/api/v1/events", &new).await["event"].clone();
    let path = format!("/api/v1/events/{event}");
    let seen = office.does("an", &format!("{path}/preview"), &json!({})).await;
    assert_eq!(seen["households"], 1, "{seen}");
    let shown = office.sees("an", &path).await;
    assert_eq!(shown["target"]["name"], "东镇核桃合作社");
    office.does("an", &format!("{path}/campaign"), &json!({ "version": 0 })).await;
    let listed = office.sees("bo", &format!("{path}/households")).await;
    assert_eq!(listed["items"][0]["household"], 1);
    assert!(listed["items"][0]["why"].as_str().is_some_and(|it| it.contains("利益联结")));
    let missing = json!({ "type": "operator_closed", "happened_on": "2023-10-20",
                          "areas": [{ "region": "990123" }], "source": "县市场监管局" });
    assert_eq!(office.post("an", "/api/v1/events", &missing).await.code(), "event.value");
}
