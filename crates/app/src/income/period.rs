//! Which months are meant.

use ::income::IncomePeriod;
use chrono::{Datelike, NaiveDate};
use kernel::Month;

use super::error::IncomeError;
use crate::home::Home;

/// The parameter with the last month of the income year.
const YEAR_ENDS: &str = "income_account.year_ends";

/// Reads a period: `2023` is the income year of the region, `2023-10` the twelve months ending
/// with that month, `2023Q3` a calendar quarter.
///
/// # Errors
/// [`IncomeError::Period`].
pub fn period_of(home: &Home, region_code: &str, text: &str) -> Result<IncomePeriod, IncomeError> {
    let wrong = || {
        IncomeError::Period(format!(
            "“{text}”不是一期：收入年度写 2023，12个月写最后一个月 2023-10，季度写 2023Q3"
        ))
    };
    let text = text.trim();
    if let Some((year, quarter)) = text.split_once(['Q', 'q']) {
        let year: i32 = year.parse().map_err(|_| wrong())?;
        let quarter: u32 = quarter.parse().map_err(|_| wrong())?;
        let last = (1..=4).contains(&quarter).then(|| Month::new(year, quarter * 3)).flatten();
        return last.and_then(IncomePeriod::quarter_to).ok_or_else(wrong);
    }
    if let Ok(month) = text.parse::<Month>() {
        return Ok(IncomePeriod::twelve_to(month));
    }
    let year: i32 = text.parse().map_err(|_| wrong())?;
    let day = NaiveDate::from_ymd_opt(year, 12, 31).ok_or_else(wrong)?;
    let ends = home.packs().parameter(YEAR_ENDS, region_code, day);
    let ends = ends.and_then(|it| u32::try_from(it.value).ok()).ok_or_else(wrong)?;
    IncomePeriod::year(year, ends).ok_or_else(wrong)
}

/// The income year that ended last before a day.
///
/// # Errors
/// When the region has no income year.
pub fn default_period(
    home: &Home,
    region_code: &str,
    today: NaiveDate,
) -> Result<IncomePeriod, IncomeError> {
    let this = period_of(home, region_code, &today.year().to_string())?;
    Ok(if this.as_of() < today { this } else { this.year_before() })
}

/// How a period is stored: its last month and its months.
pub(super) fn stored(period: IncomePeriod) -> (String, i64) {
    (period.last.to_string(), i64::from(period.months))
}
