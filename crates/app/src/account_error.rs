//! What stands in the way of signing in, and of managing accounts.

use store::DbError;

use crate::password::PasswordProblem;

/// Why something with an account is not possible. Each has a code that clients may rely on.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is none, or it lies outside the scope of whoever asks.
    #[error("没有这个账号：请用 accounts list 查看，或检查编号")]
    NotFound,
    /// The identity at the provider is linked with another account.
    #[error("这个身份已经关联了另一个账号：请先解除那一个")]
    IdentityTaken,
    /// People do not sign in through a provider here, so there is nothing to link with.
    #[error("没有配置统一身份认证平台：请先在数据文件夹里写好 oidc.toml")]
    IdentityOff,
    /// It cannot be what a provider calls somebody.
    #[error("平台上的标识（sub）最多 255 个字符，没有换行和控制字符：请从平台上照抄")]
    SubjectForm,
    /// Somebody else changed it first.
    #[error("这个账号刚被别人改过：请重新打开再改")]
    Stale,
    /// The login is in use.
    #[error("登录名 {0} 已有人用：请换一个")]
    LoginTaken(String),
    /// The login is not of the form.
    #[error("登录名要 3 至 32 个字符，只用英文字母、数字和 . _ -，以字母或数字开头")]
    LoginForm,
    /// The login looks like a telephone or an identity number.
    #[error("登录名不要用手机号或证件号：请用姓名拼音或工号")]
    LoginPersonal,
    /// The name is missing, or too long.
    #[error("姓名要写，最多 40 个字")]
    NameForm,
    /// It is no telephone number.
    #[error("电话号码不对：请写 11 位手机号，或带区号的座机号")]
    PhoneForm,
    /// No role.
    #[error("至少要有一个角色：可用的角色见 access.toml")]
    NoRoles,
    /// A role that does not exist.
    #[error("没有角色 {role}：可用的角色见 access.toml")]
    NoSuchRole {
        /// Its name.
        role: String,
    },
    /// A role at a level where it is not held.
    #[error("“{role}”的账号要放在{levels}：请改区划或角色")]
    WrongLevel {
        /// In Chinese.
        role: String,
        /// In Chinese.
        levels: String,
    },
    /// Two roles that one person may not have.
    #[error("“{one}”和“{other}”不能由同一个账号担任：请只留一个")]
    RolesApart {
        /// In Chinese.
        one: String,
        /// In Chinese.
        other: String,
    },
    /// A department officer without a department.
    #[error("部门人员要写明部门，与 feeds/ 里的部门名称相同，如 教体局")]
    DepartmentNeeded,
    /// A department with roles that have none.
    #[error("只有部门人员写部门：请去掉部门，或改角色")]
    NoDepartmentWanted,
    /// There is no such region, or it lies outside the scope of whoever asks.
    #[error("没有行政区划 {0}：请写自己范围内的统计用区划代码")]
    NoSuchRegion(String),
    /// Nobody does this to their own account.
    #[error("不能对自己的账号做这一步：请另一位管理员办理；改自己的密码请用“修改密码”")]
    OwnAccount,
    /// A manager views as somebody; nothing may be written.
    #[error("正在以别人的身份查看，不能改动：请先退出查看")]
    ReadOnly,
    /// A token of an interface is not enough for this.
    #[error("接口令牌不能做这一步：请用账号登录")]
    SessionNeeded,
    /// Nobody views as an account that controls others, nor as one that is disabled.
    #[error("不能以这个账号的身份查看：管理员、审计员和停用的账号都不行")]
    NotViewable,
    /// Not signed in: unknown login, wrong password, locked or disabled. One answer for all, so
    /// that nobody learns which logins exist.
    #[error("登录名或密码不对，或账号已锁定、停用：连续多次不对会锁定一段时间，可请管理员解锁")]
    SignInRefused,
    /// The password is right; the account also has one-time codes.
    #[error("请再输入动态码")]
    CodeNeeded,
    /// The provider knows who it is; no account that may be used is linked. One answer for all.
    #[error("这个身份没有可用的账号：请用密码登录，或请安全管理员关联账号、查看账号是否停用或锁定")]
    IdentityRefused,
    /// The account has one-time codes, which the provider's sign-in does not stand for.
    #[error("这个账号开通了动态码：请用密码和动态码登录")]
    PasswordAndCodeNeeded,
    /// Whoever comes back from the provider did not leave from here, or too long ago.
    #[error("这次登录已过期、用过，或不是从这里开始的：请回到登录页重新开始")]
    AttemptEnded,
    /// The provider did not say who it is, or it cannot be relied on.
    #[error("统一身份认证平台没有证明您是谁：请重新登录，仍不行请联系系统管理员查看日志")]
    IdentityUnproved,
    /// Not the code of now, or one that was used.
    #[error("动态码不对或已用过：请等下一个码再试")]
    CodeRefused,
    /// The session or the token has ended, or never was.
    #[error("登录已失效：请重新登录")]
    NotSignedIn,
    /// The present password, asked for again, is wrong.
    #[error("现在的密码不对")]
    WrongPassword,
    /// The new password does not fit.
    #[error(transparent)]
    Password(#[from] PasswordProblem),
    /// One-time codes are set up already.
    #[error("动态码已经开通：要换手机，请先解除再开通")]
    TotpOn,
    /// There is nothing to confirm or to remove.
    #[error("动态码还没有开通：请先开始开通")]
    TotpOff,
    /// There is none that still stands, or it lies outside the scope of whoever asks.
    #[error("没有这个令牌，或已经吊销")]
    NoSuchToken,
    /// The account may not have tokens.
    #[error("这个账号的角色不能有接口令牌")]
    NoTokensForRole,
    /// The name of a token is missing, or too long.
    #[error("令牌要写名称，说明给哪个系统用，最多 40 个字")]
    TokenName,
    /// The token would last too long, or not at all.
    #[error("令牌的最后一天要在今天和 {longest_days} 天之内")]
    TokenDays {
        /// The most days.
        longest_days: i64,
    },
    /// Database, keys or files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl AccountError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            AccountError::NotFound => "account.not_found",
            AccountError::IdentityTaken => "account.identity_taken",
            AccountError::IdentityOff => "account.identity_off",
            AccountError::SubjectForm => "account.subject_form",
            AccountError::Stale => "account.stale",
            AccountError::LoginTaken(_) => "account.login_taken",
            AccountError::LoginForm => "account.login_form",
            AccountError::LoginPersonal => "account.login_personal",
            AccountError::NameForm => "account.name_form",
            AccountError::PhoneForm => "account.phone_form",
            AccountError::NoRoles => "account.no_roles",
            AccountError::NoSuchRole { .. } => "account.no_such_role",
            AccountError::WrongLevel { .. } => "account.wrong_level",
            AccountError::RolesApart { .. } => "account.roles_apart",
            AccountError::DepartmentNeeded => "account.department_needed",
            AccountError::NoDepartmentWanted => "account.no_department_wanted",
            AccountError::NoSuchRegion(_) => "account.no_such_region",
            AccountError::OwnAccount => "account.own_account",
            AccountError::ReadOnly => "session.read_only",
            AccountError::SessionNeeded => "session.needed",
            AccountError::NotViewable => "account.not_viewable",
            AccountError::SignInRefused => "session.refused",
            AccountError::CodeNeeded => "session.code_needed",
            AccountError::IdentityRefused => "session.identity_refused",
            AccountError::PasswordAndCodeNeeded => "session.password_and_code_needed",
            AccountError::AttemptEnded => "session.attempt_ended",
            AccountError::IdentityUnproved => "session.identity_unproved",
            AccountError::CodeRefused => "session.code_refused",
            AccountError::NotSignedIn => "session.ended",
            AccountError::WrongPassword => "password.wrong",
            AccountError::Password(problem) => problem.code(),
            AccountError::TotpOn => "totp.on",
            AccountError::TotpOff => "totp.off",
            AccountError::NoSuchToken => "token.not_found",
            AccountError::NoTokensForRole => "token.not_for_role",
            AccountError::TokenName => "token.name_form",
            AccountError::TokenDays { .. } => "token.days",
            AccountError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for AccountError {
    fn from(error: DbError) -> AccountError {
        AccountError::Internal(error.into())
    }
}
