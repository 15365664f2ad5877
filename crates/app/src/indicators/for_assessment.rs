//! What the yearly assessment takes from indicators and ledgers: populations to sample, and numbers
//! with where they come from.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use indicator::{Amount, contributions};
use kernel::{Month, Region};
use store::{Tx, WhichValues};

use super::{facts_of_month::FactsOfMonth, from_ledgers::amount_of, values::values_of};
use crate::{
    home::Home,
    ledgers::{self, LedgerError, RecordQuery},
    staff::Staff,
};

/// The households of some indicators' populations in a county's month.
#[derive(Debug)]
pub(crate) struct Populations {
    /// Fingerprint of everything they depend on.
    pub(crate) inputs_hash: String,
    /// By indicator: our own numbers of the households.
    pub(crate) households: Vec<(String, Vec<i64>)>,
    /// The village of each of them.
    pub(crate) villages: BTreeMap<i64, i64>,
    /// Tables that have not arrived; then some population is not known.
    pub(crate) missing_tables: Vec<String>,
}

/// A number with where it comes from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Number {
    /// In the unit people write; none when it is unknown.
    pub(crate) value: Option<Amount>,
    /// The unit in Chinese.
    pub(crate) unit: String,
    /// What it is called.
    pub(crate) zh: String,
    /// The same in English.
    pub(crate) en: String,
    /// How it is computed.
    pub(crate) formula: String,
    /// Where the definition comes from.
    pub(crate) basis: Option<String>,
    /// The period it belongs to.
    pub(crate) period: Option<String>,
    /// Above the line, in stored units.
    pub(crate) numerator: Option<i64>,
    /// Below it.
    pub(crate) denominator: Option<i64>,
    /// Households of the population.
    pub(crate) households: Option<i64>,
    /// Those of them without a value.
    pub(crate) missing: Option<i64>,
    /// The document, of a number somebody entered.
    pub(crate) document: Option<String>,
    /// When it was stated.
    pub(crate) stated_at: Option<DateTime<Utc>>,
}

/// The households of these indicators' populations.
pub(crate) async fn populations(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    month: Month,
    indicators: &[&str],
) -> anyhow::Result<Populations> {
    let mut facts = FactsOfMonth::of(home, tx, county, month).await?;
    facts.indicators.retain(|it| indicators.contains(&it.id.as_str()));
    let table = facts.fold(&facts.indicators)?;
    let mut found = Populations {
        inputs_hash: facts.hash(),
        households: Vec::new(),
        villages: BTreeMap::new(),
        missing_tables: Vec::new(),
    };
    let snapshot = &facts.evidence.snapshot;
    for id in indicators {
        let Some(it) = facts.indicators.iter().find(|it| it.id == *id) else {
            anyhow::bail!("指标 {id} 在这个月没有定义");
        };
        found.missing_tables.extend(facts.missing_tables(it, &table));
        let Some(constants) = facts.constants(it) else {
            anyhow::bail!("指标 {id} 的参数在这一天没有值");
        };
        let declared = &home.definitions.facts;
        let parts =
            contributions(it, declared, &table, snapshot, facts.evidence.as_of, &constants)?;
        let mut households = Vec::with_capacity(parts.len());
        for part in parts {
            let household = &snapshot.households[part.household as usize];
            households.push(household.hid);
            found.villages.insert(household.hid, household.village);
        }
        found.households.push(((*id).to_owned(), households));
    }
    found.missing_tables.sort();
    found.missing_tables.dedup();
    Ok(found)
}

/// The newest value of an indicator in the year up to a month; none when the region has no such
/// indicator.
pub(crate) async fn indicator_number(
    home: &Home,
    tx: &mut Tx,
    region: &Region,
    indicator: &str,
    month: Month,
) -> anyhow::Result<Option<Number>> {
    let definition = home.definitions.indicators.get(region.leading_digits(), indicator);
    let Some(definition) = definition else { return Ok(None) };
    let which = WhichValues { indicator: Some(indicator), ..WhichValues::default() };
    let values = values_of(home, tx, region, which).await?;
    let until = month.last_day();
    let newest = values
        .get(indicator)
        .into_iter()
        .flatten()
        .filter(|it| it.period.to() <= until && it.period.to().year() == month.year)
        .max_by_key(|it| it.period.to());
    let row = newest.and_then(|it| it.rows.first());
    let tally = newest.and_then(|it| it.tally);
    Ok(Some(Number {
        value: newest.and_then(|it| it.amount),
        unit: definition.unit.zh().to_owned(),
        zh: definition.zh.clone(),
        en: definition.en.clone(),
        formula: definition.formula(),
        basis: Some(definition.basis.text.clone()),
        period: newest.map(|it| it.period.to_string()),
        numerator: tally.map(|it| it.numerator),
        denominator: tally.and_then(|it| it.denominator),
        households: tally.map(|it| it.households),
        missing: tally.map(|it| it.missing),
        document: row.and_then(|it| it.document.clone()),
        stated_at: row.map(|it| it.stated_at),
    }))
}

/// A figure of a ledger for a region and a year, as the whole region has it; without a value when
/// the ledger has no record there: nothing recorded is not the number zero.
pub(crate) async fn ledger_number(
    home: &Home,
    staff: &Staff,
    region: &Region,
    (ledger, figure): (&str, &str),
    year: i32,
    today: NaiveDate,
) -> Result<Number, LedgerError> {
    let reader = staff.reading_all_of(region);
    let records = ledgers::counts(home, &reader, ledger, &RecordQuery::default(), today).await?;
    let code = Some(region.stat_code.as_str());
    let figures = ledgers::figures(home, &reader, ledger, code, Some(year), today).await?;
    let Some(it) = figures.into_iter().find(|it| it.figure == figure) else {
        return Ok(Number { zh: format!("{ledger}.{figure}"), ..Number::default() });
    };
    let any = records.iter().any(|it| 0 < it.records);
    let condition = it.condition.as_deref().map(|it| format!(" where {it}")).unwrap_or_default();
    Ok(Number {
        value: any.then(|| amount_of(&it)).flatten(),
        unit: policy::Unit::from_name(&it.unit).map_or("", |it| it.written().zh()).to_owned(),
        zh: it.zh.clone(),
        en: it.en.clone(),
        formula: format!("{ledger}.{figure} = {}{condition}", it.formula),
        period: Some(year.to_string()),
        ..Number::default()
    })
}
