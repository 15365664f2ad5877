//! Exports of the provincial platform and of the hotlines come in, and results go back.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use app::{
    appeal_files::{self, AppealImport},
    appeals,
    home::{Embedded, Home, HomeOptions},
};
use casework::AppealAction;
use kernel::RegionLevel;
use store::{AppealFilter, Scope};

use crate::{
    appeals_inbox::{act, answer, audit, county, inbox, name, now},
    village::{Village, day, number, phone},
};

const HEADER: &str =
    "申请编号,申请方式,申请时间,困难对象,证件号码,申请人,申请人电话,乡镇,村,困难类型,困难描述,状态";

/// A platform's export of these rows.
fn platform(folder: &Path, rows: &[String]) -> PathBuf {
    let path = folder.join("政府救助平台申请导出.csv");
    fs::write(&path, format!("{HEADER}\n{}\n", rows.join("\n"))).expect("a file");
    path
}

fn row(no: &str, id: i64, on: &str, text: &str, state: &str) -> String {
    let (name, number, phone) = (name(id), number(id), phone(id));
    format!(
        "{no},群众举手,{on} 10:00:00,{name},{},{name},{phone},示例镇,上村,其他,{text},{state}",
        number.reveal()
    )
}

async fn import(village: &Village, path: &Path) -> AppealImport {
    let home = &village.home;
    let region = home.region("990123").expect("the county").clone();
    let paths = [path.to_owned()];
    appeal_files::import_files(home, &paths, &region, day("2023-10-31"), "an", now())
        .await
        .expect("imported")
}

fn sums(it: &AppealImport) -> [u64; 6] {
    [it.read, it.received, it.known, it.joined, it.skipped, it.refused]
}

#[tokio::test]
async fn good_rows_are_taken_bad_ones_are_named_and_twice_changes_nothing() {
    let village = inbox().await;
    let folder = tempfile::tempdir().expect("a folder");
    let nameless = row("P6", 3, "2023-10-03", "停水", "").replace(&name(3), "");
    let path = platform(
        folder.path(),
        &[
            row("P1", 1, "2023-10-01", "停水两个月", "待签收"),
            row("P2", 1, "2023-10-02", "还是停水", "待签收"),
            row("P3", 2, "2023-10-02", "房子漏雨", "已办结"),
            row("P1", 1, "2023-10-01", "停水两个月", "待签收"),
            row("", 3, "2023-10-02", "停水", ""),
            nameless,
            row("P7", 3, "2023-12-24", "停水", ""),
            row("P8", 3, "2023-10-05", "", "").replace("其他", ""),
            row("P9", 3, "2020-10-05", "停水", ""),
        ],
    );
    let done = import(&village, &path).await;
    assert_eq!(sums(&done), [10, 2, 1, 1, 1, 5], "{done:?}");
    assert_eq!((done.identified, done.answered), (3, 1));
    let refused: Vec<(u32, &str)> =
        done.refusals.iter().map(|it| (it.row, it.code.as_str())).collect();
    assert_eq!(
        refused,
        [(6, "no_number"), (7, "no_name"), (8, "no_date"), (9, "no_text"), (10, "no_policy")]
    );
    for it in &done.refusals {
        assert!(it.file.ends_with("导出.csv") && !it.message.contains(&number(3).reveal()[..6]));
    }
    let again = import(&village, &path).await;
    assert_eq!(sums(&again), [10, 0, 4, 0, 1, 5]);
    let imported =
        audit(&village.home).await.into_iter().filter(|it| it.action == "appeals.import");
    assert_eq!(imported.count(), 2);

    let all = AppealFilter { channel: Some("platform_self".into()), ..AppealFilter::default() };
    let rows = appeals::list(&village.home, &county(), &all, "", 10, day("2023-10-31")).await;
    let rows = rows.expect("listed");
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|it| it.place.contains("上村")));
    let answered: Vec<&str> =
        rows.iter().filter(|it| it.stage_zh == "已答复").map(|it| it.need.as_str()).collect();
    assert_eq!(answered, ["housing"], "the other system has answered it");
}

#[tokio::test]
async fn other_departments_files_are_not_appeals() {
    let village = inbox().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("农村饮水安全问题台账.csv");
    let text = "序号,乡镇,村,户主姓名,身份证号,问题类型,发现日期,解决日期\n\
                1,示例镇,上村,甲,,水量不足,2023-10-01,\n";
    fs::write(&path, text).expect("a file");
    let done = import(&village, &path).await;
    assert_eq!((done.read, done.errors.len()), (0, 1), "{done:?}");
    assert!(
        ["not_appeals", "feed_unknown", "columns_missing"].contains(&done.errors[0].code.as_str())
    );
}

#[tokio::test]
async fn what_became_of_them_goes_back_without_anybody_in_it() {
    let village = inbox().await;
    let home = &village.home;
    let folder = tempfile::tempdir().expect("a folder");
    let path = platform(
        folder.path(),
        &[
            row("P1", 1, "2023-10-01", "停水两个月", "待签收"),
            row("P2", 2, "2023-10-02", "房子漏雨", "待签收"),
        ],
    );
    import(&village, &path).await;
    let all = AppealFilter { need: Some("water".into()), ..AppealFilter::default() };
    let rows = appeals::list(home, &county(), &all, "", 10, day("2023-10-31")).await;
    let id = rows.expect("listed")[0].appeal.clone();
    act(&village, &id, AppealAction::Accept).await;
    let result = format!("=已修好，{} {}", number(1).reveal(), phone(1));
    act(&village, &id, answer(&result)).await;

    let days = (day("2023-10-10"), day("2023-10-10"));
    let lines = appeal_files::feedback(home, &county(), "platform_self", days, "an", now()).await;
    let lines = lines.expect("listed");
    assert_eq!(lines.len(), 1, "on the other one nothing was done");
    assert_eq!((lines[0].outside_no.as_str(), lines[0].stage.as_str()), ("P1", "已答复"));
    assert_eq!(lines[0].result, "=已修好，＊＊＊ ＊＊＊");
    let bytes =
        appeal_files::feedback_workbook(home, &county(), "platform_self", days, "an", now()).await;
    let back = folder.path().join("结果.xlsx");
    fs::write(&back, bytes.expect("a workbook")).expect("a file");
    let book = intake::open(&back).expect("it opens");
    let head = book.head(0).expect("its rows");
    let cells: Vec<Vec<&str>> = head.iter().map(|it| it.cells.iter().collect()).collect();
    assert_eq!(cells[1][..3], ["来源编号", "回执号", "诉求类型"]);
    assert_eq!((cells[2][0], cells[2][5]), ("P1", "'=已修好，＊＊＊ ＊＊＊"), "no formula");
    assert_eq!(cells.len(), 3);

    let wrong = appeal_files::feedback(home, &county(), "fax", days, "an", now()).await;
    assert_eq!(wrong.expect_err("no such channel").code(), "appeal.no_such_channel");
    let elsewhere = Scope::region(6, RegionLevel::Village);
    let none = appeal_files::feedback(home, &elsewhere, "platform_self", days, "an", now()).await;
    assert_eq!(none.expect("listed"), []);
    let sent = audit(home).await.into_iter().filter(|it| it.action == "appeals.feedback");
    assert_eq!(sent.count(), 3);
}

/// Every department a pack names is one that sends files, so that its officers can be given a
/// scope, and every suggested answer belongs to a stage of a case.
#[tokio::test]
async fn the_shipped_inboxes_name_departments_and_stages_that_there_are() {
    let village = inbox().await;
    let definitions = &village.home.definitions;
    let departments: Vec<&str> =
        definitions.feeds.iter().map(|it| it.department.as_str()).collect();
    for region in ["990123", "532327", "520100", "510100", "532901"] {
        let policy = definitions.packs.now().appeals(region, day("2023-10-31")).expect("an inbox");
        for need in &policy.needs {
            assert!(departments.contains(&need.department.as_str()), "{region} {}", need.name);
        }
        let stages = casework::Stage::ALL.map(casework::Stage::word);
        for stage in policy.answers.keys() {
            assert!(stages.contains(&stage.as_str()), "{region} {stage}");
        }
        let table = definitions.tables.get("appeals").and_then(|it| it.column("channel"));
        for code in table.expect("the channel").ty.codes() {
            assert!(policy.channel(code).is_some(), "{region} {code}");
        }
    }
}

/// The sample county's own exports, when they lie beside the checkout: every row is taken, and the
/// need is that of the truth.
#[tokio::test]
async fn the_exports_of_the_sample_county_are_taken_whole() {
    let sample = PathBuf::from("../../../shared/samples/yongren");
    if !sample.is_dir() {
        println!("the sample county is not beside this checkout: skipped");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let definitions = folder.path().join("definitions");
    for part in ["feeds", "facts", "packs", "data"] {
        copy(&PathBuf::from("../..").join(part), &definitions.join(part));
    }
    let embedded: &[Embedded] = &[];
    let home = Home::open(folder.path(), embedded, &HomeOptions::default()).await.expect("a home");
    let region = home.region("532327").expect("the county").clone();
    let paths = [sample.join("14_信访热线")];
    let on = day("2023-10-31");
    let import = async || {
        appeal_files::import_files(&home, &paths, &region, on, "an", now()).await.expect("imported")
    };
    let done = import().await;
    println!("{:?}", (sums(&done), &done.refusals, &done.errors, done.answered));
    assert_eq!(sums(&done), [342, 340, 0, 0, 2, 0]);
    assert_eq!(done.answered, 77, "those the other systems call 已办结");
    assert_eq!(sums(&import().await), [342, 0, 340, 0, 2, 0]);

    let wanted: BTreeMap<&str, &str> = BTreeMap::from([
        ("med", "medical"),
        ("new_disease", "medical"),
        ("uninsured", "medical"),
        ("disaster", "disaster"),
        ("job_loss", "income_job"),
        ("house_cd", "housing"),
        ("disability", "disability"),
        ("low_income", "civil_affairs"),
        ("dropout", "education"),
        ("water", "water"),
    ]);
    let mut tx = home.db.read().await.expect("a view");
    let (mut right, mut wrong) = (0, BTreeMap::new());
    for case in truth(&sample.join("truth/cases.csv")) {
        let topic = case["true_topic"].as_str();
        let expected = wanted.get(topic).copied().unwrap_or("not_hardship");
        let mut found = None;
        for channel in [
            "hotline_12345",
            "hotline_12317",
            "petition",
            "mailbox",
            "platform_self",
            "platform_proxy",
            "platform_government",
            "other",
        ] {
            let stored = tx.appeal_by_outside_no(channel, &case["case_no"]).await;
            found = found.or(stored.expect("looked up"));
        }
        let need = found.expect("every row is there").need;
        if need == expected {
            right += 1;
        } else {
            *wrong.entry((topic.to_owned(), need)).or_insert(0) += 1;
        }
    }
    println!("{right} of 340 needs as in the truth; others: {wrong:?}");
    assert!(330 <= right, "{right}: {wrong:?}");
}

/// Rows of a truth file by header. Its cells hold no quotation marks.
fn truth(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).expect("the truth file");
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let row = |line: &str| {
        header.iter().zip(line.split(',')).map(|(key, cell)| ((*key).into(), cell.into())).collect()
    };
    lines.map(row).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => {
                fs::copy(entry.path(), target).expect("a copy");
            }
        }
    }
}
