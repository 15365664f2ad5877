//! The offline checker (疑点核查): finds doubtful data in the five exports of the national system.
//!
//! The exports are opened as they are, by [`intake`], and put into an in-memory SQLite database
//! whose tables and columns have Chinese names. A check is data: a number, a level, what it is
//! about, what to do, and a condition in SQL over those columns (`packs/*/checks/*.toml`). What
//! columns are called, and how the same thing is written differently, is data too.
//!
//! A check that reads a column which was not exported is *not judged*, and the report says which
//! column is missing: never a false finding, and never zero.
//!
//! ```no_run
//! # async fn example(packs: policy::Packs) -> anyhow::Result<()> {
//! let catalogue = quality::Catalogue::load("packs".as_ref(), &packs)?;
//! let order = quality::Order {
//!     files: vec![("监测对象信息.xlsx".into(), "监测对象信息.xlsx".into())],
//!     region: "532327".into(),
//!     on: "2023-10-31".parse()?,
//!     ..Default::default()
//! };
//! let outcome = quality::run(&catalogue, &packs, order, &|_| ()).await?;
//! quality::write_workbook("疑点.xlsx".as_ref(), &outcome)?;
//! # Ok(())
//! # }
//! ```

mod bind;
mod cases;
mod catalogue;
mod cells;
mod check;
mod compare;
mod database;
mod derive;
mod exempt;
mod judge;
mod load;
mod read;
mod recognise;
mod report;
mod run;
mod schema;
mod sound;
mod sql;
mod workbook;

pub use catalogue::Catalogue;
pub use check::{Check, Level, Object};
pub use exempt::{Exemption, read_exemptions};
pub use report::{
    Change, CheckResult, CheckState, Exempted, FileReport, Finding, ParameterView, PlaceTotal,
    Report,
};
pub use run::{Order, Outcome, Step, run};
pub use sound::problems;
pub use workbook::write_workbook;
