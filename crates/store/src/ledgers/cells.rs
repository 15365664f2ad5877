//! Values of records, whatever their ledger.

use ledger::{Field, FieldType};
use sqlx::{Column, Row, TypeInfo, ValueRef};

/// One value of a record as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Blank,
    /// A whole number: fen, days since 1970-01-01, yes and no, keys.
    Number(i64),
    /// Text, codes.
    Text(String),
    /// Sealed text.
    Sealed(Vec<u8>),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// [`Cell::Number`].
    Number,
    /// [`Cell::Text`].
    Text,
    /// [`Cell::Sealed`].
    Sealed,
}

impl CellKind {
    /// What the column of a field holds.
    #[must_use]
    pub fn of(field: &Field) -> CellKind {
        if field.is_sealed() {
            CellKind::Sealed
        } else if field.ty.is_text() {
            CellKind::Text
        } else {
            CellKind::Number
        }
    }

    /// As it is remembered: fields of one kind may still mean different things.
    pub(super) fn remembered(field: &Field) -> String {
        let kind = match CellKind::of(field) {
            CellKind::Sealed => "sealed ",
            _ => "",
        };
        match &field.ty {
            FieldType::Decimal { places } => format!("{kind}decimal {places}"),
            FieldType::Link { to } => format!("{kind}link {to}"),
            ty => format!("{kind}{}", ty.word()),
        }
    }
}

impl Cell {
    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        match self {
            Cell::Number(it) => Some(*it),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Cell::Text(it) => Some(it),
            _ => None,
        }
    }
}

/// Binds values one after the other; a blank is bound as what its column holds.
macro_rules! bind_cells {
    ($query:expr, $cells:expr) => {{
        let mut query = $query;
        for (kind, cell) in $cells {
            query = match (kind, cell) {
                (CellKind::Number, it) => query.bind(it.number()),
                (CellKind::Text, it) => query.bind(it.text().map(ToOwned::to_owned)),
                (CellKind::Sealed, Cell::Sealed(it)) => query.bind(Some(it.clone())),
                (CellKind::Sealed, _) => query.bind(None::<Vec<u8>>),
            };
        }
        query
    }};
}
pub(super) use bind_cells;

/// The values of a row of SQLite.
pub(super) fn of_sqlite(row: &sqlx::sqlite::SqliteRow) -> sqlx::Result<Vec<Cell>> {
    let mut cells = Vec::with_capacity(row.columns().len());
    for column in row.columns() {
        let at = column.ordinal();
        let raw = row.try_get_raw(at)?;
        cells.push(match raw.type_info().name() {
            _ if raw.is_null() => Cell::Blank,
            "INTEGER" | "BOOLEAN" => Cell::Number(row.try_get_unchecked(at)?),
            "REAL" => Cell::Number(whole(row.try_get_unchecked(at)?)),
            "BLOB" => Cell::Sealed(row.try_get_unchecked(at)?),
            _ => Cell::Text(row.try_get_unchecked(at)?),
        });
    }
    Ok(cells)
}

/// The values of a row of PostgreSQL.
pub(super) fn of_postgres(row: &sqlx::postgres::PgRow) -> sqlx::Result<Vec<Cell>> {
    let mut cells = Vec::with_capacity(row.columns().len());
    for column in row.columns() {
        let at = column.ordinal();
        let raw = row.try_get_raw(at)?;
        cells.push(match raw.type_info().name() {
            _ if raw.is_null() => Cell::Blank,
            "INT8" => Cell::Number(row.try_get(at)?),
            "INT4" => Cell::Number(i64::from(row.try_get::<i32, _>(at)?)),
            "BOOL" => Cell::Number(i64::from(row.try_get::<bool, _>(at)?)),
            "BYTEA" => Cell::Sealed(row.try_get(at)?),
            _ => Cell::Text(row.try_get(at)?),
        });
    }
    Ok(cells)
}

/// SQLite turns whole numbers that grow too large into floating ones.
#[allow(clippy::cast_possible_truncation)]
fn whole(it: f64) -> i64 {
    it.round() as i64
}
