//! Who lives where: households and their members, made again at will.
//!
//! A household is a function of seed, county and number, so that any county can
//! be made alone, in any order, and two counties agree on who moved between them.

use chrono::NaiveDate;
use kernel::value::days_of;

use super::plan::{County, Plan};
use crate::random::Random;

/// How well somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Well.
    Well,
    /// A long illness (长期慢性病).
    Chronic,
    /// A serious illness (大病).
    Serious,
    /// Disabled.
    Disabled,
}

/// What somebody can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labor {
    /// A child or too old.
    None,
    /// Weak or half.
    Weak,
    /// Able.
    Able,
}

/// One person.
#[derive(Debug, Clone)]
pub struct Member {
    /// Person key.
    pub pid: i64,
    /// Days since 1970-01-01.
    pub birth: i64,
    /// Full years on the data date, near enough for making data.
    pub age: i64,
    /// How well.
    pub health: Health,
    /// Ability to work.
    pub labor: Labor,
    /// Died or left, as days since 1970-01-01.
    pub departed_on: Option<i64>,
}

/// Being watched, now or before.
#[derive(Debug, Clone)]
pub struct Monitoring {
    /// Code of the kind.
    pub kind: &'static str,
    /// When identified.
    pub identified_on: i64,
    /// When the risk was gone.
    pub eliminated_on: Option<i64>,
    /// Recorded risks, as codes of the list `risk`.
    pub risks: Vec<&'static str>,
}

/// One household.
#[derive(Debug, Clone)]
pub struct Home {
    /// Household key.
    pub hid: i64,
    /// Number in the county, from 0.
    pub number: usize,
    /// Township key.
    pub township: i64,
    /// Village key.
    pub village: i64,
    /// Group key.
    pub group: i64,
    /// Lifted out of poverty.
    pub out_of_poverty: bool,
    /// Watched.
    pub monitoring: Option<Monitoring>,
    /// Members, the head first.
    pub members: Vec<Member>,
    /// Whether the last member has moved to another county since.
    pub last_moved_away: bool,
}

impl Home {
    /// The head.
    #[must_use]
    pub fn head(&self) -> &Member {
        &self.members[0]
    }

    /// Whether the national system keeps it.
    #[must_use]
    pub fn in_national_system(&self) -> bool {
        self.out_of_poverty || self.monitoring.is_some()
    }

    /// Members the registry of this county still has.
    #[must_use]
    pub fn registered(&self) -> &[Member] {
        let stay = self.members.len() - usize::from(self.last_moved_away);
        &self.members[..stay]
    }
}

/// Households in a villager group and in a village: Yunnan has 14,100 villages
/// (catalogue ORG-07) for 6.1 million rural households.
pub const GROUP_HOUSEHOLDS: usize = 40;
/// Groups in a village.
pub const VILLAGE_GROUPS: usize = 11;
/// Villages in a township: 14,100 villages in 1,411 townships.
pub const TOWNSHIP_VILLAGES: usize = 10;
/// One household in so many has a member who has moved to another county.
const MOVED_ONE_IN: i64 = 1_500;
/// 0.7 % of the people on the lists have died or left in the year.
const DEPARTED_PER_MILLION: i64 = 7_000;

/// Risk codes in the order of how often they are recorded.
const RISKS: [&str; 8] = [
    "illness",
    "unstable_employment",
    "disability",
    "schooling",
    "natural_disaster",
    "labor_shortage",
    "business_failure",
    "accident",
];

/// The people of one county.
pub struct People<'a> {
    plan: &'a Plan,
    county: &'a County,
    as_of: i64,
}

impl People<'_> {
    /// The people of a county of a plan on a day.
    #[must_use]
    pub fn of<'a>(plan: &'a Plan, county: &'a County, as_of: NaiveDate) -> People<'a> {
        People { plan, county, as_of: days_of(as_of) }
    }

    /// Every household in order, with dense person keys.
    pub fn homes(&self) -> impl Iterator<Item = Home> {
        let mut next = self.county.first_pid;
        (0..self.county.households).map(move |number| {
            let home = self.home(number, next);
            next += home.members.len() as i64;
            home
        })
    }

    /// Members who have left for each of the counties after this one: which
    /// county (by number in the plan), which household number there, and who.
    pub fn moved_away(&self) -> impl Iterator<Item = (usize, usize, Member)> {
        let counties = self.plan.counties.len();
        self.homes().filter(|it| it.last_moved_away).filter_map(move |home| {
            let steps = 1 + home.number % 2;
            let to = (self.county.number + steps) % counties;
            let number = home.number % self.plan.counties[to].households;
            home.members.last().map(|it| (to, number, it.clone()))
        })
    }

    fn random(&self, number: usize) -> Random {
        Random::of(&[self.plan.seed, self.county.number as u64, number as u64])
    }

    fn home(&self, number: usize, first_pid: i64) -> Home {
        let mut random = self.random(number);
        let shares = &self.plan.shares;
        let out_of_poverty = random.chance(shares.out_of_poverty_per_million);
        let monitored =
            if out_of_poverty { shares.unstable_per_million } else { shares.marginal_per_million };
        let monitoring =
            random.chance(monitored).then(|| self.monitoring(&mut random, out_of_poverty));
        let mean =
            if out_of_poverty { shares.members_out_of_poverty } else { shares.members_others };
        let count = members(&mut random, mean);
        let group = number / GROUP_HOUSEHOLDS;
        let village = group / VILLAGE_GROUPS;
        let key = self.county.first_village;
        Home {
            hid: self.county.first_hid + number as i64,
            number,
            township: key + (village / TOWNSHIP_VILLAGES) as i64,
            village: key + 1_000 + village as i64,
            group: key + 10_000 + group as i64,
            out_of_poverty,
            monitoring,
            last_moved_away: 3 <= count
                && 1 < self.plan.counties.len()
                && random.below(MOVED_ONE_IN) == 0,
            members: (0..count).map(|it| self.member(&mut random, it, first_pid + it)).collect(),
        }
    }

    /// The head is grown up, the second is mostly the spouse, of the others more than half
    /// are children and young people.
    fn member(&self, random: &mut Random, place: i64, pid: i64) -> Member {
        let age_days = match place {
            0 => random.between(26 * 365, 76 * 365),
            1 if random.chance(800_000) => random.between(24 * 365, 74 * 365),
            _ if random.chance(550_000) => random.between(0, 24 * 365),
            _ => random.between(24 * 365, 82 * 365),
        };
        let age = age_days / 365;
        let health = match random.below(1_000) {
            0..780 => Health::Well,
            780..930 => Health::Chronic,
            930..965 => Health::Serious,
            _ => Health::Disabled,
        };
        let labor = match (age, health) {
            (..16 | 66.., _) => Labor::None,
            (_, Health::Serious | Health::Disabled) => Labor::Weak,
            _ => Labor::Able,
        };
        let departed_on =
            random.chance(DEPARTED_PER_MILLION).then(|| self.as_of - random.below(330));
        let departed_on = departed_on.filter(|it| self.as_of - age_days < *it);
        Member { pid, birth: self.as_of - age_days, age, health, labor, departed_on }
    }

    fn monitoring(&self, random: &mut Random, out_of_poverty: bool) -> Monitoring {
        let kind = match (random.chance(150_000), out_of_poverty) {
            (true, _) => "sudden_severe_difficulty",
            (false, true) => "unstable_out_of_poverty",
            (false, false) => "marginal_vulnerable",
        };
        let identified_on = self.as_of - random.between(20, 1_000);
        let eliminated = !random.chance(self.plan.shares.not_eliminated_per_million);
        let eliminated_on = eliminated
            .then(|| identified_on + random.between(90, 500))
            .filter(|it| *it < self.as_of);
        let first = usize::try_from(random.below(8).min(random.below(8))).unwrap_or_default();
        let mut risks = vec![RISKS[first]];
        if random.chance(200_000) {
            risks.push(RISKS[(first + 3) % RISKS.len()]);
        }
        Monitoring { kind, identified_on, eliminated_on, risks }
    }
}

/// Household sizes of the 2020 census shape (one to seven, mean 3.83), moved to the mean.
fn members(random: &mut Random, mean: f64) -> i64 {
    const SIZES: [i64; 12] = [1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 7];
    let count = SIZES[usize::try_from(random.below(12)).unwrap_or_default()];
    let more = mean - 46.0 / 12.0;
    let shift = random
        .chance((more.abs() * 1_000_000.0 * if more < 0.0 { 12.0 / 11.0 } else { 1.0 }) as i64);
    match (shift, more < 0.0) {
        (false, _) => count,
        (true, true) => (count - 1).max(1),
        (true, false) => count + 1,
    }
}
