//! `shouwang indicators list | compute | targets | report | task | evaluate | open`: indicators and
//! targets of plans.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use app::{
    home::Home,
    indicators::{
        self, ComputeReport, IndicatorError, NewEvaluation, NewTask, NewValue, OpenOrder,
        OpenedIndicator, TargetTable, TargetView,
    },
};
use chrono::{NaiveDate, Utc};
use kernel::{Month, china_day};

use crate::{Format, output::Output, owner::owner_of};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 一个地区有哪些指标、怎样算、最近的数 / the indicators of a region
    List {
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
        /// 按这一天当日的数，如 2024-03-31 / as known at the end of this day
        #[arg(long)]
        as_of: Option<NaiveDate>,
    },
    /// 计算一个月的指标；数据没有变的县不重算 / compute a month; unchanged counties keep theirs
    Compute {
        /// 县、市（州）或省的区划代码 / code of the county, prefecture or province
        #[arg(long)]
        region: String,
        /// 月份，如 2023-10 / month
        #[arg(long)]
        month: Month,
    },
    /// 规划目标：现值、差距、预测、灯 / targets with progress, forecast and light
    Targets {
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 截至的月份；不写用本月 / as of this month; the present one by default
        #[arg(long)]
        month: Option<Month>,
        /// 按这一天当日的数，如 2024-03-31 / by the values known at the end of this day
        #[arg(long)]
        as_of: Option<NaiveDate>,
        /// 写成 Excel / write a workbook
        #[arg(short = 'o', long)]
        out: Option<PathBuf>,
    },
    /// 登记一个数和它的出处 / record a number with its document
    Report {
        /// 指标、目标或由人登记的一列数 / indicator, target or series
        indicator: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 期间：2023、2023Q4、202310、2023IY / period
        #[arg(long)]
        period: String,
        /// 数，不写单位 / the number, without its unit
        #[arg(long, allow_hyphen_values = true)]
        value: String,
        /// 出自哪份文件 / the document it was read in
        #[arg(long)]
        document: String,
        /// 说明 / a remark
        #[arg(long)]
        note: Option<String>,
    },
    /// 为落后的目标开任务：谁办、何时办完 / open a task for a target: by whom, by when
    Task {
        /// 目标 / target
        target: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 按哪个月的数；不写用本月 / by the values of this month; the present one by default
        #[arg(long)]
        month: Option<Month>,
        /// 责任单位 / the unit responsible
        #[arg(long)]
        owner: String,
        /// 责任人职务，不写姓名 / the post responsible, not a name
        #[arg(long)]
        post: Option<String>,
        /// 完成时限，如 2024-06-30 / the day it is due
        #[arg(long)]
        due: NaiveDate,
        /// 要做什么；不写按差距写 / what is to be done; what is missing by default
        #[arg(long)]
        task: Option<String>,
    },
    /// 规划评估：记下当天的目标完成情况，附目标表 / begin a round of evaluation
    Evaluate {
        /// 评估名称 / name
        name: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 按哪个月的数 / the month the targets are judged in
        #[arg(long)]
        month: Month,
        /// 按这一天当日的数；不写按今天 / by the values known at the end of this day
        #[arg(long)]
        as_of: Option<NaiveDate>,
        /// 年度监测 yearly、中期评估 mid_term、终期评估 final / the round
        #[arg(long)]
        round: String,
        /// 自评 own、第三方 third_party、上级 upper_level / by whom
        #[arg(long)]
        way: String,
        /// 评估单位 / the body that evaluates
        #[arg(long)]
        evaluator: String,
    },
    /// 打开一个数：加起来的地区、背后的户 / open a number: its regions, the households behind it
    Open {
        /// 指标 / indicator
        indicator: String,
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
        /// 月份 / month
        #[arg(long)]
        month: Month,
        /// 按这一天当日的数 / as known at the end of this day
        #[arg(long)]
        as_of: Option<NaiveDate>,
        /// 跳过多少户 / households to leave out from the beginning
        #[arg(long, default_value_t = 0)]
        after: usize,
        /// 最多列多少户 / households at most
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    let now = Utc::now();
    match arguments.what {
        What::List { region, as_of } => list(home, &region, as_of, output).await,
        What::Compute { region, month } => {
            let staff = owner_of(home, &region)?;
            let bar = output.progress(0);
            let done = indicators::compute(home, &staff, &region, month, now, &|county: &str| {
                bar.set_message(county.to_owned());
            })
            .await;
            bar.finish_and_clear();
            print_computed(&told(done)?, output)
        }
        What::Targets { region, month, as_of, out } => {
            let staff = owner_of(home, &region)?;
            let month = month.unwrap_or_else(|| Month::of(china_day(now)));
            let table = told(
                indicators::targets_with_tasks(home, &staff, &region, month, as_of, china_day(now))
                    .await,
            )?;
            match out {
                Some(out) => write(&out, &indicators::targets_workbook(&table)?, output),
                None => print_targets(&table, output),
            }
        }
        What::Report { indicator, region, period, value, document, note } => {
            let staff = owner_of(home, &region)?;
            let new = NewValue { indicator, region, period, value, document, note };
            let done = told(indicators::report(home, &staff, &new, now).await)?;
            if output.format == Format::Json {
                return output.json(&done);
            }
            let value = done.value.unwrap_or_default();
            output.line(format!("{} {} {} {value}", done.indicator, done.region, done.period));
            Ok(())
        }
        What::Task { target, region, month, owner, post, due, task } => {
            let staff = owner_of(home, &region)?;
            let month = month.unwrap_or_else(|| Month::of(china_day(now)));
            let new = NewTask {
                region,
                month,
                task,
                owner_unit: owner,
                owner_post: post,
                with_units: None,
                due_on: due,
            };
            let record = told(indicators::open_task(home, &staff, &target, &new, now).await)?;
            print_record("task_items", record, output)
        }
        What::Evaluate { name, region, month, as_of, round, way, evaluator } => {
            let staff = owner_of(home, &region)?;
            let new = NewEvaluation { region, month, as_of, name, round, way, evaluator };
            let record = told(indicators::evaluate(home, &staff, &new, now).await)?;
            print_record("plan_evaluations", record, output)
        }
        What::Open { indicator, region, month, as_of, after, limit } => {
            let staff = owner_of(home, &region)?;
            let (indicator, region) = (&*indicator, &*region);
            let order = OpenOrder { indicator, region, month, as_of, after, limit };
            print_opened(&told(indicators::open(home, &staff, &order, now).await)?, output)
        }
    }
}

fn told<T>(done: Result<T, IndicatorError>) -> anyhow::Result<T> {
    done.map_err(|error| match error {
        IndicatorError::Internal(error) => error,
        error => error.into(),
    })
}

fn print_record(ledger: &str, record: i64, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&serde_json::json!({ "ledger": ledger, "record": record }));
    }
    output.line(format!("{} {ledger} {record}", output.say("已登记", "recorded")));
    Ok(())
}

async fn list(
    home: &Home,
    region: &str,
    as_of: Option<NaiveDate>,
    output: &Output,
) -> anyhow::Result<()> {
    let staff = owner_of(home, region)?;
    let lines = told(indicators::list(home, &staff.scope, region, as_of).await)?;
    if output.format == Format::Json {
        return output.json(&lines);
    }
    let rows = lines.into_iter().map(|it| {
        let name = output.say(&it.zh, &it.en).to_owned();
        let unit = output.say(&it.unit_zh, &it.unit).to_owned();
        let (period, value) = (it.period.unwrap_or_default(), it.value.unwrap_or_default());
        vec![it.indicator, name, unit, period, value, it.formula]
    });
    let header = [
        output.say("指标", "indicator"),
        output.say("名称", "name"),
        output.say("单位", "unit"),
        output.say("期间", "period"),
        output.say("数", "value"),
        output.say("怎样算", "formula"),
    ];
    output.table(&header, rows);
    Ok(())
}

fn print_computed(report: &ComputeReport, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(report);
    }
    let rows = report.counties.iter().map(|it| {
        let state = match it.repeated {
            true => output.say("数据没有变", "unchanged"),
            false => output.say("已计算", "computed"),
        };
        vec![
            it.name.clone(),
            it.households.to_string(),
            it.computed.to_string(),
            it.values.to_string(),
            it.not_computed.len().to_string(),
            state.to_owned(),
        ]
    });
    let header = [
        output.say("县", "county"),
        output.say("户", "households"),
        output.say("指标", "indicators"),
        output.say("数（县、乡、村）", "values"),
        output.say("算不出", "not computed"),
        "",
    ];
    output.table(&header, rows);
    for county in &report.counties {
        for it in &county.not_computed {
            output.line(format!(
                "{} {}：{} {}",
                county.name,
                output.say(&it.zh, &it.en),
                output.say("没有到的表", "tables that have not arrived:"),
                it.missing_tables.join(" ")
            ));
        }
    }
    output.line(format!(
        "{} {}  {} {}  {} {}",
        output.say("台账给出", "from ledgers"),
        report.from_ledgers,
        output.say("案和线索里数出", "counted in cases and clues"),
        report.counted,
        output.say("新的或改了的数", "new or changed"),
        report.written
    ));
    Ok(())
}

fn print_targets(table: &TargetTable, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(table);
    }
    output.line(format!("{} {}", table.region_name, table.month));
    output.line(&table.lights);
    let header = [
        output.say("标识", "id"),
        output.say("目标", "target"),
        output.say("基期", "base"),
        output.say("要求", "wanted"),
        output.say("现值", "value"),
        output.say("差距", "gap"),
        output.say("应到", "due"),
        output.say("预测", "forecast"),
        output.say("灯", "light"),
        output.say("任务", "tasks"),
        output.say("蹊跷处", "oddities"),
    ];
    output.table(&header, table.targets.iter().map(|it| cells(it, output)));
    for it in &table.oddities {
        output.line(format!("[{}] {}（{}）", it.no, output.say(&it.zh, &it.en), it.place));
    }
    for it in &table.conflicts {
        output.line(format!(
            "{} {}：{} {}，{} {}",
            output.say(&it.zh, &it.en),
            it.years,
            output.say("文中", "stated"),
            it.stated,
            output.say("各年相加", "added"),
            it.added
        ));
    }
    Ok(())
}

fn cells(it: &TargetView, output: &Output) -> Vec<String> {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let base = match it.baseline_year {
        Some(year) => format!("{} ({year})", text(&it.baseline)),
        None => text(&it.baseline),
    };
    let wanted = format!("{}{} {} {}", text(&it.comparator), text(&it.wanted), it.unit, it.due);
    let value = match &it.period {
        Some(period) => format!("{} ({period})", text(&it.value)),
        None => String::new(),
    };
    let light = match it.light.as_str() {
        "green" => output.say("绿", "green"),
        "yellow" => output.say("黄", "yellow"),
        "red" => output.say("红", "red"),
        _ => "",
    };
    let open = it.tasks.iter().filter(|it| !it.ended).count();
    let tasks = match (open, it.needs_task) {
        (_, true) => output.say("没有", "none").to_owned(),
        (0, false) => String::new(),
        (open, false) => open.to_string(),
    };
    vec![
        it.target.clone(),
        output.say(&it.zh, &it.en).to_owned(),
        base,
        wanted,
        value,
        text(&it.gap),
        text(&it.on_path),
        it.forecast.as_ref().map(|it| it.value.clone()).unwrap_or_default(),
        light.to_owned(),
        tasks,
        it.oddities.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    ]
}

fn print_opened(opened: &OpenedIndicator, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(opened);
    }
    output.line(format!(
        "{} {} {}  {}",
        opened.region_name,
        output.say(&opened.zh, &opened.en),
        opened.period,
        opened.value.as_deref().unwrap_or("—")
    ));
    output.line(&opened.formula);
    let below = opened.denominator.map(|it| format!(" / {it}")).unwrap_or_default();
    output.line(format!(
        "= {}{below}  {} {}  {} {}",
        opened.numerator,
        output.say("户", "households"),
        opened.households,
        output.say("缺数", "missing"),
        opened.missing
    ));
    if !opened.same_inputs {
        output.line(output.say(
            "数据在计算以后有了变化：下面是现在的户，请重新计算",
            "the data have changed since: these are the households of now; compute again",
        ));
    }
    let number = |it: Option<i64>| it.map_or_else(|| "—".to_owned(), |it| it.to_string());
    let parts = opened.regions.iter().map(|it| {
        let value = it.value.clone().unwrap_or_default();
        vec![it.name.clone(), value, number(it.numerator), number(it.denominator)]
    });
    let above = output.say("分子", "numerator");
    let below = output.say("分母", "denominator");
    output.table(&[output.say("地区", "region"), output.say("数", "value"), above, below], parts);
    let rows = opened.rows.iter().map(|it| {
        let facts: Vec<String> = it
            .facts
            .iter()
            .map(|it| format!("{}={}", it.zh, it.value.as_deref().unwrap_or("—")))
            .collect();
        vec![
            it.household.to_string(),
            it.householder.clone().unwrap_or_default(),
            it.village.clone(),
            number(it.numerator),
            number(it.denominator),
            facts.join("；"),
        ]
    });
    let header = [
        output.say("户", "household"),
        output.say("户主", "householder"),
        output.say("村", "village"),
        above,
        below,
        output.say("事实", "facts"),
    ];
    output.table(&header, rows);
    if opened.more {
        output.line(output.say("还有更多户：用 --after 往后看", "more households: use --after"));
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8], output: &Output) -> anyhow::Result<()> {
    fs::write(path, bytes)
        .with_context(|| format!("无法写入 {}：请关闭已打开的同名工作簿", path.display()))?;
    output.line(format!("{} {}", output.say("已写入", "written to"), path.display()));
    Ok(())
}
