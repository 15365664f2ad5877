//! Which households records of a ledger lead to, and the quotations a ledger keeps: what events and
//! standing alarms read of a county's ledgers, whoever may see them.

use chrono::NaiveDate;
use kernel::{Region, RegionLevel, value::date_of};
use ledger::{FieldType, Ledger, STATE_COLUMN, column};
use store::{RecordFilter, Scope, Tx};

use super::{error::LedgerError, terms::Terms};
use crate::home::Home;

/// What a record has to point to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinkedTo {
    /// This record of another ledger.
    Record(i64),
    /// This code.
    Code(String),
    /// Whatever it is.
    Anything,
}

/// Which records of a ledger lead to households.
pub(crate) struct LinkedRecords<'a> {
    /// The ledger.
    pub(crate) ledger: &'a str,
    /// Its field with the household or person.
    pub(crate) of: &'a str,
    /// Its field that points to something, and to what.
    pub(crate) link: Option<(&'a str, &'a LinkedTo)>,
    /// The states that count; empty for all.
    pub(crate) states: &'a [String],
    /// The day whose definitions apply.
    pub(crate) as_of: NaiveDate,
}

/// The households of a county that records lead to: household, name of the ledger, record.
///
/// # Errors
/// [`LedgerError::NoLedger`] when the county has no such ledger; [`LedgerError::Internal`] when a
/// field or state that the packs name is not there.
pub(crate) async fn linked_households(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    wanted: &LinkedRecords<'_>,
) -> Result<Vec<(i64, String, i64)>, LedgerError> {
    let terms = Terms::of(home, county.id, wanted.as_of);
    let ledger = terms.ledger(wanted.ledger).ok_or(LedgerError::NoLedger)?;
    let of = ledger.field(wanted.of).ok_or_else(|| no_field(ledger, wanted.of))?;
    let condition = condition(ledger, wanted)?;
    let scope = Scope::region(county.id, RegionLevel::County);
    let condition = Some(condition).filter(|it| !it.is_empty());
    let records = tx.records_about(ledger, &scope, condition.as_deref(), of, &[]).await?;
    let found = records.into_iter().filter_map(|it| {
        let household = it.household?;
        Some((household, ledger.words.zh.clone(), it.id))
    });
    Ok(found.collect())
}

/// The condition in SQL. Nothing of it is anybody's text: columns and states are the definition's
/// own, a code is one of the field's.
fn condition(ledger: &Ledger, wanted: &LinkedRecords<'_>) -> Result<String, LedgerError> {
    let mut parts = Vec::new();
    if let Some((name, to)) = wanted.link {
        let field = ledger.field(name).ok_or_else(|| no_field(ledger, name))?;
        match (to, &field.ty) {
            (LinkedTo::Anything, _) => {}
            (LinkedTo::Record(id), FieldType::Link { .. }) => {
                parts.push(format!("r.{} = {id}", column(name)));
            }
            (LinkedTo::Code(code), FieldType::Code { list }) => {
                match ledger.list(list).and_then(|it| it.get(code)) {
                    Some(known) => parts.push(format!("r.{} = '{}'", column(name), known.code)),
                    None => return Ok("1 = 0".into()),
                }
            }
            _ => return Err(no_field(ledger, name)),
        }
    }
    if !wanted.states.is_empty() {
        let mut states = Vec::new();
        for it in wanted.states {
            let state = ledger.state(it).ok_or_else(|| no_field(ledger, it))?;
            states.push(format!("'{}'", state.name));
        }
        parts.push(format!("r.{STATE_COLUMN} in ({})", states.join(", ")));
    }
    Ok(parts.join(" and "))
}

/// A quotation of a ledger of prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// The record.
    pub(crate) record: i64,
    /// Of what.
    pub(crate) product: String,
    /// On which day.
    pub(crate) on: NaiveDate,
    /// Fen.
    pub(crate) fen: i64,
}

/// The fields of a ledger of prices.
pub(crate) struct PriceFields<'a> {
    /// The ledger.
    pub(crate) ledger: &'a str,
    /// Of what.
    pub(crate) product: &'a str,
    /// On which day.
    pub(crate) on: &'a str,
    /// The price.
    pub(crate) price: &'a str,
}

/// The quotations of a county, by record; voided ones are left out. None when the county has no such
/// ledger.
///
/// # Errors
/// When a field that the packs name is not there, or the database cannot be read.
pub(crate) async fn quotations(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    fields: &PriceFields<'_>,
    today: NaiveDate,
) -> Result<Option<Vec<Quotation>>, LedgerError> {
    let terms = Terms::of(home, county.id, today);
    let Some(ledger) = terms.ledger(fields.ledger) else { return Ok(None) };
    let names = [fields.product, fields.on, fields.price];
    for name in names {
        ledger.field(name).ok_or_else(|| no_field(ledger, name))?;
    }
    let scope = Scope::region(county.id, RegionLevel::County);
    let filter = RecordFilter::default();
    let records = tx.records(ledger, &names, &scope, &filter, None, i64::MAX).await?;
    let quotation = |it: store::LedgerRecord| {
        let [product, on, price] = it.cells.as_slice() else { return None };
        Some(Quotation {
            record: it.id,
            product: product.text()?.to_owned(),
            on: date_of(on.number()?),
            fen: price.number()?,
        })
    };
    let mut found: Vec<Quotation> = records.into_iter().filter_map(quotation).collect();
    found.sort_by_key(|it| it.record);
    Ok(Some(found))
}

fn no_field(ledger: &Ledger, name: &str) -> LedgerError {
    LedgerError::Internal(anyhow::anyhow!("台账 {} 没有 {name}：请核对政策包", ledger.words.zh))
}
