//! Every indicator, target and history of a folder of packs.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::bail;
use kernel::fingerprint;
use policy::{FactNames, Packs, Problem, Unit, nearest};

use crate::{
    definition::Indicator,
    history::History,
    oddity::Oddity,
    read,
    report::Report,
    target::{Target, TargetGroup, Word},
};

/// What definitions name outside this crate.
#[derive(Debug)]
pub struct Outside<'a> {
    /// The packs of the folder: documents and parameters.
    pub packs: &'a Packs,
    /// The facts there are.
    pub facts: &'a FactNames,
    /// Roles and groups of roles.
    pub roles: &'a BTreeSet<String>,
    /// Figures of ledgers: leading digits of the region of the pack, ledger, figure, stored unit.
    pub figures: &'a [(String, String, String, Unit)],
}

/// Everything that packs say of indicators.
#[derive(Clone, Debug, Default)]
pub struct Indicators {
    pub(crate) indicators: Vec<Indicator>,
    pub(crate) targets: Vec<Target>,
    pub(crate) groups: Vec<TargetGroup>,
    pub(crate) words: BTreeMap<String, Word>,
    pub(crate) oddities: Vec<Oddity>,
    pub(crate) histories: Vec<History>,
    pub(crate) reports: Vec<Report>,
    pub(crate) hash: String,
}

impl Indicators {
    /// Reads `*/indicators/*.toml`, `*/targets/*.toml`, `*/history/*.toml` and `*/reports/*.toml`
    /// below the folder.
    ///
    /// # Errors
    /// Everything that is wrong, a line each, and unreadable files.
    pub fn load(folder: &Path, outside: &Outside<'_>) -> anyhow::Result<Indicators> {
        let (found, problems) = Indicators::read(folder, outside)?;
        if !problems.is_empty() {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            bail!("指标和目标有 {} 处问题，请改正后再试：\n{}", lines.len(), lines.join("\n"));
        }
        Ok(found)
    }

    /// The same, with what is wrong beside what could be read.
    ///
    /// # Errors
    /// Unreadable files.
    pub fn read(
        folder: &Path,
        outside: &Outside<'_>,
    ) -> anyhow::Result<(Indicators, Vec<Problem>)> {
        let mut problems = Vec::new();
        let mut found = Indicators::default();
        let files = read::files(folder, outside.packs, &mut problems)?;
        // How a number is printed does not change it.
        let text: Vec<&str> = files
            .iter()
            .filter(|it| it.kind != read::Kind::Reports)
            .flat_map(|it| [it.path.as_str(), it.text.as_str()])
            .collect();
        found.hash = format!("{:016x}", fingerprint(&text.join("\n")).cast_unsigned());
        // Words and indicators first: targets name them.
        for kind in [read::Kind::Indicators, read::Kind::Words, read::Kind::Oddities] {
            files
                .iter()
                .filter(|it| it.kind == kind)
                .for_each(|it| read::take(it, outside, &mut found, &mut problems));
        }
        for kind in [read::Kind::Targets, read::Kind::History, read::Kind::Reports] {
            files
                .iter()
                .filter(|it| it.kind == kind)
                .for_each(|it| read::take(it, outside, &mut found, &mut problems));
        }
        read::check(&found, &mut problems);
        Ok((found, problems))
    }

    /// The indicators of a region, given by leading digits: of several of one id the nearest.
    #[must_use]
    pub fn of(&self, region_code: &str) -> Vec<&Indicator> {
        nearest(&self.indicators, region_code, |it| (&it.id, &it.region))
    }

    /// One indicator of a region.
    #[must_use]
    pub fn get(&self, region_code: &str, id: &str) -> Option<&Indicator> {
        let here = self.indicators.iter().filter(|it| it.id == id);
        here.filter(|it| region_code.starts_with(&it.region)).max_by_key(|it| it.region.len())
    }

    /// The reports of a region, given by leading digits: of several of one id the nearest.
    #[must_use]
    pub fn reports_of(&self, region_code: &str) -> Vec<&Report> {
        nearest(&self.reports, region_code, |it| (&it.id, &it.region))
    }

    /// One report of a region.
    #[must_use]
    pub fn report(&self, region_code: &str, id: &str) -> Option<&Report> {
        let here = self.reports.iter().filter(|it| it.id == id);
        here.filter(|it| region_code.starts_with(&it.region)).max_by_key(|it| it.region.len())
    }

    /// The targets of the plan of exactly this region.
    pub fn targets_of<'a>(&'a self, region_code: &str) -> impl Iterator<Item = &'a Target> {
        let code = region_code.to_owned();
        self.targets.iter().filter(move |it| it.region == code)
    }

    /// Every target.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// A target by its identifier.
    #[must_use]
    pub fn target(&self, id: &str) -> Option<&Target> {
        self.targets.iter().find(|it| it.id == id)
    }

    /// Groups of lines.
    #[must_use]
    pub fn groups(&self) -> &[TargetGroup] {
        &self.groups
    }

    /// Contradictions and slips of the documents.
    #[must_use]
    pub fn oddities(&self) -> &[Oddity] {
        &self.oddities
    }

    /// What plans tell of the years before.
    #[must_use]
    pub fn histories(&self) -> &[History] {
        &self.histories
    }

    /// Words that stand for a number.
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        self.words.values()
    }

    /// Fingerprint of the files.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }
}
