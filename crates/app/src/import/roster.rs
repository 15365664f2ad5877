//! The register as rows are matched to it: from the files of this import, or as saved.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hashbrown::HashMap;
use intake::{Departure, Roster, RosterPerson, StruckOff, group_key};
use store::{RosterEntry, VillageGroup};

use crate::register::Register;

/// The roster of a register that this import has put together.
pub fn of_register(register: &Register) -> Roster {
    let places: BTreeMap<i64, (i64, Option<i64>)> =
        register.households.iter().map(|it| (it.id, (it.village_id, it.group_id))).collect();
    let groups = group_keys(&register.groups);
    let mut people = Vec::with_capacity(register.persons.len());
    for it in &register.persons {
        let (village, group) = places.get(&it.household_id).copied().unwrap_or_default();
        people.push(RosterPerson {
            pid: it.id,
            hid: it.household_id,
            village,
            name: it.name.clone(),
            birth: it.birth,
            phone: it.phone_index,
            group: key_of(&groups, group),
            index: Some(it.id_index),
            departed: departed(it.departed.as_deref(), it.departed_on),
            other_households: !it.other_household_ids.is_empty(),
        });
    }
    for (at, it) in (1..).zip(&register.without_number) {
        let Some(household) = it.household else { continue };
        let (village, group) = places.get(&household).copied().unwrap_or_default();
        people.push(RosterPerson {
            // No key of the register: negative, and never stored.
            pid: -at,
            hid: household,
            village,
            name: it.name.clone(),
            birth: it.birth,
            phone: None,
            group: key_of(&groups, group),
            index: None,
            departed: None,
            other_households: false,
        });
    }
    let struck_off = register
        .struck_off
        .iter()
        .map(|(index, kind)| StruckOff {
            index: *index,
            departure: departure(kind),
            on: NaiveDate::MIN,
        })
        .collect();
    Roster::new(people, struck_off)
}

/// The roster as the database has it, for an import without register files.
pub fn as_saved(register: &Register, people: Vec<RosterEntry>) -> Roster {
    let groups = group_keys(&register.groups);
    let people = people.into_iter().map(|it| RosterPerson {
        pid: it.person_id,
        hid: it.household_id,
        village: it.village_id,
        name: it.name,
        birth: it.birth,
        phone: it.phone_index,
        group: key_of(&groups, it.group_id),
        index: Some(it.id_index),
        departed: departed(it.departed.as_deref(), it.departed_on),
        other_households: it.in_other_households,
    });
    Roster::new(people.collect(), Vec::new())
}

fn group_keys(groups: &[VillageGroup]) -> HashMap<i64, i64> {
    groups.iter().map(|it| (it.id, group_key(&it.name))).collect()
}

fn key_of(groups: &HashMap<i64, i64>, group: Option<i64>) -> i64 {
    group.and_then(|it| groups.get(&it).copied()).unwrap_or_default()
}

fn departed(kind: Option<&str>, on: Option<NaiveDate>) -> Option<(Departure, NaiveDate)> {
    Some((departure(kind?), on.unwrap_or(NaiveDate::MIN)))
}

fn departure(kind: &str) -> Departure {
    match kind {
        "dead" => Departure::Died,
        _ => Departure::Moved,
    }
}
