//! The numbers behind a plan, as they counted at one moment.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use indicator::Amount;
use kernel::{Period, RegionLevel};
use policy::Unit;
use store::{Tx, WhichValues};

use super::{period, plan::Plan};
use crate::{
    home::Home,
    indicators::values::{tally_of, values_of},
};

/// A number with what it tells of households.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// The number; none over a denominator of zero.
    pub(super) amount: Option<Amount>,
    /// The period it was stored for.
    pub(super) period: Period,
    /// `computed`, `ledger` or `reported`.
    pub(super) how: String,
    /// The document of one that was entered.
    pub(super) document: Option<String>,
    /// The fewest households that could be told from it; none when it is no count of them.
    pub(super) households: Option<i64>,
}

/// By region, indicator and period.
pub(super) struct Numbers(BTreeMap<(i64, String, Period), Number>);

impl Numbers {
    /// Everything a plan shows.
    pub(super) async fn of(
        home: &Home,
        tx: &mut Tx,
        plan: &Plan,
        at: DateTime<Utc>,
    ) -> anyhow::Result<Numbers> {
        let mut found = BTreeMap::new();
        let names: Vec<(&str, Unit)> = plan
            .figures()
            .into_iter()
            .filter_map(|it| Some((it.indicator.as_str(), Unit::from_name(&it.unit)?)))
            .collect();
        let unit_of = |name: &str| names.iter().find(|it| it.0 == name).map(|it| it.1);
        // Above the county values are added up as they are read; below it one statement reads all.
        let regions = &home.definitions.regions;
        let wide = |id: &i64| {
            let level = regions.get(*id).map(|it| it.level);
            level.is_some_and(|it| it < RegionLevel::County)
        };
        let (above, below): (Vec<i64>, Vec<i64>) = plan.regions().into_iter().partition(wide);
        for wanted in plan.periods() {
            let text = wanted.to_string();
            let which =
                WhichValues { period: Some(&text), as_of: Some(at), ..WhichValues::default() };
            for row in tx.indicator_values(&below, which).await? {
                let Some(unit) = unit_of(&row.indicator) else { continue };
                let amount = row.value.as_deref().and_then(Amount::parse);
                let tally = tally_of(&row);
                let number = Number {
                    amount,
                    period: wanted,
                    how: row.how,
                    document: row.document,
                    households: households(tally, amount, unit),
                };
                found.insert((row.region_id, row.indicator, wanted), number);
            }
            for region in above.iter().filter_map(|it| regions.get(*it)) {
                for (name, values) in values_of(home, tx, region, which).await? {
                    let Some(unit) = unit_of(&name) else { continue };
                    let Some(it) = values.into_iter().next() else { continue };
                    let number = Number {
                        amount: it.amount,
                        period: wanted,
                        how: it.how,
                        document: it.rows.first().and_then(|it| it.document.clone()),
                        households: households(it.tally, it.amount, unit),
                    };
                    found.insert((region.id, name, wanted), number);
                }
            }
        }
        Ok(Numbers(found))
    }

    /// The number of an indicator that counts for a period.
    pub(super) fn get(&self, region: i64, indicator: &str, of: Period) -> Option<&Number> {
        let key = |it| (region, indicator.to_owned(), it);
        period::counting(of).into_iter().find_map(|it| self.0.get(&key(it)))
    }
}

/// How many households could be told from a number. A count of people may be smaller than the
/// households it was looked for in: the smaller of both is what it tells. A share or a mean tells
/// of those it was computed over.
fn households(tally: Option<indicator::Tally>, amount: Option<Amount>, unit: Unit) -> Option<i64> {
    let counts = matches!(unit, Unit::Households | Unit::Persons);
    match tally {
        Some(it) => {
            let known = it.households - it.missing;
            match (it.denominator, counts) {
                (None, true) if it.numerator == 0 => Some(0),
                (None, true) => Some(known.min(it.numerator)),
                _ => Some(known),
            }
        }
        // Ledgers and statistics: only what counts families or people.
        None if counts => {
            let whole = amount?.millionths() / 1_000_000;
            Some(whole)
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use indicator::Tally;

    use super::*;

    #[test]
    fn what_a_number_tells_of_households() {
        let tally = |numerator, denominator, households, missing| {
            Some(Tally { numerator, denominator, households, missing })
        };
        let persons = Unit::Persons;
        assert_eq!(households(tally(3, None, 3, 0), None, Unit::Households), Some(3));
        assert_eq!(households(tally(0, None, 90, 0), None, persons), Some(0));
        assert_eq!(households(tally(3, None, 90, 2), None, persons), Some(3));
        assert_eq!(households(tally(300, None, 4, 0), None, persons), Some(4));
        assert_eq!(households(tally(900, Some(1000), 7, 3), None, Unit::Percent), Some(4));
        assert_eq!(households(tally(900_000, None, 2, 0), None, Unit::Yuan), Some(2));
        assert_eq!(households(None, Amount::whole(2), persons), Some(2));
        assert_eq!(households(None, Amount::whole(2), Unit::Percent), None);
    }
}
