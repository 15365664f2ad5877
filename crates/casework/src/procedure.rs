//! The procedure: a case, an action, and the case after it or what stands in the way.

use chrono::{Datelike, Days, NaiveDate};
use kernel::Fen;
use policy::{ReviewStep, StepKind};

use crate::{
    Action, ActionError, AssetHit, Case, CaseTerms, Delivery, EliminationMode, Entry, Finding,
    HomeVerification, Measure, Monitoring, MonitoringType, NationalRecord, NoticeObjection,
    PublicNotice, Review, RiskCause, Ruling, Stage, change, legal_types,
};

/// The case after an action.
///
/// # Errors
/// What stands in the way; the case is as it was.
pub fn next(case: &Case, entry: &Entry) -> Result<Case, ActionError> {
    let Entry { on, action, terms, chain } = entry;
    let on = *on;
    if on < case.last_on {
        return Err(ActionError::DayBefore { given: on, last: case.last_on });
    }
    let (word, zh) = action.word();
    let is_change = matches!(action, Action::ChangeHousehold { .. });
    if !is_change && !Action::knows(case.stage, word) {
        let (stage, action, action_zh) = (case.stage, word, zh);
        return Err(ActionError::NotAllowed { stage, action, action_zh });
    }
    let mut case = case.clone();
    let from = case.stage;
    // The first step of the procedure begins the run through the chain that is in force.
    if from == Stage::Dispatched
        && matches!(action, Action::VerifyHome { .. } | Action::Analyze { .. })
    {
        let chain = chain.clone().ok_or_else(no_chain)?;
        let review = Review::begin(chain, case.first_clue_on);
        begin_review(&mut case, review);
        case.stage = Stage::Identifying;
    }

    match action {
        // 线索
        Action::Dispatch { to } => {
            case.assignee = Some(to.clone());
            case.stage = Stage::Dispatched;
        }
        Action::JoinClue { clue } => {
            case.clues.insert(clue.clone());
        }
        Action::HelpFirst { what, reason } => {
            needed(reason, "先行帮扶")?;
            case.helped_first.push((on, what.clone()));
        }
        Action::Dismiss { text, .. } => {
            needed(text, dismissal(&case, terms))?;
            case.stage = Stage::Dismissed;
        }

        // 核实
        Action::Authorize { letter } => case.letters.push(letter.clone()),
        Action::VerifyHome { step, visit } => {
            open_step(&case, step, StepKind::HomeVerification)?;
            check_causes(&visit.causes, terms, 0)?;
            case.visit = Some(visit.clone());
            // What could not be verified has to be visited again: the step stays open.
            if visit.finding != Finding::Unverifiable {
                finish(&mut case, step, on);
            }
        }
        Action::Analyze { step, opinion } => {
            open_step(&case, step, StepKind::Analysis)?;
            needed(opinion, "综合分析研判的意见")?;
            finish(&mut case, step, on);
        }
        Action::CompareAssets { step, hits } => {
            match step {
                Some(step) => {
                    open_step(&case, step, StepKind::AssetComparison)?;
                }
                None => check_no_step(&case, StepKind::AssetComparison)?,
            }
            let missing = case.not_authorized(on);
            if !missing.is_empty() {
                return Err(ActionError::NotAuthorized { missing });
            }
            case.hits.clone_from(hits);
            if let Some(step) = step {
                finish(&mut case, step, on);
            }
        }
        Action::ExplainHit { number, text } => {
            needed(text, "资产命中的说明")?;
            hit(&mut case, *number)?.explanation = Some(text.clone());
        }
        Action::RuleOnHit { number, ruling, reason } => {
            needed(reason, "资产命中的裁定")?;
            let hit = hit(&mut case, *number)?;
            if hit.explanation.is_none() {
                return Err(ActionError::HitNotExplained { number: *number });
            }
            hit.ruling = Some((*ruling, reason.clone()));
        }

        // 评议公示
        Action::HoldReview { step, review } => {
            open_step(&case, step, StepKind::DemocraticReview)?;
            check_confirmed(&case)?;
            case.meeting = Some(review.clone());
            finish(&mut case, step, on);
        }
        Action::PublishNotice { step, notice } => {
            let at_least = open_step(&case, step, StepKind::VillageNotice)?.at_least.clone();
            check_confirmed(&case)?;
            check_meeting(&case)?;
            publish(&mut case, notice, at_least.map_or(0, |it| it.days))?;
        }
        Action::LodgeObjection { text } => {
            needed(text, "异议")?;
            let notice = case.notice.as_mut().ok_or(ActionError::NoNotice)?;
            if on < notice.from || notice.until < on {
                return Err(ActionError::NoticeOver { from: notice.from, until: notice.until });
            }
            notice.objections.push(NoticeObjection { on, text: text.clone(), answer: None });
        }
        Action::AnswerObjection { number, answer, upheld } => {
            needed(answer, "异议的答复")?;
            let notice = case.notice.as_mut().ok_or(ActionError::NoNotice)?;
            let at = number.checked_sub(1).and_then(|it| notice.objections.get_mut(it));
            let none = ActionError::NoSuchNumber { what: "异议", number: *number };
            at.ok_or(none)?.answer = Some((answer.clone(), *upheld));
        }
        Action::CloseNotice { step } => {
            open_step(&case, step, StepKind::VillageNotice)?;
            check_notice(&case, on)?;
            finish(&mut case, step, on);
        }

        // 审核审定
        Action::Approve { step, opinion } => {
            let approval = open_step(&case, step, StepKind::Approval)?;
            if approval.decides {
                let what = approval.zh.clone();
                return Err(ActionError::NoSuchStep {
                    step: format!("{what}是审定，请用审定动作"),
                });
            }
            needed(opinion, "审核意见")?;
            check_village_work(&case, on)?;
            finish(&mut case, step, on);
        }
        Action::Return { to_step, reason } => {
            needed(reason, "退回")?;
            take_back(&mut case, to_step)?;
        }
        Action::Identify { step, monitoring_type, causes, reason } => {
            deciding_step(&case, step)?;
            check_village_work(&case, on)?;
            check_causes(causes, terms, 1)?;
            check_type(&case, terms, *monitoring_type, reason.as_deref())?;
            finish(&mut case, step, on);
            case.monitoring = Some(Monitoring {
                monitoring_type: *monitoring_type,
                causes: causes.clone(),
                identified_on: on,
                line: terms.line.map(|it| it.0),
                reason: reason.clone(),
            });
            (case.officer, case.eliminated_on, case.taken_over) = (None, None, None);
            case.followed_up_on = None;
            case.measures.clear();
            case.effect_reviews.clear();
            case.stage = Stage::Identified;
        }
        Action::Announce { step } => {
            open_step(&case, step, StepKind::Announcement)?;
            finish(&mut case, step, on);
        }

        // 帮扶
        Action::AssignOfficer { officer } => case.officer = Some(officer.clone()),
        Action::PlanMeasures { measures } => {
            plan(&mut case, measures)?;
            case.stage = Stage::Assisted;
        }
        Action::DeliverMeasure { number, what } => {
            let found = case.measures.iter_mut().find(|it| it.number == *number);
            let none = ActionError::NoSuchNumber { what: "措施", number: *number as usize };
            found.ok_or(none)?.delivered.push(Delivery { on, what: what.clone() });
        }
        Action::AddCause { cause } => {
            add_cause(&mut case, cause, terms)?;
            // A new risk ends an elimination that is under way.
            if from == Stage::Eliminating {
                case.stage = Stage::Assisted;
            }
        }
        Action::ReviewEffect { review } => case.effect_reviews.push(review.clone()),
        Action::FollowUp { summary } => {
            needed(summary, "回访的情况")?;
            case.followed_up_on = Some(on);
        }

        // 风险消除
        Action::BeginElimination { mode, consent } => {
            if consent.is_none() {
                return Err(ActionError::NoConsent);
            }
            if case.is_without_labor() {
                return Err(ActionError::NoLabor);
            }
            let chain = chain.clone().ok_or_else(no_chain)?;
            begin_review(&mut case, Review::begin(chain, on));
            case.elimination = Some((*mode, consent.clone()));
            case.stage = Stage::Eliminating;
        }
        Action::Eliminate { step, contact } => {
            deciding_step(&case, step)?;
            check_village_work(&case, on)?;
            check_elimination(&case, terms, on)?;
            finish(&mut case, step, on);
            case.officer = Some(contact.clone());
            case.eliminated_on = Some(on);
            // The visits after elimination count anew.
            case.followed_up_on = None;
            case.stage = Stage::Eliminated;
        }
        Action::KeepAssisting { reason } => {
            needed(reason, "继续帮扶")?;
            case.elimination = None;
            case.stage = Stage::Assisted;
        }
        Action::RollBack { reason } => {
            needed(reason, "风险消除回退")?;
            (case.elimination, case.eliminated_on) = (None, None);
            case.stage = Stage::Assisted;
        }
        Action::Reopen { clues, reason } => {
            needed(reason, "重新启动")?;
            case.clues.clone_from(clues);
            case.first_clue_on = on;
            case.review = None;
            case.stage = if from == Stage::Eliminated { Stage::Dispatched } else { Stage::Clue };
        }

        Action::TakeOver { record } => take_over(&mut case, record, terms, on)?,
        Action::ChangeHousehold { change } => change::apply(&mut case, change)?,
    }
    case.last_on = on;
    case.version += 1;
    Ok(case)
}

/// A new run: the visit, the hits, the meeting and the notice of the one before are history.
fn begin_review(case: &mut Case, review: Review) {
    case.review = Some(review);
    (case.visit, case.meeting, case.notice) = (None, None, None);
    case.hits.clear();
}

fn take_back(case: &mut Case, step: &str) -> Result<(), ActionError> {
    let none = || ActionError::NoSuchStep { step: step.to_owned() };
    let review = case.review.as_mut().ok_or_else(none)?;
    if !review.is_done(step) {
        return Err(none());
    }
    review.take_back_from(step);
    let undone = |kind: StepKind| {
        let mut of_kind = review.chain.steps.iter().filter(|it| it.kind == kind);
        of_kind.any(|it| !review.is_done(&it.name))
    };
    if undone(StepKind::HomeVerification) {
        case.visit = None;
    }
    if undone(StepKind::AssetComparison) {
        case.hits.clear();
    }
    if undone(StepKind::DemocraticReview) {
        case.meeting = None;
    }
    if undone(StepKind::VillageNotice) {
        case.notice = None;
    }
    Ok(())
}

/// The step of that name and kind, when it may be done now.
fn open_step<'a>(
    case: &'a Case,
    name: &str,
    kind: StepKind,
) -> Result<&'a ReviewStep, ActionError> {
    let none = || ActionError::NoSuchStep { step: name.to_owned() };
    let step = case.review.as_ref().ok_or_else(none)?.open_step(name)?;
    if step.kind == kind { Ok(step) } else { Err(none()) }
}

/// What has a step of its own in the chain is done there.
fn check_no_step(case: &Case, kind: StepKind) -> Result<(), ActionError> {
    let steps = case.review.iter().flat_map(|it| &it.chain.steps);
    match steps.into_iter().find(|it| it.kind == kind) {
        Some(step) => {
            Err(ActionError::NoSuchStep { step: format!("请写明步骤“{}”", step.zh) })
        }
        None => Ok(()),
    }
}

fn deciding_step<'a>(case: &'a Case, name: &str) -> Result<&'a ReviewStep, ActionError> {
    let step = open_step(case, name, StepKind::Approval)?;
    if step.decides {
        Ok(step)
    } else {
        Err(ActionError::NoSuchStep { step: format!("{}不是审定", step.zh) })
    }
}

fn finish(case: &mut Case, step: &str, on: NaiveDate) {
    if let Some(review) = &mut case.review {
        review.finish(step, on);
    }
}

fn no_chain() -> ActionError {
    ActionError::NoSuchStep { step: "（政策包里没有本地流程）".to_owned() }
}

fn needed(text: &str, why: &'static str) -> Result<(), ActionError> {
    if text.trim().is_empty() { Err(ActionError::ReasonNeeded { why }) } else { Ok(()) }
}

fn hit(case: &mut Case, number: usize) -> Result<&mut AssetHit, ActionError> {
    let at = number.checked_sub(1).and_then(|it| case.hits.get_mut(it));
    at.ok_or(ActionError::NoSuchNumber { what: "资产命中", number })
}

/// What the reason of a dismissal is for: a household below the line may be left out, but not
/// silently.
fn dismissal(case: &Case, terms: &CaseTerms) -> &'static str {
    let income = case.visit.as_ref().and_then(|it| it.net_income_per_capita);
    match (income, terms.line) {
        (Some(income), Some(line)) if income <= line.0 => "收入低于监测范围而不纳入",
        _ => "排除",
    }
}

fn publish(case: &mut Case, notice: &PublicNotice, days: u32) -> Result<(), ActionError> {
    // The first day counts: five days from the 1st are over after the 5th.
    let earliest = notice.from.checked_add_days(Days::new(u64::from(days.max(1)) - 1));
    let earliest = earliest.unwrap_or(notice.from);
    if notice.until < earliest {
        return Err(ActionError::NoticeTooShort { earliest });
    }
    case.notice = Some(PublicNotice { objections: Vec::new(), ..notice.clone() });
    Ok(())
}

fn check_confirmed(case: &Case) -> Result<(), ActionError> {
    match case.visit.as_ref().map(|it| it.finding) {
        Some(Finding::Confirmed) | None => Ok(()),
        Some(_) => Err(ActionError::NotConfirmed),
    }
}

fn check_meeting(case: &Case) -> Result<(), ActionError> {
    match &case.meeting {
        Some(meeting) if !meeting.passed => Err(ActionError::ReviewNotPassed),
        _ => Ok(()),
    }
}

fn check_notice(case: &Case, on: NaiveDate) -> Result<(), ActionError> {
    let notice = case.notice.as_ref().ok_or(ActionError::NoNotice)?;
    if on <= notice.until {
        return Err(ActionError::NoticeStillOpen { until: notice.until });
    }
    for (number, objection) in (1..).zip(&notice.objections) {
        match objection.answer {
            None => return Err(ActionError::ObjectionUnanswered { number }),
            Some((_, true)) => return Err(ActionError::ObjectionUpheld { number }),
            Some((_, false)) => (),
        }
    }
    Ok(())
}

fn check_hits(case: &Case) -> Result<(), ActionError> {
    for (number, hit) in (1..).zip(&case.hits) {
        match hit.ruling {
            Some((Ruling::Accept, _)) => (),
            Some((Ruling::Exclude, _)) => return Err(ActionError::Excluded { number }),
            Some((Ruling::Recheck, _)) | None => return Err(ActionError::HitNotRuled { number }),
        }
    }
    Ok(())
}

/// What every approval above the village asks for.
fn check_village_work(case: &Case, on: NaiveDate) -> Result<(), ActionError> {
    check_confirmed(case)?;
    check_hits(case)?;
    check_meeting(case)?;
    match &case.notice {
        Some(_) => check_notice(case, on),
        None => Ok(()),
    }
}

/// The household is what the national system says it is. None of the rules for a decision of our
/// own is asked: that decision was made elsewhere.
fn take_over(
    case: &mut Case,
    record: &NationalRecord,
    terms: &CaseTerms,
    on: NaiveDate,
) -> Result<(), ActionError> {
    if case.version != 0 {
        return Err(ActionError::NotFirst);
    }
    needed(&record.source, "记录的出处")?;
    case.monitoring = Some(Monitoring {
        monitoring_type: record.monitoring_type,
        causes: record.causes.clone(),
        identified_on: record.identified_on.unwrap_or(on),
        line: terms.line.map(|it| it.0),
        reason: None,
    });
    case.taken_over = Some(record.clone());
    case.stage = if record.eliminated { Stage::Eliminated } else { Stage::Assisted };
    case.eliminated_on = record.eliminated_on.filter(|_| record.eliminated);
    Ok(())
}

/// Adds a cause. One that stands there without its details, as the national system gives it, is
/// completed.
fn add_cause(case: &mut Case, cause: &RiskCause, terms: &CaseTerms) -> Result<(), ActionError> {
    check_causes(std::slice::from_ref(cause), terms, 1)?;
    let Some(monitoring) = &mut case.monitoring else { return Ok(()) };
    let causes = &mut monitoring.causes;
    if let Some(known) = causes.iter_mut().find(|it| it.risk == cause.risk) {
        if known.missing().is_none() {
            let risk = cause.risk.zh();
            return Err(ActionError::CauseIncomplete { risk, problem: "写了两次" });
        }
        *known = cause.clone();
        return Ok(());
    }
    if terms.most_causes as usize <= causes.len() {
        let (most, given) = (terms.most_causes, causes.len() + 1);
        return Err(ActionError::CauseCount { most, given });
    }
    causes.push(cause.clone());
    Ok(())
}

fn check_causes(causes: &[RiskCause], terms: &CaseTerms, least: usize) -> Result<(), ActionError> {
    let (most, given) = (terms.most_causes, causes.len());
    if given < least || (most as usize) < given {
        return Err(ActionError::CauseCount { most, given });
    }
    for (at, cause) in causes.iter().enumerate() {
        let risk = cause.risk.zh();
        if causes[..at].iter().any(|it| it.risk == cause.risk) {
            return Err(ActionError::CauseIncomplete { risk, problem: "写了两次" });
        }
        match cause.missing() {
            Some("detail") => {
                return Err(ActionError::CauseIncomplete {
                    risk, problem: "还要写明灾害种类"
                });
            }
            Some(_) => {
                return Err(ActionError::CauseIncomplete { risk, problem: "还要写备注" });
            }
            None => (),
        }
    }
    Ok(())
}

fn check_type(
    case: &Case,
    terms: &CaseTerms,
    wanted: MonitoringType,
    reason: Option<&str>,
) -> Result<(), ActionError> {
    let income = case.visit.as_ref().and_then(|it| it.net_income_per_capita).map(Fen);
    let legal = legal_types(case.base_type, income, terms.line);
    if !legal.contains(&wanted) {
        return Err(ActionError::TypeNotLegal { legal });
    }
    if above_line(income, terms) == Some(true) {
        needed(reason.unwrap_or_default(), "收入高于监测范围而纳入")?;
    }
    Ok(())
}

fn above_line(income: Option<Fen>, terms: &CaseTerms) -> Option<bool> {
    Some(terms.line?.0 < income?.0)
}

fn plan(case: &mut Case, measures: &[Measure]) -> Result<(), ActionError> {
    let causes = case.monitoring.as_ref().map_or(&[][..], |it| &it.causes);
    for (number, measure) in (1..).zip(measures) {
        if !causes.iter().any(|it| it.risk == measure.answers) {
            return Err(ActionError::MeasureWithoutRisk { number });
        }
    }
    let next = case.measures.iter().map(|it| it.number).max().unwrap_or(0) + 1;
    for (number, measure) in (next..).zip(measures) {
        case.measures.push(Measure { number, delivered: Vec::new(), ..measure.clone() });
    }
    Ok(())
}

fn check_elimination(case: &Case, terms: &CaseTerms, on: NaiveDate) -> Result<(), ActionError> {
    let Some((mode, Some(_))) = &case.elimination else { return Err(ActionError::NoConsent) };
    let visit = case.visit.as_ref().ok_or(ActionError::NotConfirmed)?;
    if !visit.has_labor {
        return Err(ActionError::NoLabor);
    }
    let income = visit.net_income_per_capita.map(Fen);
    if above_line(income, terms) != Some(true) && terms.line.is_some() {
        return Err(ActionError::BelowLine);
    }
    if !visit.guarantees.is_sound() || !visit.rigid_expenditure_solved {
        return Err(ActionError::GuaranteeNotSound);
    }
    // What ended by itself, a birth or a marriage, need not have lasted as long.
    if *mode == EliminationMode::ByAssistance {
        let months = stable_months(case, visit, on);
        if months < terms.stable_months {
            return Err(ActionError::IncomeNotStable { months, needed: terms.stable_months });
        }
    }
    Ok(())
}

/// Months of stable income: as the visit says, but no longer than since identification.
fn stable_months(case: &Case, visit: &HomeVerification, on: NaiveDate) -> u32 {
    let since = case.monitoring.as_ref().map_or(on, |it| it.identified_on);
    visit.income_stable_months.min(full_months(since, on))
}

/// Whole months from one day to a later one; a month is full on its day, or on the last day of a
/// month too short for it.
fn full_months(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    let is_last = to.succ_opt().is_none_or(|it| it.day() == 1);
    let full = if to.day() < from.day() && !is_last { months - 1 } else { months };
    u32::try_from(full).unwrap_or(0)
}
