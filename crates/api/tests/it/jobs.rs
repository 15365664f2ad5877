//! Work that takes longer, asked for over HTTP and done by the worker of the same process.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::office::Office;

/// Asks for a job as the county and lets a worker do it.
pub async fn done(office: &Office, body: &Value) -> Value {
    worked(office, "an", "/api/v1/jobs", body).await
}

/// Asks for a job at a path that gives one, lets a worker do it, and gives it as whoever asked sees it.
pub async fn worked(office: &Office, who: &str, path: &str, body: &Value) -> Value {
    let job = office.does(who, path, body).await;
    let path = format!("/api/v1/jobs/{}", job["job"].as_str().expect("an id"));
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(api::work(office.server.clone(), stopped));
    let ended = tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            let job = office.sees(who, &path).await;
            if job["state"] == "done" || job["state"] == "failed" {
                break job;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let ended = ended.await.expect("the job ends");
    stop.send(true).expect("the worker listens");
    worker.await.expect("the worker stops");
    ended
}

#[tokio::test]
async fn a_month_is_screened_and_its_clues_are_dispatched_by_the_worker() {
    let office = Office::new().await;
    let dispatch = json!({ "kind": "dispatch_clues", "region": "990123", "month": "2023-10" });
    let job = done(&office, &dispatch).await;
    assert_eq!((&job["state"], &job["result"]["opened"]), (&json!("done"), &json!(4)), "{job}");
    // Asked for twice, done once.
    let job = done(&office, &dispatch).await;
    assert_eq!((&job["state"], &job["result"]["opened"]), (&json!("done"), &json!(0)), "{job}");

    let screen = json!({ "kind": "screen", "region": "990123", "month": "2023-11" });
    let job = done(&office, &screen).await;
    assert_eq!(job["state"], "done", "{job}");

    // What another's region is asked for is not there.
    let answer = office.post("chen", "/api/v1/jobs", &dispatch).await;
    assert!(
        [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn the_indicators_of_a_month_are_computed_by_the_worker() {
    let office = Office::new().await;
    let compute = json!({ "kind": "compute_indicators", "region": "990123", "month": "2023-10" });
    let job = done(&office, &compute).await;
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(job["result"]["counties"][0]["repeated"], false, "{job}");
    let lines = office.sees("an", "/api/v1/indicators?region=990123000000").await;
    let households = lines.as_array().expect("a list").iter();
    let mut households = households.filter(|it| it["indicator"] == "all_households");
    let computed = households.next().expect("the indicator").clone();
    assert!(computed["value"].is_string(), "{computed}");

    // Nothing arrived since: the same numbers, nothing computed again.
    let job = done(&office, &compute).await;
    let again = (&job["result"]["counties"][0]["repeated"], &job["result"]["written"]);
    assert_eq!(again, (&json!(true), &json!(0)), "{job}");
}
