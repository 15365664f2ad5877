//! The database in memory that the exports are put into.

use anyhow::Context;
use sqlx::{AssertSqlSafe, Connection, Row as _, SqliteConnection};

use crate::{
    cells::Value,
    schema::{BUILT_IN, BUILT_IN_ID, CellType, HOUSEHOLD_KEY, PERSON_KEY, Present, ROW, Schema},
};

/// A database that is gone when it is dropped.
#[derive(Debug)]
pub(crate) struct Database {
    connection: SqliteConnection,
}

impl Database {
    pub(crate) async fn open() -> anyhow::Result<Database> {
        let connection =
            SqliteConnection::connect("sqlite::memory:").await.context("内存数据库打不开")?;
        Ok(Database { connection })
    }

    /// Makes a table for every sheet, with the columns that are there.
    pub(crate) async fn create(
        &mut self,
        schema: &Schema,
        present: &Present,
    ) -> anyhow::Result<()> {
        for sheet in schema.sheets.iter().filter(|it| present.has_sheet(&it.name)) {
            let name = &sheet.name;
            let mut columns = vec![format!("{ROW} INTEGER PRIMARY KEY")];
            let built_in = BUILT_IN.iter().chain(&BUILT_IN_ID).filter(|it| **it != ROW);
            let there = built_in.filter(|it| present.has(name, it));
            columns.extend(there.map(|it| (*it).to_owned()));
            // Derived columns first: most conditions begin with one, and SQLite finds the first
            // columns of a wide row quickest.
            let derived = schema.derived.iter().filter(|it| it.sheet == *name);
            let derived = derived.filter(|it| present.has(name, &it.name));
            columns.extend(derived.map(|it| it.name.clone()));
            columns.extend(sheet.columns.iter().filter(|it| present.has(name, &it.name)).map(
                |it| {
                    let affinity = match it.ty {
                        CellType::Number => "REAL",
                        CellType::Month | CellType::Date => "INTEGER",
                        _ => "TEXT",
                    };
                    format!("{} {affinity}", it.name)
                },
            ));
            self.execute(&format!("CREATE TABLE {name} ({})", columns.join(", "))).await?;
            self.execute(&format!("CREATE INDEX {name}_h ON {name} ({HOUSEHOLD_KEY})")).await?;
            if present.has(name, PERSON_KEY) {
                self.execute(&format!("CREATE INDEX {name}_p ON {name} ({PERSON_KEY})")).await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn execute(&mut self, sql: &str) -> Result<(), sqlx::Error> {
        sqlx::query(AssertSqlSafe(sql)).persistent(false).execute(&mut self.connection).await?;
        Ok(())
    }

    /// Puts rows into a table. Many rows go in one statement: each statement costs a journey to
    /// SQLite's thread and back.
    pub(crate) async fn insert(
        &mut self,
        into: &str,
        rows: &mut Vec<Vec<Value>>,
    ) -> Result<(), sqlx::Error> {
        let Some(width) = rows.first().map(Vec::len) else { return Ok(()) };
        let row = format!("({})", vec!["?"; width].join(", "));
        let sql = format!("{into} VALUES {}", vec![row; rows.len()].join(", "));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for value in rows.drain(..).flatten() {
            query = match value {
                Value::Null => query.bind(None::<i64>),
                Value::Whole(it) => query.bind(it),
                Value::Real(it) => query.bind(it),
                Value::Text(it) => query.bind(it),
            };
        }
        query.execute(&mut self.connection).await?;
        Ok(())
    }

    /// Whole numbers of one column.
    pub(crate) async fn numbers(&mut self, sql: &str) -> Result<Vec<i64>, sqlx::Error> {
        let query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        let rows = query.fetch_all(&mut self.connection).await?;
        rows.iter().map(|row| row.try_get(0)).collect()
    }

    /// Rows of texts; what is absent is empty.
    pub(crate) async fn texts(&mut self, sql: &str) -> Result<Vec<Vec<String>>, sqlx::Error> {
        let query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        let rows = query.fetch_all(&mut self.connection).await?;
        let cells = |row: &sqlx::sqlite::SqliteRow| -> Result<Vec<String>, sqlx::Error> {
            let all = (0..row.len()).map(|place| row.try_get::<Option<String>, _>(place));
            all.map(|it| Ok(it?.unwrap_or_default())).collect()
        };
        rows.iter().map(cells).collect()
    }
}

/// What SQLite says of a statement, without the words around it.
pub(crate) fn said(error: &sqlx::Error) -> String {
    match error.as_database_error() {
        Some(it) => it.message().to_owned(),
        None => error.to_string(),
    }
}
