//! Which files a path means.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context;
use sha2::{Digest, Sha256};

/// Extensions that offices use for tables. What a file is, its content says.
const EXTENSIONS: [&str; 14] = [
    "xlsx", "xls", "xlsm", "xlsb", "et", "ods", "csv", "tsv", "txt", "dat", "html", "htm", "xml",
    "parquet",
];

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Path below the folder that was given, with `/` between the parts; the
    /// file's own name when a file was given.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// The files that paths mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundFiles {
    /// Tables, by name.
    pub files: Vec<Found>,
    /// Files that are no tables by their extension.
    pub ignored: Vec<String>,
}

/// Lists the files of `paths`, folders with all that lies below them, in order.
///
/// # Errors
/// When a path does not exist or cannot be listed.
pub fn find_files(paths: &[PathBuf]) -> anyhow::Result<FoundFiles> {
    let mut found = FoundFiles::default();
    for path in paths {
        let is_folder = fs::metadata(path)
            .with_context(|| format!("没有文件或文件夹 {}", path.display()))?
            .is_dir();
        let base = if is_folder { path.as_path() } else { path.parent().unwrap_or(Path::new("")) };
        walk(base, path, !is_folder, &mut found)?;
    }
    found.files.sort();
    found.files.dedup_by(|one, other| one.path == other.path);
    found.ignored.sort();
    Ok(found)
}

fn walk(base: &Path, path: &Path, named: bool, found: &mut FoundFiles) -> anyhow::Result<()> {
    if path.is_dir() {
        let entries =
            fs::read_dir(path).with_context(|| format!("文件夹打不开 {}", path.display()))?;
        for entry in entries {
            walk(base, &entry?.path(), false, found)?;
        }
        return Ok(());
    }
    let name = path.strip_prefix(base).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    // Excel leaves such files behind while a workbook is open.
    let is_leftover = file_name.starts_with("~$") || file_name.starts_with('.');
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if !is_leftover && (named || EXTENSIONS.contains(&extension.as_str())) {
        found.files.push(Found { name, path: path.to_owned() });
    } else {
        found.ignored.push(name);
    }
    Ok(())
}

/// SHA-256 of a file, in hexadecimal.
///
/// # Errors
/// When it cannot be read.
pub fn sha256(path: &Path) -> anyhow::Result<String> {
    let mut file =
        fs::File::open(path).with_context(|| format!("文件打不开 {}", path.display()))?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = io::Read::read(&mut file, &mut buffer)?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
    }
    Ok(digest.finalize().iter().map(|it| format!("{it:02x}")).collect())
}
