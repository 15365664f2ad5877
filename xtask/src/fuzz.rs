//! `cargo xtask fuzz`: random requests against the whole interface, as people of several roles.

use std::process::Command;

use crate::run::{cargo, python_with, root, run, target};

/// Makes requests from openapi.json and holds the answers against it.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// Builds the program, invents a small county, and runs `fuzz/fuzz.py`; `rest` goes to it. The
/// seed is fixed, so that what one run finds the next finds too.
pub fn fuzz(rest: &[&str]) -> anyhow::Result<()> {
    cargo(&["build", "--locked", "--package", "shouwang"])?;
    let python = python_with("schemathesis", &[SCHEMATHESIS])?;
    run(Command::new(python)
        .arg(root().join("fuzz").join("fuzz.py"))
        .arg("--binary")
        .arg(target().join("debug").join("shouwang"))
        .arg("--folder")
        .arg(target().join("fuzz"))
        .args(rest))
}
