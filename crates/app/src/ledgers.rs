//! 台账: every ledger that packs define, for those who keep and those who read them.
//!
//! [`write`] is the only way in: one record or many, by hand or by file, all go through the same
//! rules in one unit of work with their history and audit. Reading follows the scope everywhere.

mod error;
mod figures;
mod findings;
mod names;
mod read;
mod shelf;
mod terms;
mod view;
mod write;
mod writer;

use std::path::Path;

use ledger::{Ledgers, Outside};
use policy::{Packs, Problem};

pub use self::{
    error::{LedgerError, Refusal},
    figures::{FigureRow, FigureView, figures},
    findings::{FindingRow, Looked, find, findings},
    read::{RecordQuery, counts, history, list, menu, reveal, show, show_ledger},
    shelf::Shelf,
    view::{
        ActionView, ChangedField, CodeView, FieldView, LedgerGroup, LedgerLine, LedgerView,
        RecordChange, RecordCount, RecordValue, RecordView, SectionView, StateView,
    },
    write::{StepTaken, act, add, add_many, change, restore, void},
    writer::{Draft, Written},
};
use crate::{access::Access, home::Home};

/// Makes the tables of the ledgers, once for each time a home is opened. Everything here begins
/// with it, so that whoever needs no ledger does not wait for them.
///
/// # Errors
/// When definitions would lose data, or the database cannot be written.
pub async fn ready(home: &Home) -> Result<(), LedgerError> {
    home.definitions.ledgers.ready(&home.db).await
}

/// Everything that is wrong with the ledgers of a folder of packs.
///
/// # Errors
/// When files cannot be read.
pub fn problems(folder: &Path, packs: &Packs) -> anyhow::Result<Vec<Problem>> {
    let roles = Access::get().names();
    Ok(Ledgers::read(folder, packs, &Outside { roles: &roles })?.1)
}
