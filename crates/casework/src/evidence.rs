//! What people bring to a case: the visit, the letter, the comparison, the meeting, the notice.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::RiskCause;

/// 线索来源: how a household came to notice (`practice.md` §1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClueSource {
    /// 农户自主申报.
    SelfApplication,
    /// 代他人申报（他人代举）.
    ProxyApplication,
    /// 基层干部排查.
    GrassrootsInspection,
    /// 部门筛查预警.
    DepartmentAlert,
    /// 信访、12345、12317.
    PetitionHotline,
    /// 舆情线索.
    MediaClue,
    /// 上级平台转来.
    PlatformTransfer,
    /// 国家系统已有记录: monitored before its case began here.
    NationalRegister,
}

/// 属实、不属实、无法核实.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// 属实.
    Confirmed,
    /// 不属实.
    NotConfirmed,
    /// 无法核实: the visit has to be made again.
    Unverifiable,
}

/// 三保障和饮水安全, each sound or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GuaranteeStatus {
    /// 义务教育有保障.
    pub education: bool,
    /// 基本医疗有保障.
    pub medical: bool,
    /// 住房安全有保障.
    pub housing: bool,
    /// 饮水安全有保障.
    pub water: bool,
}

impl GuaranteeStatus {
    /// All four are sound.
    #[must_use]
    pub fn is_sound(self) -> bool {
        self.education && self.medical && self.housing && self.water
    }
}

/// 入户核查. One visit answers every clue on the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HomeVerification {
    /// The day of the visit.
    pub on: NaiveDate,
    /// Whether the difficulty is real.
    pub finding: Finding,
    /// What was seen, in the visitor's words.
    pub summary: String,
    /// 致贫返贫风险 found.
    #[serde(default)]
    pub causes: Vec<RiskCause>,
    /// 人均纯收入 of the year, in fen, as reckoned at the visit.
    pub net_income_per_capita: Option<i64>,
    /// 三保障和饮水安全.
    pub guarantees: GuaranteeStatus,
    /// Somebody in the family can work.
    pub has_labor: bool,
    /// 大额刚性支出 is over, which elimination asks for.
    #[serde(default)]
    pub rigid_expenditure_solved: bool,
    /// Income above the line has lasted so many full months, as reckoned at the visit.
    #[serde(default)]
    pub income_stable_months: u32,
}

/// Who set their hand to a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignedBy {
    /// 签字.
    Signature,
    /// 按手印.
    Thumbprint,
    /// 电子授权.
    Electronic,
    /// 监护人或代理人.
    Agent,
}

/// 承诺授权书: truth is promised and the query of property allowed, for every member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AuthorizationLetter {
    /// The day it was signed.
    pub signed_on: NaiveDate,
    /// The last day it serves.
    pub valid_until: NaiveDate,
    /// How it was signed.
    pub signed_by: SignedBy,
    /// The persons it covers.
    pub covers: BTreeSet<i64>,
    /// Number of the scanned letter among the attachments.
    pub attachment: Option<String>,
}

/// 裁定 on a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// The hit does not stand in the way.
    Accept,
    /// 原则上不得纳入 applies.
    Exclude,
    /// To be compared again.
    Recheck,
}

/// 资产命中: property or office found by comparison. A person explains it and a person rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AssetHit {
    /// The rule of the pack that it meets.
    pub rule: String,
    /// What was found, for people: 小型轿车 1 辆.
    pub what: String,
    /// The member it was found with.
    pub person_id: Option<i64>,
    /// 说明 by the household or the village.
    #[serde(default)]
    pub explanation: Option<String>,
    /// 裁定 and its reason.
    #[serde(default)]
    pub ruling: Option<(Ruling, String)>,
}

/// 民主评议.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DemocraticReview {
    /// The day of the meeting.
    pub on: NaiveDate,
    /// 到会人数.
    pub present: u32,
    /// 同意.
    pub agree: u32,
    /// 不同意.
    pub disagree: u32,
    /// Whether the meeting agrees; how many votes that takes is the meeting's own rule.
    pub passed: bool,
    /// What was said.
    #[serde(default)]
    pub minutes: String,
}

/// 村内公示: in the village, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PublicNotice {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Where it hangs.
    pub place: String,
    /// 异议, in order.
    #[serde(default)]
    pub objections: Vec<NoticeObjection>,
}

/// 异议.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NoticeObjection {
    /// The day it came.
    pub on: NaiveDate,
    /// What it says.
    pub text: String,
    /// The answer, and whether the objection is upheld.
    #[serde(default)]
    pub answer: Option<(String, bool)>,
}

/// 知情同意 to the elimination of the risk (SEC-01). No bulk consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HouseholdConsent {
    /// The day.
    pub on: NaiveDate,
    /// How it was given.
    pub signed_by: SignedBy,
    /// Who helped somebody who cannot read.
    #[serde(default)]
    pub helper: Option<String>,
}
