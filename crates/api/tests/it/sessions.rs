//! Signing in, staying in, and what is asked of everybody.

use axum::http::StatusCode;
use serde_json::json;

use crate::office::Office;

#[tokio::test]
async fn nobody_gets_in_without_signing_in_and_no_cookie_can_be_read_by_a_script() {
    let office = Office::new().await;
    for path in ["/api/v1/cases?stage=clue", "/api/v1/session", "/api/v1/audit", "/api/v1/accounts"]
    {
        let answer = office.send(office.request("GET", path, None, &[])).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::UNAUTHORIZED, "session.ended".into())
        );
    }
    let forged = [("cookie", "shouwang_session=00")];
    let answer = office.send(office.request("GET", "/api/v1/session", None, &forged)).await;
    assert_eq!(answer.code(), "session.ended");

    let answer = office.session("an", "wrong").await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::UNAUTHORIZED, "session.refused".into())
    );
    let answer = office.session("nobody", "wrong").await;
    assert_eq!(answer.code(), "session.refused");
    let answer = office.session("an", "Shan1gao-shui").await;
    let cookie = answer.headers["set-cookie"].to_str().expect("text");
    for word in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    assert!(answer.json().get("token").is_none());
    assert_eq!(answer.json()["staff"]["login"], "an.cast");
}

#[tokio::test]
async fn a_write_from_another_site_is_refused() {
    let office = Office::new().await;
    let cookie = office.cookie("an");
    let body = json!({ "month": "2023-10" });
    for header in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
        let headers = [("cookie", cookie.as_str()), ("host", "shouwang.example"), header];
        let request = office.request("POST", "/api/v1/clues/dispatch", Some(&body), &headers);
        let answer = office.send(request).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::FORBIDDEN, "access.forbidden".into())
        );
    }
    let headers = [
        ("cookie", cookie.as_str()),
        ("host", "shouwang.example"),
        ("origin", "https://shouwang.example"),
        ("sec-fetch-site", "same-origin"),
    ];
    let request = office.request("POST", "/api/v1/clues/dispatch", Some(&body), &headers);
    assert_eq!(office.send(request).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_when_signed_out() {
    let mut office = Office::new().await;
    assert_eq!(office.get("bo", "/api/v1/session").await.status, StatusCode::OK);
    office.wait_minutes(31);
    assert_eq!(office.get("bo", "/api/v1/session").await.code(), "session.ended");
    office.sign_in("bo").await;
    let cookie = office.cookie("bo");
    let gone = office.request("DELETE", "/api/v1/session", None, &[("cookie", &cookie)]);
    assert_eq!(office.send(gone).await.status, StatusCode::NO_CONTENT);
    assert_eq!(office.get("bo", "/api/v1/session").await.code(), "session.ended");
}

#[tokio::test]
async fn an_account_is_made_changed_and_used_by_its_owner_alone() {
    let office = Office::new().await;
    let new = json!({ "login": "zhao", "name": "赵新", "roles": ["village_worker"],
                      "region": "990123101201" });
    let first = office.does("security", "/api/v1/accounts", &new).await;
    let password = first["password"].as_str().expect("a password");
    let answer = office.session("zhao", password).await;
    let cookie = answer.headers["set-cookie"].to_str().expect("text").split(';').next();
    let cookie = cookie.expect("a cookie").to_owned();
    // The first password opens nothing but the way to one's own.
    let headers = [("cookie", cookie.as_str())];
    let request = office.request("GET", "/api/v1/cases/counts", None, &headers);
    assert_eq!(office.send(request).await.code(), "account.password_change_first");

    assert_eq!(
        office.post("security", "/api/v1/accounts", &new).await.status,
        StatusCode::CONFLICT
    );
    let bad = json!({ "login": "qian", "name": "钱", "roles": ["auditor", "county_officer"],
                      "region": "990123" });
    assert_eq!(
        office.post("security", "/api/v1/accounts", &bad).await.code(),
        "account.roles_apart"
    );
    let listed = office.sees("security", "/api/v1/accounts?limit=200").await;
    let logins: Vec<&str> = listed["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["login"].as_str())
        .collect();
    assert!(logins.contains(&"zhao") && logins.contains(&"chen.cast"), "{logins:?}");
}

#[tokio::test]
async fn a_token_of_a_department_reads_and_is_revoked() {
    let office = Office::new().await;
    let body = json!({ "name": "教育系统", "last_day": "2024-01-31" });
    let made = office.does("edu", "/api/v1/tokens", &body).await;
    let secret = format!("Bearer {}", made["secret"].as_str().expect("a secret"));
    let id = made["token"]["token"].as_str().expect("an id").to_owned();
    let headers = [("authorization", secret.as_str())];
    let path = "/api/v1/clues?month=2023-10";
    let answer = office.send(office.request("GET", path, None, &headers)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let cookie = office.cookie("edu");
    let path = format!("/api/v1/tokens/{id}");
    let gone = office.request("DELETE", &path, None, &[("cookie", &cookie)]);
    assert_eq!(office.send(gone).await.status, StatusCode::NO_CONTENT);
    let request = office.request("GET", "/api/v1/clues?month=2023-10", None, &headers);
    assert_eq!(office.send(request).await.status, StatusCode::UNAUTHORIZED);
}
