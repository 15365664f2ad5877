//! 上传: files sent over HTTP wait in the home folder until a job has looked at them, imported them
//! or checked them. They hold identity numbers as the departments sent them: they are removed as
//! soon as they are imported, and by the hour when nobody comes back to them.
//!
//! ```text
//! <home>/uploads/<id>/upload.json    who sent them, for which region and month
//! <home>/uploads/<id>/files/<name>   the files under their own names
//! <home>/uploads/<id>/left_out       rows of a ledger's file that were not taken, sealed, to be
//!                                    fetched by whoever sent them until the upload is cleared away
//! ```

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use store::new_id;

use crate::{home::Home, reach, staff::Staff};

/// Files nobody came back to are removed after this long.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// The most files of an upload.
const MOST_FILES: usize = 500;

/// Why an upload cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// There is none of that id among one's own.
    #[error("没有这次上传，或已经清理：请重新选择文件")]
    NotFound,
    /// The region is none, or lies outside the person's scope.
    #[error("没有这个地区，或不在您的范围内")]
    NoRegion,
    /// The name of a file cannot be used.
    #[error("文件名不能用：请写普通文件名，不带文件夹")]
    BadName,
    /// Too many files.
    #[error("一次最多上传 {MOST_FILES} 个文件：请分几次")]
    TooMany,
    /// What takes one file was given none, or several.
    #[error("这里一次用一个文件，现在有 {0} 个：请只选一个")]
    NotOne(usize),
    /// The file is larger than what is taken.
    #[error("文件太大，一个文件最大 {0} MB：请拆开，或在服务器上用命令导入")]
    TooLarge(u64),
    /// Disk.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl UploadError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            UploadError::NotFound => "upload.not_found",
            UploadError::NoRegion => "region.not_found",
            UploadError::BadName => "upload.bad_name",
            UploadError::TooMany => "upload.too_many",
            UploadError::NotOne(_) => "upload.not_one",
            UploadError::TooLarge(_) => "upload.too_large",
            UploadError::Internal(_) => "internal",
        }
    }
}

/// What is about to be sent.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadIn {
    /// Statistical code of the region the files are about.
    pub region: String,
}

/// An upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UploadView {
    /// Id.
    pub upload: String,
    /// Statistical code of the region.
    pub region: String,
    /// The files that have arrived, by name.
    pub files: Vec<UploadedFile>,
    /// When it is cleared away unless it was used before.
    pub kept_until: DateTime<Utc>,
}

/// A file that has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UploadedFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

/// What `upload.json` holds.
#[derive(Serialize, Deserialize)]
struct Kept {
    account: String,
    region: String,
    created_at: DateTime<Utc>,
}

/// Begins an upload for a region of one's scope.
///
/// # Errors
/// [`UploadError::NoRegion`], or when the folder cannot be written.
pub fn begin(
    home: &Home,
    staff: &Staff,
    wanted: &UploadIn,
    now: DateTime<Utc>,
) -> Result<UploadView, UploadError> {
    let region = reach::region_in(home, &staff.scope, &wanted.region);
    let region = region.ok_or(UploadError::NoRegion)?;
    let id = new_id(now);
    let folder = folder(home, &id).ok_or(UploadError::NotFound)?;
    let kept = Kept {
        account: staff.account_id.clone(),
        region: region.stat_code.clone(),
        created_at: now,
    };
    let text = serde_json::to_string(&kept).map_err(anyhow::Error::from)?;
    fs::create_dir_all(folder.join("files"))
        .and_then(|()| fs::write(folder.join("upload.json"), text))
        .with_context(|| format!("无法写入 {}", folder.display()))?;
    show(home, staff, &id)
}

/// The place where a file of an upload may be written; a file of that name is replaced.
///
/// # Errors
/// [`UploadError::NotFound`], [`UploadError::BadName`], [`UploadError::TooMany`].
pub fn place(home: &Home, staff: &Staff, id: &str, name: &str) -> Result<PathBuf, UploadError> {
    let (folder, _) = own(home, staff, id)?;
    let plain = Path::new(name).file_name().is_some_and(|it| it == name);
    if !plain || name.starts_with('.') || 240 < name.len() || name.contains(['\0', '\\', '/']) {
        return Err(UploadError::BadName);
    }
    let files = folder.join("files");
    if MOST_FILES <= files_in(&files)?.len() && !files.join(name).exists() {
        return Err(UploadError::TooMany);
    }
    Ok(files.join(name))
}

/// An upload of one's own.
///
/// # Errors
/// [`UploadError::NotFound`], or when the folder cannot be read.
pub fn show(home: &Home, staff: &Staff, id: &str) -> Result<UploadView, UploadError> {
    let (folder, kept) = own(home, staff, id)?;
    Ok(UploadView {
        upload: id.to_owned(),
        region: kept.region,
        files: files_in(&folder.join("files"))?,
        kept_until: kept.created_at + KEPT,
    })
}

/// The only file of an upload of one's own.
///
/// # Errors
/// [`UploadError::NotFound`], or [`UploadError::NotOne`] when there is none or more than one.
pub fn the_file(home: &Home, staff: &Staff, id: &str) -> Result<PathBuf, UploadError> {
    let (folder, _) = own(home, staff, id)?;
    let files = folder.join("files");
    match files_in(&files)?.as_slice() {
        [one] => Ok(files.join(&one.name)),
        all => Err(UploadError::NotOne(all.len())),
    }
}

/// A place beside the files of an upload of one's own, for something made of them; it is cleared
/// away with the upload.
///
/// # Errors
/// [`UploadError::NotFound`].
pub(crate) fn beside(
    home: &Home,
    staff: &Staff,
    id: &str,
    name: &str,
) -> Result<PathBuf, UploadError> {
    own(home, staff, id).map(|(folder, _)| folder.join(name))
}

/// Removes an upload of one's own.
///
/// # Errors
/// [`UploadError::NotFound`], or when the folder cannot be removed.
pub fn discard(home: &Home, staff: &Staff, id: &str) -> Result<(), UploadError> {
    let (folder, _) = own(home, staff, id)?;
    remove(&folder)?;
    Ok(())
}

/// The folder with the files, for a job that somebody entitled to asked for.
pub(crate) fn files_of(home: &Home, account: &str, id: &str) -> anyhow::Result<PathBuf> {
    let (folder, kept) = read(home, id)?.context("上传的文件已经清理：请重新选择文件")?;
    anyhow::ensure!(kept.account == account, "上传的文件不是申请人的");
    Ok(folder.join("files"))
}

/// Removes what a job has used up.
pub(crate) fn used(home: &Home, id: &str) -> anyhow::Result<()> {
    folder(home, id).map_or(Ok(()), |it| remove(&it))
}

/// What rows that were left out are sealed for.
const SEAL: &str = "left_out";

/// Keeps the workbook of the rows a job left out, sealed; none where it took them all.
pub(crate) fn keep_left_out(home: &Home, id: &str, workbook: Option<&[u8]>) -> anyhow::Result<()> {
    let path = folder(home, id).context("上传的文件已经清理：请重新选择文件")?.join("left_out");
    match workbook {
        Some(it) => fs::write(&path, home.keys.seal(SEAL, it)),
        None if path.exists() => fs::remove_file(&path),
        None => Ok(()),
    }
    .with_context(|| format!("无法写入 {}", path.display()))
}

/// The workbook of the rows a job left out, for the account that sent the file.
///
/// # Errors
/// [`UploadError::NotFound`] when there is none, or no longer.
pub fn left_out(home: &Home, staff: &Staff, id: &str) -> Result<Vec<u8>, UploadError> {
    let (folder, _) = own(home, staff, id)?;
    let Ok(sealed) = fs::read(folder.join("left_out")) else { return Err(UploadError::NotFound) };
    Ok(home.keys.open(SEAL, &sealed).map_err(anyhow::Error::from)?)
}

/// Removes the files a job has used up, and leaves what it left out.
pub(crate) fn files_used(home: &Home, id: &str) -> anyhow::Result<()> {
    folder(home, id).map_or(Ok(()), |it| remove(&it.join("files")))
}

/// Removes uploads nobody came back to.
///
/// # Errors
/// When a folder cannot be read or removed.
pub fn clear_old(home: &Home, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Ok(entries) = fs::read_dir(home.folder.join("uploads")) else { return Ok(()) };
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let old = read(home, &name)?.is_none_or(|(_, kept)| kept.created_at + KEPT < now);
        if let (true, Some(folder)) = (old, folder(home, &name)) {
            remove(&folder)?;
        }
    }
    Ok(())
}

fn own(home: &Home, staff: &Staff, id: &str) -> Result<(PathBuf, Kept), UploadError> {
    let found = read(home, id)?.filter(|(_, kept)| kept.account == staff.account_id);
    found.ok_or(UploadError::NotFound)
}

fn read(home: &Home, id: &str) -> anyhow::Result<Option<(PathBuf, Kept)>> {
    let Some(folder) = folder(home, id) else { return Ok(None) };
    let Ok(text) = fs::read_to_string(folder.join("upload.json")) else { return Ok(None) };
    Ok(Some((folder, serde_json::from_str(&text)?)))
}

/// Where an upload lies; ids are ours, nothing else is looked for.
fn folder(home: &Home, id: &str) -> Option<PathBuf> {
    let ours = id.len() == 36 && id.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
    ours.then(|| home.folder.join("uploads").join(id))
}

fn files_in(folder: &Path) -> anyhow::Result<Vec<UploadedFile>> {
    let mut files = Vec::new();
    if !folder.exists() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder).with_context(|| format!("无法读取 {}", folder.display()))?
    {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".writing") {
            files.push(UploadedFile { name, bytes: entry.metadata()?.len() });
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

fn remove(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("无法删除 {}", folder.display()))
        }
        _ => Ok(()),
    }
}
