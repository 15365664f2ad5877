//! 规划目标: what a plan says shall be reached, as it is printed.

use crate::{amount::Amount, printed_unit::PrintedUnit};

/// One line of a plan: an indicator with its base and its target. A line without a target is a
/// base that the plan states.
#[derive(Clone, Debug)]
pub struct Target {
    /// The identifier.
    pub id: String,
    /// In Chinese, as printed.
    pub zh: String,
    /// In English.
    pub en: String,
    /// What values of it are stored under: the indicator that measures it, or a series that is
    /// entered by hand.
    pub measure: String,
    /// Whether `measure` is an indicator with a definition.
    pub is_measured: bool,
    /// The unit, as printed.
    pub unit: PrintedUnit,
    /// The number of the line in the plan's own table, such as `8a`.
    pub item: Option<String>,
    /// The group of lines it belongs to.
    pub parent: Option<String>,
    /// Where it starts.
    pub baseline: Option<Baseline>,
    /// When it is due.
    pub due: Due,
    /// What is wanted, as it is written.
    pub value_text: Option<String>,
    /// What is wanted, as it is understood.
    pub wanted: Wanted,
    /// How a value is compared with it.
    pub comparator: Option<Comparator>,
    /// The word that says how firm it is: 确保, 争取, 不低于, 左右 …
    pub firmness: Option<String>,
    /// Binding or expected.
    pub nature: Nature,
    /// The growth a rate of the plan can be checked against.
    pub growth: Option<Growth>,
    /// The target of the level above that it repeats.
    pub upper: Option<(String, Cascade)>,
    /// Numbers of [`crate::Oddity`] that concern it.
    pub oddities: Vec<u32>,
    /// Document and place.
    pub source: String,
    /// The title of the document alone.
    pub document: String,
    /// The chapter of the document, 第五章; the place as it is written where the document has none.
    pub chapter: String,
    /// Leading digits of the region.
    pub region: String,
    /// The file below the folder of packs.
    pub file: String,
    /// The line in it.
    pub line: u32,
}

/// Where a target starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The year, where the plan says it.
    pub year: Option<i32>,
    /// As printed.
    pub text: String,
    /// The number, where it is one; of a ratio such as 1.68:1 the quotient.
    pub number: Option<Amount>,
}

/// When a target is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// At the end of a year.
    Year(i32),
    /// In every year from the first to the last.
    Each(i32, i32),
    /// The plan says no year.
    Unstated,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The plan states a base only.
    Nothing,
    /// A number, in the printed unit.
    Number(Amount),
    /// A word that a number stands for.
    Word(Word),
    /// A word that another series stands for: 全国平均水平.
    Against(String),
    /// A word that nothing can be held against; why in Chinese and English.
    Open(String, String),
}

/// A word and the test that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub word: String,
    /// The number it stands for.
    pub means: Amount,
    /// The unit of that number; the target's own when absent.
    pub unit: Option<PrintedUnit>,
    /// How a value is compared with it.
    pub comparator: Comparator,
    /// What the test is, in Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// How a value is compared with a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
}

/// 约束性 or 预期性.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// 约束性.
    Binding,
    /// 预期性.
    Expected,
    /// The plan does not say.
    Unstated,
}

/// A base and an end from which a rate of growth follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The indicator whose values grow; the present rate is computed from them.
    pub of: Option<String>,
    /// The year of the base.
    pub base_year: i32,
    /// The base.
    pub base: Amount,
    /// The unit of base and end.
    pub unit: PrintedUnit,
    /// Where the plan wants it to be in the target year.
    pub end: Amount,
    /// The rate a year that follows, in per cent; stated rates stand beside it.
    pub computed: Option<Amount>,
}

/// How a target stands to the one above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cascade {
    /// It is a part of the whole.
    Sum,
    /// It is the same measure for a smaller region.
    Compare,
}

/// Lines of a plan's table under one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetGroup {
    /// The identifier.
    pub id: String,
    /// The number.
    pub item: Option<String>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Leading digits of the region.
    pub region: String,
}

impl Comparator {
    /// The comparator that is written so.
    #[must_use]
    pub fn of(text: &str) -> Option<Comparator> {
        Some(match text {
            "=" => Comparator::Equal,
            ">=" => Comparator::AtLeast,
            ">" => Comparator::Above,
            "<=" => Comparator::AtMost,
            "<" => Comparator::Below,
            _ => return None,
        })
    }

    /// As it is written.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Comparator::Equal => "=",
            Comparator::AtLeast => ">=",
            Comparator::Above => ">",
            Comparator::AtMost => "<=",
            Comparator::Below => "<",
        }
    }
}

impl Nature {
    /// `binding`, `expected` or `unstated`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Nature::Binding => "binding",
            Nature::Expected => "expected",
            Nature::Unstated => "unstated",
        }
    }

    /// In Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Nature::Binding => "约束性",
            Nature::Expected => "预期性",
            Nature::Unstated => "",
        }
    }
}

impl Due {
    /// As data files write it: `2025`, `2021-2025`, empty.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Due::Year(year) => year.to_string(),
            Due::Each(from, to) => format!("{from}-{to}"),
            Due::Unstated => String::new(),
        }
    }
}

impl Target {
    /// The number that is wanted, with its comparator and unit, where there is one.
    #[must_use]
    pub fn number(&self) -> Option<(Amount, Comparator, PrintedUnit)> {
        match &self.wanted {
            Wanted::Number(it) => Some((*it, self.comparator?, self.unit)),
            Wanted::Word(it) => Some((it.means, it.comparator, it.unit.unwrap_or(self.unit))),
            _ => None,
        }
    }
}
