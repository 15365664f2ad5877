//! Why something with an appeal is not possible.

use casework::AppealActionError;
use chrono::NaiveDate;
use kernel::IdProblem;
use policy::AppealPolicy;
use store::DbError;

/// Why something with an appeal is not possible. The message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum AppealError {
    /// There is no such appeal, or the account may not know of it.
    #[error("没有这件诉求：请核对编号，或回执号和登记的电话")]
    NotFound,
    /// Somebody else acted first.
    #[error("这件诉求刚被别人办过一步：请重新打开再办")]
    Stale,
    /// The procedure stands in the way.
    #[error(transparent)]
    Action(#[from] AppealActionError),
    /// The packs say nothing of appeals there and then.
    #[error("政策包里没有这个地方这一天的 appeals.toml：请补上后再办")]
    NoPolicy,
    /// The region has no such channel.
    #[error("没有渠道 {channel}：可以写 {known}")]
    NoSuchChannel {
        /// What was asked for.
        channel: String,
        /// The channels there are.
        known: String,
    },
    /// The region has no such need.
    #[error("没有诉求类型 {need}：可以写 {known}")]
    NoSuchNeed {
        /// What was asked for.
        need: String,
        /// The needs there are.
        known: String,
    },
    /// No department of that name works with the program.
    #[error("没有部门 {department}：可以写 {known}")]
    NoSuchDepartment {
        /// What was asked for.
        department: String,
        /// The departments there are.
        known: String,
    },
    /// A region that is none, or not one an appeal can be about or be sent to.
    #[error("区划代码 {0} 不对：请写本县的乡镇或村的统计用区划代码")]
    NoSuchRegion(String),
    /// No such household in reach.
    #[error("没有这一户（{0}），或不在本地：请先查登记簿")]
    NoSuchHousehold(i64),
    /// No such person in that household.
    #[error("这一户里没有这个人（{0}）：请核对")]
    NoSuchPerson(i64),
    /// No such case of that household.
    #[error("没有编号 {0} 的案，或不是这一户的：请核对")]
    NoSuchCase(i64),
    /// The appeal to join is not there or not open.
    #[error("要并到的诉求不存在，或已答复、已并件：请选一件在办的")]
    NoSuchAppeal,
    /// Nobody is named.
    #[error("没有写困难对象的姓名：请补上")]
    NameNeeded,
    /// Nothing is said.
    #[error("没有写困难情况：请补上")]
    TextNeeded,
    /// The identity number is none.
    #[error("身份证号有误（{}）：请核对；不知道可以不填", .0.zh())]
    IdNumber(IdProblem),
    /// The telephone is none.
    #[error("电话号码有误：请核对；没有可以不填")]
    Phone,
    /// It was received after today.
    #[error("收到日期 {0} 在今天之后：请核对")]
    ReceivedOn(NaiveDate),
    /// Database, packs or files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl AppealError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            AppealError::NotFound => "appeal.not_found",
            AppealError::Stale => "appeal.stale",
            AppealError::Action(it) => it.code(),
            AppealError::NoPolicy => "appeal.no_policy",
            AppealError::NoSuchChannel { .. } => "appeal.no_such_channel",
            AppealError::NoSuchNeed { .. } => "appeal.no_such_need",
            AppealError::NoSuchDepartment { .. } => "appeal.no_such_department",
            AppealError::NoSuchRegion(_) => "appeal.no_such_region",
            AppealError::NoSuchHousehold(_) => "appeal.no_such_household",
            AppealError::NoSuchPerson(_) => "appeal.no_such_person",
            AppealError::NoSuchCase(_) => "appeal.no_such_case",
            AppealError::NoSuchAppeal => "appeal.no_such_appeal",
            AppealError::NameNeeded => "appeal.name_needed",
            AppealError::TextNeeded => "appeal.words_needed",
            AppealError::IdNumber(_) => "appeal.id_number",
            AppealError::Phone => "appeal.phone",
            AppealError::ReceivedOn(_) => "appeal.received_on",
            AppealError::Internal(_) => "internal",
        }
    }

    pub(super) fn no_such_need(policy: &AppealPolicy, need: &str) -> AppealError {
        let known: Vec<String> =
            policy.needs.iter().map(|it| format!("{} {}", it.name, it.zh)).collect();
        AppealError::NoSuchNeed { need: need.to_owned(), known: known.join("、") }
    }

    pub(crate) fn no_such_channel(policy: &AppealPolicy, channel: &str) -> AppealError {
        let known: Vec<String> =
            policy.channels.iter().map(|it| format!("{} {}", it.name, it.zh)).collect();
        AppealError::NoSuchChannel { channel: channel.to_owned(), known: known.join("、") }
    }
}

impl From<DbError> for AppealError {
    fn from(error: DbError) -> AppealError {
        AppealError::Internal(error.into())
    }
}

impl From<serde_json::Error> for AppealError {
    fn from(error: serde_json::Error) -> AppealError {
        AppealError::Internal(error.into())
    }
}
