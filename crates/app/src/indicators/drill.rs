//! What lies behind a number: the regions it adds up, and the households of a village, township or
//! county with the facts that were counted.

use chrono::{DateTime, NaiveDate, Utc};
use indicator::{Indicator, Measure, contributions};
use kernel::{Month, Period, Region, RegionLevel};
use lake::{fold::FactTable, snapshot::ABSENT};
use policy::Unit;
use serde::Serialize;
use serde_json::json;
use store::WhichValues;

use super::{
    counted,
    error::IndicatorError,
    facts_of_month::FactsOfMonth,
    values::{Found, end_of, values_of},
};
use crate::{home::Home, reach, staff::Staff};

/// Which number is to be opened.
#[derive(Debug, Clone, Copy)]
pub struct OpenOrder<'a> {
    /// The indicator.
    pub indicator: &'a str,
    /// Statistical code of the region.
    pub region: &'a str,
    /// The month.
    pub month: Month,
    /// The number as it was known at the end of this day; as it is known now when absent.
    pub as_of: Option<NaiveDate>,
    /// Leave out so many households from the beginning.
    pub after: usize,
    /// How many households at most.
    pub limit: usize,
}

/// A number with what lies behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OpenedIndicator {
    /// The indicator.
    pub indicator: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Statistical code of the region.
    pub region: String,
    /// The region, from the province on.
    pub region_name: String,
    /// The period.
    pub period: String,
    /// What it is counted in.
    pub unit: String,
    /// The value as a plain decimal.
    pub value: Option<String>,
    /// How it is computed.
    pub formula: String,
    /// Where the definition comes from.
    pub basis: String,
    /// Above the line, in stored units.
    pub numerator: i64,
    /// Below it.
    pub denominator: Option<i64>,
    /// Households of the population.
    pub households: i64,
    /// Those of them without a value.
    pub missing: i64,
    /// The data are those the number was computed from. When not, the households below are those
    /// of now, and the number waits to be computed again.
    pub same_inputs: bool,
    /// The regions it adds up; above the village.
    pub regions: Vec<RegionPart>,
    /// The households; from the county down.
    pub rows: Vec<HouseholdPart>,
    /// More households follow.
    pub more: bool,
}

/// A region's part in a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RegionPart {
    /// Statistical code.
    pub region: String,
    /// Name.
    pub name: String,
    /// Its own value.
    pub value: Option<String>,
    /// Above the line.
    pub numerator: Option<i64>,
    /// Below it.
    pub denominator: Option<i64>,
}

/// A household's part in a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HouseholdPart {
    /// Our own number of the household.
    pub household: i64,
    /// 户主.
    pub householder: Option<String>,
    /// Its township and village.
    pub village: String,
    /// What it adds above the line, in stored units; none when a fact has no value.
    pub numerator: Option<i64>,
    /// What it adds below it.
    pub denominator: Option<i64>,
    /// The facts the formula names.
    pub facts: Vec<FactShown>,
}

/// A fact of a household as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FactShown {
    /// The fact.
    pub fact: String,
    /// In Chinese.
    pub zh: String,
    /// The value with its unit; none when there is none.
    pub value: Option<String>,
}

/// Opens a number that was computed from households or counted in their cases and clues. Looking at families leaves a trace in the audit.
///
/// # Errors
/// [`IndicatorError::NotFound`] outside the scope or when there is no such number,
/// [`IndicatorError::NoIndicator`].
pub async fn open(
    home: &Home,
    staff: &Staff,
    order: &OpenOrder<'_>,
    now: DateTime<Utc>,
) -> Result<OpenedIndicator, IndicatorError> {
    let OpenOrder { indicator, region, month, as_of, after, limit } = *order;
    let as_of = as_of.and_then(end_of);
    let region = reach::region_in(home, &staff.scope, region).ok_or(IndicatorError::NotFound)?;
    let definition = home.definitions.indicators.get(region.leading_digits(), indicator);
    let definition = definition.ok_or_else(|| IndicatorError::NoIndicator(indicator.to_owned()))?;
    let mut tx = home.db.read().await?;
    let period = Period::Month(month).to_string();
    let which = WhichValues { indicator: Some(indicator), period: Some(&period), as_of };
    let values = values_of(home, &mut tx, region, which).await?;
    let computed = |it: &&Found| it.tally.is_some();
    let found = values.get(indicator).into_iter().flatten().find(computed);
    let (found, tally) =
        found.and_then(|it| Some((it, it.tally?))).ok_or(IndicatorError::NotFound)?;
    let mut opened = OpenedIndicator {
        indicator: definition.id.clone(),
        zh: definition.zh.clone(),
        en: definition.en.clone(),
        region: region.stat_code.clone(),
        region_name: home.definitions.regions.name_path(region.id),
        period: found.period.to_string(),
        unit: definition.unit.name().to_owned(),
        value: found.amount.map(|it| it.to_string()),
        formula: definition.formula(),
        basis: definition.basis.text.clone(),
        numerator: tally.numerator,
        denominator: tally.denominator,
        households: tally.households,
        missing: tally.missing,
        same_inputs: true,
        regions: Vec::new(),
        rows: Vec::new(),
        more: false,
    };
    let mut below: Vec<&Region> = home.definitions.regions.children(region.id).collect();
    below.sort_by(|a, b| a.stat_code.cmp(&b.stat_code));
    for part in below {
        let values = values_of(home, &mut tx, part, which).await?;
        let of = values.get(indicator).into_iter().flatten().find(computed);
        opened.regions.extend(of.map(|it| RegionPart {
            region: part.stat_code.clone(),
            name: part.name.clone(),
            value: it.amount.map(|it| it.to_string()),
            numerator: it.tally.map(|it| it.numerator),
            denominator: it.tally.and_then(|it| it.denominator),
        }));
    }
    let county = home.definitions.regions.chain(region.id).county;
    let Some(county) = county.and_then(|it| home.definitions.regions.get(it)) else {
        return Ok(opened);
    };
    let mut rows = match &definition.measure {
        // Nothing was folded: the number is the one of now when the record still gives it.
        Measure::Counted(wanted) => {
            let rows = counted::parts(home, &mut tx, definition, wanted, region, month).await?;
            let sum: i64 = rows.iter().filter_map(|it| it.numerator).sum();
            opened.same_inputs = sum == tally.numerator;
            rows
        }
        _ => {
            let facts = FactsOfMonth::of(home, &mut tx, county, month).await?;
            let run = tx.latest_indicator_run(county.id, &month.to_string(), as_of).await?;
            opened.same_inputs = run.is_some_and(|it| it.inputs_hash == facts.hash());
            let table = facts.fold(&[definition])?;
            parts(&facts, definition, &table, region)?
        }
    };
    if staff.scope.department.is_some() || staff.scope.helper.is_some() {
        let mut own = Vec::new();
        for it in rows {
            if tx.household_is_in(it.household, &staff.scope).await? {
                own.push(it);
            }
        }
        rows = own;
    }
    opened.more = after.saturating_add(limit) < rows.len();
    opened.rows = rows.into_iter().skip(after).take(limit).collect();
    let ids: Vec<i64> = opened.rows.iter().map(|it| it.household).collect();
    let heads = tx.heads_of(&ids).await?;
    for it in &mut opened.rows {
        let head = heads.iter().find(|(household, _)| *household == it.household);
        it.householder = head.map(|(_, name)| name.clone());
    }
    drop(tx);
    if !opened.rows.is_empty() {
        let mut tx = home.db.write().await?;
        let detail = json!({ "region": opened.region, "period": opened.period,
                             "after": after, "households": opened.rows.len() });
        tx.append_audit(now, &staff.actor(), "indicator.open", indicator, &detail).await?;
        tx.commit().await?;
    }
    Ok(opened)
}

/// Every household of a region that counts, in the order of the register.
fn parts(
    facts: &FactsOfMonth<'_>,
    indicator: &Indicator,
    table: &FactTable,
    region: &Region,
) -> anyhow::Result<Vec<HouseholdPart>> {
    let home = facts.home;
    let declared = &home.definitions.facts;
    let snapshot = &facts.evidence.snapshot;
    let as_of = facts.evidence.as_of;
    let Some(constants) = facts.constants(indicator) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for part in contributions(indicator, declared, table, snapshot, as_of, &constants)? {
        let household = &snapshot.households[part.household as usize];
        let inside = match region.level {
            RegionLevel::Village => household.village == region.id,
            RegionLevel::Township => household.township == region.id,
            _ => true,
        };
        if !inside {
            continue;
        }
        let shown = indicator.facts().into_iter().filter_map(|name| {
            let fact = declared.get(name)?;
            let column = declared.position(name).and_then(|it| table.column(it));
            let value = column.map(|it| it[part.household as usize]).filter(|it| *it != ABSENT);
            let unit = Unit::from_name(&fact.unit)?;
            let value = value.map(|it| unit.show(it));
            Some(FactShown { fact: name.to_owned(), zh: fact.zh.clone(), value })
        });
        let regions = &home.definitions.regions;
        let name = |id: i64| regions.get(id).map(|it| it.name.clone()).unwrap_or_default();
        found.push(HouseholdPart {
            household: household.hid,
            householder: None,
            village: format!("{}{}", name(household.township), name(household.village)),
            numerator: part.numerator,
            denominator: part.denominator,
            facts: shown.collect(),
        });
    }
    Ok(found)
}
