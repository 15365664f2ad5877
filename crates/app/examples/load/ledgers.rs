//! A ledger that grows to a province's size: ten sheets, one for each county, are imported one after the
//! other, then the ledger is listed, filtered, counted and exported at every level. Beside it the
//! floor: the same rows of the same columns go into a bare table in one transaction, are counted
//! and read from it, and nobody checks, computes, audits or keeps a history.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read as _, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, ensure};
use app::{
    Scope,
    home::Home,
    ledgers::{self, ImportOrder, RecordQuery},
    staff::Staff,
};
use chrono::{DateTime, TimeZone, Utc};
use kernel::RegionLevel;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, QueryBuilder, Row as _};
use store::Tx;

use crate::{
    invented::{People, Place, household, household_no, mix, name, villages},
    lists::ask,
    office,
    province::{PROVINCE, today},
};

/// The ledger: one record for each household, with a link, codes, numbers, dates and values computed
/// from other ledgers.
const LEDGER: &str = "houses";

/// The counties its sheets come from.
const COUNTIES: usize = 10;

const COLUMNS: [&str; 13] = [
    "乡镇",
    "村",
    "户主姓名",
    "户编号",
    "房屋坐落",
    "结构",
    "层数",
    "建筑面积",
    "建造年份",
    "有人居住",
    "抗震设防烈度",
    "住房安全等级",
    "评定日期",
];

const STRUCTURES: [&str; 4] = ["框架", "砖混", "砖木", "土木"];

pub async fn run(folder: &Path, server: Option<&str>, records: i64) -> anyhow::Result<Value> {
    let home = office::new(folder, server).await?;
    let counties = counties(&home)?;
    let each = records / i64::try_from(counties.len())?;
    people(&home, &counties, each).await?;
    ledgers::ready(&home).await?;
    let engine = office::engine(&home);

    let mut sheets = Vec::new();
    let mut imports = Vec::new();
    for (number, (code, places)) in counties.iter().enumerate() {
        let path = sheet(&home, folder, code, places, number, each)?;
        let staff = staff_of(places[0].county, RegionLevel::County, "county_officer");
        let order = ImportOrder { ledger: LEDGER, region: code, path: &path, preview: false };
        let started = Instant::now();
        let done = ledgers::import(&home, &staff, &order, now(), &|_, _, _| {}).await?;
        let seconds = started.elapsed().as_secs_f64();
        ensure!(
            done.added == each as u64,
            "{code}: {} added, {:?}",
            done.added,
            done.quarantined.first()
        );
        eprintln!("{engine} {code}: {each} rows imported in {seconds:.1} s");
        imports.push(seconds);
        sheets.push(path);
    }
    execute(&home, "analyze").await?;
    let asked = lists(&home, &counties, each * i64::try_from(counties.len())?).await?;

    // Once more, as it was exported: nothing changes.
    let (code, places) = &counties[0];
    let staff = staff_of(places[0].county, RegionLevel::County, "county_officer");
    let back = folder.join("back.csv");
    let (rows, county_export) = export(&home, &staff, &back).await?;
    ensure!(rows == each as u64, "{rows} of {each} exported");
    let back = with_its_ending(&back)?;
    let order = ImportOrder { ledger: LEDGER, region: code, path: &back, preview: false };
    let started = Instant::now();
    let done = ledgers::import(&home, &staff, &order, now(), &|_, _, _| {}).await?;
    ensure!(done.unchanged == each as u64, "{:?}", (done.added, done.changed, done.unchanged));
    let again = started.elapsed().as_secs_f64();
    let province = home.region(PROVINCE)?.id;
    let staff = staff_of(province, RegionLevel::Province, "province_officer");
    let whole = folder.join("whole.csv");
    let (exported, whole_export) = export(&home, &staff, &whole).await?;
    ensure!(exported == each as u64 * counties.len() as u64, "{exported} exported");

    let floor = floor(&home, &sheets).await?;
    Ok(json!({
        "engine": engine, "profile": office::profile(), "ledger": LEDGER, "records": exported,
        "counties": counties.len(), "imports": imports, "floor": floor,
        "again": again, "each": each,
        "county_export": county_export, "export": whole_export, "lists": asked,
    }))
}

fn now() -> DateTime<Utc> {
    Utc.timestamp_opt(1_700_000_000, 0).unwrap()
}

/// Ten counties of the province, evenly chosen among those with most villages.
fn counties(home: &Home) -> anyhow::Result<Vec<(String, Vec<Place>)>> {
    let mut by_county: BTreeMap<i64, Vec<Place>> = BTreeMap::new();
    for it in villages(home, PROVINCE)? {
        by_county.entry(it.county).or_default().push(it);
    }
    let mut counties: Vec<(i64, Vec<Place>)> = by_county.into_iter().collect();
    counties.sort_by_key(|(id, places)| (std::cmp::Reverse(places.len()), *id));
    let coded = counties.into_iter().take(COUNTIES).map(|(id, places)| {
        let code = home.definitions.regions.get(id).context("a county")?.stat_code.clone();
        Ok((code, places))
    });
    coded.collect()
}

/// The households whose houses are recorded.
async fn people(home: &Home, counties: &[(String, Vec<Place>)], each: i64) -> anyhow::Result<()> {
    let people = People::new(&home.keys)?;
    let mut id = 0;
    for (_, places) in counties {
        let (mut households, mut persons) = (Vec::new(), Vec::new());
        for place in places.iter().cycle().take(usize::try_from(each)?) {
            id += 1;
            households.push(household(id, place, 1));
            persons.push(people.person(id, id, place.county, true));
        }
        let mut tx = home.db.write().await?;
        tx.save_households(&households).await?;
        tx.save_persons(&persons).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// A county's sheet, as text; a household's house stands in the household's village.
fn sheet(
    home: &Home,
    folder: &Path,
    code: &str,
    places: &[Place],
    number: usize,
    each: i64,
) -> anyhow::Result<PathBuf> {
    let path = folder.join(format!("houses_{code}.csv"));
    let mut out = BufWriter::new(File::create(&path)?);
    writeln!(out, "{}", COLUMNS.join(","))?;
    let name_of = |id| home.definitions.regions.get(id).map(|it| it.name.as_str());
    let first = i64::try_from(number)? * each;
    for (id, place) in (first + 1..=first + each).zip(places.iter().cycle()) {
        let by = mix(id);
        let grade = if by.is_multiple_of(20) { "B级" } else { "A级" };
        writeln!(
            out,
            "{},{},{},{},{}号,{},{},{}.5,{},{},{},{grade},2021-0{}-1{}",
            name_of(place.township).context("a township")?,
            name_of(place.village).context("a village")?,
            name(id),
            household_no(id),
            id % 400 + 1,
            STRUCTURES[(by >> 8) as usize % 4],
            (by >> 12) % 3 + 1,
            60 + (by >> 16) % 120,
            1975 + (by >> 24) % 45,
            if (by >> 32).is_multiple_of(10) { "否" } else { "是" },
            6 + (by >> 36) % 3,
            (by >> 40) % 9 + 1,
            (by >> 44) % 10,
        )?;
    }
    out.flush()?;
    Ok(path)
}

fn staff_of(region: i64, level: RegionLevel, role: &str) -> Staff {
    Staff {
        account_id: "load".into(),
        login: "load".into(),
        name: "甲".into(),
        roles: [role.to_owned()].into(),
        scope: Scope::region(region, level),
        department: None,
        viewed_by: None,
        token_id: None,
        must_change_password: false,
        must_set_up_totp: false,
    }
}

async fn export(home: &Home, staff: &Staff, path: &Path) -> anyhow::Result<(u64, f64)> {
    let started = Instant::now();
    let mut out = BufWriter::new(File::create(path)?);
    let done =
        ledgers::export(home, staff, LEDGER, &RecordQuery::default(), now(), &mut out).await?;
    out.flush()?;
    Ok((done.records, started.elapsed().as_secs_f64()))
}

/// What was exported is a workbook up to some number of records: its name has to say so.
fn with_its_ending(path: &Path) -> anyhow::Result<PathBuf> {
    let mut first = [0; 2];
    File::open(path)?.read_exact(&mut first)?;
    if &first != b"PK" {
        return Ok(path.to_owned());
    }
    let to = path.with_extension("xlsx");
    fs::rename(path, &to)?;
    Ok(to)
}

const LEVELS: [(RegionLevel, &str); 4] = [
    (RegionLevel::Village, "village_worker"),
    (RegionLevel::Township, "township_officer"),
    (RegionLevel::County, "county_officer"),
    (RegionLevel::Province, "province_officer"),
];

/// What people ask of the list, at every level.
async fn lists(
    home: &Home,
    counties: &[(String, Vec<Place>)],
    records: i64,
) -> anyhow::Result<Vec<Value>> {
    let day = today();
    let mut rows = Vec::new();
    for (level, role) in LEVELS {
        let regions: BTreeSet<i64> =
            counties.iter().flat_map(|(_, places)| places).map(|it| it.at(level)).collect();
        let step = regions.len().div_ceil(10);
        let asked: Vec<Staff> =
            regions.into_iter().step_by(step).map(|region| staff_of(region, level, role)).collect();
        let plain = RecordQuery::default();
        let equal = |field: &str, value: &str| RecordQuery {
            equal: BTreeMap::from([(field.to_owned(), value.to_owned())]),
            ..RecordQuery::default()
        };
        let dangerous = equal("grade", "b");
        let none = equal("grade", "d");
        let questions: [(&str, &RecordQuery, Option<i64>); 4] = [
            ("first page", &plain, None),
            ("page in the middle", &plain, Some(records / 2)),
            ("filter: one in twenty", &dangerous, None),
            ("filter: nothing found", &none, None),
        ];
        for (what, query, before) in questions {
            let it = ask(&asked, async |staff| {
                Ok(ledgers::list(home, staff, LEDGER, query, before, 51, day).await?.len())
            });
            rows.push(it.await?.told(what, level));
        }
        let it = ask(&asked, async |staff| {
            Ok(ledgers::counts(home, staff, LEDGER, &plain, day).await?.len())
        });
        rows.push(it.await?.told("counts by state", level));
        let it = ask(&asked, async |staff| {
            Ok(ledgers::figures(home, staff, LEDGER, None, None, day).await?.len())
        });
        rows.push(it.await?.told("all figures", level));
    }
    for it in &rows {
        eprintln!("{} {it}", office::engine(home));
    }
    Ok(rows)
}

async fn execute(home: &Home, sql: &'static str) -> anyhow::Result<()> {
    let mut tx = home.db.write().await?;
    match &mut tx {
        Tx::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ())?,
        Tx::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ())?,
    }
    tx.commit().await?;
    Ok(())
}

/// The cells of the sheets in a bare table of text, by the same driver in statements of the same
/// length: written, counted and read back.
async fn floor(home: &Home, sheets: &[PathBuf]) -> anyhow::Result<Value> {
    let columns: Vec<String> = (0..COLUMNS.len()).map(|it| format!("c{it}")).collect();
    let create: &'static str =
        format!("create table bare_houses ({} text)", columns.join(" text, ")).leak();
    execute(home, create).await?;
    let started = Instant::now();
    for path in sheets {
        let lines = BufReader::new(File::open(path)?).lines().skip(1);
        let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
        let mut tx = home.db.write().await?;
        for some in lines.chunks(500) {
            let row = |line: &String| -> Vec<String> { line.split(',').map(Into::into).collect() };
            let rows = some.iter().map(row);
            match &mut tx {
                Tx::Sqlite(tx) => {
                    let mut sql = QueryBuilder::new("insert into bare_houses ");
                    sql.push_values(rows, |mut values, it| {
                        for cell in it {
                            values.push_bind(cell);
                        }
                    });
                    sql.build().execute(&mut **tx).await?;
                }
                Tx::Postgres(tx) => {
                    let mut sql = QueryBuilder::new("insert into bare_houses ");
                    sql.push_values(rows, |mut values, it| {
                        for cell in it {
                            values.push_bind(cell);
                        }
                    });
                    sql.build().execute(&mut **tx).await?;
                }
            }
        }
        tx.commit().await?;
    }
    let import = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let read = read_all(home).await?;
    let export = started.elapsed().as_secs_f64();
    execute(home, "drop table bare_houses").await?;
    Ok(json!({ "rows": read, "import": import, "export": export }))
}

async fn read_all(home: &Home) -> anyhow::Result<usize> {
    let mut tx = home.db.read().await?;
    let sql = AssertSqlSafe("select * from bare_houses");
    let mut out = BufWriter::new(std::io::sink());
    Ok(match &mut tx {
        Tx::Sqlite(tx) => {
            let rows = sqlx::query(sql).fetch_all(&mut **tx).await?;
            for it in &rows {
                for at in 0..it.len() {
                    write!(out, "{},", it.try_get::<String, _>(at)?)?;
                }
            }
            rows.len()
        }
        Tx::Postgres(tx) => {
            let rows = sqlx::query(sql).fetch_all(&mut **tx).await?;
            for it in &rows {
                for at in 0..it.len() {
                    write!(out, "{},", it.try_get::<String, _>(at)?)?;
                }
            }
            rows.len()
        }
    })
}
