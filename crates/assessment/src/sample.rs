//! 抽样: a sample that anybody can draw again.
//!
//! The households of a stratum are put in the order of the SM3 hash of `seed|household`, written as
//! small hexadecimal digits; the first of that order are visited, the next stand ready. Nothing
//! else enters: who has the seed, the numbers of the households and an SM3 draws the same.

use std::collections::BTreeSet;

#[cfg(test)]
use indicator::Amount;
use sm3::{Digest, Sm3};

use crate::scheme::Stratum;

/// The households of a stratum that could be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The stratum.
    pub stratum: String,
    /// Our own numbers of the households, ascending.
    pub households: Vec<i64>,
}

/// A household that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The stratum.
    pub stratum: String,
    /// Our own number of the household.
    pub household: i64,
    /// Its place in the order of the stratum, from 1.
    pub place: usize,
    /// It stands ready for one that is not met.
    pub reserve: bool,
}

/// The frames of populations: a household that is in several is in the first of them.
#[must_use]
pub fn frames(populations: Vec<(String, Vec<i64>)>) -> Vec<Frame> {
    let mut taken = BTreeSet::new();
    populations
        .into_iter()
        .map(|(stratum, mut households)| {
            households.retain(|it| taken.insert(*it));
            households.sort_unstable();
            Frame { stratum, households }
        })
        .collect()
}

/// Draws from the frame of each stratum, in the order of the scheme; a stratum without a frame has
/// no household.
#[must_use]
pub fn draw(seed: &str, strata: &[Stratum], frames: &[Frame]) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    for stratum in strata {
        let Some(frame) = frames.iter().find(|it| it.stratum == stratum.id) else { continue };
        let visited = wanted(stratum, frame.households.len());
        let ordered = order_of(seed, &frame.households);
        let some = ordered.into_iter().take(visited + stratum.reserve).enumerate();
        drawn.extend(some.map(|(at, household)| Drawn {
            stratum: stratum.id.clone(),
            household,
            place: at + 1,
            reserve: visited <= at,
        }));
    }
    drawn
}

/// How many of so many households are visited: the share, rounded up, within the limits.
#[must_use]
pub fn wanted(stratum: &Stratum, households: usize) -> usize {
    // Millionths of a per cent make 100 000 000 of the whole.
    const WHOLE: i128 = 100_000_000;
    let of = i128::from(stratum.share.millionths().max(0)) * households as i128;
    let share = usize::try_from((of + WHOLE - 1) / WHOLE).unwrap_or(households);
    share.max(stratum.least).min(stratum.most).min(households)
}

/// Households in the order in which a seed draws them.
#[must_use]
pub fn order_of(seed: &str, households: &[i64]) -> Vec<i64> {
    let mut keyed: Vec<(String, i64)> =
        households.iter().map(|it| (hex(format!("{seed}|{it}").as_bytes()), *it)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, household)| household).collect()
}

/// SM3 of the numbers of a frame, one a line: what was drawn from can be held against it.
#[must_use]
pub fn fingerprint_of(households: &[i64]) -> String {
    let lines: Vec<String> = households.iter().map(ToString::to_string).collect();
    hex(lines.join("\n").as_bytes())
}

/// SM3 of a text.
pub(crate) fn fingerprint_of_text(text: &str) -> String {
    hex(text.as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    let digest = Sm3::digest(bytes);
    digest.iter().map(|it| format!("{it:02x}")).collect()
}

/// A stratum with these sizes, for tables of tests.
#[cfg(test)]
pub(crate) fn stratum(id: &str, share: &str, least: usize, most: usize, reserve: usize) -> Stratum {
    Stratum {
        id: id.to_owned(),
        zh: id.to_owned(),
        en: id.to_owned(),
        indicator: id.to_owned(),
        share: Amount::parse(share).unwrap_or_default(),
        least,
        most,
        reserve,
        basis: policy::Basis::default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_share_is_rounded_up_and_kept_within_its_limits() {
        for (share, least, most, households, expected) in [
            ("5", 0, 100, 200, 10),
            ("5", 0, 100, 201, 11),
            ("5", 20, 100, 200, 20),
            ("5", 20, 100, 12, 12),
            ("50", 0, 60, 200, 60),
            ("0.5", 0, 60, 200, 1),
            ("5", 3, 60, 0, 0),
        ] {
            let it = stratum("a", share, least, most, 0);
            assert_eq!(wanted(&it, households), expected, "{share}% of {households}");
        }
    }

    /// Computed with another SM3 (GB/T 32905-2016, example 1 for `abc`).
    #[test]
    fn the_hash_is_the_one_of_the_standard() {
        let expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(hex(b"abc"), expected);
    }

    #[test]
    fn reserves_follow_those_who_are_visited() {
        let frames = [Frame { stratum: "a".into(), households: (1..=10).collect() }];
        let drawn = draw("s", &[stratum("a", "30", 0, 100, 2)], &frames);
        let reserve: Vec<bool> = drawn.iter().map(|it| it.reserve).collect();
        assert_eq!(reserve, [false, false, false, true, true]);
        assert_eq!(drawn.iter().map(|it| it.place).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_household_of_two_strata_is_in_the_first() {
        let all = frames(vec![("a".into(), vec![7, 3, 5]), ("b".into(), vec![1, 3, 9, 7])]);
        let found: Vec<&[i64]> = all.iter().map(|it| it.households.as_slice()).collect();
        assert_eq!(found, [&[3, 5, 7][..], &[1, 9][..]]);
    }

    proptest! {
        #[test]
        fn a_seed_draws_one_sample_and_every_stratum_gets_its_share(
            seed in "[0-9a-f]{8}",
            other in "[g-z]{8}",
            first in 40_usize..300,
            second in 40_usize..300,
        ) {
            let strata = [stratum("a", "20", 5, 40, 3), stratum("b", "10", 5, 40, 3)];
            let from = i64::try_from(first).unwrap();
            let frames = [
                Frame { stratum: "a".into(), households: (1..=from).collect() },
                Frame {
                    stratum: "b".into(),
                    households: (from + 1..=from + i64::try_from(second).unwrap()).collect(),
                },
            ];
            let drawn = draw(&seed, &strata, &frames);
            prop_assert_eq!(&drawn, &draw(&seed, &strata, &frames));
            prop_assert_ne!(&drawn, &draw(&other, &strata, &frames));
            let once: BTreeSet<i64> = drawn.iter().map(|it| it.household).collect();
            prop_assert_eq!(once.len(), drawn.len());
            for (stratum, frame) in strata.iter().zip(&frames) {
                let of: Vec<&Drawn> = drawn.iter().filter(|it| it.stratum == stratum.id).collect();
                let visited = of.iter().filter(|it| !it.reserve).count();
                prop_assert_eq!(visited, wanted(stratum, frame.households.len()));
                prop_assert_eq!(of.len() - visited, stratum.reserve);
                prop_assert!(of.iter().all(|it| frame.households.contains(&it.household)));
            }
        }

        /// Which other households there are does not change the order of these two.
        #[test]
        fn order_does_not_depend_on_the_order_of_the_frame(
            seed in "[0-9a-f]{8}",
            households in proptest::collection::btree_set(1_i64..10_000, 2..60),
        ) {
            let ascending: Vec<i64> = households.iter().copied().collect();
            let descending: Vec<i64> = households.iter().rev().copied().collect();
            prop_assert_eq!(order_of(&seed, &ascending), order_of(&seed, &descending));
        }
    }
}
