//! Many rows in few statements.

use std::sync::Arc;

use crate::db::Tx;

/// SQLite takes 32,766 bound values a statement, PostgreSQL 65,535.
const MOST_VALUES: usize = 32_766;

/// With 15 columns, 2000 rows a statement are about a third faster on both engines than 500.
const MOST_ROWS: usize = 2000;

/// How many ids a list in a statement holds.
pub(crate) const LIST: usize = 500;

/// A multi-row `insert` into the named columns of a table.
pub(crate) struct Bulk {
    table: &'static str,
    columns: &'static str,
    conflict: String,
}

impl Bulk {
    /// `columns` is a list as it stands in SQL: `"id, name"`.
    pub fn insert(table: &'static str, columns: &'static str) -> Bulk {
        Bulk { table, columns, conflict: String::new() }
    }

    /// A row whose `key` is there already takes the new values in every other column.
    pub fn upsert(table: &'static str, columns: &'static str, key: &'static str) -> Bulk {
        let keys: Vec<&str> = key.split(", ").collect();
        let changes: Vec<String> = names(columns)
            .filter(|it| !keys.contains(it))
            .map(|it| format!("{it} = excluded.{it}"))
            .collect();
        Bulk {
            table,
            columns,
            conflict: format!("on conflict ({key}) do update set {}", changes.join(", ")),
        }
    }

    /// Says in SQL what becomes of a row that is there already.
    pub fn on_conflict(self, conflict: &str) -> Bulk {
        Bulk { conflict: format!("on conflict {conflict}"), ..self }
    }

    /// How many rows one statement takes.
    pub fn rows_per_statement(&self) -> usize {
        MOST_ROWS.min(MOST_VALUES / names(self.columns).count())
    }

    /// The statement for so many rows. SQLite gets `?` for every value: it keeps a list of names
    /// like `$1`, and searches it from the start at every bind, which made this ten times slower.
    pub fn sql(&self, tx: &Tx, rows: usize) -> Arc<str> {
        self.text(matches!(tx, Tx::Postgres(_)), rows).into()
    }

    fn text(&self, numbered: bool, rows: usize) -> String {
        let Bulk { table, columns, conflict } = self;
        let width = names(columns).count();
        let values = (0..rows).map(|row| match numbered {
            true => format!("({})", placeholders(row * width + 1, width)),
            false => format!("({})", vec!["?"; width].join(", ")),
        });
        let values: Vec<String> = values.collect();
        format!("insert into {table} ({columns}) values {} {conflict}", values.join(", "))
    }
}

/// `"$5, $6, $7"`.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    let all: Vec<String> = (first..first + count).map(|it| format!("${it}")).collect();
    all.join(", ")
}

fn names(columns: &str) -> impl Iterator<Item = &str> {
    columns.split(',').map(str::trim)
}

/// Inserts rows in statements of many rows; the last argument binds one row's values in the order
/// of the columns: `insert_many!(tx, bulk, rows, |query, row| query.bind(row.id))`.
macro_rules! insert_many {
    ($tx:expr, $bulk:expr, $rows:expr, |$query:ident, $row:ident| $bound:expr) => {{
        let bulk: $crate::bulk::Bulk = $bulk;
        let whole = bulk.rows_per_statement();
        let whole_sql = bulk.sql($tx, whole);
        for chunk in $rows.chunks(whole) {
            let is_whole = chunk.len() == whole;
            let sql = if is_whole { whole_sql.clone() } else { bulk.sql($tx, chunk.len()) };
            $crate::db::on_db!($tx, execute, {
                // The shorter last statement is not worth a place in the statement cache.
                let mut $query = sqlx::query(sqlx::AssertSqlSafe(sql)).persistent(is_whole);
                for $row in chunk {
                    $query = $bound;
                }
                $query
            })?;
        }
    }};
}
pub(crate) use insert_many;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upsert_changes_every_column_but_the_key() {
        let bulk = Bulk::upsert("t", "a, b, c", "a");
        assert_eq!(
            bulk.text(true, 2),
            "insert into t (a, b, c) values ($1, $2, $3), ($4, $5, $6) \
             on conflict (a) do update set b = excluded.b, c = excluded.c"
        );
        assert_eq!(
            bulk.text(false, 1),
            "insert into t (a, b, c) values (?, ?, ?) \
             on conflict (a) do update set b = excluded.b, c = excluded.c"
        );
    }

    #[test]
    fn wide_rows_stay_below_what_a_statement_takes() {
        assert_eq!(Bulk::insert("t", "a, b").rows_per_statement(), 2000);
        assert_eq!(
            Bulk::insert("t", "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q")
                .rows_per_statement(),
            1927
        );
    }
}
