//! How fast people are saved and read on an engine, with all indexes in place and invented people.
//!
//!     cargo run --release -p store --example bulk_speed -- /tmp/speed.sqlite 100000
//!     cargo run --release -p store --example bulk_speed -- postgres://… 100000
//!
//! The database must be empty.

use std::time::Instant;

use kernel::{
    region::{Region, RegionLevel},
    resident_id::ResidentId,
};
use store::{Db, Household, Keys, Person};

const COUNTY: i64 = 3;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(database), Some(count)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("bulk_speed DATABASE PERSONS");
    };
    let count: i64 = count.parse()?;

    let keys = Keys::for_tests();
    let started = Instant::now();
    let people: Vec<Person> = (1..=count).map(|it| person(&keys, it)).collect();
    report("indexed and sealed", count, started);

    let db = Db::open(&database).await?;
    let mut tx = db.write().await?;
    tx.save_regions(&regions()).await?;
    let households: Vec<Household> = (1..=count / 4 + 1).map(household).collect();
    let started = Instant::now();
    tx.save_households(&households).await?;
    report("households saved", households.len() as i64, started);
    tx.commit().await?;

    for what in ["saved and committed", "saved again and committed"] {
        let started = Instant::now();
        let mut tx = db.write().await?;
        tx.save_persons(&people).await?;
        tx.commit().await?;
        report(what, count, started);
    }

    let mut tx = db.read().await?;
    let started = Instant::now();
    let found = tx.persons_in(COUNTY).await?.len() as i64;
    report("read as a county", found, started);
    let indexes: Vec<[u8; 16]> = people.iter().map(|it| it.id_index).collect();
    let started = Instant::now();
    let found = tx.persons_by_index(&indexes).await?.len() as i64;
    report("found by index", found, started);
    anyhow::ensure!(found == count);
    Ok(())
}

fn report(what: &str, rows: i64, started: Instant) {
    let seconds = started.elapsed().as_secs_f64();
    println!("{what}: {rows} in {seconds:.2} s, {:.0} a second", rows as f64 / seconds);
}

/// An invented person, four to a household; the number begins with 000000, which is no place.
fn person(keys: &Keys, id: i64) -> Person {
    let (day, serial) = (id / 1000 % 28 + 1, id % 1000);
    let year = 1930 + id / 28_000 % 90;
    let number = ResidentId::with_check_digit(&format!("000000{year}01{day:02}{serial:03}"))
        .expect("seventeen digits with a date in them");
    Person {
        id,
        household_id: id / 4 + 1,
        county_id: COUNTY,
        name: format!("甲{id}"),
        id_index: keys.blind_index(&number),
        id_sealed: keys.seal("id_number", number.reveal().as_bytes()),
        birth: number.birth(),
        sex: "female".into(),
        is_head: id % 4 == 0,
        departed: None,
        departed_on: None,
        phone_index: Some(keys.blind_phone("13800000000")),
        phone_sealed: Some(keys.seal("phone", b"13800000000")),
        former_county_id: None,
        other_household_ids: Vec::new(),
    }
}

fn household(id: i64) -> Household {
    Household {
        id,
        province_id: 1,
        prefecture_id: 2,
        county_id: COUNTY,
        township_id: 4,
        village_id: 5,
        group_id: None,
        national_household_no: None,
        police_book_no: Some(format!("book{id}")),
        base_type: "ordinary_household".into(),
        monitoring_type: None,
        monitoring_state: "none".into(),
        identified_on: None,
        eliminated_on: None,
        no_labor_safety_net: false,
        members: 4,
        risks: Vec::new(),
    }
}

fn regions() -> Vec<Region> {
    let levels = [
        RegionLevel::Province,
        RegionLevel::Prefecture,
        RegionLevel::County,
        RegionLevel::Township,
        RegionLevel::Village,
    ];
    (1..)
        .zip(levels)
        .map(|(id, level)| Region {
            id,
            parent: (id > 1).then_some(id - 1),
            level,
            name: format!("区划{id}"),
            stat_code: format!("{:012}", 990_123_100_201_i64),
            mca_code: None,
            valid_from: None,
            valid_to: None,
            successor: None,
            pseudo: false,
        })
        .collect()
}
