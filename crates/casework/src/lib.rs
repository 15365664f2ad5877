//! The life of a monitored household, from the first clue to the day the risk is gone.
//!
//! The history of actions is the record: a [`Case`] is what [`replay`] makes of it, and nothing
//! else may change one. [`next`] is the procedure: it takes a case and an action and gives the
//! case after it, or says what stands in the way. The skeleton is national ([`Stage`]); the steps
//! of identification and elimination are a [`policy::ReviewChain`] of the region's pack, and the
//! figures a decision depends on are [`CaseTerms`] of the day, kept in the history beside it.
//!
//! **Invariant:** nothing here knows SQL, HTTP or who may do what, and no time limit, level or
//! figure stands in this crate.

mod action;
mod appeal;
mod assistance;
mod case;
mod change;
mod clock;
mod error;
mod evidence;
mod household_event;
mod monitoring;
mod national_record;
mod notice_text;
mod procedure;
mod recommendation;
mod review;
mod stage;
mod terms;

pub use action::{Action, Entry, Opening};
pub use appeal::{
    Appeal, AppealAction, AppealActionError, AppealEntry, AppealOpening, AppealStage, AppealTerms,
    Assignee, appeal_allowed, appeal_due, appeal_workflow_table, next_appeal, replay_appeal,
};
pub use assistance::{
    AssistanceOfficer, Delivery, EffectOutcome, EffectPoint, EffectReview, Measure,
};
pub use case::{Case, replay};
pub use clock::{ClockState, StepClock, WholeClock, clocks, whole_clock};
pub use error::ActionError;
pub use evidence::{
    AssetHit, AuthorizationLetter, ClueSource, DemocraticReview, Finding, GuaranteeStatus,
    HomeVerification, HouseholdConsent, NoticeObjection, PublicNotice, Ruling, SignedBy,
};
pub use household_event::{EventEffect, HouseholdEvent, effects_of};
pub use monitoring::{
    BaseType, EliminationMode, Monitoring, MonitoringType, RiskCause, legal_types,
};
pub use national_record::NationalRecord;
pub use notice_text::{
    Namesake, NoticeFrame, NoticeHousehold, NoticeRefused, NoticeSpot, NoticeTable, NoticeText,
    render,
};
/// The groups of measures stand in the packs too.
pub use policy::MeasureGroup;
pub use procedure::next;
pub use recommendation::{
    Approach, AssistanceWarning, FamilyFacts, FamilyNeed, MeasureRules, Recommendation, Suggestion,
    recommend,
};
pub use review::{Review, StepDone};
pub use stage::{DismissalReason, Stage, allowed, workflow_table};
pub use terms::CaseTerms;
