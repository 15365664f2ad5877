//! Every ledger of a folder of packs, and the ledgers of a region.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::Arc,
};

use anyhow::{Context, bail};
use chrono::NaiveDate;
use policy::{Faults, Packs, Problem, Unit, table};

use crate::{
    check::{self, World},
    ledger::{CodeList, Group, Ledger, Source, Words},
    overlay::Extension,
    read::{self, Definition, Named},
};

/// The file of groups and shared lists.
const SHARED: &str = "codes";

/// Every definition of a folder of packs.
#[derive(Clone, Debug, Default)]
pub struct Ledgers {
    groups: Vec<Group>,
    whole: Vec<(String, Arc<Ledger>)>,
    extensions: Vec<(String, Arc<Extension>)>,
}

/// What definitions name outside the packs' own figures.
#[derive(Debug)]
pub struct Outside<'a> {
    /// Roles and `@groups` of `access.toml`.
    pub roles: &'a BTreeSet<String>,
}

impl Ledgers {
    /// Reads `*/ledgers/*.toml` below the folder of packs and understands every formula, for every
    /// region that has a pack, as of the newest of its definitions.
    ///
    /// # Errors
    /// Everything that is wrong, a line each, and unreadable files.
    pub fn load(dir: &Path, packs: &Packs, outside: &Outside<'_>) -> anyhow::Result<Ledgers> {
        let (ledgers, problems) = Ledgers::read_until(dir, packs, outside, true)?;
        if !problems.is_empty() {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            bail!("台账定义有 {} 处问题，请改正后再试：\n{}", lines.len(), lines.join("\n"));
        }
        Ok(ledgers)
    }

    /// The same for every day on which something begins, with what is wrong beside what could be
    /// read.
    ///
    /// # Errors
    /// Unreadable files.
    pub fn read(
        dir: &Path,
        packs: &Packs,
        outside: &Outside<'_>,
    ) -> anyhow::Result<(Ledgers, Vec<Problem>)> {
        Ledgers::read_until(dir, packs, outside, false)
    }

    fn read_until(
        dir: &Path,
        packs: &Packs,
        outside: &Outside<'_>,
        newest_only: bool,
    ) -> anyhow::Result<(Ledgers, Vec<Problem>)> {
        let mut problems = Vec::new();
        let infos = packs.all();
        let folders: Vec<(&str, &str)> =
            infos.iter().map(|it| (it.name.as_str(), it.region.as_str())).collect();
        let title = |region: &str, key: &str| packs.document_zh(region, key);
        let all = Ledgers::gather(dir, &folders, &title, &mut problems)?;
        let world = World { packs, outside, groups: &all.groups };
        let mut told = BTreeSet::new();
        for info in &infos {
            let mut days = all.days(&info.region);
            if newest_only {
                days = days.pop_last().into_iter().collect();
            }
            for day in days {
                let (ledgers, found) = all.put_together(&info.region, day, &world);
                drop(ledgers);
                for it in found {
                    if told.insert((it.file.clone(), it.line, it.message.clone())) {
                        problems.push(it);
                    }
                }
            }
        }
        check::one_term_each(&all, &mut problems);
        Ok((all, problems))
    }

    /// The definitions as their files have them: nothing is held against packs, no formula is
    /// understood. `folders` are packs with their regions.
    pub(crate) fn gather(
        dir: &Path,
        folders: &[(&str, &str)],
        title: &dyn Fn(&str, &str) -> Option<String>,
        problems: &mut Vec<Problem>,
    ) -> anyhow::Result<Ledgers> {
        let mut all = Ledgers::default();
        let mut shared: Vec<CodeList> = Vec::new();
        // The nation first: what regions add needs something to be added to.
        let mut folders = folders.to_vec();
        folders.sort_by_key(|(_, region)| region.len());
        for (pack, region) in folders {
            let folder = dir.join(pack).join("ledgers");
            for name in read::files(&folder)? {
                let file = format!("{pack}/ledgers/{name}.toml");
                let path = folder.join(format!("{name}.toml"));
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("读不了 {}", path.display()))?;
                let top = table::parse(&file, &text, problems);
                let mut faults = Faults { file: &file, list: problems };
                let documents = |key: &str| title(region, key);
                let named = Named { pack, documents: &documents };
                if name == SHARED {
                    let (groups, lists) = read::shared(top, &named, &mut faults);
                    all.groups.extend(groups);
                    shared.extend(lists);
                    continue;
                }
                match read::definition(&name, top, &named, &mut faults) {
                    Some(Definition::Whole(it)) => {
                        all.whole.push((region.to_owned(), Arc::new(*it)));
                    }
                    Some(Definition::Extension(it)) => {
                        all.extensions.push((region.to_owned(), Arc::new(*it)));
                    }
                    None => {}
                }
            }
        }
        all.take_shared(&shared, problems);
        Ok(all)
    }

    /// Groups of the menu, in order.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The ledgers of a region on a day, by id, with their formulas understood. `packs` has to be
    /// the folder's these were read with.
    #[must_use]
    pub fn of(&self, packs: &Packs, region_code: &str, on: NaiveDate) -> Vec<Ledger> {
        let roles = BTreeSet::new();
        let outside = Outside { roles: &roles };
        let world = World { packs, outside: &outside, groups: &self.groups };
        self.put_together(region_code, on, &world).0
    }

    /// Every ledger with the fields of every region: what the tables have to hold. The last
    /// definition of a field counts; that all agree is checked when they are read.
    #[must_use]
    pub fn widest(&self) -> Vec<Ledger> {
        let mut all: BTreeMap<&str, Ledger> = BTreeMap::new();
        for (_, it) in &self.whole {
            match all.get_mut(it.id.as_str()) {
                None => {
                    all.insert(&it.id, Ledger::clone(it));
                }
                Some(known) => add_fields(known, it.fields.iter()),
            }
        }
        for (_, it) in &self.extensions {
            if let Some(known) = all.get_mut(it.id.as_str()) {
                add_fields(known, it.placed.fields.iter().map(|(field, _)| field));
            }
        }
        all.into_values().collect()
    }

    /// The ids of the ledgers that fill a table of the lake.
    pub fn filling(&self) -> impl Iterator<Item = &str> {
        self.whole().filter(|it| it.lake.is_some()).map(|it| it.id.as_str())
    }

    /// Which rows of the catalogue are realised where: place, rows, file and line.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let whole = self.whole().flat_map(|it| {
            let own = (place(&it.words, "", &Words::default()), &it.source);
            let parts = it.parts().into_iter();
            std::iter::once(own)
                .chain(parts.map(|(kind, words, source)| (place(&it.words, kind, words), source)))
                .map(|(place, source)| claim(place, source))
                .chain(it.lists.iter().flat_map(|list| of_list(&it.words, list)))
                .collect::<Vec<_>>()
        });
        let added = self.extensions().flat_map(|it| {
            let words = self.whole().find(|whole| whole.id == it.id).map(|it| it.words.clone());
            let words = words.unwrap_or_default();
            let own = (place(&words, "", &Words::default()), it.catalogue.clone());
            let own = std::iter::once((own.0, own.1, it.file.clone(), it.line));
            let parts = it.placed.parts().into_iter();
            let parts = parts.map(|(kind, part, source)| claim(place(&words, kind, part), source));
            let lists = it.placed.lists.iter().flat_map(|list| of_list(&words, list));
            own.chain(parts).chain(lists).collect::<Vec<_>>()
        });
        whole.chain(added).filter(|it| !it.1.is_empty()).collect()
    }

    /// Every figure there is: leading digits of the region of its pack, ledger, figure, unit.
    pub fn figures(&self) -> Vec<(String, String, String, Unit)> {
        let whole = self.whole.iter().flat_map(|(of, it)| {
            it.figures.iter().map(move |figure| (of.clone(), it.id.clone(), figure))
        });
        let added = self.extensions.iter().flat_map(|(of, it)| {
            it.placed.figures.iter().map(move |figure| (of.clone(), it.id.clone(), figure))
        });
        let all = whole.chain(added);
        all.map(|(of, ledger, figure)| (of, ledger, figure.name.clone(), figure.unit)).collect()
    }

    /// Every definition as its file has it, with the region of the pack.
    pub(crate) fn whole(&self) -> impl Iterator<Item = &Ledger> {
        self.whole.iter().map(|(_, it)| &**it)
    }

    /// Every extension as its file has it.
    pub(crate) fn extensions(&self) -> impl Iterator<Item = &Extension> {
        self.extensions.iter().map(|(_, it)| &**it)
    }

    /// The days on which something of a region begins.
    fn days(&self, region: &str) -> BTreeSet<NaiveDate> {
        let whole = self.whole.iter().filter(|(of, _)| region.starts_with(of.as_str()));
        let added = self.extensions.iter().filter(|(of, _)| region.starts_with(of.as_str()));
        whole.map(|(_, it)| it.from).chain(added.map(|(_, it)| it.from)).collect()
    }

    /// Lists that are named but not written in a ledger come from the shared file.
    fn take_shared(&mut self, shared: &[CodeList], problems: &mut Vec<Problem>) {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let own: Vec<(String, BTreeSet<String>)> = self
            .extensions
            .iter()
            .map(|(_, it)| {
                let lists = it.placed.fields.iter().filter_map(|(field, _)| field.ty.list());
                (it.id.clone(), lists.map(ToOwned::to_owned).collect())
            })
            .collect();
        for (_, ledger) in &mut self.whole {
            let ledger = Arc::make_mut(ledger);
            let named = ledger.fields.iter().filter_map(|it| it.ty.list().map(ToOwned::to_owned));
            let added = own.iter().filter(|(id, _)| *id == ledger.id);
            let named: BTreeSet<String> =
                named.chain(added.flat_map(|(_, lists)| lists.clone())).collect();
            for name in named {
                if ledger.list(&name).is_none()
                    && let Some(list) = shared.iter().find(|it| it.name == name)
                {
                    ledger.lists.push(list.clone());
                    used.insert(&list.name);
                }
            }
        }
        for list in shared {
            if !used.contains(list.name.as_str()) {
                problems.push(Problem {
                    file: list.source.file.clone(),
                    line: Some(list.source.line),
                    message: format!("代码表 {} 没有台账用到，请删去", list.name),
                });
            }
        }
    }

    fn put_together(
        &self,
        region: &str,
        on: NaiveDate,
        world: &World<'_>,
    ) -> (Vec<Ledger>, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut found: BTreeMap<&str, Ledger> = BTreeMap::new();
        let here = |of: &str, from: NaiveDate| region.starts_with(of) && from <= on;
        for (of, it) in &self.whole {
            if here(of, it.from) {
                found.insert(&it.id, Ledger::clone(it));
            }
        }
        for (of, it) in &self.extensions {
            if !here(of, it.from) {
                continue;
            }
            let mut faults = Faults { file: &it.file, list: &mut problems };
            match found.get_mut(it.id.as_str()) {
                Some(ledger) => ledger.extend(it, &mut faults),
                None => faults.at(it.line, format!("没有台账 {} 可以补充", it.id)),
            }
        }
        let mut ledgers: Vec<Ledger> = found.into_values().collect();
        check::understand(&mut ledgers, world, &mut problems);
        (ledgers, problems)
    }
}

fn add_fields<'a>(known: &mut Ledger, fields: impl Iterator<Item = &'a crate::Field>) {
    for field in fields {
        if known.field(&field.name).is_none() {
            known.fields.push(field.clone());
        }
    }
}

/// Where a row of the catalogue is realised, which rows, file and line.
pub(crate) type Claim = (Words, Vec<String>, String, u32);

fn claim(place: Words, source: &Source) -> Claim {
    (place, source.catalogue.clone(), source.file.clone(), source.line)
}

fn of_list(ledger: &Words, list: &CodeList) -> Vec<Claim> {
    let own = claim(place(ledger, "代码表", &Words::default()), &list.source);
    let items = list.items.iter().map(|it| {
        let (file, line) = (list.source.file.clone(), list.source.line);
        (place(ledger, "代码", &it.words), it.catalogue.clone(), file, line)
    });
    std::iter::once(own).chain(items).collect()
}

fn place(ledger: &Words, kind: &str, part: &Words) -> Words {
    match kind {
        "" => Words { zh: format!("台账 {}", ledger.zh), en: ledger.en.clone() },
        kind => Words {
            zh: format!("{}：{kind} {}", ledger.zh, part.zh).trim_end().to_owned(),
            en: format!("{}: {}", ledger.en, part.en),
        },
    }
}
