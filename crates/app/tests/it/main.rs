//! Use cases on a real home folder: the repository's definitions, an empty database, and an
//! invented county.

mod access;
mod accounts;
mod appeal_files;
mod appeals;
mod appeals_inbox;
mod assistance;
mod audit;
mod benefits;
mod families;
mod household_events;
mod income;
mod indicators;
mod ledger_cases;
mod ledger_files;
mod ledger_lake;
mod ledger_money;
mod ledger_sent;
mod notices;
mod reports;
mod residence;
mod shocks;
mod sign_in;
mod support;
mod taking_over;
mod village;
