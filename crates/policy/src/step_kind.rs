//! What is done in a step of a review chain.

use serde::{Deserialize, Serialize};

/// What is done in a step. The skeleton is national; which steps there are, in which order and at
/// which level, is the pack's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// 入户核实.
    HomeVerification,
    /// 综合分析研判.
    Analysis,
    /// 信息比对 with the departments that register houses, vehicles and companies.
    AssetComparison,
    /// 民主评议.
    DemocraticReview,
    /// 村内公示.
    VillageNotice,
    /// 审核、审定, at whatever level.
    Approval,
    /// 公告, after the decision.
    Announcement,
}

impl StepKind {
    /// Every kind, in the order of the national procedure.
    pub const ALL: [StepKind; 7] = [
        StepKind::HomeVerification,
        StepKind::Analysis,
        StepKind::AssetComparison,
        StepKind::DemocraticReview,
        StepKind::VillageNotice,
        StepKind::Approval,
        StepKind::Announcement,
    ];

    /// The word in the files, for example `home_verification`.
    pub fn word(self) -> &'static str {
        match self {
            StepKind::HomeVerification => "home_verification",
            StepKind::Analysis => "analysis",
            StepKind::AssetComparison => "asset_comparison",
            StepKind::DemocraticReview => "democratic_review",
            StepKind::VillageNotice => "village_notice",
            StepKind::Approval => "approval",
            StepKind::Announcement => "announcement",
        }
    }

    /// The kind of that word, or none.
    pub fn from_word(word: &str) -> Option<StepKind> {
        StepKind::ALL.into_iter().find(|it| it.word() == word)
    }

    /// The Chinese word; a chain may call the step otherwise.
    pub fn zh(self) -> &'static str {
        match self {
            StepKind::HomeVerification => "入户核实",
            StepKind::Analysis => "综合分析研判",
            StepKind::AssetComparison => "信息比对",
            StepKind::DemocraticReview => "民主评议",
            StepKind::VillageNotice => "村内公示",
            StepKind::Approval => "审核审定",
            StepKind::Announcement => "公告",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_stored_as_its_word() {
        for kind in StepKind::ALL {
            assert_eq!(StepKind::from_word(kind.word()), Some(kind));
            let stored = serde_json::to_string(&kind).expect("JSON");
            assert_eq!(stored, format!("\"{}\"", kind.word()));
            assert_eq!(serde_json::from_str::<StepKind>(&stored).expect("JSON"), kind);
        }
        assert_eq!(StepKind::from_word("vote"), None);
    }
}
