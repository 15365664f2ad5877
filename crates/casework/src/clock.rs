//! Clocks: what is due when. Limits come with the chain, calendar or working days, and count from
//! the first clue for the whole, and for a step from the day it could begin.

use chrono::{Days, NaiveDate};
use kernel::Holidays;
use policy::{Limit, ReviewStep};

use crate::{Case, Review};

/// How a limit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClockState {
    /// 正常.
    InTime,
    /// 临期: as many days are left as the parameter says, or fewer.
    AtRisk,
    /// 超期.
    Overdue,
}

impl ClockState {
    /// The Chinese label.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            ClockState::InTime => "正常",
            ClockState::AtRisk => "临期",
            ClockState::Overdue => "超期",
        }
    }
}

impl WholeClock {
    /// How it stands, in Chinese.
    #[must_use]
    pub fn state_zh(&self) -> &'static str {
        self.state.zh()
    }
}

/// One open step and its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepClock {
    /// Name of the step.
    pub step: String,
    /// In the words of the plan.
    pub zh: String,
    /// The day it could begin.
    pub since: NaiveDate,
    /// The last day in time; none when the step has no limit.
    pub due: Option<NaiveDate>,
    /// How it stands.
    pub state: ClockState,
}

/// The whole procedure and its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeClock {
    /// The day of the first clue.
    pub since: NaiveDate,
    /// The last day in time; the days of steps that stop the clock are added.
    pub due: NaiveDate,
    /// Days that did not count.
    pub stopped_days: i64,
    /// How it stands.
    pub state: ClockState,
}

/// The clocks of the steps that may be done now. `remind` is how many days before its end a limit
/// is at risk.
#[must_use]
pub fn clocks(case: &Case, holidays: &Holidays, remind: u32, today: NaiveDate) -> Vec<StepClock> {
    let Some(review) = case.review.as_ref().filter(|_| case.stage.is_in_review()) else {
        return Vec::new();
    };
    let clock = |step: &ReviewStep| {
        let since = review.could_begin_on(&step.name)?;
        let due = step.limit.as_ref().map(|it| last_day(since, it, holidays));
        let state = due.map_or(ClockState::InTime, |due| state(due, remind, today));
        Some(StepClock { step: step.name.clone(), zh: step.zh.clone(), since, due, state })
    };
    review.open_steps().into_iter().filter_map(clock).collect()
}

/// The clock of the whole run; none without a limit, or when no run is under way.
#[must_use]
pub fn whole_clock(
    case: &Case,
    holidays: &Holidays,
    remind: u32,
    today: NaiveDate,
) -> Option<WholeClock> {
    let review = case.review.as_ref().filter(|_| case.stage.is_in_review())?;
    let limit = review.chain.whole.as_ref()?;
    let stopped_days = stopped(review, today);
    let due = last_day(review.began_on, limit, holidays);
    let due = due.checked_add_days(Days::new(stopped_days.unsigned_abs())).unwrap_or(due);
    let state = state(due, remind, today);
    Some(WholeClock { since: review.began_on, due, stopped_days, state })
}

/// Days from the beginning to the end, or to today, of the steps that stop the clock.
fn stopped(review: &Review, today: NaiveDate) -> i64 {
    let days = |step: &ReviewStep| {
        let from = review.could_begin_on(&step.name)?;
        let done = review.done.iter().find(|it| it.step == step.name).map(|it| it.on);
        Some((done.unwrap_or(today) - from).num_days().max(0))
    };
    review.chain.steps.iter().filter(|it| it.stops_clock).filter_map(days).sum()
}

/// The day after the beginning is the first to count.
pub(crate) fn last_day(since: NaiveDate, limit: &Limit, holidays: &Holidays) -> NaiveDate {
    if limit.working {
        holidays.add_working_days(since, i32::try_from(limit.days).unwrap_or(i32::MAX))
    } else {
        since.checked_add_days(Days::new(u64::from(limit.days))).unwrap_or(NaiveDate::MAX)
    }
}

fn state(due: NaiveDate, remind: u32, today: NaiveDate) -> ClockState {
    match (due - today).num_days() {
        left if left < 0 => ClockState::Overdue,
        left if left <= i64::from(remind) => ClockState::AtRisk,
        _ => ClockState::InTime,
    }
}
