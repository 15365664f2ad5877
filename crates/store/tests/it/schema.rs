//! Lists that fail when something new is not accounted for.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use store::{Visibility, visibility};

use crate::common::on_each_engine;

const ROOT: &str = "../..";

/// Adding a column to either engine fails here until someone has said, in `columns.toml`, who may
/// see it.
#[tokio::test]
async fn every_column_has_a_declared_visibility() {
    let text = fs::read_to_string(format!("{ROOT}/columns.toml")).unwrap();
    let declared: BTreeMap<String, BTreeMap<String, Visibility>> = toml::from_str(&text).unwrap();
    let declared: BTreeSet<(String, String)> = declared
        .iter()
        .flat_map(|(table, columns)| columns.keys().map(|it| (table.clone(), it.clone())))
        .collect();
    on_each_engine(async |db| {
        let stored = db.read().await.unwrap().columns().await.unwrap();
        assert_eq!(BTreeSet::from_iter(stored), declared);
    })
    .await;
}

#[test]
fn identities_are_personal_and_what_nobody_declared_has_no_visibility() {
    for column in ["name", "id_index", "id_sealed", "phone_index", "phone_sealed", "birth"] {
        assert_eq!(visibility("persons", column), Some(Visibility::Personal), "{column}");
    }
    assert_eq!(visibility("regions", "name"), Some(Visibility::Public));
    assert_eq!(visibility("persons", "nickname"), None);
}

#[test]
fn both_folders_hold_migrations_of_the_same_names_with_the_same_tables_and_indexes() {
    let (sqlite, postgres) = (migrations("sqlite"), migrations("postgres"));
    assert_eq!(Vec::from_iter(sqlite.keys()), Vec::from_iter(postgres.keys()));
    for (name, declared) in &sqlite {
        assert_eq!(declared, &postgres[name], "{name}");
    }
}

/// By file name, the lines that create a table or an index.
fn migrations(engine: &str) -> BTreeMap<String, Vec<String>> {
    let folder = fs::read_dir(format!("{ROOT}/migrations/{engine}")).unwrap();
    folder
        .map(|file| {
            let file = file.unwrap();
            let text = fs::read_to_string(file.path()).unwrap();
            let declared = text
                .lines()
                .filter(|it| it.starts_with("create table") || it.starts_with("create index"));
            let name = file.file_name().into_string().unwrap();
            (name, declared.map(str::to_owned).collect())
        })
        .collect()
}
