//! The store suite, on SQLite always and on PostgreSQL when `TEST_POSTGRES_URL` is set. One binary
//! for all of it: it links once.

mod accounts;
mod appeals;
mod assistance;
mod audit;
mod cases;
mod common;
mod imports;
mod income;
mod indicators;
mod jobs;
mod notices;
mod register;
mod reports;
mod schema;
mod screening;
mod shocks;
mod units_of_work;
mod visits;
