//! An import under way: rows are judged, written, or left out with their reasons.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use intake::Record;
use ledger::{Ledger, Plain, ValueFault};
use store::{LedgerRecord, RecordFilter, Scope};

use super::{
    header::Layout,
    lookup::Lookups,
    opened::Opened,
    report::{LedgerImport, QuarantinedRow},
};
use crate::ledgers::{
    error::{LedgerError, Refusal},
    sheet::{Slot, texts},
    writer::{Change, Draft, Step, Writer},
};

/// How many rows that were left out are kept with their cells; of more, the number is told.
const MOST_KEPT: usize = 50_000;

/// A row of the file.
pub(super) struct Line {
    pub(super) sheet: usize,
    pub(super) row: u32,
    pub(super) record: Record,
}

/// A row that was left out, with its cells.
pub(super) struct LeftOut {
    pub(super) line: Line,
    pub(super) reasons: Vec<ValueFault>,
}

impl LeftOut {
    pub(super) fn told(self, opened: &Opened) -> QuarantinedRow {
        let (zh, en) = self.reasons.into_iter().map(|it| (it.zh, it.en)).unzip();
        QuarantinedRow {
            sheet: opened.sheets[self.line.sheet].name.clone(),
            row: self.line.row,
            reasons_zh: zh,
            reasons_en: en,
        }
    }
}

/// A record that a row of the file is about.
pub(super) struct Known {
    pub(super) record: LedgerRecord,
    /// What an export would say now, by column of the layout.
    pub(super) texts: Vec<String>,
}

/// What a row asks for.
pub(super) enum Asked {
    New(Draft),
    Change { record: Box<LedgerRecord>, values: BTreeMap<String, Plain> },
    Nothing,
}

/// An import under way.
pub(super) struct Work<'w, 'a> {
    pub(super) writer: Writer<'w>,
    pub(super) ledger: &'a Ledger,
    pub(super) region_id: i64,
    pub(super) scope: Scope,
    pub(super) lookups: Lookups<'a>,
    /// Places that were looked up, by township and village.
    pub(super) places: HashMap<(String, String), Result<i64, ValueFault>>,
    /// Records that were named, with the row.
    pub(super) seen: HashMap<i64, u32>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) report: &'w mut LedgerImport,
}

impl Work<'_, '_> {
    /// Reads what the columns of a sheet need to be understood.
    pub(super) async fn load(&mut self, layout: &Layout) -> Result<(), LedgerError> {
        for column in &layout.columns {
            if let Slot::Field(at) | Slot::Key(at) = column.slot {
                let field = &self.ledger.fields[at];
                self.lookups.load(self.writer.tx, self.ledger, field).await?;
            }
        }
        Ok(())
    }

    /// Takes some rows.
    pub(super) async fn take(
        &mut self,
        layout: &Layout,
        lines: Vec<Line>,
    ) -> Result<(), LedgerError> {
        let known = self.known(layout, &lines).await?;
        let mut new = Vec::new();
        let mut changed = Vec::new();
        for line in lines {
            match self.judge(layout, &line, &known) {
                Ok(Asked::New(draft)) => new.push((line, draft)),
                Ok(Asked::Change { record, values }) => changed.push((line, record, values)),
                Ok(Asked::Nothing) => self.report.unchanged += 1,
                Err(reasons) => self.leave_out(line, reasons),
            }
        }
        self.add(new).await?;
        for (line, record, values) in changed {
            let change = Change { word: "import", reason: None, step: Step::Stay };
            let done = self.writer.try_apply(self.ledger, &record, &values, change).await?;
            match done {
                Ok(_) => self.report.changed += 1,
                Err(refusals) => self.leave_out(line, refusals.into_iter().map(told).collect()),
            }
        }
        Ok(())
    }

    /// Records new ones. Of two that may not both be there the first is taken, and the second is
    /// asked for after it, so that it is refused for what it is.
    async fn add(&mut self, mut rows: Vec<(Line, Draft)>) -> Result<(), LedgerError> {
        while !rows.is_empty() {
            let mut taken = BTreeSet::new();
            let (now, later): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, draft)| {
                let keys = twin_keys(self.ledger, draft);
                let is_first = keys.iter().all(|it| !taken.contains(it));
                taken.extend(keys);
                is_first
            });
            rows = later;
            let (lines, drafts): (Vec<Line>, Vec<Draft>) = now.into_iter().unzip();
            let written = self.writer.add(self.ledger, &drafts, "import").await?;
            for ((line, draft), written) in lines.into_iter().zip(&drafts).zip(written) {
                match written {
                    Ok(id) => {
                        self.report.added += 1;
                        let title = draft.values.get(&self.ledger.title);
                        self.lookups.written(self.ledger, id, title);
                    }
                    Err(refusals) => {
                        self.leave_out(line, refusals.into_iter().map(told).collect());
                    }
                }
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, line: Line, reasons: Vec<ValueFault>) {
        self.report.quarantined_rows += 1;
        if self.left_out.len() < MOST_KEPT {
            self.left_out.push(LeftOut { line, reasons });
        }
    }

    /// The records that these rows are about.
    async fn known(
        &mut self,
        layout: &Layout,
        lines: &[Line],
    ) -> Result<HashMap<i64, Known>, LedgerError> {
        let mut known = HashMap::new();
        let Some(at) = layout.at(Slot::Record) else { return Ok(known) };
        let ids: BTreeSet<i64> =
            lines.iter().filter_map(|it| layout.cell(at, &it.record).parse().ok()).collect();
        if ids.is_empty() {
            return Ok(known);
        }
        let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let filter = RecordFilter {
            condition: Some(format!("r.id in ({})", list.join(", "))),
            ..RecordFilter::default()
        };
        let fields = &self.ledger.fields;
        let names: Vec<&str> = fields.iter().map(|it| it.name.as_str()).collect();
        let Writer { tx, terms, .. } = &mut self.writer;
        let mut records = Vec::new();
        for voided in [false, true] {
            let filter = RecordFilter { voided, ..filter.clone() };
            let most = i64::try_from(ids.len()).unwrap_or(i64::MAX);
            records
                .extend(tx.records(self.ledger, &names, &self.scope, &filter, None, most).await?);
        }
        let slots: Vec<Slot> = layout.columns.iter().map(|it| it.slot).collect();
        let texts = texts(tx, terms, self.ledger, &slots, &records).await?;
        for (record, texts) in records.into_iter().zip(texts) {
            known.insert(record.id, Known { record, texts });
        }
        Ok(known)
    }
}

/// What a draft must not share with another, one text for each combination; none where something
/// is blank.
fn twin_keys(ledger: &Ledger, draft: &Draft) -> Vec<String> {
    let is_filled_in = |name: &str| {
        ledger.field(name).is_some_and(|it| it.otherwise.is_some() || it.value.is_some())
    };
    let key = |(number, names): (usize, &Vec<String>)| {
        let mut key = format!("{number}");
        for name in names {
            let part = match (name.as_str(), draft.values.get(name)) {
                ("region", _) => draft.region_id.to_string(),
                (_, Some(Plain::Number(it))) => it.to_string(),
                (_, Some(Plain::Text(it))) => it.clone(),
                // What is filled in or computed may make them differ, or not.
                _ if is_filled_in(name) => String::new(),
                // A blank is like no other; of several fields together, blanks are alike.
                _ if names.len() == 1 => return None,
                _ => String::new(),
            };
            key.push('\u{1F}');
            key.push_str(&part);
        }
        Some(key)
    };
    ledger.unique.iter().enumerate().filter_map(key).collect()
}

fn told(it: Refusal) -> ValueFault {
    ValueFault { zh: it.zh, en: it.en }
}
