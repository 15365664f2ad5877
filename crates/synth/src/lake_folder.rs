//! What lies in a lake folder: its counties and their parts.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use lake::{
    declaration::{Facts, Source},
    judging,
};
use policy::CompiledRule;

/// The six-digit codes of the counties with a registry, in order.
///
/// # Errors
/// When the folder cannot be read.
pub fn counties(lake: &Path) -> anyhow::Result<Vec<String>> {
    let folder = lake.join("registry");
    let mut codes: Vec<String> = names_in(&folder)?
        .into_iter()
        .filter_map(|it| it.strip_prefix("county=").map(str::to_owned))
        .collect();
    codes.sort();
    Ok(codes)
}

/// The parts of each of `tables` that a county has, in order.
///
/// # Errors
/// When a folder cannot be read.
pub fn parts(
    lake: &Path,
    county: &str,
    tables: &BTreeSet<String>,
) -> anyhow::Result<BTreeMap<String, Vec<PathBuf>>> {
    let mut parts = BTreeMap::new();
    for table in tables {
        let folder = lake.join(table).join(format!("county={county}"));
        if !folder.is_dir() {
            continue;
        }
        let mut files = Vec::new();
        for month in names_in(&folder)? {
            let month = folder.join(month);
            files.extend(names_in(&month)?.into_iter().map(|it| month.join(it)));
        }
        files.retain(|it| it.extension().is_some_and(|it| it == "parquet"));
        files.sort();
        parts.insert(table.clone(), files);
    }
    Ok(parts)
}

/// The tables and columns that judging `rules` reads, keys included.
#[must_use]
pub fn columns_read(facts: &Facts, rules: &[CompiledRule]) -> BTreeMap<String, BTreeSet<String>> {
    let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for position in facts.closure(judging::facts_read(rules)) {
        let fact = &facts.all()[position];
        for table in &fact.needs {
            read.entry(table.clone()).or_default();
        }
        let Source::Table(source) = &fact.source else { continue };
        let columns = read.entry(source.table.clone()).or_default();
        columns.extend(["pid", "hid", "level"].map(str::to_owned));
        if source.spread {
            columns.extend(["gid", "vid"].map(str::to_owned));
        }
        let expressions = source.filter.iter().chain(&source.value);
        columns.extend(expressions.flat_map(|it| it.inputs.iter().cloned()));
        columns.extend(source.per.iter().chain(&source.by).cloned());
    }
    read
}

fn names_in(folder: &Path) -> anyhow::Result<Vec<String>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("读不到文件夹 {}", folder.display()))?;
    entries.map(|it| Ok(it?.file_name().to_string_lossy().into_owned())).collect()
}
