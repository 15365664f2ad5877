//! Which sheets and columns there are, what they are called, and what is computed from them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{check::Object, sql};

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellType {
    Text,
    Code,
    Number,
    Month,
    Date,
    List,
    Id,
    Phone,
}

impl CellType {
    pub(crate) const ALL: [(&'static str, CellType); 8] = [
        ("text", CellType::Text),
        ("code", CellType::Code),
        ("number", CellType::Number),
        ("month", CellType::Month),
        ("date", CellType::Date),
        ("list", CellType::List),
        ("id", CellType::Id),
        ("phone", CellType::Phone),
    ];

    /// Identity numbers and telephones: never shown outside the workbook's original rows.
    pub(crate) fn is_secret(self) -> bool {
        matches!(self, CellType::Id | CellType::Phone)
    }
}

/// A column of a sheet.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) headers: Vec<String>,
    pub(crate) ty: CellType,
    pub(crate) words: Option<String>,
}

/// One of the exports.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) zh: String,
    pub(crate) object: Object,
    pub(crate) required: Vec<String>,
    pub(crate) columns: Vec<Column>,
}

/// Whose rows an aggregate puts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Per {
    Household,
    Person,
}

impl Per {
    /// The column that is equal for rows of the same household or person.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Per::Household => HOUSEHOLD_KEY,
            Per::Person => PERSON_KEY,
        }
    }
}

/// A column computed from others.
#[derive(Clone, Debug)]
pub(crate) struct Derived {
    pub(crate) sheet: String,
    pub(crate) name: String,
    pub(crate) per: Option<Per>,
    /// The sheet an aggregate reads; the same where none is named.
    pub(crate) from: String,
    /// Ways to compute it: the first whose columns are there is used.
    pub(crate) sql: Vec<String>,
    /// Whether its own value explains a finding, rather than those it is computed from.
    pub(crate) is_shown: bool,
    pub(crate) file: String,
    pub(crate) line: u32,
}

/// Number of a row among all rows read.
pub(crate) const ROW: &str = "序";
/// Household number, or the row where there is none.
pub(crate) const HOUSEHOLD_KEY: &str = "户键";
/// `序` of the household's first row in this sheet.
pub(crate) const HOUSEHOLD_FIRST: &str = "户首行";
/// First 18 characters of the identity number, or the row where there is none.
pub(crate) const PERSON_KEY: &str = "人键";

/// Columns that every sheet has.
pub(crate) const BUILT_IN: [&str; 5] = [ROW, "文件", "行号", HOUSEHOLD_KEY, HOUSEHOLD_FIRST];
/// Columns that a sheet with an identity number has besides.
pub(crate) const BUILT_IN_ID: [&str; 7] =
    [PERSON_KEY, "人首行", "证件长度", "证件问题", "证件出生", "残疾类别", "残疾等级"];

/// Words of one list: as written, and as we write it.
pub(crate) type Words = BTreeMap<String, String>;

/// Everything that is declared of sheets, overlaid for a region.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    pub(crate) words: BTreeMap<String, Words>,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) derived: Vec<Derived>,
    /// Parameters that derived columns use: name in SQL, name in packs.
    pub(crate) parameters: BTreeMap<String, String>,
}

impl Schema {
    pub(crate) fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|it| it.name == name)
    }

    /// Lays a nearer pack's declarations on top: more headers, more columns, more words; a derived
    /// column of the same name is replaced in its place.
    pub(crate) fn overlay(&mut self, nearer: &Schema) {
        for (list, words) in &nearer.words {
            self.words.entry(list.clone()).or_default().extend(words.clone());
        }
        for sheet in &nearer.sheets {
            let Some(ours) = self.sheets.iter_mut().find(|it| it.name == sheet.name) else {
                self.sheets.push(sheet.clone());
                continue;
            };
            for column in &sheet.columns {
                match ours.columns.iter_mut().find(|it| it.name == column.name) {
                    Some(known) => known.headers.extend(column.headers.iter().cloned()),
                    None => ours.columns.push(column.clone()),
                }
            }
        }
        for derived in &nearer.derived {
            let same = |it: &&mut Derived| it.sheet == derived.sheet && it.name == derived.name;
            match self.derived.iter_mut().find(same) {
                Some(known) => *known = derived.clone(),
                None => self.derived.push(derived.clone()),
            }
        }
        self.parameters.extend(nearer.parameters.clone());
    }
}

impl Sheet {
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|it| it.name == name)
    }

    /// The column of identity numbers.
    pub(crate) fn id_column(&self) -> Option<&Column> {
        self.columns.iter().find(|it| it.ty == CellType::Id)
    }
}

/// Which columns of which sheets are there to be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Present {
    columns: BTreeMap<String, BTreeSet<String>>,
    /// The way each derived column is computed: its place in [`Derived::sql`].
    pub(crate) derived: BTreeMap<(String, String), usize>,
}

impl Present {
    /// The columns of these sheets, and the derived columns that can be computed from them.
    pub(crate) fn new(schema: &Schema, columns: BTreeMap<String, BTreeSet<String>>) -> Present {
        let mut present = Present { columns, derived: BTreeMap::new() };
        for (sheet, columns) in &mut present.columns {
            columns.extend(BUILT_IN.map(str::to_owned));
            let id = schema.sheet(sheet).and_then(Sheet::id_column);
            if id.is_some_and(|it| columns.contains(&it.name)) {
                columns.extend(BUILT_IN_ID.map(str::to_owned));
            }
        }
        for it in &schema.derived {
            let can = |sql: &String| present.lacks(schema, &it.from, sql).is_empty();
            let keyed = it.per.is_none_or(|per| {
                present.has(&it.sheet, per.key()) && present.has(&it.from, per.key())
            });
            if !present.columns.contains_key(&it.sheet) || !keyed {
                continue;
            }
            if let Some(way) = it.sql.iter().position(can) {
                present.derived.insert((it.sheet.clone(), it.name.clone()), way);
                present.columns.entry(it.sheet.clone()).or_default().insert(it.name.clone());
            }
        }
        present
    }

    pub(crate) fn has_sheet(&self, sheet: &str) -> bool {
        self.columns.contains_key(sheet)
    }

    pub(crate) fn has(&self, sheet: &str, column: &str) -> bool {
        self.columns.get(sheet).is_some_and(|it| it.contains(column))
    }

    /// What is missing for an expression over one sheet, in words an officer can act on: columns
    /// that were not exported, or a whole sheet.
    pub(crate) fn lacks(&self, schema: &Schema, sheet: &str, sql: &str) -> BTreeSet<String> {
        let mut lacking = BTreeSet::new();
        let Some(declared) = schema.sheet(sheet) else { return lacking };
        if !self.has_sheet(sheet) {
            lacking.insert(format!("没有“{}”表", declared.zh));
            return lacking;
        }
        for name in sql::names(sql) {
            if self.has(sheet, name) {
                continue;
            }
            if let Some(column) = declared.column(name) {
                lacking.insert(format!("“{}”表缺少列：{}", declared.zh, shown(column)));
            } else if BUILT_IN_ID.contains(&name) {
                let header = declared.id_column().map_or_else(|| "证件号码".to_owned(), shown);
                lacking.insert(format!("“{}”表缺少列：{header}", declared.zh));
            } else {
                let derived = schema.derived.iter().find(|it| it.sheet == sheet && it.name == name);
                let Some(derived) = derived else { continue };
                // The first way is the one to be made possible; others only help out.
                let first = derived.sql.first().map_or("", String::as_str);
                let mut inner = self.lacks(schema, &derived.from, first);
                if let Some(per) = derived.per {
                    inner.extend(self.lacks(schema, &derived.from, per.key()));
                    inner.extend(self.lacks(schema, &derived.sheet, per.key()));
                }
                lacking.extend(inner);
            }
        }
        lacking
    }
}

/// A column as an officer finds it in the export: its usual header.
fn shown(column: &Column) -> String {
    match column.headers.first() {
        Some(header) => format!("{}（{header}）", column.name),
        None => column.name.clone(),
    }
}
