//! The text files that say what is what: tables, feeds, facts, packs, regions.
//!
//! They come with the program and are laid out in the home folder, where
//! officers may read and change them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use indicator::Indicators;
use intake::Feeds;
use kernel::{Holidays, RegionTree, Tables};
use lake::{declaration::Facts, fact_names};
use ledger::{Ledgers, Outside, lake_tables};
use policy::{FactNames, Packs, Problem};

use crate::{access::Access, ledgers::Shelf, packs_in_force::PacksInForce};

/// Everything that is declared rather than programmed.
#[derive(Debug)]
pub struct Definitions {
    /// Canonical tables.
    pub tables: Tables,
    /// What the departments' files look like.
    pub feeds: Feeds,
    /// Declared facts.
    pub facts: Facts,
    /// Policy by region and date.
    pub packs: PacksInForce,
    /// The folder the packs are read from.
    pub packs_folder: PathBuf,
    /// Definitions of ledgers.
    pub ledgers: Shelf,
    /// Indicators, targets of plans, and what plans tell of the years before.
    pub indicators: Indicators,
    /// Provinces to villages.
    pub regions: RegionTree,
    /// Public holidays and the days worked in exchange.
    pub holidays: Holidays,
}

impl Definitions {
    /// Loads a folder that holds `feeds/`, `facts/`, `packs/` and `data/`.
    /// `packs` may point elsewhere, to run an older or a draft set.
    ///
    /// # Errors
    /// When anything is missing or wrong; the message names file and remedy.
    pub fn load(folder: &Path, packs: Option<&Path>) -> anyhow::Result<Definitions> {
        let mut feed_files = text_files(&folder.join("feeds"))?;
        let tables_at = feed_files
            .iter()
            .position(|(name, _)| name == "tables.toml")
            .with_context(|| format!("{} 里缺少 tables.toml", folder.join("feeds").display()))?;
        let (_, tables) = feed_files.remove(tables_at);
        let tables = Tables::parse(&tables).context("feeds/tables.toml")?;
        let packs_folder = packs.map_or_else(|| folder.join("packs"), Path::to_owned);
        let given = lake_tables(&packs_folder)?;
        let tables = tables.with(given.tables).context("台账取数")?;
        let feeds = Feeds::parse(&tables, &feed_files)?;
        let mut fact_files = text_files(&folder.join("facts"))?;
        fact_files.extend(given.facts);
        let facts = Facts::parse(&tables, &fact_files)?;
        let packs = Packs::load(&packs_folder, &fact_names(&facts, &tables))?;
        let roles = Access::get().names();
        let ledgers = Ledgers::load(&packs_folder, &packs, &Outside { roles: &roles })?;
        let names = fact_names(&facts, &tables);
        let figures = ledgers.figures();
        let outside =
            indicator::Outside { packs: &packs, facts: &names, roles: &roles, figures: &figures };
        let indicators = Indicators::load(&packs_folder, &outside)?;
        let regions_file = folder.join("data").join("regions.csv");
        let regions = fs::read_to_string(&regions_file)
            .with_context(|| format!("读不到行政区划 {}", regions_file.display()))?;
        let regions = RegionTree::parse(&regions)
            .with_context(|| format!("行政区划 {} 有误", regions_file.display()))?;
        let holidays_file = folder.join("data").join("holidays.toml");
        let holidays = fs::read_to_string(&holidays_file)
            .with_context(|| format!("读不到节假日 {}", holidays_file.display()))?;
        let holidays = Holidays::parse(&holidays)
            .with_context(|| format!("节假日 {} 有误", holidays_file.display()))?;
        let packs = PacksInForce::new(packs);
        let ledgers = Shelf::new(ledgers);
        Ok(Definitions {
            tables,
            feeds,
            facts,
            packs,
            packs_folder,
            ledgers,
            indicators,
            regions,
            holidays,
        })
    }

    /// The facts as policy knows them.
    #[must_use]
    pub fn fact_names(&self) -> FactNames {
        fact_names(&self.facts, &self.tables)
    }
}

/// Reads the facts of a folder for checking packs alone.
///
/// # Errors
/// When tables or facts are wrong.
pub fn fact_names_of(folder: &Path) -> anyhow::Result<FactNames> {
    let tables = fs::read_to_string(folder.join("feeds").join("tables.toml"))?;
    let given = lake_tables(&folder.join("packs"))?;
    let tables = Tables::parse(&tables)?.with(given.tables).context("台账取数")?;
    let mut fact_files = text_files(&folder.join("facts"))?;
    fact_files.extend(given.facts);
    let facts = Facts::parse(&tables, &fact_files)?;
    Ok(fact_names(&facts, &tables))
}

/// Everything that is wrong with the indicators and targets of a folder of packs.
///
/// # Errors
/// When files cannot be read.
pub fn indicator_problems(
    folder: &Path,
    packs: &Packs,
    facts: &FactNames,
) -> anyhow::Result<Vec<Problem>> {
    let roles = Access::get().names();
    let (ledgers, _) = Ledgers::read(folder, packs, &Outside { roles: &roles })?;
    let figures = ledgers.figures();
    let outside = indicator::Outside { packs, facts, roles: &roles, figures: &figures };
    Ok(Indicators::read(folder, &outside)?.1)
}

/// The `.toml` files of a folder, by name, with their text.
fn text_files(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("读不到文件夹 {}", folder.display()))?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|it| it.path())
        .filter(|it| it.extension().is_some_and(|it| it == "toml"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text =
                fs::read_to_string(&path).with_context(|| format!("读不到 {}", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok((name, text))
        })
        .collect()
}
