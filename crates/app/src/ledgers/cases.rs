//! 案例: what ledgers are to do, tried out on a database of its own.
//!
//! `packs/*/ledger_cases/<id>.toml` holds samples, which have to be accepted, and cases: records that
//! are there, a record, what is done with it, and what comes of it. Each is tried in a unit of work
//! that is dropped afterwards.

mod compare;
mod file;
mod place;
mod trial;

use std::{fs, path::Path};

use anyhow::Context;
use policy::Problem;

use self::{file::read_files, place::Place, trial::Trial};
use crate::home::{Home, HomeOptions};

/// Tries every sample and every case of a folder of packs. `definitions` holds tables, facts and
/// regions.
///
/// # Errors
/// When files cannot be read or the database for trying cannot be made.
pub async fn check_cases(definitions: &Path, packs: &Path) -> anyhow::Result<Vec<Problem>> {
    let folder = tempfile::tempdir()?;
    for name in ["feeds", "facts", "data"] {
        copy(&definitions.join(name), &folder.path().join("definitions").join(name))?;
    }
    let options = HomeOptions { packs: Some(packs.to_owned()), ..HomeOptions::default() };
    let home = Home::open(folder.path(), &[], &options).await?;
    super::ready(&home).await?;
    let mut problems = Vec::new();
    for info in home.packs().all() {
        let folder = packs.join(&info.name).join("ledger_cases");
        if !folder.exists() {
            continue;
        }
        let place = Place::of(&home, &info.region)?;
        place.settle_families(&home).await?;
        let files = read_files(&home, packs, &info.region)?;
        let mut names: Vec<&String> =
            files.iter().filter(|it| it.1.0 == info.name).map(|it| it.0).collect();
        names.sort();
        for id in names {
            let (_, file) = &files[id];
            let path = format!("{}/ledger_cases/{id}.toml", info.name);
            let mut told = |zh: &str, what: String| {
                let message = format!("案例“{zh}”：{what}");
                problems.push(Problem { file: path.clone(), line: None, message });
            };
            for (at, _) in file.samples.iter().enumerate() {
                let mut trial = Trial::new(&home, &place, &files).await?;
                if let Err(error) = trial.sample(id, at + 1).await {
                    told(&format!("样例 {}", at + 1), format!("{error:#}"));
                }
            }
            for case in &file.cases {
                let mut trial = Trial::new(&home, &place, &files).await?;
                match trial.case(id, case).await {
                    Ok(wrong) => wrong.into_iter().for_each(|it| told(&case.zh, it)),
                    Err(error) => told(&case.zh, format!("{error:#}")),
                }
            }
        }
    }
    Ok(problems)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("读不了 {}", from.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
