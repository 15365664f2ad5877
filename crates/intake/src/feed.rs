//! What a department's file looks like: `feeds/*.toml`.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use std::sync::Arc;

use kernel::{ColumnType, Table, Tables, Value};
use serde::Deserialize;

use crate::error::FeedError;
use crate::header;
use crate::words::{TextWords, Words};

/// The file of synonyms that feeds share.
const COMMON_FILE: &str = "common.toml";

/// The file of the canonical tables, which is not a feed.
const TABLES_FILE: &str = "tables.toml";

/// All feeds, in order of their names.
#[derive(Clone, Debug, Default)]
pub struct Feeds {
    feeds: Vec<Arc<Feed>>,
    pub(crate) index: HeaderIndex,
}

/// One kind of file of one department.
#[derive(Clone, Debug)]
pub struct Feed {
    /// The machine name: that of its file.
    pub name: String,
    /// The Chinese name.
    pub zh: String,
    /// Who sends it.
    pub department: String,
    /// The canonical table it writes.
    pub table: Arc<Table>,
    /// The part it has in building the register of persons and households.
    pub register: Option<Register>,
    /// What a row about someone who died or moved away means.
    pub departed: DepartedRule,
    /// The column with the date of the event, counted in the table; for
    /// [`DepartedRule::ByDate`].
    pub event_date: Option<usize>,
    /// The personal cells that tell one household from another: the same identity number with
    /// other values here is listed in two households. Empty when the feed is not about households.
    pub one_household: Vec<Role>,
    /// The column whose equal values mean the same thing sent twice, counted in the table.
    pub natural_key: Option<usize>,
    /// The columns it knows, canonical and personal.
    pub columns: Vec<FeedColumn>,
    pub(crate) reversal_suffix: Option<String>,
    pub(crate) about_villages: bool,
    pub(crate) whole_unit: Option<WholeUnit>,
    pub(crate) file_name: Vec<String>,
    pub(crate) known_headers: Vec<String>,
    pub(crate) classes: Vec<NameClass>,
}

/// A column of a feed.
#[derive(Clone, Debug)]
pub struct FeedColumn {
    /// The canonical column or personal role.
    pub name: String,
    /// The headers that mean it, the best first, as the file writes them.
    pub headers: Vec<String>,
    /// Without it the file is refused.
    pub required: bool,
    /// Its place in the table, when it is a canonical column.
    pub slot: Option<usize>,
    /// The personal cell it fills, when it is one.
    pub role: Option<Role>,
    pub(crate) shares: bool,
    pub(crate) rule: ColumnRule,
}

/// How the cells of a column are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnRule {
    pub(crate) must_fill: bool,
    pub(crate) negative: bool,
    pub(crate) future: bool,
    pub(crate) quiet: bool,
    pub(crate) fill_down: bool,
    pub(crate) unit: Unit,
    pub(crate) words: Words,
    /// What a cell means that has none of the words, or is blank.
    pub(crate) otherwise: Option<i64>,
    pub(crate) blank: Option<i64>,
    pub(crate) text: Option<(Vec<String>, TextWords)>,
    pub(crate) certificate: Option<CertificatePart>,
    pub(crate) credit_code: bool,
}

/// The unit of a column whose header names none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// 元, or the plain number.
    #[default]
    Yuan,
    /// 万元
    WanYuan,
    /// 亩
    Mu,
    /// 平方米
    SquareMetre,
}

/// What a disability certificate number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CertificatePart {
    Category,
    Grade,
}

/// The part a feed has in building the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// 公安户籍
    Police,
    /// 死亡注销、迁出
    Departures,
    /// 国家系统人员
    NationalPersons,
    /// 国家系统户
    NationalHouseholds,
}

/// What a row about a person who died or moved away means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepartedRule {
    /// Nothing: the list may name them.
    #[default]
    Ignore,
    /// They should no longer be on the list: a person must look.
    Review,
    /// Events up to the day of death are right, later ones are not.
    ByDate,
}

/// A cell that says who a row is about. These never reach the lake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// 身份证号
    IdNumber,
    /// 残疾人证号
    DisabilityCertNo,
    /// 学籍号
    SchoolNo,
    /// 姓名
    Name,
    /// 户主、监护人
    HeadName,
    /// 电话
    Phone,
    /// 乡镇
    Township,
    /// 村
    Village,
    /// 村民小组
    Group,
    /// 地址
    Address,
    /// 居住地 of a household that was relocated: a village or an address, not where it is registered
    Residence,
    /// 国家系统户编号
    HouseholdNo,
    /// 户口簿号
    BookNo,
    /// 来电人、申请人
    Caller,
    /// 备注
    Note,
    /// 序号
    Seq,
    /// 诉求内容
    Text,
}

/// Which codes of a column make a row one about a whole group or village.
#[derive(Clone, Debug)]
pub(crate) struct WholeUnit {
    pub(crate) slot: usize,
    pub(crate) group: Vec<i64>,
    pub(crate) village: Vec<i64>,
}

/// A column whose value stands in the name of the file or of the sheet.
#[derive(Clone, Debug)]
pub(crate) struct NameClass {
    pub(crate) slot: usize,
    /// The words, standing for places in `values`.
    pub(crate) words: Words,
    pub(crate) values: Vec<Value>,
}

/// Which columns of which feeds a normal header may mean.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeaderIndex {
    pub(crate) exact: HashMap<String, HeaderUses>,
    pub(crate) bare: HashMap<String, HeaderUses>,
}

/// The feeds that know a header, and how much it tells one feed from another.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeaderUses {
    /// (feed, column or none for a header that is known but not kept, rank among its synonyms).
    pub(crate) uses: Vec<(usize, Option<usize>, usize)>,
    /// 1 when only one feed knows the header, less the more do.
    pub(crate) weight: f64,
}

impl Feeds {
    /// Reads the feed definitions: pairs of file name and TOML text. `common.toml` holds the
    /// synonyms that the others name with `@`; `tables.toml` and files that are no TOML are passed
    /// over.
    ///
    /// # Errors
    /// A [`FeedError`] for anything not exactly understood: unknown keys, columns the table does
    /// not have, codes that do not exist, a header that two columns of a feed claim.
    pub fn parse(tables: &Tables, files: &[(String, String)]) -> Result<Feeds, FeedError> {
        let common = match files.iter().find(|(file, _)| file == COMMON_FILE) {
            Some((file, text)) => toml::from_str(text).map_err(|e| refused(file, e.message()))?,
            None => Common::default(),
        };
        let mut feeds = Vec::new();
        for (file, text) in files.iter().filter(|(file, _)| is_feed(file)) {
            let name = file.strip_suffix(".toml").unwrap_or(file);
            let definition: FeedFile =
                toml::from_str(text).map_err(|error| refused(file, &error.to_string()))?;
            let feed = build(name, definition, &common, tables)
                .map_err(|problem| refused(file, &problem))?;
            feeds.push(Arc::new(feed));
        }
        feeds.sort_by(|a: &Arc<Feed>, b| a.name.cmp(&b.name));
        let index = HeaderIndex::of(&feeds);
        Ok(Feeds { feeds, index })
    }

    /// The feed with this name.
    pub fn get(&self, name: &str) -> Option<&Arc<Feed>> {
        self.feeds.iter().find(|feed| feed.name == name)
    }

    /// All feeds, in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Feed>> {
        self.feeds.iter()
    }

    pub(crate) fn all(&self) -> &[Arc<Feed>] {
        &self.feeds
    }
}

impl Feed {
    /// The column with this canonical or personal name.
    pub fn column(&self, name: &str) -> Option<&FeedColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl Role {
    /// The word in the feed files.
    pub fn word(self) -> &'static str {
        ROLES.iter().find(|(_, role)| *role == self).map_or("", |(word, _)| word)
    }

    /// The role with this word.
    pub fn from_word(word: &str) -> Option<Role> {
        ROLES.iter().find(|(known, _)| *known == word).map(|(_, role)| *role)
    }

    /// Whether an identity number is read from it; in the order in which they are tried.
    pub fn is_identity(self) -> bool {
        matches!(self, Role::IdNumber | Role::DisabilityCertNo | Role::SchoolNo)
    }
}

const ROLES: [(&str, Role); 17] = [
    ("id_number", Role::IdNumber),
    ("disability_cert_no", Role::DisabilityCertNo),
    ("school_no", Role::SchoolNo),
    ("name", Role::Name),
    ("head_name", Role::HeadName),
    ("phone", Role::Phone),
    ("township", Role::Township),
    ("village", Role::Village),
    ("group", Role::Group),
    ("address", Role::Address),
    ("residence", Role::Residence),
    ("household_no", Role::HouseholdNo),
    ("book_no", Role::BookNo),
    ("caller", Role::Caller),
    ("note", Role::Note),
    ("seq", Role::Seq),
    ("text", Role::Text),
];

impl HeaderIndex {
    fn of(feeds: &[Arc<Feed>]) -> HeaderIndex {
        let mut index = HeaderIndex::default();
        for (feed_place, feed) in feeds.iter().enumerate() {
            for (column_place, column) in feed.columns.iter().enumerate() {
                for (rank, header) in column.headers.iter().enumerate() {
                    index.add(header, (feed_place, Some(column_place), rank));
                }
            }
            for header in &feed.known_headers {
                index.add(header, (feed_place, None, 0));
            }
        }
        for uses in index.exact.values_mut().chain(index.bare.values_mut()) {
            let mut feeds: Vec<usize> = uses.uses.iter().map(|(feed, _, _)| *feed).collect();
            feeds.dedup();
            uses.weight = 1.0 / feeds.len().max(1) as f64;
        }
        index
    }

    fn add(&mut self, header: &str, one: (usize, Option<usize>, usize)) {
        let normal = header::normal(header);
        let bare = header::loose(&normal).into_owned();
        self.exact.entry(normal).or_default().uses.push(one);
        if !bare.is_empty() {
            let uses = &mut self.bare.entry(bare).or_default().uses;
            if !uses.iter().any(|(feed, column, _)| (*feed, *column) == (one.0, one.1)) {
                uses.push(one);
            }
        }
    }

    /// The uses of a normal header: as it stands, else loosely (see [`header::loose`]). The flag tells
    /// whether it was found as it stands.
    pub(crate) fn find(&self, normal: &str) -> Option<(&HeaderUses, bool)> {
        if normal.is_empty() {
            return None;
        }
        if let Some(uses) = self.exact.get(normal) {
            return Some((uses, true));
        }
        let bare = header::loose(normal);
        self.bare.get(bare.as_ref()).map(|uses| (uses, false))
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    #[serde(default)]
    headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    codes: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedFile {
    zh: String,
    department: String,
    table: String,
    register: Option<Register>,
    #[serde(default)]
    subject: SubjectWord,
    #[serde(default)]
    file_name: Vec<String>,
    #[serde(default)]
    known_headers: Vec<String>,
    #[serde(default)]
    departed: DepartedRule,
    event_date: Option<String>,
    #[serde(default)]
    one_household: Vec<String>,
    natural_key: Option<String>,
    reversal_suffix: Option<String>,
    whole_unit: Option<WholeUnitEntry>,
    #[serde(default)]
    class_in_file_name: BTreeMap<String, BTreeMap<String, String>>,
    columns: Vec<ColumnEntry>,
}

#[derive(Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SubjectWord {
    #[default]
    Person,
    Village,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WholeUnitEntry {
    column: String,
    #[serde(default)]
    group: Vec<String>,
    #[serde(default)]
    village: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    name: String,
    headers: Vec<String>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    shares: bool,
    #[serde(default)]
    must_fill: bool,
    #[serde(default)]
    negative: bool,
    /// Dates lie in the past; `false` for those that may lie ahead.
    #[serde(default = "yes")]
    past: bool,
    #[serde(default)]
    quiet: bool,
    #[serde(default)]
    fill_down: bool,
    unit: Option<Unit>,
    codes: Option<CodesEntry>,
    #[serde(default)]
    exact: bool,
    #[serde(default, rename = "true")]
    yes: Vec<String>,
    #[serde(default, rename = "false")]
    no: Vec<String>,
    otherwise: Option<String>,
    blank: Option<String>,
    text: Option<TextEntry>,
    from_certificate: Option<CertificatePart>,
    check: Option<CheckWord>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "codes 应为“词 = 代码”的表，或 common.toml 中 [codes] 的名称")]
enum CodesEntry {
    Shared(String),
    Own(BTreeMap<String, String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextEntry {
    headers: Vec<String>,
    #[serde(default, rename = "true")]
    yes: Vec<String>,
    #[serde(default, rename = "false")]
    no: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CheckWord {
    CreditCode,
}

fn is_feed(file: &str) -> bool {
    file.ends_with(".toml") && file != COMMON_FILE && file != TABLES_FILE
}

fn yes() -> bool {
    true
}

fn refused(file: &str, problem: &str) -> FeedError {
    FeedError { file: file.to_owned(), problem: problem.to_owned() }
}

fn build(name: &str, file: FeedFile, common: &Common, tables: &Tables) -> Result<Feed, String> {
    let table = tables.get(&file.table).ok_or_else(|| format!("没有规范表 {}", file.table))?;
    let slot_of = |column: &str| {
        table.position(column).ok_or_else(|| format!("规范表 {} 没有列 {column}", table.name))
    };
    let mut columns = Vec::new();
    for entry in file.columns {
        let column = build_column(entry, common, table)?;
        if columns.iter().any(|known: &FeedColumn| known.name == column.name) {
            return Err(format!("列 {} 写了两次", column.name));
        }
        columns.push(column);
    }
    check_headers(&columns)?;

    let event_date = file.event_date.as_deref().map(slot_of).transpose()?;
    if file.departed == DepartedRule::ByDate && event_date.is_none() {
        return Err("departed = \"by_date\" 要写 event_date".to_owned());
    }
    let natural_key = file.natural_key.as_deref().map(slot_of).transpose()?;
    if file.reversal_suffix.is_some() && natural_key.is_none() {
        return Err("reversal_suffix 要与 natural_key 同用".to_owned());
    }
    let one_household = file
        .one_household
        .iter()
        .map(|word| Role::from_word(word).ok_or_else(|| format!("one_household：没有 {word}")))
        .collect::<Result<_, _>>()?;
    let whole_unit = file.whole_unit.map(|entry| build_whole_unit(entry, table)).transpose()?;
    let mut classes = Vec::new();
    for (column, words) in file.class_in_file_name {
        let slot = slot_of(&column)?;
        let ty = &table.columns[slot].ty;
        let values = words.values().map(|value| constant(ty, value)).collect::<Result<_, _>>()?;
        let places = words.into_keys().zip(0_i64..);
        classes.push(NameClass { slot, words: Words::new(places, false), values });
    }
    Ok(Feed {
        name: name.to_owned(),
        zh: file.zh,
        department: file.department,
        table: Arc::new(table.clone()),
        register: file.register,
        departed: file.departed,
        event_date,
        one_household,
        natural_key,
        columns,
        reversal_suffix: file.reversal_suffix,
        about_villages: file.subject == SubjectWord::Village,
        whole_unit,
        file_name: file.file_name.iter().map(|word| header::normal(word)).collect(),
        known_headers: file.known_headers,
        classes,
    })
}

fn build_whole_unit(entry: WholeUnitEntry, table: &Table) -> Result<WholeUnit, String> {
    let slot = table
        .position(&entry.column)
        .ok_or_else(|| format!("whole_unit：规范表 {} 没有列 {}", table.name, entry.column))?;
    let ty = &table.columns[slot].ty;
    let codes = |codes: &[String]| {
        codes.iter().map(|code| integer(ty, code)).collect::<Result<Vec<i64>, String>>()
    };
    Ok(WholeUnit { slot, group: codes(&entry.group)?, village: codes(&entry.village)? })
}

fn build_column(entry: ColumnEntry, common: &Common, table: &Table) -> Result<FeedColumn, String> {
    let name = entry.name.clone();
    let here = |problem: String| format!("列 {name}：{problem}");
    let role = Role::from_word(&entry.name);
    let slot = table.position(&entry.name);
    if role.is_none() && slot.is_none() {
        return Err(here(format!("规范表 {} 没有这一列，也不是人员列", table.name)));
    }
    let headers = expand(&entry.headers, &common.headers).map_err(&here)?;
    if headers.is_empty() {
        return Err(here("headers 不能为空".to_owned()));
    }
    let rule = match slot {
        Some(slot) => build_rule(&entry, &table.columns[slot].ty, common).map_err(&here)?,
        None => ColumnRule { fill_down: entry.fill_down, ..ColumnRule::default() },
    };
    let ColumnEntry { name, required, shares, .. } = entry;
    Ok(FeedColumn { name, headers, required, slot, role, shares, rule })
}

fn build_rule(entry: &ColumnEntry, ty: &ColumnType, common: &Common) -> Result<ColumnRule, String> {
    let mut words: Vec<(String, i64)> = Vec::new();
    match &entry.codes {
        Some(CodesEntry::Shared(list)) => {
            let list = common.codes.get(list).ok_or_else(|| format!("没有 [codes.{list}]"))?;
            for (word, code) in list {
                words.push((word.clone(), integer(ty, code)?));
            }
        }
        Some(CodesEntry::Own(list)) => {
            for (word, code) in list {
                words.push((word.clone(), integer(ty, code)?));
            }
        }
        None => (),
    }
    if let ColumnType::Code(codes) = ty {
        words.extend(codes.iter().cloned().zip(0..));
    }
    let own_words = !entry.yes.is_empty() || !entry.no.is_empty();
    if *ty == ColumnType::Bool {
        let shared = |list: &str| common.words.get(list).cloned().unwrap_or_default();
        // A column whose every other cell means one thing has only the words it names.
        let (yes, no) = match own_words || entry.otherwise.is_some() {
            true => (entry.yes.clone(), entry.no.clone()),
            false => (shared("yes"), shared("no")),
        };
        words.extend(yes.into_iter().map(|word| (word, 1)));
        words.extend(no.into_iter().map(|word| (word, 0)));
    } else if own_words {
        return Err("true、false 只用于 bool 列".to_owned());
    }
    let optional = |text: &Option<String>| text.as_deref().map(|it| integer(ty, it)).transpose();
    let text = match &entry.text {
        Some(text) if *ty == ColumnType::Bool => {
            let headers = expand(&text.headers, &common.headers)?;
            Some((headers, TextWords::new(&text.no, &text.yes)))
        }
        Some(_) => return Err("text 只用于 bool 列".to_owned()),
        None => None,
    };
    Ok(ColumnRule {
        must_fill: entry.must_fill,
        negative: entry.negative,
        future: !entry.past,
        quiet: entry.quiet,
        fill_down: entry.fill_down,
        unit: entry.unit.unwrap_or_default(),
        words: Words::new(words, entry.exact),
        otherwise: optional(&entry.otherwise)?,
        blank: optional(&entry.blank)?,
        text,
        certificate: entry.from_certificate,
        credit_code: matches!(entry.check, Some(CheckWord::CreditCode)),
    })
}

/// Replaces `@list` by the shared synonyms, keeping the first of equal ones.
fn expand(
    headers: &[String],
    shared: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<String>, String> {
    let mut all: Vec<String> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for header in headers {
        let group = match header.strip_prefix('@') {
            Some(list) => {
                shared.get(list).ok_or_else(|| format!("没有共用表头 @{list}"))?.as_slice()
            }
            None => std::slice::from_ref(header),
        };
        for header in group {
            let normal = header::normal(header);
            if !seen.contains(&normal) {
                seen.push(normal);
                all.push(header.clone());
            }
        }
    }
    Ok(all)
}

/// The number that a code, yes, no or a plain number is stored as.
fn integer(ty: &ColumnType, text: &str) -> Result<i64, String> {
    match (ty, text) {
        (ColumnType::Bool, "true") => Ok(1),
        (ColumnType::Bool, "false") => Ok(0),
        (ColumnType::Code(_), code) => ty.index_of(code).ok_or_else(|| format!("没有代码 {code}")),
        (ColumnType::Int, number) => number.parse().map_err(|_| format!("{number} 不是整数")),
        _ => Err(format!("{text} 不能用于这种列")),
    }
}

fn constant(ty: &ColumnType, text: &str) -> Result<Value, String> {
    match ty {
        ColumnType::Label => Ok(Value::Text(text.to_owned())),
        _ => integer(ty, text).map(Value::Int),
    }
}

/// A header that two columns claim would be given to one of them silently, unless both say that
/// they share it.
fn check_headers(columns: &[FeedColumn]) -> Result<(), String> {
    let mut owners: HashMap<String, &FeedColumn> = HashMap::new();
    for column in columns {
        for header in &column.headers {
            let normal = header::normal(header);
            match owners.get(&normal) {
                Some(owner) if !((owner.shares && column.shares) || is_fallback(owner, column)) => {
                    let (one, other) = (&owner.name, &column.name);
                    return Err(format!("表头“{header}”同时属于 {one} 和 {other}"));
                }
                Some(_) => (),
                None => {
                    owners.insert(normal, column);
                }
            }
        }
    }
    Ok(())
}

/// A name may fall back on the head's, and an identity number on the head's: the column that
/// stands first in the feed has the better claim, and the head's column keeps what is left.
fn is_fallback(owner: &FeedColumn, column: &FeedColumn) -> bool {
    owner.role == Some(Role::Name) && column.role == Some(Role::HeadName)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: &str = r#"
        [tables.losses]
        zh = "损失"
        kind = "events"
        valid_months = 1
        columns.kind = { zh = "种类", type = "code", codes = ["hail", "flood"] }
        columns.loss = { zh = "损失", type = "fen" }
        columns.known = { zh = "已知", type = "bool" }
    "#;

    fn parse(feed: &str) -> Result<Feeds, FeedError> {
        let tables = Tables::parse(TABLES).unwrap();
        let common =
            "[headers]\nname = [\"姓名\", \"名字\"]\n[words]\nyes = [\"是\"]\nno = [\"否\"]";
        Feeds::parse(
            &tables,
            &[
                ("common.toml".to_owned(), common.to_owned()),
                ("losses.toml".to_owned(), feed.to_owned()),
            ],
        )
    }

    const HEAD: &str = "zh = \"损失\"\ndepartment = \"应急局\"\ntable = \"losses\"\n";

    #[test]
    fn reads_a_feed() {
        let feeds = parse(&format!(
            "{HEAD}[[columns]]\nname = \"name\"\nheaders = [\"户主\", \"@name\"]\nrequired = true\n\
             [[columns]]\nname = \"kind\"\nheaders = [\"灾种\"]\ncodes = {{ \"冰雹\" = \"hail\" }}"
        ))
        .unwrap();
        let feed = feeds.get("losses").unwrap();
        assert_eq!(feed.column("name").unwrap().headers, ["户主", "姓名", "名字"]);
        assert_eq!(feed.column("kind").unwrap().slot, Some(0));
    }

    #[test]
    fn refuses_what_it_does_not_understand() {
        let check = |rest: &str, word: &str| {
            let message = parse(&format!("{HEAD}{rest}")).unwrap_err().to_string();
            assert!(message.contains(word), "{message}");
            assert!(message.starts_with("feeds/losses.toml"), "{message}");
        };
        check("colour = 1\ncolumns = []", "colour");
        check("[[columns]]\nname = \"weather\"\nheaders = [\"天气\"]", "weather");
        check("[[columns]]\nname = \"loss\"\nheaders = [\"@money\"]", "@money");
        check("[[columns]]\nname = \"loss\"\nheaders = []", "headers");
        check(
            "[[columns]]\nname = \"kind\"\nheaders = [\"灾种\"]\ncodes = { \"雪\" = \"snow\" }",
            "snow",
        );
        check(
            "[[columns]]\nname = \"kind\"\nheaders = [\"类别\"]\n\
             [[columns]]\nname = \"loss\"\nheaders = [\"类 别\"]",
            "同时属于",
        );
        check("departed = \"by_date\"\ncolumns = []", "event_date");
        check("natural_key = \"number\"\ncolumns = []", "number");
    }

    #[test]
    fn a_header_only_one_feed_knows_weighs_most() {
        let feeds =
            parse(&format!("{HEAD}[[columns]]\nname = \"loss\"\nheaders = [\"损失（元）\"]"))
                .unwrap();
        let (uses, exact) = feeds.index.find("损失(元)").unwrap();
        assert!(exact && uses.weight == 1.0);
        let (_, exact) = feeds.index.find("损失(万元)").unwrap();
        assert!(!exact);
        assert!(feeds.index.find("").is_none());
    }
}
