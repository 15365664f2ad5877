//! Ledgers over HTTP as the office uses them: templates, files in and out, papers, attachments, links.

use axum::{body::Body, http::StatusCode};
use serde_json::{Value, json};

use crate::{
    jobs::worked,
    office::{Answer, Office},
};

const EAST: &str = "990123100";
const EAST_VILLAGE: &str = "990123100201";
const WEST_VILLAGE: &str = "990123101201";
const PROJECTS: &str = "/api/v1/ledgers/projects";

/// A body that is no JSON.
async fn put(office: &Office, who: &str, path: &str, name: &str, content: &[u8]) -> Answer {
    let cookie = office.cookie(who);
    let headers = [("cookie", cookie.as_str()), ("x-file-name", name)];
    let mut request = office.request("PUT", path, None, &headers);
    *request.body_mut() = Body::from(content.to_vec());
    office.send(request).await
}

async fn upload(office: &Office, who: &str, region: &str, files: &[(&str, &[u8])]) -> String {
    let made = office.does(who, "/api/v1/uploads", &json!({ "region": region })).await;
    let id = made["upload"].as_str().expect("an id").to_owned();
    for (name, content) in files {
        let answer = put(office, who, &format!("/api/v1/uploads/{id}/file"), name, content).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    id
}

/// Read, added, changed, unchanged, left out.
fn counts(job: &Value) -> [u64; 5] {
    assert_eq!(job["state"], "done", "{job}");
    ["read", "added", "changed", "unchanged", "quarantined_rows"]
        .map(|it| job["result"][it].as_u64().expect("a number"))
}

/// The rows of the first sheet of a workbook.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    use calamine::Reader as _;

    let cursor = std::io::Cursor::new(bytes.to_vec());
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(cursor).expect("a workbook");
    let (_, range) = book.worksheets().into_iter().next().expect("a sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let lines = rows.iter().map(|it| it.join(",") + "\n");
    lines.collect::<String>().into_bytes()
}

fn titles(page: &Value) -> Vec<String> {
    let rows = page["items"].as_array().expect("rows");
    rows.iter().map(|it| it["title"].as_str().expect("a title").to_owned()).collect()
}

async fn project(office: &Office, who: &str, village: &str, name: &str) -> i64 {
    let body = json!({ "region": village, "values": { "name": name, "kind": "infrastructure",
        "year": "2023", "budget": "50000" } });
    let made = office.does(who, &format!("{PROJECTS}/records"), &body).await;
    made["record"].as_i64().expect("a number")
}

const SHEET: &str = "\
乡镇,村,项目名称,项目类型,计划年度,概算总投资
东镇,东一村,东一村水渠,乡村基础设施,2023,120000.5
东镇,东一村,东一村道路,没有这种,2023,80000
西镇,西一村,西一村道路,乡村基础设施,2023,70000
";

#[tokio::test]
async fn a_township_imports_its_rows_mends_the_others_and_exports_what_is_its_own() {
    let office = Office::new().await;
    let template = office.get("bo", &format!("{PROJECTS}/template")).await;
    assert_eq!(template.status, StatusCode::OK, "{}", template.text());
    let header = rows(&template.bytes).remove(0);
    assert!(header.iter().any(|it| it == "项目名称"), "{header:?}");

    let imports = format!("{PROJECTS}/imports");
    let sent = upload(&office, "bo", EAST, &[("%E9%A1%B9%E7%9B%AE.csv", SHEET.as_bytes())]).await;
    let mut order = json!({ "region": EAST, "upload": sent, "preview": true });
    let seen = worked(&office, "bo", &imports, &order).await;
    assert_eq!(counts(&seen), [3, 1, 0, 0, 2], "{seen}");
    let list = format!("{PROJECTS}/records");
    assert_eq!(office.sees("bo", &list).await["items"], json!([]), "only looked at");

    order["preview"] = json!(false);
    let job = worked(&office, "bo", &imports, &order).await;
    assert_eq!(counts(&job), [3, 1, 0, 0, 2], "{job}");
    assert_eq!((&job["done"], &job["total"]), (&json!(3), &json!(3)), "how far it came");
    let told = job["result"]["quarantined"].as_array().expect("rows");
    assert_eq!(told.iter().map(|it| it["row"].as_i64()).collect::<Vec<_>>(), [Some(3), Some(4)]);
    let why = told[0]["reasons_zh"][0].as_str().expect("a reason");
    assert!(why.starts_with("项目类型："), "{why}");
    assert!(told[1]["reasons_zh"].to_string().contains("不在所选的地区里"), "{job}");
    assert_eq!(titles(&office.sees("bo", &list).await), ["东一村水渠"]);
    assert_eq!(titles(&office.sees("an", &list).await), ["东一村水渠"]);
    assert_eq!(office.sees("chen", &list).await["items"], json!([]));

    // Its result is the importer's alone, and so are the rows that were left out.
    let id = job["job"].as_str().expect("an id");
    let path = format!("/api/v1/jobs/{id}");
    assert_eq!(office.get("an", &path).await.status, StatusCode::NOT_FOUND);
    let path = format!("{imports}/{id}/left-out");
    for other in ["an", "chen"] {
        assert_eq!(office.get(other, &path).await.status, StatusCode::NOT_FOUND, "{other}");
    }
    let answer = office.get("bo", &path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let mut left_out = rows(&answer.bytes);
    assert!(left_out.iter().flatten().any(|it| it.contains("不在所选的地区里")), "{left_out:?}");
    assert!(!left_out.iter().flatten().any(|it| it == "东一村水渠"), "what was taken is not in it");

    // Mended, it is imported as it is.
    for cell in left_out.iter_mut().flatten() {
        *cell = cell.replace("没有这种", "乡村基础设施").replace(',', "，");
    }
    let sent = upload(&office, "bo", EAST, &[("mended.csv", &csv(&left_out))]).await;
    let order = json!({ "region": EAST, "upload": sent });
    let job = worked(&office, "bo", &imports, &order).await;
    assert_eq!(counts(&job), [2, 1, 0, 0, 1], "{job}");
    assert_eq!(titles(&office.sees("bo", &list).await), ["东一村道路", "东一村水渠"]);

    // The file is removed, and what was left out is kept for a day.
    let files = office.sees("bo", &format!("/api/v1/uploads/{sent}")).await;
    assert_eq!(files["files"], json!([]), "{files}");

    // What goes out is one's own, and comes in again unchanged.
    project(&office, "chen", WEST_VILLAGE, "西一村水渠").await;
    let answer = office.get("bo", &format!("{PROJECTS}/export?words=%E4%B8%9C%E4%B8%80")).await;
    let disposition = answer.headers["content-disposition"].to_str().expect("text").to_owned();
    assert!(disposition.starts_with("attachment; filename*=UTF-8''"), "{disposition}");
    let exported = rows(&answer.bytes);
    assert_eq!(exported.len(), 3, "a header and two records: {exported:?}");
    assert!(!exported.iter().flatten().any(|it| it.contains("西一村")), "{exported:?}");
    let sent = upload(&office, "bo", EAST, &[("again.xlsx", &answer.bytes)]).await;
    let job = worked(&office, "bo", &imports, &json!({ "region": EAST, "upload": sent })).await;
    assert_eq!(counts(&job), [2, 0, 0, 2, 0], "{job}");
    let gone = office.get("bo", &format!("/api/v1/uploads/{sent}")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "nothing was left out: nothing is kept");
    let all = rows(&office.get("an", &format!("{PROJECTS}/export")).await.bytes);
    assert_eq!(all.len(), 4, "{all:?}");
}

#[tokio::test]
async fn what_is_wrong_with_a_file_or_a_person_is_said_at_once() {
    let office = Office::new().await;
    let imports = format!("{PROJECTS}/imports");
    let sent = upload(&office, "bo", EAST, &[("x.csv", b"a,b\n1,2\n")]).await;
    let order = |upload: &str| json!({ "region": EAST, "upload": upload });
    let answer = office.post("bo", &imports, &order(&sent)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    assert_eq!(answer.code(), "ledger.refused");
    let refusal = answer.json()["refusals"][0].clone();
    let said = refusal["zh"].as_str().expect("words");
    assert!(said.contains("x.csv") && said.contains("下载导入模板"), "{said}");
    assert!(refusal["en"].as_str().is_some_and(|it| it.contains("x.csv")), "{refusal}");

    let lacks = "乡镇,村,项目名称\n东镇,东一村,水渠\n";
    let sent = upload(&office, "bo", EAST, &[("y.csv", lacks.as_bytes())]).await;
    let answer = office.post("bo", &imports, &order(&sent)).await;
    let said = answer.json()["detail"].as_str().expect("words").to_owned();
    assert!(said.contains("y.csv第 1 行的表头缺少必填的列"), "{said}");

    let files: [(&str, &[u8]); 2] = [("a.csv", SHEET.as_bytes()), ("b.csv", SHEET.as_bytes())];
    let two = upload(&office, "bo", EAST, &files).await;
    let answer = office.post("bo", &imports, &order(&two)).await;
    assert!(answer.text().contains("一次导入一个文件，现在有 2 个"), "{}", answer.text());

    // Somebody else's upload, a region outside, and who keeps another ledger, or none.
    let sent = upload(&office, "bo", EAST, &[("a.csv", SHEET.as_bytes())]).await;
    let west = json!({ "region": "990123101", "upload": sent });
    let answer = office.post("chen", &imports, &west).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::NOT_FOUND, "upload.not_found".into()));
    assert_eq!(office.post("bo", &imports, &west).await.status, StatusCode::NOT_FOUND);
    let own = upload(&office, "helper", EAST, &[("a.csv", SHEET.as_bytes())]).await;
    let answer = office.post("helper", &imports, &order(&own)).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::FORBIDDEN, "ledger.not_allowed".into())
    );
    let own = upload(&office, "edu", "990123", &[("a.csv", SHEET.as_bytes())]).await;
    let order = json!({ "region": "990123", "upload": own });
    let answer = office.post("edu", &imports, &order).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::NOT_FOUND, "ledger.none".into()));
    assert_eq!(
        office.get("edu", &format!("{PROJECTS}/export")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        office.get("auditor", &format!("{PROJECTS}/export")).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_record_is_printed_for_those_who_see_it() {
    let office = Office::new().await;
    let record = project(&office, "wen", EAST_VILLAGE, "东一村<b>水渠</b>").await;
    let path = format!("{PROJECTS}/records/{record}/paper");
    let answer = office.get("bo", &path).await;
    assert_eq!((answer.status, answer.kind.as_str()), (StatusCode::OK, "text/html; charset=utf-8"));
    let html = answer.text();
    for words in [
        "项目申报表",
        "东一村&#60;b&#62;水渠",
        "50000 元",
        "村民委员会",
        "乡村振兴局（盖章）",
        "甲bo",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(answer.headers.contains_key("content-security-policy"));
    assert_eq!(office.get("chen", &path).await.status, StatusCode::NOT_FOUND);
    // A ledger without a print form has no paper.
    let body = json!({ "region": EAST_VILLAGE, "values": { "household": "1",
        "kind": "three_tank", "sanitary": "1", "works": "1" } });
    let toilets = "/api/v1/ledgers/household_toilets";
    let made = office.does("wen", &format!("{toilets}/records"), &body).await;
    let path = format!("{toilets}/records/{}/paper", made["record"]);
    assert_eq!(office.get("wen", &path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn files_are_added_to_a_record_read_and_taken_away() {
    let office = Office::new().await;
    let record = project(&office, "wen", EAST_VILLAGE, "东一村水渠").await;
    let files = format!("{PROJECTS}/records/{record}/attachments");
    let photo = [b"\xFF\xD8\xFF\xE0".as_slice(), &[7; 3_000]].concat();
    // 现场.jpg, by its bytes.
    let name = "%E7%8E%B0%E5%9C%BA.jpg";
    let answer = put(&office, "wen", &files, name, &photo).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let added = answer.json();
    assert_eq!((&added["name"], &added["media"]), (&json!("现场.jpg"), &json!("image/jpeg")));
    assert_eq!((&added["bytes"], &added["who"]), (&json!(3_004), &json!("甲wen")));
    // Sent again for want of an answer, it is there once.
    let again = put(&office, "wen", &files, name, &photo).await.json();
    assert_eq!(again["attachment"], added["attachment"]);
    let seen = office.sees("bo", &files).await;
    assert_eq!(seen["attachments"].as_array().map(Vec::len), Some(1), "{seen}");
    assert_eq!(seen["may_attach"], true);

    let one = format!("{files}/{}", added["attachment"]);
    let read = office.get("bo", &one).await;
    assert_eq!((read.status, read.bytes), (StatusCode::OK, photo.clone()));
    assert_eq!(read.kind, "image/jpeg");
    assert!(read.headers["content-disposition"].to_str().expect("text").starts_with("attachment"));
    assert_eq!(read.headers["x-content-type-options"], "nosniff");
    for path in [&files, &one] {
        assert_eq!(office.get("chen", path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(put(&office, "chen", &files, name, &photo).await.status, StatusCode::NOT_FOUND);
    let remove = format!("{one}/remove");
    let answer = office.post("chen", &remove, &json!({ "reason": "不要" })).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let most = usize::try_from(seen["largest_mib"].as_u64().expect("a number")).expect("small");
    let large = [b"%PDF-".as_slice(), &vec![b' '; most << 20]].concat();
    for (name, content, words) in [
        ("a.jpg", b"MZ".as_slice(), "不能附这种文件"),
        ("a.jpg", b"".as_slice(), "文件是空的"),
        ("a.pdf", large.as_slice(), "文件太大"),
    ] {
        let answer = put(&office, "wen", &files, name, content).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.text().contains(words), "{}", answer.text());
    }

    let answer = office.post("wen", &remove, &json!({ "reason": " " })).await;
    assert_eq!(answer.code(), "ledger.no_reason");
    let left = office.does("wen", &remove, &json!({ "reason": "拍错了" })).await;
    assert_eq!(left["attachments"], json!([]));
    assert_eq!(office.get("wen", &one).await.status, StatusCode::NOT_FOUND);
    let history = office.sees("wen", &format!("{PROJECTS}/records/{record}/history")).await;
    let told: Vec<[&str; 3]> = history
        .as_array()
        .expect("rows")
        .iter()
        .map(|it| ["action", "file", "reason"].map(|name| it[name].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        told,
        [["record", "", ""], ["attach", "现场.jpg", ""], ["detach", "现场.jpg", "拍错了"]]
    );
}

#[tokio::test]
async fn a_link_offers_the_own_records_and_what_the_county_keeps_for_all() {
    let office = Office::new().await;
    let fund = json!({ "region": "990123", "values": { "document": "测财农〔2023〕1号",
        "year": "2023", "source": "cohesion", "level": "central", "amount": "1000000",
        "notified_on": "2023-02-10" } });
    let definition = office.sees("an", "/api/v1/ledgers/funds").await;
    let code = |field: &str| {
        let fields = definition["fields"].as_array().expect("fields");
        let it = fields.iter().find(|it| it["name"] == field).expect("a field");
        it["codes"][0]["code"].clone()
    };
    let mut fund = fund;
    fund["values"]["source"] = code("source");
    fund["values"]["level"] = code("level");
    office.does("an", "/api/v1/ledgers/funds/records", &fund).await;
    project(&office, "wen", EAST_VILLAGE, "东一村水渠").await;
    project(&office, "chen", WEST_VILLAGE, "西一村水渠").await;
    let choices = async |who: &str, field: &str, words: &str| {
        let words = words.bytes().map(|it| format!("%{it:02X}")).collect::<String>();
        let path = format!("/api/v1/ledgers/allocations/fields/{field}/choices?words={words}");
        let found = office.sees(who, &path).await;
        let found = found.as_array().expect("a list").clone();
        found.iter().map(|it| it["title"].as_str().expect("a title").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(choices("bo", "fund", "").await, ["测财农〔2023〕1号"]);
    assert_eq!(choices("wen", "fund", "财农").await, ["测财农〔2023〕1号"]);
    assert_eq!(choices("wen", "fund", "没有的").await, Vec::<String>::new());
    assert_eq!(choices("bo", "project", "").await, ["东一村水渠"], "and not its neighbour's");
    assert_eq!(choices("an", "project", "").await, ["西一村水渠", "东一村水渠"]);
    let answer = office.get("bo", "/api/v1/ledgers/allocations/fields/amount/choices").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn findings_come_page_by_page_and_words_find_families() {
    let office = Office::new().await;
    let toilets = "/api/v1/ledgers/household_toilets/records";
    for (village, household) in [(EAST_VILLAGE, "1"), (EAST_VILLAGE, "2"), (WEST_VILLAGE, "3")] {
        let body = json!({ "region": village, "values": { "household": household,
            "kind": "three_tank", "sanitary": "1", "subsidised": "1", "works": "0" } });
        office.does("an", toilets, &body).await;
    }
    office.does("an", "/api/v1/ledger-findings", &json!({})).await;
    let page = async |who: &str, query: &str| {
        office.sees(who, &format!("/api/v1/ledger-findings?ledger=household_toilets&{query}")).await
    };
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let found = page("an", &format!("limit=1{next}")).await;
        seen.extend(titles(&found));
        let Some(after) = found["next"].as_str() else { break };
        next = format!("&after={}", after.replace('/', "%2F"));
        assert!(seen.len() < 4, "it ends");
    }
    seen.sort();
    assert_eq!(seen, ["东方明", "东郭学", "西门望"]);
    let own = page("bo", "limit=200").await;
    assert_eq!((titles(&own).len(), &own["next"]), (2, &Value::Null));
    // 东方, in the name of the head.
    let found = office.sees("an", &format!("{toilets}?words=%E4%B8%9C%E6%96%B9")).await;
    assert_eq!(titles(&found), ["东方明"]);
    let found = office.sees("bo", &format!("{toilets}?words=%E8%A5%BF%E9%97%A8")).await;
    assert_eq!(found["items"], json!([]), "西门 is nobody of the own township");
}
