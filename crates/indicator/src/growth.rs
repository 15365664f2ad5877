//! Growth from an explicit base.

use kernel::yearly_factor::{ONE, multiplied, yearly_factor};

use crate::amount::Amount;

/// The rate per cent a year that leads from `base` to `end` in `years`, to two digits: 10721 to
/// 20461 in four years is 17.54. None unless both are above zero and time passes.
///
/// A plan's own rate is kept beside it: which base a plan used is often not said (oddity 1).
#[must_use]
pub fn annual_growth(base: Amount, end: Amount, years: u32) -> Option<Amount> {
    let factor = root(base, end, years)?;
    Amount::ratio((factor - ONE) * 100, ONE).map(|it| it.rounded(2))
}

/// `base` grown by the factor that leads to `end` in `of` steps, after `steps` of them.
pub(crate) fn grown(base: Amount, end: Amount, steps: u32, of: u32) -> Option<Amount> {
    let factor = root(base, end, of)?;
    Amount::of_millionths(multiplied(i128::from(base.millionths()), factor, steps)?)
}

/// `value` grown by the factor between two amounts over `of` steps, for `steps` more.
pub(crate) fn extended(from: Amount, to: Amount, of: u32, steps: u32) -> Option<Amount> {
    let factor = root(from, to, of)?;
    Amount::of_millionths(multiplied(i128::from(to.millionths()), factor, steps)?)
}

/// The factor of one step.
fn root(base: Amount, end: Amount, steps: u32) -> Option<i128> {
    let end = Some(end).filter(|it| *it > Amount::ZERO)?;
    yearly_factor(base.millionths(), end.millionths(), steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Oddity 1 of the catalogue: the printed 18.8 and 17.9 do not follow from 2020.
    #[test]
    fn growth_from_an_explicit_base() {
        let check = |base: &str, end: &str, years: u32, rate: Option<&str>| {
            let amount = |text: &str| Amount::parse(text).unwrap();
            let found = annual_growth(amount(base), amount(end), years);
            assert_eq!(found.map(|it| it.to_string()).as_deref(), rate, "{base} {end} {years}");
        };
        check("10721", "20461", 4, Some("17.54"));
        check("10721", "23563", 5, Some("17.06"));
        check("12200", "20461", 3, Some("18.81"));
        check("12200", "23563", 4, Some("17.89"));
        check("1", "2", 5, Some("14.87"));
        check("100", "100", 3, Some("0"));
        check("100", "81", 2, Some("-10"));
        check("0", "5", 2, None);
        check("5", "0", 2, None);
        check("5", "6", 0, None);
    }
}
