//! The expressions of fact declarations: SQL syntax, whole numbers, no scripting.
//!
//! An expression is parsed once by `sqlparser`, checked against the columns (or
//! facts) it may use, and evaluated over whole columns. Every value is a whole
//! number or absent: money in fen, dates as days since 1970-01-01, codes as the
//! position in their list, yes and no as 1 and 0.

use std::{collections::BTreeMap, sync::Arc};

use arrow::{
    array::{Array, AsArray, BooleanArray, Int64Array},
    compute::{
        self,
        kernels::{boolean, cmp},
    },
    datatypes::Int64Type,
    error::ArrowError,
};
use chrono::NaiveDate;
use kernel::{
    period::full_months_between,
    value::{date_of, days_of},
};
use sqlparser::{
    ast::{
        BinaryOperator, CaseWhen, Expr as Sql, FunctionArg, FunctionArgExpr, FunctionArguments,
        UnaryOperator, Value as SqlValue,
    },
    dialect::GenericDialect,
    parser::Parser,
};

/// One hundred per cent in basis points.
const WHOLE: i64 = 10_000;

/// What kind of value an input or a result is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A whole number: fen, rows, days …
    Number,
    /// A date, as days since 1970-01-01.
    Date,
    /// Yes or no.
    Truth,
    /// One of a list of codes; the value is the position in the list.
    Code(Arc<[String]>),
}

impl Kind {
    /// What values of a unit are; `codes` are the words of a code.
    #[must_use]
    pub fn of_unit(unit: policy::Unit, codes: &[String]) -> Kind {
        match unit {
            policy::Unit::Bool => Kind::Truth,
            policy::Unit::Date => Kind::Date,
            policy::Unit::Code => Kind::Code(codes.to_vec().into()),
            _ => Kind::Number,
        }
    }
}

/// One thing an expression may name, with what it is.
#[derive(Debug, Clone)]
pub struct Input {
    /// Column or fact name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
}

/// Why an expression is refused. The message names the part and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ExpressionError(String);

fn refuse<T>(message: impl Into<String>) -> Result<T, ExpressionError> {
    Err(ExpressionError(message.into()))
}

/// The dates an evaluation depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// Data date.
    pub as_of: NaiveDate,
    /// The day before the window begins; `as_of` where a fact has no window.
    pub window_start: NaiveDate,
}

/// A checked expression.
#[derive(Debug, Clone)]
pub struct Expression {
    node: Node,
    /// Names of the inputs it reads, in the order evaluation expects them.
    pub inputs: Vec<String>,
    /// What the result is.
    pub kind: Kind,
}

#[derive(Debug, Clone)]
pub(crate) enum Node {
    Input(usize),
    Number(i64),
    Truth(bool),
    AsOf,
    WindowStart,
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    OneOf(Box<Node>, Vec<i64>),
    IsNull(Box<Node>),
    Arithmetic(Arithmetic, Box<Node>, Box<Node>),
    Coalesce(Vec<Node>),
    Least(Vec<Node>),
    Greatest(Vec<Node>),
    DaysBetween(Box<Node>, Box<Node>),
    FullMonths(Box<Node>, Box<Node>),
    Case(Vec<(Node, Node)>, Option<Box<Node>>),
    /// A yes/no value used as a number.
    TruthAsNumber(Box<Node>),
    /// A number input used as a condition.
    NumberAsTruth(Box<Node>),
}

/// The six comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The four operations; dividing by zero gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Node {
    /// The same tree with `change` applied to every node, the leaves first.
    fn map(&self, change: &mut impl FnMut(Node) -> Node) -> Node {
        let mut one = |node: &Node| Box::new(node.map(change));
        let node = match self {
            Node::Not(it) => Node::Not(one(it)),
            Node::IsNull(it) => Node::IsNull(one(it)),
            Node::TruthAsNumber(it) => Node::TruthAsNumber(one(it)),
            Node::NumberAsTruth(it) => Node::NumberAsTruth(one(it)),
            Node::OneOf(it, list) => Node::OneOf(one(it), list.clone()),
            Node::And(a, b) => Node::And(one(a), one(b)),
            Node::Or(a, b) => Node::Or(one(a), one(b)),
            Node::DaysBetween(a, b) => Node::DaysBetween(one(a), one(b)),
            Node::FullMonths(a, b) => Node::FullMonths(one(a), one(b)),
            Node::Compare(op, a, b) => Node::Compare(*op, one(a), one(b)),
            Node::Arithmetic(op, a, b) => Node::Arithmetic(*op, one(a), one(b)),
            Node::Coalesce(list) => Node::Coalesce(list.iter().map(|it| *one(it)).collect()),
            Node::Least(list) => Node::Least(list.iter().map(|it| *one(it)).collect()),
            Node::Greatest(list) => Node::Greatest(list.iter().map(|it| *one(it)).collect()),
            Node::Case(arms, otherwise) => {
                let arms = arms.iter().map(|(when, then)| (*one(when), *one(then))).collect();
                Node::Case(arms, otherwise.as_ref().map(|it| one(it)))
            }
            Node::Input(_) | Node::Number(_) | Node::Truth(_) | Node::AsOf | Node::WindowStart => {
                self.clone()
            }
        };
        change(node)
    }

    fn children(&self) -> Vec<&Node> {
        match self {
            Node::Not(it)
            | Node::IsNull(it)
            | Node::TruthAsNumber(it)
            | Node::NumberAsTruth(it)
            | Node::OneOf(it, _) => vec![it],
            Node::And(a, b)
            | Node::Or(a, b)
            | Node::DaysBetween(a, b)
            | Node::FullMonths(a, b)
            | Node::Compare(_, a, b)
            | Node::Arithmetic(_, a, b) => vec![a, b],
            Node::Coalesce(list) | Node::Least(list) | Node::Greatest(list) => {
                list.iter().collect()
            }
            Node::Case(arms, otherwise) => {
                let arms = arms.iter().flat_map(|(when, then)| [when, then]);
                arms.chain(otherwise.as_deref()).collect()
            }
            Node::Input(_) | Node::Number(_) | Node::Truth(_) | Node::AsOf | Node::WindowStart => {
                Vec::new()
            }
        }
    }

    /// An operation on two figures as its result, where it has one.
    fn folded(self) -> Node {
        let Node::Arithmetic(op, left, right) = &self else { return self };
        let (Node::Number(left), Node::Number(right)) = (&**left, &**right) else { return self };
        op.apply(*left, *right).map_or(self, Node::Number)
    }
}

impl Arithmetic {
    /// None when it overflows or divides by zero.
    fn apply(self, left: i64, right: i64) -> Option<i64> {
        match self {
            Arithmetic::Add => left.checked_add(right),
            Arithmetic::Subtract => left.checked_sub(right),
            Arithmetic::Multiply => left.checked_mul(right),
            Arithmetic::Divide => left.checked_div(right),
        }
    }
}

impl Expression {
    /// Parses and checks `text` against what it may name.
    ///
    /// # Errors
    /// On unknown names, unknown codes, mixed kinds and unsupported syntax.
    pub fn parse(text: &str, known: &[Input]) -> Result<Expression, ExpressionError> {
        let sql = Parser::new(&GenericDialect {})
            .try_with_sql(text)
            .and_then(|mut it| {
                let expr = it.parse_expr()?;
                it.expect_token(&sqlparser::tokenizer::Token::EOF)?;
                Ok(expr)
            })
            .map_err(|error| ExpressionError(format!("式子“{text}”写得不对：{error}")))?;
        let mut compiler = Compiler { known, inputs: Vec::new() };
        let (node, kind) = compiler
            .compile(&sql)
            .map_err(|error| ExpressionError(format!("式子“{text}”：{error}")))?;
        Ok(Expression { node, inputs: compiler.inputs, kind })
    }

    /// The same, but the result must be yes or no.
    ///
    /// # Errors
    /// As [`Expression::parse`], and when the result is no condition.
    pub fn parse_condition(text: &str, known: &[Input]) -> Result<Expression, ExpressionError> {
        let mut it = Expression::parse(text, known)?;
        match it.kind {
            Kind::Truth => Ok(it),
            Kind::Number => {
                it.node = Node::NumberAsTruth(Box::new(it.node));
                it.kind = Kind::Truth;
                Ok(it)
            }
            _ => refuse(format!("式子“{text}”不是条件（要得出是或否）")),
        }
    }

    /// The same with some inputs replaced by values that are known beforehand, such as the figures
    /// of a policy. What follows from figures alone is computed here, once.
    #[must_use]
    pub fn with_constants(&self, constants: &BTreeMap<String, i64>) -> Expression {
        let mut inputs = Vec::new();
        let node = self.node.map(&mut |node| match node {
            Node::Input(index) => match constants.get(&self.inputs[index]) {
                Some(value) => Node::Number(*value),
                None => {
                    let name = &self.inputs[index];
                    let known = inputs.iter().position(|it| it == name);
                    Node::Input(known.unwrap_or_else(|| {
                        inputs.push(name.clone());
                        inputs.len() - 1
                    }))
                }
            },
            other => other.folded(),
        });
        Expression { node, inputs, kind: self.kind.clone() }
    }

    /// Positions of the inputs it cannot do without: those it reads anywhere but inside `coalesce`
    /// and `is null`, where the formula itself says what holds when there is no value.
    #[must_use]
    pub fn needs(&self) -> Vec<usize> {
        let mut found = Vec::new();
        let mut open = vec![&self.node];
        while let Some(node) = open.pop() {
            match node {
                Node::Input(at) if !found.contains(at) => found.push(*at),
                Node::Coalesce(_) | Node::IsNull(_) => {}
                node => open.extend(node.children()),
            }
        }
        found.sort_unstable();
        found
    }

    pub(crate) fn node(&self) -> &Node {
        &self.node
    }

    /// Evaluates to numbers. `columns` stand in the order of [`Expression::inputs`];
    /// `rows` is their length (needed when there is no input).
    ///
    /// # Errors
    /// On overflow.
    pub fn numbers(
        &self,
        columns: &[Int64Array],
        rows: usize,
        dates: &Dates,
    ) -> anyhow::Result<Int64Array> {
        let scope = Scope { columns, rows, dates };
        scope.number(&self.node)
    }

    /// Evaluates to yes, no or nothing, per row.
    ///
    /// # Errors
    /// On overflow.
    pub fn truths(
        &self,
        columns: &[Int64Array],
        rows: usize,
        dates: &Dates,
    ) -> anyhow::Result<BooleanArray> {
        let scope = Scope { columns, rows, dates };
        scope.truth(&self.node)
    }
}

struct Compiler<'a> {
    known: &'a [Input],
    inputs: Vec<String>,
}

impl Compiler<'_> {
    fn compile(&mut self, sql: &Sql) -> Result<(Node, Kind), ExpressionError> {
        match sql {
            Sql::Nested(inner) => self.compile(inner),
            Sql::Identifier(name) => self.name(&name.value),
            Sql::Value(value) => match &value.value {
                SqlValue::Number(digits, _) => match digits.parse() {
                    Ok(number) => Ok((Node::Number(number), Kind::Number)),
                    Err(_) => refuse(format!("{digits} 不是整数")),
                },
                SqlValue::Boolean(truth) => Ok((Node::Truth(*truth), Kind::Truth)),
                SqlValue::SingleQuotedString(text) => {
                    refuse(format!("代码 '{text}' 只能与代码列比较"))
                }
                other => refuse(format!("不支持 {other}")),
            },
            Sql::UnaryOp { op: UnaryOperator::Not, expr } => {
                Ok((Node::Not(Box::new(self.condition(expr)?)), Kind::Truth))
            }
            Sql::UnaryOp { op: UnaryOperator::Minus, expr } => {
                let inner = self.number(expr)?;
                Ok((
                    Node::Arithmetic(
                        Arithmetic::Subtract,
                        Box::new(Node::Number(0)),
                        Box::new(inner),
                    ),
                    Kind::Number,
                ))
            }
            Sql::BinaryOp { left, op, right } => self.binary(left, op, right),
            Sql::Between { expr, negated, low, high } => {
                let inside = Node::And(
                    Box::new(self.comparison(Comparison::GreaterOrEqual, expr, low)?),
                    Box::new(self.comparison(Comparison::LessOrEqual, expr, high)?),
                );
                Ok((maybe_not(inside, *negated), Kind::Truth))
            }
            Sql::InList { expr, list, negated } => {
                let (node, kind) = self.compile(expr)?;
                let values =
                    list.iter().map(|item| literal(item, &kind)).collect::<Result<Vec<_>, _>>()?;
                Ok((maybe_not(Node::OneOf(Box::new(node), values), *negated), Kind::Truth))
            }
            Sql::IsNull(expr) => {
                let (node, _) = self.compile(expr)?;
                Ok((Node::IsNull(Box::new(node)), Kind::Truth))
            }
            Sql::IsNotNull(expr) => {
                let (node, _) = self.compile(expr)?;
                Ok((maybe_not(Node::IsNull(Box::new(node)), true), Kind::Truth))
            }
            Sql::Function(function) => {
                let FunctionArguments::List(list) = &function.args else {
                    return refuse(format!("不支持 {function}"));
                };
                let arguments = list
                    .args
                    .iter()
                    .map(|it| match it {
                        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Ok(expr),
                        other => refuse(format!("不支持参数 {other}")),
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                self.function(&function.name.to_string().to_lowercase(), &arguments)
            }
            Sql::Case { operand: None, conditions, else_result, .. } => {
                self.case(conditions, else_result.as_deref())
            }
            other => refuse(format!("不支持 {other}")),
        }
    }

    fn name(&mut self, name: &str) -> Result<(Node, Kind), ExpressionError> {
        match name {
            "as_of" => return Ok((Node::AsOf, Kind::Date)),
            "window_start" => return Ok((Node::WindowStart, Kind::Date)),
            _ => (),
        }
        let Some(input) = self.known.iter().find(|it| it.name == name) else {
            return refuse(format!("没有“{name}”这个列或事实"));
        };
        let position = self.inputs.iter().position(|it| it == name).unwrap_or_else(|| {
            self.inputs.push(name.to_owned());
            self.inputs.len() - 1
        });
        Ok((Node::Input(position), input.kind.clone()))
    }

    fn condition(&mut self, sql: &Sql) -> Result<Node, ExpressionError> {
        match self.compile(sql)? {
            (node, Kind::Truth) => Ok(node),
            (node, Kind::Number) => Ok(Node::NumberAsTruth(Box::new(node))),
            _ => refuse(format!("{sql} 不是条件")),
        }
    }

    fn number(&mut self, sql: &Sql) -> Result<Node, ExpressionError> {
        match self.compile(sql)? {
            (node, Kind::Number) => Ok(node),
            (node, Kind::Truth) => Ok(Node::TruthAsNumber(Box::new(node))),
            _ => refuse(format!("{sql} 不是数，不能参加运算")),
        }
    }

    fn date(&mut self, sql: &Sql) -> Result<Node, ExpressionError> {
        match self.compile(sql)? {
            (node, Kind::Date) => Ok(node),
            _ => refuse(format!("{sql} 不是日期")),
        }
    }

    fn binary(
        &mut self,
        left: &Sql,
        op: &BinaryOperator,
        right: &Sql,
    ) -> Result<(Node, Kind), ExpressionError> {
        use BinaryOperator as B;
        let arithmetic = |op| (op, Kind::Number);
        let (op, kind) = match op {
            B::And => {
                let sides = (self.condition(left)?, self.condition(right)?);
                return Ok((Node::And(Box::new(sides.0), Box::new(sides.1)), Kind::Truth));
            }
            B::Or => {
                let sides = (self.condition(left)?, self.condition(right)?);
                return Ok((Node::Or(Box::new(sides.0), Box::new(sides.1)), Kind::Truth));
            }
            B::Eq => return self.compare(Comparison::Equal, left, right),
            B::NotEq => return self.compare(Comparison::NotEqual, left, right),
            B::Lt => return self.compare(Comparison::Less, left, right),
            B::LtEq => return self.compare(Comparison::LessOrEqual, left, right),
            B::Gt => return self.compare(Comparison::Greater, left, right),
            B::GtEq => return self.compare(Comparison::GreaterOrEqual, left, right),
            B::Plus => arithmetic(Arithmetic::Add),
            B::Minus => arithmetic(Arithmetic::Subtract),
            B::Multiply => arithmetic(Arithmetic::Multiply),
            B::Divide => arithmetic(Arithmetic::Divide),
            other => return refuse(format!("不支持运算 {other}")),
        };
        let sides = (self.number(left)?, self.number(right)?);
        Ok((Node::Arithmetic(op, Box::new(sides.0), Box::new(sides.1)), kind))
    }

    fn compare(
        &mut self,
        op: Comparison,
        left: &Sql,
        right: &Sql,
    ) -> Result<(Node, Kind), ExpressionError> {
        Ok((self.comparison(op, left, right)?, Kind::Truth))
    }

    fn comparison(
        &mut self,
        op: Comparison,
        left: &Sql,
        right: &Sql,
    ) -> Result<Node, ExpressionError> {
        let (left_node, kind) = self.compile(left)?;
        let right_node = match (&kind, right) {
            (Kind::Code(_), Sql::Value(_)) => Node::Number(literal(right, &kind)?),
            _ => {
                let (node, right_kind) = self.compile(right)?;
                match (&kind, &right_kind) {
                    (one, other) if one == other => node,
                    (Kind::Number, Kind::Truth) => Node::TruthAsNumber(Box::new(node)),
                    (Kind::Truth, Kind::Number) => node,
                    _ => return refuse(format!("{left} 与 {right} 不是同一类，不能比较")),
                }
            }
        };
        let wrap = |node: Node, kind: &Kind| match kind {
            Kind::Truth => Node::TruthAsNumber(Box::new(node)),
            _ => node,
        };
        let right_is_truth = matches!(right_node, Node::Truth(_));
        Ok(Node::Compare(
            op,
            Box::new(wrap(left_node, &kind)),
            Box::new(if kind == Kind::Truth && (right_is_truth || is_condition(&right_node)) {
                Node::TruthAsNumber(Box::new(right_node))
            } else {
                right_node
            }),
        ))
    }

    fn function(
        &mut self,
        name: &str,
        arguments: &[&Sql],
    ) -> Result<(Node, Kind), ExpressionError> {
        let same_kind = |compiler: &mut Self| -> Result<(Vec<Node>, Kind), ExpressionError> {
            let mut nodes = Vec::new();
            let mut kind = None;
            for argument in arguments {
                let (node, this) = compiler.compile(argument)?;
                if *kind.get_or_insert(this.clone()) != this {
                    return refuse(format!("{name} 的参数不是同一类"));
                }
                nodes.push(node);
            }
            match kind {
                Some(kind) => Ok((nodes, kind)),
                None => refuse(format!("{name} 要有参数")),
            }
        };
        match (name, arguments) {
            ("coalesce", _) => same_kind(self).map(|(nodes, kind)| (Node::Coalesce(nodes), kind)),
            ("least", _) => same_kind(self).map(|(nodes, kind)| (Node::Least(nodes), kind)),
            ("greatest", _) => same_kind(self).map(|(nodes, kind)| (Node::Greatest(nodes), kind)),
            // Half a fen and more is a fen: amounts that are shared out are never negative.
            ("share_of", [amount, rate]) => {
                let of = |op, left, right| Node::Arithmetic(op, Box::new(left), Box::new(right));
                let share = of(Arithmetic::Multiply, self.number(amount)?, self.number(rate)?);
                let rounded = of(Arithmetic::Add, share, Node::Number(WHOLE / 2));
                Ok((of(Arithmetic::Divide, rounded, Node::Number(WHOLE)), Kind::Number))
            }
            ("days_between", [from, to]) => Ok((
                Node::DaysBetween(Box::new(self.date(from)?), Box::new(self.date(to)?)),
                Kind::Number,
            )),
            ("full_months", [from, to]) => Ok((
                Node::FullMonths(Box::new(self.date(from)?), Box::new(self.date(to)?)),
                Kind::Number,
            )),
            _ => refuse(format!(
                "没有函数 {name}（可用 coalesce、least、greatest、share_of、days_between、full_months）"
            )),
        }
    }

    fn case(
        &mut self,
        conditions: &[CaseWhen],
        otherwise: Option<&Sql>,
    ) -> Result<(Node, Kind), ExpressionError> {
        let mut arms = Vec::new();
        let mut kind = None;
        for arm in conditions {
            let condition = self.condition(&arm.condition)?;
            let (result, this) = self.compile(&arm.result)?;
            if *kind.get_or_insert(this.clone()) != this {
                return refuse("case 各支的结果不是同一类");
            }
            arms.push((condition, result));
        }
        let otherwise = match otherwise {
            None => None,
            Some(sql) => {
                let (node, this) = self.compile(sql)?;
                if kind.as_ref() != Some(&this) {
                    return refuse("case 各支的结果不是同一类");
                }
                Some(Box::new(node))
            }
        };
        Ok((Node::Case(arms, otherwise), kind.unwrap_or(Kind::Number)))
    }
}

fn is_condition(node: &Node) -> bool {
    matches!(
        node,
        Node::Not(_)
            | Node::And(..)
            | Node::Or(..)
            | Node::Compare(..)
            | Node::OneOf(..)
            | Node::IsNull(_)
    )
}

fn maybe_not(node: Node, negated: bool) -> Node {
    if negated { Node::Not(Box::new(node)) } else { node }
}

/// A literal of the kind it is compared with.
fn literal(sql: &Sql, kind: &Kind) -> Result<i64, ExpressionError> {
    let Sql::Value(value) = sql else { return refuse(format!("{sql} 不是常数")) };
    match (&value.value, kind) {
        (SqlValue::SingleQuotedString(text), Kind::Code(codes)) => {
            match codes.iter().position(|it| it == text) {
                Some(position) => Ok(i64::try_from(position).unwrap_or(i64::MAX)),
                None => refuse(format!("代码表里没有 '{text}'（可用 {}）", codes.join("、"))),
            }
        }
        (SqlValue::Number(digits, _), Kind::Number) => {
            digits.parse().or_else(|_| refuse(format!("{digits} 不是整数")))
        }
        _ => refuse(format!("{sql} 与比较的列不是同一类")),
    }
}

struct Scope<'a> {
    columns: &'a [Int64Array],
    rows: usize,
    dates: &'a Dates,
}

impl Scope<'_> {
    fn number(&self, node: &Node) -> anyhow::Result<Int64Array> {
        Ok(match node {
            Node::Input(index) => self.columns[*index].clone(),
            Node::Number(number) => self.constant(*number),
            Node::AsOf => self.constant(days_of(self.dates.as_of)),
            Node::WindowStart => self.constant(days_of(self.dates.window_start)),
            Node::Arithmetic(op, left, right) => match (&**left, &**right) {
                // A figure on one side needs no column of its own.
                (left, Node::Number(right)) if *right != 0 || *op != Arithmetic::Divide => {
                    told(self.number(left)?.try_unary(|left| checked(*op, left, *right)))?
                }
                (Node::Number(left), right) if *op != Arithmetic::Divide => {
                    told(self.number(right)?.try_unary(|right| checked(*op, *left, right)))?
                }
                (left, right) => {
                    let (left, right) = (self.number(left)?, self.number(right)?);
                    compute_arithmetic(*op, &left, &right)?
                }
            },
            Node::DaysBetween(from, to) => {
                compute_arithmetic(Arithmetic::Subtract, &self.number(to)?, &self.number(from)?)?
            }
            Node::FullMonths(from, to) => {
                let from = self.number(from)?;
                // Nearly always months up to the day of the data.
                if let Some(to) = self.known_constant(to).map(date_of) {
                    return Ok(months_to(&from, to));
                }
                let to = self.number(to)?;
                let months =
                    |from, to| Ok(i64::from(full_months_between(date_of(from), date_of(to))));
                compute::try_binary(&from, &to, months)?
            }
            Node::Coalesce(nodes) => {
                let Some((first, rest)) = nodes.split_first() else { return Ok(self.constant(0)) };
                let mut result = self.number(first)?;
                for node in rest {
                    if result.null_count() == 0 {
                        break;
                    }
                    let next = self.operand(node)?;
                    result =
                        choose(&boolean::is_not_null(&result)?, &Operand::Column(result), &next);
                }
                result
            }
            Node::Least(nodes) => self.extreme(nodes, i64::min)?,
            Node::Greatest(nodes) => self.extreme(nodes, i64::max)?,
            Node::Case(arms, otherwise) => {
                let mut result = match otherwise {
                    Some(node) => self.operand(node)?,
                    None => Operand::Column(Int64Array::new_null(self.rows)),
                };
                for (condition, value) in arms.iter().rev() {
                    let condition = self.truth(condition)?;
                    let value = self.operand(value)?;
                    result = Operand::Column(choose(&condition, &value, &result));
                }
                match result {
                    Operand::Column(column) => column,
                    Operand::Figure(number) => self.constant(number),
                }
            }
            Node::TruthAsNumber(inner) => ones_and_zeros(&self.truth(inner)?),
            Node::NumberAsTruth(inner) => self.number(inner)?,
            condition => ones_and_zeros(&self.truth(condition)?),
        })
    }

    fn truth(&self, node: &Node) -> anyhow::Result<BooleanArray> {
        Ok(match node {
            Node::Truth(truth) => BooleanArray::from(vec![*truth; self.rows]),
            Node::Not(inner) => boolean::not(&self.truth(inner)?)?,
            Node::And(left, right) => boolean::and_kleene(&self.truth(left)?, &self.truth(right)?)?,
            Node::Or(left, right) => boolean::or_kleene(&self.truth(left)?, &self.truth(right)?)?,
            Node::Compare(op, left, right) => self.compare(*op, left, right)?,
            Node::OneOf(inner, list) => {
                let values = self.number(inner)?;
                let (first, rest) = match list.split_first() {
                    Some(it) => it,
                    None => return Ok(BooleanArray::from(vec![false; self.rows])),
                };
                let mut found = cmp::eq(&values, &Int64Array::new_scalar(*first))?;
                for item in rest {
                    found =
                        boolean::or(&found, &cmp::eq(&values, &Int64Array::new_scalar(*item))?)?;
                }
                found
            }
            Node::IsNull(inner) => boolean::is_null(&self.number(inner)?)?,
            // A number where a condition stands: anything but zero holds.
            other => {
                let values = self.number(other)?;
                cmp::neq(&values, &Int64Array::new_scalar(0))?
            }
        })
    }

    fn compare(&self, op: Comparison, left: &Node, right: &Node) -> anyhow::Result<BooleanArray> {
        let left = self.number(left)?;
        // The commonest form by far: a column against one value.
        if let Some(constant) = self.known_constant(right) {
            let right = Int64Array::new_scalar(constant);
            return Ok(compare(op, &left, &right)?);
        }
        let right = self.number(right)?;
        Ok(compare(op, &left, &right)?)
    }

    fn known_constant(&self, node: &Node) -> Option<i64> {
        match node {
            Node::Number(number) => Some(*number),
            Node::AsOf => Some(days_of(self.dates.as_of)),
            Node::WindowStart => Some(days_of(self.dates.window_start)),
            _ => None,
        }
    }

    /// The same as a column would be, but a figure stays one.
    fn operand(&self, node: &Node) -> anyhow::Result<Operand> {
        match self.known_constant(node) {
            Some(figure) => Ok(Operand::Figure(figure)),
            None => Ok(Operand::Column(self.number(node)?)),
        }
    }

    fn constant(&self, number: i64) -> Int64Array {
        Int64Array::from_value(number, self.rows)
    }

    /// The least or the greatest; what is absent does not count.
    fn extreme(&self, nodes: &[Node], pick: fn(i64, i64) -> i64) -> anyhow::Result<Int64Array> {
        let Some((first, rest)) = nodes.split_first() else { return Ok(self.constant(0)) };
        let join = |one: Option<i64>, other: Option<i64>| match (one, other) {
            (Some(one), Some(other)) => Some(pick(one, other)),
            (one, other) => one.or(other),
        };
        let mut result = self.number(first)?;
        for node in rest {
            // Columns without holes, and figures, are taken as they lie.
            result = match node {
                Node::Number(limit) if result.null_count() == 0 => {
                    result.unary(|it| pick(it, *limit))
                }
                Node::Number(limit) => result.iter().map(|it| join(it, Some(*limit))).collect(),
                node => {
                    let other = self.number(node)?;
                    if result.null_count() == 0 && other.null_count() == 0 {
                        compute::binary(&result, &other, pick)?
                    } else {
                        result.iter().zip(&other).map(|(one, other)| join(one, other)).collect()
                    }
                }
            };
        }
        Ok(result)
    }
}

fn compare(
    op: Comparison,
    left: &dyn arrow::array::Datum,
    right: &dyn arrow::array::Datum,
) -> Result<BooleanArray, ArrowError> {
    match op {
        Comparison::Equal => cmp::eq(left, right),
        Comparison::NotEqual => cmp::neq(left, right),
        Comparison::Less => cmp::lt(left, right),
        Comparison::LessOrEqual => cmp::lt_eq(left, right),
        Comparison::Greater => cmp::gt(left, right),
        Comparison::GreaterOrEqual => cmp::gt_eq(left, right),
    }
}

fn compute_arithmetic(
    op: Arithmetic,
    left: &Int64Array,
    right: &Int64Array,
) -> anyhow::Result<Int64Array> {
    // What is divided by nothing is nothing.
    let without_zeros;
    let right = match op {
        Arithmetic::Divide if right.values().contains(&0) => {
            without_zeros = compute::nullif(right, &cmp::eq(right, &Int64Array::new_scalar(0))?)?;
            without_zeros.as_primitive::<Int64Type>()
        }
        _ => right,
    };
    told(compute::try_binary(left, right, |left, right| checked(op, left, right)))
}

/// The error of an overflow in our own words.
fn told(result: Result<Int64Array, ArrowError>) -> anyhow::Result<Int64Array> {
    match result {
        Ok(result) => Ok(result),
        Err(ArrowError::ArithmeticOverflow(message)) => anyhow::bail!(message),
        Err(other) => Err(other.into()),
    }
}

fn checked(op: Arithmetic, left: i64, right: i64) -> Result<i64, ArrowError> {
    op.apply(left, right).ok_or_else(|| {
        ArrowError::ArithmeticOverflow(format!("数太大，运算溢出：{left} 与 {right}"))
    })
}

/// Full months from each day to one day.
fn months_to(from: &Int64Array, to: NaiveDate) -> Int64Array {
    let months = |from| i64::from(full_months_between(date_of(from), to));
    if from.null_count() == from.len() {
        return from.clone();
    }
    from.iter().map(|it| it.map(months)).collect()
}

/// Yes as 1, no as 0, unknown as nothing.
fn ones_and_zeros(truths: &BooleanArray) -> Int64Array {
    let values: Vec<i64> = truths.values().iter().map(i64::from).collect();
    Int64Array::new(values.into(), truths.nulls().cloned())
}

/// One side of a choice.
enum Operand {
    Column(Int64Array),
    Figure(i64),
}

impl Operand {
    fn has_holes(&self) -> bool {
        matches!(self, Operand::Column(it) if it.null_count() > 0)
    }

    fn at(&self, row: usize) -> Option<i64> {
        match self {
            Operand::Column(it) => it.is_valid(row).then(|| it.value(row)),
            Operand::Figure(it) => Some(*it),
        }
    }
}

/// `condition ? then : otherwise`, where an unknown condition counts as no.
fn choose(condition: &BooleanArray, then: &Operand, otherwise: &Operand) -> Int64Array {
    let condition = known_to_hold(condition);
    let bits = condition.values().iter();
    if then.has_holes() || otherwise.has_holes() {
        let pick =
            |(row, holds): (usize, bool)| if holds { then.at(row) } else { otherwise.at(row) };
        return bits.enumerate().map(pick).collect();
    }
    // Without holes nothing is looked up or branched on.
    let pick =
        |(holds, (then, otherwise)): (bool, (i64, i64))| if holds { then } else { otherwise };
    let values: Vec<i64> = match (then, otherwise) {
        (Operand::Figure(then), Operand::Figure(otherwise)) => {
            bits.map(|holds| pick((holds, (*then, *otherwise)))).collect()
        }
        (Operand::Column(then), Operand::Figure(otherwise)) => {
            let sides = then.values().iter().map(|it| (*it, *otherwise));
            bits.zip(sides).map(pick).collect()
        }
        (Operand::Figure(then), Operand::Column(otherwise)) => {
            let sides = otherwise.values().iter().map(|it| (*then, *it));
            bits.zip(sides).map(pick).collect()
        }
        (Operand::Column(then), Operand::Column(otherwise)) => {
            let sides = then.values().iter().copied().zip(otherwise.values().iter().copied());
            bits.zip(sides).map(pick).collect()
        }
    };
    Int64Array::new(values.into(), None)
}

/// Where a condition is known to hold: unknown counts as no.
pub(crate) fn known_to_hold(condition: &BooleanArray) -> BooleanArray {
    if condition.null_count() == 0 {
        return condition.clone();
    }
    compute::prep_null_mask_filter(condition)
}

/// The day before a window of `months` that ends on `as_of` begins.
///
/// For a month end it is a month end: twelve months to 2023-10-31 begin after
/// 2022-10-31.
#[must_use]
pub fn window_start(as_of: NaiveDate, months: u32) -> NaiveDate {
    kernel::period::minus_months(as_of, i32::try_from(months).unwrap_or(i32::MAX))
}

/// The day before a window of `days` that ends on `as_of` begins.
#[must_use]
pub fn window_start_days(as_of: NaiveDate, days: u32) -> NaiveDate {
    as_of.checked_sub_days(chrono::Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs() -> Vec<Input> {
        let codes: Arc<[String]> = ["outpatient".to_owned(), "inpatient".to_owned()].into();
        vec![
            Input { name: "amount".into(), kind: Kind::Number },
            Input { name: "day".into(), kind: Kind::Date },
            Input { name: "kind".into(), kind: Kind::Code(codes) },
            Input { name: "flag".into(), kind: Kind::Truth },
        ]
    }

    fn dates() -> Dates {
        let as_of = NaiveDate::from_ymd_opt(2023, 10, 31).unwrap_or_default();
        Dates { as_of, window_start: window_start(as_of, 12) }
    }

    /// Evaluates over three rows: (amount, day, kind, flag).
    #[track_caller]
    fn check(text: &str, expected: &[Option<i64>]) {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(days_of);
        let column = |name: &str| -> Int64Array {
            match name {
                "amount" => vec![Some(1200), None, Some(0)].into(),
                "day" => vec![day(2022, 10, 31), day(2022, 11, 1), day(2023, 7, 18)].into(),
                "kind" => vec![Some(1), Some(0), None].into(),
                _ => vec![Some(1), Some(0), None].into(),
            }
        };
        let parsed = Expression::parse(text, &inputs()).expect("the expression is sound");
        let columns: Vec<_> = parsed.inputs.iter().map(|it| column(it)).collect();
        let got = parsed.numbers(&columns, 3, &dates()).expect("it evaluates");
        assert_eq!(got.iter().collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn expressions_evaluate() {
        check("amount + 1", &[Some(1201), None, Some(1)]);
        check("amount / 0", &[None, None, None]);
        check("10 / amount", &[Some(0), None, None]);
        check("-amount", &[Some(-1200), None, Some(0)]);
        check("day > window_start", &[Some(0), Some(1), Some(1)]);
        check("day > window_start and day <= as_of", &[Some(0), Some(1), Some(1)]);
        check("kind = 'inpatient'", &[Some(1), Some(0), None]);
        check("kind <> 'inpatient'", &[Some(0), Some(1), None]);
        check("kind in ('inpatient', 'outpatient')", &[Some(1), Some(1), None]);
        check("amount between 0 and 1200", &[Some(1), None, Some(1)]);
        check("not flag", &[Some(0), Some(1), None]);
        check("coalesce(flag, false)", &[Some(1), Some(0), Some(0)]);
        check("not coalesce(flag, false)", &[Some(0), Some(1), Some(1)]);
        check("flag = false", &[Some(0), Some(1), None]);
        check("amount is null", &[Some(0), Some(1), Some(0)]);
        check("coalesce(amount, 7)", &[Some(1200), Some(7), Some(0)]);
        check("least(amount, 5)", &[Some(5), Some(5), Some(0)]);
        check("greatest(amount, 5)", &[Some(1200), Some(5), Some(5)]);
        check("greatest(amount, 5, amount)", &[Some(1200), Some(5), Some(5)]);
        check("least(5, amount)", &[Some(5), Some(5), Some(0)]);
        check("share_of(amount, 7000)", &[Some(840), None, Some(0)]);
        check("share_of(5, 5000)", &[Some(3); 3]);
        check("share_of(9, 500)", &[Some(0); 3]);
        check("3 - amount", &[Some(-1197), None, Some(3)]);
        check("days_between(day, as_of)", &[Some(365), Some(364), Some(105)]);
        check("full_months(day, as_of)", &[Some(12), Some(11), Some(3)]);
        check("case when flag then 1 when amount is null then 2 end", &[Some(1), Some(2), None]);
        check("case when amount > 0 then 1 else 0 end", &[Some(1), Some(0), Some(0)]);
    }

    #[test]
    fn figures_known_beforehand_take_the_place_of_inputs() {
        let text =
            "case when flag then share_of(amount, rate) else least(amount + rate, limit) end";
        let known: Vec<Input> = inputs()
            .into_iter()
            .chain(["rate", "limit"].map(|it| Input { name: it.into(), kind: Kind::Number }))
            .collect();
        let parsed = Expression::parse(text, &known).expect("sound");
        assert_eq!(parsed.inputs, ["flag", "amount", "rate", "limit"]);
        let bound =
            parsed.with_constants(&BTreeMap::from([("rate".into(), 500), ("limit".into(), 9)]));
        assert_eq!(bound.inputs, ["flag", "amount"]);
        let columns: [Int64Array; 2] =
            [vec![Some(1), Some(0), None].into(), vec![Some(1200), None, Some(0)].into()];
        let got = bound.numbers(&columns, 3, &dates()).expect("it evaluates");
        assert_eq!(got.iter().collect::<Vec<_>>(), [Some(60), Some(9), Some(9)]);
        let known: Vec<Input> = vec![Input { name: "rate".into(), kind: Kind::Number }];
        let whole = Expression::parse("share_of(100, rate) + 1", &known).expect("sound");
        let whole = whole.with_constants(&BTreeMap::from([("rate".into(), 500)]));
        assert!(matches!(whole.node(), Node::Number(6)), "{whole:?}");
    }

    #[test]
    fn what_a_formula_cannot_do_without_is_known() {
        let check = |text: &str, expected: &[&str]| {
            let it = Expression::parse(text, &inputs()).expect("sound");
            let names: Vec<&str> =
                it.needs().into_iter().map(|at| it.inputs[at].as_str()).collect();
            assert_eq!(names, expected, "{text}");
        };
        check("case when flag then amount else 0 end", &["flag", "amount"]);
        check("coalesce(amount, 0) + 1", &[]);
        check("flag is null or kind = 'inpatient'", &["kind"]);
        check("greatest(amount, coalesce(amount, 1))", &["amount"]);
        check("full_months(day, as_of)", &["day"]);
    }

    #[test]
    fn mistakes_are_refused_with_the_part_that_is_wrong() {
        let refused = |text: &str, part: &str| {
            let error = Expression::parse(text, &inputs()).expect_err(text).to_string();
            assert!(error.contains(part), "{text}: {error}");
        };
        refused("amont > 1", "amont");
        refused("kind = 'inpatent'", "inpatent");
        refused("day > 5", "不是同一类");
        refused("day + 1", "不是数");
        refused("now()", "now");
        refused("amount > 1; drop table persons", "写得不对");
        refused("(select 1)", "不支持");
    }
}
