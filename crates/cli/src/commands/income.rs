//! `shouwang income fill|show|analyse|import|export|burden --region 532327 --period 2023`

use std::path::PathBuf;

use anyhow::Context;
use app::{
    home::Home,
    income::{
        FormBurden, IncomeAccountView, IncomeAnalysis, IncomeFilled, Period, analyse,
        analysis_workbook, export_national, fill, import_national, latest, period_of, show,
    },
};
use chrono::Utc;
use kernel::{Fen, Month, Region};
use store::Scope;

use crate::{Format, output::Output, owner::ACTOR};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

/// Which county or region, and which months.
#[derive(Debug, clap::Args)]
struct Where {
    /// 区划代码 / region code
    #[arg(long)]
    region: String,
    /// 收入年度 2023，或 12 个月的最后一个月 2023-10 / income year, or last of twelve months
    #[arg(long)]
    period: String,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 从部门名单填一期，印出还要村里填多少 / fill a period from lists
    Fill {
        #[command(flatten)]
        at: Where,
        /// 用哪个月的名单 / the month whose lists answer
        #[arg(long)]
        month: Option<Month>,
    },
    /// 各种表还要村里填多少 / what a village still has to type, per form
    Burden {
        #[command(flatten)]
        at: Where,
    },
    /// 一户的账，逐项逐步 / one account, line by line
    Show {
        #[command(flatten)]
        at: Where,
        /// 户编号 / number of the household
        #[arg(long)]
        household_no: String,
    },
    /// 分段、构成、增长、规划路径 / bands, composition, growth, the plan's path
    Analyse {
        #[command(flatten)]
        at: Where,
        /// 工作簿文件（xlsx 形式，少数几户的不列）/ file of the workbook
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// 读入国家系统版式的年度采集表，不同的列出、不覆盖 / read a collection, never overwriting
    Import {
        #[command(flatten)]
        at: Where,
        /// 文件 / file
        file: PathBuf,
    },
    /// 把收入写回国家系统导出的原表 / write incomes into a file the national system exported
    Export {
        #[command(flatten)]
        at: Where,
        /// 国家系统导出的原表 / the exported file
        #[arg(long)]
        template: PathBuf,
        /// 新文件 / new file
        #[arg(long)]
        out: PathBuf,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    match arguments.what {
        What::Fill { at, month } => {
            let (county, period) = place(home, &at)?;
            let filled = fill(home, &county, period, month, ACTOR, Utc::now()).await?;
            print_filled(&filled, output)
        }
        What::Burden { at } => {
            let (county, period) = place(home, &at)?;
            let filled = latest(home, &county, period).await?;
            let filled = filled.with_context(|| {
                format!("{period} {}", output.say("还没有填：先用 income fill", "was not filled"))
            })?;
            print_filled(&filled, output)
        }
        What::Show { at, household_no } => {
            let (county, period) = place(home, &at)?;
            let mut tx = home.db.read().await?;
            let household = tx.household_by_no(county.id, household_no.trim()).await?;
            drop(tx);
            let household = household.with_context(|| {
                format!("{} {}", county.name, output.say("没有这一户", "has no such household"))
            })?;
            let scope = Scope::region(county.id, county.level);
            let view = show(home, &scope, household.id, period).await?;
            print_account(&view, output)
        }
        What::Analyse { at, out } => {
            let (region, period) = place(home, &at)?;
            let scope = Scope::region(region.id, region.level);
            let found = analyse(home, &scope, period).await?;
            if output.format == Format::Xlsx {
                let out = match out {
                    Some(out) => out,
                    None => home.exports()?.join(format!("收入分析-{}.xlsx", period.last)),
                };
                std::fs::write(&out, analysis_workbook(&found)?)
                    .with_context(|| format!("写不了 {}", out.display()))?;
                output.line(out.display().to_string());
                return Ok(());
            }
            print_analysis(&found, output)
        }
        What::Import { at, file } => {
            let (county, period) = place(home, &at)?;
            let (_, it) = import_national(home, &county, period, &file, ACTOR, Utc::now()).await?;
            if output.format == Format::Json {
                return output.json(&it);
            }
            output.line(format!(
                "{} {}，{} {}，{} {}，{} {}，{} {}，{} {}，{} {}",
                output.say("行", "rows"),
                it.rows,
                output.say("户", "households"),
                it.households,
                output.say("略过", "skipped"),
                it.repeated + it.no_data,
                output.say("记入", "entered"),
                it.entered,
                output.say("相同", "the same"),
                it.same,
                output.say("不同（没有覆盖）", "different (not overwritten)"),
                it.differences.len(),
                output.say("没有收", "refused"),
                it.refused.len(),
            ));
            let header = ["户编号", "项目", "文件里（元）", "台账里（元）", "台账的来源"];
            let rows = it.differences.iter().map(|it| {
                vec![
                    it.household_no.clone(),
                    it.zh.clone(),
                    Fen(it.in_file).to_string(),
                    Fen(it.here).to_string(),
                    it.from.clone(),
                ]
            });
            output.table(&header, rows);
            let refused = it.refused.iter().map(|it| vec![it.row.to_string(), it.why.clone()]);
            output.table(&["行", "为什么没有收"], refused);
            Ok(())
        }
        What::Export { at, template, out } => {
            let (county, period) = place(home, &at)?;
            let now = Utc::now();
            let it = export_national(home, &county, period, &template, &out, ACTOR, now).await?;
            if output.format == Format::Json {
                return output.json(&it);
            }
            output.line(format!(
                "{} {}，{} {}，{} {}，{} {}：{}",
                output.say("行", "rows"),
                it.rows,
                output.say("写入", "written"),
                it.written,
                output.say("改了的格", "cells changed"),
                it.changed,
                output.say("收入还不清楚、未动", "left as they were"),
                it.left,
                out.display(),
            ));
            Ok(())
        }
    }
}

fn place(home: &Home, at: &Where) -> anyhow::Result<(Region, Period)> {
    let region = home.region(&at.region)?.clone();
    let period = period_of(home, region.leading_digits(), &at.period)?;
    Ok((region, period))
}

fn percent(basis_points: i64) -> String {
    let sign = if basis_points < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}%", basis_points.abs() / 100, basis_points.abs() % 100)
}

fn print_filled(it: &IncomeFilled, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(it);
    }
    output.line(format!(
        "{} {}  {} {}  {} {}，{} {}{}",
        it.name,
        it.period,
        output.say("名单月份", "lists of"),
        it.evidence,
        output.say("户", "households"),
        it.households,
        output.say("收入已知", "complete"),
        it.complete,
        if it.repeated {
            output.say("（没有变化，用上次的）", " (unchanged)")
        } else {
            ""
        },
    ));
    if !it.missing_tables.is_empty() {
        let told = output.say("没有到的名单：", "lists not arrived:");
        output.line(format!("{told} {}", it.missing_tables.join(" ")));
    }
    if it.exceeding > 0 {
        let told = output.say("名单比合计还多的户：", "lists exceed totals:");
        output.line(format!("{told} {}", it.exceeding));
    }
    for it in &it.finding_names {
        let name = if output.is_zh() { &it.finding.zh } else { &it.finding.en };
        output.line(format!("  {name} {}", it.households));
    }
    for form in &it.forms {
        burden(form, output);
    }
    Ok(())
}

fn burden(it: &FormBurden, output: &Output) {
    output.line(format!(
        "■ {}（{}）：{} {}，{} {}，{} {}，{} {}，{} {}，{} {}，{} {}（{}）；{} {}",
        if output.is_zh() { &it.zh } else { &it.en },
        it.form,
        output.say("户", "households"),
        it.households,
        output.say("格", "fields"),
        it.fields,
        output.say("名单已填", "filled from lists"),
        it.filled,
        output.say("已录", "entered"),
        it.entered,
        output.say("合计已知、不再问", "covered by a total"),
        it.covered,
        output.say("不计入、不问", "not counted"),
        it.not_counted,
        output.say("还要村里填", "still to be typed"),
        it.asked,
        percent(it.asked_share),
        output.say("不用国家系统合计则要填", "without national totals"),
        percent(it.asked_share_without_totals),
    ));
}

fn print_account(it: &IncomeAccountView, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(it);
    }
    let yuan = |it: Option<i64>| it.map_or_else(|| "—".to_owned(), |it| Fen(it).to_string());
    output.line(format!(
        "{} {} {}  {}  {} {}  {} {}",
        it.village,
        it.household_no,
        it.householder,
        it.period_zh,
        output.say("纯收入", "net"),
        yuan(it.net),
        output.say("人均", "per head"),
        yuan(it.net_per_capita),
    ));
    let rows = it.lines.iter().map(|it| {
        let source = match (&it.from, it.asked) {
            (Some(from), _) => from.clone(),
            (None, true) => output.say("待填", "asked").to_owned(),
            (None, false) => String::new(),
        };
        let rests_on = it.rows.iter().map(|it| format!("{} {}", it.file, it.row));
        let paid = it.payments.iter().map(|it| format!("{} {}", it.file, it.row));
        let rests_on: Vec<String> = rests_on.chain(paid).collect();
        vec![
            if output.is_zh() { it.zh.clone() } else { it.en.clone() },
            yuan(it.fen),
            source,
            if it.counts { "" } else { output.say("不计入", "not counted") }.to_owned(),
            rests_on.join("；"),
        ]
    });
    output.table(&["项目", "元", "来源", "", "文件和行"], rows);
    for step in it.explanation.iter().flat_map(|it| &it.steps) {
        output.line(format!("  {} {}  {}", step.zh, step.shown, step.arithmetic));
    }
    let (last, middle) = (yuan(it.last_net_per_capita), yuan(it.village_median));
    output.line(format!(
        "{} {last}  {} {middle}",
        output.say("上年人均", "last year per head"),
        output.say("本村中位", "median of the village"),
    ));
    for it in &it.findings {
        let name = if output.is_zh() { &it.zh } else { &it.en };
        output.line(format!("⚠ {name}：{}", it.advice));
    }
    Ok(())
}

fn print_analysis(it: &IncomeAnalysis, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(it);
    }
    output.line(format!(
        "{} {}  {} {}，{} {}",
        it.name,
        it.period,
        output.say("户", "households"),
        it.households,
        output.say("收入已知", "complete"),
        it.complete
    ));
    let bound = |it: Option<i64>| it.map_or_else(String::new, |it| Fen(it).to_string());
    let bands = it.bands.iter().map(|it| {
        vec![bound(it.from), bound(it.below), it.households.to_string(), it.persons.to_string()]
    });
    output.table(&["从（含）", "到（不含）", "户", "人"], bands);
    let rate = |it: Option<i64>| it.map_or_else(String::new, percent);
    let parts = it.components.iter().map(|it| {
        vec![it.part.clone(), Fen(it.per_head).to_string(), rate(it.share), rate(it.growth)]
    });
    output.table(&["项目", "人均（元）", "占比", "比上年"], parts);
    let path = it.path.iter().map(|it| {
        vec![
            it.part.clone(),
            Fen(it.plan.value).to_string(),
            Fen(it.reached).to_string(),
            rate(it.plan.stated),
            rate(it.plan.computed),
        ]
    });
    output.table(&["项目", "规划（元）", "实际（元）", "文件写的增速", "按基期算的增速"], path);
    let groups = it.regions.iter().chain(&it.groups).map(|it| {
        vec![
            it.zh.clone(),
            it.households.to_string(),
            it.complete.to_string(),
            bound(it.per_head),
            rate(it.growth),
        ]
    });
    output.table(&["地区或人群", "户", "收入已知", "人均（元）", "比上年"], groups);
    Ok(())
}
