//! Where the header of a sheet stands, and what each of its columns holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use intake::{HeadRow, Record, loose_header, normal_header};
use kernel::RegionLevel;
use ledger::{Field, FieldType, Ledger};

use super::super::{
    sheet::{Slot, export_slots, has_key, key_word},
    template::must_be_filled,
};

/// Rows in which a header is looked for.
const HEADER_ROWS: usize = 20;

/// What a file calls places.
const TOWNSHIPS: [&str; 12] = [
    "乡镇",
    "乡（镇）",
    "乡镇（街道）",
    "乡镇街道",
    "镇",
    "镇街",
    "街道",
    "乡镇名称",
    "所属乡镇",
    "所在乡镇",
    "户籍乡镇",
    "乡/镇",
];
const VILLAGES: [&str; 14] = [
    "村",
    "行政村",
    "村（社区）",
    "村社区",
    "村委会",
    "村（居）委会",
    "村民委员会",
    "社区",
    "村名",
    "行政村名称",
    "所属村",
    "所在村",
    "所属行政村",
    "户籍村",
];
const COUNTIES: [&str; 6] = ["县", "县（市、区）", "县市区", "县（市）", "县名", "所属县"];

/// What a file calls the number of a person, and of a family.
const PERSON_KEYS: [&str; 7] =
    ["身份证号", "身份证号码", "公民身份号码", "居民身份证号码", "证件号码", "证件号", "身份证"];
const HOUSEHOLD_KEYS: [&str; 4] = ["户编号", "户编码", "家庭编号", "国家系统户编号"];
const HEAD_KEYS: [&str; 3] = ["户主身份证号", "户主身份证号码", "户主证件号码"];

/// Units that an amount or a size may be given in.
const UNITS: [&str; 15] = [
    "元",
    "千元",
    "万元",
    "亿元",
    "亩",
    "万亩",
    "公顷",
    "平方米",
    "米",
    "公里",
    "斤",
    "公斤",
    "吨",
    "户",
    "人",
];

/// A column of a file that means something.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) slot: Slot,
    /// Where it stands; of several, the first cell with something in it counts.
    pub(super) places: Vec<usize>,
    /// Fen in one of the unit, of an amount.
    pub(super) fen: i64,
}

/// A sheet whose header was found.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) header_row: u32,
    pub(super) header: Vec<String>,
    pub(super) columns: Vec<Column>,
    /// Headers that mean nothing here.
    pub(super) unknown: Vec<String>,
    /// Amounts whose header names no unit are in this one; none when the sheet says nothing.
    pub(super) unit: Option<&'static str>,
    /// Columns whose unit is not the ledger's: header, and the unit that is wanted.
    pub(super) other_units: Vec<(String, String)>,
}

impl Layout {
    /// The place of a column in [`Layout::columns`].
    pub(super) fn at(&self, slot: Slot) -> Option<usize> {
        self.columns.iter().position(|it| it.slot == slot)
    }

    /// What stands in a column of a row.
    pub(super) fn cell<'r>(&self, column: usize, record: &'r Record) -> &'r str {
        let places = &self.columns[column].places;
        let mut cells = places.iter().map(|it| record.trimmed(*it));
        cells.find(|it| !it.is_empty()).unwrap_or("")
    }

    /// Whether a row repeats the header, as printed lists do on every page.
    pub(super) fn is_header(&self, record: &Record) -> bool {
        self.header.iter().enumerate().all(|(at, header)| record.trimmed(at) == header)
    }

    /// Headers of what new records need and this sheet does not have. A sheet of records that are
    /// there needs none.
    pub(super) fn missing(&self, ledger: &Ledger, level: RegionLevel) -> Vec<String> {
        let mut missing = Vec::new();
        if self.at(Slot::Record).is_some() {
            return missing;
        }
        let of_village = ledger.levels.contains(&RegionLevel::Village);
        let of_township = ledger.levels.contains(&RegionLevel::Township);
        let has_place = (of_township && self.at(Slot::Township).is_some())
            || (of_village && self.at(Slot::Village).is_some());
        if !ledger.levels.contains(&level) && !has_place {
            let slot = if of_village { Slot::Village } else { Slot::Township };
            missing.push(slot.header(ledger));
        }
        for (at, field) in ledger.fields.iter().enumerate() {
            let slot = if has_key(&field.ty) { Slot::Key(at) } else { Slot::Field(at) };
            if must_be_filled(field) && self.at(slot).is_none() {
                missing.push(slot.header(ledger));
            }
        }
        missing
    }

    /// Columns of the ledger that the sheet does not have and need not have.
    pub(super) fn absent(&self, ledger: &Ledger) -> Vec<String> {
        let fields = ledger.fields.iter().enumerate();
        let fields = fields
            .filter(|(at, field)| field.value.is_none() && self.at(Slot::Field(*at)).is_none());
        fields.map(|(_, field)| field.words.zh.clone()).collect()
    }
}

/// The row of a sheet that says the most of a ledger; none when no row names two of its columns, or
/// the only one it has.
pub(super) fn find(ledger: &Ledger, head: &[HeadRow]) -> Option<Layout> {
    let headers = Headers::of(ledger);
    let least = ledger.fields.iter().filter(|it| it.value.is_none()).count().min(2);
    let rows = head.iter().take(HEADER_ROWS).enumerate();
    let mut best: Option<Layout> = None;
    for (number, row) in rows.filter(|(_, it)| !it.cells.is_blank()) {
        let layout = headers.read(ledger, row, &head[..number]);
        let fits = layout.columns.len();
        if least <= fits && best.as_ref().is_none_or(|it| it.columns.len() < fits) {
            best = Some(layout);
        }
    }
    best
}

/// How sure a header means a column; less is surer.
type Rank = u8;
const NAME: Rank = 0;
const BUILT_IN: Rank = 1;
const SYNONYM: Rank = 2;
const USUAL: Rank = 3;
const LOOSE: Rank = 4;

/// What the columns of a ledger are called.
struct Headers {
    exact: HashMap<String, (Rank, Option<Slot>)>,
    /// Without what stands in brackets.
    loose: HashMap<String, (Rank, Option<Slot>)>,
}

impl Headers {
    fn of(ledger: &Ledger) -> Headers {
        let mut headers = Headers { exact: HashMap::new(), loose: HashMap::new() };
        for slot in export_slots(ledger, true) {
            match slot {
                Slot::Record => {
                    headers.add("记录编号", BUILT_IN, slot);
                    headers.add("记录号", USUAL, slot);
                }
                Slot::Version => headers.add("版本", BUILT_IN, slot),
                // In an export it is the state; elsewhere a field may be called so.
                Slot::State => headers.add("状态", USUAL, slot),
                Slot::County => headers.add_all(&COUNTIES, slot),
                Slot::Township => headers.add_all(&TOWNSHIPS, slot),
                Slot::Village => headers.add_all(&VILLAGES, slot),
                Slot::Field(at) => headers.add_field(&ledger.fields[at], slot, Slot::Key(at)),
                Slot::Key(at) => headers.add_key(&ledger.fields[at], slot),
            }
        }
        headers.add_lone(ledger);
        headers
    }

    /// A header that means a column. Where two columns would be called the same, the surer one is,
    /// or none.
    fn add(&mut self, header: &str, rank: Rank, slot: Slot) {
        let normal = normal_header(header);
        let loose = loose_header(&normal).into_owned();
        for (map, key) in [(&mut self.exact, normal), (&mut self.loose, loose)] {
            if key.is_empty() {
                continue;
            }
            let known = map.entry(key).or_insert((rank, Some(slot)));
            if rank < known.0 {
                *known = (rank, Some(slot));
            } else if rank == known.0 && known.1 != Some(slot) {
                known.1 = None;
            }
        }
    }

    fn add_all(&mut self, headers: &[&str], slot: Slot) {
        for (at, header) in headers.iter().enumerate() {
            self.add(header, if at == 0 { BUILT_IN } else { USUAL }, slot);
        }
    }

    fn add_field(&mut self, field: &Field, slot: Slot, key: Slot) {
        self.add(&field.words.zh, NAME, slot);
        for header in &field.headers {
            let to_key = has_key(&field.ty) && is_key_header(header);
            self.add(header, SYNONYM, if to_key { key } else { slot });
        }
        if has_key(&field.ty) {
            self.add(&format!("{}姓名", field.words.zh), USUAL, slot);
        }
    }

    fn add_key(&mut self, field: &Field, slot: Slot) {
        self.add(&format!("{}{}", field.words.zh, key_word(&field.ty)), NAME, slot);
        let names = std::iter::once(&field.words.zh).chain(&field.headers);
        for name in names.filter(|it| !is_key_header(it)) {
            let stem = name.trim_end_matches("姓名");
            for key in PERSON_KEYS {
                self.add(&format!("{stem}{key}"), USUAL, slot);
            }
            if field.ty == FieldType::Household {
                for key in HOUSEHOLD_KEYS {
                    self.add(&format!("{stem}{key}"), USUAL, slot);
                }
            }
        }
    }

    /// Where there is only one person, or one family, a bare 身份证号 or 户编号 can only be theirs.
    fn add_lone(&mut self, ledger: &Ledger) {
        let lone = |ty: &FieldType| {
            let mut of = ledger.fields.iter().enumerate().filter(|(_, it)| it.ty == *ty);
            of.next().filter(|_| of.next().is_none()).map(|(at, _)| at)
        };
        let has = |ty: &FieldType| ledger.fields.iter().any(|it| it.ty == *ty);
        let has_number = has(&FieldType::IdNumber);
        if let Some(at) = lone(&FieldType::Person)
            && !has_number
        {
            for header in PERSON_KEYS {
                self.add(header, USUAL, Slot::Key(at));
            }
        }
        if let Some(at) = lone(&FieldType::Household) {
            for header in HOUSEHOLD_KEYS.iter().chain(&HEAD_KEYS) {
                self.add(header, USUAL, Slot::Key(at));
            }
            for header in ["户主", "户主姓名"] {
                self.add(header, USUAL, Slot::Field(at));
            }
            if !has_number && !has(&FieldType::Person) {
                for header in PERSON_KEYS {
                    self.add(header, USUAL, Slot::Key(at));
                }
            }
        }
    }

    fn find(&self, header: &str) -> Option<(Rank, Slot)> {
        let normal = normal_header(header);
        if normal.is_empty() {
            return None;
        }
        if let Some((rank, slot)) = self.exact.get(&normal) {
            return slot.map(|it| (*rank, it));
        }
        let (_, slot) = self.loose.get(loose_header(&normal).as_ref())?;
        slot.map(|it| (LOOSE, it))
    }

    fn read(&self, ledger: &Ledger, row: &HeadRow, above: &[HeadRow]) -> Layout {
        let header: Vec<String> = row.cells.iter().map(|it| it.trim().to_owned()).collect();
        let exported = header.iter().any(|it| normal_header(it) == "记录编号");
        let mut found: Vec<(usize, Rank, Slot)> = Vec::new();
        for (place, text) in header.iter().enumerate() {
            match self.find(text) {
                _ if exported && normal_header(text) == "状态" => {
                    found.push((place, BUILT_IN, Slot::State));
                }
                Some((rank, slot)) => found.push((place, rank, slot)),
                None => {}
            }
        }
        let mut best: BTreeMap<Slot, Rank> = BTreeMap::new();
        for (_, rank, slot) in &found {
            let known = best.entry(*slot).or_insert(*rank);
            *known = (*known).min(*rank);
        }
        let unit = unit_above(above);
        let mut columns: Vec<Column> = Vec::new();
        let mut used = BTreeSet::new();
        let mut other_units = Vec::new();
        for (place, rank, slot) in found {
            // A family may be known by one number or another; anything else stands in one column.
            let several = matches!(slot, Slot::Key(_));
            let known = columns.iter_mut().find(|it| it.slot == slot);
            if best.get(&slot) != Some(&rank) && !several {
                continue;
            }
            match known {
                Some(it) if several => it.places.push(place),
                Some(_) => continue,
                None => {
                    let own = unit_in(&header[place]);
                    if let Some(wanted) = differs(ledger, slot, rank, own) {
                        other_units.push((header[place].clone(), wanted));
                    }
                    let fen = own.or(unit).and_then(fen_of).unwrap_or(100);
                    columns.push(Column { slot, places: vec![place], fen });
                }
            }
            used.insert(place);
        }
        let left =
            header.iter().enumerate().filter(|(at, it)| !used.contains(at) && !it.is_empty());
        let unknown = left
            .map(|(_, it)| it.clone())
            .filter(|it| !super::left_out::OWN_COLUMNS.contains(&it.as_str()))
            .collect();
        Layout { header_row: row.row, header, columns, unknown, unit, other_units }
    }
}

/// Whether a header of a person or a family says what they are known by, and not their name.
fn is_key_header(header: &str) -> bool {
    ["身份", "证号", "证件", "编号", "编码", "户号"].iter().any(|it| header.contains(it))
}

/// The unit a header names in brackets or behind a stroke.
fn unit_in(header: &str) -> Option<&'static str> {
    let normal = normal_header(header);
    let start = normal.rfind(['(', '[', '【', '/', ':'])?;
    let inside = normal[start..].trim_matches(['(', ')', '[', ']', '【', '】', '/', ':']);
    let inside = inside.strip_prefix("单位").unwrap_or(inside).trim_start_matches(':');
    UNITS.into_iter().find(|it| *it == inside)
}

/// 单位：万元, above the header.
fn unit_above(above: &[HeadRow]) -> Option<&'static str> {
    let cells = above.iter().flat_map(|it| it.cells.iter());
    let said = cells.filter_map(|it| {
        let normal = normal_header(it);
        let (_, behind) = normal.split_once("单位")?;
        let behind = behind.trim_start_matches(':');
        let word: String = behind.chars().take_while(|it| it.is_alphabetic()).collect();
        UNITS.into_iter().find(|it| *it == word && fen_of(it).is_some())
    });
    said.last()
}

fn fen_of(unit: &str) -> Option<i64> {
    match unit {
        "元" => Some(100),
        "千元" => Some(100_000),
        "万元" => Some(1_000_000),
        "亿元" => Some(10_000_000_000),
        _ => None,
    }
}

/// The unit of the ledger, when a header that was found without its brackets names another.
fn differs(ledger: &Ledger, slot: Slot, rank: Rank, own: Option<&str>) -> Option<String> {
    let Slot::Field(at) = slot else { return None };
    let field = &ledger.fields[at];
    let own = own.filter(|_| rank == LOOSE)?;
    match (&field.ty, &field.unit) {
        (FieldType::Money, _) => fen_of(own).is_none().then(|| "元".to_owned()),
        (FieldType::Number | FieldType::Decimal { .. }, Some(unit)) => {
            (unit != own).then(|| unit.clone())
        }
        _ => None,
    }
}
