//! 价格: monthly means of quotations, and by how much they fell. Whole fen and basis points; no float.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::Month;
use policy::PriceBase;
use serde::Serialize;

/// The mean of a month's quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MonthlyPrice {
    /// Fen, rounded to the nearest.
    pub fen: i64,
    /// How many quotations.
    pub quotations: i64,
}

/// A month's price beside what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PriceFall {
    /// The month.
    pub month: Month,
    /// Its price, fen.
    pub fen: Option<i64>,
    /// The month it is compared with.
    pub base_month: Month,
    /// The price of that month, fen.
    pub base_fen: Option<i64>,
    /// By how many basis points it fell, rounded down; below zero for a rise. None where a price is
    /// missing.
    pub fall: Option<i64>,
}

/// The mean of each month's quotations: day and fen.
#[must_use]
pub fn monthly(quotations: &[(NaiveDate, i64)]) -> BTreeMap<Month, MonthlyPrice> {
    let mut sums: BTreeMap<Month, (i64, i64)> = BTreeMap::new();
    for (on, fen) in quotations {
        let sum = sums.entry(Month::of(*on)).or_default();
        *sum = (sum.0 + fen, sum.1 + 1);
    }
    let mean = |(sum, count): (i64, i64)| MonthlyPrice {
        fen: (2 * sum + count).div_euclid(2 * count),
        quotations: count,
    };
    sums.into_iter().map(|(month, it)| (month, mean(it))).collect()
}

/// The falls of the last `months` months up to `last`, oldest first.
#[must_use]
pub fn price_falls(
    prices: &BTreeMap<Month, MonthlyPrice>,
    last: Month,
    months: u32,
    against: PriceBase,
) -> Vec<PriceFall> {
    let back = i32::try_from(months).unwrap_or(i32::MAX);
    let price = |month: Month| prices.get(&month).map(|it| it.fen);
    let fall = |ago: i32| {
        let month = last.plus_months(-ago);
        let base_month = match against {
            PriceBase::YearBefore => month.plus_months(-12),
            PriceBase::BeforeTheFall => last.plus_months(-back),
        };
        let (fen, base_fen) = (price(month), price(base_month));
        let fall = fen.zip(base_fen).filter(|(_, base)| 0 < *base);
        let fall = fall.map(|(fen, base)| {
            let points = (i128::from(base) - i128::from(fen)) * 10_000;
            i64::try_from(points.div_euclid(base.into())).unwrap_or(i64::MIN)
        });
        PriceFall { month, fen, base_month, base_fen, fall }
    };
    (0..back).rev().map(fall).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_price_of_a_month_is_the_mean_of_its_quotations() {
        let prices = monthly(&[
            (day("2023-10-05"), 1_000),
            (day("2023-10-25"), 1_001),
            (day("2023-09-01"), 900),
        ]);
        let seen: Vec<(String, i64, i64)> =
            prices.iter().map(|(month, it)| (month.to_string(), it.fen, it.quotations)).collect();
        assert_eq!(seen, [("2023-09".into(), 900, 1), ("2023-10".into(), 1_001, 2)]);
    }

    #[test]
    fn falls_are_against_the_year_before_or_the_month_before_the_fall() {
        let quotations: Vec<(NaiveDate, i64)> = [
            ("2022-09-10", 1_000),
            ("2022-10-10", 1_000),
            ("2023-07-10", 900),
            ("2023-08-10", 870),
            ("2023-09-10", 800),
            ("2023-10-10", 799),
        ]
        .iter()
        .map(|(on, fen)| (day(on), *fen))
        .collect();
        let prices = monthly(&quotations);
        let last: Month = "2023-10".parse().expect("a month");
        let falls = |months, against| -> Vec<Option<i64>> {
            price_falls(&prices, last, months, against).into_iter().map(|it| it.fall).collect()
        };
        // August of the year before was not quoted.
        assert_eq!(falls(3, PriceBase::YearBefore), [None, Some(2_000), Some(2_010)]);
        // Against July: 3.33 %, 11.11 %, 11.22 %, rounded down.
        assert_eq!(falls(3, PriceBase::BeforeTheFall), [Some(333), Some(1_111), Some(1_122)]);
        assert_eq!(falls(1, PriceBase::YearBefore), [Some(2_010)]);
    }
}
