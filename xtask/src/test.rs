//! `cargo xtask test`: every test, on SQLite and on a private PostgreSQL, and
//! the facts against another engine.

use std::{fs, path::Path, process::Command};

use crate::{
    browser, console, glossary,
    postgres::PrivatePostgres,
    run::{python_with, root, run, target},
};

/// Runs everything; `rest` goes to `cargo test` and then only that is run.
pub fn test(rest: &[&str]) -> anyhow::Result<()> {
    if rest.is_empty() {
        console::check()?;
        console::build()?;
    }
    let postgres = PrivatePostgres::start()?;
    let mut tests = Command::new(env!("CARGO"));
    tests
        .args(["test", "--workspace", "--locked"])
        .args(rest)
        .env("TEST_POSTGRES_URL", postgres.url());
    run(&mut tests)?;
    drop(postgres);
    if !rest.is_empty() {
        return Ok(());
    }
    glossary::check()?;
    // The tests of the commands have built the program.
    oracle()?;
    browser::drive(&[])
}

/// The declared facts of an invented county, computed by our fold and by the
/// generated SQL in DuckDB, must agree household by household.
fn oracle() -> anyhow::Result<()> {
    let python = python_with("python", &["duckdb==1.4.1"])?;
    let folder = root().join(".bench").join("oracle");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let (lake, out) = (folder.join("lake"), folder.join("out"));
    let binary = target().join("debug").join("shouwang");
    let shouwang = |words: &[&str], paths: &[&Path]| {
        run(Command::new(&binary)
            .arg("--home")
            .arg(folder.join("home"))
            .arg("bench")
            .args(words)
            .args(paths))
    };
    shouwang(&["generate", "county"], &[&lake])?;
    shouwang(&["oracle"], &[&lake, &out])?;
    run(Command::new(python).arg(root().join("benches").join("oracle.py")).arg(&lake).arg(&out))
}
