//! Reads the parts of a table: chosen columns, as whole numbers.

use std::{cell::OnceCell, collections::BTreeMap, fs::File, path::Path};

use anyhow::Context;
use arrow::{
    array::{Array, ArrayRef, AsArray, Int64Array, RecordBatch},
    datatypes::{DataType, Date32Type, Int8Type, Int32Type, Int64Type},
};
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
};

/// Rows decoded at a time.
const BATCH_ROWS: usize = 32 * 1024;

/// One part of a table, opened for reading some of its columns.
pub struct PartReader {
    reader: ParquetRecordBatchReader,
    /// Position of each column in the batches that follow.
    positions: BTreeMap<String, usize>,
}

/// Some rows of a part.
pub struct Rows<'a> {
    batch: RecordBatch,
    positions: &'a BTreeMap<String, usize>,
    /// Columns as whole numbers, made when they are first asked for: many facts read the same.
    as_numbers: Vec<OnceCell<Int64Array>>,
}

impl PartReader {
    /// Opens `path` for `columns`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(path: &Path, columns: &[&str]) -> anyhow::Result<PartReader> {
        PartReader::open_but(path, columns, |_| false)
    }

    /// The same, but `hid` is left out when every row of the part names its
    /// person: the household follows from the registry, and the column need not
    /// be decoded.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open_for_folding(path: &Path, columns: &[&str]) -> anyhow::Result<PartReader> {
        PartReader::open_but(path, columns, every_row_names_its_person)
    }

    fn open_but(
        path: &Path,
        columns: &[&str],
        without_household: impl Fn(&ParquetRecordBatchReaderBuilder<File>) -> bool,
    ) -> anyhow::Result<PartReader> {
        let file =
            File::open(path).with_context(|| format!("证据文件打不开：{}", path.display()))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)
            .with_context(|| format!("证据文件损坏：{}", path.display()))?;
        let schema = builder.schema().clone();
        let mut wanted = Vec::new();
        for name in columns {
            // A column that was added to the table after this part was written
            // has no values in it.
            let Ok(index) = schema.index_of(name) else { continue };
            if *name == "hid" && without_household(&builder) {
                continue;
            }
            wanted.push(index);
        }
        wanted.sort_unstable();
        wanted.dedup();
        let positions = wanted
            .iter()
            .enumerate()
            .map(|(position, index)| (schema.field(*index).name().clone(), position))
            .collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
        let reader = builder.with_projection(mask).with_batch_size(BATCH_ROWS).build()?;
        Ok(PartReader { reader, positions })
    }

    /// The next rows, or nothing at the end.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn next_rows(&mut self) -> anyhow::Result<Option<Rows<'_>>> {
        match self.reader.next() {
            None => Ok(None),
            Some(batch) => {
                let batch = batch?;
                let as_numbers = vec![OnceCell::new(); batch.num_columns()];
                Ok(Some(Rows { batch, positions: &self.positions, as_numbers }))
            }
        }
    }
}

fn every_row_names_its_person(builder: &ParquetRecordBatchReaderBuilder<File>) -> bool {
    builder.metadata().row_groups().iter().all(|group| {
        group
            .columns()
            .iter()
            .find(|it| it.column_path().string() == "pid")
            .and_then(|it| it.statistics())
            .and_then(parquet::file::statistics::Statistics::null_count_opt)
            == Some(0)
    })
}

impl Rows<'_> {
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A column that was asked for, as whole numbers.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<Int64Array> {
        let position = *self.positions.get(name)?;
        let numbers =
            self.as_numbers[position].get_or_init(|| numbers(self.batch.column(position)));
        Some(numbers.clone())
    }

    /// A text column that was asked for: the value of one row.
    #[must_use]
    pub fn text(&self, name: &str, row: usize) -> Option<String> {
        let column = self.batch.column(*self.positions.get(name)?);
        let texts = column.as_string_opt::<i32>()?;
        texts.is_valid(row).then(|| texts.value(row).to_owned())
    }
}

/// Any stored column as whole numbers; texts become nothing.
fn numbers(array: &ArrayRef) -> Int64Array {
    match array.data_type() {
        DataType::Int64 => array.as_primitive::<Int64Type>().clone(),
        DataType::Int32 => array.as_primitive::<Int32Type>().unary(i64::from),
        DataType::Int8 => array.as_primitive::<Int8Type>().unary(i64::from),
        DataType::Date32 => array.as_primitive::<Date32Type>().unary(i64::from),
        DataType::Boolean => {
            let truths = array.as_boolean();
            let values = truths.values().iter().map(i64::from).collect::<Vec<_>>();
            Int64Array::new(values.into(), truths.nulls().cloned())
        }
        _ => Int64Array::new_null(array.len()),
    }
}
