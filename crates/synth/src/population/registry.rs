//! The registry of a county: its own people, and those who came from another county.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context;
use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
};
use chrono::NaiveDate;
use kernel::value::date_of;
use lake::{
    registry_file,
    scan::PartReader,
    snapshot::{Snapshot, SnapshotHousehold, SnapshotPerson},
};
use parquet::arrow::ArrowWriter;

use super::{
    people::{Home, Member, People},
    plan::{County, Plan},
};

/// Beside the registry: the people who came from another county (`county`, where their older
/// rows lie; `pid`; `hid`, their household now).
const MOVED_IN: &str = "moved_in.parquet";

/// Folder of a county's registry in a lake.
#[must_use]
pub fn folder(lake: &Path, county: &str) -> PathBuf {
    lake.join("registry").join(format!("county={county}"))
}

/// Writes a county's registry; gives the number of persons in it.
///
/// # Errors
/// When a file cannot be written.
pub fn write(
    lake: &Path,
    plan: &Plan,
    county: &County,
    risk_codes: &[String],
    as_of: NaiveDate,
) -> anyhow::Result<u64> {
    let mut households = Vec::with_capacity(county.households);
    let mut persons = Vec::new();
    for home in People::of(plan, county, as_of).homes() {
        persons.extend(home.registered().iter().map(|it| person(it, home.hid)));
        households.push(household(&home, risk_codes));
    }
    let mut moved: Vec<(String, i64, i64)> = Vec::new();
    for from in arrivals(plan, county) {
        let from = &plan.counties[from];
        for (to, number, member) in People::of(plan, from, as_of).moved_away() {
            if to == county.number {
                let hid = county.first_hid + number as i64;
                persons.push(person(&member, hid));
                moved.push((from.code.clone(), member.pid, hid));
            }
        }
    }
    let count = persons.len() as u64;
    let (snapshot, left_out) = Snapshot::new(households, persons);
    anyhow::ensure!(left_out == 0, "{left_out} 人不属于任何户");
    let folder = folder(lake, &county.code);
    registry_file::write(&folder, &snapshot)?;
    write_moved(&folder.join(MOVED_IN), &moved)?;
    Ok(count)
}

/// Reads a county's registry, with who came from where.
///
/// # Errors
/// When a file is missing or damaged.
pub fn read(lake: &Path, county: &str) -> anyhow::Result<Snapshot> {
    let folder = folder(lake, county);
    let mut snapshot = registry_file::read(&folder)?;
    let mut moved: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    let mut part = PartReader::open(&folder.join(MOVED_IN), &["county", "pid"])?;
    while let Some(rows) = part.next_rows()? {
        let pids = rows.column("pid").context("登记簿缺列 pid")?;
        for row in 0..rows.len() {
            let county = rows.text("county", row).context("登记簿缺列 county")?;
            moved.entry(county).or_default().insert(pids.value(row));
        }
    }
    snapshot.moved_in = moved;
    Ok(snapshot)
}

/// The counties people come from: the two before this one.
fn arrivals(plan: &Plan, county: &County) -> BTreeSet<usize> {
    let count = plan.counties.len();
    [1, 2]
        .into_iter()
        .map(|it| (county.number + 2 * count - it) % count)
        .filter(|it| *it != county.number)
        .collect()
}

fn person(member: &Member, hid: i64) -> SnapshotPerson {
    SnapshotPerson {
        pid: member.pid,
        hid,
        birth: date_of(member.birth),
        departed_on: member.departed_on.map(date_of),
    }
}

fn household(home: &Home, risk_codes: &[String]) -> SnapshotHousehold {
    let watched = home.monitoring.as_ref();
    let position = |risk: &&str| risk_codes.iter().position(|it| it == risk);
    SnapshotHousehold {
        hid: home.hid,
        township: home.township,
        village: home.village,
        group: Some(home.group),
        out_of_poverty: home.out_of_poverty,
        monitored: watched.is_some_and(|it| it.eliminated_on.is_none()),
        eliminated: watched.is_some_and(|it| it.eliminated_on.is_some()),
        identified_on: watched.map(|it| date_of(it.identified_on)),
        risks: watched
            .into_iter()
            .flat_map(|it| it.risks.iter().filter_map(position))
            .filter_map(|it| i64::try_from(it).ok())
            .collect(),
    }
}

fn write_moved(path: &Path, moved: &[(String, i64, i64)]) -> anyhow::Result<()> {
    let schema = Arc::new(Schema::new(vec![
        Field::new("county", DataType::Utf8, false),
        Field::new("pid", DataType::Int64, false),
        Field::new("hid", DataType::Int64, false),
    ]));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(moved.iter().map(|it| Some(&it.0)).collect::<StringArray>()),
        Arc::new(moved.iter().map(|it| it.1).collect::<Int64Array>()),
        Arc::new(moved.iter().map(|it| it.2).collect::<Int64Array>()),
    ];
    let file = File::create(path).with_context(|| format!("无法写入 {}", path.display()))?;
    let mut writer = ArrowWriter::try_new(file, schema.clone(), None)?;
    writer.write(&RecordBatch::try_new(schema, columns)?)?;
    writer.close()?;
    Ok(())
}
