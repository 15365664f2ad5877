//! What goes wrong for whom: one difficulty a household, so that each can be told apart.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use super::people::{County, Household, Person, shuffled};

/// Places in the lists of the county: people where the difficulty is one person's, else households.
#[derive(Default)]
pub(super) struct Plan {
    pub expensive_year: Vec<usize>,
    pub expensive_stay: Vec<usize>,
    /// One large stay, reversed afterwards: no difficulty.
    pub reversed_stay: Vec<usize>,
    pub diagnosed: Vec<usize>,
    pub uninsured: Vec<usize>,
    pub severe: Vec<usize>,
    pub mental: Vec<usize>,
    pub other_disabled: Vec<usize>,
    /// In no list of pupils.
    pub not_enrolled: HashSet<usize>,
    /// Of these, in the list of suspected dropouts.
    pub dropouts: Vec<usize>,
    pub jobless: Vec<usize>,
    pub bad_houses: Vec<usize>,
    pub other_houses: Vec<usize>,
    pub dry: Vec<usize>,
    pub dry_shortly: Vec<usize>,
    pub losses: Vec<usize>,
    /// Of `losses`, those of the hail village.
    pub hail: HashSet<usize>,
    pub low_income: HashSet<usize>,
}

struct Lots<'c> {
    county: &'c County,
    free: Vec<usize>,
}

impl Lots<'_> {
    fn households(&mut self, full: usize, fits: impl Fn(&Household) -> bool) -> Vec<usize> {
        let wanted = self.county.part(full);
        let county = self.county;
        let mut drawn = Vec::new();
        self.free.retain(|place| {
            let take = drawn.len() < wanted && fits(&county.households[*place]);
            if take {
                drawn.push(*place);
            }
            !take
        });
        drawn
    }

    fn people(&mut self, full: usize, fits: impl Fn(&Person, &Household) -> bool) -> Vec<usize> {
        let county = self.county;
        let one = |home: &Household| {
            home.members.clone().find(|place| {
                let person = &county.people[*place];
                person.departed.is_none() && fits(person, home)
            })
        };
        let homes = self.households(full, |home| one(home).is_some());
        homes.into_iter().filter_map(|place| one(&county.households[place])).collect()
    }
}

impl Plan {
    /// Draws the lots.
    pub fn of(county: &County) -> Plan {
        let mut random = county.random(3);
        let free = shuffled(&mut random, county.households.len());
        let mut lots = Lots { county, free };
        let adult = |person: &Person, _: &Household| person.age >= 18;
        let pupil = |person: &Person, _: &Household| {
            (7..14).contains(&age_on(person, school_cut(county.as_of)))
        };
        let hail_village = county.villages.len() / 2;
        let of_hail = county.households.iter().filter(|it| it.village == hail_village).count();
        // Close to a fifth, and a third of the rows lacks the number: more than a tenth is sure.
        let hit = (of_hail * 19 / 100).max(1);
        let mut hail: Vec<usize> = Vec::new();
        lots.free.retain(|place| {
            let take = hail.len() < hit && county.households[*place].village == hail_village;
            if take {
                hail.push(*place);
            }
            !take
        });
        let not_enrolled = lots.people(26, pupil);
        let earner = |person: &Person, home: &Household| {
            let top = home.members.clone().filter_map(|it| county.people[it].work.as_ref());
            let top = top.map(|it| it.wage).max();
            person.work.as_ref().is_some_and(|it| Some(it.wage) == top)
        };
        let mut plan = Plan {
            dropouts: not_enrolled[..not_enrolled.len() * 3 / 5].to_vec(),
            not_enrolled: not_enrolled.into_iter().collect(),
            low_income: lots
                .households(42, |it| it.out_of_poverty && it.monitored.is_none())
                .into_iter()
                .collect(),
            uninsured: lots.people(55, |person, home| person.age >= 16 && home.low_income()),
            jobless: lots.people(45, earner),
            expensive_year: lots.people(100, adult),
            expensive_stay: lots.people(60, adult),
            reversed_stay: lots.people(12, adult),
            diagnosed: lots.people(54, adult),
            severe: lots.people(36, adult),
            mental: lots.people(16, adult),
            other_disabled: lots.people(18, adult),
            bad_houses: lots.households(48, |_| true),
            other_houses: lots.households(34, |_| true),
            dry: lots.households(34, |_| true),
            dry_shortly: lots.households(16, |_| true),
            losses: lots.households(85, |_| true),
            hail: HashSet::new(),
        };
        plan.losses.extend(&hail);
        plan.losses.sort_unstable();
        plan.hail = hail.into_iter().collect();
        plan
    }
}

/// The last 31 August on or before the date; in August the one of the last year.
pub(super) fn school_cut(as_of: NaiveDate) -> NaiveDate {
    let year = if as_of.month() >= 9 { as_of.year() } else { as_of.year() - 1 };
    NaiveDate::from_ymd_opt(year, 8, 31).unwrap_or(as_of)
}

/// Full years on a day.
pub(super) fn age_on(person: &Person, day: NaiveDate) -> i64 {
    day.years_since(person.birth).map_or(-1, i64::from)
}
