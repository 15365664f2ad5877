//! Until when something has to be done about an appeal.

use chrono::NaiveDate;
use kernel::Holidays;

use super::{Appeal, AppealStage};
use crate::clock::last_day;

/// The last day in time of what has to be done next: accept it, or answer it. A reopened one
/// counts from the day it was reopened. None when nothing is to be done.
#[must_use]
pub fn appeal_due(appeal: &Appeal, holidays: &Holidays) -> Option<NaiveDate> {
    let limit = match appeal.stage {
        AppealStage::Received => &appeal.terms.accept,
        stage if stage.is_open() => &appeal.terms.answer,
        _ => return None,
    };
    Some(last_day(appeal.reopened_on.unwrap_or(appeal.received_on), limit, holidays))
}
