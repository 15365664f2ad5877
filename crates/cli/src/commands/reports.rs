//! `shouwang reports list | show | print | prints | again | changes | requests | request | answer`:
//! reports, what was printed, and who asked for which numbers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use app::{
    home::Home,
    reports::{
        self, AnswerIn, NewNumberRequest, NumberRequestView, PrintOrder, PrintQuery, ReportCell,
        ReportContent, ReportContentPart, ReportError, ReportOrder, ReportPrintView, RequestQuery,
    },
};
use chrono::{NaiveDate, Utc};

use crate::{Format, output::Output, owner::owner_of};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

/// Which report, and of what.
#[derive(Debug, clap::Args)]
struct Which {
    /// 报表的标识，或自编报表的编号 / report or template
    report: String,
    /// 区划代码，可到村 / region code, down to the village
    #[arg(long)]
    region: String,
    /// 期间：2023-10、2023Q4、2023 / period
    #[arg(long)]
    period: String,
    /// 按这一天当日的数，如 2024-03-31 / as known at the end of this day
    #[arg(long)]
    as_of: Option<NaiveDate>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 一个地区有哪些报表 / the reports of a region
    List {
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
    },
    /// 看一张报表，不留底 / a report on the screen; nothing is kept
    Show {
        #[command(flatten)]
        which: Which,
    },
    /// 打印一张报表并留底；可以写成 Excel / print a report and keep it
    Print {
        #[command(flatten)]
        which: Which,
        /// 只在本单位用，小数目照列 / for the office alone: small counts are shown
        #[arg(long)]
        inside: bool,
        /// 写成 Excel / write a workbook
        #[arg(short = 'o', long)]
        out: Option<PathBuf>,
    },
    /// 打印过的报表 / what was printed
    Prints {
        /// 区划代码；下级的一起列 / region code, with everything below it
        #[arg(long)]
        region: String,
        /// 哪张报表 / of this report
        #[arg(long)]
        report: Option<String>,
        /// 哪个期间 / of this period
        #[arg(long)]
        period: Option<String>,
    },
    /// 照留底再印一次，核对一字不差 / print again by what was kept, and check it is the same
    Again {
        /// 打印的编号 / print
        print: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 写成 Excel / write a workbook
        #[arg(short = 'o', long)]
        out: Option<PathBuf>,
    },
    /// 打印以后哪些数变了 / what has changed since a printing
    Changes {
        /// 打印的编号 / print
        print: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
    },
    /// 要数登记：谁、哪天、要哪些数 / who asked for which numbers
    Requests {
        /// 区划代码；下级的一起列 / region code, with everything below it
        #[arg(long)]
        region: String,
        /// 单位、文号、用途里的字 / words in asker, document or purpose
        #[arg(long)]
        words: Option<String>,
        /// 要过这个指标的 / that ask for this indicator
        #[arg(long)]
        indicator: Option<String>,
        /// 期间 / period
        #[arg(long)]
        period: Option<String>,
        /// 还没有答复的 / not answered yet
        #[arg(long)]
        open: bool,
    },
    /// 登记一次要数；要过同样的数的列在后面 / record a request
    Request {
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 期间 / period
        #[arg(long)]
        period: String,
        /// 指标，可以写几个 / indicators
        #[arg(long = "indicator", required = true)]
        indicators: Vec<String>,
        /// 哪个单位或职务要 / who asks: an office or a post
        #[arg(long)]
        asker: String,
        /// 文号 / the document that asks
        #[arg(long)]
        document: Option<String>,
        /// 哪天要的 / the day it was asked
        #[arg(long)]
        asked_on: NaiveDate,
        /// 做什么用 / what for
        #[arg(long)]
        purpose: String,
        /// 要求哪天前报 / the day it is wanted
        #[arg(long)]
        due: Option<NaiveDate>,
    },
    /// 答复一次要数 / say how a request was answered
    Answer {
        /// 要数的编号 / request
        request: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 怎样答复的 / in words
        #[arg(long)]
        answer: String,
        /// 交出去的打印的编号 / the print that was handed over
        #[arg(long)]
        print: Option<String>,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    let now = Utc::now();
    match arguments.what {
        What::List { region } => {
            let staff = owner_of(home, &region)?;
            let lines = told(reports::list(home, &staff, &region).await)?;
            if output.format == Format::Json {
                return output.json(&lines);
            }
            let rows = lines.into_iter().map(|it| {
                let name = output.say(&it.zh, &it.en).to_owned();
                let asked = it.asker.zip(it.asked_on).map(|(who, on)| format!("{who} {on}"));
                vec![it.report, name, it.number.unwrap_or_default(), asked.unwrap_or_default()]
            });
            let header = [
                output.say("报表", "report"),
                output.say("名称", "name"),
                output.say("表号", "number"),
                output.say("谁要的", "asked by"),
            ];
            output.table(&header, rows);
            Ok(())
        }
        What::Show { which } => {
            let staff = owner_of(home, &which.region)?;
            let order = ReportOrder {
                report: &which.report,
                region: &which.region,
                period: &which.period,
                as_of: which.as_of,
                for_others: false,
            };
            let found = told(reports::show(home, &staff.scope, &order, now).await)?;
            if output.format == Format::Json {
                return output.json(&found);
            }
            print_content(&found.content, output);
            output.line(format!("SM3 {}", found.sm3));
            Ok(())
        }
        What::Print { which, inside, out } => {
            let staff = owner_of(home, &which.region)?;
            let order = PrintOrder {
                region: which.region,
                period: which.period,
                as_of: which.as_of,
                for_others: inside.then_some(false),
            };
            let done = told(reports::print(home, &staff, &which.report, &order, now).await)?;
            print_printed(&done, out.as_deref(), output)
        }
        What::Prints { region, report, period } => {
            let staff = owner_of(home, &region)?;
            let query = PrintQuery { report, region: Some(region), period, before: None };
            let lines = told(reports::prints(home, &staff.scope, &query).await)?;
            if output.format == Format::Json {
                return output.json(&lines);
            }
            let rows = lines
                .into_iter()
                .map(|it| vec![it.print, it.title, it.as_of.to_string(), it.printed_by, it.sm3]);
            let header = [
                output.say("编号", "print"),
                output.say("标题", "title"),
                output.say("数的时刻", "as of"),
                output.say("谁打印", "printed by"),
                "SM3",
            ];
            output.table(&header, rows);
            Ok(())
        }
        What::Again { print, region, out } => {
            let staff = owner_of(home, &region)?;
            let found = told(reports::printed(home, &staff.scope, &print, now).await)?;
            print_printed(&found, out.as_deref(), output)
        }
        What::Changes { print, region } => {
            let staff = owner_of(home, &region)?;
            let found = told(reports::compare(home, &staff.scope, &print, now).await)?;
            if output.format == Format::Json {
                return output.json(&found);
            }
            let sign = |it: Option<String>| it.unwrap_or_else(|| "—".to_owned());
            let rows = found
                .changes
                .into_iter()
                .map(|it| vec![it.place, it.figure, sign(it.was), sign(it.is)]);
            let header = [
                output.say("地区", "place"),
                output.say("数", "figure"),
                output.say("打印时", "printed"),
                output.say("现在", "now"),
            ];
            output.table(&header, rows);
            Ok(())
        }
        What::Requests { region, words, indicator, period, open } => {
            let staff = owner_of(home, &region)?;
            let query =
                RequestQuery { words, indicator, region: Some(region), period, open, before: None };
            let found = told(reports::requests(home, &staff.scope, &query).await)?;
            print_requests(&found, output)
        }
        What::Request { region, period, indicators, asker, document, asked_on, purpose, due } => {
            let staff = owner_of(home, &region)?;
            let new = NewNumberRequest {
                region,
                period,
                indicators,
                asker,
                document,
                asked_on,
                purpose,
                due_on: due,
            };
            let done = told(reports::record(home, &staff, &new, now).await)?;
            if output.format == Format::Json {
                return output.json(&done);
            }
            let recorded = output.say("已登记", "recorded");
            output.line(format!("{recorded} {}", done.recorded.request));
            if done.earlier.is_empty() {
                return Ok(());
            }
            output.line(output.say("以前要过同样的数：", "asked for before:"));
            print_requests(&done.earlier, output)
        }
        What::Answer { request, region, answer, print } => {
            let staff = owner_of(home, &region)?;
            let given = AnswerIn { answer, print };
            let done = told(reports::answer(home, &staff, &request, &given, now).await)?;
            print_requests(std::slice::from_ref(&done), output)
        }
    }
}

fn told<T>(done: Result<T, ReportError>) -> anyhow::Result<T> {
    done.map_err(|error| match error {
        ReportError::Internal(error) => error,
        error => error.into(),
    })
}

fn print_printed(it: &ReportPrintView, out: Option<&Path>, output: &Output) -> anyhow::Result<()> {
    if let Some(out) = out {
        let bytes = reports::report_workbook(&reports::paper_of(it))?;
        fs::write(out, bytes)
            .with_context(|| format!("无法写入 {}：请关闭已打开的同名工作簿", out.display()))?;
    }
    if output.format == Format::Json {
        return output.json(it);
    }
    print_content(&it.content, output);
    output.line(format!("{} {}  SM3 {}", output.say("打印编号", "print"), it.print, it.sm3));
    if !it.same {
        output.line(output.say(
            "按当时的数重新填的内容与留底不同，这里是留底的内容：请核对审计记录",
            "filled in again it differs from what was kept; this is what was kept: check the audit",
        ));
    }
    if let Some(out) = out {
        output.line(format!("{} {}", output.say("已写入", "written to"), out.display()));
    }
    Ok(())
}

fn print_content(it: &ReportContent, output: &Output) {
    output.line(&it.title);
    for part in &it.parts {
        match part {
            ReportContentPart::Table { heading, columns, rows } => {
                output.line(heading.as_deref().unwrap_or_default());
                let named = columns.iter().map(|it| match &it.group {
                    Some(group) => format!("{group}·{}", it.label),
                    None => it.label.clone(),
                });
                let header: Vec<String> =
                    std::iter::once(output.say("地区", "region").to_owned()).chain(named).collect();
                let header: Vec<&str> = header.iter().map(String::as_str).collect();
                let rows = rows.iter().map(|it| {
                    std::iter::once(it.name.clone()).chain(it.cells.iter().map(shown)).collect()
                });
                output.table(&header, rows);
            }
            ReportContentPart::List { heading, items } => {
                output.line(heading.as_deref().unwrap_or_default());
                let rows = items.iter().map(|it| {
                    let name = match &it.heading.group {
                        Some(group) => format!("{group}·{}", it.heading.label),
                        None => it.heading.label.clone(),
                    };
                    vec![name, it.heading.unit.clone(), shown(&it.cell)]
                });
                let header = [
                    output.say("项目", "figure"),
                    output.say("单位", "unit"),
                    output.say("数", "number"),
                ];
                output.table(&header, rows);
            }
            ReportContentPart::Text { heading, paragraphs } => {
                output.line(heading.as_deref().unwrap_or_default());
                for it in paragraphs {
                    output.line(it.iter().map(|it| it.text.as_str()).collect::<String>());
                }
            }
        }
    }
}

fn shown(it: &ReportCell) -> String {
    let sign = if it.hidden { "*" } else { "—" };
    it.value.clone().unwrap_or_else(|| sign.to_owned())
}

fn print_requests(found: &[NumberRequestView], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&found);
    }
    let rows = found.iter().map(|it| {
        let names: Vec<&str> = it.indicators.iter().map(|it| it.indicator.as_str()).collect();
        vec![
            it.request.clone(),
            it.asked_on.to_string(),
            it.asker.clone(),
            it.document.clone().unwrap_or_default(),
            it.region_name.clone(),
            it.period.clone(),
            names.join(" "),
            it.purpose.clone(),
            it.answer.clone().unwrap_or_default(),
        ]
    });
    let header = [
        output.say("编号", "request"),
        output.say("日期", "asked on"),
        output.say("谁要", "asker"),
        output.say("文号", "document"),
        output.say("地区", "region"),
        output.say("期间", "period"),
        output.say("指标", "indicators"),
        output.say("用途", "purpose"),
        output.say("答复", "answer"),
    ];
    output.table(&header, rows);
    Ok(())
}
