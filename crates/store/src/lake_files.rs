//! 湖文件. Which Parquet files hold which rows.

use crate::db::{Tx, on_db};

/// A Parquet file about to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLakeFile {
    /// The sheet its rows came from; none for a snapshot of the register.
    pub source_file_id: Option<i64>,
    /// The batch it was written by.
    pub batch_id: i64,
    /// The canonical table.
    pub table_name: String,
    /// The county.
    pub county_id: i64,
    /// The month, such as `2023-10`.
    pub month: String,
    /// Its path, relative to the home folder.
    pub path: String,
    /// How many rows it holds.
    pub rows: i64,
    /// `rows`; `candidates` for rows that wait for a person; `snapshot` of the register.
    pub part: String,
}

/// A recorded Parquet file.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LakeFile {
    /// Our own number, from the counter `lake_files`.
    pub id: i64,
    /// The sheet its rows came from; none for a snapshot of the register.
    pub source_file_id: Option<i64>,
    /// The batch it was written by.
    pub batch_id: i64,
    /// The canonical table.
    pub table_name: String,
    /// The county.
    pub county_id: i64,
    /// The month, such as `2023-10`.
    pub month: String,
    /// Its path, relative to the home folder.
    pub path: String,
    /// How many rows it holds.
    pub rows: i64,
    /// `rows`, `candidates` or `snapshot`.
    pub part: String,
}

impl Tx {
    /// Records a Parquet file and gives its id.
    pub async fn insert_lake_file(&mut self, file: &NewLakeFile) -> sqlx::Result<i64> {
        let id = self.allocate("lake_files", 1).await?;
        let sql = "insert into lake_files (id, source_file_id, batch_id, table_name, county_id,
                       month, path, rows, part)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(id)
                .bind(file.source_file_id)
                .bind(file.batch_id)
                .bind(&file.table_name)
                .bind(file.county_id)
                .bind(&file.month)
                .bind(&file.path)
                .bind(file.rows)
                .bind(&file.part)
        )?;
        Ok(id)
    }

    /// The committed files of a table in a county, both months included, oldest first.
    pub async fn lake_files_for(
        &mut self,
        county_id: i64,
        table: &str,
        from_month: &str,
        to_month: &str,
    ) -> sqlx::Result<Vec<LakeFile>> {
        let sql = "select f.id, f.source_file_id, f.batch_id, f.table_name, f.county_id, f.month,
                       f.path, f.rows, f.part
                   from lake_files f join batches b on b.id = f.batch_id
                   where f.county_id = $1 and f.table_name = $2 and $3 <= f.month and f.month <= $4
                     and b.state = 'committed'
                   order by f.month, f.id";
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(sql).bind(county_id).bind(table).bind(from_month).bind(to_month)
        )
    }

    /// The files a batch wrote, whatever its state.
    pub async fn lake_files_of_batch(&mut self, batch_id: i64) -> sqlx::Result<Vec<LakeFile>> {
        let sql = "select id, source_file_id, batch_id, table_name, county_id, month, path, rows,
                       part
                   from lake_files where batch_id = $1 order by id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(batch_id))
    }
}
