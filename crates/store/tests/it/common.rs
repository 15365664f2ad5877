//! An empty database of each engine, and an invented county: region 990123.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use kernel::{
    region::{Region, RegionLevel},
    resident_id::ResidentId,
};
use sqlx::{AssertSqlSafe, PgPool};
use store::{Db, Household, Keys, NewBatch, NewSourceFile, Person, Tx};

pub const COUNTY: i64 = 3;
pub const TOWNSHIP: i64 = 4;
pub const VILLAGE: i64 = 5;
pub const OTHER_VILLAGE: i64 = 6;
pub const OTHER_COUNTY: i64 = 7;

/// Runs one test body against every engine at hand, each time in an empty database of its own.
pub async fn on_each_engine(test: impl AsyncFn(Db)) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path().join("test.sqlite").to_str().unwrap()).await.unwrap();
    test(db.clone()).await;
    db.close().await;

    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else { return };
    let admin = PgPool::connect(&server).await.unwrap();
    let name = unique_name();
    let sql = format!("create database {name} template template0 encoding 'UTF8' locale 'C'");
    sqlx::query(AssertSqlSafe(sql)).execute(&admin).await.unwrap();
    let db = Db::open(&url_of(&server, &name)).await.unwrap();
    test(db.clone()).await;
    db.close().await;
    let sql = format!("drop database {name}");
    sqlx::query(AssertSqlSafe(sql)).execute(&admin).await.unwrap();
}

/// Runs a statement the store itself would not: what an intruder or a crash would do.
pub async fn execute(tx: &mut Tx, sql: &'static str) -> sqlx::Result<u64> {
    match tx {
        Tx::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|it| it.rows_affected()),
        Tx::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|it| it.rows_affected()),
    }
}

/// The same with a place and two hashes, `$1` to `$3`.
pub async fn execute_bound(
    tx: &mut Tx,
    sql: &'static str,
    seq: i64,
    one: &[u8],
    other: &[u8],
) -> sqlx::Result<u64> {
    match tx {
        Tx::Sqlite(tx) => sqlx::query(sql)
            .bind(seq)
            .bind(one)
            .bind(other)
            .execute(&mut **tx)
            .await
            .map(|it| it.rows_affected()),
        Tx::Postgres(tx) => sqlx::query(sql)
            .bind(seq)
            .bind(one)
            .bind(other)
            .execute(&mut **tx)
            .await
            .map(|it| it.rows_affected()),
    }
}

/// Two counties, of which one has a township with two villages.
pub fn regions() -> Vec<Region> {
    vec![
        region(1, None, RegionLevel::Province, "990000000000"),
        region(2, Some(1), RegionLevel::Prefecture, "990100000000"),
        region(COUNTY, Some(2), RegionLevel::County, "990123000000"),
        region(TOWNSHIP, Some(COUNTY), RegionLevel::Township, "990123100000"),
        region(VILLAGE, Some(TOWNSHIP), RegionLevel::Village, "990123100201"),
        region(OTHER_VILLAGE, Some(TOWNSHIP), RegionLevel::Village, "990123100202"),
        region(OTHER_COUNTY, Some(2), RegionLevel::County, "990124000000"),
    ]
}

/// A unit of work in which the regions, households 1 to 3 and persons 1 to 3 are there.
pub async fn with_register(db: &Db) -> Tx {
    let mut tx = db.write().await.unwrap();
    tx.save_regions(&regions()).await.unwrap();
    tx.save_households(&[household(1), household(2), household(3)]).await.unwrap();
    tx.save_persons(&[person(1, 1), person(2, 2), person(3, 3)]).await.unwrap();
    tx
}

pub fn household(id: i64) -> Household {
    Household {
        id,
        province_id: 1,
        prefecture_id: 2,
        county_id: COUNTY,
        township_id: TOWNSHIP,
        village_id: VILLAGE,
        group_id: None,
        national_household_no: None,
        police_book_no: Some(format!("book{id}")),
        base_type: "ordinary_household".into(),
        monitoring_type: None,
        monitoring_state: "none".into(),
        identified_on: None,
        eliminated_on: None,
        no_labor_safety_net: false,
        members: 1,
        risks: Vec::new(),
    }
}

/// An invented person: the number begins with 000000, which is no place.
pub fn person(id: i64, household_id: i64) -> Person {
    let keys = Keys::for_tests();
    let number =
        ResidentId::with_check_digit(&format!("000000{:08}{:03}", 19_900_101, id)).unwrap();
    Person {
        id,
        household_id,
        county_id: COUNTY,
        name: format!("甲{id}"),
        id_index: keys.blind_index(&number),
        id_sealed: keys.seal("id_number", number.reveal().as_bytes()),
        birth: number.birth(),
        sex: "female".into(),
        is_head: true,
        departed: None,
        departed_on: None,
        phone_index: None,
        phone_sealed: None,
        former_county_id: None,
        other_household_ids: Vec::new(),
    }
}

/// A batch of October 2023 in [`COUNTY`].
pub fn new_batch() -> NewBatch {
    NewBatch { county_id: COUNTY, month: "2023-10".into(), created_at: at(8), note: "".into() }
}

/// Records a sheet of a batch and gives its id.
pub async fn insert_sheet(tx: &mut Tx, batch_id: i64, sha256: &str) -> i64 {
    let id = tx.allocate("source_files", 1).await.unwrap();
    let file = NewSourceFile {
        batch_id,
        path: format!("{sha256}.csv"),
        sha256: sha256.into(),
        header: vec!["姓名".into(), "身份证号".into()],
        ..NewSourceFile::default()
    };
    tx.insert_source_file(id, &file).await.unwrap();
    id
}

/// So many hours into 1 November 2023.
pub fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2023, 11, 1, hour, 0, 0).unwrap()
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn region(id: i64, parent: Option<i64>, level: RegionLevel, stat_code: &str) -> Region {
    Region {
        id,
        parent,
        level,
        name: format!("区划{id}"),
        stat_code: stat_code.into(),
        mca_code: None,
        valid_from: None,
        valid_to: None,
        successor: None,
        pseudo: false,
    }
}

/// The address of another database on the same server.
fn url_of(server: &str, database: &str) -> String {
    let (address, options) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').unwrap();
    format!("{host}/{database}?{options}")
}

fn unique_name() -> String {
    static N: AtomicU32 = AtomicU32::new(0);
    format!("t{}_{}", std::process::id(), N.fetch_add(1, Ordering::Relaxed))
}
