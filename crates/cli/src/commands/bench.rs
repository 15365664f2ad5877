//! The steps of the benchmarks (`cargo xtask bench …` puts them together).
//!
//! `generate`, `screen`, `indicators`, `scan`, `rules` and `oracle` work on an invented lake
//! without a database; `import-files` writes what the import benchmark reads.

use std::{collections::BTreeMap, path::PathBuf, time::Instant};

use anyhow::Context;
use app::home::Home;
use chrono::NaiveDate;
use kernel::{Region, RegionLevel};
use synth::{
    bare_scan, import_files, indicators, lake_folder, oracle, population,
    population::plan::{Plan, Size},
    screening,
};

use crate::output::Output;

/// Counties worked on at the same time.
const THREADS: usize = 2;
/// The county whose rules are run.
const RULES_OF: &str = "532327";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, clap::Subcommand)]
enum Step {
    /// 造人口和部门数据 / invent a population: county, prefecture or province
    Generate { size: String, lake: PathBuf },
    /// 筛查 / screen, and write the findings as (household, rule)
    Screen { lake: PathBuf, hits: Option<PathBuf> },
    /// 算指标，全部县；写 --county 只算一个县 / compute the indicators, or those of one county
    Indicators {
        lake: PathBuf,
        /// 县的区划代码，六位 / a county's code of six digits
        #[arg(long)]
        county: Option<String>,
    },
    /// 同样指标的 SQL，供其他引擎对比 / the same indicators as SQL for another engine
    IndicatorSql,
    /// 只解码同样的列 / decode the same columns and nothing more
    Scan { lake: PathBuf },
    /// 规则清单 / the rules as JSON
    Rules,
    /// 事实及其 SQL，供其他引擎核对 / facts and their SQL for another engine
    Oracle { lake: PathBuf, out: PathBuf },
    /// 造导入对比用的文件：户籍和一百万笔结算 / files for the import benchmark
    ImportFiles { out: PathBuf },
}

pub fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let definitions = &home.definitions;
    let facts = &definitions.facts;
    let as_of = NaiveDate::from_ymd_opt(2023, 10, 31).context("no such day")?;
    let rules = definitions.packs.now().rules_for(RULES_OF, as_of);
    match arguments.step {
        Step::Generate { size, lake } => {
            let size = Size::from_name(&size).context("county, prefecture, province")?;
            let codes: Vec<String> = definitions
                .regions
                .iter()
                .filter(|it| it.level == RegionLevel::County && !it.pseudo)
                .map(|it| it.stat_code[..6].to_owned())
                .collect();
            let plan = Plan::new(size, &codes, 1)?;
            let written = population::write(&lake, &definitions.tables, &plan, as_of, THREADS)?;
            println!("{written:#?}");
            Ok(())
        }
        Step::Screen { lake, hits } => {
            let hits = hits.as_deref();
            output.json(&screening::screen_lake(&lake, facts, &rules, as_of, THREADS, hits)?)
        }
        Step::IndicatorSql => {
            println!("{}", indicators::statement(facts, &with_parameters(home, as_of), as_of));
            Ok(())
        }
        Step::Indicators { lake, county } => {
            let all = with_parameters(home, as_of);
            let begun = Instant::now();
            let done = match county {
                None => indicators::compute_lake(&lake, facts, &all, as_of, THREADS),
                Some(it) => indicators::compute_counties(&lake, &[it], facts, &all, as_of, THREADS),
            }?;
            eprintln!("{:.2} s", begun.elapsed().as_secs_f64());
            output.json(&done)
        }
        Step::Scan { lake } => {
            let columns = lake_folder::columns_read(facts, &rules);
            output.json(&bare_scan::bare_scan(&lake, &columns, THREADS)?)
        }
        Step::Rules => {
            println!("{}", screening::rules_json(&rules)?);
            Ok(())
        }
        Step::Oracle { lake, out } => oracle::write(&lake, facts, as_of, &out),
        Step::ImportFiles { out } => {
            import_files::write(&out, &villages(home)?, 1, import_files::Amount::default())
        }
    }
}

/// The indicators of households, with their parameters on that day.
fn with_parameters(home: &Home, as_of: NaiveDate) -> Vec<indicators::WithParameters<'_>> {
    let packs = home.definitions.packs.now();
    let all = home.definitions.indicators.of(RULES_OF).into_iter();
    let of_households = all.filter(|it| it.kind() == "households");
    let with_parameters = of_households.filter_map(|it| {
        let value = |(name, parameter): &(String, String)| {
            Some((name.clone(), packs.parameter(parameter, RULES_OF, as_of)?.value))
        };
        let values = it.parameters().iter().map(value);
        Some((it, values.collect::<Option<BTreeMap<String, i64>>>()?))
    });
    with_parameters.collect()
}

/// Township and village names of the county, for addresses that can be matched.
fn villages(home: &Home) -> anyhow::Result<Vec<(String, String)>> {
    let regions = &home.definitions.regions;
    let county = home.region(RULES_OF)?.id;
    let villages = |township: &Region| {
        let township_name = township.name.clone();
        regions.children(township.id).map(move |it| (township_name.clone(), it.name.clone()))
    };
    Ok(regions.children(county).filter(|it| !it.pseudo).flat_map(villages).collect())
}
