//! `shouwang policy show --region 532327 --on 2023-10-31`, `shouwang policy check`

mod chains;

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
    },
    /// 检查政策包，逐条运行案例 / check packs and run their cases
    Check {
        /// 文件夹，不写则为数据文件夹里的 packs / folder of packs
        folder: Option<PathBuf>,
    },
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
}

impl Arguments {
    /// Whether packs are only checked, which needs no database.
    pub fn only_checks(&self) -> bool {
        matches!(self.what, What::Check { .. })
    }
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    match arguments.what {
        What::Show { region, on } => show(home, &region, on, output),
        What::Check { folder } => check(&home.folder.join("definitions"), folder, output).await,
    }
}

/// Checks packs against the facts of `definitions`, and runs every case.
pub async fn check_in(
    definitions: &Path,
    arguments: Arguments,
    output: &Output,
) -> anyhow::Result<()> {
    match arguments.what {
        What::Check { folder } => check(definitions, folder, output).await,
        What::Show { .. } => Ok(()),
    }
}

async fn check(definitions: &Path, folder: Option<PathBuf>, output: &Output) -> anyhow::Result<()> {
    let folder = folder.unwrap_or_else(|| definitions.join("packs"));
    let facts = app::definitions::fact_names_of(definitions)?;
    let mut problems = policy::check(&folder, &facts);
    // Checks of the national exports use the parameters, so they come once those are sound.
    if problems.is_empty() {
        problems = quality::problems(&folder, &policy::Packs::load(&folder, &facts)?).await?;
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

fn show(home: &Home, region: &str, on: NaiveDate, output: &Output) -> anyhow::Result<()> {
    home.region(region)?;
    let packs = &home.definitions.packs;
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
                _ => it.basis.clone(),
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
    Ok(())
}

fn condition(it: &policy::Cond) -> String {
    let limit = app::clue_list::value_zh(it.limit, it.unit.stored().name());
    format!("{} {} {limit}", it.fact, it.op.symbol())
}
