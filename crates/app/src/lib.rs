//! Use cases: import, match, screen, work on cases, post notices, explain, export.
//!
//! Load, decide, save. Nothing here knows of HTTP or of the command line; the
//! time is passed in by the caller. Every change is one transaction with its
//! audit row.
//!
//! Reading order: [`definitions`] (what the files say), [`home`] (where a
//! deployment lives), [`register`] (who lives where), [`import`], [`evidence`]
//! (which files answer for a month), [`screen`], [`explain`], and the exports.
//! Help for monitored households: [`assistance`] (what to plan), [`assistance_coverage`] (who
//! waits), [`effect_reviews`], [`follow_ups`].
//! Who may come in: [`access`] (what `access.toml` says), [`staff`], [`sign_in`],
//! [`identity`], [`accounts`].

pub mod access;
pub mod account_error;
pub mod accounts;
pub mod appeal_files;
pub mod appeal_terms;
pub mod appeals;
pub mod assessment;
pub mod assistance;
pub mod assistance_coverage;
pub mod assistance_workbook;
pub mod audit;
pub mod audit_list;
pub mod batches;
pub mod benefits;
pub mod case_export;
mod case_opening;
mod case_summary;
pub mod cases;
pub mod clue_list;
pub mod clue_page;
pub mod cockpit;
pub mod definitions;
pub mod departments;
pub mod dossier;
pub mod effect_reviews;
pub mod evidence;
pub mod explain;
pub mod exported;
pub mod follow_ups;
pub mod home;
pub mod household_events;
pub mod households;
pub mod idempotency;
pub mod identity;
pub mod identity_settings;
pub mod import;
pub mod income;
pub mod indicators;
pub mod jobs;
pub mod ledgers;
pub mod no_figure;
mod notice_households;
pub mod notices;
pub mod packs_in_force;
mod paid;
pub mod paper;
pub mod password;
pub mod policy_catalogue;
pub mod policy_drafts;
pub mod policy_view;
pub mod precision;
pub mod public_page;
pub mod quality_runs;
pub mod quarantine_export;
pub mod reach;
pub mod register;
pub mod reports;
pub mod residence;
pub mod risk_alarms;
pub mod screen;
pub mod shocks;
pub mod sign_in;
pub mod simulate;
mod small_counts;
pub mod staff;
pub mod takeover;
mod taking;
pub mod task_items;
pub mod tokens;
pub mod totp;
pub mod uploads;
pub mod visits;
pub mod workbook;

pub use store::{AppealFilter, CaseFilter, Scope};
