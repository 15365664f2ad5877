//! The declared facts as SQL, for the oracle test and for a cluster.
//!
//! One statement gives one row per household with a column per fact. It reads
//! the tables by their names, and two tables of the registry:
//! `registry_persons(pid, hid, birth, departed_on)` and
//! `registry_households(hid, gid, vid, out_of_poverty, monitored, eliminated, identified_on)`.
//! The dialect is what DuckDB and DataFusion share.

use std::{collections::BTreeSet, fmt::Write as _};

use chrono::{Datelike, NaiveDate};

use crate::{
    declaration::{Facts, RegistryFact, Source, Subject, TableFact, Take},
    expression::{Arithmetic, Comparison, Dates, Expression, Node},
};

/// The statement that computes the wanted facts (closed under their inputs) of
/// every household, from sure rows only.
#[must_use]
pub fn statement(facts: &Facts, wanted: &BTreeSet<usize>, as_of: NaiveDate) -> String {
    let mut steps: Vec<String> = Vec::new();
    let mut joins = [String::new(), String::new()];
    let mut done: BTreeSet<usize> = BTreeSet::new();

    // Base facts: one step each, grouped by person or household.
    for position in wanted {
        let fact = &facts.all()[*position];
        if let Source::Table(source) = &fact.source {
            let dates = fact.dates(as_of);
            let key = match fact.of {
                Subject::Person => "pid",
                Subject::Household => "hid",
            };
            steps.push(format!("base_{} as ({})", fact.name, base(source, key, &dates)));
            let index = usize::from(fact.of == Subject::Household);
            let _ = write!(
                joins[index],
                "\n    left join base_{0} on base_{0}.{key} = r.{key}",
                fact.name
            );
        }
    }

    // Levels: facts that only need what is already there, turn by turn.
    let dates = Dates { as_of, window_start: as_of };
    let mut level = 0;
    steps.push(person_base(facts, wanted, &joins[0], as_of));
    steps.push(household_base(facts, wanted, &joins[1], as_of));
    for position in wanted {
        if matches!(facts.all()[*position].source, Source::Table(_) | Source::Registry(_)) {
            done.insert(*position);
        }
    }
    while done.len() < wanted.len() {
        let ready: Vec<usize> = wanted
            .iter()
            .filter(|it| !done.contains(it))
            .filter(|it| facts.all()[**it].inputs.iter().all(|input| done.contains(input)))
            .copied()
            .collect();
        let mut person_columns = String::new();
        let mut household_columns = String::new();
        let mut household_folds = String::new();
        for position in &ready {
            let fact = &facts.all()[*position];
            let name = &fact.name;
            match &fact.source {
                Source::Expression(it) if fact.of == Subject::Person => {
                    let _ = write!(person_columns, ",\n    {} as {name}", number(it, "p", &dates));
                }
                Source::Expression(it) => {
                    let _ =
                        write!(household_columns, ",\n    {} as {name}", number(it, "h", &dates));
                }
                Source::OfHousehold(input) => {
                    let of = &facts.all()[*input].name;
                    let _ = write!(person_columns, ",\n    h.{of} as {name}");
                }
                Source::Fold { fact: input, take } => {
                    let of = &facts.all()[*input].name;
                    let folded = match take {
                        Take::Sum => format!("coalesce(sum({of}), 0)"),
                        Take::Count => format!("count({of})"),
                        Take::Any => format!("max(case when {of} <> 0 then 1 else 0 end)"),
                        Take::Max | Take::Latest => format!("max({of})"),
                        Take::Min => format!("min({of})"),
                    };
                    let _ = write!(household_folds, ",\n    {folded} as {name}");
                }
                Source::CountPersons(condition) => {
                    let truth = truth_of(condition, "p", &dates);
                    let _ = write!(
                        household_folds,
                        ",\n    count(case when {truth} then 1 end) as {name}"
                    );
                }
                Source::Table(_) | Source::Registry(_) => (),
            }
            if let Source::Fold { take, .. } = &fact.source {
                let empty = if take.zero_when_empty() {
                    format!("coalesce(f.{name}, 0)")
                } else {
                    format!("f.{name}")
                };
                let _ = write!(household_columns, ",\n    {empty} as {name}");
            } else if matches!(fact.source, Source::CountPersons(_)) {
                let _ = write!(household_columns, ",\n    coalesce(f.{name}, 0) as {name}");
            }
        }
        let next = level + 1;
        steps.push(format!(
            "folds_{next} as (\n  select p.hid{household_folds}\n  from persons_{level} p group by p.hid)"
        ));
        steps.push(format!(
            "households_{next} as (\n  select h.*{household_columns}\n  from households_{level} h left join folds_{next} f on f.hid = h.hid)"
        ));
        steps.push(format!(
            "persons_{next} as (\n  select p.*{person_columns}\n  from persons_{level} p left join households_{level} h on h.hid = p.hid)"
        ));
        done.extend(ready);
        level = next;
    }
    let columns: Vec<&str> = wanted
        .iter()
        .map(|it| &facts.all()[*it])
        .filter(|it| it.of == Subject::Household)
        .map(|it| it.name.as_str())
        .collect();
    let columns = columns.iter().fold(String::new(), |text, it| text + ", " + it);
    format!(
        "with {}\nselect hid{columns}\nfrom households_{level}\norder by hid\n",
        steps.join(",\n")
    )
}

fn base(source: &TableFact, key: &str, dates: &Dates) -> String {
    let mut condition = "t.level between 1 and 5".to_owned();
    if let Some(filter) = &source.filter {
        let _ = write!(condition, " and coalesce({}, false)", truth_of(filter, "t", dates));
    }
    let value = source.value.as_ref().map_or("1".to_owned(), |it| number(it, "t", dates));
    // The household is the one the person lives in now; a row without a person
    // names its household itself, or stands for a whole group or village.
    let by_household = "left join registry_persons rp on rp.pid = t.pid";
    let (from, key_expression) = match (key, source.spread) {
        ("pid", _) => (format!("{} t", source.table), "t.pid".to_owned()),
        (_, false) => (
            format!("{} t {by_household}", source.table),
            "case when t.pid is not null then rp.hid else t.hid end".to_owned(),
        ),
        (_, true) => (
            format!(
                "{} t {by_household} left join registry_households g on t.pid is null and t.hid is null \
                 and t.level = 4 and (g.gid = t.gid or (t.gid is null and g.vid = t.vid))",
                source.table
            ),
            "case when t.pid is not null then rp.hid when t.hid is not null then t.hid else g.hid end"
                .to_owned(),
        ),
    };
    let rows = match &source.per {
        None => {
            let by = source.by.as_ref().map_or(String::new(), |it| format!(", t.{it} as by_date"));
            format!("select {key_expression} as k, {value} as v{by} from {from} where {condition}")
        }
        Some(per) => format!(
            "select k, sum(v) as v from (select {key_expression} as k, t.{per} as per, {value} as v \
             from {from} where {condition}) s where v is not null group by k, per"
        ),
    };
    let folded = match source.take {
        Take::Sum => "sum(v)".to_owned(),
        Take::Count if source.value.is_some() => "count(v)".to_owned(),
        Take::Count => "count(*)".to_owned(),
        Take::Any => "max(1)".to_owned(),
        Take::Max => "max(v)".to_owned(),
        Take::Min => "min(v)".to_owned(),
        Take::Latest => "max_by(v, by_date)".to_owned(),
    };
    format!("select k as {key}, {folded} as v from ({rows}) x where k is not null group by k")
}

fn person_base(facts: &Facts, wanted: &BTreeSet<usize>, joins: &str, as_of: NaiveDate) -> String {
    let mut columns = String::new();
    for fact in wanted.iter().map(|it| &facts.all()[*it]).filter(|it| it.of == Subject::Person) {
        column_of_base(fact, &mut columns, as_of);
    }
    format!("persons_0 as (\n  select r.pid, r.hid{columns}\n  from registry_persons r{joins})")
}

fn household_base(
    facts: &Facts,
    wanted: &BTreeSet<usize>,
    joins: &str,
    as_of: NaiveDate,
) -> String {
    let mut columns = String::new();
    for fact in wanted.iter().map(|it| &facts.all()[*it]).filter(|it| it.of == Subject::Household) {
        column_of_base(fact, &mut columns, as_of);
    }
    format!("households_0 as (\n  select r.hid{columns}\n  from registry_households r{joins})")
}

fn column_of_base(fact: &crate::declaration::Fact, columns: &mut String, as_of: NaiveDate) {
    let name = &fact.name;
    let text = match &fact.source {
        Source::Table(source) if source.take.zero_when_empty() => {
            format!("coalesce(base_{name}.v, 0)")
        }
        Source::Table(_) => format!("base_{name}.v"),
        Source::Registry(registry) => registry_column(*registry, as_of),
        _ => return,
    };
    let _ = write!(columns, ",\n    {text} as {name}");
}

fn registry_column(registry: RegistryFact, as_of: NaiveDate) -> String {
    let departed = |table: &str| format!("coalesce({table}.departed_on <= {}, false)", date(as_of));
    let years = |on: NaiveDate| {
        format!(
            "greatest({} - extract(year from r.birth) - case when extract(month from r.birth) * 100 + \
             extract(day from r.birth) > {} then 1 else 0 end, 0)",
            on.year(),
            on.month() * 100 + on.day()
        )
    };
    let flag = |it: &str| format!("case when {it} then 1 else 0 end");
    match registry {
        RegistryFact::Age => years(as_of),
        RegistryFact::AgeAtSchoolCut => {
            let year = if as_of.month() >= 9 { as_of.year() } else { as_of.year() - 1 };
            years(NaiveDate::from_ymd_opt(year, 8, 31).unwrap_or(as_of))
        }
        RegistryFact::Departed => flag(&departed("r")),
        RegistryFact::Members => format!(
            "(select count(*) from registry_persons m where m.hid = r.hid and not {})",
            departed("m")
        ),
        RegistryFact::OutOfPovertyHousehold => flag("r.out_of_poverty"),
        RegistryFact::Monitored => flag("r.monitored"),
        RegistryFact::EverMonitored => flag("r.monitored or r.eliminated"),
        RegistryFact::Eliminated => flag("r.eliminated"),
        RegistryFact::MonthsSinceIdentified => months("r.identified_on", &date(as_of)),
    }
}

fn date(day: NaiveDate) -> String {
    format!("date '{day}'")
}

/// Whole months between two dates: a month is full on its day, or on the last
/// day of a month that is too short.
fn months(from: &str, to: &str) -> String {
    format!(
        "((extract(year from {to}) - extract(year from {from})) * 12 + extract(month from {to}) - \
         extract(month from {from}) - case when extract(day from {to}) < extract(day from {from}) and \
         not (extract(day from ({to} + interval '1' day)) = 1) then 1 else 0 end)"
    )
}

/// A value over the columns of `table`, such as the facts of [`statement`], in SQL.
#[must_use]
pub fn value_of(expression: &Expression, table: &str, as_of: NaiveDate) -> String {
    number(expression, table, &Dates { as_of, window_start: as_of })
}

/// A condition over the columns of `table`, in SQL; as everywhere, unknown is not true.
#[must_use]
pub fn condition_of(expression: &Expression, table: &str, as_of: NaiveDate) -> String {
    truth_of(expression, table, &Dates { as_of, window_start: as_of })
}

fn number(expression: &Expression, table: &str, dates: &Dates) -> String {
    Printer { expression, table, dates }.number(expression.node())
}

fn truth_of(expression: &Expression, table: &str, dates: &Dates) -> String {
    Printer { expression, table, dates }.truth(expression.node())
}

struct Printer<'a> {
    expression: &'a Expression,
    table: &'a str,
    dates: &'a Dates,
}

impl Printer<'_> {
    fn number(&self, node: &Node) -> String {
        match node {
            Node::Input(index) => format!("{}.{}", self.table, self.expression.inputs[*index]),
            Node::Number(it) => it.to_string(),
            Node::AsOf => date(self.dates.as_of),
            Node::WindowStart => date(self.dates.window_start),
            Node::Arithmetic(op, left, right) => {
                let (left, right) = (self.number(left), self.number(right));
                match op {
                    Arithmetic::Add => format!("({left} + {right})"),
                    Arithmetic::Subtract => format!("({left} - {right})"),
                    Arithmetic::Multiply => format!("({left} * {right})"),
                    Arithmetic::Divide => {
                        format!("cast(trunc(({left}) * 1.0 / nullif({right}, 0)) as bigint)")
                    }
                }
            }
            Node::DaysBetween(from, to) => {
                format!("({} - {})", self.number(to), self.number(from))
            }
            Node::FullMonths(from, to) => months(&self.number(from), &self.number(to)),
            Node::Coalesce(nodes) => self.call("coalesce", nodes),
            Node::Least(nodes) => self.call("least", nodes),
            Node::Greatest(nodes) => self.call("greatest", nodes),
            Node::Case(arms, otherwise) => {
                let mut text = "case".to_owned();
                for (condition, value) in arms {
                    let _ =
                        write!(text, " when {} then {}", self.truth(condition), self.number(value));
                }
                if let Some(node) = otherwise {
                    let _ = write!(text, " else {}", self.number(node));
                }
                text + " end"
            }
            Node::TruthAsNumber(inner) => match &**inner {
                // A stored yes/no column compared with a yes/no.
                Node::Input(_) => format!("cast({} as integer)", self.number(inner)),
                other => format!("cast({} as integer)", self.truth(other)),
            },
            Node::NumberAsTruth(inner) => self.number(inner),
            condition => format!("cast({} as integer)", self.truth(condition)),
        }
    }

    fn truth(&self, node: &Node) -> String {
        match node {
            Node::Truth(it) => it.to_string(),
            Node::Not(inner) => format!("(not {})", self.truth(inner)),
            Node::And(left, right) => format!("({} and {})", self.truth(left), self.truth(right)),
            Node::Or(left, right) => format!("({} or {})", self.truth(left), self.truth(right)),
            Node::Compare(op, left, right) => {
                let op = match op {
                    Comparison::Equal => "=",
                    Comparison::NotEqual => "<>",
                    Comparison::Less => "<",
                    Comparison::LessOrEqual => "<=",
                    Comparison::Greater => ">",
                    Comparison::GreaterOrEqual => ">=",
                };
                format!("({} {op} {})", self.number(left), self.number(right))
            }
            Node::OneOf(inner, list) => {
                let list: Vec<_> = list.iter().map(i64::to_string).collect();
                format!("({} in ({}))", self.number(inner), list.join(", "))
            }
            Node::IsNull(inner) => format!("({} is null)", self.number(inner)),
            Node::NumberAsTruth(inner) => format!("({} <> 0)", self.number(inner)),
            Node::Coalesce(nodes) => {
                let parts: Vec<_> = nodes.iter().map(|it| self.truth(it)).collect();
                format!("coalesce({})", parts.join(", "))
            }
            // A stored yes/no column.
            other => self.number(other),
        }
    }

    fn call(&self, name: &str, nodes: &[Node]) -> String {
        let parts: Vec<_> = nodes.iter().map(|it| self.number(it)).collect();
        format!("{name}({})", parts.join(", "))
    }
}
