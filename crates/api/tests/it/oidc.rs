//! Signing in through the office's identity provider, as a browser does it, and what is refused.

use axum::http::{StatusCode, header};
use serde_json::json;

use crate::{
    office::{Answer, Office},
    provider::{Provider, SUBJECT},
};

const BEGIN: &str = "/api/v1/session/oidc";

/// A browser: the cookie of the attempt, and where the provider sent it back to.
struct Browser {
    cookie: String,
    back: String,
}

/// A county whose provider knows **bo** as [`SUBJECT`].
async fn office(extra: &str) -> (Office, Provider) {
    let provider = Provider::new().await;
    let settings = format!("{}\n{extra}\n", provider.settings());
    let office = Office::with_provider(Some(&settings)).await;
    provider.clock(office.now());
    let answer = link(&office, "bo", SUBJECT).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["oidc"], true);
    (office, provider)
}

/// The security administrator links an account with an identity; an empty one takes it away.
async fn link(office: &Office, login: &str, subject: &str) -> Answer {
    change(office, login, json!({ "oidc_subject": subject })).await
}

async fn change(office: &Office, login: &str, mut change: serde_json::Value) -> Answer {
    let path = format!("/api/v1/accounts/{}", office.accounts[login]);
    change["version"] = office.sees("security", &path).await["version"].clone();
    let cookie = office.cookie("security");
    office.send(office.request("PATCH", &path, Some(&change), &[("cookie", &cookie)])).await
}

/// To the provider, where the person signs in, and to the point where it sends them back.
async fn leave(office: &Office, provider: &Provider) -> Browser {
    let answer = office.send(office.request("GET", BEGIN, None, &[])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let cookie = set_cookies(&answer).remove(0);
    for word in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/api/v1/session/oidc", "Max-Age=600"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let address = location(&answer);
    assert!(!address.contains("an-office-secret"));
    let back = provider.signs_in(&address).await;
    let back = back.strip_prefix("https://shouwang.example").expect("our address").to_owned();
    Browser { cookie: cookie.split(';').next().expect("a cookie").to_owned(), back }
}

async fn comes_back(office: &Office, browser: &Browser) -> Answer {
    let headers = [("cookie", browser.cookie.as_str())];
    office.send(office.request("GET", &browser.back, None, &headers)).await
}

async fn signs_in(office: &Office, provider: &Provider) -> Answer {
    let browser = leave(office, provider).await;
    comes_back(office, &browser).await
}

fn location(answer: &Answer) -> String {
    answer.headers[header::LOCATION].to_str().expect("text").to_owned()
}

fn set_cookies(answer: &Answer) -> Vec<String> {
    let all = answer.headers.get_all(header::SET_COOKIE).iter();
    all.map(|it| it.to_str().expect("text").to_owned()).collect()
}

/// The cookie of the session that has begun.
fn session(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(location(answer), "/");
    let cookies = set_cookies(answer);
    let cookie = cookies.iter().find(|it| it.starts_with("shouwang_session=")).expect("a session");
    assert!(cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"), "{cookie}");
    assert!(cookies.iter().any(|it| it.starts_with("shouwang_identity=;")), "{cookies:?}");
    cookie.split(';').next().expect("a cookie").to_owned()
}

#[track_caller]
fn refused(answer: &Answer, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, code));
    let began = set_cookies(answer).iter().any(|it| it.starts_with("shouwang_session="));
    assert!(!began, "a session has begun");
}

/// The reasons of refusals in the audit chain, the newest first.
async fn reasons(office: &Office) -> Vec<String> {
    let listed = office.sees("auditor", "/api/v1/audit?limit=200").await;
    let items = listed["items"].as_array().expect("a list").iter();
    let refused = items.filter(|it| it["action"] == "session.refused");
    refused.map(|it| it["detail"]["reason"].as_str().expect("a reason").to_owned()).collect()
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_address() {
    let office = Office::new().await;
    for path in [BEGIN, "/api/v1/session/oidc/callback?code=a&state=b"] {
        let answer = office.send(office.request("GET", path, None, &[])).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::NOT_FOUND, "not_found".into()));
    }
    let means = office.request("GET", "/api/v1/session/means", None, &[]);
    let means = office.send(means).await.json();
    assert_eq!(means, json!({ "password": true, "identity": null }));
    let answer = link(&office, "bo", SUBJECT).await;
    assert_eq!(answer.code(), "account.identity_off");
}

#[tokio::test]
async fn somebody_signs_in_through_the_provider() {
    let (office, provider) = office("scopes = [\"profile\"]").await;
    let means = office.request("GET", "/api/v1/session/means", None, &[]);
    let means = office.send(means).await.json();
    assert_eq!(means["identity"], json!({ "zh": "统一身份认证", "en": "Single sign-on" }));

    let cookie = session(&signs_in(&office, &provider).await);
    assert_eq!(provider.scopes(), "openid profile");
    let headers = [("cookie", cookie.as_str())];
    let who = office.send(office.request("GET", "/api/v1/session", None, &headers)).await;
    assert_eq!(who.json()["login"], "bo.cast");
    let counts = office.request("GET", "/api/v1/cases/counts", None, &headers);
    assert_eq!(office.send(counts).await.status, StatusCode::OK);
    // It is a session like any other: idle, it ends.
    office.wait_minutes(31);
    let who = office.send(office.request("GET", "/api/v1/session", None, &headers)).await;
    assert_eq!(who.code(), "session.ended");
}

#[tokio::test]
async fn the_chain_knows_of_links_and_refusals_and_not_of_subjects() {
    let (office, provider) = office("").await;
    session(&signs_in(&office, &provider).await);
    provider.says(|it| it.subject = "stranger-4711".into());
    refused(&signs_in(&office, &provider).await, "session.identity_refused");
    let answer = link(&office, "bo", "").await;
    assert_eq!(answer.json()["oidc"], false);
    assert_eq!(office.get("bo", "/api/v1/session").await.code(), "session.ended");
    provider.says(|it| it.subject = SUBJECT.into());
    refused(&signs_in(&office, &provider).await, "session.identity_refused");
    assert_eq!(reasons(&office).await, ["identity_not_linked", "identity_not_linked"]);
    let audit = office.sees("auditor", "/api/v1/audit?limit=200").await.to_string();
    assert!(audit.contains(r#""oidc":{"from":"none","to":"linked"}"#), "{audit}");
    assert!(audit.contains(r#""oidc":{"from":"linked","to":"none"}"#), "{audit}");
    assert!(audit.contains(r#""with":"identity""#), "{audit}");
    assert!(!audit.contains("stranger-4711") && !audit.contains(SUBJECT), "{audit}");
}

#[tokio::test]
async fn an_identity_is_linked_once_and_not_by_oneself() {
    let (office, _provider) = office("").await;
    let answer = link(&office, "chen", SUBJECT).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::CONFLICT, "account.identity_taken".into())
    );
    assert_eq!(link(&office, "security", "own").await.code(), "account.own_account");
    assert_eq!(link(&office, "chen", &"a".repeat(256)).await.code(), "account.subject_form");
    // The same again is no change.
    assert_eq!(link(&office, "bo", SUBJECT).await.status, StatusCode::OK);
    assert_eq!(office.get("bo", "/api/v1/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_did_not_leave_from_here_does_not_come_in() {
    let (office, provider) = office("").await;
    // Another state than the cookie's, no cookie, a forged one, somebody else's.
    let Browser { cookie, back } = leave(&office, &provider).await;
    let (path, _) = back.split_once("state=").expect("a state");
    let wrong = Browser { cookie: cookie.clone(), back: format!("{path}state=other") };
    refused(&comes_back(&office, &wrong).await, "session.attempt_ended");
    for other in [String::new(), "shouwang_identity=00ff".into(), cookie.replace('0', "1")] {
        let browser = Browser { cookie: other, back: back.clone() };
        refused(&comes_back(&office, &browser).await, "session.attempt_ended");
    }
    let other = leave(&office, &provider).await;
    let mixed = Browser { cookie: other.cookie, back: back.clone() };
    refused(&comes_back(&office, &mixed).await, "session.attempt_ended");
    assert_eq!(provider.exchanges(), 0, "the code was not shown to anybody");
    // None of this used the attempt up; too late it is all the same.
    let late = leave(&office, &provider).await;
    session(&comes_back(&office, &Browser { cookie, back }).await);
    office.wait_minutes(10);
    refused(&comes_back(&office, &late).await, "session.attempt_ended");
    assert_eq!(reasons(&office).await, ["identity_attempt"; 6]);
}

#[tokio::test]
async fn nobody_comes_back_twice() {
    let (office, provider) = office("").await;
    let browser = leave(&office, &provider).await;
    session(&comes_back(&office, &browser).await);
    refused(&comes_back(&office, &browser).await, "session.attempt_ended");
    assert_eq!(provider.exchanges(), 1);
}

#[tokio::test]
async fn a_token_that_does_not_hold_proves_nobody() {
    let (office, provider) = office("").await;
    provider.says(|it| it.nonce = Some("another".into()));
    refused(&signs_in(&office, &provider).await, "session.identity_unproved");
    provider.says(|it| it.audience = "another-service".into());
    refused(&signs_in(&office, &provider).await, "session.identity_unproved");
    provider.says(|it| it.issuer = Some("https://sso.example".into()));
    refused(&signs_in(&office, &provider).await, "session.identity_unproved");
    provider.says(|it| it.minutes = -1);
    refused(&signs_in(&office, &provider).await, "session.identity_unproved");
    provider.says(|it| it.signed_with = 1);
    refused(&signs_in(&office, &provider).await, "session.identity_unproved");
    provider.says(|it| it.token = false);
    refused(&signs_in(&office, &provider).await, "session.identity_unproved");
    assert_eq!(provider.exchanges(), 6);

    // The provider says no, or somebody else answers in its place.
    provider.says(|_| {});
    let mut browser = leave(&office, &provider).await;
    let (path, query) = browser.back.split_once('?').expect("a query");
    let (_, state) = query.split_once("state=").expect("a state");
    browser.back = format!("{path}?error=access_denied&state={state}");
    refused(&comes_back(&office, &browser).await, "session.identity_unproved");
    let mut browser = leave(&office, &provider).await;
    browser.back.push_str("&iss=https://sso.example");
    refused(&comes_back(&office, &browser).await, "session.identity_unproved");
    // A code of somebody else's: the provider holds it against the challenge.
    let (one, mut other) = (leave(&office, &provider).await, leave(&office, &provider).await);
    let code = |it: &Browser| {
        let (_, rest) = it.back.split_once("code=").expect("a code");
        rest.split('&').next().expect("a code").to_owned()
    };
    other.back = other.back.replace(&code(&other), &code(&one));
    refused(&comes_back(&office, &other).await, "session.identity_unproved");
    assert_eq!(provider.exchanges(), 6);
    assert_eq!(reasons(&office).await, ["identity_unproved"; 9]);
    session(&signs_in(&office, &provider).await);
}

#[tokio::test]
async fn disabled_locked_and_unlinked_are_told_the_same() {
    let (office, provider) = office("").await;
    provider.says(|it| it.subject = "stranger".into());
    let stranger = signs_in(&office, &provider).await;
    refused(&stranger, "session.identity_refused");
    provider.says(|_| {});
    for _ in 0..5 {
        office.session("bo", "wrong").await;
    }
    let locked = signs_in(&office, &provider).await;
    refused(&locked, "session.identity_refused");
    let path = format!("/api/v1/accounts/{}/unlock", office.accounts["bo"]);
    office.does("security", &path, &json!({})).await;
    session(&signs_in(&office, &provider).await);
    let answer = change(&office, "bo", json!({ "state": "disabled" })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let disabled = signs_in(&office, &provider).await;
    refused(&disabled, "session.identity_refused");
    assert_eq!(stranger.bytes, locked.bytes);
    assert_eq!(stranger.bytes, disabled.bytes);
    let reasons = reasons(&office).await;
    assert_eq!(reasons.first().map(String::as_str), Some("identity_not_linked"));
    assert!(reasons.contains(&"locked".to_owned()));
    assert_eq!(reasons.last().map(String::as_str), Some("disabled"));
}

/// Gives **bo** one-time codes.
async fn set_up_codes(office: &Office) {
    use totp_rs::{Builder, Secret};

    let setup = office.does("bo", "/api/v1/session/totp", &json!({})).await;
    let secret = setup["secret"].as_str().expect("a secret");
    let secret = Secret::try_from_base32(secret).expect("a secret");
    let codes = Builder::new().with_secret(secret).with_account_name("bo").build().expect("codes");
    let seconds = u64::try_from(office.now().timestamp()).expect("after 1970");
    let body = json!({ "code": codes.generate(seconds).to_string() });
    let cookie = office.cookie("bo");
    let request =
        office.request("PUT", "/api/v1/session/totp", Some(&body), &[("cookie", &cookie)]);
    let answer = office.send(request).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
}

#[tokio::test]
async fn an_account_with_codes_uses_them_unless_the_provider_counts_as_one() {
    let (office, provider) = office("").await;
    set_up_codes(&office).await;
    refused(&signs_in(&office, &provider).await, "session.password_and_code_needed");
    assert_eq!(reasons(&office).await, ["identity_without_code"]);
    let listed = office.sees("security", "/api/v1/accounts?limit=200").await;
    assert!(!listed.to_string().contains("\"locked_until\":\"2"), "that locks nobody");
}

#[tokio::test]
async fn a_provider_that_counts_as_a_code_is_enough() {
    let (office, provider) = office("counts_as_code = true").await;
    set_up_codes(&office).await;
    session(&signs_in(&office, &provider).await);
    let audit = office.sees("auditor", "/api/v1/audit?limit=200").await.to_string();
    assert!(audit.contains(r#""with":"identity_with_code""#), "{audit}");
}

#[tokio::test]
async fn a_password_that_was_not_used_need_not_be_changed() {
    let (office, provider) = office("").await;
    let path = format!("/api/v1/accounts/{}/password", office.accounts["bo"]);
    let first = office.does("security", &path, &json!({})).await;
    let by_password = office.session("bo", first["password"].as_str().expect("one")).await;
    assert_eq!(by_password.json()["staff"]["must_change_password"], true);
    let cookie = session(&signs_in(&office, &provider).await);
    let headers = [("cookie", cookie.as_str())];
    let counts = office.request("GET", "/api/v1/cases/counts", None, &headers);
    assert_eq!(office.send(counts).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_provider_with_a_new_key_is_asked_for_it() {
    let (office, provider) = office("").await;
    session(&signs_in(&office, &provider).await);
    let asked = provider.discoveries();
    session(&signs_in(&office, &provider).await);
    assert_eq!(provider.discoveries(), asked, "what it said is remembered");
    provider.changes_key();
    // Just asked: a signature that does not fit is no reason to ask again at once.
    refused(&signs_in(&office, &provider).await, "session.identity_unproved");
    office.wait_minutes(1);
    provider.clock(office.now());
    session(&signs_in(&office, &provider).await);
    assert_eq!(provider.discoveries(), asked + 1);
}

#[tokio::test]
async fn a_provider_that_takes_the_secret_in_the_body_gets_it_there() {
    let (office, provider) = office("").await;
    provider.takes_secret_in_body();
    session(&signs_in(&office, &provider).await);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_nobodys_fault() {
    let (office, provider) = office("").await;
    provider.closes().await;
    let answer = office.send(office.request("GET", BEGIN, None, &[])).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::SERVICE_UNAVAILABLE, "session.identity_unreachable".into())
    );
}
