//! `shouwang households residence --household 12 --village 532327100001`

use app::{home::Home, residence};
use chrono::Utc;
use kernel::RegionLevel;
use store::Scope;

use crate::{Format, output::Output, owner::ACTOR};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 易地搬迁户的居住地：不写 --village 只查看 / where a relocated household lives
    Residence {
        /// 户的编号（cases list 的 household）/ key of the household
        #[arg(long)]
        household: i64,
        /// 居住的村的 12 位代码；none 表示就住在户籍地 / code of the village, or none
        #[arg(long)]
        village: Option<String>,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    let What::Residence { household, village } = arguments.what;
    let mut done = None;
    // Whoever holds the machine sees every province in it.
    for province in home.definitions.regions.iter().filter(|it| it.level == RegionLevel::Province) {
        let scope = Scope::region(province.id, RegionLevel::Province);
        let result = match village.as_deref() {
            None => residence::show(home, &scope, household).await,
            Some(code) => {
                let code = (code != "none").then_some(code);
                residence::set(home, &scope, household, code, ACTOR, Utc::now()).await
            }
        };
        let is_elsewhere = matches!(result, Err(residence::ResidenceError::NotFound(_)));
        done = Some(result);
        if !is_elsewhere {
            break;
        }
    }
    let none = residence::ResidenceError::NotFound(household);
    let view = done.unwrap_or(Err(none))?;
    if output.format == Format::Json {
        return output.json(&view);
    }
    output.line(format!("{} {}", output.say("户籍地", "home"), view.village));
    output.line(match (&view.residence, view.since) {
        (Some(village), _) => format!("{} {village}", output.say("居住地", "residence")),
        (None, Some(_)) => output.say("居住地 就住在户籍地", "lives at home").to_owned(),
        (None, None) => output.say("居住地 没有登记", "residence not known").to_owned(),
    });
    if 0 < view.cases_moved {
        output.line(format!("{} {}", output.say("一并移动的案", "cases moved"), view.cases_moved));
    }
    Ok(())
}
