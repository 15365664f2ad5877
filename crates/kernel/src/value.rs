//! One stored cell of a canonical table, and how dates and keys become integers.

use chrono::{Datelike, NaiveDate};

use crate::Fen;

/// Days from 0001-01-01 to 1970-01-01, counted as chrono counts them.
const EPOCH_FROM_CE: i64 = 719_163;

/// One cell as the lake stores it. What the integer means is said by the column's
/// [`ColumnType`](crate::ColumnType): fen, a plain integer, hundredths, days since 1970-01-01,
/// 0 or 1, the index of a code in its list, or the fingerprint of a key. Only labels are text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Value {
    /// The cell is empty, or what it held could not be used.
    #[default]
    Null,
    /// Every type but `label`.
    Int(i64),
    /// A short text without personal content.
    Text(String),
}

impl Value {
    /// The cell of a `date` column.
    pub fn date(date: NaiveDate) -> Value {
        Value::Int(days_of(date))
    }

    /// The cell of a `bool` column.
    pub fn bool(yes: bool) -> Value {
        Value::Int(yes.into())
    }

    /// The cell of a `key` column: the fingerprint of the text.
    pub fn key(text: &str) -> Value {
        Value::Int(fingerprint(text))
    }

    /// Whether the cell is empty.
    pub fn is_null(&self) -> bool {
        *self == Value::Null
    }

    /// The integer, when the cell holds one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, when the cell holds one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<Fen> for Value {
    fn from(amount: Fen) -> Value {
        Value::Int(amount.0)
    }
}

/// Days since 1970-01-01; earlier dates are negative.
pub fn days_of(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - EPOCH_FROM_CE
}

/// The date that is `days` after 1970-01-01. A number no calendar date has gives the first or the
/// last date chrono knows.
pub fn date_of(days: i64) -> NaiveDate {
    let far = if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    days.checked_add(EPOCH_FROM_CE)
        .and_then(|from_ce| i32::try_from(from_ce).ok())
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or(far)
}

/// The 64-bit fingerprint (XXH3) that stands for a key in the lake. Equal texts have equal
/// fingerprints, on every machine and in every version.
pub fn fingerprint(text: &str) -> i64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes()).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_since_1970() {
        let check = |text: &str, days: i64| {
            let date: NaiveDate = text.parse().unwrap();
            assert_eq!(days_of(date), days, "{text}");
            assert_eq!(date_of(days), date, "{text}");
        };
        check("1970-01-01", 0);
        check("1969-12-31", -1);
        check("2000-02-29", 11_016);
        check("2023-10-31", 19_661);
    }

    #[test]
    fn every_day_of_two_centuries_comes_back() {
        for days in days_of("1850-01-01".parse().unwrap())..days_of("2050-01-01".parse().unwrap()) {
            assert_eq!(days_of(date_of(days)), days);
        }
    }

    #[test]
    fn a_number_beyond_the_calendar_is_clamped() {
        assert_eq!(date_of(i64::MAX), NaiveDate::MAX);
        assert_eq!(date_of(i64::MIN), NaiveDate::MIN);
        assert_eq!(date_of(1 << 40), NaiveDate::MAX);
    }

    /// The lake's files depend on these numbers: they must never change.
    #[test]
    fn fingerprints_never_change() {
        assert_eq!(fingerprint(""), 0x2D06_8005_38D3_94C2_u64.cast_signed());
        assert_ne!(fingerprint("202310310001"), fingerprint("202310310002"));
    }

    #[test]
    fn cells_say_what_they_hold() {
        assert_eq!(Value::from(Fen(123)).as_int(), Some(123));
        assert_eq!(Value::bool(true), Value::Int(1));
        assert_eq!(Value::date("1970-01-02".parse().unwrap()), Value::Int(1));
        assert_eq!(Value::Text("县医院".into()).as_text(), Some("县医院"));
        assert_eq!(Value::Text("县医院".into()).as_int(), None);
        assert!(Value::default().is_null());
    }
}
