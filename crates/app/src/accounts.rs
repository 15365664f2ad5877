//! 账号: made, listed, changed, unlocked, and given a new password.
//!
//! An administrator reaches the accounts placed in the own region or below, and nobody changes
//! the own roles. Which roles there are and which fit together stands in [`crate::access`].

use std::{collections::BTreeSet, fmt};

use anyhow::Context;
use chrono::{DateTime, Utc};
use kernel::{Region, RegionChain, RegionLevel, cleaning};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::{Account, Scope, Tx, new_id};

use crate::{
    access::Access,
    account_error::AccountError,
    home::Home,
    identity,
    password::{PasswordProblem, Turn, random_password},
    sign_in::{self, OpenedWith, SignedIn},
    staff::{Staff, roles_zh},
};

/// The words of an account's state.
const ACTIVE: &str = "active";
const DISABLED: &str = "disabled";

/// What the telephone of an account is sealed for.
const PHONE: &str = "account_phone";

/// The most characters of a name.
const NAME: usize = 40;

/// Who manages accounts.
#[derive(Debug, Clone, Copy)]
pub enum Manager<'a> {
    /// Whoever holds the machine, by the name the audit chain gives them. Nothing lies outside
    /// their reach; this is how the first administrator is made.
    Owner(&'a str),
    /// Somebody signed in.
    Staff(&'a Staff),
}

/// 账号状态.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// 正常.
    Active,
    /// 停用. There is no deleting: what the account did refers to it.
    Disabled,
}

/// An account to be made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccountIn {
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// The telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// 角色, by name.
    pub roles: BTreeSet<String>,
    /// Statistical code of the region it is placed at.
    pub region: String,
    /// 部门, of a department officer.
    #[serde(default)]
    pub department: Option<String>,
}

/// What is to be changed; what is not named stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChangeIn {
    /// The version that was seen.
    pub version: i64,
    /// 姓名.
    #[serde(default)]
    pub name: Option<String>,
    /// The telephone; empty takes it away.
    #[serde(default)]
    pub phone: Option<String>,
    /// 角色, all of them.
    #[serde(default)]
    pub roles: Option<BTreeSet<String>>,
    /// Statistical code of the region.
    #[serde(default)]
    pub region: Option<String>,
    /// 部门; empty takes it away.
    #[serde(default)]
    pub department: Option<String>,
    /// 状态.
    #[serde(default)]
    pub state: Option<AccountState>,
    /// What the office's identity provider calls the person (`sub`); empty takes the link away.
    #[serde(default)]
    pub oidc_subject: Option<String>,
}

/// An account as administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AccountView {
    /// Id.
    pub account: String,
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// The telephone, its middle hidden.
    pub phone: Option<String>,
    /// 角色, by name.
    pub roles: Vec<String>,
    /// The same, in Chinese.
    pub roles_zh: Vec<String>,
    /// Statistical code of the region.
    pub region: String,
    /// The region, from the province on.
    pub region_name: String,
    /// Level of the region.
    pub level: String,
    /// 部门.
    pub department: Option<String>,
    /// 状态.
    pub state: AccountState,
    /// Locked until then.
    pub locked_until: Option<DateTime<Utc>>,
    /// The password has to be changed at the next sign-in.
    pub must_change_password: bool,
    /// One-time codes are set up.
    pub totp: bool,
    /// An identity at the office's provider is linked.
    pub oidc: bool,
    /// Counts the changes; the next one has to name it.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
}

/// A password that is said once and stored nowhere. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FirstPassword {
    /// Id of the account.
    pub account: String,
    /// 登录名.
    pub login: String,
    /// 初始密码.
    pub password: String,
}

/// Makes an account with a random first password, to be changed at the first sign-in.
///
/// # Errors
/// When the account is not in order, or lies outside what the manager reaches.
pub async fn create(
    home: &Home,
    manager: Manager<'_>,
    new: NewAccountIn,
    now: DateTime<Utc>,
) -> Result<FirstPassword, AccountError> {
    manager.may_write()?;
    let access = Access::get();
    let login = login_of(&new.login)?;
    let region = region_of(home, manager, &new.region)?;
    let department = department_of(new.department);
    access.fits(&new.roles, region.level, department.as_deref())?;
    manager.covers_department(department.as_deref())?;
    let chain = home.definitions.regions.chain(region.id);
    let password = random_password(&access.password, &login)?;
    let account = Account {
        id: new_id(now),
        name: name_of(&new.name)?,
        phone_sealed: phone_of(home, new.phone.as_deref().unwrap_or_default())?,
        password_hash: Turn::take().await?.hash(&password).await?,
        password_changed_at: now,
        password_history: Vec::new(),
        must_change_password: access.password.first_must_change,
        roles: new.roles,
        region_id: region.id,
        level: region.level.word().to_owned(),
        province_id: chain.province,
        prefecture_id: chain.prefecture,
        county_id: chain.county,
        township_id: chain.township,
        village_id: chain.village,
        department,
        state: ACTIVE.to_owned(),
        failed_logins: 0,
        locked_until: None,
        totp_sealed: None,
        totp_pending_sealed: None,
        totp_last_step: None,
        oidc_index: None,
        version: 1,
        created_at: now,
        changed_at: now,
        login,
    };
    let detail = json!({
        "roles": account.roles, "region": region.stat_code, "department": account.department,
    });
    let mut tx = home.db.write().await?;
    if !tx.insert_account(&account).await? {
        return Err(AccountError::LoginTaken(account.login));
    }
    audit(&mut tx, now, manager, "account.create", &account.id, &detail).await?;
    tx.commit().await?;
    Ok(FirstPassword { account: account.id, login: account.login, password })
}

/// One page of the accounts within a scope, by login, beginning behind the login `after`.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    home: &Home,
    scope: &Scope,
    after: &str,
    limit: i64,
    now: DateTime<Utc>,
) -> Result<Vec<AccountView>, AccountError> {
    let after = after.replace('\0', "");
    let accounts = home.db.read().await?.accounts_in(scope, &after, limit).await?;
    accounts.iter().map(|it| view(home, it, now)).collect()
}

/// One account.
///
/// # Errors
/// [`AccountError::NotFound`] when there is none within reach.
pub async fn show(
    home: &Home,
    manager: Manager<'_>,
    account_id: &str,
    now: DateTime<Utc>,
) -> Result<AccountView, AccountError> {
    let mut tx = home.db.read().await?;
    view(home, &reach(&mut tx, manager, account_id).await?, now)
}

/// The id of the account with this login, for whoever names accounts by it.
///
/// # Errors
/// [`AccountError::NotFound`] when there is none within reach.
pub async fn id_of_login(
    home: &Home,
    manager: Manager<'_>,
    login: &str,
) -> Result<String, AccountError> {
    let login = login_of(login).map_err(|_| AccountError::NotFound)?;
    let mut tx = home.db.read().await?;
    let account = tx.account_of_login(&login).await?.ok_or(AccountError::NotFound)?;
    Ok(reach(&mut tx, manager, &account.id).await?.id)
}

/// Changes an account. Disabling ends its sessions, and so does another identity or none.
///
/// # Errors
/// [`AccountError::Stale`] when the version is not the account's; [`AccountError::OwnAccount`]
/// when it would change the manager's own roles, region, department, state or identity; or what is
/// not in order.
pub async fn change(
    home: &Home,
    manager: Manager<'_>,
    account_id: &str,
    change: AccountChangeIn,
    now: DateTime<Utc>,
) -> Result<AccountView, AccountError> {
    manager.may_write()?;
    let mut tx = home.db.write().await?;
    let before = reach(&mut tx, manager, account_id).await?;
    if before.version != change.version {
        return Err(AccountError::Stale);
    }
    let mut account = before.clone();
    if let Some(name) = &change.name {
        account.name = name_of(name)?;
    }
    if let Some(phone) = &change.phone {
        account.phone_sealed = phone_of(home, phone)?;
    }
    if let Some(roles) = change.roles {
        account.roles = roles;
    }
    if let Some(code) = &change.region {
        place(&mut account, home, region_of(home, manager, code)?);
    }
    if let Some(department) = change.department {
        account.department = department_of(Some(department));
    }
    if let Some(state) = change.state {
        account.state = state.word().to_owned();
    }
    if let Some(subject) = &change.oidc_subject {
        account.oidc_index = identity::index_of(home, subject)?;
    }
    let is_other = account.oidc_index != before.oidc_index;

    let detail = changes(home, &before, &account);
    let placed = ["roles", "region", "department", "state"];
    if placed.iter().any(|it| detail.contains_key(*it)) {
        manager.not_oneself(account_id)?;
        let level = level_of(&account)?;
        Access::get().fits(&account.roles, level, account.department.as_deref())?;
        manager.covers_department(account.department.as_deref())?;
    }
    if is_other {
        manager.not_oneself(account_id)?;
    }
    account.version += 1;
    account.changed_at = now;
    if !tx.change_account(&account).await? {
        return Err(AccountError::Stale);
    }
    if is_other && !tx.link_identity(&account.id, account.oidc_index.as_deref()).await? {
        return Err(AccountError::IdentityTaken);
    }
    let lost = is_other && before.oidc_index.is_some();
    if account.state == DISABLED || lost {
        tx.delete_sessions_of(&account.id).await?;
    }
    audit(&mut tx, now, manager, "account.change", &account.id, &Value::Object(detail)).await?;
    tx.commit().await?;
    view(home, &account, now)
}

/// Sets a random password that has to be changed at the next sign-in, takes a lock away, and ends
/// the account's sessions. Tokens of its interfaces go on: they are revoked by themselves.
///
/// # Errors
/// [`AccountError::NotFound`]; [`AccountError::OwnAccount`] for the own one.
pub async fn reset_password(
    home: &Home,
    manager: Manager<'_>,
    account_id: &str,
    now: DateTime<Utc>,
) -> Result<FirstPassword, AccountError> {
    manager.may_write()?;
    manager.not_oneself(account_id)?;
    let rules = &Access::get().password;
    let mut tx = home.db.read().await?;
    let login = reach(&mut tx, manager, account_id).await?.login;
    drop(tx);
    // Hashing takes long: nobody waits for the database meanwhile.
    let password = random_password(rules, &login)?;
    let hash = Turn::take().await?.hash(&password).await?;

    let mut tx = home.db.write().await?;
    let mut account = reach(&mut tx, manager, account_id).await?;
    set_password(&mut account, hash, now);
    account.must_change_password = rules.first_must_change;
    if !tx.change_account(&account).await? {
        return Err(AccountError::Stale);
    }
    tx.unlock_account(&account.id).await?;
    let sessions = tx.delete_sessions_of(&account.id).await?;
    let detail = json!({ "sessions_ended": sessions });
    audit(&mut tx, now, manager, "account.reset_password", &account.id, &detail).await?;
    tx.commit().await?;
    Ok(FirstPassword { account: account.id, login, password })
}

/// Takes a lock and the count of failures away.
///
/// # Errors
/// [`AccountError::NotFound`]; [`AccountError::OwnAccount`] for the own one.
pub async fn unlock(
    home: &Home,
    manager: Manager<'_>,
    account_id: &str,
    now: DateTime<Utc>,
) -> Result<AccountView, AccountError> {
    manager.may_write()?;
    manager.not_oneself(account_id)?;
    let mut tx = home.db.write().await?;
    let mut account = reach(&mut tx, manager, account_id).await?;
    tx.unlock_account(&account.id).await?;
    audit(&mut tx, now, manager, "account.unlock", &account.id, &json!({})).await?;
    tx.commit().await?;
    account.locked_until = None;
    view(home, &account, now)
}

/// Changes one's own password. Every session of the account ends, and a new one begins.
///
/// # Errors
/// [`AccountError::WrongPassword`] when the present one is wrong, which counts like a failed
/// sign-in; [`AccountError::Password`] when the new one will not do.
pub async fn change_own_password(
    home: &Home,
    staff: &Staff,
    current: &str,
    new: &str,
    now: DateTime<Utc>,
) -> Result<SignedIn, AccountError> {
    staff.in_person()?;
    let rules = &Access::get().password;
    let turn = Turn::take().await?;
    let mut tx = home.db.read().await?;
    let account = tx.find_account(&staff.account_id).await?.ok_or(AccountError::NotSignedIn)?;
    drop(tx);
    if !sign_in::is_right(home, &turn, &account, current, now).await? {
        return Err(AccountError::WrongPassword);
    }
    rules.check(&account.login, new)?;
    let used = std::iter::once(&account.password_hash).chain(&account.password_history);
    for hash in used.take(rules.history) {
        if turn.verify(new, Some(hash)).await? {
            return Err(PasswordProblem::UsedBefore { history: rules.history }.into());
        }
    }
    let hash = turn.hash(new).await?;

    let mut account = account;
    set_password(&mut account, hash, now);
    account.must_change_password = false;
    let mut tx = home.db.write().await?;
    if !tx.change_account(&account).await? {
        return Err(AccountError::Stale);
    }
    tx.unlock_account(&account.id).await?;
    tx.delete_sessions_of(&account.id).await?;
    let signed_in = sign_in::open_session(&mut tx, &account, OpenedWith::Password, now).await?;
    let subject = format!("account {}", account.id);
    tx.append_audit(now, &staff.actor(), "account.change_password", &subject, &json!({})).await?;
    tx.commit().await?;
    Ok(signed_in)
}

impl Manager<'_> {
    /// Who it was, for the audit chain.
    #[must_use]
    pub fn actor(&self) -> String {
        match self {
            Manager::Owner(name) => (*name).to_owned(),
            Manager::Staff(staff) => staff.actor(),
        }
    }

    pub(crate) fn may_write(&self) -> Result<(), AccountError> {
        match self {
            Manager::Owner(_) => Ok(()),
            Manager::Staff(staff) => staff.in_person(),
        }
    }

    pub(crate) fn not_oneself(&self, account_id: &str) -> Result<(), AccountError> {
        match self {
            Manager::Staff(staff) if staff.account_id == account_id => {
                Err(AccountError::OwnAccount)
            }
            _ => Ok(()),
        }
    }

    fn covers(&self, chain: RegionChain) -> bool {
        match self {
            Manager::Owner(_) => true,
            Manager::Staff(staff) => at(chain, staff.scope.level) == Some(staff.scope.region_id),
        }
    }

    /// Somebody of a department places accounts in that department only, and somebody who sees
    /// only the own families places none.
    fn covers_department(&self, department: Option<&str>) -> Result<(), AccountError> {
        let Manager::Staff(Staff { scope, .. }) = self else { return Ok(()) };
        let other = scope.department.as_deref().is_some_and(|it| Some(it) != department);
        match other || scope.helper.is_some() {
            true => Err(AccountError::NotFound),
            false => Ok(()),
        }
    }
}

impl AccountState {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            AccountState::Active => ACTIVE,
            AccountState::Disabled => DISABLED,
        }
    }

    /// In Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            AccountState::Active => "正常",
            AccountState::Disabled => "停用",
        }
    }
}

impl fmt::Debug for FirstPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FirstPassword").field("account", &self.account).finish_non_exhaustive()
    }
}

/// The account, if the manager reaches it.
pub(crate) async fn reach(
    tx: &mut Tx,
    manager: Manager<'_>,
    account_id: &str,
) -> Result<Account, AccountError> {
    // PostgreSQL refuses the character NUL in a text, and no id has one.
    if account_id.contains('\0') {
        return Err(AccountError::NotFound);
    }
    let found = match manager {
        Manager::Owner(_) => tx.find_account(account_id).await?,
        Manager::Staff(staff) => tx.account_in(account_id, &staff.scope).await?,
    };
    found.ok_or(AccountError::NotFound)
}

pub(crate) async fn audit(
    tx: &mut Tx,
    now: DateTime<Utc>,
    manager: Manager<'_>,
    action: &str,
    account_id: &str,
    detail: &Value,
) -> Result<(), AccountError> {
    let subject = format!("account {account_id}");
    tx.append_audit(now, &manager.actor(), action, &subject, detail).await?;
    Ok(())
}

pub(crate) fn is_active(account: &Account) -> bool {
    account.state == ACTIVE
}

fn set_password(account: &mut Account, hash: String, now: DateTime<Utc>) {
    let last = std::mem::replace(&mut account.password_hash, hash);
    account.password_history.insert(0, last);
    account.password_history.truncate(Access::get().password.history.saturating_sub(1));
    account.password_changed_at = now;
    account.version += 1;
    account.changed_at = now;
}

fn place(account: &mut Account, home: &Home, region: &Region) {
    let chain = home.definitions.regions.chain(region.id);
    account.region_id = region.id;
    account.level = region.level.word().to_owned();
    account.province_id = chain.province;
    account.prefecture_id = chain.prefecture;
    account.county_id = chain.county;
    account.township_id = chain.township;
    account.village_id = chain.village;
}

/// What is different, for the audit chain: what an account may do before and after, and of its
/// person only that something was changed.
fn changes(home: &Home, before: &Account, after: &Account) -> Map<String, Value> {
    let code = |it: &Account| {
        home.definitions.regions.get(it.region_id).map(|region| region.stat_code.clone())
    };
    let mut changed = Map::new();
    let mut note = |what: &str, is_other: bool, value: Value| {
        if is_other {
            changed.insert(what.to_owned(), value);
        }
    };
    let from_to = |from: Value, to: Value| json!({ "from": from, "to": to });
    note("name", before.name != after.name, json!(true));
    note("phone", before.phone_sealed != after.phone_sealed, json!(true));
    note("roles", before.roles != after.roles, from_to(json!(before.roles), json!(after.roles)));
    note(
        "region",
        before.region_id != after.region_id,
        from_to(json!(code(before)), json!(code(after))),
    );
    note(
        "department",
        before.department != after.department,
        from_to(json!(before.department), json!(after.department)),
    );
    let word = |it: &Account| match it.oidc_index {
        Some(_) => "linked",
        None => "none",
    };
    note(
        "oidc",
        before.oidc_index != after.oidc_index,
        from_to(json!(word(before)), json!(word(after))),
    );
    note("state", before.state != after.state, from_to(json!(before.state), json!(after.state)));
    changed
}

fn view(home: &Home, account: &Account, now: DateTime<Utc>) -> Result<AccountView, AccountError> {
    let regions = &home.definitions.regions;
    let phone = match &account.phone_sealed {
        None => None,
        Some(sealed) => Some(masked(home, sealed).context("账号的电话打不开")?),
    };
    Ok(AccountView {
        account: account.id.clone(),
        login: account.login.clone(),
        name: account.name.clone(),
        phone,
        roles: account.roles.iter().cloned().collect(),
        roles_zh: roles_zh(&account.roles),
        region: regions.get(account.region_id).map_or_else(String::new, |it| it.stat_code.clone()),
        region_name: regions.name_path(account.region_id),
        level: account.level.clone(),
        department: account.department.clone(),
        state: match is_active(account) {
            true => AccountState::Active,
            false => AccountState::Disabled,
        },
        locked_until: account.locked_until.filter(|it| now < *it),
        must_change_password: account.must_change_password,
        totp: account.totp_sealed.is_some(),
        oidc: account.oidc_index.is_some(),
        version: account.version,
        created_at: account.created_at,
        changed_at: account.changed_at,
    })
}

fn masked(home: &Home, sealed: &[u8]) -> anyhow::Result<String> {
    let phone = String::from_utf8(home.keys.open(PHONE, sealed)?)?;
    // Digits only: a byte is a character.
    let (head, tail) = (phone.get(..3).unwrap_or_default(), phone.len().saturating_sub(4));
    Ok(format!("{head}****{}", &phone[tail..]))
}

/// The login as it is stored.
pub(crate) fn login_of(written: &str) -> Result<String, AccountError> {
    let login = written.trim().to_ascii_lowercase();
    let bytes = login.as_bytes();
    let is_word = |it: &u8| it.is_ascii_lowercase() || it.is_ascii_digit();
    let fits = (3..=32).contains(&bytes.len())
        && bytes.iter().all(|it| is_word(it) || b"._-".contains(it))
        && bytes.first().is_some_and(is_word);
    if !fits {
        return Err(AccountError::LoginForm);
    }
    // A login stands in lists and in the audit chain of whoever reads it.
    if bytes.split(|it| !it.is_ascii_digit()).any(|run| 11 <= run.len()) {
        return Err(AccountError::LoginPersonal);
    }
    Ok(login)
}

fn name_of(written: &str) -> Result<String, AccountError> {
    let name = written.trim();
    match (1..=NAME).contains(&name.chars().count()) && !name.contains('\0') {
        true => Ok(name.to_owned()),
        false => Err(AccountError::NameForm),
    }
}

fn phone_of(home: &Home, written: &str) -> Result<Option<Vec<u8>>, AccountError> {
    let phone: String = cleaning::squeeze(written).chars().filter(|it| *it != '-').collect();
    let digits = phone.as_bytes();
    if digits.is_empty() {
        return Ok(None);
    }
    let fits = match digits {
        [b'1', b'3'..=b'9', ..] => digits.len() == 11,
        [b'0', ..] => (10..=12).contains(&digits.len()),
        _ => false,
    };
    match fits && digits.iter().all(u8::is_ascii_digit) {
        true => Ok(Some(home.keys.seal(PHONE, digits))),
        false => Err(AccountError::PhoneForm),
    }
}

fn department_of(written: Option<String>) -> Option<String> {
    written.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty() && !it.contains('\0'))
}

fn region_of<'a>(
    home: &'a Home,
    manager: Manager<'_>,
    code: &str,
) -> Result<&'a Region, AccountError> {
    let regions = &home.definitions.regions;
    regions
        .by_stat_code(code.trim())
        .filter(|it| manager.covers(regions.chain(it.id)))
        .ok_or_else(|| AccountError::NoSuchRegion(code.to_owned()))
}

fn level_of(account: &Account) -> anyhow::Result<RegionLevel> {
    RegionLevel::from_word(&account.level)
        .with_context(|| format!("账号 {} 的级别读不出来", account.id))
}

fn at(chain: RegionChain, level: RegionLevel) -> Option<i64> {
    match level {
        RegionLevel::Province => chain.province,
        RegionLevel::Prefecture => chain.prefecture,
        RegionLevel::County => chain.county,
        RegionLevel::Township => chain.township,
        RegionLevel::Village => chain.village,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins() {
        let check = |written: &str, expected: Result<&str, &str>| {
            let login = login_of(written);
            let login = login.as_ref().map(String::as_str).map_err(|it| it.code());
            assert_eq!(login, expected, "{written}");
        };
        check(" An.Li ", Ok("an.li"));
        check("k-2024_01", Ok("k-2024_01"));
        check("20240101", Ok("20240101"));
        check("an", Err("account.login_form"));
        check(".an.li", Err("account.login_form"));
        check("安", Err("account.login_form"));
        check("an li", Err("account.login_form"));
        check(&"a".repeat(33), Err("account.login_form"));
        check("16443000321", Err("account.login_personal"));
        check("99012319900101001x", Err("account.login_personal"));
    }
}
