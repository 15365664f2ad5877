//! A ledger as a sheet: which columns it has and what stands in them. The template, the export and
//! the import agree here, so that what goes out comes in again.

use std::collections::BTreeMap;

use kernel::{RegionLevel, ResidentId, fingerprint};
use ledger::{Field, FieldType, Ledger, Plain, column};
use store::{Cell, LedgerRecord, Tx};

use super::{
    error::LedgerError,
    names::Names,
    read::{compute_anew, masked, short_path},
    terms::Terms,
    writer::opened,
};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Slot {
    /// 记录编号.
    Record,
    /// 版本: the version that was exported, with a mark of what was computed then.
    Version,
    /// 状态.
    State,
    /// 县, of those who look after several.
    County,
    /// 乡镇.
    Township,
    /// 村.
    Village,
    /// A field, by its place in the definition; of a person or a family, the name.
    Field(usize),
    /// What a person or a family is known by: identity number, 户编号.
    Key(usize),
}

impl Slot {
    /// The header of a column.
    pub(super) fn header(self, ledger: &Ledger) -> String {
        match self {
            Slot::Record => "记录编号".into(),
            Slot::Version => "版本".into(),
            Slot::State => "状态".into(),
            Slot::County => "县".into(),
            Slot::Township => "乡镇".into(),
            Slot::Village => "村".into(),
            Slot::Field(at) => ledger.fields[at].words.zh.clone(),
            Slot::Key(at) => {
                let field = &ledger.fields[at];
                format!("{}{}", field.words.zh, key_word(&field.ty))
            }
        }
    }

    /// The field of a column.
    pub(super) fn field(self, ledger: &Ledger) -> Option<&Field> {
        match self {
            Slot::Field(at) | Slot::Key(at) => ledger.fields.get(at),
            _ => None,
        }
    }
}

/// What a person or a family is known by.
pub(super) fn key_word(ty: &FieldType) -> &'static str {
    match ty {
        FieldType::Household => "户编号",
        _ => "身份证号",
    }
}

/// What an empty sheet asks for: the place, then every field that is typed.
pub(super) fn template_slots(ledger: &Ledger) -> Vec<Slot> {
    let mut slots = places(ledger);
    slots.extend(fields(ledger, false));
    slots
}

/// What an export has: which record it is and where it stands, then everything.
pub(super) fn export_slots(ledger: &Ledger, across_counties: bool) -> Vec<Slot> {
    let mut slots = vec![Slot::Record, Slot::Version, Slot::State];
    if across_counties {
        slots.push(Slot::County);
    }
    slots.extend(places(ledger));
    slots.extend(fields(ledger, true));
    slots
}

fn places(ledger: &Ledger) -> Vec<Slot> {
    let has = |level| ledger.levels.contains(&level);
    let mut slots = Vec::new();
    if has(RegionLevel::Township) || has(RegionLevel::Village) {
        slots.push(Slot::Township);
    }
    if has(RegionLevel::Village) {
        slots.push(Slot::Village);
    }
    slots
}

/// In the order of the form.
fn fields(ledger: &Ledger, computed: bool) -> Vec<Slot> {
    let mut slots = Vec::new();
    for name in ledger.sections.iter().flat_map(|it| &it.fields) {
        let Some(at) = ledger.fields.iter().position(|it| it.name == *name) else { continue };
        let field = &ledger.fields[at];
        if field.value.is_some() && !computed {
            continue;
        }
        slots.push(Slot::Field(at));
        if has_key(&field.ty) {
            slots.push(Slot::Key(at));
        }
    }
    slots
}

/// Whether it is somebody of the register, who is known by more than a name.
pub(super) fn has_key(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Household | FieldType::Person)
}

/// What stands in these columns of records that were read with every field. What is personal is
/// masked, identity numbers always.
pub(super) async fn texts(
    tx: &mut Tx,
    terms: &Terms<'_>,
    ledger: &Ledger,
    slots: &[Slot],
    records: &[LedgerRecord],
) -> Result<Vec<Vec<String>>, LedgerError> {
    let home = terms.home;
    let mut all = Vec::with_capacity(records.len());
    for record in records {
        all.push(opened(home, ledger, record)?);
    }
    let every: Vec<&str> = ledger.fields.iter().map(|it| it.name.as_str()).collect();
    compute_anew(tx, terms, ledger, &every, records, &mut all).await?;
    let names = Names::of(tx, terms, ledger, &all).await?;
    let keys = keys(tx, terms, ledger, slots, records).await?;
    let regions = &home.definitions.regions;
    let nothing = BTreeMap::new();
    let mut rows = Vec::with_capacity(records.len());
    for (record, values) in records.iter().zip(&all) {
        let chain = regions.chain(record.region_id);
        let name = |id: Option<i64>| {
            id.and_then(|it| regions.get(it)).map(|it| it.name.clone()).unwrap_or_default()
        };
        let keys = keys.get(&record.id).unwrap_or(&nothing);
        let field_text = |at: usize| {
            let field = &ledger.fields[at];
            match values.get(&field.name) {
                None | Some(Plain::Blank) => String::new(),
                Some(value) => text(terms, ledger, field, value, &names),
            }
        };
        let text = |slot: &Slot| match *slot {
            Slot::Record => record.id.to_string(),
            Slot::Version => format!("v{}-{}", record.version, mark(ledger, field_text)),
            Slot::State => state_zh(ledger, record),
            Slot::County => name(chain.county),
            Slot::Township => name(chain.township),
            Slot::Village => name(chain.village),
            Slot::Key(at) => keys.get(&at).cloned().unwrap_or_default(),
            Slot::Field(at) => field_text(at),
        };
        rows.push(slots.iter().map(text).collect());
    }
    Ok(rows)
}

/// What 版本 says: the version that was exported, and the mark of what was computed then.
pub(super) fn read_version(cell: &str) -> Option<(i64, Option<&str>)> {
    let cell = cell.strip_prefix('v').unwrap_or(cell);
    match cell.split_once('-') {
        Some((version, mark)) => Some((version.parse().ok()?, Some(mark))),
        None => Some((cell.parse().ok()?, None)),
    }
}

/// A mark of the computed cells of a row. They follow from other records and from the day: when the
/// mark still fits, what differs now was not changed by hand.
pub(super) fn mark<T: AsRef<str>>(ledger: &Ledger, cell: impl Fn(usize) -> T) -> String {
    let computed = (0..ledger.fields.len()).filter(|at| ledger.fields[*at].value.is_some());
    let cells: String = computed.map(|it| format!("{}\u{1F}", cell(it).as_ref())).collect();
    format!("{:04x}", fingerprint(&cells) & 0xFFFF)
}

/// The state in words; a voided record has none any more.
pub(super) fn state_zh(ledger: &Ledger, record: &LedgerRecord) -> String {
    match ledger.state(&record.state) {
        _ if record.voided => "已作废".into(),
        Some(it) => it.words.zh.clone(),
        None => record.state.clone(),
    }
}

fn text(terms: &Terms<'_>, ledger: &Ledger, field: &Field, value: &Plain, names: &Names) -> String {
    if field.personal {
        return masked(field, &ledger.show(field, value, false));
    }
    match (&field.ty, value) {
        (FieldType::Household | FieldType::Person | FieldType::Link { .. }, Plain::Number(id)) => {
            names.get(&field.ty, *id).unwrap_or_else(|| id.to_string())
        }
        (FieldType::Region { .. }, Plain::Number(id)) => short_path(terms.home, *id),
        _ => ledger.show(field, value, false),
    }
}

/// Identity numbers, masked, and numbers of families, by record and field.
async fn keys(
    tx: &mut Tx,
    terms: &Terms<'_>,
    ledger: &Ledger,
    slots: &[Slot],
    records: &[LedgerRecord],
) -> Result<BTreeMap<i64, BTreeMap<usize, String>>, LedgerError> {
    let asked: Vec<usize> = slots
        .iter()
        .filter_map(|it| match it {
            Slot::Key(at) => Some(*at),
            _ => None,
        })
        .collect();
    let mut found = BTreeMap::new();
    if asked.is_empty() {
        return Ok(found);
    }
    let sql: Vec<String> = asked
        .iter()
        .map(|at| {
            let field = &ledger.fields[*at];
            let column = column(&field.name);
            match field.ty {
                FieldType::Household => format!(
                    "(select h.national_household_no from households h where h.id = r.{column})"
                ),
                _ => format!("(select p.id_sealed from persons p where p.id = r.{column})"),
            }
        })
        .collect();
    let ids: Vec<i64> = records.iter().map(|it| it.id).collect();
    for row in tx.record_values(ledger, &sql, &ids).await? {
        let id = row[0].number().unwrap_or_default();
        let mut keys = BTreeMap::new();
        for (at, cell) in asked.iter().zip(&row[1..]) {
            let text = match cell {
                _ if ledger.fields[*at].personal => continue,
                Cell::Text(it) => it.clone(),
                Cell::Sealed(it) => masked_number(terms, it)?,
                _ => continue,
            };
            keys.insert(*at, text);
        }
        found.insert(id, keys);
    }
    Ok(found)
}

fn masked_number(terms: &Terms<'_>, sealed: &[u8]) -> Result<String, LedgerError> {
    let number = terms.home.keys.open("id_number", sealed).map_err(anyhow::Error::from)?;
    let number = String::from_utf8(number).map_err(anyhow::Error::from)?;
    Ok(ResidentId::read(&number).map(|it| it.id.to_string()).unwrap_or_default())
}
