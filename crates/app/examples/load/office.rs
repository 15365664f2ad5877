//! Homes with the repository's definitions, on SQLite or on a server.

use std::{fs, path::Path};

use anyhow::Context;
use app::home::{Embedded, Home, HomeOptions};
use sqlx::{AssertSqlSafe, PgPool};
use store::Db;

/// A home in a new folder, with an empty database.
pub async fn new(folder: &Path, server: Option<&str>) -> anyhow::Result<Home> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    if let Some(server) = server {
        let admin = PgPool::connect(server).await.context("no PostgreSQL")?;
        let name = name_of(folder)?;
        for sql in [
            format!("drop database if exists {name} with (force)"),
            format!("create database {name} template template0 encoding 'UTF8' locale 'C'"),
        ] {
            sqlx::query(AssertSqlSafe(sql)).execute(&admin).await?;
        }
        admin.close().await;
    }
    known(folder, server).await
}

/// A home that was made before; its tables are brought up to date.
pub async fn known(folder: &Path, server: Option<&str>) -> anyhow::Result<Home> {
    let database = match server {
        None => None,
        Some(server) => {
            let at = server.rfind('/').context("a server's address ends in a database")?;
            Some(format!("{}/{}", &server[..at], name_of(folder)?))
        }
    };
    let options = HomeOptions { database, packs: None };
    Home::open(folder, &definitions()?, &options).await
}

/// What the figures are called by.
pub fn engine(home: &Home) -> &'static str {
    match home.db {
        Db::Sqlite(_) => "SQLite",
        Db::Postgres(_) => "PostgreSQL",
    }
}

/// What the program was built with: figures of a development build are not those of a release.
pub fn profile() -> &'static str {
    if cfg!(debug_assertions) { "development" } else { "release" }
}

fn name_of(folder: &Path) -> anyhow::Result<String> {
    let name = folder.file_name().and_then(|it| it.to_str()).context("a folder with a name")?;
    Ok(format!("load_{}", name.replace('-', "_")))
}

/// The definitions as they stand in the repository. They are needed to the end of the process.
fn definitions() -> anyhow::Result<Vec<Embedded>> {
    let mut files = Vec::new();
    for path in ["data/holidays.toml", "data/regions.csv", "feeds", "facts", "packs"] {
        add(Path::new(path), &mut files).with_context(|| format!("{path}: run at the root"))?;
    }
    Ok(files)
}

fn add(path: &Path, files: &mut Vec<Embedded>) -> anyhow::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            add(&entry?.path(), files)?;
        }
        return Ok(());
    }
    let name = path.to_string_lossy().into_owned();
    files.push((name.leak(), fs::read_to_string(path)?.leak()));
    Ok(())
}
