//! Somebody writes: records, changes, acts, voids, restores; within the own scope, by the own roles,
//! with an audit row.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::calendar::china_day;
use ledger::{FieldType, Ledger, Plain};
use serde_json::json;
use store::{LedgerRecord, Scope, Tx};

use super::{
    error::LedgerError,
    terms::{Terms, may_act, may_keep},
    writer::{Change, Draft, Step, Writer, Written, opened, refusal},
};
use crate::{home::Home, reach, staff::Staff};

/// Records something.
///
/// # Errors
/// What stands in the way.
pub async fn add(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    region: &str,
    typed: &BTreeMap<String, String>,
    now: DateTime<Utc>,
) -> Result<i64, LedgerError> {
    super::ready(home).await?;
    let mut tx = home.db.write().await?;
    let id = add_in(home, &mut tx, staff, ledger, region, typed, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Records something in the caller's unit of work, which begins after [`ready`](super::ready).
///
/// # Errors
/// What stands in the way.
pub(crate) async fn add_in(
    home: &Home,
    tx: &mut Tx,
    staff: &Staff,
    ledger: &str,
    region: &str,
    typed: &BTreeMap<String, String>,
    now: DateTime<Utc>,
) -> Result<i64, LedgerError> {
    let region = reach::region_in(home, &staff.scope, region);
    let region_id = region.map_or(staff.scope.region_id, |it| it.id);
    let terms = Terms::of(home, region_id, china_day(now));
    let definition = terms.seen(staff, ledger)?;
    if !may_keep(staff, definition) {
        return Err(not_allowed(definition.words.zh.clone()));
    }
    if region.is_none_or(|it| !definition.levels.contains(&it.level)) {
        return Err(LedgerError::WrongRegion { levels: levels_zh(definition) });
    }
    let mut values = BTreeMap::new();
    read_typed(home, definition, typed, &mut values)?;
    let draft = Draft { region_id, values, state: None };
    own_references(tx, &terms, staff, definition, &draft.values).await?;
    let mut writer = Writer { tx, terms: &terms, actor: staff.actor(), now };
    let written = writer.add(definition, &[draft], "record").await?;
    let id = written.into_iter().next().unwrap_or_else(|| Err(Vec::new()));
    let id = id.map_err(LedgerError::Refused)?;
    let subject = format!("{} {id}", definition.id);
    let detail = json!({ "fields": typed.keys().collect::<Vec<_>>() });
    tx.append_audit(now, &staff.actor(), "ledger.record", &subject, &detail).await?;
    Ok(id)
}

/// What a form says without the fields that are empty.
pub(crate) fn filled<'a>(
    values: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> BTreeMap<String, String> {
    let some = values.into_iter().map(|(name, it)| (name.to_owned(), it.trim().to_owned()));
    some.filter(|(_, it)| !it.is_empty()).collect()
}

/// Writes many new records of one ledger; each is written or refused by itself. The audit is the
/// caller's, and so is the end of the unit of work.
///
/// # Errors
/// When the database cannot be written.
pub async fn add_many(
    home: &Home,
    tx: &mut Tx,
    ledger: &str,
    region_id: i64,
    drafts: &[Draft],
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Written>, LedgerError> {
    let terms = Terms::of(home, region_id, china_day(now));
    let definition = terms.ledger(ledger).ok_or(LedgerError::NoLedger)?;
    let mut writer = Writer { tx, terms: &terms, actor: actor.to_owned(), now };
    writer.add(definition, drafts, "import").await
}

/// Changes fields of a record.
///
/// # Errors
/// What stands in the way.
pub async fn change(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    version: i64,
    typed: &BTreeMap<String, String>,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    edit(home, staff, ledger, id, now, |definition, record| {
        if !may_keep(staff, definition) {
            return Err(not_allowed(definition.words.zh.clone()));
        }
        if record.voided {
            return Err(LedgerError::NotFound);
        }
        let change = Change { word: "change", reason: None, step: Step::Stay };
        Ok(Edit { version, typed, change })
    })
    .await
}

/// A step that somebody takes with a record.
#[derive(Debug, Clone, Copy)]
pub struct StepTaken<'a> {
    /// The version that was seen.
    pub version: i64,
    /// The action.
    pub action: &'a str,
    /// The fields it asks for, as forms send them.
    pub typed: &'a BTreeMap<String, String>,
    /// Why.
    pub reason: Option<&'a str>,
    /// The day it counts for; today when absent.
    pub on: Option<NaiveDate>,
}

/// Does something with a record that brings it into another state.
///
/// # Errors
/// What stands in the way.
pub async fn act(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    step: &StepTaken<'_>,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    let StepTaken { version, action, typed, reason, on } = *step;
    let reason = said(reason);
    edit(home, staff, ledger, id, now, |definition, record| {
        let none = || LedgerError::NotAllowed { what: action.to_owned() };
        let action = definition.action(action).ok_or_else(none)?;
        if !may_act(staff, definition, action) {
            return Err(not_allowed(action.words.zh.clone()));
        }
        if record.voided || !action.from.contains(&record.state) {
            let state = definition.state(&record.state).map(|it| it.words.zh.clone());
            let state = if record.voided { Some("已作废".to_owned()) } else { state };
            return Err(LedgerError::WrongState {
                state: state.unwrap_or_default(),
                action: action.words.zh.clone(),
            });
        }
        if action.reason && reason.is_none() {
            return Err(LedgerError::NoReason);
        }
        let asked = action.fills.iter().chain(&action.needs);
        if let Some(other) = typed.keys().find(|it| !asked.clone().any(|name| name == *it)) {
            return Err(LedgerError::Refused(vec![refusal(
                "value",
                Some(other),
                "这一步不填这个字段，请先用“修改”",
                "this step does not ask for the field; change it first",
            )]));
        }
        let on = on.unwrap_or_else(|| china_day(now)).min(china_day(now));
        let go = Step::Go(Box::new(action.clone()), on);
        Ok(Edit { version, typed, change: Change { word: step.action, reason, step: go } })
    })
    .await
}

/// Voids a record: it is kept, and counts no more. Refused while others point to it.
///
/// # Errors
/// What stands in the way.
pub async fn void(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    version: i64,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    let reason = said(reason);
    let nothing = BTreeMap::new();
    edit(home, staff, ledger, id, now, |definition, record| {
        may_turn(staff, definition, record, false)?;
        if reason.is_none() {
            return Err(LedgerError::NoReason);
        }
        let change = Change { word: "void", reason, step: Step::Void };
        Ok(Edit { version, typed: &nothing, change })
    })
    .await
}

/// Makes a voided record count again.
///
/// # Errors
/// What stands in the way.
pub async fn restore(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    version: i64,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    let reason = said(reason);
    let nothing = BTreeMap::new();
    edit(home, staff, ledger, id, now, |definition, record| {
        may_turn(staff, definition, record, true)?;
        let change = Change { word: "restore", reason, step: Step::Restore };
        Ok(Edit { version, typed: &nothing, change })
    })
    .await
}

fn may_turn(
    staff: &Staff,
    ledger: &Ledger,
    record: &LedgerRecord,
    voided: bool,
) -> Result<(), LedgerError> {
    match may_keep(staff, ledger) {
        false => Err(not_allowed(ledger.words.zh.clone())),
        true if record.voided != voided => Err(LedgerError::Stale),
        true => Ok(()),
    }
}

/// A reason that says something.
fn said(reason: Option<&str>) -> Option<&str> {
    reason.map(str::trim).filter(|it| !it.is_empty())
}

/// What is to be done with a record that is there.
struct Edit<'a> {
    version: i64,
    typed: &'a BTreeMap<String, String>,
    change: Change<'a>,
}

async fn edit<'a>(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    now: DateTime<Utc>,
    decide: impl FnOnce(&Ledger, &LedgerRecord) -> Result<Edit<'a>, LedgerError>,
) -> Result<(), LedgerError> {
    super::ready(home).await?;
    let today = china_day(now);
    let mut tx = home.db.write().await?;
    // Of which region the record is says which definition holds.
    let own = Terms::of(home, staff.scope.region_id, today);
    let found = {
        let definition = own.seen(staff, ledger)?;
        tx.record(definition, &[], &staff.scope, id).await?.ok_or(LedgerError::NotFound)?
    };
    let terms = Terms::of(home, found.region_id, today);
    let definition = terms.seen(staff, ledger)?;
    let names: Vec<&str> = definition.fields.iter().map(|it| it.name.as_str()).collect();
    let before = tx.record(definition, &names, &staff.scope, id).await?;
    let before = before.ok_or(LedgerError::NotFound)?;
    let edit = decide(definition, &before)?;
    if before.version != edit.version {
        return Err(LedgerError::Stale);
    }
    let was = opened(home, definition, &before)?;
    let mut values = was.clone();
    read_typed(home, definition, edit.typed, &mut values)?;
    let mut changed = values.clone();
    changed.retain(|name, value| was.get(name) != Some(value));
    own_references(&mut tx, &terms, staff, definition, &changed).await?;
    let word = edit.change.word.to_owned();
    let mut writer = Writer { tx: &mut tx, terms: &terms, actor: staff.actor(), now };
    let fields = writer.apply(definition, &before, &values, edit.change).await?;
    let subject = format!("{} {id}", definition.id);
    let detail = json!({ "action": word, "fields": fields });
    tx.append_audit(now, &staff.actor(), "ledger.change", &subject, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// What a form sent, over the values that are there.
fn read_typed(
    home: &Home,
    ledger: &Ledger,
    typed: &BTreeMap<String, String>,
    values: &mut BTreeMap<String, Plain>,
) -> Result<(), LedgerError> {
    let mut refused = Vec::new();
    for (name, text) in typed {
        let Some(field) = ledger.field(name).filter(|it| it.value.is_none()) else {
            refused.push(refusal(
                "value",
                Some(name),
                "没有这个字段，或它是算出来的",
                "no such field, or it is computed",
            ));
            continue;
        };
        if let FieldType::Region { levels } = &field.ty
            && !text.trim().is_empty()
        {
            let region = home.definitions.regions.by_stat_code(text.trim());
            match region.filter(|it| levels.contains(&it.level)) {
                Some(it) => {
                    values.insert(name.clone(), Plain::Number(it.id));
                }
                None => refused.push(refusal(
                    "value",
                    Some(name),
                    &format!("{}：请从地区里选择", field.words.zh),
                    &format!("{}: choose a place", field.words.en),
                )),
            }
            continue;
        }
        match ledger.read(field, text) {
            Ok(value) => {
                values.insert(name.clone(), value);
            }
            Err(why) => refused.push(refusal(
                "value",
                Some(name),
                &format!("{}：{}", field.words.zh, why.zh),
                &format!("{}: {}", field.words.en, why.en),
            )),
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(LedgerError::Refused(refused)) }
}

/// People, households and records that are named have to lie within what one may see.
async fn own_references(
    tx: &mut Tx,
    terms: &Terms<'_>,
    staff: &Staff,
    ledger: &Ledger,
    values: &BTreeMap<String, Plain>,
) -> Result<(), LedgerError> {
    let mut refused = Vec::new();
    let regions = &terms.home.definitions.regions;
    // Families are not told apart by department here: a school's list is not of cases.
    let own = Scope { department: None, ..staff.scope.clone() };
    let wide = regions.get(terms.region_id()).map(|it| Scope::region(it.id, it.level));
    let county = wide.unwrap_or_else(|| own.clone());
    for (name, value) in values {
        let (Some(field), Plain::Number(id)) = (ledger.field(name), value) else { continue };
        let is_known = match &field.ty {
            FieldType::Household => tx.household_is_in(*id, &own).await?,
            FieldType::Person => match tx.person(*id).await? {
                Some(it) => tx.household_is_in(it.household_id, &own).await?,
                None => false,
            },
            FieldType::Link { to } => match terms.ledger(to) {
                Some(to) => {
                    // A village's project uses the funds of its county, not its neighbour's.
                    let found = tx.record(to, &[], &county, *id).await?;
                    found.is_some_and(|it| !it.voided && reaches(terms.home, &own, it.region_id))
                }
                None => false,
            },
            _ => true,
        };
        if !is_known {
            refused.push(refusal(
                "value",
                Some(name),
                &format!("{}：没有找到，或不在您的范围内", field.words.zh),
                &format!("{}: not found in your region", field.words.en),
            ));
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(LedgerError::Refused(refused)) }
}

/// Whether a region lies in a scope, or the scope's own region in it.
fn reaches(home: &Home, scope: &Scope, region_id: i64) -> bool {
    let regions = &home.definitions.regions;
    let inside = |inner: i64, outer: i64| {
        inner == outer || regions.ancestors(inner).any(|it| it.id == outer)
    };
    inside(region_id, scope.region_id) || inside(scope.region_id, region_id)
}

fn not_allowed(what: String) -> LedgerError {
    LedgerError::NotAllowed { what }
}

fn levels_zh(ledger: &Ledger) -> String {
    let levels: Vec<&str> = ledger.levels.iter().map(|it| crate::access::level_zh(*it)).collect();
    levels.join("、")
}
