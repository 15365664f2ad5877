//! The tables of ledgers: made from definitions, added to, never taken from.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{FieldType, Ledger, column, unique_column};
use sqlx::AssertSqlSafe;

use super::cells::CellKind;
use crate::db::{Tx, on_db};

/// Why a table cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum LedgerTableError {
    /// A field would become something else.
    #[error(
        "台账 {ledger} 的字段 {field} 已有数据，原来是 {was}，定义改成了 {becomes}：字段不能改类型，\
         请另起一个字段名"
    )]
    Retyped {
        /// The ledger.
        ledger: String,
        /// The field.
        field: String,
        /// What it is.
        was: String,
        /// What the definition says.
        becomes: String,
    },
    /// A field with data is not in the definition any more.
    #[error(
        "台账 {ledger} 的定义里没有了字段 {field}，而 {records} 条记录填了它：请把字段加回定义"
    )]
    Removed {
        /// The ledger.
        ledger: String,
        /// The field.
        field: String,
        /// How many records have it.
        records: i64,
    },
    /// A ledger with records has no definition any more.
    #[error("台账 {ledger} 有 {records} 条记录，却没有了定义：请把定义文件放回")]
    Gone {
        /// The ledger.
        ledger: String,
        /// How many records there are.
        records: i64,
    },
    /// Database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// The columns every table has, with their types on both engines.
const BUILT_IN: &str = "id bigint not null primary key, region_id bigint not null,
    province_id bigint, prefecture_id bigint, county_id bigint, township_id bigint,
    village_id bigint, state text not null, state_since bigint not null,
    opened_on bigint not null, due bigint, voided bigint not null, version bigint not null";

/// Levels by which lists are read.
const LEVELS: [&str; 5] =
    ["province_id", "prefecture_id", "county_id", "township_id", "village_id"];

impl Tx {
    /// Makes the tables of these ledgers and adds the columns that are missing. What would lose
    /// data is refused, and nothing is changed then when the unit of work is dropped.
    ///
    /// # Errors
    /// A [`LedgerTableError`].
    pub async fn bring_up_ledgers(&mut self, ledgers: &[Ledger]) -> Result<(), LedgerTableError> {
        let sql = "select ledger, field, kind from ledger_columns";
        let rows: Vec<(String, String, String)> = on_db!(self, fetch_all, sqlx::query_as(sql))?;
        let mut known: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (ledger, field, kind) in rows {
            known.entry(ledger).or_default().insert(field, kind);
        }
        for it in ledgers {
            let columns = known.remove(&it.id);
            self.bring_up_ledger(it, columns).await?;
        }
        for (ledger, _) in known {
            let records = self.count_all(&ledger::table(&ledger), None).await?;
            if records > 0 {
                return Err(LedgerTableError::Gone { ledger, records });
            }
        }
        Ok(())
    }

    async fn bring_up_ledger(
        &mut self,
        it: &Ledger,
        known: Option<BTreeMap<String, String>>,
    ) -> Result<(), LedgerTableError> {
        let table = it.table();
        let Some(mut known) = known else { return self.make_ledger(it).await };
        known.remove("");
        let indexed: BTreeSet<String> =
            known.keys().filter_map(|it| it.strip_prefix("one ").map(ToOwned::to_owned)).collect();
        known.retain(|it, _| !it.starts_with("one "));
        for field in &it.fields {
            let kind = CellKind::remembered(field);
            let name = &field.name;
            match known.remove(name) {
                Some(was) if was == kind => {}
                Some(was) => {
                    if self.count_all(&table, Some(&column(name))).await? > 0 {
                        return Err(LedgerTableError::Retyped {
                            ledger: it.id.clone(),
                            field: name.clone(),
                            was,
                            becomes: kind,
                        });
                    }
                    self.apply(format!("alter table {table} drop column {}", column(name))).await?;
                    self.forget(&it.id, name).await?;
                    self.add_field(it, field).await?;
                }
                None => self.add_field(it, field).await?,
            }
        }
        for (field, _) in known {
            let records = self.count_all(&table, Some(&column(&field))).await?;
            if records > 0 {
                return Err(LedgerTableError::Removed { ledger: it.id.clone(), field, records });
            }
        }
        for names in &it.unique {
            if !indexed.contains(&names.join("_")) {
                self.index_unique(it, names).await?;
            }
        }
        Ok(())
    }

    /// A table that is not there yet, with every column at once: a database reads its whole schema
    /// again after each statement that alters it.
    async fn make_ledger(&mut self, it: &Ledger) -> Result<(), LedgerTableError> {
        let table = it.table();
        let columns: Vec<String> = it.fields.iter().map(|it| self.column_of(it)).collect();
        let columns: String = columns.iter().map(|it| format!(", {it}")).collect();
        self.apply(format!("create table {table} ({BUILT_IN}{columns})")).await?;
        self.remember(&it.id, "", "table").await?;
        for level in LEVELS {
            let sql = format!("create index {table}_by_{level} on {table} ({level}, id)");
            self.apply(sql).await?;
        }
        for field in &it.fields {
            self.index_field(it, field).await?;
        }
        for names in &it.unique {
            self.index_unique(it, names).await?;
        }
        Ok(())
    }

    async fn add_field(&mut self, it: &Ledger, field: &ledger::Field) -> sqlx::Result<()> {
        let added = self.column_of(field);
        self.apply(format!("alter table {} add column {added}", it.table())).await?;
        self.index_field(it, field).await
    }

    /// Name and type of a field's column.
    fn column_of(&self, field: &ledger::Field) -> String {
        let ty = match (CellKind::of(field), self) {
            (CellKind::Number, _) => "bigint",
            (CellKind::Text, _) => "text",
            (CellKind::Sealed, Self::Sqlite(_)) => "blob",
            (CellKind::Sealed, Self::Postgres(_)) => "bytea",
        };
        format!("{} {ty}", column(&field.name))
    }

    /// The index by which records are found through what they link to; and the column is noted.
    async fn index_field(&mut self, it: &Ledger, field: &ledger::Field) -> sqlx::Result<()> {
        let (table, name) = (it.table(), column(&field.name));
        let is_key =
            matches!(field.ty, FieldType::Link { .. } | FieldType::Household | FieldType::Person);
        if is_key {
            let sql = format!(
                "create index {table}_by_{name} on {table} ({name}, id) where {name} is not null"
            );
            self.apply(sql).await?;
        }
        self.remember(&it.id, &field.name, &CellKind::remembered(field)).await
    }

    /// By which it is seen whether another living record of the county has the same.
    async fn index_unique(&mut self, it: &Ledger, names: &[String]) -> sqlx::Result<()> {
        let columns: Vec<String> = names.iter().map(|it| unique_column(it)).collect();
        let (table, names) = (it.table(), names.join("_"));
        let sql = format!(
            "create index {table}_one_{names} on {table} (county_id, {}) where voided = 0",
            columns.join(", ")
        );
        self.apply(sql).await?;
        self.remember(&it.id, &format!("one {names}"), "index").await
    }

    async fn remember(&mut self, ledger: &str, field: &str, kind: &str) -> sqlx::Result<()> {
        let sql = "insert into ledger_columns (ledger, field, kind) values ($1, $2, $3)";
        on_db!(self, execute, sqlx::query(sql).bind(ledger).bind(field).bind(kind))?;
        Ok(())
    }

    async fn forget(&mut self, ledger: &str, field: &str) -> sqlx::Result<()> {
        let sql = "delete from ledger_columns where ledger = $1 and field = $2";
        on_db!(self, execute, sqlx::query(sql).bind(ledger).bind(field))?;
        Ok(())
    }

    async fn count_all(&mut self, table: &str, filled: Option<&str>) -> sqlx::Result<i64> {
        let filled = filled.map(|it| format!("where {it} is not null")).unwrap_or_default();
        let sql = format!("select count(*) from {table} {filled}");
        on_db!(self, fetch_one, sqlx::query_scalar(AssertSqlSafe(sql)))
    }

    pub(super) async fn apply(&mut self, sql: String) -> sqlx::Result<()> {
        on_db!(self, execute, sqlx::query(AssertSqlSafe(sql)))?;
        Ok(())
    }
}
