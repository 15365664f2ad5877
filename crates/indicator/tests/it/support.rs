//! The packs and facts of this repository.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use indicator::{Indicators, Outside};
use kernel::Tables;
use lake::declaration::Facts;
use policy::{FactNames, Packs, Problem, Unit};

pub fn root() -> PathBuf {
    PathBuf::from("../..")
}

pub fn facts() -> (Facts, FactNames) {
    let tables = fs::read_to_string(root().join("feeds/tables.toml")).expect("the tables");
    let tables = Tables::parse(&tables).expect("the tables are sound");
    let given = ledger::lake_tables(&root().join("packs")).expect("the ledgers");
    let tables = tables.with(given.tables).expect("the tables are sound");
    let mut files = given.facts;
    for entry in fs::read_dir(root().join("facts")).expect("the folder of facts") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|it| it == "toml") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.push((name, fs::read_to_string(&path).expect("a file")));
        }
    }
    files.sort();
    let facts = Facts::parse(&tables, &files).expect("the facts are sound");
    let names = lake::fact_names(&facts, &tables);
    (facts, names)
}

/// The figures of the ledgers, read as plain TOML: this crate does not know ledgers.
pub fn figures() -> Vec<(String, String, String, Unit)> {
    let mut found = Vec::new();
    for pack in fs::read_dir(root().join("packs")).expect("the packs").flatten() {
        let Ok(text) = fs::read_to_string(pack.path().join("pack.toml")) else { continue };
        let info: toml::Table = text.parse().expect("TOML");
        let region = info["region"].as_str().expect("a region").to_owned();
        let Ok(ledgers) = fs::read_dir(pack.path().join("ledgers")) else { continue };
        for entry in ledgers.flatten() {
            let path = entry.path();
            let ledger = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a file");
            let table: toml::Table = text.parse().expect("TOML");
            for it in table.get("figures").and_then(toml::Value::as_array).into_iter().flatten() {
                let unit = Unit::from_name(it["unit"].as_str().expect("a unit")).expect("a unit");
                let name = it["name"].as_str().expect("a name").to_owned();
                found.push((region.clone(), ledger.clone(), name, unit));
            }
        }
    }
    found
}

/// Roles and groups of roles, read as plain TOML: this crate does not know accounts.
pub fn roles() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("access.toml")).expect("the roles");
    let access: toml::Table = text.parse().expect("TOML");
    let keys = |name: &str| access[name].as_table().expect("a table").keys().cloned();
    keys("roles").chain(keys("groups").map(|it| format!("@{it}"))).collect()
}

pub fn read(folder: &Path) -> (Indicators, Vec<Problem>) {
    let (_, names) = facts();
    let packs = Packs::load(folder, &names).expect("the packs are sound");
    let figures = figures();
    let roles = roles();
    let outside = Outside { packs: &packs, facts: &names, roles: &roles, figures: &figures };
    Indicators::read(folder, &outside).expect("the files can be read")
}

pub fn shipped() -> Indicators {
    let (found, problems) = read(&root().join("packs"));
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    found
}
