//! Runs the cases of benefits, and reads what is given by hand.

use std::collections::BTreeMap;

use policy::{BenefitCase, BenefitOutcome, Formula, Packs, WrittenValue};

use crate::{
    compile::Compiled,
    explain::{BenefitExplanation, State},
};

/// What a case writes for a benefit that is not in force.
pub(crate) const NOT_IN_FORCE: &str = "not_in_force";

/// What a case says of a benefit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shows {
    /// That somebody is entitled.
    Entitled,
    /// That somebody is not.
    NotEntitled,
    /// Something else.
    Other,
}

/// Runs a case.
///
/// # Errors
/// What is wrong, with every step, so that the officer sees where it went the other way.
pub(crate) fn run(packs: &Packs, case: &BenefitCase) -> Result<Shows, String> {
    let told = |message: String| format!("案例「{}」：{message}", case.name);
    let benefits = packs.benefits(&case.region, case.on);
    let Some(benefit) = benefits.into_iter().find(|it| it.id == case.benefit) else {
        return match case.fails.as_deref() {
            Some(NOT_IN_FORCE) => Ok(Shows::NotEntitled),
            _ => Err(told(format!(
                "{} 在 {} 不生效，应写 fails = \"{NOT_IN_FORCE}\"",
                case.benefit, case.on
            ))),
        };
    };
    let compiled = Compiled::new(packs, benefit, &case.region, case.on)
        .map_err(|_| told("待遇本身有误，见别处".to_owned()))?;
    let given = given(&compiled, &case.given).map_err(told)?;
    let explained = compiled.explain(&given).map_err(|error| told(format!("{error:#}")))?;
    let faults = faults(&compiled, case, &explained);
    if !faults.is_empty() {
        return Err(told(format!("{}。{}", faults.join("；"), steps(&explained))));
    }
    Ok(match (benefit.outcome, explained.state) {
        (BenefitOutcome::Account, _) | (_, State::Unknown) => Shows::Other,
        (_, State::Entitled) => Shows::Entitled,
        (_, State::NotEntitled) => Shows::NotEntitled,
    })
}

fn faults(compiled: &Compiled, case: &BenefitCase, explained: &BenefitExplanation) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, written) in &case.steps {
        let Some(at) = compiled.benefit.steps.iter().position(|it| it.name == *name) else {
            let names: Vec<&str> =
                compiled.benefit.steps.iter().map(|it| it.name.as_str()).collect();
            faults.push(format!("没有步骤 {name}，可用：{}", names.join("、")));
            continue;
        };
        let expected = match &compiled.benefit.steps[at].formula {
            Formula::Value { unit, .. } => written.stored(*unit, &[]),
            Formula::Must { .. } => written.stored(policy::Unit::Bool, &[]),
            Formula::Choose(list) => {
                let codes: Vec<String> = list.iter().map(|it| it.code.clone()).collect();
                written.stored(policy::Unit::Code, &codes)
            }
        };
        let step = &explained.steps[at];
        match expected {
            Err(message) => faults.push(format!("{name} {message}")),
            Ok(expected) if step.value != Some(expected) => {
                faults.push(format!("{name}（{}）应为写的数，实际{}", step.zh, step.shown));
            }
            Ok(_) => {}
        }
    }
    let decided_by = explained.decided_by.as_deref();
    let is_account = compiled.benefit.outcome == BenefitOutcome::Account;
    match (&case.fails, &case.unknown) {
        (Some(step), _) => {
            if (explained.state, decided_by) != (State::NotEntitled, Some(step.as_str())) {
                faults.push(format!("应在 {step} 这一步不符合，实际{}", outcome(explained)));
            }
        }
        (None, Some(input)) => {
            if !explained.missing.contains(input) {
                faults.push(format!("应因为缺 {input} 不能判断，实际{}", outcome(explained)));
            }
        }
        (None, None) => {
            if explained.state != State::Entitled && !is_account {
                faults.push(format!("应符合，实际{}", outcome(explained)));
            }
        }
    }
    faults
}

fn outcome(explained: &BenefitExplanation) -> String {
    match (&explained.decided_by, &explained.reason) {
        (Some(step), Some(reason)) => format!("{}（{step}：{reason}）", explained.state.zh()),
        _ => explained.state.zh().to_owned(),
    }
}

fn steps(explained: &BenefitExplanation) -> String {
    let lines = explained.steps.iter().map(|it| format!("{} = {}", it.name, it.shown));
    lines.collect::<Vec<_>>().join("，")
}

/// What is written by hand, in stored units.
///
/// # Errors
/// Everything that is no input of the benefit, or no value of its unit.
pub(crate) fn given(
    compiled: &Compiled,
    written: &[(String, WrittenValue)],
) -> Result<BTreeMap<String, i64>, String> {
    let mut values = BTreeMap::new();
    let mut faults = Vec::new();
    for (name, value) in written {
        let Some(input) = compiled.benefit.inputs.iter().find(|it| it.name == *name) else {
            let names: Vec<&str> =
                compiled.benefit.inputs.iter().map(|it| it.name.as_str()).collect();
            faults.push(format!(
                "{} 不用 {name}，可以给：{}",
                compiled.benefit.id,
                names.join("、")
            ));
            continue;
        };
        match value.stored(input.unit, &input.codes) {
            Ok(value) => {
                values.insert(name.clone(), value);
            }
            Err(message) => faults.push(format!("{name}（{}）{message}", input.zh)),
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(faults.join("；")) }
}

impl Compiled {
    /// Explains with values written by hand, such as those of [`policy::read_trial`].
    ///
    /// # Errors
    /// When a name is no input, a value does not fit its unit, or a number overflows.
    pub fn explain_written(
        &self,
        written: &[(String, WrittenValue)],
    ) -> anyhow::Result<BenefitExplanation> {
        let given = given(self, written).map_err(|message| anyhow::anyhow!(message))?;
        self.explain(&given)
    }
}
