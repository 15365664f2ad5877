//! Exports of another county: other columns, other headers, missing ones; exemptions; a second run.

use std::path::Path;

use quality::{Change, CheckState, Order, Outcome, Report};
use rust_xlsxwriter::Workbook;

use crate::support::{catalogue, day, packs};

/// Writes a sheet of texts, as the national system does.
fn export(folder: &Path, name: &str, rows: &[&[&str]]) -> (String, std::path::PathBuf) {
    let path = folder.join(name);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
    book.save(&path).unwrap();
    (name.to_owned(), path)
}

async fn check(order: Order) -> Outcome {
    let packs = packs();
    quality::run(&catalogue(&packs), &packs, order, &|_| ()).await.expect("it runs")
}

fn order(files: Vec<(String, std::path::PathBuf)>) -> Order {
    Order { files, region: "520000".to_owned(), on: day("2024-06-30"), ..Order::default() }
}

fn found(report: &Report, check: &str) -> Vec<u32> {
    report.findings.iter().filter(|it| it.check == check).map(|it| it.row).collect()
}

/// Header in row 5 in another order, synonyms, a column nobody knows, a sub-total at the end.
fn people(folder: &Path, name: &str, area: &str) -> (String, std::path::PathBuf) {
    export(
        folder,
        name,
        &[
            &["某县监测信息"],
            &[],
            &["导出单位：某县"],
            &[],
            &[
                "备用列",
                "家庭编号",
                "户主关系",
                "身份证号",
                "行政村",
                "乡镇",
                "姓名",
                "农户类型",
                "监测对象类型",
                "耕地面积",
                "劳动能力",
                "出生年月日",
            ],
            &[
                "=1+1",
                "900000000001",
                "户主",
                "990123195401011336",
                "乙村",
                "甲乡",
                "张三",
                "建档立卡脱贫户",
                "否",
                area,
                "普通劳动",
                "1954-01-01",
            ],
            &[
                "x",
                "900000000001",
                "",
                "990123198406251332",
                "乙村",
                "甲乡",
                "张四",
                "建档立卡脱贫户",
                "否",
                area,
                "无劳动能力",
                "约1984年",
            ],
            &["合计", "", "", "", "", "", "", "", "", "202"],
        ],
    )
}

#[tokio::test]
async fn another_layout_is_read_and_what_is_missing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = check(order(vec![people(folder.path(), "人.xlsx", "101")])).await;
    let report = &outcome.report;
    let file = &report.files[0];
    assert_eq!((file.header_row, file.rows, file.skipped), (5, 2, 1));
    assert_eq!(file.extra_columns, ["备用列"]);
    assert_eq!((file.unread[0].column.as_str(), file.unread[0].cells), ("出生日期", 1));
    // A household is reported once, on its first row; words of other counties are understood.
    assert_eq!(found(report, "5_14_001"), [6]);
    assert_eq!(found(report, "2_12_017"), [6]);
    assert_eq!(found(report, "3_01_001"), [7]);
    let seen = &report.findings.iter().find(|it| it.check == "2_12_017").unwrap().seen;
    assert!(seen.contains("年龄=70") && seen.contains("劳动技能=普通劳动力"), "{seen}");

    let state = |id: &str| report.checks.iter().find(|it| it.id == id).unwrap();
    // 危房 was not exported: neither a finding nor zero.
    let housing = state("1_02_001");
    assert_eq!(housing.state, CheckState::NotJudged);
    assert!(housing.why.iter().any(|it| it.contains("是否危房户")), "{:?}", housing.why);
    // A derived column leads to the column that is really missing.
    let eliminated = state("4_11_011");
    assert!(eliminated.why.iter().any(|it| it.contains("风险是否已消除")), "{:?}", eliminated.why);
    // A whole sheet is missing.
    assert!(state("1_03_003").why[0].contains("行政村信息"));
    assert!(state("2_01_015").why.iter().any(|it| it.contains("已外出务工信息")));
}

#[tokio::test]
async fn a_column_that_one_file_lacks_is_not_judged_for_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let without = export(
        folder.path(),
        "乙.xlsx",
        &[
            &["户编号", "与户主关系", "证件号码", "户类型", "监测对象类别"],
            &["900000000009", "户主", "990123198406251332", "脱贫户", ""],
        ],
    );
    let files = vec![people(folder.path(), "甲.xlsx", "101"), without];
    let report = check(order(files)).await.report;
    let area = report.checks.iter().find(|it| it.id == "5_14_001").unwrap();
    assert_eq!(area.state, CheckState::NotJudged);
}

#[tokio::test]
async fn exemptions_hold_until_their_last_day_and_a_second_run_shows_what_was_mended() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("豁免.csv");
    std::fs::write(
        &list,
        "规则,户编号,姓名,理由,批准人,到期日\n\
         5_14_001,900000000001,,承包荒山,赵某,2024-06-30\n\
         3_01_001,900000000001,张四,户口在办,赵某,2024-05-31\n\
         2_12_017,900000000001,张三,,赵某,2024-12-31\n\
         1_02_006,900000000077,,核实过,赵某,2024-12-31\n",
    )
    .unwrap();
    let (exemptions, errors) = quality::read_exemptions(&list, day("2024-06-30")).unwrap();
    assert_eq!((exemptions.len(), errors.len()), (3, 1));
    assert!(errors[0].message.contains("第4行") && errors[0].message.contains("理由"));

    let files = || vec![people(folder.path(), "人.xlsx", "101")];
    let first = check(Order { exemptions: exemptions.clone(), ..order(files()) }).await;
    let report = &first.report;
    assert_eq!(found(report, "5_14_001"), [0; 0]);
    assert_eq!(report.exempted[0].reason, "承包荒山");
    let returned = report.findings.iter().find(|it| it.check == "3_01_001").unwrap();
    assert_eq!(returned.exemption_expired, Some(day("2024-05-31")));
    assert_eq!(report.unused_exemptions[0].household_no, "900000000077");

    // Without exemptions the area is found; the next export has it mended.
    let before = check(order(files())).await.report;
    let text = serde_json::to_string(&before).unwrap();
    assert!(!text.contains("990123195401011336"), "an identity number in the JSON");
    let previous: Report = serde_json::from_str(&text).unwrap();
    let mended = vec![people(folder.path(), "新.xlsx", "99")];
    let second = check(Order { previous: Some(previous), ..order(mended) }).await;
    assert!(second.report.mended.iter().any(|it| it.check == "5_14_001"));
    let still = second.report.findings.iter().find(|it| it.check == "3_01_001").unwrap();
    assert_eq!(still.change, Some(Change::Remains));

    // The workbook has the original row beside, and what looks like a formula stays text.
    let path = folder.path().join("疑点.xlsx");
    quality::write_workbook(&path, &second).unwrap();
    let book = intake::open(&path).unwrap();
    let names: Vec<&str> = book.sheets().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(&names[..2], ["汇总", "规则"]);
    let sheet = names.iter().position(|it| *it == "2_12_017").expect("a sheet for the check");
    let head = book.head(sheet).unwrap();
    let row: Vec<&str> = head[2].cells.iter().collect();
    assert!(row.contains(&"=1+1") && row.contains(&"990123195401011336"), "{row:?}");
}
