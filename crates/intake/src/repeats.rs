//! The same thing twice: rows sent again, and numbers listed in two households.

use hashbrown::HashMap;
use kernel::{ResidentId, fingerprint};

use crate::feed::Role;
use crate::row::Row;

/// Finds rows that repeat another of the same file.
#[derive(Default)]
pub struct Duplicates {
    by_content: HashMap<i64, u32>,
    /// Row and half of the content hash by natural key.
    by_key: HashMap<i64, (u32, u32)>,
}

/// How a row repeats another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeats {
    /// The first of them.
    pub first_row: u32,
    /// The natural key is the same but something else is not: which of them is right is not known.
    pub differs: bool,
}

impl Duplicates {
    /// Nothing seen yet.
    pub fn new() -> Duplicates {
        Duplicates::default()
    }

    /// Nothing seen yet, with room for this many rows: quicker when the number is known from a
    /// first reading.
    pub fn with_capacity(rows: usize) -> Duplicates {
        let mut duplicates = Duplicates::new();
        duplicates.by_key.reserve(rows);
        duplicates
    }

    /// Looks whether the row repeats an earlier one, and remembers it. A row with a natural key
    /// repeats the row with the same key, other rows the one that says the same in every column.
    pub fn seen(&mut self, row: &Row) -> Option<Repeats> {
        match row.natural_key {
            Some(key) => match self.by_key.entry(key) {
                hashbrown::hash_map::Entry::Occupied(first) => {
                    let (first_row, content) = *first.get();
                    Some(Repeats { first_row, differs: content != half(row.content_hash) })
                }
                hashbrown::hash_map::Entry::Vacant(free) => {
                    free.insert((row.row, half(row.content_hash)));
                    None
                }
            },
            None => match self.by_content.entry(row.content_hash) {
                hashbrown::hash_map::Entry::Occupied(first) => {
                    Some(Repeats { first_row: *first.get(), differs: false })
                }
                hashbrown::hash_map::Entry::Vacant(free) => {
                    free.insert(row.row);
                    None
                }
            },
        }
    }
}

fn half(hash: i64) -> u32 {
    hash as u32
}

/// Finds numbers that one file lists in two households: by different book numbers, or under
/// different heads. All rows are shown to it before the first is matched.
pub struct HouseholdRepeats {
    roles: Vec<Role>,
    /// Household by the first seventeen digits; and whether another was seen.
    households: HashMap<u64, (i64, bool)>,
}

impl HouseholdRepeats {
    /// Households are told apart by these personal cells, those of the feed's `one_household`.
    pub fn new(roles: &[Role]) -> HouseholdRepeats {
        HouseholdRepeats { roles: roles.to_vec(), households: HashMap::new() }
    }

    /// Remembers in which household the row lists its number.
    pub fn see(&mut self, row: &Row) {
        let Ok(reading) = &row.id else { return };
        let mut household = String::new();
        for role in &self.roles {
            household.push_str(row.person.get(*role).unwrap_or_default());
            household.push('\n');
        }
        let household = fingerprint(&household);
        let known = self.households.entry(reading.id.seventeen()).or_insert((household, false));
        known.1 |= known.0 != household;
    }

    /// Whether the number was seen in two households.
    pub fn is_repeated(&self, id: &ResidentId) -> bool {
        self.households.get(&id.seventeen()).is_some_and(|(_, repeated)| *repeated)
    }
}
