//! Who lives where on the day of a screening: the registry, by surrogate keys.
//!
//! A snapshot belongs to one county. Persons and households get dense positions
//! in it, so that facts are arrays. People who came from another county keep
//! their key and are listed with the counties their older rows lie in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hashbrown::HashMap;

/// A fact's value where there is none.
pub const ABSENT: i64 = i64::MIN;

/// One person of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnapshotPerson {
    /// Person key.
    pub pid: i64,
    /// Household key.
    pub hid: i64,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Day of death or removal, for people still on a list.
    pub departed_on: Option<NaiveDate>,
}

/// One household of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotHousehold {
    /// Household key.
    pub hid: i64,
    /// Township region id.
    pub township: i64,
    /// Village region id.
    pub village: i64,
    /// Villager group, when known.
    pub group: Option<i64>,
    /// Whether it is a household lifted out of poverty (脱贫户).
    pub out_of_poverty: bool,
    /// Monitored now (risk not eliminated).
    pub monitored: bool,
    /// Monitored before, risk eliminated.
    pub eliminated: bool,
    /// Month it was identified.
    pub identified_on: Option<NaiveDate>,
    /// Recorded risks, as positions in the risk list.
    pub risks: BTreeSet<i64>,
}

/// The registry of one county on one day.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Persons, by position.
    pub persons: Vec<SnapshotPerson>,
    /// Households, by position.
    pub households: Vec<SnapshotHousehold>,
    /// Position of the household of each person.
    pub household_of: Vec<u32>,
    /// Position of the head or members' first entry is not needed; people who
    /// came from another county, by the six-digit code of that county.
    pub moved_in: BTreeMap<String, BTreeSet<i64>>,
    person_positions: Positions,
    household_positions: Positions,
    in_group: HashMap<i64, Vec<u32>>,
    in_village: HashMap<i64, Vec<u32>>,
}

/// Key to position: an offset when keys are dense, a table when they are not.
#[derive(Debug, Clone)]
enum Positions {
    Dense { first: i64, slots: Vec<u32> },
    Sparse(HashMap<i64, u32>),
}

impl Default for Positions {
    fn default() -> Positions {
        Positions::Dense { first: 0, slots: Vec::new() }
    }
}

const NOWHERE: u32 = u32::MAX;

impl Positions {
    fn of(keys: impl ExactSizeIterator<Item = i64> + Clone) -> Positions {
        let count = keys.len();
        let (Some(first), Some(last)) = (keys.clone().min(), keys.clone().max()) else {
            return Positions::default();
        };
        let span = usize::try_from(last.saturating_sub(first)).unwrap_or(usize::MAX);
        let numbered = keys.zip(0u32..);
        if span <= count.saturating_mul(4) {
            let mut slots = vec![NOWHERE; span + 1];
            for (key, position) in numbered {
                slots[usize::try_from(key - first).unwrap_or_default()] = position;
            }
            Positions::Dense { first, slots }
        } else {
            Positions::Sparse(numbered.collect())
        }
    }

    #[inline]
    fn get(&self, key: i64) -> Option<u32> {
        match self {
            Positions::Dense { first, slots } => {
                let offset = usize::try_from(key.wrapping_sub(*first)).ok()?;
                slots.get(offset).copied().filter(|it| *it != NOWHERE)
            }
            Positions::Sparse(table) => table.get(&key).copied(),
        }
    }
}

impl Snapshot {
    /// Builds the positions. Persons whose household is not listed are left out
    /// and counted in the second value: they belong to no household here.
    #[must_use]
    pub fn new(
        households: Vec<SnapshotHousehold>,
        persons: Vec<SnapshotPerson>,
    ) -> (Snapshot, usize) {
        let household_positions = Positions::of(households.iter().map(|it| it.hid));
        let given = persons.len();
        let persons: Vec<_> =
            persons.into_iter().filter(|it| household_positions.get(it.hid).is_some()).collect();
        let left_out = given - persons.len();
        let household_of =
            persons.iter().map(|it| household_positions.get(it.hid).unwrap_or_default()).collect();
        let mut in_group: HashMap<i64, Vec<u32>> = HashMap::new();
        let mut in_village: HashMap<i64, Vec<u32>> = HashMap::new();
        for (household, position) in households.iter().zip(0u32..) {
            in_village.entry(household.village).or_default().push(position);
            if let Some(group) = household.group {
                in_group.entry(group).or_default().push(position);
            }
        }
        let person_positions = Positions::of(persons.iter().map(|it| it.pid));
        let snapshot = Snapshot {
            persons,
            households,
            household_of,
            moved_in: BTreeMap::new(),
            person_positions,
            household_positions,
            in_group,
            in_village,
        };
        (snapshot, left_out)
    }

    /// Position of a person, if this county has one with that key.
    #[inline]
    #[must_use]
    pub fn person(&self, pid: i64) -> Option<u32> {
        self.person_positions.get(pid)
    }

    /// Position of a household, if this county has one with that key.
    #[inline]
    #[must_use]
    pub fn household(&self, hid: i64) -> Option<u32> {
        self.household_positions.get(hid)
    }

    /// Positions of the households of a villager group.
    #[must_use]
    pub fn in_group(&self, group: i64) -> &[u32] {
        self.in_group.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Positions of the households of a village.
    #[must_use]
    pub fn in_village(&self, village: i64) -> &[u32] {
        self.in_village.get(&village).map_or(&[], Vec::as_slice)
    }

    /// The part of the county made of these households, with all their members.
    /// The second value gives, for each person of the part, the position here.
    #[must_use]
    pub fn part(&self, households: &BTreeSet<u32>) -> (Snapshot, Vec<u32>) {
        let mut positions = Vec::new();
        let mut persons = Vec::new();
        for (position, household) in (0u32..).zip(&self.household_of) {
            if households.contains(household) {
                positions.push(position);
                persons.push(self.persons[position as usize]);
            }
        }
        let chosen = households.iter().map(|it| self.households[*it as usize].clone()).collect();
        (Snapshot::new(chosen, persons).0, positions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn household(hid: i64, group: Option<i64>) -> SnapshotHousehold {
        SnapshotHousehold {
            hid,
            township: 1,
            village: 2,
            group,
            out_of_poverty: false,
            monitored: false,
            eliminated: false,
            identified_on: None,
            risks: BTreeSet::new(),
        }
    }

    fn person(pid: i64, hid: i64) -> SnapshotPerson {
        SnapshotPerson { pid, hid, birth: NaiveDate::default(), departed_on: None }
    }

    #[test]
    fn positions_are_found_for_dense_and_for_scattered_keys() {
        for step in [1, 1_000_000] {
            let households = (0..10).map(|it| household(100 + it * step, None)).collect();
            let persons = (0..20).map(|it| person(7 + it * step, 100 + it / 2 * step)).collect();
            let (snapshot, left_out) = Snapshot::new(households, persons);
            assert_eq!(left_out, 0);
            assert_eq!(snapshot.person(7 + 5 * step), Some(5));
            assert_eq!(snapshot.household(100 + 9 * step), Some(9));
            assert_eq!(snapshot.household_of[5], 2);
            assert_eq!(snapshot.person(6), None);
            assert_eq!(snapshot.person(i64::MAX), None);
        }
    }

    #[test]
    fn a_part_keeps_the_members_of_its_households() {
        let (snapshot, left_out) = Snapshot::new(
            vec![household(1, Some(9)), household(2, None), household(3, Some(9))],
            vec![person(10, 1), person(11, 3), person(12, 2), person(13, 3), person(14, 77)],
        );
        assert_eq!(left_out, 1, "person 14 names a household that is not listed");
        assert_eq!(snapshot.in_group(9), [0, 2]);
        let (part, positions) = snapshot.part(&BTreeSet::from([2]));
        assert_eq!(part.households.len(), 1);
        assert_eq!(positions, [1, 3]);
        assert_eq!(part.household_of, [0, 0]);
    }
}
