//! Months, quarters, years, the income year, rolling windows, and the arithmetic of months.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A month of the calendar. `month` is 1 to 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    /// The year, 1 to 9999.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u32,
}

/// A stretch of time that figures are counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// One month: `2023-10`.
    Month(Month),
    /// One quarter, 1 to 4: `2023Q4`.
    Quarter {
        /// The year.
        year: i32,
        /// The quarter, 1 to 4.
        quarter: u32,
    },
    /// One calendar year: `2023`.
    Year(i32),
    /// The income year (收入年度): 1 October of the year before to 30 September: `2023IY`.
    IncomeYear(i32),
    /// The twelve months that end with a day: `2023-10-31R12`.
    Rolling12 {
        /// The last day.
        to: NaiveDate,
    },
}

/// The text is no month or period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("不是有效的期间：{0}（应写作 2023-10、2023Q4、2023、2023IY 或 2023-10-31R12）")]
pub struct PeriodError(pub String);

impl Month {
    /// The month, if there is one: `month` 1 to 12, `year` 1 to 9999.
    pub fn new(year: i32, month: u32) -> Option<Month> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Month { year, month })
    }

    /// The month that holds `date`.
    pub fn of(date: NaiveDate) -> Month {
        Month { year: date.year(), month: date.month() }
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).expect("a Month is a calendar month")
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.plus_months(1).first_day() - Days::new(1)
    }

    /// The month `months` later, or earlier when negative.
    pub fn plus_months(self, months: i32) -> Month {
        let count = self.index() + months;
        Month { year: count.div_euclid(12), month: count.rem_euclid(12).cast_unsigned() + 1 }
    }

    /// Months since January of the year 0: differences count months.
    fn index(self) -> i32 {
        self.year * 12 + self.month.cast_signed() - 1
    }
}

/// `2023-10`
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Reads `2023-10`, `202310`, `2023年10月`; also with a point or a stroke, and one digit for the
/// month where something separates it.
impl FromStr for Month {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Month, PeriodError> {
        let parse = || {
            let (year, rest) = text.split_at_checked(4)?;
            let month = match rest.strip_prefix(['-', '/', '.']) {
                Some(month) => month,
                None => match rest.strip_prefix('年') {
                    Some(month) => month.strip_suffix('月')?,
                    None if rest.len() == 2 => rest,
                    None => return None,
                },
            };
            Month::new(digits(year)?, digits(month).filter(|_| month.len() <= 2)?.cast_unsigned())
        };
        parse().ok_or_else(|| PeriodError(text.to_owned()))
    }
}

impl TryFrom<String> for Month {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Month, PeriodError> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

impl Period {
    /// The first day.
    pub fn from(self) -> NaiveDate {
        match self {
            Period::Month(month) => month.first_day(),
            Period::Quarter { year, quarter } => Month { year, month: quarter * 3 - 2 }.first_day(),
            Period::Year(year) => Month { year, month: 1 }.first_day(),
            Period::IncomeYear(year) => Month { year: year - 1, month: 10 }.first_day(),
            Period::Rolling12 { to } => minus_months(to, 12) + Days::new(1),
        }
    }

    /// The last day.
    pub fn to(self) -> NaiveDate {
        match self {
            Period::Month(month) => month.last_day(),
            Period::Quarter { year, quarter } => Month { year, month: quarter * 3 }.last_day(),
            Period::Year(year) => Month { year, month: 12 }.last_day(),
            Period::IncomeYear(year) => Month { year, month: 9 }.last_day(),
            Period::Rolling12 { to } => to,
        }
    }

    /// Whether `date` lies in it.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from() <= date && date <= self.to()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Month(month) => month.fmt(f),
            Period::Quarter { year, quarter } => write!(f, "{year:04}Q{quarter}"),
            Period::Year(year) => write!(f, "{year:04}"),
            Period::IncomeYear(year) => write!(f, "{year:04}IY"),
            Period::Rolling12 { to } => write!(f, "{to}R12"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        let year = |text: &str| digits(text).filter(|&year| text.len() == 4 && year > 0);
        let parse = || {
            if let Some(to) = text.strip_suffix("R12") {
                let to: NaiveDate = to.parse().ok()?;
                return (1..=9999).contains(&to.year()).then_some(Period::Rolling12 { to });
            }
            if let Some(income_year) = text.strip_suffix("IY") {
                return year(income_year).map(Period::IncomeYear);
            }
            if let Some((of_year, quarter)) = text.split_once('Q') {
                let quarter = match quarter {
                    "1" => 1,
                    "2" => 2,
                    "3" => 3,
                    "4" => 4,
                    _ => return None,
                };
                return Some(Period::Quarter { year: year(of_year)?, quarter });
            }
            match year(text) {
                Some(year) => Some(Period::Year(year)),
                None => text.parse().ok().map(Period::Month),
            }
        };
        parse().ok_or_else(|| PeriodError(text.to_owned()))
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Period, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

/// Whole calendar months from one day to another: 2023-07-18 to 2023-10-31 are 3.
///
/// A month counts when the day of the month is reached; the last day of a month reaches every
/// day, so 2023-08-31 to 2023-09-30 is one. Negative when `to` lies before `from`.
pub fn full_months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    if to < from {
        return -full_months_between(to, from);
    }
    let months = Month::of(to).index() - Month::of(from).index();
    let reached = from.day() <= to.day() || is_month_end(to);
    if reached { months } else { months - 1 }
}

/// The day `months` earlier (later when negative): the same day of that month, its last day when
/// it is shorter. From the last day of a month one comes to the last day of a month: 2023-09-30
/// less 2 is 2023-07-31. Stops at the last date chrono knows.
pub fn minus_months(date: NaiveDate, months: i32) -> NaiveDate {
    let by = Months::new(months.unsigned_abs());
    let moved = if 0 <= months { date.checked_sub_months(by) } else { date.checked_add_months(by) };
    match moved {
        Some(moved) if is_month_end(date) => Month::of(moved).last_day(),
        Some(moved) => moved,
        None if 0 <= months => NaiveDate::MIN,
        None => NaiveDate::MAX,
    }
}

fn is_month_end(date: NaiveDate) -> bool {
    date.succ_opt().is_none_or(|next| next.day() == 1)
}

/// A number of one to four ASCII digits.
fn digits(text: &str) -> Option<i32> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_read_and_shown() {
        let check = |text: &str, expected: Option<&str>| {
            let month = text.parse::<Month>().ok().map(|month| month.to_string());
            assert_eq!(month.as_deref(), expected, "{text}");
        };
        for text in ["2023-10", "202310", "2023年10月", "2023/10", "2023.10"] {
            check(text, Some("2023-10"));
        }
        check("2023-1", Some("2023-01"));
        check("2023年1月", Some("2023-01"));
        check("20231", None);
        check("2023-13", None);
        check("2023-00", None);
        check("0000-01", None);
        check("2023-10-31", None);
        check("2023年10", None);
        check("２０２３-10", None);
        check("年月", None);
        check("+023-10", None);
        check("2023-+1", None);
        check("", None);
    }

    #[test]
    fn months_have_days_and_neighbours() {
        let check = |text: &str, first: &str, last: &str| {
            let month: Month = text.parse().unwrap();
            assert_eq!(month.first_day(), date(first));
            assert_eq!(month.last_day(), date(last));
            assert_eq!(Month::of(date(last)), month);
        };
        check("2023-10", "2023-10-01", "2023-10-31");
        check("2024-02", "2024-02-01", "2024-02-29");
        check("2023-12", "2023-12-01", "2023-12-31");
        let october = Month::new(2023, 10).unwrap();
        for months in -300..300 {
            let moved = october.plus_months(months);
            assert_eq!(moved.plus_months(-months), october);
            assert!(Month::new(moved.year, moved.month).is_some());
        }
        assert_eq!(october.plus_months(3).to_string(), "2024-01");
        assert_eq!(october.plus_months(-10).to_string(), "2022-12");
        assert_eq!(Month::new(2023, 13), None);
    }

    #[test]
    fn periods_begin_and_end() {
        let check = |text: &str, from: &str, to: &str| {
            let period: Period = text.parse().unwrap();
            assert_eq!((period.from(), period.to()), (date(from), date(to)), "{text}");
            assert_eq!(period.to_string(), text);
            assert!(period.contains(date(from)) && period.contains(date(to)));
            assert!(!period.contains(date(from) - Days::new(1)));
            assert!(!period.contains(date(to) + Days::new(1)));
        };
        check("2023-10", "2023-10-01", "2023-10-31");
        check("2023Q1", "2023-01-01", "2023-03-31");
        check("2023Q4", "2023-10-01", "2023-12-31");
        check("2023", "2023-01-01", "2023-12-31");
        check("2023IY", "2022-10-01", "2023-09-30");
        check("2023-10-31R12", "2022-11-01", "2023-10-31");
        check("2024-02-29R12", "2023-03-01", "2024-02-29");
        check("2023-10-15R12", "2022-10-16", "2023-10-15");
    }

    #[test]
    fn other_texts_are_no_periods() {
        for text in [
            "",
            "23",
            "2023Q5",
            "2023Q",
            "Q4",
            "2023Q44",
            "IY",
            "0000",
            "2023-10-32R12",
            "R12",
            "二〇二三",
        ] {
            assert_eq!(text.parse::<Period>(), Err(PeriodError(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn files_hold_periods_as_text() {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct Batch {
            month: Month,
            period: Period,
        }
        let text = "month = \"2023-10\"\nperiod = \"2023IY\"\n";
        let batch: Batch = toml::from_str(text).unwrap();
        assert_eq!(batch.period, Period::IncomeYear(2023));
        assert_eq!(toml::to_string(&batch).unwrap(), text);
        assert!(toml::from_str::<Batch>("month = \"2023-14\"\nperiod = \"2023\"").is_err());
    }

    #[test]
    fn full_months() {
        let check = |from: &str, to: &str, months: i32| {
            assert_eq!(full_months_between(date(from), date(to)), months, "{from} {to}");
            assert_eq!(full_months_between(date(to), date(from)), -months, "{to} {from}");
        };
        check("2023-07-18", "2023-10-31", 3);
        check("2023-07-31", "2023-10-31", 3);
        check("2023-07-31", "2023-10-30", 2);
        check("2023-08-31", "2023-09-30", 1);
        check("2023-08-31", "2023-09-29", 0);
        check("2023-01-31", "2023-02-28", 1);
        check("2023-10-31", "2023-10-31", 0);
        check("2022-10-31", "2023-10-31", 12);
        check("2023-10-01", "2023-10-31", 0);
    }

    #[test]
    fn months_back() {
        let check = |from: &str, months: i32, expected: &str| {
            assert_eq!(minus_months(date(from), months), date(expected), "{from} - {months}");
        };
        check("2023-10-31", 3, "2023-07-31");
        check("2023-10-31", 12, "2022-10-31");
        check("2023-10-31", 1, "2023-09-30");
        check("2023-09-30", 2, "2023-07-31");
        check("2023-02-28", 12, "2022-02-28");
        check("2024-02-29", 12, "2023-02-28");
        check("2023-02-28", -12, "2024-02-29");
        check("2023-03-30", 1, "2023-02-28");
        check("2023-10-18", 3, "2023-07-18");
        check("2023-10-18", 0, "2023-10-18");
        check("2023-10-18", -3, "2024-01-18");
        assert_eq!(minus_months(date("2023-10-18"), i32::MAX), NaiveDate::MIN);
        assert_eq!(minus_months(date("2023-10-18"), i32::MIN), NaiveDate::MAX);
    }

    /// The two walks agree: what lies n months back is n full months away.
    #[test]
    fn months_back_are_full_months_away() {
        for day in date("2022-12-01").iter_days().take(800) {
            for months in 0..30 {
                assert_eq!(full_months_between(minus_months(day, months), day), months, "{day}");
            }
        }
    }
}
