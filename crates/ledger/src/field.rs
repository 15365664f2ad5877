//! 字段: one thing a record says.

use crate::{formula::Formula, ledger::Source, ledger::Words};
use kernel::RegionLevel;

/// One thing a record says.
#[derive(Clone, Debug)]
pub struct Field {
    /// The identifier.
    pub name: String,
    /// What it is called; the Chinese word is the header in Excel.
    pub words: Words,
    /// What it holds.
    pub ty: FieldType,
    /// A record without it is refused.
    pub required: bool,
    /// Other headers that mean it.
    pub headers: Vec<String>,
    /// Shown behind numbers.
    pub unit: Option<String>,
    /// Computed, never typed.
    pub value: Option<Formula>,
    /// Filled in when a new record leaves it blank.
    pub otherwise: Option<Formula>,
    /// Sealed in the database, masked in lists, never in the lake.
    pub personal: bool,
    /// Reveals health: never on anything that is posted.
    pub health: bool,
    /// Cannot be changed once the first state has been left.
    pub fixed: bool,
    /// The department that knows it, when it is not the keeper.
    pub department: Option<String>,
    /// A line under the field.
    pub help: Option<Words>,
    /// Where it comes from.
    pub source: Source,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// One line, at most [`FieldType::LINE`] characters.
    Text,
    /// Several lines, at most [`FieldType::LINES`] characters.
    LongText,
    /// A whole number.
    Number,
    /// A number with this many places behind the point; stored without the point.
    Decimal {
        /// Places.
        places: u32,
    },
    /// Yuan; stored in fen.
    Money,
    /// A day.
    Date,
    /// A month; stored as its first day.
    Month,
    /// A year.
    Year,
    /// Yes or no.
    YesNo,
    /// One word of a code list.
    Code {
        /// The list.
        list: String,
    },
    /// Several words of a code list.
    Codes {
        /// The list.
        list: String,
    },
    /// A place.
    Region {
        /// Of which levels.
        levels: Vec<RegionLevel>,
    },
    /// A household of the register.
    Household,
    /// A person of the register.
    Person,
    /// A record of a ledger.
    Link {
        /// The ledger.
        to: String,
    },
    /// The name of somebody outside the register.
    Name,
    /// A telephone number.
    Phone,
    /// An identity number of somebody outside the register.
    IdNumber,
    /// A bank account.
    AccountNumber,
}

impl FieldType {
    /// Longest text of one line, in characters.
    pub const LINE: usize = 200;
    /// Longest text of several lines, in characters.
    pub const LINES: usize = 4000;

    /// The word in files.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            FieldType::Text => "text",
            FieldType::LongText => "long_text",
            FieldType::Number => "number",
            FieldType::Decimal { .. } => "decimal",
            FieldType::Money => "money",
            FieldType::Date => "date",
            FieldType::Month => "month",
            FieldType::Year => "year",
            FieldType::YesNo => "yes_no",
            FieldType::Code { .. } => "code",
            FieldType::Codes { .. } => "codes",
            FieldType::Region { .. } => "region",
            FieldType::Household => "household",
            FieldType::Person => "person",
            FieldType::Link { .. } => "link",
            FieldType::Name => "name",
            FieldType::Phone => "phone",
            FieldType::IdNumber => "id_number",
            FieldType::AccountNumber => "account_number",
        }
    }

    /// Whether it is about somebody by itself, whatever the definition says.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        matches!(
            self,
            FieldType::Name | FieldType::Phone | FieldType::IdNumber | FieldType::AccountNumber
        )
    }

    /// Whether it is stored as text; everything else is a whole number.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.is_personal()
            || matches!(
                self,
                FieldType::Text
                    | FieldType::LongText
                    | FieldType::Code { .. }
                    | FieldType::Codes { .. }
            )
    }

    /// Digits behind the point of the whole number that is stored, for what is counted or measured.
    #[must_use]
    pub fn scale(&self) -> Option<u32> {
        match self {
            FieldType::Number | FieldType::Year => Some(0),
            FieldType::Decimal { places } => Some(*places),
            FieldType::Money => Some(2),
            _ => None,
        }
    }

    /// The code list of a code field.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            FieldType::Code { list } | FieldType::Codes { list } => Some(list),
            _ => None,
        }
    }
}

impl Field {
    /// How it is kept in the database. A personal text is sealed.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.personal && self.ty.is_text()
    }
}
