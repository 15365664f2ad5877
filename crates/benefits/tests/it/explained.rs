//! One result with everything behind it.

use std::collections::BTreeMap;

use benefits::{BenefitExplanation, Schedule, State, ValueFrom};

use crate::support::{day, packs};

fn explain(region: &str, on: &str, id: &str, given: &[(&str, i64)]) -> BenefitExplanation {
    let schedule = Schedule::compile(&packs(), region, day(on)).expect("it compiles");
    let given: BTreeMap<String, i64> =
        given.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    schedule.get(id).expect("a benefit").explain(&given).expect("it computes")
}

#[test]
fn the_arithmetic_is_shown_with_figures_and_documents() {
    let given = [("departed", 0), ("monitored", 0), ("out_of_poverty", 1)];
    let it = explain("532327", "2023-10-31", "medical_premium_aid", &given);
    assert_eq!((it.state, it.amount), (State::Entitled, Some(9_000)));
    assert_eq!(it.amount_shown.as_deref(), Some("90元 每年"));
    assert_eq!(it.class.as_deref(), Some("out_of_poverty"));
    assert_eq!(it.class_zh.as_deref(), Some("脱贫人口"));
    let step = it.steps.iter().find(|it| it.name == "as_out_of_poverty").expect("the step");
    assert_eq!(
        step.arithmetic,
        "若 脱贫户(是) 且 非 监测对象（风险未消除）(否) 则 未纳入监测的脱贫户参保资助（每人每年）(90元) 否则 0"
    );
    let figure = it.parameters.iter().find(|it| it.name == "out_of_poverty_aid").expect("it");
    assert!(figure.basis.contains("第四章第二节") && !figure.is_default, "{figure:?}");
    assert_eq!((figure.pack.as_str(), figure.from), ("cn-53", day("2023-01-01")));
    let default = it.parameters.iter().find(|it| it.name == "premium").expect("it");
    assert!(default.is_default && default.note.is_some() && it.uses_default);
    let insured = it.inputs.iter().find(|it| it.name == "employee_insured").expect("it");
    assert_eq!(insured.from, ValueFrom::Assumed);
}

#[test]
fn who_is_not_entitled_is_told_at_which_step_and_why() {
    let given = [("departed", 0), ("monitored", 1), ("out_of_poverty", 0), ("months", 2)];
    let it = explain("53", "2023-10-31", "travel_aid", &given);
    assert_eq!((it.state, it.amount), (State::NotEntitled, Some(0)));
    assert_eq!(it.decided_by.as_deref(), Some("long_enough"));
    assert_eq!(it.reason.as_deref(), Some("连续务工还没有满规定的月数"));
    let step = it.steps.iter().find(|it| it.name == "long_enough").expect("the step");
    assert_eq!(step.holds, Some(false));
    assert_eq!(
        step.arithmetic,
        "近12个月最长一段外出务工已满月数(2个月) >= 稳定就业满几个月(3个月)"
    );
}

#[test]
fn what_is_missing_is_named_and_nothing_is_guessed() {
    let it = explain("53", "2023-10-31", "medical_premium_aid", &[("departed", 0)]);
    assert_eq!((it.state, it.amount), (State::Unknown, None));
    assert_eq!(it.missing, ["monitored", "out_of_poverty"]);
    // A condition that fails decides, whatever else is unknown.
    let it = explain("53", "2023-10-31", "medical_premium_aid", &[("departed", 1)]);
    assert_eq!((it.state, it.decided_by.as_deref()), (State::NotEntitled, Some("here")));
}

#[test]
fn a_name_that_is_no_input_is_refused() {
    let schedule = Schedule::compile(&packs(), "53", day("2023-10-31")).expect("it compiles");
    let aid = schedule.get("travel_aid").expect("a benefit");
    let error = aid.explain(&[("month".to_owned(), 1)].into()).expect_err("no such input");
    assert!(error.to_string().contains("months"), "{error}");
}

#[test]
fn an_account_without_a_number_says_what_it_lacks() {
    let it = explain("53", "2024-06-30", "income_account", &[("out_of_poverty", 1)]);
    assert_eq!((it.state, it.amount), (State::Unknown, None));
    assert_eq!(it.missing, ["members"]);
}

#[test]
fn a_trial_is_read_from_text() {
    let text = "benefit = \"micro_credit\"\nregion = \"52\"\non = \"2023-10-31\"\n[given]\n\
                monitored = false\nout_of_poverty = true\nasked = 80000\n";
    let trial = policy::read_trial("t.toml", text).expect("it is sound");
    let schedule = Schedule::compile(&packs(), &trial.region, trial.on).expect("it compiles");
    let it = schedule.get(&trial.benefit).expect("it").explain_written(&trial.given);
    assert_eq!(it.expect("it computes").amount, Some(8_000_000));
    let text = text.replace("asked = 80000", "asked = \"many\"\nmonth = 1");
    let trial = policy::read_trial("t.toml", &text).expect("it is sound");
    let error = schedule.get(&trial.benefit).expect("it").explain_written(&trial.given);
    let error = error.expect_err("no amount").to_string();
    assert!(error.contains("asked") && error.contains("month"), "{error}");
    let problems = policy::read_trial("t.toml", "region = 52\nwhen = 1").expect_err("not sound");
    assert_eq!(problems.len(), 4, "{problems:?}");
}
