//! A deployment's folder: database, keys, lake, definitions, exports.
//!
//! ```text
//! <home>/shouwang.db      the record of decisions (or PostgreSQL elsewhere)
//! <home>/keys.toml        keys for identity numbers; back it up apart from the database
//! <home>/oidc.toml        the office's identity provider, if people may sign in through one
//! <home>/lake/            evidence in Parquet
//! <home>/definitions/     feeds, facts, packs, regions: text files to read and change
//! <home>/exports/         workbooks made for people
//! ```

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use kernel::{Region, RegionLevel, fingerprint};
use policy::Packs;
use store::{Db, Keys};

use crate::{definitions::Definitions, identity_settings::IdentitySettings, policy_drafts};

/// One definition file that comes with the program: path below the folder, content.
pub type Embedded = (&'static str, &'static str);

/// An opened deployment.
#[derive(Debug)]
pub struct Home {
    /// Its folder.
    pub folder: PathBuf,
    /// Record of decisions.
    pub db: Db,
    /// Keys for sealed fields.
    pub keys: Keys,
    /// What is declared.
    pub definitions: Definitions,
    /// The office's identity provider, if people may sign in through one.
    pub identity: Option<IdentitySettings>,
    _lock: fs::File,
}

/// Where things are taken from when a home is opened.
#[derive(Debug, Clone, Default)]
pub struct HomeOptions {
    /// Database URL; `<home>/shouwang.db` when absent.
    pub database: Option<String>,
    /// Another folder of packs.
    pub packs: Option<PathBuf>,
}

impl Home {
    /// Opens the folder, making what is missing, and clears away what an
    /// interrupted import or screening left half-done.
    ///
    /// # Errors
    /// When another process works in it, or anything cannot be read or made.
    pub async fn open(
        folder: &Path,
        embedded: &[Embedded],
        options: &HomeOptions,
    ) -> anyhow::Result<Home> {
        fs::create_dir_all(folder)
            .with_context(|| format!("无法建立文件夹 {}", folder.display()))?;
        let lock = lock(folder)?;
        lay_out_definitions(folder, embedded)?;
        let definitions = Definitions::load(&folder.join("definitions"), options.packs.as_deref())?;
        let keys = Keys::open_or_create(&folder.join("keys.toml"))?;
        let identity = IdentitySettings::read(folder)?;
        let database = options
            .database
            .clone()
            .unwrap_or_else(|| folder.join("shouwang.db").to_string_lossy().into_owned());
        let db = Db::open(&database).await?;
        db.check_keys(&keys).await?;
        let home = Home { folder: folder.to_owned(), db, keys, definitions, identity, _lock: lock };
        home.load_regions().await?;
        home.clear_interrupted_work().await?;
        policy_drafts::put_in_force(&home).await.context("批准过的政策草案没有写入")?;
        Ok(home)
    }

    /// The packs of this moment.
    #[must_use]
    pub fn packs(&self) -> Arc<Packs> {
        self.definitions.packs.now()
    }

    /// Folder of the evidence.
    #[must_use]
    pub fn lake(&self) -> PathBuf {
        self.folder.join("lake")
    }

    /// Folder of exports, made as needed.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn exports(&self) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join("exports");
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// A region by its statistical code of 2 to 12 digits.
    ///
    /// # Errors
    /// When there is none.
    pub fn region(&self, code: &str) -> anyhow::Result<&Region> {
        self.definitions.regions.by_stat_code(code).with_context(|| {
            format!("没有行政区划 {code}：请写统计用区划代码，如县 532327（用 regions 命令查找）")
        })
    }

    /// The counties of a region: itself, or all below it.
    ///
    /// # Errors
    /// When the region is a township or a village.
    pub fn counties_of(&self, region: &Region) -> anyhow::Result<Vec<Region>> {
        let regions = &self.definitions.regions;
        Ok(match region.level {
            RegionLevel::County => vec![region.clone()],
            RegionLevel::Province | RegionLevel::Prefecture => {
                let mut counties = Vec::new();
                for child in regions.children(region.id) {
                    counties.extend(self.counties_of(child)?);
                }
                counties
            }
            _ => bail!("{} 是乡镇或村，这里要写县、市（州）或省的代码", region.name),
        })
    }

    /// The counties that have a register.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn counties_in_use(&self) -> anyhow::Result<Vec<Region>> {
        let ids = self.db.read().await?.counties_in_use().await?;
        Ok(ids.into_iter().filter_map(|it| self.definitions.regions.get(it)).cloned().collect())
    }

    async fn load_regions(&self) -> anyhow::Result<()> {
        let mut tx = self.db.read().await?;
        let known = tx.region_count().await?;
        drop(tx);
        let regions: Vec<Region> = self.definitions.regions.iter().cloned().collect();
        if usize::try_from(known)? != regions.len() {
            let mut tx = self.db.write().await?;
            tx.save_regions(&regions).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// An import that was killed leaves an open batch; nothing of it counts.
    /// Its files are removed first, so that a second interruption finds the
    /// batch still there.
    async fn clear_interrupted_work(&self) -> anyhow::Result<()> {
        let mut tx = self.db.read().await?;
        let open = tx.open_batches().await?;
        drop(tx);
        for batch in open {
            let mut tx = self.db.write().await?;
            for file in tx.lake_files_of_batch(batch.id).await? {
                remove(&self.lake().join(&file.path))?;
            }
            tx.delete_open_batch(batch.id).await?;
            tx.commit().await?;
        }
        let mut tx = self.db.write().await?;
        tx.delete_running_runs().await?;
        tx.commit().await?;
        remove_unfinished(&self.lake())
    }
}

/// Puts the definitions that come with the program into the home folder, for
/// reading and checking them without opening the database.
///
/// # Errors
/// When a file cannot be written.
pub fn lay_out_definitions(folder: &Path, embedded: &[Embedded]) -> anyhow::Result<PathBuf> {
    let definitions = folder.join("definitions");
    lay_out(&definitions, embedded)?;
    Ok(definitions)
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("无法删除 {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Removes parts that were being written when the work was interrupted.
fn remove_unfinished(folder: &Path) -> anyhow::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            remove_unfinished(&path)?;
        } else if path.extension().is_some_and(|it| it == "writing") {
            remove(&path)?;
        }
    }
    Ok(())
}

/// One process at a time works in a home folder; the server will hold it too.
fn lock(folder: &Path) -> anyhow::Result<fs::File> {
    let path = folder.join("in-use.lock");
    let file = fs::File::create(&path).with_context(|| format!("无法写入 {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => {
            bail!("{} 正被另一个守望程序使用：请等它做完，或关掉它再试", folder.display())
        }
        Err(fs::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("无法锁定 {}", path.display()))
        }
    }
}

/// Name of the list of files as they were laid out, with their fingerprints.
const LAID_OUT: &str = ".laid-out";
/// Name of the file that is being laid out, until it is whole.
const WRITING: &str = ".writing";

/// Puts the definitions that come with the program into `folder`. A file that
/// somebody changed is kept; one that nobody touched follows the program.
fn lay_out(folder: &Path, embedded: &[Embedded]) -> anyhow::Result<()> {
    let list = folder.join(LAID_OUT);
    let before: BTreeMap<String, i64> = fs::read_to_string(&list)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let (print, path) = line.split_once(' ')?;
            Some((path.to_owned(), print.parse().ok()?))
        })
        .collect();
    let mut now = String::new();
    let mut changed = false;
    for (path, content) in embedded {
        let target = folder.join(path);
        let print = fingerprint(content);
        let present = fs::read_to_string(&target).ok().map(|it| fingerprint(&it));
        let untouched = present.is_none() || present == before.get(*path).copied();
        if untouched && present != Some(print) {
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
            // Whole or not at all: half a file would look as if somebody had changed it.
            let writing = folder.join(WRITING);
            fs::write(&writing, content)
                .and_then(|()| fs::rename(&writing, &target))
                .with_context(|| format!("无法写入 {}", target.display()))?;
        }
        changed |= before.get(*path) != Some(&print);
        now.push_str(&format!("{print} {path}\n"));
    }
    // A file that no longer comes with the program goes, unless it was changed.
    for (path, print) in &before {
        let gone = !embedded.iter().any(|(it, _)| it == path);
        let target = folder.join(path);
        if gone && fs::read_to_string(&target).is_ok_and(|it| fingerprint(&it) == *print) {
            remove(&target)?;
        }
        changed |= gone;
    }
    if changed {
        let writing = folder.join(WRITING);
        fs::write(&writing, now)
            .and_then(|()| fs::rename(&writing, &list))
            .with_context(|| format!("无法写入 {}", list.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_follow_the_program_unless_somebody_changed_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| fs::read_to_string(folder.path().join(name)).ok();
        lay_out(folder.path(), &[("packs/a.toml", "1"), ("packs/b.toml", "1")]).expect("laid out");
        fs::write(folder.path().join("packs/b.toml"), "changed by an officer").expect("written");
        lay_out(folder.path(), &[("packs/a.toml", "2"), ("packs/b.toml", "2")]).expect("laid out");
        assert_eq!(at("packs/a.toml").as_deref(), Some("2"));
        assert_eq!(at("packs/b.toml").as_deref(), Some("changed by an officer"));
        lay_out(folder.path(), &[("packs/b.toml", "3")]).expect("laid out");
        assert_eq!(at("packs/a.toml"), None);
        assert_eq!(at("packs/b.toml").as_deref(), Some("changed by an officer"));
        assert_eq!(at(WRITING), None);
    }

    #[test]
    fn a_file_that_was_not_finished_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        // What a program leaves behind that was killed while it laid out its first file.
        fs::write(folder.path().join(WRITING), "hal").expect("written");
        lay_out(folder.path(), &[("packs/a.toml", "whole")]).expect("laid out");
        let laid_out = fs::read_to_string(folder.path().join("packs/a.toml")).expect("there");
        assert_eq!(laid_out, "whole");
        assert!(!folder.path().join(WRITING).exists());
    }
}
