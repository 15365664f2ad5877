//! What is known of a household before anybody in the village is asked, and what people entered
//! over it.

use std::collections::BTreeMap;

use ::income::{IncomePeriod, Known, LineFrom, LineValue, Sheet};
use policy::IncomeComponent;
use serde::{Deserialize, Serialize};
use store::IncomeEntry;

use super::period::stored;

/// What lists and the register say of a household in a period; kept with its account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Base {
    pub(super) members: Option<i64>,
    pub(super) out_of_poverty: bool,
    pub(super) monitored: bool,
    pub(super) no_labor: Option<bool>,
    pub(super) ethnicity: Option<String>,
    /// Lines that lists know, in fen.
    pub(super) feeds: BTreeMap<String, i64>,
    /// Totals of the national system, in fen.
    pub(super) totals: BTreeMap<IncomeComponent, i64>,
    /// Values of facts that the plausibility of an account is judged by.
    pub(super) facts: BTreeMap<String, i64>,
}

impl Base {
    /// With the entries of the household laid over it: an entry for the period, else the four
    /// quarters of it together, else what lists know.
    pub(super) fn known(
        &self,
        sheet: &Sheet,
        period: IncomePeriod,
        entries: &[&IncomeEntry],
    ) -> Known {
        let mut known = Known {
            members: self.members,
            out_of_poverty: self.out_of_poverty,
            no_labor: self.no_labor,
            lines: BTreeMap::new(),
            totals: BTreeMap::new(),
        };
        for (line, fen) in &self.feeds {
            let value = LineValue { fen: *fen, from: LineFrom::Feed };
            known.lines.insert(line.clone(), value);
        }
        for (component, fen) in &self.totals {
            let value = LineValue { fen: *fen, from: LineFrom::National };
            known.totals.insert(*component, value);
        }
        let quarters = period.quarters();
        for it in &sheet.lines {
            let line = it.line.id.as_str();
            if let Some(value) = newest(entries, period, line) {
                known.lines.insert(line.to_owned(), value);
            } else if period.months == 12 && !quarters.is_empty() {
                let parts = quarters.iter().map(|it| newest(entries, *it, line));
                let parts: Option<Vec<LineValue>> = parts.collect();
                if let Some(parts) = parts {
                    let fen = parts.iter().map(|it| it.fen).sum();
                    let value = LineValue { fen, from: LineFrom::Quarters };
                    known.lines.insert(line.to_owned(), value);
                }
            }
        }
        for component in IncomeComponent::ALL {
            if let Some(value) = newest(entries, period, component.word()) {
                known.totals.insert(component, value);
            }
        }
        known
    }
}

/// What was entered last for a line of a period; nothing when that was taken back.
fn newest(entries: &[&IncomeEntry], period: IncomePeriod, line: &str) -> Option<LineValue> {
    let (last, months) = stored(period);
    let of = |it: &&&IncomeEntry| it.line == line && it.period == last && it.months == months;
    let entry = entries.iter().rev().find(of)?;
    let from = LineFrom::from_word(&entry.kind).unwrap_or(LineFrom::Said);
    Some(LineValue { fen: entry.fen?, from })
}
