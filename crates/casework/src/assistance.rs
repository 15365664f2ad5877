//! 帮扶: who is responsible, what is done, and whether it worked.

use chrono::NaiveDate;
use policy::Risk;
use serde::{Deserialize, Serialize};

/// 帮扶责任人.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AssistanceOfficer {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// First day.
    pub from: NaiveDate,
    /// The account, of somebody who works with the program: it sees the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// The groups of measures of the national record (`practice.md` §1.6).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MeasureGroup {
    /// 产业帮扶.
    Industry,
    /// 就业帮扶.
    Employment,
    /// 金融帮扶.
    Finance,
    /// 公益性岗位帮扶.
    PublicWelfarePost,
    /// 住房安全保障.
    Housing,
    /// 饮水安全保障.
    Water,
    /// 健康帮扶.
    Health,
    /// 义务教育保障.
    CompulsoryEducation,
    /// 其他教育帮扶.
    OtherEducation,
    /// 综合保障: 低保、特困、残疾人补贴、临时救助.
    ComprehensiveSecurity,
    /// 社会帮扶.
    Society,
    /// 搬迁.
    Relocation,
    /// 生产生活条件改善.
    LivingConditions,
    /// 基础设施建设.
    Infrastructure,
}

impl MeasureGroup {
    /// 开发式帮扶: these let a household earn by itself.
    #[must_use]
    pub fn is_developmental(self) -> bool {
        use MeasureGroup as M;
        matches!(self, M::Industry | M::Employment | M::Finance | M::PublicWelfarePost)
    }
}

/// 帮扶措施: planned, and delivered or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Measure {
    /// Number within the case, from 1.
    pub number: u32,
    /// Group.
    pub group: MeasureGroup,
    /// The risk it answers: 缺什么补什么.
    pub answers: Risk,
    /// What will be done.
    pub what: String,
    /// Deliveries: day and what was given.
    #[serde(default)]
    pub delivered: Vec<(NaiveDate, String)>,
}

/// What a yearly review finds (MON-18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectOutcome {
    /// Income unstable or rigid spending beyond control: help goes on.
    WeaklyStable,
    /// 整户无劳动能力: guarded by social security and followed, not eliminated.
    NoLabor,
    /// Stably removed: elimination may begin.
    StablyRemoved,
}

/// 帮扶成效评议, at least once a year a village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EffectReview {
    /// The day.
    pub on: NaiveDate,
    /// What it found.
    pub outcome: EffectOutcome,
    /// 措施是否对路、风险点是否消除、收入是否稳定、内生动力, in words.
    pub opinion: String,
}
