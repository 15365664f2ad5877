//! The factor of one step between two numbers that lie several steps apart.

/// A factor of one: factors have twelve digits after the point.
pub const ONE: i128 = 1_000_000_000_000;

/// The factor of one step, in parts of [`ONE`], that leads from `base` to `end` in `steps`: the
/// largest whose power does not pass the whole. None unless `base` is above zero, `end` not below
/// it, and there is a step.
#[must_use]
pub fn yearly_factor(base: i64, end: i64, steps: u32) -> Option<i128> {
    if base <= 0 || end < 0 || steps == 0 {
        return None;
    }
    if end == 0 {
        return Some(0);
    }
    let whole = i128::from(end).checked_mul(ONE)? / i128::from(base);
    let (mut low, mut high) = (0_i128, whole.max(ONE) + 1);
    while low + 1 < high {
        let middle = i128::midpoint(low, high);
        // Too large to be multiplied out is certainly too large.
        match multiplied(ONE, middle, steps) {
            Some(power) if power <= whole => low = middle,
            _ => high = middle,
        }
    }
    Some(low)
}

/// `value` times `factor`, so often.
#[must_use]
pub fn multiplied(value: i128, factor: i128, steps: u32) -> Option<i128> {
    (0..steps).try_fold(value, |it, _| Some(it.checked_mul(factor)? / ONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_leads_from_the_base_to_the_end() {
        assert_eq!(yearly_factor(100, 121, 2), Some(ONE * 11 / 10));
        assert_eq!(yearly_factor(100, 25, 2), Some(ONE / 2));
        assert_eq!(yearly_factor(5, 0, 3), Some(0));
        assert_eq!(yearly_factor(7, 7, 30), Some(ONE));
        for (base, end, steps) in [(0, 5, 2), (-1, 5, 2), (5, -1, 2), (5, 6, 0)] {
            assert_eq!(yearly_factor(base, end, steps), None, "{base} {end} {steps}");
        }
    }
}
