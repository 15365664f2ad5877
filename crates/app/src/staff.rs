//! 工作人员 at work: an account that is signed in, with its roles and its 数据范围.

use std::collections::BTreeSet;

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Region, RegionLevel};
use serde::Serialize;
use store::{Account, Scope};

use crate::{access::Access, account_error::AccountError, accounts::is_active, home::Home};

/// Who is at work. No use case that needs one can be called without being signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Id of the account.
    pub account_id: String,
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// 角色, by name.
    pub roles: BTreeSet<String>,
    /// What the account may know of.
    pub scope: Scope,
    /// 部门, of a department officer.
    pub department: Option<String>,
    /// Id of the manager's account while a manager views as this one; then nothing may be written.
    pub viewed_by: Option<String>,
    /// Id of the token, when a department's system is at work and nobody signed in.
    pub token_id: Option<String>,
    /// A password was set by somebody else, or is too old: nothing but changing it is allowed.
    pub must_change_password: bool,
    /// A role asks for one-time codes: nothing but setting them up is allowed.
    pub must_set_up_totp: bool,
}

/// Who is at work, as the console shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StaffView {
    /// Id of the account.
    pub account: String,
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
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
    /// Only the families assigned to the account.
    pub own_families: bool,
    /// Operation ids of the interface the roles may use.
    pub may: Vec<String>,
    /// A manager views as this account: read only.
    pub read_only: bool,
    /// The password has to be changed first.
    pub must_change_password: bool,
    /// One-time codes have to be set up first.
    pub must_set_up_totp: bool,
}

impl Staff {
    /// Who it was, for the audit chain: `account:` and the id; while a manager views as the
    /// account, both.
    #[must_use]
    pub fn actor(&self) -> String {
        match &self.viewed_by {
            None => format!("account:{}", self.account_id),
            Some(manager) => format!("account:{manager} as {}", self.account_id),
        }
    }

    /// The same person as a reader of everything in a region: for figures of a whole region that
    /// whoever may compute them reads, whatever the own roles see of single records.
    #[must_use]
    pub(crate) fn reading_all_of(&self, region: &Region) -> Staff {
        Staff {
            roles: Access::get().roles.keys().cloned().collect(),
            scope: Scope::region(region.id, region.level),
            department: None,
            ..self.clone()
        }
    }

    /// Whether anything may be written at all.
    ///
    /// # Errors
    /// [`AccountError::ReadOnly`] while a manager views as this account.
    pub fn may_write(&self) -> Result<(), AccountError> {
        match self.viewed_by {
            None => Ok(()),
            Some(_) => Err(AccountError::ReadOnly),
        }
    }

    /// Whether the person is here, and not a department's system or somebody viewing: for what
    /// concerns the account itself.
    pub(crate) fn in_person(&self) -> Result<(), AccountError> {
        match self.token_id {
            None => self.may_write(),
            Some(_) => Err(AccountError::SessionNeeded),
        }
    }

    /// As the console shows it.
    #[must_use]
    pub fn view(&self, home: &Home) -> StaffView {
        let regions = &home.definitions.regions;
        StaffView {
            account: self.account_id.clone(),
            login: self.login.clone(),
            name: self.name.clone(),
            roles: self.roles.iter().cloned().collect(),
            roles_zh: roles_zh(&self.roles),
            region: regions
                .get(self.scope.region_id)
                .map_or_else(String::new, |it| it.stat_code.clone()),
            region_name: regions.name_path(self.scope.region_id),
            level: self.scope.level.word().to_owned(),
            department: self.department.clone(),
            own_families: self.scope.helper.is_some(),
            may: Access::get().operations_of(&self.roles),
            read_only: self.viewed_by.is_some(),
            must_change_password: self.must_change_password,
            must_set_up_totp: self.must_set_up_totp,
        }
    }

    /// The account of this id, with the roles it has now; none when it is gone or locked out.
    pub(crate) async fn of_id(
        home: &Home,
        account_id: &str,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Option<Staff>> {
        let account = home.db.read().await?.find_account(account_id).await?;
        account.filter(is_active).map(|it| Staff::of(&it, now)).transpose()
    }

    /// The account at work, on its own behalf and with a session.
    ///
    /// Its scope is the whole region, unless every role it has is limited to a department or to
    /// families of its own.
    pub(crate) fn of(account: &Account, now: DateTime<Utc>) -> anyhow::Result<Staff> {
        let access = Access::get();
        let level = RegionLevel::from_word(&account.level)
            .with_context(|| format!("账号 {} 的级别读不出来", account.id))?;
        let of_department = access.all(&account.roles, |it| it.department);
        let own_families = access.all(&account.roles, |it| it.own_families);
        let scope = Scope {
            region_id: account.region_id,
            level,
            // Without a name it would be nobody's department, and not every department's.
            department: of_department.then(|| account.department.clone().unwrap_or_default()),
            helper: own_families.then(|| account.id.clone()),
        };
        let oldest = now - TimeDelta::days(access.password.max_age_days);
        let needs_totp = account.roles.iter().any(|it| access.totp.required_for.contains(it));
        Ok(Staff {
            account_id: account.id.clone(),
            login: account.login.clone(),
            name: account.name.clone(),
            roles: account.roles.clone(),
            scope,
            department: account.department.clone(),
            viewed_by: None,
            token_id: None,
            must_change_password: account.must_change_password
                || account.password_changed_at < oldest,
            must_set_up_totp: needs_totp && account.totp_sealed.is_none(),
        })
    }
}

/// The Chinese names of roles; a role the file no longer knows keeps its own.
pub(crate) fn roles_zh(roles: &BTreeSet<String>) -> Vec<String> {
    let known = &Access::get().roles;
    roles.iter().map(|it| known.get(it).map_or_else(|| it.clone(), |it| it.zh.clone())).collect()
}
