//! What a crate that reads a section of its own needs of the packs: the files of the section, and of several
//! definitions of one name the nearest.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context;

use crate::{packs::Packs, problem::Problem};

/// A file of a section of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFile {
    /// Its path below the folder of packs.
    pub path: String,
    /// Its name without the ending.
    pub stem: String,
    /// The pack.
    pub pack: String,
    /// Leading digits of the pack's region.
    pub region: String,
    /// What stands in it, with the line ends of Unix and no mark at the beginning.
    pub text: String,
}

/// The `.toml` files of a section (`<pack>/<section>/`) of all packs, the nation first, by name.
///
/// # Errors
/// When a folder or a file cannot be read. What does not belong there is a problem.
pub fn pack_files(
    folder: &Path,
    packs: &Packs,
    section: &str,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<PackFile>> {
    let mut infos = packs.all();
    infos.sort_by_key(|it| it.region.len());
    let mut found = Vec::new();
    for info in infos {
        let here = folder.join(&info.name).join(section);
        if !here.is_dir() {
            continue;
        }
        let listed = fs::read_dir(&here)
            .and_then(|it| it.collect::<Result<Vec<_>, _>>())
            .with_context(|| format!("读不了 {}", here.display()))?;
        let mut names: Vec<String> =
            listed.iter().map(|it| it.file_name().to_string_lossy().into_owned()).collect();
        names.retain(|it| !it.starts_with('.'));
        names.sort();
        for name in names {
            let path = format!("{}/{section}/{name}", info.name);
            let Some(stem) = name.strip_suffix(".toml") else {
                let message = "这里只放 .toml 文件，请移走".to_owned();
                problems.push(Problem { file: path, line: None, message });
                continue;
            };
            let at = here.join(&name);
            let text =
                fs::read_to_string(&at).with_context(|| format!("读不了 {}", at.display()))?;
            let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            let (stem, pack) = (stem.to_owned(), info.name.clone());
            found.push(PackFile { path, stem, pack, region: info.region.clone(), text });
        }
    }
    Ok(found)
}

/// The definitions that apply in a region, given by leading digits: of several of one id the one of the nearest
/// pack, by id. `place` gives the id and the leading digits of its pack's region.
pub fn nearest<'a, T>(
    all: impl IntoIterator<Item = &'a T>,
    region_code: &str,
    place: impl Fn(&'a T) -> (&'a str, &'a str),
) -> Vec<&'a T> {
    let mut found: BTreeMap<&str, &T> = BTreeMap::new();
    for it in all {
        let (id, region) = place(it);
        let nearer = found.get(id).is_none_or(|known| place(known).1.len() < region.len());
        if region_code.starts_with(region) && nearer {
            found.insert(id, it);
        }
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_one_id_the_nearest_counts() {
        let all = [("a", ""), ("a", "53"), ("a", "52"), ("b", "532327"), ("c", "")];
        let of = |code: &str| -> Vec<(&str, &str)> {
            nearest(&all, code, |it| *it).into_iter().copied().collect()
        };
        assert_eq!(of("532327"), [("a", "53"), ("b", "532327"), ("c", "")]);
        assert_eq!(of("51"), [("a", ""), ("c", "")]);
    }
}
