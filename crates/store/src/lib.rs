//! All SQL for SQLite and PostgreSQL, migrations, field encryption, audit.
//!
//! A statement is written once, in the SQL both engines accept, and runs inside a [`Tx`]; where
//! the engines truly differ, two arms stand side by side in one function. Dropping a [`Tx`]
//! without [`Tx::commit`] undoes everything in it, so a use case opens one, makes its changes,
//! appends its audit entry with [`Tx::append_audit`], and commits.
//!
//! **Invariant:** the store decides nothing. It knows no policy and no HTTP; time comes in as an
//! argument. Identity numbers and phones reach it sealed by [`Keys`] and are found by blind index.
//!
//! Text and JSON must not contain the character NUL: PostgreSQL cannot hold it.

mod bulk;
mod db;
mod ids;
mod keys;
mod receipts;
mod schema;
mod scope;

mod counters;
mod groups;
mod household_lists;
mod households;
mod overview;
mod persons;
mod regions;
mod residences;
mod roster;

mod batches;
mod lake_files;
mod ledgers;
mod mappings;
mod quarantine;
mod reviews;
mod source_files;

mod alarms;
mod clues;
mod run_statistics;
mod runs;
mod suppressed;
mod verifications;
mod visits;

mod assistance;
mod case_lists;
mod case_summaries;
mod cases;
mod notices;

mod accounts;
mod sessions;
mod tokens;

mod idempotency;
mod income;
mod jobs;

mod counted;
mod indicators;
mod policy_drafts;
mod reports;

mod appeal_lists;
mod appeals;

mod audit;
mod audit_chain;

pub use accounts::Account;
pub use alarms::Alarm;
pub use appeal_lists::{AppealCount, AppealFilter, Namesake};
pub use appeals::{StoredAppeal, StoredAppealAction};
pub use assistance::{
    AssistanceLine, CoverageCount, CoverageDays, CoverageGap, EffectReviewCount, FollowUpLine,
};
pub use audit::AuditEntry;
pub use audit_chain::{
    ChainFault, ChainState, ChainWalk, Checkpoint, FaultKind, bytes_of_hex, hex,
};
pub use batches::{Batch, NewBatch};
pub use case_lists::{CaseFilter, CaseLine, DoneAction, Todo};
pub use case_summaries::{CaseStep, CaseSummary, StoredEffectReview};
pub use cases::{CaseAction, NewCase, StoredCase};
pub use clues::{Clue, ClueScope};
pub use counted::{CasesWanted, CluesWanted, CountOfRegion, CountedHousehold};
pub use db::{Db, Tx};
pub use groups::VillageGroup;
pub use household_lists::{HouseholdLine, HouseholdSearch};
pub use households::{Household, NamesakeHead};
pub use idempotency::Answered;
pub use ids::new_id;
pub use income::{
    IncomeAccount, IncomeEntry, IncomeFill, IncomeFilter, IncomeGroup, IncomeSum, NewestIncome,
};
pub use indicators::{IndicatorRun, IndicatorValue, WhichValues};
pub use jobs::Job;
pub use keys::{Keys, OpenError, refuse_if_others_may_read};
pub use lake_files::{LakeFile, NewLakeFile};
pub use ledgers::{
    Attachment, Cell, CellKind, LedgerChange, LedgerFinding, LedgerRecord, LedgerTableError,
    RecordAbout, RecordFilter, Searched, WrittenRecord,
};
pub use mappings::Mapping;
pub use notices::{Notice, NoticeCase};
pub use persons::Person;
pub use policy_drafts::{PolicyDraft, PolicyDraftVersion};
pub use quarantine::{NewQuarantined, Quarantined};
pub use receipts::{is_receipt, new_receipt};
pub use reports::{
    NumberRequest, PrintFilter, ReportPrint, ReportPrintLine, ReportTemplate, RequestFilter, sm3_of,
};
pub use residences::Residence;
pub use reviews::Review;
pub use roster::RosterEntry;
pub use run_statistics::RunStatistic;
pub use runs::{Run, RunInputs};
pub use schema::{Visibility, visibility};
pub use scope::Scope;
pub use sessions::{Session, token_hash};
pub use source_files::{NewSourceFile, SourceFile};
/// What the database says went wrong.
pub use sqlx::Error as DbError;
pub use suppressed::Suppressed;
pub use tokens::ApiToken;
pub use verifications::{ClueFinding, Verification};
pub use visits::{Visit, VisitUpdate};
