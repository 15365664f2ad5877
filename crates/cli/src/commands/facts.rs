//! `shouwang facts values --region 532327 --month 2023-10`, `shouwang facts sql …`

use std::path::PathBuf;

use app::{evidence::CountyEvidence, home::Home};
use kernel::Month;
use lake::{fold::fold, snapshot::ABSENT};

use crate::output::Output;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 一个县每户的事实（CSV）/ facts of every household of a county
    Values {
        /// 县的区划代码 / county code
        #[arg(long)]
        region: String,
        /// 月份 / month
        #[arg(long)]
        month: Month,
    },
    /// 同样的事实写成 SQL / the same facts as SQL
    Sql {
        /// 月份 / month
        #[arg(long)]
        month: Month,
    },
    /// 数据字典 / data dictionary
    List,
    /// 登记簿和证据文件放到一个文件夹，供外部核对 / registry and evidence for an outside check
    Evidence {
        /// 县的区划代码 / county code
        #[arg(long)]
        region: String,
        /// 月份 / month
        #[arg(long)]
        month: Month,
        /// 文件夹 / folder
        #[arg(long)]
        out: PathBuf,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let facts = &home.definitions.facts;
    let everything = facts.closure(facts.all().iter().map(|it| it.name.as_str()));
    match arguments.what {
        What::Sql { month } => {
            output.raw(&lake::sql::statement(facts, &everything, month.last_day()));
            Ok(())
        }
        What::List => {
            output.table(
                &[
                    output.say("事实", "fact"),
                    output.say("名称", "name"),
                    output.say("单位", "unit"),
                    output.say("依赖的表", "needs"),
                ],
                facts.all().iter().map(|it| {
                    let needs: Vec<&str> = it.needs.iter().map(String::as_str).collect();
                    vec![it.name.clone(), it.zh.clone(), it.unit.clone(), needs.join(" ")]
                }),
            );
            Ok(())
        }
        What::Evidence { region, month, out } => {
            let (_, evidence) = evidence(home, &region, month).await?;
            lake::registry_file::write(&out, &evidence.snapshot)?;
            let folding = evidence.for_folding(home);
            let parts = serde_json::to_string_pretty(&folding.parts)?;
            std::fs::write(out.join("parts.json"), parts)?;
            Ok(())
        }
        What::Values { region, month } => {
            let (_, evidence) = evidence(home, &region, month).await?;
            let folded = fold(facts, &everything, &evidence.for_folding(home))?;
            let columns: Vec<(&str, &[i64])> = everything
                .iter()
                .map(|it| (&facts.all()[*it], *it))
                .filter(|(fact, _)| fact.of == lake::declaration::Subject::Household)
                .filter_map(|(fact, it)| Some((fact.name.as_str(), folded.sure.column(it)?)))
                .collect();
            let mut header = vec!["hid"];
            header.extend(columns.iter().map(|(name, _)| *name));
            let text = |it: i64| if it == ABSENT { String::new() } else { it.to_string() };
            output.csv(
                &header,
                evidence.snapshot.households.iter().enumerate().map(|(at, it)| {
                    let mut row = vec![it.hid.to_string()];
                    row.extend(columns.iter().map(|(_, values)| text(values[at])));
                    row
                }),
            )
        }
    }
}

async fn evidence(
    home: &Home,
    region: &str,
    month: Month,
) -> anyhow::Result<(kernel::Region, CountyEvidence)> {
    let county = home.region(region)?.clone();
    let mut tx = home.db.read().await?;
    let evidence = CountyEvidence::of(home, &mut tx, &county, month).await?;
    Ok((county, evidence))
}
