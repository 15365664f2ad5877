//! The packs and facts of this repository.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use assessment::{Outside, Schemes};
use indicator::Indicators;
use kernel::Tables;
use lake::declaration::Facts;
use ledger::Ledgers;
use policy::{FactNames, Packs, Problem};

pub fn root() -> PathBuf {
    PathBuf::from("../..")
}

fn facts() -> FactNames {
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

/// The roles of `access.toml`, as far as packs name them.
fn roles() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("access.toml")).expect("the table of roles");
    let named = text.lines().filter_map(|it| it.strip_prefix("[roles.")?.strip_suffix(']'));
    let groups = ["@village", "@township", "@county", "@above", "@field", "@offices", "@business"];
    named.chain(groups).map(str::to_owned).collect()
}

/// The schemes of a folder of packs, and what is wrong with them.
pub fn read(folder: &Path) -> (Packs, Schemes, Vec<Problem>) {
    let facts = facts();
    let packs = Packs::load(folder, &facts).expect("the packs are sound");
    let roles = roles();
    let outside = ledger::Outside { roles: &roles };
    let (ledgers, _) = Ledgers::read(folder, &packs, &outside).expect("the ledgers");
    let figures = ledgers.figures();
    let outside =
        indicator::Outside { packs: &packs, facts: &facts, roles: &roles, figures: &figures };
    let (indicators, problems) = Indicators::read(folder, &outside).expect("the indicators");
    assert!(problems.is_empty(), "{problems:?}");
    let outside =
        Outside { packs: &packs, indicators: &indicators, figures: &figures, roles: &roles };
    let (schemes, problems) = Schemes::read(folder, &outside).expect("the schemes");
    (packs, schemes, problems)
}
