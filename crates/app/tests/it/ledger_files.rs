//! Ledgers as sheets: what goes out comes in again, good rows go on without the bad ones, and every
//! row is accounted for. On SQLite, and on PostgreSQL when `TEST_POSTGRES_URL` is set.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use app::{
    home::{Embedded, Home, HomeOptions},
    ledgers::{
        self, Draft, ImportOrder, LedgerError, LedgerImport, RecordQuery, RecordView, SheetFormat,
        StepTaken,
    },
    staff::Staff,
};
use chrono::{DateTime, NaiveDate, Utc};
use intake::Record;
use kernel::{ResidentId, calendar::china_day};
use ledger::Plain;
use rust_xlsxwriter::Workbook;
use sqlx::{AssertSqlSafe, PgPool};
use store::{Household, Person};

use crate::{
    families::{household, person},
    support::{COUNTY, Office, VILLAGE, at},
};

/// Nobody lives there: two townships of two villages each, and a neighbouring county.
const REGIONS: &str = "\
id,parent_id,level,name,stat_code,pseudo
1,,province,测试省,990000000000,
2,1,prefecture,测试州,990100000000,
3,2,county,测试县,990123000000,
4,3,township,东镇,990123100000,
5,4,village,东一村民委员会,990123100201,
6,3,township,西镇,990123101000,
7,6,village,西一村民委员会,990123101201,
8,2,county,邻县,990124000000,
9,4,village,东二社区居民委员会,990123100202,
10,6,village,西二村民委员会,990123101202,
11,8,township,外乡,990124100000,
12,11,village,外一村民委员会,990124100201,
";

const PACK: &str = r#"
name = "cn"
zh = "全国"
region = ""
"#;

const GROUPS: &str = r#"
[[groups]]
name = "tests"
zh = "试验"
en = "Tests"
"#;

/// 工程: with a state, a computed field, a code list and two units.
const WORKS: &str = r#"
zh = "工程台账"
en = "Works"
about_zh = "一个工程一条"
about_en = "One record a work"
group = "tests"
department = "乡村振兴局"
levels = ["village", "township", "county"]
from = "2021-01-01"
basis = "default"
note = "只为试验"
title = "name"
unique = [["code"]]
see = ["@business"]
keep = ["village_worker", "township_officer", "county_officer"]

[[sections]]
zh = "基本情况"
en = "Basics"
fields = ["code", "name", "kind", "ways", "year", "contents", "road", "started_on", "month"]

[[sections]]
zh = "投资"
en = "Investment"
fields = ["budget", "area", "families", "paid"]

[[fields]]
name = "code"
zh = "工程编号"
en = "Code"
type = "text"

[[fields]]
name = "name"
zh = "工程名称"
en = "Name"
type = "text"
required = true
headers = ["名称"]

[[fields]]
name = "kind"
zh = "工程类型"
en = "Kind"
type = "code"
required = true
codes = "work_kinds"
headers = ["类型"]

[[fields]]
name = "ways"
zh = "带动方式"
en = "Ways"
type = "codes"
codes = "work_ways"

[[fields]]
name = "year"
zh = "年度"
en = "Year"
type = "year"

[[fields]]
name = "contents"
zh = "建设内容"
en = "Contents"
type = "long_text"
help_zh = "写清规模"
help_en = "Say how large"

[[fields]]
name = "road"
zh = "含道路"
en = "Road"
type = "yes_no"

[[fields]]
name = "started_on"
zh = "开工日期"
en = "Started on"
type = "date"

[[fields]]
name = "month"
zh = "计划月份"
en = "Planned month"
type = "month"

[[fields]]
name = "budget"
zh = "总投资（元）"
en = "Budget"
type = "money"
required = true
headers = ["投资"]

[[fields]]
name = "area"
zh = "面积"
en = "Area"
type = "decimal"
places = 2
unit = "亩"

[[fields]]
name = "families"
zh = "受益户数"
en = "Families"
type = "number"
unit = "户"

[[fields]]
name = "paid"
zh = "已发放"
en = "Paid"
type = "money"
value = "coalesce(total_of(grants.amount, true), 0)"

[[lists]]
name = "work_kinds"
items = [
  { code = "industry", zh = "产业发展", en = "Industry", words = ["产业"] },
  { code = "road", zh = "基础设施", en = "Infrastructure", words = ["基建"] },
]

[[lists]]
name = "work_ways"
items = [
  { code = "shares", zh = "入股分红", en = "Shares" },
  { code = "jobs", zh = "务工就业", en = "Jobs" },
]

[[states]]
name = "draft"
zh = "草稿"
en = "Draft"

[[states]]
name = "approved"
zh = "已批复"
en = "Approved"
ends = true

[[actions]]
name = "approve"
zh = "批复"
en = "Approve"
from = ["draft"]
to = "approved"
by = ["county_officer"]

[[must]]
name = "not_more_than_the_budget"
if = "paid <= budget"
zh = "发放的比总投资多：请核对发放金额或总投资"
en = "more is paid than the budget: check both"
"#;

/// 发放: people, families, links, personal fields, a place.
const GRANTS: &str = r#"
zh = "发放台账"
en = "Grants"
about_zh = "发给个人的钱，一笔一条"
about_en = "One record a payment to a person"
group = "tests"
department = "乡村振兴局"
levels = ["village"]
from = "2021-01-01"
basis = "default"
note = "只为试验"
title = "person"
unique = [["person", "paid_on"]]
see = ["@business"]
keep = ["village_worker", "county_officer"]

[[sections]]
zh = "发放"
en = "Payment"
fields = ["person", "family", "work", "amount", "paid_on", "phone", "account", "payee", "site", "remark"]

[[fields]]
name = "person"
zh = "领取人"
en = "Person"
type = "person"
required = true
headers = ["姓名", "身份证号"]

[[fields]]
name = "family"
zh = "所在户"
en = "Family"
type = "household"
headers = ["户主姓名", "户编号"]

[[fields]]
name = "work"
zh = "所属工程"
en = "Work"
type = "link"
to = "works"

[[fields]]
name = "amount"
zh = "金额"
en = "Amount"
type = "money"
required = true

[[fields]]
name = "paid_on"
zh = "发放日期"
en = "Paid on"
type = "date"
required = true

[[fields]]
name = "phone"
zh = "联系电话"
en = "Telephone"
type = "phone"

[[fields]]
name = "account"
zh = "银行账号"
en = "Account"
type = "account_number"

[[fields]]
name = "payee"
zh = "代领人"
en = "Payee"
type = "name"

[[fields]]
name = "site"
zh = "发放地点"
en = "Place"
type = "region"
of = ["village", "township"]

[[fields]]
name = "remark"
zh = "备注"
en = "Remark"
type = "text"

[[must]]
name = "amount_above_zero"
if = "amount > 0"
zh = "发放金额要大于零"
en = "the amount has to be above zero"
"#;

/// 水源点: a whole life in one file, from what a village finds to what the county approves, with the
/// figures it gives.
const SPRINGS: &str = r#"
zh = "水源点台账"
en = "Springs"
about_zh = "一个水源点一条"
about_en = "One record a spring"
group = "tests"
department = "乡村振兴局"
levels = ["village"]
from = "2021-01-01"
basis = "default"
note = "只为试验"
title = "name"
unique = [["name"]]
see = ["@business"]
keep = ["village_worker", "county_officer"]

[[sections]]
zh = "水源点"
en = "Spring"
fields = ["name", "kind", "cost", "visited_on"]

[[fields]]
name = "name"
zh = "名称"
en = "Name"
type = "text"
required = true

[[fields]]
name = "kind"
zh = "类型"
en = "Kind"
type = "code"
codes = "spring_kinds"
required = true

[[fields]]
name = "cost"
zh = "保护费用"
en = "Cost"
type = "money"
required = true

[[fields]]
name = "visited_on"
zh = "核查日期"
en = "Visited on"
type = "date"

[[lists]]
name = "spring_kinds"
items = [
  { code = "well", zh = "水井", en = "Well" },
  { code = "spring", zh = "山泉", en = "Spring" },
]

[[states]]
name = "found"
zh = "已上报"
en = "Reported"

[[states]]
name = "checked"
zh = "已核查"
en = "Checked"

[[states]]
name = "approved"
zh = "已审定"
en = "Approved"
ends = true

[[actions]]
name = "check"
zh = "核查"
en = "Check"
from = ["found"]
to = "checked"
by = ["township_officer"]
needs = ["visited_on"]
fills = ["visited_on"]

[[actions]]
name = "approve"
zh = "审定"
en = "Approve"
from = ["checked"]
to = "approved"
by = ["county_officer"]

[[actions]]
name = "send_back"
zh = "退回"
en = "Send back"
from = ["checked"]
to = "found"
by = ["county_officer"]
reason = true

[[must]]
name = "cost_above_zero"
if = "cost > 0"
zh = "保护费用要大于零"
en = "the cost has to be above zero"

[[figures]]
name = "springs"
zh = "水源点数"
en = "Springs"
value = "count()"
by = ["kind"]
unit = "rows"

[[figures]]
name = "approved_cost"
zh = "审定的保护费用"
en = "Approved cost"
value = "sum(cost)"
where = "state = 'approved'"
by = ["kind"]
unit = "yuan"
"#;

static EMBEDDED: LazyLock<Vec<Embedded>> = LazyLock::new(|| {
    let mut files = vec![
        ("data/regions.csv", REGIONS),
        ("packs/cn/pack.toml", PACK),
        ("packs/cn/ledgers/codes.toml", GROUPS),
        ("packs/cn/ledgers/works.toml", WORKS),
        ("packs/cn/ledgers/grants.toml", GRANTS),
        ("packs/cn/ledgers/springs.toml", SPRINGS),
    ];
    add(Path::new("../../data/holidays.toml"), &mut files);
    for folder in ["feeds", "facts"] {
        add(&Path::new("../..").join(folder), &mut files);
    }
    files
});

fn add(path: &Path, files: &mut Vec<Embedded>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            add(&entry.unwrap().path(), files);
        }
        return;
    }
    let name = path.strip_prefix("../..").unwrap().to_string_lossy().into_owned();
    files.push((name.leak(), fs::read_to_string(path).unwrap().leak()));
}

/// Runs a test in an office of its own on every engine at hand.
pub async fn on_each_engine(test: impl AsyncFn(Files)) {
    test(Files::open(None).await).await;
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else { return };
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("ledger_files_{}_{number}", std::process::id());
    let admin = PgPool::connect(&server).await.unwrap();
    let sql = format!("create database {name} template template0 encoding 'UTF8' locale 'C'");
    sqlx::query(AssertSqlSafe(sql)).execute(&admin).await.unwrap();
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    let files = Files::open(Some(url)).await;
    let db = files.office.home.db.clone();
    test(files).await;
    db.close().await;
    let sql = format!("drop database {name}");
    sqlx::query(AssertSqlSafe(sql)).execute(&admin).await.unwrap();
}

/// An office with a register of forty people in twenty families, and who works there.
pub struct Files {
    pub office: Office,
    pub county: Staff,
    pub today: NaiveDate,
}

const PEOPLE: i64 = 40;

/// Two a family, five families a village.
fn family_of(person: i64) -> i64 {
    (person + 1) / 2
}

fn village_of(family: i64) -> (i64, i64) {
    [(4, 5), (4, 9), (6, 7), (6, 10)][usize::try_from((family - 1) / 5).unwrap()]
}

fn number_of(person: i64) -> ResidentId {
    ResidentId::with_check_digit(&format!("00000019900101{person:03}")).unwrap()
}

fn id_of(person: i64) -> String {
    number_of(person).reveal().to_owned()
}

const SURNAMES: [&str; 8] = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王"];
const NAMES: [&str; 5] = ["小华", "建国", "秀英", "文明", "玉兰"];

fn name_of(person: i64) -> String {
    let at = usize::try_from(person - 1).unwrap();
    format!("{}{}", SURNAMES[at % 8], NAMES[at / 8])
}

fn family_no(family: i64) -> String {
    format!("9901230000{family:02}")
}

/// The place of a family as a sheet names it.
fn place_of(family: i64) -> [&'static str; 2] {
    match village_of(family) {
        (_, 5) => ["东镇", "东一"],
        (_, 9) => ["东镇", "东二社区"],
        (_, 7) => ["西镇", "西一村"],
        _ => ["西镇", "西二村委会"],
    }
}

impl Files {
    async fn open(database: Option<String>) -> Files {
        let folder = tempfile::tempdir().unwrap();
        let options = HomeOptions { database, packs: None };
        let home = Home::open(folder.path(), &EMBEDDED, &options).await.unwrap();
        let office = Office { home, folder };
        let households: Vec<Household> = (1..=PEOPLE / 2)
            .map(|id| {
                let (township_id, village_id) = village_of(id);
                Household {
                    township_id,
                    village_id,
                    // The last family has no national number.
                    national_household_no: (id < PEOPLE / 2).then(|| family_no(id)),
                    base_type: "out_of_poverty_household".into(),
                    members: 2,
                    ..household(id)
                }
            })
            .collect();
        let keys = &office.home.keys;
        let people: Vec<Person> = (1..=PEOPLE)
            .map(|id| Person {
                is_head: id % 2 == 1,
                ..person(keys, id, family_of(id), name_of(id), &number_of(id))
            })
            .collect();
        let mut tx = office.home.db.write().await.unwrap();
        tx.save_households(&households).await.unwrap();
        tx.save_persons(&people).await.unwrap();
        tx.commit().await.unwrap();
        let county = office.staff("an.county", "county_officer", COUNTY, "").await;
        Files { office, county, today: china_day(at(0)) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.office.folder.path().join(name)
    }

    /// A CSV of these rows.
    fn csv(&self, name: &str, rows: &[Vec<String>]) -> PathBuf {
        let line = |row: &Vec<String>| {
            let cells = row.iter().map(|it| match it.contains([',', '"', '\n']) {
                true => format!("\"{}\"", it.replace('"', "\"\"")),
                false => it.clone(),
            });
            cells.collect::<Vec<_>>().join(",") + "\n"
        };
        let path = self.path(name);
        fs::write(&path, rows.iter().map(line).collect::<String>()).unwrap();
        path
    }

    /// A workbook with one sheet of these rows.
    fn xlsx(&self, name: &str, rows: &[Vec<String>]) -> PathBuf {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (at, row) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(row) {
                sheet.write_string(at, column, cell).unwrap();
            }
        }
        let path = self.path(name);
        book.save(&path).unwrap();
        path
    }

    fn bytes(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    async fn try_import(
        &self,
        staff: &Staff,
        ledger: &str,
        region: &str,
        path: &Path,
        preview: bool,
        now: DateTime<Utc>,
    ) -> Result<LedgerImport, LedgerError> {
        let order = ImportOrder { ledger, region, path, preview };
        ledgers::import(&self.office.home, staff, &order, now, &|_, _, _| ()).await
    }

    async fn import(&self, ledger: &str, path: &Path) -> LedgerImport {
        self.try_import(&self.county, ledger, COUNTY, path, false, at(5)).await.unwrap()
    }

    /// What is wrong with a file as a whole.
    async fn refused(&self, ledger: &str, path: &Path) -> String {
        let error = self.try_import(&self.county, ledger, COUNTY, path, false, at(5)).await;
        error.unwrap_err().to_string()
    }

    async fn export(&self, ledger: &str, name: &str) -> PathBuf {
        let mut bytes = Vec::new();
        let query = RecordQuery::default();
        let done =
            ledgers::export(&self.office.home, &self.county, ledger, &query, at(6), &mut bytes);
        let done = sendable(done).await.unwrap();
        assert_eq!(done.format, SheetFormat::Xlsx);
        self.bytes(name, &bytes)
    }

    pub async fn records(&self, ledger: &str) -> Vec<RecordView> {
        let (home, county) = (&self.office.home, &self.county);
        let query = RecordQuery::default();
        let list = ledgers::list(home, county, ledger, &query, None, 5_000, self.today);
        let mut records = Vec::new();
        for it in list.await.unwrap() {
            records.push(ledgers::show(home, county, ledger, it.record, self.today).await.unwrap());
        }
        records.reverse();
        records
    }

    /// Records works: code, name, budget in yuan; all in 东一村.
    pub async fn works(&self, works: &[(&str, &str, i64)]) {
        let drafts: Vec<Draft> = works
            .iter()
            .map(|(code, name, yuan)| Draft {
                region_id: 5,
                values: BTreeMap::from([
                    ("code".into(), Plain::Text((*code).into())),
                    ("name".into(), Plain::Text((*name).into())),
                    ("kind".into(), Plain::Text("industry".into())),
                    ("budget".into(), Plain::Number(yuan * 100)),
                ]),
                state: None,
            })
            .collect();
        let home = &self.office.home;
        ledgers::ready(home).await.unwrap();
        let mut tx = home.db.write().await.unwrap();
        let done = ledgers::add_many(home, &mut tx, "works", 3, &drafts, "an", at(1)).await;
        assert!(done.unwrap().iter().all(Result::is_ok));
        tx.commit().await.unwrap();
    }
}

/// Handlers await it.
fn sendable<T: Future + Send>(it: T) -> T {
    it
}

fn rows(header: &[&str], rows: &[&[&str]]) -> Vec<Vec<String>> {
    let text = |row: &&[&str]| row.iter().map(|it| (*it).to_owned()).collect();
    std::iter::once(&header).chain(rows).map(text).collect()
}

/// The rows of a sheet of a file.
fn read(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let book = intake::open(path).unwrap();
    let place = book.sheets().iter().position(|it| it.name == sheet).unwrap();
    let mut records = book.records(place).unwrap();
    let mut record = Record::default();
    let mut rows = Vec::new();
    while records.next(&mut record).unwrap().is_some() {
        rows.push(record.iter().map(str::to_owned).collect());
    }
    rows
}

/// Read, added, changed, unchanged, left out.
fn counts(it: &LedgerImport) -> [u64; 5] {
    assert_eq!(it.read, it.added + it.changed + it.unchanged + it.quarantined_rows);
    [it.read, it.added, it.changed, it.unchanged, it.quarantined_rows]
}

/// The reasons of a row, together.
fn why(it: &LedgerImport, row: u32) -> String {
    let found = it.quarantined.iter().find(|it| it.row == row);
    let found = found.unwrap_or_else(|| panic!("row {row} was taken: {:?}", it.quarantined));
    assert_eq!(found.reasons_zh.len(), found.reasons_en.len());
    assert!(found.reasons_en.iter().all(|it| !it.is_empty()));
    found.reasons_zh.join("；")
}

fn change(rows: &mut [Vec<String>], row: usize, header: &str, text: &str) {
    let at = rows[0].iter().position(|it| it == header).unwrap();
    let cells = &mut rows[row];
    cells.resize(cells.len().max(at + 1), String::new());
    cells[at] = text.to_owned();
}

const GRANT: [&str; 12] = [
    "乡镇",
    "村",
    "领取人",
    "领取人身份证号",
    "所在户",
    "所在户户编号",
    "所属工程",
    "金额",
    "发放日期",
    "联系电话",
    "银行账号",
    "代领人",
];

/// A payment that is in order.
fn grant(person: i64, day: u32) -> Vec<String> {
    let family = family_of(person);
    let [township, village] = place_of(family);
    let head = name_of(family * 2 - 1);
    let known_by = if family < PEOPLE / 2 { family_no(family) } else { id_of(family * 2 - 1) };
    vec![
        township.into(),
        village.into(),
        name_of(person),
        id_of(person),
        head,
        known_by,
        "核桃基地".into(),
        "100".into(),
        format!("2026-01-{day:02}"),
        "13800000000".into(),
        "6222000000000000001".into(),
        "代某".into(),
    ]
}

#[tokio::test]
async fn a_filled_template_is_imported() {
    on_each_engine(async |files| {
        let home = &files.office.home;
        let bytes = ledgers::template(home, &files.county, "works", files.today).unwrap();
        let path = files.bytes("模板.xlsx", &bytes);
        let book = intake::open(&path).unwrap();
        let names: Vec<&str> = book.sheets().iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["工程台账", "填写说明", "选项"]);
        assert!(book.sheets()[2].hidden);
        let mut sheet = read(&path, "工程台账");
        let header = [
            "乡镇",
            "村",
            "工程编号",
            "工程名称",
            "工程类型",
            "带动方式",
            "年度",
            "建设内容",
            "含道路",
            "开工日期",
            "计划月份",
            "总投资（元）",
            "面积",
            "受益户数",
        ];
        assert_eq!(sheet, [header]);
        let explained = read(&path, "填写说明");
        let kind =
            explained.iter().find(|it| it.first().is_some_and(|it| it == "工程类型")).unwrap();
        assert_eq!((kind[1].as_str(), kind[3].as_str()), ("必填", "产业发展、基础设施"));
        let contents =
            explained.iter().find(|it| it.first().is_some_and(|it| it == "建设内容")).unwrap();
        assert_eq!((contents[4].as_str(), contents[8].as_str()), ("写清规模", "Say how large"));

        // Nothing was filled in.
        let done = files.import("works", &path).await;
        assert_eq!(counts(&done), [0; 5]);
        assert_eq!((done.sheets.len(), done.ignored_sheets.len()), (1, 0));

        let filled = [
            "东镇",
            "东一村",
            "G1",
            "核桃基地",
            "产业",
            "入股分红、务工就业",
            "2026年",
            "一百亩\n两个棚",
            "否",
            "2026/3/1",
            "2026-04",
            "1,200.50",
            "100.5亩",
            "35户",
        ];
        sheet.push(filled.map(str::to_owned).to_vec());
        let done = files.import("works", &files.xlsx("填好.xlsx", &sheet)).await;
        assert_eq!(counts(&done), [1, 1, 0, 0, 0]);
        assert_eq!(done.sheets[0].unknown_columns, [""; 0]);
        let record = files.records("works").await.remove(0);
        let shown: Vec<&str> = ["code", "kind", "ways", "year", "contents", "road", "started_on"]
            .iter()
            .map(|it| record.values[*it].zh.as_str())
            .collect();
        assert_eq!(
            shown,
            ["G1", "产业发展", "入股分红、务工就业", "2026", "一百亩\n两个棚", "否", "2026-03-01"]
        );
        let shown: Vec<&str> = ["month", "budget", "area", "families", "paid"]
            .iter()
            .map(|it| record.values[*it].zh.as_str())
            .collect();
        assert_eq!(shown, ["2026-04", "1200.5", "100.5", "35", "0"]);
        assert_eq!(record.region_name, "东镇东一村民委员会");

        // People and families are asked for by name and number.
        let bytes = ledgers::template(home, &files.county, "grants", files.today).unwrap();
        let sheet = read(&files.bytes("发放模板.xlsx", &bytes), "发放台账");
        assert_eq!(sheet[0][..GRANT.len()], GRANT);
    })
    .await;
}

#[tokio::test]
async fn a_thousand_rows_with_faults_among_them() {
    on_each_engine(async |files| {
        files
            .works(&[
                ("G1", "核桃基地", 1_000_000),
                ("G2", "重名工程", 500),
                ("G3", "重名工程", 500),
                ("G4", "小工程", 150),
            ])
            .await;
        let mut sheet = vec![GRANT.map(str::to_owned).to_vec()];
        for number in 0..1_000 {
            let (person, day) = (number % PEOPLE + 1, u32::try_from(number / PEOPLE).unwrap() + 1);
            sheet.push(grant(person, day));
        }
        let unknown = id_of(900);
        let last = if id_of(1).ends_with('5') { '6' } else { '5' };
        let wrong = format!("{}{last}", &id_of(1)[..17]);
        // Row 1 is the header: row 2 stands in sheet[1].
        let faults: [(usize, &str, &str, &str); 23] = [
            (10, "领取人身份证号", "", "领取人：只有姓名认不准，请写身份证号"),
            (20, "领取人身份证号", &wrong, "领取人：身份证号不对"),
            (30, "领取人身份证号", &unknown, "登记簿里没有这个身份证号"),
            (40, "领取人", "诸葛亮", "领取人：号码和姓名对不上"),
            (50, "领取人身份证号", "000***********0014", "领取人：身份证号打了星号"),
            (60, "领取人身份证号", "5.32327E+17", "科学计数法"),
            (70, "所在户户编号", "990123999999", "所在户：本县登记簿里没有这个户编号"),
            (80, "所在户", "诸葛亮", "所在户：号码和姓名对不上"),
            (90, "所属工程", "没有的工程", "所属工程：工程台账里没有“没有的工程”"),
            (100, "所属工程", "重名工程", "工程台账里有 2 条叫“重名工程”：请改写记录编号"),
            (110, "金额", "一百", "金额：应是金额"),
            (120, "金额", "", "金额要填写"),
            (130, "金额", "0", "发放金额要大于零"),
            (140, "发放日期", "2026-13-01", "发放日期：日期请写成"),
            (150, "村", "北村", "认不出村“北村”"),
            (160, "乡镇", "外乡", "认不出乡镇“外乡”"),
            (170, "联系电话", "138****0000", "联系电话：打了星号"),
            (180, "银行账号", "6.222E+18", "银行账号：长数字被表格软件改成了科学计数法"),
            (190, "联系电话", "12", "联系电话：电话应是"),
            (200, "代领人", "李*", "代领人：打了星号"),
            (211, "发放日期", "2026-01-01", "发放台账里已有相同的领取人、发放日期"),
            (220, "所属工程", "小工程", "taken"),
            (221, "所属工程", "小工程", "发放的比总投资多"),
        ];
        for (row, header, text, _) in &faults {
            change(&mut sheet, row - 1, header, text);
        }
        let path = files.csv("发放.csv", &sheet);
        let preview =
            files.try_import(&files.county, "grants", COUNTY, &path, true, at(4)).await.unwrap();
        assert_eq!(files.records("grants").await, []);
        let done = files.import("grants", &path).await;
        assert_eq!(
            LedgerImport { preview: true, ..done.clone() },
            LedgerImport { errors_workbook: done.errors_workbook.clone(), ..preview }
        );
        for (row, _, text, reason) in &faults {
            if *reason == "taken" {
                assert!(!done.quarantined.iter().any(|it| it.row as usize == *row));
                continue;
            }
            let why = why(&done, u32::try_from(*row).unwrap());
            assert!(why.contains(reason), "row {row} {text}: {why}");
            // Nobody's number is repeated in a reason.
            assert!(!why.contains("0000001990"), "{why}");
        }
        assert_eq!(counts(&done), [1_000, 978, 0, 0, 22]);
        let audited = files.office.audited("ledger.import").await;
        assert_eq!(audited.len(), 1);
        let detail = &audited[0].detail;
        assert!(
            detail.contains("\"added\":978") && detail.contains("\"quarantined\":22"),
            "{detail}"
        );
        assert_eq!(files.office.audited("ledger.record").await.len(), 0);

        // The rows that were left out come as a workbook; mended, it is imported as it is.
        let path = files.bytes("错.xlsx", done.errors_workbook.as_ref().unwrap());
        let bad = read(&path, "未导入");
        assert!(bad[0][0].starts_with("没有导入的行"));
        assert_eq!(bad.len(), 2 + 22);
        assert_eq!(bad[1][GRANT.len()..], ["未导入原因", "原表行号"]);
        assert_eq!(bad[2][3], "");
        assert_eq!(bad[2][GRANT.len() + 1], "10");
        let again = files.import("grants", &path).await;
        assert_eq!(counts(&again), [22, 0, 0, 0, 22]);
        assert_eq!(again.sheets[0].unknown_columns, [""; 0]);
        let mut mended = bad[1..].to_vec();
        for (number, row) in (1..).zip(mended.iter_mut().skip(1)) {
            let person = number % PEOPLE + 1;
            let good = grant(person, 30);
            row[..GRANT.len()].clone_from_slice(&good);
        }
        let again = files.import("grants", &files.xlsx("改好.xlsx", &mended)).await;
        assert_eq!(counts(&again), [22, 22, 0, 0, 0]);

        // The same file once more: everything is there already.
        let again = files.import("grants", &files.csv("再来.csv", &sheet[..50])).await;
        assert_eq!(again.added, 0);
        assert_eq!(again.quarantined_rows, 49);
        // What is computed above follows.
        let work = files.records("works").await.remove(0);
        assert_eq!(work.values["paid"].zh, ((978 - 1 + 22) * 100).to_string());
    })
    .await;
}

/// A ledger nobody has programmed: its definition is all there is. A thousand rows by Excel, the whole
/// chain as the roles it names, and figures that agree with the sheet.
#[tokio::test]
async fn a_ledger_is_one_file() {
    on_each_engine(async |files| {
        let header = ["乡镇", "村", "名称", "类型", "保护费用", "核查日期"];
        let mut sheet = vec![header.map(str::to_owned).to_vec()];
        let (mut wells, mut in_town, mut approved) = (0, 0, 0);
        for number in 0..1_000_i64 {
            let family = number % (PEOPLE / 2) + 1;
            let [township, village] = place_of(family);
            let kind = if number % 3 == 0 { "水井" } else { "山泉" };
            wells += i64::from(number % 3 == 0);
            in_town += i64::from(village_of(family).0 == 4);
            let name = format!("{number}号水源");
            sheet.push(
                [township, village, &name, kind, &(number + 1).to_string(), ""]
                    .map(str::to_owned)
                    .to_vec(),
            );
        }
        let done = files.import("springs", &files.xlsx("水源点.xlsx", &sheet)).await;
        assert_eq!(counts(&done), [1_000, 1_000, 0, 0, 0]);

        let home = &files.office.home;
        let town = files.office.staff("a.town", "township_officer", "990123100", "").await;
        let on = files.today;
        let list = async |staff: &Staff| {
            let all = RecordQuery::default();
            ledgers::list(home, staff, "springs", &all, None, 5_000, on).await.unwrap()
        };
        assert_eq!(list(&files.county).await.len(), 1_000);
        let of_town = list(&town).await;
        assert_eq!(of_town.len(), usize::try_from(in_town).unwrap(), "a township has its own");

        let nothing = BTreeMap::new();
        let visited = BTreeMap::from([("visited_on".to_owned(), on.to_string())]);
        let step = |record: &RecordView, action: &'static str| StepTaken {
            version: record.version,
            action,
            typed: if action == "check" { &visited } else { &nothing },
            reason: (action == "send_back").then_some("再看一次"),
            on: None,
        };
        let first = &of_town[0];
        // What stands in the way: the field the step needs, the role, the order.
        let bare = StepTaken { typed: &nothing, ..step(first, "check") };
        let refused = ledgers::act(home, &town, "springs", first.record, &bare, at(20)).await;
        assert!(matches!(refused, Err(LedgerError::Refused(_))), "{refused:?}");
        let county = &files.county;
        let check = step(first, "check");
        let refused = ledgers::act(home, county, "springs", first.record, &check, at(20)).await;
        assert!(matches!(refused, Err(LedgerError::NotAllowed { .. })), "{refused:?}");
        let approve = step(first, "approve");
        let refused = ledgers::act(home, county, "springs", first.record, &approve, at(20)).await;
        assert!(matches!(refused, Err(LedgerError::WrongState { .. })), "{refused:?}");

        // Every fifth of the township is checked, sent back, checked again and approved.
        for it in of_town.iter().step_by(5) {
            let mut record = it.clone();
            for (who, action) in
                [(&town, "check"), (county, "send_back"), (&town, "check"), (county, "approve")]
            {
                let taken = step(&record, action);
                ledgers::act(home, who, "springs", it.record, &taken, at(21)).await.unwrap();
                record = ledgers::show(home, who, "springs", it.record, on).await.unwrap();
            }
            assert_eq!(record.state, "approved");
            let number: i64 = it.values["name"].zh.trim_end_matches("号水源").parse().unwrap();
            approved += (number + 1) * 100;
            let told = ledgers::history(home, county, "springs", it.record, on).await.unwrap();
            assert_eq!(told.len(), 5, "recorded, and four steps");
        }

        let figures = ledgers::figures(home, county, "springs", None, None, on).await.unwrap();
        let figure = |name: &str| figures.iter().find(|it| it.figure == name).unwrap();
        let by = |name: &str, code: &str| {
            figure(name).rows.iter().find(|it| it.code == code).unwrap().value.unwrap()
        };
        assert_eq!(figure("springs").value, Some(1_000));
        assert_eq!((by("springs", "well"), by("springs", "spring")), (wells, 1_000 - wells));
        assert_eq!(figure("approved_cost").value, Some(approved));
        assert_eq!(by("approved_cost", "well") + by("approved_cost", "spring"), approved);
        let of_town = ledgers::figures(home, &town, "springs", None, None, on).await.unwrap();
        assert_eq!(of_town[0].value, Some(in_town), "figures follow the scope");
    })
    .await;
}

#[tokio::test]
async fn an_export_comes_back_unchanged_and_changed_cells_change() {
    on_each_engine(async |files| {
        files.works(&[("G1", "核桃基地", 10_000), ("G2", "=1+1", 10_000)]).await;
        let mut sheet = vec![GRANT.map(str::to_owned).to_vec()];
        sheet[0].extend(["发放地点".to_owned(), "备注".to_owned()]);
        for person in [1, 3, 5, 39, 40] {
            let mut row = grant(person, 1);
            row.extend(["西镇西一村".to_owned(), "@备注，“引号”\"".to_owned()]);
            sheet.push(row);
        }
        assert_eq!(counts(&files.import("grants", &files.csv("发放.csv", &sheet)).await)[1], 5);

        let exported = files.export("grants", "导出.xlsx").await;
        let rows = read(&exported, "发放台账");
        assert_eq!(rows.len(), 6);
        assert_eq!(rows[0][..5], ["记录编号", "版本", "状态", "乡镇", "村"]);
        let last = &rows[5];
        assert_eq!(last[3..5], ["东镇", "东一村民委员会"]);
        assert_eq!(last[5..7], [name_of(1), "000***********".to_owned() + &id_of(1)[14..]]);
        assert_eq!(last[7..9], [name_of(1), family_no(1)]);
        assert_eq!(last[9], "核桃基地");
        assert_eq!(last[12..15], ["138****0000", "622************0001", "代*"]);
        assert_eq!(last[15..17], ["西镇西一村民委员会", "@备注，“引号”\""]);
        let text: String = rows.concat().concat();
        assert!(!text.contains("0000001990") && !text.contains("13800000000"));
        assert_eq!(files.office.audited("ledger.export").await.len(), 1);

        let before = files.records("grants").await;
        for ledger in ["grants", "works"] {
            let exported = files.export(ledger, "导出.xlsx").await;
            let done = files.import(ledger, &exported).await;
            assert_eq!(done.unchanged, done.read, "{:?}", done.quarantined);
            assert_ne!(done.read, 0);
        }
        assert_eq!(files.records("grants").await, before);

        // Of one row each: a plain cell, a masked one, a person, a blank, a place of a field.
        let mut changed = rows.clone();
        change(&mut changed, 1, "金额", "88.8");
        change(&mut changed, 2, "联系电话", "13900000000");
        change(&mut changed, 3, "领取人", &name_of(7));
        change(&mut changed, 3, "领取人身份证号", &id_of(7));
        change(&mut changed, 4, "备注", "");
        change(&mut changed, 5, "发放地点", "东镇");
        let done = files.import("grants", &files.xlsx("改.xlsx", &changed)).await;
        assert_eq!(counts(&done), [5, 0, 5, 0, 0], "{:?}", done.quarantined);
        let after = files.records("grants").await;
        let shown = |at: usize, field: &str| after[at].values[field].zh.as_str();
        // The newest stands first in an export, the oldest first here.
        assert_eq!(shown(4, "amount"), "88.8");
        assert_eq!(shown(3, "phone"), "139****0000");
        assert_eq!(shown(2, "person"), name_of(7));
        assert_eq!(shown(1, "remark"), "");
        assert_eq!(shown(0, "site"), "东镇");
        assert!(after.iter().all(|it| it.version == 2));
        // What was not touched is what it was, behind the stars too.
        let reveal = async |record: i64, field: &str| {
            let home = &files.office.home;
            ledgers::reveal(home, &files.county, "grants", record, field, "核对", at(9))
                .await
                .unwrap()
        };
        assert_eq!(reveal(after[3].record, "phone").await, "13900000000");
        assert_eq!(reveal(after[0].record, "phone").await, "13800000000");
        assert_eq!(reveal(after[4].record, "account").await, "6222000000000000001");
        let home = &files.office.home;
        let history =
            ledgers::history(home, &files.county, "grants", after[4].record, files.today).await;
        let history = history.unwrap();
        let words: Vec<&str> = history.iter().map(|it| it.action.as_str()).collect();
        assert_eq!(words, ["import", "import"]);
        assert_eq!(history[1].fields[0].was, "100");

        // The old export would bring old values back: it is refused.
        let mut stale = rows.clone();
        change(&mut stale, 1, "备注", "别的");
        let done = files.import("grants", &files.xlsx("旧.xlsx", &stale[..2])).await;
        assert_eq!(counts(&done), [1, 0, 0, 0, 1]);
        assert!(why(&done, 2).contains("这条记录有人改过，现在是版本 2"));
    })
    .await;
}

#[tokio::test]
async fn what_a_sheet_cannot_change_is_refused() {
    on_each_engine(async |files| {
        files
            .works(&[("G1", "核桃基地", 1_000), ("G2", "大棚", 1_000), ("G3", "水池", 1_000)])
            .await;
        let mut sheet = vec![GRANT.map(str::to_owned).to_vec()];
        for person in 1..=10 {
            sheet.push(grant(person, 1));
        }
        assert_eq!(counts(&files.import("grants", &files.csv("发放.csv", &sheet)).await)[1], 10);
        let mut works = read(&files.export("works", "工程.xlsx").await, "工程台账");
        assert_eq!(works[3][14..], ["1000", "", "", "1000"]);
        let first = works[3][0].clone();
        change(&mut works, 1, "已发放", "5");
        change(&mut works, 2, "状态", "已批复");
        change(&mut works, 3, "总投资（元）", "999");
        let again = works[1].clone();
        works.push(again);
        let mut elsewhere = works[1].clone();
        elsewhere[0] = "9999".into();
        works.push(elsewhere);
        let mut new = vec![String::new(); works[0].len()];
        new[2] = "已批复".into();
        new[6] = "新工程".into();
        works.push(new);
        let done = files.import("works", &files.xlsx("工程改.xlsx", &works)).await;
        assert_eq!(counts(&done), [6, 0, 0, 0, 6]);
        assert!(why(&done, 2).contains("已发放：是自动计算的，不能改"));
        assert!(why(&done, 3).contains("状态现在是“草稿”，不能在表里改成“已批复”"));
        assert!(why(&done, 4).contains("发放的比总投资多"));
        assert!(why(&done, 5).contains("在第 2 行已有"));
        assert!(why(&done, 6).contains("没有记录编号 9999"));
        assert!(why(&done, 7).contains("新记录从“草稿”开始"));
        // A change that a rule refused left nothing behind.
        let work = &files.records("works").await[0];
        assert_eq!((work.record.to_string(), work.version), (first, 1));
        assert_eq!(
            (work.values["budget"].zh.as_str(), work.values["paid"].zh.as_str()),
            ("1000", "1000")
        );

        // What others did since the export is told, and computed cells that only drifted are not.
        let mut works = read(&files.export("works", "工程.xlsx").await, "工程台账");
        let mut more = vec![GRANT.map(str::to_owned).to_vec(), grant(11, 1)];
        change(&mut more, 1, "所属工程", "大棚");
        assert_eq!(counts(&files.import("grants", &files.csv("再发.csv", &more)).await)[1], 1);
        let (home, county) = (&files.office.home, &files.county);
        let id = works[3][0].parse().unwrap();
        let nothing = BTreeMap::new();
        let step =
            StepTaken { version: 1, action: "approve", typed: &nothing, reason: None, on: None };
        ledgers::act(home, county, "works", id, &step, at(7)).await.unwrap();
        change(&mut works, 2, "建设内容", "两个棚");
        let done = files.import("works", &files.xlsx("漂移.xlsx", &works)).await;
        assert_eq!(counts(&done), [3, 0, 1, 1, 1], "{:?}", done.quarantined);
        assert!(
            why(&done, 4).contains("（版本 1）这条记录有人改过，现在是版本 2"),
            "{:?}",
            done.quarantined
        );
        let work = &files.records("works").await[1];
        assert_eq!(
            (work.values["contents"].zh.as_str(), work.values["paid"].zh.as_str()),
            ("两个棚", "100")
        );

        // A grant that would exceed its work, a name without a number, another village.
        let mut grants = read(&files.export("grants", "发放.xlsx").await, "发放台账");
        change(&mut grants, 2, "金额", "101");
        change(&mut grants, 3, "领取人", &name_of(20));
        change(&mut grants, 4, "村", "东二社区");
        change(&mut grants, 5, "金额", "99");
        change(&mut grants, 6, "发放日期", "2026年1月1日");
        let done = files.import("grants", &files.xlsx("发放改.xlsx", &grants)).await;
        assert_eq!(counts(&done), [11, 0, 1, 7, 3], "{:?}", done.quarantined);
        assert!(why(&done, 3).contains("发放的比总投资多"));
        assert!(why(&done, 4).contains("领取人：只改了姓名"));
        assert!(why(&done, 5).contains("地区不能改"));
        let work = &files.records("works").await[0];
        assert_eq!(work.values["paid"].zh, "999");
    })
    .await;
}

#[tokio::test]
async fn headers_as_offices_write_them() {
    on_each_engine(async |files| {
        // A title, a unit, a header with another unit in brackets, sums, an unknown column.
        let sheet = rows(
            &["工程明细表"],
            &[
                &["单位：万元", "", "制表日期2026-03-01"],
                &["序号", "乡（镇）", "行政村", "名  称", "类型", "投资", "面积（亩）"],
                &["1", "东镇", "东一村委会", "水池", "基建", "12.5", "3"],
                &["", "", "小计", "", "", "12.5"],
                &["序号", "乡（镇）", "行政村", "名  称", "类型", "投资", "面积（亩）"],
                &["2", "西镇", "西二", "大棚", "产业", "500元", "33.333333"],
                &["合计：", "", "", "", "", "12.55"],
            ],
        );
        let path = files.xlsx("明细.xlsx", &sheet);
        let done = files.import("works", &path).await;
        assert_eq!((counts(&done), done.skipped), ([2, 2, 0, 0, 0], 3));
        let it = &done.sheets[0];
        assert_eq!((it.header_row, it.unit.as_deref()), (3, Some("万元")));
        assert_eq!(it.unknown_columns, ["序号"]);
        assert!(it.absent_columns.contains(&"建设内容".to_owned()));
        let records = files.records("works").await;
        let budgets: Vec<&str> = records.iter().map(|it| it.values["budget"].zh.as_str()).collect();
        assert_eq!(budgets, ["125000", "500"]);
        assert_eq!(records[1].values["area"].zh, "33.33");
        assert_eq!(records[1].region_name, "西镇西二村民委员会");

        // 万元 in the header itself; GB18030.
        let (header, row) = ("名称,类型,总投资（万元）\r\n", "乙,产业,3\r\n");
        let gb18030: &[u8] = b"\xc3\xfb\xb3\xc6,\xc0\xe0\xd0\xcd,\xd7\xdc\xcd\xb6\xd7\xca\xa3\xa8\xcd\xf2\xd4\xaa\xa3\xa9\r\n\xd2\xd2,\xb2\xfa\xd2\xb5,3\r\n";
        for (name, bytes) in [("国标.csv", gb18030), ("通用.csv", (header.to_owned() + row).as_bytes())] {
            let done = files.import("works", &files.bytes(name, bytes)).await;
            assert_eq!(counts(&done), [1, 1, 0, 0, 0], "{name}");
        }
        let records = files.records("works").await;
        assert_eq!(records[2].values["budget"].zh, "30000");
        assert_eq!((&records[3].values["name"].zh, &records[3].values["budget"].zh), (&"乙".to_owned(), &"30000".to_owned()));
        // Rows that name no place belong to the region of the import.
        assert_eq!(records[3].region_name, "测试县");

        // What is wrong with a file as a whole says where and what to do.
        let without = rows(&["题目"], &[&["工程名称", "面积"], &["甲", "1"]]);
        let refused = files.refused("works", &files.xlsx("缺列.xlsx", &without)).await;
        assert_eq!(
            refused,
            "缺列.xlsx“Sheet1”第 2 行的表头缺少必填的列：工程类型、总投资（元）。请补上这些列再导入（可对照导入模板）"
        );
        let hectares = rows(&["工程名称", "类型", "投资", "面积（公顷）"], &[&["甲", "产业", "1", "2"]]);
        let refused = files.refused("works", &files.csv("公顷.csv", &hectares)).await;
        assert!(refused.contains("公顷.csv第 1 行：“面积（公顷）”的单位和台账的“亩”不同"), "{refused}");
        let other = rows(&["姓名", "电话"], &[&["甲", "1"]]);
        let refused = files.refused("works", &files.csv("别的.csv", &other)).await;
        assert!(refused.contains("别的.csv：没有找到“工程台账”的表头"), "{refused}");
        let refused = files.refused("works", &files.bytes("空.xlsx", b"")).await;
        assert!(refused.contains("空.xlsx：文件是空的"), "{refused}");
        let places = rows(&["姓名", "身份证号", "金额", "发放日期"], &[]);
        let refused = files.refused("grants", &files.csv("无村.csv", &places)).await;
        assert!(refused.contains("缺少必填的列：村"), "{refused}");
        assert_eq!(files.records("works").await.len(), 4);
        assert_eq!(files.office.audited("ledger.import").await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn duplicates_within_a_file_and_rows_that_name_each_other() {
    on_each_engine(async |files| {
        let sheet = rows(
            &["工程编号", "名称", "类型", "投资"],
            &[
                &["A1", "甲", "产业", "1"],
                &["A1", "乙", "产业", "1"],
                &["", "丙", "产业", "1"],
                &["", "丙", "产业", "1"],
                &["A2", "", "产业", "1"],
                &["A2", "丁", "产业", "1"],
            ],
        );
        let done = files.import("works", &files.csv("重.csv", &sheet)).await;
        // The first of two counts; of A2 the first is no record, so the second is the first.
        assert_eq!(counts(&done), [6, 4, 0, 0, 2]);
        assert!(why(&done, 3).contains("已有相同的工程编号"));
        assert!(why(&done, 6).contains("工程名称要填写"));
    })
    .await;
}

#[tokio::test]
async fn only_those_who_keep_a_ledger_import_within_their_region() {
    on_each_engine(async |files| {
        files.works(&[("G1", "核桃基地", 10_000)]).await;
        let mut sheet = vec![GRANT.map(str::to_owned).to_vec()];
        sheet.push(grant(1, 1));
        sheet.push(grant(39, 1));
        let path = files.csv("发放.csv", &sheet);
        let reader = files.office.staff("bo.prefecture", "prefecture_officer", "9901", "").await;
        let refused = files.try_import(&reader, "grants", COUNTY, &path, false, at(5)).await;
        assert!(matches!(refused, Err(LedgerError::NotAllowed { .. })));
        let village = files.office.staff("chen.village", "village_worker", VILLAGE, "").await;
        let refused = files.try_import(&village, "grants", COUNTY, &path, false, at(5)).await;
        assert!(matches!(refused, Err(LedgerError::WrongRegion { .. })));
        let done =
            files.try_import(&village, "grants", VILLAGE, &path, false, at(5)).await.unwrap();
        assert_eq!(counts(&done), [2, 1, 0, 0, 1]);
        assert!(why(&done, 3).contains("“西镇西二村委会”不在所选的地区里"));

        // A village worker's export has the village only, and another county's officer sees none.
        let mut bytes = Vec::new();
        let query = RecordQuery::default();
        let home = &files.office.home;
        let done =
            ledgers::export(home, &village, "grants", &query, at(6), &mut bytes).await.unwrap();
        assert_eq!(done.records, 1);
        let other = files.office.staff("ding.county", "county_officer", "990124", "").await;
        let mut bytes = Vec::new();
        let done =
            ledgers::export(home, &other, "grants", &query, at(6), &mut bytes).await.unwrap();
        assert_eq!(done.records, 0);
        // Those who look after several counties see which county it is; it comes in by county.
        let mut bytes = Vec::new();
        ledgers::export(home, &reader, "grants", &query, at(6), &mut bytes).await.unwrap();
        let path = files.bytes("全州.xlsx", &bytes);
        assert_eq!(read(&path, "发放台账")[1][3..5], ["测试县", "东镇"]);
        let done = files.import("grants", &path).await;
        assert_eq!(counts(&done), [1, 0, 0, 1, 0]);
    })
    .await;
}
