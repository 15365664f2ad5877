//! Ledgers and records as they are shown.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{FieldType, Ledger};
use serde::Serialize;

use super::terms::{may_act, may_keep};
use crate::staff::Staff;

/// A group of the menu with its ledgers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LedgerGroup {
    /// Its name.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The ledgers somebody may see.
    pub ledgers: Vec<LedgerLine>,
}

/// A ledger in the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LedgerLine {
    /// Its identifier.
    pub ledger: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// One sentence on what it is for.
    pub about_zh: String,
    /// The same in English.
    pub about_en: String,
    /// The department that keeps it.
    pub department: String,
    /// Whether one keeps it oneself.
    pub may_keep: bool,
}

/// A ledger, with everything its pages need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LedgerView {
    /// In the menu.
    #[serde(flatten)]
    pub line: LedgerLine,
    /// Levels a record's region may be of, as words.
    pub levels: Vec<String>,
    /// The field a record is called by.
    pub title: String,
    /// The order of the form.
    pub sections: Vec<SectionView>,
    /// The fields, by name.
    pub fields: Vec<FieldView>,
    /// The fields a list shows.
    pub columns: Vec<String>,
    /// The fields a list can be narrowed by.
    pub filters: Vec<String>,
    /// The states, the first one first.
    pub states: Vec<StateView>,
    /// What can be done.
    pub actions: Vec<ActionView>,
    /// Whether it has a print form.
    pub printed: bool,
    /// Where it comes from.
    pub basis: String,
    /// No document asks for it.
    pub is_default: bool,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SectionView {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Names of fields.
    pub fields: Vec<String>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// `text`, `long_text`, `number`, `decimal`, `money`, `date`, `month`, `year`, `yes_no`, `code`,
    /// `codes`, `region`, `household`, `person`, `link`, `name`, `phone`, `id_number` or
    /// `account_number`.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub ty: String,
    /// A record without it is refused.
    pub required: bool,
    /// Computed, never typed.
    pub computed: bool,
    /// Sealed, masked in lists.
    pub personal: bool,
    /// Cannot be changed once the first state has been left.
    pub fixed: bool,
    /// Shown behind numbers.
    pub unit: Option<String>,
    /// Digits behind the point.
    pub places: Option<u32>,
    /// The words of a code field.
    pub codes: Vec<CodeView>,
    /// What is left blank in a new record is filled in.
    pub otherwise: bool,
    /// The ledger a link points to.
    pub to: Option<String>,
    /// Of a place, the levels it may be of, as words.
    pub levels: Vec<String>,
    /// The department that knows it.
    pub department: Option<String>,
    /// A line under the field, in Chinese.
    pub help_zh: Option<String>,
    /// The same in English.
    pub help_en: Option<String>,
}

/// A word of a code field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CodeView {
    /// As it is sent.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StateView {
    /// Its name.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Nothing is due any more.
    pub ends: bool,
}

/// What can be done with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ActionView {
    /// Its name.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// In which states.
    pub from: Vec<String>,
    /// The state it leads to.
    pub to: String,
    /// Fields that must be filled by then.
    pub needs: Vec<String>,
    /// Fields it asks for.
    pub fills: Vec<String>,
    /// It asks why.
    pub reason: bool,
    /// Whether one's own roles do it.
    pub may: bool,
}

/// A value of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RecordValue {
    /// As people read it, in Chinese; masked where it must be.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// As forms send it back: numbers with their point, codes, keys. None of what is masked.
    pub value: Option<String>,
    /// There is more than is shown.
    pub masked: bool,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RecordView {
    /// Its number.
    pub record: i64,
    /// What it is called.
    pub title: String,
    /// Statistical code of its region.
    pub region: String,
    /// Its region in words.
    pub region_name: String,
    /// State.
    pub state: String,
    /// Since when.
    pub state_since: NaiveDate,
    /// The day it was recorded.
    pub opened_on: NaiveDate,
    /// The last day in time.
    pub due: Option<NaiveDate>,
    /// Nothing is left to be done.
    pub ended: bool,
    /// 作废.
    pub voided: bool,
    /// To be sent with every write.
    pub version: i64,
    /// The fields.
    pub values: BTreeMap<String, RecordValue>,
}

impl RecordView {
    /// What a field says, as people read it.
    pub(crate) fn said(&self, field: &str) -> Option<String> {
        self.values.get(field).map(|it| it.zh.clone()).filter(|it| !it.is_empty())
    }
}

/// How many records there are in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RecordCount {
    /// State.
    pub state: String,
    /// Records.
    pub records: i64,
}

/// One thing that was done with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RecordChange {
    /// The version it made.
    pub version: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The day it counts for.
    pub day: NaiveDate,
    /// Who.
    pub who: String,
    /// `record`, `change`, `void`, `restore`, `import`, `attach`, `detach`, or an action of the
    /// ledger.
    pub action: String,
    /// The state after it.
    pub state: String,
    /// Why.
    pub reason: Option<String>,
    /// The file that was added or taken away.
    pub file: Option<String>,
    /// What changed.
    pub fields: Vec<ChangedField>,
}

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChangedField {
    /// Its name.
    pub field: String,
    /// What stood there, in Chinese; masked where it must be.
    pub was: String,
    /// What stands there.
    pub became: String,
}

/// Most columns of a list.
const COLUMNS: usize = 7;

pub(super) fn line(staff: &Staff, it: &Ledger) -> LedgerLine {
    LedgerLine {
        ledger: it.id.clone(),
        zh: it.words.zh.clone(),
        en: it.words.en.clone(),
        about_zh: it.about.zh.clone(),
        about_en: it.about.en.clone(),
        department: it.department.clone(),
        may_keep: may_keep(staff, it),
    }
}

pub(super) fn ledger(staff: &Staff, it: &Ledger) -> LedgerView {
    LedgerView {
        line: line(staff, it),
        levels: it.levels.iter().map(|it| it.word().to_owned()).collect(),
        title: it.title.clone(),
        sections: it
            .sections
            .iter()
            .map(|it| SectionView {
                zh: it.words.zh.clone(),
                en: it.words.en.clone(),
                fields: it.fields.clone(),
            })
            .collect(),
        fields: it.fields.iter().map(|field| self::field(it, field)).collect(),
        columns: columns(it),
        filters: it
            .fields
            .iter()
            .filter(|it| {
                matches!(it.ty, FieldType::Code { .. } | FieldType::YesNo | FieldType::Year)
            })
            .map(|it| it.name.clone())
            .collect(),
        states: it
            .states
            .iter()
            .map(|it| StateView {
                name: it.name.clone(),
                zh: it.words.zh.clone(),
                en: it.words.en.clone(),
                ends: it.ends,
            })
            .collect(),
        actions: it
            .actions
            .iter()
            .map(|action| ActionView {
                name: action.name.clone(),
                zh: action.words.zh.clone(),
                en: action.words.en.clone(),
                from: action.from.clone(),
                to: action.to.clone(),
                needs: action.needs.clone(),
                fills: action.fills.clone(),
                reason: action.reason,
                may: may_act(staff, it, action),
            })
            .collect(),
        printed: it.print.is_some(),
        basis: it.source.basis.clone(),
        is_default: it.source.is_default,
    }
}

/// The fields a list shows: what a record is called by, then what every record has.
pub(super) fn columns(it: &Ledger) -> Vec<String> {
    let mut columns = Vec::new();
    if it.field(&it.title).is_some() {
        columns.push(it.title.clone());
    }
    let short = |ty: &FieldType| {
        !matches!(ty, FieldType::LongText | FieldType::Codes { .. } | FieldType::Region { .. })
    };
    let fields = it.sections.iter().flat_map(|it| &it.fields).filter_map(|name| it.field(name));
    let fields: Vec<_> = fields.filter(|it| short(&it.ty) && !it.personal).collect();
    let (needed, others): (Vec<_>, Vec<_>) = fields.into_iter().partition(|it| it.required);
    for field in needed.into_iter().chain(others) {
        if columns.len() < COLUMNS && !columns.contains(&field.name) {
            columns.push(field.name.clone());
        }
    }
    columns
}

fn field(ledger: &Ledger, it: &ledger::Field) -> FieldView {
    let codes = it.ty.list().and_then(|it| ledger.list(it)).map(|it| it.items.as_slice());
    FieldView {
        name: it.name.clone(),
        zh: it.words.zh.clone(),
        en: it.words.en.clone(),
        ty: it.ty.word().to_owned(),
        required: it.required,
        computed: it.value.is_some(),
        personal: it.personal,
        fixed: it.fixed,
        unit: it.unit.clone(),
        places: match it.ty {
            FieldType::Decimal { places } => Some(places),
            FieldType::Money => Some(2),
            _ => None,
        },
        codes: codes
            .unwrap_or_default()
            .iter()
            .map(|it| CodeView {
                code: it.code.clone(),
                zh: it.words.zh.clone(),
                en: it.words.en.clone(),
            })
            .collect(),
        otherwise: it.otherwise.is_some(),
        to: match &it.ty {
            FieldType::Link { to } => Some(to.clone()),
            _ => None,
        },
        levels: match &it.ty {
            FieldType::Region { levels } => levels.iter().map(|it| it.word().to_owned()).collect(),
            _ => Vec::new(),
        },
        department: it.department.clone(),
        help_zh: it.help.as_ref().map(|it| it.zh.clone()),
        help_en: it.help.as_ref().map(|it| it.en.clone()),
    }
}
