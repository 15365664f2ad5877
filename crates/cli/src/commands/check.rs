//! `shouwang check FILES… --region 532327 --on 2023-10-31 --out 疑点.xlsx`
//!
//! Needs neither a home folder nor a database: the packs are those in the binary, or those of the
//! home folder when there is one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use app::{
    definitions::Definitions,
    home::{Embedded, lay_out_definitions},
};
use chrono::NaiveDate;
use quality::{Catalogue, CheckState, Level, Order, Report, Step};

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 全国系统的导出表，或它们所在的文件夹 / exports of the national system, or their folder
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// 区划代码 / region code
    #[arg(long)]
    region: String,
    /// 数据日期，如 2023-10-31 / data date
    #[arg(long)]
    on: NaiveDate,
    /// 结果工作簿（.xlsx），含原始行 / workbook with the original rows
    #[arg(long)]
    out: Option<PathBuf>,
    /// 豁免清单（xlsx 或 csv）/ list of exemptions
    #[arg(long)]
    exemptions: Option<PathBuf>,
    /// 上次的 json 结果，用来比较 / JSON of the previous run, to compare with
    #[arg(long)]
    previous: Option<PathBuf>,
}

pub async fn run(
    home: &Path,
    embedded: &[Embedded],
    packs: Option<&Path>,
    arguments: Arguments,
    output: &Output,
) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    // Before any work: an unwritable or mistyped name would otherwise be noticed at the end.
    if let Some(out) = &arguments.out {
        let is_xlsx = out.extension().is_some_and(|it| it.eq_ignore_ascii_case("xlsx"));
        anyhow::ensure!(is_xlsx, "--out 要写 .xlsx 文件名，现在是 {}", out.display());
    }
    let temporary = tempfile::tempdir()?;
    let has_home = home.join("definitions").is_dir();
    let folder = lay_out_definitions(if has_home { home } else { temporary.path() }, embedded)?;
    let definitions = Definitions::load(&folder, packs)?;
    let region = definitions.regions.by_stat_code(&arguments.region).with_context(|| {
        format!("没有行政区划 {}：请写统计用区划代码，如县 532327", arguments.region)
    })?;
    let packs_folder = packs.map_or_else(|| folder.join("packs"), Path::to_owned);
    let catalogue = Catalogue::load(&packs_folder, &definitions.packs.now())?;

    let files = app::import::find_files(&arguments.files)?;
    let (exemptions, exemption_errors) = match &arguments.exemptions {
        Some(path) => quality::read_exemptions(path, arguments.on)?,
        None => Default::default(),
    };
    let previous = arguments.previous.as_deref().map(read_previous).transpose()?;
    let order = Order {
        files: files.files.into_iter().map(|it| (it.name, it.path)).collect(),
        region: arguments.region.trim_end_matches("000000").to_owned(),
        on: arguments.on,
        exemptions,
        exemption_errors,
        previous,
    };
    let bar = output.progress(0);
    let outcome = quality::run(&catalogue, &definitions.packs.now(), order, &|step| match step {
        Step::Opening(file) | Step::Loading(file) => bar.set_message(file.to_owned()),
        Step::Checking(done, all) => {
            bar.set_message("");
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        }
    })
    .await?;
    bar.finish_and_clear();
    if let Some(out) = &arguments.out {
        quality::write_workbook(out, &outcome)?;
    }
    if output.format == Format::Json {
        return output.json(&outcome.report);
    }
    print(&outcome.report, &region.name, output);
    if let Some(out) = &arguments.out {
        output.line(format!("{} {}", output.say("已写入", "written"), out.display()));
    }
    Ok(())
}

fn read_previous(path: &Path) -> anyhow::Result<Report> {
    let text =
        fs::read_to_string(path).with_context(|| format!("读不了上次的结果 {}", path.display()))?;
    serde_json::from_str(text.trim_start_matches('\u{feff}')).with_context(|| {
        format!("{} 不是 check --format json 的结果，请换成上次保存的文件", path.display())
    })
}

fn print(report: &Report, region: &str, output: &Output) {
    for it in &report.files {
        output.line(format!(
            "{} {}：{}，{} {}，{} {}",
            it.file,
            it.sheet,
            it.export,
            it.rows,
            output.say("行", "rows"),
            output.say("表头在第", "header in row"),
            it.header_row,
        ));
        for unread in &it.unread {
            output.line(format!(
                "  {}：{} {}（{} {:?}）",
                unread.column,
                unread.cells,
                output.say("格读不出来，当作空", "cells cannot be read and count as empty"),
                output.say("行", "rows"),
                unread.rows
            ));
        }
    }
    for it in &report.errors {
        output.line(format!("{} {} {}", it.file, it.sheet, it.message));
    }
    let state = |state| report.checks.iter().filter(move |it| it.state == state);
    output.table(
        &[
            output.say("编号", "check"),
            output.say("级别", "level"),
            output.say("疑点", "doubt"),
            output.say("处", "findings"),
            output.say("豁免", "exempted"),
        ],
        state(CheckState::Found).map(|it| {
            let level = if output.is_zh() { it.level.zh() } else { it.level.word() };
            vec![
                it.id.clone(),
                level.to_owned(),
                it.title.clone(),
                it.findings.to_string(),
                it.exempted.to_string(),
            ]
        }),
    );
    let not_judged: Vec<_> = state(CheckState::NotJudged).collect();
    if !not_judged.is_empty() {
        output.line(output.say("没有判断的规则：", "not judged:"));
        for it in &not_judged {
            output.line(format!("  {} {}：{}", it.id, it.title, it.why.join("；")));
        }
    }
    let levels = Level::ALL.map(|level| {
        let of = |it: &&quality::CheckResult| it.level == level;
        let sum: usize = report.checks.iter().filter(of).map(|it| it.findings).sum();
        format!("{} {sum}", if output.is_zh() { level.zh() } else { level.word() })
    });
    output.line(format!(
        "{region} {}：{} {}（{}），{} {}，{} {}，{} {}",
        report.on,
        output.say("疑点", "findings"),
        report.findings.len(),
        levels.join("，"),
        output.say("豁免", "exempted"),
        report.exempted.len(),
        output.say("规则", "checks"),
        report.checks.len(),
        output.say("没有判断", "not judged"),
        not_judged.len(),
    ));
    let new = report.findings.iter().filter(|it| it.change == Some(quality::Change::New)).count();
    if report.findings.iter().any(|it| it.change.is_some()) || !report.mended.is_empty() {
        output.line(format!(
            "{} {}，{} {new}，{} {}",
            output.say("与上次比：已整改", "since the previous run: mended"),
            report.mended.len(),
            output.say("新增", "new"),
            output.say("这次没有判断", "not judged this time"),
            report.not_judged_again.len(),
        ));
    }
}
