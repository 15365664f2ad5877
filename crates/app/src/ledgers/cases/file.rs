//! What a file of samples and cases says.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::home::Home;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseFile {
    #[serde(default)]
    pub(super) samples: Vec<Row>,
    #[serde(default)]
    pub(super) cases: Vec<Case>,
}

/// Fields and words; `region`, `state` and `opened_on` may stand among them.
pub(super) type Row = BTreeMap<String, String>;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) zh: String,
    #[serde(default)]
    pub(super) also: Vec<Also>,
    #[serde(default)]
    pub(super) row: Row,
    #[serde(default)]
    pub(super) state: Option<String>,
    #[serde(default)]
    pub(super) on: Option<NaiveDate>,
    /// Fields that are changed once everything is there.
    #[serde(default)]
    pub(super) change: Row,
    #[serde(default, rename = "do")]
    pub(super) action: Option<Do>,
    pub(super) then: Then,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Also {
    pub(super) ledger: String,
    #[serde(default, rename = "as")]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) row: Row,
    #[serde(default)]
    pub(super) state: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Do {
    pub(super) action: String,
    #[serde(default)]
    pub(super) fills: Row,
    #[serde(default)]
    pub(super) reason: Option<String>,
    #[serde(default)]
    pub(super) on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Then {
    #[serde(default)]
    pub(super) accepted: bool,
    #[serde(default)]
    pub(super) refused: OneOrMany,
    #[serde(default)]
    pub(super) state: Option<String>,
    #[serde(default)]
    pub(super) values: Row,
    #[serde(default)]
    pub(super) finds: OneOrMany,
    #[serde(default)]
    pub(super) not: OneOrMany,
    #[serde(default)]
    pub(super) figures: Row,
}

impl Then {
    /// Whether anything is to be compared.
    pub(super) fn says_something(&self) -> bool {
        let named = [&self.refused, &self.finds, &self.not];
        self.accepted || !self.figures.is_empty() || named.iter().any(|it| !it.all().is_empty())
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> OneOrMany {
        OneOrMany::Many(Vec::new())
    }
}

impl OneOrMany {
    pub(super) fn all(&self) -> &[String] {
        match self {
            OneOrMany::One(it) => std::slice::from_ref(it),
            OneOrMany::Many(list) => list,
        }
    }
}

/// Case files by ledger, the nearest pack's, with the pack.
pub(super) type Files = BTreeMap<String, (String, CaseFile)>;

/// The files that apply to a region.
pub(super) fn read_files(home: &Home, packs: &Path, region: &str) -> anyhow::Result<Files> {
    let mut files = Files::new();
    let mut chain = home.packs().chain(region);
    chain.reverse();
    for info in chain {
        let folder = packs.join(&info.name).join("ledger_cases");
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let Some(id) = path.file_stem().map(|it| it.to_string_lossy().into_owned()) else {
                continue;
            };
            let text = fs::read_to_string(&path)?;
            let mut file: CaseFile =
                toml::from_str(&text).with_context(|| path.display().to_string())?;
            if file.samples.is_empty()
                && let Some((_, above)) = files.get_mut(&id)
            {
                file.samples = std::mem::take(&mut above.samples);
            }
            files.insert(id, (info.name.clone(), file));
        }
    }
    Ok(files)
}
