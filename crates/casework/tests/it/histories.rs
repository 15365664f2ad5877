//! Random actions on random cases: whatever is accepted, the history makes the same case again,
//! and nothing leads where the table does not.

use std::collections::{BTreeMap, BTreeSet};

use casework::{
    Action, AssetHit, AssistanceOfficer, AuthorizationLetter, BaseType, DismissalReason,
    EffectOutcome, EffectReview, EliminationMode, Finding, GuaranteeStatus, HomeVerification,
    HouseholdConsent, HouseholdEvent, Measure, MeasureGroup, MonitoringType, NationalRecord,
    Ruling, SignedBy, Stage,
};
use policy::{ChainKind, Risk, StepKind};
use proptest::prelude::*;

use crate::family::{
    Family, YONGREN, cause, chain, confirmed, meeting, notice, officer, recovered,
};

/// What a random hand does: mostly the next step, sometimes anything.
#[derive(Clone, Debug)]
struct Hand {
    which: usize,
    step: usize,
    yes: bool,
    days: u64,
    yuan: i64,
}

fn hands() -> impl Strategy<Value = Vec<Hand>> {
    let hand = (0..120_usize, 0..8_usize, any::<bool>(), 0..90_u64, 3_000..20_000_i64)
        .prop_map(|(which, step, yes, days, yuan)| Hand { which, step, yes, days, yuan });
    prop::collection::vec(hand, 1..80)
}

fn action(family: &Family, hand: &Hand) -> Action {
    let on = family.today;
    let review = family.case.review.as_ref();
    let open = review.and_then(|it| it.open_steps().first().map(|it| it.name.clone()));
    let steps = review.map_or(Vec::new(), |it| it.chain.steps.clone());
    let any_step =
        steps.get(hand.step).map_or("home_verification".to_owned(), |it| it.name.clone());
    let step = if hand.yes { open.unwrap_or(any_step) } else { any_step };
    let text = || if hand.step == 0 { String::new() } else { "理由".to_owned() };
    let risk = Risk::ALL[hand.step];
    match hand.which {
        35.. => sensible(family, hand),
        0 => Action::Dispatch { to: "村".into() },
        1 => Action::JoinClue { clue: hand.yuan.to_string() },
        2 => Action::HelpFirst { what: "救助".into(), reason: text() },
        3 | 4 => Action::Authorize {
            letter: AuthorizationLetter {
                signed_on: on,
                valid_until: on,
                signed_by: SignedBy::Signature,
                covers: family.case.members.clone(),
                attachment: None,
            },
        },
        5..=7 => Action::VerifyHome {
            step,
            visit: HomeVerification {
                on,
                finding: [Finding::Confirmed, Finding::NotConfirmed, Finding::Unverifiable]
                    [hand.step % 3],
                summary: "所见".into(),
                causes: Vec::new(),
                net_income_per_capita: hand.yes.then_some(hand.yuan * 100),
                guarantees: GuaranteeStatus {
                    education: true,
                    medical: true,
                    housing: true,
                    water: hand.yes,
                },
                has_labor: hand.step != 5,
                rigid_expenditure_solved: hand.yes,
                income_stable_months: u32::try_from(hand.step).unwrap_or_default() + 2,
            },
        },
        8 => Action::Analyze { step, opinion: text() },
        9 | 10 => Action::CompareAssets {
            step: Some(step),
            hits: vec![
                AssetHit {
                    rule: "vehicle".into(),
                    what: "轿车".into(),
                    person_id: None,
                    explanation: None,
                    ruling: None,
                };
                hand.step % 2
            ],
        },
        11 => Action::ExplainHit { number: hand.step, text: text() },
        12 => Action::RuleOnHit {
            number: hand.step,
            ruling: if hand.yes { Ruling::Accept } else { Ruling::Exclude },
            reason: text(),
        },
        13 => Action::HoldReview { step, review: meeting(on, hand.step != 3) },
        14 | 15 => Action::PublishNotice { step, notice: notice(on, hand.days.clamp(1, 9)) },
        16 => Action::LodgeObjection { text: text() },
        17 => Action::AnswerObjection { number: hand.step, answer: text(), upheld: hand.yes },
        18 | 19 => Action::CloseNotice { step },
        20 => Action::Approve { step, opinion: text() },
        21 => Action::Return { to_step: step, reason: text() },
        22 | 23 => Action::Identify {
            step,
            monitoring_type: [
                MonitoringType::MarginalVulnerable,
                MonitoringType::SuddenSevereDifficulty,
                MonitoringType::UnstableOutOfPoverty,
            ][hand.step % 3],
            causes: vec![cause(risk)],
            reason: Some(text()),
        },
        24 => Action::Announce { step },
        25 => Action::Dismiss { reason: DismissalReason::NoRisk, text: text() },
        26 => Action::AssignOfficer { officer: AssistanceOfficer { ..officer(on) } },
        27 => Action::PlanMeasures {
            measures: vec![Measure {
                number: 0,
                group: MeasureGroup::Health,
                answers: risk,
                what: "就医".into(),
                catalogue: None,
                delivered: Vec::new(),
            }],
        },
        28 => Action::DeliverMeasure { number: 1, what: "已办".into() },
        29 => Action::ReviewEffect {
            review: EffectReview::new(on, EffectOutcome::StablyRemoved, text()),
        },
        30 => Action::BeginElimination {
            mode: if hand.yes { EliminationMode::ByAssistance } else { EliminationMode::Naturally },
            consent: Some(HouseholdConsent { on, signed_by: SignedBy::Signature, helper: None }),
        },
        31 => Action::Eliminate { step, contact: officer(on) },
        32 if hand.yes => Action::RollBack { reason: text() },
        32 => Action::Reopen { clues: BTreeSet::from([hand.yuan.to_string()]), reason: text() },
        33 => taken_over(hand),
        _ => Action::ChangeHousehold {
            change: if hand.yes {
                HouseholdEvent::Birth { person_id: hand.yuan }
            } else if hand.step < 2 {
                HouseholdEvent::HouseholdExtinct
            } else {
                HouseholdEvent::Death { person_id: 11 }
            },
        },
    }
}

/// What a careful officer would do next, so that histories get far.
fn sensible(family: &Family, hand: &Hand) -> Action {
    let (case, on) = (&family.case, family.today);
    let reason = || "理由".to_owned();
    match case.stage {
        Stage::Clue if case.version == 0 && hand.step == 7 => taken_over(hand),
        Stage::Clue | Stage::Closed => Action::Dispatch { to: "村".into() },
        Stage::Dismissed => {
            Action::Reopen { clues: BTreeSet::from(["1".to_owned()]), reason: reason() }
        }
        Stage::Eliminated if hand.yes => Action::RollBack { reason: reason() },
        Stage::Eliminated => {
            Action::Reopen { clues: BTreeSet::from(["2".to_owned()]), reason: reason() }
        }
        Stage::Identified => {
            let risk = case.monitoring.as_ref().map_or(Risk::Illness, |it| it.causes[0].risk);
            Action::PlanMeasures {
                measures: vec![Measure {
                    number: 0,
                    group: MeasureGroup::Health,
                    answers: risk,
                    what: "就医".into(),
                    catalogue: None,
                    delivered: Vec::new(),
                }],
            }
        }
        Stage::Assisted => Action::BeginElimination {
            mode: EliminationMode::ByAssistance,
            consent: Some(HouseholdConsent { on, signed_by: SignedBy::Signature, helper: None }),
        },
        Stage::Dispatched | Stage::Identifying | Stage::Eliminating => next_step(family),
    }
}

/// A record of the national system, with more or less in it.
fn taken_over(hand: &Hand) -> Action {
    let known = hand.days.is_multiple_of(2).then(|| crate::family::day("2022-03-01"));
    Action::TakeOver {
        record: NationalRecord {
            monitoring_type: MonitoringType::UnstableOutOfPoverty,
            causes: Risk::ALL[..hand.step].iter().copied().map(cause).collect(),
            identified_on: known,
            eliminated: hand.yes,
            eliminated_on: known,
            no_labor_safety_net: hand.days.is_multiple_of(3),
            source: "国家系统导出".into(),
        },
    }
}

fn next_step(family: &Family) -> Action {
    let (case, on) = (&family.case, family.today);
    let first = || chain(ChainKind::Identification, family.region, on).steps[0].clone();
    let open = case.review.as_ref().map(|it| it.open_steps().first().map(|it| (*it).clone()));
    let step = match open {
        None => first(),
        Some(Some(step)) => step,
        Some(None) => return Action::FollowUp { summary: "看望".into() },
    };
    let unruled = case.hits.iter().position(|it| it.ruling.is_none());
    let name = step.name.clone();
    match step.kind {
        _ if unruled.is_some() => {
            let number = unruled.unwrap_or_default() + 1;
            match case.hits[number - 1].explanation {
                None => Action::ExplainHit { number, text: "借名".into() },
                Some(_) => {
                    Action::RuleOnHit { number, ruling: Ruling::Accept, reason: "属实".into() }
                }
            }
        }
        StepKind::HomeVerification => {
            let visit =
                if case.stage == Stage::Eliminating { recovered() } else { confirmed(6_000) };
            Action::VerifyHome { step: name, visit }
        }
        StepKind::Analysis => Action::Analyze { step: name, opinion: "建议".into() },
        StepKind::AssetComparison if !case.not_authorized(on).is_empty() => Action::Authorize {
            letter: AuthorizationLetter {
                signed_on: on,
                valid_until: on,
                signed_by: SignedBy::Thumbprint,
                covers: case.members.clone(),
                attachment: None,
            },
        },
        StepKind::AssetComparison => Action::CompareAssets { step: Some(name), hits: Vec::new() },
        StepKind::DemocraticReview => Action::HoldReview { step: name, review: meeting(on, true) },
        StepKind::VillageNotice => match &case.notice {
            None => Action::PublishNotice { step: name, notice: notice(on, 5) },
            Some(hanging) => match hanging.objections.iter().position(|it| it.answer.is_none()) {
                Some(at) => {
                    let answer = "已查".to_owned();
                    Action::AnswerObjection { number: at + 1, answer, upheld: false }
                }
                None => Action::CloseNotice { step: name },
            },
        },
        StepKind::Approval if !step.decides => {
            Action::Approve { step: name, opinion: "同意".into() }
        }
        StepKind::Approval if case.stage == Stage::Eliminating => {
            Action::Eliminate { step: name, contact: officer(on) }
        }
        StepKind::Approval => Action::Identify {
            step: name,
            monitoring_type: MonitoringType::MarginalVulnerable,
            causes: vec![cause(Risk::Illness)],
            reason: None,
        },
        StepKind::Announcement => Action::Announce { step: name },
    }
}

/// How often random histories reached each stage.
static REACHED: std::sync::Mutex<BTreeMap<Stage, u32>> = std::sync::Mutex::new(BTreeMap::new());

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    fn random_histories(hands in hands()) {
        let mut family = Family::new(YONGREN, BaseType::OrdinaryHousehold);
        for hand in &hands {
            family.wait(hand.days);
            let from = family.case.stage;
            let action = action(&family, hand);
            let word = action.word().0;
            // `try_to` replays the whole history after every action and compares.
            let accepted = family.try_to(action).is_ok();
            if accepted {
                *REACHED.lock().expect("a lock").entry(family.case.stage).or_default() += 1;
            }
            if accepted && word != Action::CHANGE_HOUSEHOLD.0 {
                prop_assert!(Action::leads_to(from, word).contains(&family.case.stage), "{from:?} {word}");
            }
        }
        prop_assert_eq!(family.case.version as usize, family.history.len());
        // Monitored means: decided, with a type, a cause and nothing left unanswered, unless it was
        // decided elsewhere.
        if family.case.stage.is_monitored() || family.case.stage == Stage::Eliminated {
            let monitoring = family.case.monitoring.as_ref();
            let is_ours = family.case.taken_over.is_none();
            prop_assert!(monitoring.is_some_and(|it| !(is_ours && it.causes.is_empty())));
        }
    }
}

#[test]
fn the_history_is_the_record() {
    random_histories();
    let reached = REACHED.lock().expect("a lock");
    println!("{reached:?}");
    for stage in Stage::ALL {
        assert!(reached.contains_key(&stage), "no random history came to {stage:?}: {reached:?}");
    }
}
