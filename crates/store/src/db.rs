//! The database behind the store, and one unit of work in it.

use std::{path::Path, time::Duration};

use anyhow::Context;
use sqlx::{
    PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::keys::Keys;

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/postgres");

/// How long a writer waits for the one before it: longer than any import of a county.
const PATIENCE: Duration = Duration::from_secs(120);

/// The database: one SQLite file by default, PostgreSQL for a prefecture or a province.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file in WAL mode.
    Sqlite(SqlitePool),
    /// A server, of version 15 or later.
    Postgres(PgPool),
}

/// One unit of work. Dropping it without [`Tx::commit`] rolls it back.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one query on whichever engine is behind a [`Tx`]. `execute` gives the rows affected.
macro_rules! on_db {
    ($tx:expr, execute, $query:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                $query.execute(&mut **tx).await.map(|it| it.rows_affected())
            }
            $crate::db::Tx::Postgres(tx) => {
                $query.execute(&mut **tx).await.map(|it| it.rows_affected())
            }
        }
    };
    ($tx:expr, $fetch:ident, $query:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => $query.$fetch(&mut **tx).await,
            $crate::db::Tx::Postgres(tx) => $query.$fetch(&mut **tx).await,
        }
    };
}
pub(crate) use on_db;

impl Db {
    /// Opens a database and brings its tables up to date. Takes a `postgres://` URL, a `sqlite:`
    /// URL, or the path of an SQLite file, which is made when it does not exist.
    pub async fn open(url_or_path: &str) -> anyhow::Result<Db> {
        if url_or_path.starts_with("postgres://") || url_or_path.starts_with("postgresql://") {
            return open_postgres(url_or_path).await;
        }
        let path = url_or_path.strip_prefix("sqlite:").unwrap_or(url_or_path);
        let path = path.strip_prefix("//").unwrap_or(path);
        open_sqlite(Path::new(path)).await.with_context(|| {
            format!("打不开数据库 {path}：请检查文件夹是否存在、可写，磁盘是否已满")
        })
    }

    /// A view of the data as it is now: later commits of others do not show in it.
    pub async fn read(&self) -> sqlx::Result<Tx> {
        Ok(match self {
            Db::Sqlite(pool) => Tx::Sqlite(pool.begin().await?),
            Db::Postgres(pool) => Tx::Postgres(
                pool.begin_with("begin isolation level repeatable read read only").await?,
            ),
        })
    }

    /// A unit of work that may write. SQLite takes its single write lock here rather than
    /// half-way through, so that two writers queue instead of one of them failing.
    pub async fn write(&self) -> sqlx::Result<Tx> {
        Ok(match self {
            Db::Sqlite(pool) => Tx::Sqlite(pool.begin_with("begin immediate").await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Refuses to work with a key file other than the one this database was filled with: a wrong
    /// or newly made file would find nobody and register everyone a second time. The first call on
    /// a new database remembers the file's mark.
    pub async fn check_keys(&self, keys: &Keys) -> anyhow::Result<()> {
        let mut tx = self.read().await?;
        let known = tx.key_mark().await?;
        drop(tx);
        let known = match known {
            Some(mark) => mark,
            None => {
                let mut tx = self.write().await?;
                let mark = tx.remember_key_mark(&keys.mark()).await?;
                tx.commit().await?;
                mark
            }
        };
        anyhow::ensure!(
            known == keys.mark(),
            "密钥文件与数据库不配套：请把建库时的密钥文件放回原处（换了密钥文件就认不出已登记的人）"
        );
        Ok(())
    }

    /// Closes every connection, waiting for units of work still open.
    pub async fn close(&self) {
        match self {
            Db::Sqlite(pool) => pool.close().await,
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes everything in this unit of work lasting.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        }
    }

    async fn key_mark(&mut self) -> sqlx::Result<Option<Vec<u8>>> {
        let sql = "select mark from key_mark where id = 1";
        on_db!(self, fetch_optional, sqlx::query_scalar(sql))
    }

    /// Keeps the first mark ever given, and returns it.
    async fn remember_key_mark(&mut self, mark: &[u8]) -> sqlx::Result<Vec<u8>> {
        let sql = "insert into key_mark (id, mark) values (1, $1)
                   on conflict (id) do update set mark = key_mark.mark returning mark";
        on_db!(self, fetch_one, sqlx::query_scalar(sql).bind(mark))
    }
}

async fn open_sqlite(path: &Path) -> anyhow::Result<Db> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE)
        // 64 MiB a connection: the indexes of a county's people stay in memory while they grow.
        .pragma("cache_size", "-65536");
    let pool = SqlitePoolOptions::new().acquire_timeout(PATIENCE).connect_with(options).await?;
    SQLITE_MIGRATIONS.run(&pool).await?;
    Ok(Db::Sqlite(pool))
}

/// The messages leave the URL out: it may hold a password.
async fn open_postgres(url: &str) -> anyhow::Result<Db> {
    let pool = PgPoolOptions::new()
        .acquire_timeout(PATIENCE)
        .connect(url)
        .await
        .context("连不上 PostgreSQL：请检查地址、端口、用户名、密码和数据库名")?;
    POSTGRES_MIGRATIONS.run(&pool).await.context("PostgreSQL 建表失败")?;
    Ok(Db::Postgres(pool))
}
