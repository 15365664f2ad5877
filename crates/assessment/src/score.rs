//! 得分: points of a number, exactly.

use indicator::Amount;

use crate::scheme::Scale;

/// Digits after the point that a score has.
const PLACES: u32 = 2;

/// Points with the way they were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The points.
    pub score: Amount,
    /// The arithmetic, with the figures in it.
    pub arithmetic: String,
}

/// Points of a number on a straight line: all at `full` and beyond it, none at `zero` and beyond.
/// None when the scale has no length.
#[must_use]
pub fn scored(points: Amount, scale: Scale, value: Amount) -> Option<Scored> {
    let Scale { full, zero } = scale;
    let beyond = |at: Amount| match zero < full {
        true => at <= value,
        false => value <= at,
    };
    let short = |at: Amount| match zero < full {
        true => value <= at,
        false => at <= value,
    };
    if full == zero {
        return None;
    }
    if beyond(full) {
        let arithmetic = format!("{value}，到{full}得满分 = {points}");
        return Some(Scored { score: points, arithmetic });
    }
    if short(zero) {
        let arithmetic = format!("{value}，到{zero}不得分 = 0");
        return Some(Scored { score: Amount::ZERO, arithmetic });
    }
    let wide = |it: Amount| i128::from(it.millionths());
    // Both differences are millionths: what is left of them is the millionths of the points.
    let above = wide(points) * (wide(value) - wide(zero));
    let score = Amount::ratio(above, (wide(full) - wide(zero)) * 1_000_000)?.rounded(PLACES);
    let arithmetic = format!("{points} × ({value} − {zero}) ÷ ({full} − {zero}) = {score}");
    Some(Scored { score, arithmetic })
}

/// A count over another in per cent, rounded to two digits; none over nothing.
#[must_use]
pub fn share(numerator: i64, denominator: i64) -> Option<Amount> {
    Amount::ratio(i128::from(numerator) * 100, denominator.into()).map(|it| it.rounded(PLACES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn points_lie_on_a_straight_line() {
        for (points, full, zero, value, expected) in [
            ("20", "100", "90", "100", "20"),
            ("20", "100", "90", "100.5", "20"),
            ("20", "100", "90", "95", "10"),
            ("20", "100", "90", "96.61", "13.22"),
            ("20", "100", "90", "90", "0"),
            ("20", "100", "90", "12", "0"),
            // The less the better.
            ("10", "0", "5", "0", "10"),
            ("10", "0", "5", "1", "8"),
            ("10", "0", "5", "5", "0"),
            ("10", "0", "5", "9", "0"),
            // A third, rounded once.
            ("10", "3", "0", "1", "3.33"),
            ("7.5", "3", "0", "2", "5"),
        ] {
            let scale = Scale { full: amount(full), zero: amount(zero) };
            let found = scored(amount(points), scale, amount(value)).unwrap();
            assert_eq!(found.score, amount(expected), "{value} of {zero} to {full}");
            assert!(found.arithmetic.ends_with(&format!("= {expected}")), "{}", found.arithmetic);
        }
    }

    #[test]
    fn a_scale_without_length_gives_nothing() {
        let scale = Scale { full: amount("5"), zero: amount("5") };
        assert_eq!(scored(amount("10"), scale, amount("5")), None);
    }

    #[test]
    fn shares() {
        assert_eq!(share(29, 30), Some(amount("96.67")));
        assert_eq!(share(0, 30), Some(Amount::ZERO));
        assert_eq!(share(0, 0), None);
    }
}
