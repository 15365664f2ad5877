//! 预测: where a value will stand when its target is due, if it goes on as it did.

use kernel::Month;
use serde::Serialize;

use crate::{
    amount::{Amount, divided},
    definition::Path,
    growth,
};

/// How a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ForecastMethod {
    /// The straight line nearest to all points (least squares).
    LeastSquares,
    /// The rate between the first point and the last goes on.
    Compound,
}

impl ForecastMethod {
    /// In Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            ForecastMethod::LeastSquares => "各点最小二乘直线外推",
            ForecastMethod::Compound => "首末两点的平均增速外推",
        }
    }

    /// In English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            ForecastMethod::LeastSquares => "straight line by least squares",
            ForecastMethod::Compound => "average rate between the first and the last point",
        }
    }
}

/// A value at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The month.
    pub at: Month,
    /// The value then.
    pub value: Amount,
}

/// What a value comes to, by which method, from what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Forecast {
    /// The month it is made for.
    pub at: Month,
    /// The value then, to two digits.
    pub value: Amount,
    /// How it was made.
    pub method: ForecastMethod,
    /// From these points, in order of time.
    pub points: Vec<Point>,
}

/// Extends points to a month: values on a compound path by rate, others by the nearest straight
/// line. None from fewer than two months, or for a month that is not behind the last point.
#[must_use]
pub fn forecast(points: &[Point], at: Month, path: Path) -> Option<Forecast> {
    let mut points = points.to_vec();
    points.sort_by_key(|it| it.at);
    points.dedup_by_key(|it| it.at);
    let (first, last) = (*points.first()?, *points.last()?);
    if points.len() < 2 || at <= last.at {
        return None;
    }
    let compound = (path == Path::Compound)
        .then(|| {
            let of = u32::try_from(months(first.at, last.at)).ok()?;
            let steps = u32::try_from(months(last.at, at)).ok()?;
            growth::extended(first.value, last.value, of, steps)
        })
        .flatten();
    let (value, method) = match compound {
        Some(value) => (value, ForecastMethod::Compound),
        None => (line(&points, at)?, ForecastMethod::LeastSquares),
    };
    Some(Forecast { at, value: value.rounded(2), method, points })
}

/// The value at `at` of the line with the least squares, exactly, rounded once at the end.
fn line(points: &[Point], at: Month) -> Option<Amount> {
    let first = points.first()?.at;
    let count = i128::try_from(points.len()).ok()?;
    let (mut x, mut y, mut xx, mut xy) = (0_i128, 0_i128, 0_i128, 0_i128);
    for it in points {
        let month = i128::from(months(first, it.at));
        let value = i128::from(it.value.millionths());
        x += month;
        y += value;
        xx += month * month;
        xy = xy.checked_add(month.checked_mul(value)?)?;
    }
    // slope = (n·Σxy − Σx·Σy) / (n·Σxx − (Σx)²); value = (Σy − slope·Σx) / n + slope·x
    let below = count * xx - x * x;
    let rise = count.checked_mul(xy)?.checked_sub(x.checked_mul(y)?)?;
    let above = y
        .checked_mul(below)?
        .checked_add(rise.checked_mul(count * i128::from(months(first, at)) - x)?)?;
    Amount::of_millionths(divided(above, count.checked_mul(below)?)?.into())
}

/// Months from one to another.
pub(crate) fn months(from: Month, to: Month) -> i32 {
    (to.year - from.year) * 12 + to.month.cast_signed() - from.month.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(all: &[(&str, &str)]) -> Vec<Point> {
        let read = |(at, value): &(&str, &str)| Point {
            at: at.parse().unwrap(),
            value: Amount::parse(value).unwrap(),
        };
        all.iter().map(read).collect()
    }

    #[test]
    fn forecasts_say_their_method() {
        let check = |all: &[(&str, &str)], path, expected: Option<(&str, ForecastMethod)>| {
            let found = forecast(&points(all), "2025-12".parse().unwrap(), path);
            let found = found.map(|it| (it.value.to_string(), it.method));
            assert_eq!(
                found,
                expected.map(|(value, method)| (value.to_owned(), method)),
                "{all:?}"
            );
        };
        use ForecastMethod::{Compound, LeastSquares};
        // One a year: 90, 91, 92 … 95 in five years.
        let straight = [("2020-12", "90"), ("2021-12", "91"), ("2022-12", "92")];
        check(&straight, Path::Linear, Some(("95", LeastSquares)));
        // 10, 12, 11 in years 0, 1, 2: slope 0.5, mean 11 in year 1; in year 5 13.
        let bent = [("2020-12", "10"), ("2021-12", "12"), ("2022-12", "11")];
        check(&bent, Path::Linear, Some(("13", LeastSquares)));
        // Ten per cent a year from 100: 161.05 after five years.
        let rate = [("2020-12", "100"), ("2022-12", "121")];
        check(&rate, Path::Compound, Some(("161.05", Compound)));
        // A rate from zero does not exist; the line does.
        check(&[("2020-12", "0"), ("2022-12", "2")], Path::Compound, Some(("5", LeastSquares)));
        check(&[("2022-12", "2")], Path::Linear, None);
        check(&[("2024-12", "2"), ("2025-12", "3")], Path::Linear, None);
    }
}
