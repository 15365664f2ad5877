//! 台账: every ledger that packs define, for those who keep and those who read them.
//!
//! [`write`] is the only way in: one record or many, by hand or by file, all go through the same
//! rules in one unit of work with their history and audit. Reading follows the scope everywhere.

mod attachments;
mod cases;
mod choices;
mod error;
mod export;
mod figures;
mod findings;
mod given;
mod import;
mod lake;
mod linked;
mod media;
mod names;
mod openings;
mod paper;
mod payments;
mod read;
mod sheet;
mod shelf;
mod template;
mod terms;
mod view;
mod write;
mod writer;

use std::path::Path;

use ledger::{Ledgers, Outside};
use policy::{Packs, Problem};

pub(crate) use self::media::MEDIA;
pub use self::{
    attachments::{
        AttachedFile, AttachmentView, AttachmentsView, attach, attached, attachments, detach,
        largest_attachment, too_large,
    },
    cases::check_cases,
    choices::{LinkChoice, link_choices},
    error::{LedgerError, Refusal},
    export::{LedgerExport, SheetFormat, export, export_file},
    figures::{FigureRow, FigureView, figures},
    findings::{FindingRow, Looked, find, findings},
    given::Given,
    import::{
        ImportOrder, ImportedSheet, LedgerImport, QuarantinedRow, RecordsIn, import, import_sent,
        left_out_of, may_import_sent,
    },
    openings::{Opened, open_books},
    paper::{RecordPaper, paper},
    read::{RecordQuery, counts, history, list, menu, reveal, show, show_ledger},
    shelf::Shelf,
    template::template,
    view::{
        ActionView, ChangedField, CodeView, FieldView, LedgerGroup, LedgerLine, LedgerView,
        RecordChange, RecordCount, RecordValue, RecordView, SectionView, StateView,
    },
    write::{StepTaken, act, add, add_many, change, restore, void},
    writer::{Draft, Written},
};
use crate::{access::Access, home::Home};

pub(crate) use self::{
    given::given,
    lake::taken,
    linked::{LinkedRecords, LinkedTo, PriceFields, Quotation, linked_households, quotations},
    names::actor as actor_name,
    payments::payments,
    read::filled_in,
    write::{add_in, filled},
};

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
