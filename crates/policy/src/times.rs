//! A multiple of a parameter.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::unit::decimal;

/// A multiple with up to three digits after the point, held in thousandths: 1.5 is 1500.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Times(i64);

impl Times {
    /// Reads `1.5`, `12`, `0.125`. None when it is not a plain decimal, has more than three digits
    /// after the point, or is not above zero.
    pub fn from_text(text: &str) -> Option<Times> {
        decimal(text, 3).filter(|thousandths| *thousandths > 0).map(Times)
    }

    /// The multiple in thousandths.
    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// The value times this, in whole numbers; a half is rounded away from zero, and a result that
    /// does not fit stays at the largest number.
    pub fn apply(self, value: i64) -> i64 {
        let product = i128::from(value) * i128::from(self.0);
        let half = if product < 0 { -500 } else { 500 };
        let rounded = (product + half) / 1000;
        i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
    }
}

impl fmt::Display for Times {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        match rest {
            0 => write!(out, "{whole}"),
            rest => write!(out, "{whole}.{}", format!("{rest:03}").trim_end_matches('0')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiples_are_applied_in_whole_numbers() {
        let check = |text: &str, value: i64, expected: i64| {
            assert_eq!(Times::from_text(text).expect(text).apply(value), expected, "{text}");
        };
        check("1.5", 870_000, 1_305_000);
        check("12", 50_000, 600_000);
        check("0.5", 3, 2);
        check("0.5", -3, -2);
        check("0.333", 10, 3);
        check("2", i64::MAX, i64::MAX);
    }

    #[test]
    fn multiples_of_nothing_or_below_are_refused() {
        for text in ["0", "-1", "1.2345", "abc", ""] {
            assert_eq!(Times::from_text(text), None, "{text}");
        }
        assert_eq!(Times::from_text("1.50").map(|it| it.to_string()).as_deref(), Some("1.5"));
    }
}
