//! Review chains: the steps a household goes through before it is monitored, and before it no
//! longer is.

use chrono::NaiveDate;
use kernel::RegionLevel;
use serde::{Deserialize, Serialize};

use crate::{limit::Limit, step_kind::StepKind};

/// What a chain is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainKind {
    /// 识别认定: a household becomes a monitored one.
    Identification,
    /// 风险消除: it no longer is.
    Elimination,
}

/// A review chain as it applies to one region on one day. Stored with a case, it stays as it was
/// when the run began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewChain {
    /// What it is for.
    pub kind: ChainKind,
    /// The Chinese name.
    pub zh: String,
    /// The steps in their order.
    pub steps: Vec<ReviewStep>,
    /// The limit of the whole, counted from the first clue.
    pub whole: Option<Limit>,
    /// The pack the chain was found in, for example `cn-53`.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives this chain: a default of the software, to be confirmed by the office.
    pub is_default: bool,
    /// Where a default comes from, or a remark on a documented chain.
    pub note: Option<String>,
    /// The first day of this version.
    pub from: NaiveDate,
    /// Its last day, when it was ended; a newer version ends it too.
    pub to: Option<NaiveDate>,
}

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewStep {
    /// The identifier, unique in the chain, for example `township_review`.
    pub name: String,
    /// The words of the document, for example 实地调查.
    pub zh: String,
    /// What is done.
    pub kind: StepKind,
    /// Who acts, by level.
    #[serde(with = "level_word")]
    pub level: RegionLevel,
    /// Who acts, by role, for example `township_reviewer`; [`crate::Packs::role_zh`] has the label.
    pub role: String,
    /// The time the step may take from the day it could begin.
    pub limit: Option<Limit>,
    /// Of a village notice, the shortest time it stays open.
    pub at_least: Option<Limit>,
    /// May run at the same time as the step before it.
    pub alongside: bool,
    /// Its days do not count into the whole limit.
    pub stops_clock: bool,
    /// This is the decision: one step of a chain, its last approval.
    pub decides: bool,
}

impl ChainKind {
    /// Both kinds.
    pub const ALL: [ChainKind; 2] = [ChainKind::Identification, ChainKind::Elimination];

    /// The word in file names, for example `identification`.
    pub fn word(self) -> &'static str {
        match self {
            ChainKind::Identification => "identification",
            ChainKind::Elimination => "elimination",
        }
    }

    /// The kind of that word, or none.
    pub fn from_word(word: &str) -> Option<ChainKind> {
        ChainKind::ALL.into_iter().find(|it| it.word() == word)
    }

    /// The Chinese word: 识别认定 or 风险消除.
    pub fn zh(self) -> &'static str {
        match self {
            ChainKind::Identification => "识别认定",
            ChainKind::Elimination => "风险消除",
        }
    }
}

impl ReviewChain {
    /// The step of this name, or none.
    pub fn step(&self, name: &str) -> Option<&ReviewStep> {
        self.steps.iter().find(|it| it.name == name)
    }

    /// The steps that must be done before the named one may begin, in their order: everything
    /// before it. A step that runs alongside does not wait for the step before it, nor for the
    /// others that run alongside that one. Empty for a name the chain does not have.
    pub fn waits_for<'a>(&'a self, name: &str) -> Vec<&'a ReviewStep> {
        let Some(mut first) = self.steps.iter().position(|it| it.name == name) else {
            return Vec::new();
        };
        // Back to the step that the whole group runs alongside.
        if self.steps[first].alongside {
            while 0 < first && self.steps[first].alongside {
                first -= 1;
            }
        }
        self.steps[..first].iter().collect()
    }
}

/// The version in force on a day: the newest that has begun, unless it has ended. `versions` stand
/// oldest first, and an older one does not come back.
pub(crate) fn in_force(versions: &[ReviewChain], day: NaiveDate) -> Option<&ReviewChain> {
    let newest = versions.iter().rev().find(|it| it.from <= day)?;
    newest.to.is_none_or(|last| day <= last).then_some(newest)
}

/// A level is stored as its word.
mod level_word {
    use kernel::RegionLevel;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(level: &RegionLevel, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(level.word())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<RegionLevel, D::Error> {
        let word = String::deserialize(from)?;
        RegionLevel::from_word(&word).ok_or_else(|| D::Error::custom(format!("没有级别 {word}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(steps: &[(&str, bool)]) -> ReviewChain {
        let step = |(name, alongside): &(&str, bool)| ReviewStep {
            name: (*name).to_owned(),
            zh: (*name).to_owned(),
            kind: StepKind::Approval,
            level: RegionLevel::Village,
            role: "village_worker".into(),
            limit: None,
            at_least: None,
            alongside: *alongside,
            stops_clock: false,
            decides: false,
        };
        ReviewChain {
            kind: ChainKind::Identification,
            zh: "试".into(),
            steps: steps.iter().map(step).collect(),
            whole: None,
            pack: "cn".into(),
            basis: "default".into(),
            is_default: true,
            note: None,
            from: NaiveDate::from_ymd_opt(2021, 1, 1).expect("a date"),
            to: None,
        }
    }

    #[test]
    fn a_step_waits_for_everything_before_it_but_not_for_what_it_runs_alongside() {
        let chain = chain(&[("a", false), ("b", false), ("c", true), ("d", true), ("e", false)]);
        let waits = |name: &str| -> String {
            chain.waits_for(name).iter().map(|it| it.name.as_str()).collect()
        };
        assert_eq!(waits("a"), "");
        assert_eq!(waits("b"), "a");
        assert_eq!(waits("c"), "a", "b runs at the same time");
        assert_eq!(waits("d"), "a", "so does c");
        assert_eq!(waits("e"), "abcd");
        assert_eq!(waits("x"), "", "no such step");
    }

    #[test]
    fn a_chain_is_stored_with_words_and_comes_back() {
        let chain = chain(&[("a", false)]);
        let stored = serde_json::to_value(&chain).expect("JSON");
        assert_eq!(stored["kind"], "identification");
        assert_eq!(stored["steps"][0]["level"], "village");
        assert_eq!(serde_json::from_value::<ReviewChain>(stored).expect("JSON"), chain);
        for kind in ChainKind::ALL {
            assert_eq!(ChainKind::from_word(kind.word()), Some(kind));
        }
    }
}
