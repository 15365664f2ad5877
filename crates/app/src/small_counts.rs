//! 小数目: how few households a count must not show to anybody outside the office. Which counts of a
//! row are hidden is `income::shown_counts`; the figure is one parameter for all that leaves.

use chrono::NaiveDate;
use policy::Packs;

/// Households below which a cell does not leave the office.
const FEWEST: &str = "income_account.small_count";

/// The fewest households a count may show in a region on a day; 0 where no pack says one.
#[must_use]
pub(crate) fn fewest(packs: &Packs, region_code: &str, on: NaiveDate) -> i64 {
    packs.parameter(FEWEST, region_code, on).map_or(0, |it| it.value)
}
