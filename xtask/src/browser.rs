//! The console in a real browser: a small invented county, the program as people start it, and
//! Debian's Chromium driven through what officers do.

use std::{fs, path::PathBuf, process::Command};

use anyhow::ensure;
use serde_json::{Value, json};

use crate::{
    console,
    run::{cargo, root, run, target},
};

const COUNTY: &str = "532327";
const MONTH: &str = "2023-10";

/// The income year whose accounts the lists of that month fill.
const INCOME_YEAR: &str = "2023";

/// Enough households for every story and every list; a county's would take longer to make.
const HOUSEHOLDS: &str = "4000";

/// Builds the program and runs `console/tests/browser`, or the files named.
pub fn browser(files: &[&str]) -> anyhow::Result<()> {
    cargo(&["build", "--locked", "--package", "shouwang"])?;
    drive(files)
}

/// Runs `console/tests/browser`, or the files named, with the program that is built.
pub fn drive(files: &[&str]) -> anyhow::Result<()> {
    let chromium = console::chromium()?;
    let binary = target().join("debug").join("shouwang");
    let (home, accounts) = county(&binary)?;
    let mut tests = console::node()?;
    tests.args(["--test", "--test-concurrency=1"]);
    match files {
        [] => {
            let mut found = Vec::new();
            for entry in fs::read_dir(root().join("console").join("tests").join("browser"))? {
                let name = entry?.file_name().to_string_lossy().into_owned();
                if name.ends_with(".test.mjs") {
                    found.push(format!("tests/browser/{name}"));
                }
            }
            found.sort();
            ensure!(!found.is_empty(), "console/tests/browser 里没有 *.test.mjs");
            tests.args(found);
        }
        files => {
            tests.args(files);
        }
    }
    tests
        .env("SHOUWANG_BINARY", &binary)
        .env("SHOUWANG_HOME", &home)
        .env("SHOUWANG_FILES", home.with_file_name("files"))
        .env("SHOUWANG_ACCOUNTS", &accounts)
        .env("CHROMIUM", &chromium);
    console::run_here(&mut tests)
}

/// Takes the pictures of README and guide anew.
pub fn pictures() -> anyhow::Result<()> {
    let chromium = console::chromium()?;
    console::build()?;
    cargo(&["build", "--locked", "--package", "shouwang"])?;
    let binary = target().join("debug").join("shouwang");
    let (home, accounts) = county(&binary)?;
    let mut take = console::node()?;
    take.arg("tests/pictures.mjs")
        .env("SHOUWANG_BINARY", &binary)
        .env("SHOUWANG_HOME", &home)
        .env("SHOUWANG_ACCOUNTS", &accounts)
        .env("CHROMIUM", &chromium);
    console::run_here(&mut take)
}

/// A home folder with a screened month and played stories, and a file with logins and passwords.
fn county(binary: &PathBuf) -> anyhow::Result<(PathBuf, PathBuf)> {
    let folder = root().join(".bench").join("browser");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let (files, home) = (folder.join("files"), folder.join("home"));
    let shouwang = || {
        let mut command = Command::new(binary);
        command.arg("--home").arg(&home);
        command
    };
    let of = ["--region", COUNTY, "--month", MONTH];
    let sized = ["--households", HOUSEHOLDS, "--out"];
    run(shouwang().arg("synth").args(of).args(sized).arg(&files))?;
    run(shouwang().arg("import").arg(&files).args(of).arg("--yes"))?;
    run(shouwang().arg("screen").args(of))?;
    run(shouwang().args(["income", "fill", "--region", COUNTY, "--period", INCOME_YEAR]))?;
    let said = shouwang()
        .args(["stories", "play", "--show-accounts", "--format", "json"])
        .args(of)
        .output()?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let played: Value = serde_json::from_slice(&said.stdout)?;
    let mut accounts: Vec<Value> = played["accounts"].as_array().cloned().unwrap_or_default();
    for role in ["security_admin", "system_admin", "auditor", "assessor"] {
        let login = format!("admin.{role}");
        let said = shouwang()
            .args(["accounts", "create", "--region", COUNTY, "--role", role, "--login", &login])
            .args(["--name", "示范管理员", "--format", "json"])
            .output()?;
        ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        let made: Value = serde_json::from_slice(&said.stdout)?;
        accounts.push(json!({ "role": role, "login": login, "password": made["password"] }));
    }
    let first = folder.join("first.json");
    fs::write(&first, serde_json::to_vec(&accounts)?)?;
    let path = folder.join("accounts.json");
    let mut prepare = console::node()?;
    prepare.arg("tests/prepare.mjs").args([&first, &path]);
    prepare.env("SHOUWANG_BINARY", binary).env("SHOUWANG_HOME", &home);
    console::run_here(&mut prepare)?;
    Ok((home, path))
}
