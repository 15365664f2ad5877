//! Keeps a county's registry, as it stood for a run, beside the evidence.
//!
//! Two Parquet files in a folder: `persons.parquet` (pid, hid, birth,
//! departed_on) and `households.parquet` (hid, township, vid, gid,
//! out_of_poverty, monitored, eliminated, identified_on, risks as a bit mask).
//! With them a run of last year can be run again.

use std::{collections::BTreeSet, fs, fs::File, path::Path, sync::Arc};

use anyhow::Context;
use arrow::{
    array::{Array, ArrayRef, BooleanArray, Date32Array, Int64Array, RecordBatch},
    datatypes::{DataType, Field, Schema},
};
use kernel::value::{date_of, days_of};
use parquet::arrow::ArrowWriter;

use crate::{
    layout,
    scan::PartReader,
    snapshot::{Snapshot, SnapshotHousehold, SnapshotPerson},
};

/// Name of the file of persons.
pub const PERSONS: &str = "persons.parquet";
/// Name of the file of households.
pub const HOUSEHOLDS: &str = "households.parquet";

/// Writes the registry into `folder`, which is made as needed.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path, snapshot: &Snapshot) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("无法建立文件夹 {}", folder.display()))?;
    let date =
        |it: Option<chrono::NaiveDate>| it.map(|it| i32::try_from(days_of(it)).unwrap_or_default());
    let persons = &snapshot.persons;
    let columns: [(&str, DataType, ArrayRef); 4] = [
        ("pid", DataType::Int64, ints(persons.iter().map(|it| Some(it.pid)))),
        ("hid", DataType::Int64, ints(persons.iter().map(|it| Some(it.hid)))),
        (
            "birth",
            DataType::Date32,
            Arc::new(persons.iter().map(|it| date(Some(it.birth))).collect::<Date32Array>()),
        ),
        (
            "departed_on",
            DataType::Date32,
            Arc::new(persons.iter().map(|it| date(it.departed_on)).collect::<Date32Array>()),
        ),
    ];
    write_file(&folder.join(PERSONS), &columns)?;

    let homes = &snapshot.households;
    let truths = |value: &dyn Fn(&SnapshotHousehold) -> bool| -> ArrayRef {
        Arc::new(homes.iter().map(|it| Some(value(it))).collect::<BooleanArray>())
    };
    let columns: [(&str, DataType, ArrayRef); 9] = [
        ("hid", DataType::Int64, ints(homes.iter().map(|it| Some(it.hid)))),
        ("township", DataType::Int64, ints(homes.iter().map(|it| Some(it.township)))),
        ("vid", DataType::Int64, ints(homes.iter().map(|it| Some(it.village)))),
        ("gid", DataType::Int64, ints(homes.iter().map(|it| it.group))),
        ("out_of_poverty", DataType::Boolean, truths(&|it| it.out_of_poverty)),
        ("monitored", DataType::Boolean, truths(&|it| it.monitored)),
        ("eliminated", DataType::Boolean, truths(&|it| it.eliminated)),
        (
            "identified_on",
            DataType::Date32,
            Arc::new(homes.iter().map(|it| date(it.identified_on)).collect::<Date32Array>()),
        ),
        (
            "risks",
            DataType::Int64,
            ints(
                homes.iter().map(|it| Some(it.risks.iter().fold(0, |mask, risk| mask | 1 << risk))),
            ),
        ),
    ];
    write_file(&folder.join(HOUSEHOLDS), &columns)
}

/// Reads the registry back; persons and households in the order written.
///
/// # Errors
/// When a file is missing or damaged.
pub fn read(folder: &Path) -> anyhow::Result<Snapshot> {
    let mut persons = Vec::new();
    let mut part =
        PartReader::open(&folder.join(PERSONS), &["pid", "hid", "birth", "departed_on"])?;
    while let Some(rows) = part.next_rows()? {
        let column = |name: &str| rows.column(name).context("登记簿快照缺列");
        let (pids, hids) = (column("pid")?, rows.column("hid"));
        let (births, departed) = (column("birth")?, column("departed_on")?);
        let hids = hids.context("登记簿快照缺列 hid")?;
        persons.extend((0..rows.len()).map(|row| SnapshotPerson {
            pid: pids.value(row),
            hid: hids.value(row),
            birth: date_of(births.value(row)),
            departed_on: departed.is_valid(row).then(|| date_of(departed.value(row))),
        }));
    }
    let mut households = Vec::new();
    let wanted = [
        "hid",
        "township",
        "vid",
        "gid",
        "out_of_poverty",
        "monitored",
        "eliminated",
        "identified_on",
        "risks",
    ];
    let mut part = PartReader::open(&folder.join(HOUSEHOLDS), &wanted)?;
    while let Some(rows) = part.next_rows()? {
        let column = |name: &str| rows.column(name).context("登记簿快照缺列");
        let (hids, townships, villages) = (column("hid")?, column("township")?, column("vid")?);
        let (groups, identified, risks) =
            (column("gid")?, column("identified_on")?, column("risks")?);
        let (out_of_poverty, monitored, eliminated) =
            (column("out_of_poverty")?, column("monitored")?, column("eliminated")?);
        let at = |column: &Int64Array, row: usize| column.is_valid(row).then(|| column.value(row));
        households.extend((0..rows.len()).map(|row| SnapshotHousehold {
            hid: hids.value(row),
            township: at(&townships, row).unwrap_or_default(),
            village: at(&villages, row).unwrap_or_default(),
            group: at(&groups, row),
            out_of_poverty: at(&out_of_poverty, row) == Some(1),
            monitored: at(&monitored, row) == Some(1),
            eliminated: at(&eliminated, row) == Some(1),
            identified_on: at(&identified, row).map(date_of),
            risks: risks_of(at(&risks, row).unwrap_or_default()),
        }));
    }
    Ok(Snapshot::new(households, persons).0)
}

fn risks_of(mask: i64) -> BTreeSet<i64> {
    if mask == 0 {
        return BTreeSet::new();
    }
    (0..63).filter(|it| mask & (1 << it) != 0).collect()
}

fn ints(values: impl Iterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(values.collect::<Int64Array>())
}

fn write_file(path: &Path, columns: &[(&str, DataType, ArrayRef)]) -> anyhow::Result<()> {
    let fields: Vec<_> =
        columns.iter().map(|(name, ty, _)| Field::new(*name, ty.clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let arrays = columns.iter().map(|(_, _, array)| array.clone()).collect();
    let batch = RecordBatch::try_new(schema.clone(), arrays)?;
    let file = File::create(path).with_context(|| format!("无法写入 {}", path.display()))?;
    let mut writer = ArrowWriter::try_new(file, schema.clone(), Some(layout::properties(&schema)))?;
    writer.write(&batch)?;
    writer.into_inner()?.sync_all()?;
    Ok(())
}
