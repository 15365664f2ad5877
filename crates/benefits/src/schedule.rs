//! The benefits of a region on a day.

use anyhow::bail;
use chrono::NaiveDate;
use policy::{BenefitOutcome, Packs};

use crate::compile::Compiled;

/// Every benefit in force for a region on a day, with its figures.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Leading digits of the statistical code.
    pub region: String,
    /// The day.
    pub on: NaiveDate,
    /// Fingerprint of the packs.
    pub packs: String,
    benefits: Vec<Compiled>,
}

impl Schedule {
    /// Compiles what is in force. `region` is the leading digits of a statistical code.
    ///
    /// # Errors
    /// When a benefit is not sound; the message lists everything, as [`crate::check`] does.
    pub fn compile(packs: &Packs, region: &str, on: NaiveDate) -> anyhow::Result<Schedule> {
        let mut benefits = Vec::new();
        let mut problems = Vec::new();
        for benefit in packs.benefits(region, on) {
            match Compiled::new(packs, benefit, region, on) {
                Ok(it) => benefits.push(it),
                Err(list) => problems.extend(list),
            }
        }
        if !problems.is_empty() {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            bail!("待遇有 {} 处问题，请改正后再试：\n{}", lines.len(), lines.join("\n"));
        }
        Ok(Schedule { region: region.to_owned(), on, packs: packs.hash(), benefits })
    }

    /// Every definition, accounts included, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &Compiled> {
        self.benefits.iter()
    }

    /// The benefits: whatever somebody can be entitled to.
    pub fn benefits(&self) -> impl Iterator<Item = &Compiled> {
        self.benefits.iter().filter(|it| it.benefit.outcome != BenefitOutcome::Account)
    }

    /// One by its identifier.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Compiled> {
        self.benefits.iter().find(|it| it.benefit.id == id)
    }

    /// The facts they read, by name.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.benefits.iter().flat_map(Compiled::facts)
    }
}
