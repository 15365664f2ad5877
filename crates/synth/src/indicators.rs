//! Computes the indicators of a whole lake: registry, fold, parts by village, county by county.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::NaiveDate;
use indicator::{Aggregate, Indicator, Measure, Tally};
use lake::{declaration::Facts, expression::Expression, sql};
use serde::Serialize;

use crate::{in_parallel, lake_folder, screening::fold_county};

/// An indicator with its parameters as they apply.
pub type WithParameters<'a> = (&'a Indicator, BTreeMap<String, i64>);

/// What was computed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Computed {
    /// Counties computed.
    pub counties: usize,
    /// Households of the registries.
    pub households: u64,
    /// Indicators.
    pub indicators: usize,
    /// Facts that were folded for them.
    pub facts: usize,
    /// Numbers: one for each indicator and village that has a part in it.
    pub village_values: u64,
    /// What all villages come to, by indicator, in the unit people write.
    pub values: BTreeMap<String, Option<String>>,
    /// The parts of these, in stored units.
    pub parts: BTreeMap<String, Option<Tally>>,
}

/// Computes indicators over every county of the lake at `dir`, `threads` counties at a time.
///
/// # Errors
/// When a file of the lake is missing or damaged, or a number overflows.
pub fn compute_lake(
    dir: &Path,
    facts: &Facts,
    indicators: &[WithParameters<'_>],
    as_of: NaiveDate,
    threads: usize,
) -> anyhow::Result<Computed> {
    let counties = lake_folder::counties(dir)?;
    compute_counties(dir, &counties, facts, indicators, as_of, threads)
}

/// Computes indicators over some counties of the lake at `dir`: what is to be done again when the
/// feeds of these changed.
///
/// # Errors
/// As [`compute_lake`].
pub fn compute_counties(
    dir: &Path,
    counties: &[String],
    facts: &Facts,
    indicators: &[WithParameters<'_>],
    as_of: NaiveDate,
    threads: usize,
) -> anyhow::Result<Computed> {
    let wanted = facts.closure(indicators.iter().flat_map(|(it, _)| it.facts()));
    let computed = in_parallel::each(counties, threads, |county| {
        of_county(dir, county, facts, &wanted, indicators, as_of)
    })?;
    let mut done = Computed {
        counties: counties.len(),
        indicators: indicators.len(),
        facts: wanted.len(),
        ..Computed::default()
    };
    let mut whole: Vec<Option<Tally>> = vec![None; indicators.len()];
    for (households, parts) in computed {
        done.households += households;
        for (known, villages) in whole.iter_mut().zip(parts) {
            done.village_values += villages.len() as u64;
            let county = villages.into_values().reduce(Tally::plus);
            *known = known.iter().copied().chain(county).reduce(Tally::plus);
        }
    }
    let names = indicators.iter().map(|(it, _)| it.id.clone());
    done.parts = names.zip(whole.iter().copied()).collect();
    let value = |(it, tally): (&WithParameters<'_>, Option<Tally>)| {
        let value = tally.and_then(|tally| tally.value(it.0.unit));
        (it.0.id.clone(), value.map(|it| it.to_string()))
    };
    done.values = indicators.iter().zip(whole).map(value).collect();
    Ok(done)
}

/// The households of a county, and the parts of every indicator by village.
type OfCounty = (u64, Vec<BTreeMap<i64, Tally>>);

fn of_county(
    dir: &Path,
    county: &str,
    facts: &Facts,
    wanted: &BTreeSet<usize>,
    indicators: &[WithParameters<'_>],
    as_of: NaiveDate,
) -> anyhow::Result<OfCounty> {
    let (snapshot, folded) = fold_county(dir, county, facts, wanted, as_of)?;
    let parts = indicators.iter().map(|(it, constants)| {
        indicator::compute(it, facts, &folded.sure, &snapshot, as_of, constants)
    });
    let parts = parts.collect::<anyhow::Result<Vec<_>>>()?;
    Ok((snapshot.households.len() as u64, parts))
}

/// What another engine has to agree with: one statement that gives a row of `indicator`, `numerator`,
/// `denominator`, `households` and `missing` for each, over the tables that [`sql::statement`] reads.
#[must_use]
pub fn statement(facts: &Facts, indicators: &[WithParameters<'_>], as_of: NaiveDate) -> String {
    let wanted = facts.closure(indicators.iter().flat_map(|(it, _)| it.facts()));
    let rows = indicators.iter().filter_map(|(it, constants)| sums(it, constants, as_of));
    let rows: Vec<String> = rows.collect();
    format!(
        "create temp table f as {};\n{}\norder by indicator\n",
        sql::statement(facts, &wanted, as_of),
        rows.join("\nunion all ")
    )
}

/// The parts of one indicator over all households of `f`; none when it is not of households.
fn sums(
    indicator: &Indicator,
    constants: &BTreeMap<String, i64>,
    as_of: NaiveDate,
) -> Option<String> {
    let Measure::Households { population, aggregate, .. } = &indicator.measure else { return None };
    let value = |it: &Expression| sql::value_of(&it.with_constants(constants), "f", as_of);
    let condition = |it: &Expression| sql::condition_of(&it.with_constants(constants), "f", as_of);
    let (above, below) = match aggregate.as_ref() {
        Aggregate::Count => ("1".to_owned(), None),
        Aggregate::Sum(it, _) => (value(it), None),
        Aggregate::Mean(it, _) => (value(it), Some("1".to_owned())),
        Aggregate::Share(it, _) => {
            (format!("cast({} as integer)", condition(it)), Some("1".to_owned()))
        }
        Aggregate::Ratio { value: above, per, .. } => (value(above), Some(value(per))),
    };
    let known = below.as_ref().map_or_else(String::new, |it| format!(" and {it} is not null"));
    let denominator = below.map_or_else(
        || "cast(null as bigint)".to_owned(),
        |it| format!("coalesce(sum({it}) filter ({above} is not null), 0)"),
    );
    let inside = population.as_ref().map_or_else(|| "true".to_owned(), condition);
    Some(format!(
        "select '{id}' as indicator, coalesce(sum({above}) filter ({above} is not null{known}), 0) as numerator, \
         {denominator} as denominator, count(*) as households, \
         count(*) filter (not ({above} is not null{known})) as missing from f where {inside}",
        id = indicator.id
    ))
}
