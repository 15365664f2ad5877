//! `access.toml`: which roles there are and what holds for accounts, passwords and sessions.
//!
//! The file comes with the program and is not laid out in the home folder: who may do what is
//! reviewed with the code.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use anyhow::{Context, ensure};
use kernel::RegionLevel;
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::account_error::AccountError;

/// Everything `access.toml` says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// 角色, by name.
    pub roles: BTreeMap<String, Role>,
    /// 密码.
    pub password: PasswordRules,
    /// How passwords are kept.
    pub hashing: Hashing,
    /// 锁定.
    pub lockout: Lockout,
    /// 会话.
    pub session: SessionRules,
    /// 动态码.
    pub totp: TotpRules,
    /// 接口令牌.
    pub tokens: TokenRules,
    /// 附件.
    pub attachments: AttachmentRules,
    /// Names for several roles, written `@name` below.
    pub groups: BTreeMap<String, BTreeSet<String>>,
    /// Role × endpoint, by the endpoint's operation id.
    pub endpoints: BTreeMap<String, BTreeSet<String>>,
    /// Role × action on a case. What does a step of a chain is for the role the chain names, and
    /// stands here as `step`.
    pub actions: BTreeMap<String, BTreeSet<String>>,
}

/// 附件: what files may be added to a record of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentRules {
    /// The largest file, in MiB.
    pub largest_mib: usize,
    /// The most files of one record.
    pub most: usize,
    /// Kinds of files, by media type; each has to be one that is known by its content.
    pub media: BTreeSet<String>,
    /// Document and place, or `default`.
    pub basis: String,
    /// Where a default comes from.
    pub note: Option<String>,
}

/// 角色.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The Chinese name.
    pub zh: String,
    /// The English name.
    pub en: String,
    /// An account has to be placed at one of these levels to have the role.
    #[serde(deserialize_with = "levels")]
    pub levels: BTreeSet<RegionLevel>,
    /// The account must name a department, and sees only what concerns it.
    #[serde(default)]
    pub department: bool,
    /// Sees only the families assigned to the account.
    #[serde(default)]
    pub own_families: bool,
    /// 三员: administers accounts or the system, or audits; nobody views as such an account.
    #[serde(default)]
    pub control: bool,
    /// Roles that may not be held together with this one. [`Access::are_apart`] looks both ways.
    #[serde(default)]
    pub apart: BTreeSet<String>,
}

/// 密码: what one must look like, and how long it holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordRules {
    /// The fewest characters.
    pub min_length: usize,
    /// The most characters; more would only cost time.
    pub max_length: usize,
    /// How many of: capital letters, small letters, digits, other characters.
    pub kinds: usize,
    /// So many last passwords may not be used again, the present one among them.
    pub history: usize,
    /// After so many days it must be changed.
    pub max_age_days: i64,
    /// A password set by somebody else must be changed before anything else is done.
    pub first_must_change: bool,
    /// Document and place, or `default`.
    pub basis: String,
    /// Where a default comes from.
    pub note: Option<String>,
}

/// The costs of argon2id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hashing {
    /// Memory of one hash.
    pub memory_kib: u32,
    /// Times it goes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
    /// Document and place, or `default`.
    pub basis: String,
    /// Where a default comes from.
    pub note: Option<String>,
}

/// 锁定 after failed sign-ins.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lockout {
    /// So many failures in a row.
    pub failures: i64,
    /// For so long.
    pub minutes: i64,
    /// Document and place, or `default`.
    pub basis: String,
    /// Where a default comes from.
    pub note: Option<String>,
}

/// 会话: how long one is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionRules {
    /// Ends when nothing was done for so long.
    pub idle_minutes: i64,
    /// Ends after so long, whatever is done.
    pub longest_hours: i64,
    /// Document and place, or `default`.
    pub basis: String,
    /// Where a default comes from.
    pub note: Option<String>,
}

/// 动态码.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TotpRules {
    /// Accounts with one of these roles have to set it up before anything else is done.
    pub required_for: BTreeSet<String>,
    /// Document and place, or `default`.
    pub basis: String,
    /// Where a default comes from.
    pub note: Option<String>,
}

/// 接口令牌.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenRules {
    /// Accounts with one of these roles may have tokens.
    pub for_roles: BTreeSet<String>,
    /// A token lasts at most so many days.
    pub longest_days: i64,
    /// Document and place, or `default`.
    pub basis: String,
    /// Where a default comes from.
    pub note: Option<String>,
}

static ACCESS: LazyLock<Access> = LazyLock::new(|| {
    Access::parse(include_str!("../../../access.toml")).expect("access.toml is checked by a test")
});

impl Access {
    /// What the file of this program says.
    #[must_use]
    pub fn get() -> &'static Access {
        &ACCESS
    }

    /// Reads and checks the text of such a file.
    ///
    /// # Errors
    /// With everything that does not fit, once the text is well-formed and has no unknown key.
    pub fn parse(text: &str) -> anyhow::Result<Access> {
        let mut access: Access = toml::from_str(text).context("access.toml")?;
        let problems = access.problems();
        ensure!(problems.is_empty(), "access.toml：\n{}", problems.join("\n"));
        access.resolve_groups();
        Ok(access)
    }

    /// The roles that may use an endpoint; none for one the file does not know.
    #[must_use]
    pub fn roles_of_endpoint(&self, operation: &str) -> Option<&BTreeSet<String>> {
        self.endpoints.get(operation)
    }

    /// The operation ids these roles may use, of those that are not for everybody.
    #[must_use]
    pub fn operations_of(&self, roles: &BTreeSet<String>) -> Vec<String> {
        let may = |allowed: &&BTreeSet<String>| !allowed.is_disjoint(roles);
        let found = self.endpoints.iter().filter(|it| may(&it.1));
        found.map(|it| it.0.clone()).collect()
    }

    /// The roles that may do something with a case that is no step of a chain; nobody for what the
    /// file does not know.
    #[must_use]
    pub fn roles_of_action(&self, word: &str) -> &BTreeSet<String> {
        static NOBODY: BTreeSet<String> = BTreeSet::new();
        self.actions.get(word).unwrap_or(&NOBODY)
    }

    /// Every role and every `@group`, as definitions of ledgers may name them.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        let groups = self.groups.keys().map(|it| format!("@{it}"));
        self.roles.keys().cloned().chain(groups).collect()
    }

    /// Whether any of these roles is among those named, by itself or by a `@group`.
    #[must_use]
    pub fn is_among(&self, roles: &BTreeSet<String>, named: &[String]) -> bool {
        named.iter().any(|it| match it.strip_prefix('@').and_then(|it| self.groups.get(it)) {
            Some(group) => !group.is_disjoint(roles),
            None => roles.contains(it),
        })
    }

    fn resolve_groups(&mut self) {
        let groups = self.groups.clone();
        for roles in self.endpoints.values_mut().chain(self.actions.values_mut()) {
            let named: BTreeSet<String> = std::mem::take(roles);
            for it in named {
                match it.strip_prefix('@').and_then(|it| groups.get(it)) {
                    Some(group) => roles.extend(group.iter().cloned()),
                    None => {
                        roles.insert(it);
                    }
                }
            }
        }
    }

    /// Whether two roles may not be held together.
    #[must_use]
    pub fn are_apart(&self, one: &str, other: &str) -> bool {
        let lists = |a: &str, b: &str| self.roles.get(a).is_some_and(|it| it.apart.contains(b));
        lists(one, other) || lists(other, one)
    }

    /// Whether an account placed at a level, with or without a department, may have these roles.
    ///
    /// # Errors
    /// The first thing that stands in the way.
    pub fn fits(
        &self,
        roles: &BTreeSet<String>,
        level: RegionLevel,
        department: Option<&str>,
    ) -> Result<(), AccountError> {
        if roles.is_empty() {
            return Err(AccountError::NoRoles);
        }
        let mut needs_department = false;
        for name in roles {
            let Some(role) = self.roles.get(name) else {
                return Err(AccountError::NoSuchRole { role: name.clone() });
            };
            if !role.levels.contains(&level) {
                return Err(AccountError::WrongLevel {
                    role: role.zh.clone(),
                    levels: role
                        .levels
                        .iter()
                        .map(|it| level_zh(*it))
                        .collect::<Vec<_>>()
                        .join("、"),
                });
            }
            if let Some(other) = roles.iter().find(|it| self.are_apart(name, it)) {
                return Err(AccountError::RolesApart {
                    one: role.zh.clone(),
                    other: self.roles[other].zh.clone(),
                });
            }
            needs_department |= role.department;
        }
        match department {
            None if needs_department => Err(AccountError::DepartmentNeeded),
            Some(_) if !needs_department => Err(AccountError::NoDepartmentWanted),
            _ => Ok(()),
        }
    }

    /// Whether one of these roles is of the three that control others.
    #[must_use]
    pub fn has_control(&self, roles: &BTreeSet<String>) -> bool {
        self.any(roles, |it| it.control)
    }

    /// Whether each of these roles has the property. A role the file no longer knows counts for
    /// nothing: of nothing but such roles every limit holds.
    pub(crate) fn all(&self, roles: &BTreeSet<String>, property: impl Fn(&Role) -> bool) -> bool {
        roles.iter().filter_map(|it| self.roles.get(it)).all(property)
    }

    fn any(&self, roles: &BTreeSet<String>, property: impl Fn(&Role) -> bool) -> bool {
        roles.iter().any(|it| self.roles.get(it).is_some_and(&property))
    }

    /// What a reader that knows only the form cannot see.
    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut labels = BTreeSet::new();
        for (name, role) in &self.roles {
            let mut wrong = |what: &str| problems.push(format!("[roles.{name}] {what}"));
            if role.zh.is_empty() || role.en.is_empty() {
                wrong("zh、en 都要写");
            }
            if !labels.insert(&role.zh) {
                wrong("zh 与另一个角色相同");
            }
            if role.levels.is_empty() {
                wrong("levels 至少写一级");
            }
            if role.department && role.own_families {
                wrong("department 和 own_families 只能写一个：一个账号只有一种范围");
            }
            for other in &role.apart {
                if other == name || !self.roles.contains_key(other) {
                    wrong(&format!("apart 里的 {other} 不是另一个角色"));
                }
            }
            for other in self.roles.keys().filter(|it| role.control && *it != name) {
                if !self.are_apart(name, other) {
                    wrong(&format!("是三员，要在 apart 里写上 {other}"));
                }
            }
        }
        let named = [("totp", &self.totp.required_for), ("tokens", &self.tokens.for_roles)];
        for (section, roles) in named {
            for role in roles.iter().filter(|it| !self.roles.contains_key(*it)) {
                problems.push(format!("[{section}] 没有角色 {role}"));
            }
        }
        for (group, roles) in &self.groups {
            for role in roles.iter().filter(|it| !self.roles.contains_key(*it)) {
                problems.push(format!("[groups] {group}：没有角色 {role}"));
            }
        }
        let known = |it: &str, words: &[&str]| {
            let group = it.strip_prefix('@').is_some_and(|it| self.groups.contains_key(it));
            group || self.roles.contains_key(it) || words.contains(&it)
        };
        for (operation, roles) in &self.endpoints {
            for role in roles.iter().filter(|it| !known(it, &["public", "signed_in"])) {
                problems.push(format!("[endpoints] {operation}：没有角色 {role}"));
            }
        }
        for (word, roles) in &self.actions {
            for role in roles.iter().filter(|it| !known(it, &["step"])) {
                problems.push(format!("[actions] {word}：没有角色 {role}"));
            }
        }
        let bases = [
            ("password", &self.password.basis, &self.password.note),
            ("hashing", &self.hashing.basis, &self.hashing.note),
            ("lockout", &self.lockout.basis, &self.lockout.note),
            ("session", &self.session.basis, &self.session.note),
            ("totp", &self.totp.basis, &self.totp.note),
            ("tokens", &self.tokens.basis, &self.tokens.note),
            ("attachments", &self.attachments.basis, &self.attachments.note),
        ];
        for (section, basis, note) in bases {
            if basis.is_empty() || basis == "default" && note.is_none() {
                problems.push(format!("[{section}] 要写 basis；default 还要写 note"));
            }
        }
        let PasswordRules { min_length, max_length, kinds, max_age_days, .. } = self.password;
        // Random passwords are up to four characters longer than asked for, and at least 19.
        if min_length < 1 || max_length < 24.max(min_length + 4) {
            problems.push("[password] max_length 至少 24，且比 min_length 多 4".into());
        }
        // Random passwords have letters, digits and a hyphen.
        if !(1..=4).contains(&kinds) || max_age_days < 1 {
            problems.push("[password] kinds 是 1 至 4，max_age_days 大于 0".into());
        }
        let counts = [
            self.lockout.failures,
            self.lockout.minutes,
            self.session.idle_minutes,
            self.session.longest_hours,
            self.tokens.longest_days,
        ];
        if counts.iter().any(|it| *it < 1) {
            problems.push("[lockout] [session] [tokens] 的数都要大于 0".into());
        }
        let AttachmentRules { largest_mib, most, media, .. } = &self.attachments;
        if *largest_mib < 1 || *most < 1 {
            problems.push("[attachments] 的数都要大于 0".into());
        }
        for it in media.iter().filter(|it| !crate::ledgers::MEDIA.contains(&it.as_str())) {
            problems.push(format!("[attachments] 认不出 {it} 这种文件"));
        }
        let Hashing { memory_kib, passes, lanes, .. } = self.hashing;
        if let Err(error) = argon2::Params::new(memory_kib, passes, lanes, None) {
            problems.push(format!("[hashing] {error}"));
        }
        problems
    }
}

/// A level as people say it.
pub(crate) fn level_zh(level: RegionLevel) -> &'static str {
    match level {
        RegionLevel::Province => "省级",
        RegionLevel::Prefecture => "州市级",
        RegionLevel::County => "县级",
        RegionLevel::Township => "乡镇级",
        RegionLevel::Village => "村级",
    }
}

fn levels<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeSet<RegionLevel>, D::Error> {
    let level = |word: String| {
        RegionLevel::from_word(&word).ok_or_else(|| D::Error::custom(format!("没有级别 {word}")))
    };
    Vec::<String>::deserialize(from)?.into_iter().map(level).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../access.toml");

    fn set(words: &str) -> BTreeSet<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_three_who_control_are_kept_apart_from_everybody() {
        let access = Access::get();
        let control: Vec<&str> =
            access.roles.iter().filter(|it| it.1.control).map(|it| it.0.as_str()).collect();
        assert_eq!(control, ["auditor", "security_admin", "system_admin"]);
        for one in control {
            for other in access.roles.keys().filter(|it| *it != one) {
                assert!(
                    access.are_apart(one, other) && access.are_apart(other, one),
                    "{one} {other}"
                );
            }
        }
        assert!(!access.are_apart("county_officer", "helper"));
    }

    #[test]
    fn roles_fit_the_level_the_department_and_each_other() {
        use RegionLevel::{County, Township, Village};
        for (roles, level, department, expected) in [
            ("village_worker helper", Village, None, Ok(())),
            ("county_officer county_approver helper", County, None, Ok(())),
            ("department_officer", County, Some("教体局"), Ok(())),
            ("department_officer", County, None, Err("account.department_needed")),
            ("county_officer", County, Some("教体局"), Err("account.no_department_wanted")),
            ("township_officer", County, None, Err("account.wrong_level")),
            ("county_officer", Township, None, Err("account.wrong_level")),
            ("auditor county_officer", County, None, Err("account.roles_apart")),
            ("county_officer security_admin", County, None, Err("account.roles_apart")),
            ("security_admin system_admin", County, None, Err("account.roles_apart")),
            ("department_officer helper", County, Some("教体局"), Err("account.roles_apart")),
            ("king", County, None, Err("account.no_such_role")),
            ("", County, None, Err("account.no_roles")),
        ] {
            let fits = Access::get().fits(&set(roles), level, department);
            assert_eq!(fits.map_err(|it| it.code()), expected, "{roles} {level:?}");
        }
    }

    #[test]
    fn a_file_that_does_not_fit_is_refused_with_what_is_wrong() {
        let check = |from: &str, to: &str, expected: &str| {
            assert!(TEXT.contains(from), "{from}");
            let error = format!("{:#}", Access::parse(&TEXT.replacen(from, to, 1)).unwrap_err());
            assert!(error.contains(expected), "{from} → {to}: {error}");
        };
        check("[lockout]", "[lockouts]", "lockouts");
        check("control = true\n", "control = true\nmagic = 1\n", "magic");
        check("levels = [\"village\"]", "levels = [\"hamlet\"]", "没有级别 hamlet");
        check("levels = [\"village\"]", "levels = []", "levels 至少写一级");
        check("\"system_admin\", \"auditor\"", "\"system_admin\", \"king\"", "king");
        check("required_for = []", "required_for = [\"king\"]", "没有角色 king");
        check("failures = 5", "failures = 0", "都要大于 0");
        check("min_length        = 10", "min_length        = 200", "[password]");
        check("passes     = 2", "passes     = 0", "[hashing]");
        check("most        = 30", "most        = 0", "[attachments] 的数都要大于 0");
        check("\"image/png\"", "\"image/svg+xml\"", "认不出 image/svg+xml");
        check("zh     = \"村级网格员\"", "zh     = \"村级核实人员\"", "与另一个角色相同");
        check(
            "basis = \"default\"\nnote  = \"部门系统对接用；天数是软件的默认值，请主管单位确认\"",
            "basis = \"default\"",
            "[tokens] 要写 basis",
        );
    }

    #[test]
    fn groups_stand_for_their_roles() {
        let access = Access::get();
        let listing = access.roles_of_endpoint("list_cases").unwrap();
        assert!(listing.contains("village_worker") && !listing.contains("auditor"));
        assert!(listing.iter().all(|it| !it.starts_with('@')));
        assert!(access.roles_of_action("no such action").is_empty());
        let error = Access::parse(&TEXT.replacen("[actions]\n", "[actions]\nx = [\"@king\"]\n", 1));
        assert!(error.unwrap_err().to_string().contains("@king"));
    }

    /// A new role that nobody set apart from the three is noticed.
    #[test]
    fn a_new_role_has_to_be_set_apart_from_the_three() {
        let text =
            format!("{TEXT}\n[roles.monk]\nzh = \"僧\"\nen = \"monk\"\nlevels = [\"village\"]\n");
        let error = Access::parse(&text).unwrap_err().to_string();
        assert_eq!(error.matches("monk").count(), 3, "{error}");
    }
}
