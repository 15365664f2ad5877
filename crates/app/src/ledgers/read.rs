//! Ledgers and records are read, always within the scope.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{calendar::china_day, value::date_of};
use ledger::{FieldType, Ledger, Plain};
use serde_json::{Value, json};
use store::{CellKind, LedgerRecord, RecordFilter, Scope, Searched, Tx};

use super::{
    error::LedgerError,
    names::Names,
    terms::{Terms, may_see},
    view::{
        self, ChangedField, LedgerGroup, LedgerView, RecordChange, RecordCount, RecordValue,
        RecordView,
    },
    writer::{SEAL, opened_fields},
};
use crate::{home::Home, reach, staff::Staff};

/// What a list of records is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordQuery {
    /// Statistical code of a region below the own one.
    pub region: Option<String>,
    /// State.
    pub state: Option<String>,
    /// Only those past their last day.
    pub overdue: bool,
    /// The voided ones, instead of the living.
    pub voided: bool,
    /// Fields with these values, as forms send them.
    pub equal: BTreeMap<String, String>,
    /// Words in what the list shows as text, and in names of people and heads of families there.
    pub words: Option<String>,
}

/// The ledgers somebody may see, by group; groups without any are left out.
///
/// # Errors
/// When the tables cannot be made.
pub async fn menu(
    home: &Home,
    staff: &Staff,
    today: NaiveDate,
) -> Result<Vec<LedgerGroup>, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    let groups = home.definitions.ledgers.groups().iter().map(|group| LedgerGroup {
        name: group.name.clone(),
        zh: group.words.zh.clone(),
        en: group.words.en.clone(),
        ledgers: terms
            .ledgers
            .iter()
            .filter(|it| it.group == group.name && may_see(staff, it))
            .map(|it| view::line(staff, it))
            .collect(),
    });
    Ok(groups.filter(|it| !it.ledgers.is_empty()).collect())
}

/// A ledger with everything its pages need.
///
/// # Errors
/// [`LedgerError::NoLedger`].
pub async fn show_ledger(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    today: NaiveDate,
) -> Result<LedgerView, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    Ok(view::ledger(staff, terms.seen(staff, ledger)?))
}

/// A page of records, the newest first, below the record `before`.
///
/// # Errors
/// [`LedgerError::NoLedger`], and values no field can have.
pub async fn list(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    query: &RecordQuery,
    before: Option<i64>,
    limit: i64,
    today: NaiveDate,
) -> Result<Vec<RecordView>, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    let definition = terms.seen(staff, ledger)?;
    let (scope, filter) = narrowed(home, staff, definition, query, today)?;
    let columns = view::columns(definition);
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut tx = home.db.read().await?;
    let records = tx.records(definition, &names, &scope, &filter, before, limit).await?;
    views(home, &mut tx, &terms, definition, &names, &records).await
}

/// The living records of a region where a field is filled, the newest first, with these fields.
///
/// # Errors
/// As [`list`].
pub(crate) async fn filled_in(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    region: &str,
    filled: &str,
    names: &[&str],
    today: NaiveDate,
) -> Result<Vec<RecordView>, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    let definition = terms.seen(staff, ledger)?;
    let query = RecordQuery { region: Some(region.to_owned()), ..RecordQuery::default() };
    let (scope, filter) = narrowed(home, staff, definition, &query, today)?;
    let mut tx = home.db.read().await?;
    let filled = terms.field(tx.engine(), definition, filled);
    let filter = RecordFilter { condition: Some(format!("{filled} is not null")), ..filter };
    let records = tx.records(definition, names, &scope, &filter, None, i64::MAX).await?;
    views(home, &mut tx, &terms, definition, names, &records).await
}

/// How many records there are, by state.
///
/// # Errors
/// As [`list`].
pub async fn counts(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    query: &RecordQuery,
    today: NaiveDate,
) -> Result<Vec<RecordCount>, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    let definition = terms.seen(staff, ledger)?;
    let (scope, filter) = narrowed(home, staff, definition, query, today)?;
    let mut tx = home.db.read().await?;
    let found = tx.count_records(definition, &scope, &filter).await?;
    let count = |state: &String| found.iter().find(|it| it.0 == *state).map_or(0, |it| it.1);
    let states = definition
        .states
        .iter()
        .map(|it| RecordCount { state: it.name.clone(), records: count(&it.name) });
    Ok(states.collect())
}

/// One record with every field.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope.
pub async fn show(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    today: NaiveDate,
) -> Result<RecordView, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    let definition = terms.seen(staff, ledger)?;
    let names: Vec<&str> = definition.fields.iter().map(|it| it.name.as_str()).collect();
    let mut tx = home.db.read().await?;
    let found = tx.record(definition, &names, &staff.scope, id).await?;
    let found = found.ok_or(LedgerError::NotFound)?;
    let mut views = views(home, &mut tx, &terms, definition, &names, &[found]).await?;
    views.pop().ok_or(LedgerError::NotFound)
}

/// What was done with a record, in order.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope.
pub async fn history(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    today: NaiveDate,
) -> Result<Vec<RecordChange>, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    let definition = terms.seen(staff, ledger)?;
    let mut tx = home.db.read().await?;
    tx.record(definition, &[], &staff.scope, id).await?.ok_or(LedgerError::NotFound)?;
    let mut changes = Vec::new();
    for it in tx.ledger_changes(ledger, id).await? {
        let detail = home.keys.open(SEAL, &it.detail).map_err(anyhow::Error::from)?;
        let detail: Value = serde_json::from_slice(&detail).map_err(anyhow::Error::from)?;
        let fields = detail["fields"].as_object().cloned().unwrap_or_default();
        let shown = |name: &str, text: &Value| {
            let text = text.as_str().unwrap_or_default();
            match definition.field(name) {
                Some(field) if field.personal => masked(field, text),
                _ => text.to_owned(),
            }
        };
        let who = super::names::actor(&mut tx, &it.account).await?;
        changes.push(RecordChange {
            file: detail["file"].as_str().map(ToOwned::to_owned),
            version: it.version,
            at: it.at,
            day: it.day,
            who,
            action: it.action,
            state: it.state,
            reason: detail["reason"].as_str().map(ToOwned::to_owned),
            fields: fields
                .iter()
                .map(|(name, both)| ChangedField {
                    field: name.clone(),
                    was: shown(name, &both[0]),
                    became: shown(name, &both[1]),
                })
                .collect(),
        });
    }
    Ok(changes)
}

/// A personal field in full, for a reason that is kept in the audit.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope, [`LedgerError::NoReason`].
pub async fn reveal(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    field: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<String, LedgerError> {
    super::ready(home).await?;
    if reason.trim().is_empty() {
        return Err(LedgerError::NoReason);
    }
    let terms = Terms::of(home, staff.scope.region_id, china_day(now));
    let definition = terms.seen(staff, ledger)?;
    let known = definition.field(field).filter(|it| it.personal).ok_or(LedgerError::NotFound)?;
    let mut tx = home.db.write().await?;
    let found = tx.record(definition, &[field], &staff.scope, id).await?;
    let found = found.ok_or(LedgerError::NotFound)?;
    let values = opened_fields(home, &[field], &found)?;
    let value = values.get(field).cloned().unwrap_or_default();
    let subject = format!("{ledger} {id}");
    let detail = json!({ "field": field, "reason": reason.trim() });
    tx.append_audit(now, &staff.actor(), "ledger.reveal", &subject, &detail).await?;
    tx.commit().await?;
    Ok(definition.show(known, &value, false))
}

/// The scope and the filter of a query.
pub(super) fn narrowed(
    home: &Home,
    staff: &Staff,
    ledger: &Ledger,
    query: &RecordQuery,
    today: NaiveDate,
) -> Result<(Scope, RecordFilter), LedgerError> {
    let scope = reach::narrowed(home, &staff.scope, query.region.as_deref());
    let scope = scope.ok_or(LedgerError::NotFound)?;
    let mut equal = Vec::new();
    for (name, text) in &query.equal {
        let field = ledger.field(name).filter(|it| !it.is_sealed()).ok_or(LedgerError::NotFound)?;
        let cell = match ledger.read(field, text) {
            Ok(Plain::Number(it)) => store::Cell::Number(it),
            Ok(Plain::Text(it)) => store::Cell::Text(it),
            _ => return Err(LedgerError::NotFound),
        };
        equal.push((name.clone(), CellKind::of(field), cell));
    }
    let words = query.words.as_ref().map(|it| it.trim()).filter(|it| !it.is_empty());
    let contains = words.map(|words| (searched(ledger), words.to_owned()));
    let filter = RecordFilter {
        state: query.state.clone(),
        due_before: query.overdue.then_some(today),
        voided: query.voided,
        equal,
        contains,
        condition: None,
    };
    // The department is the ledger's own; records are not told apart by it.
    Ok((Scope { department: None, ..scope }, filter))
}

/// Where words are looked for: in what a record is called by, and in what the list shows beside it.
/// What is sealed cannot be searched.
pub(super) fn searched(ledger: &Ledger) -> Vec<Searched> {
    let shown = view::columns(ledger);
    let fields = shown.iter().filter_map(|name| ledger.field(name)).filter(|it| !it.is_sealed());
    fields
        .filter_map(|it| match it.ty {
            FieldType::Text => Some(Searched::Text(it.name.clone())),
            FieldType::Person => Some(Searched::Person(it.name.clone())),
            FieldType::Household => Some(Searched::Household(it.name.clone())),
            _ => None,
        })
        .collect()
}

/// Records with the names their keys stand for.
pub(super) async fn views(
    home: &Home,
    tx: &mut Tx,
    terms: &Terms<'_>,
    ledger: &Ledger,
    names: &[&str],
    records: &[LedgerRecord],
) -> Result<Vec<RecordView>, LedgerError> {
    let mut all = Vec::with_capacity(records.len());
    for record in records {
        all.push(opened_fields(home, names, record)?);
    }
    compute_anew(tx, terms, ledger, names, records, &mut all).await?;
    let known = Names::of(tx, terms, ledger, &all).await?;
    let regions = &home.definitions.regions;
    let view = |(record, values): (&LedgerRecord, &BTreeMap<String, Plain>)| {
        let shown: BTreeMap<String, RecordValue> = values
            .iter()
            .filter_map(|(name, value)| {
                let field = ledger.field(name)?;
                Some((name.clone(), shown(ledger, field, value, &known, home)))
            })
            .collect();
        let region = regions.get(record.region_id);
        let title = shown.get(&ledger.title).map(|it| it.zh.clone());
        RecordView {
            record: record.id,
            title: title.filter(|it| !it.is_empty()).unwrap_or_else(|| record.id.to_string()),
            region: region.map(|it| it.stat_code.clone()).unwrap_or_default(),
            region_name: short_path(home, record.region_id),
            state: record.state.clone(),
            state_since: date_of(record.state_since),
            opened_on: date_of(record.opened_on),
            due: record.due.map(date_of),
            ended: ledger.state(&record.state).is_some_and(|it| it.ends),
            voided: record.voided,
            version: record.version,
            values: shown,
        }
    };
    Ok(records.iter().zip(&all).map(view).collect())
}

/// What is computed is shown as of now: days go by, and other records change.
pub(super) async fn compute_anew(
    tx: &mut Tx,
    terms: &Terms<'_>,
    ledger: &Ledger,
    names: &[&str],
    records: &[LedgerRecord],
    all: &mut [BTreeMap<String, Plain>],
) -> Result<(), LedgerError> {
    let engine = tx.engine();
    let computed: Vec<(&str, String)> = ledger
        .fields
        .iter()
        .filter(|it| names.contains(&it.name.as_str()))
        .filter_map(|it| Some((it.name.as_str(), terms.value(engine, it.value.as_ref()?))))
        .collect();
    if computed.is_empty() {
        return Ok(());
    }
    let expressions: Vec<String> = computed.iter().map(|it| it.1.clone()).collect();
    let ids: Vec<i64> = records.iter().map(|it| it.id).collect();
    let rows = tx.record_values(ledger, &expressions, &ids).await?;
    let by_id: BTreeMap<i64, Vec<store::Cell>> =
        rows.into_iter().map(|it| (it[0].number().unwrap_or_default(), it)).collect();
    for (record, values) in records.iter().zip(all) {
        let Some(row) = by_id.get(&record.id) else { continue };
        for ((name, _), cell) in computed.iter().zip(&row[1..]) {
            let value = match cell {
                store::Cell::Number(it) => Plain::Number(*it),
                store::Cell::Text(it) => Plain::Text(it.clone()),
                _ => Plain::Blank,
            };
            values.insert((*name).to_owned(), value);
        }
    }
    Ok(())
}

/// A place below its county: township and village.
pub(super) fn short_path(home: &Home, region_id: i64) -> String {
    let regions = &home.definitions.regions;
    let chain = regions.chain(region_id);
    let name = |id: Option<i64>| id.and_then(|it| regions.get(it)).map(|it| it.name.as_str());
    match (name(chain.township), name(chain.village)) {
        (Some(township), Some(village)) => format!("{township}{village}"),
        (Some(township), None) => township.to_owned(),
        _ => regions.get(region_id).map(|it| it.name.clone()).unwrap_or_default(),
    }
}

fn shown(
    ledger: &Ledger,
    field: &ledger::Field,
    value: &Plain,
    known: &Names,
    home: &Home,
) -> RecordValue {
    if *value == Plain::Blank {
        return RecordValue::default();
    }
    if field.personal {
        let text = masked(field, &ledger.show(field, value, false));
        return RecordValue { zh: text.clone(), en: text, value: None, masked: true };
    }
    let name = match (&field.ty, value) {
        (FieldType::Household | FieldType::Person | FieldType::Link { .. }, Plain::Number(id)) => {
            known.get(&field.ty, *id)
        }
        (FieldType::Region { .. }, Plain::Number(id)) => Some(short_path(home, *id)),
        _ => None,
    };
    let regions = &home.definitions.regions;
    let sent = match (&field.ty, value) {
        (FieldType::Region { .. }, Plain::Number(id)) => {
            regions.get(*id).map(|it| it.stat_code.clone())
        }
        (FieldType::Code { .. } | FieldType::Codes { .. }, Plain::Text(codes)) => {
            Some(codes.trim_matches(',').to_owned())
        }
        (FieldType::YesNo, Plain::Number(it)) => Some(it.to_string()),
        (FieldType::Month | FieldType::Date, _) => Some(ledger.show(field, value, false)),
        _ => Some(ledger.show(field, value, false)),
    };
    RecordValue {
        zh: name.clone().unwrap_or_else(|| ledger.show(field, value, false)),
        en: name.unwrap_or_else(|| ledger.show(field, value, true)),
        value: sent,
        masked: false,
    }
}

/// A personal value of which only so much shows that people recognise it.
pub(super) fn masked(field: &ledger::Field, text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    match field.ty {
        _ if letters.is_empty() => String::new(),
        FieldType::Name => {
            let stars = "*".repeat(letters.len() - 1);
            format!("{}{stars}", letters[0])
        }
        FieldType::Phone | FieldType::IdNumber | FieldType::AccountNumber if letters.len() > 7 => {
            let (head, tail): (String, String) =
                (letters[..3].iter().collect(), letters[letters.len() - 4..].iter().collect());
            format!("{head}{}{tail}", "*".repeat(letters.len() - 7))
        }
        _ => "***".to_owned(),
    }
}
