//! Working days: weekends, public holidays and the days worked in exchange (调休).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use serde::Deserialize;

/// The holidays the State Council announces each year. The default knows of none and counts
/// Saturdays and Sundays only, as does every year that is not in the file: ask
/// [`Holidays::covers`] and say so where a deadline depends on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    off: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
    basis: BTreeMap<i32, String>,
}

/// Why the file of holidays was refused.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Not TOML, or an unknown key.
    #[error("节假日文件无法读取：{0}")]
    Toml(#[from] toml::de::Error),
    /// A section that is not named by a year.
    #[error("节假日文件：[{0}] 不是年份")]
    Year(String),
    /// A date that cannot be read, or a stretch that ends before it begins.
    #[error("节假日文件 [{year}]：日期 {text} 有误（应写作 2023-01-28 或 2023-01-21..2023-01-27）")]
    Date {
        /// The section.
        year: i32,
        /// What stands there.
        text: String,
    },
    /// A day far from its section's year, or a worked day that is no weekend or also off.
    #[error("节假日文件 [{year}]：{date} 不合理（不在该年前后，或调休上班日不是周末，或同时放假）")]
    Day {
        /// The section.
        year: i32,
        /// The day.
        date: NaiveDate,
    },
}

/// The day in China (UTC+8, no summer time) at an instant: days of policy are China's.
#[must_use]
pub fn china_day(at: DateTime<Utc>) -> NaiveDate {
    (at + TimeDelta::hours(8)).date_naive()
}

impl Holidays {
    /// Reads the text of `data/holidays.toml`: a section for each year with `basis`, `off` and
    /// `worked`.
    ///
    /// # Errors
    /// A [`CalendarError`] for anything that is not exactly understood, unknown keys included.
    pub fn parse(toml_text: &str) -> Result<Holidays, CalendarError> {
        let sections: BTreeMap<String, Section> = toml::from_str(toml_text)?;
        let mut holidays = Holidays::default();
        for (key, section) in sections {
            let year: i32 = key.parse().map_err(|_| CalendarError::Year(key))?;
            for text in &section.off {
                holidays.off.extend(days_of_section(year, text)?);
            }
            for text in &section.worked {
                holidays.worked.extend(days_of_section(year, text)?);
            }
            holidays.basis.insert(year, section.basis);
        }
        let wrong = |date: &&NaiveDate| !is_weekend(**date) || holidays.off.contains(*date);
        match holidays.worked.iter().find(wrong) {
            Some(&date) => Err(CalendarError::Day { year: date.year(), date }),
            None => Ok(holidays),
        }
    }

    /// Whether the holidays of this year are known.
    pub fn covers(&self, year: i32) -> bool {
        self.basis.contains_key(&year)
    }

    /// The document that announced the holidays of this year.
    pub fn basis(&self, year: i32) -> Option<&str> {
        self.basis.get(&year).map(String::as_str)
    }

    /// Whether offices work on this day.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.off.contains(&date) && (!is_weekend(date) || self.worked.contains(&date))
    }

    /// The `days`-th working day after `from`, which itself does not count; `from` itself for 0;
    /// backwards when negative. Stops at the last date chrono knows.
    pub fn add_working_days(&self, from: NaiveDate, days: i32) -> NaiveDate {
        let mut date = from;
        let mut left = days.unsigned_abs();
        while 0 < left {
            let Some(next) = (if days < 0 { date.pred_opt() } else { date.succ_opt() }) else {
                break;
            };
            date = next;
            left -= u32::from(self.is_working_day(date));
        }
        date
    }

    /// The working days after `from` up to and including `to`: what has passed of a time limit
    /// that began on `from`. Negative when `to` lies before `from`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let mut days = 0;
        let mut date = from;
        while date < to {
            date = date + Days::new(1);
            days += i32::from(self.is_working_day(date));
        }
        days
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    basis: String,
    off: Vec<String>,
    worked: Vec<String>,
}

/// The days of `2023-01-21..2023-01-27`, at most a month of them, or of a single date. A year's
/// notice may begin in the last days of the year before.
fn days_of_section(year: i32, text: &str) -> Result<Vec<NaiveDate>, CalendarError> {
    let unreadable = || CalendarError::Date { year, text: text.to_owned() };
    let date = |text: &str| text.parse::<NaiveDate>().map_err(|_| unreadable());
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to) = (date(from)?, date(to)?);
    if !(0..31).contains(&(to - from).num_days()) {
        return Err(unreadable());
    }
    match [from, to].into_iter().find(|date| !(year - 1..=year).contains(&date.year())) {
        Some(date) => Err(CalendarError::Day { year, date }),
        None => Ok(from.iter_days().take_while(|day| *day <= to).collect()),
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Holidays {
        Holidays::parse(include_str!("../../../data/holidays.toml")).unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_begins_eight_hours_earlier_in_china() {
        let at = |text: &str| china_day(text.parse().unwrap()).to_string();
        assert_eq!(at("2023-10-31T15:59:59Z"), "2023-10-31");
        assert_eq!(at("2023-10-31T16:00:00Z"), "2023-11-01");
    }

    #[test]
    fn holidays_and_worked_weekends() {
        let holidays = ours();
        let check = |day: &str, works: bool| {
            assert_eq!(holidays.is_working_day(date(day)), works, "{day}");
        };
        check("2023-10-31", true);
        check("2023-10-28", false);
        check("2023-09-29", false);
        check("2023-10-06", false);
        check("2023-10-07", true);
        check("2023-10-08", true);
        check("2022-12-31", false);
        check("2023-01-02", false);
        check("2026-02-23", false);
        check("2026-02-28", true);
    }

    /// The working days of a year as published; each year also compared day by day with another
    /// calendar when the file was made.
    #[test]
    fn working_days_of_a_year() {
        let holidays = ours();
        let check = |year: i32, days: i32| {
            let from = date(&format!("{}-12-31", year - 1));
            let to = date(&format!("{year}-12-31"));
            assert_eq!(holidays.working_days_between(from, to), days, "{year}");
            assert!(holidays.covers(year));
            assert!(holidays.basis(year).unwrap().contains(&year.to_string()));
        };
        check(2021, 250);
        check(2022, 249);
        check(2023, 249);
        check(2024, 251);
        check(2025, 248);
        check(2026, 248);
    }

    #[test]
    fn deadlines_in_working_days() {
        let holidays = ours();
        let check = |from: &str, days: i32, expected: &str| {
            let due = holidays.add_working_days(date(from), days);
            assert_eq!(due, date(expected), "{from} {days:+}");
            if holidays.is_working_day(due) {
                assert_eq!(holidays.working_days_between(date(from), due), days);
            }
        };
        check("2023-10-30", 0, "2023-10-30");
        check("2023-10-30", 1, "2023-10-31");
        check("2023-10-27", 1, "2023-10-30");
        check("2023-09-28", 1, "2023-10-07");
        check("2023-09-28", 2, "2023-10-08");
        check("2023-09-28", 3, "2023-10-09");
        check("2023-10-07", -1, "2023-09-28");
        check("2023-09-30", 1, "2023-10-07");
    }

    #[test]
    fn a_year_that_is_not_in_the_file_has_weekends_only() {
        let holidays = ours();
        assert!(!holidays.covers(2020));
        assert_eq!(holidays.basis(2020), None);
        assert!(holidays.is_working_day(date("2020-10-01")));
        assert!(!holidays.is_working_day(date("2020-10-03")));
        assert!(Holidays::default().is_working_day(date("2023-10-02")));
    }

    #[test]
    fn refuses_what_it_does_not_understand() {
        let check = |text: &str, expected: &str| {
            let error = Holidays::parse(text).unwrap_err();
            assert!(error.to_string().contains(expected), "{text}: {error}");
        };
        let year = |off: &str, worked: &str| {
            format!("[2023]\nbasis = \"b\"\noff = [{off}]\nworked = [{worked}]")
        };
        check("[next]\nbasis = \"b\"\noff = []\nworked = []", "不是年份");
        check("[2023]\nbasis = \"b\"\noff = []\nworked = []\nhalf = []", "half");
        check("[2023]\noff = []\nworked = []", "basis");
        check(&year("\"2023-02-30\"", ""), "2023-02-30");
        check(&year("\"2023-05-03..2023-04-29\"", ""), "2023-05-03..2023-04-29");
        check(&year("\"2013-05-01\"", ""), "2013-05-01");
        check(&year("", "\"2023-10-31\""), "2023-10-31");
        check(&year("\"2023-10-07\"", "\"2023-10-07\""), "2023-10-07");
    }
}
