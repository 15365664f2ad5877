//! Income accounts through the interface, as the people who fill and read them.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::office::Office;

const OWN: &str = "/api/v1/households/1/income";

fn said(line: &str, yuan: &str) -> Value {
    json!({ "period": "2023-10", "values": [
        { "line": line, "yuan": yuan, "kind": "said", "source": "户主" }] })
}

#[tokio::test]
async fn the_county_fills_the_village_enters_and_others_stay_outside() {
    let office = Office::new().await;
    let fill = json!({ "period": "2023-10", "month": "2023-10" });

    // Nothing was filled yet, and filling is the county's.
    let early = office.post("wen", OWN, &said("crops", "100")).await;
    assert_eq!(early.code(), "income.not_filled", "{}", early.text());
    let answer = office.post("wen", "/api/v1/income/fill", &fill).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let filled = office.does("an", "/api/v1/income/fill", &fill).await;
    assert_eq!(filled["period"], "2022-11至2023-10");
    let again = office.does("an", "/api/v1/income/fill", &fill).await;
    assert_eq!(again["repeated"], true);

    // The village enters for its own household, and sees where it comes from.
    let entered = office.does("wen", OWN, &said("crops", "1200.50")).await;
    assert_eq!(entered["entered"], 1);
    assert_eq!(entered["net"], Value::Null, "most lines are still unknown");
    let seen = office.sees("wen", &format!("{OWN}?period=2023-10")).await;
    let lines = seen["lines"].as_array().expect("lines");
    let crops = lines.iter().find(|it| it["line"] == "crops").expect("crops");
    assert_eq!((&crops["fen"], &crops["from"]), (&json!(120_050), &json!("said")));
    assert_eq!(crops["entries"][0]["source"], "户主");
    assert!(lines.iter().any(|it| it["line"] == "livestock" && it["asked"] == true));

    let other = office.post("bo", OWN, &said("crops", "900")).await;
    assert_eq!(
        (other.status, other.code()),
        (StatusCode::UNPROCESSABLE_ENTITY, "income.reason_needed".to_owned())
    );
    let wrong = office.post("wen", OWN, &said("crops", "一千")).await;
    assert_eq!(wrong.code(), "income.value");
    let wrong = office.post("wen", OWN, &json!({ "period": "2023-13", "values": [] })).await;
    assert_eq!(wrong.code(), "income.period");

    // Another township, a department and a helper of other families know of nothing.
    assert_eq!(office.post("chen", OWN, &said("crops", "1")).await.status, StatusCode::NOT_FOUND);
    let path = format!("{OWN}?period=2023-10");
    assert_eq!(office.get("chen", &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.get("helper", &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.get("edu", &path).await.status, StatusCode::FORBIDDEN);
    let list = "/api/v1/income?period=2023-10";
    assert_eq!(office.sees("bo", list).await["items"].as_array().map(Vec::len), Some(1));
    for outside in ["chen", "helper"] {
        let seen = office.sees(outside, list).await;
        assert_eq!(seen["items"].as_array().map(Vec::len), Some(0), "{outside}");
    }

    // Figures of a region for those who look at the whole; names only within the county.
    let analysis = office.sees("bo", "/api/v1/income/analysis?period=2023-10").await;
    assert_eq!((&analysis["households"], &analysis["complete"]), (&json!(1), &json!(0)));
    let export = "/api/v1/income/export?period=2023-10";
    assert_eq!(office.get("bo", export).await.status, StatusCode::FORBIDDEN);
    assert_eq!(office.get("an", export).await.status, StatusCode::OK);
    let burden = office.sees("an", "/api/v1/income/burden?period=2023-10").await;
    assert_eq!(burden["forms"].as_array().map(Vec::len), Some(2));
    assert_eq!(office.sees("wen", "/api/v1/income/periods").await[0]["last"], "2023-10");
    let workbook = "/api/v1/income/analysis/export?period=2023-10";
    assert_eq!(office.get("zhou", workbook).await.status, StatusCode::OK);
}
