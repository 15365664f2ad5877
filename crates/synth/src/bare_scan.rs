//! The floor: decode the columns a screening reads, add them up, and nothing else.

use std::{collections::BTreeMap, collections::BTreeSet, fs::File, path::Path};

use anyhow::Context;
use arrow::{
    array::{Array, ArrayRef, AsArray},
    datatypes::{DataType, Date32Type, Int8Type, Int32Type, Int64Type},
};
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};
use serde::Serialize;

use crate::{in_parallel, lake_folder, population::registry};

/// Rows decoded at a time, as in the fold.
const BATCH_ROWS: usize = 32 * 1024;

/// What was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Scanned {
    /// Rows of tables and registries.
    pub rows: u64,
    /// Values decoded.
    pub values: u64,
    /// Compressed bytes of the columns read.
    pub bytes: u64,
    /// Wrapped sum of everything, so that nothing can be left out.
    pub sum: i64,
}

/// Reads `columns` (by table, as [`lake_folder::columns_read`] gives them) of every
/// county of the lake at `dir` and the registries, and adds everything up.
///
/// Household keys are left out where every row names its person, as the fold does.
///
/// # Errors
/// When a file cannot be read or lacks a column.
pub fn bare_scan(
    dir: &Path,
    columns: &BTreeMap<String, BTreeSet<String>>,
    threads: usize,
) -> anyhow::Result<Scanned> {
    let tables = columns.keys().cloned().collect();
    let counties = lake_folder::counties(dir)?;
    let scanned = in_parallel::each(&counties, threads, |county| {
        let mut scanned = Scanned::default();
        let registry = registry::folder(dir, county);
        for file in [lake::registry_file::PERSONS, lake::registry_file::HOUSEHOLDS] {
            scan_file(&registry.join(file), None, &mut scanned)?;
        }
        for (table, parts) in lake_folder::parts(dir, county, &tables)? {
            for part in parts {
                scan_file(&part, Some(&columns[&table]), &mut scanned)?;
            }
        }
        Ok(scanned)
    })?;
    Ok(scanned.into_iter().fold(Scanned::default(), |one, other| Scanned {
        rows: one.rows + other.rows,
        values: one.values + other.values,
        bytes: one.bytes + other.bytes,
        sum: one.sum.wrapping_add(other.sum),
    }))
}

fn scan_file(
    path: &Path,
    columns: Option<&BTreeSet<String>>,
    scanned: &mut Scanned,
) -> anyhow::Result<()> {
    let file = File::open(path).with_context(|| format!("打不开 {}", path.display()))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
    let mut wanted = Vec::new();
    let skip_household = columns.is_some() && every_household_follows(&builder);
    for (index, field) in builder.schema().fields().iter().enumerate() {
        let name = field.name();
        let asked = columns.is_none_or(|it| it.contains(name));
        if asked && !(name == "hid" && skip_household) {
            wanted.push(index);
        }
    }
    if let Some(columns) = columns {
        let found = wanted.len() + usize::from(skip_household && columns.contains("hid"));
        anyhow::ensure!(found == columns.len(), "{} 缺列", path.display());
    }
    for group in builder.metadata().row_groups() {
        scanned.bytes +=
            wanted.iter().map(|it| group.column(*it).compressed_size().unsigned_abs()).sum::<u64>();
    }
    let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
    for batch in builder.with_projection(mask).with_batch_size(BATCH_ROWS).build()? {
        let batch = batch?;
        scanned.rows += batch.num_rows() as u64;
        for column in batch.columns() {
            scanned.values += column.len() as u64;
            scanned.sum = scanned.sum.wrapping_add(sum(column)?);
        }
    }
    Ok(())
}

fn every_household_follows(builder: &ParquetRecordBatchReaderBuilder<File>) -> bool {
    let nulls = |name: &str| {
        builder.metadata().row_groups().iter().try_fold(0, |sum, group| {
            let column = group.columns().iter().find(|it| it.column_path().string() == name)?;
            Some(sum + column.statistics()?.null_count_opt()?)
        })
    };
    nulls("pid") == Some(0)
}

fn sum(column: &ArrayRef) -> anyhow::Result<i64> {
    fn of(values: impl Iterator<Item = i64>) -> i64 {
        values.fold(0, i64::wrapping_add)
    }
    Ok(match column.data_type() {
        DataType::Int64 => of(column.as_primitive::<Int64Type>().values().iter().copied()),
        DataType::Int32 => {
            of(column.as_primitive::<Int32Type>().values().iter().map(|it| (*it).into()))
        }
        DataType::Date32 => {
            of(column.as_primitive::<Date32Type>().values().iter().map(|it| (*it).into()))
        }
        DataType::Int8 => {
            of(column.as_primitive::<Int8Type>().values().iter().map(|it| (*it).into()))
        }
        DataType::Boolean => i64::try_from(column.as_boolean().true_count()).unwrap_or_default(),
        other => anyhow::bail!("筛查不读 {other} 类型的列"),
    })
}
