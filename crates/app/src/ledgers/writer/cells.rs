//! The values of a record as the database has them, and as they are read back.

use std::collections::BTreeMap;

use ledger::{Ledger, Plain};
use store::{Cell, CellKind, LedgerRecord};

use super::SEAL;
use crate::{home::Home, ledgers::error::LedgerError};

/// The fields of a ledger with what they hold.
pub(super) fn kinds(ledger: &Ledger) -> Vec<(String, CellKind)> {
    ledger.fields.iter().map(|it| (it.name.clone(), CellKind::of(it))).collect()
}

/// The cells of a record, in the order of the definition.
pub(super) fn sealed(home: &Home, ledger: &Ledger, values: &BTreeMap<String, Plain>) -> Vec<Cell> {
    let cell = |field: &ledger::Field| match values.get(&field.name) {
        None | Some(Plain::Blank) => Cell::Blank,
        Some(Plain::Number(it)) => Cell::Number(*it),
        Some(Plain::Text(it)) if field.is_sealed() => {
            Cell::Sealed(home.keys.seal(SEAL, it.as_bytes()))
        }
        Some(Plain::Text(it)) => Cell::Text(it.clone()),
    };
    ledger.fields.iter().map(cell).collect()
}

/// The values of a record that was read with every field.
pub(in crate::ledgers) fn opened(
    home: &Home,
    ledger: &Ledger,
    record: &LedgerRecord,
) -> Result<BTreeMap<String, Plain>, LedgerError> {
    let names: Vec<&str> = ledger.fields.iter().map(|it| it.name.as_str()).collect();
    opened_fields(home, &names, record)
}

/// The values of these fields of a record that was read with them.
pub(in crate::ledgers) fn opened_fields(
    home: &Home,
    names: &[&str],
    record: &LedgerRecord,
) -> Result<BTreeMap<String, Plain>, LedgerError> {
    let mut values = BTreeMap::new();
    for (name, cell) in names.iter().zip(&record.cells) {
        let value = match cell {
            Cell::Blank => Plain::Blank,
            Cell::Number(it) => Plain::Number(*it),
            Cell::Text(it) => Plain::Text(it.clone()),
            Cell::Sealed(it) => {
                let bytes = home.keys.open(SEAL, it).map_err(anyhow::Error::from)?;
                Plain::Text(String::from_utf8(bytes).map_err(anyhow::Error::from)?)
            }
        };
        values.insert((*name).to_owned(), value);
    }
    Ok(values)
}
