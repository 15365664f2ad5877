//! The period of a report: which stored numbers count for it, and which period it is compared with.

use indicator::Compared;
use kernel::{Month, Period, PeriodError};

use super::error::ReportError;

/// Reads a month, a quarter or a year.
pub(super) fn parse(text: &str) -> Result<Period, ReportError> {
    let period: Period =
        text.trim().parse().map_err(|error: PeriodError| ReportError::Period(error.to_string()))?;
    match period {
        Period::Month(_) | Period::Quarter { .. } | Period::Year(_) => Ok(period),
        _ => Err(ReportError::Period("报表的期间写月份、季度或年份：2023-10、2023Q4、2023".into())),
    }
}

/// The periods whose numbers count, the first that has one: the period itself, then the month it
/// ends with.
pub(super) fn counting(period: Period) -> Vec<Period> {
    match period {
        Period::Month(_) => vec![period],
        longer => vec![longer, Period::Month(Month::of(longer.to()))],
    }
}

/// The period it is compared with.
pub(super) fn compared(period: Period, with: Compared) -> Period {
    match (period, with) {
        (Period::Month(month), Compared::Previous) => Period::Month(month.plus_months(-1)),
        (Period::Month(month), Compared::YearBefore) => Period::Month(month.plus_months(-12)),
        (Period::Quarter { year, quarter: 1 }, Compared::Previous) => {
            Period::Quarter { year: year - 1, quarter: 4 }
        }
        (Period::Quarter { year, quarter }, Compared::Previous) => {
            Period::Quarter { year, quarter: quarter - 1 }
        }
        (Period::Quarter { year, quarter }, Compared::YearBefore) => {
            Period::Quarter { year: year - 1, quarter }
        }
        (Period::Year(year), _) => Period::Year(year - 1),
        (other, _) => other,
    }
}

/// `2023年10月`, `2023年第4季度`, `2023年`.
pub(super) fn in_words(period: Period) -> String {
    match period {
        Period::Month(it) => format!("{}年{}月", it.year, it.month),
        Period::Quarter { year, quarter } => format!("{year}年第{quarter}季度"),
        Period::Year(year) => format!("{year}年"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_compared_with_the_one_before_and_a_year_before() {
        let text = |period: &str, with| compared(parse(period).unwrap(), with).to_string();
        assert_eq!(text("2023-01", Compared::Previous), "2022-12");
        assert_eq!(text("2023-10", Compared::YearBefore), "2022-10");
        assert_eq!(text("2023Q1", Compared::Previous), "2022Q4");
        assert_eq!(text("2023Q3", Compared::Previous), "2023Q2");
        assert_eq!(text("2023", Compared::Previous), "2022");
        assert!(parse("2023IY").is_err() && parse("Oktober").is_err());
    }

    #[test]
    fn longer_periods_take_the_month_they_end_with() {
        let names = |period: &str| -> Vec<String> {
            counting(parse(period).unwrap()).iter().map(ToString::to_string).collect()
        };
        assert_eq!(names("2023-10"), ["2023-10"]);
        assert_eq!(names("2023Q4"), ["2023Q4", "2023-12"]);
        assert_eq!(names("2023"), ["2023", "2023-12"]);
    }
}
