//! What makes an account worth a second look: conditions of the packs over accounts and facts.

use std::collections::BTreeMap;

use arrow::array::{Array, Int64Array};
use benefits::Column;
use chrono::NaiveDate;
use lake::expression::{Dates, Expression, Input, Kind, window_start};
use policy::{FactNames, IncomeCheck, Packs, Problem, Subject, Unit};

use crate::sheet::{STEPS, Sheet};

/// 上年人均纯收入: what a check may name besides steps, lines and facts.
const LAST: &str = "last_net_per_capita";

/// The checks of a region and a day, with their figures.
#[derive(Clone, Debug)]
pub struct Plausibility {
    checks: Vec<(IncomeCheck, Expression)>,
    on: NaiveDate,
}

impl Plausibility {
    /// Compiles the checks in force.
    ///
    /// # Errors
    /// Everything that is wrong in them, with file and line.
    pub fn compile(
        packs: &Packs,
        sheet: &Sheet,
        facts: &FactNames,
    ) -> Result<Plausibility, Vec<Problem>> {
        let names = names(sheet, facts);
        let mut problems = Vec::new();
        let mut checks = Vec::new();
        for check in packs.income_checks(&sheet.region, sheet.on) {
            let mut known = names.clone();
            let mut figures = BTreeMap::new();
            for (name, parameter) in &check.parameters {
                match packs.parameter(parameter, &sheet.region, sheet.on) {
                    Some(found) => {
                        known.push(Input { name: name.clone(), kind: Kind::Number });
                        figures.insert(name.clone(), found.value);
                    }
                    None => problems.push(Problem {
                        file: check.file.clone(),
                        line: Some(check.line),
                        message: format!("参数 {parameter} 在 {} 没有值，请补上", sheet.on),
                    }),
                }
            }
            match Expression::parse_condition(&check.when, &known) {
                Ok(it) => checks.push((check, it.with_constants(&figures))),
                Err(error) => problems.push(Problem {
                    file: check.file.clone(),
                    line: Some(check.line),
                    message: error.to_string(),
                }),
            }
        }
        match problems.is_empty() {
            true => Ok(Plausibility { checks, on: sheet.on }),
            false => Err(problems),
        }
    }

    /// The checks in order.
    pub fn iter(&self) -> impl Iterator<Item = &IncomeCheck> {
        self.checks.iter().map(|(check, _)| check)
    }

    /// Every name the conditions read.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.checks.iter().flat_map(|(_, it)| it.inputs.iter().map(String::as_str)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// For every household the positions of the checks that hold. `column` gives values by name;
    /// what it does not give, and what is absent, is unknown, and a condition on it does not hold.
    ///
    /// # Errors
    /// When a number overflows.
    pub fn judge(
        &self,
        rows: usize,
        column: &dyn Fn(&str) -> Option<Vec<i64>>,
    ) -> anyhow::Result<Vec<Vec<usize>>> {
        let dates = Dates { as_of: self.on, window_start: window_start(self.on, 12) };
        let mut found = vec![Vec::new(); rows];
        for (at, (_, expression)) in self.checks.iter().enumerate() {
            let columns: Vec<Int64Array> = expression
                .inputs
                .iter()
                .map(|name| match column(name) {
                    Some(values) => Column::of(values).into_array(),
                    None => Int64Array::new_null(rows),
                })
                .collect();
            let holds = expression.truths(&columns, rows, &dates)?;
            for (row, found) in found.iter_mut().enumerate() {
                if holds.is_valid(row) && holds.value(row) {
                    found.push(at);
                }
            }
        }
        Ok(found)
    }
}

fn names(sheet: &Sheet, facts: &FactNames) -> Vec<Input> {
    let number = |name: &str| Input { name: name.to_owned(), kind: Kind::Number };
    let mut names: Vec<Input> = STEPS.into_iter().filter(|it| *it != "class").map(number).collect();
    names.push(number(LAST));
    names.push(number("claims"));
    names.push(number("out_of_pocket"));
    names.extend(sheet.lines.iter().map(|it| number(&it.line.id)));
    for (name, info) in facts.iter().filter(|(_, it)| it.subject == Subject::Household) {
        let kind = match info.unit {
            Unit::Date => Kind::Date,
            Unit::Code => Kind::Code(info.codes.clone().into()),
            _ => Kind::Number,
        };
        if !names.iter().any(|it| it.name == *name) {
            names.push(Input { name: name.clone(), kind });
        }
    }
    names
}

/// Compiles the lines and checks of every region that has a pack, on the days on which something
/// of them begins. What is wrong, ordered by file and line.
#[must_use]
pub fn check(packs: &Packs, facts: &FactNames) -> Vec<Problem> {
    let mut problems = Vec::new();
    for region in packs.regions() {
        for day in packs.income_days(region) {
            if packs.income_lines(region, day).is_empty() {
                continue;
            }
            match Sheet::compile(packs, region, day) {
                Ok(sheet) => {
                    problems.extend(
                        Plausibility::compile(packs, &sheet, facts).err().into_iter().flatten(),
                    );
                }
                Err(error) => problems.push(Problem {
                    file: "income".to_owned(),
                    line: None,
                    message: format!("{error:#}"),
                }),
            }
        }
    }
    problems.sort_by(|one, other| {
        (&one.file, one.line, &one.message).cmp(&(&other.file, other.line, &other.message))
    });
    problems.dedup();
    problems
}
