//! What stands in the way of an action.

use chrono::NaiveDate;

use crate::{MonitoringType, Stage};

/// Why an action is not possible now. The message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActionError {
    /// The stage knows no such action.
    #[error("“{}”时不能{action_zh}", stage.zh())]
    NotAllowed {
        /// Where the case stands.
        stage: Stage,
        /// The action's word.
        action: &'static str,
        /// The action in Chinese.
        action_zh: &'static str,
    },
    /// The region's chain has no such step.
    #[error("本地流程没有这一步：{step}")]
    NoSuchStep {
        /// What was asked for.
        step: String,
    },
    /// The step was done before.
    #[error("{step}已经完成；需要重做时请先退回")]
    StepDone {
        /// The step.
        step: String,
    },
    /// Steps before it are not done.
    #[error("{step}之前还要完成：{}", waits_for.join("、"))]
    StepNotOpen {
        /// The step.
        step: String,
        /// What is missing, in the words of the plan.
        waits_for: Vec<String>,
    },
    /// Nobody is in the household that the letter does not have to cover.
    #[error("承诺授权书还没有覆盖全部成员，缺 {} 人：请补签后再比对", missing.len())]
    NotAuthorized {
        /// Members without a valid letter.
        missing: Vec<i64>,
    },
    /// The visit did not confirm the difficulty.
    #[error("入户核查的结论不是“属实”：请重新核查，或写明理由后排除")]
    NotConfirmed,
    /// The meeting did not agree.
    #[error("民主评议没有通过：请退回重新评议，或写明理由后排除")]
    ReviewNotPassed,
    /// A hit has no explanation.
    #[error("第 {number} 条资产命中还没有说明：请先写明情况")]
    HitNotExplained {
        /// Place of the hit, from 1.
        number: usize,
    },
    /// A hit has no ruling, or has to be compared again.
    #[error("第 {number} 条资产命中还没有裁定：请先裁定")]
    HitNotRuled {
        /// Place of the hit, from 1.
        number: usize,
    },
    /// A hit excludes the household.
    #[error("第 {number} 条资产命中已裁定为“不得纳入”：只能写明理由后排除，或改裁定")]
    Excluded {
        /// Place of the hit, from 1.
        number: usize,
    },
    /// There is no such hit, objection or measure.
    #[error("没有第 {number} 条{what}")]
    NoSuchNumber {
        /// What was counted.
        what: &'static str,
        /// The number asked for.
        number: usize,
    },
    /// The notice would be too short.
    #[error("公示至少到 {earliest}：请改截止日期")]
    NoticeTooShort {
        /// The earliest last day.
        earliest: NaiveDate,
    },
    /// The notice still hangs.
    #[error("公示到 {until} 才结束：请届满后再办")]
    NoticeStillOpen {
        /// Its last day.
        until: NaiveDate,
    },
    /// There is no notice to object to.
    #[error("还没有公示")]
    NoNotice,
    /// The objection came outside the notice.
    #[error("异议须在公示期内提出（{from} 至 {until}）；之后请走信访或重新申报")]
    NoticeOver {
        /// First day.
        from: NaiveDate,
        /// Last day.
        until: NaiveDate,
    },
    /// An objection waits for an answer.
    #[error("第 {number} 条异议还没有答复：请先答复")]
    ObjectionUnanswered {
        /// Place of the objection, from 1.
        number: usize,
    },
    /// An objection was upheld.
    #[error("第 {number} 条异议成立：请退回重新核查，或写明理由后排除")]
    ObjectionUpheld {
        /// Place of the objection, from 1.
        number: usize,
    },
    /// The type does not follow from base type and income.
    #[error("按户类型和收入，监测类型不能是这一种：可以是 {}", legal_zh(legal))]
    TypeNotLegal {
        /// The types that may be chosen.
        legal: Vec<MonitoringType>,
    },
    /// No cause, or too many.
    #[error("风险须有 1 至 {most} 项，这里有 {given} 项")]
    CauseCount {
        /// The most there may be.
        most: u32,
        /// How many there are.
        given: usize,
    },
    /// A cause lacks what goes with it, or stands twice.
    #[error("风险“{risk}”{problem}")]
    CauseIncomplete {
        /// In Chinese.
        risk: &'static str,
        /// 还要写明…
        problem: &'static str,
    },
    /// A decision beside the line gives no reason.
    #[error("{why}，须写明理由")]
    ReasonNeeded {
        /// What the reason is for.
        why: &'static str,
    },
    /// Stable income is too short.
    #[error("收入稳定须满 {needed} 个月，现在是 {months} 个月")]
    IncomeNotStable {
        /// Full months now.
        months: u32,
        /// Full months that are asked for.
        needed: u32,
    },
    /// Income does not lie above the line.
    #[error("人均纯收入没有稳定超过监测范围：继续帮扶")]
    BelowLine,
    /// A guarantee is not sound.
    #[error("三保障和饮水安全还有问题，或刚性支出还没有解决：继续帮扶")]
    GuaranteeNotSound,
    /// The household has not been told and asked.
    #[error("还没有本户的知情同意：请先告知并取得同意")]
    NoConsent,
    /// 整户无劳动能力.
    #[error("整户无劳动能力：落实社会保障后持续跟踪，不标注风险消除")]
    NoLabor,
    /// A measure answers a risk the household does not have.
    #[error("第 {number} 项措施对应的风险不在本户的风险里：缺什么补什么")]
    MeasureWithoutRisk {
        /// Place of the measure, from 1.
        number: usize,
    },
    /// Something was done with the case before.
    #[error("承接国家系统记录只能是案的第一步：这个案已经办过，请按程序继续")]
    NotFirst,
    /// The day lies before the day of the action before it.
    #[error("日期 {given} 早于上一步的 {last}")]
    DayBefore {
        /// The day given.
        given: NaiveDate,
        /// The day of the last action.
        last: NaiveDate,
    },
    /// The person is not, or is already, of the household.
    #[error("成员变化与现有成员不符：请先核对成员")]
    MembersDisagree,
}

impl ActionError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            ActionError::NotAllowed { .. } => "case.not_allowed",
            ActionError::NoSuchStep { .. } => "case.no_such_step",
            ActionError::StepDone { .. } => "case.step_done",
            ActionError::StepNotOpen { .. } => "case.step_not_open",
            ActionError::NotAuthorized { .. } => "case.not_authorized",
            ActionError::NotConfirmed => "case.not_confirmed",
            ActionError::ReviewNotPassed => "case.review_not_passed",
            ActionError::HitNotExplained { .. } => "case.hit_not_explained",
            ActionError::HitNotRuled { .. } => "case.hit_not_ruled",
            ActionError::Excluded { .. } => "case.excluded",
            ActionError::NoSuchNumber { .. } => "case.no_such_number",
            ActionError::NoticeTooShort { .. } => "case.notice_too_short",
            ActionError::NoticeStillOpen { .. } => "case.notice_still_open",
            ActionError::NoNotice => "case.no_notice",
            ActionError::NoticeOver { .. } => "case.notice_over",
            ActionError::ObjectionUnanswered { .. } => "case.objection_unanswered",
            ActionError::ObjectionUpheld { .. } => "case.objection_upheld",
            ActionError::TypeNotLegal { .. } => "case.type_not_legal",
            ActionError::CauseCount { .. } => "case.cause_count",
            ActionError::CauseIncomplete { .. } => "case.cause_incomplete",
            ActionError::ReasonNeeded { .. } => "case.reason_needed",
            ActionError::IncomeNotStable { .. } => "case.income_not_stable",
            ActionError::BelowLine => "case.below_line",
            ActionError::GuaranteeNotSound => "case.guarantee_not_sound",
            ActionError::NoConsent => "case.no_consent",
            ActionError::NoLabor => "case.no_labor",
            ActionError::MeasureWithoutRisk { .. } => "case.measure_without_risk",
            ActionError::NotFirst => "case.not_first",
            ActionError::DayBefore { .. } => "case.day_before",
            ActionError::MembersDisagree => "case.members_disagree",
        }
    }
}

fn legal_zh(legal: &[MonitoringType]) -> String {
    let words: Vec<&str> = legal
        .iter()
        .map(|it| match it {
            MonitoringType::UnstableOutOfPoverty => "脱贫不稳定户",
            MonitoringType::MarginalVulnerable => "边缘易致贫户",
            MonitoringType::SuddenSevereDifficulty => "突发严重困难户",
        })
        .collect();
    words.join("、")
}
