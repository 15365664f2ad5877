//! Files that are generated from the code, held against it.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

fn holds(path: &str, text: &str, variable: &str) {
    let path = Path::new("../..").join(path);
    if env::var_os(variable).is_some() {
        fs::write(&path, text).expect("written");
        return;
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == text,
        "{} is not what the code says: {variable}=1 cargo test -p api",
        path.display()
    );
}

#[test]
fn the_role_table_is_the_one_under_version_control() {
    holds("docs/roles.md", &api::access_table(&api::openapi()), "UPDATE_ROLES");
}

#[test]
fn the_interface_is_the_one_under_version_control() {
    let text = serde_json::to_string_pretty(&api::openapi()).expect("JSON") + "\n";
    holds("openapi.json", &text, "UPDATE_OPENAPI");
    assert!(text.contains("\"openapi\": \"3.1.0\""), "OpenAPI 3.1");
}

#[test]
fn every_endpoint_has_its_roles_and_every_entry_its_endpoint() {
    api::check_access(&api::openapi()).expect("access.toml and endpoints agree");
}

#[test]
fn every_action_has_its_roles_and_every_entry_its_action() {
    let access = app::access::Access::get();
    let words: Vec<&str> = casework::Action::WORDS
        .iter()
        .chain([&casework::Action::CHANGE_HOUSEHOLD])
        .map(|it| it.0)
        .collect();
    for word in &words {
        assert!(!access.roles_of_action(word).is_empty(), "access.toml [actions] lacks {word}");
    }
    for word in access.actions.keys() {
        assert!(words.contains(&word.as_str()), "access.toml [actions] has {word}, which is none");
    }
}

/// Schemas are known by the name of their type alone: of two types of one name, one would be
/// described as the other.
#[test]
fn every_schema_has_a_name_of_its_own() {
    let mut seen: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut doubled = Vec::new();
    for path in sources(Path::new("..")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let mut described = false;
        for line in text.lines() {
            let declared = ["pub struct ", "pub(crate) struct ", "pub enum ", "pub(crate) enum "]
                .iter()
                .find_map(|it| line.strip_prefix(it));
            match declared {
                Some(rest) if described => {
                    let name: String = rest.chars().take_while(|it| it.is_alphanumeric()).collect();
                    if let Some(other) = seen.insert(name.clone(), path.clone()) {
                        doubled.push(format!("{name}: {} {}", other.display(), path.display()));
                    }
                    described = false;
                }
                Some(_) => {}
                None => described = (described && !line.is_empty()) || line.contains("ToSchema"),
            }
        }
    }
    assert!(100 < seen.len(), "only {} schemas found", seen.len());
    assert!(doubled.is_empty(), "{}", doubled.join("\n"));
}

/// Every file of source below the crates.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_name_in_the_document_stands_for_something() {
    let document = serde_json::to_string(&api::openapi()).expect("a document");
    let parsed: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    let known = parsed["components"]["schemas"].as_object().expect("schemas");
    let named = document.split("#/components/schemas/").skip(1);
    let names = named.filter_map(|it| it.split('"').next());
    let missing: Vec<&str> = names.filter(|it| !known.contains_key(*it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
