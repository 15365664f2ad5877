//! Where a value should stand by now.

use crate::{
    amount::{Amount, divided},
    definition::Path,
    growth,
};

/// The value on the path from a base to a target after so many of all its months: linear by equal
/// amounts, compound by an equal rate. Before the first month it is the base, behind the last the
/// target. None when a compound path has a value that is not above zero, or no month at all.
#[must_use]
pub fn on_path(path: Path, base: Amount, target: Amount, passed: i32, all: i32) -> Option<Amount> {
    let all = u32::try_from(all).ok().filter(|it| *it > 0)?;
    let passed = u32::try_from(passed).unwrap_or(0).min(all);
    match (path, passed) {
        (_, 0) => Some(base),
        (_, it) if it == all => Some(target),
        (Path::Linear, _) => {
            let whole = i128::from(target.less(base).millionths());
            let part = divided(whole * i128::from(passed), i128::from(all))?;
            Some(base.plus(Amount::of_millionths(part.into())?))
        }
        (Path::Compound, _) => growth::grown(base, target, passed, all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_on_the_path() {
        let check = |path, base: &str, target: &str, passed, all, expected: Option<&str>| {
            let amount = |text: &str| Amount::parse(text).unwrap();
            let found = on_path(path, amount(base), amount(target), passed, all);
            let found = found.map(|it| it.rounded(2).to_string());
            assert_eq!(found.as_deref(), expected, "{base} {target} {passed}/{all}");
        };
        check(Path::Linear, "90", "95", 34, 60, Some("92.83"));
        check(Path::Linear, "90", "95", 0, 60, Some("90"));
        check(Path::Linear, "90", "95", -5, 60, Some("90"));
        check(Path::Linear, "90", "95", 60, 60, Some("95"));
        check(Path::Linear, "90", "95", 99, 60, Some("95"));
        check(Path::Linear, "98", "90", 30, 60, Some("94"));
        // Half of the time of a doubling is a factor of the root of two.
        check(Path::Compound, "100", "200", 30, 60, Some("141.42"));
        check(Path::Compound, "10721", "23563", 36, 60, Some("17196.2"));
        check(Path::Compound, "0", "10", 30, 60, None);
        check(Path::Linear, "90", "95", 1, 0, None);
    }
}
