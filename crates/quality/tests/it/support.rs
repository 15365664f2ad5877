//! The packs of this repository, and the facts they name.

use std::{fs, path::PathBuf};

use chrono::NaiveDate;
use policy::{FactInfo, FactNames, Packs, Subject, Unit};
use quality::Catalogue;

pub fn root() -> PathBuf {
    PathBuf::from("../..")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Names, units and subjects only; how a fact is computed is no matter here.
fn facts() -> FactNames {
    let given = ledger::lake_tables(&root().join("packs")).expect("the ledgers");
    let mut texts: Vec<String> = given.facts.into_iter().map(|(_, text)| text).collect();
    for entry in fs::read_dir(root().join("facts")).expect("the folder of facts") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|it| it == "toml") {
            texts.push(fs::read_to_string(&path).expect("a file"));
        }
    }
    let mut names = FactNames::new();
    for text in texts {
        let table: toml::Table = text.parse().expect("facts are TOML");
        for (name, fact) in table {
            let text = |key: &str| fact.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            let unit = Unit::from_name(text("unit")).unwrap_or_else(|| panic!("unit of {name}"));
            let subject = if text("of") == "person" { Subject::Person } else { Subject::Household };
            let info = FactInfo { zh: text("zh").to_owned(), unit, subject, codes: Vec::new() };
            names.insert(name, info);
        }
    }
    names
}

pub fn packs_in(folder: &std::path::Path) -> Packs {
    Packs::load(folder, &facts()).expect("the packs are sound")
}

pub fn packs() -> Packs {
    packs_in(&root().join("packs"))
}

pub fn catalogue(packs: &Packs) -> Catalogue {
    Catalogue::load(&root().join("packs"), packs).expect("the checks can be read")
}
