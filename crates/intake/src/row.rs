//! What one record of a department's file says.

use std::fmt;
use std::sync::Arc;

use kernel::{IdProblem, IdReading, Value};

use crate::feed::Role;
use crate::record::Record;

/// One record: not data, or a row.
#[derive(Debug)]
pub enum Reading {
    /// The record is no data.
    Skipped {
        /// Its number.
        row: u32,
        /// What it is.
        why: Skip,
    },
    /// The record is a row of data.
    Row(Box<Row>),
}

/// What a record is that is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// A title, or a heading among the data.
    Title,
    /// The header.
    Header,
    /// The header again, on the next printed page.
    RepeatedHeader,
    /// Nothing, or only a running number and a place.
    Blank,
    /// 小计, 合计
    Subtotal,
    /// 审核人：, 填表日期：, notes under the table.
    Footer,
}

/// A row of data, typed and cleaned. `Debug` shows no personal cell.
#[derive(Clone)]
pub struct Row {
    /// The sheet row, or the number of the record in a text file; from 1.
    pub row: u32,
    /// Whom the row is about.
    pub subject: RowSubject,
    /// The identity number.
    pub id: Result<IdReading, IdProblem>,
    /// The cell it was read from, as it stands in the file.
    pub id_raw: String,
    /// Who the row says it is about.
    pub person: PersonCells,
    /// The canonical cells, in the order of the table's columns.
    pub values: Vec<Value>,
    /// Cells that were lost or are doubtful. They do not make the row unusable.
    pub warnings: Vec<Warning>,
    /// Equal for rows that say the same in every column but the running number, whatever the order
    /// of the columns, the encoding, and how a date or an amount is written.
    pub content_hash: i64,
    /// Equal for rows that are the same thing sent again, also in another file.
    pub natural_key: Option<i64>,
    /// All cells as they stand in the file.
    pub original: Record,
}

/// Whom a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowSubject {
    /// A person, or a household by its head.
    Person,
    /// A whole villager group.
    Group,
    /// A whole village.
    Village,
}

/// The personal cells of a row, cleaned; empty where the file says nothing. They are used for
/// matching and for showing the row to a clerk, and never reach the lake.
#[derive(Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PersonCells {
    pub name: String,
    /// The head of the household, a guardian, or another member.
    pub head_name: String,
    /// Digits only, or empty.
    pub phone: String,
    pub township: String,
    pub village: String,
    pub group: String,
    pub address: String,
    /// 居住地 of a household that was relocated, a village or an address.
    pub residence: String,
    /// 户编号 of the national system.
    pub household_no: String,
    /// 户号 of the police register.
    pub book_no: String,
    /// Who called or applied for the person.
    pub caller: String,
    pub note: String,
    pub text: String,
}

/// A cell that was lost or is doubtful.
#[derive(Clone, PartialEq, Eq)]
pub struct Warning {
    /// The canonical or personal column.
    pub column: Arc<str>,
    /// What is wrong.
    pub code: WarningCode,
    /// The cell as it stands in the file.
    pub raw: String,
}

/// What is wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WarningCode {
    /// A cell that should be filled is empty.
    Blank,
    /// An amount with 约: kept.
    AmountAbout,
    /// No amount: lost.
    AmountUnreadable,
    /// Negative, and the row is no reversal: lost.
    AmountNegative,
    /// Positive, and the row is a reversal: lost.
    ReversalPositive,
    /// The calendar has no such day: lost.
    DateImpossible,
    /// After the date of the data: lost.
    DateFuture,
    /// It can be read in two ways: lost.
    DateAmbiguous,
    /// No date: lost.
    DateUnreadable,
    /// No whole number: lost.
    NumberUnreadable,
    /// A word the feed does not know: lost.
    WordUnknown,
    /// Two words that contradict: lost.
    WordAmbiguous,
    /// A number in scientific notation has lost its last digits: lost.
    KeyLostDigits,
    /// Not a valid 统一社会信用代码: kept.
    CreditCode,
    /// No telephone number: lost.
    Phone,
    /// A label that holds a long number and may be personal: lost.
    LabelPersonal,
    /// Two columns of the same name say different things: the first is kept.
    ColumnsDisagree,
    /// The cell and the certificate number say different things: the certificate is kept.
    CertificateDisagrees,
    /// What follows the 18 characters in a certificate number is no category and grade.
    CertificateMark,
    /// The identity number was taken from another column, because its own is unusable.
    IdFromOtherColumn,
    /// Two columns hold different valid identity numbers: the first is kept.
    IdsDisagree,
    /// An empty cell was taken from the row above: kept.
    FilledFromAbove,
    /// The name of the file says otherwise: the cell is kept.
    FileNameDisagrees,
    /// Bytes that are no characters of the file's encoding.
    Undecodable,
}

impl Row {
    /// An empty row, to be filled by the reader.
    pub fn new() -> Row {
        Row {
            row: 0,
            subject: RowSubject::Person,
            id: Err(IdProblem::Missing),
            id_raw: String::new(),
            person: PersonCells::default(),
            values: Vec::new(),
            warnings: Vec::new(),
            content_hash: 0,
            natural_key: None,
            original: Record::default(),
        }
    }

    /// Keeps the allocations of every cell.
    pub(crate) fn clear(&mut self, columns: usize) {
        self.subject = RowSubject::Person;
        self.id = Err(IdProblem::Missing);
        self.id_raw.clear();
        self.person.clear();
        self.values.resize(columns, Value::Null);
        self.warnings.clear();
        self.content_hash = 0;
        self.natural_key = None;
    }
}

impl Default for Row {
    fn default() -> Row {
        Row::new()
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("row", &self.row)
            .field("subject", &self.subject)
            .field("id", &self.id)
            .field("values", &self.values)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.column, self.code.code())
    }
}

impl fmt::Debug for PersonCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonCells(…)")
    }
}

impl PersonCells {
    /// The cell of a role; none for identity numbers and the running number.
    pub fn get(&self, role: Role) -> Option<&str> {
        Some(match role {
            Role::Name => &self.name,
            Role::HeadName => &self.head_name,
            Role::Phone => &self.phone,
            Role::Township => &self.township,
            Role::Village => &self.village,
            Role::Group => &self.group,
            Role::Address => &self.address,
            Role::Residence => &self.residence,
            Role::HouseholdNo => &self.household_no,
            Role::BookNo => &self.book_no,
            Role::Caller => &self.caller,
            Role::Note => &self.note,
            Role::Text => &self.text,
            Role::IdNumber | Role::DisabilityCertNo | Role::SchoolNo | Role::Seq => return None,
        })
    }

    pub(crate) fn get_mut(&mut self, role: Role) -> Option<&mut String> {
        Some(match role {
            Role::Name => &mut self.name,
            Role::HeadName => &mut self.head_name,
            Role::Phone => &mut self.phone,
            Role::Township => &mut self.township,
            Role::Village => &mut self.village,
            Role::Group => &mut self.group,
            Role::Address => &mut self.address,
            Role::Residence => &mut self.residence,
            Role::HouseholdNo => &mut self.household_no,
            Role::BookNo => &mut self.book_no,
            Role::Caller => &mut self.caller,
            Role::Note => &mut self.note,
            Role::Text => &mut self.text,
            Role::IdNumber | Role::DisabilityCertNo | Role::SchoolNo | Role::Seq => return None,
        })
    }

    fn clear(&mut self) {
        for role in [
            Role::Name,
            Role::HeadName,
            Role::Phone,
            Role::Township,
            Role::Village,
            Role::Group,
            Role::Address,
            Role::Residence,
            Role::HouseholdNo,
            Role::BookNo,
            Role::Caller,
            Role::Note,
            Role::Text,
        ] {
            if let Some(cell) = self.get_mut(role) {
                cell.clear();
            }
        }
    }
}

impl Skip {
    /// The stable code for machines.
    pub fn code(self) -> &'static str {
        match self {
            Skip::Title => "title",
            Skip::Header => "header",
            Skip::RepeatedHeader => "repeated_header",
            Skip::Blank => "blank",
            Skip::Subtotal => "subtotal",
            Skip::Footer => "footer",
        }
    }

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Skip::Title => "标题",
            Skip::Header => "表头",
            Skip::RepeatedHeader => "重复表头",
            Skip::Blank => "空行",
            Skip::Subtotal => "小计或合计",
            Skip::Footer => "表尾",
        }
    }
}

impl WarningCode {
    /// The stable code for machines.
    pub fn code(self) -> &'static str {
        self.words().0
    }

    /// What is wrong and what to do, in Chinese.
    pub fn zh(self) -> &'static str {
        self.words().1
    }

    /// Whether the cell's value was lost.
    pub fn is_lost(self) -> bool {
        !matches!(
            self,
            WarningCode::AmountAbout
                | WarningCode::CreditCode
                | WarningCode::ColumnsDisagree
                | WarningCode::CertificateDisagrees
                | WarningCode::CertificateMark
                | WarningCode::IdFromOtherColumn
                | WarningCode::IdsDisagree
                | WarningCode::FilledFromAbove
                | WarningCode::FileNameDisagrees
                | WarningCode::Undecodable
        )
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            WarningCode::Blank => ("blank", "应填未填：请补填"),
            WarningCode::AmountAbout => ("amount_about", "金额是约数，已按该数计：请核实准确金额"),
            WarningCode::AmountUnreadable => ("amount_unreadable", "不是金额，未采用：请填写数字"),
            WarningCode::AmountNegative => {
                ("amount_negative", "金额为负但不是冲销，未采用：请更正")
            }
            WarningCode::ReversalPositive => {
                ("reversal_positive", "冲销单金额应为负，未采用：请核对")
            }
            WarningCode::DateImpossible => ("date_impossible", "没有这一天，未采用：请更正日期"),
            WarningCode::DateFuture => ("date_future", "日期晚于数据日期，未采用：请更正日期"),
            WarningCode::DateAmbiguous => (
                "date_ambiguous",
                "日期可有两种读法（如2023.1可能是1月，也可能是10月），未采用：请写明年月日",
            ),
            WarningCode::DateUnreadable => {
                ("date_unreadable", "不是日期，未采用：请写成2023-09-01")
            }
            WarningCode::NumberUnreadable => ("number_unreadable", "不是整数，未采用：请填写数字"),
            WarningCode::WordUnknown => {
                ("word_unknown", "没有见过的写法，未采用：请核对，或在字典中补充")
            }
            WarningCode::WordAmbiguous => {
                ("word_ambiguous", "一格里有互相矛盾的词，未采用：请更正")
            }
            WarningCode::KeyLostDigits => (
                "key_lost_digits",
                "编号被Excel转成科学计数法，末几位已丢失，未采用：请设为文本后重填",
            ),
            WarningCode::CreditCode => ("credit_code", "统一社会信用代码校验不通过：请核对"),
            WarningCode::Phone => ("phone", "电话号码位数不对，未采用：请更正"),
            WarningCode::LabelPersonal => ("label_personal", "含有长号码，可能是个人信息，未采用"),
            WarningCode::ColumnsDisagree => {
                ("columns_disagree", "同名的两列内容不同，采用前一列：请核对")
            }
            WarningCode::CertificateDisagrees => {
                ("certificate_disagrees", "与残疾人证号中的类别等级不一致，以证号为准：请核对")
            }
            WarningCode::CertificateMark => {
                ("certificate_mark", "残疾人证号末尾的类别、等级不对，已按前18位识别：请核对证号")
            }
            WarningCode::IdFromOtherColumn => {
                ("id_from_other_column", "身份证号不可用，改用学籍号或残疾人证号中的号码：请核对")
            }
            WarningCode::IdsDisagree => {
                ("ids_disagree", "两列中的证件号码不是同一个，采用前一列：请核对")
            }
            WarningCode::FilledFromAbove => ("filled_from_above", "空格沿用了上一行的内容：请核对"),
            WarningCode::FileNameDisagrees => {
                ("file_name_disagrees", "与文件名所写的类别不一致，以表内为准：请核对")
            }
            WarningCode::Undecodable => ("undecodable", "含有无法识别的字符：请核对"),
        }
    }
}
