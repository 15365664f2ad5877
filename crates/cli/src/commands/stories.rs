//! `shouwang stories play --region 532327 --month 2023-10`, `shouwang stories list`

use std::{fs, path::PathBuf, sync::Arc};

use anyhow::Context;
use api::Server;
use app::{
    accounts::{self, Manager},
    home::Home,
};
use chrono::{DateTime, Utc};
use kernel::{Month, RegionLevel};
use serde::Serialize;
use serde_json::json;
use store::Scope;

use crate::{
    Format,
    output::Output,
    stories::{
        cast::{LOGIN, Member},
        play::{Played, Told},
        story::{self, Story},
    },
};

/// Who resets the passwords that are shown.
const OWNER: Manager<'static> = Manager::Owner(crate::owner::ACTOR);

/// What became of the stories, in the home folder.
const PLAYED: &str = "stories.json";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 把故事按真实角色演一遍：整月派发线索，再逐日办案 / play the stories
    Play {
        /// 县的区划代码 / county code
        #[arg(long)]
        region: String,
        /// 线索的月份 / month of the clues
        #[arg(long)]
        month: Month,
        /// 另一个故事文件夹 / another folder of stories
        #[arg(long)]
        stories: Option<PathBuf>,
        /// 给每个角色重设一个密码，只显示这一次 / show one sign-in per role, once
        #[arg(long)]
        show_accounts: bool,
    },
    /// 列出故事，并检查写法 / list the stories and check how they are written
    List {
        /// 另一个故事文件夹 / another folder of stories
        #[arg(long)]
        stories: Option<PathBuf>,
    },
}

/// A sign-in that is shown once.
#[derive(Serialize)]
struct Shown {
    role: String,
    role_zh: String,
    place: String,
    login: String,
    password: String,
}

impl Arguments {
    /// Whether the stories are only listed, which needs no database.
    pub fn only_lists(&self) -> bool {
        matches!(self.what, What::List { .. })
    }
}

pub fn list(arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let What::List { stories } = arguments.what else { return Ok(()) };
    let stories = read(stories)?;
    if output.format == Format::Json {
        let rows: Vec<_> = stories
            .iter()
            .map(|it| {
                json!({ "story": it.name, "zh": it.zh, "about": it.about,
                              "steps": it.steps.len(), "days": days(it) })
            })
            .collect();
        return output.json(&rows);
    }
    output.table(
        &[
            output.say("故事", "story"),
            output.say("名称", "title"),
            output.say("步", "steps"),
            output.say("天", "days"),
            output.say("内容", "about"),
        ],
        stories.iter().map(|it| {
            vec![
                it.name.clone(),
                it.zh.clone(),
                it.steps.len().to_string(),
                days(it).to_string(),
                it.about.clone(),
            ]
        }),
    );
    Ok(())
}

fn days(story: &Story) -> i64 {
    story.steps.last().map_or(0, |it| it.day)
}

fn read(folder: Option<PathBuf>) -> anyhow::Result<Vec<Story>> {
    match folder {
        Some(folder) => story::in_folder(&folder),
        None => story::embedded(),
    }
}

pub async fn play(home: Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    let What::Play { region, month, stories, show_accounts } = arguments.what else {
        return Ok(());
    };
    let county = home.region(&region)?.clone();
    anyhow::ensure!(
        county.level == RegionLevel::County,
        "{} 不是县：故事在一个县里演",
        county.name
    );
    let stories = read(stories)?;
    let now = Utc::now();
    let path = home.folder.join(PLAYED);
    let before = path.exists();
    let (server, played) = if before {
        let text = fs::read_to_string(&path)?;
        let played: Played =
            serde_json::from_str(&text).with_context(|| format!("{} 读不懂", path.display()))?;
        (Server::new(home, Arc::new(Utc::now), true), played)
    } else {
        let province = home.definitions.regions.chain(county.id).province.unwrap_or(county.id);
        let scope = Scope::region(province, RegionLevel::Province);
        let known = accounts::list(&home, &scope, LOGIN, 1, now).await?;
        anyhow::ensure!(
            !known.iter().any(|it| it.login.starts_with(LOGIN)),
            "上一次没有演完，留下的案不完整：请换一个数据文件夹，导入、筛查以后再演"
        );
        let today = kernel::china_day(now);
        let (server, played) =
            crate::stories::play::play(home, &county, month, &stories, today).await?;
        fs::write(&path, serde_json::to_string_pretty(&played)? + "\n")
            .with_context(|| format!("写不了 {}", path.display()))?;
        (server, played)
    };
    let accounts = match show_accounts {
        true => Some(sign_ins(&server.home, &played, now).await?),
        false => None,
    };
    print(&played, before, accounts.as_deref(), output)
}

/// One sign-in for every role, the one the stories needed first; with a new password each, to be
/// changed at the first sign-in.
async fn sign_ins(home: &Home, played: &Played, now: DateTime<Utc>) -> anyhow::Result<Vec<Shown>> {
    let mut shown: Vec<Shown> = Vec::new();
    for it in &played.cast {
        if shown.iter().any(|other| other.role == it.role) {
            continue;
        }
        let first = accounts::reset_password(home, OWNER, &it.account, now).await?;
        shown.push(Shown {
            role: it.role.clone(),
            role_zh: it.role_zh.clone(),
            place: place(it),
            login: first.login,
            password: first.password,
        });
    }
    Ok(shown)
}

fn place(it: &Member) -> String {
    match &it.department {
        Some(department) => format!("{}{department}", it.place),
        None => it.place.clone(),
    }
}

fn print(
    played: &Played,
    before: bool,
    accounts: Option<&[Shown]>,
    output: &Output,
) -> anyhow::Result<()> {
    if output.format == Format::Json {
        let mut value = serde_json::to_value(played)?;
        value["played_before"] = json!(before);
        if let Some(accounts) = accounts {
            value["accounts"] = json!(accounts);
        }
        return output.json(&value);
    }
    output.line(match (before, output.is_zh()) {
        (true, true) => "故事已经在这个数据文件夹里演过，没有再演；下面是演完时的样子：".to_owned(),
        (true, false) => "the stories have been played here before; this is how they ended:".into(),
        (false, true) => format!(
            "派发线索立案 {} 个；故事从 {} 演到 {}",
            played.dispatched, played.from, played.until
        ),
        (false, false) => {
            format!("opened {}; played from {} to {}", played.dispatched, played.from, played.until)
        }
    });
    output.table(
        &[
            output.say("故事", "story"),
            output.say("户编号", "household"),
            output.say("村", "village"),
            output.say("案", "case"),
            output.say("最后的状态", "last state"),
            output.say("办了几步", "actions"),
            output.say("不许办的", "refused"),
        ],
        played.stories.iter().map(|it| row(it, output)),
    );
    if let Some(accounts) = accounts {
        output.line(output.say(
            "登录名和密码只显示这一次，登录后先改密码：",
            "sign-ins, shown once; the password is changed first:",
        ));
        output.table(
            &[
                output.say("角色", "role"),
                output.say("地方", "place"),
                output.say("登录名", "login"),
                output.say("密码", "password"),
            ],
            accounts.iter().map(|it| {
                let role = output.say(&it.role_zh, &it.role).to_owned();
                vec![role, it.place.clone(), it.login.clone(), it.password.clone()]
            }),
        );
    }
    Ok(())
}

fn row(it: &Told, output: &Output) -> Vec<String> {
    let cases = match it.other_case {
        Some(other) => format!("{}、{other}", it.case),
        None => it.case.to_string(),
    };
    vec![
        it.zh.clone(),
        it.household_no.clone(),
        it.village.clone(),
        cases,
        output.say(&it.stage_zh, &it.stage).to_owned(),
        it.actions.to_string(),
        it.refused.to_string(),
    ]
}
