//! Formulas as SQL, for either engine.
//!
//! Records stand in `ledger_<id>`, fields in `f_<name>`; the record itself is `r`, one of another
//! ledger `o`, what a link points to `l`. Values are whole numbers or text: fen, days since
//! 1970-01-01, yes as 1 and no as 0, codes as their words, several codes as `,one,two,`.

use chrono::NaiveDate;
use kernel::value::days_of;

use crate::{
    formula::{
        Aggregate, Asked, At, Belongs, Builtin, Comparison, Formula, Kind, Node, ParameterKind,
        Registered,
    },
    ledger::Ledger,
};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite 3.38 or later.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

/// What a statement is written for.
pub struct Writing<'a> {
    /// The database.
    pub engine: Engine,
    /// The day.
    pub today: NaiveDate,
    /// The value of a parameter as SQL over a record `r`, or none when it has no value.
    pub parameter: &'a dyn Fn(&str) -> Option<String>,
}

impl std::fmt::Debug for Writing<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Writing").field("engine", &self.engine).finish_non_exhaustive()
    }
}

impl Ledger {
    /// The table of its records.
    #[must_use]
    pub fn table(&self) -> String {
        table(&self.id)
    }
}

/// The table of a ledger's records.
#[must_use]
pub fn table(ledger: &str) -> String {
    format!("ledger_{ledger}")
}

/// The column of a field.
#[must_use]
pub fn column(field: &str) -> String {
    format!("f_{field}")
}

/// The column of a name in `unique`: a field, or the region.
#[must_use]
pub fn unique_column(name: &str) -> String {
    if name == "region" { "region_id".to_owned() } else { column(name) }
}

impl Ledger {
    /// Whether another living record of the county has the same in these fields, as SQL over `r`. A
    /// blank is like no other; of several fields together, blanks are alike.
    #[must_use]
    pub fn twin_sql(&self, names: &[String]) -> String {
        let alike = |it: &String| {
            let it = unique_column(it);
            match names.len() {
                1 => format!(" and o.{it} = r.{it}"),
                _ => format!(" and (o.{it} = r.{it} or (o.{it} is null and r.{it} is null))"),
            }
        };
        let same: String = names.iter().map(alike).collect();
        format!(
            "exists (select 1 from {} o where o.voided = 0 and o.county_id = r.county_id \
             and o.id <> r.id{same})",
            self.table()
        )
    }
}

impl Formula {
    /// The condition over a record `r` as SQL: true, false or null.
    #[must_use]
    pub fn condition_sql(&self, writing: &Writing<'_>) -> String {
        writing.condition(&self.node)
    }

    /// The value over a record `r`, or over a group of them for aggregates, as SQL: a whole number
    /// or text, as it is stored.
    #[must_use]
    pub fn value_sql(&self, writing: &Writing<'_>) -> String {
        writing.value(&self.node)
    }

    /// Digits behind the point of the number it gives.
    #[must_use]
    pub fn scale(&self) -> u32 {
        match self.kind {
            Kind::Number(scale) => scale,
            _ => 0,
        }
    }
}

impl Writing<'_> {
    fn condition(&self, node: &Node) -> String {
        match node {
            Node::Blank => "(null = 1)".into(),
            Node::Yes(true) => "(1 = 1)".into(),
            Node::Yes(false) => "(1 = 0)".into(),
            Node::Not(it) => format!("(not {})", self.condition(it)),
            Node::And(a, b) => format!("({} and {})", self.condition(a), self.condition(b)),
            Node::Or(a, b) => format!("({} or {})", self.condition(a), self.condition(b)),
            Node::Compare(op, a, b) | Node::CompareYesNo(op, a, b) => {
                format!("({} {} {})", self.value(a), sign(*op), self.value(b))
            }
            Node::OneOf(it, list) => {
                let list: Vec<String> = list.iter().map(|it| self.value(it)).collect();
                format!("({} in ({}))", self.value(it), list.join(", "))
            }
            Node::IsBlank(it) => format!("({} is null)", self.value(it)),
            Node::Has(it, code) => format!("({} like '%,{code},%')", self.value(it)),
            Node::Others { asked: Asked::Any, ledger, belongs, condition } => {
                format!("exists (select 1 {})", self.of_others(ledger, belongs, condition))
            }
            it => format!("({} = 1)", self.value(it)),
        }
    }

    fn value(&self, node: &Node) -> String {
        let two =
            |a: &Node, op: &str, b: &Node| format!("({} {op} {})", self.value(a), self.value(b));
        match node {
            Node::Blank => "null".into(),
            Node::Number(it) if *it < 0 => format!("({it})"),
            Node::Number(it) => it.to_string(),
            Node::Text(it) => format!("'{}'", it.replace('\'', "''")),
            Node::Yes(it) => i32::from(*it).to_string(),
            Node::Today => days_of(self.today).to_string(),
            Node::Field(at, name) => format!("{}.{}", alias(*at), column(name)),
            Node::Builtin(at, what) => format!("{}.{}", alias(*at), builtin(*what)),
            Node::Through { at, field, ledger, inner } => format!(
                "(select {} from {} l where l.id = {}.{})",
                self.value(inner),
                table(ledger),
                alias(*at),
                column(field)
            ),
            Node::Registered { at, field, what } => self.registered(*at, field, *what),
            Node::Parameter(name, ParameterKind::Number | ParameterKind::YesNo) => {
                (self.parameter)(name).unwrap_or_else(|| "null".into())
            }
            Node::Add(a, b) => two(a, "+", b),
            Node::Subtract(a, b) => two(a, "-", b),
            Node::Multiply(a, b) => two(a, "*", b),
            Node::Divide(a, b) => self.divided(&self.value(a), &self.value(b)),
            Node::Negative(it) => format!("(- {})", self.value(it)),
            Node::Absolute(it) => format!("abs({})", self.value(it)),
            Node::Case(arms, otherwise) => {
                let arms: Vec<String> = arms
                    .iter()
                    .map(|(when, then)| {
                        format!("when {} then {}", self.condition(when), self.value(then))
                    })
                    .collect();
                format!("(case {} else {} end)", arms.join(" "), self.value(otherwise))
            }
            Node::Coalesce(list) => self.list("coalesce", list),
            Node::Least(list) => self.extreme("min", "least", list),
            Node::Greatest(list) => self.extreme("max", "greatest", list),
            Node::Years(from, to) => format!(
                "(({} - {}) / 10000)",
                self.day_number(&self.value(to)),
                self.day_number(&self.value(from))
            ),
            Node::YearOf(it) => format!("({} / 10000)", self.day_number(&self.value(it))),
            Node::Others { asked, ledger, belongs, condition } => {
                let from = self.of_others(ledger, belongs, condition);
                match asked {
                    Asked::Any => {
                        format!("(case when exists (select 1 {from}) then 1 else 0 end)")
                    }
                    Asked::Count => format!("(select count(*) {from})"),
                    Asked::Total(it) => format!(
                        "(select cast(coalesce(sum({}), 0) as bigint) {from})",
                        self.value(it)
                    ),
                    Asked::Newest(it) => format!("(select max({}) {from})", self.value(it)),
                }
            }
            Node::Aggregate(how, it) => self.aggregate(*how, it),
            Node::Not(_)
            | Node::And(..)
            | Node::Or(..)
            | Node::Compare(..)
            | Node::CompareYesNo(..)
            | Node::OneOf(..)
            | Node::IsBlank(_)
            | Node::Has(..) => {
                let it = self.condition(node);
                format!("(case when {it} then 1 when not {it} then 0 end)")
            }
        }
    }

    fn list(&self, function: &str, list: &[Node]) -> String {
        let list: Vec<String> = list.iter().map(|it| self.value(it)).collect();
        format!("{function}({})", list.join(", "))
    }

    /// The least or greatest of what is there: SQLite's own function gives nothing when one of them
    /// is missing, PostgreSQL's leaves it out.
    fn extreme(&self, sqlite: &str, postgres: &str, list: &[Node]) -> String {
        let values: Vec<String> = list.iter().map(|it| self.value(it)).collect();
        match self.engine {
            Engine::Postgres => format!("{postgres}({})", values.join(", ")),
            Engine::Sqlite => {
                let rows: Vec<String> =
                    values.iter().map(|it| format!("select {it} as v")).collect();
                format!("(select {sqlite}(v) from ({}))", rows.join(" union all "))
            }
        }
    }

    /// Rounded half away from zero; nothing when divided by zero.
    fn divided(&self, a: &str, b: &str) -> String {
        format!(
            "(case when {b} = 0 then null when ({a} < 0) = ({b} < 0) \
             then (2 * abs({a}) + abs({b})) / (2 * abs({b})) \
             else - ((2 * abs({a}) + abs({b})) / (2 * abs({b}))) end)"
        )
    }

    /// A day as the number 20231031.
    fn day_number(&self, days: &str) -> String {
        match self.engine {
            Engine::Sqlite => {
                format!("cast(strftime('%Y%m%d', ({days}) * 86400, 'unixepoch') as integer)")
            }
            Engine::Postgres => {
                format!(
                    "cast(to_char(date '1970-01-01' + cast({days} as int), 'YYYYMMDD') as bigint)"
                )
            }
        }
    }

    fn registered(&self, at: At, field: &str, what: Registered) -> String {
        let (from, value) = match what {
            Registered::Birth => (
                "persons",
                match self.engine {
                    Engine::Sqlite => "unixepoch(p.birth) / 86400".to_owned(),
                    Engine::Postgres => {
                        "cast(cast(p.birth as date) - date '1970-01-01' as bigint)".to_owned()
                    }
                },
            ),
            Registered::Sex => ("persons", "p.sex".to_owned()),
            Registered::Departed => {
                ("persons", "case when p.departed is null then 0 else 1 end".to_owned())
            }
            Registered::Monitored => ("households", is("p.monitoring_state", "monitored")),
            Registered::Eliminated => ("households", is("p.monitoring_state", "eliminated")),
            Registered::OutOfPoverty => {
                ("households", is("p.base_type", "out_of_poverty_household"))
            }
            Registered::Members => ("households", "p.members".to_owned()),
        };
        format!("(select {value} from {from} p where p.id = {}.{})", alias(at), column(field))
    }

    fn of_others(&self, ledger: &str, belongs: &Belongs, condition: &Node) -> String {
        let belongs = match belongs {
            Belongs::Link(field) => format!("o.{} = r.id", column(field)),
            Belongs::Same { field, own } => {
                let column = if field == "region" { "region_id".to_owned() } else { column(field) };
                let others = if *own { " and o.id <> r.id" } else { "" };
                format!("o.{column} = r.{column}{others}")
            }
        };
        format!(
            "from {} o where {belongs} and o.voided = 0 and {}",
            table(ledger),
            self.condition(condition)
        )
    }

    fn aggregate(&self, how: Aggregate, node: &Node) -> String {
        match how {
            Aggregate::Count => "count(*)".into(),
            Aggregate::Distinct => format!("count(distinct {})", self.value(node)),
            Aggregate::Sum => format!("cast(coalesce(sum({}), 0) as bigint)", self.value(node)),
            Aggregate::Average => {
                let it = self.value(node);
                self.divided(&format!("cast(sum({it}) as bigint)"), &format!("count({it})"))
            }
            Aggregate::Share => {
                let it = self.value(node);
                self.divided(
                    &format!("(cast(sum({it}) as bigint) * 10000)"),
                    &format!("count({it})"),
                )
            }
        }
    }
}

fn is(column: &str, word: &str) -> String {
    format!("case when {column} = '{word}' then 1 else 0 end")
}

fn alias(at: At) -> &'static str {
    match at {
        At::Own => "r",
        At::Other => "o",
        At::Linked => "l",
    }
}

fn builtin(what: Builtin) -> &'static str {
    match what {
        Builtin::Region => "region_id",
        Builtin::State => "state",
        Builtin::OpenedOn => "opened_on",
        Builtin::StateSince => "state_since",
    }
}

fn sign(op: Comparison) -> &'static str {
    match op {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}
