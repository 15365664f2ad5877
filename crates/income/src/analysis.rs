//! What many accounts show: bands, composition, the middle of a village.

use kernel::Fen;
use serde::Serialize;

/// One band of income per head: from its lower bound on, up to below its upper bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Band {
    /// Lower bound in fen, included; none for the lowest band.
    pub from: Option<i64>,
    /// Upper bound in fen, not included; none for the highest band.
    pub below: Option<i64>,
    /// Households.
    pub households: i64,
    /// Their members.
    pub persons: i64,
}

/// A distribution by bands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Bands {
    /// From the lowest.
    pub bands: Vec<Band>,
}

impl Bands {
    /// Empty bands between cut points, in any order; equal cut points count once.
    #[must_use]
    pub fn between(cuts: &[i64]) -> Bands {
        let mut cuts = cuts.to_vec();
        cuts.sort_unstable();
        cuts.dedup();
        let lower = std::iter::once(None).chain(cuts.iter().copied().map(Some));
        let upper = cuts.iter().copied().map(Some).chain([None]);
        let band = |(from, below)| Band { from, below, households: 0, persons: 0 };
        Bands { bands: lower.zip(upper).map(band).collect() }
    }

    /// Counts a household.
    pub fn add(&mut self, per_capita: i64, persons: i64) {
        let band = self.bands.iter_mut().find(|it| it.below.is_none_or(|below| per_capita < below));
        if let Some(band) = band {
            band.households += 1;
            band.persons += persons;
        }
    }
}

/// What net income is made of. Operating income is taken less its expense, so that the four parts
/// add up to the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Composition {
    /// 工资性, fen.
    pub wage: i64,
    /// 生产经营性 less expense, fen.
    pub operating: i64,
    /// 财产性, fen.
    pub property: i64,
    /// 转移性, fen.
    pub transfer: i64,
}

impl Composition {
    /// 纯收入, fen.
    #[must_use]
    pub fn net(&self) -> i64 {
        self.wage + self.operating + self.property + self.transfer
    }

    /// Shares of wage, operating, property and transfer in basis points, each rounded by itself:
    /// they may miss 10,000 by a little, and are not made to fit. None without a net income.
    #[must_use]
    pub fn shares(&self) -> Option<[i64; 4]> {
        let net = self.net();
        let share = |part: i64| {
            let doubled = i128::from(part) * 20_000 + i128::from(net);
            i64::try_from(doubled.div_euclid(2 * i128::from(net))).unwrap_or_default()
        };
        (net > 0).then(|| {
            [share(self.wage), share(self.operating), share(self.property), share(self.transfer)]
        })
    }

    /// Another one added.
    #[must_use]
    pub fn plus(self, other: Composition) -> Composition {
        Composition {
            wage: self.wage + other.wage,
            operating: self.operating + other.operating,
            property: self.property + other.property,
            transfer: self.transfer + other.transfer,
        }
    }

    /// Per head, in fen, what is below a fen left out; none without heads.
    #[must_use]
    pub fn per_head(self, persons: i64) -> Option<Composition> {
        (persons > 0).then(|| Composition {
            wage: self.wage / persons,
            operating: self.operating / persons,
            property: self.property / persons,
            transfer: self.transfer / persons,
        })
    }
}

/// The middle value; of two in the middle, their mean without what is below a fen.
#[must_use]
pub fn median(values: &mut [i64]) -> Option<Fen> {
    values.sort_unstable();
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count % 2 == 1 => values.get(middle).copied().map(Fen),
        _ => Some(Fen(i64::midpoint(*values.get(middle - 1)?, *values.get(middle)?))),
    }
}

/// Counts of one row as they may leave the office: none where a count is small enough to tell whose
/// it is. Where only one is hidden, the total would give it away, so the next larger one is hidden
/// with it. Zero tells nothing of anybody and stays.
#[must_use]
pub fn shown_counts(counts: &[i64], fewest: i64) -> Vec<Option<i64>> {
    let is_small = |it: &i64| *it > 0 && *it < fewest;
    let mut shown: Vec<Option<i64>> =
        counts.iter().map(|it| (!is_small(it)).then_some(*it)).collect();
    if shown.iter().filter(|it| it.is_none()).count() == 1 {
        let next = shown
            .iter()
            .enumerate()
            .filter_map(|(at, it)| it.filter(|it| *it > 0).map(|it| (it, at)))
            .min();
        if let Some((_, at)) = next
            && let Some(it) = shown.get_mut(at)
        {
            *it = None;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_on_a_cut_point_is_not_below_it() {
        let mut bands = Bands::between(&[1_000_000, 600_000, 600_000]);
        bands.add(599_999, 3);
        bands.add(600_000, 4);
        bands.add(-5, 1);
        bands.add(1_000_000, 2);
        let counts: Vec<(i64, i64)> =
            bands.bands.iter().map(|it| (it.households, it.persons)).collect();
        assert_eq!(counts, [(2, 4), (1, 4), (1, 2)]);
    }

    #[test]
    fn the_middle_of_a_village() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3, 1, 2]), Some(Fen(2)));
        assert_eq!(median(&mut [4, 1, 2, 3]), Some(Fen(2)));
    }

    #[test]
    fn small_counts_are_not_shown_and_cannot_be_found_from_the_total() {
        assert_eq!(shown_counts(&[4, 2, 50, 0], 5), [None, None, Some(50), Some(0)]);
        assert_eq!(shown_counts(&[4, 9, 50, 0], 5), [None, None, Some(50), Some(0)]);
        assert_eq!(shown_counts(&[5, 9, 0], 5), [Some(5), Some(9), Some(0)]);
        assert_eq!(shown_counts(&[3], 5), [None]);
    }
}
