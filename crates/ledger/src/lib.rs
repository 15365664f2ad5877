//! The engine behind every ledger.
//!
//! A ledger is one definition file in a pack: fields, code lists, states and actions, what may not
//! be otherwise, what somebody is to look at, and the figures it gives. This crate reads the files,
//! understands their formulas and writes them out as SQL; what stands in a table is the store's
//! matter, and what becomes of a record the use cases'.
//!
//! **Invariant:** nothing here opens a database or knows who may do what. A pack's text never
//! reaches a database: only what [`Formula`] understood does.

mod check;
mod compile;
mod coverage;
mod field;
mod figure;
mod formula;
mod given;
mod lake_tables;
mod ledger;
mod ledgers;
mod life;
mod overlay;
mod read;
mod rule;
mod sql;
mod value;

pub use coverage::{AREAS, Coverage};
pub use field::{Field, FieldType};
pub use figure::Figure;
pub use formula::{Formula, Kind};
pub use given::{Lake, Measure, MeasureCode, Payment};
pub use lake_tables::{LakeTables, STATE_COLUMN, lake_tables};
pub use ledger::{Code, CodeList, Group, Ledger, Print, Section, Source, Words};
pub use ledgers::{Ledgers, Outside};
pub use life::{Action, State};
pub use rule::{Check, Must};
pub use sql::{Engine, Writing, column, table, unique_column};
pub use value::{Plain, ValueFault};
