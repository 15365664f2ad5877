//! Writes canonical rows into one Parquet part.

use std::{fs, fs::File, path::Path, sync::Arc};

use anyhow::Context;
use arrow::{
    array::{
        ArrayBuilder, ArrayRef, BooleanBuilder, Date32Builder, Int8Builder, Int32Builder,
        Int64Builder, RecordBatch, StringBuilder,
    },
    datatypes::{DataType, SchemaRef},
};
use kernel::{level::MatchLevel, table::Table, value::Value};
use parquet::arrow::ArrowWriter;

use crate::layout;

/// Rows kept in memory before they become a row group's batch.
const FLUSH_ROWS: usize = 32 * 1024;

/// Who and where a row is about, and where it stands in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowKeys {
    /// Person, when one was found.
    pub pid: Option<i64>,
    /// Household, when one was found.
    pub hid: Option<i64>,
    /// Villager group, for rows about a whole group.
    pub gid: Option<i64>,
    /// Village named in the row.
    pub vid: Option<i64>,
    /// How the row was matched.
    pub level: MatchLevel,
    /// Id of the source file (and sheet) in the record of decisions.
    pub file: i32,
    /// Row number in the source, from 1.
    pub row: i32,
    /// Fingerprint that recognises the row when it is sent again.
    pub row_hash: i64,
}

/// One Parquet part being written. Nothing is visible to readers before
/// [`PartWriter::finish`]: the part is written under a temporary name first.
pub struct PartWriter {
    schema: SchemaRef,
    columns: Vec<Box<dyn ColumnSink>>,
    keys: Keys,
    buffered: usize,
    rows: u64,
    writer: ArrowWriter<File>,
    temporary: std::path::PathBuf,
    path: std::path::PathBuf,
}

impl PartWriter {
    /// Opens a part of `table` at `path`; folders are made as needed.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub fn create(table: &Table, path: &Path) -> anyhow::Result<PartWriter> {
        let schema = layout::schema(table);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("无法建立文件夹 {}", folder.display()))?;
        }
        let temporary = path.with_extension("writing");
        let file = File::create(&temporary)
            .with_context(|| format!("无法写入 {}", temporary.display()))?;
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(layout::properties(&schema)))?;
        let columns = schema.fields()[layout::KEY_COLUMNS.len()..]
            .iter()
            .map(|field| sink(field.data_type()))
            .collect();
        Ok(PartWriter {
            schema,
            columns,
            keys: Keys::default(),
            buffered: 0,
            rows: 0,
            writer,
            temporary,
            path: path.to_owned(),
        })
    }

    /// Adds one row. `values` stand in the order of the table's columns; a
    /// missing tail counts as empty.
    ///
    /// # Errors
    /// When the buffered rows cannot be written.
    pub fn push(&mut self, keys: &RowKeys, values: &[Value]) -> anyhow::Result<()> {
        self.keys.push(keys);
        for (index, column) in self.columns.iter_mut().enumerate() {
            column.push(values.get(index).unwrap_or(&Value::Null));
        }
        self.buffered += 1;
        self.rows += 1;
        if self.buffered == FLUSH_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    /// Rows pushed so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Closes the part, makes it durable and gives it its name.
    ///
    /// # Errors
    /// When the file cannot be written or renamed.
    pub fn finish(mut self) -> anyhow::Result<u64> {
        self.flush()?;
        let file = self.writer.into_inner()?;
        file.sync_all()?;
        drop(file);
        fs::rename(&self.temporary, &self.path)
            .with_context(|| format!("无法写入 {}", self.path.display()))?;
        Ok(self.rows)
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        if self.buffered == 0 {
            return Ok(());
        }
        let mut arrays = self.keys.take();
        arrays.extend(self.columns.iter_mut().map(|it| it.take()));
        let batch = RecordBatch::try_new(self.schema.clone(), arrays)?;
        self.writer.write(&batch)?;
        self.buffered = 0;
        Ok(())
    }
}

#[derive(Default)]
struct Keys {
    pid: Int64Builder,
    hid: Int64Builder,
    gid: Int64Builder,
    vid: Int64Builder,
    level: Int8Builder,
    file: Int32Builder,
    row: Int32Builder,
    row_hash: Int64Builder,
}

impl Keys {
    fn push(&mut self, keys: &RowKeys) {
        self.pid.append_option(keys.pid);
        self.hid.append_option(keys.hid);
        self.gid.append_option(keys.gid);
        self.vid.append_option(keys.vid);
        self.level.append_value(keys.level.code());
        self.file.append_value(keys.file);
        self.row.append_value(keys.row);
        self.row_hash.append_value(keys.row_hash);
    }

    fn take(&mut self) -> Vec<ArrayRef> {
        vec![
            Arc::new(self.pid.finish()),
            Arc::new(self.hid.finish()),
            Arc::new(self.gid.finish()),
            Arc::new(self.vid.finish()),
            Arc::new(self.level.finish()),
            Arc::new(self.file.finish()),
            Arc::new(self.row.finish()),
            Arc::new(self.row_hash.finish()),
        ]
    }
}

trait ColumnSink: Send {
    fn push(&mut self, value: &Value);
    fn take(&mut self) -> ArrayRef;
}

fn sink(data_type: &DataType) -> Box<dyn ColumnSink> {
    match data_type {
        DataType::Int8 => Box::new(Int8Builder::new()),
        DataType::Int32 => Box::new(Int32Builder::new()),
        DataType::Date32 => Box::new(Date32Builder::new()),
        DataType::Boolean => Box::new(BooleanBuilder::new()),
        DataType::Utf8 => Box::new(StringBuilder::new()),
        _ => Box::new(Int64Builder::new()),
    }
}

/// A number that does not fit the column is stored as absent rather than
/// wrapped round: the importer has already warned about values out of range.
macro_rules! number_sink {
    ($builder:ty) => {
        impl ColumnSink for $builder {
            fn push(&mut self, value: &Value) {
                self.append_option(match value {
                    Value::Int(it) => (*it).try_into().ok(),
                    _ => None,
                });
            }

            fn take(&mut self) -> ArrayRef {
                ArrayBuilder::finish(self)
            }
        }
    };
}

number_sink!(Int8Builder);
number_sink!(Int32Builder);
number_sink!(Int64Builder);
number_sink!(Date32Builder);

impl ColumnSink for BooleanBuilder {
    fn push(&mut self, value: &Value) {
        self.append_option(match value {
            Value::Int(it) => Some(*it != 0),
            _ => None,
        });
    }

    fn take(&mut self) -> ArrayRef {
        ArrayBuilder::finish(self)
    }
}

impl ColumnSink for StringBuilder {
    fn push(&mut self, value: &Value) {
        self.append_option(match value {
            Value::Text(it) => Some(it.as_str()),
            _ => None,
        });
    }

    fn take(&mut self) -> ArrayRef {
        ArrayBuilder::finish(self)
    }
}
