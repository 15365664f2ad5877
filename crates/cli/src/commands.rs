//! One file per command.

pub mod accounts;
pub mod appeals;
pub mod assessment;
pub mod audit;
pub mod batches;
pub mod bench;
pub mod benefits;
pub mod cases;
pub mod check;
pub mod clues;
pub mod explain;
pub mod facts;
pub mod households;
pub mod import;
pub mod income;
pub mod indicators;
pub mod ledgers;
pub mod policy;
pub mod precision;
pub mod quarantine;
pub mod regions;
pub mod screen;
pub mod serve;
pub mod simulate;
pub mod stories;
pub mod synth;
