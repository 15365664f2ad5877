//! The definitions of this deployment, understood once for each region and day.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::NaiveDate;
use kernel::{Table, Tables};
use ledger::{Group, Ledger, Ledgers};
use policy::Packs;
use store::Db;
use tokio::sync::OnceCell;

use super::error::LedgerError;

/// How many regions and days are kept; more are forgotten all at once.
const MOST: usize = 64;

/// By region, day and packs.
type Understood = HashMap<(String, NaiveDate, String), Arc<Vec<Ledger>>>;

/// Every definition, and those that were asked for.
#[derive(Debug, Default)]
pub struct Shelf {
    all: Ledgers,
    understood: Mutex<Understood>,
    tables: OnceCell<()>,
}

impl Shelf {
    /// With these definitions.
    #[must_use]
    pub fn new(all: Ledgers) -> Shelf {
        Shelf { all, understood: Mutex::default(), tables: OnceCell::new() }
    }

    /// Groups of the menu.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        self.all.groups()
    }

    /// Brings the tables up to date, the first time it is asked.
    pub(super) async fn ready(&self, db: &Db) -> Result<(), LedgerError> {
        let made = self.tables.get_or_try_init(|| async {
            let mut tx = db.write().await?;
            tx.bring_up_ledgers(&self.all.widest()).await?;
            tx.commit().await?;
            Ok::<(), LedgerError>(())
        });
        made.await.copied()
    }

    /// Those of the tables that ledgers fill.
    pub(crate) fn lake_tables<'a>(&self, tables: &'a Tables) -> Vec<&'a Table> {
        let names: BTreeSet<String> = self.all.filling().map(ledger::table).collect();
        tables.iter().filter(|it| names.contains(&it.name)).collect()
    }

    /// The ledgers of a region on a day.
    #[must_use]
    pub fn of(&self, packs: &Packs, region_code: &str, on: NaiveDate) -> Arc<Vec<Ledger>> {
        let key = (region_code.to_owned(), on, packs.hash());
        let mut understood = self.understood.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = understood.get(&key) {
            return found.clone();
        }
        let found = Arc::new(self.all.of(packs, region_code, on));
        if understood.len() >= MOST {
            understood.clear();
        }
        understood.insert(key, found.clone());
        found
    }
}
