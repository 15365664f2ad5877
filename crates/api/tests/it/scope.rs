//! A township never sees another township's household: at every endpoint there is.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    access::operations,
    office::{Office, WEST},
};

/// What an endpoint has to do with households.
enum Shows {
    /// Nothing of households ever.
    Nothing,
    /// A list, a count or a file: asked with this, it holds nobody of the other township.
    Only(&'static str, serde_json::Value),
    /// Asked for one of the other township, it knows of none.
    Unknown(String, serde_json::Value),
}

/// Whatever names somebody of 西镇, or their household.
fn names_the_west(text: &str) -> bool {
    let numbers = ["99012316002000000", "西一村", "990123101201"];
    WEST.iter().any(|it| text.contains(it)) || numbers.iter().any(|it| text.contains(it))
}

#[tokio::test]
async fn a_township_never_sees_another_townships_household() {
    let office = Office::new().await;
    office.dispatch().await;
    let west = office.case_of(3).await;
    office.does("an", "/api/v1/appeals", &appeal(301)).await;
    let listed = office.sees("an", "/api/v1/appeals").await;
    let west_appeal = listed["items"][0]["appeal"].as_str().expect("an appeal").to_owned();
    let toilets = "/api/v1/ledgers/household_toilets/records";
    let recorded = office.does("an", toilets, &toilet("990123101201", 3)).await;
    let west_toilet = recorded["record"].to_string();
    office.does("an", toilets, &toilet("990123100201", 1)).await;
    office.does("an", "/api/v1/ledger-findings", &json!({})).await;
    let period = json!({ "period": "2023-10", "month": "2023-10" });
    office.does("an", "/api/v1/income/fill", &period).await;
    for household in [1, 3] {
        let path = format!("/api/v1/households/{household}/income");
        let entered = json!({ "period": "2023-10", "values": [
            { "line": "crops", "yuan": "100", "kind": "said", "source": "户主" }] });
        office.does("an", &path, &entered).await;
    }
    let month = json!({ "region": "990123", "month": "2023-10" });
    office.does("an", "/api/v1/indicators/compute", &month).await;
    let order = json!({ "region": "990123101201", "period": "2023-10" });
    let printed = office.does("chen", "/api/v1/reports/village_page/prints", &order).await;
    let west_print = printed["print"].as_str().expect("a print").to_owned();
    let template = json!({ "name": "西一村的表", "asker": "西一村村委会", "purpose": "公开",
        "asked_on": "2023-11-01", "layout": { "title": "西一村", "parts": [{ "kind": "list",
            "figures": [{ "indicator": "all_households" }] }] } });
    let saved = office.does("chen", "/api/v1/report-templates", &template).await;
    let west_template = saved["template"].as_str().expect("a template").to_owned();
    let request = json!({ "region": "990123101201", "period": "2023-10", "asker": "西一村村委会",
        "indicators": ["all_households"], "asked_on": "2023-11-01", "purpose": "公开" });
    let asked = office.does("chen", "/api/v1/number-requests", &request).await;
    let west_request = asked["recorded"]["request"].as_str().expect("a request").to_owned();
    let none = serde_json::Value::Null;
    let dismiss = json!({ "do": "dismiss", "reason": "already_solved", "text": "已解决" });

    for (method, path, operation) in operations() {
        let path = path.replace("{ledger}", "household_toilets");
        let path = path.replace("{indicator}", "monitored_share_of_people");
        let path = path.replace("{report}", "monthly_dispatch");
        let shows = match operation.as_str() {
            "health" | "sign_in" | "sign_in_means" | "begin_oidc" | "finish_oidc" | "who_am_i"
            | "sign_out" | "change_password" | "begin_totp" | "confirm_totp" | "remove_totp"
            | "list_roles" | "list_accounts" | "create_account" | "show_account"
            | "change_account" | "reset_password" | "unlock_account" | "remove_totp_for"
            | "list_tokens" | "revoke_token" | "list_own_tokens" | "create_token"
            | "revoke_own_token" | "show_chains" | "list_audit" | "verify_audit"
            | "audit_checkpoint" => Shows::Nothing,
            // Policy and its figures: no household, and not for townships.
            "list_policy_drafts"
            | "show_policy_draft"
            | "begin_policy_draft"
            | "save_policy_draft"
            | "move_policy_draft"
            | "decide_policy_draft"
            | "show_precision"
            | "list_parameters"
            | "show_parameter"
            | "list_rules"
            | "show_rule" => Shows::Nothing,
            // Files and batches are the county's.
            "begin_upload"
            | "show_upload"
            | "put_upload_file"
            | "discard_upload"
            | "list_imports"
            | "show_import"
            | "roll_back_import"
            | "export_import_quarantine"
            | "export_quarantine"
            | "show_arrivals"
            | "list_feeds"
            | "export_quality_run"
            | "export_county_benefits"
            | "list_months" => Shows::Nothing,
            "show_cockpit"
            | "list_done"
            | "list_visits_due"
            | "list_visits_to_settle"
            | "list_quality_runs" => Shows::Only("", none.clone()),
            "show_county_benefits" => Shows::Only("?month=2023-10", none.clone()),
            "print_dispatch_report" => Shows::Only("", none.clone()),
            "print_board" => Shows::Unknown("990123101201".into(), none.clone()),
            "print_case" => Shows::Unknown(west.to_string(), none.clone()),
            "print_notice" => {
                Shows::Unknown("018bd000-0000-7000-8000-000000000000".into(), none.clone())
            }
            // Filling and what names a whole county are the county's.
            "list_income_periods"
            | "export_income_accounts"
            | "show_income_burden"
            | "export_income_analysis"
            | "fill_income" => Shows::Nothing,
            "list_income_accounts" => Shows::Only("?period=2023-10&limit=200", none.clone()),
            "show_income_analysis" => Shows::Only("?period=2023-10", none.clone()),
            "show_household_income" => Shows::Unknown("3".into(), none.clone()),
            "enter_household_income" => Shows::Unknown(
                "3".into(),
                json!({ "period": "2023-10", "values": [
                    { "line": "crops", "yuan": "100", "kind": "said" }] }),
            ),
            "print_dossier" | "show_dossier" | "show_household_benefits" => {
                Shows::Unknown("3".into(), none.clone())
            }
            "show_quality_run" | "list_quality_findings" => {
                Shows::Unknown("018bd000-0000-7000-8000-000000000000".into(), none.clone())
            }
            "take_visit_updates" => Shows::Only(
                "",
                json!({ "updates": [{ "id": "u", "visit": "v", "case": west, "kind": "verify_home",
                    "step": "home_verification", "branch": "b", "trunk": 0, "place": 0,
                    "fields": { "summary": "x" } }] }),
            ),
            // A conflict between two telephones is the village's to settle.
            "settle_visit" => Shows::Nothing,
            // Regions and what hangs on a village's board are for everybody.
            "show_region" | "public_notices" => Shows::Nothing,
            "list_clues" => Shows::Only("?month=2023-10&limit=200", none.clone()),
            "export_clues" => Shows::Only("?month=2023-10", none.clone()),
            "dispatch_clues" => Shows::Only("", json!({ "month": "2023-10" })),
            "explain_clue" => Shows::Unknown("990123-202310-000003".into(), none.clone()),
            "list_cases" => Shows::Only("?stage=dispatched&limit=200", none.clone()),
            "appeal_progress" | "list_measures" | "list_appeal_terms" => Shows::Nothing,
            "recommend" => Shows::Unknown(west.to_string(), json!({})),
            "show_coverage" | "show_effect_reviews" | "list_to_review" | "list_follow_ups" => {
                Shows::Only("", none.clone())
            }
            "list_gap" => Shows::Only("", none.clone()),
            "review_effects" => Shows::Only(
                "",
                json!({ "reviews": [{ "case": west, "version": 1, "review": {
                    "on": "2023-11-01", "outcome": "weakly_stable", "opinion": "继续" } }] }),
            ),
            "list_appeals" => Shows::Only("?limit=200", none.clone()),
            "count_appeals" | "due_appeals" => Shows::Only("", none.clone()),
            "appeal_feedback" => {
                Shows::Only("?channel=hotline_12345&from=2023-10-01&to=2023-11-30", none.clone())
            }
            "receive_appeal" => Shows::Only("", appeal(0)),
            "show_appeal" => Shows::Unknown(west_appeal.clone(), none.clone()),
            "reveal_appeal" => Shows::Unknown(west_appeal.clone(), json!({})),
            "act_on_appeal" => Shows::Unknown(
                west_appeal.clone(),
                json!({ "version": 0, "action": { "do": "accept" } }),
            ),
            "count_cases" | "list_todos" | "export_cases" | "list_notices" | "list_jobs" => {
                Shows::Only("", none.clone())
            }
            "show_case" => Shows::Unknown(west.to_string(), none.clone()),
            "act_on_case" => {
                Shows::Unknown(west.to_string(), json!({ "version": 1, "action": dismiss }))
            }
            "act_on_cases" => {
                Shows::Only("", json!([{ "case": west, "version": 1, "action": dismiss }]))
            }
            // Of a ledger of families; what a definition is, and what is searched, names nobody.
            "list_ledgers" | "show_ledger" | "look_for_findings" | "download_record_template" => {
                Shows::Nothing
            }
            "export_records" => Shows::Only("", none.clone()),
            "import_records" => Shows::Only("", json!({ "region": "990123101", "upload": "x" })),
            "export_left_out_records" => {
                Shows::Unknown("018bd000-0000-7000-8000-000000000000".into(), none.clone())
            }
            // A family is no record of a ledger: it is looked for in the register.
            "list_link_choices" => Shows::Unknown("household".into(), none.clone()),
            "list_attachments" | "print_record" => {
                Shows::Unknown(west_toilet.clone(), none.clone())
            }
            "add_attachment" => Shows::Unknown(west_toilet.clone(), json!({})),
            "show_attachment" => Shows::Unknown(west_toilet.clone(), none.clone()),
            "remove_attachment" => Shows::Unknown(west_toilet.clone(), json!({ "reason": "错" })),
            "list_records" => Shows::Only("?limit=200", none.clone()),
            "count_records" | "list_ledger_figures" | "list_ledger_findings" => {
                Shows::Only("", none.clone())
            }
            "add_record" => Shows::Only("", toilet("990123100201", 3)),
            "show_record" | "show_record_history" => {
                Shows::Unknown(west_toilet.clone(), none.clone())
            }
            "change_record" => Shows::Unknown(
                west_toilet.clone(),
                json!({ "version": 1, "values": { "works": "0" } }),
            ),
            "act_on_record" => Shows::Unknown(
                west_toilet.clone(),
                json!({ "version": 1, "action": "check", "values": {} }),
            ),
            "void_record" | "restore_record" => {
                Shows::Unknown(west_toilet.clone(), json!({ "version": 1, "reason": "错" }))
            }
            "reveal_record" => {
                Shows::Unknown(west_toilet.clone(), json!({ "field": "kind", "reason": "看" }))
            }
            // A number of the own township, and the families behind it.
            "list_indicators" | "list_targets" | "export_targets" => Shows::Only("", none.clone()),
            "list_indicator_values" => Shows::Only("?period=202310", none.clone()),
            "open_indicator" => Shows::Only("?month=2023-10&limit=200", none.clone()),
            // Reports are counts; what was printed and asked for elsewhere is unknown.
            "list_reports" | "list_report_prints" | "list_number_requests" => {
                Shows::Only("", none.clone())
            }
            "show_report" => Shows::Only("?period=2023-10", none.clone()),
            "preview_report" => Shows::Only(
                "",
                json!({ "region": "990123100", "period": "2023-10", "layout": { "title": "表",
                    "parts": [{ "kind": "table", "rows": "below", "total": true,
                        "figures": [{ "indicator": "all_households" }] }] } }),
            ),
            "print_report" => {
                Shows::Only("", json!({ "region": "990123100", "period": "2023-10" }))
            }
            "show_report_print"
            | "show_report_paper"
            | "export_report_print"
            | "compare_report_print" => Shows::Unknown(west_print.clone(), none.clone()),
            "show_report_template" => Shows::Unknown(west_template.clone(), none.clone()),
            "end_report_template" => Shows::Unknown(west_template.clone(), json!({})),
            "save_report_template" => Shows::Only(
                "",
                json!({ "name": "表", "asker": "县委办", "asked_on": "2023-11-01",
                    "purpose": "调研", "layout": { "title": "表", "parts": [{ "kind": "list",
                        "figures": [{ "indicator": "all_households" }] }] } }),
            ),
            "record_number_request" => Shows::Only(
                "",
                json!({ "region": "990123100", "period": "2023-10", "asker": "县委办",
                    "indicators": ["all_households"], "asked_on": "2023-11-01",
                    "purpose": "调研" }),
            ),
            "answer_number_request" => {
                Shows::Unknown(west_request.clone(), json!({ "answer": "已报" }))
            }
            // The county's.
            "compute_indicators"
            | "report_indicator"
            | "open_target_task"
            | "begin_plan_evaluation" => Shows::Nothing,
            "search_households" => Shows::Only("", json!({ "name": WEST[0] })),
            "show_household" => Shows::Unknown("3".into(), none.clone()),
            "record_household_event" => Shows::Unknown(
                "3".into(),
                json!({ "event": "household_split", "leaving": [303], "head": 303,
                        "risk_leaves": false, "version": 1 }),
            ),
            "reveal_person" => {
                Shows::Unknown("301".into(), json!({ "field": "phone", "reason": "看看" }))
            }
            "draft_notice" | "post_notice" => Shows::Only(
                "",
                json!({ "case_ids": [west], "kind": "identification", "from": "2023-11-01",
                        "until": "2023-11-06", "place": "村委会" }),
            ),
            "show_notice" | "show_job" | "follow_job" => {
                Shows::Unknown("018bd000-0000-7000-8000-000000000000".into(), none.clone())
            }
            "withdraw_notice" => Shows::Unknown(
                "018bd000-0000-7000-8000-000000000000".into(),
                json!({ "reason": "写错" }),
            ),
            "start_job" => Shows::Only(
                "",
                json!({ "kind": "screen", "region": "990123101", "month": "2023-10" }),
            ),
            other => panic!("say here what {other} shows of households"),
        };
        let (path, body, unknown) = match shows {
            Shows::Nothing => continue,
            Shows::Only(query, body) => {
                (format!("{}{query}", path.replace("{gap}", "all")), body, false)
            }
            Shows::Unknown(id, body) => {
                let (before, after) = path.split_once('{').expect("a variable");
                let after = after.split_once('}').expect("a variable").1;
                let after = after.replace("{form}", "plan");
                (format!("{before}{id}{after}"), body, true)
            }
        };
        let cookie = office.cookie("bo");
        let body = (!body.is_null()).then_some(body);
        let request = office.request(&method, &path, body.as_ref(), &[("cookie", &cookie)]);
        let answer = office.send(request).await;
        let text = match answer.kind.starts_with("application/vnd") {
            true => cells(&answer.bytes),
            false => answer.text(),
        };
        assert!(!names_the_west(&text), "{operation} {path}: {text}");
        assert!(answer.status != StatusCode::FORBIDDEN || operation == "start_job", "{operation}");
        if unknown {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{operation}: {text}");
        }
    }

    // The same questions from the county do name them: the test sees what it looks for.
    let seen = office.sees("an", "/api/v1/cases?stage=dispatched&limit=200").await;
    assert!(names_the_west(&seen.to_string()));
    let seen = office.sees("an", toilets).await;
    assert!(names_the_west(&seen.to_string()));
    let opened = "/api/v1/indicators/monitored_share_of_people/parts?month=2023-10&limit=200";
    let seen = office.sees("an", opened).await;
    assert!(names_the_west(&seen.to_string()));
    assert!(!office.sees("bo", opened).await["rows"].as_array().expect("rows").is_empty());
    let own = office.sees("bo", toilets).await;
    assert_eq!(own["items"].as_array().map(Vec::len), Some(1), "the own one is there");
    let done = office.sees("an", &format!("/api/v1/cases/{west}")).await;
    assert_eq!(done["version"], 1, "nothing was done to it");
}

#[tokio::test]
async fn a_department_and_a_helper_see_what_is_theirs() {
    let office = Office::new().await;
    office.dispatch().await;
    let counts = office.sees("edu", "/api/v1/cases/counts").await;
    assert_eq!(counts["stages"], json!({ "dispatched": 2 }), "the two of schooling");
    let clues = office.sees("edu", "/api/v1/clues?month=2023-10").await;
    assert_eq!(clues["items"].as_array().expect("a list").len(), 2);
    let illness = office.case_of(1).await;
    let answer = office.get("edu", &format!("/api/v1/cases/{illness}")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(office.get("edu", "/api/v1/households/1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.get("edu", "/api/v1/households/2").await.status, StatusCode::OK);
    let none = office.sees("helper", "/api/v1/cases/counts").await;
    assert_eq!(none["stages"], json!({}));
    assert_eq!(office.get("helper", "/api/v1/households/1").await.status, StatusCode::NOT_FOUND);
}

/// A family's toilet, to be recorded in a village.
fn toilet(village: &str, household: i64) -> serde_json::Value {
    json!({ "region": village, "values": { "household": household.to_string(),
            "kind": "three_tank", "sanitary": "1", "works": "1" } })
}

/// An appeal from 西镇, by the person, or with nobody's number.
fn appeal(person: i64) -> serde_json::Value {
    let number = (person != 0).then(|| crate::office::number(person).reveal().to_owned());
    json!({ "channel": "hotline_12345", "name": WEST[0], "id_number": number,
            "region": "990123101201", "text": "住院花了很多钱", "received_on": "2023-10-30" })
}

/// The text of a workbook's cells.
fn cells(bytes: &[u8]) -> String {
    use calamine::Reader as _;

    let cursor = std::io::Cursor::new(bytes.to_vec());
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(cursor).expect("a workbook");
    let mut text = String::new();
    for (_, range) in book.worksheets() {
        for row in range.rows() {
            for cell in row {
                text.push_str(&cell.to_string());
                text.push('\n');
            }
        }
    }
    assert!(!text.is_empty());
    text
}
