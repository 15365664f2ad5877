//! Growth from an explicit base.

use kernel::{
    Fen,
    yearly_factor::{ONE, yearly_factor},
};
use serde::Serialize;

/// One hundred per cent in basis points.
const WHOLE: i128 = 10_000;

/// A figure of a plan with the growth it states and the growth that follows from its base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Growth {
    /// Year of the base.
    pub base_year: i32,
    /// The base, in fen.
    pub base: i64,
    /// The year.
    pub year: i32,
    /// The value, in fen.
    pub value: i64,
    /// Average growth a year as the document prints it, in basis points.
    pub stated: Option<i64>,
    /// What follows from the base, in basis points.
    pub computed: Option<i64>,
}

impl Growth {
    /// Computes the growth beside the one stated, which is kept as it is.
    #[must_use]
    pub fn new(base: (i32, Fen), value: (i32, Fen), stated: Option<i64>) -> Growth {
        let years = u32::try_from(value.0 - base.0).unwrap_or_default();
        Growth {
            base_year: base.0,
            base: base.1.0,
            year: value.0,
            value: value.1.0,
            stated,
            computed: annual_growth(base.1, value.1, years),
        }
    }

    /// Whether the growth stated is the one computed, to as many digits as it is printed with.
    /// None when nothing is stated or nothing can be computed.
    #[must_use]
    pub fn follows(&self) -> Option<bool> {
        let (stated, computed) = (self.stated?, self.computed?);
        let step = [100, 10].into_iter().find(|it| stated % it == 0).unwrap_or(1);
        Some((stated - computed).abs() * 2 <= step)
    }
}

/// Average growth a year in basis points, rounded: the rate that brings `base` to `value` in so
/// many years. None when the base is not above zero, the value below zero, or there are no years.
#[must_use]
pub fn annual_growth(base: Fen, value: Fen, years: u32) -> Option<i64> {
    let factor = yearly_factor(base.0, value.0, years)?;
    let rounded = (factor * WHOLE + ONE / 2).div_euclid(ONE);
    i64::try_from(rounded - WHOLE).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(amount: i64) -> Fen {
        Fen(amount * 100)
    }

    #[test]
    fn growth_is_exact_to_the_basis_point() {
        assert_eq!(annual_growth(yuan(100), yuan(121), 2), Some(1000));
        assert_eq!(annual_growth(yuan(100), yuan(100), 3), Some(0));
        assert_eq!(annual_growth(yuan(100), yuan(50), 1), Some(-5000));
        assert_eq!(annual_growth(yuan(10118), yuan(20236), 5), Some(1487));
        assert_eq!(annual_growth(yuan(10118), yuan(20236), 10), Some(718));
        assert_eq!(annual_growth(yuan(100), yuan(0), 2), Some(-10_000));
    }

    #[test]
    fn without_a_base_there_is_no_growth() {
        assert_eq!(annual_growth(yuan(0), yuan(1), 1), None);
        assert_eq!(annual_growth(yuan(1), yuan(1), 0), None);
    }
}
