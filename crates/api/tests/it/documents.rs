//! Files that are generated from the code, held against it.

use std::{env, fs, path::Path};

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
