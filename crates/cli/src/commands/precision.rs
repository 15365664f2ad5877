//! `shouwang precision --region 532327 --from 2023-10 --to 2023-12 --by department,rule`

use app::{
    home::Home,
    precision::{PrecisionBy, PrecisionRow, precision},
};
use kernel::Month;

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 区划代码：县、市（州）或省 / region code
    #[arg(long)]
    region: String,
    /// 从哪个月 / first month
    #[arg(long)]
    from: Month,
    /// 到哪个月 / last month
    #[arg(long)]
    to: Month,
    /// 按什么分：quarter 季度、county 县、township 乡镇、department 部门、feed 数据、rule 规则
    #[arg(long, value_delimiter = ',', value_parser = by, default_value = "quarter,department,rule")]
    by: Vec<PrecisionBy>,
}

fn by(text: &str) -> Result<PrecisionBy, String> {
    PrecisionBy::from_word(text)
        .ok_or("quarter、county、township、department、feed 或 rule".to_owned())
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let region = home.region(&arguments.region)?.clone();
    let report = precision(home, &region, arguments.from, arguments.to, &arguments.by).await?;
    if output.format == Format::Json {
        return output.json(&report);
    }
    let mut header: Vec<&str> =
        report.by.iter().map(|it| if output.is_zh() { it.zh() } else { it.word() }).collect();
    header.extend([
        output.say("线索", "clues"),
        output.say("立案", "dispatched"),
        output.say("属实", "confirmed"),
        output.say("不属实", "not confirmed"),
        output.say("无法核实", "unverifiable"),
        output.say("纳入监测", "identified"),
        output.say("命中率", "hit rate"),
    ]);
    let total = PrecisionRow {
        key: std::iter::once(output.say("合计", "total").to_owned())
            .chain(std::iter::repeat(String::new()))
            .take(report.by.len())
            .collect(),
        ..report.total.clone()
    };
    let rows: Vec<Vec<String>> = report.rows.iter().chain([&total]).map(row).collect();
    if output.format == Format::Csv {
        return output.csv(&header, rows);
    }
    output.table(&header, rows);
    for note in &report.notes {
        output.line(note);
    }
    Ok(())
}

fn row(it: &PrecisionRow) -> Vec<String> {
    let rate = it.hit_rate_basis_points;
    let mut cells = it.key.clone();
    cells.extend(
        [it.clues, it.dispatched, it.confirmed, it.not_confirmed, it.unverifiable, it.identified]
            .map(|it| it.to_string()),
    );
    cells.push(rate.map_or("—".to_owned(), |it| policy::Unit::BasisPoints.show(it)));
    cells
}
