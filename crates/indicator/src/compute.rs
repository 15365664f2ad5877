//! A value from the facts of a county's households, and the households behind it.

use std::collections::BTreeMap;

use arrow::array::{Array, BooleanArray, Int64Array};
use chrono::NaiveDate;
use lake::{
    declaration::Facts,
    expression::{Dates, Expression},
    fold::FactTable,
    snapshot::{ABSENT, Snapshot},
};
use policy::Unit;
use serde::{Deserialize, Serialize};

use crate::{
    amount::Amount,
    definition::{Aggregate, Indicator, Measure},
};

/// What a value is made of, in stored units (fen, persons, households). Parts of regions add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Above the line.
    pub numerator: i64,
    /// Below it; none for numbers and sums.
    pub denominator: Option<i64>,
    /// Households of the population.
    pub households: i64,
    /// Those of them for whom a fact has no value: they are in neither part.
    pub missing: i64,
}

/// One household's part in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Position in the snapshot.
    pub household: u32,
    /// What it adds above the line; none when a fact has no value.
    pub numerator: Option<i64>,
    /// What it adds below it.
    pub denominator: Option<i64>,
}

impl Tally {
    /// This and the other.
    #[must_use]
    pub fn plus(self, other: Tally) -> Tally {
        let denominator = match (self.denominator, other.denominator) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or(0).saturating_add(other.unwrap_or(0))),
        };
        Tally {
            numerator: self.numerator.saturating_add(other.numerator),
            denominator,
            households: self.households + other.households,
            missing: self.missing + other.missing,
        }
    }

    /// The value in the unit people write: yuan for fen, per cent for shares. None over nothing.
    #[must_use]
    pub fn value(&self, unit: Unit) -> Option<Amount> {
        let numerator = i128::from(self.numerator);
        match (self.denominator, unit.written()) {
            (None, Unit::Yuan) => Amount::ratio(numerator, 100),
            (None, _) => Amount::ratio(numerator, 1),
            (Some(per), Unit::Yuan) => Amount::ratio(numerator, i128::from(per).checked_mul(100)?),
            (Some(per), Unit::Percent) => Amount::ratio(numerator * 100, per.into()),
            (Some(per), _) => Amount::ratio(numerator, per.into()),
        }
    }
}

/// The parts of an indicator for each village, by its id. `constants` are its parameters as they
/// apply. Nothing for indicators of another kind.
///
/// # Errors
/// On overflow.
pub fn compute(
    indicator: &Indicator,
    facts: &Facts,
    table: &FactTable,
    snapshot: &Snapshot,
    as_of: NaiveDate,
    constants: &BTreeMap<String, i64>,
) -> anyhow::Result<BTreeMap<i64, Tally>> {
    let mut villages: BTreeMap<i64, Tally> = BTreeMap::new();
    for it in contributions(indicator, facts, table, snapshot, as_of, constants)? {
        let village = snapshot.households[it.household as usize].village;
        let part = Tally {
            numerator: it.numerator.unwrap_or(0),
            denominator: it.denominator,
            households: 1,
            missing: i64::from(it.numerator.is_none()),
        };
        let known = villages.entry(village).or_default();
        *known = known.plus(part);
    }
    // A village where everything is missing has nothing below the line rather than no line.
    if let Measure::Households { aggregate, .. } = &indicator.measure
        && !matches!(**aggregate, Aggregate::Count | Aggregate::Sum(..))
    {
        for it in villages.values_mut() {
            it.denominator = Some(it.denominator.unwrap_or(0));
        }
    }
    Ok(villages)
}

/// Every household of the population with what it adds, in the order of the snapshot.
///
/// # Errors
/// On overflow.
pub fn contributions(
    indicator: &Indicator,
    facts: &Facts,
    table: &FactTable,
    snapshot: &Snapshot,
    as_of: NaiveDate,
    constants: &BTreeMap<String, i64>,
) -> anyhow::Result<Vec<Contribution>> {
    let Measure::Households { population, aggregate, .. } = &indicator.measure else {
        return Ok(Vec::new());
    };
    let look = Look { facts, table, constants, as_of, rows: snapshot.households.len() };
    let inside = population.as_ref().map(|it| look.truths(it)).transpose()?;
    let above = match aggregate.as_ref() {
        Aggregate::Count => None,
        Aggregate::Sum(it, _) | Aggregate::Mean(it, _) => Some(look.numbers(it)?),
        Aggregate::Ratio { value, .. } => Some(look.numbers(value)?),
        Aggregate::Share(it, _) => {
            let truths = look.truths(it)?;
            let numbers = truths.iter().map(|it| it.map(i64::from));
            Some(numbers.collect::<Int64Array>())
        }
    };
    let below = match aggregate.as_ref() {
        Aggregate::Ratio { per, .. } => Some(look.numbers(per)?),
        _ => None,
    };
    let is_mean = matches!(**aggregate, Aggregate::Mean(..) | Aggregate::Share(..));
    let mut found = Vec::new();
    for (position, household) in (0..look.rows).zip(0_u32..) {
        // A condition that is unknown does not hold.
        if inside.as_ref().is_some_and(|it| it.is_null(position) || !it.value(position)) {
            continue;
        }
        let numerator = above.as_ref().map_or(Some(1), |it| at(it, position));
        let denominator = match &below {
            Some(it) => at(it, position),
            None => numerator.filter(|_| is_mean).map(|_| 1),
        };
        let whole = below.is_none() || denominator.is_some();
        let numerator = numerator.filter(|_| whole);
        let denominator = denominator.filter(|_| numerator.is_some());
        found.push(Contribution { household, numerator, denominator });
    }
    Ok(found)
}

fn at(column: &Int64Array, position: usize) -> Option<i64> {
    column.is_valid(position).then(|| column.value(position))
}

/// What expressions are evaluated over.
struct Look<'a> {
    facts: &'a Facts,
    table: &'a FactTable,
    constants: &'a BTreeMap<String, i64>,
    as_of: NaiveDate,
    rows: usize,
}

impl Look<'_> {
    fn truths(&self, expression: &Expression) -> anyhow::Result<BooleanArray> {
        let expression = expression.with_constants(self.constants);
        expression.truths(&self.columns(&expression), self.rows, &self.dates())
    }

    fn numbers(&self, expression: &Expression) -> anyhow::Result<Int64Array> {
        let expression = expression.with_constants(self.constants);
        expression.numbers(&self.columns(&expression), self.rows, &self.dates())
    }

    fn dates(&self) -> Dates {
        Dates { as_of: self.as_of, window_start: self.as_of }
    }

    /// Facts that were not computed have no value for anybody.
    fn columns(&self, expression: &Expression) -> Vec<Int64Array> {
        let column = |name: &String| {
            self.facts.position(name).and_then(|it| self.table.column(it)).map_or_else(
                || Int64Array::new_null(self.rows),
                |values| {
                    values.iter().map(|it| (*it != ABSENT).then_some(*it)).collect::<Int64Array>()
                },
            )
        };
        expression.inputs.iter().map(column).collect()
    }
}
