//! A check: what is doubtful, and what to do about it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 必须改正: the data contradict themselves or a rule.
    Must,
    /// 补齐: something is not filled in.
    Fill,
    /// 核实: may be right, has to be looked at.
    Verify,
    /// 提示.
    Hint,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// 人: the row itself.
    Person,
    /// 户: reported once, on the first row of the household in its sheet.
    Household,
    /// 行政村.
    Village,
    /// 一段务工.
    WorkSpell,
}

/// The SQL of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Holds for rows of the check's sheet.
    Where(String),
    /// Gives the numbers (`序`) of rows of the check's sheet.
    Select(String),
}

/// A check in force for a region on a day.
#[derive(Clone, Debug)]
pub struct Check {
    /// The number in the official list, or an office's own.
    pub id: String,
    /// How serious a finding is.
    pub level: Level,
    /// What a finding is about.
    pub object: Object,
    /// The sheet a finding lies in, by its name in `columns.toml`.
    pub sheet: String,
    /// What is doubtful, in Chinese.
    pub title: String,
    /// What to do about it.
    pub fix: String,
    /// Where the check comes from.
    pub basis: String,
    /// How the text was understood, where it can be understood in several ways.
    pub note: Option<String>,
    /// The pack it was found in.
    pub pack: String,
    pub(crate) condition: Condition,
    /// Names used in the condition, and the parameters they stand for.
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) file: String,
    pub(crate) line: u32,
}

/// A check as a pack writes it; none inside where it is switched off.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) id: String,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) check: Option<Check>,
    pub(crate) file: String,
    pub(crate) line: u32,
}

impl Written {
    pub(crate) fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}

impl Condition {
    pub(crate) fn text(&self) -> &str {
        match self {
            Condition::Where(sql) | Condition::Select(sql) => sql,
        }
    }
}

impl Level {
    /// Every level, the most serious first.
    pub const ALL: [Level; 4] = [Level::Must, Level::Fill, Level::Verify, Level::Hint];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Level::Must => "must",
            Level::Fill => "fill",
            Level::Verify => "verify",
            Level::Hint => "hint",
        }
    }

    /// The Chinese word.
    pub fn zh(self) -> &'static str {
        match self {
            Level::Must => "必须改正",
            Level::Fill => "补齐",
            Level::Verify => "核实",
            Level::Hint => "提示",
        }
    }
}

impl Object {
    /// Every object.
    pub const ALL: [Object; 4] =
        [Object::Person, Object::Household, Object::Village, Object::WorkSpell];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Object::Person => "person",
            Object::Household => "household",
            Object::Village => "village",
            Object::WorkSpell => "work_spell",
        }
    }

    /// The Chinese word.
    pub fn zh(self) -> &'static str {
        match self {
            Object::Person => "人",
            Object::Household => "户",
            Object::Village => "村",
            Object::WorkSpell => "务工",
        }
    }
}
