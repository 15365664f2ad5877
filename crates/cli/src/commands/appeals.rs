//! `shouwang appeals import | list | show | act | feedback`: the inbox of appeals.

use std::path::PathBuf;

use app::{
    appeal_files::{self, AppealImport},
    appeals::{self, AppealRow, AppealView},
    home::Home,
};
use casework::{AppealAction, AppealStage};
use chrono::{NaiveDate, Utc};
use store::{AppealFilter, Scope};

use crate::{Format, output::Output, owner::ACTOR};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 导入省救助平台、热线、信访的转办件 / import exports of the platform and the hotlines
    Import {
        /// 文件或文件夹 / files or folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// 县（或乡镇、村）的区划代码 / region code of the county, township or village
        #[arg(long)]
        region: String,
        /// 导入日期，默认今天；之后的受理日期不收 / day, today by default
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// 列出；不写条件只数 / list; without a condition, only counts
    List {
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
        /// 状态，如 received / stage
        #[arg(long)]
        stage: Option<String>,
        /// 诉求类型，如 water / need
        #[arg(long)]
        need: Option<String>,
        /// 渠道，如 hotline_12317 / channel
        #[arg(long)]
        channel: Option<String>,
        /// 只看超期和临期的 / only what is overdue or about to be
        #[arg(long)]
        due: bool,
        /// 从这件之后 / behind this appeal
        #[arg(long, default_value = "")]
        after: String,
        /// 最多几件 / at most
        #[arg(long, default_value_t = 50)]
        limit: i64,
        /// 按哪一天算时限，默认今天 / the day limits are reckoned for
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// 一件诉求：要什么、办到哪、办过什么 / one appeal
    Show {
        /// 编号 / id
        appeal: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 按哪一天算时限，默认今天 / the day limits are reckoned for
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// 办一步 / do one thing
    Act {
        /// 编号 / id
        appeal: String,
        /// 动作的 JSON，如 {"do":"accept"} / the action as JSON
        action: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 看到的版本；不同则不办 / the version you have seen
        #[arg(long)]
        version: Option<i64>,
        /// 办理日期，默认今天 / day, today by default
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// 办理结果反馈给来源系统的工作簿 / workbook of results for the system they came from
    Feedback {
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 渠道，如 platform_self / channel
        #[arg(long)]
        channel: String,
        /// 办理日期从 / acted on from
        #[arg(long)]
        from: NaiveDate,
        /// 办理日期到，默认今天 / to, today by default
        #[arg(long)]
        to: Option<NaiveDate>,
        /// 写到 / write to
        #[arg(short = 'o', long)]
        out: PathBuf,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let now = Utc::now();
    let today = |on: Option<NaiveDate>| on.unwrap_or_else(|| kernel::china_day(now));
    match arguments.what {
        What::Import { paths, region, on } => {
            let region = home.region(&region)?.clone();
            let done =
                appeal_files::import_files(home, &paths, &region, today(on), ACTOR, now).await?;
            print_import(&done, output)
        }
        What::List { region, stage, need, channel, due, after, limit, on } => {
            let scope = scope_of(home, &region)?;
            let on = today(on);
            if due {
                return print_rows(&appeals::due(home, &scope, on, limit).await?, output);
            }
            if stage.is_none() && need.is_none() && channel.is_none() {
                return print_counts(&appeals::counts(home, &scope, on).await?, output);
            }
            let stage = stage.map(|it| stage_of(&it)).transpose()?;
            let filter = AppealFilter { stage, need, channel };
            print_rows(&appeals::list(home, &scope, &filter, &after, limit, on).await?, output)
        }
        What::Show { appeal, region, on } => {
            let scope = scope_of(home, &region)?;
            print_appeal(&appeals::show(home, &scope, &appeal, today(on)).await?, output)
        }
        What::Act { appeal, action, region, version, on } => {
            let scope = scope_of(home, &region)?;
            let action: AppealAction = serde_json::from_str(&action).map_err(|error| {
                anyhow::anyhow!("动作读不懂：{error}（写法见 docs/appeals-workflow.md）")
            })?;
            let on = today(on);
            let done = appeals::act(home, &scope, &appeal, version, action, on, ACTOR, now).await?;
            print_appeal(&done, output)
        }
        What::Feedback { region, channel, from, to, out } => {
            let scope = scope_of(home, &region)?;
            let days = (from, today(to));
            let bytes =
                appeal_files::feedback_workbook(home, &scope, &channel, days, ACTOR, now).await?;
            std::fs::write(&out, bytes).map_err(|error| {
                anyhow::anyhow!("无法写入 {}：请关闭已打开的同名工作簿（{error}）", out.display())
            })?;
            if output.format == Format::Json {
                return output.json(&serde_json::json!({ "file": out }));
            }
            output.line(format!("{} {}", output.say("已写入", "written to"), out.display()));
            Ok(())
        }
    }
}

fn scope_of(home: &Home, region: &str) -> anyhow::Result<Scope> {
    let region = home.region(region)?;
    Ok(Scope::region(region.id, region.level))
}

fn stage_of(word: &str) -> anyhow::Result<String> {
    let stage = AppealStage::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = AppealStage::ALL.iter().map(|it| it.word()).collect();
        anyhow::anyhow!("没有状态 {word}：可以写 {}", words.join("、"))
    })?;
    Ok(stage.word().to_owned())
}

fn print_import(done: &AppealImport, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(done);
    }
    output.line(match output.is_zh() {
        true => format!(
            "读入 {} 行：新收 {}，已收过 {}，并件 {}，跳过 {}，未收 {}",
            done.read, done.received, done.known, done.joined, done.skipped, done.refused
        ),
        false => format!(
            "{} rows read: received {}, known {}, joined {}, skipped {}, refused {}",
            done.read, done.received, done.known, done.joined, done.skipped, done.refused
        ),
    });
    output.line(match output.is_zh() {
        true => format!(
            "收下的里面：认出本户 {}，关联已有的案 {}，来源系统已答复 {}",
            done.identified, done.linked, done.answered
        ),
        false => format!(
            "of those taken: household known {}, linked to a case {}, answered before {}",
            done.identified, done.linked, done.answered
        ),
    });
    for it in &done.refusals {
        output.line(format!("  {} {} 第{}行：{}", it.file, it.sheet, it.row, it.message));
    }
    for it in &done.errors {
        output.line(format!("  {} {}：{}", it.file, it.sheet, it.message));
    }
    Ok(())
}

fn print_counts(counts: &[appeals::AppealCountView], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&counts);
    }
    let rows = counts.iter().map(|it| {
        let stage = output.say(&it.stage_zh, &it.stage).to_owned();
        vec![stage, output.say(&it.need_zh, &it.need).to_owned(), it.count.to_string()]
    });
    let header =
        [output.say("状态", "stage"), output.say("诉求类型", "need"), output.say("件数", "count")];
    output.table(&header, rows);
    Ok(())
}

fn print_rows(rows: &[AppealRow], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&rows);
    }
    for it in rows {
        let due = it.due_on.map_or_else(String::new, |it| it.to_string());
        output.line(format!(
            "{}  {}  {}  {}  {}  {due} {}",
            it.appeal,
            it.received_on,
            output.say(&it.need_zh, &it.need),
            output.say(&it.stage_zh, it.stage.word()),
            it.place,
            it.state.as_deref().unwrap_or_default()
        ));
    }
    Ok(())
}

fn print_appeal(view: &AppealView, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(view);
    }
    output.line(format!(
        "{} {}  {}  {}  {}",
        output.say("诉求", "appeal"),
        view.appeal,
        output.say(&view.need_zh, &view.need),
        output.say(&view.stage_zh, view.stage.word()),
        view.place
    ));
    output.line(format!(
        "{} {}  {} {}  {}",
        output.say("回执号", "receipt"),
        view.receipt,
        output.say("归口", "department"),
        view.department,
        view.channel_zh
    ));
    output.line(format!("{}：{}", view.name, view.text));
    if let (Some(due), Some(state)) = (view.due_on, &view.state) {
        output.line(format!("{} {due}  {state}", output.say("截止", "due")));
    }
    for it in &view.candidates {
        output.line(format!(
            "  {} {} {} {}（{}）",
            output.say("可能是", "perhaps"),
            it.household,
            it.household_no,
            it.village,
            it.why.join("、")
        ));
    }
    for (label, en, value) in [
        ("案", "case", view.case.map(|it| it.to_string())),
        ("并到", "joined to", view.joined_to.clone()),
        ("不立案理由", "no case", view.no_case_reason.clone()),
        ("答复", "answer", view.answer.clone()),
        ("建议答复", "suggested", view.suggested_answer.clone()),
    ] {
        if let Some(value) = value {
            output.line(format!("{} {value}", output.say(label, en)));
        }
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
