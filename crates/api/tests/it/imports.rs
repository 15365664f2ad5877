//! Files over HTTP: sent, looked at, imported, mended, taken back; and what the checker finds.

use std::fmt::Write as _;

use axum::{body::Body, http::StatusCode};
use serde_json::{Value, json};

use crate::{
    jobs::done,
    office::{Answer, Office, number},
};

/// A police register of 东一村: two households, one row without a usable number.
fn register() -> String {
    let mut text = "户号,姓名,公民身份号码,与户主关系,乡镇,村\n".to_owned();
    for (book, person, name, relation) in
        [(1, 801, "南一", "户主"), (1, 802, "南二", "配偶"), (2, 803, "南三", "户主")]
    {
        let number = number(person);
        let _ = writeln!(text, "H{book},{name},{},{relation},东镇,东一村", number.reveal());
    }
    text.push_str("H2,南四,123,子,东镇,东一村\n");
    text
}

async fn put(office: &Office, who: &str, upload: &str, name: &str, text: &str) -> Answer {
    let path = format!("/api/v1/uploads/{upload}/file");
    let cookie = office.cookie(who);
    let headers = [("cookie", cookie.as_str()), ("x-file-name", name)];
    let mut request = office.request("PUT", &path, None, &headers);
    *request.body_mut() = Body::from(text.to_owned());
    office.send(request).await
}

/// Sends files as the county's officer, and gives the upload.
pub async fn upload(office: &Office, files: &[(&str, String)]) -> String {
    let made = office.does("an", "/api/v1/uploads", &json!({ "region": "990123" })).await;
    let id = made["upload"].as_str().expect("an id").to_owned();
    for (name, text) in files {
        let answer = put(office, "an", &id, name, text).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    id
}

fn import(kind: &str, upload: &str) -> Value {
    json!({ "kind": kind, "region": "990123", "month": "2023-10", "upload": upload })
}

fn totals(job: &Value) -> Value {
    assert_eq!(job["state"], "done", "{job}");
    job["result"]["totals"].clone()
}

#[tokio::test]
async fn files_are_sent_looked_at_imported_and_taken_back() {
    let office = Office::new().await;
    // 户籍.csv, by its bytes.
    let sent = upload(&office, &[("%E6%88%B7%E7%B1%8D.csv", register())]).await;
    let seen = office.sees("an", &format!("/api/v1/uploads/{sent}")).await;
    assert_eq!(seen["files"][0]["name"], "户籍.csv");

    let previewed = done(&office, &import("preview_import", &sent)).await;
    let expected = json!({ "read": 5, "stored": 3, "quarantined": 1, "skipped": 1 });
    assert_eq!(totals(&previewed), expected, "{previewed}");
    assert_eq!(previewed["result"]["sheets"][0]["feed"], "police_register");
    assert_eq!(office.sees("an", "/api/v1/imports").await["items"], json!([]), "only looked at");

    let imported = done(&office, &import("import", &sent)).await;
    assert_eq!(totals(&imported), expected);
    let gone = office.get("an", &format!("/api/v1/uploads/{sent}")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "the files are removed");
    let batch = imported["result"]["batch"].as_i64().expect("a batch");
    let page = office.sees("an", &format!("/api/v1/imports/{batch}")).await;
    assert_eq!((&page["batch"]["state"], &page["waiting"]), (&json!("committed"), &json!(1)));
    assert_eq!(page["files"][0]["reasons"], json!({ "id_length": 1 }));
    assert!(!page.to_string().contains(number(801).reveal()));

    let arrivals = office.sees("an", "/api/v1/imports/arrivals?month=2023-10").await;
    let rows = arrivals["rows"].as_array().expect("rows");
    let police = rows.iter().find(|it| it["feed"] == "police_register").expect("the register");
    assert_eq!((&police["arrival"], &police["rows"]), (&json!("arrived"), &json!(4)));
    assert_eq!(arrivals["due_on"], "2023-11-05");
    let next = office.sees("an", "/api/v1/imports/arrivals?month=2023-11").await;
    let rows = next["rows"].as_array().expect("rows");
    let of =
        |feed: &str| rows.iter().find(|it| it["feed"] == feed).expect("a kind")["arrival"].clone();
    assert_eq!((of("police_register"), of("dibao")), (json!("awaited"), json!("never")));

    let book = office.get("an", &format!("/api/v1/imports/{batch}/quarantine")).await;
    assert_eq!((book.status, book.bytes.starts_with(b"PK")), (StatusCode::OK, true));

    let path = format!("/api/v1/imports/{batch}/rollback");
    let taken = office.does("an", &path, &json!(null)).await;
    assert_eq!(taken["batch"]["state"], "rolled_back");
    let again = office.post("an", &path, &json!(null)).await;
    assert_eq!(
        (again.status, again.code()),
        (StatusCode::UNPROCESSABLE_ENTITY, "batch.not_committed".into())
    );
}

#[tokio::test]
async fn an_upload_is_its_senders_alone_and_its_names_are_plain() {
    let office = Office::new().await;
    let sent = upload(&office, &[("a.csv", register())]).await;
    let path = format!("/api/v1/uploads/{sent}");
    assert_eq!(office.get("zhou", &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.get("bo", &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.get("auditor", &path).await.status, StatusCode::FORBIDDEN);
    for name in ["..%2Fa.csv", "", "%zz", ".hidden", "a%5Cb.csv"] {
        let answer = put(&office, "an", &sent, name, "x").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.text());
    }
    // Somebody else's upload cannot be imported either.
    let answer = office.post("zhou", "/api/v1/jobs", &import("import", &sent)).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::NOT_FOUND, "upload.not_found".into()));
    let village =
        json!({ "kind": "import", "region": "990123100", "month": "2023-10", "upload": sent });
    let answer = office.post("an", "/api/v1/jobs", &village).await;
    assert_eq!(answer.code(), "job.no_county");
    let cookie = office.cookie("an");
    let away = office.send(office.request("DELETE", &path, None, &[("cookie", &cookie)])).await;
    assert_eq!(away.status, StatusCode::NO_CONTENT);
    assert_eq!(office.get("an", &path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_corrected_mapping_is_used_for_its_sheet() {
    let office = Office::new().await;
    // Nobody could know that 编码 is the book's number.
    let unknown = register().replacen("户号", "某编码", 1);
    let sent = upload(&office, &[("x.csv", unknown)]).await;
    let first = done(&office, &import("preview_import", &sent)).await;
    assert_eq!(first["result"]["sheets"], json!([]), "{first}");
    let error = &first["result"]["errors"][0];
    assert!(error["message"].as_str().is_some_and(|it| !it.is_empty()), "{first}");
    let header = |header: &str, fills: &str| json!({ "header": header, "fills": [fills] });
    let mut corrected = import("preview_import", &sent);
    corrected["mappings"] = json!([{
        "file": "x.csv", "sheet": "", "feed": "police_register",
        "headers": [
            header("某编码", "book_no"), header("姓名", "name"),
            header("公民身份号码", "id_number"), header("与户主关系", "relation"),
            header("乡镇", "township"), header("村", "village"),
        ],
    }]);
    let second = done(&office, &corrected).await;
    assert_eq!(totals(&second)["stored"], 3, "{second}");
}

/// An export of the national system with a household member of no birth year.
fn export() -> String {
    let number = number(810);
    let short = "51010119";
    let mut text = "某县监测信息\n导出单位：某县\n".to_owned();
    text.push_str(
        "省,市,县,乡镇,行政村,户编号,姓名,证件号码,与户主关系,户类型,监测对象类别,家庭人口数\n",
    );
    for (name, id) in [("北一", number.reveal()), ("北二", short)] {
        let _ = writeln!(
            text,
            "测试省,测试州,测试县,东镇,东一村,9901230001,{name},{id},户主,一般农户,突发严重困难户,2"
        );
    }
    text
}

#[tokio::test]
async fn the_checker_keeps_what_it_found_and_each_sees_their_own() {
    let office = Office::new().await;
    let sent = upload(&office, &[("people.csv", export())]).await;
    let wanted =
        json!({ "kind": "check_quality", "region": "990123", "on": "2023-10-31", "upload": sent });
    let job = done(&office, &wanted).await;
    assert_eq!(job["state"], "done", "{job}");
    let run = job["result"]["run"].as_str().expect("a run").to_owned();
    let listed = office.sees("an", "/api/v1/quality/runs").await;
    assert_eq!(listed[0]["run"], json!(run));
    let page = office.sees("an", &format!("/api/v1/quality/runs/{run}")).await;
    let found = listed[0]["findings"].as_i64().expect("a number");
    assert!(0 < found, "{page}");
    let path = format!("/api/v1/quality/runs/{run}/findings?limit=200");
    let all = office.sees("an", &path).await["items"].as_array().expect("rows").len();
    assert_eq!(i64::try_from(all).ok(), Some(found));
    let east = office.sees("bo", &path).await["items"].as_array().expect("rows").len();
    assert_eq!(east, all, "all of it lies in 东镇");
    let west = office.sees("chen", &path).await;
    assert_eq!(west["items"], json!([]), "nothing of it lies in 西镇");
    assert!(!page.to_string().contains(number(810).reveal()));
    let book = office.get("an", &format!("/api/v1/quality/runs/{run}/workbook")).await;
    assert!(book.bytes.starts_with(b"PK"), "{}", book.text());
    let none = office.get("bo", &format!("/api/v1/quality/runs/{run}/workbook")).await;
    assert_eq!(none.status, StatusCode::FORBIDDEN);
}
