//! 群众诉求: an appeal from the day it came in to the day it is answered and closed. Like a case, it
//! is what its history makes of it, and nothing but [`next_appeal`] may change one.

mod action;
mod due;
mod error;
mod procedure;
mod stage;

use chrono::NaiveDate;

pub use action::{AppealAction, AppealEntry, AppealOpening, AppealTerms, Assignee};
pub use due::appeal_due;
pub use error::AppealActionError;
pub use procedure::next_appeal;
pub use stage::{AppealStage, appeal_allowed, appeal_workflow_table};

use crate::ClueSource;

/// One appeal. Who asks, and in what words, stands beside it and not in its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// The channel of the pack it came in by.
    pub channel: String,
    /// What kind of lead that channel brings.
    pub source: ClueSource,
    /// What is asked for, who answers it, and the limits.
    pub terms: AppealTerms,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// The household, once a person or an identity number has said which.
    pub household_id: Option<i64>,
    /// The person, when one is known.
    pub person_id: Option<i64>,
    /// 关联的案.
    pub case_id: Option<i64>,
    /// 不立案理由 of a lead.
    pub no_case_reason: Option<String>,
    /// The appeal that is answered for both.
    pub joined_to: Option<String>,
    /// Where it stands.
    pub stage: AppealStage,
    /// Who has been asked to deal with it.
    pub assignee: Option<Assignee>,
    /// 办理情况: the day and what was done.
    pub handled: Vec<(NaiveDate, String)>,
    /// 答复: the day and what was said.
    pub answers: Vec<(NaiveDate, String)>,
    /// Whether the applicant is satisfied with the last answer, when asked.
    pub satisfied: Option<bool>,
    /// The day the applicant was not content with the answer.
    pub reopened_on: Option<NaiveDate>,
    /// The day of the last action.
    pub last_on: NaiveDate,
    /// How many actions there were.
    pub version: u32,
}

impl Appeal {
    /// An appeal as it came in.
    #[must_use]
    pub fn open(opening: AppealOpening) -> Appeal {
        Appeal {
            channel: opening.channel,
            source: opening.source,
            terms: opening.terms,
            received_on: opening.received_on,
            household_id: opening.household_id,
            person_id: opening.person_id,
            case_id: None,
            no_case_reason: None,
            joined_to: None,
            stage: AppealStage::Received,
            assignee: None,
            handled: Vec::new(),
            answers: Vec::new(),
            satisfied: None,
            reopened_on: None,
            last_on: opening.received_on,
            version: 0,
        }
    }

    /// The department that deals with it now: the one it was sent to, else that of its need.
    #[must_use]
    pub fn department(&self) -> &str {
        match &self.assignee {
            Some(Assignee::Department { department }) => department,
            _ => &self.terms.department,
        }
    }

    /// A lead that is neither a case nor explained: it has not been looked at.
    #[must_use]
    pub fn is_unexamined_lead(&self) -> bool {
        self.terms.lead
            && self.case_id.is_none()
            && self.no_case_reason.is_none()
            && self.joined_to.is_none()
    }
}

/// The appeal that a history makes.
///
/// # Errors
/// The first action that the procedure refuses: such a history was not written by us.
pub fn replay_appeal(
    opening: AppealOpening,
    history: &[AppealEntry],
) -> Result<Appeal, AppealActionError> {
    history.iter().try_fold(Appeal::open(opening), |appeal, entry| next_appeal(&appeal, entry))
}
