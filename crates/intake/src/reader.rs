//! Records into typed rows.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use hashbrown::HashMap;
use kernel::cleaning::{number, squeeze};
use kernel::{
    ColumnType, CreditCode, IdForm, IdProblem, IdReading, ResidentId, Table, Value, days_of,
    fingerprint, person_name,
};

use crate::amount::{self, Amount};
use crate::book::Records;
use crate::dates::{self, DateCell};
use crate::error::FileError;
use crate::feed::{CertificatePart, ColumnRule, Feed, Feeds, Role, Unit};
use crate::header::{self, HeaderUnit};
use crate::phone::{self, Phone};
use crate::recognise::Recognised;
use crate::record::{Record, is_plain};
use crate::row::{Reading, Row, RowSubject, Skip, Warning, WarningCode};
use crate::skip::Surroundings;
use crate::words::Meaning;

/// The longest label that is kept.
const LABEL_CHARACTERS: usize = 80;

/// How many different cells of a column are remembered with their meaning.
const REMEMBERED_CELLS: usize = 4096;

/// Turns every record of a sheet into exactly one reading, in order.
pub struct RowReader {
    records: Records,
    plan: Plan,
    as_of: NaiveDate,
    above: HashMap<Role, String>,
}

/// What [`RowReader::next_into`] read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A row of data; it is in the row that was passed in.
    Row,
    /// A record that is no data.
    Skipped {
        /// Its number.
        row: u32,
        /// What it is.
        why: Skip,
    },
}

impl RowReader {
    /// A reader of these records. `as_of` is the date of the data: dates after it are errors, and
    /// it decides the century of two-digit years.
    ///
    /// # Errors
    /// `feed_unknown` when the recognised feed is not among these feeds.
    pub fn new(
        feeds: &Feeds,
        recognised: &Recognised,
        records: Records,
        as_of: NaiveDate,
    ) -> Result<RowReader, FileError> {
        let feed = feeds.get(&recognised.feed).ok_or(FileError::FeedUnknown { rows: 0 })?;
        Ok(RowReader { records, plan: Plan::new(feed, recognised), as_of, above: HashMap::new() })
    }

    /// Reads the next record into `row`, whose allocations are used again. `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read further.
    pub fn next_into(&mut self, row: &mut Row) -> Result<Option<Step>, FileError> {
        let Some(number) = self.records.next(&mut row.original)? else { return Ok(None) };
        row.row = number;
        if number <= self.plan.header_row {
            let why = match () {
                () if row.original.is_blank() => Skip::Blank,
                () if number >= self.plan.header_first => Skip::Header,
                () => Skip::Title,
            };
            return Ok(Some(Step::Skipped { row: number, why }));
        }
        row.clear(self.plan.table.columns.len());
        self.plan.read_identity(row);
        if row.id.is_err()
            && let Some(why) = self.plan.surroundings.skip(&row.original)
        {
            return Ok(Some(Step::Skipped { row: number, why }));
        }
        self.plan.read_person(row, &mut self.above);
        self.plan.read_values(row, self.as_of);
        self.plan.finish(row);
        Ok(Some(Step::Row))
    }

    /// The canonical table the rows belong to.
    pub fn table(&self) -> &Arc<Table> {
        &self.plan.table
    }
}

/// Every record as one reading; [`RowReader::next_into`] does the same without allocating.
impl Iterator for RowReader {
    type Item = Result<Reading, FileError>;

    fn next(&mut self) -> Option<Result<Reading, FileError>> {
        let mut row = Box::new(Row::new());
        match self.next_into(&mut row) {
            Ok(None) => None,
            Ok(Some(Step::Row)) => Some(Ok(Reading::Row(row))),
            Ok(Some(Step::Skipped { row, why })) => Some(Ok(Reading::Skipped { row, why })),
            Err(error) => Some(Err(error)),
        }
    }
}

/// Where every cell of a row comes from.
struct Plan {
    feed: Arc<Feed>,
    table: Arc<Table>,
    header_first: u32,
    header_row: u32,
    surroundings: Surroundings,
    /// Columns with identity numbers, in the order in which they are tried.
    ids: Vec<usize>,
    roles: Vec<RolePlan>,
    values: Vec<ValuePlan>,
    /// The places in `values` that a row can give a value.
    active: Vec<usize>,
    hashed: Vec<HashPlan>,
    reversal: Option<ReversalPlan>,
}

struct RolePlan {
    role: Role,
    name: Arc<str>,
    sources: Vec<usize>,
    fill_down: bool,
}

struct ValuePlan {
    slot: usize,
    name: Arc<str>,
    ty: ColumnType,
    sources: Vec<usize>,
    rule: ColumnRule,
    per_one: i64,
    text_sources: Vec<usize>,
    class: Option<Value>,
    /// One source and nothing else that could give a value: nearly every column.
    is_simple: bool,
    /// What cells of this column meant before.
    seen: HashMap<String, Meaning>,
    key_text: String,
}

struct HashPlan {
    source: usize,
    key: u64,
    what: HashedAs,
}

enum HashedAs {
    Text,
    Value(usize),
    Id,
    Role(Role),
}

struct ReversalPlan {
    key_slot: usize,
    key_sources: Vec<usize>,
    suffix: String,
    visit_slot: Option<usize>,
    flag_slot: Option<usize>,
}

impl Plan {
    fn new(feed: &Arc<Feed>, recognised: &Recognised) -> Plan {
        let table = feed.table.clone();
        let sources_of = |name: &str| -> Vec<usize> {
            let columns = recognised.columns.iter().enumerate();
            let filling = columns.filter(|(_, column)| column.targets.iter().any(|it| it == name));
            filling.map(|(place, _)| place).collect()
        };
        let of_roles = |wanted: &dyn Fn(Role) -> bool| -> Vec<usize> {
            let columns = feed.columns.iter().filter(|column| column.role.is_some_and(wanted));
            columns.flat_map(|column| sources_of(&column.name)).collect()
        };
        let surroundings = Surroundings {
            header: recognised
                .columns
                .iter()
                .map(|column| header::normal(&column.header))
                .collect(),
            titles: recognised.titles.clone(),
            seq: of_roles(&|role| role == Role::Seq),
            places: of_roles(&|role| matches!(role, Role::Township | Role::Village | Role::Group)),
            names: match feed.about_villages {
                true => of_roles(&|role| role == Role::Village),
                false => of_roles(&|role| role == Role::Name),
            },
            ids: of_roles(&Role::is_identity),
            texts: of_roles(&|role| {
                matches!(role, Role::Note | Role::Text | Role::Address | Role::Residence)
            }),
            about_villages: feed.about_villages,
        };
        let mut roles = Vec::new();
        for column in &feed.columns {
            let sources = sources_of(&column.name);
            if let Some(role) = column.role
                && !role.is_identity()
                && role != Role::Seq
                && !sources.is_empty()
            {
                let fill_down = column.rule.fill_down;
                roles.push(RolePlan {
                    role,
                    name: column.name.as_str().into(),
                    sources,
                    fill_down,
                });
            }
        }
        let values: Vec<ValuePlan> = table
            .columns
            .iter()
            .enumerate()
            .map(|(slot, column)| ValuePlan::new(feed, recognised, slot, column, &sources_of))
            .collect();
        let hashed = hash_plan(feed, recognised);
        let reversal =
            feed.natural_key.zip(feed.reversal_suffix.clone()).map(|(key_slot, suffix)| {
                let key_sources = sources_of(&table.columns[key_slot].name);
                let (visit_slot, flag_slot) =
                    (table.position("visit_no"), table.position("reversal"));
                ReversalPlan { key_slot, key_sources, suffix, visit_slot, flag_slot }
            });
        let derived = |slot: usize| {
            reversal.as_ref().is_some_and(|it| [it.visit_slot, it.flag_slot].contains(&Some(slot)))
        };
        let can_be_filled = |plan: &&ValuePlan| plan.can_be_filled() || derived(plan.slot);
        let active = values.iter().filter(can_be_filled).map(|plan| plan.slot).collect();
        let mut ids = Vec::new();
        for identity in [Role::IdNumber, Role::DisabilityCertNo, Role::SchoolNo] {
            ids.extend(of_roles(&|role| role == identity));
        }
        Plan {
            feed: feed.clone(),
            table,
            header_first: recognised.header_first,
            header_row: recognised.header_row,
            surroundings,
            ids,
            roles,
            values,
            active,
            hashed,
            reversal,
        }
    }

    /// The first usable number of the identity columns.
    fn read_identity(&self, row: &mut Row) {
        for (order, &source) in self.ids.iter().enumerate() {
            let cell = row.original.trimmed(source);
            let (read, mark_is_wrong) = identity(cell);
            if mark_is_wrong {
                warn(&mut row.warnings, Role::IdNumber.word(), WarningCode::CertificateMark, cell);
            }
            match (read, &row.id) {
                (Ok(reading), Ok(known)) => {
                    if reading.id != known.id {
                        warn(
                            &mut row.warnings,
                            Role::IdNumber.word(),
                            WarningCode::IdsDisagree,
                            cell,
                        );
                    }
                }
                (Ok(reading), Err(_)) => {
                    if order > 0 && !matches!(row.id, Err(IdProblem::Missing)) {
                        let code = WarningCode::IdFromOtherColumn;
                        warn(&mut row.warnings, Role::IdNumber.word(), code, &row.id_raw);
                    }
                    row.id = Ok(reading);
                    row.id_raw.clear();
                    row.id_raw.push_str(cell);
                }
                (Err(problem), Err(IdProblem::Missing)) => {
                    row.id = Err(problem);
                    row.id_raw.clear();
                    row.id_raw.push_str(cell);
                }
                (Err(_), _) => (),
            }
        }
    }

    fn read_person(&self, row: &mut Row, above: &mut HashMap<Role, String>) {
        let Row { original, person, warnings, .. } = row;
        for plan in &self.roles {
            let Some(target) = person.get_mut(plan.role) else { continue };
            let cell = first_filled(original, &plan.sources);
            if cell.is_empty() {
                if plan.fill_down
                    && let Some(filled) = above.get(&plan.role)
                {
                    target.push_str(filled);
                    warn(warnings, &plan.name, WarningCode::FilledFromAbove, "");
                }
                continue;
            }
            match plan.role {
                Role::Name | Role::HeadName | Role::Caller => push_name(target, cell),
                Role::Phone if phone::is_clean_mobile(cell) => target.push_str(cell),
                Role::Phone => match phone::read(cell) {
                    Phone::Is(number) => target.push_str(&number),
                    Phone::Blank => (),
                    Phone::Doubtful => warn(warnings, &plan.name, WarningCode::Phone, cell),
                },
                Role::HouseholdNo | Role::BookNo => push_number(target, cell),
                Role::Note | Role::Text => target.push_str(cell),
                _ if is_plain(cell) => target.push_str(cell),
                _ => target.push_str(&squeeze(cell)),
            }
            if plan.fill_down {
                match above.get_mut(&plan.role) {
                    Some(known) => known.clone_from(target),
                    None => {
                        above.insert(plan.role, target.clone());
                    }
                }
            }
            // A new township has other villages.
            if plan.fill_down && plan.role == Role::Township {
                above.remove(&Role::Village);
            }
            if !is_plain(cell) && cell.contains('\u{FFFD}') {
                warn(warnings, &plan.name, WarningCode::Undecodable, cell);
            }
        }
    }

    fn read_values(&mut self, row: &mut Row, as_of: NaiveDate) {
        let is_reversal = self.is_reversal(row);
        for &place in &self.active {
            self.values[place].read(row, as_of, is_reversal);
        }
        if let Some(reversal) = &self.reversal {
            if let Some(slot) = reversal.flag_slot
                && (is_reversal || row.values[slot].is_null())
            {
                row.values[slot] = Value::bool(is_reversal);
            }
            if let Some(slot) = reversal.visit_slot
                && row.values[slot].is_null()
                && !row.values[reversal.key_slot].is_null()
            {
                let key = &self.values[reversal.key_slot].key_text;
                row.values[slot] = Value::key(key.strip_suffix(&reversal.suffix).unwrap_or(key));
            }
        }
    }

    /// The key ends in the suffix, or a column says so.
    fn is_reversal(&mut self, row: &Row) -> bool {
        let Some(reversal) = &self.reversal else { return false };
        let key = first_filled(&row.original, &reversal.key_sources).as_bytes();
        let key = key.trim_ascii_end();
        let suffix = reversal.suffix.as_bytes();
        let ends = key.len() >= suffix.len()
            && key[key.len() - suffix.len()..].eq_ignore_ascii_case(suffix);
        let says = reversal.flag_slot.is_some_and(|slot| {
            let plan = &self.values[slot];
            let cell = first_filled(&row.original, &plan.sources);
            !cell.is_empty() && plan.rule.words.meaning(cell) == Meaning::Is(1)
        });
        ends || says
    }

    fn finish(&self, row: &mut Row) {
        if self.feed.about_villages {
            row.subject = RowSubject::Village;
        } else if let Some(whole) = &self.feed.whole_unit
            && row.person.name.is_empty()
            && matches!(row.id, Err(IdProblem::Missing))
            && let Some(scope) = row.values[whole.slot].as_int()
        {
            if whole.group.contains(&scope) {
                row.subject = RowSubject::Group;
            } else if whole.village.contains(&scope) {
                row.subject = RowSubject::Village;
            }
        }
        row.natural_key = self.feed.natural_key.and_then(|slot| row.values[slot].as_int());
        row.content_hash = self.content_hash(row);
    }

    /// The sum over the filled columns, so that their order does not matter.
    fn content_hash(&self, row: &Row) -> i64 {
        let mut sum = 0_u64;
        for plan in &self.hashed {
            let cleaned = match &plan.what {
                HashedAs::Value(slot) => row.values[*slot].as_int().map(i64::cast_unsigned),
                HashedAs::Id => row.id.as_ref().ok().map(|reading| reading.id.seventeen()),
                HashedAs::Role(role) => {
                    let cell = row.person.get(*role).filter(|cell| !cell.is_empty());
                    cell.map(|cell| fingerprint(cell).cast_unsigned())
                }
                HashedAs::Text => None,
            };
            let content = match cleaned {
                Some(content) => content,
                None => match row.original.trimmed(plan.source) {
                    "" => continue,
                    cell => fingerprint(cell).cast_unsigned(),
                },
            };
            sum = sum.wrapping_add(mix(content ^ plan.key));
        }
        sum.cast_signed()
    }
}

/// What each column adds to the hash: a value where cleaning made one, the text otherwise.
fn hash_plan(feed: &Feed, recognised: &Recognised) -> Vec<HashPlan> {
    let mut plans = Vec::new();
    for (source, column) in recognised.columns.iter().enumerate() {
        let targets: Vec<_> = column.targets.iter().filter_map(|name| feed.column(name)).collect();
        if targets.iter().any(|target| target.role == Some(Role::Seq)) {
            continue;
        }
        let (name, what) = match targets.as_slice() {
            [only] => {
                let what = match (only.role, only.slot) {
                    (Some(role), _) if role.is_identity() => HashedAs::Id,
                    (Some(Role::Note | Role::Text), _) => HashedAs::Text,
                    (Some(role), _) => HashedAs::Role(role),
                    (None, Some(slot)) => match feed.table.columns[slot].ty {
                        ColumnType::Fen
                        | ColumnType::Int
                        | ColumnType::Centi
                        | ColumnType::Date
                        | ColumnType::Key => HashedAs::Value(slot),
                        ColumnType::Bool | ColumnType::Code(_) | ColumnType::Label => {
                            HashedAs::Text
                        }
                    },
                    (None, None) => HashedAs::Text,
                };
                (only.name.clone(), what)
            }
            [first, ..] => (first.name.clone(), HashedAs::Text),
            [] => (header::normal(&column.header), HashedAs::Text),
        };
        plans.push(HashPlan { source, key: mix(fingerprint(&name).cast_unsigned()), what });
    }
    plans
}

impl ValuePlan {
    fn new(
        feed: &Feed,
        recognised: &Recognised,
        slot: usize,
        column: &kernel::Column,
        sources_of: &dyn Fn(&str) -> Vec<usize>,
    ) -> ValuePlan {
        let sources = sources_of(&column.name);
        let rule = feed.column(&column.name).map(|column| column.rule.clone()).unwrap_or_default();
        let named = sources
            .first()
            .and_then(|&source| header::unit(&header::normal(&recognised.columns[source].header)));
        let per_one = match (&column.ty, named, rule.unit) {
            (ColumnType::Fen, Some(HeaderUnit::WanYuan), _) => 1_000_000,
            (ColumnType::Fen, Some(HeaderUnit::ThousandYuan), _) => 100_000,
            (ColumnType::Fen, Some(HeaderUnit::Yuan), _) => 100,
            (ColumnType::Fen, _, Unit::WanYuan) => 1_000_000,
            (ColumnType::Centi, Some(HeaderUnit::Hectare), Unit::Mu) => 1_500,
            _ => 100,
        };
        let text_headers = rule.text.as_ref().map(|(headers, _)| headers.as_slice()).unwrap_or(&[]);
        let text_headers: Vec<String> = text_headers.iter().map(|it| header::normal(it)).collect();
        let columns = recognised.columns.iter().enumerate();
        let text_sources = columns
            .filter(|(_, column)| text_headers.contains(&header::normal(&column.header)))
            .map(|(place, _)| place);
        let text_sources: Vec<usize> = text_sources.collect();
        let class = recognised.classes.iter().find(|(name, _)| *name == column.name);
        let is_simple = sources.len() == 1
            && class.is_none()
            && rule.text.is_none()
            && rule.certificate.is_none();
        ValuePlan {
            slot,
            name: column.name.as_str().into(),
            ty: column.ty.clone(),
            sources,
            per_one,
            text_sources,
            class: class.map(|(_, value)| value.clone()),
            is_simple,
            rule,
            seen: HashMap::new(),
            key_text: String::new(),
        }
    }

    /// Whether anything can be the source of a value; the others stay empty.
    fn can_be_filled(&self) -> bool {
        !self.sources.is_empty()
            || self.class.is_some()
            || self.rule.certificate.is_some()
            || self.rule.text.is_some()
    }

    fn read(&mut self, row: &mut Row, as_of: NaiveDate, is_reversal: bool) {
        let Row { original, values, warnings, id, .. } = row;
        let slot = &mut values[self.slot];
        if self.is_simple {
            let cell = original.trimmed(self.sources[0]);
            if !cell.is_empty() {
                return self.read_filled(slot, cell, as_of, is_reversal, warnings);
            }
        }
        if self.sources.is_empty() {
            *slot = self.class.clone().unwrap_or_default();
            if slot.is_null() && self.rule.certificate.is_some() {
                self.certify(slot, id, warnings);
            }
            if slot.is_null() {
                self.decide_by_text(slot, original, warnings, "");
            }
            return;
        }
        let cell = first_filled(original, &self.sources);
        if self.sources.len() > 1 {
            let mut others = self.sources.iter().map(|&source| original.trimmed(source));
            if others.any(|other| !other.is_empty() && other != cell) {
                warn(warnings, &self.name, WarningCode::ColumnsDisagree, cell);
            }
        }
        if cell.is_empty() {
            *slot = match (&self.class, self.rule.blank) {
                (Some(class), _) => class.clone(),
                (None, Some(blank)) => Value::Int(blank),
                (None, None) => Value::Null,
            };
            if self.rule.must_fill {
                warn(warnings, &self.name, WarningCode::Blank, "");
            }
        } else {
            self.read_filled(slot, cell, as_of, is_reversal, warnings);
        }
        if self.rule.text.is_some() && slot.is_null() {
            self.decide_by_text(slot, original, warnings, cell);
        }
        if let Some(class) = &self.class
            && !slot.is_null()
            && slot != class
            && self.ty != ColumnType::Label
        {
            warn(warnings, &self.name, WarningCode::FileNameDisagrees, cell);
        }
        self.certify(slot, id, warnings);
    }

    fn read_filled(
        &mut self,
        slot: &mut Value,
        cell: &str,
        as_of: NaiveDate,
        is_reversal: bool,
        warnings: &mut Vec<Warning>,
    ) {
        let read = match &self.ty {
            ColumnType::Fen => {
                // A plain amount, as nearly all are.
                if let Some(number @ 0..) = amount::plain(cell, self.per_one)
                    && !is_reversal
                {
                    *slot = Value::Int(number);
                    return;
                }
                let amount = amount::read(cell, self.per_one, amount::fen_unit);
                self.money(amount, is_reversal)
            }
            ColumnType::Centi => {
                let own_unit = match self.rule.unit {
                    Unit::Mu => amount::mu_unit,
                    _ => amount::square_metre_unit,
                };
                let amount = amount::read(cell, self.per_one, own_unit);
                self.money(amount, false)
            }
            ColumnType::Int if self.rule.words.is_empty() => match amount::whole_number(cell) {
                Amount::Sure(number) => Ok(number),
                Amount::About(number) => Err((Some(number), WarningCode::AmountAbout)),
                Amount::Blank => Err((None, WarningCode::Blank)),
                Amount::Unreadable => Err((None, WarningCode::NumberUnreadable)),
            },
            ColumnType::Date => match dates::read(cell, as_of) {
                DateCell::Is(date) if date > as_of && !self.rule.future => {
                    Err((None, WarningCode::DateFuture))
                }
                DateCell::Is(date) => Ok(days_of(date)),
                DateCell::Blank => Err((None, WarningCode::Blank)),
                DateCell::Impossible => Err((None, WarningCode::DateImpossible)),
                DateCell::Ambiguous => Err((None, WarningCode::DateAmbiguous)),
                DateCell::Unreadable => Err((None, WarningCode::DateUnreadable)),
            },
            ColumnType::Int | ColumnType::Bool | ColumnType::Code(_) => self.by_words(cell),
            ColumnType::Key => {
                self.key_text.clear();
                push_number(&mut self.key_text, cell);
                match is_scientific(&self.key_text) {
                    true => Err((None, WarningCode::KeyLostDigits)),
                    false if self.key_text.is_empty() => Err((None, WarningCode::Blank)),
                    false if self.rule.credit_code && CreditCode::read(&self.key_text).is_err() => {
                        Err((Some(fingerprint(&self.key_text)), WarningCode::CreditCode))
                    }
                    false => Ok(fingerprint(&self.key_text)),
                }
            }
            ColumnType::Label => {
                if put_label(slot, cell) {
                    return;
                }
                Err((None, WarningCode::LabelPersonal))
            }
        };
        *slot = match read {
            Ok(number) => Value::Int(number),
            Err((kept, code)) => {
                let is_blank = code == WarningCode::Blank;
                if !(is_blank && !self.rule.must_fill || self.rule.quiet) {
                    warn(warnings, &self.name, code, cell);
                }
                match (kept, self.rule.blank) {
                    (Some(number), _) => Value::Int(number),
                    (None, Some(blank)) if is_blank => Value::Int(blank),
                    (None, _) => Value::Null,
                }
            }
        };
    }

    fn money(&self, amount: Amount, is_reversal: bool) -> Result<i64, (Option<i64>, WarningCode)> {
        match amount {
            Amount::Blank => Err((None, WarningCode::Blank)),
            Amount::Unreadable => Err((None, WarningCode::AmountUnreadable)),
            Amount::Sure(number) | Amount::About(number) => {
                if number < 0 && !is_reversal && !self.rule.negative {
                    Err((None, WarningCode::AmountNegative))
                } else if number > 0 && is_reversal {
                    Err((None, WarningCode::ReversalPositive))
                } else if let Amount::About(_) = amount {
                    Err((Some(number), WarningCode::AmountAbout))
                } else {
                    Ok(number)
                }
            }
        }
    }

    fn by_words(&mut self, cell: &str) -> Result<i64, (Option<i64>, WarningCode)> {
        let meaning = match self.seen.get(cell) {
            Some(&meaning) => meaning,
            None => {
                let meaning = self.rule.words.meaning(cell);
                if self.seen.len() < REMEMBERED_CELLS {
                    self.seen.insert(cell.to_owned(), meaning);
                }
                meaning
            }
        };
        match (meaning, self.rule.otherwise) {
            (Meaning::Is(value), _) => Ok(value),
            (Meaning::Unknown, Some(otherwise)) => Ok(otherwise),
            (Meaning::Unknown, None) if self.rule.text.is_some() => Err((None, WarningCode::Blank)),
            (Meaning::Unknown, None) => Err((None, WarningCode::WordUnknown)),
            (Meaning::Ambiguous, _) => Err((None, WarningCode::WordAmbiguous)),
        }
    }

    /// The free text decides where the words of the category do not.
    fn decide_by_text(
        &self,
        slot: &mut Value,
        original: &Record,
        warnings: &mut Vec<Warning>,
        category: &str,
    ) {
        let Some((_, words)) = &self.rule.text else { return };
        let text = first_filled(original, &self.text_sources);
        match words.meaning(text) {
            Some(yes) => *slot = Value::bool(yes),
            None if category.is_empty() && text.is_empty() => (),
            None => warn(warnings, &self.name, WarningCode::WordUnknown, category),
        }
    }

    /// The certificate number knows category and grade better than the cell.
    fn certify(
        &self,
        slot: &mut Value,
        id: &Result<IdReading, IdProblem>,
        warnings: &mut Vec<Warning>,
    ) {
        let (Some(part), Ok(reading)) = (self.rule.certificate, id) else { return };
        let Some(mark) = reading.disability else { return };
        let certified = match part {
            CertificatePart::Category => i64::from(mark.category) - 1,
            CertificatePart::Grade => i64::from(mark.grade),
        };
        if slot.as_int().is_some_and(|written| written != certified) {
            warn(warnings, &self.name, WarningCode::CertificateDisagrees, "");
        }
        *slot = Value::Int(certified);
    }
}

/// Reads an identity number. One that is right up to its 18th character and has two or four more
/// that are no category and grade of disability is still that person's: `true` says so.
fn identity(cell: &str) -> (Result<IdReading, IdProblem>, bool) {
    let read = ResidentId::read(cell);
    if read != Err(IdProblem::Length) {
        return (read, false);
    }
    let cleaned = number(cell);
    match cleaned.get(..18).filter(|_| matches!(cleaned.len(), 20 | 22)).map(ResidentId::read) {
        Some(Ok(reading)) => {
            let form = IdForm::DisabilityCertificate;
            (Ok(IdReading { form, disability: None, ..reading }), true)
        }
        _ => (read, false),
    }
}

/// The first of the cells that is not blank, trimmed.
fn first_filled<'a>(record: &'a Record, sources: &[usize]) -> &'a str {
    for &source in sources {
        let cell = record.trimmed(source);
        if !cell.is_empty() {
            return cell;
        }
    }
    ""
}

fn warn(warnings: &mut Vec<Warning>, column: &str, code: WarningCode, raw: &str) {
    warnings.push(Warning { column: column.into(), code, raw: raw.to_owned() });
}

/// Names of two to four common characters need no cleaning.
fn push_name(target: &mut String, cell: &str) {
    let is_han = |bytes: &[u8]| (0xE4..=0xE9).contains(&bytes[0]);
    let bytes = cell.as_bytes();
    if bytes.len().is_multiple_of(3) && bytes.len() <= 12 && bytes.chunks_exact(3).all(is_han) {
        target.push_str(cell);
    } else {
        target.push_str(&person_name::clean(cell));
    }
}

/// A number or code; digits and capitals need no cleaning.
fn push_number(target: &mut String, cell: &str) {
    if cell.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        target.push_str(cell);
    } else {
        let cleaned = number(cell);
        target.push_str(cleaned.strip_suffix(".0").unwrap_or(&cleaned));
    }
}

/// 5.32327E+16
fn is_scientific(key: &str) -> bool {
    let Some((mantissa, exponent)) = key.split_once('E').filter(|_| key.contains('.')) else {
        return false;
    };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_number = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    is_number(mantissa) && is_number(exponent)
}

/// Puts a label into the slot, using its allocation again. `false` when it may be personal.
fn put_label(slot: &mut Value, cell: &str) -> bool {
    let label = if is_plain(cell) { Cow::Borrowed(cell) } else { squeeze(cell) };
    let mut digits = 0;
    for byte in label.bytes() {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        if digits >= 11 {
            *slot = Value::Null;
            return false;
        }
    }
    let end = match label.len() <= LABEL_CHARACTERS {
        true => label.len(),
        false => label.char_indices().nth(LABEL_CHARACTERS).map_or(label.len(), |(end, _)| end),
    };
    if let Value::Text(text) = slot {
        text.clear();
        text.push_str(&label[..end]);
    } else {
        *slot = Value::Text(label[..end].to_owned());
    }
    true
}

/// Spreads the bits (the finaliser of SplitMix64).
fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
