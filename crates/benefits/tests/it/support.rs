//! The packs and facts of this repository, and copies of them that may be broken.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use kernel::Tables;
use lake::declaration::Facts;
use policy::{FactNames, Packs};
use tempfile::TempDir;

pub fn root() -> PathBuf {
    PathBuf::from("../..")
}

pub fn facts() -> FactNames {
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
    lake::fact_names(&facts, &tables)
}

pub fn packs() -> Packs {
    Packs::load(&root().join("packs"), &facts()).expect("the shipped packs are sound")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A copy of the shipped packs with some files replaced or added.
pub fn copy(changes: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    copy_into(&root().join("packs"), dir.path());
    for (path, text) in changes {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    dir
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        match path.is_dir() {
            true => copy_into(&path, &target),
            false => fs::copy(&path, &target).map(|_| ()).expect("a copy"),
        }
    }
}
