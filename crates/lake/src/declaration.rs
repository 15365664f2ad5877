//! What `facts/*.toml` declares, checked and put in the order of computing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kernel::table::{ColumnType, Table, Tables};
use serde::Deserialize;

use crate::expression::{self, Dates, Expression, Input, Kind};

/// Whether a fact says something of a person or of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// 人.
    Person,
    /// 户.
    Household,
}

/// How many values become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// 合计.
    Sum,
    /// 行数.
    Count,
    /// 最大.
    Max,
    /// 最小.
    Min,
    /// 最近一条（`by` 所指日期最大）.
    Latest,
    /// 有无.
    Any,
}

impl Take {
    /// Whether nothing at all counts as zero (rather than as absent).
    #[must_use]
    pub fn zero_when_empty(self) -> bool {
        matches!(self, Take::Sum | Take::Count | Take::Any)
    }
}

/// A length of time that ends on the data date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Whole months.
    Months(u32),
    /// Days.
    Days(u32),
}

impl Window {
    /// The day before the window begins.
    #[must_use]
    pub fn start(self, as_of: NaiveDate) -> NaiveDate {
        match self {
            Window::Months(months) => expression::window_start(as_of, months),
            Window::Days(days) => expression::window_start_days(as_of, days),
        }
    }
}

/// What the registry itself knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistryFact {
    /// Full years on the data date.
    Age,
    /// Full years on 31 August before or on the data date.
    AgeAtSchoolCut,
    /// Dead or moved away on the data date.
    Departed,
    /// Members who have not departed.
    Members,
    /// 脱贫户.
    OutOfPovertyHousehold,
    /// 监测对象，风险未消除.
    Monitored,
    /// 曾经或正在监测.
    EverMonitored,
    /// 风险已消除.
    Eliminated,
    /// Full months since identification.
    MonthsSinceIdentified,
}

impl RegistryFact {
    fn subject(self) -> Subject {
        match self {
            RegistryFact::Age | RegistryFact::AgeAtSchoolCut | RegistryFact::Departed => {
                Subject::Person
            }
            _ => Subject::Household,
        }
    }
}

/// A fact taken from the rows of one canonical table.
#[derive(Debug, Clone)]
pub struct TableFact {
    /// Canonical table.
    pub table: String,
    /// Which rows count.
    pub filter: Option<Expression>,
    /// What a row is worth; a row is worth one when absent.
    pub value: Option<Expression>,
    /// How rows become one value.
    pub take: Take,
    /// Time window, which only sets `window_start`.
    pub window: Option<Window>,
    /// Rows with the same value here are added up first.
    pub per: Option<String>,
    /// Date that decides which row is the latest.
    pub by: Option<String>,
    /// Rows about a whole group or village count for each of its households.
    pub spread: bool,
}

/// Where a fact's value comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// Rows of a canonical table.
    Table(TableFact),
    /// A person fact of the members, folded.
    Fold {
        /// The person fact.
        fact: usize,
        /// How members become one value.
        take: Take,
    },
    /// Number of members for whom a condition over person facts holds.
    CountPersons(Expression),
    /// Computed from other facts of the same subject.
    Expression(Expression),
    /// A person fact that is a fact of the person's household.
    OfHousehold(usize),
    /// The registry.
    Registry(RegistryFact),
}

/// One declared fact.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Identifier.
    pub name: String,
    /// Chinese name.
    pub zh: String,
    /// Unit, as declared.
    pub unit: String,
    /// Person or household.
    pub of: Subject,
    /// Where it comes from.
    pub source: Source,
    /// Tables without which it is unknown.
    pub needs: BTreeSet<String>,
    /// Facts it is computed from, by position.
    pub inputs: Vec<usize>,
}

impl Fact {
    /// The dates its expressions depend on.
    #[must_use]
    pub fn dates(&self, as_of: NaiveDate) -> Dates {
        let window = match &self.source {
            Source::Table(it) => it.window,
            _ => None,
        };
        Dates { as_of, window_start: window.map_or(as_of, |it| it.start(as_of)) }
    }
}

/// All declared facts, in an order in which each follows what it needs.
#[derive(Debug, Clone)]
pub struct Facts {
    facts: Vec<Fact>,
    positions: BTreeMap<String, usize>,
    hash: i64,
}

/// A mistake in a declaration: which file, which fact, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} 中的 {fact}：{message}")]
pub struct DeclarationError {
    /// File name.
    pub file: String,
    /// Fact name.
    pub fact: String,
    /// What is wrong and what to do.
    pub message: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    zh: String,
    unit: String,
    of: Subject,
    from: Option<String>,
    #[serde(rename = "where")]
    filter: Option<String>,
    value: Option<String>,
    take: Option<Take>,
    window: Option<String>,
    per: Option<String>,
    by: Option<String>,
    spread: Option<String>,
    fold: Option<String>,
    count_persons: Option<String>,
    expr: Option<String>,
    household: Option<String>,
    registry: Option<RegistryFact>,
    #[serde(default)]
    needs: Vec<String>,
}

/// Units a fact may have.
pub const UNITS: [&str; 10] =
    ["fen", "persons", "rows", "days", "months", "years", "bool", "code", "date", "basis_points"];

impl Facts {
    /// Parses and checks the declarations. `files` are (file name, text).
    ///
    /// # Errors
    /// On anything unknown, on circles, and on expressions that do not fit.
    pub fn parse(tables: &Tables, files: &[(String, String)]) -> Result<Facts, DeclarationError> {
        let mut declared: BTreeMap<String, (String, Declared)> = BTreeMap::new();
        let mut text = String::new();
        for (file, content) in files {
            text.push_str(content);
            let of_file: BTreeMap<String, Declared> =
                toml::from_str(content).map_err(|error| DeclarationError {
                    file: file.clone(),
                    fact: "（整个文件）".to_owned(),
                    message: error.to_string(),
                })?;
            for (name, declaration) in of_file {
                let error = |message: &str| DeclarationError {
                    file: file.clone(),
                    fact: name.clone(),
                    message: message.to_owned(),
                };
                if !UNITS.contains(&declaration.unit.as_str()) {
                    return Err(error(&format!(
                        "没有单位“{}”（可用 {}）",
                        declaration.unit,
                        UNITS.join("、")
                    )));
                }
                if declared.contains_key(&name) {
                    return Err(error("与另一条事实重名"));
                }
                declared.insert(name.clone(), (file.clone(), declaration));
            }
        }
        let mut loader =
            Loader { tables, declared: &declared, done: Vec::new(), positions: BTreeMap::new() };
        for name in declared.keys() {
            loader.load(name, &mut Vec::new())?;
        }
        Ok(Facts {
            facts: loader.done,
            positions: loader.positions,
            hash: kernel::value::fingerprint(&text),
        })
    }

    /// Fingerprint of the declarations, to stamp runs with.
    #[must_use]
    pub fn hash(&self) -> String {
        format!("{:016x}", self.hash)
    }

    /// All facts in the order of computing.
    #[must_use]
    pub fn all(&self) -> &[Fact] {
        &self.facts
    }

    /// Position of a fact by name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// A fact by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.position(name).map(|it| &self.facts[it])
    }

    /// Positions of the named facts and of everything they are computed from,
    /// in the order of computing.
    #[must_use]
    pub fn closure<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> BTreeSet<usize> {
        let mut wanted: Vec<usize> = names.into_iter().filter_map(|it| self.position(it)).collect();
        let mut closed = BTreeSet::new();
        while let Some(fact) = wanted.pop() {
            if closed.insert(fact) {
                wanted.extend(&self.facts[fact].inputs);
            }
        }
        closed
    }
}

struct Loader<'a> {
    tables: &'a Tables,
    declared: &'a BTreeMap<String, (String, Declared)>,
    done: Vec<Fact>,
    positions: BTreeMap<String, usize>,
}

impl Loader<'_> {
    fn load(&mut self, name: &str, path: &mut Vec<String>) -> Result<usize, DeclarationError> {
        if let Some(position) = self.positions.get(name) {
            return Ok(*position);
        }
        let Some((file, declared)) = self.declared.get(name) else {
            return Err(DeclarationError {
                file: String::new(),
                fact: name.to_owned(),
                message: "没有这条事实".to_owned(),
            });
        };
        let error = |message: String| DeclarationError {
            file: file.clone(),
            fact: name.to_owned(),
            message,
        };
        if path.iter().any(|it| it == name) {
            return Err(error(format!("互相引用成环：{} → {name}", path.join(" → "))));
        }
        path.push(name.to_owned());
        let (source, inputs, mut needs) = self.source(declared, path, &error)?;
        path.pop();
        for table in &declared.needs {
            if self.tables.get(table).is_none() {
                return Err(error(format!("needs 里没有“{table}”这张规范表")));
            }
            needs.insert(table.clone());
        }
        let fact = Fact {
            name: name.to_owned(),
            zh: declared.zh.clone(),
            unit: declared.unit.clone(),
            of: declared.of,
            source,
            needs,
            inputs,
        };
        self.done.push(fact);
        self.positions.insert(name.to_owned(), self.done.len() - 1);
        Ok(self.done.len() - 1)
    }

    fn source(
        &mut self,
        declared: &Declared,
        path: &mut Vec<String>,
        error: &dyn Fn(String) -> DeclarationError,
    ) -> Result<(Source, Vec<usize>, BTreeSet<String>), DeclarationError> {
        let given = [
            declared.from.is_some(),
            declared.fold.is_some(),
            declared.count_persons.is_some(),
            declared.expr.is_some(),
            declared.household.is_some(),
            declared.registry.is_some(),
        ];
        if given.iter().filter(|it| **it).count() != 1 {
            return Err(error(
                "来源要恰好写一个：from、fold、count_persons、expr、household、registry".to_owned(),
            ));
        }
        if let Some(table) = &declared.from {
            let source = self.table_source(declared, table, error)?;
            return Ok((Source::Table(source), Vec::new(), BTreeSet::from([table.clone()])));
        }
        if let Some(registry) = declared.registry {
            if registry.subject() != declared.of {
                return Err(error("登记簿的这一项属于另一级（人或户）".to_owned()));
            }
            return Ok((Source::Registry(registry), Vec::new(), BTreeSet::new()));
        }
        if let Some(name) = &declared.fold {
            let fact = self.input(name, Subject::Person, path, error)?;
            let Some(take) = declared.take else {
                return Err(error("fold 还要写 take".to_owned()));
            };
            if declared.of != Subject::Household {
                return Err(error("fold 只用于户的事实".to_owned()));
            }
            return Ok((Source::Fold { fact, take }, vec![fact], self.needs_of(&[fact])));
        }
        if let Some(name) = &declared.household {
            let fact = self.input(name, Subject::Household, path, error)?;
            if declared.of != Subject::Person {
                return Err(error("household 只用于人的事实".to_owned()));
            }
            return Ok((Source::OfHousehold(fact), vec![fact], self.needs_of(&[fact])));
        }
        let (text, level, condition) = match (&declared.count_persons, &declared.expr) {
            (Some(text), _) if declared.of == Subject::Household => (text, Subject::Person, true),
            (Some(_), _) => return Err(error("count_persons 只用于户的事实".to_owned())),
            (_, Some(text)) => (text, declared.of, false),
            _ => return Err(error("没有来源".to_owned())),
        };
        let (expression, inputs) = self.over_facts(text, level, condition, path, error)?;
        let needs = self.needs_of(&inputs);
        let source = if condition {
            Source::CountPersons(expression)
        } else {
            Source::Expression(expression)
        };
        Ok((source, inputs, needs))
    }

    fn table_source(
        &self,
        declared: &Declared,
        table: &str,
        error: &dyn Fn(String) -> DeclarationError,
    ) -> Result<TableFact, DeclarationError> {
        let Some(table) = self.tables.get(table) else {
            return Err(error(format!("没有“{table}”这张规范表")));
        };
        let known = inputs_of(table);
        let parse = |text: &Option<String>, condition: bool| match text {
            None => Ok(None),
            Some(text) if condition => Expression::parse_condition(text, &known).map(Some),
            Some(text) => Expression::parse(text, &known).map(Some),
        };
        let filter = parse(&declared.filter, true).map_err(|it| error(it.to_string()))?;
        let value = parse(&declared.value, false).map_err(|it| error(it.to_string()))?;
        let Some(take) = declared.take else { return Err(error("还要写 take".to_owned())) };
        match take {
            Take::Sum | Take::Max | Take::Min | Take::Latest if value.is_none() => {
                return Err(error("take 是合计、最大、最小或最近时要写 value".to_owned()));
            }
            Take::Latest if declared.by.is_none() => {
                return Err(error("take = \"latest\" 时要写 by（按哪一列取最近）".to_owned()));
            }
            _ => (),
        }
        for column in declared.per.iter().chain(&declared.by) {
            if !known.iter().any(|it| it.name == *column) {
                return Err(error(format!("表 {} 没有列“{column}”", table.name)));
            }
        }
        let window = match &declared.window {
            None => None,
            Some(text) => Some(parse_window(text).ok_or_else(|| {
                error(format!("时间窗“{text}”要写成 \"12 months\" 或 \"90 days\""))
            })?),
        };
        let spread = match declared.spread.as_deref() {
            None => false,
            Some("group") if declared.of == Subject::Household => true,
            Some(_) => return Err(error("spread 只能是 \"group\"，且只用于户的事实".to_owned())),
        };
        Ok(TableFact {
            table: table.name.clone(),
            filter,
            value,
            take,
            window,
            per: declared.per.clone(),
            by: declared.by.clone(),
            spread,
        })
    }

    fn input(
        &mut self,
        name: &str,
        of: Subject,
        path: &mut Vec<String>,
        error: &dyn Fn(String) -> DeclarationError,
    ) -> Result<usize, DeclarationError> {
        match self.declared.get(name) {
            None => Err(error(format!("没有“{name}”这条事实"))),
            Some((_, it)) if it.of != of => {
                Err(error(format!("“{name}”属于另一级（人或户），这里不能用")))
            }
            Some(_) => self.load(name, path),
        }
    }

    fn over_facts(
        &mut self,
        text: &str,
        level: Subject,
        condition: bool,
        path: &mut Vec<String>,
        error: &dyn Fn(String) -> DeclarationError,
    ) -> Result<(Expression, Vec<usize>), DeclarationError> {
        let known: Vec<Input> = self
            .declared
            .iter()
            .filter(|(_, (_, it))| it.of == level)
            .map(|(name, (_, it))| Input {
                name: name.clone(),
                kind: if it.unit == "date" { Kind::Date } else { Kind::Number },
            })
            .collect();
        let parsed = if condition {
            Expression::parse_condition(text, &known)
        } else {
            Expression::parse(text, &known)
        };
        let expression = parsed.map_err(|it| error(it.to_string()))?;
        let inputs = expression
            .inputs
            .iter()
            .map(|it| self.input(it, level, path, error))
            .collect::<Result<Vec<_>, _>>()?;
        Ok((expression, inputs))
    }

    fn needs_of(&self, facts: &[usize]) -> BTreeSet<String> {
        facts.iter().flat_map(|it| self.done[*it].needs.iter().cloned()).collect()
    }
}

/// The columns of a table as inputs of expressions. Labels are for reading only.
fn inputs_of(table: &Table) -> Vec<Input> {
    table
        .columns
        .iter()
        .filter_map(|column| {
            let kind = match &column.ty {
                ColumnType::Fen | ColumnType::Int | ColumnType::Centi | ColumnType::Key => {
                    Kind::Number
                }
                ColumnType::Date => Kind::Date,
                ColumnType::Bool => Kind::Truth,
                ColumnType::Code(codes) => Kind::Code(codes.clone()),
                ColumnType::Label => return None,
            };
            Some(Input { name: column.name.clone(), kind })
        })
        .collect()
}

fn parse_window(text: &str) -> Option<Window> {
    let (number, unit) = text.split_once(' ')?;
    let number = number.parse().ok()?;
    match unit {
        "months" | "month" => Some(Window::Months(number)),
        "days" | "day" => Some(Window::Days(number)),
        _ => None,
    }
}
