//! Invented populations, written straight into a lake.
//!
//! `<dir>/<table>/county=<code>/month=<month>/synth.parquet` for the tables and
//! `<dir>/registry/county=<code>/` for the registry. Rows are sorted by household
//! and person. Everything follows from the seed: the same plan gives the same
//! files, on any machine and with any number of threads.
//!
//! Row counts are those of `design/performance.md` §2, per person; shares of
//! households come from the plans of the regions ([`plan`]), rarer lists from the
//! sample files of Yongren. Where a figure stands in the code, its source stands
//! beside it.

mod appeals;
mod assets;
mod department;
mod education;
mod housing_water;
mod income;
mod medical;
pub mod people;
pub mod plan;
pub mod registry;
mod security;
mod sheet;
mod shocks;
mod work;

use std::{collections::BTreeMap, path::Path};

use chrono::NaiveDate;
use kernel::table::{ColumnType, Tables};

use self::{
    department::Days,
    people::People,
    plan::{County, Plan},
    sheet::SheetPlace,
};
use crate::{in_parallel, random::Random};

/// How much was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Households in the registries.
    pub households: u64,
    /// Persons in the registries.
    pub persons: u64,
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
}

impl Written {
    fn add(&mut self, other: Written) {
        self.households += other.households;
        self.persons += other.persons;
        for (table, rows) in other.rows {
            *self.rows.entry(table).or_default() += rows;
        }
    }
}

/// Writes a whole plan into the lake at `dir`, `threads` counties at a time.
///
/// `as_of` is the data date, the last day of the month the parts are filed under.
///
/// # Errors
/// When a file cannot be written, or `tables` lacks a table or column.
pub fn write(
    dir: &Path,
    tables: &Tables,
    plan: &Plan,
    as_of: NaiveDate,
    threads: usize,
) -> anyhow::Result<Written> {
    let written = in_parallel::each(&plan.counties, threads, |county| {
        write_county(dir, tables, plan, county, as_of)
    })?;
    let mut total = Written::default();
    written.into_iter().for_each(|it| total.add(it));
    Ok(total)
}

/// Writes one county of a plan.
///
/// # Errors
/// As [`write()`].
pub fn write_county(
    dir: &Path,
    tables: &Tables,
    plan: &Plan,
    county: &County,
    as_of: NaiveDate,
) -> anyhow::Result<Written> {
    let risk_codes = match tables
        .get("national_persons")
        .and_then(|it| it.columns.iter().find(|it| it.name == "risk1").map(|it| &it.ty))
    {
        Some(ColumnType::Code(codes)) => codes.clone(),
        _ => anyhow::bail!("规范表 national_persons 没有代码列 risk1"),
    };
    let persons = registry::write(dir, plan, county, &risk_codes, as_of)?;

    let month = as_of.format("%Y-%m").to_string();
    let place = SheetPlace {
        lake: dir,
        county: &county.code,
        month: &month,
        seed: Random::of(&[plan.seed, county.number as u64, u64::MAX]).next(),
    };
    let days = Days::before(as_of);
    let mut departments = department::all(tables, &place)?;
    for home in People::of(plan, county, as_of).homes() {
        for (number, department) in departments.iter_mut().enumerate() {
            let mut random = Random::of(&[place.seed, home.number as u64, number as u64]);
            department.home(&home, &days, &mut random)?;
        }
    }
    let mut written =
        Written { households: county.households as u64, persons, rows: BTreeMap::new() };
    for department in departments {
        for (table, rows) in department.finish()? {
            *written.rows.entry(table.to_owned()).or_default() += rows;
        }
    }
    Ok(written)
}
