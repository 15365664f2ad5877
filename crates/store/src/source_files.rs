//! 来源文件. One sheet of one department file, with the report of its import.

use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::db::{Tx, on_db};

/// A sheet about to be recorded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewSourceFile {
    /// The batch it came with.
    pub batch_id: i64,
    /// Its path as given, relative to what the import was pointed at.
    pub path: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The sheet; empty for formats that have none.
    pub sheet: String,
    /// The feed it was recognised as.
    pub feed: Option<String>,
    /// The canonical table its rows went to.
    pub table_name: Option<String>,
    /// The department that sends it.
    pub department: Option<String>,
    /// `xlsx`, `csv` and so on.
    pub format: Option<String>,
    /// `gb18030` and so on.
    pub encoding: Option<String>,
    /// What separates the cells of a text file.
    pub delimiter: Option<String>,
    /// The row the header stands in.
    pub header_row: Option<i64>,
    /// The header's cells.
    pub header: Vec<String>,
    /// The whole report of the sheet: rows read, stored, quarantined, skipped, by reason.
    pub counts: Value,
    /// Why the file could not be read, as a code.
    pub error_code: Option<String>,
    /// Why the file could not be read, for a person.
    pub error_message: Option<String>,
}

/// A recorded sheet.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct SourceFile {
    /// Our own number, from the counter `source_files`; rows in the lake name it.
    pub id: i64,
    /// The batch it came with.
    pub batch_id: i64,
    /// Its path as given.
    pub path: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The sheet; empty for formats that have none.
    pub sheet: String,
    /// The feed it was recognised as.
    pub feed: Option<String>,
    /// The canonical table its rows went to.
    pub table_name: Option<String>,
    /// The department that sends it.
    pub department: Option<String>,
    /// `xlsx`, `csv` and so on.
    pub format: Option<String>,
    /// `gb18030` and so on.
    pub encoding: Option<String>,
    /// What separates the cells of a text file.
    pub delimiter: Option<String>,
    /// The row the header stands in.
    pub header_row: Option<i64>,
    /// The header's cells.
    #[sqlx(json)]
    pub header: Vec<String>,
    /// The whole report of the sheet.
    pub counts: Value,
    /// Why the file could not be read, as a code.
    pub error_code: Option<String>,
    /// Why the file could not be read, for a person.
    pub error_message: Option<String>,
}

const COLUMNS: &str = "s.id, s.batch_id, s.path, s.sha256, s.sheet, s.feed, s.table_name, \
    s.department, s.format, s.encoding, s.delimiter, s.header_row, s.header, s.counts, \
    s.error_code, s.error_message";

impl Tx {
    /// Records a sheet under an id taken from the counter `source_files`: rows are read with the
    /// id already in hand, the report is only known at the end.
    pub async fn insert_source_file(&mut self, id: i64, file: &NewSourceFile) -> sqlx::Result<()> {
        let sql = "insert into source_files (id, batch_id, path, sha256, sheet, feed, table_name,
                       department, format, encoding, delimiter, header_row, header, counts,
                       error_code, error_message)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(id)
                .bind(file.batch_id)
                .bind(&file.path)
                .bind(&file.sha256)
                .bind(&file.sheet)
                .bind(&file.feed)
                .bind(&file.table_name)
                .bind(&file.department)
                .bind(&file.format)
                .bind(&file.encoding)
                .bind(&file.delimiter)
                .bind(file.header_row)
                .bind(Json(&file.header))
                .bind(Json(&file.counts))
                .bind(&file.error_code)
                .bind(&file.error_message)
        )?;
        Ok(())
    }

    /// One sheet, whatever the state of its batch.
    pub async fn source_file(&mut self, id: i64) -> sqlx::Result<Option<SourceFile>> {
        let sql = format!("select {COLUMNS} from source_files s where s.id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// The sheets of a batch, in the order they were read.
    pub async fn source_files_of(&mut self, batch_id: i64) -> sqlx::Result<Vec<SourceFile>> {
        let sql =
            format!("select {COLUMNS} from source_files s where s.batch_id = $1 order by s.id");
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(batch_id))
    }

    /// The same sheet of the same file, when a committed batch of this county and month has read
    /// it without error.
    pub async fn find_imported(
        &mut self,
        county_id: i64,
        month: &str,
        sha256: &str,
        sheet: &str,
    ) -> sqlx::Result<Option<SourceFile>> {
        let sql = format!(
            "select {COLUMNS} from source_files s join batches b on b.id = s.batch_id
             where s.sha256 = $3 and s.sheet = $4 and s.error_code is null
               and b.county_id = $1 and b.month = $2 and b.state = 'committed'
             order by s.id limit 1"
        );
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(month).bind(sha256).bind(sheet)
        )
    }

    /// The last sheet that a committed batch of this county brought for a table.
    pub async fn last_source_of(
        &mut self,
        county_id: i64,
        table_name: &str,
    ) -> sqlx::Result<Option<SourceFile>> {
        let sql = format!(
            "select {COLUMNS} from source_files s join batches b on b.id = s.batch_id
             where b.county_id = $1 and s.table_name = $2 and s.error_code is null
               and b.state = 'committed'
             order by s.id desc limit 1"
        );
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(table_name)
        )
    }
}
