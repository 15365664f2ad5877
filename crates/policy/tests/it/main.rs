//! Packs as folders on disk: small ones written by the test, and the ones that are shipped.

mod appeals;
mod chains;
mod chains_refused;
mod chains_shipped;
mod diff;
mod fixture;
mod lists;
mod lists_shipped;
mod measures;
mod measures_shipped;
mod notices;
mod notices_refused;
mod notices_shipped;
mod overlay;
mod pages;
mod plan_values;
mod register;
mod rules_shipped;
mod shipped;
mod shocks;
mod strict;
