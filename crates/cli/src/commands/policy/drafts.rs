//! `shouwang policy drafts begin | save | list | show | submit | withdraw | approve | reject`

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::Context;
use app::{
    accounts::Manager,
    home::Home,
    policy_drafts::{self, DraftFile, DraftStep, PolicyDraftIn, PolicyDraftView},
    sign_in,
    staff::Staff,
};
use chrono::{NaiveDate, Utc};

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 以哪个账号办，密码从标准输入读；批准要由没有起草过它的人 / act as this account, password on standard input
    #[arg(long, global = true)]
    login: Option<String>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Args)]
struct Content {
    /// 文件夹：里面按 cn-532327/parameters/… 放改好的整个文件 / folder with the changed pack files
    #[arg(long)]
    folder: PathBuf,
    /// 名称 / title
    #[arg(long)]
    title: String,
    /// 理由和文件依据 / reason and document
    #[arg(long)]
    reason: String,
    /// 起用日期 / first day
    #[arg(long)]
    effective_on: NaiveDate,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// 草案编号 / id of the draft
    draft: String,
    /// 看过的版本 / the version that was seen
    #[arg(long)]
    version: i64,
    /// 意见 / words
    #[arg(long)]
    note: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 起草 / begin a draft
    Begin(Content),
    /// 再存一版 / save another version
    Save {
        /// 草案编号 / id of the draft
        draft: String,
        /// 看过的版本 / the version that was seen
        #[arg(long)]
        version: i64,
        #[command(flatten)]
        content: Content,
    },
    /// 列出 / list
    List,
    /// 查看：改了什么、各版本 / show what it changes, and its versions
    Show {
        /// 草案编号 / id of the draft
        draft: String,
    },
    /// 提交审批 / submit
    Submit(Which),
    /// 撤回 / withdraw
    Withdraw(Which),
    /// 批准：从各自的日期起用 / approve
    Approve(Which),
    /// 不批准 / reject
    Reject(Which),
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let staff = match &arguments.login {
        Some(login) => Some(signed_in(home, login).await?),
        None => None,
    };
    let who = staff.as_ref().map_or(Manager::Owner(crate::owner::ACTOR), Manager::Staff);
    let now = Utc::now();
    let (which, step) = match arguments.what {
        What::Begin(content) => {
            let made = policy_drafts::begin(home, who, read(content)?, now).await?;
            return print(&[made], output);
        }
        What::Save { draft, version, content } => {
            let wanted = read(content)?;
            let made = policy_drafts::save(home, who, &draft, version, wanted, now).await?;
            return print(&[made], output);
        }
        What::List => return print(&policy_drafts::list(home, who).await?, output),
        What::Show { draft } => return show(home, who, &draft, output).await,
        What::Submit(it) => (it, DraftStep::Submit),
        What::Withdraw(it) => (it, DraftStep::Withdraw),
        What::Approve(it) => (it, DraftStep::Approve),
        What::Reject(it) => (it, DraftStep::Reject),
    };
    let Which { draft, version, note } = which;
    let done = policy_drafts::step(home, who, &draft, version, step, note.as_deref(), now).await?;
    print(&[done], output)
}

/// Whoever approves is known by a password of their own, here as in the console.
async fn signed_in(home: &Home, login: &str) -> anyhow::Result<Staff> {
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password).context("密码读不到")?;
    let password = password.trim_end_matches(['\r', '\n']);
    let signed = sign_in::sign_in(home, login, password, None, Utc::now()).await?;
    sign_in::sign_out(home, &signed.token, Utc::now()).await?;
    anyhow::ensure!(!signed.staff.must_change_password, "请先在网页上把初始密码改成自己的密码");
    Ok(signed.staff)
}

fn read(content: Content) -> anyhow::Result<PolicyDraftIn> {
    let mut files = Vec::new();
    gather(&content.folder, &content.folder, &mut files)?;
    Ok(PolicyDraftIn {
        title: content.title,
        reason: content.reason,
        effective_on: content.effective_on,
        files,
    })
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<DraftFile>) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("读不到 {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else if path.extension().is_some_and(|it| it == "toml") {
            let text =
                fs::read_to_string(&path).with_context(|| format!("读不到 {}", path.display()))?;
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            files.push(DraftFile { path: name, text });
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(())
}

fn print(drafts: &[PolicyDraftView], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&drafts);
    }
    output.table(
        &[
            output.say("编号", "draft"),
            output.say("名称", "title"),
            output.say("状态", "state"),
            output.say("版本", "version"),
            output.say("起用", "from"),
            output.say("起草", "drafted by"),
            output.say("审批", "decided by"),
        ],
        drafts.iter().map(|it| {
            vec![
                it.draft.clone(),
                it.title.clone(),
                if output.is_zh() { it.state_zh.clone() } else { it.state.clone() },
                it.version.to_string(),
                it.effective_on.to_string(),
                it.created_by.clone(),
                it.decided_by.clone().unwrap_or_default(),
            ]
        }),
    );
    Ok(())
}

async fn show(home: &Home, who: Manager<'_>, draft: &str, output: &Output) -> anyhow::Result<()> {
    let page = policy_drafts::show(home, who, draft).await?;
    if output.format == Format::Json {
        return output.json(&page);
    }
    output.line(format!("{}：{}", page.draft.title, page.draft.reason));
    output.table(
        &[
            output.say("地区", "region"),
            output.say("种类", "kind"),
            output.say("名称", "name"),
            output.say("改动", "change"),
        ],
        page.changes.iter().map(|it| {
            vec![
                it.region.clone(),
                it.change.kind.clone(),
                format!("{} {}", it.change.name, it.change.zh),
                it.change.words.clone(),
            ]
        }),
    );
    output.table(
        &[
            output.say("版本", "version"),
            output.say("存的人", "saved by"),
            output.say("时间", "at"),
            output.say("文件", "files"),
        ],
        page.versions.iter().map(|it| {
            vec![
                it.version.to_string(),
                it.saved_by.clone(),
                it.saved_at.to_string(),
                it.paths.join("、"),
            ]
        }),
    );
    Ok(())
}
