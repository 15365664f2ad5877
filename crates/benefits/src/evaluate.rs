//! Computing a benefit for many at once.
//!
//! Rows are worked through some thousand at a time, all steps on them, so that what one step leaves
//! is still near when the next one reads it.

use std::collections::BTreeMap;

use anyhow::Context;
use arrow::{
    array::{Array, Int64Array},
    buffer::NullBuffer,
};
use lake::expression::{Dates, window_start};
use lake::snapshot::ABSENT;

use crate::{
    column::{Column, values},
    compile::{Bound, Compiled, Source, Work},
    explain::State,
};

/// Rows worked on at a time.
const ROWS: usize = 8 * 1024;
/// No step decides: everything holds.
const NONE: u8 = u8::MAX;

/// Who is entitled to what, by position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entitlements {
    /// Entitled amounts in fen: 0 for those who are not, and [`ABSENT`] where something is unknown.
    /// Empty for what is given in kind.
    pub amounts: Vec<i64>,
    /// Position of the alternative of the step `class`; empty when there is no such step.
    pub classes: Vec<i64>,
    states: Vec<u8>,
    steps: Vec<u8>,
}

impl Entitlements {
    /// How many were computed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// Whether the one at a position is entitled.
    #[must_use]
    pub fn state(&self, at: usize) -> State {
        match self.states[at] {
            0 => State::Entitled,
            1 => State::NotEntitled,
            _ => State::Unknown,
        }
    }

    /// The step at which the one at a position fails, or cannot be told; none for the entitled.
    #[must_use]
    pub fn step(&self, at: usize) -> Option<usize> {
        (self.steps[at] != NONE).then(|| usize::from(self.steps[at]))
    }
}

impl Compiled {
    /// Computes `rows` people or households. `column` gives the values of an input by its name;
    /// where it gives none, or a value is absent, what the benefit takes for granted counts.
    ///
    /// # Errors
    /// When a column is shorter than `rows`, or a number overflows.
    pub fn evaluate(
        &self,
        rows: usize,
        column: &dyn Fn(&str) -> Option<Column>,
    ) -> anyhow::Result<Entitlements> {
        let mut all = Entitlements::default();
        self.for_parts(rows, column, |steps, count| self.decide(steps, count, &mut all))?;
        Ok(all)
    }

    /// The values of every step of `rows` people or households, by name of the step: whole fen,
    /// for alternatives the position, [`ABSENT`] where something is unknown. `column` as for
    /// [`Compiled::evaluate`].
    ///
    /// # Errors
    /// When a column is shorter than `rows`, or a number overflows.
    pub fn values(
        &self,
        rows: usize,
        column: &dyn Fn(&str) -> Option<Column>,
    ) -> anyhow::Result<BTreeMap<String, Vec<i64>>> {
        let names = self.benefit.steps.iter().map(|it| it.name.clone());
        let mut all: Vec<(String, Vec<i64>)> =
            names.map(|it| (it, Vec::with_capacity(rows))).collect();
        self.for_parts(rows, column, |steps, _| {
            for ((_, all), step) in all.iter_mut().zip(steps) {
                all.extend(values(step));
            }
        })?;
        Ok(all.into_iter().collect())
    }

    /// Works through the rows some thousand at a time.
    fn for_parts(
        &self,
        rows: usize,
        column: &dyn Fn(&str) -> Option<Column>,
        mut take: impl FnMut(&[Int64Array], usize),
    ) -> anyhow::Result<()> {
        let inputs = self.inputs(rows, column)?;
        let mut from = 0;
        while from < rows {
            let count = ROWS.min(rows - from);
            let slices: Vec<Int64Array> = inputs
                .iter()
                .map(|it| match it {
                    Given::Column(it) => it.slice(from, count),
                    Given::Same(Some(value)) => Int64Array::from_value(*value, count),
                    Given::Same(None) => Int64Array::new_null(count),
                })
                .collect();
            take(&self.steps_of(&slices, count)?, count);
            from += count;
        }
        Ok(())
    }

    fn inputs(
        &self,
        rows: usize,
        column: &dyn Fn(&str) -> Option<Column>,
    ) -> anyhow::Result<Vec<Given>> {
        let given = |it: &policy::BenefitInput| match column(&it.name) {
            None => Ok(Given::Same(it.otherwise)),
            Some(column) => {
                anyhow::ensure!(column.len() >= rows, "{} 只有 {} 行", it.name, column.len());
                Ok(Given::Column(match it.otherwise {
                    Some(value) => column.filled(value),
                    None => column.0,
                }))
            }
        };
        self.benefit.inputs.iter().map(given).collect()
    }

    /// Every step over the rows of `inputs`.
    pub(crate) fn steps_of(
        &self,
        inputs: &[Int64Array],
        rows: usize,
    ) -> anyhow::Result<Vec<Int64Array>> {
        let dates = Dates { as_of: self.on, window_start: window_start(self.on, 12) };
        let mut done: Vec<Int64Array> = Vec::with_capacity(self.steps.len());
        for (step, work) in self.benefit.steps.iter().zip(&self.steps) {
            let columns = |bound: &Bound| -> Vec<Int64Array> {
                let column = |it: &Source| match it {
                    Source::Input(at) => inputs[*at].clone(),
                    Source::Step(at) => done[*at].clone(),
                };
                bound.sources.iter().map(column).collect()
            };
            let told = || format!("{} 的“{}”", self.benefit.zh, step.zh);
            let value = match work {
                Work::Value(it) | Work::Must(it) => {
                    it.expression.numbers(&columns(it), rows, &dates).with_context(told)?
                }
                Work::Choose(list) => {
                    let mut chosen = vec![ABSENT; rows];
                    // From the last to the first, so that the first one that holds stays.
                    for (at, alternative) in list.iter().enumerate().rev() {
                        let at = i64::try_from(at).unwrap_or(ABSENT);
                        let Some(it) = alternative else {
                            chosen.fill(at);
                            continue;
                        };
                        let holds = it.expression.truths(&columns(it), rows, &dates);
                        let holds = holds.with_context(told)?;
                        let sure = match holds.nulls() {
                            None => holds.values().clone(),
                            Some(known) => holds.values() & known.inner(),
                        };
                        for (chosen, holds) in chosen.iter_mut().zip(&sure) {
                            *chosen = if holds { at } else { *chosen };
                        }
                    }
                    Column::of(chosen).0
                }
            };
            // A value that rests on something unknown is unknown, whichever way a `case` would go.
            // Conditions need no such rule: `and` and `or` know of the unknown themselves.
            let value = match work {
                Work::Must(_) => value,
                work => {
                    let needed = work.bounds().flat_map(|it| {
                        let columns = columns(it);
                        let nulls = |at: &usize| columns[*at].nulls().cloned();
                        it.needs.iter().filter_map(nulls).collect::<Vec<_>>()
                    });
                    let holes = needed.fold(value.nulls().cloned(), |one, other| {
                        NullBuffer::union(one.as_ref(), Some(&other))
                    });
                    Int64Array::new(value.values().clone(), holes)
                }
            };
            done.push(value);
        }
        Ok(done)
    }

    /// Adds the outcome of some rows to `all`. Nobody is entitled for whom a condition fails, though
    /// another is unknown; where none fails, the first unknown one decides.
    pub(crate) fn decide(&self, steps: &[Int64Array], rows: usize, all: &mut Entitlements) {
        let start = all.states.len();
        all.states.resize(start + rows, 0);
        all.steps.resize(start + rows, NONE);
        let (states, deciding) = (&mut all.states[start..], &mut all.steps[start..]);
        let musts = (0_u8..).zip(&self.steps).zip(steps);
        let musts: Vec<(u8, &Int64Array)> = musts
            .filter(|((_, work), _)| matches!(work, Work::Must(_)))
            .map(|((at, _), values)| (at, values))
            .collect();
        for (at, values) in &musts {
            let numbers = values.values();
            let holes = values.null_count() > 0;
            for row in 0..rows {
                let fails = numbers[row] == 0 && !(holes && values.is_null(row));
                if fails && deciding[row] == NONE {
                    (states[row], deciding[row]) = (1, *at);
                }
            }
        }
        for (at, values) in musts.iter().filter(|(_, it)| it.null_count() > 0) {
            for row in 0..rows {
                if values.is_null(row) && deciding[row] == NONE {
                    (states[row], deciding[row]) = (2, *at);
                }
            }
        }
        if let Some(at) = self.amount {
            let amounts = &steps[at];
            let step = u8::try_from(at).unwrap_or(NONE - 1);
            for row in 0..rows {
                if deciding[row] == NONE && amounts.is_null(row) {
                    (states[row], deciding[row]) = (2, step);
                } else if deciding[row] == NONE && amounts.value(row) <= 0 {
                    (states[row], deciding[row]) = (1, step);
                }
            }
            all.amounts.extend((0..rows).map(|row| match states[row] {
                0 => amounts.value(row),
                1 => 0,
                _ => ABSENT,
            }));
        }
        if let Some(at) = self.class {
            all.classes.extend(values(&steps[at]));
        }
    }
}

enum Given {
    Column(Int64Array),
    /// The same for everybody.
    Same(Option<i64>),
}
