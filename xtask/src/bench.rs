//! `cargo xtask bench screening | import`: release builds, then the drivers of `benches/`.

use crate::run::{cargo, python, target};

/// Screening of a population; `rest` goes to the driver.
pub fn screening(rest: &[&str]) -> anyhow::Result<()> {
    build()?;
    driver("run_screening.py", rest, &[("--binary", "examples/bench")])
}

/// Import of a million claims as text and of a hundred thousand as a workbook.
pub fn import(rest: &[&str]) -> anyhow::Result<()> {
    build()?;
    driver("run_import.py", rest, &[("--binary", "shouwang"), ("--floor", "examples/floor")])
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
