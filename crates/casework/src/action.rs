//! What people do with a case. An action is at once the request, the row of the history and the
//! input of [`crate::next`]; stored ones live for decades, so nothing here is ever renamed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use policy::ReviewChain;
use serde::{Deserialize, Serialize};

use crate::{
    AssetHit, AssistanceOfficer, AuthorizationLetter, BaseType, CaseTerms, ClueSource,
    DemocraticReview, DismissalReason, EffectReview, EliminationMode, HomeVerification,
    HouseholdConsent, HouseholdEvent, Measure, MonitoringType, NationalRecord, PublicNotice,
    RiskCause, Ruling, Stage,
};

/// How a case begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Opening {
    /// The household it is about.
    pub household_id: i64,
    /// 脱贫户 or 一般农户.
    pub base_type: BaseType,
    /// Its members; a letter has to cover all of them.
    pub members: BTreeSet<i64>,
    /// The day of the first clue: every limit counts from it.
    pub first_clue_on: NaiveDate,
    /// How it came to notice.
    pub source: ClueSource,
    /// The clues that are answered together.
    pub clues: BTreeSet<String>,
}

/// One row of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Entry {
    /// The day it counts for.
    pub on: NaiveDate,
    /// What was done.
    pub action: Action,
    /// The figures of that day.
    pub terms: CaseTerms,
    /// The region's chain on that day, where the action begins a review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ReviewChain>,
}

/// What people can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// 派发 to the people who will look, or to others.
    Dispatch {
        /// The unit or account that is asked.
        to: String,
    },
    /// 并入线索: another clue on the same family joins; one visit answers all.
    JoinClue {
        /// The clue.
        clue: String,
    },
    /// 先帮后走程序: the green channel. Help is given, the procedure follows.
    HelpFirst {
        /// What was given.
        what: String,
        /// Why it could not wait.
        reason: String,
    },
    /// 签承诺授权书.
    Authorize {
        /// The letter.
        letter: AuthorizationLetter,
    },
    /// 入户核查.
    VerifyHome {
        /// The step of the chain.
        step: String,
        /// The visit.
        visit: HomeVerification,
    },
    /// 综合分析研判.
    Analyze {
        /// The step of the chain.
        step: String,
        /// What it comes to.
        opinion: String,
    },
    /// 信息比对: the results come in.
    CompareAssets {
        /// The step of the chain; none where the region's chain has no such step, and the county
        /// compares beside it.
        #[serde(default)]
        step: Option<String>,
        /// What was found; nothing, mostly.
        hits: Vec<AssetHit>,
    },
    /// 说明 a hit.
    ExplainHit {
        /// Place of the hit, from 1.
        number: usize,
        /// The explanation.
        text: String,
    },
    /// 裁定 a hit.
    RuleOnHit {
        /// Place of the hit, from 1.
        number: usize,
        /// The ruling.
        ruling: Ruling,
        /// Its reason.
        reason: String,
    },
    /// 民主评议.
    HoldReview {
        /// The step of the chain.
        step: String,
        /// The meeting.
        review: DemocraticReview,
    },
    /// 公示 in the village.
    PublishNotice {
        /// The step of the chain.
        step: String,
        /// The notice.
        notice: PublicNotice,
    },
    /// 提出异议.
    LodgeObjection {
        /// What it says.
        text: String,
    },
    /// 答复异议.
    AnswerObjection {
        /// Place of the objection, from 1.
        number: usize,
        /// The answer.
        answer: String,
        /// The objection is upheld.
        upheld: bool,
    },
    /// 公示届满.
    CloseNotice {
        /// The step of the chain.
        step: String,
    },
    /// 审核通过, a step that does not decide.
    Approve {
        /// The step of the chain.
        step: String,
        /// 意见.
        opinion: String,
    },
    /// 退回 to an earlier step.
    Return {
        /// The step to be done again.
        to_step: String,
        /// Why.
        reason: String,
    },
    /// 识别认定: the deciding step of identification.
    Identify {
        /// The step of the chain.
        step: String,
        /// 监测类型.
        monitoring_type: MonitoringType,
        /// 风险.
        causes: Vec<RiskCause>,
        /// Why, when the decision goes beside the line.
        reason: Option<String>,
    },
    /// 公告.
    Announce {
        /// The step of the chain.
        step: String,
    },
    /// 排除, with a reason.
    Dismiss {
        /// Of these.
        reason: DismissalReason,
        /// In words.
        text: String,
    },
    /// 定帮扶责任人.
    AssignOfficer {
        /// Who.
        officer: AssistanceOfficer,
    },
    /// 制定帮扶计划: adds measures.
    PlanMeasures {
        /// The measures; numbers follow those there are.
        measures: Vec<Measure>,
    },
    /// 落实措施.
    DeliverMeasure {
        /// Number of the measure.
        number: u32,
        /// What was given.
        what: String,
    },
    /// 补录风险: another risk of a household that is monitored.
    AddCause {
        /// The risk.
        cause: RiskCause,
    },
    /// 帮扶成效评议.
    ReviewEffect {
        /// The review.
        review: EffectReview,
    },
    /// 启动风险消除, with the household's consent.
    BeginElimination {
        /// 帮扶消除 or 自然消除.
        mode: EliminationMode,
        /// 知情同意.
        consent: Option<HouseholdConsent>,
    },
    /// 标注风险消除: the deciding step of elimination.
    Eliminate {
        /// The step of the chain.
        step: String,
        /// 监测联系人.
        contact: AssistanceOfficer,
    },
    /// 继续帮扶: the elimination is given up.
    KeepAssisting {
        /// Why.
        reason: String,
    },
    /// 跟踪回访.
    FollowUp {
        /// What was seen.
        summary: String,
    },
    /// 风险再标注: a new risk after elimination, or a new clue after dismissal; the whole procedure
    /// begins again.
    Reopen {
        /// The clues that call for it.
        clues: BTreeSet<String>,
        /// Why.
        reason: String,
    },
    /// 风险消除回退: the elimination was not solid, the mark is undone.
    RollBack {
        /// Why.
        reason: String,
    },
    /// 承接国家系统记录: the household is monitored, or was, by a decision made in the national
    /// system before this case began. Only ever the first action of a case.
    TakeOver {
        /// What the national system says.
        record: NationalRecord,
    },
    /// 家庭变化.
    ChangeHousehold {
        /// What happened.
        change: HouseholdEvent,
    },
}

impl Action {
    /// Every action: the stored word and the Chinese label.
    pub const WORDS: [(&'static str, &'static str); 31] = [
        ("dispatch", "派发"),
        ("join_clue", "并入线索"),
        ("help_first", "先行帮扶"),
        ("authorize", "签承诺授权书"),
        ("verify_home", "登记入户核查"),
        ("analyze", "登记综合研判"),
        ("compare_assets", "登记比对结果"),
        ("explain_hit", "说明资产命中"),
        ("rule_on_hit", "裁定资产命中"),
        ("hold_review", "登记民主评议"),
        ("publish_notice", "发布公示"),
        ("lodge_objection", "提出异议"),
        ("answer_objection", "答复异议"),
        ("close_notice", "公示届满"),
        ("approve", "审核"),
        ("return", "退回"),
        ("identify", "认定监测对象"),
        ("announce", "发布公告"),
        ("dismiss", "排除"),
        ("assign_officer", "定帮扶责任人"),
        ("plan_measures", "制定帮扶计划"),
        ("deliver_measure", "落实措施"),
        ("add_cause", "补录风险"),
        ("review_effect", "登记成效评议"),
        ("begin_elimination", "启动风险消除"),
        ("eliminate", "标注风险消除"),
        ("keep_assisting", "继续帮扶"),
        ("follow_up", "登记回访"),
        ("reopen", "再次标注风险"),
        ("roll_back", "回退风险消除"),
        ("take_over", "承接国家系统记录"),
    ];

    /// 家庭变化 happens at every stage and is no step of the procedure.
    pub const CHANGE_HOUSEHOLD: (&'static str, &'static str) = ("change_household", "家庭变化");

    /// The stored word, and the Chinese label.
    #[must_use]
    pub fn word(&self) -> (&'static str, &'static str) {
        let word = |it: usize| Action::WORDS[it];
        match self {
            Action::Dispatch { .. } => word(0),
            Action::JoinClue { .. } => word(1),
            Action::HelpFirst { .. } => word(2),
            Action::Authorize { .. } => word(3),
            Action::VerifyHome { .. } => word(4),
            Action::Analyze { .. } => word(5),
            Action::CompareAssets { .. } => word(6),
            Action::ExplainHit { .. } => word(7),
            Action::RuleOnHit { .. } => word(8),
            Action::HoldReview { .. } => word(9),
            Action::PublishNotice { .. } => word(10),
            Action::LodgeObjection { .. } => word(11),
            Action::AnswerObjection { .. } => word(12),
            Action::CloseNotice { .. } => word(13),
            Action::Approve { .. } => word(14),
            Action::Return { .. } => word(15),
            Action::Identify { .. } => word(16),
            Action::Announce { .. } => word(17),
            Action::Dismiss { .. } => word(18),
            Action::AssignOfficer { .. } => word(19),
            Action::PlanMeasures { .. } => word(20),
            Action::DeliverMeasure { .. } => word(21),
            Action::AddCause { .. } => word(22),
            Action::ReviewEffect { .. } => word(23),
            Action::BeginElimination { .. } => word(24),
            Action::Eliminate { .. } => word(25),
            Action::KeepAssisting { .. } => word(26),
            Action::FollowUp { .. } => word(27),
            Action::Reopen { .. } => word(28),
            Action::RollBack { .. } => word(29),
            Action::TakeOver { .. } => word(30),
            Action::ChangeHousehold { .. } => Action::CHANGE_HOUSEHOLD,
        }
    }

    /// The step of the chain that the action does, when it does one.
    #[must_use]
    pub fn step(&self) -> Option<&str> {
        match self {
            Action::VerifyHome { step, .. }
            | Action::Analyze { step, .. }
            | Action::HoldReview { step, .. }
            | Action::PublishNotice { step, .. }
            | Action::CloseNotice { step }
            | Action::Approve { step, .. }
            | Action::Identify { step, .. }
            | Action::Announce { step }
            | Action::Eliminate { step, .. } => Some(step),
            Action::CompareAssets { step, .. } => step.as_deref(),
            _ => None,
        }
    }

    /// The stages an action can lead to; empty where a stage does not know it. This table is the
    /// procedure: [`crate::next`] refuses what it does not hold, and may lead nowhere else.
    #[must_use]
    pub fn leads_to(stage: Stage, word: &str) -> &'static [Stage] {
        use Stage as S;
        match (stage, word) {
            (S::Clue | S::Dispatched, "dispatch") => &[S::Dispatched],
            (S::Clue, "join_clue" | "help_first") => &[S::Clue],
            (S::Clue, "take_over") => &[S::Assisted, S::Eliminated],
            (S::Dispatched, "join_clue" | "help_first" | "authorize") => &[S::Dispatched],
            (S::Dispatched, "verify_home" | "analyze") => &[S::Identifying],
            (
                S::Identifying,
                "join_clue" | "help_first" | "authorize" | "verify_home" | "analyze"
                | "compare_assets" | "explain_hit" | "rule_on_hit" | "hold_review"
                | "publish_notice" | "lodge_objection" | "answer_objection" | "close_notice"
                | "approve" | "return",
            ) => &[S::Identifying],
            (S::Identifying, "identify") => &[S::Identified],
            (S::Clue | S::Dispatched | S::Identifying, "dismiss") => &[S::Dismissed],
            (S::Identified | S::Assisted, "announce" | "add_cause" | "join_clue") => match stage {
                S::Identified => &[S::Identified],
                _ => &[S::Assisted],
            },
            (S::Identified, "assign_officer" | "help_first") => &[S::Identified],
            (S::Identified | S::Assisted, "plan_measures") => &[S::Assisted],
            (
                S::Assisted,
                "assign_officer" | "deliver_measure" | "review_effect" | "help_first" | "follow_up",
            ) => &[S::Assisted],
            (S::Assisted, "begin_elimination") => &[S::Eliminating],
            (
                S::Eliminating,
                "authorize" | "verify_home" | "analyze" | "compare_assets" | "explain_hit"
                | "rule_on_hit" | "hold_review" | "publish_notice" | "lodge_objection"
                | "answer_objection" | "close_notice" | "approve" | "return" | "deliver_measure"
                | "join_clue",
            ) => &[S::Eliminating],
            (S::Eliminating, "keep_assisting" | "add_cause") => &[S::Assisted],
            (S::Eliminating, "eliminate") => &[S::Eliminated],
            (S::Eliminated, "announce" | "follow_up") => &[S::Eliminated],
            (S::Eliminated, "reopen") => &[S::Dispatched],
            (S::Eliminated, "roll_back") => &[S::Assisted],
            (S::Dismissed, "reopen") => &[S::Clue],
            _ => &[],
        }
    }

    /// Whether a stage knows the action.
    #[must_use]
    pub fn knows(stage: Stage, word: &str) -> bool {
        !Action::leads_to(stage, word).is_empty()
    }
}
