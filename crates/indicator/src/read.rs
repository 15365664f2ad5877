//! Reads the files strictly: what is not known is a fault, with file and line.

mod counted;
mod definition;
mod history;
mod oddity;
mod report;
mod target;

use std::{collections::BTreeSet, path::Path};

use policy::{
    Basis, Faults, PackFile, Packs, Problem, pack_files,
    table::{self, Item, Lined, Table},
};

pub use self::counted::{STAGES, TYPES};
use crate::{
    indicators::{Indicators, Outside},
    target::Wanted,
};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `indicators/*.toml`
    Indicators,
    /// `targets/words.toml`
    Words,
    /// `targets/oddities.toml`
    Oddities,
    /// The other `targets/*.toml`
    Targets,
    /// `history/*.toml`
    History,
    /// `reports/*.toml`
    Reports,
}

/// A file of a pack.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) pack: String,
    pub(crate) region: String,
    pub(crate) kind: Kind,
    pub(crate) text: String,
}

/// The files of all packs, the nation first.
pub(crate) fn files(
    folder: &Path,
    packs: &Packs,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<File>> {
    let mut found = Vec::new();
    for section in ["indicators", "targets", "history", "reports"] {
        for file in pack_files(folder, packs, section, problems)? {
            let kind = match (section, file.stem.as_str()) {
                ("indicators", _) => Kind::Indicators,
                ("history", _) => Kind::History,
                ("reports", _) => Kind::Reports,
                (_, "words") => Kind::Words,
                (_, "oddities") => Kind::Oddities,
                _ => Kind::Targets,
            };
            let PackFile { path, pack, region, text, .. } = file;
            found.push(File { path, pack, region, kind, text });
        }
    }
    Ok(found)
}

/// Reads one file into what was read before.
pub(crate) fn take(
    file: &File,
    outside: &Outside<'_>,
    found: &mut Indicators,
    problems: &mut Vec<Problem>,
) {
    let top = table::parse(&file.path, &file.text, problems);
    let mut faults = Faults { file: &file.path, list: problems };
    let place = Place { file, outside };
    match file.kind {
        Kind::Indicators => definition::indicators(top, &place, found, &mut faults),
        Kind::Words => target::words(top, found, &mut faults),
        Kind::Oddities => oddity::oddities(top, found, &mut faults),
        Kind::Targets => target::targets(top, &place, found, &mut faults),
        Kind::History => history::history(top, &place, found, &mut faults),
        Kind::Reports => report::report(top, &place, found, &mut faults),
    }
}

/// Where something is being read.
pub(crate) struct Place<'a> {
    pub(crate) file: &'a File,
    pub(crate) outside: &'a Outside<'a>,
}

impl Place<'_> {
    /// `basis` and `note`: a document the pack may cite and a place in it, or `default`.
    pub(crate) fn basis(&self, table: &mut Table, faults: &mut Faults<'_>) -> Basis {
        self.outside.packs.basis(&self.file.region, table, faults)
    }

    /// `键 章节` with the title of the document in place of the key.
    pub(crate) fn cited(&self, written: &Lined<String>, faults: &mut Faults<'_>) -> String {
        self.outside.packs.cited(&self.file.region, written, faults).unwrap_or_default()
    }
}

/// Takes a whole number.
pub(crate) fn number(
    table: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
) -> Option<Lined<i32>> {
    let Lined { line, value } = table.take(key)?;
    let number = match value {
        Item::Number(text) => text.parse().ok(),
        _ => None,
    };
    if number.is_none() {
        faults.at(line, format!("{key} 应是整数，不加引号"));
    }
    number.map(|value| Lined { line, value })
}

/// Takes a list of whole numbers or of texts, as texts.
pub(crate) fn list(table: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Vec<String> {
    let Some(Lined { line, value }) = table.take(key) else { return Vec::new() };
    let Item::List(all) = value else {
        faults.at(line, format!("{key} 应是一列，写作 [ … ]"));
        return Vec::new();
    };
    all.into_iter()
        .filter_map(|it| match it.value {
            Item::Number(text) | Item::Text(text) => Some(text),
            _ => None,
        })
        .collect()
}

/// What only the whole can tell: names that are used twice or lead nowhere.
pub(crate) fn check(found: &Indicators, problems: &mut Vec<Problem>) {
    let mut fault = |file: &str, line: u32, message: String| {
        problems.push(Problem { file: file.to_owned(), line: Some(line), message });
    };
    let mut ids = BTreeSet::new();
    for it in &found.targets {
        if !ids.insert(it.id.as_str()) {
            fault(&it.file, it.line, format!("目标 {} 有两个，请改名", it.id));
        }
    }
    let mut places = BTreeSet::new();
    for it in &found.indicators {
        if !places.insert((it.region.as_str(), it.id.as_str())) {
            fault(&it.file, it.line, format!("指标 {} 在本政策包里有两个，请改名", it.id));
        }
    }
    let defined: BTreeSet<&str> = found.indicators.iter().map(|it| it.id.as_str()).collect();
    for it in &found.targets {
        if !it.is_measured && defined.contains(it.measure.as_str()) {
            fault(
                &it.file,
                it.line,
                format!("{} 是已有的指标，请写 indicator，不写 series", it.measure),
            );
        }
        if let Some((upper, _)) = &it.upper {
            let above = found.targets.iter().find(|other| other.id == *upper);
            if !above.is_some_and(|above| it.region.starts_with(&above.region)) {
                fault(&it.file, it.line, format!("upper 写的 {upper} 不是上级的目标"));
            }
        }
        if let Some(parent) = &it.parent
            && !found.groups.iter().any(|group| group.id == *parent && group.region == it.region)
        {
            fault(&it.file, it.line, format!("parent 写的 {parent} 不在 [[groups]] 里"));
        }
        for no in &it.oddities {
            if !found.oddities.iter().any(|known| known.no == *no) {
                fault(&it.file, it.line, format!("oddities 里的 {no} 不在 oddities.toml 里"));
            }
        }
        if let Wanted::Against(series) = &it.wanted
            && found.get(&it.region, series).is_none()
        {
            fault(&it.file, it.line, format!("against 写的 {series} 不是指标"));
        }
        let of = it.growth.as_ref().and_then(|growth| growth.of.as_ref());
        if let Some(of) = of.filter(|of| found.get(&it.region, of).is_none()) {
            fault(&it.file, it.line, format!("growth 的 of 写的 {of} 不是指标"));
        }
    }
}
