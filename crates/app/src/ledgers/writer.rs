//! The heart of writing: one unit of work, whoever asked for it.
//!
//! Values, what is computed from them, the rules of the ledger, the rules of the ledgers it belongs
//! to, the history. What one rule refuses changes nothing, because whoever asked drops the unit of
//! work, or the record is taken out again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::value::days_of;
use ledger::{Action, FieldType, Ledger, Plain, column};
use serde_json::json;
use store::{Cell, CellKind, LedgerChange, LedgerRecord, Tx, WrittenRecord};

use super::{
    error::{LedgerError, Refusal},
    terms::Terms,
};
use crate::home::Home;

/// What sealed values of records are sealed for.
pub(super) const SEAL: &str = "ledger";

/// How far a change is followed upwards: a payment changes its allocation, that its fund and
/// project, those a plan.
const DEPTH: usize = 4;

/// A record to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The key of its region.
    pub region_id: i64,
    /// Its fields; those that are missing are blank.
    pub values: BTreeMap<String, Plain>,
    /// The state it is in, when it is taken over from elsewhere; the first when absent.
    pub state: Option<String>,
}

/// What became of a record to be written.
pub type Written = Result<i64, Vec<Refusal>>;

/// What is to become of a record that is there.
pub(super) struct Change<'a> {
    /// For the history: `change`, `void`, `restore`, `import`, or the action.
    pub(super) word: &'a str,
    pub(super) reason: Option<&'a str>,
    pub(super) step: Step,
}

/// What happens to its state.
pub(super) enum Step {
    Stay,
    Go(Box<Action>, NaiveDate),
    Void,
    Restore,
}

/// Ids of linked records, by their ledger.
type Links = BTreeMap<String, BTreeSet<i64>>;

pub(super) struct Writer<'t> {
    pub(super) tx: &'t mut Tx,
    pub(super) terms: &'t Terms<'t>,
    pub(super) actor: String,
    pub(super) now: DateTime<Utc>,
}

impl Writer<'_> {
    /// Writes new records. When a rule of another ledger refuses some of many, they are tried one by
    /// one, so that each is refused for its own sake.
    pub(super) async fn add(
        &mut self,
        ledger: &Ledger,
        drafts: &[Draft],
        word: &str,
    ) -> Result<Vec<Written>, LedgerError> {
        match self.add_together(ledger, drafts, word).await? {
            Ok(written) => Ok(written),
            Err(refused) if drafts.len() == 1 => Ok(vec![Err(refused)]),
            Err(_) => {
                let mut written = Vec::with_capacity(drafts.len());
                for draft in drafts {
                    let one = std::slice::from_ref(draft);
                    written.push(match self.add_together(ledger, one, word).await? {
                        Ok(mut written) => written.pop().unwrap_or_else(|| Err(Vec::new())),
                        Err(refused) => Err(refused),
                    });
                }
                Ok(written)
            }
        }
    }

    /// The same, all or none where another ledger's rules refuse.
    async fn add_together(
        &mut self,
        ledger: &Ledger,
        drafts: &[Draft],
        word: &str,
    ) -> Result<Result<Vec<Written>, Vec<Refusal>>, LedgerError> {
        let home = self.terms.home;
        let today = self.terms.today;
        let count = i64::try_from(drafts.len()).unwrap_or_default();
        let first = self.tx.allocate(&ledger.table(), count).await?;
        let mut written: Vec<Written> = Vec::with_capacity(drafts.len());
        let mut rows = Vec::with_capacity(drafts.len());
        let mut links = Links::new();
        for (id, draft) in (first..).zip(drafts) {
            let missing = missing(ledger, &draft.values, None);
            if !missing.is_empty() {
                written.push(Err(missing));
                continue;
            }
            for (to, ids) in self.links(ledger, [&draft.values]) {
                links.entry(to).or_default().extend(ids);
            }
            let state = draft.state.clone().unwrap_or_else(|| ledger.first_state().name.clone());
            let record = LedgerRecord {
                id,
                region_id: draft.region_id,
                state_since: days_of(today),
                opened_on: days_of(today),
                due: self.terms.due(ledger, &state, today),
                state,
                voided: false,
                version: 1,
                cells: sealed(home, ledger, &draft.values),
            };
            let regions = home.definitions.regions.chain(draft.region_id);
            rows.push(WrittenRecord { record, regions });
            written.push(Ok(id));
        }
        let region = drafts.first().map_or(self.terms.region_id(), |it| it.region_id);
        self.lock(ledger, &links, region).await?;
        self.tx.insert_records(ledger, &kinds(ledger), &rows).await?;
        let ids: Vec<i64> = rows.iter().map(|it| it.record.id).collect();
        let refused = self.settle(ledger, &ids, None, true).await?;
        let bad: Vec<i64> = refused.keys().copied().collect();
        self.tx.take_back_records(ledger, &bad).await?;
        for it in &mut written {
            if let Ok(id) = it
                && let Some(refusals) = refused.get(id)
            {
                *it = Err(refusals.clone());
            }
        }
        let refused_above = self.ripple(ledger, &links, DEPTH).await?;
        let good: Vec<&WrittenRecord> =
            rows.iter().filter(|it| !refused.contains_key(&it.record.id)).collect();
        if !refused_above.is_empty() {
            let ids: Vec<i64> = good.iter().map(|it| it.record.id).collect();
            self.tx.take_back_records(ledger, &ids).await?;
            self.ripple(ledger, &links, DEPTH).await?;
            return Ok(Err(refused_above));
        }
        let detail = json!({});
        let noted: Vec<(i64, &LedgerRecord)> =
            good.iter().map(|it| (it.record.id, &it.record)).collect();
        self.note(ledger, &noted, word, today, &detail).await?;
        Ok(Ok(written))
    }

    /// Changes a record that was read with every field: `values` are all its values after it.
    /// Names the fields that changed.
    pub(super) async fn apply(
        &mut self,
        ledger: &Ledger,
        before: &LedgerRecord,
        values: &BTreeMap<String, Plain>,
        change: Change<'_>,
    ) -> Result<Vec<String>, LedgerError> {
        let home = self.terms.home;
        let was = opened(home, ledger, before)?;
        let changed: BTreeMap<String, Plain> = values
            .iter()
            .filter(|(name, value)| was.get(*name) != Some(value))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let mut after = before.clone();
        after.version += 1;
        let mut action = None;
        match change.step {
            Step::Stay => {}
            Step::Go(it, on) => {
                after.state.clone_from(&it.to);
                after.state_since = days_of(on);
                after.due = self.terms.due(ledger, &it.to, on);
                action = Some(it);
            }
            Step::Void => after.voided = true,
            Step::Restore => after.voided = false,
        }
        let mut refused = fixed(ledger, before, &changed);
        if !after.voided {
            refused.extend(missing(ledger, values, action.as_deref()));
        }
        if !refused.is_empty() {
            return Err(LedgerError::Refused(refused));
        }
        after.cells = sealed(home, ledger, values);
        let links = self.links(ledger, [&was, values]);
        self.lock(ledger, &links, before.region_id).await?;
        if after.voided && !before.voided {
            self.refuse_orphans(ledger, before.id).await?;
        }
        let regions = home.definitions.regions.chain(after.region_id);
        let written = WrittenRecord { record: after.clone(), regions };
        if !self.tx.update_record(ledger, &kinds(ledger), &written, before.version).await? {
            return Err(LedgerError::Stale);
        }
        if !after.voided {
            let refused = self.settle(ledger, &[before.id], action.as_deref(), false).await?;
            if let Some(refusals) = refused.into_values().next() {
                return Err(LedgerError::Refused(refusals));
            }
        }
        let refused = self.ripple(ledger, &links, DEPTH).await?;
        if !refused.is_empty() {
            return Err(LedgerError::Refused(refused));
        }
        let day = match action {
            Some(_) => kernel::value::date_of(after.state_since),
            None => self.terms.today,
        };
        let detail = changes(ledger, &was, &changed, change.reason);
        self.note(ledger, &[(before.id, &after)], change.word, day, &detail).await?;
        Ok(changed.into_keys().collect())
    }

    /// The same within a unit of work that goes on: what is refused is undone, and why is given.
    pub(super) async fn try_apply(
        &mut self,
        ledger: &Ledger,
        before: &LedgerRecord,
        values: &BTreeMap<String, Plain>,
        change: Change<'_>,
    ) -> Result<Result<Vec<String>, Vec<Refusal>>, LedgerError> {
        let refusals = match self.apply(ledger, before, values, change).await {
            Err(LedgerError::Refused(it)) => it,
            done => return done.map(Ok),
        };
        let home = self.terms.home;
        let regions = home.definitions.regions.chain(before.region_id);
        let back = WrittenRecord { record: before.clone(), regions };
        // What was refused before it was written still has the version it had.
        if self.tx.update_record(ledger, &kinds(ledger), &back, before.version + 1).await? {
            let was = opened(home, ledger, before)?;
            let links = self.links(ledger, [&was, values]);
            self.ripple(ledger, &links, DEPTH).await?;
        }
        Ok(Err(refusals))
    }

    /// What the links of these values point to.
    fn links<'v>(
        &self,
        ledger: &Ledger,
        all: impl IntoIterator<Item = &'v BTreeMap<String, Plain>>,
    ) -> Links {
        let mut links = Links::new();
        for values in all {
            for field in &ledger.fields {
                if let (FieldType::Link { to }, Some(Plain::Number(id))) =
                    (&field.ty, values.get(&field.name))
                {
                    links.entry(to.clone()).or_default().insert(*id);
                }
            }
        }
        links
    }

    /// Others wait before they change what the rules look at.
    async fn lock(
        &mut self,
        ledger: &Ledger,
        links: &Links,
        region_id: i64,
    ) -> Result<(), LedgerError> {
        if !ledger.unique.is_empty() {
            let regions = &self.terms.home.definitions.regions;
            let county = regions.chain(region_id).county.unwrap_or(region_id);
            self.tx.lock_ledger(ledger, county).await?;
        }
        for (to, ids) in links {
            let ids: Vec<i64> = ids.iter().copied().collect();
            self.tx.lock_records(to, &ids).await?;
        }
        Ok(())
    }

    /// Fills in what is left blank, computes what is computed, and asks every rule. What is refused,
    /// by record.
    async fn settle(
        &mut self,
        ledger: &Ledger,
        ids: &[i64],
        action: Option<&Action>,
        is_new: bool,
    ) -> Result<BTreeMap<i64, Vec<Refusal>>, LedgerError> {
        let engine = self.tx.engine();
        for field in &ledger.fields {
            if is_new && let Some(formula) = &field.otherwise {
                let value = self.terms.value(engine, formula);
                self.tx.compute_field(ledger, &field.name, &value, true, ids).await?;
            }
        }
        self.compute(ledger, ids).await?;
        let mut expressions = Vec::new();
        let mut refusals = Vec::new();
        for must in &ledger.musts {
            let named = action.is_some_and(|it| it.musts.contains(&must.name));
            if must.at_actions && !named {
                continue;
            }
            let condition = self.terms.condition(engine, &must.condition);
            let here = match must.states.as_slice() {
                [] => String::new(),
                states => format!("r.state in ('{}') and ", states.join("', '")),
            };
            expressions.push(format!("case when {here}not {condition} then 1 else 0 end"));
            refusals.push(must_refusal(must));
        }
        for names in &ledger.unique {
            let twin = ledger.twin_sql(names);
            expressions.push(format!("case when {twin} then 1 else 0 end"));
            refusals.push(twin_refusal(ledger, names));
        }
        let mut found: BTreeMap<i64, Vec<Refusal>> = BTreeMap::new();
        if expressions.is_empty() {
            return Ok(found);
        }
        for row in self.tx.record_values(ledger, &expressions, ids).await? {
            let id = row[0].number().unwrap_or_default();
            for (cell, refusal) in row[1..].iter().zip(&refusals) {
                if cell.number() == Some(1) {
                    found.entry(id).or_default().push(refusal.clone());
                }
            }
        }
        Ok(found)
    }

    async fn compute(&mut self, ledger: &Ledger, ids: &[i64]) -> Result<(), LedgerError> {
        let engine = self.tx.engine();
        for field in &ledger.fields {
            if let Some(formula) = &field.value {
                let value = self.terms.value(engine, formula);
                self.tx.compute_field(ledger, &field.name, &value, false, ids).await?;
            }
        }
        Ok(())
    }

    /// What a change means for the records it belongs to: what they compute from it, and whether
    /// their rules still hold; and so on upwards.
    async fn ripple(
        &mut self,
        below: &Ledger,
        links: &Links,
        depth: usize,
    ) -> Result<Vec<Refusal>, LedgerError> {
        let mut refused = Vec::new();
        for (to, ids) in links {
            let Some(ledger) = self.terms.ledger(to) else { continue };
            let computes = ledger
                .fields
                .iter()
                .filter_map(|it| it.value.as_ref())
                .any(|it| it.other_ledgers().contains(below.id.as_str()));
            let rules: Vec<_> = ledger
                .musts
                .iter()
                .filter(|it| !it.at_actions)
                .filter(|it| {
                    it.condition.other_ledgers().contains(below.id.as_str())
                        || (computes && reads_computed(ledger, &it.condition))
                })
                .collect();
            if !computes && rules.is_empty() {
                continue;
            }
            let ids: Vec<i64> = ids.iter().copied().collect();
            if computes {
                self.compute(ledger, &ids).await?;
            }
            let engine = self.tx.engine();
            let mut expressions: Vec<String> = rules
                .iter()
                .map(|must| {
                    let condition = self.terms.condition(engine, &must.condition);
                    let here = match must.states.as_slice() {
                        [] => String::new(),
                        states => format!("r.state in ('{}') and ", states.join("', '")),
                    };
                    format!("case when r.voided = 0 and {here}not {condition} then 1 else 0 end")
                })
                .collect();
            let above: Vec<&ledger::Field> =
                ledger.fields.iter().filter(|it| matches!(it.ty, FieldType::Link { .. })).collect();
            expressions.extend(above.iter().map(|it| format!("r.{}", column(&it.name))));
            let mut links_above = Links::new();
            for row in self.tx.record_values(ledger, &expressions, &ids).await? {
                let (broken, linked) = row[1..].split_at(rules.len());
                for (cell, must) in broken.iter().zip(&rules) {
                    if cell.number() == Some(1) {
                        refused.push(must_refusal(must));
                    }
                }
                for (cell, field) in linked.iter().zip(&above) {
                    if let (Some(id), FieldType::Link { to }) = (cell.number(), &field.ty) {
                        links_above.entry(to.clone()).or_default().insert(id);
                    }
                }
            }
            if computes && depth > 0 && refused.is_empty() {
                let ledger = ledger.clone();
                refused.extend(Box::pin(self.ripple(&ledger, &links_above, depth - 1)).await?);
            }
        }
        refused.dedup();
        Ok(refused)
    }

    /// Nothing that others point to is voided.
    async fn refuse_orphans(&mut self, ledger: &Ledger, id: i64) -> Result<(), LedgerError> {
        let ledgers = self.terms.ledgers.clone();
        let mut refused = Vec::new();
        for other in ledgers.iter() {
            for field in &other.fields {
                if !matches!(&field.ty, FieldType::Link { to } if *to == ledger.id) {
                    continue;
                }
                let sql = format!(
                    "(select count(*) from {} o where o.{} = r.id and o.voided = 0)",
                    other.table(),
                    column(&field.name)
                );
                let rows = self.tx.record_values(ledger, &[sql], &[id]).await?;
                let count = rows.first().and_then(|it| it[1].number()).unwrap_or_default();
                if count > 0 {
                    refused.push(refusal(
                        "must",
                        None,
                        &format!("还有 {count} 条{}关联着它，请先处理", other.words.zh),
                        &format!("{count} records of {} still point to it", other.words.en),
                    ));
                }
            }
        }
        if refused.is_empty() { Ok(()) } else { Err(LedgerError::Refused(refused)) }
    }

    async fn note(
        &mut self,
        ledger: &Ledger,
        records: &[(i64, &LedgerRecord)],
        word: &str,
        day: NaiveDate,
        detail: &serde_json::Value,
    ) -> Result<(), LedgerError> {
        let detail = detail.to_string();
        let changes: Vec<(i64, LedgerChange)> = records
            .iter()
            .map(|(id, record)| {
                (
                    *id,
                    LedgerChange {
                        version: record.version,
                        at: self.now,
                        day,
                        account: self.actor.clone(),
                        action: word.to_owned(),
                        state: record.state.clone(),
                        detail: self.terms.home.keys.seal(SEAL, detail.as_bytes()),
                    },
                )
            })
            .collect();
        self.tx.append_ledger_changes(&ledger.id, &changes).await?;
        Ok(())
    }
}

fn reads_computed(ledger: &Ledger, formula: &ledger::Formula) -> bool {
    let read = formula.own_fields();
    ledger.fields.iter().any(|it| it.value.is_some() && read.contains(it.name.as_str()))
}

fn fixed(
    ledger: &Ledger,
    before: &LedgerRecord,
    changed: &BTreeMap<String, Plain>,
) -> Vec<Refusal> {
    let fields = ledger.fields.iter().filter(|it| it.fixed);
    fields
        .filter(|it| before.state != ledger.first_state().name && changed.contains_key(&it.name))
        .map(|it| {
            refusal(
                "fixed",
                Some(&it.name),
                &format!("{}送出后不能再改；写错了请作废重新登记", it.words.zh),
                &format!("{} cannot be changed any more; void and record anew", it.words.en),
            )
        })
        .collect()
}

fn missing(
    ledger: &Ledger,
    values: &BTreeMap<String, Plain>,
    action: Option<&Action>,
) -> Vec<Refusal> {
    let blank = |name: &str| matches!(values.get(name), None | Some(Plain::Blank));
    let mut refused = Vec::new();
    for field in &ledger.fields {
        let needed = action.is_some_and(|it| it.needs.contains(&field.name));
        let required = field.required && field.otherwise.is_none() && field.value.is_none();
        if (required || needed) && blank(&field.name) {
            let (code, zh, en) = match needed {
                true => ("needs", "这一步之前要填写", "has to be filled for this step"),
                false => ("required", "要填写", "has to be filled"),
            };
            refused.push(refusal(
                code,
                Some(&field.name),
                &format!("{}{zh}", field.words.zh),
                &format!("{} {en}", field.words.en),
            ));
        }
    }
    refused
}

fn must_refusal(must: &ledger::Must) -> Refusal {
    Refusal {
        code: "must".into(),
        field: None,
        must: Some(must.name.clone()),
        zh: must.words.zh.clone(),
        en: must.words.en.clone(),
    }
}

fn twin_refusal(ledger: &Ledger, names: &[String]) -> Refusal {
    let words = |pick: fn(&ledger::Words) -> &String, region: &str| {
        let each = names.iter().map(|it| match ledger.field(it) {
            Some(field) => pick(&field.words).clone(),
            None => region.to_owned(),
        });
        each.collect::<Vec<_>>()
    };
    let zh = words(|it| &it.zh, "地区").join("、");
    let en = words(|it| &it.en, "region").join(", ");
    Refusal {
        code: "unique".into(),
        field: names.iter().find(|it| ledger.field(it).is_some()).cloned(),
        must: None,
        zh: format!("{}里已有相同的{zh}，不能重复登记", ledger.words.zh),
        en: format!("a record of {} with the same {en} is there already", ledger.words.en),
    }
}

pub(super) fn refusal(code: &str, field: Option<&str>, zh: &str, en: &str) -> Refusal {
    Refusal {
        code: code.to_owned(),
        field: field.map(ToOwned::to_owned),
        must: None,
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn kinds(ledger: &Ledger) -> Vec<(String, CellKind)> {
    ledger.fields.iter().map(|it| (it.name.clone(), CellKind::of(it))).collect()
}

/// The cells of a record, in the order of the definition.
fn sealed(home: &Home, ledger: &Ledger, values: &BTreeMap<String, Plain>) -> Vec<Cell> {
    let cell = |field: &ledger::Field| match values.get(&field.name) {
        None | Some(Plain::Blank) => Cell::Blank,
        Some(Plain::Number(it)) => Cell::Number(*it),
        Some(Plain::Text(it)) if field.is_sealed() => {
            Cell::Sealed(home.keys.seal(SEAL, it.as_bytes()))
        }
        Some(Plain::Text(it)) => Cell::Text(it.clone()),
    };
    ledger.fields.iter().map(cell).collect()
}

/// The values of a record that was read with every field.
pub(super) fn opened(
    home: &Home,
    ledger: &Ledger,
    record: &LedgerRecord,
) -> Result<BTreeMap<String, Plain>, LedgerError> {
    let names: Vec<&str> = ledger.fields.iter().map(|it| it.name.as_str()).collect();
    opened_fields(home, &names, record)
}

/// The values of these fields of a record that was read with them.
pub(super) fn opened_fields(
    home: &Home,
    names: &[&str],
    record: &LedgerRecord,
) -> Result<BTreeMap<String, Plain>, LedgerError> {
    let mut values = BTreeMap::new();
    for (name, cell) in names.iter().zip(&record.cells) {
        let value = match cell {
            Cell::Blank => Plain::Blank,
            Cell::Number(it) => Plain::Number(*it),
            Cell::Text(it) => Plain::Text(it.clone()),
            Cell::Sealed(it) => {
                let bytes = home.keys.open(SEAL, it).map_err(anyhow::Error::from)?;
                Plain::Text(String::from_utf8(bytes).map_err(anyhow::Error::from)?)
            }
        };
        values.insert((*name).to_owned(), value);
    }
    Ok(values)
}

/// What changed, for the history.
fn changes(
    ledger: &Ledger,
    was: &BTreeMap<String, Plain>,
    changed: &BTreeMap<String, Plain>,
    reason: Option<&str>,
) -> serde_json::Value {
    let shown = |name: &str, value: Option<&Plain>| match (ledger.field(name), value) {
        (Some(field), Some(value)) => ledger.show(field, value, false),
        _ => String::new(),
    };
    let fields: BTreeMap<&String, [String; 2]> = changed
        .iter()
        .map(|(name, now)| (name, [shown(name, was.get(name)), shown(name, Some(now))]))
        .collect();
    json!({ "reason": reason, "fields": fields })
}
