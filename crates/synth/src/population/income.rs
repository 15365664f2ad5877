//! The national system's persons, with the incomes of their households, and the accounts that were
//! computed from them.

use kernel::table::Tables;

use super::{
    department::{Days, Department},
    people::{Health, Home, Labor, Member},
    sheet::{
        Cell::{Code, Day, Int, None, Yes},
        Sheet, SheetPlace,
    },
};
use crate::random::Random;

/// Half of all de-poverty households live on less, in yuan a head. The plan gives 55.38 % of the
/// persons below 10,000 yuan and 8.38 % below 6,000 for 2020 (ch. 1 §2): a logarithm spread of
/// 0.337. The level is that of 2023: a mean of 15,600 yuan, as in the sample of Yongren.
const MEDIAN_YUAN: f64 = 14_740.0;
const SPREAD: f64 = 0.337;

const COLUMNS: [&str; 35] = [
    "household_no",
    "is_head",
    "base_type",
    "monitoring_type",
    "risk_eliminated",
    "identified_on",
    "eliminated_on",
    "risk1",
    "risk2",
    "no_labor_safety_net",
    "wage_income",
    "operating_income",
    "property_income",
    "transfer_income",
    "operating_expense",
    "net_household_income",
    "net_income_per_capita",
    "claims_income",
    "compliant_out_of_pocket",
    "labor_capacity",
    "ill",
    "seriously_ill",
    "disabled",
    "in_school",
    "resident_insurance",
    "employee_insurance",
    "resident_pension",
    "dibao",
    "tekun",
    "dangerous_house",
    "safe_water",
    "public_post",
    "risk3",
    "risk4",
    "risk5",
];

/// What an account gives to screening.
const ACCOUNT: [&str; 3] = ["net_per_capita", "last_net_per_capita", "reference_per_capita"];
/// Income of de-poverty persons grows by about a tenth a year (plan, ch. 1 §2), in percent; a bad
/// year takes most of it.
const GROWTH_PERCENT: (i64, i64) = (-8, 28);
const BAD_YEARS_PER_MILLION: i64 = 8_000;
const BAD_YEAR_PERCENT: (i64, i64) = (-70, -25);
/// Households that had no account a year before: new in the system, or moved in.
const FIRST_YEARS_PER_MILLION: i64 = 20_000;

/// The national system.
pub struct Income {
    persons: Sheet<35>,
    accounts: Sheet<3>,
}

/// A household's year, in fen.
struct Year {
    wage: i64,
    operating: i64,
    property: i64,
    transfer: i64,
    expense: i64,
    net: i64,
    per_head: Option<i64>,
    claims: i64,
    out_of_pocket: i64,
}

impl Year {
    fn of(home: &Home, random: &mut Random) -> Year {
        let heads = home.members.len() as i64;
        let net = random.amount(MEDIAN_YUAN * 100.0, SPREAD) * heads;
        // Somebody at work earns most of it; without one it comes from transfers.
        let works = home.members.iter().any(|it| it.labor == Labor::Able);
        let wage = net * if works { random.between(45, 70) } else { 0 } / 100;
        let operating_net = net * random.between(5, 25) / 100;
        let property = if random.chance(300_000) { net * random.between(0, 3) / 100 } else { 0 };
        let expense = operating_net * random.between(10, 60) / 100;
        Year {
            wage,
            operating: operating_net + expense,
            property,
            transfer: net - wage - operating_net - property,
            expense,
            net,
            per_head: (!random.chance(3_000)).then_some(net / heads),
            claims: if random.chance(10_000) { random.amount(800_000.0, 0.8) } else { 0 },
            out_of_pocket: if random.chance(120_000) { random.amount(150_000.0, 1.0) } else { 0 },
        }
    }
}

impl Income {
    pub(super) fn open(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<Income> {
        let persons = Sheet::open(tables, "national_persons", COLUMNS, place)?;
        let accounts = Sheet::open(tables, "income_accounts", ACCOUNT, place)?;
        Ok(Income { persons: persons.without_strangers(), accounts: accounts.without_strangers() })
    }
}

impl Department for Income {
    fn home(&mut self, home: &Home, _: &Days, random: &mut Random) -> anyhow::Result<()> {
        if !home.in_national_system() {
            return Ok(());
        }
        let year = Year::of(home, random);
        let no_labor = home.members.iter().all(|it| it.labor == Labor::None);
        let base =
            if home.out_of_poverty { "out_of_poverty_household" } else { "ordinary_household" };
        let watched = home.monitoring.as_ref();
        let risk = |place: usize| match watched.and_then(|it| it.risks.get(place)) {
            Some(risk) => Code(risk),
            Option::None => None,
        };
        let (poor_house, bad_water) = (random.chance(2_000), random.chance(3_000));
        let dibao = random.chance(170_000);
        let maybe = |it: Option<i64>| it.map_or(None, Day);
        for (place, member) in home.members.iter().enumerate() {
            let cells = [
                Int(home.hid.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed())),
                Yes(place == 0),
                Code(base),
                watched.map_or(None, |it| Code(it.kind)),
                watched.map_or(None, |it| Yes(it.eliminated_on.is_some())),
                watched.map_or(None, |it| Day(it.identified_on)),
                maybe(watched.and_then(|it| it.eliminated_on)),
                risk(0),
                risk(1),
                Yes(no_labor),
                Int(year.wage),
                Int(year.operating),
                Int(year.property),
                Int(year.transfer),
                Int(year.expense),
                Int(year.net),
                year.per_head.map_or(None, Int),
                if year.claims == 0 { None } else { Int(year.claims) },
                Int(year.out_of_pocket),
                labor(member, random),
                Yes(matches!(member.health, Health::Chronic | Health::Serious)),
                Yes(member.health == Health::Serious),
                Yes(member.health == Health::Disabled),
                Yes((6..=17).contains(&member.age)),
                Yes(!random.chance(30_000)),
                Yes(random.chance(20_000)),
                if member.age < 16 { None } else { Yes(!random.chance(50_000)) },
                Yes(dibao),
                Yes(random.chance(4_000)),
                Yes(poor_house),
                Yes(!bad_water),
                Yes(member.labor != Labor::None && random.chance(60_000)),
                None,
                None,
                None,
            ];
            self.persons.row(home, member, cells)?;
        }
        // A household whose net income is not stated has no complete account, and says nothing.
        let Some(net) = year.per_head else { return Ok(()) };
        let heads = home.members.len() as i64;
        let reference = net + (year.claims - year.out_of_pocket) / heads;
        self.accounts.household_row(
            home,
            [Int(net), last_year(net, random).map_or(None, Int), Int(reference)],
        )
    }

    fn finish(self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>> {
        let accounts = self.accounts.finish()?;
        Ok(vec![("national_persons", self.persons.finish()?), ("income_accounts", accounts)])
    }
}

/// What the household had a head a year before.
fn last_year(net: i64, random: &mut Random) -> Option<i64> {
    if random.chance(FIRST_YEARS_PER_MILLION) {
        return Option::None;
    }
    let bad = random.chance(BAD_YEARS_PER_MILLION);
    let (low, high) = if bad { BAD_YEAR_PERCENT } else { GROWTH_PERCENT };
    Some(net * 100 / (100 + random.between(low, high)))
}

/// 3.7 % of the de-poverty labour has a skill (plan, 2020). One in a hundred is not recorded.
fn labor(member: &Member, random: &mut Random) -> super::sheet::Cell<'static> {
    let one = random.below(1_000);
    match member.labor {
        _ if one < 10 => None,
        Labor::None if member.age < 16 => Code("none"),
        Labor::None => Code(if one < 500 { "lost" } else { "none" }),
        Labor::Weak => Code("weak_or_half"),
        Labor::Able => Code(if one < 47 { "skilled" } else { "ordinary" }),
    }
}
