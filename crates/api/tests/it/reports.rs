//! Reports through the interface: numbers open for those who may see the families behind them and
//! for nobody else; paper, workbook, templates and requests.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::office::{Office, WEST};

const MONTH: &str = "2023-11";

/// The office with every household being verified, and the month computed.
async fn computed() -> Office {
    let office = Office::new().await;
    office.dispatch().await;
    for month in ["2023-10", MONTH] {
        let body = json!({ "region": "990123", "month": month });
        office.does("an", "/api/v1/indicators/compute", &body).await;
    }
    office
}

/// The cell of a row and a column of the dispatch table.
fn cell<'a>(content: &'a Value, region: &str, label: &str) -> &'a Value {
    let part = &content["parts"][0];
    let columns = part["columns"].as_array().expect("columns");
    let at = columns.iter().position(|it| it["label"] == label).expect("a column");
    let rows = part["rows"].as_array().expect("rows");
    let row = rows.iter().find(|it| it["name"] == region).expect("a row");
    &row["cells"][at]
}

#[tokio::test]
async fn a_number_opens_for_those_with_the_right_and_for_nobody_else() {
    let office = computed().await;
    let shown = office.sees("an", "/api/v1/reports/monthly_dispatch?period=2023-11").await;
    let content = &shown["content"];
    assert_eq!(content["title"], "测试县2023年11月防止返贫监测帮扶工作调度表");
    let names: Vec<&Value> = content["parts"][0]["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|it| &it["name"])
        .collect();
    assert_eq!(names, ["东镇", "西镇", "合计"], "in the order of codes");
    assert_eq!(cell(content, "东镇", "识别认定中")["value"], "2");
    assert_eq!(cell(content, "合计", "识别认定中")["value"], "4");
    assert_eq!(cell(content, "合计", "在册")["value"], "0");
    // Nothing was screened in November: that is not the number zero.
    assert_eq!(cell(content, "合计", "新线索")["value"], Value::Null);
    let october = office.sees("an", "/api/v1/reports/monthly_dispatch?period=2023-10").await;
    assert_eq!(cell(&october["content"], "合计", "新线索")["value"], "4");
    assert_eq!(cell(&october["content"], "合计", "识别认定中")["value"], "0", "dispatched later");

    let source = &cell(content, "西镇", "识别认定中")["source"];
    let at = |region: &str| {
        let indicator = source["indicator"].as_str().expect("an indicator");
        let month = source["period"].as_str().expect("a month");
        format!("/api/v1/indicators/{indicator}/parts?region={region}&month={month}")
    };
    let west = at(source["region"].as_str().expect("a region"));
    // The county and the township itself see the families; the other township, accounts without
    // families and the auditor do not.
    for who in ["an", "zhou", "chen"] {
        let opened = office.sees(who, &west).await;
        let heads: Vec<&str> = opened["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .filter_map(|it| it["householder"].as_str())
            .collect();
        assert_eq!(heads, WEST, "{who}");
        assert_eq!((&opened["value"], &opened["same_inputs"]), (&json!("2"), &json!(true)));
    }
    for who in ["bo", "wen", "helper"] {
        let answer = office.get(who, &west).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who}");
        assert!(!answer.text().contains(WEST[0]));
    }
    for who in ["auditor", "security"] {
        assert_eq!(office.get(who, &west).await.status, StatusCode::FORBIDDEN, "{who}");
    }
    // A department sees the families that concern it, and the helper of the other township none.
    let opened = office.sees("edu", &at("990123000000")).await;
    assert_eq!(opened["value"], "4");
    assert_eq!(opened["rows"].as_array().map(Vec::len), Some(2), "the two of schooling");
    let own = office.sees("helper", &at("990123100000")).await;
    assert_eq!(own["rows"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn a_printing_stays_as_it_was_while_the_cases_go_on() {
    let mut office = computed().await;
    let order = json!({ "region": "990123", "period": MONTH });
    let prints = "/api/v1/reports/monthly_dispatch/prints";
    let printed = office.does("an", prints, &order).await;
    let id = printed["print"].as_str().expect("a print").to_owned();
    assert_eq!((&printed["same"], &printed["for_others"]), (&json!(true), &json!(false)));

    // A case is dismissed, and the month is computed again.
    office.wait(1).await;
    let case = office.case_of(3).await;
    let dismiss = json!({ "do": "dismiss", "reason": "already_solved", "text": "已解决" });
    let done = office.acts("an", case, dismiss).await;
    assert!(done.status.is_success(), "{}", done.text());
    let body = json!({ "region": "990123", "month": MONTH });
    office.does("an", "/api/v1/indicators/compute", &body).await;

    let again = office.sees("an", &format!("/api/v1/report-prints/{id}")).await;
    assert_eq!((&again["content"], &again["sm3"]), (&printed["content"], &printed["sm3"]));
    assert_eq!(again["same"], true);
    let of_then = "/api/v1/reports/monthly_dispatch?period=2023-11&as_of=2023-11-01";
    assert_eq!(office.sees("an", of_then).await["sm3"], printed["sm3"]);
    let now = office.sees("an", "/api/v1/reports/monthly_dispatch?period=2023-11").await;
    assert_ne!(now["sm3"], printed["sm3"]);
    assert_eq!(cell(&now["content"], "西镇", "识别认定中")["value"], "1");
    let changes = office.sees("an", &format!("/api/v1/report-prints/{id}/changes")).await;
    assert!(changes["changes"].as_array().expect("changes").iter().any(|it| {
        it["place"] == "西镇" && it["figure"] == "识别认定中" && it["was"] == "2" && it["is"] == "1"
    }));

    // Paper and workbook in the layout of offices.
    let paper = office.get("an", &format!("/api/v1/report-prints/{id}/paper")).await;
    let text = paper.text();
    for wanted in ["调度01表", "计量单位：户", "填表人", "审核人", "colspan=\"4\"", "合计"]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(paper.headers.contains_key("content-security-policy"));
    let book = office.get("an", &format!("/api/v1/report-prints/{id}/export")).await;
    let audit = office.sees("auditor", "/api/v1/audit?limit=200").await.to_string();
    assert!(audit.contains("report.export"), "{audit}");
    let (cells, merged) = first_sheet(&book.bytes);
    assert_eq!(cells[0], "测试县2023年11月防止返贫监测帮扶工作调度表");
    assert!(merged.contains(&(0, 0, 0, 12)), "the heading stands over the whole width: {merged:?}");
    assert!(merged.contains(&(3, 1, 3, 4)), "a group stands over its columns: {merged:?}");
    assert!(merged.contains(&(3, 0, 4, 0)), "the regions have both rows: {merged:?}");
    assert!(cells.iter().any(|it| it.starts_with("填表人：") && it.contains("2023年11月1日")));

    // It is the county's: a township knows nothing of it; the list shows it to the county.
    for part in ["", "/paper", "/export", "/changes"] {
        let answer = office.get("bo", &format!("/api/v1/report-prints/{id}{part}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{part}");
    }
    assert_eq!(office.sees("bo", "/api/v1/report-prints").await, json!([]));
    assert_eq!(office.sees("zhou", "/api/v1/report-prints").await[0]["print"], json!(id));
    assert_eq!(office.post("wen", prints, &order).await.status, StatusCode::NOT_FOUND);
    let own = json!({ "region": "990123100201", "period": MONTH });
    assert_eq!(office.post("wen", prints, &own).await.code(), "report.level");
    let village = office.does("wen", "/api/v1/reports/village_page/prints", &own).await;
    assert_eq!(village["content"]["title"], "东一村村情（2023年11月）");
    let answer = office.post("auditor", prints, &order).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_bulletin_hides_small_counts_and_names_nobody() {
    let office = computed().await;
    let order = json!({ "region": "990123", "period": MONTH });
    let printed = office.does("an", "/api/v1/reports/monthly_bulletin/prints", &order).await;
    assert_eq!(printed["content"]["hidden_below"], 5);
    let text = printed["content"].to_string();
    assert!(text.contains("（少于5户，不列）"), "{text}");
    assert!(!WEST.iter().any(|it| text.contains(it)));
    let id = printed["print"].as_str().expect("a print");
    let paper = office.get("an", &format!("/api/v1/report-prints/{id}/paper")).await.text();
    assert!(paper.contains("能由合计推算"), "{paper}");
}

#[tokio::test]
async fn templates_and_requests_say_who_asked() {
    let office = computed().await;
    let layout = json!({ "title": "{region}{period}农户", "parts": [
        { "kind": "table", "rows": "village", "total": true,
          "figures": [{ "indicator": "all_households" }] }] });
    let preview = json!({ "layout": layout, "region": "990123", "period": MONTH });
    let seen = office.does("an", "/api/v1/report-preview", &preview).await;
    assert_eq!(cell(&seen["content"], "东一村", "农户")["value"], "2");
    let wrong = json!({ "layout": { "title": "甲", "parts": [] }, "region": "990123",
                        "period": MONTH });
    assert_eq!(office.post("an", "/api/v1/report-preview", &wrong).await.code(), "report.layout");
    let new = json!({ "name": "县里要的", "layout": layout, "asker": "县委办",
                      "document": "县办〔2023〕8号", "asked_on": "2023-11-06", "purpose": "调研" });
    let refused = office.post("wen", "/api/v1/report-templates", &new).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let saved = office.does("an", "/api/v1/report-templates", &new).await;
    let id = saved["template"].as_str().expect("a template");
    let listed = office.sees("an", "/api/v1/reports").await;
    let line = listed.as_array().expect("reports").iter().find(|it| it["report"] == id);
    assert_eq!(line.expect("it is listed")["asker"], "县委办");
    let path = format!("/api/v1/report-templates/{id}");
    assert_eq!(office.sees("an", &path).await["layout"]["title"], "{region}{period}农户");
    assert_eq!(office.get("bo", &path).await.status, StatusCode::NOT_FOUND);

    let asks = json!({ "region": "990123100", "period": MONTH, "indicators": ["all_households"],
                       "asker": "县统计局", "asked_on": "2023-11-06", "purpose": "月报" });
    let requests = "/api/v1/number-requests";
    let first = office.does("bo", requests, &asks).await;
    assert_eq!(first["earlier"], json!([]));
    let second = office.does("an", requests, &asks).await;
    assert_eq!(second["earlier"][0]["asker"], "县统计局");
    assert_eq!(office.post("chen", requests, &asks).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.sees("chen", requests).await, json!([]));
    let found = office.sees("an", &format!("{requests}?indicator=all_households&open=true")).await;
    assert_eq!(found.as_array().map(Vec::len), Some(2));

    let order = json!({ "region": "990123", "period": MONTH, "for_others": false });
    let printed = office.does("an", &format!("/api/v1/reports/{id}/prints"), &order).await;
    let request = second["recorded"]["request"].as_str().expect("a request");
    let given = json!({ "answer": "已报", "print": printed["print"] });
    let answered = office.does("an", &format!("{requests}/{request}/answer"), &given).await;
    assert_eq!(answered["print"], printed["print"]);
    let twice = office.post("an", &format!("{requests}/{request}/answer"), &given).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    // A township does not hand over a printing it does not know.
    let own = first["recorded"]["request"].as_str().expect("a request");
    let refused = office.post("bo", &format!("{requests}/{own}/answer"), &given).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let end = format!("/api/v1/report-templates/{id}/end");
    office.does("an", &end, &json!({})).await;
    assert_eq!(office.post("an", &end, &json!({})).await.status, StatusCode::NOT_FOUND);
}

/// First row, first column, last row, last column of a merged range.
type Merged = (u32, u32, u32, u32);

/// The texts of the first sheet, row by row, and its merged ranges.
fn first_sheet(bytes: &[u8]) -> (Vec<String>, Vec<Merged>) {
    use calamine::Reader as _;

    let cursor = std::io::Cursor::new(bytes.to_vec());
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(cursor).expect("a workbook");
    let (name, range) = book.worksheets().into_iter().next().expect("a sheet");
    let cells = range.rows().flatten().map(ToString::to_string).filter(|it| !it.is_empty());
    let cells = cells.collect();
    let merged = book.merge_cells_by_sheet_name(&name).expect("readable");
    let merged =
        merged.into_iter().map(|it| (it.start.0, it.start.1, it.end.0, it.end.1)).collect();
    (cells, merged)
}
