//! Reads packs, overlays them by region and date, judges facts, says why.
//!
//! A pack is a folder of TOML files an officer can read: dated parameters, rules that compare a
//! fact with a parameter and do nothing else, cases, sentences with an expected answer, review
//! chains, the steps of identification and elimination, the texts of
//! public notices, the catalogue of measures, benefits with their arithmetic, dated lists, kinds
//! of sudden events with the triggers that warn of them, and the register of policies. The nearest pack on the way county, prefecture,
//! province, nation wins; a value is never overwritten, a newer one is added beside it.
//!
//! ```no_run
//! # use chrono::NaiveDate;
//! # fn main() -> anyhow::Result<()> {
//! # let facts = policy::FactNames::new();
//! let packs = policy::Packs::load("packs".as_ref(), &facts)?;
//! let on = NaiveDate::from_ymd_opt(2023, 10, 31).unwrap();
//! for rule in packs.rules_for("532327", on) {
//!     println!("{} {} {}", rule.id, rule.title, rule.basis);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! This crate sees fact names and numbers. It does not know where facts come from, nor what a
//! household is.

mod appeals;
mod basis;
mod benefit;
mod cases;
mod chain;
mod check;
mod diff;
mod fact;
mod income;
mod limit;
mod list;
mod measure;
mod notice;
mod pack_files;
mod packs;
mod page;
mod parameter;
mod problem;
mod read;
mod register;
mod risk;
mod rule;
mod rule_case;
mod shock;
mod shocks_in_force;
mod step_kind;
pub mod suggest;
mod supposing;
pub mod table;
mod times;
mod unit;
mod written;

pub use appeals::{APPEAL_BLANKS, AppealChannel, AppealNeed, AppealPolicy, CLUE_SOURCES};
pub use basis::Basis;
pub use benefit::{
    Alternative, Benefit, BenefitCase, BenefitInput, BenefitOutcome, BenefitParameter,
    BenefitPeriod, BenefitStep, BenefitSubject, Formula, WrittenValue,
};
pub use chain::{ChainKind, ReviewChain, ReviewStep};
pub use check::check;
pub use diff::{Change, ChangeKind, days_of_change, diff};
pub use fact::{FactInfo, FactNames, FactValue, Subject};
pub use income::{
    INCOME_ACCOUNT, IncomeCheck, IncomeComponent, IncomeComponentInfo, IncomeForm, IncomeLine,
};
pub use limit::Limit;
pub use list::{ListItem, ListKind, PolicyList};
pub use measure::{
    CatalogueMeasure, GroupCode, MeasureGroup, MeasureTiming, OnlyWith, Outlives, RiskMatch,
};
pub use notice::{
    NameShown, NoticeField, NoticeKind, NoticeTemplate, NoticeVersion, TemplateFault, TemplateText,
};
pub use pack_files::{PackFile, nearest, pack_files};
pub use packs::{PackInfo, Packs};
pub use page::PackPage;
pub use parameter::Resolved;
pub use problem::{Faults, Problem};
pub use read::read_trial;
pub use register::{PolicyKind, PolicyOutcome, Realised, RegisteredPolicy};
pub use risk::Risk;
pub use rule::{Comparison, CompiledRule, Cond, Effect, Evidence, Judgment, ResolvedParam};
pub use rule_case::RuleCase;
pub use shock::{
    AlarmTrigger, FoundBy, LinkedBy, OpensCases, PriceBase, ShockKind, ShockTarget, ShockType,
    ShockWay, ShockWord, TriggerOf,
};
pub use step_kind::StepKind;
pub use supposing::SupposeError;
pub use times::Times;
pub use unit::Unit;
