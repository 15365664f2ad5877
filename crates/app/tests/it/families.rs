//! Families as tests register them: what differs is written where it is used.

use kernel::ResidentId;
use store::{Household, Keys, Person};

/// An ordinary household of one in village 5 of township 4 of county 3, never monitored, with the
/// number of the national system that follows from its own.
pub fn household(id: i64) -> Household {
    Household {
        id,
        province_id: 1,
        prefecture_id: 2,
        county_id: 3,
        township_id: 4,
        village_id: 5,
        group_id: None,
        national_household_no: Some(format!("99012310020{id:08}")),
        police_book_no: None,
        base_type: "ordinary_household".into(),
        monitoring_type: None,
        monitoring_state: "none".into(),
        identified_on: None,
        eliminated_on: None,
        no_labor_safety_net: false,
        members: 1,
        risks: Vec::new(),
    }
}

/// A woman who is the head of a household of county 3.
pub fn person(
    keys: &Keys,
    id: i64,
    household_id: i64,
    name: String,
    number: &ResidentId,
) -> Person {
    Person {
        id,
        household_id,
        county_id: 3,
        name,
        id_index: keys.blind_index(number),
        id_sealed: keys.seal("id_number", number.reveal().as_bytes()),
        birth: number.birth(),
        sex: "female".into(),
        is_head: true,
        departed: None,
        departed_on: None,
        phone_index: None,
        phone_sealed: None,
        former_county_id: None,
        other_household_ids: Vec::new(),
    }
}
