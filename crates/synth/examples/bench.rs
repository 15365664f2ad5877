//! The benchmark commands without the rest of the program, for work on the lake itself.
//!
//! `bench generate SIZE DIR`, `bench screen DIR [--hits FOLDER] [--threads N]`,
//! `bench scan DIR [--threads N]`, `bench rules`, `bench oracle DIR OUT`, `bench policy-inputs DIR PERSONS`,
//! `bench policy DIR`. Run at the
//! root of the project.

use std::{fs, path::Path};

use anyhow::Context;
use benefits::Schedule;
use chrono::NaiveDate;
use kernel::Tables;
use lake::{declaration::Facts, fact_names};
use policy::{CompiledRule, Packs};
use synth::{
    bare_scan, lake_folder, oracle, policy_bench, population,
    population::plan::{Plan, Size},
    screening,
};

/// The county whose rules and benefits are run.
const COUNTY: &str = "532327";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let threads = option(&mut words, "--threads").map_or(Ok(2), str::parse)?;
    let hits = option(&mut words, "--hits").map(Path::new);
    let as_of = NaiveDate::from_ymd_opt(2023, 10, 31).context("no such day")?;
    let tables = Tables::parse(&fs::read_to_string("feeds/tables.toml")?)?;
    let given = ledger::lake_tables(Path::new("packs"))?;
    let tables = tables.with(given.tables)?;
    let mut fact_files = toml_files("facts")?;
    fact_files.extend(given.facts);
    let facts = Facts::parse(&tables, &fact_files)?;
    match words.as_slice() {
        ["generate", size, dir] => {
            let size = Size::from_name(size).context("county, prefecture or province")?;
            let plan = Plan::new(size, &county_codes()?, 1)?;
            let written = population::write(Path::new(dir), &tables, &plan, as_of, 2)?;
            println!("{written:#?}");
        }
        ["screen", dir] => {
            let rules = rules(&facts, &tables, as_of)?;
            let counts =
                screening::screen_lake(Path::new(dir), &facts, &rules, as_of, threads, hits)?;
            println!("{}", serde_json::to_string_pretty(&counts)?);
        }
        ["scan", dir] => {
            let columns = lake_folder::columns_read(&facts, &rules(&facts, &tables, as_of)?);
            let scanned = bare_scan::bare_scan(Path::new(dir), &columns, threads)?;
            println!("{}", serde_json::to_string_pretty(&scanned)?);
        }
        ["rules"] => println!("{}", screening::rules_json(&rules(&facts, &tables, as_of)?)?),
        ["oracle", dir, out] => oracle::write(Path::new(dir), &facts, as_of, Path::new(out))?,
        ["policy-inputs", dir, persons] => {
            let packs = Packs::load(Path::new("packs"), &fact_names(&facts, &tables))?;
            let schedule = Schedule::compile(&packs, COUNTY, as_of)?;
            let rules = packs.rules_for(COUNTY, as_of);
            policy_bench::write_inputs(Path::new(dir), &schedule, &rules, persons.parse()?)?;
        }
        ["policy", dir] => {
            let packs = Packs::load(Path::new("packs"), &fact_names(&facts, &tables))?;
            let schedule = Schedule::compile(&packs, COUNTY, as_of)?;
            let rules = packs.rules_for(COUNTY, as_of);
            let timings = policy_bench::compute(Path::new(dir), &schedule, &facts, &rules)?;
            println!("{}", serde_json::to_string_pretty(&timings)?);
        }
        _ => anyhow::bail!(
            "generate SIZE DIR | screen DIR | scan DIR | rules | oracle DIR OUT | \
             policy-inputs DIR PERSONS | policy DIR"
        ),
    }
    Ok(())
}

/// Takes `--name VALUE` out of the words.
fn option<'a>(words: &mut Vec<&'a str>, name: &str) -> Option<&'a str> {
    let at = words.iter().position(|it| *it == name)?;
    words.remove(at);
    (at < words.len()).then(|| words.remove(at))
}

fn county_codes() -> anyhow::Result<Vec<String>> {
    let regions = fs::read_to_string("data/regions.csv")?;
    let codes = regions.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let county = cells.get(2) == Some(&"county") && cells.get(5) != Some(&"1");
        county.then(|| cells[4][..6].to_owned())
    });
    Ok(codes.collect())
}

fn rules(facts: &Facts, tables: &Tables, as_of: NaiveDate) -> anyhow::Result<Vec<CompiledRule>> {
    let packs = Packs::load(Path::new("packs"), &fact_names(facts, tables))?;
    Ok(packs.rules_for(COUNTY, as_of))
}

fn toml_files(folder: &str) -> anyhow::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "toml") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
