//! What an indicator is.

use lake::expression::Expression;
use policy::{Basis, Unit};

use crate::counted::Counted;

/// 指标: something that can be measured in a region over a period.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// The identifier.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// What it is counted in, as people write it: 元 and per cent.
    pub unit: Unit,
    /// How it is measured.
    pub measure: Measure,
    /// How a value should move from its base to its target.
    pub path: Path,
    /// The day the definition begins to count.
    pub from: chrono::NaiveDate,
    /// Where it comes from.
    pub basis: Basis,
    /// The pack.
    pub pack: String,
    /// Leading digits of the pack's region.
    pub region: String,
    /// The file below the folder of packs.
    pub file: String,
    /// The line in it.
    pub line: u32,
}

/// How an indicator is measured.
#[derive(Clone, Debug)]
pub enum Measure {
    /// From the facts of households.
    Households {
        /// Which households count; every one when absent.
        population: Option<Expression>,
        /// The condition as it is written.
        population_text: Option<String>,
        /// What is computed over them.
        aggregate: Box<Aggregate>,
        /// Names in the formulas and the parameters they stand for.
        parameters: Vec<(String, String)>,
    },
    /// A number a ledger gives.
    Ledger {
        /// The ledger.
        ledger: String,
        /// Its figure.
        figure: String,
        /// The figure it is divided by, for a share.
        per: Option<String>,
        /// Townships and villages have it too, not only counties and what lies above them.
        below: bool,
    },
    /// Counted in the record of decisions: cases or clues.
    Counted(Counted),
    /// Entered by hand, with its document.
    Reported,
}

/// What is computed over the households of a population.
#[derive(Clone, Debug)]
pub enum Aggregate {
    /// Their number.
    Count,
    /// The sum of a value.
    Sum(Expression, String),
    /// The share of them for whom a condition holds.
    Share(Expression, String),
    /// The mean of a value.
    Mean(Expression, String),
    /// The sum of one value over the sum of another.
    Ratio {
        /// Above the line.
        value: Expression,
        /// As it is written.
        value_text: String,
        /// Below it.
        per: Expression,
        /// As it is written.
        per_text: String,
    },
}

/// How a value should move from its base to its target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Path {
    /// By the same amount each month.
    #[default]
    Linear,
    /// By the same rate each month.
    Compound,
}

impl Aggregate {
    /// The expressions it reads.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Aggregate::Count => Vec::new(),
            Aggregate::Sum(it, _) | Aggregate::Share(it, _) | Aggregate::Mean(it, _) => vec![it],
            Aggregate::Ratio { value, per, .. } => vec![value, per],
        }
    }
}

impl Indicator {
    /// The household facts its formulas name, without the parameters.
    #[must_use]
    pub fn facts(&self) -> Vec<&str> {
        let Measure::Households { population, aggregate, parameters, .. } = &self.measure else {
            return Vec::new();
        };
        let named = population.iter().chain(aggregate.expressions()).flat_map(|it| &it.inputs);
        let mut facts: Vec<&str> = named
            .map(String::as_str)
            .filter(|it| !parameters.iter().any(|(name, _)| name == it))
            .collect();
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    /// The parameters its formulas name: the name there, and `topic.key`.
    #[must_use]
    pub fn parameters(&self) -> &[(String, String)] {
        match &self.measure {
            Measure::Households { parameters, .. } => parameters,
            _ => &[],
        }
    }

    /// How it is computed, in one line.
    #[must_use]
    pub fn formula(&self) -> String {
        match &self.measure {
            Measure::Households { population_text, aggregate, .. } => {
                let of = population_text.as_deref().unwrap_or("true");
                match aggregate.as_ref() {
                    Aggregate::Count => format!("count() where {of}"),
                    Aggregate::Sum(_, it) => format!("sum({it}) where {of}"),
                    Aggregate::Share(_, it) => format!("share({it}) where {of}"),
                    Aggregate::Mean(_, it) => format!("mean({it}) where {of}"),
                    Aggregate::Ratio { value_text, per_text, .. } => {
                        format!("sum({value_text}) / sum({per_text}) where {of}")
                    }
                }
            }
            Measure::Ledger { ledger, figure, per: None, .. } => format!("{ledger}.{figure}"),
            Measure::Ledger { ledger, figure, per: Some(per), .. } => {
                format!("{ledger}.{figure} / {ledger}.{per}")
            }
            Measure::Counted(counted) => counted.formula(),
            Measure::Reported => String::new(),
        }
    }

    /// `households`, `ledger`, `cases`, `clues` or `reported`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.measure {
            Measure::Households { .. } => "households",
            Measure::Ledger { .. } => "ledger",
            Measure::Counted(Counted::Cases(_)) => "cases",
            Measure::Counted(Counted::Clues(_)) => "clues",
            Measure::Reported => "reported",
        }
    }
}
