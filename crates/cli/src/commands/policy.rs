//! `shouwang policy show --region 532327 --on 2023-10-31`, `shouwang policy check`,
//! `shouwang policy pages --out DIR`

mod chains;
mod drafts;
mod pages;
mod register;

use std::path::{Path, PathBuf};

use app::home::Home;
use chrono::NaiveDate;
use serde::Serialize;

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 某地某日的全部参数、规则和程序 / all parameters, rules and review chains of a region on a day
    Show {
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 日期 / day
        #[arg(long)]
        on: NaiveDate,
        /// 列出政策登记 / list the register of policies too
        #[arg(long)]
        register: bool,
    },
    /// 每个政策包生成一页说明（Markdown 和网页）/ write a page per pack, Markdown and HTML
    Pages {
        /// 写到哪个文件夹 / folder to write to
        #[arg(long)]
        out: PathBuf,
        /// 政策包的文件夹，不写则为数据文件夹里的 packs / folder of packs
        folder: Option<PathBuf>,
    },
    /// 检查政策包，逐条运行案例 / check packs and run their cases
    Check {
        /// 文件夹，不写则为数据文件夹里的 packs / folder of packs
        folder: Option<PathBuf>,
    },
    /// 与另一套政策包比较，用大白话说改了什么 / what another folder of packs says otherwise
    Diff {
        /// 另一套政策包的文件夹 / the other folder
        folder: PathBuf,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 日期 / day
        #[arg(long)]
        on: NaiveDate,
    },
    /// 政策草案：起草、提交、由另一人审批 / drafts, approved by a second person
    Drafts(drafts::Arguments),
}

#[derive(Debug, Serialize)]
struct ParameterView {
    name: String,
    zh: String,
    value: String,
    stored: i64,
    unit: &'static str,
    pack: String,
    basis: String,
    default: bool,
    note: Option<String>,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

#[derive(Debug, Serialize)]
struct RuleView {
    id: String,
    title: String,
    signal: String,
    raises: Option<&'static str>,
    effect: &'static str,
    conditions: Vec<String>,
    pack: String,
    basis: String,
}

#[derive(Debug, Serialize)]
struct PolicyView {
    region: String,
    on: NaiveDate,
    packs: Vec<String>,
    hash: String,
    parameters: Vec<ParameterView>,
    rules: Vec<RuleView>,
    chains: Vec<chains::ChainView>,
    #[serde(flatten)]
    listed: register::Listed,
}

impl Arguments {
    /// Whether packs are only read, which needs no database.
    pub fn only_checks(&self) -> bool {
        matches!(self.what, What::Check { .. } | What::Pages { .. })
    }
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    match arguments.what {
        What::Show { region, on, register } => show(home, &region, on, register, output),
        What::Diff { folder, region, on } => diff(home, &folder, &region, on, output),
        What::Drafts(it) => drafts::run(home, it, output).await,
        what => read_only(&home.folder.join("definitions"), what, output).await,
    }
}

/// Checks packs against the facts of `definitions` and runs every case, or writes their pages.
pub async fn check_in(
    definitions: &Path,
    arguments: Arguments,
    output: &Output,
) -> anyhow::Result<()> {
    read_only(definitions, arguments.what, output).await
}

async fn read_only(definitions: &Path, what: What, output: &Output) -> anyhow::Result<()> {
    let packs = || definitions.join("packs");
    match what {
        What::Check { folder } => check(definitions, folder, output).await,
        What::Pages { out, folder } => {
            pages::write(definitions, &folder.unwrap_or_else(packs), &out, output)
        }
        _ => Ok(()),
    }
}

async fn check(definitions: &Path, folder: Option<PathBuf>, output: &Output) -> anyhow::Result<()> {
    let folder = folder.unwrap_or_else(|| definitions.join("packs"));
    let facts = app::definitions::fact_names_of(definitions)?;
    let mut problems = app::benefits::check(definitions, &folder)?;
    // Checks of the national exports use the parameters, so they come once those are sound.
    if problems.is_empty() {
        problems = quality::problems(&folder, &policy::Packs::load(&folder, &facts)?).await?;
    }
    if problems.is_empty() {
        problems = app::ledgers::check_cases(definitions, &folder).await?;
    }
    if output.format == Format::Json {
        let list: Vec<_> = problems
            .iter()
            .map(
                |it| serde_json::json!({ "file": it.file, "line": it.line, "message": it.message }),
            )
            .collect();
        output.json(&list)?;
    } else {
        for it in &problems {
            let line = it.line.map(|it| format!("第{it}行：")).unwrap_or_default();
            output.line(format!("{} {line}{}", it.file, it.message));
        }
        if problems.is_empty() {
            output.line(
                output.say("政策包没有问题，全部案例通过", "packs are sound, all cases pass"),
            );
        }
    }
    anyhow::ensure!(
        problems.is_empty(),
        "{} {} {}",
        folder.display(),
        problems.len(),
        output.say("处问题", "problems")
    );
    Ok(())
}

/// What the packs of another folder say otherwise than those in force.
fn diff(
    home: &Home,
    folder: &Path,
    region: &str,
    on: NaiveDate,
    output: &Output,
) -> anyhow::Result<()> {
    home.region(region)?;
    let other = policy::Packs::load(folder, &home.definitions.fact_names())?;
    let code = region.trim_end_matches("000000");
    let facts = home.definitions.fact_names();
    let changes = policy::diff(&home.packs(), &other, code, on, &facts);
    if output.format == Format::Json {
        return output.json(&changes);
    }
    for it in &changes {
        output.line(format!("{} {} {}：{}", it.kind.zh(), it.name, it.zh, it.words));
    }
    if changes.is_empty() {
        output.line(output.say("没有不同", "no difference"));
    }
    Ok(())
}

fn show(
    home: &Home,
    region: &str,
    on: NaiveDate,
    with_register: bool,
    output: &Output,
) -> anyhow::Result<()> {
    home.region(region)?;
    let packs = &home.packs();
    let code = region.trim_end_matches("000000");
    let view = PolicyView {
        region: region.to_owned(),
        on,
        packs: packs.chain(code).into_iter().map(|it| format!("{} {}", it.name, it.zh)).collect(),
        hash: packs.hash(),
        parameters: packs
            .all_parameters(code, on)
            .into_iter()
            .map(|(name, it)| ParameterView {
                name,
                value: it.show(),
                stored: it.value,
                unit: it.unit.name(),
                zh: it.zh,
                pack: it.pack,
                basis: it.basis,
                default: it.is_default,
                note: it.note,
                from: it.from,
                to: it.to,
            })
            .collect(),
        rules: packs
            .rules_for(code, on)
            .into_iter()
            .map(|it| RuleView {
                conditions: it
                    .all
                    .iter()
                    .map(condition)
                    .chain(
                        it.any
                            .iter()
                            .map(|one| format!("{} {}", output.say("或", "or"), condition(one))),
                    )
                    .collect(),
                raises: it.raises.map(policy::Risk::zh),
                effect: it.effect.name(),
                id: it.id,
                title: it.title,
                signal: it.signal,
                pack: it.pack,
                basis: it.basis,
            })
            .collect(),
        chains: chains::views(packs, code, on),
        listed: register::listed(packs, code, on),
    };
    if output.format == Format::Json {
        return output.json(&view);
    }
    output.line(format!("{} {} · {} · {}", region, on, view.packs.join(" > "), view.hash));
    output.table(
        &[
            output.say("参数", "parameter"),
            output.say("名称", "name"),
            output.say("值", "value"),
            output.say("包", "pack"),
            output.say("文件", "document"),
            output.say("自", "from"),
        ],
        view.parameters.iter().map(|it| {
            let basis = match (&it.note, it.default) {
                (Some(note), true) => format!("{}：{note}", output.say("默认值", "default")),
                (None, true) => output.say("默认值", "default").to_owned(),
                // What a document says oddly is said here, not corrected.
                (Some(note), false) => format!("{}（{note}）", it.basis),
                (None, false) => it.basis.clone(),
            };
            vec![
                it.name.clone(),
                it.zh.clone(),
                it.value.clone(),
                it.pack.clone(),
                basis,
                it.from.to_string(),
            ]
        }),
    );
    output.table(
        &[
            output.say("规则", "rule"),
            output.say("名称", "title"),
            output.say("作用", "effect"),
            output.say("风险", "risk"),
            output.say("条件", "conditions"),
            output.say("依据", "basis"),
        ],
        view.rules.iter().map(|it| {
            vec![
                it.id.clone(),
                it.title.clone(),
                it.effect.to_owned(),
                it.raises.unwrap_or_default().to_owned(),
                it.conditions.join("；"),
                format!("{} {}", it.pack, it.basis),
            ]
        }),
    );
    chains::print(&view.chains, output);
    register::print(&view.listed, with_register, output);
    Ok(())
}

fn condition(it: &policy::Cond) -> String {
    let limit = app::clue_list::value_zh(it.limit, it.unit.stored().name());
    format!("{} {} {limit}", it.fact, it.op.symbol())
}
