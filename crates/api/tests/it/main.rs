//! The interface through its router, as the people who use it.

mod access;
mod assessments;
mod cases;
mod documents;
mod events;
mod imports;
mod income;
mod jobs;
mod ledgers;
mod office;
mod oidc;
mod overview;
mod policy;
mod provider;
mod reports;
mod scope;
mod sessions;
