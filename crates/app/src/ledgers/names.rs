//! The names that keys stand for: families, people, records of other ledgers.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{FieldType, Ledger, Plain, column};
use store::{Cell, Tx};

use super::{error::LedgerError, terms::Terms};

/// Names by what they are of.
#[derive(Debug, Default)]
pub(super) struct Names {
    households: BTreeMap<i64, String>,
    persons: BTreeMap<i64, String>,
    records: BTreeMap<(String, i64), String>,
}

impl Names {
    /// The names of everything these values point to.
    pub(super) async fn of(
        tx: &mut Tx,
        terms: &Terms<'_>,
        ledger: &Ledger,
        all: &[BTreeMap<String, Plain>],
    ) -> Result<Names, LedgerError> {
        let mut households = BTreeSet::new();
        let mut persons = BTreeSet::new();
        let mut links: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        for field in &ledger.fields {
            for values in all {
                let Some(Plain::Number(id)) = values.get(&field.name) else { continue };
                match &field.ty {
                    FieldType::Household => {
                        households.insert(*id);
                    }
                    FieldType::Person => {
                        persons.insert(*id);
                    }
                    FieldType::Link { to } => {
                        links.entry(to).or_default().insert(*id);
                    }
                    _ => {}
                }
            }
        }
        let mut names = Names::default();
        let mut titled: Vec<((String, i64), &Ledger, Cell)> = Vec::new();
        for (to, ids) in links {
            let Some(other) = terms.ledger(to) else { continue };
            let Some(title) = other.field(&other.title) else { continue };
            let ids: Vec<i64> = ids.into_iter().collect();
            let sql = format!("r.{}", column(&title.name));
            for mut row in tx.record_values(other, &[sql], &ids).await? {
                let cell = row.pop().unwrap_or_default();
                let id = row[0].number().unwrap_or_default();
                match (&title.ty, cell.number()) {
                    (FieldType::Household, Some(it)) => {
                        households.insert(it);
                    }
                    (FieldType::Person, Some(it)) => {
                        persons.insert(it);
                    }
                    _ => {}
                }
                titled.push(((to.to_owned(), id), other, cell));
            }
        }
        let ids: Vec<i64> = households.into_iter().collect();
        names.households = tx.heads_of(&ids).await?.into_iter().collect();
        let ids: Vec<i64> = persons.into_iter().collect();
        names.persons = tx.names_of_persons(&ids).await?.into_iter().collect();
        for (key, other, cell) in titled {
            let Some(title) = other.field(&other.title) else { continue };
            let name = match (&title.ty, &cell) {
                (_, Cell::Blank | Cell::Sealed(_)) => None,
                (FieldType::Household, Cell::Number(it)) => names.households.get(it).cloned(),
                (FieldType::Person, Cell::Number(it)) => names.persons.get(it).cloned(),
                (_, Cell::Number(it)) => Some(other.show(title, &Plain::Number(*it), false)),
                (_, Cell::Text(it)) => Some(other.show(title, &Plain::Text(it.clone()), false)),
            };
            let name = name.unwrap_or_else(|| format!("{} {}", other.words.zh, key.1));
            names.records.insert(key, name);
        }
        Ok(names)
    }

    /// The name of what a key of this kind stands for.
    pub(super) fn get(&self, ty: &FieldType, id: i64) -> Option<String> {
        match ty {
            FieldType::Household => self.households.get(&id).cloned(),
            FieldType::Person => self.persons.get(&id).cloned(),
            FieldType::Link { to } => self.records.get(&(to.clone(), id)).cloned(),
            _ => None,
        }
    }
}

/// Who it was, by name where it was an account.
pub(crate) async fn actor(tx: &mut Tx, actor: &str) -> Result<String, LedgerError> {
    let id = match actor.strip_prefix("account:") {
        Some(of) => of.split(' ').next().unwrap_or(of),
        None => actor,
    };
    Ok(tx.find_account(id).await?.map_or_else(|| id.to_owned(), |it| it.name))
}
