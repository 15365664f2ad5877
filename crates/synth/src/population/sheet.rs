//! Rows of one canonical table on their way into the lake.

use std::path::Path;

use anyhow::Context;
use kernel::{
    level::MatchLevel,
    table::{ColumnType, Table, Tables},
    value::Value,
};
use lake::{
    layout,
    writer::{PartWriter, RowKeys},
};

use super::people::{Home, Member};
use crate::random::Random;

/// One cell of a row, in words of the table.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// Empty.
    None,
    /// Money in fen, numbers, hundredths, fingerprints.
    Int(i64),
    /// Days since 1970-01-01.
    Day(i64),
    /// Yes or no.
    Yes(bool),
    /// A code of the column's list.
    Code(&'a str),
    /// A short text.
    Text(&'a str),
}

/// A county's part of one table, being written. `N` columns are filled; the
/// others of the table stay empty.
pub struct Sheet<const N: usize> {
    writer: PartWriter,
    table: Table,
    places: [usize; N],
    values: Vec<Value>,
    file: i32,
    chance: Random,
    unmatched_per_million: i64,
}

/// Where a part goes and how its rows turned out when they were matched.
#[derive(Debug, Clone, Copy)]
pub struct SheetPlace<'a> {
    /// The folder of the lake.
    pub lake: &'a Path,
    /// Six-digit code of the county.
    pub county: &'a str,
    /// The month, `2023-10`.
    pub month: &'a str,
    /// What makes this county's rows differ from the next one's.
    pub seed: u64,
}

/// Rows that wait for a person: the number agrees but something contradicts, or
/// only the name does. The sample of Yongren has about one in a thousand of each.
const REVIEW_PER_MILLION: i64 = 600;
const CANDIDATE_PER_MILLION: i64 = 500;
/// People who are not in the register: about one row in eighty, as in the sample.
const UNMATCHED_PER_MILLION: i64 = 12_000;
/// Of the rows about people who died or moved away, those that were found out.
const DEPARTED_FOUND_PER_MILLION: i64 = 800_000;

impl<const N: usize> Sheet<N> {
    /// Opens the part; `columns` are filled by [`Sheet::row`] in this order.
    ///
    /// # Errors
    /// When the table or a column does not exist, or the file cannot be made.
    pub fn open(
        tables: &Tables,
        table: &str,
        columns: [&str; N],
        place: &SheetPlace<'_>,
    ) -> anyhow::Result<Sheet<N>> {
        let name = table;
        let table = tables.get(name).with_context(|| format!("没有规范表 {name}"))?.clone();
        let mut places = [0; N];
        for (slot, column) in places.iter_mut().zip(columns) {
            *slot = table
                .columns
                .iter()
                .position(|it| it.name == column)
                .with_context(|| format!("规范表 {name} 没有列 {column}"))?;
        }
        let path = place.lake.join(layout::part_path(name, place.county, place.month, "synth"));
        let file = kernel::value::fingerprint(name);
        Ok(Sheet {
            writer: PartWriter::create(&table, &path)?,
            values: vec![Value::Null; table.columns.len()],
            table,
            places,
            file: i32::try_from(file.rem_euclid(1_000)).unwrap_or_default(),
            chance: Random::of(&[place.seed, file.cast_unsigned()]),
            unmatched_per_million: UNMATCHED_PER_MILLION,
        })
    }

    /// The same sheet, of a table that holds nobody from outside the register.
    #[must_use]
    pub fn without_strangers(mut self) -> Sheet<N> {
        self.unmatched_per_million = 0;
        self
    }

    /// A row about a member of a household, as it was known when it was imported.
    ///
    /// # Errors
    /// When a code is not in its list, or the row cannot be written.
    pub fn row(
        &mut self,
        home: &Home,
        member: &Member,
        cells: [Cell<'_>; N],
    ) -> anyhow::Result<()> {
        let level = match member.departed_on {
            Some(_) if self.chance.chance(DEPARTED_FOUND_PER_MILLION) => MatchLevel::Departed,
            _ => match self.chance.below(1_000_000) {
                it if it < REVIEW_PER_MILLION => MatchLevel::Review,
                it if it < REVIEW_PER_MILLION + CANDIDATE_PER_MILLION => MatchLevel::Candidate,
                _ => MatchLevel::IdExact,
            },
        };
        self.push(Some(member.pid), Some(home.hid), None, Some(home.village), level, cells)
    }

    /// A row about a household, of a table that is computed and never imported.
    ///
    /// # Errors
    /// As [`Sheet::row`].
    pub fn household_row(&mut self, home: &Home, cells: [Cell<'_>; N]) -> anyhow::Result<()> {
        self.push(None, Some(home.hid), None, Some(home.village), MatchLevel::Household, cells)
    }

    /// A row about a whole villager group.
    ///
    /// # Errors
    /// As [`Sheet::row`].
    pub fn group_row(
        &mut self,
        group: i64,
        village: i64,
        cells: [Cell<'_>; N],
    ) -> anyhow::Result<()> {
        self.push(None, None, Some(group), Some(village), MatchLevel::Group, cells)
    }

    /// Closes the part. Last come the rows of people who are not in the register,
    /// with the cells of the row before. Gives the number of rows.
    ///
    /// # Errors
    /// When the part cannot be written.
    pub fn finish(mut self) -> anyhow::Result<u64> {
        let rows = i64::try_from(self.writer.rows()).unwrap_or(i64::MAX);
        for _ in 0..rows.saturating_mul(self.unmatched_per_million) / 1_000_000 {
            self.write(None, None, None, None, MatchLevel::Unmatched)?;
        }
        self.writer.finish()
    }

    fn push(
        &mut self,
        pid: Option<i64>,
        hid: Option<i64>,
        gid: Option<i64>,
        vid: Option<i64>,
        level: MatchLevel,
        cells: [Cell<'_>; N],
    ) -> anyhow::Result<()> {
        for (place, cell) in self.places.iter().zip(cells) {
            let slot = &mut self.values[*place];
            match cell {
                Cell::None => *slot = Value::Null,
                Cell::Int(it) | Cell::Day(it) => *slot = Value::Int(it),
                Cell::Yes(it) => *slot = Value::Int(i64::from(it)),
                Cell::Code(code) => {
                    let column = &self.table.columns[*place];
                    let ColumnType::Code(codes) = &column.ty else {
                        anyhow::bail!("{}.{} 不是代码列", self.table.name, column.name);
                    };
                    let position = codes.iter().position(|it| it == code);
                    let position = position.with_context(|| {
                        format!("{}.{} 的代码表中没有 {code}", self.table.name, column.name)
                    })?;
                    *slot = Value::Int(i64::try_from(position).unwrap_or_default());
                }
                Cell::Text(text) => match slot {
                    Value::Text(kept) => {
                        kept.clear();
                        kept.push_str(text);
                    }
                    _ => *slot = Value::Text(text.to_owned()),
                },
            }
        }
        self.write(pid, hid, gid, vid, level)
    }

    fn write(
        &mut self,
        pid: Option<i64>,
        hid: Option<i64>,
        gid: Option<i64>,
        vid: Option<i64>,
        level: MatchLevel,
    ) -> anyhow::Result<()> {
        let row = i32::try_from(self.writer.rows() + 2).unwrap_or(i32::MAX);
        let row_hash = self.chance.next().cast_signed();
        let keys = RowKeys { pid, hid, gid, vid, level, file: self.file, row, row_hash };
        self.writer.push(&keys, &self.values)
    }
}
