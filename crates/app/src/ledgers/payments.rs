//! 补助发放: what ledgers say was paid to families and people, by the benefit it was paid for.

use chrono::NaiveDate;
use kernel::{Region, RegionLevel, value::date_of};
use store::{Scope, Tx};

use super::terms::Terms;
use crate::home::Home;

/// A payment a record of a ledger tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LedgerPayment {
    /// The benefit it was paid for.
    pub(crate) benefit: String,
    /// The ledger, in Chinese.
    pub(crate) ledger: String,
    /// The record.
    pub(crate) record: i64,
    /// The person, where the ledger is kept by person.
    pub(crate) person: Option<i64>,
    /// The household.
    pub(crate) household: i64,
    /// Fen.
    pub(crate) amount: i64,
    /// The day, where the record has one.
    pub(crate) paid_on: Option<NaiveDate>,
}

/// The payments in the ledgers of a county, as their definitions (`[payment]`) tell them on a day.
/// Records of people who are in no household any more are left out.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn payments(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    on: NaiveDate,
) -> anyhow::Result<Vec<LedgerPayment>> {
    let terms = Terms::of(home, county.id, on);
    let scope = Scope::region(county.id, RegionLevel::County);
    let mut found = Vec::new();
    for ledger in terms.ledgers.iter() {
        let Some(payment) = &ledger.payment else { continue };
        let Some(of) = ledger.field(&payment.of) else { continue };
        let condition = payment.condition.as_ref().map(|it| terms.condition(tx.engine(), it));
        let wanted = [&payment.amount, &payment.on].map(|it| terms.field(tx.engine(), ledger, it));
        let records = tx.records_about(ledger, &scope, condition.as_deref(), of, &wanted).await?;
        for it in records {
            let [amount, day] = it.values.as_slice() else { continue };
            let (Some(household), Some(amount)) = (it.household, amount.number()) else { continue };
            found.push(LedgerPayment {
                benefit: payment.benefit.clone(),
                ledger: ledger.words.zh.clone(),
                record: it.id,
                person: it.person,
                household,
                amount,
                paid_on: day.number().map(date_of),
            });
        }
    }
    Ok(found)
}
