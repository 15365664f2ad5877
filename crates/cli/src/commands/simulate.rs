//! `shouwang simulate --region 532327 --month 2023-10 --set income.monitoring_line=+10%`

use std::path::PathBuf;

use anyhow::Context;
use app::{
    accounts::Manager,
    home::Home,
    simulate::{self, SimulatedArea, Simulation, TriedValue},
};
use kernel::Month;
use policy::Packs;

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 区划代码：县、市（州）或省 / region code
    #[arg(long)]
    region: String,
    /// 月份，可写几个 / months
    #[arg(long, required = true, num_args = 1..)]
    month: Vec<Month>,
    /// 试的数：参数=值，如 income.monitoring_line=9570 或 =+10% / a value to try
    #[arg(long = "set", value_parser = tried_value)]
    values: Vec<TriedValue>,
    /// 试一份草案 / try a draft, by its id
    #[arg(long, conflicts_with = "folder")]
    draft: Option<String>,
    /// 试另一个文件夹里的政策包 / try another folder of packs
    #[arg(long)]
    folder: Option<PathBuf>,
}

fn tried_value(text: &str) -> Result<TriedValue, String> {
    let (name, value) = text
        .split_once('=')
        .ok_or("写成 参数=值，如 income.monitoring_line=+10% / parameter=value".to_owned())?;
    Ok(TriedValue { name: name.trim().to_owned(), value: value.trim().to_owned() })
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    anyhow::ensure!(
        !arguments.values.is_empty() || arguments.draft.is_some() || arguments.folder.is_some(),
        "请写要试什么：--set 参数=值、--draft 草案 或 --folder 政策包文件夹"
    );
    let region = home.region(&arguments.region)?.clone();
    let months = &arguments.month;
    let owner = Manager::Owner(crate::owner::ACTOR);
    let draft = arguments.draft.as_deref();
    let tried = match &arguments.folder {
        None => simulate::tried(home, owner, &region, months, draft, &arguments.values).await?,
        Some(folder) => {
            let packs = Packs::load(folder, &home.definitions.fact_names())
                .with_context(|| format!("{}", folder.display()))?;
            simulate::with_values(packs, &region, months, &arguments.values)?
        }
    };
    let bar = output.progress(home.counties_of(&region)?.len() as u64);
    let heard = |county: &str| {
        bar.set_message(county.to_owned());
        bar.inc(1);
    };
    let report = simulate::simulate(home, &tried, &region, months, &heard).await?;
    bar.finish_and_clear();
    if output.format == Format::Json {
        return output.json(&report);
    }
    print(&report, output);
    Ok(())
}

fn print(report: &Simulation, output: &Output) {
    output.line(format!(
        "{} {} {}，{} {} → {}",
        output.say("试算", "simulated"),
        report.region,
        report.months.join("、"),
        output.say("政策包", "packs"),
        report.packs_now,
        report.packs_tried
    ));
    if report.changes.is_empty() {
        output.line(output.say(
            "对这个地区这一天，两套规定没有不同",
            "both sets of packs say the same for this region on this day",
        ));
    }
    for it in &report.changes {
        output.line(format!("{} {} {}：{}", it.kind, it.name, it.zh, it.words));
    }
    let header = [
        output.say("地区", "region"),
        output.say("月份", "month"),
        output.say("入户：现行", "visits now"),
        output.say("试算", "tried"),
        output.say("多", "more"),
        output.say("少", "fewer"),
        output.say("属实：现行", "true now"),
        output.say("试算", "tried"),
        output.say("漏掉：现行", "missed now"),
        output.say("试算", "tried"),
        output.say("命中率：现行", "hit rate now"),
        output.say("试算", "tried"),
        output.say("规模预警：现行", "alarms now"),
        output.say("试算", "tried"),
    ];
    let rows = report.areas.iter().chain([&report.total]).map(row);
    output.table(&header, rows);
    output.table(
        &[
            output.say("规则", "rule"),
            output.say("名称", "title"),
            output.say("命中户：现行", "findings now"),
            output.say("试算", "tried"),
            output.say("入户：现行", "visits now"),
            output.say("试算", "tried"),
        ],
        report.rules.iter().map(|it| {
            vec![
                it.rule.clone(),
                it.title.clone(),
                it.findings_now.to_string(),
                it.findings_tried.to_string(),
                it.visits_now.to_string(),
                it.visits_tried.to_string(),
            ]
        }),
    );
    if !report.benefits.is_empty() {
        let yuan = |fen: i64| policy::Unit::Fen.show(fen);
        output.table(
            &[
                output.say("待遇", "benefit"),
                output.say("应享：现行", "entitled now"),
                output.say("试算", "tried"),
                output.say("金额：现行", "amount now"),
                output.say("试算", "tried"),
            ],
            report.benefits.iter().map(|it| {
                vec![
                    format!("{} {}", it.benefit, it.zh),
                    it.entitled_now.to_string(),
                    it.entitled_tried.to_string(),
                    yuan(it.amount_now),
                    yuan(it.amount_tried),
                ]
            }),
        );
    }
    output.line(format!(
        "{} {} {}",
        output.say("结果不同的户", "households that fare differently"),
        report.households_changed,
        output.say("（全部见 --format json）", "(see --format json)")
    ));
    for note in &report.notes {
        output.line(note);
    }
}

fn row(it: &SimulatedArea) -> Vec<String> {
    let rate =
        |it: Option<i64>| it.map_or("—".to_owned(), |it| policy::Unit::BasisPoints.show(it));
    vec![
        it.name.clone(),
        if it.month.is_empty() { "合计".to_owned() } else { it.month.clone() },
        it.now.visits.to_string(),
        it.tried.visits.to_string(),
        it.more.to_string(),
        it.fewer.to_string(),
        it.now.found_true.to_string(),
        it.tried.found_true.to_string(),
        it.now.missed.to_string(),
        it.tried.missed.to_string(),
        rate(it.now.hit_rate_basis_points),
        rate(it.tried.hit_rate_basis_points),
        it.now.alarms.to_string(),
        it.tried.alarms.to_string(),
    ]
}
