//! The history of records: every version says who did what, when, and what changed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::{Ledger, Plain};
use serde_json::json;
use store::{LedgerChange, LedgerRecord, WrittenRecord};

use super::{SEAL, Writer, cells::kinds};
use crate::ledgers::error::LedgerError;

impl Writer<'_> {
    /// Keeps that something was done with a record beside its fields: it gets the next version.
    /// `before` was read with every field.
    pub(in crate::ledgers) async fn note_beside(
        &mut self,
        ledger: &Ledger,
        before: &LedgerRecord,
        word: &str,
        detail: &serde_json::Value,
    ) -> Result<(), LedgerError> {
        let mut after = before.clone();
        after.version += 1;
        let regions = self.terms.home.definitions.regions.chain(after.region_id);
        let written = WrittenRecord { record: after.clone(), regions };
        if !self.tx.update_record(ledger, &kinds(ledger), &written, before.version).await? {
            return Err(LedgerError::Stale);
        }
        self.note(ledger, &[(before.id, &after)], word, self.terms.today, detail).await
    }

    pub(super) async fn note(
        &mut self,
        ledger: &Ledger,
        records: &[(i64, &LedgerRecord)],
        word: &str,
        day: NaiveDate,
        detail: &serde_json::Value,
    ) -> Result<(), LedgerError> {
        let detail = detail.to_string();
        let changes: Vec<(i64, LedgerChange)> = records
            .iter()
            .map(|(id, record)| {
                (
                    *id,
                    LedgerChange {
                        version: record.version,
                        at: self.now,
                        day,
                        account: self.actor.clone(),
                        action: word.to_owned(),
                        state: record.state.clone(),
                        detail: self.terms.home.keys.seal(SEAL, detail.as_bytes()),
                    },
                )
            })
            .collect();
        self.tx.append_ledger_changes(&ledger.id, &changes).await?;
        Ok(())
    }
}

/// What changed, for the history.
pub(super) fn changes(
    ledger: &Ledger,
    was: &BTreeMap<String, Plain>,
    changed: &BTreeMap<String, Plain>,
    reason: Option<&str>,
) -> serde_json::Value {
    let shown = |name: &str, value: Option<&Plain>| match (ledger.field(name), value) {
        (Some(field), Some(value)) => ledger.show(field, value, false),
        _ => String::new(),
    };
    let fields: BTreeMap<&String, [String; 2]> = changed
        .iter()
        .map(|(name, now)| (name, [shown(name, was.get(name)), shown(name, Some(now))]))
        .collect();
    json!({ "reason": reason, "fields": fields })
}
