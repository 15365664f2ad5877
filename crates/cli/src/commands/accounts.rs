//! `shouwang accounts create | list | reset-password | unlock | disable | enable | link | unlink`:
//! who may sign in.
//!
//! Whoever holds the machine may do all of this; the first administrator is made here.

use app::{
    accounts::{
        self, AccountChangeIn, AccountState, AccountView, FirstPassword, Manager, NewAccountIn,
    },
    home::Home,
};
use chrono::{DateTime, Utc};
use store::Scope;

use crate::{Format, output::Output};

/// Who acts from the command line.
const OWNER: Manager<'static> = Manager::Owner(crate::owner::ACTOR);

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 建账号，打印初始密码（只这一次） / make an account, print its first password once
    Create {
        /// 登录名，如姓名拼音 / login
        #[arg(long)]
        login: String,
        /// 姓名 / name
        #[arg(long)]
        name: String,
        /// 角色，可写几次 / role, may be repeated
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 部门，只有部门人员写 / department, of a department officer
        #[arg(long)]
        department: Option<String>,
        /// 电话 / telephone
        #[arg(long)]
        phone: Option<String>,
    },
    /// 列出一个地区及以下的账号 / accounts of a region and below
    List {
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 从这个登录名之后 / behind this login
        #[arg(long, default_value = "")]
        after: String,
        /// 最多几个 / at most
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// 重设密码，打印初始密码（只这一次），并解锁 / set a new first password, and unlock
    ResetPassword {
        /// 登录名 / login
        login: String,
    },
    /// 解锁 / unlock
    Unlock {
        /// 登录名 / login
        login: String,
    },
    /// 停用，立即退出登录 / disable, and sign out
    Disable {
        /// 登录名 / login
        login: String,
    },
    /// 恢复使用 / enable again
    Enable {
        /// 登录名 / login
        login: String,
    },
    /// 关联统一身份认证平台上的身份 / link with an identity at the office's provider
    Link {
        /// 登录名 / login
        login: String,
        /// 平台上的标识（sub），照抄 / what the provider calls the person
        #[arg(long)]
        subject: String,
    },
    /// 解除关联，立即退出登录 / take the link away, and sign out
    Unlink {
        /// 登录名 / login
        login: String,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let now = Utc::now();
    match arguments.what {
        What::Create { login, name, roles, region, department, phone } => {
            only_table_and_json(output)?;
            let roles = roles.into_iter().collect();
            let new = NewAccountIn { login, name, phone, roles, region, department };
            print_password(&accounts::create(home, OWNER, new, now).await?, output)
        }
        What::List { region, after, limit } => {
            let region = home.region(&region)?;
            let scope = Scope::region(region.id, region.level);
            print_list(&accounts::list(home, &scope, &after, limit, now).await?, output)
        }
        What::ResetPassword { login } => {
            only_table_and_json(output)?;
            let id = accounts::id_of_login(home, OWNER, &login).await?;
            print_password(&accounts::reset_password(home, OWNER, &id, now).await?, output)
        }
        What::Unlock { login } => {
            let id = accounts::id_of_login(home, OWNER, &login).await?;
            print_list(&[accounts::unlock(home, OWNER, &id, now).await?], output)
        }
        What::Disable { login } => {
            let state = Some(AccountState::Disabled);
            let change = AccountChangeIn { state, ..AccountChangeIn::default() };
            apply(home, &login, change, now, output).await
        }
        What::Enable { login } => {
            let state = Some(AccountState::Active);
            let change = AccountChangeIn { state, ..AccountChangeIn::default() };
            apply(home, &login, change, now, output).await
        }
        What::Link { login, subject } => {
            anyhow::ensure!(
                !subject.trim().is_empty(),
                "标识是空的：要解除关联，请用 accounts unlink"
            );
            let oidc_subject = Some(subject);
            let change = AccountChangeIn { oidc_subject, ..AccountChangeIn::default() };
            apply(home, &login, change, now, output).await
        }
        What::Unlink { login } => {
            let oidc_subject = Some(String::new());
            let change = AccountChangeIn { oidc_subject, ..AccountChangeIn::default() };
            apply(home, &login, change, now, output).await
        }
    }
}

/// Changes an account as it stands now.
async fn apply(
    home: &Home,
    login: &str,
    change: AccountChangeIn,
    now: DateTime<Utc>,
    output: &Output,
) -> anyhow::Result<()> {
    let id = accounts::id_of_login(home, OWNER, login).await?;
    let version = accounts::show(home, OWNER, &id, now).await?.version;
    let change = AccountChangeIn { version, ..change };
    print_list(&[accounts::change(home, OWNER, &id, change, now).await?], output)
}

/// Refused before anything is done: a password that nobody is shown would be lost.
fn only_table_and_json(output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)
}

fn print_password(first: &FirstPassword, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(first);
    }
    output.line(format!("{} {}", output.say("登录名", "login"), first.login));
    output.line(format!("{} {}", output.say("初始密码", "first password"), first.password));
    output.line(output.say(
        "密码只显示这一次，请当面或用别的途径告诉本人；第一次登录后须改。",
        "Shown once; it has to be changed at the first sign-in.",
    ));
    Ok(())
}

fn print_list(accounts: &[AccountView], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&accounts);
    }
    output.refuse(Format::Xlsx)?;
    if output.format == Format::Csv {
        let header = ["login", "name", "roles", "region", "department", "state"];
        let row = |it: &AccountView| {
            let department = it.department.clone().unwrap_or_default();
            let state = state_of(it).1.to_owned();
            vec![
                it.login.clone(),
                it.name.clone(),
                it.roles.join(" "),
                it.region.clone(),
                department,
                state,
            ]
        };
        return output.csv(&header, accounts.iter().map(row));
    }
    let header = [
        output.say("登录名", "login"),
        output.say("姓名", "name"),
        output.say("角色", "roles"),
        output.say("区划", "region"),
        output.say("部门", "department"),
        output.say("状态", "state"),
    ];
    let row = |it: &AccountView| {
        let (zh, en) = state_of(it);
        vec![
            it.login.clone(),
            it.name.clone(),
            if output.is_zh() { it.roles_zh.join("、") } else { it.roles.join(" ") },
            it.region_name.clone(),
            it.department.clone().unwrap_or_default(),
            output.say(zh, en).to_owned(),
        ]
    };
    output.table(&header, accounts.iter().map(row));
    Ok(())
}

/// 状态, in Chinese and as a word; a lock counts as one.
fn state_of(account: &AccountView) -> (&'static str, &'static str) {
    match (account.state, account.locked_until) {
        (AccountState::Active, Some(_)) => ("锁定", "locked"),
        (state, _) => (state.zh(), state.word()),
    }
}
