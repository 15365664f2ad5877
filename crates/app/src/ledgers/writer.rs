//! The heart of writing: one unit of work, whoever asked for it.
//!
//! Values, what is computed from them, the rules of the ledger, the rules of the ledgers it belongs
//! to, the history. What one rule refuses changes nothing, because whoever asked drops the unit of
//! work, or the record is taken out again.

mod cells;
mod history;
mod refusals;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::value::days_of;
use ledger::{Action, FieldType, Ledger, Plain};
use serde_json::json;
use store::{LedgerRecord, Tx, WrittenRecord};

use self::{
    cells::{kinds, sealed},
    history::changes,
    refusals::{fixed, missing},
};
pub(super) use self::{
    cells::{opened, opened_fields},
    refusals::refusal,
};
use super::{
    error::{LedgerError, Refusal},
    terms::Terms,
};

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
}
