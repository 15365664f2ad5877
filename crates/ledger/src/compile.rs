//! Understands formulas: names, kinds and scales.

use std::{collections::BTreeMap, rc::Rc};

use policy::{Unit, suggest::hint};
use sqlparser::{
    ast::{
        BinaryOperator, CaseWhen, Expr as Sql, Function, FunctionArg, FunctionArgExpr,
        FunctionArguments, Ident, UnaryOperator, Value as SqlValue,
    },
    dialect::GenericDialect,
    parser::Parser,
    tokenizer::Token,
};

use crate::{
    field::FieldType,
    formula::{
        Aggregate, Asked, At, Belongs, Builtin, Comparison, Formula, Kind, Node, ParameterKind,
        Registered,
    },
    ledger::Ledger,
};

/// Places that a product or a quotient keeps behind the point.
const PLACES: u32 = 4;

/// Figures that need no document: nothing, one, and the whole in per cent.
const FREE_FIGURES: [i64; 3] = [0, 1, 100];

/// What a formula may name.
pub(crate) struct Known<'a> {
    /// The ledger it stands in.
    pub(crate) ledger: &'a Ledger,
    /// Every ledger of the region.
    pub(crate) ledgers: &'a dyn Fn(&str) -> Option<&'a Ledger>,
    /// The unit of a parameter.
    pub(crate) parameter: &'a dyn Fn(&str) -> Option<Unit>,
    /// Whether it is about many records: `sum`, `count` and the like.
    pub(crate) aggregates: bool,
    /// What computed fields of the ledger are computed from. A rule reads that rather than what was
    /// kept when the record was last written: days go by, and other records change.
    pub(crate) computed: Rc<BTreeMap<String, (Node, Kind)>>,
}

type Understood = Result<(Node, Kind), String>;

impl Formula {
    /// Understands the text.
    ///
    /// # Errors
    /// What is wrong with it and what to do, in Chinese.
    pub(crate) fn compile(&mut self, known: &Known<'_>) -> Result<(), String> {
        let sql = parse(&self.text)?;
        let (node, kind) = Reader { known, other: None, want: None }.read(&sql)?;
        (self.node, self.kind) = (node, kind);
        Ok(())
    }

    /// Understands a condition.
    ///
    /// # Errors
    /// As [`Formula::compile`], and when it gives anything but yes or no.
    pub(crate) fn compile_condition(&mut self, known: &Known<'_>) -> Result<(), String> {
        self.compile(known)?;
        match self.kind {
            Kind::YesNo => Ok(()),
            _ => Err("不是条件（要得出是或否）".into()),
        }
    }

    /// Understands a formula whose result is kept in a field, at the field's scale.
    ///
    /// # Errors
    /// As [`Formula::compile`], and when the result is of another kind.
    pub(crate) fn compile_for(&mut self, known: &Known<'_>, want: &Kind) -> Result<(), String> {
        let sql = parse(&self.text)?;
        let reader = Reader { known, other: None, want: Some(want) };
        let read = match (&sql, want) {
            (Sql::Value(_), Kind::Code(_)) => reader.literal(&sql, want)?,
            _ => reader.read(&sql)?,
        };
        self.node = fit(read, want)?;
        self.kind = want.clone();
        Ok(())
    }
}

/// `:topic.key` becomes a quoted name, which formulas cannot write otherwise.
fn parse(text: &str) -> Result<Sql, String> {
    let mut sql = String::with_capacity(text.len() + 8);
    let mut in_text = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => in_text = !in_text,
            '"' | '`' | ';' if !in_text => return Err(format!("不能用 {letter}")),
            ':' if !in_text => {
                sql.push_str("\":");
                while let Some(it) =
                    letters.next_if(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '.'))
                {
                    sql.push(it);
                }
                sql.push('"');
                continue;
            }
            _ => {}
        }
        sql.push(letter);
    }
    Parser::new(&GenericDialect {})
        .try_with_sql(&sql)
        .and_then(|mut it| {
            let expr = it.parse_expr()?;
            it.expect_token(&Token::EOF)?;
            Ok(expr)
        })
        .map_err(|error| format!("写得不对：{error}"))
}

/// Brings a value to what is wanted: the same kind, and the same scale for numbers.
fn fit((node, kind): (Node, Kind), want: &Kind) -> Result<Node, String> {
    match (&kind, want) {
        (Kind::Number(have), Kind::Number(places)) => Ok(scaled(node, *have, *places)),
        (Kind::Blank, _) => Ok(node),
        (Kind::Code(_), Kind::Code(_)) => Ok(node),
        (have, want) if have == want => Ok(node),
        _ => Err(format!("得出的是{}，应是{}", kind_zh(&kind), kind_zh(want))),
    }
}

/// A number at another scale; digits that are lost are rounded.
fn scaled(node: Node, have: u32, want: u32) -> Node {
    let ten = |places: u32| Node::Number(10_i64.pow(places));
    match (node, have.cmp(&want)) {
        (node, std::cmp::Ordering::Equal) => node,
        (Node::Number(it), std::cmp::Ordering::Less) => Node::Number(it * 10_i64.pow(want - have)),
        (node, std::cmp::Ordering::Less) => {
            Node::Multiply(Box::new(node), Box::new(ten(want - have)))
        }
        (node, std::cmp::Ordering::Greater) => {
            Node::Divide(Box::new(node), Box::new(ten(have - want)))
        }
    }
}

/// The Chinese word for a kind.
pub(crate) fn kind_zh(kind: &Kind) -> &'static str {
    match kind {
        Kind::Blank => "空白",
        Kind::Number(_) => "数",
        Kind::Date => "日期",
        Kind::YesNo => "是否",
        Kind::Text => "文字",
        Kind::Code(_) => "代码",
        Kind::Codes(_) => "多个代码",
        Kind::Region => "地区",
        Kind::Household => "户",
        Kind::Person => "人",
        Kind::Record(_) => "台账记录",
    }
}

/// What a field holds, for formulas.
pub(crate) fn kind_of(ledger: &Ledger, ty: &FieldType) -> Kind {
    let codes = |list: &str| {
        let items = ledger.list(list).map(|it| it.items.as_slice()).unwrap_or_default();
        items.iter().map(|it| it.code.clone()).collect()
    };
    match ty {
        FieldType::Number | FieldType::Decimal { .. } | FieldType::Money | FieldType::Year => {
            Kind::Number(ty.scale().unwrap_or_default())
        }
        FieldType::Date | FieldType::Month => Kind::Date,
        FieldType::YesNo => Kind::YesNo,
        FieldType::Code { list } => Kind::Code(codes(list)),
        FieldType::Codes { list } => Kind::Codes(codes(list)),
        FieldType::Region { .. } => Kind::Region,
        FieldType::Household => Kind::Household,
        FieldType::Person => Kind::Person,
        FieldType::Link { to } => Kind::Record(to.clone()),
        FieldType::Text
        | FieldType::LongText
        | FieldType::Name
        | FieldType::Phone
        | FieldType::IdNumber
        | FieldType::AccountNumber => Kind::Text,
    }
}

struct Reader<'k, 'a> {
    known: &'k Known<'a>,
    /// The ledger whose records are asked for, inside `any_of` and its like.
    other: Option<&'a Ledger>,
    /// What a field wants: words in the arms of a `case` are its codes.
    want: Option<&'k Kind>,
}

impl<'a> Reader<'_, 'a> {
    fn read(&self, sql: &Sql) -> Understood {
        match sql {
            Sql::Nested(inner) => self.read(inner),
            Sql::Identifier(name) => self.name(name),
            Sql::CompoundIdentifier(parts) => self.path(parts),
            Sql::Value(value) => match &value.value {
                SqlValue::Number(digits, _) => self.figure(digits),
                SqlValue::Boolean(yes) => Ok((Node::Yes(*yes), Kind::YesNo)),
                SqlValue::Null => Ok((Node::Blank, Kind::Blank)),
                SqlValue::SingleQuotedString(text) => Ok((Node::Text(text.clone()), Kind::Text)),
                other => Err(format!("不支持 {other}")),
            },
            Sql::UnaryOp { op: UnaryOperator::Not, expr } => {
                Ok((Node::Not(Box::new(self.condition(expr)?)), Kind::YesNo))
            }
            Sql::UnaryOp { op: UnaryOperator::Minus, expr } => match self.read(expr)? {
                (node, Kind::Number(scale)) => {
                    Ok((Node::Negative(Box::new(node)), Kind::Number(scale)))
                }
                _ => Err(format!("{expr} 不是数")),
            },
            Sql::BinaryOp { left, op, right } => self.binary(left, op, right),
            Sql::Between { expr, negated, low, high } => {
                let inside = Node::And(
                    Box::new(self.compare(Comparison::GreaterOrEqual, expr, low)?),
                    Box::new(self.compare(Comparison::LessOrEqual, expr, high)?),
                );
                Ok((maybe_not(inside, *negated), Kind::YesNo))
            }
            Sql::InList { expr, list, negated } => {
                let (node, kind) = self.read(expr)?;
                let list = list
                    .iter()
                    .map(|it| fit(self.literal(it, &kind)?, &kind))
                    .collect::<Result<_, _>>()?;
                Ok((maybe_not(Node::OneOf(Box::new(node), list), *negated), Kind::YesNo))
            }
            Sql::IsNull(expr) => Ok((Node::IsBlank(Box::new(self.read(expr)?.0)), Kind::YesNo)),
            Sql::IsNotNull(expr) => {
                let blank = Node::IsBlank(Box::new(self.read(expr)?.0));
                Ok((maybe_not(blank, true), Kind::YesNo))
            }
            Sql::Case { operand: None, conditions, else_result, .. } => {
                self.case(conditions, else_result.as_deref())
            }
            Sql::Function(function) => self.function(function),
            other => Err(format!("不支持 {other}")),
        }
    }

    fn figure(&self, digits: &str) -> Understood {
        match digits.parse::<i64>() {
            Ok(it) if FREE_FIGURES.contains(&it) => Ok((Node::Number(it), Kind::Number(0))),
            _ => Err(format!("式子里不能直接写 {digits}；请写成参数，用 :主题.键 引用")),
        }
    }

    /// A value beside something of a kind: a text beside a code has to be one of its codes.
    fn literal(&self, sql: &Sql, beside: &Kind) -> Understood {
        let (node, kind) = self.read(sql)?;
        match (&node, beside) {
            (Node::Text(word), Kind::Code(codes)) => {
                if !codes.contains(word) {
                    let near = hint(word, codes.iter().map(String::as_str));
                    return Err(format!("没有代码 {word}{near}"));
                }
                Ok((node, beside.clone()))
            }
            _ => Ok((node, kind)),
        }
    }

    fn name(&self, name: &Ident) -> Understood {
        if name.quote_style.is_some() {
            return self.parameter(name.value.trim_start_matches(':'));
        }
        let word = name.value.as_str();
        if word == "today" {
            return Ok((Node::Today, Kind::Date));
        }
        match self.known.computed.get(word) {
            Some(found) => Ok(found.clone()),
            None => field(self.known.ledger, At::Own, word),
        }
    }

    fn parameter(&self, name: &str) -> Understood {
        let Some(unit) = (self.known.parameter)(name) else {
            return Err(format!("没有参数 {name}"));
        };
        let number = |scale| (ParameterKind::Number, Kind::Number(scale));
        let (of, kind) = match unit {
            Unit::Yuan | Unit::Fen => number(2),
            Unit::Percent | Unit::BasisPoints => number(4),
            Unit::Bool => (ParameterKind::YesNo, Kind::YesNo),
            Unit::Code | Unit::Text | Unit::Date => {
                return Err(format!("参数 {name} 是{}，不能写进式子", unit.zh()));
            }
            _ => number(0),
        };
        Ok((Node::Parameter(name.to_owned(), of), kind))
    }

    fn path(&self, parts: &[Ident]) -> Understood {
        let words: Vec<&str> = parts.iter().map(|it| it.value.as_str()).collect();
        match (self.other, words.as_slice()) {
            (Some(other), [ledger, name]) if other.id == *ledger => field(other, At::Other, name),
            (Some(other), [ledger, link, name]) if other.id == *ledger => {
                self.through(other, At::Other, link, name)
            }
            (_, [link, name]) => self.through(self.known.ledger, At::Own, link, name),
            _ => Err(format!("不认识 {}", words.join("."))),
        }
    }

    fn through(&self, ledger: &Ledger, at: At, link: &str, name: &str) -> Understood {
        let Some(of) = ledger.field(link) else {
            return Err(no_field(ledger, link));
        };
        let registered =
            |what, kind| Ok((Node::Registered { at, field: link.to_owned(), what }, kind));
        match (&of.ty, name) {
            (FieldType::Link { to }, name) => {
                let Some(target) = (self.known.ledgers)(to) else {
                    return Err(format!("没有台账 {to}"));
                };
                let (inner, kind) = field(target, At::Linked, name)?;
                let (field, ledger) = (link.to_owned(), to.clone());
                Ok((Node::Through { at, field, ledger, inner: Box::new(inner) }, kind))
            }
            (FieldType::Person, "birth") => registered(Registered::Birth, Kind::Date),
            (FieldType::Person, "sex") => {
                registered(Registered::Sex, Kind::Code(vec!["male".into(), "female".into()]))
            }
            (FieldType::Person, "departed") => registered(Registered::Departed, Kind::YesNo),
            (FieldType::Household, "monitored") => registered(Registered::Monitored, Kind::YesNo),
            (FieldType::Household, "eliminated") => registered(Registered::Eliminated, Kind::YesNo),
            (FieldType::Household, "out_of_poverty") => {
                registered(Registered::OutOfPoverty, Kind::YesNo)
            }
            (FieldType::Household, "members") => registered(Registered::Members, Kind::Number(0)),
            (FieldType::Person, _) => Err(format!("{link}.{name}：人只有 birth、sex、departed")),
            (FieldType::Household, _) => {
                Err(format!("{link}.{name}：户只有 monitored、eliminated、out_of_poverty、members"))
            }
            _ => Err(format!("{link} 不是关联、户或人，后面不能加点")),
        }
    }

    fn condition(&self, sql: &Sql) -> Result<Node, String> {
        match self.read(sql)? {
            (node, Kind::YesNo) => Ok(node),
            (_, kind) => Err(format!("{sql} 是{}，不是条件", kind_zh(&kind))),
        }
    }

    fn binary(&self, left: &Sql, op: &BinaryOperator, right: &Sql) -> Understood {
        use BinaryOperator as B;
        let comparison = match op {
            B::And | B::Or => {
                let (left, right) =
                    (Box::new(self.condition(left)?), Box::new(self.condition(right)?));
                let node = match op {
                    B::And => Node::And(left, right),
                    _ => Node::Or(left, right),
                };
                return Ok((node, Kind::YesNo));
            }
            B::Plus | B::Minus | B::Multiply | B::Divide => {
                return self.arithmetic(left, op, right);
            }
            B::Eq => Comparison::Equal,
            B::NotEq => Comparison::NotEqual,
            B::Lt => Comparison::Less,
            B::LtEq => Comparison::LessOrEqual,
            B::Gt => Comparison::Greater,
            B::GtEq => Comparison::GreaterOrEqual,
            other => return Err(format!("不支持运算 {other}")),
        };
        Ok((self.compare(comparison, left, right)?, Kind::YesNo))
    }

    fn compare(&self, op: Comparison, left: &Sql, right: &Sql) -> Result<Node, String> {
        let mut a = self.read(left)?;
        let b = self.literal(right, &a.1)?;
        if let Kind::Code(_) = b.1 {
            a = self.literal(left, &b.1)?;
        }
        let (a, b, kind) = alike(a, b).map_err(|why| format!("{left} 与 {right} {why}"))?;
        let ordered = matches!(kind, Kind::Number(_) | Kind::Date);
        if !ordered && !matches!(op, Comparison::Equal | Comparison::NotEqual) {
            return Err(format!("{left} 与 {right} 是{}，不能比大小", kind_zh(&kind)));
        }
        let (a, b) = (Box::new(a), Box::new(b));
        Ok(match kind {
            Kind::YesNo => Node::CompareYesNo(op, a, b),
            Kind::Codes(_) => return Err("多个代码用 has(字段, '代码') 判断".into()),
            _ => Node::Compare(op, a, b),
        })
    }

    fn arithmetic(&self, left: &Sql, op: &BinaryOperator, right: &Sql) -> Understood {
        use BinaryOperator as B;
        let (a, b) = (self.read(left)?, self.read(right)?);
        match (op, &a.1, &b.1) {
            (B::Plus, Kind::Date, Kind::Number(0)) => {
                Ok((Node::Add(Box::new(a.0), Box::new(b.0)), Kind::Date))
            }
            (B::Minus, Kind::Date, Kind::Number(0)) => {
                Ok((Node::Subtract(Box::new(a.0), Box::new(b.0)), Kind::Date))
            }
            (B::Minus, Kind::Date, Kind::Date) => {
                Ok((Node::Subtract(Box::new(a.0), Box::new(b.0)), Kind::Number(0)))
            }
            (B::Plus | B::Minus, Kind::Number(_), Kind::Number(_)) => {
                let (a, b, kind) = alike(a, b)?;
                let (a, b) = (Box::new(a), Box::new(b));
                let node = match op {
                    B::Plus => Node::Add(a, b),
                    _ => Node::Subtract(a, b),
                };
                Ok((node, kind))
            }
            (B::Multiply, Kind::Number(x), Kind::Number(y)) => {
                let (x, y) = (*x, *y);
                let product = Node::Multiply(Box::new(a.0), Box::new(b.0));
                let places = (x + y).min(PLACES);
                Ok((scaled(product, x + y, places), Kind::Number(places)))
            }
            (B::Divide, Kind::Number(x), Kind::Number(y)) => {
                let (x, y) = (*x, *y);
                let above = scaled(a.0, x, PLACES + y);
                Ok((Node::Divide(Box::new(above), Box::new(b.0)), Kind::Number(PLACES)))
            }
            _ => Err(format!(
                "{left} 是{}，{right} 是{}，不能这样运算",
                kind_zh(&a.1),
                kind_zh(&b.1)
            )),
        }
    }

    fn case(&self, arms: &[CaseWhen], otherwise: Option<&Sql>) -> Understood {
        let whens =
            arms.iter().map(|it| self.condition(&it.condition)).collect::<Result<Vec<_>, _>>()?;
        let mut results: Vec<&Sql> = arms.iter().map(|it| &it.result).collect();
        results.extend(otherwise);
        let (mut thens, kind) = self.all_alike(&results)?;
        let last = if otherwise.is_some() { thens.pop() } else { None };
        let arms = whens.into_iter().zip(thens).collect();
        Ok((Node::Case(arms, Box::new(last.unwrap_or_default())), kind))
    }

    fn all_alike(&self, list: &[&Sql]) -> Result<(Vec<Node>, Kind), String> {
        let mut read: Vec<(Node, Kind)> = Vec::new();
        for sql in list {
            let beside = read.iter().map(|it| &it.1).find(|it| **it != Kind::Blank).cloned();
            let want = self.want.filter(|it| matches!(it, Kind::Code(_))).cloned();
            read.push(self.literal(sql, &beside.or(want).unwrap_or_default())?);
        }
        let kind =
            read.iter().map(|it| it.1.clone()).try_fold(Kind::Blank, |one, other| {
                match (one, other) {
                    (Kind::Number(x), Kind::Number(y)) => Ok(Kind::Number(x.max(y))),
                    (Kind::Blank, it) | (it, Kind::Blank) => Ok(it),
                    (one, other) if one == other => Ok(one),
                    (one, other) => {
                        Err(format!("{} 和 {} 不能放在一起", kind_zh(&one), kind_zh(&other)))
                    }
                }
            })?;
        let nodes = read.into_iter().map(|it| fit(it, &kind)).collect::<Result<_, _>>()?;
        Ok((nodes, kind))
    }

    fn function(&self, function: &Function) -> Understood {
        let name = function.name.to_string().to_lowercase();
        let arguments = arguments(function)?;
        match (name.as_str(), arguments.as_slice()) {
            ("coalesce", [_, _, ..]) => {
                let (list, kind) = self.all_alike(&arguments)?;
                Ok((Node::Coalesce(list), kind))
            }
            ("least" | "greatest", [_, _, ..]) => {
                let (list, kind) = self.all_alike(&arguments)?;
                if !matches!(kind, Kind::Number(_) | Kind::Date) {
                    return Err(format!("{name} 里应是数或日期"));
                }
                let least = name == "least";
                Ok((if least { Node::Least(list) } else { Node::Greatest(list) }, kind))
            }
            ("abs", [it]) => match self.read(it)? {
                (node, Kind::Number(scale)) => {
                    Ok((Node::Absolute(Box::new(node)), Kind::Number(scale)))
                }
                _ => Err(format!("{it} 不是数")),
            },
            ("has", [field, code]) => self.has(field, code),
            ("days_between", [from, to]) => {
                let (from, to) = (self.date(from)?, self.date(to)?);
                Ok((Node::Subtract(Box::new(to), Box::new(from)), Kind::Number(0)))
            }
            ("years_between", [from, to]) => {
                let (from, to) = (self.date(from)?, self.date(to)?);
                Ok((Node::Years(Box::new(from), Box::new(to)), Kind::Number(0)))
            }
            ("year_of", [day]) => Ok((Node::YearOf(Box::new(self.date(day)?)), Kind::Number(0))),
            ("any_of" | "count_of", [ledger, condition]) => {
                let other = self.other(ledger)?;
                let belongs = self.link_from(other)?;
                self.others(&name, other, None, belongs, condition)
            }
            ("total_of" | "newest_of", [path, condition]) => {
                let (other, field) = self.other_field(path)?;
                let belongs = self.link_from(other)?;
                self.others(&name, other, Some(field), belongs, condition)
            }
            ("any_same" | "count_same", [ledger, common, condition]) => {
                let other = self.other(ledger)?;
                let belongs = self.common(other, common)?;
                self.others(&name, other, None, belongs, condition)
            }
            ("total_same" | "newest_same", [path, common, condition]) => {
                let (other, field) = self.other_field(path)?;
                let belongs = self.common(other, common)?;
                self.others(&name, other, Some(field), belongs, condition)
            }
            ("count" | "sum" | "average" | "share" | "distinct", _) if self.known.aggregates => {
                self.aggregate(&name, &arguments)
            }
            _ => Err(format!("没有这样的函数：{function}")),
        }
    }

    fn date(&self, sql: &Sql) -> Result<Node, String> {
        match self.read(sql)? {
            (node, Kind::Date) => Ok(node),
            (_, kind) => Err(format!("{sql} 是{}，不是日期", kind_zh(&kind))),
        }
    }

    fn has(&self, field: &Sql, code: &Sql) -> Understood {
        let (node, Kind::Codes(codes)) = self.read(field)? else {
            return Err(format!("has 用于可选多个代码的字段，{field} 不是"));
        };
        match self.read(code)? {
            (Node::Text(word), _) if codes.contains(&word) => {
                Ok((Node::Has(Box::new(node), word), Kind::YesNo))
            }
            _ => Err(format!("没有代码 {code}")),
        }
    }

    fn other(&self, sql: &Sql) -> Result<&'a Ledger, String> {
        let Sql::Identifier(name) = sql else {
            return Err(format!("{sql} 应是一张台账的名称"));
        };
        (self.known.ledgers)(&name.value).ok_or_else(|| format!("没有台账 {name}"))
    }

    fn other_field<'b>(&self, sql: &'b Sql) -> Result<(&'a Ledger, &'b str), String> {
        match sql {
            Sql::CompoundIdentifier(parts) if parts.len() == 2 => {
                let name = &parts[0].value;
                let ledger =
                    (self.known.ledgers)(name).ok_or_else(|| format!("没有台账 {name}"))?;
                Ok((ledger, &parts[1].value))
            }
            _ => Err(format!("{sql} 应写成 台账.字段")),
        }
    }

    /// The one link of the other ledger that points here.
    fn link_from(&self, other: &Ledger) -> Result<Belongs, String> {
        let own = &self.known.ledger.id;
        let mut links =
            other.fields.iter().filter(|it| matches!(&it.ty, FieldType::Link { to } if to == own));
        match (links.next(), links.next()) {
            (Some(link), None) => Ok(Belongs::Link(link.name.clone())),
            (None, _) => Err(format!("台账 {} 没有关联到 {own} 的字段", other.id)),
            _ => Err(format!("台账 {} 有几个字段关联到 {own}，分不清用哪个", other.id)),
        }
    }

    /// A field of the same name and kind in both.
    fn common(&self, other: &Ledger, sql: &Sql) -> Result<Belongs, String> {
        let Sql::Identifier(name) = sql else { return Err(format!("{sql} 应是字段名")) };
        let name = name.value.as_str();
        let own = self.known.ledger;
        let same = Belongs::Same { field: name.to_owned(), own: own.id == other.id };
        if name == "region" {
            return Ok(same);
        }
        let (one, two) = (
            own.field(name).ok_or_else(|| no_field(own, name))?,
            other.field(name).ok_or_else(|| no_field(other, name))?,
        );
        if kind_of(own, &one.ty) != kind_of(other, &two.ty) || one.is_sealed() || two.is_sealed() {
            return Err(format!("{name} 在两张台账里不是同一类，不能对上"));
        }
        Ok(same)
    }

    fn others(
        &self,
        name: &str,
        other: &'a Ledger,
        wanted: Option<&str>,
        belongs: Belongs,
        condition: &Sql,
    ) -> Understood {
        if self.other.is_some() {
            return Err("any_of、total_of 等不能套在一起".into());
        }
        let inner = Reader { known: self.known, other: Some(other), want: None };
        let condition = Box::new(inner.condition(condition)?);
        let wanted = wanted.map(|it| field(other, At::Other, it)).transpose()?;
        let (asked, kind) = match (name.split('_').next().unwrap_or_default(), wanted) {
            ("any", _) => (Asked::Any, Kind::YesNo),
            ("count", _) => (Asked::Count, Kind::Number(0)),
            ("total", Some((node, kind @ Kind::Number(_)))) => (Asked::Total(Box::new(node)), kind),
            ("newest", Some((node, kind @ (Kind::Date | Kind::Number(_))))) => {
                (Asked::Newest(Box::new(node)), kind)
            }
            _ => return Err(format!("{name} 里的字段类型不对")),
        };
        Ok((Node::Others { asked, ledger: other.id.clone(), belongs, condition }, kind))
    }

    fn aggregate(&self, name: &str, arguments: &[&Sql]) -> Understood {
        let computed = self.known.computed.clone();
        let inner = Known { aggregates: false, computed, ..*self.known };
        let inner = Reader { known: &inner, other: None, want: None };
        let made = |how, node| Node::Aggregate(how, Box::new(node));
        match (name, arguments) {
            ("count", []) => Ok((made(Aggregate::Count, Node::Yes(true)), Kind::Number(0))),
            ("distinct", [it]) => {
                Ok((made(Aggregate::Distinct, inner.read(it)?.0), Kind::Number(0)))
            }
            ("share", [it]) => Ok((made(Aggregate::Share, inner.condition(it)?), Kind::Number(4))),
            ("sum" | "average", [it]) => match inner.read(it)? {
                (node, kind @ Kind::Number(_)) => {
                    let how = if name == "sum" { Aggregate::Sum } else { Aggregate::Average };
                    Ok((made(how, node), kind))
                }
                (_, kind) => Err(format!("{it} 是{}，不能求和或平均", kind_zh(&kind))),
            },
            _ => Err(format!("{name} 的写法不对")),
        }
    }
}

fn no_field(ledger: &Ledger, name: &str) -> String {
    let names = ledger.fields.iter().map(|it| it.name.as_str());
    format!("台账 {} 没有字段 {name}{}", ledger.id, hint(name, names))
}

fn field(ledger: &Ledger, at: At, name: &str) -> Understood {
    let states = || ledger.states.iter().map(|it| it.name.clone()).collect();
    Ok(match name {
        "region" => (Node::Builtin(at, Builtin::Region), Kind::Region),
        "state" => (Node::Builtin(at, Builtin::State), Kind::Code(states())),
        "opened_on" => (Node::Builtin(at, Builtin::OpenedOn), Kind::Date),
        "state_since" => (Node::Builtin(at, Builtin::StateSince), Kind::Date),
        name => {
            let field = ledger.field(name).ok_or_else(|| no_field(ledger, name))?;
            let kind = kind_of(ledger, &field.ty);
            (Node::Field(at, name.to_owned()), kind)
        }
    })
}

/// Both sides of one kind, numbers at one scale.
fn alike(a: (Node, Kind), b: (Node, Kind)) -> Result<(Node, Node, Kind), String> {
    let kind = match (&a.1, &b.1) {
        (Kind::Number(x), Kind::Number(y)) => Kind::Number(*x.max(y)),
        (Kind::Blank, it) | (it, Kind::Blank) => it.clone(),
        (Kind::Code(_), Kind::Code(_)) => a.1.clone(),
        (one, other) if one == other => a.1.clone(),
        (one, other) => {
            return Err(format!("一个是{}，一个是{}，不能比较", kind_zh(one), kind_zh(other)));
        }
    };
    Ok((fit(a, &kind)?, fit(b, &kind)?, kind))
}

fn maybe_not(node: Node, negated: bool) -> Node {
    if negated { Node::Not(Box::new(node)) } else { node }
}

fn arguments(function: &Function) -> Result<Vec<&Sql>, String> {
    let FunctionArguments::List(list) = &function.args else {
        return Err(format!("不支持 {function}"));
    };
    let each = list.args.iter().map(|it| match it {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Ok(expr),
        other => Err(format!("不支持参数 {other}")),
    });
    each.collect()
}
