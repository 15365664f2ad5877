//! One result with everything behind it.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, Int64Array};
use chrono::NaiveDate;
use policy::{BenefitOutcome, Formula, Unit};
use serde::Serialize;

use crate::{
    arithmetic::in_words,
    compile::{Compiled, Source, Work},
    evaluate::Entitlements,
    shown::shown,
};

/// Whether somebody is entitled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 符合.
    Entitled,
    /// 不符合.
    NotEntitled,
    /// 缺数据，不能判断.
    Unknown,
}

impl State {
    /// 符合, 不符合 or 不能判断.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            State::Entitled => "符合",
            State::NotEntitled => "不符合",
            State::Unknown => "不能判断",
        }
    }
}

/// Where a value of an input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueFrom {
    /// A department's data or what was given by hand.
    Given,
    /// Nothing is known; taken for granted.
    Assumed,
    /// Nothing is known.
    Missing,
}

/// An input with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct InputShown {
    /// Name in the formulas.
    pub name: String,
    /// 中文名.
    pub zh: String,
    /// The fact it is taken from, when it is one.
    pub fact: Option<String>,
    /// Stored value.
    pub value: Option<i64>,
    /// As people read it.
    pub shown: String,
    /// Known, taken for granted, or missing.
    pub from: ValueFrom,
}

/// A figure with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ParameterShown {
    /// Name in the formulas.
    pub name: String,
    /// Full name.
    pub parameter: String,
    /// 中文名.
    pub zh: String,
    /// Stored value.
    pub value: i64,
    /// As people read it.
    pub shown: String,
    /// The pack.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document states it.
    pub is_default: bool,
    /// Where a default comes from.
    pub note: Option<String>,
    /// First day.
    pub from: NaiveDate,
}

/// A step with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StepShown {
    /// Name.
    pub name: String,
    /// 中文名.
    pub zh: String,
    /// How it is rounded, and the like.
    pub note: Option<String>,
    /// The formula as written.
    pub formula: String,
    /// The formula in words, with the values it met.
    pub arithmetic: String,
    /// Stored value; for alternatives the position.
    pub value: Option<i64>,
    /// As people read it.
    pub shown: String,
    /// For alternatives, the word of the one chosen.
    pub code: Option<String>,
    /// For a condition, whether it holds; none when unknown, and for other steps.
    pub holds: Option<bool>,
}

/// A benefit of one person, household or organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BenefitExplanation {
    /// Identifier.
    pub benefit: String,
    /// 中文名.
    pub zh: String,
    /// Money, a thing, or an account that entitles nobody to anything.
    pub outcome: BenefitOutcome,
    /// The department.
    pub department: Option<String>,
    /// Leading digits of the region's code.
    pub region: String,
    /// The day.
    pub on: NaiveDate,
    /// The pack the benefit was found in.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// The benefit or one of its figures rests on no document.
    pub uses_default: bool,
    /// A remark on the basis.
    pub note: Option<String>,
    /// The outcome. For an account: whether everything could be computed.
    pub state: State,
    /// Entitled amount in fen; none for what is given in kind, and when unknown.
    pub amount: Option<i64>,
    /// The same with unit and period: `180元 每年`.
    pub amount_shown: Option<String>,
    /// As what.
    pub class: Option<String>,
    /// The same in Chinese.
    pub class_zh: Option<String>,
    /// The step that decides when somebody is not entitled or nothing can be said.
    pub decided_by: Option<String>,
    /// Why, in Chinese, as it may be told to the person.
    pub reason: Option<String>,
    /// Inputs for want of which nothing can be said, by name.
    pub missing: Vec<String>,
    /// What it was computed from.
    pub inputs: Vec<InputShown>,
    /// Its figures.
    pub parameters: Vec<ParameterShown>,
    /// Every step in order.
    pub steps: Vec<StepShown>,
}

impl Compiled {
    /// Computes one, with every step. `given` has stored values by the name of the input.
    ///
    /// # Errors
    /// When a name is no input of this benefit, or a number overflows.
    pub fn explain(&self, given: &BTreeMap<String, i64>) -> anyhow::Result<BenefitExplanation> {
        let known = |name: &String| self.benefit.inputs.iter().any(|it| it.name == *name);
        if let Some(stray) = given.keys().find(|it| !known(it)) {
            let names: Vec<&str> = self.benefit.inputs.iter().map(|it| it.name.as_str()).collect();
            anyhow::bail!("{} 不用 {stray}；可以给：{}", self.benefit.zh, names.join("、"));
        }
        let inputs: Vec<InputShown> = self
            .benefit
            .inputs
            .iter()
            .map(|it| {
                let (value, from) = match (given.get(&it.name), it.otherwise) {
                    (Some(value), _) => (Some(*value), ValueFrom::Given),
                    (None, Some(value)) => (Some(value), ValueFrom::Assumed),
                    (None, None) => (None, ValueFrom::Missing),
                };
                InputShown {
                    name: it.name.clone(),
                    zh: it.zh.clone(),
                    fact: it.fact.clone(),
                    value,
                    shown: shown(value, it.unit, &it.codes),
                    from,
                }
            })
            .collect();
        let columns: Vec<Int64Array> = inputs.iter().map(|it| vec![it.value].into()).collect();
        let values = self.steps_of(&columns, 1)?;
        let mut outcome = Entitlements::default();
        self.decide(&values, 1, &mut outcome);
        let value_of = |at: usize| values[at].is_valid(0).then(|| values[at].value(0));

        let steps = self.steps_shown(&inputs, &value_of);
        let computed = (0..values.len()).find(|it| value_of(*it).is_none() && !self.may_lack(*it));
        let (state, deciding) = match (outcome.state(0), self.amount) {
            // An account, or a thing: nothing may be missing on the way.
            (State::Entitled, None) if computed.is_some() => (State::Unknown, computed),
            (state, _) => (state, outcome.step(0)),
        };
        let missing = match (state, deciding) {
            (State::Unknown, Some(at)) => self.missing(at, &inputs, &value_of),
            _ => Vec::new(),
        };
        let reason = deciding.map(|at| self.reason(at, state, &missing, &inputs));
        let amount = self.amount.filter(|_| state != State::Unknown).map(|_| outcome.amounts[0]);
        let class = self.class.and_then(|at| steps[at].code.clone());
        let class_zh = self.class.and_then(|at| class.as_ref().map(|_| steps[at].shown.clone()));
        let each = self.benefit.each.zh();
        Ok(BenefitExplanation {
            benefit: self.benefit.id.clone(),
            zh: self.benefit.zh.clone(),
            outcome: self.benefit.outcome,
            department: self.benefit.department.clone(),
            region: self.region.clone(),
            on: self.on,
            pack: self.benefit.pack.clone(),
            basis: self.benefit.basis.clone(),
            uses_default: self.uses_default(),
            note: self.benefit.note.clone(),
            state,
            amount,
            amount_shown: amount.map(|it| format!("{} {each}", Unit::Fen.show(it))),
            class,
            class_zh,
            decided_by: deciding.map(|at| self.benefit.steps[at].name.clone()),
            reason,
            missing,
            inputs,
            parameters: self.parameters_shown(),
            steps,
        })
    }

    /// Why somebody at a step is not entitled, or cannot be told.
    #[must_use]
    pub fn told_at(&self, step: usize) -> &str {
        match &self.benefit.steps[step].formula {
            Formula::Must { otherwise, .. } => otherwise,
            _ => &self.benefit.steps[step].zh,
        }
    }

    fn reason(&self, at: usize, state: State, missing: &[String], inputs: &[InputShown]) -> String {
        let step = &self.benefit.steps[at];
        match (&step.formula, state) {
            (_, State::Unknown) => {
                let names: Vec<&str> = inputs
                    .iter()
                    .filter(|it| missing.contains(&it.name))
                    .map(|it| it.zh.as_str())
                    .collect();
                format!("算不出“{}”，缺：{}", step.zh, names.join("、"))
            }
            (Formula::Must { otherwise, .. }, _) => otherwise.clone(),
            _ => format!("{}为零", step.zh),
        }
    }

    /// A class may be none of those listed.
    fn may_lack(&self, step: usize) -> bool {
        matches!(self.steps[step], Work::Choose(_))
    }

    fn parameters_shown(&self) -> Vec<ParameterShown> {
        let shown = self.parameters.iter().map(|(name, parameter, it)| ParameterShown {
            name: name.clone(),
            parameter: parameter.clone(),
            zh: it.zh.clone(),
            value: it.value,
            shown: it.show(),
            pack: it.pack.clone(),
            basis: it.basis.clone(),
            is_default: it.is_default,
            note: it.note.clone(),
            from: it.from,
        });
        shown.collect()
    }

    fn steps_shown(
        &self,
        inputs: &[InputShown],
        value_of: &dyn Fn(usize) -> Option<i64>,
    ) -> Vec<StepShown> {
        let mut words: BTreeMap<&str, String> = BTreeMap::new();
        for it in inputs {
            words.insert(&it.name, format!("{}({})", it.zh, it.shown));
        }
        for (name, _, it) in &self.parameters {
            words.insert(name, format!("{}({})", it.zh, it.show()));
        }
        words.insert("as_of", self.on.to_string());
        let mut steps = Vec::new();
        for (at, step) in self.benefit.steps.iter().enumerate() {
            let value = value_of(at);
            let (formula, arithmetic, told, code) = match &step.formula {
                Formula::Value { text, unit } => {
                    (text.clone(), in_words(text, &words), shown(value, *unit, &[]), None)
                }
                Formula::Must { text, .. } => {
                    (text.clone(), in_words(text, &words), shown(value, Unit::Bool, &[]), None)
                }
                Formula::Choose(list) => {
                    let chosen = value.and_then(|it| list.get(usize::try_from(it).ok()?));
                    let line =
                        |it: &policy::Alternative, words: Option<&BTreeMap<&str, String>>| {
                            let when = it.when.as_deref().unwrap_or("true");
                            match words {
                                Some(words) => format!("{}：{}", it.zh, in_words(when, words)),
                                None => format!("{}: {when}", it.code),
                            }
                        };
                    let written: Vec<String> = list.iter().map(|it| line(it, None)).collect();
                    let spoken = chosen.map_or_else(String::new, |it| line(it, Some(&words)));
                    let told = chosen.map_or("都不是", |it| it.zh.as_str()).to_owned();
                    (written.join("；"), spoken, told, chosen.map(|it| it.code.clone()))
                }
            };
            words.insert(&step.name, format!("{}({told})", step.zh));
            let is_must = matches!(step.formula, Formula::Must { .. });
            steps.push(StepShown {
                name: step.name.clone(),
                zh: step.zh.clone(),
                note: step.note.clone(),
                formula,
                arithmetic,
                value,
                shown: told,
                code,
                holds: value.filter(|_| is_must).map(|it| it != 0),
            });
        }
        steps
    }

    /// The inputs without a value that a step rests on, through steps without one.
    fn missing(
        &self,
        step: usize,
        inputs: &[InputShown],
        value_of: &dyn Fn(usize) -> Option<i64>,
    ) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![step];
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            for source in self.steps[at].bounds().flat_map(|it| &it.sources) {
                match source {
                    Source::Input(input) if inputs[*input].value.is_none() => {
                        found.insert(*input);
                    }
                    Source::Step(step) if value_of(*step).is_none() => open.push(*step),
                    _ => {}
                }
            }
        }
        found.into_iter().map(|it| inputs[it].name.clone()).collect()
    }
}
