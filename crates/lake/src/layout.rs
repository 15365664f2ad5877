//! What a Parquet file of the lake looks like.
//!
//! `<lake>/<table>/county=<code>/month=<yyyy-mm>/<part>.parquet`. Every canonical
//! table has the same key columns in front of its own.

use std::{path::PathBuf, sync::Arc};

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use kernel::table::{Column, ColumnType, Table};
use parquet::{
    basic::{Compression, Encoding, ZstdLevel},
    file::properties::{EnabledStatistics, WriterProperties},
    schema::types::ColumnPath,
};

/// Key columns in front of every canonical table, in this order.
///
/// `pid` person, `hid` household, `gid` villager group, `vid` village (own ids,
/// absent where not known), `level` how the row was matched
/// ([`kernel::level::MatchLevel`]), `file` and `row` where it stands,
/// `row_hash` the fingerprint that recognises a repeated row.
pub const KEY_COLUMNS: [&str; 8] = ["pid", "hid", "gid", "vid", "level", "file", "row", "row_hash"];

/// How a column's values are stored.
#[must_use]
pub fn stored_type(column: &Column) -> DataType {
    match column.ty {
        ColumnType::Fen | ColumnType::Key => DataType::Int64,
        ColumnType::Int | ColumnType::Centi => DataType::Int32,
        ColumnType::Date => DataType::Date32,
        ColumnType::Bool => DataType::Boolean,
        ColumnType::Code(_) => DataType::Int8,
        ColumnType::Label => DataType::Utf8,
    }
}

/// The Arrow schema of a canonical table: key columns, then its own.
#[must_use]
pub fn schema(table: &Table) -> SchemaRef {
    let mut fields = vec![
        Field::new("pid", DataType::Int64, true),
        Field::new("hid", DataType::Int64, true),
        Field::new("gid", DataType::Int64, true),
        Field::new("vid", DataType::Int64, true),
        Field::new("level", DataType::Int8, false),
        Field::new("file", DataType::Int32, false),
        Field::new("row", DataType::Int32, false),
        Field::new("row_hash", DataType::Int64, false),
    ];
    fields.extend(table.columns.iter().map(|it| Field::new(&it.name, stored_type(it), true)));
    Arc::new(Schema::new(fields))
}

/// Compression and encodings: zstd, keys delta-packed, dictionaries only where
/// values repeat (`design/performance.md` §0).
#[must_use]
pub fn properties(schema: &Schema) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap_or_default()))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(Some(1 << 20));
    for field in schema.fields() {
        let path = ColumnPath::from(field.name().as_str());
        let packed =
            matches!(field.data_type(), DataType::Int32 | DataType::Int64 | DataType::Date32);
        if packed {
            builder = builder
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
    }
    builder.build()
}

/// Where a part of a table lies, below the folder of the lake.
///
/// `county` is the six-digit code, `month` is written `2023-10`.
#[must_use]
pub fn part_path(table: &str, county: &str, month: &str, part: &str) -> PathBuf {
    PathBuf::from(table)
        .join(format!("county={county}"))
        .join(format!("month={month}"))
        .join(format!("{part}.parquet"))
}
