//! Whom a row is about: found, doubtful, or to be decided by a person.

use std::cell::RefCell;

use chrono::NaiveDate;
use hashbrown::HashMap;
use kernel::{IdForm, IdProblem, IdReading, MatchLevel, ResidentId, birth_hint};

use crate::feed::{DepartedRule, Feed};
use crate::names;
use crate::repeats::HouseholdRepeats;
use crate::roster::{BlindIndex, Departure, Roster, RosterPerson, group_key, phone_key};
use crate::row::{Row, RowSubject};

/// Matches rows to the people of a roster. It decides nothing that a person must decide.
pub struct Matcher<'a> {
    roster: &'a Roster,
    index: &'a dyn Fn(&ResidentId) -> BlindIndex,
    phone: &'a dyn Fn(&str) -> i64,
    /// Numbers seen before. Most people stand in many rows of a file, and a blind index costs
    /// more than all else a row needs.
    seen: RefCell<HashMap<ResidentId, Seen>>,
}

/// A number's blind index, and who of the roster has it.
#[derive(Clone, Copy)]
struct Seen {
    index: BlindIndex,
    place: Option<u32>,
}

/// The result for one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How sure it is; this is what the lake stores.
    pub level: MatchLevel,
    /// The person, when the number found one.
    pub pid: Option<i64>,
    /// The person's household.
    pub hid: Option<i64>,
    /// The register has the person in another household too; `hid` is the first.
    pub other_households: bool,
    /// What became of the row.
    pub outcome: Outcome,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// About this person.
    Matched,
    /// The number is in the base, but something contradicts.
    Review(ReviewReason),
    /// A valid number that is not in the base.
    Unmatched(UnmatchedReason),
    /// The number finds nobody; these people have the name.
    Candidate {
        /// Why the number is unusable. None when it is valid, but the register has someone of this
        /// name and birth date without a number.
        problem: Option<IdProblem>,
        /// Everyone with the name, in the village when the row names one.
        candidates: Vec<Candidate>,
        /// The place among them of the only one that birth date, phone, group and family leave;
        /// none while more than one household remains.
        chosen: Option<usize>,
    },
    /// No usable number and nobody with the name.
    Quarantined(IdProblem),
    /// About a whole group or village, not about a person.
    Accepted,
}

/// What contradicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewReason {
    /// The number belongs to someone with another name.
    NameConflict {
        /// The name is that of another member of the household: the two numbers were swapped.
        swapped_with: Option<i64>,
    },
    /// The same number is listed in two households.
    SameIdTwoHouseholds,
    /// The person has died.
    PersonDead,
    /// The person has moved away.
    PersonMoved,
    /// The event lies after the person's death.
    ClaimAfterDeath,
}

/// Why a valid number is not in the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnmatchedReason {
    /// Not registered here.
    NotInRegister,
    /// Died, and struck off.
    DiedStruckOff,
    /// Moved away, and struck off.
    MovedStruckOff,
}

/// Someone the row may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub pid: i64,
    /// The household.
    pub hid: i64,
    /// What speaks for them.
    pub why: Vec<Evidence>,
}

/// What speaks for a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// 姓名一致
    Name,
    /// 同村
    Village,
    /// 户编号或户号一致
    HouseholdNumber,
    /// The birth date that can still be read in the unusable number.
    Birth,
    /// The phone of the person or the household.
    Phone,
    /// The villager group.
    Group,
    /// The head, guardian or caller named in the row is a member of the household.
    Member,
}

impl<'a> Matcher<'a> {
    /// A matcher for one roster; `index` makes the blind index of a number.
    pub fn new(roster: &'a Roster, index: &'a dyn Fn(&ResidentId) -> BlindIndex) -> Matcher<'a> {
        Matcher { roster, index, phone: &phone_key, seen: RefCell::default() }
    }

    /// The same, for a roster whose phones have keys of this kind instead of [`phone_key`].
    pub fn with_phones(self, phone: &'a dyn Fn(&str) -> i64) -> Matcher<'a> {
        Matcher { phone, ..self }
    }

    /// The verdict on a row.
    ///
    /// `village` is the region id of the village the row names, when it names one that was found.
    /// `event_date` is the row's date for [`DepartedRule::ByDate`]. `repeats` are the numbers that
    /// the same file lists in two households, for feeds that look for them.
    pub fn verdict(
        &self,
        row: &Row,
        village: Option<i64>,
        event_date: Option<NaiveDate>,
        feed: &Feed,
        repeats: Option<&HouseholdRepeats>,
    ) -> Verdict {
        if row.subject != RowSubject::Person {
            return verdict(MatchLevel::Group, None, Outcome::Accepted);
        }
        match &row.id {
            Ok(reading) => self.by_number(row, reading, event_date, feed, repeats),
            Err(problem) => self.by_name(row, *problem, village),
        }
    }

    fn by_number(
        &self,
        row: &Row,
        reading: &IdReading,
        event_date: Option<NaiveDate>,
        feed: &Feed,
        repeats: Option<&HouseholdRepeats>,
    ) -> Verdict {
        let Seen { index, place } = self.look_up(&reading.id);
        let Some(person) = place.map(|it| self.roster.at(it)) else {
            return self.not_found(row, reading, &index);
        };
        if let Some(reason) = self.contradiction(row, reading, person, event_date, feed, repeats) {
            let level = match reason {
                ReviewReason::PersonDead | ReviewReason::PersonMoved => MatchLevel::Departed,
                _ => MatchLevel::Review,
            };
            return verdict(level, Some(person), Outcome::Review(reason));
        }
        let level = match reading.form {
            IdForm::Eighteen => MatchLevel::IdExact,
            IdForm::DisabilityCertificate | IdForm::SchoolNumber => MatchLevel::IdFromCertificate,
            IdForm::FromFifteen => MatchLevel::IdFromFifteen,
        };
        verdict(level, Some(person), Outcome::Matched)
    }

    fn look_up(&self, id: &ResidentId) -> Seen {
        let mut seen = self.seen.borrow_mut();
        *seen.entry(*id).or_insert_with(|| {
            let index = (self.index)(id);
            Seen { index, place: self.roster.place(&index) }
        })
    }

    /// A valid number that is not in the base: its owner left, is registered without a number, or
    /// belongs elsewhere.
    fn not_found(&self, row: &Row, reading: &IdReading, index: &BlindIndex) -> Verdict {
        let (level, reason) = match self.roster.struck_off(index) {
            Some((Departure::Died, _)) => (MatchLevel::Departed, UnmatchedReason::DiedStruckOff),
            Some((Departure::Moved, _)) => (MatchLevel::Departed, UnmatchedReason::MovedStruckOff),
            None => {
                let same = self.roster.without_number(&row.person.name, reading.id.birth());
                let why = vec![Evidence::Name, Evidence::Birth];
                let candidates: Vec<Candidate> = same
                    .map(|person| Candidate { pid: person.pid, hid: person.hid, why: why.clone() })
                    .collect();
                if !candidates.is_empty() {
                    return candidate_verdict(None, candidates);
                }
                (MatchLevel::Unmatched, UnmatchedReason::NotInRegister)
            }
        };
        verdict(level, None, Outcome::Unmatched(reason))
    }

    fn contradiction(
        &self,
        row: &Row,
        reading: &IdReading,
        person: &RosterPerson,
        event_date: Option<NaiveDate>,
        feed: &Feed,
        repeats: Option<&HouseholdRepeats>,
    ) -> Option<ReviewReason> {
        if repeats.is_some_and(|repeats| repeats.is_repeated(&reading.id)) {
            return Some(ReviewReason::SameIdTwoHouseholds);
        }
        // Another member of the household has exactly this name: the numbers were swapped, however
        // alike the two names sound.
        let name = row.person.name.as_str();
        if !name.is_empty() && name != person.name {
            let mut others =
                self.roster.household(person.hid).filter(|other| other.pid != person.pid);
            let swapped_with = others.find(|other| other.name == name).map(|other| other.pid);
            if swapped_with.is_some() || !names::agree(name, &person.name) {
                return Some(ReviewReason::NameConflict { swapped_with });
            }
        }
        let (departure, on) = person.departed?;
        match (feed.departed, departure) {
            (DepartedRule::Ignore, _) => None,
            (DepartedRule::Review, Departure::Died) => Some(ReviewReason::PersonDead),
            (DepartedRule::Review, Departure::Moved) => Some(ReviewReason::PersonMoved),
            (DepartedRule::ByDate, Departure::Died) => {
                event_date.filter(|&date| on < date).map(|_| ReviewReason::ClaimAfterDeath)
            }
            (DepartedRule::ByDate, Departure::Moved) => None,
        }
    }

    fn by_name(&self, row: &Row, problem: IdProblem, village: Option<i64>) -> Verdict {
        let cells = &row.person;
        let nobody = || verdict(MatchLevel::Unmatched, None, Outcome::Quarantined(problem));
        if cells.name.is_empty() {
            return nobody();
        }
        let numbers = [cells.household_no.as_str(), cells.book_no.as_str()];
        let mut numbers = numbers.into_iter().filter(|number| !number.is_empty());
        let numbered = numbers.find_map(|number| self.roster.household_numbered(number));
        let birth = birth_hint(&row.id_raw);
        let phone = Some(cells.phone.as_str()).filter(|it| !it.is_empty()).map(self.phone);
        let group = Some(group_key(&cells.group)).filter(|&group| group != 0);
        let members = [cells.head_name.as_str(), cells.caller.as_str()];
        let mut candidates = Vec::new();
        for person in self.roster.named(&cells.name) {
            if village.is_some_and(|village| village != person.village) {
                continue;
            }
            let mut why = vec![Evidence::Name];
            let mut add = |holds: bool, evidence: Evidence| {
                if holds {
                    why.push(evidence);
                }
            };
            add(village.is_some(), Evidence::Village);
            add(numbered == Some(person.hid), Evidence::HouseholdNumber);
            add(birth == Some(person.birth), Evidence::Birth);
            add(phone.is_some() && phone == person.phone, Evidence::Phone);
            add(group == Some(person.group), Evidence::Group);
            let is_member = members.iter().any(|member| {
                !member.is_empty()
                    && *member != cells.name
                    && self.roster.household(person.hid).any(|other| other.name == *member)
            });
            add(is_member, Evidence::Member);
            candidates.push(Candidate { pid: person.pid, hid: person.hid, why });
        }
        if candidates.is_empty() {
            return nobody();
        }
        candidate_verdict(Some(problem), candidates)
    }
}

impl Outcome {
    /// The stable word for the kind of outcome.
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Matched => "matched",
            Outcome::Review(_) => "review",
            Outcome::Unmatched(_) => "unmatched",
            Outcome::Candidate { .. } => "candidate",
            Outcome::Quarantined(_) => "quarantined",
            Outcome::Accepted => "accepted",
        }
    }
}

impl ReviewReason {
    /// The stable code for machines.
    pub fn code(self) -> &'static str {
        match self {
            ReviewReason::NameConflict { .. } => "name_conflict",
            ReviewReason::SameIdTwoHouseholds => "same_id_two_households",
            ReviewReason::PersonDead => "person_dead",
            ReviewReason::PersonMoved => "person_moved",
            ReviewReason::ClaimAfterDeath => "claim_after_death",
        }
    }

    /// What contradicts and what to do, in Chinese.
    pub fn zh(self) -> &'static str {
        match self {
            ReviewReason::NameConflict { swapped_with: Some(_) } => {
                "姓名是同户另一人的，可能两人证号互换：请核对两人的证号"
            }
            ReviewReason::NameConflict { swapped_with: None } => {
                "证号对应的是另一个姓名：请核对姓名和证号"
            }
            ReviewReason::SameIdTwoHouseholds => "同一证号列在两户名下：请确定属于哪一户",
            ReviewReason::PersonDead => "此人已登记死亡：请核实后从名册中去除",
            ReviewReason::PersonMoved => "此人户口已迁出：请核实后从名册中去除",
            ReviewReason::ClaimAfterDeath => "发生日期在死亡日期之后：请核实",
        }
    }
}

impl UnmatchedReason {
    /// The stable code for machines.
    pub fn code(self) -> &'static str {
        match self {
            UnmatchedReason::NotInRegister => "not_in_register",
            UnmatchedReason::DiedStruckOff => "died_struck_off",
            UnmatchedReason::MovedStruckOff => "moved_struck_off",
        }
    }

    /// The Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            UnmatchedReason::NotInRegister => "不在本县登记簿",
            UnmatchedReason::DiedStruckOff => "已死亡注销",
            UnmatchedReason::MovedStruckOff => "已迁出注销",
        }
    }
}

impl Evidence {
    /// The Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            Evidence::Name => "姓名一致",
            Evidence::Village => "同村",
            Evidence::HouseholdNumber => "户编号一致",
            Evidence::Birth => "出生日期一致",
            Evidence::Phone => "电话一致",
            Evidence::Group => "同组",
            Evidence::Member => "户主或监护人同户",
        }
    }
}

/// Narrows by one kind of evidence after another; a kind that nobody has narrows nothing. The
/// choice stands when all that remain are one household.
fn choose(candidates: &[Candidate]) -> Option<usize> {
    let mut left: Vec<usize> = (0..candidates.len()).collect();
    for evidence in [
        Evidence::HouseholdNumber,
        Evidence::Birth,
        Evidence::Phone,
        Evidence::Member,
        Evidence::Group,
    ] {
        let having: Vec<usize> = left
            .iter()
            .copied()
            .filter(|&place| candidates[place].why.contains(&evidence))
            .collect();
        if !having.is_empty() {
            left = having;
        }
    }
    let first = *left.first()?;
    left.iter().all(|&place| candidates[place].hid == candidates[first].hid).then_some(first)
}

fn candidate_verdict(problem: Option<IdProblem>, candidates: Vec<Candidate>) -> Verdict {
    let chosen = choose(&candidates);
    let person = chosen.map(|place| (candidates[place].pid, candidates[place].hid));
    Verdict {
        level: MatchLevel::Candidate,
        pid: person.map(|(pid, _)| pid),
        hid: person.map(|(_, hid)| hid),
        other_households: false,
        outcome: Outcome::Candidate { problem, candidates, chosen },
    }
}

fn verdict(level: MatchLevel, person: Option<&RosterPerson>, outcome: Outcome) -> Verdict {
    Verdict {
        level,
        pid: person.map(|person| person.pid),
        hid: person.map(|person| person.hid),
        other_households: person.is_some_and(|person| person.other_households),
        outcome,
    }
}
