//! Parquet files: the column names are the first row.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use crate::error::FileError;
use crate::record::Record;

/// A Parquet file that can be read.
#[derive(Clone, Debug)]
pub(crate) struct ColumnarFile {
    path: PathBuf,
    pub(crate) rows: u64,
}

/// The records of a Parquet file.
pub(crate) struct ColumnarRecords {
    reader: ParquetRecordBatchReader,
    header: Option<Vec<String>>,
    batch: Option<RecordBatch>,
    next: usize,
    row: u32,
}

impl ColumnarFile {
    pub(crate) fn open(path: &Path) -> Result<ColumnarFile, FileError> {
        let builder = builder(path)?;
        let rows = builder.metadata().file_metadata().num_rows();
        Ok(ColumnarFile { path: path.to_owned(), rows: u64::try_from(rows).unwrap_or(0) })
    }

    pub(crate) fn records(&self) -> Result<ColumnarRecords, FileError> {
        let builder = builder(&self.path)?;
        let fields = builder.schema().fields();
        let header = fields.iter().map(|field| field.name().clone()).collect();
        let reader = builder.with_batch_size(4096).build().map_err(unreadable)?;
        Ok(ColumnarRecords { reader, header: Some(header), batch: None, next: 0, row: 0 })
    }
}

impl ColumnarRecords {
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<Option<u32>, FileError> {
        record.clear();
        if let Some(header) = self.header.take() {
            for name in &header {
                record.push(name);
            }
            self.row = 1;
            return Ok(Some(1));
        }
        while self.batch.as_ref().is_none_or(|batch| batch.num_rows() <= self.next) {
            match self.reader.next() {
                Some(batch) => self.batch = Some(batch.map_err(unreadable)?),
                None => return Ok(None),
            }
            self.next = 0;
        }
        let Some(batch) = &self.batch else { return Ok(None) };
        let options = FormatOptions::default().with_null("");
        for column in batch.columns() {
            let formatter = ArrayFormatter::try_new(column, &options).map_err(unreadable)?;
            record.push(&formatter.value(self.next).to_string());
        }
        self.next += 1;
        self.row += 1;
        Ok(Some(self.row))
    }
}

fn builder(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, FileError> {
    ParquetRecordBatchReaderBuilder::try_new(File::open(path)?).map_err(unreadable)
}

fn unreadable(error: impl std::fmt::Display) -> FileError {
    FileError::Unreadable(error.to_string())
}
