//! 台账的记录. Tables that follow from definitions, and what stands in them.
//!
//! A statement is put together from names that the `ledger` crate has checked and from formulas it
//! has understood; values are always bound.

mod cells;
mod findings;
mod history;
mod records;
mod tables;

pub use cells::{Cell, CellKind};
pub use findings::LedgerFinding;
pub use history::{Attachment, LedgerChange};
pub use records::{LedgerRecord, RecordAbout, RecordFilter, Searched, WrittenRecord};
pub use tables::LedgerTableError;
