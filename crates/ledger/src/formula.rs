//! 式子: what definitions say about records, in the syntax of SQL.
//!
//! A formula is parsed by `sqlparser`, checked against the fields it may name, and written out again
//! as SQL for either engine ([`crate::sql`]). Nothing a pack says reaches the database as it was
//! typed. Numbers are whole numbers with a scale: yuan with two places are fen, and both sides of
//! an addition or comparison are brought to one scale here, so that money stays exact.

use std::collections::BTreeSet;

/// A formula as it was written, and what it means.
#[derive(Clone, Debug, Default)]
pub struct Formula {
    /// As the definition says it.
    pub text: String,
    /// The line it stands on.
    pub line: u32,
    pub(crate) node: Node,
    pub(crate) kind: Kind,
}

/// What a formula gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A blank, whatever it is compared with.
    #[default]
    Blank,
    /// A number with so many places behind the point.
    Number(u32),
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// Text.
    Text,
    /// One of these codes.
    Code(Vec<String>),
    /// Several of these codes.
    Codes(Vec<String>),
    /// A place.
    Region,
    /// A household.
    Household,
    /// A person.
    Person,
    /// A record of this ledger.
    Record(String),
}

/// Whose field it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// The record itself.
    Own,
    /// A record of another ledger that belongs to it.
    Other,
    /// What a link of the record points to.
    Linked,
}

/// What every record has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Builtin {
    Region,
    State,
    OpenedOn,
    StateSince,
}

/// What the register says of people and households.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Registered {
    Birth,
    Sex,
    Departed,
    Monitored,
    Eliminated,
    OutOfPoverty,
    Members,
}

/// How records of another ledger belong to this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Belongs {
    /// By their link of this name.
    Link(String),
    /// By a field of this name that says the same in both, or by `region`.
    Same {
        field: String,
        /// It is the record's own ledger: the record itself is left out.
        own: bool,
    },
}

/// What is asked of records of another ledger.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Asked {
    Any,
    Count,
    Total(Box<Node>),
    Newest(Box<Node>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aggregate {
    Count,
    Distinct,
    Sum,
    Average,
    Share,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Node {
    #[default]
    Blank,
    Number(i64),
    Text(String),
    Yes(bool),
    Today,
    Field(At, String),
    Builtin(At, Builtin),
    /// A field of what a link, household or person field points to.
    Through {
        at: At,
        field: String,
        ledger: String,
        inner: Box<Node>,
    },
    Registered {
        at: At,
        field: String,
        what: Registered,
    },
    Parameter(String, ParameterKind),
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    CompareYesNo(Comparison, Box<Node>, Box<Node>),
    OneOf(Box<Node>, Vec<Node>),
    IsBlank(Box<Node>),
    Add(Box<Node>, Box<Node>),
    Subtract(Box<Node>, Box<Node>),
    Multiply(Box<Node>, Box<Node>),
    /// Rounded half away from zero.
    Divide(Box<Node>, Box<Node>),
    Negative(Box<Node>),
    Absolute(Box<Node>),
    Case(Vec<(Node, Node)>, Box<Node>),
    Coalesce(Vec<Node>),
    Least(Vec<Node>),
    Greatest(Vec<Node>),
    Has(Box<Node>, String),
    Years(Box<Node>, Box<Node>),
    YearOf(Box<Node>),
    Others {
        asked: Asked,
        ledger: String,
        belongs: Belongs,
        condition: Box<Node>,
    },
    Aggregate(Aggregate, Box<Node>),
}

/// What a parameter is: a number with a scale, or yes and no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterKind {
    Number,
    YesNo,
}

impl Formula {
    /// A formula that has been read and not yet understood.
    #[must_use]
    pub(crate) fn written(text: String, line: u32) -> Formula {
        Formula { text, line, node: Node::Blank, kind: Kind::Blank }
    }

    /// What it gives.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Names of the fields of the record itself that it reads.
    #[must_use]
    pub fn own_fields(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        self.node.walk(&mut |node| match node {
            Node::Field(At::Own, name)
            | Node::Through { at: At::Own, field: name, .. }
            | Node::Registered { at: At::Own, field: name, .. } => {
                found.insert(name.as_str());
            }
            Node::Others { belongs: Belongs::Same { field, .. }, .. } if field != "region" => {
                found.insert(field.as_str());
            }
            _ => {}
        });
        found
    }

    /// Ledgers whose records it looks at, beside its own.
    #[must_use]
    pub fn other_ledgers(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        self.node.walk(&mut |node| match node {
            Node::Others { ledger, .. } | Node::Through { ledger, .. } => {
                found.insert(ledger.as_str());
            }
            _ => {}
        });
        found
    }

    /// The parameters it names.
    #[must_use]
    pub fn parameters(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        self.node.walk(&mut |node| {
            if let Node::Parameter(name, _) = node {
                found.insert(name.as_str());
            }
        });
        found
    }
}

impl Node {
    /// Goes over this node and everything below it.
    pub(crate) fn walk<'a>(&'a self, see: &mut impl FnMut(&'a Node)) {
        see(self);
        match self {
            Node::Blank
            | Node::Number(_)
            | Node::Text(_)
            | Node::Yes(_)
            | Node::Today
            | Node::Field(..)
            | Node::Builtin(..)
            | Node::Registered { .. }
            | Node::Parameter(..) => {}
            Node::Through { inner: it, .. }
            | Node::Not(it)
            | Node::IsBlank(it)
            | Node::Negative(it)
            | Node::Absolute(it)
            | Node::Has(it, _)
            | Node::YearOf(it)
            | Node::Aggregate(_, it) => it.walk(see),
            Node::And(a, b)
            | Node::Or(a, b)
            | Node::Compare(_, a, b)
            | Node::CompareYesNo(_, a, b)
            | Node::Add(a, b)
            | Node::Subtract(a, b)
            | Node::Multiply(a, b)
            | Node::Divide(a, b)
            | Node::Years(a, b) => {
                a.walk(see);
                b.walk(see);
            }
            Node::OneOf(it, list) => {
                it.walk(see);
                list.iter().for_each(|it| it.walk(see));
            }
            Node::Coalesce(list) | Node::Least(list) | Node::Greatest(list) => {
                list.iter().for_each(|it| it.walk(see));
            }
            Node::Case(arms, otherwise) => {
                for (when, then) in arms {
                    when.walk(see);
                    then.walk(see);
                }
                otherwise.walk(see);
            }
            Node::Others { asked, condition, .. } => {
                if let Asked::Total(it) | Asked::Newest(it) = asked {
                    it.walk(see);
                }
                condition.walk(see);
            }
        }
    }
}
