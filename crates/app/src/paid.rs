//! 已发放: what was paid to the families of a county, by the departments' lists and by the ledgers.
//!
//! A list speaks for the whole county: whoever is not on it was not paid. A ledger speaks for whom it
//! names, since villages begin to keep it one by one.

use chrono::NaiveDate;
use kernel::Region;
use lake::payments as lists;
use store::Tx;

use crate::{evidence::CountyEvidence, home::Home, ledgers};

/// One payment to somebody of the county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Payment {
    /// Position of the household in the snapshot.
    pub(crate) household: u32,
    /// Position of the person; none when only the household is named.
    pub(crate) person: Option<u32>,
    /// What for, in the words of whoever paid; of a ledger its name.
    pub(crate) item: String,
    /// Fen.
    pub(crate) amount: i64,
    /// The day, where it is known.
    pub(crate) paid_on: Option<NaiveDate>,
    /// Where it stands.
    pub(crate) source: Source,
    /// Row of the file, or record of the ledger.
    pub(crate) row: i64,
}

/// Where a payment stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// In a department's list, by the id of its file.
    List(i32),
    /// In a ledger.
    Ledger {
        /// Its name.
        ledger: String,
        /// The benefit it was paid for.
        benefit: String,
    },
}

/// The payments that the evidence knows of, of lists first, and those of ledgers as of its day.
/// Nobody outside the county's register of the month is among them.
///
/// # Errors
/// When lists or ledgers cannot be read.
pub(crate) async fn payments(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    evidence: &CountyEvidence,
) -> anyhow::Result<Vec<Payment>> {
    let listed = lists::payments(&evidence.for_folding(home))?.unwrap_or_default();
    let mut all: Vec<Payment> = listed
        .into_iter()
        .map(|it| Payment {
            household: it.household,
            person: it.person,
            item: it.item,
            amount: it.amount,
            paid_on: it.paid_on,
            source: Source::List(it.file),
            row: it.row.into(),
        })
        .collect();
    for it in ledgers::payments(home, tx, county, evidence.as_of).await? {
        let Some(household) = evidence.snapshot.household(it.household) else { continue };
        let person = it.person.and_then(|it| evidence.snapshot.person(it));
        if it.person.is_some() && person.is_none() {
            continue;
        }
        all.push(Payment {
            household,
            person,
            item: it.ledger.clone(),
            amount: it.amount,
            paid_on: it.paid_on,
            source: Source::Ledger { ledger: it.ledger, benefit: it.benefit },
            row: it.record,
        });
    }
    Ok(all)
}

impl Payment {
    /// The file as it was given, or the ledger.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn told_by(&self, tx: &mut Tx) -> anyhow::Result<String> {
        Ok(match &self.source {
            Source::Ledger { ledger, .. } => format!("台账：{ledger}"),
            Source::List(file) => {
                let source = tx.source_file((*file).into()).await?;
                source.map(|it| it.path).unwrap_or_default()
            }
        })
    }
}
