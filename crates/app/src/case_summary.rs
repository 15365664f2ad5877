//! How a case stands, reckoned from its history for lists, to-dos and reports.

use std::collections::BTreeSet;

use casework::{Case, EffectPoint, EffectReview, MeasureGroup, Review, Stage, clocks, whole_clock};
use policy::ChainKind;
use store::{CaseStep, CaseSummary, StoredCase, StoredEffectReview};

use crate::{
    cases::{county_code, figure, word_of},
    home::Home,
};

/// Days from identification until somebody is responsible and measures are planned.
const PLAN_DAYS: &str = "case.plan_days";

/// The summary of a case as it stands. Departments are those that have to do with it now.
pub(crate) fn summary(
    home: &Home,
    stored: &StoredCase,
    case: &Case,
    departments: BTreeSet<String>,
) -> anyhow::Result<CaseSummary> {
    let code = county_code(home, stored.village_id)?;
    let awaited = awaited_review(home, case, &code);
    let case = awaited.as_ref().unwrap_or(case);
    let count = |wanted: &dyn Fn(&casework::Measure) -> bool| {
        case.measures.iter().filter(|it| wanted(it)).count() as i64
    };
    let monitoring = case.monitoring.as_ref();
    let last_review = case.effect_reviews.last();
    let holidays = &home.definitions.holidays;
    let whole = whole_clock(case, holidays, 0, case.last_on);
    Ok(CaseSummary {
        case_id: stored.id,
        monitoring_type: monitoring.map(|it| word_of(&it.monitoring_type)),
        risks: monitoring
            .map(|it| it.causes.iter().map(|it| it.risk.code().to_owned()).collect())
            .unwrap_or_default(),
        identified_on: monitoring.map(|it| it.identified_on),
        eliminated_on: case.eliminated_on,
        officer: case.officer.as_ref().map(|it| format!("{}（{}）", it.name, it.unit)),
        officer_account: case.officer.as_ref().and_then(|it| it.account.clone()),
        has_labor: case
            .visit
            .as_ref()
            .map(|it| it.has_labor)
            .or_else(|| case.is_without_labor().then_some(false)),
        measures: count(&|_| true),
        developmental: count(&|it| it.group.is_developmental()),
        relief: count(&|it| it.group == MeasureGroup::ComprehensiveSecurity),
        delivered: count(&|it| !it.delivered.is_empty()),
        effect_reviewed_on: last_review.map(|it| it.on),
        effect_outcome: last_review.map(|it| word_of(&it.outcome)),
        whole_due: whole.map(|it| it.due),
        followed_up_on: case.followed_up_on,
        effect_reviews: case.effect_reviews.iter().map(effect_review).collect(),
        steps: steps(home, case, &code),
        departments,
    })
}

fn effect_review(it: &EffectReview) -> StoredEffectReview {
    let word = |point: Option<EffectPoint>| point.map(|it| word_of(&it));
    StoredEffectReview {
        reviewed_on: it.on,
        outcome: word_of(&it.outcome),
        measures_fit: word(it.measures_fit),
        risk_removed: word(it.risk_removed),
        income_stable: word(it.income_stable),
        motivated: word(it.motivated),
    }
}

/// A case that was sent out waits for the first step of the region's chain, though its run has
/// not begun: it is shown as if it had.
fn awaited_review(home: &Home, case: &Case, code: &str) -> Option<Case> {
    if case.stage != Stage::Dispatched {
        return None;
    }
    let packs = &home.packs();
    let chain = packs.review_chain(ChainKind::Identification, code, case.last_on)?;
    let review = Some(Review::begin(chain, case.first_clue_on));
    Some(Case { review, stage: Stage::Identifying, ..case.clone() })
}

fn steps(home: &Home, case: &Case, code: &str) -> Vec<CaseStep> {
    if let Some(step) = planning(home, case, code) {
        return vec![step];
    }
    let open = clocks(case, &home.definitions.holidays, 0, case.last_on);
    let role = |name: &str| {
        let review = case.review.as_ref()?;
        Some(review.chain.step(name)?.role.clone())
    };
    open.into_iter()
        .map(|it| CaseStep {
            role: role(&it.step).unwrap_or_default(),
            step: it.step,
            zh: it.zh,
            due: it.due,
        })
        .collect()
}

/// An identified household waits for somebody to be responsible and for its measures.
fn planning(home: &Home, case: &Case, code: &str) -> Option<CaseStep> {
    let monitoring = case.monitoring.as_ref().filter(|_| case.stage == Stage::Identified)?;
    let since = monitoring.identified_on;
    let days = figure(home, PLAN_DAYS, code, since).and_then(|it| u64::try_from(it.0).ok());
    Some(CaseStep {
        step: "plan_measures".to_owned(),
        zh: "定责任人和帮扶计划".to_owned(),
        role: "township_officer".to_owned(),
        due: days.and_then(|it| since.checked_add_days(chrono::Days::new(it))),
    })
}
