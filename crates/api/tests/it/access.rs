//! Role × endpoint as it works: every role at every endpoint gets in or not as the table says.

use api::openapi;
use app::access::Access;
use axum::http::StatusCode;
use serde_json::json;

use crate::office::Office;

/// Method, path template and operation id of every endpoint.
pub fn operations() -> Vec<(String, String, String)> {
    let document = serde_json::to_value(openapi()).expect("JSON");
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("methods") {
            let id = operation["operationId"].as_str().expect("an id");
            operations.push((method.to_uppercase(), path.clone(), id.to_owned()));
        }
    }
    operations
}

/// A path with something in the place of every variable.
pub fn filled(path: &str) -> String {
    path.replace("{case}", "987654321")
        .replace("{household}", "987654321")
        .replace("{person}", "987654321")
        .replace("{code}", "990123")
        .replace("{gap}", "all")
        .replace("{village}", "990123100201")
        .replace(['{', '}'], "")
}

#[tokio::test]
async fn every_role_meets_at_every_endpoint_what_the_table_says() {
    let office = Office::new().await;
    let cast: [(&str, &[&str]); 8] = [
        ("an", &["county_officer", "county_approver"]),
        ("bo", &["township_officer", "township_reviewer"]),
        ("wen", &["village_worker"]),
        ("chen", &["township_officer", "township_reviewer"]),
        ("edu", &["department_officer"]),
        ("helper", &["helper"]),
        ("security", &["security_admin"]),
        ("auditor", &["auditor"]),
    ];
    for (method, path, operation) in operations() {
        // Signing out would end the test for that person.
        if operation == "sign_out" {
            continue;
        }
        let allowed = Access::get().roles_of_endpoint(&operation).expect("in the table");
        for (login, roles) in cast {
            let may = allowed.contains("public")
                || allowed.contains("signed_in")
                || roles.iter().any(|it| allowed.contains(*it));
            let cookie = office.cookie(login);
            let body = (method != "GET").then(|| json!({}));
            let request =
                office.request(&method, &filled(&path), body.as_ref(), &[("cookie", &cookie)]);
            let answer = office.send(request).await;
            let refused =
                answer.status == StatusCode::FORBIDDEN && answer.code() == "access.forbidden";
            assert_eq!(
                refused,
                !may,
                "{login} {method} {path}: {} {}",
                answer.status,
                answer.text()
            );
            assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_manager_may_look_as_somebody_below_and_not_write() {
    let office = Office::new().await;
    office.dispatch().await;
    let (cookie, bo) = (office.cookie("an"), office.accounts["bo"].clone());
    let headers = [("cookie", cookie.as_str()), ("x-view-as", bo.as_str())];
    let seen = office.send(office.request("GET", "/api/v1/cases/counts", None, &headers)).await;
    assert_eq!(seen.json()["stages"], json!({ "dispatched": 2 }));
    let body = json!({ "month": "2023-10" });
    let answer =
        office.send(office.request("POST", "/api/v1/clues/dispatch", Some(&body), &headers)).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::FORBIDDEN, "access.forbidden".into()));
    // Nobody looks as an auditor, nor upwards, nor sideways.
    for (who, whom) in [("an", "auditor"), ("an", "security"), ("bo", "an"), ("bo", "chen")] {
        let (cookie, account) = (office.cookie(who), office.accounts[whom].clone());
        let headers = [("cookie", cookie.as_str()), ("x-view-as", account.as_str())];
        let answer = office.send(office.request("GET", "/api/v1/session", None, &headers)).await;
        assert!(answer.status.is_client_error(), "{who} as {whom}: {}", answer.text());
    }
    let audit = office.sees("auditor", "/api/v1/audit?limit=200").await;
    assert!(audit.to_string().contains("session.view_as"));
}
