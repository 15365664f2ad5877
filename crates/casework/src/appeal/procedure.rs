//! The procedure: an appeal, an action, and the appeal after it or what stands in the way.

use super::{Appeal, AppealAction as A, AppealActionError as E, AppealEntry};

/// The appeal after an action.
///
/// # Errors
/// What stands in the way; the appeal is as it was.
pub fn next_appeal(appeal: &Appeal, entry: &AppealEntry) -> Result<Appeal, E> {
    let AppealEntry { on, action, terms } = entry;
    let on = *on;
    if on < appeal.last_on {
        return Err(E::DayBefore { given: on, last: appeal.last_on });
    }
    let (word, zh) = action.word();
    let stage = appeal.stage;
    let Some(after) = A::leads_to(stage, word) else {
        return Err(E::NotAllowed { stage, action: word, action_zh: zh });
    };
    let mut appeal = appeal.clone();
    match action {
        A::Accept => (),
        A::CorrectNeed { need } => {
            let terms = terms.clone().filter(|it| it.need == *need);
            appeal.terms = terms.ok_or(E::Incomplete { what: "诉求类型的说明" })?;
        }
        A::Identify { household, person } => {
            // A case of another family says nothing of this one.
            if appeal.household_id.is_some_and(|it| it != *household) {
                (appeal.case_id, appeal.no_case_reason) = (None, None);
            }
            (appeal.household_id, appeal.person_id) = (Some(*household), *person);
        }
        A::OpenCase { case } => {
            if !appeal.terms.lead {
                return Err(E::NotALead);
            }
            appeal.household_id.ok_or(E::NoHousehold)?;
            appeal.case_id = Some(case.ok_or(E::Incomplete { what: "案的编号" })?);
        }
        A::LinkCase { case } => {
            appeal.household_id.ok_or(E::NoHousehold)?;
            appeal.case_id = Some(*case);
        }
        A::ExplainNoCase { reason } => {
            appeal.no_case_reason = Some(needed(reason, "不立案的理由")?);
        }
        A::Assign { assignee } => appeal.assignee = Some(assignee.clone()),
        A::Return { reason } => {
            needed(reason, "退回的理由")?;
            appeal.assignee = None;
        }
        A::SendOn { receiver, reason } => {
            let (receiver, reason) = (needed(receiver, "转给谁")?, needed(reason, "转出的理由")?);
            appeal.answers.push((on, format!("已转{receiver}：{reason}")));
            // Whoever receives it looks at the family.
            appeal.no_case_reason.get_or_insert(reason);
        }
        A::Handle { what } => appeal.handled.push((on, needed(what, "办理情况")?)),
        A::Answer { text } => {
            appeal.answers.push((on, needed(text, "答复")?));
            appeal.satisfied = None;
        }
        A::Rate { satisfied, .. } => appeal.satisfied = Some(*satisfied),
        A::Close => {
            if appeal.is_unexamined_lead() {
                return Err(E::LeadUnexamined);
            }
        }
        A::Reopen { reason } => {
            needed(reason, "要求重办的理由")?;
            // It is now worked on by itself.
            (appeal.joined_to, appeal.reopened_on) = (None, Some(on));
        }
        A::Join { appeal: other } => appeal.joined_to = Some(needed(other, "并到哪一件")?),
        A::Separate { reason } => {
            needed(reason, "拆件的理由")?;
            appeal.joined_to = None;
        }
        A::Withdraw { reason } => {
            needed(reason, "撤回的理由")?;
        }
    }
    appeal.stage = after;
    appeal.last_on = on;
    appeal.version += 1;
    Ok(appeal)
}

/// A text that is not empty.
fn needed(text: &str, what: &'static str) -> Result<String, E> {
    match text.trim() {
        "" => Err(E::TextNeeded { what }),
        text => Ok(text.to_owned()),
    }
}
