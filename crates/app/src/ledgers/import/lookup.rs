//! Whom and what words mean: people and families of the county, records of other ledgers, places.
//! Everything is read once for a file.

use std::collections::{BTreeMap, HashMap, HashSet};

use intake::{Roster, RosterPerson, names_agree};
use kernel::{IdProblem, RegionLevel, RegionNames, ResidentId, cleaning::squeeze};
use ledger::{Field, FieldType, Ledger, Plain, ValueFault};
use store::{RecordFilter, Scope, Tx};

use super::{
    super::{error::LedgerError, names::Names, terms::Terms},
    cell::{fault, is_scientific, lost_digits},
};

/// How many records are read at a time.
const PAGE: i64 = 5_000;

/// What words mean in a county.
pub(super) struct Lookups<'a> {
    terms: &'a Terms<'a>,
    county: Option<i64>,
    places: RegionNames,
    roster: Option<Roster>,
    titles: BTreeMap<String, Titles>,
}

/// Records of a ledger by what they are called.
#[derive(Default)]
struct Titles {
    by_title: HashMap<String, Vec<i64>>,
    ids: HashSet<i64>,
}

impl<'a> Lookups<'a> {
    /// Of the county the terms are of; above a county nobody is found.
    pub(super) fn of(terms: &'a Terms<'a>) -> Lookups<'a> {
        let regions = &terms.home.definitions.regions;
        let county = regions.chain(terms.region_id()).county;
        let places = county.map(|it| RegionNames::of(regions, it)).unwrap_or_default();
        Lookups { terms, county, places, roster: None, titles: BTreeMap::new() }
    }

    /// Reads what a field needs.
    pub(super) async fn load(
        &mut self,
        tx: &mut Tx,
        ledger: &Ledger,
        field: &Field,
    ) -> Result<(), LedgerError> {
        match &field.ty {
            FieldType::Household | FieldType::Person if self.roster.is_none() => {
                self.roster = Some(self.read_roster(tx).await?);
            }
            FieldType::Link { to } if !self.titles.contains_key(to) => {
                let titles = self.read_titles(tx, ledger, field, to).await?;
                self.titles.insert(to.clone(), titles);
            }
            _ => {}
        }
        Ok(())
    }

    async fn read_roster(&self, tx: &mut Tx) -> Result<Roster, LedgerError> {
        let Some(county) = self.county else { return Ok(Roster::default()) };
        let people = tx.roster_of(county).await?;
        let people = people.into_iter().map(|it| RosterPerson {
            pid: it.person_id,
            hid: it.household_id,
            village: it.village_id,
            name: it.name,
            birth: it.birth,
            phone: None,
            group: 0,
            index: Some(it.id_index),
            departed: None,
            other_households: it.in_other_households,
        });
        let roster = Roster::new(people.collect(), Vec::new());
        let households = tx.households_in(county).await?;
        let numbers =
            households.iter().filter_map(|it| Some((it.national_household_no.as_deref()?, it.id)));
        Ok(roster.with_household_numbers(numbers))
    }

    /// What the records that a link may point to are called, as lists show it.
    async fn read_titles(
        &self,
        tx: &mut Tx,
        ledger: &Ledger,
        link: &Field,
        to: &str,
    ) -> Result<Titles, LedgerError> {
        let mut titles = Titles::default();
        let Some(other) = self.terms.ledger(to) else { return Ok(titles) };
        let regions = &self.terms.home.definitions.regions;
        let Some(region) = regions.get(self.terms.region_id()) else { return Ok(titles) };
        let scope = Scope::region(region.id, region.level);
        let all = RecordFilter::default();
        let mut before = None;
        loop {
            let page = tx.records(other, &[], &scope, &all, before, PAGE).await?;
            let Some(last) = page.last() else { return Ok(titles) };
            before = Some(last.id);
            let pointing = page.iter().map(|it| (link.name.clone(), Plain::Number(it.id)));
            let pointing: Vec<BTreeMap<String, Plain>> =
                pointing.map(|it| BTreeMap::from([it])).collect();
            let names = Names::of(tx, self.terms, ledger, &pointing).await?;
            for it in &page {
                titles.ids.insert(it.id);
                if let Some(title) = names.get(&link.ty, it.id) {
                    titles.by_title.entry(squeeze(&title).into_owned()).or_default().push(it.id);
                }
            }
        }
    }

    /// A record of a ledger was written just now: later rows may name it.
    pub(super) fn written(&mut self, ledger: &Ledger, id: i64, title: Option<&Plain>) {
        let Some(titles) = self.titles.get_mut(&ledger.id) else { return };
        titles.ids.insert(id);
        if let (Some(title), Some(field)) = (title, ledger.field(&ledger.title)) {
            let text = ledger.show(field, title, false);
            titles.by_title.entry(squeeze(&text).into_owned()).or_default().push(id);
        }
    }

    /// A person, by the identity number; the name has to agree.
    pub(super) fn person(&self, name: &str, number: &str) -> Result<Plain, ValueFault> {
        if number.is_empty() {
            return no_number(name, "身份证号", "identity number");
        }
        let person = self.numbered(number)?;
        if !names_agree(name, &person.name) {
            return Err(other_name());
        }
        Ok(Plain::Number(person.pid))
    }

    /// A family, by its national number or the identity number of its head; the name has to be one
    /// of its members'.
    pub(super) fn household(&self, name: &str, number: &str) -> Result<Plain, ValueFault> {
        if number.is_empty() {
            return no_number(name, "户编号，没有的写户主身份证号", "household number");
        }
        let Some(roster) = &self.roster else { return Err(unknown_household()) };
        let plain = kernel::cleaning::number(number);
        let household = match roster.household_numbered(&plain) {
            Some(it) => it,
            None if is_scientific(&plain) => return Err(lost_digits()),
            // What is no identity number was meant to be a household's.
            None if ResidentId::read(number).is_err() => return Err(unknown_household()),
            None => self.numbered(number)?.hid,
        };
        let mut members = roster.household(household).peekable();
        if members.peek().is_some() && !members.any(|it| names_agree(name, &it.name)) {
            return Err(other_name());
        }
        Ok(Plain::Number(household))
    }

    fn numbered(&self, number: &str) -> Result<&RosterPerson, ValueFault> {
        if number.contains('*') {
            return Err(fault(
                "身份证号打了星号，认不出是谁：请写完整",
                "the identity number is masked: write it in full",
            ));
        }
        let id = match ResidentId::read(number) {
            Ok(it) => it.id,
            Err(IdProblem::LostDigits) => return Err(lost_digits()),
            Err(_) => {
                return Err(fault(
                    "身份证号不对：应是 18 位，并通过校验",
                    "not a valid identity number of 18 characters",
                ));
            }
        };
        let index = self.terms.home.keys.blind_index(&id);
        let found = self.roster.as_ref().and_then(|it| it.find(&index));
        found.ok_or_else(|| {
            fault(
                "本县登记簿里没有这个身份证号：请核对；确是本县的人，先导入登记簿再导入本表",
                "nobody of the county has this identity number: check it, or import the register first",
            )
        })
    }

    /// A record, by what it is called or by its number.
    pub(super) fn record(&self, to: &str, words: &str) -> Result<Plain, ValueFault> {
        let of = self.terms.ledger(to).map(|it| it.words.clone()).unwrap_or_default();
        let unknown = || {
            fault(
                &format!("{}里没有“{words}”：请写那条记录的名称或记录编号，或先登记它", of.zh),
                &format!("no record \"{words}\" in {}: write its title or number", of.en),
            )
        };
        let Some(titles) = self.titles.get(to) else { return Err(unknown()) };
        let squeezed = squeeze(words);
        match titles.by_title.get(&*squeezed).map(Vec::as_slice) {
            Some([id]) => return Ok(Plain::Number(*id)),
            Some(ids) => {
                let count = ids.len();
                return Err(fault(
                    &format!("{}里有 {count} 条叫“{words}”：请改写记录编号", of.zh),
                    &format!(
                        "{count} records of {} are called \"{words}\": write the number",
                        of.en
                    ),
                ));
            }
            None => {}
        }
        let number = squeezed.strip_prefix(&*squeeze(&of.zh)).unwrap_or(&squeezed);
        let id = number.parse().ok().filter(|it| titles.ids.contains(it));
        id.map(Plain::Number).ok_or_else(unknown)
    }

    /// The township or village of a row. A township that is not of the county is not overlooked, as
    /// it is in department files: the row may be another county's.
    pub(super) fn place(&self, township: &str, village: &str) -> Result<i64, ValueFault> {
        let found = self.places.township(township);
        if !township.is_empty() && found.is_none() {
            return Err(fault(
                &format!("认不出乡镇“{township}”：请写本县乡镇的全称"),
                &format!("no township \"{township}\" in the county"),
            ));
        }
        if let (Some(it), true) = (found, village.is_empty()) {
            return Ok(it);
        }
        let within = found.map(|_| township);
        self.places.village(within, village).ok_or_else(|| {
            fault(
                &format!("认不出村“{village}”：请写全称，同名的村还要写对乡镇"),
                &format!("no village \"{village}\" there: write township and village in full"),
            )
        })
    }

    /// A place as a field says it: a code, or names.
    pub(super) fn region(&self, words: &str, levels: &[RegionLevel]) -> Result<Plain, ValueFault> {
        let regions = &self.terms.home.definitions.regions;
        let is_wanted = |id: &i64| regions.get(*id).is_some_and(|it| levels.contains(&it.level));
        let by_name = || {
            let mut near: Vec<_> = regions.ancestors(self.terms.region_id()).collect();
            if let Some(it) = regions.ancestors(self.terms.region_id()).next() {
                near.extend(regions.children(it.id));
            }
            near.extend(regions.get(self.terms.region_id()));
            let named = near.into_iter().find(|it| squeeze(&it.name) == squeeze(words));
            named.map(|it| it.id)
        };
        let found = regions
            .by_stat_code(words)
            .map(|it| it.id)
            .filter(is_wanted)
            .or_else(|| self.places.village(None, words).filter(is_wanted))
            .or_else(|| self.places.township(words).filter(is_wanted))
            .or_else(|| by_name().filter(is_wanted));
        found.map(Plain::Number).ok_or_else(|| {
            fault(
                &format!("认不出地方“{words}”：请写全乡镇和村，或写区划代码"),
                &format!("no place \"{words}\": write township and village, or the code"),
            )
        })
    }
}

fn no_number(name: &str, zh: &str, en: &str) -> Result<Plain, ValueFault> {
    match name.is_empty() {
        true => Ok(Plain::Blank),
        false => Err(fault(&format!("只有姓名认不准，请写{zh}"), &format!("give the {en} too"))),
    }
}

fn other_name() -> ValueFault {
    fault(
        "号码和姓名对不上：号码在登记簿里是别人的，请核对",
        "the number is somebody else's: name and number do not agree",
    )
}

fn unknown_household() -> ValueFault {
    fault(
        "本县登记簿里没有这个户编号：请核对，或写户主的身份证号",
        "no household of the county has this number: check it, or write the head's identity number",
    )
}
