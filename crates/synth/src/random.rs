//! Chance that can be repeated: a small generator seeded by what it is for.

/// `SplitMix64`: fast, and the same on every machine.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A generator for one thing. Equal keys give equal sequences, whatever was
    /// drawn elsewhere before.
    #[must_use]
    pub fn of(keys: &[u64]) -> Random {
        let mut random = Random(0x5EED_0F53_2327_2023);
        for key in keys {
            random.0 ^= key.wrapping_mul(0xD6E8_FEB8_6659_FD93);
            random.0 = random.next();
        }
        random
    }

    /// Any 64 bits.
    #[expect(clippy::should_implement_trait, reason = "an endless supply, not an iterator")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `below - 1`; 0 when there is none.
    pub fn below(&mut self, below: i64) -> i64 {
        let wide = u128::from(self.next()) * u128::from(below.max(0).unsigned_abs());
        i64::try_from(wide >> 64).unwrap_or_default()
    }

    /// A number between two, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most - least + 1)
    }

    /// Yes, `per_million` times in a million.
    pub fn chance(&mut self, per_million: i64) -> bool {
        self.below(1_000_000) < per_million
    }

    /// One of several.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        let last = from.len().saturating_sub(1);
        from[usize::try_from(self.below(from.len() as i64)).unwrap_or_default().min(last)]
    }

    /// An amount spread as incomes and bills are: half of all lie below `median`,
    /// and `spread` is the standard deviation of the logarithm. Same unit as `median`.
    pub fn amount(&mut self, median: f64, spread: f64) -> i64 {
        let unit = |bits: u64| (bits >> 11) as f64 / (1u64 << 53) as f64;
        let (one, other) = (1.0 - unit(self.next()), unit(self.next()));
        let normal = (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos();
        (median * (normal * spread).exp()) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_give_equal_sequences_and_others_do_not() {
        let draw = |keys: &[u64]| {
            let mut random = Random::of(keys);
            [random.next(), random.next(), random.next()]
        };
        assert_eq!(draw(&[1, 2]), draw(&[1, 2]));
        assert_ne!(draw(&[1, 2]), draw(&[2, 1]));
        assert_ne!(draw(&[1, 2]), draw(&[1, 3]));
    }

    #[test]
    fn draws_stay_within_bounds_and_meet_their_share() {
        let mut random = Random::of(&[7]);
        let draws: Vec<i64> = (0..10_000).map(|_| random.between(3, 5)).collect();
        assert!(draws.iter().all(|it| (3..=5).contains(it)));
        assert!((3_000..3_700).contains(&draws.iter().filter(|it| **it == 4).count()));
        assert_eq!(random.below(0), 0);
        let hits = (0..100_000).filter(|_| random.chance(250_000)).count();
        assert!((24_000..26_000).contains(&hits), "{hits}");
        let below = (0..10_000).filter(|_| random.amount(1_000_000.0, 0.5) < 1_000_000).count();
        assert!((4_700..5_300).contains(&below), "half lie below the median: {below}");
    }
}
