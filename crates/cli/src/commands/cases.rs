//! `shouwang cases dispatch | take-over | list | show | act`: clues become cases, and cases are worked on.

use app::{
    accounts::Manager,
    cases,
    home::Home,
    takeover::{self, TakenOver},
};
use casework::{Action, Stage};
use chrono::{NaiveDate, Utc};
use kernel::Month;
use store::{CaseFilter, Scope};

use crate::{Format, output::Output, owner::ACTOR};

const OWNER: Manager<'static> = Manager::Owner(ACTOR);

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 把一个月的新线索立案并派发到村 / open cases for a month's new clues and send them to villages
    Dispatch {
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
        /// 线索的月份 / month of the clues
        #[arg(long)]
        month: Month,
        /// 派发日期，默认今天 / day, today by default
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// 承接国家系统里已有的监测对象 / take over households that the national system monitors
    TakeOver {
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
        /// 承接日期，默认今天 / day, today by default
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// 按状态列出 / list by stage
    List {
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
        /// 状态，如 dispatched；不写则只数 / stage; without it, only counts
        #[arg(long)]
        stage: Option<String>,
        /// 从这个编号之后 / behind this number
        #[arg(long, default_value_t = 0)]
        after: i64,
        /// 最多几个 / at most
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// 一个案：办到哪、该办什么、办过什么 / one case
    Show {
        /// 编号 / number
        case: i64,
        /// 按哪一天算时限，默认今天 / the day limits are reckoned for
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// 办一步 / do one thing
    Act {
        /// 编号 / number
        case: i64,
        /// 动作的 JSON，如 {"do":"dispatch","to":"莲池乡"} / the action as JSON
        action: String,
        /// 看到的版本；不同则不办 / the version you have seen
        #[arg(long)]
        version: Option<i64>,
        /// 办理日期，默认今天 / day, today by default
        #[arg(long)]
        on: Option<NaiveDate>,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let now = Utc::now();
    let today = |on: Option<NaiveDate>| on.unwrap_or_else(|| kernel::china_day(now));
    match arguments.what {
        What::Dispatch { region, month, on } => {
            let region = home.region(&region)?.clone();
            let done = cases::dispatch(home, &region, month, None, today(on), ACTOR, now).await?;
            if output.format == Format::Json {
                return output.json(&done);
            }
            output.line(match output.is_zh() {
                true => format!(
                    "立案并派发 {}，并入已有的案 {}，监测户补充风险并入 {}，已在办 {}，其他线索 {} 条不派发（待确认、已记录、监测户还没有承接）",
                    done.opened, done.joined, done.supplements, done.already, done.left
                ),
                false => format!(
                    "opened and sent {}, joined {}, new risks joined {}, answered already {}, others left {}",
                    done.opened, done.joined, done.supplements, done.already, done.left
                ),
            });
            Ok(())
        }
        What::TakeOver { region, on } => {
            let region = home.region(&region)?.clone();
            let done = takeover::take_over(home, &region, today(on), ACTOR, now).await?;
            print_taken_over(&done, output)
        }
        What::List { region, stage, after, limit } => {
            let region = home.region(&region)?;
            let scope = Scope::region(region.id, region.level);
            match stage {
                None => print_counts(&cases::counts(home, &scope).await?, output),
                Some(word) => {
                    let stage = stage_of(&word)?.word().to_owned();
                    let filter = CaseFilter { stage, ..CaseFilter::default() };
                    let rows = cases::list(home, &scope, &filter, after, limit).await?;
                    print_rows(&rows, output)
                }
            }
        }
        What::Show { case, on } => {
            print_case(&cases::show(home, OWNER, case, today(on)).await?, output)
        }
        What::Act { case, action, version, on } => {
            let action: Action = serde_json::from_str(&action).map_err(|error| {
                anyhow::anyhow!("动作读不懂：{error}（写法见 docs/workflow.md）")
            })?;
            let view = cases::act(home, OWNER, case, version, action, today(on), now).await?;
            print_case(&view, output)
        }
    }
}

fn stage_of(word: &str) -> anyhow::Result<Stage> {
    Stage::ALL.into_iter().find(|it| it.word() == word).ok_or_else(|| {
        let words: Vec<&str> = Stage::ALL.iter().map(|it| it.word()).collect();
        anyhow::anyhow!("没有状态 {word}：可以写 {}", words.join("、"))
    })
}

fn print_counts(counts: &[(String, i64)], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        let map: std::collections::BTreeMap<_, _> = counts.iter().cloned().collect();
        return output.json(&map);
    }
    for (word, count) in counts {
        let zh = stage_of(word)?.zh();
        output.line(format!("{} {count}", output.say(zh, word)));
    }
    Ok(())
}

fn print_taken_over(done: &TakenOver, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(done);
    }
    let (differing, incomplete) = (done.differing.len(), done.incomplete.len());
    output.line(match output.is_zh() {
        true => format!(
            "承接监测对象 {}，风险已消除 {}，已有案 {}，与我方不一致 {differing}，缺内容 {incomplete}，没有监测类型 {}",
            done.opened, done.ended, done.already, done.without_type.len()
        ),
        false => format!(
            "taken over {}, eliminated {}, had a case {}, differing {differing}, incomplete {incomplete}, without a type {}",
            done.opened, done.ended, done.already, done.without_type.len()
        ),
    });
    for it in &done.differing {
        output.line(format!(
            "  {} {}  {}  {}  {} {}  {} {} {}",
            output.say("不一致：案", "differs: case"),
            it.case,
            it.household_no,
            it.village,
            output.say(&it.stage_zh, &it.stage),
            it.monitoring_type.as_deref().unwrap_or(""),
            output.say("国家系统", "national"),
            it.national_state,
            it.national_type.as_deref().unwrap_or(""),
        ));
    }
    for it in &done.incomplete {
        output.line(format!(
            "  {} {}  {}  {}",
            output.say("待补：案", "to fill in: case"),
            it.case,
            it.household_no,
            it.missing.join("，")
        ));
    }
    Ok(())
}

fn print_rows(rows: &[cases::CaseRow], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&rows);
    }
    for it in rows {
        output.line(format!("{}  {}  {}", it.case, it.first_clue_on, it.village));
    }
    Ok(())
}

fn print_case(view: &cases::CaseView, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(view);
    }
    let word = view.stage.word();
    output.line(format!(
        "{} {}  {}  {}",
        output.say("案", "case"),
        view.case,
        view.village,
        output.say(&view.stage_zh, word)
    ));
    if let (Some(due), Some(state)) = (view.due, &view.state) {
        output.line(format!("{} {due}  {state}", output.say("全程截止", "due")));
    }
    for it in &view.clue_list {
        let risks = match output.is_zh() {
            true => it.new_risks_zh.join(" "),
            false => it.new_risks.join(" "),
        };
        let class = output.say(&it.class_zh, &it.class);
        output.line(format!("  {} {}  {class}  {risks}", output.say("线索", "clue"), it.clue));
    }
    if !view.missing.is_empty() {
        output.line(format!("  {} {}", output.say("待补", "to fill in"), view.missing.join("，")));
    }
    for it in &view.steps {
        let due = it.due.map_or(String::new(), |it| format!("  {it}"));
        output.line(format!("  {} {}{due}", output.say("待办", "open"), it.zh));
    }
    output.line(format!("{} {}", output.say("可办", "actions"), view.actions.join(" ")));
    for it in &view.history {
        output.line(format!(
            "  {}. {}  {}  {}",
            it.number,
            it.day,
            output.say(&it.action_zh, &it.action),
            it.actor
        ));
    }
    Ok(())
}
