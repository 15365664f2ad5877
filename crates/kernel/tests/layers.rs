//! Crates only look down: this holds the table of the architecture, section 2.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// Each crate and the crates of ours it may use.
const LAYERS: [(&str, &[&str]); 19] = [
    ("kernel", &[]),
    ("policy", &["kernel"]),
    ("intake", &["kernel"]),
    ("lake", &["kernel", "policy"]),
    ("benefits", &["kernel", "policy", "lake"]),
    ("income", &["kernel", "policy", "lake", "benefits"]),
    ("casework", &["kernel", "policy"]),
    ("quality", &["kernel", "policy", "intake"]),
    ("ledger", &["kernel", "policy"]),
    ("indicator", &["kernel", "policy", "lake"]),
    ("shock", &["kernel", "policy"]),
    ("assessment", &["kernel", "policy", "indicator"]),
    ("store", &["kernel", "ledger"]),
    (
        "app",
        &[
            "kernel",
            "policy",
            "intake",
            "lake",
            "benefits",
            "income",
            "casework",
            "quality",
            "ledger",
            "indicator",
            "shock",
            "assessment",
            "store",
        ],
    ),
    ("console", &[]),
    ("pages", &["kernel"]),
    ("api", &["kernel", "casework", "shock", "ledger", "app", "console", "pages"]),
    ("synth", &["kernel", "lake", "policy", "benefits", "indicator"]),
    (
        "cli",
        &[
            "kernel", "policy", "intake", "lake", "benefits", "casework", "shock", "store", "app",
            "api", "synth", "quality", "ledger",
        ],
    ),
];

/// What some crates must not know besides crates of ours.
const FORBIDDEN: [(&str, &[&str]); 17] = [
    ("kernel", &["tokio", "sqlx", "parquet", "arrow", "calamine", "clap"]),
    ("policy", &["tokio", "sqlx", "sqlparser", "parquet", "arrow", "calamine", "clap"]),
    ("intake", &["tokio", "sqlx", "sqlparser", "clap"]),
    ("lake", &["tokio", "sqlx", "clap"]),
    ("benefits", &["tokio", "sqlx", "clap", "axum", "calamine", "parquet"]),
    ("income", &["tokio", "sqlx", "clap", "axum", "calamine", "parquet"]),
    ("casework", &["sqlx", "axum", "tokio", "parquet", "clap"]),
    ("shock", &["sqlx", "axum", "tokio", "parquet", "clap"]),
    // An in-memory SQLite; the record of decisions is the store's alone.
    ("quality", &["parquet", "arrow", "calamine", "sqlparser", "clap", "axum"]),
    ("ledger", &["tokio", "sqlx", "parquet", "arrow", "calamine", "clap", "axum"]),
    ("indicator", &["tokio", "sqlx", "parquet", "calamine", "clap", "axum"]),
    ("assessment", &["tokio", "sqlx", "parquet", "arrow", "calamine", "clap", "axum"]),
    ("store", &["parquet", "arrow", "calamine", "clap"]),
    ("app", &["sqlx", "clap", "axum", "openidconnect", "ureq"]),
    ("pages", &["tokio", "sqlx", "axum", "clap", "parquet", "arrow", "serde"]),
    ("api", &["sqlx", "parquet", "arrow", "lake", "policy", "store", "clap"]),
    ("synth", &["sqlx", "clap"]),
];

#[test]
fn crates_only_look_down() {
    let mut wrong = Vec::new();
    for (name, may_use) in LAYERS {
        for dependency in dependencies(&manifest(name)) {
            let is_ours = LAYERS.iter().any(|(ours, _)| *ours == dependency);
            if is_ours && !may_use.contains(&dependency.as_str()) {
                wrong.push(format!("`{name}` must not know about `{dependency}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_keep_away_from_what_they_must_not_know() {
    let mut wrong = Vec::new();
    for (name, forbidden) in FORBIDDEN {
        let dependencies = dependencies(&manifest(name));
        let known = forbidden.iter().filter(|crate_name| dependencies.contains(**crate_name));
        wrong
            .extend(known.map(|crate_name| format!("`{name}` must not know about `{crate_name}`")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_crate_has_its_place() {
    let folders: BTreeSet<String> = std::fs::read_dir(crates())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("Cargo.toml").exists())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let listed: BTreeSet<String> = LAYERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(folders, listed, "list a new crate in LAYERS, with what it may use");
}

fn crates() -> PathBuf {
    PathBuf::from("..")
}

fn manifest(name: &str) -> toml::Table {
    let path = crates().join(name).join("Cargo.toml");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The crates a manifest needs to build; its tests may need more. Includes renamed ones and those
/// for one platform.
fn dependencies(manifest: &toml::Table) -> BTreeSet<String> {
    let mut tables: Vec<&toml::Table> = Vec::new();
    for section in ["dependencies", "build-dependencies"] {
        tables.extend(manifest.get(section).and_then(toml::Value::as_table));
        let targets = manifest.get("target").and_then(toml::Value::as_table);
        for target in targets.into_iter().flat_map(toml::Table::values) {
            tables.extend(target.get(section).and_then(toml::Value::as_table));
        }
    }
    let named = |(key, value): (&String, &toml::Value)| {
        let package = value.get("package").and_then(toml::Value::as_str);
        package.unwrap_or(key).to_owned()
    };
    tables.into_iter().flat_map(|table| table.iter().map(named)).collect()
}
