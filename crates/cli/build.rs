//! Copies the definition files (feeds, facts, packs, regions) and the stories beside lists of them,
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
    write_list(&root, &out, paths, "embedded.rs")?;

    // The stories are played from the binary, and are no definitions.
    println!("cargo:rerun-if-changed=../../stories");
    let mut stories = Vec::new();
    add(&root.join("stories"), &mut stories)?;
    stories.retain(|it| it.extension().is_some_and(|it| it == "toml"));
    write_list(&root, &out, stories, "stories.rs")
}

/// Copies files beside a list of their names and texts.
fn write_list(root: &Path, out: &Path, mut paths: Vec<PathBuf>, list: &str) -> io::Result<()> {
    paths.sort();
    let mut text = String::from("&[\n");
    for path in paths {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let copy = out.join(&name);
        fs::create_dir_all(copy.parent().unwrap_or(out))?;
        fs::copy(&path, copy)?;
        let _ = writeln!(text, "    ({name:?}, include_str!({name:?})),");
    }
    text.push_str("]\n");
    fs::write(out.join(list), text)
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
