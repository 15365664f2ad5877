//! What officers look at: the cockpit, a household's dossier, policy, what they have done; visits
//! that telephones send; and the pages of the console.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::office::{Office, WEST};

#[tokio::test]
async fn the_cockpit_counts_what_lies_in_the_region() {
    let office = Office::new().await;
    office.dispatch().await;
    let county = office.sees("an", "/api/v1/cockpit").await;
    let figures = &county["figures"];
    assert_eq!((&figures["in_procedure"], &figures["new_clues"]), (&json!(4), &json!(4)));
    assert_eq!((&county["month"], &county["as_of"]), (&json!("2023-10"), &json!("2023-11-01")));
    let below: Vec<(&Value, &Value)> = county["regions"]
        .as_array()
        .expect("regions")
        .iter()
        .map(|it| (&it["name"], &it["new_clues"]))
        .collect();
    assert_eq!(below, [(&json!("东镇"), &json!(2)), (&json!("西镇"), &json!(2))]);
    let last = county["trend"].as_array().expect("months").last().expect("a month");
    assert_eq!((&last["month"], &last["new_clues"]), (&json!("2023-10"), &json!(4)));
    assert_eq!(county["trend"].as_array().map(Vec::len), Some(12));

    let east = office.sees("bo", "/api/v1/cockpit").await;
    assert_eq!(
        (&east["code"], &east["figures"]["in_procedure"]),
        (&json!("990123100000"), &json!(2))
    );
    let west = office.get("bo", "/api/v1/cockpit?region=990123101").await;
    assert_eq!(west.status, StatusCode::NOT_FOUND);
    assert_eq!(office.sees("bo", "/api/v1/clues/months").await, json!(["2023-10"]));
}

#[tokio::test]
async fn a_dossier_holds_clues_visits_and_what_was_done() {
    let office = Office::new().await;
    office.dispatch().await;
    let case = office.case_of(1).await;
    let answer = office.acts("wen", case, verification("户主住院")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let dossier = office.sees("wen", "/api/v1/households/1/dossier").await;
    assert_eq!(dossier["month"], "2023-10");
    assert_eq!(dossier["clues"][0]["clue"], "990123-202310-000001");
    assert_eq!(dossier["visits"][0]["summary"], "户主住院");
    assert_eq!(dossier["visits"][0]["net_income_per_capita"], 650_000);
    let done = office.sees("wen", "/api/v1/cases/done").await;
    assert_eq!(done["items"][0]["action"], "verify_home");
    assert_eq!(office.sees("wen", "/api/v1/cases/done?began=true").await["items"], json!([]));
    let began = office.sees("an", "/api/v1/cases/done?began=true&limit=3").await;
    assert_eq!(began["items"].as_array().map(Vec::len), Some(3));
    let next = began["next"].as_str().expect("another page");
    let rest = office.sees("an", &format!("/api/v1/cases/done?began=true&after={next}")).await;
    assert_eq!(rest["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn parameters_and_rules_say_where_they_come_from() {
    let office = Office::new().await;
    let found = office.sees("wen", "/api/v1/policy/parameters?region=990123&on=2023-10-31").await;
    let named = |name: &str| {
        let rows = found.as_array().expect("rows");
        rows.iter().find(|it| it["name"] == name).cloned().expect("a parameter")
    };
    let causes = named("case.most_causes");
    assert_eq!((&causes["pack"], &causes["is_default"]), (&json!("cn"), &json!(false)));
    assert!(named("case.remind_days")["is_default"] == json!(true));
    let history =
        office.sees("wen", "/api/v1/policy/parameters/case.most_causes?region=990123").await;
    assert_eq!(history.as_array().map(Vec::len), Some(1));
    let none = office.get("wen", "/api/v1/policy/parameters/no.such?region=990123").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let rules = office.sees("wen", "/api/v1/policy/rules?region=990123&on=2023-10-31").await;
    let rule = rules[0]["rule"].as_str().expect("a rule");
    let page = office
        .sees("wen", &format!("/api/v1/policy/rules/{rule}?region=990123&on=2023-10-31"))
        .await;
    let cases = page["cases"].as_array().expect("cases");
    assert!(
        cases.iter().any(|it| it["fires"] == true) && cases.iter().any(|it| it["fires"] == false)
    );
    assert!(page["rule"]["all"][0]["limit_zh"].is_string(), "{page}");
}

fn verification(summary: &str) -> Value {
    json!({ "do": "verify_home", "step": "home_verification", "visit": {
        "on": "2023-11-01", "finding": "confirmed", "summary": summary, "causes": [],
        "net_income_per_capita": 650_000, "has_labor": true,
        "guarantees": { "education": true, "medical": true, "housing": true, "water": true },
    } })
}

/// An update of a visit of case `case`.
fn update(case: i64, id: &str, branch: &str, place: i64, fields: Value, submits: bool) -> Value {
    json!({ "id": id, "visit": "018bd000-0000-7000-8000-0000000000aa", "case": case,
            "kind": "verify_home", "step": "home_verification", "branch": branch, "trunk": 0,
            "place": place, "fields": fields, "submits": submits })
}

fn whole_form() -> Value {
    json!({ "on": "2023-11-01", "finding": "confirmed", "summary": "借了钱", "education": true,
            "medical": false, "housing": true, "water": true, "has_labor": true,
            "net_income_per_capita": 650_000 })
}

#[tokio::test]
async fn a_visit_written_without_signal_is_recorded_once_when_all_of_it_has_come() {
    let office = Office::new().await;
    office.dispatch().await;
    let case = office.case_of(1).await;
    let due = office.sees("wen", "/api/v1/visits/due").await;
    let row =
        due.as_array().expect("rows").iter().find(|it| it["case"] == case).expect("the visit");
    assert_eq!((&row["kind"], &row["step"]), (&json!("verify_home"), &json!("home_verification")));
    assert!(row["members"].as_array().is_some_and(|it| it.len() == 3));
    assert!(!due.to_string().contains("9901231970"), "no identity number leaves");

    let take = "/api/v1/visits/updates";
    let last = update(case, "u1", "telephone", 1, json!({ "summary": "借了钱" }), true);
    let held = office.does("wen", take, &json!({ "updates": [last.clone()] })).await;
    assert_eq!(held[0]["became"], "held");
    let first = update(case, "u0", "telephone", 0, whole_form(), false);
    let done = office.does("wen", take, &json!({ "updates": [first, last] })).await;
    assert_eq!(
        (&done[0]["became"], &done[0]["visit"]["state"]),
        (&json!("applied"), &json!("recorded"))
    );
    assert_eq!(done[1]["became"], "applied", "sent again, it counts once");
    let page = office.sees("wen", &format!("/api/v1/cases/{case}")).await;
    let visits = page["history"].as_array().expect("rows").iter();
    assert_eq!(visits.filter(|it| it["action"] == "verify_home").count(), 1);

    let other = office.case_of(3).await;
    let foreign = json!({ "updates": [update(other, "u9", "telephone", 0, whole_form(), true)] });
    let refused = office.does("wen", take, &foreign).await;
    assert_eq!(refused[0]["became"], "refused");
    assert!(!refused.to_string().contains(WEST[0]));
}

#[tokio::test]
async fn two_telephones_that_disagree_are_settled_by_a_person() {
    let office = Office::new().await;
    office.dispatch().await;
    let case = office.case_of(1).await;
    let one = update(case, "p0", "one", 0, whole_form(), false);
    let other = update(case, "q0", "other", 0, json!({ "has_labor": false }), true);
    let done =
        office.does("wen", "/api/v1/visits/updates", &json!({ "updates": [one, other] })).await;
    assert_eq!(done[1]["visit"]["state"], "conflict", "{done}");
    let listed = office.sees("bo", "/api/v1/visits/to-settle").await;
    assert_eq!(listed[0]["conflicts"][0]["field"], "has_labor");
    assert_eq!(office.sees("chen", "/api/v1/visits/to-settle").await, json!([]));
    let id = listed[0]["visit"].as_str().expect("an id");
    let path = format!("/api/v1/visits/{id}/settle");
    let stale = office.post("wen", &path, &json!({ "version": 1, "fields": {} })).await;
    assert_eq!(stale.code(), "visit.stale");
    let body = json!({ "version": listed[0]["version"], "fields": { "has_labor": true } });
    let settled = office.does("wen", &path, &body).await;
    assert_eq!(settled["state"], "recorded", "{settled}");
}

#[tokio::test]
async fn what_the_procedure_refuses_is_kept_with_its_words() {
    let office = Office::new().await;
    office.dispatch().await;
    let case = office.case_of(1).await;
    let mut form = whole_form();
    form["finding"] = Value::Null;
    let body = json!({ "updates": [update(case, "u0", "telephone", 0, form, true)] });
    let done = office.does("wen", "/api/v1/visits/updates", &body).await;
    let visit = &done[0]["visit"];
    assert_eq!(visit["state"], "refused");
    assert!(visit["problem"].as_str().is_some_and(|it| it.contains("是否属实")), "{visit}");
}

#[tokio::test]
async fn addresses_of_pages_are_the_consoles_and_those_of_the_interface_are_not() {
    let office = Office::new().await;
    for path in ["/", "/cases/12", "/visit"] {
        let answer = office.send(office.request("GET", path, None, &[])).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.kind.starts_with("text/html"), "{path}: {}", answer.kind);
        assert_eq!(answer.headers[header::X_FRAME_OPTIONS], "DENY");
    }
    for path in ["/api/v1/none", "/api/none", "/assets/none-1234.js", "/../access.toml"] {
        let answer = office.send(office.request("GET", path, None, &[])).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = office.send(office.request("POST", "/cases/12", None, &[])).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

/// Posts a form as a browser does.
async fn posts(office: &Office, path: &str, fields: &[(&str, &str)]) -> crate::office::Answer {
    let plain = |text: &str| {
        text.bytes()
            .map(|it| match it.is_ascii_alphanumeric() {
                true => char::from(it).to_string(),
                false => format!("%{it:02X}"),
            })
            .collect::<String>()
    };
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", plain(value)));
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let mut request = office.request("POST", path, None, &[kind]);
    *request.body_mut() = axum::body::Body::from(pairs.collect::<Vec<_>>().join("&"));
    office.send(request).await
}

/// The value of a hidden field of a form.
fn hidden(html: &str, name: &str) -> String {
    let at = html.find(&format!("name=\"{name}\"")).expect("the field");
    let rest = &html[at..];
    let value = rest.split_once("value=\"").expect("its value").1;
    value.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_farmer_applies_and_follows_the_receipt() {
    let office = Office::new().await;
    let get = async |path: &str| office.send(office.request("GET", path, None, &[])).await;
    let townships = get("/apply?within=990123").await.text();
    assert!(townships.contains("东镇") && townships.contains("within=990123100000"), "{townships}");
    let form = get("/apply?village=990123100201").await;
    assert!(form.bytes.len() < 16 << 10, "a page for slow lines: {}", form.bytes.len());
    assert!(form.headers.contains_key("content-security-policy"));
    let token = hidden(&form.text(), "token");
    let whole = [
        ("village", "990123100201"),
        ("token", token.as_str()),
        ("name", "东方明"),
        ("phone", "13912340101"),
        ("risk", "medical"),
        ("text", "住院花了很多钱"),
        ("consent", "1"),
    ];
    // Faster than anybody types.
    let hasty = posts(&office, "/apply", &whole).await;
    assert_eq!(hasty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(hasty.text().contains("住院花了很多钱"), "what was typed stays");
    office.wait_minutes(2);
    let caught: Vec<_> = whole.iter().copied().chain([("website", "http://x")]).collect();
    assert_eq!(posts(&office, "/apply", &caught).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let lacking: Vec<_> = whole.iter().copied().filter(|it| it.0 != "text").collect();
    let lacking = posts(&office, "/apply", &lacking).await;
    assert!(
        lacking.text().contains("请简单写一写困难情况")
            && lacking.text().contains("role=\"alert\"")
    );

    let taken = posts(&office, "/apply", &whole).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    let inbox = office.sees("bo", "/api/v1/appeals").await;
    let appeal = &inbox["items"][0];
    assert_eq!(appeal["channel"], "self_application");
    let receipt = appeal["receipt"].as_str().expect("a receipt");
    assert!(taken.text().contains(&receipt[..4]), "{}", taken.text());
    assert!(!taken.text().contains("13912340101"), "no telephone on the receipt");
    assert_eq!(office.sees("chen", "/api/v1/appeals").await["items"], json!([]));

    let asked = [("receipt", receipt), ("phone", "13912340101")];
    let progress = posts(&office, "/apply/progress", &asked).await;
    assert_eq!(progress.status, StatusCode::OK);
    assert!(progress.text().contains("等待受理"), "{}", progress.text());
    let wrong =
        posts(&office, "/apply/progress", &[("receipt", receipt), ("phone", "13900000000")]).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    let english = get("/apply?village=990123100201&lang=en").await.text();
    assert!(english.contains("lang=\"en\""));
}

#[tokio::test]
async fn where_the_province_has_a_platform_the_page_says_so() {
    let office = Office::new().await;
    let packs = office.server.home.folder.join("definitions/packs/cn/parameters/public_page.toml");
    let text = std::fs::read_to_string(&packs).expect("the parameters");
    assert!(text.contains("value = true"), "open where nobody says otherwise");
    let closed = text.replacen("value = true", "value = false", 1);
    std::fs::write(&packs, closed).expect("written");
    let office = office.reopened().await;
    let page = office.send(office.request("GET", "/apply?village=990123100201", None, &[])).await;
    assert!(!page.text().contains("<form"), "{}", page.text());
    assert!(page.text().contains("12317"));
    let sent = posts(&office, "/apply", &[("village", "990123100201"), ("name", "x")]).await;
    assert!(!sent.text().contains("<form"));
}
