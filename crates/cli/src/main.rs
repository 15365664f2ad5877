//! The command line of 守望.
//!
//! Offices and scripts rely on the forms documented in `docs/commands.zh-CN.md`:
//! they stay as they are, and new ones are added beside them.

mod commands;
mod output;
mod owner;
mod stories;

use std::{path::PathBuf, process::ExitCode};

use app::home::{Embedded, Home, HomeOptions};
use clap::{Parser, Subcommand, ValueEnum};
use output::{Lang, Output};

/// The definitions that come with the program.
const EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// 守望：防止返贫动态监测。 Watches over every rural household with the data
/// that departments already hold.
#[derive(Debug, Parser)]
#[command(name = "shouwang", version, about, max_term_width = 100)]
struct Arguments {
    /// 数据文件夹 / home folder
    #[arg(long, global = true, default_value = "shouwang-home")]
    home: PathBuf,
    /// 数据库网址，不写则用数据文件夹里的 SQLite / database URL
    #[arg(long, global = true)]
    database: Option<String>,
    /// 另一套政策包 / another folder of packs
    #[arg(long, global = true)]
    packs: Option<PathBuf>,
    /// 语言 / language
    #[arg(long, global = true, value_enum, default_value = "zh")]
    lang: Lang,
    /// 输出形式 / output form
    #[arg(long, global = true, value_enum, default_value = "table")]
    format: Format,
    #[command(subcommand)]
    command: Command,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 给人看的表 / tables for people
    Table,
    /// 给程序看 / for programs
    Json,
    /// 逗号分隔 / comma separated
    Csv,
    /// Excel 工作簿 / workbook
    Xlsx,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 导入部门文件 / import department files
    Import(commands::import::Arguments),
    /// 导入批次：列出、回滚 / batches: list, roll back
    Batches(commands::batches::Arguments),
    /// 隔离的行 / quarantined rows
    Quarantine(commands::quarantine::Arguments),
    /// 筛查一个月 / screen a month
    Screen(commands::screen::Arguments),
    /// 线索 / clues
    Clues(commands::clues::Arguments),
    /// 办案：派发、列出、查看、办一步 / cases: dispatch, list, show, act
    Cases(commands::cases::Arguments),
    /// 账号：建立、列出、重设密码、解锁、停用 / accounts: create, list, reset, unlock, disable
    Accounts(commands::accounts::Arguments),
    /// 群众诉求：导入、列出、查看、办一步、反馈 / appeals: import, list, show, act, feed back
    Appeals(commands::appeals::Arguments),
    /// 台账：列出、模板、导出、导入、查问题 / ledgers: list, template, export, import, find
    Ledgers(commands::ledgers::Arguments),
    /// 突发事件：登记、找户、排查、跟踪、预案、预警 / sudden events and standing alarms
    Events(commands::events::Arguments),
    /// 指标和规划目标：列出、计算、目标进度、登记、打开一个数 / indicators and targets
    Indicators(commands::indicators::Arguments),
    /// 报表：列出、打印、照留底再印、要数登记 / reports, what was printed, who asked for numbers
    Reports(commands::reports::Arguments),
    /// 考核评估：发起、抽样、调查、取数、打分、办结、整改 / the yearly assessment
    Assessment(commands::assessment::Arguments),
    /// 户：居住地 / households: residence
    Households(commands::households::Arguments),
    /// 审计链：核对、检查点、导出、离线核对 / the audit chain: verify, checkpoint, export, check
    Audit(commands::audit::Arguments),
    /// 一条线索为什么提示 / why a clue was raised
    Explain(commands::explain::Arguments),
    /// 疑点核查：全国系统的导出表，不用数据文件夹 / check exports of the national system
    Check(commands::check::Arguments),
    /// 试算：换一套规定，过去的月份会怎样 / try other packs on past months
    Simulate(commands::simulate::Arguments),
    /// 命中率：线索核实的结果 / what became of the clues
    Precision(commands::precision::Arguments),
    /// 政策参数与规则、比较、草案 / policy
    Policy(commands::policy::Arguments),
    /// 待遇：一户、一人、全县，或按手写的数测算 / benefits: a household, a county, or a trial
    Benefits(commands::benefits::Arguments),
    /// 收入台账：填、看、分析、导入导出 / income accounts: fill, show, analyse, import, export
    Income(commands::income::Arguments),
    /// 行政区划 / regions
    Regions(commands::regions::Arguments),
    /// 事实：导出与 SQL / facts as values and as SQL
    Facts(commands::facts::Arguments),
    /// 故事：十户人家从线索到最后一步，按真实角色演一遍 / stories: ten families, played by the real roles
    Stories(commands::stories::Arguments),
    /// 作为服务运行 / run as a service
    Serve(commands::serve::Arguments),
    /// 造一个虚构县的部门文件 / department files of an invented county
    Synth(commands::synth::Arguments),
    /// 性能测试用的各步 / the steps of the benchmarks
    Bench(commands::bench::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output::new(arguments.lang, arguments.format);
    match run(arguments, &output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output.error(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let options = HomeOptions { database: arguments.database, packs: arguments.packs };
    let home = || Home::open(&arguments.home, EMBEDDED, &options);
    runtime.block_on(async {
        match arguments.command {
            Command::Import(it) => commands::import::run(&home().await?, it, output).await,
            Command::Batches(it) => commands::batches::run(&home().await?, it, output).await,
            Command::Quarantine(it) => commands::quarantine::run(&home().await?, it, output).await,
            Command::Screen(it) => commands::screen::run(&home().await?, it, output).await,
            Command::Clues(it) => commands::clues::run(&home().await?, it, output).await,
            Command::Cases(it) => commands::cases::run(&home().await?, it, output).await,
            Command::Appeals(it) => commands::appeals::run(&home().await?, it, output).await,
            Command::Accounts(it) => commands::accounts::run(&home().await?, it, output).await,
            Command::Ledgers(it) => commands::ledgers::run(&home().await?, it, output).await,
            Command::Events(it) => commands::events::run(&home().await?, it, output).await,
            Command::Indicators(it) => commands::indicators::run(&home().await?, it, output).await,
            Command::Reports(it) => commands::reports::run(&home().await?, it, output).await,
            Command::Assessment(it) => commands::assessment::run(&home().await?, it, output).await,
            Command::Households(it) => commands::households::run(&home().await?, it, output).await,
            Command::Audit(it) if it.only_checks() => commands::audit::check_file(it, output),
            Command::Audit(it) => commands::audit::run(&home().await?, it, output).await,
            Command::Explain(it) => commands::explain::run(&home().await?, it, output).await,
            Command::Check(it) => {
                let packs = options.packs.as_deref();
                commands::check::run(&arguments.home, EMBEDDED, packs, it, output).await
            }
            Command::Policy(it) if it.only_checks() => {
                let definitions = app::home::lay_out_definitions(&arguments.home, EMBEDDED)?;
                commands::policy::check_in(&definitions, it, output).await
            }
            Command::Policy(it) => commands::policy::run(&home().await?, it, output).await,
            Command::Simulate(it) => commands::simulate::run(&home().await?, it, output).await,
            Command::Precision(it) => commands::precision::run(&home().await?, it, output).await,
            Command::Benefits(it) if it.only_tries() => {
                let definitions = app::home::lay_out_definitions(&arguments.home, EMBEDDED)?;
                commands::benefits::try_in(&definitions, options.packs.as_deref(), it, output)
            }
            Command::Benefits(it) => commands::benefits::run(&home().await?, it, output).await,
            Command::Income(it) => commands::income::run(&home().await?, it, output).await,
            Command::Regions(it) => commands::regions::run(&home().await?, it, output),
            Command::Facts(it) => commands::facts::run(&home().await?, it, output).await,
            Command::Stories(it) if it.only_lists() => commands::stories::list(it, output),
            Command::Stories(it) => commands::stories::play(home().await?, it, output).await,
            Command::Serve(it) => commands::serve::run(home().await?, it, output).await,
            Command::Synth(it) => commands::synth::run(&home().await?, &it, output),
            Command::Bench(it) => commands::bench::run(&home().await?, it, output),
        }
    })
}
