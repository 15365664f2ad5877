//! `cargo xtask bench console`: how long the console takes to open the first time, over a county of
//! usual size.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::ensure;
use serde_json::{Value, json};

use crate::{
    console,
    run::{cargo, root, run, target},
};

const COUNTY: &str = "532327";
const MONTH: &str = "2023-10";
const HOUSEHOLDS: &str = "25000";

/// Builds console and program, makes the county unless an earlier run left it, and lets Chromium
/// open pages; `rest` goes to the driver.
pub fn console(rest: &[&str]) -> anyhow::Result<()> {
    let chromium = console::chromium()?;
    console::build()?;
    cargo(&["build", "--locked", "--release", "--package", "shouwang"])?;
    let binary = target().join("release").join("shouwang");
    let (home, accounts) = county(&binary)?;
    let mut measure = console::node()?;
    measure
        .arg("tests/measure.mjs")
        .args(rest)
        .env("SHOUWANG_BINARY", &binary)
        .env("SHOUWANG_HOME", &home)
        .env("SHOUWANG_ACCOUNTS", &accounts)
        .env("HOUSEHOLDS", HOUSEHOLDS)
        .env("CHROMIUM", &chromium);
    console::run_here(&mut measure)
}

/// A home folder with a screened month, and a file with login and password of somebody who works
/// there. The file is written last: where it is, the county is whole.
fn county(binary: &Path) -> anyhow::Result<(PathBuf, PathBuf)> {
    let folder = root().join(".bench").join("console");
    let (home, accounts) = (folder.join("home"), folder.join("accounts.json"));
    if accounts.exists() {
        return Ok((home, accounts));
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let files = folder.join("files");
    let shouwang = || {
        let mut command = Command::new(binary);
        command.arg("--home").arg(&home);
        command
    };
    let of = ["--region", COUNTY, "--month", MONTH];
    run(shouwang().arg("synth").args(of).args(["--households", HOUSEHOLDS, "--out"]).arg(&files))?;
    run(shouwang().arg("import").arg(&files).args(of).arg("--yes"))?;
    run(shouwang().arg("screen").args(of))?;
    let said = shouwang()
        .args(["accounts", "create", "--region", COUNTY, "--role", "county_officer"])
        .args(["--login", "bench.county_officer", "--name", "示范县级业务人员"])
        .args(["--format", "json"])
        .output()?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let made: Value = serde_json::from_slice(&said.stdout)?;
    let first = folder.join("first.json");
    let people = json!([{
        "role": "county_officer",
        "login": "bench.county_officer",
        "password": made["password"],
    }]);
    fs::write(&first, serde_json::to_vec(&people)?)?;
    let mut prepare = console::node()?;
    prepare.arg("tests/prepare.mjs").args([&first, &accounts]);
    prepare.env("SHOUWANG_BINARY", binary).env("SHOUWANG_HOME", &home);
    console::run_here(&mut prepare)?;
    Ok((home, accounts))
}
