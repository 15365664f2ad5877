//! 补贴发放: which payments people and households of a county have received, with their rows.

use arrow::array::Array;
use chrono::NaiveDate;
use hashbrown::HashSet;
use kernel::{level::MatchLevel, value::date_of};

use crate::{fold::Evidence, scan::PartReader};

/// The canonical table.
pub const TABLE: &str = "payments";

/// One payment that is surely somebody's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payment {
    /// Position of the household in the snapshot.
    pub household: u32,
    /// Position of the person; none when the row only names the household.
    pub person: Option<u32>,
    /// What for, in the department's words.
    pub item: String,
    /// Fen.
    pub amount: i64,
    /// The day; some lists have none.
    pub paid_on: Option<NaiveDate>,
    /// Id of the source file (and sheet).
    pub file: i32,
    /// Row in it, from 1.
    pub row: i32,
}

/// Every payment of the evidence to somebody of the county. Rows that wait for somebody to decide
/// whose they are do not count; nothing when no list has arrived.
///
/// # Errors
/// When a part cannot be read.
pub fn payments(evidence: &Evidence<'_>) -> anyhow::Result<Option<Vec<Payment>>> {
    let Some(here) = evidence.parts.get(TABLE) else { return Ok(None) };
    let moved: HashSet<i64> = evidence.snapshot.moved_in.values().flatten().copied().collect();
    let elsewhere = evidence.parts_elsewhere.get(TABLE).into_iter().flatten();
    let columns = ["pid", "hid", "level", "file", "row", "item", "amount", "paid_on"];
    let mut found = Vec::new();
    let parts = here.iter().map(|it| (it, false)).chain(elsewhere.map(|it| (it, true)));
    for (path, only_moved_in) in parts {
        let mut part = PartReader::open(path, &columns)?;
        while let Some(rows) = part.next_rows()? {
            let column = |name: &str| rows.column(name);
            let number = |name: &str, row: usize| {
                column(name).and_then(|it| it.is_valid(row).then(|| it.value(row)))
            };
            for row in 0..rows.len() {
                let level = number("level", row).and_then(|it| i8::try_from(it).ok());
                if !level.and_then(MatchLevel::from_code).is_some_and(MatchLevel::is_sure) {
                    continue;
                }
                let pid = number("pid", row);
                if only_moved_in && !pid.is_some_and(|it| moved.contains(&it)) {
                    continue;
                }
                let person = pid.and_then(|it| evidence.snapshot.person(it));
                let household = match person {
                    Some(person) => Some(evidence.snapshot.household_of[person as usize]),
                    None if pid.is_none() => {
                        number("hid", row).and_then(|it| evidence.snapshot.household(it))
                    }
                    None => None,
                };
                let (Some(household), Some(amount)) = (household, number("amount", row)) else {
                    continue;
                };
                let small = |name: &str| {
                    number(name, row).and_then(|it| i32::try_from(it).ok()).unwrap_or_default()
                };
                found.push(Payment {
                    household,
                    person,
                    item: rows.text("item", row).unwrap_or_default(),
                    amount,
                    paid_on: number("paid_on", row).map(date_of),
                    file: small("file"),
                    row: small("row"),
                });
            }
        }
    }
    Ok(Some(found))
}
