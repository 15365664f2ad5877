//! `shouwang assessment schemes | list | open | show | sample | draw | assign | survey | evidence |
//! score | find | close | void | export`: the yearly assessment.

mod print;

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::Context;
use app::{
    assessment::{
        self, AssessmentError, CloseRound, FoundVeto, NewAssignment, NewFinding, NewRound,
        NewScore, NewSurvey,
    },
    home::Home,
    staff::Staff,
};
use chrono::{NaiveDate, Utc};
use kernel::Month;

use crate::{
    Format,
    output::Output,
    owner::{ACTOR, owner_of},
};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 一个县可以用的方案 / the schemes of a county
    Schemes {
        /// 县的区划代码 / region code
        #[arg(long)]
        region: String,
        /// 数据取到的月份，如 2023-10 / month
        #[arg(long)]
        month: Month,
    },
    /// 一个地区的各轮考核评估 / the rounds of a region
    List {
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
    },
    /// 发起一轮；种子在抽样以前就记下 / begin a round; the seed stands before anything is drawn
    Open {
        /// 县的区划代码 / region code of the county
        #[arg(long)]
        region: String,
        /// 年度 / the year
        #[arg(long)]
        year: i32,
        /// 数据取到的月份，如 2023-12 / month
        #[arg(long)]
        month: Month,
        /// 方案 / scheme
        #[arg(long, default_value = "county")]
        scheme: String,
        /// 考核的单位，考核单位时写 / the unit, where units are assessed
        #[arg(long)]
        object: Option<String>,
        /// 种子，当众抽取的写在这里；不写由系统生成 / the seed; made when absent
        #[arg(long)]
        seed: Option<String>,
    },
    /// 一轮：进度、各项得分和依据、等次、整改 / a round
    Show(Round),
    /// 抽样，一轮只抽一次 / draw the sample, once
    Draw(Round),
    /// 样本、底册，按种子重抽是否一样 / the sample, and whether the seed still draws it
    Sample(Round),
    /// 把样本户交给评估人员 / give households to an assessor
    Assign {
        #[command(flatten)]
        round: Round,
        /// 评估人员的登录名 / login of the assessor
        #[arg(long)]
        assessor: String,
        /// 只给这个乡镇或村的户 / only of this township or village
        #[arg(long)]
        within: Option<String>,
        /// 只给这些户，别人已有的也改过来 / these households only
        #[arg(long = "household")]
        households: Vec<i64>,
    },
    /// 代录一户的纸质调查表 / type in a form filled in on paper
    Survey {
        #[command(flatten)]
        round: Round,
        /// 户 / household
        #[arg(long)]
        household: i64,
        /// 入户的评估人员 / login of the assessor who was there
        #[arg(long)]
        assessor: String,
        /// 回答，如 satisfied=yes，一问一个 / an answer
        #[arg(long = "answer", value_parser = pair)]
        answers: Vec<(String, String)>,
        /// 没有见到，要写 --note / nobody was met
        #[arg(long)]
        not_met: bool,
        /// 说明 / a remark
        #[arg(long)]
        note: Option<String>,
        /// 入户日期；不写用今天 / the day; today by default
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// 取数：各项从数据、台账、调查取数折分 / gather evidence
    Evidence(Round),
    /// 给没有数的一项打分 / give points where there is no number
    Score {
        #[command(flatten)]
        round: Round,
        /// 考核项 / item
        #[arg(long)]
        item: String,
        /// 得分；不写是不涉及 / points; absent: does not apply
        #[arg(long)]
        points: Option<String>,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
    /// 列一条要整改的问题，或办一项结果运用 / something to be put right
    Find {
        #[command(flatten)]
        round: Round,
        /// 问题 / the problem
        #[arg(long)]
        problem: String,
        /// 要做什么 / what is to be done
        #[arg(long)]
        task: String,
        /// 责任单位 / the unit responsible
        #[arg(long)]
        owner: String,
        /// 责任人职务，不写姓名 / the post responsible, not a name
        #[arg(long)]
        post: Option<String>,
        /// 完成时限 / the day it is due
        #[arg(long)]
        due: Option<NaiveDate>,
        /// 哪一项的问题 / the item
        #[arg(long)]
        item: Option<String>,
        /// 哪一项结果运用 / the consequence
        #[arg(long)]
        consequence: Option<String>,
    },
    /// 办结；别人发起的才可以 / close a round that somebody else opened
    Close {
        #[command(flatten)]
        round: Round,
        /// 认定的否决，如 serious_return=理由 / a veto that is found, with the reason
        #[arg(long = "veto", value_parser = pair)]
        vetoes: Vec<(String, String)>,
        /// 说明 / a remark
        #[arg(long)]
        note: Option<String>,
    },
    /// 作废开错的一轮 / take a round back
    Void {
        #[command(flatten)]
        round: Round,
        /// 理由 / why
        #[arg(long)]
        reason: String,
    },
    /// 办结的结果写成 Excel，少于几户的数不列 / the result as a workbook
    Export {
        #[command(flatten)]
        round: Round,
        /// 写到哪里 / where to
        #[arg(short = 'o', long)]
        out: PathBuf,
    },
}

/// Which round.
#[derive(Debug, clap::Args)]
struct Round {
    /// 哪一轮 / the round
    round: String,
    /// 它的县的区划代码 / region code of its county
    #[arg(long)]
    region: String,
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    let now = Utc::now();
    match arguments.what {
        What::Schemes { region, month } => {
            let staff = owner_of(home, &region)?;
            print::schemes(&told(assessment::schemes(home, &staff.scope, &region, month))?, output)
        }
        What::List { region } => {
            let staff = owner_of(home, &region)?;
            print::rounds(&told(assessment::list(home, &staff, Some(&region)).await)?, output)
        }
        What::Open { region, year, month, scheme, object, seed } => {
            let staff = owner_of(home, &region)?;
            let new = NewRound { region: region.clone(), year, month, scheme, object, seed };
            let round = told(assessment::open(home, &staff, &new, now).await)?;
            show(home, &Round { round, region }, output).await
        }
        What::Show(round) => show(home, &round, output).await,
        What::Draw(it) => {
            let (staff, version) = seen(home, &it).await?;
            told(assessment::draw(home, &staff, &it.round, version, now).await)?;
            sample(home, &it, output).await
        }
        What::Sample(it) => sample(home, &it, output).await,
        What::Assign { round, assessor, within, households } => {
            let (staff, version) = seen(home, &round).await?;
            let new = NewAssignment { version, assessor, region: within, households };
            let done = told(assessment::assign(home, &staff, &round.round, &new, now).await)?;
            if output.format == Format::Json {
                return output.json(&done);
            }
            output.line(format!(
                "{} {}",
                output.say("已交给的户", "households given"),
                done.households
            ));
            Ok(())
        }
        What::Survey { round, household, assessor, answers, not_met, note, on } => {
            owner_of(home, &round.region)?;
            let staff = told(assessment::typed_for(home, &assessor, ACTOR, now).await)?;
            let answers: BTreeMap<String, String> = answers.into_iter().collect();
            let new = NewSurvey { met: !not_met, answers, note, surveyed_on: on };
            let id = &round.round;
            told(assessment::survey(home, &staff, id, household, &new, now).await)?;
            sample(home, &round, output).await
        }
        What::Evidence(it) => {
            let (staff, version) = seen(home, &it).await?;
            told(assessment::gather(home, &staff, &it.round, version, now).await)?;
            show(home, &it, output).await
        }
        What::Score { round, item, points, reason } => {
            let (staff, version) = seen(home, &round).await?;
            let not_applicable = points.is_none();
            let new = NewScore { version, score: points, not_applicable, reason };
            told(assessment::score(home, &staff, &round.round, &item, &new, now).await)?;
            show(home, &round, output).await
        }
        What::Find { round, problem, task, owner, post, due, item, consequence } => {
            let staff = owner_of(home, &round.region)?;
            let new = NewFinding {
                item,
                consequence,
                problem,
                task,
                owner_unit: owner,
                owner_post: post,
                due_on: due,
            };
            told(assessment::find(home, &staff, &round.round, &new, now).await)?;
            show(home, &round, output).await
        }
        What::Close { round, vetoes, note } => {
            let (staff, version) = seen(home, &round).await?;
            let vetoes = vetoes.into_iter().map(|(veto, reason)| FoundVeto { veto, reason });
            let new = CloseRound { version, vetoes: vetoes.collect(), note };
            told(assessment::close(home, &staff, &round.round, &new, now).await)?;
            show(home, &round, output).await
        }
        What::Void { round, reason } => {
            let (staff, version) = seen(home, &round).await?;
            told(assessment::void(home, &staff, &round.round, version, &reason, now).await)?;
            show(home, &round, output).await
        }
        What::Export { round, out } => {
            let staff = owner_of(home, &round.region)?;
            let (_, bytes) =
                told(assessment::round_workbook(home, &staff, &round.round, now).await)?;
            fs::write(&out, bytes)
                .with_context(|| format!("无法写入 {}：请关闭已打开的同名工作簿", out.display()))?;
            output.line(format!("{} {}", output.say("已写入", "written to"), out.display()));
            Ok(())
        }
    }
}

async fn show(home: &Home, it: &Round, output: &Output) -> anyhow::Result<()> {
    let staff = owner_of(home, &it.region)?;
    let view = told(assessment::show(home, &staff, &it.round, Utc::now()).await)?;
    print::round(&view, output)
}

async fn sample(home: &Home, it: &Round, output: &Output) -> anyhow::Result<()> {
    let staff = owner_of(home, &it.region)?;
    print::sample(&told(assessment::sample(home, &staff, &it.round).await)?, output)
}

/// Who acts, and the version of the round as it is now.
async fn seen(home: &Home, it: &Round) -> anyhow::Result<(Staff, i64)> {
    let staff = owner_of(home, &it.region)?;
    let view = told(assessment::show(home, &staff, &it.round, Utc::now()).await)?;
    Ok((staff, view.version))
}

fn told<T>(done: Result<T, AssessmentError>) -> anyhow::Result<T> {
    done.map_err(|error| match error {
        AssessmentError::Internal(error) => error,
        error => error.into(),
    })
}

/// `name=value`.
fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("写成 名称=值 / write name=value")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
