//! 登记簿: who lives in which household, put together from the registers.
//!
//! Three files say it, each in its own way: the police register (people by
//! book), the national system's persons (people by household number) and its
//! households (a head and a place by household number). A household is a
//! household number; books are laid onto it by the people they share with it.
//! People and households keep their keys for ever; nothing is deleted here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hashbrown::HashMap;
use intake::{PersonCells, Register as RegisterFile, Row};
use kernel::{Region, RegionNames, ResidentId, Sex, Table, Value, date_of};
use policy::Risk;
use store::{Household, Keys, Person, Tx, VillageGroup};

type Index = [u8; 16];

/// The register of one county in memory: as saved, with what new files add.
#[derive(Debug)]
pub struct Register {
    county: Region,
    /// Households by position; keys are in the records.
    pub households: Vec<Household>,
    /// Persons by position.
    pub persons: Vec<Person>,
    /// Villager groups.
    pub groups: Vec<VillageGroup>,
    /// People whom the departures list names but the register does not.
    pub struck_off: HashMap<Index, String>,
    /// People of the police register without a usable number: name, what is
    /// legible of the birth date, book. They are known for this import only.
    pub without_number: Vec<WithoutNumber>,
    /// 居住地 as the files of this import give it: households with another village.
    pub residences: BTreeMap<i64, i64>,
    changed_households: BTreeSet<usize>,
    changed_persons: BTreeSet<usize>,
    new_groups: usize,
    by_index: HashMap<Index, usize>,
    by_number: HashMap<String, usize>,
    by_book: HashMap<String, usize>,
    by_group: HashMap<(i64, String), i64>,
    next: NextKeys,
    sightings: Sightings,
}

/// Somebody the police register lists without a usable number.
#[derive(Debug, Clone)]
pub struct WithoutNumber {
    /// Name.
    pub name: String,
    /// Date of birth.
    pub birth: NaiveDate,
    book_no: String,
    /// Household, once the books are laid onto households.
    pub household: Option<i64>,
}

/// First free key of each kind.
#[derive(Debug, Clone, Copy)]
struct NextKeys {
    household: i64,
    person: i64,
    group: i64,
}

/// What the files of this import say, before it is put together.
#[derive(Debug, Default)]
struct Sightings {
    people: Vec<Sighting>,
    places: BTreeMap<String, Place>,
    departures: Vec<(Index, String, Option<NaiveDate>)>,
}

/// One person in one file.
#[derive(Debug)]
struct Sighting {
    index: Index,
    sealed: Vec<u8>,
    id: ResidentId,
    name: String,
    is_head: bool,
    /// Named as the head by the list of households, which lists nobody else.
    only_head: bool,
    household_no: String,
    book_no: String,
    village: Option<i64>,
    group: Option<String>,
    phone: String,
}

/// What is said of a household number.
#[derive(Debug, Default)]
struct Place {
    village: Option<i64>,
    residence: Option<i64>,
    group: Option<String>,
    base_type: Option<String>,
    monitoring: Option<Monitoring>,
    no_labor_safety_net: bool,
}

#[derive(Debug)]
struct Monitoring {
    kind: String,
    eliminated: bool,
    identified_on: Option<NaiveDate>,
    eliminated_on: Option<NaiveDate>,
    risks: BTreeSet<i64>,
}

impl Register {
    /// The register as saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn load(tx: &mut Tx, county: &Region) -> anyhow::Result<Register> {
        let households = tx.households_in(county.id).await?;
        let persons = tx.persons_in(county.id).await?;
        let groups = tx.groups_in(county.id).await?;
        Ok(Register::of(county, households, persons, groups))
    }

    /// Only the villager groups, for an import that brings no register files: its rows are
    /// matched to the roster, and nothing is put together.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn groups_of(tx: &mut Tx, county: &Region) -> anyhow::Result<Register> {
        let groups = tx.groups_in(county.id).await?;
        Ok(Register::of(county, Vec::new(), Vec::new(), groups))
    }

    fn of(
        county: &Region,
        households: Vec<Household>,
        persons: Vec<Person>,
        groups: Vec<VillageGroup>,
    ) -> Register {
        let numbered = |number: fn(&Household) -> &Option<String>| {
            households
                .iter()
                .enumerate()
                .filter_map(|(at, it)| Some((number(it).clone()?, at)))
                .collect()
        };
        Register {
            by_index: persons.iter().enumerate().map(|(at, it)| (it.id_index, at)).collect(),
            by_number: numbered(|it| &it.national_household_no),
            by_book: numbered(|it| &it.police_book_no),
            by_group: groups.iter().map(|it| ((it.village_id, it.name.clone()), it.id)).collect(),
            county: county.clone(),
            households,
            persons,
            groups,
            struck_off: HashMap::new(),
            without_number: Vec::new(),
            residences: BTreeMap::new(),
            changed_households: BTreeSet::new(),
            changed_persons: BTreeSet::new(),
            new_groups: 0,
            next: NextKeys { household: 0, person: 0, group: 0 },
            sightings: Sightings::default(),
        }
    }

    /// Notes what one row of a register file says. Rows without a usable
    /// identity number say nothing of a person.
    pub fn note(
        &mut self,
        file: RegisterFile,
        table: &Table,
        row: &Row,
        names: &RegionNames,
        keys: &Keys,
    ) {
        let cells = &row.person;
        let (village, group) = place_of(cells, names);
        let value = |name: &str| {
            let at = table.columns.iter().position(|it| it.name == name)?;
            row.values.get(at).and_then(Value::as_int)
        };
        let word = |name: &str| {
            let column = table.columns.iter().find(|it| it.name == name)?;
            let kernel::ColumnType::Code(codes) = &column.ty else { return None };
            codes.get(usize::try_from(value(name)?).ok()?).cloned()
        };
        if !cells.household_no.is_empty() && file != RegisterFile::Police {
            let place = self.sightings.places.entry(cells.household_no.clone()).or_default();
            place.village = place.village.or(village);
            place.residence = place.residence.or_else(|| residence_of(cells, names));
            if place.group.is_none() {
                place.group.clone_from(&group);
            }
            if let Some(base) = word("base_type") {
                place.base_type = Some(base);
            }
            if let Some(kind) = word("monitoring_type")
                && file == RegisterFile::NationalPersons
            {
                place.no_labor_safety_net |= value("no_labor_safety_net") == Some(1);
                let risks = (1..=5).filter_map(|it| value(&format!("risk{it}")));
                place.monitoring.get_or_insert_with(|| Monitoring {
                    kind,
                    eliminated: value("risk_eliminated") == Some(1),
                    identified_on: value("identified_on").map(date_of),
                    eliminated_on: value("eliminated_on").map(date_of),
                    risks: BTreeSet::new(),
                });
                if let Some(monitoring) = &mut place.monitoring {
                    monitoring.risks.extend(risks);
                }
            }
        }
        let Ok(reading) = &row.id else {
            if file == RegisterFile::Police
                && let Some(birth) = value("birth").map(date_of)
            {
                self.without_number.push(WithoutNumber {
                    name: cells.name.clone(),
                    birth,
                    book_no: cells.book_no.clone(),
                    household: None,
                });
            }
            return;
        };
        let index = keys.blind_index(&reading.id);
        if file == RegisterFile::Departures {
            let kind = word("kind").unwrap_or_else(|| "moved".to_owned());
            self.sightings.departures.push((index, kind, value("departed_on").map(date_of)));
            return;
        }
        let sealed = match self.by_index.get(&index) {
            Some(known) => self.persons[*known].id_sealed.clone(),
            None => keys.seal("id_number", reading.id.reveal().as_bytes()),
        };
        self.sightings.people.push(Sighting {
            index,
            sealed,
            id: reading.id,
            name: cells.name.clone(),
            is_head: value("is_head") == Some(1) || file == RegisterFile::NationalHouseholds,
            only_head: file == RegisterFile::NationalHouseholds,
            household_no: cells.household_no.clone(),
            book_no: if file == RegisterFile::Police {
                cells.book_no.clone()
            } else {
                String::new()
            },
            village,
            group,
            phone: cells.phone.clone(),
        });
    }

    /// Puts the noted rows together. `next` gives the first free keys; people of
    /// other counties who are listed here now are passed in with their records.
    pub fn put_together(
        &mut self,
        next: (i64, i64, i64),
        from_elsewhere: Vec<Person>,
        chain: (i64, i64),
        keys: &Keys,
    ) {
        self.next = NextKeys { household: next.0, person: next.1, group: next.2 };
        for mut person in from_elsewhere {
            person.former_county_id = Some(person.county_id);
            person.county_id = self.county.id;
            self.by_index.insert(person.id_index, self.persons.len());
            self.persons.push(person);
        }
        let sightings = std::mem::take(&mut self.sightings);
        self.settle_places(&sightings, chain);
        let mut home_of = self.homes_by_number(&sightings);
        let books = self.books(&sightings, &mut home_of, chain);
        for it in &mut self.without_number {
            it.household = books.get(&it.book_no).map(|at| self.households[*at].id);
        }
        self.settle_people(&sightings, &home_of, &books, keys);
        for (index, kind, on) in &sightings.departures {
            match self.by_index.get(index) {
                Some(at) => {
                    let person = &mut self.persons[*at];
                    if person.departed.as_deref() != Some(kind) || person.departed_on != *on {
                        person.departed = Some(kind.clone());
                        person.departed_on = *on;
                        self.changed_persons.insert(*at);
                    }
                }
                None => {
                    self.struck_off.insert(*index, kind.clone());
                }
            }
        }
        self.count_members();
    }

    /// How many keys of each kind the noted rows may need at most: households,
    /// persons, groups.
    #[must_use]
    pub fn keys_wanted(&self) -> (i64, i64, i64) {
        let size = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
        let people = &self.sightings.people;
        let new: BTreeSet<&Index> = people
            .iter()
            .map(|it| &it.index)
            .filter(|it| !self.by_index.contains_key(*it))
            .collect();
        let books: BTreeSet<&String> = people
            .iter()
            .map(|it| &it.book_no)
            .filter(|it| !it.is_empty() && !self.by_book.contains_key(*it))
            .collect();
        let numbers =
            self.sightings.places.keys().filter(|it| !self.by_number.contains_key(*it)).count();
        let groups: BTreeSet<(i64, &String)> = people
            .iter()
            .filter_map(|it| Some((it.village?, it.group.as_ref()?)))
            .chain(
                self.sightings
                    .places
                    .values()
                    .filter_map(|it| Some((it.village?, it.group.as_ref()?))),
            )
            .filter(|(village, name)| !self.by_group.contains_key(&(*village, (*name).clone())))
            .collect();
        (size(books.len() + numbers), size(new.len()), size(groups.len()))
    }

    /// Blind indexes of noted people the county does not know yet.
    #[must_use]
    pub fn unknown_people(&self) -> Vec<Index> {
        let unknown: BTreeSet<Index> = self
            .sightings
            .people
            .iter()
            .map(|it| it.index)
            .filter(|it| !self.by_index.contains_key(it))
            .collect();
        unknown.into_iter().collect()
    }

    /// Saves what changed; gives how many households and persons did.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn save(&self, tx: &mut Tx) -> anyhow::Result<(usize, usize)> {
        tx.save_groups(&self.groups[self.groups.len() - self.new_groups..]).await?;
        let households: Vec<Household> =
            self.changed_households.iter().map(|it| self.households[*it].clone()).collect();
        tx.save_households(&households).await?;
        let persons: Vec<Person> =
            self.changed_persons.iter().map(|it| self.persons[*it].clone()).collect();
        tx.save_persons(&persons).await?;
        Ok((households.len(), persons.len()))
    }

    /// A villager group by village and name.
    #[must_use]
    pub fn group(&self, village: i64, name: &str) -> Option<i64> {
        self.by_group.get(&(village, name.to_owned())).copied()
    }

    /// A household by its national number.
    #[must_use]
    pub fn household_by_number(&self, number: &str) -> Option<&Household> {
        self.by_number.get(number).map(|it| &self.households[*it])
    }

    fn settle_places(&mut self, sightings: &Sightings, chain: (i64, i64)) {
        for (number, place) in &sightings.places {
            let at = match self.by_number.get(number) {
                Some(at) => *at,
                None => {
                    // A household whose village nobody names cannot be placed.
                    let Some(village) = place.village else { continue };
                    let at = self.new_household(village, chain);
                    self.households[at].national_household_no = Some(number.clone());
                    self.by_number.insert(number.clone(), at);
                    at
                }
            };
            let group = match (&place.group, place.village) {
                (Some(name), Some(village)) => Some(self.group_of(village, name)),
                _ => None,
            };
            let household = &mut self.households[at];
            let before = household.clone();
            if let Some(village) = place.village {
                household.village_id = village;
            }
            household.group_id = group.or(household.group_id);
            if let Some(base) = &place.base_type {
                household.base_type.clone_from(base);
            }
            if let Some(monitoring) = &place.monitoring {
                household.monitoring_type = Some(monitoring.kind.clone());
                household.monitoring_state =
                    if monitoring.eliminated { "eliminated" } else { "monitored" }.to_owned();
                household.identified_on = monitoring.identified_on;
                household.eliminated_on = monitoring.eliminated_on;
                household.no_labor_safety_net = place.no_labor_safety_net;
                household.risks = Risk::ALL
                    .into_iter()
                    .filter(|it| monitoring.risks.contains(&it.index()))
                    .map(|it| it.code().to_owned())
                    .collect();
            }
            if *household != before {
                self.changed_households.insert(at);
            }
            if let Some(village) = place.residence.filter(|it| *it != household.village_id) {
                self.residences.insert(household.id, village);
            }
        }
    }

    /// The household of everybody a household number names.
    fn homes_by_number(&self, sightings: &Sightings) -> HashMap<Index, usize> {
        let mut home_of: HashMap<Index, usize> = HashMap::new();
        // A list of members says more than being a household's head.
        for with_members in [true, false] {
            for it in &sightings.people {
                let is_member_list = it.book_no.is_empty() && (!it.is_head || with_members);
                if is_member_list && let Some(at) = self.by_number.get(&it.household_no) {
                    home_of.entry(it.index).or_insert(*at);
                }
            }
        }
        home_of
    }

    /// The household of every book: the one most of its people belong to by
    /// household number, or the one it had, or a new one.
    fn books(
        &mut self,
        sightings: &Sightings,
        home_of: &mut HashMap<Index, usize>,
        chain: (i64, i64),
    ) -> BTreeMap<String, usize> {
        let mut members: BTreeMap<&String, Vec<&Sighting>> = BTreeMap::new();
        let mut order: Vec<&String> = Vec::new();
        for it in sightings.people.iter().filter(|it| !it.book_no.is_empty()) {
            members
                .entry(&it.book_no)
                .or_insert_with(|| {
                    order.push(&it.book_no);
                    Vec::new()
                })
                .push(it);
        }
        let mut books = BTreeMap::new();
        for book in order {
            let people = &members[book];
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            for it in people {
                let known =
                    home_of.get(&it.index).copied().or_else(|| self.numbered_home(&it.index));
                if let Some(at) = known {
                    *votes.entry(at).or_default() += 1;
                }
            }
            let most = votes.into_iter().max_by_key(|(at, votes)| (*votes, usize::MAX - at));
            let place = people.iter().find_map(|it| Some((it.village?, it.group.clone())));
            let at = match (most, self.by_book.get(book)) {
                (Some((at, _)), _) => at,
                (None, Some(at)) => *at,
                (None, None) => {
                    let Some((village, _)) = &place else { continue };
                    self.new_household(*village, chain)
                }
            };
            let group = place.and_then(|(village, name)| Some(self.group_of(village, &name?)));
            let household = &mut self.households[at];
            if household.police_book_no.is_none()
                || (household.group_id.is_none() && group.is_some())
            {
                household.police_book_no.get_or_insert_with(|| book.clone());
                household.group_id = household.group_id.or(group);
                self.changed_households.insert(at);
            }
            self.by_book.entry(book.clone()).or_insert(at);
            books.insert(book.clone(), at);
        }
        books
    }

    /// The saved household of a person, when it has a national number.
    fn numbered_home(&self, index: &Index) -> Option<usize> {
        let person = &self.persons[*self.by_index.get(index)?];
        let at = self.position_of(person.household_id)?;
        self.households[at].national_household_no.is_some().then_some(at)
    }

    fn position_of(&self, household: i64) -> Option<usize> {
        // Saved households stand in the order of their keys, new ones behind them.
        self.households
            .binary_search_by_key(&household, |it| it.id)
            .ok()
            .or_else(|| self.households.iter().position(|it| it.id == household))
    }

    fn settle_people(
        &mut self,
        sightings: &Sightings,
        home_of: &HashMap<Index, usize>,
        books: &BTreeMap<String, usize>,
        keys: &Keys,
    ) {
        let mut listed: HashMap<Index, BTreeSet<&str>> = HashMap::new();
        for it in sightings.people.iter().filter(|it| !it.book_no.is_empty()) {
            listed.entry(it.index).or_default().insert(&it.book_no);
        }
        // Police names win: they are read first.
        let (police, national): (Vec<&Sighting>, Vec<&Sighting>) =
            sightings.people.iter().partition(|it| !it.book_no.is_empty());
        let gone: BTreeSet<Index> = sightings.departures.iter().map(|it| it.0).collect();
        let mut peopled: BTreeSet<usize> = BTreeSet::new();
        for it in sightings.people.iter().filter(|it| !it.only_head) {
            peopled.extend(home_of.get(&it.index).or_else(|| books.get(&it.book_no)));
        }
        let mut named: BTreeSet<Index> = BTreeSet::new();
        for it in police.into_iter().chain(national) {
            let home = home_of.get(&it.index).or_else(|| books.get(&it.book_no)).copied();
            let Some(home) = home.or_else(|| {
                self.by_index
                    .get(&it.index)
                    .and_then(|at| self.position_of(self.persons[*at].household_id))
            }) else {
                continue;
            };
            let household_id = self.households[home].id;
            // A head whom only the list of households names is registered when
            // nobody else stands for the household, and has not been struck off.
            if it.only_head
                && !self.by_index.contains_key(&it.index)
                && (peopled.contains(&home) || gone.contains(&it.index))
            {
                continue;
            }
            let others: Vec<i64> = listed.get(&it.index).map_or(Vec::new(), |numbers| {
                let homes: BTreeSet<i64> = numbers
                    .iter()
                    .filter_map(|book| books.get(*book))
                    .map(|at| self.households[*at].id)
                    .filter(|it| *it != household_id)
                    .collect();
                homes.into_iter().collect()
            });
            let phone = (!it.phone.is_empty()).then_some(it.phone.as_str());
            match self.by_index.get(&it.index) {
                Some(at) => {
                    let person = &mut self.persons[*at];
                    let before = person.clone();
                    person.household_id = household_id;
                    person.county_id = self.county.id;
                    person.is_head |= it.is_head;
                    if named.insert(it.index) && !it.name.is_empty() {
                        person.name.clone_from(&it.name);
                    }
                    if listed.contains_key(&it.index) {
                        person.other_household_ids = others;
                    }
                    if let Some(phone) =
                        phone.filter(|it| person.phone_index != Some(keys.blind_phone(it)))
                    {
                        person.phone_index = Some(keys.blind_phone(phone));
                        person.phone_sealed = Some(keys.seal("phone", phone.as_bytes()));
                    }
                    if *person != before {
                        self.changed_persons.insert(*at);
                    }
                }
                None => {
                    named.insert(it.index);
                    self.by_index.insert(it.index, self.persons.len());
                    self.changed_persons.insert(self.persons.len());
                    self.persons.push(Person {
                        id: self.next.person,
                        household_id,
                        county_id: self.county.id,
                        name: it.name.clone(),
                        id_index: it.index,
                        id_sealed: it.sealed.clone(),
                        birth: it.id.birth(),
                        sex: match it.id.sex() {
                            Sex::Male => "male",
                            Sex::Female => "female",
                        }
                        .to_owned(),
                        is_head: it.is_head,
                        departed: None,
                        departed_on: None,
                        phone_index: phone.map(|it| keys.blind_phone(it)),
                        phone_sealed: phone.map(|it| keys.seal("phone", it.as_bytes())),
                        former_county_id: None,
                        other_household_ids: others,
                    });
                    self.next.person += 1;
                }
            }
        }
    }

    fn new_household(&mut self, village: i64, chain: (i64, i64)) -> usize {
        let at = self.households.len();
        self.households.push(Household {
            id: self.next.household,
            province_id: chain.0,
            prefecture_id: chain.1,
            county_id: self.county.id,
            township_id: 0,
            village_id: village,
            group_id: None,
            national_household_no: None,
            police_book_no: None,
            base_type: "ordinary_household".to_owned(),
            monitoring_type: None,
            monitoring_state: "none".to_owned(),
            identified_on: None,
            eliminated_on: None,
            no_labor_safety_net: false,
            members: 0,
            risks: Vec::new(),
        });
        self.next.household += 1;
        self.changed_households.insert(at);
        at
    }

    fn group_of(&mut self, village: i64, name: &str) -> i64 {
        if let Some(id) = self.by_group.get(&(village, name.to_owned())) {
            return *id;
        }
        let id = self.next.group;
        self.next.group += 1;
        self.new_groups += 1;
        self.groups.push(VillageGroup { id, village_id: village, name: name.to_owned() });
        self.by_group.insert((village, name.to_owned()), id);
        id
    }

    /// Places every household in its township, given the parent of a village.
    pub fn place_in_townships(&mut self, township_of: impl Fn(i64) -> Option<i64>) {
        for at in 0..self.households.len() {
            let household = &mut self.households[at];
            if let Some(township) = township_of(household.village_id)
                && household.township_id != township
            {
                household.township_id = township;
                self.changed_households.insert(at);
            }
        }
    }

    fn count_members(&mut self) {
        let mut members: HashMap<i64, i64> = HashMap::new();
        for person in self.persons.iter().filter(|it| it.departed.is_none()) {
            *members.entry(person.household_id).or_default() += 1;
        }
        for (at, household) in self.households.iter_mut().enumerate() {
            let count = members.get(&household.id).copied().unwrap_or_default();
            if household.members != count {
                household.members = count;
                self.changed_households.insert(at);
            }
        }
    }
}

/// Village and villager group that a row names, by name or in an address.
pub fn place_of(cells: &PersonCells, names: &RegionNames) -> (Option<i64>, Option<String>) {
    if cells.village.is_empty() && cells.group.is_empty() && cells.address.is_empty() {
        return (None, None);
    }
    let township = (!cells.township.is_empty()).then_some(cells.township.as_str());
    let group = kernel::region_names::group_name(&cells.group);
    if !cells.village.is_empty()
        && let Some(village) = names.village(township, &cells.village)
    {
        return (Some(village), group);
    }
    match names.in_address(&cells.address) {
        Some(found) => (Some(found.village), group.or(found.group)),
        None => (None, group),
    }
}

/// The village of this county that a row gives as the residence of a relocated household.
fn residence_of(cells: &PersonCells, names: &RegionNames) -> Option<i64> {
    if cells.residence.is_empty() {
        return None;
    }
    let village = names.village(None, &cells.residence);
    village.or_else(|| names.in_address(&cells.residence).map(|it| it.village))
}
