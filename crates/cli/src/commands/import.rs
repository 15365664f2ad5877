//! `shouwang --home DIR import PATH… --region 532327 --month 2023-10 --yes`

use std::{fs, io::IsTerminal, path::PathBuf};

use anyhow::Context;
use app::{
    home::Home,
    import::{ImportReport, ImportRequest, Progress, SheetReport},
};
use chrono::Utc;
use indicatif::{MultiProgress, ProgressBar};
use kernel::Month;

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 文件或文件夹 / files or folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// 县的区划代码 / county code
    #[arg(long)]
    region: String,
    /// 数据所属月份，如 2023-10 / month of the data
    #[arg(long)]
    month: Month,
    /// 不再询问，直接提交 / commit without asking
    #[arg(long)]
    yes: bool,
    /// 只看会怎样，不写入 / only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// 改正过的列对应（JSON）/ a corrected mapping
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// 备注 / note
    #[arg(long, default_value = "")]
    note: String,
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    let county = home.region(&arguments.region)?.clone();
    anyhow::ensure!(
        county.level == kernel::RegionLevel::County,
        "{} {}",
        county.name,
        output.say("不是县：部门文件按县导入", "is no county: files are imported by county")
    );
    let mapping = match &arguments.mapping {
        None => None,
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            Some(serde_json::from_str(&text).with_context(|| path.display().to_string())?)
        }
    };
    let mut request = ImportRequest {
        paths: arguments.paths,
        county,
        month: arguments.month,
        dry_run: arguments.dry_run || !arguments.yes,
        mapping,
        corrections: std::collections::BTreeMap::new(),
        note: arguments.note,
        actor: crate::owner::ACTOR.to_owned(),
    };
    let bars = Bars::new(output);
    let mut report = app::import::import(home, &request, Utc::now(), &bars).await?;
    bars.clear();
    if request.dry_run && !arguments.dry_run {
        print(&report, output);
        if confirm(output)? {
            request.dry_run = false;
            let bars = Bars::new(output);
            report = app::import::import(home, &request, Utc::now(), &bars).await?;
            bars.clear();
        }
    }
    match output.format {
        Format::Json => output.json(&report),
        _ => {
            print(&report, output);
            Ok(())
        }
    }
}

fn confirm(output: &Output) -> anyhow::Result<bool> {
    anyhow::ensure!(
        std::io::stdin().is_terminal(),
        output
            .say(
                "以上是预览，没有写入：确认无误请加 --yes，只看不写请加 --dry-run",
                "this was a preview: add --yes to commit, or --dry-run to only look"
            )
            .to_owned()
    );
    eprint!(
        "{}",
        output.say("以上是预览。提交这一批吗？输入 y 提交：", "commit this batch? y/n: ")
    );
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "是"))
}

struct Bars {
    sheets: ProgressBar,
    rows: ProgressBar,
}

impl Bars {
    fn new(output: &Output) -> Bars {
        let bars = MultiProgress::new();
        if !std::io::stderr().is_terminal() {
            bars.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        }
        Bars { sheets: bars.add(output.progress(0)), rows: bars.add(ProgressBar::new_spinner()) }
    }

    fn clear(&self) {
        self.sheets.finish_and_clear();
        self.rows.finish_and_clear();
    }
}

impl Progress for Bars {
    fn sheets(&self, count: usize) {
        self.sheets.set_length(count as u64);
    }

    fn reading(&self, file: &str, sheet: &str) {
        self.sheets.set_message(format!("{file} {sheet}"));
        self.sheets.inc(1);
    }

    fn rows(&self, rows: u64) {
        self.rows.set_message(rows.to_string());
        self.rows.tick();
    }
}

/// The reconciliation for people: every sheet's rows add up.
pub fn print(report: &ImportReport, output: &Output) {
    output.table(
        &[
            output.say("文件", "file"),
            output.say("认作", "taken for"),
            output.say("读入", "read"),
            output.say("存入", "stored"),
            output.say("隔离", "quarantined"),
            output.say("跳过", "skipped"),
            output.say("匹配", "matched"),
            output.say("待核", "review"),
            output.say("候选", "candidate"),
            output.say("非本县", "unmatched"),
            output.say("原因", "reasons"),
        ],
        report.sheets.iter().map(|it| row(it, output)),
    );
    output.line(format!(
        "{} {} = {} {} + {} {} + {} {}",
        output.say("合计读入", "read"),
        report.totals.read,
        output.say("存入", "stored"),
        report.totals.stored,
        output.say("隔离", "quarantined"),
        report.totals.quarantined,
        output.say("跳过", "skipped"),
        report.totals.skipped,
    ));
    for it in &report.errors {
        let sheet = if it.sheet.is_empty() { String::new() } else { format!(" [{}]", it.sheet) };
        output.line(format!(
            "{} {}{sheet}：{} ({})",
            output.say("读不了", "cannot read"),
            it.file,
            it.message,
            it.code
        ));
    }
    match (report.batch, report.committed) {
        (Some(batch), true) => output.line(format!(
            "{} {batch}（{} {}）",
            output.say("已提交，批次", "committed as batch"),
            report.county,
            report.month
        )),
        _ => output.line(output.say("只是预览，没有写入", "a preview: nothing was written")),
    }
}

fn row(it: &SheetReport, output: &Output) -> Vec<String> {
    let counts = |map: &std::collections::BTreeMap<String, u64>| {
        map.iter().map(|(code, count)| format!("{code} {count}")).collect::<Vec<_>>()
    };
    let mut reasons = counts(&it.reasons);
    if 0 < it.duplicates {
        reasons.push(format!("{} {}", output.say("重复", "duplicate"), it.duplicates));
    }
    if let Some(batch) = it.already_imported {
        reasons.push(format!("{} {batch}", output.say("已在批次", "imported before, batch")));
    }
    if 0 < it.mended {
        reasons.push(format!("{} {}", output.say("改好", "mended"), it.mended));
    }
    let sheet = if it.sheet.is_empty() { String::new() } else { format!(" [{}]", it.sheet) };
    vec![
        format!("{}{sheet}", it.file),
        it.feed_zh.clone(),
        it.read.to_string(),
        it.stored.to_string(),
        it.quarantined.to_string(),
        it.skipped.to_string(),
        it.matched.to_string(),
        it.review.to_string(),
        it.candidate.to_string(),
        it.unmatched.to_string(),
        reasons.join("，"),
    ]
}
