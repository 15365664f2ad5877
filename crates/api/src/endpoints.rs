//! One file for each noun. A handler decodes, calls one use case, and shows what comes back.

#![allow(unused_qualifications, reason = "utoipa writes out the paths of parameters")]

pub(crate) mod accounts;
pub(crate) mod appeals;
pub(crate) mod assessments;
pub(crate) mod assistance;
pub(crate) mod audit;
pub(crate) mod benefits;
pub(crate) mod cases;
pub(crate) mod clues;
pub(crate) mod cockpit;
pub(crate) mod events;
pub(crate) mod health;
pub(crate) mod households;
pub(crate) mod identity;
pub(crate) mod imports;
pub(crate) mod income;
pub(crate) mod income_collections;
pub(crate) mod indicators;
pub(crate) mod jobs;
pub(crate) mod ledger_attachments;
pub(crate) mod ledger_files;
pub(crate) mod ledgers;
pub(crate) mod notices;
pub(crate) mod paper;
pub(crate) mod policy;
pub(crate) mod quality;
pub(crate) mod regions;
pub(crate) mod reports;
pub(crate) mod risk_alarms;
pub(crate) mod session;
pub(crate) mod tokens;
pub(crate) mod uploads;
pub(crate) mod visits;
