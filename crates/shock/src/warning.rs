//! When a figure that is read every month warns: it has to pass its limit for so many months in a
//! row, and a month that nobody read leaves the question open.

use kernel::Month;
use policy::Comparison;
use serde::Serialize;

/// What the months come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// The limit was passed in each of them.
    Raised,
    /// In one of them it was not.
    Quiet,
    /// These have no figure, and without them nobody can tell.
    Unknown(Vec<Month>),
}

/// Judges the last `months` months up to `last`: `value` gives a month's figure in the unit of
/// `limit`. No months are no question, so nothing is raised.
#[must_use]
pub fn lasting(
    last: Month,
    months: u32,
    is: Comparison,
    limit: i64,
    value: impl Fn(Month) -> Option<i64>,
) -> Verdict {
    let back = i32::try_from(months).unwrap_or(i32::MAX);
    let mut missing = Vec::new();
    for ago in (0..back).rev() {
        let month = last.plus_months(-ago);
        match value(month) {
            Some(it) if is.holds(it, limit) => {}
            Some(_) => return Verdict::Quiet,
            None => missing.push(month),
        }
    }
    match (months, missing.is_empty()) {
        (0, _) => Verdict::Quiet,
        (_, true) => Verdict::Raised,
        (_, false) => Verdict::Unknown(missing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_has_to_pass_and_a_missing_one_leaves_it_open() {
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let check = |values: [Option<i64>; 3], months: u32, expected: Verdict| {
            let last = month("2023-10");
            let of = |it: Month| {
                let ago = (0..3).find(|ago| last.plus_months(-ago) == it)?;
                values[2 - usize::try_from(ago).ok()?]
            };
            assert_eq!(lasting(last, months, Comparison::AtLeast, 500, of), expected, "{values:?}");
        };
        check([Some(0), Some(500), Some(501)], 2, Verdict::Raised);
        check([Some(500), Some(499), Some(501)], 3, Verdict::Quiet);
        check([Some(500), None, Some(501)], 3, Verdict::Unknown(vec![month("2023-09")]));
        check([None, Some(499), Some(501)], 3, Verdict::Quiet);
        check([None, None, Some(499)], 1, Verdict::Quiet);
        check([Some(900), Some(900), Some(900)], 0, Verdict::Quiet);
    }
}
