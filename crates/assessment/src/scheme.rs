//! What a scheme of assessment is.

use chrono::NaiveDate;
use indicator::Amount;
use policy::Basis;
use serde::{Deserialize, Serialize};

/// 考核评估方案: how a kind of object is assessed. A round keeps the whole of it, so that it stays
/// what it was when the packs change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// The identifier: the name of the file.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// What is assessed by it.
    pub object: Object,
    /// The first day it counts.
    pub from: NaiveDate,
    /// The last day it counts.
    pub to: Option<NaiveDate>,
    /// Where it comes from.
    pub basis: Basis,
    /// Who may do what.
    pub may: May,
    /// The evaluations that are joined.
    pub parts: Vec<Part>,
    /// What is scored.
    pub items: Vec<Item>,
    /// Which households are sampled; none where nobody is visited.
    pub strata: Vec<Stratum>,
    /// What they are asked.
    pub questions: Vec<Question>,
    /// What keeps a good total from a good grade.
    pub vetoes: Vec<Veto>,
    /// Grades, the best first.
    pub grades: Vec<Grade>,
    /// What follows from a grade or a veto.
    pub consequences: Vec<Consequence>,
    /// The pack.
    pub pack: String,
    /// Leading digits of the pack's region.
    pub region: String,
    /// The file below the folder of packs.
    pub file: String,
    /// Fingerprint of the file.
    pub hash: String,
}

/// What is assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// A county with its Party committee and government.
    Place,
    /// A department or a unit that assists, by its name.
    Unit,
}

/// Roles, or `@groups` of them, for each thing that is done in a round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct May {
    /// Begins a round, and voids one.
    pub open: Vec<String>,
    /// Draws the sample and gives it to assessors.
    pub sample: Vec<String>,
    /// Gathers evidence and gives points with a reason.
    pub score: Vec<String>,
    /// Lists what has to be put right.
    pub find: Vec<String>,
    /// Closes the round to a grade; never the one who opened it.
    pub close: Vec<String>,
}

/// One of the evaluations that are joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The identifier, as the list `assessment.parts` has it.
    pub id: String,
    /// In Chinese; where the region's list words it, that.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Its share of the total.
    pub weight: Amount,
    /// Where the weight comes from.
    pub basis: Basis,
}

/// 考核内容: something that gets points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The identifier.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The part it belongs to.
    pub part: String,
    /// Which of the contents it is about, as the list `assessment.content` has it.
    pub aspect: Option<String>,
    /// The points it has at most.
    pub points: Amount,
    /// Where its number comes from.
    pub source: Source,
    /// How points are made of the number; none where a person gives them.
    pub scale: Option<Scale>,
    /// Rows of the requirements catalogue.
    pub catalogue: Vec<String>,
    /// Where it comes from.
    pub basis: Basis,
}

/// Where the number of an item comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// The newest value of an indicator in the year of the round.
    Indicator {
        /// The indicator.
        indicator: String,
    },
    /// A figure of a ledger for the year of the round.
    Ledger {
        /// The ledger.
        ledger: String,
        /// Its figure.
        figure: String,
    },
    /// The share of the households asked who gave one of these answers.
    Survey {
        /// The question.
        question: String,
        /// Which answers count above the line.
        answers: Vec<String>,
        /// Of these strata only; of all when empty.
        strata: Vec<String>,
    },
    /// A person gives points, with a reason.
    Person,
}

/// A straight line from no points to all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// All points at this number and beyond it.
    pub full: Amount,
    /// No points at this number and beyond it on the other side.
    pub zero: Amount,
}

/// A layer of the sample: households of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stratum {
    /// The identifier.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The indicator whose population it is. A household of two strata is in the first of them.
    pub indicator: String,
    /// Per cent of the households that are visited.
    pub share: Amount,
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: usize,
    /// So many more stand ready for those who are not met.
    pub reserve: usize,
    /// Where the size comes from.
    pub basis: Basis,
}

/// A question of the survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The identifier.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The answers there are.
    pub answers: Vec<Answer>,
    /// Where it comes from.
    pub basis: Basis,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The identifier.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// It counts below the line; 不涉及 does not.
    pub counts: bool,
}

/// 否决: what holds the grade down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Veto {
    /// The identifier.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// It is in force. One that is off is shown and never applied.
    pub on: bool,
    /// What sets it off.
    pub trigger: Trigger,
    /// No better grade than this; where none, it changes no grade and has consequences only.
    pub grade: Option<String>,
    /// Where it comes from.
    pub basis: Basis,
}

/// What sets a veto off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Trigger {
    /// The number of an item lies above this.
    Above {
        /// The item.
        item: String,
        /// The number.
        limit: Amount,
    },
    /// Whoever closes the round finds it, with a reason.
    Found,
}

/// 等次.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// As the list `assessment.grades` has it.
    pub code: String,
    /// In Chinese, by that list.
    pub zh: String,
    /// From this total on, of 100.
    pub at_least: Amount,
    /// Where the bound comes from.
    pub basis: Basis,
}

/// 结果运用: what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    /// The identifier.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Of these grades; whatever the grade where both lists are empty.
    pub grades: Vec<String>,
    /// Of these vetoes.
    pub vetoes: Vec<String>,
    /// It is a task, to be done within the days of this parameter from the closing on.
    pub days: Option<String>,
    /// Where it comes from.
    pub basis: Basis,
}

impl Scheme {
    /// An item.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|it| it.id == id)
    }

    /// A question.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|it| it.id == id)
    }

    /// Whether it counts on a day.
    #[must_use]
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl Source {
    /// `indicator`, `ledger`, `survey` or `person`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Source::Indicator { .. } => "indicator",
            Source::Ledger { .. } => "ledger",
            Source::Survey { .. } => "survey",
            Source::Person => "person",
        }
    }
}

impl Consequence {
    /// Whether it follows from this grade with these vetoes.
    #[must_use]
    pub fn follows(&self, grade: &str, vetoes: &[String]) -> bool {
        let always = self.grades.is_empty() && self.vetoes.is_empty();
        always
            || self.grades.iter().any(|it| it == grade)
            || self.vetoes.iter().any(|it| vetoes.contains(it))
    }
}
