//! Values that are printed beforehand, each with where it comes from.

use chrono::NaiveDate;
use kernel::Fen;

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Who says so: a department's file, a visit, the family itself.
    pub source: String,
    /// Of which day.
    pub as_of: Option<NaiveDate>,
}

/// A value that is known already, to be confirmed or corrected by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// As it is printed, its unit included; empty leaves a place for the pen.
    pub value: String,
    /// Where it comes from; none is for what needs no proof.
    pub origin: Option<Origin>,
}

/// Lines of amounts under one heading: 工资性收入, 生产经营性支出, 合规自付支出.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmountGroup {
    /// The heading.
    pub heading: String,
    /// Its lines, as the form of the region has them.
    pub lines: Vec<AmountLine>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmountLine {
    /// What it is: 务工收入, 低保金.
    pub item: String,
    /// Fen of the period; none leaves a place for the pen.
    pub amount: Option<Fen>,
    /// Where it comes from.
    pub origin: Option<Origin>,
    /// What else is known: who earns it, for how long.
    pub note: String,
}

impl Origin {
    /// `医保局（2026-10-31）`: it has to go into narrow cells.
    pub(crate) fn text(&self) -> String {
        match &self.as_of {
            Some(day) => format!("{}（{day}）", self.source),
            None => self.source.clone(),
        }
    }
}

/// The origins of a paper, numbered: a value in a narrow cell carries the number only, and a list
/// below says the rest.
#[derive(Default)]
pub(crate) struct Origins(Vec<Origin>);

impl Origins {
    /// Each origin once, in the order of the values.
    pub(crate) fn of<'a>(values: impl IntoIterator<Item = &'a Known>) -> Origins {
        let mut origins = Origins::default();
        for origin in values.into_iter().filter_map(|it| it.origin.as_ref()) {
            if !origins.0.contains(origin) {
                origins.0.push(origin.clone());
            }
        }
        origins
    }

    /// The number of a value's origin, from 1.
    pub(crate) fn mark(&self, value: &Known) -> Option<usize> {
        let origin = value.origin.as_ref().filter(|_| !value.value.is_empty())?;
        self.0.iter().position(|it| it == origin).map(|it| it + 1)
    }

    /// The list.
    pub(crate) fn list(&self) -> &[Origin] {
        &self.0
    }
}
