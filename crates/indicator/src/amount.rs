//! Exact decimal numbers of indicators.

use std::fmt;

use kernel::decimal;
use serde::{Deserialize, Serialize};

/// Millionths that make one.
const ONE: i64 = 1_000_000;

/// A decimal number with at most six digits after the point, kept as millionths. What plans print
/// has at most four; there is no float in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

impl Amount {
    /// Zero.
    pub const ZERO: Amount = Amount(0);

    /// A whole number; none when it is too large.
    #[must_use]
    pub fn whole(number: i64) -> Option<Amount> {
        number.checked_mul(ONE).map(Amount)
    }

    /// Reads a plain decimal such as `441039.52` or `-0.5`. None for anything else, and for numbers
    /// with more than six digits after the point: nothing is rounded away unseen.
    #[must_use]
    pub fn parse(text: &str) -> Option<Amount> {
        let places = text.split_once('.').map_or(0, |(_, it)| it.trim_end_matches('0').len());
        (places <= 6).then(|| decimal::scaled(text, ONE).map(Amount)).flatten()
    }

    /// One whole number over another, rounded to six digits, halves away from zero. None over zero.
    #[must_use]
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Amount> {
        let scaled = numerator.checked_mul(i128::from(ONE))?;
        divided(scaled, denominator).map(Amount)
    }

    /// Its millionths.
    #[must_use]
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// Of so many millionths; none when it is too large.
    #[must_use]
    pub fn of_millionths(millionths: i128) -> Option<Amount> {
        i64::try_from(millionths).ok().map(Amount)
    }

    /// This less the other.
    #[must_use]
    pub fn less(self, other: Amount) -> Amount {
        Amount(self.0.saturating_sub(other.0))
    }

    /// This and the other.
    #[must_use]
    pub fn plus(self, other: Amount) -> Amount {
        Amount(self.0.saturating_add(other.0))
    }

    /// A tenth as often as the power says: 万人 of 人 with a power of 4.
    #[must_use]
    pub fn in_tens(self, power: u32) -> Amount {
        divided(i128::from(self.0), 10_i128.pow(power)).map_or(self, Amount)
    }

    /// Rounded to so many digits after the point, halves away from zero.
    #[must_use]
    pub fn rounded(self, places: u32) -> Amount {
        let unit = 10_i128.pow(6_u32.saturating_sub(places));
        let units = divided(i128::from(self.0), unit).map_or(0, i128::from);
        Amount::of_millionths(units * unit).unwrap_or(self)
    }

    /// This over the other in per cent; none over zero.
    #[must_use]
    pub fn percent_of(self, other: Amount) -> Option<Amount> {
        Amount::ratio(i128::from(self.0) * 100, i128::from(other.0))
    }
}

/// Half away from zero; none over zero, or when the result is too large.
pub(crate) fn divided(numerator: i128, denominator: i128) -> Option<i64> {
    if denominator == 0 {
        return None;
    }
    let twice = numerator.checked_mul(2)?;
    let (twice, whole) =
        if denominator < 0 { (-twice, -denominator) } else { (twice, denominator) };
    let away = if twice < 0 { -whole } else { whole };
    i64::try_from((twice + away) / (2 * whole)).ok()
}

/// As people write it, without zeros at the end.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (
            self.0.unsigned_abs() / ONE.unsigned_abs(),
            self.0.unsigned_abs() % ONE.unsigned_abs(),
        );
        let fraction = format!("{rest:06}");
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        f.pad(&format!("{sign}{whole}{point}{fraction}"))
    }
}

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
        let text = String::deserialize(deserializer)?;
        Amount::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("不是小数：{text}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_shows() {
        let check = |text: &str, shown: Option<&str>| {
            assert_eq!(Amount::parse(text).map(|it| it.to_string()).as_deref(), shown, "{text}");
        };
        check("22.0", Some("22"));
        check("441039.52", Some("441039.52"));
        check("-0.5", Some("-0.5"));
        check("0.000001", Some("0.000001"));
        check("0.0000010", Some("0.000001"));
        check("0.0000001", None);
        check("1.68:1", None);
        check("全覆盖", None);
    }

    #[test]
    fn ratios_are_rounded_half_away_from_zero() {
        let check = |n: i128, d: i128, shown: Option<&str>| {
            assert_eq!(Amount::ratio(n, d).map(|it| it.to_string()).as_deref(), shown, "{n}/{d}");
        };
        check(1, 3, Some("0.333333"));
        check(2, 3, Some("0.666667"));
        check(-2, 3, Some("-0.666667"));
        check(1, -2, Some("-0.5"));
        check(1, 0, None);
    }

    #[test]
    fn larger_units_and_rounding() {
        let amount = |text: &str| Amount::parse(text).unwrap();
        assert_eq!(amount("3134500").in_tens(4), amount("313.45"));
        assert_eq!(amount("17.535").rounded(2), amount("17.54"));
        assert_eq!(amount("-17.535").rounded(2), amount("-17.54"));
        assert_eq!(amount("90").percent_of(amount("120")), Some(amount("75")));
        assert_eq!(amount("90").percent_of(Amount::ZERO), None);
    }
}
