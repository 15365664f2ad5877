//! Runs other programs and says what failed.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, ensure};

/// The repository's root. Asked of cargo when it runs this, and not when it built it: a build
/// cache shared by several checkouts keeps one binary.
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| "xtask".into());
    Path::new(&package).parent().unwrap_or(Path::new(".")).to_owned()
}

/// Runs a command in the repository's root; its output goes through.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.current_dir(root()).status().with_context(|| {
        format!("启动不了 {name}：请先安装（could not start it: is it installed?）")
    })?;
    ensure!(status.success(), "{name} 失败：{status}");
    Ok(())
}

/// `cargo` with these words.
pub fn cargo(words: &[&str]) -> anyhow::Result<()> {
    run(Command::new(env!("CARGO")).args(words))
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A Python of our own with these packages, made on first use; each purpose has one by its name.
pub fn python_with(name: &str, packages: &[&str]) -> anyhow::Result<PathBuf> {
    let folder = root().join(".bench").join(name);
    let python = folder.join("bin").join("python");
    let list = folder.join("packages.txt");
    let wanted = packages.join("\n");
    if std::fs::read_to_string(&list).is_ok_and(|it| it == wanted) {
        return Ok(python);
    }
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))
            .context("需要 Python 3（含 venv），只用于核对和试验")?;
    }
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(packages))?;
    std::fs::write(list, wanted)?;
    Ok(python)
}

/// A script of the repository, run by the system's Python.
pub fn python(script: &str, words: &[&str]) -> anyhow::Result<()> {
    run(Command::new("python3").arg(root().join(script)).args(words))
}
