//! 待遇: what a person, a household or an organisation is entitled to, as a pack writes it.
//!
//! Policy reads the words, the dates and the figures. What the formulas say is compiled and
//! computed elsewhere, because a formula is no matter of regions and documents.

use chrono::NaiveDate;
use kernel::value::days_of;
use serde::{Deserialize, Serialize};

use crate::{
    fact::Subject,
    table::{Item, Lined},
    unit::{Unit, decimal},
};

/// Whose entitlement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BenefitSubject {
    /// 人.
    Person,
    /// 户.
    Household,
    /// 机构: everything is given by hand, no facts are known of it.
    Organisation,
}

impl BenefitSubject {
    pub(crate) const ALL: [BenefitSubject; 3] =
        [BenefitSubject::Person, BenefitSubject::Household, BenefitSubject::Organisation];

    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            BenefitSubject::Person => "person",
            BenefitSubject::Household => "household",
            BenefitSubject::Organisation => "organisation",
        }
    }

    /// 人, 户 or 机构.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            BenefitSubject::Person => "人",
            BenefitSubject::Household => "户",
            BenefitSubject::Organisation => "机构",
        }
    }

    /// Whether a fact of this subject may be read: a person's benefit also knows the household.
    pub(crate) fn may_read(self, fact: Subject) -> bool {
        matches!(
            (self, fact),
            (BenefitSubject::Person, _) | (BenefitSubject::Household, Subject::Household)
        )
    }
}

/// What comes out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BenefitOutcome {
    /// 钱: the step `amount`, in fen.
    Money,
    /// 实物或资格: whether every condition holds.
    InKind,
    /// 只算账: an account such as 收入台账; nobody is entitled to anything by it.
    Account,
}

impl BenefitOutcome {
    pub(crate) const ALL: [BenefitOutcome; 3] =
        [BenefitOutcome::Money, BenefitOutcome::InKind, BenefitOutcome::Account];

    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            BenefitOutcome::Money => "money",
            BenefitOutcome::InKind => "in_kind",
            BenefitOutcome::Account => "account",
        }
    }
}

/// How often it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BenefitPeriod {
    /// 一次.
    Once,
    /// 每月.
    Month,
    /// 每年.
    Year,
}

impl BenefitPeriod {
    pub(crate) const ALL: [BenefitPeriod; 3] =
        [BenefitPeriod::Once, BenefitPeriod::Month, BenefitPeriod::Year];

    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            BenefitPeriod::Once => "once",
            BenefitPeriod::Month => "month",
            BenefitPeriod::Year => "year",
        }
    }

    /// 一次, 每月 or 每年.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            BenefitPeriod::Once => "一次",
            BenefitPeriod::Month => "每月",
            BenefitPeriod::Year => "每年",
        }
    }
}

/// A benefit as the nearest pack with a version in force writes it.
#[derive(Clone, Debug, Serialize)]
pub struct Benefit {
    /// The name of its file, for ever.
    pub id: String,
    /// 中文名.
    pub zh: String,
    /// Money, a thing, or only an account.
    pub outcome: BenefitOutcome,
    /// How often.
    pub each: BenefitPeriod,
    /// Whose.
    pub of: BenefitSubject,
    /// The department that pays or decides, named as in `feeds/`; none for an account.
    pub department: Option<String>,
    /// Words of the items under which payments of it appear in the departments' lists.
    pub paid_as: Vec<String>,
    /// What it reads.
    pub inputs: Vec<BenefitInput>,
    /// The parameters its steps name.
    pub parameters: Vec<BenefitParameter>,
    /// The arithmetic, in order.
    pub steps: Vec<BenefitStep>,
    /// The pack it was found in.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document asks for it.
    pub is_default: bool,
    /// A remark on the basis.
    pub note: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, if it was ended.
    pub to: Option<NaiveDate>,
    /// The file, below the folder of packs.
    pub file: String,
    /// The line a fault of the whole is told on.
    pub line: u32,
}

/// One value a benefit reads.
#[derive(Clone, Debug, Serialize)]
pub struct BenefitInput {
    /// Its name in the formulas.
    pub name: String,
    /// 中文名.
    pub zh: String,
    /// Stored unit.
    pub unit: Unit,
    /// For a code, its words in stored order.
    pub codes: Vec<String>,
    /// The fact it is taken from; none when it can only be given by hand.
    pub fact: Option<String>,
    /// Taken when nothing is known, and shown as taken for granted.
    pub otherwise: Option<i64>,
    /// Line in the file.
    pub line: u32,
}

/// A parameter under the name the formulas use.
#[derive(Clone, Debug, Serialize)]
pub struct BenefitParameter {
    /// Its name in the formulas.
    pub name: String,
    /// Its full name, `topic.key`.
    pub parameter: String,
    /// Line in the file.
    pub line: u32,
}

/// One line of the arithmetic.
#[derive(Clone, Debug, Serialize)]
pub struct BenefitStep {
    /// Its name in the formulas that follow.
    pub name: String,
    /// 中文名.
    pub zh: String,
    /// A remark, such as how it is rounded.
    pub note: Option<String>,
    /// What it says.
    pub formula: Formula,
    /// Line in the file.
    pub line: u32,
}

/// What a step says. Formulas have the syntax of `facts/*.toml`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Formula {
    /// A value.
    Value {
        /// The formula.
        text: String,
        /// Stored unit of the result.
        unit: Unit,
    },
    /// A condition without which nobody is entitled.
    Must {
        /// The formula.
        text: String,
        /// What is said to whom it does not hold for.
        otherwise: String,
    },
    /// The first alternative whose condition holds.
    Choose(Vec<Alternative>),
}

/// One alternative of [`Formula::Choose`].
#[derive(Clone, Debug, Serialize)]
pub struct Alternative {
    /// Its word.
    pub code: String,
    /// 中文名.
    pub zh: String,
    /// Its condition; the last alternative may have none.
    pub when: Option<String>,
    /// Line in the file.
    pub line: u32,
}

/// A value as a case or a trial writes it, not yet in stored units.
#[derive(Clone, Debug)]
pub struct WrittenValue {
    /// Line in the file.
    pub line: u32,
    item: Item,
}

impl WrittenValue {
    pub(crate) fn new(item: Lined<Item>) -> WrittenValue {
        WrittenValue { line: item.line, item: item.value }
    }

    /// The value in stored units: 元 as 分, per cent as basis points, dates as days since
    /// 1970-01-01, a code as its position among `codes`.
    ///
    /// # Errors
    /// When it is no value of the unit, with what to write instead.
    pub fn stored(&self, unit: Unit, codes: &[String]) -> Result<i64, String> {
        let found = match (unit.written(), &self.item) {
            (Unit::Bool, Item::Flag(flag)) => Some(i64::from(*flag)),
            (Unit::Code, Item::Text(word)) => {
                codes.iter().position(|it| it == word).and_then(|it| i64::try_from(it).ok())
            }
            (Unit::Date, Item::Text(text) | Item::Date(text)) => text.parse().ok().map(days_of),
            (Unit::Yuan | Unit::Percent, Item::Number(text) | Item::Text(text)) => decimal(text, 2),
            (Unit::Bool | Unit::Code | Unit::Date | Unit::Text, _) => None,
            (_, Item::Number(text)) => decimal(text, 0),
            _ => None,
        };
        found.ok_or_else(|| match unit.written() {
            Unit::Bool => "应是 true 或 false".to_owned(),
            Unit::Code => format!("应是代码，可用：{}", codes.join("、")),
            Unit::Date => "应是日期，写作 \"2023-10-31\"".to_owned(),
            written @ (Unit::Yuan | Unit::Percent) => {
                format!("应是以{}为单位的数，最多两位小数", written.zh())
            }
            written => format!("应是整数（单位：{}）", written.zh()),
        })
    }
}

/// A sentence with inputs and what must come out; also a trial, where nothing is expected.
#[derive(Clone, Debug)]
pub struct BenefitCase {
    /// The benefit.
    pub benefit: String,
    /// The sentence.
    pub name: String,
    /// The day.
    pub on: NaiveDate,
    /// Leading digits of the statistical code.
    pub region: String,
    /// Inputs by name.
    pub given: Vec<(String, WrittenValue)>,
    /// Expected values of steps, by name.
    pub steps: Vec<(String, WrittenValue)>,
    /// The step at which it must fail.
    pub fails: Option<String>,
    /// The input for want of which nothing can be said.
    pub unknown: Option<String>,
    /// The file, below the folder of packs.
    pub file: String,
    /// Line in the file.
    pub line: u32,
}

/// A benefit as one pack writes it: in force from a day on, or switched off.
#[derive(Clone, Debug)]
pub(crate) struct WrittenBenefit {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    /// None when it is switched off here.
    pub(crate) body: Option<Benefit>,
}

impl WrittenBenefit {
    pub(crate) fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}
