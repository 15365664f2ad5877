//! Paper: A4, black on white, printed by the browser, in Chinese.
//!
//! What is not known is left as a place for the pen. Title and number stand at the head of every
//! page, heads of tables are repeated, and signatures stay together.

mod authorization;
mod board;
mod card;
mod dispatch;
mod dossier;
mod known;
mod notice;
mod plan;
mod record;
mod report;
mod review;
mod sheet;
mod verification;

pub use authorization::{Agent, AuthorizationLetter, LetterMember};
pub use board::BoardPage;
pub use card::{CardMeasure, CardPolicy, HouseholdCard};
pub use dispatch::{DispatchReport, ReportFigure, ReportRow};
pub use dossier::{DossierRow, DossierSection, DossierTable, HouseholdDossier};
pub use known::{AmountGroup, AmountLine, Known, Origin};
pub use notice::NoticeSheet;
pub use plan::{AssistancePlan, Delivery, PlanMeasure};
pub use record::{RecordForm, RecordFormSection};
pub use report::{PaperLine, PaperPart, PaperTable, ReportPaper};
pub use review::{Attendee, ReviewMatter, ReviewRecord};
pub use sheet::{Contact, Sheet};
pub use verification::{CheckRow, RiskBox, VerificationForm, VisitedMember};
