//! `cargo xtask demo`: an invented county from department files to clues, ten families whose stories
//! are played by the real roles, its income accounts and indicators, and an assessor's account.

use std::{fs, path::Path, process::Command, time::Instant};

use crate::{
    console,
    run::{cargo, root, run, target},
};

const COUNTY: &str = "532327";
const MONTH: &str = "2023-10";
/// The income year whose accounts the lists of that month fill.
const INCOME_YEAR: &str = "2023";

/// Builds, invents a county, imports its files, screens the month, prints the
/// reconciliation and the first clues, plays the stories, fills accounts, computes indicators, and
/// leaves workbooks and a home folder.
pub fn demo() -> anyhow::Result<()> {
    let started = Instant::now();
    console::build()?;
    cargo(&["build", "--locked", "--package", "shouwang"])?;
    let built = started.elapsed();
    let binary = target().join("debug").join("shouwang");
    let folder = root().join("demo-home");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let files = folder.join("files");
    let home = folder.join("home");
    let shouwang = |words: &[&str]| run(Command::new(&binary).arg("--home").arg(&home).args(words));
    let path = |it: &Path| it.to_string_lossy().into_owned();

    println!("\n=== 1. 虚构一个县的部门文件（人、户、企业、电话都是虚构的）");
    shouwang(&["synth", "--region", COUNTY, "--month", MONTH, "--out", &path(&files)])?;
    println!("\n=== 2. 导入：读入 = 存入 + 隔离 + 跳过");
    shouwang(&["import", &path(&files), "--region", COUNTY, "--month", MONTH, "--yes"])?;
    println!("\n=== 3. 筛查");
    shouwang(&["screen", "--region", COUNTY, "--month", MONTH])?;
    println!("\n=== 4. 前十条线索及原因");
    shouwang(&["clues", "--region", COUNTY, "--month", MONTH, "--limit", "10"])?;
    println!("\n=== 5. 工作簿");
    let clues = folder.join("线索.xlsx");
    let rows = folder.join("隔离行_待改.xlsx");
    shouwang(&[
        "clues",
        "--region",
        COUNTY,
        "--month",
        MONTH,
        "--format",
        "xlsx",
        "--out",
        &path(&clues),
    ])?;
    shouwang(&[
        "quarantine",
        "export",
        "--region",
        COUNTY,
        "--format",
        "xlsx",
        "--out",
        &path(&rows),
    ])?;
    println!("\n=== 6. 十户人家的故事：整月派发线索，再按真实角色逐日办案");
    shouwang(&["stories", "play", "--region", COUNTY, "--month", MONTH, "--show-accounts"])?;
    println!("\n=== 7. 收入台账和指标：名单、台账知道的填好，规划目标和报表有数");
    shouwang(&["income", "fill", "--region", COUNTY, "--period", INCOME_YEAR])?;
    shouwang(&["indicators", "compute", "--region", COUNTY, "--month", MONTH])?;
    println!("\n=== 8. 考核评估：县级业务人员发起，第三方评估人员入户，县级审定人员办结");
    shouwang(&[
        "accounts",
        "create",
        "--region",
        COUNTY,
        "--role",
        "assessor",
        "--login",
        "demo.assessor",
        "--name",
        "示范评估人员",
    ])?;
    let (program, home) = (binary.display(), home.display());
    println!("\n数据文件夹 {home}，接着可试：");
    println!("  {program} --home {home} cases show 案号    # 跟着一户看，从线索到最后一步");
    println!("  {program} --home {home} explain 线索编号    # 一条线索为什么提示");
    println!(
        "  {program} --home {home} serve --plain-http    # 打开 http://127.0.0.1:8180，用上面的登录名登录"
    );
    println!(
        "用时：编译 {:.0} 秒，其余 {:.0} 秒",
        built.as_secs_f64(),
        (started.elapsed() - built).as_secs_f64()
    );
    Ok(())
}
