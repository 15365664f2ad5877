//! Every stored column, and who may see it.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::db::{Tx, on_db};

/// Who may see a column outside the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// May appear in open data.
    Public,
    /// Staff only.
    Internal,
    /// Staff with the case; masked in exports, never in logs.
    Personal,
}

type Columns = BTreeMap<String, BTreeMap<String, Visibility>>;

static COLUMNS: LazyLock<Columns> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../columns.toml"))
        .expect("columns.toml is checked by a test")
});

/// What `columns.toml` says of a column; none when there is no such column.
pub fn visibility(table: &str, column: &str) -> Option<Visibility> {
    COLUMNS.get(table)?.get(column).copied()
}

impl Tx {
    /// `(table, column)` of everything stored, sorted. The bookkeeping of migrations is left out.
    pub async fn columns(&mut self) -> sqlx::Result<Vec<(String, String)>> {
        let sql = match self {
            Tx::Sqlite(_) => {
                r"select m.name, c.name from sqlite_schema m, pragma_table_info(m.name) c
                  where m.type = 'table' and m.name not like '\_%' escape '\'
                    and m.name not like 'sqlite\_%' escape '\'
                  order by 1, 2"
            }
            Tx::Postgres(_) => {
                r"select table_name::text, column_name::text from information_schema.columns
                  where table_schema = current_schema() and table_name not like '\_%'
                  order by 1, 2"
            }
        };
        on_db!(self, fetch_all, sqlx::query_as(sql))
    }
}
