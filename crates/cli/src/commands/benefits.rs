//! `shouwang benefits --household-no 5323… --region 532327 --month 2023-10`,
//! `shouwang benefits county --region 532327 --month 2023-10`, `shouwang benefits try FILE.toml`

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use app::{
    benefits::{
        BenefitsOf, CountyBenefits, Who, county_benefits, county_workbook, household_benefits,
    },
    home::Home,
};
use benefits::{BenefitExplanation, State, ValueFrom};
use kernel::{Fen, Month};
use policy::BenefitOutcome;
use store::Scope;

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    one: One,
}

/// 一户或一人的待遇 / of one household or person
#[derive(Debug, clap::Args)]
struct One {
    /// 户编号 / number of the household
    #[arg(long)]
    household_no: Option<String>,
    /// 户的编号（benefits county 的 household）/ key of the household
    #[arg(long)]
    household: Option<i64>,
    /// 人的编号 / key of the person
    #[arg(long)]
    person_key: Option<i64>,
    /// 县的区划代码 / county code
    #[arg(long)]
    region: Option<String>,
    /// 月份 / month
    #[arg(long)]
    month: Option<Month>,
    /// 只看这一项待遇 / only this benefit
    #[arg(long)]
    benefit: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 全县（或一乡一村）：谁符合而未发，谁发了而不符合 / who has not received, who is not entitled
    County {
        /// 县、乡镇或村的区划代码 / code of a county, township or village
        #[arg(long)]
        region: String,
        /// 月份 / month
        #[arg(long)]
        month: Month,
        /// 最多几条（表格形式）/ at most (in a table)
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// 工作簿文件（xlsx 形式）/ file of the workbook
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// 按手写的文件测算，不用数据库 / compute from a file, without a database
    Try {
        /// 文件：benefit、region、on 和 given 一节 / a TOML file
        file: PathBuf,
    },
}

impl Arguments {
    /// Whether nothing but packs is needed, and no database.
    pub fn only_tries(&self) -> bool {
        matches!(self.what, Some(What::Try { .. }))
    }
}

/// Computes from a file with the packs of `definitions`, or of another folder.
pub fn try_in(
    definitions: &Path,
    packs: Option<&Path>,
    arguments: Arguments,
    output: &Output,
) -> anyhow::Result<()> {
    let Some(What::Try { file }) = arguments.what else { return Ok(()) };
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    let packs = packs.map_or_else(|| definitions.join("packs"), Path::to_owned);
    let explanation = app::benefits::try_file(definitions, &packs, &file)?;
    if output.format == Format::Json {
        return output.json(&explanation);
    }
    print(&explanation, output);
    Ok(())
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    match arguments.what {
        Some(What::County { region, month, limit, out }) => {
            let region = home.region(&region)?.clone();
            let scope = Scope::region(region.id, region.level);
            let found = county_benefits(home, &scope, &region, month).await?;
            county(home, &found, limit, out, output)
        }
        Some(What::Try { .. }) => Ok(()),
        None => one(home, arguments.one, output).await,
    }
}

async fn one(home: &Home, one: One, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    let who = match (one.household_no, one.household, one.person_key) {
        (Some(no), None, None) => Who::HouseholdNo(no),
        (None, Some(key), None) => Who::Household(key),
        (None, None, Some(key)) => Who::Person(key),
        _ => anyhow::bail!(
            "{}",
            output.say(
                "请写 --household-no、--household、--person-key 之一，或用 county、try",
                "give one of --household-no, --household, --person-key, or use county or try"
            )
        ),
    };
    let region = one.region.context("缺少 --region（县的区划代码）/ --region is missing")?;
    let month = one.month.context("缺少 --month（月份）/ --month is missing")?;
    let county = home.region(&region)?.clone();
    let scope = Scope::region(county.id, county.level);
    let found = household_benefits(home, &scope, &county, &who, month).await?;
    let mut found = found.with_context(|| {
        format!("{} {}", county.name, output.say("没有这一户", "has no such household"))
    })?;
    if let Some(id) = &one.benefit {
        found.of_household.retain(|it| it.explanation.benefit == *id);
        found.of_members.retain(|it| it.explanation.benefit == *id);
    }
    if output.format == Format::Json {
        return output.json(&found);
    }
    output.line(format!(
        "{} {}  {}  {} {}  {} {}",
        output.say("户", "household"),
        found.household_no,
        found.village,
        output.say("日期", "on"),
        found.on,
        output.say("政策包指纹", "packs"),
        found.packs,
    ));
    for it in found.of_household.iter().chain(&found.of_members) {
        of(it, output);
    }
    Ok(())
}

fn of(it: &BenefitsOf, output: &Output) {
    if let Some(name) = &it.name {
        output.line(format!("\n{} {name}", output.say("本人", "person")));
    } else {
        output.line("");
    }
    if !it.missing_tables.is_empty() {
        output.line(format!(
            "  {} {}",
            output.say("名单没有到，以下只供参考：", "lists not arrived, for reference only:"),
            it.missing_tables.join(" ")
        ));
    }
    print(&it.explanation, output);
}

fn state(state: State, output: &Output) -> &'static str {
    match (state, output.is_zh()) {
        (_, true) => state.zh(),
        (State::Entitled, _) => "entitled",
        (State::NotEntitled, _) => "not entitled",
        (State::Unknown, _) => "unknown",
    }
}

/// A result with every step.
fn print(it: &BenefitExplanation, output: &Output) {
    let default = |is_default: bool| match is_default {
        true => output.say("（默认值，无文件规定）", " (default)"),
        false => "",
    };
    output.line(format!(
        "■ {} {}：{} {} {}{}",
        it.zh,
        it.benefit,
        match (it.outcome, it.state) {
            (BenefitOutcome::Account, State::Entitled) => output.say("已算出", "computed"),
            (_, it) => state(it, output),
        },
        it.amount_shown.as_deref().unwrap_or_default(),
        it.class_zh.as_deref().unwrap_or_default(),
        if it.uses_default { output.say("（用到默认值）", " (uses defaults)") } else { "" },
    ));
    if let Some(reason) = &it.reason {
        output.line(format!("  {} {reason}", output.say("原因", "because")));
    }
    output.line(format!(
        "  {} {} [{}] {} {}",
        output.say("依据", "basis"),
        it.basis,
        it.pack,
        it.region,
        it.on
    ));
    for input in &it.inputs {
        let from = match input.from {
            ValueFrom::Given => continue,
            ValueFrom::Assumed => output.say("（没有给，按此）", " (assumed)"),
            ValueFrom::Missing => output.say("（缺）", " (missing)"),
        };
        output.line(format!("    {} {}{from}", input.zh, input.shown));
    }
    for step in &it.steps {
        let mark = match step.holds {
            Some(true) => "✔",
            Some(false) => "✘",
            None => "·",
        };
        output.line(format!("  {mark} {} = {}  ← {}", step.zh, step.shown, step.arithmetic));
        if let Some(note) = &step.note {
            output.line(format!("      {note}"));
        }
    }
    for parameter in &it.parameters {
        output.line(format!(
            "    {} {}（{}）= {}，{} {}，{} {}{}{}",
            output.say("参数", "parameter"),
            parameter.zh,
            parameter.parameter,
            parameter.shown,
            output.say("自", "from"),
            parameter.from,
            parameter.pack,
            parameter.basis,
            default(parameter.is_default),
            parameter.note.as_ref().map(|it| format!("：{it}")).unwrap_or_default(),
        ));
    }
}

/// Columns of the CSV form; scripts rely on them.
const CSV: [&str; 10] = [
    "benefit",
    "household_no",
    "household",
    "person",
    "village",
    "finding",
    "entitled_fen",
    "received_fen",
    "difference_fen",
    "reason",
];

fn county(
    home: &Home,
    found: &CountyBenefits,
    limit: usize,
    out: Option<PathBuf>,
    output: &Output,
) -> anyhow::Result<()> {
    match output.format {
        Format::Json => return output.json(found),
        Format::Csv => {
            return output.csv(
                &CSV,
                found.rows.iter().map(|it| {
                    vec![
                        it.benefit.clone(),
                        it.household_no.clone(),
                        it.household.to_string(),
                        it.person.map_or(String::new(), |it| it.to_string()),
                        it.village.clone(),
                        serde_json::to_value(it.finding)
                            .ok()
                            .and_then(|it| it.as_str().map(str::to_owned))
                            .unwrap_or_default(),
                        it.entitled.to_string(),
                        it.received.to_string(),
                        it.difference.to_string(),
                        it.reason.clone(),
                    ]
                }),
            );
        }
        Format::Xlsx => {
            let path = match out {
                Some(path) => path,
                None => home.exports()?.join(format!("待遇_{}_{}.xlsx", found.region, found.month)),
            };
            fs::write(&path, county_workbook(found)?).with_context(|| {
                format!("无法写入 {}：请关闭已打开的同名工作簿", path.display())
            })?;
            output.raw(&path.display().to_string());
            return Ok(());
        }
        Format::Table => {}
    }
    output.table(
        &[
            output.say("待遇", "benefit"),
            output.say("符合", "entitled"),
            output.say("应发（元）", "amount"),
            output.say("不能判断", "unknown"),
            output.say("发放笔数", "payments"),
            output.say("已发（元）", "paid"),
            output.say("符合而未发", "not received"),
            output.say("发了而不符合", "not entitled"),
            output.say("数额不同", "differ"),
            output.say("说明", "remark"),
        ],
        found.benefits.iter().map(|it| {
            let remark = match (it.missing_tables.is_empty(), it.compared) {
                (false, _) => {
                    format!("{} {}", output.say("名单未到", "missing"), it.missing_tables.join(" "))
                }
                (true, true) => String::new(),
                (true, false) => output.say("没有发放名单", "no payments list").to_owned(),
            };
            vec![
                format!("{} {}", it.benefit, it.zh),
                it.entitled.to_string(),
                it.amount.map_or(String::new(), |it| Fen(it).to_string()),
                it.unknown.to_string(),
                it.payments.to_string(),
                Fen(it.paid).to_string(),
                it.not_received.to_string(),
                it.not_entitled.to_string(),
                it.differ.to_string(),
                remark,
            ]
        }),
    );
    output.table(
        &[
            output.say("村", "village"),
            output.say("户编号", "number"),
            output.say("本人", "person"),
            output.say("待遇", "benefit"),
            output.say("情况", "finding"),
            output.say("应享（元）", "entitled"),
            output.say("已发（元）", "received"),
            output.say("身份或原因", "why"),
        ],
        found.rows.iter().take(limit).map(|it| {
            vec![
                it.village.clone(),
                it.household_no.clone(),
                it.name.clone().unwrap_or_else(|| it.householder.clone()),
                it.zh.clone(),
                it.finding.zh().to_owned(),
                Fen(it.entitled).to_string(),
                Fen(it.received).to_string(),
                it.reason.clone(),
            ]
        }),
    );
    if limit < found.rows.len() {
        output.line(format!(
            "{} {} / {}",
            output.say("只显示前", "showing the first"),
            limit,
            found.rows.len()
        ));
    }
    Ok(())
}
