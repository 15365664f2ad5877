//! A benefit with its formulas parsed and the figures of a region and a day put into them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lake::expression::{Expression, Input, Kind};
use policy::{Benefit, BenefitOutcome, Formula, Packs, Problem, Resolved, Unit};

/// The step that is the entitled amount.
pub(crate) const AMOUNT: &str = "amount";
/// The step that says as what somebody is entitled.
pub(crate) const CLASS: &str = "class";

/// A benefit ready to be computed.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// As the pack writes it.
    pub benefit: Benefit,
    /// The region it was compiled for.
    pub region: String,
    /// The day.
    pub on: NaiveDate,
    /// The figures in it: name in the formulas, full name, value and source.
    pub parameters: Vec<(String, String, Resolved)>,
    pub(crate) steps: Vec<Work>,
    /// Position of the step `amount`.
    pub(crate) amount: Option<usize>,
    /// Position of the step `class`.
    pub(crate) class: Option<usize>,
}

/// What a step computes.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    Value(Bound),
    Must(Bound),
    /// Alternatives in order; the last may hold always.
    Choose(Vec<Option<Bound>>),
}

/// A formula and where each of its inputs comes from.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) expression: Expression,
    pub(crate) sources: Vec<Source>,
    /// Positions among the sources that it cannot do without.
    pub(crate) needs: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Input(usize),
    Step(usize),
}

impl Work {
    pub(crate) fn bounds(&self) -> impl Iterator<Item = &Bound> {
        let list: Vec<&Bound> = match self {
            Work::Value(it) | Work::Must(it) => vec![it],
            Work::Choose(list) => list.iter().flatten().collect(),
        };
        list.into_iter()
    }
}

impl Compiled {
    /// Compiles one benefit for a region and a day.
    ///
    /// # Errors
    /// Everything that is wrong in it, with file and line.
    pub fn new(
        packs: &Packs,
        benefit: &Benefit,
        region: &str,
        on: NaiveDate,
    ) -> Result<Compiled, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut fault = |line: u32, message: String| {
            problems.push(Problem { file: benefit.file.clone(), line: Some(line), message });
        };
        let mut known: Vec<Input> = benefit
            .inputs
            .iter()
            .map(|it| Input { name: it.name.clone(), kind: Kind::of_unit(it.unit, &it.codes) })
            .collect();
        let mut constants = BTreeMap::new();
        let mut parameters = Vec::new();
        for it in &benefit.parameters {
            match packs.parameter(&it.parameter, region, on) {
                Some(found) if found.text.is_none() => {
                    known.push(Input {
                        name: it.name.clone(),
                        kind: Kind::of_unit(found.unit, &[]),
                    });
                    constants.insert(it.name.clone(), found.value);
                    parameters.push((it.name.clone(), it.parameter.clone(), found));
                }
                Some(_) => fault(it.line, format!("{} 是文字，不能参加计算", it.parameter)),
                None => fault(
                    it.line,
                    format!(
                        "{} 在 {on} 没有适用于 {} 的值；请写进 parameters/，或改待遇的 from、to",
                        it.parameter,
                        if region.is_empty() { "全国" } else { region },
                    ),
                ),
            }
        }
        let of_inputs = benefit.inputs.len();
        let mut steps = Vec::new();
        // A figure that is missing would make every formula that names it fail as well.
        if parameters.len() == benefit.parameters.len() {
            let mut names: Vec<String> = benefit.inputs.iter().map(|it| it.name.clone()).collect();
            for step in &benefit.steps {
                let bind = |expression: Expression| {
                    let expression = expression.with_constants(&constants);
                    let sources = expression
                        .inputs
                        .iter()
                        .filter_map(|name| names.iter().position(|it| it == name))
                        .map(|at| match at.checked_sub(of_inputs) {
                            None => Source::Input(at),
                            Some(step) => Source::Step(step),
                        })
                        .collect();
                    let needs = expression.needs();
                    Bound { expression, sources, needs }
                };
                let (work, kind) = match &step.formula {
                    Formula::Value { text, unit } => match Expression::parse(text, &known) {
                        Ok(it) if fits(&it.kind, *unit) => {
                            let kind = it.kind.clone();
                            (Work::Value(bind(it)), kind)
                        }
                        Ok(_) => {
                            let unit = unit.written().zh();
                            fault(
                                step.line,
                                format!("“{text}”算出来的不是{unit}，请改 unit 或式子"),
                            );
                            continue;
                        }
                        Err(error) => {
                            fault(step.line, error.to_string());
                            continue;
                        }
                    },
                    Formula::Must { text, .. } => match Expression::parse_condition(text, &known) {
                        Ok(it) => (Work::Must(bind(it)), Kind::Truth),
                        Err(error) => {
                            fault(step.line, error.to_string());
                            continue;
                        }
                    },
                    Formula::Choose(list) => {
                        let mut read = Vec::new();
                        for it in list {
                            match it
                                .when
                                .as_deref()
                                .map(|it| Expression::parse_condition(it, &known))
                            {
                                None => read.push(None),
                                Some(Ok(when)) => read.push(Some(bind(when))),
                                Some(Err(error)) => fault(it.line, error.to_string()),
                            }
                        }
                        let codes: Vec<String> = list.iter().map(|it| it.code.clone()).collect();
                        (Work::Choose(read), Kind::Code(codes.into()))
                    }
                };
                steps.push(work);
                names.push(step.name.clone());
                known.push(Input { name: step.name.clone(), kind });
            }
        }
        let at = |name: &str| benefit.steps.iter().position(|it| it.name == name);
        let (amount, class) = (at(AMOUNT), at(CLASS));
        let is_money =
            |it: usize| matches!(benefit.steps[it].formula, Formula::Value { unit: Unit::Fen, .. });
        if benefit.outcome == BenefitOutcome::Money && !amount.is_some_and(is_money) {
            fault(benefit.line, "给钱的待遇要有一步叫 amount，单位 yuan：应享受的金额".into());
        }
        if benefit.outcome == BenefitOutcome::InKind && amount.is_some() {
            fault(benefit.line, "不给钱的待遇（in_kind）不能有 amount 这一步，请改名".into());
        }
        if class.is_some_and(|it| !matches!(benefit.steps[it].formula, Formula::Choose(_))) {
            fault(benefit.line, "class 这一步要用 choose 写：以什么身份、哪一类享受".into());
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let benefit = benefit.clone();
        Ok(Compiled { benefit, region: region.to_owned(), on, parameters, steps, amount, class })
    }

    /// The facts it reads, by name.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.benefit.inputs.iter().filter_map(|it| it.fact.as_deref())
    }

    /// Whether one of its figures or the benefit itself rests on no document.
    #[must_use]
    pub fn uses_default(&self) -> bool {
        self.benefit.is_default || self.parameters.iter().any(|(_, _, it)| it.is_default)
    }
}

fn fits(kind: &Kind, unit: Unit) -> bool {
    match kind {
        Kind::Number => !matches!(unit, Unit::Bool | Unit::Date),
        Kind::Truth => unit == Unit::Bool,
        Kind::Date => unit == Unit::Date,
        Kind::Code(_) => false,
    }
}
