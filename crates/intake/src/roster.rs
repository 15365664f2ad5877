//! The people of the county, as rows are matched to them.

use chrono::NaiveDate;
use hashbrown::HashMap;
use kernel::{fingerprint, person_name, region_names};

/// The blind index of an identity number: found by equality, never turned back.
pub type BlindIndex = [u8; 16];

/// One person of the register.
#[derive(Clone)]
pub struct RosterPerson {
    /// The person's key.
    pub pid: i64,
    /// The household's key.
    pub hid: i64,
    /// The village's region id.
    pub village: i64,
    /// The name as the register has it.
    pub name: String,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Key of the person's or the household's phone, as the matcher makes it: [`phone_key`], or
    /// that of [`crate::Matcher::with_phones`].
    pub phone: Option<i64>,
    /// [`group_key`] of the villager group; 0 when it is not known.
    pub group: i64,
    /// The blind index of the number; none for someone registered without a number.
    pub index: Option<BlindIndex>,
    /// Died or moved away, but still in the base.
    pub departed: Option<(Departure, NaiveDate)>,
    /// Listed in another household too.
    pub other_households: bool,
}

/// How someone left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Departure {
    /// 死亡
    Died,
    /// 迁出
    Moved,
}

/// Someone who died or moved away and is no longer in the base.
#[derive(Clone, Copy)]
pub struct StruckOff {
    /// The blind index of the number.
    pub index: BlindIndex,
    /// How they left.
    pub departure: Departure,
    /// When.
    pub on: NaiveDate,
}

/// The people of a county, found by number and by name.
#[derive(Default)]
pub struct Roster {
    people: Vec<RosterPerson>,
    by_index: HashMap<BlindIndex, u32>,
    by_name: HashMap<String, Vec<u32>>,
    by_household: HashMap<i64, Vec<u32>>,
    without_number: HashMap<(String, NaiveDate), Vec<u32>>,
    struck_off: HashMap<BlindIndex, (Departure, NaiveDate)>,
    household_numbers: HashMap<i64, i64>,
}

impl Roster {
    /// A roster of these people. Of several with one number the first is found by it.
    pub fn new(people: Vec<RosterPerson>, struck_off: Vec<StruckOff>) -> Roster {
        let mut roster =
            Roster { by_index: HashMap::with_capacity(people.len()), ..Roster::default() };
        for (place, person) in (0_u32..).zip(&people) {
            let name = person_name::clean(&person.name);
            match person.index {
                Some(index) => {
                    roster.by_index.entry(index).or_insert(place);
                }
                None => {
                    let key = (name.clone(), person.birth);
                    roster.without_number.entry(key).or_default().push(place);
                }
            }
            roster.by_name.entry(name).or_default().push(place);
            roster.by_household.entry(person.hid).or_default().push(place);
        }
        roster.people = people;
        for gone in struck_off {
            if !roster.by_index.contains_key(&gone.index) {
                roster.struck_off.insert(gone.index, (gone.departure, gone.on));
            }
        }
        roster
    }

    /// Also knows households by their numbers, 户编号 of the national system and 户号 of the police:
    /// pairs of number and household. They help to choose between namesakes.
    pub fn with_household_numbers<'n>(
        mut self,
        numbers: impl IntoIterator<Item = (&'n str, i64)>,
    ) -> Roster {
        let keyed = numbers.into_iter().map(|(number, hid)| (fingerprint(number), hid));
        self.household_numbers.extend(keyed);
        self
    }

    /// The household with this number.
    pub fn household_numbered(&self, number: &str) -> Option<i64> {
        self.household_numbers.get(&fingerprint(number)).copied()
    }

    /// How many people there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The person with this number.
    pub fn find(&self, index: &BlindIndex) -> Option<&RosterPerson> {
        self.place(index).map(|place| self.at(place))
    }

    /// Where the person with this number stands.
    pub(crate) fn place(&self, index: &BlindIndex) -> Option<u32> {
        self.by_index.get(index).copied()
    }

    pub(crate) fn at(&self, place: u32) -> &RosterPerson {
        &self.people[place as usize]
    }

    /// How and when the owner of this number left, when no longer in the base.
    pub fn struck_off(&self, index: &BlindIndex) -> Option<(Departure, NaiveDate)> {
        self.struck_off.get(index).copied()
    }

    /// The people with exactly this cleaned name.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &RosterPerson> {
        let places = self.by_name.get(name).map(Vec::as_slice).unwrap_or(&[]);
        places.iter().map(|&place| &self.people[place as usize])
    }

    /// The people registered without a number who have this cleaned name and birth date.
    pub fn without_number(
        &self,
        name: &str,
        birth: NaiveDate,
    ) -> impl Iterator<Item = &RosterPerson> {
        let places = self.without_number.get(&(name.to_owned(), birth));
        let places = places.map(Vec::as_slice).unwrap_or(&[]);
        places.iter().map(|&place| &self.people[place as usize])
    }

    /// The people of a household.
    pub fn household(&self, hid: i64) -> impl Iterator<Item = &RosterPerson> {
        let places = self.by_household.get(&hid).map(Vec::as_slice).unwrap_or(&[]);
        places.iter().map(|&place| &self.people[place as usize])
    }
}

/// The key of a telephone number, digits only.
pub fn phone_key(phone: &str) -> i64 {
    fingerprint(phone)
}

/// The key of a villager group, whichever way its name is written; 0 for none.
pub fn group_key(group: &str) -> i64 {
    region_names::group_name(group).map_or(0, |group| fingerprint(&group))
}
