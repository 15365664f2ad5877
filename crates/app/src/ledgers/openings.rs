//! 开账: records a plan gives a county to begin with, from `packs/*/ledger_openings/<id>.toml`.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use kernel::{RegionLevel, calendar::china_day};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    terms::Terms,
    writer::{Draft, Writer},
};
use crate::home::Home;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningFile {
    rows: Vec<BTreeMap<String, String>>,
}

/// What came of opening the books of a county.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// Rows the packs give.
    pub rows: u64,
    /// Recorded now.
    pub added: u64,
    /// There before.
    pub present: u64,
}

/// Records what the packs of a county give it to begin with. Rows that are there already are left
/// alone, so that it may be asked again.
///
/// # Errors
/// When a file is wrong; then nothing is recorded.
pub async fn open_books(
    home: &Home,
    region: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Opened> {
    super::ready(home).await?;
    let county = home.region(region)?.clone();
    if county.level != RegionLevel::County {
        bail!("{} 不是县：开账按县办", county.name);
    }
    let terms = Terms::of(home, county.id, china_day(now));
    let mut opened = Opened::default();
    let mut tx = home.db.write().await?;
    for info in home.packs().chain(&county.stat_code) {
        let folder = home.definitions.packs_folder.join(&info.name).join("ledger_openings");
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let id = path.file_stem().map(|it| it.to_string_lossy().into_owned());
            let id = id.unwrap_or_default();
            let text = fs::read_to_string(&path)?;
            let file: OpeningFile =
                toml::from_str(&text).with_context(|| path.display().to_string())?;
            let definition = terms.ledger(&id);
            let definition = definition.with_context(|| format!("没有台账 {id}"))?;
            for (at, row) in file.rows.iter().enumerate() {
                opened.rows += 1;
                let mut values = BTreeMap::new();
                for (name, typed) in row {
                    let place = || format!("{} 第 {} 条 {name}", path.display(), at + 1);
                    let field = definition.field(name).with_context(place)?;
                    let value = definition.read(field, typed);
                    let value = value.map_err(|it| anyhow::anyhow!("{}：{}", place(), it.zh))?;
                    values.insert(name.clone(), value);
                }
                let draft = Draft { region_id: county.id, values, state: None };
                let actor = actor.to_owned();
                let mut writer = Writer { tx: &mut tx, terms: &terms, actor, now };
                match writer.add(definition, &[draft], "import").await?.remove(0) {
                    Ok(_) => opened.added += 1,
                    Err(refused) if refused.iter().all(|it| it.code == "unique") => {
                        opened.present += 1;
                    }
                    Err(refused) => {
                        let why: Vec<&str> = refused.iter().map(|it| it.zh.as_str()).collect();
                        bail!("{} 第 {} 条：{}", path.display(), at + 1, why.join("；"));
                    }
                }
            }
        }
    }
    let subject = format!("region {}", county.stat_code);
    let detail = json!({ "rows": opened.rows, "added": opened.added });
    tx.append_audit(now, actor, "ledger.open", &subject, &detail).await?;
    tx.commit().await?;
    Ok(opened)
}
