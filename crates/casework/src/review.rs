//! A run through a review chain: which steps are done, and which may begin.

use chrono::NaiveDate;
use policy::{ReviewChain, ReviewStep};
use serde::{Deserialize, Serialize};

use crate::ActionError;

/// One run through the region's chain, for identification or for elimination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The chain as it stood when the run began; a later change of the pack does not touch it.
    pub chain: ReviewChain,
    /// The day the run began.
    pub began_on: NaiveDate,
    /// Steps done, in the order in which they were.
    pub done: Vec<StepDone>,
}

/// A step that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StepDone {
    /// Its name in the chain.
    pub step: String,
    /// The day.
    pub on: NaiveDate,
}

impl Review {
    /// A run that begins with nothing done.
    #[must_use]
    pub fn begin(chain: ReviewChain, on: NaiveDate) -> Review {
        Review { chain, began_on: on, done: Vec::new() }
    }

    /// Whether a step is done.
    #[must_use]
    pub fn is_done(&self, name: &str) -> bool {
        self.done.iter().any(|it| it.step == name)
    }

    /// The steps that may be done now.
    #[must_use]
    pub fn open_steps(&self) -> Vec<&ReviewStep> {
        let open = |it: &&ReviewStep| !self.is_done(&it.name) && self.missing(&it.name).is_empty();
        self.chain.steps.iter().filter(open).collect()
    }

    /// The steps that have to be done before this one.
    fn missing(&self, name: &str) -> Vec<&ReviewStep> {
        self.chain.waits_for(name).into_iter().filter(|it| !self.is_done(&it.name)).collect()
    }

    /// The step of this name, if it may be done now.
    ///
    /// # Errors
    /// When the chain has no such step, it is done, or others come first.
    pub fn open_step(&self, name: &str) -> Result<&ReviewStep, ActionError> {
        let step = self
            .chain
            .step(name)
            .ok_or_else(|| ActionError::NoSuchStep { step: name.to_owned() })?;
        if self.is_done(name) {
            return Err(ActionError::StepDone { step: step.zh.clone() });
        }
        let waits_for: Vec<String> = self.missing(name).iter().map(|it| it.zh.clone()).collect();
        match waits_for.is_empty() {
            true => Ok(step),
            false => Err(ActionError::StepNotOpen { step: step.zh.clone(), waits_for }),
        }
    }

    /// Marks a step as done.
    pub(crate) fn finish(&mut self, name: &str, on: NaiveDate) {
        self.done.push(StepDone { step: name.to_owned(), on });
    }

    /// 退回: the step and everything after it have to be done again.
    pub(crate) fn take_back_from(&mut self, name: &str) {
        let at = |wanted: &str| self.chain.steps.iter().position(|it| it.name == wanted);
        let from = at(name);
        let kept: Vec<StepDone> =
            self.done.iter().filter(|it| at(&it.step) < from).cloned().collect();
        self.done = kept;
    }

    /// The day a step could begin: the latest of the days of the steps it waited for, or the day
    /// the run began. None while one of them is not done.
    #[must_use]
    pub fn could_begin_on(&self, name: &str) -> Option<NaiveDate> {
        let mut day = self.began_on;
        for it in self.chain.waits_for(name) {
            let done = self.done.iter().find(|done| done.step == it.name)?;
            day = day.max(done.on);
        }
        Some(day)
    }

    /// The whole chain is done.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.chain.steps.iter().all(|it| self.is_done(&it.name))
    }
}
