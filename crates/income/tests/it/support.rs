//! The packs and facts of this repository.

use std::{fs, path::PathBuf};

use kernel::Tables;
use lake::declaration::Facts;
use policy::{FactNames, Packs};

pub fn root() -> PathBuf {
    PathBuf::from("../..")
}

pub fn facts() -> FactNames {
    let tables = fs::read_to_string(root().join("feeds/tables.toml")).expect("the tables");
    let tables = Tables::parse(&tables).expect("the tables are sound");
    let given = ledger::lake_tables(&root().join("packs")).expect("the ledgers");
    let tables = tables.with(given.tables).expect("the tables of ledgers");
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join("facts")).expect("the folder of facts") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|it| it == "toml") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.push((name, fs::read_to_string(&path).expect("a file")));
        }
    }
    files.sort();
    files.extend(given.facts);
    let facts = Facts::parse(&tables, &files).expect("the facts are sound");
    lake::fact_names(&facts, &tables)
}

pub fn packs() -> Packs {
    Packs::load(&root().join("packs"), &facts()).expect("the shipped packs are sound")
}

/// The form of Yunnan in an income year.
pub fn sheet(on: &str) -> income::Sheet {
    income::Sheet::compile(&packs(), "53", on.parse().expect("a day"))
        .expect("an account is in force")
}
