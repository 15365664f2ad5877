//! All checks of a folder of packs, overlaid by region: the nearest pack that has a check of that
//! number in force on the day gives it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::bail;
use chrono::NaiveDate;
use policy::{Faults, Packs, Problem, table};

use crate::{
    cases::{self, CaseFile},
    check::{Check, Written},
    read,
    schema::Schema,
};

/// What the packs of a folder say of the national exports.
#[derive(Debug)]
pub struct Catalogue {
    pub(crate) packs: Vec<PackChecks>,
    hash: String,
}

/// One pack's part.
#[derive(Debug, Default)]
pub(crate) struct PackChecks {
    pub(crate) name: String,
    pub(crate) region: String,
    pub(crate) schema: Schema,
    pub(crate) checks: Vec<Written>,
    pub(crate) cases: CaseFile,
}

impl Catalogue {
    /// Reads `checks/` of every pack of a folder.
    ///
    /// # Errors
    /// Lists everything that cannot be read, with file and line. Whether conditions fit the
    /// columns is another question: [`crate::problems`].
    pub fn load(folder: &Path, packs: &Packs) -> anyhow::Result<Catalogue> {
        let mut problems = Vec::new();
        let catalogue = Catalogue::read(folder, packs, &mut problems);
        if !problems.is_empty() {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            bail!("核查规则有 {} 处问题，请改正后再试：\n{}", lines.len(), lines.join("\n"));
        }
        Ok(catalogue)
    }

    pub(crate) fn read(folder: &Path, packs: &Packs, problems: &mut Vec<Problem>) -> Catalogue {
        let mut all = Vec::new();
        let mut text = String::new();
        for info in packs.all() {
            let mut pack = PackChecks {
                name: info.name.clone(),
                region: info.region.clone(),
                ..PackChecks::default()
            };
            let documents = packs.document_keys(&info.region);
            for (file, content) in files(folder, &info.name, problems) {
                text.push_str(&format!("{file}\n{}\n{content}", content.len()));
                read_file(&mut pack, &file, &content, &documents, problems);
            }
            all.push(pack);
        }
        let hash = format!("{:016x}", kernel::fingerprint(&text).cast_unsigned());
        Catalogue { packs: all, hash }
    }

    /// Sixteen hexadecimal digits over everything read.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The checks in force for a region on a day, by number.
    #[must_use]
    pub fn checks_for(&self, packs: &Packs, region: &str, on: NaiveDate) -> Vec<Check> {
        let nearest_first = self.chain(packs, region);
        let ids: BTreeSet<&String> =
            nearest_first.iter().flat_map(|it| &it.checks).map(|it| &it.id).collect();
        let in_force = ids.into_iter().filter_map(|id| {
            let mut all = nearest_first.iter().flat_map(|it| &it.checks);
            all.find(|it| it.id == *id && it.is_valid_on(on))?.check.clone()
        });
        in_force.collect()
    }

    pub(crate) fn schema_for(&self, packs: &Packs, region: &str) -> Schema {
        let mut schema = Schema::default();
        for pack in self.chain(packs, region).into_iter().rev() {
            schema.overlay(&pack.schema);
        }
        schema
    }

    fn chain(&self, packs: &Packs, region: &str) -> Vec<&PackChecks> {
        let names = packs.chain(region);
        names.iter().filter_map(|info| self.packs.iter().find(|it| it.name == info.name)).collect()
    }
}

fn read_file(
    pack: &mut PackChecks,
    file: &str,
    content: &str,
    documents: &BTreeSet<String>,
    problems: &mut Vec<Problem>,
) {
    let top = table::parse(file, content, problems);
    let mut faults = Faults { file, list: problems };
    let name = file.rsplit('/').next().unwrap_or(file);
    if file.contains("/checks/cases/") {
        cases::read(top, &mut pack.cases, &mut faults);
    } else if name == "columns.toml" {
        let columns = read::columns(top, &mut faults);
        pack.schema.words = columns.words;
        pack.schema.sheets = columns.sheets;
    } else if name == "derived.toml" {
        read::derived(top, &mut pack.schema, &mut faults);
    } else {
        for check in read::checks(top, &pack.name, documents, &mut faults) {
            let same = |it: &&Written| it.id == check.id && it.from == check.from;
            if let Some(other) = pack.checks.iter().find(same) {
                let place = format!("{} 第{}行", other.file, other.line);
                faults.at(check.line, format!("{} 在 {place} 已有，起始日也相同", check.id));
            }
            pack.checks.push(check);
            // The newest of one number is met first.
            pack.checks.sort_by_key(|it| std::cmp::Reverse(it.from));
        }
    }
}

/// The TOML files of a pack's `checks/`, by path.
fn files(folder: &Path, pack: &str, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for below in ["checks", "checks/cases"] {
        let Ok(entries) = fs::read_dir(folder.join(pack).join(below)) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let file = format!("{pack}/{below}/{name}");
            if entry.path().is_dir() {
                if below == "checks" && name == "cases" {
                    continue;
                }
            } else if name.ends_with(".toml") {
                match fs::read_to_string(entry.path()) {
                    Ok(text) => {
                        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
                        found.insert(file, text);
                        continue;
                    }
                    Err(error) => {
                        let message = format!("读不了这个文件，请存成 UTF-8 编码的文本（{error}）");
                        problems.push(Problem { file, line: None, message });
                        continue;
                    }
                }
            } else if name.ends_with(".md") || name.starts_with('.') {
                continue;
            }
            let message =
                "不认识的文件或文件夹，请改名或移走（checks 里只有 .toml 和 cases）".into();
            problems.push(Problem { file, line: None, message });
        }
    }
    found
}
