//! Benefits without a register: a file of inputs, and the check of the packs.

use std::{fs, path::Path};

use ::benefits::{BenefitExplanation, Schedule};
use anyhow::{Context, bail};
use policy::{Packs, Problem};

use crate::definitions::fact_names_of;

/// Explains what a file of inputs gives by `packs`, with the facts of `definitions`.
///
/// # Errors
/// When the file or the packs are wrong, or the benefit is not in force; the message says where.
pub fn try_file(
    definitions: &Path,
    packs: &Path,
    file: &Path,
) -> anyhow::Result<BenefitExplanation> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).with_context(|| format!("读不到 {name}"))?;
    let trial = match policy::read_trial(&name, &text) {
        Ok(it) => it,
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            bail!("{}", lines.join("\n"));
        }
    };
    let packs = Packs::load(packs, &fact_names_of(definitions)?)?;
    let schedule = Schedule::compile(&packs, &trial.region, trial.on)?;
    let Some(benefit) = schedule.get(&trial.benefit) else {
        let known: Vec<&str> = schedule.iter().map(|it| it.benefit.id.as_str()).collect();
        bail!(
            "{name}：{} 在 {} 没有待遇 {}，可用：{}",
            trial.region,
            trial.on,
            trial.benefit,
            known.join("、")
        );
    };
    benefit.explain_written(&trial.given).with_context(|| name)
}

/// Everything that is wrong with packs: what reading them shows, then the benefits and their cases,
/// the lines of income, and ledgers.
///
/// # Errors
/// When the facts cannot be read.
pub fn check(definitions: &Path, packs: &Path) -> anyhow::Result<Vec<Problem>> {
    let facts = fact_names_of(definitions)?;
    let problems = policy::check(packs, &facts);
    if !problems.is_empty() {
        return Ok(problems);
    }
    let loaded = Packs::load(packs, &facts)?;
    let mut problems = ::benefits::check(&loaded);
    problems.extend(::income::check(&loaded, &facts));
    problems.extend(crate::ledgers::problems(packs, &loaded)?);
    problems.extend(crate::definitions::indicator_problems(packs, &loaded, &facts)?);
    Ok(problems)
}
