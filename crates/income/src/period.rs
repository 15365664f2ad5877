//! The months an account covers.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use kernel::Month;

/// Some months ending with one: an income year, any twelve months, a quarter.
///
/// Facts count their windows back from the data date, so that folding with the last day of the
/// period as data date gives exactly the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IncomePeriod {
    /// The last month.
    pub last: Month,
    /// How many.
    pub months: u32,
}

impl IncomePeriod {
    /// The income year that ends with this month of a year (practice §2.1: September).
    #[must_use]
    pub fn year(year: i32, ends: u32) -> Option<IncomePeriod> {
        Some(IncomePeriod { last: Month::new(year, ends)?, months: 12 })
    }

    /// Twelve full months ending with one.
    #[must_use]
    pub fn twelve_to(last: Month) -> IncomePeriod {
        IncomePeriod { last, months: 12 }
    }

    /// The twelve full months before the month of an identification (practice §2.1).
    #[must_use]
    pub fn before_identification(month: Month) -> IncomePeriod {
        IncomePeriod::twelve_to(month.plus_months(-1))
    }

    /// The calendar quarter that ends with a month; none when no quarter ends with it.
    #[must_use]
    pub fn quarter_to(last: Month) -> Option<IncomePeriod> {
        let is_end = last.first_day().month().is_multiple_of(3);
        is_end.then_some(IncomePeriod { last, months: 3 })
    }

    /// The first month.
    #[must_use]
    pub fn first(self) -> Month {
        let back = i32::try_from(self.months).unwrap_or(i32::MAX);
        self.last.plus_months(1 - back)
    }

    /// The last day, from which windows are counted back.
    #[must_use]
    pub fn as_of(self) -> NaiveDate {
        self.last.last_day()
    }

    /// The same months a year earlier.
    #[must_use]
    pub fn year_before(self) -> IncomePeriod {
        IncomePeriod { last: self.last.plus_months(-12), ..self }
    }

    /// The quarters it is made of, oldest first; empty when it is not made of whole quarters.
    #[must_use]
    pub fn quarters(self) -> Vec<IncomePeriod> {
        let count = i32::try_from(self.months / 3).unwrap_or_default();
        let quarters = (0..count).rev().map(|it| self.last.plus_months(-3 * it));
        quarters.map(IncomePeriod::quarter_to).collect::<Option<_>>().unwrap_or_default()
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.first().first_day()..=self.as_of()).contains(&day)
    }
}

/// `2022-10至2023-09`.
impl fmt::Display for IncomePeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}至{}", self.first(), self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn the_income_year_runs_from_october_to_september() {
        let year = IncomePeriod::year(2023, 9).unwrap();
        assert_eq!(year.to_string(), "2022-10至2023-09");
        assert_eq!(year.as_of().to_string(), "2023-09-30");
        assert_eq!(year.year_before().to_string(), "2021-10至2022-09");
        assert!(year.contains("2022-10-01".parse().unwrap()));
        assert!(!year.contains("2023-10-01".parse().unwrap()));
    }

    #[test]
    fn identification_takes_the_twelve_full_months_before() {
        let before = IncomePeriod::before_identification(month("2021-06"));
        assert_eq!(before.to_string(), "2020-06至2021-05");
    }

    #[test]
    fn an_income_year_is_four_quarters_and_other_twelve_months_are_none() {
        let year = IncomePeriod::year(2023, 9).unwrap();
        let ends: Vec<String> = year.quarters().iter().map(|it| it.last.to_string()).collect();
        assert_eq!(ends, ["2022-12", "2023-03", "2023-06", "2023-09"]);
        assert!(IncomePeriod::twelve_to(month("2023-10")).quarters().is_empty());
    }
}
