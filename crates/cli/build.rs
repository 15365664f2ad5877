//! Copies the definition files (feeds, facts, packs, regions) beside a list of them,
//! to embed them in the binary, so that a county installs one file.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from("../..").canonicalize()?;
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut paths = vec![root.join("data/holidays.toml"), root.join("data/regions.csv")];
    for folder in ["feeds", "facts", "packs"] {
        println!("cargo:rerun-if-changed=../../{folder}");
        add(&root.join(folder), &mut paths)?;
    }
    println!("cargo:rerun-if-changed=../../data");
    paths.sort();
    let mut list = String::from("&[\n");
    for path in paths {
        let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let copy = out.join(&name);
        fs::create_dir_all(copy.parent().unwrap_or(&out))?;
        fs::copy(&path, copy)?;
        let _ = writeln!(list, "    ({name:?}, include_str!({name:?})),");
    }
    list.push_str("]\n");
    fs::write(out.join("embedded.rs"), list)
}

fn add(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
