//! `cargo xtask bench screening | indicators | import | policy | dispatch | lists | ledgers`: release builds, then the drivers of
//! `benches/`.

use std::process::Command;

use crate::{
    postgres::PrivatePostgres,
    run::{cargo, python, python_with, root, run, target},
};

/// Screening of a population; `rest` goes to the driver.
pub fn screening(rest: &[&str]) -> anyhow::Result<()> {
    build()?;
    driver("run_screening.py", rest, &[("--binary", "examples/bench")])
}

/// Indicators over a population, beside screening of the same lake; `rest` goes to the driver.
pub fn indicators(rest: &[&str]) -> anyhow::Result<()> {
    build()?;
    driver("run_indicators.py", rest, &[("--binary", "shouwang")])
}

/// Import of a million claims as text and of a hundred thousand as a workbook.
pub fn import(rest: &[&str]) -> anyhow::Result<()> {
    build()?;
    driver("run_import.py", rest, &[("--binary", "shouwang"), ("--floor", "examples/floor")])
}

/// Rules and benefits of a million invented people, beside OpenFisca; `--persons N` for fewer.
pub fn policy(rest: &[&str]) -> anyhow::Result<()> {
    cargo(&["build", "--locked", "--release", "-p", "synth", "--example", "bench"])?;
    // It has a Python of its own: OpenFisca wants other versions than the other peers.
    let peer = python_with("openfisca", &["OpenFisca-Core==46.0.1", "pyarrow==26.0.1"])?;
    let program = target().join("release").join("examples/bench");
    run(Command::new("python3")
        .arg(root().join("benches/run_policy.py"))
        .args(rest)
        .arg("--binary")
        .arg(program)
        .arg("--python")
        .arg(peer))
}

/// Ten thousand new clues dispatched at once, on SQLite and on a private PostgreSQL.
pub fn dispatch(rest: &[&str]) -> anyhow::Result<()> {
    on_both_engines("run_dispatch.py", rest)
}

/// The lists of a province, on SQLite and on a private PostgreSQL; `--households N` for fewer.
pub fn lists(rest: &[&str]) -> anyhow::Result<()> {
    on_both_engines("run_lists.py", rest)
}

/// A ledger with a million records, on SQLite and on a private PostgreSQL; `--records N` for fewer.
pub fn ledgers(rest: &[&str]) -> anyhow::Result<()> {
    on_both_engines("run_ledgers.py", rest)
}

fn on_both_engines(script: &str, rest: &[&str]) -> anyhow::Result<()> {
    cargo(&["build", "--locked", "--release", "-p", "app", "--example", "load"])?;
    let postgres = PrivatePostgres::start()?;
    let program = target().join("release").join("examples/load");
    run(Command::new("python3")
        .arg(root().join("benches").join(script))
        .args(rest)
        .arg("--binary")
        .arg(program)
        .env("BENCH_POSTGRES_URL", postgres.url()))
}

/// All that is measured in one call, so that the libraries are built with one set of features.
fn build() -> anyhow::Result<()> {
    cargo(&[
        "build",
        "--locked",
        "--release",
        "-p",
        "shouwang",
        "-p",
        "synth",
        "-p",
        "intake",
        "--bin",
        "shouwang",
        "--example",
        "bench",
        "--example",
        "floor",
    ])
}

fn driver(script: &str, rest: &[&str], programs: &[(&str, &str)]) -> anyhow::Result<()> {
    let release = target().join("release");
    let mut words: Vec<String> = rest.iter().map(|it| (*it).to_owned()).collect();
    for (option, program) in programs {
        words.push((*option).to_owned());
        words.push(release.join(program).to_string_lossy().into_owned());
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    python(&format!("benches/{script}"), &words)
}
