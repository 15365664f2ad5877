//! `shouwang screen --region 532327 --month 2023-10`

use app::{home::Home, screen::ScreenReport};
use chrono::Utc;
use kernel::Month;

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 区划代码：县、市（州）或省 / region code
    #[arg(long)]
    region: String,
    /// 月份，如 2023-10 / month
    #[arg(long)]
    month: Month,
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    let region = home.region(&arguments.region)?.clone();
    let counties = home.counties_of(&region)?.len() as u64;
    let bar = output.progress(counties);
    let heard = |county: &str| {
        bar.set_message(county.to_owned());
        bar.inc(1);
    };
    let month = arguments.month;
    let report =
        app::screen::screen(home, &region, month, crate::owner::ACTOR, Utc::now(), &heard).await?;
    bar.finish_and_clear();
    if output.format == Format::Json {
        return output.json(&report);
    }
    print(&report, output);
    Ok(())
}

/// The report for people.
pub fn print(report: &ScreenReport, output: &Output) {
    output.line(format!(
        "{} {} {}，{} {}，{}",
        output.say("筛查", "screened"),
        report.region,
        report.month,
        output.say("数据日期", "as of"),
        report.as_of,
        format_args!("{} {}", report.households, output.say("户", "households")),
    ));
    let count = |class: &str| report.classes.get(class).copied().unwrap_or_default().to_string();
    output.table(
        &[output.say("类别", "class"), output.say("户", "households")],
        app::screen::ClueClass::ALL.into_iter().map(|it| {
            let name = if output.is_zh() { it.zh() } else { it.word() };
            vec![name.to_owned(), count(it.word())]
        }),
    );
    for county in &report.counties {
        for (reason, findings) in &county.suppressed {
            output.line(format!("{} {reason}: {findings}", output.say("不再提示", "suppressed")));
        }
        for it in &county.not_judged {
            output.line(format!(
                "{} {} {}：{} {}",
                output.say("未判断规则", "not judged"),
                it.rule,
                it.title,
                output.say("本期未到", "not arrived"),
                it.missing_tables.join("、")
            ));
        }
        for it in county.alarms.iter().filter(|it| it.raised) {
            output.line(format!(
                "{} {}：{}/{}（{}.{:02}%）",
                output.say("规模预警", "scale alarm"),
                it.name,
                it.affected,
                it.households,
                it.share_basis_points / 100,
                it.share_basis_points % 100
            ));
        }
        if county.repeated {
            output.line(output.say(
                "与上次筛查的数据、规则完全相同，结果不变",
                "same data and rules as the last run: the answer stands",
            ));
        }
    }
}
