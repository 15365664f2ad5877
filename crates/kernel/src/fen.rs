//! Money.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};

use crate::decimal;

/// An amount of money in fen (分), a hundredth of a yuan. There are no floats in money.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    /// Reads an amount written in yuan as a plain decimal, "1234.5". More than two digits after
    /// the point are rounded, halves away from zero. `None` when the text is anything else.
    pub fn from_yuan_text(text: &str) -> Option<Fen> {
        decimal::scaled(text, 100).map(Fen)
    }

    /// As [`Fen::from_yuan_text`], for an amount written in 万元 (ten thousand yuan).
    pub fn from_wan_yuan_text(text: &str) -> Option<Fen> {
        decimal::scaled(text, 1_000_000).map(Fen)
    }
}

/// Yuan with two digits after the point: `1234.56`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", fen / 100, fen % 100))
    }
}

impl Add for Fen {
    type Output = Fen;

    fn add(self, other: Fen) -> Fen {
        Fen(self.0 + other.0)
    }
}

impl Sub for Fen {
    type Output = Fen;

    fn sub(self, other: Fen) -> Fen {
        Fen(self.0 - other.0)
    }
}

impl Neg for Fen {
    type Output = Fen;

    fn neg(self) -> Fen {
        Fen(-self.0)
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Fen>>(amounts: I) -> Fen {
        amounts.fold(Fen(0), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_yuan() {
        let check = |fen: i64, expected: &str| assert_eq!(Fen(fen).to_string(), expected);
        check(0, "0.00");
        check(5, "0.05");
        check(-5, "-0.05");
        check(123_456, "1234.56");
        check(-870_000, "-8700.00");
        check(i64::MIN, "-92233720368547758.08");
        assert_eq!(format!("{:>10}", Fen(150)), "      1.50");
    }

    #[test]
    fn what_is_shown_reads_back() {
        for fen in (-20_000..20_000).chain([i64::MAX, i64::MIN + 1]) {
            assert_eq!(Fen::from_yuan_text(&Fen(fen).to_string()), Some(Fen(fen)));
        }
    }

    #[test]
    fn reads_yuan_and_wan_yuan() {
        assert_eq!(Fen::from_yuan_text("1234.5"), Some(Fen(123_450)));
        assert_eq!(Fen::from_yuan_text("8700.005"), Some(Fen(870_001)));
        assert_eq!(Fen::from_yuan_text("待核"), None);
        assert_eq!(Fen::from_wan_yuan_text("1.23"), Some(Fen(1_230_000)));
    }

    #[test]
    fn adds_up() {
        assert_eq!([Fen(150), Fen(-50)].into_iter().sum::<Fen>(), Fen(100));
        assert_eq!(Fen(1) - Fen(3), -Fen(2));
    }
}
