//! Income accounts through the interface, as the people who fill and read them.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    imports::upload,
    office::{Office, number},
};

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
    let audit = office.sees("auditor", "/api/v1/audit?limit=200").await.to_string();
    for file in ["income.export_list", "income.export_analysis"] {
        assert!(audit.contains(file), "{file} is noted");
    }
}

/// A collection in the columns of the national system: household 1 with two members, one that
/// nobody knows, one whose wage is no amount, and a line of sums.
fn collection(wage: &str) -> String {
    let mut text = "户编号,姓名,证件号码,与户主关系,乡镇,村,工资性收入,财产性收入\n".to_owned();
    for (no, person, wage) in [
        ("990123140020000001", 101, wage),
        ("990123140020000001", 102, wage),
        ("990123140020000002", 201, "一千"),
        ("990123999999999999", 109, "1"),
    ] {
        let id = number(person);
        text.push_str(&format!("{no},甲,{},户主,东镇,东一村,{wage},50\n", id.reveal()));
    }
    text + "合计,,,,,,40001,150\n"
}

const COLLECTIONS: &str = "/api/v1/income/collections";

#[tokio::test]
async fn a_collection_is_read_compared_and_handed_back() {
    let office = Office::new().await;
    let sent = upload(&office, &[("2023.csv", collection("20000"))]).await;
    let order = |upload: &str| json!({ "upload": upload, "period": "2023-10" });
    let early = office.post("an", COLLECTIONS, &order(&sent)).await;
    assert_eq!(early.code(), "income.not_filled", "{}", early.text());
    let fill = json!({ "period": "2023-10", "month": "2023-10" });
    office.does("an", "/api/v1/income/fill", &fill).await;

    // Every row is in one place, and what nobody knew is entered.
    let taken = office.does("an", COLLECTIONS, &order(&sent)).await;
    let counts = ["rows", "stored", "skipped", "refused", "entered", "same", "differences"];
    let of = |it: &Value| counts.map(|name| it[name].as_i64().expect("a count"));
    assert_eq!(of(&taken), [5, 1, 2, 2, 2, 0, 0], "{taken}");
    assert_eq!((&taken["repeated"], &taken["no_data"]), (&json!(1), &json!(1)));
    let why = taken["left_out"][0]["why"].as_str().expect("why");
    assert!(why.contains("一千"), "{why}");
    let gone = office.get("an", &format!("/api/v1/uploads/{sent}")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let seen = office.sees("an", &format!("{OWN}?period=2023-10")).await;
    let wage = seen["components"].as_array().expect("components").iter();
    let wage = wage.clone().find(|it| it["component"] == "wage").expect("wage");
    assert_eq!(wage["fen"], 2_000_000, "{wage}");

    // What differs is told and never overwritten.
    office.wait_minutes(5);
    let sent = upload(&office, &[("2023-2.csv", collection("21000"))]).await;
    let taken = office.does("an", COLLECTIONS, &order(&sent)).await;
    assert_eq!(of(&taken), [5, 1, 2, 2, 0, 1, 1], "{taken}");
    let id = taken["collection"].as_str().expect("an id");
    let shown = office.sees("an", &format!("{COLLECTIONS}/{id}")).await;
    assert_eq!(shown, taken);
    let different = &shown["different"][0];
    assert_eq!(
        (&different["household"], &different["in_file"], &different["here"]),
        (&json!(1), &json!(2_100_000), &json!(2_000_000))
    );
    assert_eq!((&different["origin"], &different["row"]), (&json!("collected"), &json!(2)));
    let listed = office.sees("an", COLLECTIONS).await;
    assert_eq!(listed.as_array().map(Vec::len), Some(2));
    assert_eq!(listed[0]["collection"], json!(id), "the newest first");
    let workbook = office.get("an", &format!("{COLLECTIONS}/{id}/differences")).await;
    assert_eq!((workbook.status, &workbook.bytes[..2]), (StatusCode::OK, &b"PK"[..]));
    let audited = office.sees("auditor", "/api/v1/audit?limit=200").await.to_string();
    for action in ["income.import", "income.export_differences"] {
        assert!(audited.contains(action), "{action}");
    }

    // The file of the national system is handed back in its own columns.
    let sent = upload(&office, &[("national.csv", collection("1"))]).await;
    let back = format!("/api/v1/income/handed-back?upload={sent}&period=2023-10");
    let answer = office.get("an", &back).await;
    assert_eq!((answer.status, &answer.bytes[..2]), (StatusCode::OK, &b"PK"[..]));

    // Not one file, a file of something else, somebody else's upload, a township.
    let two = upload(&office, &[("a.csv", collection("1")), ("b.csv", collection("1"))]).await;
    assert_eq!(office.post("an", COLLECTIONS, &order(&two)).await.code(), "upload.not_one");
    let other = upload(&office, &[("a.csv", "甲,乙\n1,2\n".to_owned())]).await;
    let answer = office.post("an", COLLECTIONS, &order(&other)).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::UNPROCESSABLE_ENTITY, "income.file".to_owned())
    );
    let unknown = office.get("an", &format!("{COLLECTIONS}/none")).await;
    assert_eq!(
        (unknown.status, unknown.code()),
        (StatusCode::NOT_FOUND, "income.no_collection".to_owned())
    );
    assert_eq!(office.post("bo", COLLECTIONS, &order(&sent)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(office.get("bo", COLLECTIONS).await.status, StatusCode::FORBIDDEN);
}
