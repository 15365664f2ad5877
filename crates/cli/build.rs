//! Lists the definition files (feeds, facts, packs, regions) to embed them in
//! the binary, so that a county installs one file.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from("../..").canonicalize()?;
    let mut list = String::from("&[\n");
    for folder in ["feeds", "facts", "packs"] {
        println!("cargo:rerun-if-changed=../../{folder}");
        add(&root, &root.join(folder), &mut list)?;
    }
    println!("cargo:rerun-if-changed=../../data/regions.csv");
    entry(&root, &root.join("data/regions.csv"), &mut list);
    list.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("embedded.rs"), list)
}

fn add(root: &Path, folder: &Path, list: &mut String) -> io::Result<()> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect::<io::Result<_>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add(root, &path, list)?;
        } else {
            entry(root, &path, list);
        }
    }
    Ok(())
}

fn entry(root: &Path, path: &Path, list: &mut String) {
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", path.to_string_lossy());
}
