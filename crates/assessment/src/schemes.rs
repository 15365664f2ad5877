//! Every scheme of a folder of packs.

use std::{collections::BTreeSet, path::Path};

use anyhow::bail;
use chrono::NaiveDate;
use indicator::Indicators;
use policy::{Packs, Problem, Unit, nearest};

use crate::{
    read,
    scheme::{Object, Scheme},
};

/// What schemes name outside this crate.
#[derive(Debug)]
pub struct Outside<'a> {
    /// The packs of the folder: documents and lists.
    pub packs: &'a Packs,
    /// The indicators there are.
    pub indicators: &'a Indicators,
    /// Figures of ledgers: leading digits of the region of the pack, ledger, figure, stored unit.
    pub figures: &'a [(String, String, String, Unit)],
    /// The roles there are, and `@groups` of them.
    pub roles: &'a BTreeSet<String>,
}

/// The list of grades.
pub(crate) const GRADES: &str = "assessment.grades";
/// The list of contents.
pub(crate) const CONTENT: &str = "assessment.content";
/// The list of the evaluations a region joins.
pub(crate) const PARTS: &str = "assessment.parts";

/// The schemes of a folder of packs.
#[derive(Clone, Debug, Default)]
pub struct Schemes {
    schemes: Vec<Scheme>,
}

impl Schemes {
    /// Reads `*/assessment/*.toml` below the folder.
    ///
    /// # Errors
    /// Everything that is wrong, a line each, and unreadable files.
    pub fn load(folder: &Path, outside: &Outside<'_>) -> anyhow::Result<Schemes> {
        let (found, problems) = Schemes::read(folder, outside)?;
        if !problems.is_empty() {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            bail!("考核评估方案有 {} 处问题，请改正后再试：\n{}", lines.len(), lines.join("\n"));
        }
        Ok(found)
    }

    /// The same, with what is wrong beside what could be read.
    ///
    /// # Errors
    /// Unreadable files.
    pub fn read(folder: &Path, outside: &Outside<'_>) -> anyhow::Result<(Schemes, Vec<Problem>)> {
        let mut problems = Vec::new();
        let schemes = read::schemes(folder, outside, &mut problems)?;
        let found = Schemes { schemes };
        found.check_parts(outside, &mut problems);
        Ok((found, problems))
    }

    /// The schemes of a region on a day, given by leading digits: of several of one id the nearest,
    /// with the names that the region's own lists give to parts and grades.
    #[must_use]
    pub fn of(&self, packs: &Packs, region_code: &str, on: NaiveDate) -> Vec<Scheme> {
        let on_that_day = self.schemes.iter().filter(|it| it.counts_on(on));
        let here = nearest(on_that_day, region_code, |it| (&it.id, &it.region));
        here.into_iter().map(|it| worded(it, packs, region_code, on)).collect()
    }

    /// One scheme of a region on a day.
    #[must_use]
    pub fn get(&self, packs: &Packs, region_code: &str, id: &str, on: NaiveDate) -> Option<Scheme> {
        self.of(packs, region_code, on).into_iter().find(|it| it.id == id)
    }

    /// Where a region lists what it joins, its schemes for places join exactly that.
    fn check_parts(&self, outside: &Outside<'_>, problems: &mut Vec<Problem>) {
        let packs = outside.packs;
        for pack in packs.all() {
            for scheme in self.schemes.iter().filter(|it| it.object == Object::Place) {
                let nearest = self.get(packs, &pack.region, &scheme.id, scheme.from);
                if nearest.is_none_or(|it| it.file != scheme.file) {
                    continue;
                }
                let Some(list) = packs.list(PARTS, &pack.region, scheme.from) else { continue };
                let listed: BTreeSet<&str> = list.items.iter().map(|it| it.code.as_str()).collect();
                let own: BTreeSet<&str> = scheme.parts.iter().map(|it| it.id.as_str()).collect();
                if listed != own {
                    problems.push(Problem {
                        file: scheme.file.clone(),
                        line: Some(1),
                        message: format!(
                            "{} 的名单 {PARTS} 是 {}，方案的 parts 是 {}：要一样",
                            pack.zh,
                            listed.into_iter().collect::<Vec<_>>().join("、"),
                            own.into_iter().collect::<Vec<_>>().join("、"),
                        ),
                    });
                }
            }
        }
    }
}

/// With the names that the lists of a region give.
fn worded(scheme: &Scheme, packs: &Packs, region_code: &str, on: NaiveDate) -> Scheme {
    let name = |list: &str, code: &str| {
        let found = packs.list(list, region_code, on)?;
        found.items.into_iter().find(|it| it.code == code).map(|it| it.zh)
    };
    let mut scheme = scheme.clone();
    for it in &mut scheme.parts {
        it.zh = name(PARTS, &it.id).unwrap_or_else(|| it.zh.clone());
    }
    for it in &mut scheme.grades {
        it.zh = name(GRADES, &it.code).unwrap_or_else(|| it.zh.clone());
    }
    scheme
}
