//! The canonical tables: what every department's file is turned into.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Columns every row has besides its table's own.
pub const FIXED_COLUMNS: [&str; 8] =
    ["pid", "hid", "gid", "vid", "level", "file", "row", "row_hash"];

/// All canonical tables, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Tables(Vec<Table>);

/// One canonical table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The identifier.
    pub name: String,
    /// The Chinese name.
    pub zh: String,
    /// Whether a new batch replaces or adds.
    pub kind: TableKind,
    /// For how many months a batch may be used; after that the table has not arrived.
    pub valid_months: u32,
    /// The columns, in the order of the file.
    pub columns: Vec<Column>,
}

/// What a batch of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// 名册: the newest valid batch counts.
    Snapshot,
    /// 流水: all batches add up.
    Events,
}

/// One column of a canonical table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The identifier.
    pub name: String,
    /// The Chinese name.
    pub zh: String,
    /// What its cells are.
    pub ty: ColumnType,
}

/// What the cells of a column are; [`Value`](crate::Value) says how they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Money in fen.
    Fen,
    /// An integer.
    Int,
    /// Hundredths, of a mu or of a square metre.
    Centi,
    /// A date.
    Date,
    /// Yes or no.
    Bool,
    /// One of these codes, stored as its index.
    Code(Arc<[String]>),
    /// A number or text of which only the fingerprint is kept.
    Key,
    /// A short text without personal content.
    Label,
}

/// Why the file of tables was refused.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Not TOML, or an unknown key or word.
    #[error("规范表文件无法读取：{0}")]
    Toml(#[from] toml::de::Error),
    /// A table or column name that is not a plain identifier, or one of the fixed columns.
    #[error("规范表 {table}：名称 {name} 不可用（用小写字母、数字、下划线，且不与固定列同名）")]
    Name {
        /// The table.
        table: String,
        /// The refused name.
        name: String,
    },
    /// A code column without codes, or codes on a column of another type.
    #[error("规范表 {table}.{column}：代码列（且只有代码列）要写 codes")]
    Codes {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A shared list of codes that does not exist.
    #[error("规范表 {table}.{column}：[codes] 中没有 {list}")]
    NoSuchList {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The list it names.
        list: String,
    },
    /// A list of codes that is empty, names one twice or holds more than identifiers.
    #[error("规范表 {table}.{column}：代码表为空、有重复，或代码不是小写标识符")]
    BadList {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A batch must be valid for a month at least.
    #[error("规范表 {table}：valid_months 至少为 1")]
    NeverValid {
        /// The table.
        table: String,
    },
}

impl Tables {
    /// Reads the text of `feeds/tables.toml`.
    ///
    /// # Errors
    /// A [`TableError`] for anything that is not exactly understood, unknown keys included.
    pub fn parse(toml_text: &str) -> Result<Tables, TableError> {
        let file: TablesFile = toml::from_str(toml_text)?;
        let shared: BTreeMap<String, Arc<[String]>> =
            file.codes.into_iter().map(|(name, codes)| (name, codes.into())).collect();
        let tables = file.tables.0.into_iter();
        tables
            .map(|(name, entry)| read_table(name, entry, &shared))
            .collect::<Result<_, _>>()
            .map(Tables)
    }

    /// These tables and others that are made elsewhere, such as from the definitions of ledgers.
    ///
    /// # Errors
    /// A name that another table has, or that is no plain identifier.
    pub fn with(mut self, more: Vec<Table>) -> Result<Tables, TableError> {
        for table in more {
            let known = self.get(&table.name).is_some();
            if known || !is_identifier(&table.name) {
                return Err(TableError::Name { table: table.name.clone(), name: table.name });
            }
            let unfit = |it: &&Column| {
                !is_identifier(&it.name) || FIXED_COLUMNS.contains(&it.name.as_str())
            };
            if let Some(column) = table.columns.iter().find(unfit) {
                let name = column.name.clone();
                return Err(TableError::Name { table: table.name, name });
            }
            self.0.push(table);
        }
        Ok(self)
    }

    /// The table with this name.
    pub fn get(&self, name: &str) -> Option<&Table> {
        self.0.iter().find(|table| table.name == name)
    }

    /// All tables, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Table> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Tables {
    type Item = &'a Table;
    type IntoIter = std::slice::Iter<'a, Table>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Table {
    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The place of the column with this name, counted from 0.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

impl ColumnType {
    /// The codes of a code column; none for the other types.
    pub fn codes(&self) -> &[String] {
        match self {
            ColumnType::Code(codes) => codes,
            _ => &[],
        }
    }

    /// The integer that stands for a code.
    pub fn index_of(&self, code: &str) -> Option<i64> {
        let place = self.codes().iter().position(|known| known == code)?;
        i64::try_from(place).ok()
    }

    /// The code that an integer stands for.
    pub fn code_at(&self, index: i64) -> Option<&str> {
        let code = self.codes().get(usize::try_from(index).ok()?)?;
        Some(code)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TablesFile {
    tables: InOrder<TableEntry>,
    #[serde(default)]
    codes: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableEntry {
    zh: String,
    kind: TableKind,
    valid_months: u32,
    columns: InOrder<ColumnEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    zh: String,
    #[serde(rename = "type")]
    ty: TypeWord,
    codes: Option<CodesEntry>,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TypeWord {
    Fen,
    Int,
    Centi,
    Date,
    Bool,
    Code,
    Key,
    Label,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "codes 应为代码列表，或 [codes] 中的名称")]
enum CodesEntry {
    Shared(String),
    Own(Vec<String>),
}

/// A TOML table whose keys stay in the order of the file.
struct InOrder<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for InOrder<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<InOrder<T>, D::Error> {
        deserializer.deserialize_map(InOrderVisitor(PhantomData))
    }
}

struct InOrderVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrderVisitor<T> {
    type Value = InOrder<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<InOrder<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(InOrder(entries))
    }
}

fn read_table(
    name: String,
    entry: TableEntry,
    shared: &BTreeMap<String, Arc<[String]>>,
) -> Result<Table, TableError> {
    if !is_identifier(&name) {
        return Err(TableError::Name { table: name.clone(), name });
    }
    if entry.valid_months == 0 {
        return Err(TableError::NeverValid { table: name });
    }
    let columns = entry.columns.0.into_iter();
    let columns = columns
        .map(|(column, entry)| read_column(&name, column, entry, shared))
        .collect::<Result<_, _>>()?;
    let TableEntry { zh, kind, valid_months, .. } = entry;
    Ok(Table { name, zh, kind, valid_months, columns })
}

fn read_column(
    table: &str,
    name: String,
    entry: ColumnEntry,
    shared: &BTreeMap<String, Arc<[String]>>,
) -> Result<Column, TableError> {
    if !is_identifier(&name) || FIXED_COLUMNS.contains(&name.as_str()) {
        return Err(TableError::Name { table: table.to_owned(), name });
    }
    let here = || (table.to_owned(), name.clone());
    let codes: Option<Arc<[String]>> = match entry.codes {
        None => None,
        Some(CodesEntry::Own(codes)) => Some(codes.into()),
        Some(CodesEntry::Shared(list)) => match shared.get(&list) {
            Some(codes) => Some(codes.clone()),
            None => {
                let (table, column) = here();
                return Err(TableError::NoSuchList { table, column, list });
            }
        },
    };
    let ty = match (entry.ty, codes) {
        (TypeWord::Code, Some(codes)) if is_code_list(&codes) => ColumnType::Code(codes),
        (TypeWord::Code, Some(_)) => {
            let (table, column) = here();
            return Err(TableError::BadList { table, column });
        }
        (TypeWord::Fen, None) => ColumnType::Fen,
        (TypeWord::Int, None) => ColumnType::Int,
        (TypeWord::Centi, None) => ColumnType::Centi,
        (TypeWord::Date, None) => ColumnType::Date,
        (TypeWord::Bool, None) => ColumnType::Bool,
        (TypeWord::Key, None) => ColumnType::Key,
        (TypeWord::Label, None) => ColumnType::Label,
        _ => {
            let (table, column) = here();
            return Err(TableError::Codes { table, column });
        }
    };
    Ok(Column { name, zh: entry.zh, ty })
}

fn is_code_list(codes: &[String]) -> bool {
    let distinct: BTreeSet<&String> = codes.iter().collect();
    !codes.is_empty() && distinct.len() == codes.len() && codes.iter().all(|c| is_identifier(c))
}

/// Small letters, digits and underscores, a letter first.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = include_str!("../../../feeds/tables.toml");

    #[test]
    fn our_tables_are_read_in_the_order_of_the_file() {
        let tables = Tables::parse(OURS).unwrap();
        let in_file: Vec<&str> = OURS
            .lines()
            .filter_map(|line| line.strip_prefix("[tables.")?.strip_suffix(']'))
            .collect();
        let read: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(read, in_file);

        let columns_in_file = OURS.lines().filter(|line| line.starts_with("columns.")).count();
        assert_eq!(tables.iter().map(|table| table.columns.len()).sum::<usize>(), columns_in_file);

        let police = tables.get("police_register").unwrap();
        assert_eq!((police.zh.as_str(), police.kind), ("户籍人口", TableKind::Snapshot));
        assert_eq!(police.valid_months, 12);
        let columns: Vec<&str> = police.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(columns[..3], ["sex", "ethnicity", "birth"]);
        assert_eq!(police.position("birth"), Some(2));
        assert_eq!(police.position("pid"), None);
        assert_eq!(police.column("birth").unwrap().ty, ColumnType::Date);
        assert_eq!(tables.get("medical_claims").unwrap().kind, TableKind::Events);
        assert!(tables.get("nothing").is_none());
    }

    #[test]
    fn columns_share_one_list_of_codes() {
        let tables = Tables::parse(OURS).unwrap();
        let persons = tables.get("national_persons").unwrap();
        let (first, fifth) = (persons.column("risk1").unwrap(), persons.column("risk5").unwrap());
        assert_eq!(first.ty, fifth.ty);
        let place = first.ty.index_of("natural_disaster").unwrap();
        assert_eq!(first.ty.code_at(place), Some("natural_disaster"));
        assert_eq!(first.ty.index_of("lottery"), None);
        assert_eq!(first.ty.code_at(-1), None);
        assert_eq!(first.ty.code_at(99), None);
        assert!(ColumnType::Date.codes().is_empty());
    }

    #[test]
    fn refuses_what_it_does_not_understand() {
        let check = |table: &str, column: &str, expected: &str| {
            let table =
                if table.is_empty() { "kind = \"events\"\nvalid_months = 1" } else { table };
            let text = format!(
                "[tables.t]\nzh = \"表\"\n{table}\ncolumns.{column}\n[codes]\nab = [\"a\", \"b\"]"
            );
            let error = Tables::parse(&text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}\n{error}");
        };
        let date = "a = { zh = \"甲\", type = \"date\" }";
        check("kind = \"events\"\nvalid_months = 1\ncolour = 1", date, "colour");
        check("kind = \"stream\"\nvalid_months = 1", date, "stream");
        check("kind = \"events\"", date, "valid_months");
        check("kind = \"events\"\nvalid_months = 0", date, "至少为 1");
        check("kind = \"events\"\nvalid_months = -1", date, "-1");
        check("", "a = { zh = \"甲\", type = \"money\" }", "money");
        check("", "a = { type = \"date\" }", "zh");
        check("", "a = { zh = \"甲\", type = \"date\", unit = \"d\" }", "unit");
        check("", "A = { zh = \"甲\", type = \"date\" }", "名称 A");
        check("", "pid = { zh = \"甲\", type = \"date\" }", "名称 pid");
        check("", "a = { zh = \"甲\", type = \"code\" }", "t.a");
        check("", "a = { zh = \"甲\", type = \"date\", codes = \"ab\" }", "t.a");
        check("", "a = { zh = \"甲\", type = \"code\", codes = \"cd\" }", "没有 cd");
        check("", "a = { zh = \"甲\", type = \"code\", codes = [] }", "代码表为空");
        check("", "a = { zh = \"甲\", type = \"code\", codes = [\"x\", \"x\"] }", "重复");
        check("", "a = { zh = \"甲\", type = \"code\", codes = [\"是\"] }", "标识符");
        check("", "a = { zh = \"甲\", type = \"code\", codes = 1 }", "codes");
        assert!(Tables::parse("[tables]\n[other]").unwrap_err().to_string().contains("other"));
        assert!(Tables::parse("").is_err());
        assert_eq!(Tables::parse("[tables]").unwrap().iter().count(), 0);
    }
}
