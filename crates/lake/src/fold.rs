//! Computes declared facts for one county: scan, filter, and fold by position.
//!
//! Rows are scanned once per table. Each fact adds a row's value to the slot of
//! its person or household, which is an array index, so no row is ever joined
//! or hashed (`design/performance.md` §2). Facts computed from other facts
//! follow in the order of declaration.
//!
//! Two kinds of evidence are kept apart. Rows that are surely about a person of
//! the county are folded into [`Folded::sure`]. Rows that wait for somebody to
//! decide are folded, on top of the sure ones, for just the households they
//! touch: [`Folded::doubtful`].

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use arrow::{
    array::{Array, BooleanArray, Int64Array},
    buffer::{BooleanBuffer, NullBuffer},
};
use chrono::{Datelike, NaiveDate};
use hashbrown::{HashMap, HashSet};
use kernel::{level::MatchLevel, period::full_months_between};

use crate::{
    declaration::{Fact, Facts, RegistryFact, Source, Subject, TableFact, Take},
    expression::{Dates, Expression, known_to_hold},
    scan::{PartReader, Rows},
    snapshot::{ABSENT, Snapshot},
};

/// What the facts of one county are computed from.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    /// The registry on the data date.
    pub snapshot: &'a Snapshot,
    /// Data date: the last day of the month.
    pub as_of: NaiveDate,
    /// The parts of each table that has arrived. A table that is not listed
    /// has not arrived, and facts that need it are unknown.
    pub parts: BTreeMap<String, Vec<PathBuf>>,
    /// Parts that lie under other counties: only the rows of people who have
    /// moved here since count.
    pub parts_elsewhere: BTreeMap<String, Vec<PathBuf>>,
    /// Candidate rows (file, row) that somebody has decided: they are no
    /// evidence any more, their mended rows are.
    pub decided: &'a HashSet<(i32, i32)>,
}

/// Facts of one county by position: `column[fact][person or household]`.
#[derive(Debug, Clone, Default)]
pub struct FactTable {
    columns: BTreeMap<usize, Vec<i64>>,
    unknown: BTreeSet<usize>,
}

impl FactTable {
    /// A computed column; [`ABSENT`] where there is no value. Nothing when the
    /// fact was not asked for or is unknown.
    #[must_use]
    pub fn column(&self, fact: usize) -> Option<&[i64]> {
        self.columns.get(&fact).map(Vec::as_slice)
    }

    /// Whether a table that the fact needs has not arrived.
    #[must_use]
    pub fn is_unknown(&self, fact: usize) -> bool {
        self.unknown.contains(&fact)
    }

    /// Positions of the unknown facts.
    #[must_use]
    pub fn unknown(&self) -> &BTreeSet<usize> {
        &self.unknown
    }
}

impl FromIterator<(usize, Vec<i64>)> for FactTable {
    /// From columns that were computed elsewhere, by the position of their facts.
    fn from_iter<I: IntoIterator<Item = (usize, Vec<i64>)>>(columns: I) -> FactTable {
        FactTable { columns: columns.into_iter().collect(), unknown: BTreeSet::new() }
    }
}

/// Facts of a few households, with doubtful rows counted in.
#[derive(Debug, Clone, Default)]
pub struct Doubtful {
    /// Positions of the households in the county's snapshot.
    pub households: Vec<u32>,
    /// Their facts, in the same order.
    pub facts: FactTable,
}

/// The facts of a county.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// From sure rows, for everybody.
    pub sure: FactTable,
    /// From sure and doubtful rows, for the households that doubtful rows touch.
    pub doubtful: Doubtful,
}

/// Computes the facts at `wanted` (positions, closed under their inputs, see
/// [`Facts::closure`]) for one county.
///
/// # Errors
/// When a part cannot be read, or a number overflows.
pub fn fold(
    facts: &Facts,
    wanted: &BTreeSet<usize>,
    evidence: &Evidence<'_>,
) -> anyhow::Result<Folded> {
    let mut unknown = BTreeSet::new();
    let mut by_table: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for position in wanted {
        let fact = &facts.all()[*position];
        if fact.needs.iter().any(|it| !evidence.parts.contains_key(it)) {
            unknown.insert(*position);
        } else if let Source::Table(source) = &fact.source {
            by_table.entry(&source.table).or_default().push(*position);
        }
    }

    let mut sure = FactTable { columns: BTreeMap::new(), unknown: unknown.clone() };
    let mut doubtful_rows = Vec::new();
    for (table, positions) in by_table {
        let folded: Vec<(usize, &Fact, &TableFact)> = positions
            .iter()
            .filter_map(|it| match &facts.all()[*it].source {
                Source::Table(source) => Some((*it, &facts.all()[*it], source)),
                _ => None,
            })
            .collect();
        fold_table(table, &folded, evidence, &mut sure, &mut doubtful_rows)?;
    }

    let doubtful = if doubtful_rows.is_empty() {
        Doubtful::default()
    } else {
        fold_doubtful(facts, wanted, evidence, &sure, &doubtful_rows)?
    };
    derive(facts, wanted, evidence.snapshot, evidence.as_of, &mut sure)?;
    Ok(Folded { sure, doubtful })
}

/// One fact being folded.
struct Accumulator<'a> {
    position: usize,
    fact: &'a Fact,
    source: &'a TableFact,
    dates: Dates,
    slots: Vec<i64>,
    /// Best date so far, for `latest`.
    latest: Vec<i64>,
    /// Sums by slot and key, for `per`.
    sums: HashMap<(u32, i64), i64>,
}

struct DoubtfulRow {
    fact: usize,
    slot: u32,
    value: i64,
    per: i64,
    by: i64,
}

fn fold_table(
    table: &str,
    folded: &[(usize, &Fact, &TableFact)],
    evidence: &Evidence<'_>,
    into: &mut FactTable,
    doubtful: &mut Vec<DoubtfulRow>,
) -> anyhow::Result<()> {
    let snapshot = evidence.snapshot;
    let mut accumulators: Vec<Accumulator<'_>> = folded
        .iter()
        .map(|(position, fact, source)| {
            let count = match fact.of {
                Subject::Person => snapshot.persons.len(),
                Subject::Household => snapshot.households.len(),
            };
            let latest = if source.take == Take::Latest { vec![ABSENT; count] } else { Vec::new() };
            Accumulator {
                position: *position,
                fact,
                source,
                dates: fact.dates(evidence.as_of),
                slots: empty_slots(source.take, count),
                latest,
                sums: HashMap::new(),
            }
        })
        .collect();

    let columns = columns_to_read(folded, !evidence.decided.is_empty());
    let here = evidence.parts.get(table).into_iter().flatten().map(|it| (it, false));
    let elsewhere = evidence.parts_elsewhere.get(table).into_iter().flatten().map(|it| (it, true));
    for (path, only_moved_in) in here.chain(elsewhere) {
        let mut part = PartReader::open_for_folding(path, &columns)?;
        while let Some(rows) = part.next_rows()? {
            let places = Places::of(&rows, evidence, only_moved_in);
            for accumulator in &mut accumulators {
                accumulator.add(&rows, &places, snapshot, doubtful)?;
            }
        }
    }
    for mut accumulator in accumulators {
        accumulator.close_sums();
        into.columns.insert(accumulator.position, accumulator.slots);
    }
    Ok(())
}

/// Which columns of a table the folded facts read.
fn columns_to_read<'a>(
    folded: &[(usize, &Fact, &'a TableFact)],
    with_source: bool,
) -> Vec<&'a str> {
    let mut columns = vec!["pid", "hid", "level"];
    if with_source {
        columns.extend(["file", "row"]);
    }
    for (_, _, source) in folded {
        if source.spread {
            columns.extend(["gid", "vid"]);
        }
        let expressions = source.filter.iter().chain(&source.value);
        columns.extend(expressions.flat_map(|it| it.inputs.iter().map(String::as_str)));
        columns.extend(source.per.as_deref());
        columns.extend(source.by.as_deref());
    }
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn empty_slots(take: Take, count: usize) -> Vec<i64> {
    vec![if take.zero_when_empty() { 0 } else { ABSENT }; count]
}

const NOWHERE: u32 = u32::MAX;

/// Where the rows of a batch belong.
struct Places {
    /// Of sure rows; [`NOWHERE`] for others.
    person: Vec<u32>,
    household: Vec<u32>,
    /// The rows that wait for somebody to decide, with person and household.
    doubtful: Vec<(usize, u32, u32)>,
    /// Rows about a whole group or village.
    whole: Vec<usize>,
    group: Option<Int64Array>,
    village: Option<Int64Array>,
}

impl Places {
    fn of(rows: &Rows<'_>, evidence: &Evidence<'_>, only_moved_in: bool) -> Places {
        let snapshot = evidence.snapshot;
        let count = rows.len();
        let pids = rows.column("pid").unwrap_or_else(|| Int64Array::new_null(count));
        let hids = rows.column("hid");
        let levels = rows.column("level").unwrap_or_else(|| Int64Array::new_null(count));

        let mut person = vec![NOWHERE; count];
        let mut household = vec![NOWHERE; count];
        let every_row_has_a_person = pids.null_count() == 0;
        let pid_of = pids.values();
        for row in 0..count {
            if every_row_has_a_person || pids.is_valid(row) {
                let pid = pid_of[row];
                if let Some(position) = snapshot.person(pid) {
                    person[row] = position;
                    household[row] = snapshot.household_of[position as usize];
                }
            } else if !only_moved_in
                && let Some(hids) = &hids
                && hids.is_valid(row)
            {
                household[row] = snapshot.household(hids.value(row)).unwrap_or(NOWHERE);
            }
        }
        if only_moved_in {
            let moved: HashSet<i64> = snapshot.moved_in.values().flatten().copied().collect();
            for row in 0..count {
                if !moved.contains(&pid_of[row]) {
                    (person[row], household[row]) = (NOWHERE, NOWHERE);
                }
            }
        }

        // Nearly all rows are sure; the few others are taken out and kept apart.
        let sources = rows.column("file").zip(rows.column("row"));
        let is_sure = sure_levels();
        let mut doubtful = Vec::new();
        let mut whole = Vec::new();
        let exact = i64::from(MatchLevel::IdExact.code());
        let all_exact = levels.null_count() == 0 && levels.values().iter().all(|it| *it == exact);
        let to_look_at = if all_exact { &[][..] } else { levels.values() };
        for (row, level) in to_look_at.iter().enumerate() {
            if *level == exact {
                continue;
            }
            let level = i8::try_from(*level).ok().and_then(|it| usize::try_from(it).ok());
            if level.and_then(|it| is_sure.get(it)) == Some(&true) {
                if household[row] == NOWHERE && level == Some(MatchLevel::Group.code() as usize) {
                    whole.push(row);
                }
                continue;
            }
            let level = level.and_then(|it| MatchLevel::from_code(it as i8));
            if level.is_some_and(MatchLevel::is_doubtful)
                && !is_decided(evidence, sources.as_ref(), row)
            {
                doubtful.push((row, person[row], household[row]));
            }
            (person[row], household[row]) = (NOWHERE, NOWHERE);
        }
        Places {
            person,
            household,
            doubtful,
            whole,
            group: if only_moved_in { None } else { rows.column("gid") },
            village: if only_moved_in { None } else { rows.column("vid") },
        }
    }

    /// The households of the group or village that a row speaks for.
    fn whole_unit<'s>(&self, row: usize, snapshot: &'s Snapshot) -> &'s [u32] {
        let of_group = self.group.as_ref().filter(|it| it.is_valid(row));
        let of_village = self.village.as_ref().filter(|it| it.is_valid(row));
        match (of_group, of_village) {
            (Some(group), _) => snapshot.in_group(group.value(row)),
            (None, Some(village)) => snapshot.in_village(village.value(row)),
            (None, None) => &[],
        }
    }
}

/// Whether rows of a level count, by the level's code.
fn sure_levels() -> Vec<bool> {
    let most = MatchLevel::ALL.iter().map(|it| it.code()).max().unwrap_or_default();
    let is_sure = |code: i8| MatchLevel::from_code(code).is_some_and(MatchLevel::is_sure);
    (0..=most).map(is_sure).collect()
}

fn is_decided(
    evidence: &Evidence<'_>,
    sources: Option<&(Int64Array, Int64Array)>,
    row: usize,
) -> bool {
    sources.is_some_and(|(files, rows)| {
        let key = (
            i32::try_from(files.value(row)).unwrap_or_default(),
            i32::try_from(rows.value(row)).unwrap_or_default(),
        );
        evidence.decided.contains(&key)
    })
}

/// The inputs of an expression as columns of these rows.
fn inputs(rows: &Rows<'_>, expression: &Expression) -> Vec<Int64Array> {
    expression
        .inputs
        .iter()
        .map(|it| rows.column(it).unwrap_or_else(|| Int64Array::new_null(rows.len())))
        .collect()
}

/// Which rows a filter lets through; all of them without a filter.
pub(crate) fn passing(
    rows: &Rows<'_>,
    source: &TableFact,
    dates: &Dates,
) -> anyhow::Result<Option<BooleanArray>> {
    let Some(filter) = &source.filter else { return Ok(None) };
    let truths = filter.truths(&inputs(rows, filter), rows.len(), dates)?;
    Ok(Some(known_to_hold(&truths)))
}

/// What each row is worth.
pub(crate) fn worth(
    rows: &Rows<'_>,
    source: &TableFact,
    dates: &Dates,
) -> anyhow::Result<Option<Int64Array>> {
    source.value.as_ref().map(|it| it.numbers(&inputs(rows, it), rows.len(), dates)).transpose()
}

impl Accumulator<'_> {
    fn add(
        &mut self,
        rows: &Rows<'_>,
        places: &Places,
        snapshot: &Snapshot,
        doubtful: &mut Vec<DoubtfulRow>,
    ) -> anyhow::Result<()> {
        let mask = passing(rows, self.source, &self.dates)?;
        let values = worth(rows, self.source, &self.dates)?;
        let per = self.source.per.as_deref().and_then(|it| rows.column(it));
        let by = self.source.by.as_deref().and_then(|it| rows.column(it));
        let slots = match self.fact.of {
            Subject::Person => &places.person,
            Subject::Household => &places.household,
        };
        let valid = values.as_ref().and_then(|it| it.nulls().cloned());

        let value_of = |row: usize| match &values {
            None => Some(1),
            Some(_) if valid.as_ref().is_some_and(|it| it.is_null(row)) => None,
            Some(values) => Some(values.value(row)),
        };
        let at = |column: &Option<Int64Array>, row: usize| match column {
            Some(it) if it.is_valid(row) => it.value(row),
            _ => ABSENT,
        };
        let passes = |row: usize| mask.as_ref().is_none_or(|it| it.value(row));

        for (row, person, household) in &places.doubtful {
            let Some(value) = value_of(*row).filter(|_| passes(*row)) else { continue };
            let slot = match self.fact.of {
                Subject::Person => *person,
                Subject::Household => *household,
            };
            if slot != NOWHERE {
                let (fact, per, by) = (self.position, at(&per, *row), at(&by, *row));
                doubtful.push(DoubtfulRow { fact, slot, value, per, by });
            }
        }
        if self.source.spread {
            for row in places.whole.iter().copied().filter(|it| passes(*it)) {
                let Some(value) = value_of(row) else { continue };
                for household in places.whole_unit(row, snapshot) {
                    self.put(*household, value, at(&per, row), at(&by, row));
                }
            }
        }

        // The commonest forms have loops of their own.
        let into = &mut self.slots;
        let plain = values.as_ref().map(|it| it.values());
        match (self.source.take, plain) {
            _ if per.is_some() || self.source.take == Take::Latest => {
                each_row(&mask, slots, |slot, row| {
                    if let (Some(value), Ok(slot)) = (value_of(row), u32::try_from(slot)) {
                        self.put(slot, value, at(&per, row), at(&by, row));
                    }
                });
            }
            (Take::Count, None) => each_row(&mask, slots, |slot, _| into[slot] += 1),
            (Take::Any, None) => each_row(&mask, slots, |slot, _| into[slot] = 1),
            (Take::Sum, Some(plain)) if valid.is_none() => {
                each_row(&mask, slots, |slot, row| into[slot] += plain[row]);
            }
            (take, _) => each_row(&mask, slots, |slot, row| {
                if let Some(value) = value_of(row) {
                    combine(take, &mut into[slot], value);
                }
            }),
        }
        Ok(())
    }

    fn put(&mut self, slot: u32, value: i64, per: i64, by: i64) {
        if self.source.per.is_some() && per != ABSENT {
            *self.sums.entry((slot, per)).or_insert(0) += value;
            return;
        }
        let index = slot as usize;
        match self.source.take {
            Take::Latest => {
                if by > self.latest[index] || self.latest[index] == ABSENT {
                    self.latest[index] = by;
                    self.slots[index] = value;
                }
            }
            take => combine(take, &mut self.slots[index], value),
        }
    }

    /// Folds the sums by key into their slots.
    fn close_sums(&mut self) {
        let sums = std::mem::take(&mut self.sums);
        for ((slot, _), sum) in sums {
            combine(self.source.take, &mut self.slots[slot as usize], sum);
        }
    }
}

/// Calls `put` with the slot and the row of every row that passes and belongs somewhere.
#[inline]
fn each_row(mask: &Option<BooleanArray>, slots: &[u32], mut put: impl FnMut(usize, usize)) {
    let mut one = |row: usize| {
        if slots[row] != NOWHERE {
            put(slots[row] as usize, row);
        }
    };
    match mask {
        Some(mask) => mask.values().set_indices().for_each(&mut one),
        None => (0..slots.len()).for_each(&mut one),
    }
}

#[inline]
fn combine(take: Take, slot: &mut i64, value: i64) {
    match take {
        Take::Sum => *slot += value,
        Take::Count => *slot += 1,
        Take::Any => *slot = 1,
        Take::Max | Take::Latest => *slot = (*slot).max(value),
        Take::Min => *slot = if *slot == ABSENT { value } else { (*slot).min(value) },
    }
}

/// Computes, for the households that doubtful rows touch, the facts with those
/// rows counted in.
fn fold_doubtful(
    facts: &Facts,
    wanted: &BTreeSet<usize>,
    evidence: &Evidence<'_>,
    sure: &FactTable,
    rows: &[DoubtfulRow],
) -> anyhow::Result<Doubtful> {
    let snapshot = evidence.snapshot;
    let household_of = |row: &DoubtfulRow| match facts.all()[row.fact].of {
        Subject::Person => snapshot.household_of[row.slot as usize],
        Subject::Household => row.slot,
    };
    let households: BTreeSet<u32> = rows.iter().map(household_of).collect();
    let (part, persons) = snapshot.part(&households);
    let households: Vec<u32> = households.into_iter().collect();

    let mut table = FactTable { columns: BTreeMap::new(), unknown: sure.unknown.clone() };
    for (fact, column) in &sure.columns {
        let positions = match facts.all()[*fact].of {
            Subject::Person => &persons,
            Subject::Household => &households,
        };
        table.columns.insert(*fact, positions.iter().map(|it| column[*it as usize]).collect());
    }
    let mut sums: HashMap<(usize, usize, i64), i64> = HashMap::new();
    let mut by_date: Vec<&DoubtfulRow> = rows.iter().collect();
    by_date.sort_by_key(|it| it.by);
    for row in by_date {
        let positions = match facts.all()[row.fact].of {
            Subject::Person => &persons,
            Subject::Household => &households,
        };
        let Ok(slot) = positions.binary_search(&row.slot) else { continue };
        let Source::Table(source) = &facts.all()[row.fact].source else { continue };
        if row.per != ABSENT && source.per.is_some() {
            *sums.entry((row.fact, slot, row.per)).or_insert(0) += row.value;
        } else if let Some(column) = table.columns.get_mut(&row.fact) {
            match source.take {
                // A later row that waits for confirmation would replace the value.
                Take::Latest => column[slot] = row.value,
                take => combine(take, &mut column[slot], row.value),
            }
        }
    }
    for ((fact, slot, _), sum) in sums {
        let Source::Table(source) = &facts.all()[fact].source else { continue };
        if let Some(column) = table.columns.get_mut(&fact) {
            combine(source.take, &mut column[slot], sum);
        }
    }
    derive(facts, wanted, &part, evidence.as_of, &mut table)?;
    Ok(Doubtful { households, facts: table })
}

/// Computes the facts that follow from the registry and from other facts.
fn derive(
    facts: &Facts,
    wanted: &BTreeSet<usize>,
    snapshot: &Snapshot,
    as_of: NaiveDate,
    table: &mut FactTable,
) -> anyhow::Result<()> {
    let dates = Dates { as_of, window_start: as_of };
    let mut arrays = Arrays::default();
    for position in wanted {
        if table.unknown.contains(position) {
            continue;
        }
        let column = match &facts.all()[*position].source {
            Source::Table(_) => continue,
            Source::Registry(registry) => from_registry(*registry, snapshot, as_of),
            Source::Fold { fact, take } => {
                let mut slots = empty_slots(*take, snapshot.households.len());
                for (value, household) in table.columns[fact].iter().zip(&snapshot.household_of) {
                    let counts = *value != ABSENT && (*take != Take::Any || *value != 0);
                    if counts {
                        combine(*take, &mut slots[*household as usize], *value);
                    }
                }
                slots
            }
            Source::CountPersons(condition) => {
                let columns = arrays.inputs(condition, &facts.all()[*position], table);
                let truths = condition.truths(&columns, snapshot.persons.len(), &dates)?;
                let truths = known_to_hold(&truths);
                let mut slots = vec![0; snapshot.households.len()];
                for person in truths.values().set_indices() {
                    slots[snapshot.household_of[person] as usize] += 1;
                }
                slots
            }
            Source::Expression(expression) => {
                let rows = match facts.all()[*position].of {
                    Subject::Person => snapshot.persons.len(),
                    Subject::Household => snapshot.households.len(),
                };
                let columns = arrays.inputs(expression, &facts.all()[*position], table);
                slots_of(&expression.numbers(&columns, rows, &dates)?)
            }
            Source::OfHousehold(fact) => {
                let values = &table.columns[fact];
                snapshot.household_of.iter().map(|it| values[*it as usize]).collect()
            }
        };
        table.columns.insert(*position, column);
    }
    Ok(())
}

/// Columns as expressions take them, made once for all derived facts.
#[derive(Default)]
struct Arrays(HashMap<usize, Int64Array>);

impl Arrays {
    /// The inputs of a derived fact; `fact.inputs` and the expression's inputs stand in the same
    /// order.
    fn inputs(
        &mut self,
        expression: &Expression,
        fact: &Fact,
        table: &FactTable,
    ) -> Vec<Int64Array> {
        debug_assert_eq!(expression.inputs.len(), fact.inputs.len());
        let array =
            |it: &usize| self.0.entry(*it).or_insert_with(|| array_of(&table.columns[it])).clone();
        fact.inputs.iter().map(array).collect()
    }
}

fn array_of(slots: &[i64]) -> Int64Array {
    let present = BooleanBuffer::collect_bool(slots.len(), |at| slots[at] != ABSENT);
    let nulls = Some(NullBuffer::new(present)).filter(|it| it.null_count() > 0);
    Int64Array::new(slots.to_vec().into(), nulls)
}

fn slots_of(values: &Int64Array) -> Vec<i64> {
    let mut slots = values.values().to_vec();
    if let Some(nulls) = values.nulls().filter(|it| it.null_count() > 0) {
        for (slot, is_valid) in slots.iter_mut().zip(nulls) {
            if !is_valid {
                *slot = ABSENT;
            }
        }
    }
    slots
}

fn from_registry(registry: RegistryFact, snapshot: &Snapshot, as_of: NaiveDate) -> Vec<i64> {
    let persons = |value: &dyn Fn(usize) -> i64| (0..snapshot.persons.len()).map(value).collect();
    let households =
        |value: &dyn Fn(usize) -> i64| (0..snapshot.households.len()).map(value).collect();
    let departed =
        |person: usize| snapshot.persons[person].departed_on.is_some_and(|day| day <= as_of);
    match registry {
        RegistryFact::Age => persons(&|it| full_years(snapshot.persons[it].birth, as_of)),
        RegistryFact::AgeAtSchoolCut => {
            let cut = school_cut(as_of);
            persons(&|it| full_years(snapshot.persons[it].birth, cut))
        }
        RegistryFact::Departed => persons(&|it| i64::from(departed(it))),
        RegistryFact::Members => {
            let mut members = vec![0; snapshot.households.len()];
            for (person, household) in snapshot.household_of.iter().enumerate() {
                if !departed(person) {
                    members[*household as usize] += 1;
                }
            }
            members
        }
        RegistryFact::OutOfPovertyHousehold => {
            households(&|it| i64::from(snapshot.households[it].out_of_poverty))
        }
        RegistryFact::Monitored => households(&|it| i64::from(snapshot.households[it].monitored)),
        RegistryFact::EverMonitored => households(&|it| {
            i64::from(snapshot.households[it].monitored || snapshot.households[it].eliminated)
        }),
        RegistryFact::Eliminated => households(&|it| i64::from(snapshot.households[it].eliminated)),
        RegistryFact::MonthsSinceIdentified => households(&|it| {
            snapshot.households[it]
                .identified_on
                .map_or(ABSENT, |on| i64::from(full_months_between(on, as_of)))
        }),
    }
}

/// Full years from a birthday to a day; zero before birth.
fn full_years(birth: NaiveDate, on: NaiveDate) -> i64 {
    let years = i64::from(on.year() - birth.year());
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    (years - i64::from(before_birthday)).max(0)
}

/// 31 August of the running school year: children who are six on that day enter
/// first grade (义务教育法 第十一条).
fn school_cut(as_of: NaiveDate) -> NaiveDate {
    let year = if as_of.month() >= 9 { as_of.year() } else { as_of.year() - 1 };
    NaiveDate::from_ymd_opt(year, 8, 31).unwrap_or(as_of)
}
