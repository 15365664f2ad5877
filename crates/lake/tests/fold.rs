//! Facts folded from small Parquet parts, sure and doubtful, here and elsewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use hashbrown::HashSet;
use kernel::{MatchLevel, Tables, Value};
use lake::{
    contribution::contributions,
    declaration::Facts,
    fold::{Evidence, Folded, fold},
    registry_file,
    snapshot::{ABSENT, Snapshot, SnapshotHousehold, SnapshotPerson},
    writer::{PartWriter, RowKeys},
};

const TABLES: &str = r#"
[tables.medical_claims]
zh = "医保结算"
kind = "events"
valid_months = 1
columns.visit_no = { zh = "就诊", type = "key" }
columns.visit_kind = { zh = "类型", type = "code", codes = ["outpatient", "inpatient"] }
columns.self_paid = { zh = "自付", type = "fen" }
columns.visited_on = { zh = "日期", type = "date" }

[tables.water_problems]
zh = "饮水"
kind = "snapshot"
valid_months = 1
columns.found_on = { zh = "发现", type = "date" }
columns.restored_on = { zh = "恢复", type = "date" }
"#;

const FACTS: &str = r#"
[age]
zh = "年龄"
unit = "years"
of = "person"
registry = "age"

[self_paid]
zh = "自付"
unit = "fen"
of = "person"
from = "medical_claims"
where = "visited_on > window_start and visited_on <= as_of"
value = "self_paid"
take = "sum"
window = "12 months"

[self_paid_top]
zh = "户内最高"
unit = "fen"
of = "household"
fold = "self_paid"
take = "max"

[single_stay]
zh = "单次住院"
unit = "fen"
of = "person"
from = "medical_claims"
where = "visit_kind = 'inpatient'"
value = "self_paid"
per = "visit_no"
take = "max"

[single_stay_top]
zh = "单次住院（户）"
unit = "fen"
of = "household"
fold = "single_stay"
take = "max"

[last_visit_cost]
zh = "最近一次"
unit = "fen"
of = "household"
from = "medical_claims"
value = "self_paid"
by = "visited_on"
take = "latest"

[water_days]
zh = "停水天数"
unit = "days"
of = "household"
from = "water_problems"
value = "days_between(found_on, coalesce(restored_on, as_of))"
take = "max"
spread = "group"

[members]
zh = "人口"
unit = "persons"
of = "household"
registry = "members"

[adults_in_debt]
zh = "有自付的成年人"
unit = "persons"
of = "household"
count_persons = "age >= 18 and self_paid > 0"

[self_paid_per_head]
zh = "人均自付"
unit = "fen"
of = "household"
expr = "self_paid_top / members"

[home_water_days]
zh = "所在户停水天数"
unit = "days"
of = "person"
household = "water_days"
"#;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Households 100 (persons 10, 11; group 7), 101 (person 12; group 7), 102 (person 99, from elsewhere).
fn snapshot() -> Snapshot {
    let household = |hid, group| SnapshotHousehold {
        hid,
        township: 1,
        village: 2,
        group,
        out_of_poverty: hid == 100,
        monitored: false,
        eliminated: false,
        identified_on: None,
        risks: BTreeSet::from([3]),
    };
    let person =
        |pid, hid, birth| SnapshotPerson { pid, hid, birth: day(birth), departed_on: None };
    let mut snapshot = Snapshot::new(
        vec![household(100, Some(7)), household(101, Some(7)), household(102, None)],
        vec![
            person(10, 100, "1980-01-01"),
            person(11, 100, "2015-01-01"),
            person(12, 101, "1990-01-01"),
            person(99, 102, "1970-01-01"),
        ],
    )
    .0;
    snapshot.moved_in = BTreeMap::from([("532300".to_owned(), BTreeSet::from([99]))]);
    snapshot
}

fn keys(pid: Option<i64>, level: MatchLevel, row: i32) -> RowKeys {
    RowKeys { pid, hid: None, gid: None, vid: None, level, file: 1, row, row_hash: i64::from(row) }
}

fn claim(visit: &str, kind: i64, amount: i64, on: &str) -> Vec<Value> {
    vec![Value::key(visit), Value::Int(kind), Value::Int(amount), Value::date(day(on))]
}

struct World {
    folder: tempfile::TempDir,
    tables: Tables,
    facts: Facts,
    snapshot: Snapshot,
    decided: HashSet<(i32, i32)>,
}

impl World {
    fn new() -> World {
        let tables = Tables::parse(TABLES).expect("tables");
        let facts =
            Facts::parse(&tables, &[("facts.toml".to_owned(), FACTS.to_owned())]).expect("facts");
        World {
            folder: tempfile::tempdir().expect("a folder"),
            tables,
            facts,
            snapshot: snapshot(),
            decided: HashSet::new(),
        }
    }

    fn part(&self, table: &str, name: &str, rows: &[(RowKeys, Vec<Value>)]) -> PathBuf {
        let path = self.folder.path().join(Path::new(table)).join(format!("{name}.parquet"));
        let table = self.tables.get(table).expect("the table");
        let mut writer = PartWriter::create(table, &path).expect("a part");
        for (keys, values) in rows {
            writer.push(keys, values).expect("pushed");
        }
        assert_eq!(writer.finish().expect("finished"), rows.len() as u64);
        path
    }

    fn evidence(&self, parts: &[(&str, PathBuf)], elsewhere: &[(&str, PathBuf)]) -> Evidence<'_> {
        let by_table = |parts: &[(&str, PathBuf)]| {
            let mut map: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
            for (table, path) in parts {
                map.entry((*table).to_owned()).or_default().push(path.clone());
            }
            map
        };
        Evidence {
            snapshot: &self.snapshot,
            as_of: day("2023-10-31"),
            parts: by_table(parts),
            parts_elsewhere: by_table(elsewhere),
            decided: &self.decided,
        }
    }

    fn fold(&self, evidence: &Evidence<'_>) -> Folded {
        let wanted = self.facts.closure(self.facts.all().iter().map(|it| it.name.as_str()));
        fold(&self.facts, &wanted, evidence).expect("folded")
    }

    fn sure(&self, folded: &Folded, fact: &str) -> Vec<i64> {
        let position = self.facts.position(fact).expect("declared");
        folded.sure.column(position).expect("computed").to_vec()
    }
}

#[test]
fn rows_become_facts_of_persons_and_households() {
    let world = World::new();
    let exact = MatchLevel::IdExact;
    let claims = world.part(
        "medical_claims",
        "here",
        &[
            (keys(Some(10), exact, 1), claim("a", 1, 500_000, "2023-01-05")),
            // Reversed: the stay nets to nothing.
            (keys(Some(10), exact, 2), claim("a", 1, -500_000, "2023-01-09")),
            (keys(Some(10), exact, 3), claim("b", 1, 300_000, "2023-02-05")),
            (keys(Some(11), exact, 4), claim("c", 0, 40_000, "2023-10-31")),
            // The day the window opens after, and an amount nobody could read.
            (keys(Some(12), exact, 5), claim("d", 0, 900_000, "2022-10-31")),
            (keys(Some(12), exact, 6), vec![Value::key("e"), Value::Int(0), Value::Null]),
            // Nobody of this county.
            (keys(Some(77), exact, 7), claim("f", 0, 10_000, "2023-10-01")),
            (keys(None, MatchLevel::Unmatched, 8), claim("g", 0, 10_000, "2023-10-01")),
            // A dead person's row is no evidence.
            (keys(Some(12), MatchLevel::Departed, 9), claim("h", 0, 10_000, "2023-10-01")),
        ],
    );
    let elsewhere = world.part(
        "medical_claims",
        "elsewhere",
        &[
            (keys(Some(99), exact, 1), claim("x", 1, 70_000, "2023-05-05")),
            (keys(Some(10), exact, 2), claim("y", 1, 1, "2023-05-05")),
        ],
    );
    let group = RowKeys { gid: Some(7), vid: Some(2), ..keys(None, MatchLevel::Group, 2) };
    let water = world.part(
        "water_problems",
        "here",
        &[
            (keys(Some(10), exact, 1), vec![Value::date(day("2023-10-21"))]),
            (group, vec![Value::date(day("2023-08-31")), Value::date(day("2023-10-10"))]),
        ],
    );
    let evidence = world.evidence(
        &[("medical_claims", claims), ("water_problems", water)],
        &[("medical_claims", elsewhere)],
    );
    let folded = world.fold(&evidence);
    assert_eq!(world.sure(&folded, "self_paid"), [300_000, 40_000, 0, 70_000]);
    assert_eq!(world.sure(&folded, "self_paid_top"), [300_000, 0, 70_000]);
    assert_eq!(world.sure(&folded, "single_stay"), [300_000, ABSENT, ABSENT, 70_000]);
    assert_eq!(world.sure(&folded, "last_visit_cost"), [40_000, 900_000, 70_000]);
    assert_eq!(world.sure(&folded, "water_days"), [40, 40, ABSENT]);
    assert_eq!(world.sure(&folded, "home_water_days"), [40, 40, 40, ABSENT]);
    assert_eq!(world.sure(&folded, "adults_in_debt"), [1, 0, 1]);
    assert_eq!(world.sure(&folded, "self_paid_per_head"), [150_000, 0, 70_000]);
    assert!(folded.doubtful.households.is_empty());

    let rows = contributions(&world.facts, "self_paid_top", 0, &evidence).expect("traced");
    let rows: Vec<_> = rows.iter().map(|it| (it.row, it.pid, it.value)).collect();
    assert_eq!(
        rows,
        [
            (1, Some(10), 500_000),
            (2, Some(10), -500_000),
            (3, Some(10), 300_000),
            (4, Some(11), 40_000)
        ]
    );
    let rows = contributions(&world.facts, "water_days", 1, &evidence).expect("traced");
    assert_eq!(rows.iter().map(|it| (it.row, it.value)).collect::<Vec<_>>(), [(2, 40)]);
}

#[test]
fn doubtful_rows_count_apart_until_somebody_decides() {
    let mut world = World::new();
    let claims = world.part(
        "medical_claims",
        "here",
        &[
            (keys(Some(12), MatchLevel::IdExact, 1), claim("a", 1, 100_000, "2023-05-05")),
            (keys(Some(12), MatchLevel::Candidate, 2), claim("b", 1, 800_000, "2023-06-05")),
            (keys(Some(10), MatchLevel::Review, 3), claim("c", 0, 5, "2023-06-05")),
        ],
    );
    let top = world.facts.position("self_paid_top").expect("declared");
    let stay = world.facts.position("single_stay_top").expect("declared");
    let water = world.facts.position("water_days").expect("declared");
    {
        let folded = world.fold(&world.evidence(&[("medical_claims", claims.clone())], &[]));
        assert_eq!(world.sure(&folded, "self_paid_top"), [0, 100_000, 0]);
        assert_eq!(folded.doubtful.households, [0, 1]);
        assert_eq!(folded.doubtful.facts.column(top), Some(&[5, 900_000][..]));
        assert_eq!(folded.doubtful.facts.column(stay), Some(&[ABSENT, 800_000][..]));
        // The water list has not arrived: unknown, not zero.
        assert!(folded.sure.is_unknown(water) && folded.sure.column(water).is_none());
    }
    world.decided = HashSet::from([(1, 2), (1, 3)]);
    let folded = world.fold(&world.evidence(&[("medical_claims", claims)], &[]));
    assert!(folded.doubtful.households.is_empty(), "decided rows are no longer in doubt");
}

#[test]
fn a_registry_comes_back_as_it_was_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = snapshot();
    registry_file::write(folder.path(), &kept).expect("written");
    let read = registry_file::read(folder.path()).expect("read");
    assert_eq!(read.persons, kept.persons);
    assert_eq!(read.households, kept.households);
}

#[test]
fn declarations_with_mistakes_are_refused() {
    let tables = Tables::parse(TABLES).expect("tables");
    let refused = |facts: &str, part: &str| {
        let files = [("f.toml".to_owned(), facts.to_owned())];
        let error = Facts::parse(&tables, &files).expect_err(part).to_string();
        assert!(error.contains(part), "{error}");
    };
    let of = "zh = \"x\"\nunit = \"rows\"\nof = \"household\"\n";
    refused(&format!("[a]\n{of}from = \"claims\"\ntake = \"count\""), "claims");
    refused(&format!("[a]\n{of}from = \"medical_claims\""), "take");
    refused(&format!("[a]\n{of}from = \"medical_claims\"\ntake = \"sum\""), "value");
    refused(&format!("[a]\n{of}expr = \"b + 1\"\n[b]\n{of}expr = \"a + 1\""), "成环");
    refused(&format!("[a]\n{of}expr = \"1\"\nfold = \"b\""), "恰好写一个");
    refused(&format!("[a]\n{of}color = \"red\"\nexpr = \"1\""), "color");
    refused("[a]\nzh = \"x\"\nunit = \"yuan\"\nof = \"person\"\nexpr = \"1\"", "yuan");
}
