//! `shouwang clues --region 532327 --month 2023-10 --format csv`

use std::path::PathBuf;

use app::{clue_list::ClueRow, home::Home, workbook};
use kernel::{Month, RegionLevel};

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 区划代码，可到村 / region code, down to the village
    #[arg(long)]
    region: String,
    /// 月份 / month
    #[arg(long)]
    month: Month,
    /// 只要这一类 / only this class
    #[arg(long)]
    class: Option<String>,
    /// 最多几条（表格形式）/ at most (in a table)
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// 工作簿文件（xlsx 形式）/ file of the workbook
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Columns of the CSV form; scripts rely on them.
const CSV: [&str; 10] = [
    "household_no",
    "village_code",
    "class",
    "facts",
    "risks",
    "rules",
    "facts_to_confirm",
    "clue",
    "village",
    "why",
];

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let region = home.region(&arguments.region)?.clone();
    let mut rows = app::clue_list::clues(home, &region, arguments.month).await?;
    if let Some(class) = &arguments.class {
        rows.retain(|it| it.class == *class);
    }
    match output.format {
        Format::Json => output.json(&rows),
        Format::Csv => output.csv(&CSV, rows.iter().map(|it| csv_row(it, output))),
        Format::Xlsx => {
            let path = match arguments.out {
                Some(path) => path,
                None => home
                    .exports()?
                    .join(format!("线索_{}_{}.xlsx", arguments.region, arguments.month)),
            };
            let reports = match region.level {
                RegionLevel::Township | RegionLevel::Village => Vec::new(),
                _ => app::screen::latest_reports(home, &region, arguments.month).await?,
            };
            workbook::write_clues(&path, &rows, &reports)?;
            output.raw(&path.display().to_string());
            Ok(())
        }
        Format::Table => {
            print(&rows, arguments.limit, output);
            Ok(())
        }
    }
}

fn csv_row(it: &ClueRow, output: &Output) -> Vec<String> {
    let risks = if output.is_zh() { it.risks_zh() } else { it.risks.join(" ") };
    vec![
        it.household_no.clone(),
        it.village_code.clone(),
        it.class.clone(),
        it.facts.join(" "),
        risks,
        it.rules.join(" "),
        it.facts_to_confirm.join(" "),
        it.clue.clone(),
        it.village.clone(),
        it.why_zh(),
    ]
}

/// The first clues, for people.
pub fn print(rows: &[ClueRow], limit: usize, output: &Output) {
    output.table(
        &[
            output.say("线索", "clue"),
            output.say("村", "village"),
            output.say("户主", "head"),
            output.say("类别", "class"),
            output.say("风险", "risks"),
            output.say("为什么", "why"),
        ],
        rows.iter().take(limit).map(|it| {
            vec![
                it.clue.clone(),
                format!("{}{}", it.township, it.village),
                it.householder.clone(),
                if output.is_zh() { it.class_zh().to_owned() } else { it.class.clone() },
                if output.is_zh() { it.risks_zh() } else { it.risks.join(" ") },
                it.why_zh(),
            ]
        }),
    );
    if limit < rows.len() {
        output.line(format!(
            "{} {} / {}",
            output.say("只显示前", "showing the first"),
            limit,
            rows.len()
        ));
    }
}
