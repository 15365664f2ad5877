//! GLOSSARY.md is generated from glossary.toml: one Chinese term, one identifier.

use std::{collections::BTreeSet, fs, path::PathBuf};

use anyhow::{Context, ensure};
use serde::Deserialize;

use crate::run::root;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Glossary {
    term: Vec<Term>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    zh: String,
    identifier: String,
    kind: String,
    #[serde(default)]
    note: String,
}

/// Rewrites GLOSSARY.md.
pub fn write() -> anyhow::Result<()> {
    fs::write(page_path(), page()?)?;
    Ok(())
}

/// Fails when GLOSSARY.md is not what glossary.toml says.
pub fn check() -> anyhow::Result<()> {
    let now = fs::read_to_string(page_path()).unwrap_or_default();
    ensure!(now == page()?, "GLOSSARY.md 与 glossary.toml 不一致：请运行 cargo xtask codegen");
    Ok(())
}

fn page_path() -> PathBuf {
    root().join("GLOSSARY.md")
}

fn page() -> anyhow::Result<String> {
    let text = fs::read_to_string(root().join("glossary.toml")).context("glossary.toml")?;
    let glossary: Glossary = toml::from_str(&text).context("glossary.toml")?;
    let mut page = String::from(
        "# Glossary 术语表\n\nGenerated from `glossary.toml` by `cargo xtask codegen`. One Chinese term, one identifier.\n\n\
         | 中文 | identifier | kind | note |\n|---|---|---|---|\n",
    );
    let mut terms = BTreeSet::new();
    for term in &glossary.term {
        ensure!(terms.insert(&term.zh), "glossary.toml：“{}”写了两次", term.zh);
        page.push_str(&format!(
            "| {} | `{}` | {} | {} |\n",
            term.zh, term.identifier, term.kind, term.note
        ));
    }
    Ok(page)
}
