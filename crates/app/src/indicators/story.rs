//! One target with everything behind it: the values over the years, the path it should go, the
//! arithmetic, and what measures it.

use chrono::{DateTime, NaiveDate, Utc};
use indicator::{Amount, Due, Target, on_path, steps};
use kernel::Month;
use serde::Serialize;

use super::{
    error::IndicatorError,
    list::{IndicatorLine, line},
    look::{Judged, Look},
    target_views::{OddityView, TargetView},
    tasks::with_tasks,
    values::Found,
};
use crate::{home::Home, staff::Staff};

/// One target with everything behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TargetStory {
    /// Statistical code of the region.
    pub region: String,
    /// The region, from the province on.
    pub region_name: String,
    /// The month it is judged in.
    pub month: String,
    /// The day whose knowledge of the values is shown; the present one when absent.
    pub as_of: Option<NaiveDate>,
    /// How lights are decided, in Chinese.
    pub lights: String,
    /// In English.
    pub lights_en: String,
    /// The target, with its tasks.
    pub target: TargetView,
    /// Its values up to the month, in the unit of the target, the oldest first.
    pub values: Vec<TargetPoint>,
    /// Where it should stand at the end of each year from the base to the target; empty where the
    /// plan states no base or no year.
    pub path: Vec<PathPoint>,
    /// The number that is wanted, in the unit of the target.
    pub wanted: Option<String>,
    /// The arithmetic, step by step.
    pub steps: Vec<ArithmeticStep>,
    /// What measures it; none for a series that is entered by hand.
    pub indicator: Option<IndicatorLine>,
    /// What the plan contradicts itself in here.
    pub oddities: Vec<OddityView>,
}

/// A value of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TargetPoint {
    /// Its period.
    pub period: String,
    /// The month its period ends in.
    pub month: String,
    /// The value, in the unit of the target.
    pub value: String,
    /// `computed`, `ledger` or `reported`.
    pub how: String,
    /// The document of a reported one.
    pub document: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Counties the value holds, of how many; above the county.
    pub counties: Option<String>,
    /// When it was said last.
    pub stated_at: Option<DateTime<Utc>>,
    /// Households can be found behind it.
    pub opens: bool,
}

/// Where a target should stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PathPoint {
    /// The last month of a year.
    pub month: String,
    /// The value, in the unit of the target.
    pub value: String,
}

/// One step of the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ArithmeticStep {
    /// What is computed, in Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// With the numbers filled in.
    pub arithmetic: String,
    /// What it comes to.
    pub result: String,
}

/// A target of a region's plan, judged in a month by the values as they were known on a day.
///
/// # Errors
/// [`IndicatorError::NotFound`] outside the scope, [`IndicatorError::NoIndicator`] when the region's
/// plan has no such target.
pub async fn story(
    home: &Home,
    staff: &Staff,
    target: &str,
    region: &str,
    month: Month,
    as_of: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<TargetStory, IndicatorError> {
    let look = Look::at(home, &staff.scope, region, month, as_of).await?;
    let all = &home.definitions.indicators;
    let none = || IndicatorError::NoIndicator(target.to_owned());
    let printed = all.targets_of(&look.code).find(|it| it.id == target).ok_or_else(none)?;
    let table = with_tasks(home, staff, look.table(), today).await?;
    let view = table.targets.into_iter().find(|it| it.target == target).ok_or_else(none)?;
    let judged = look.judged(printed);
    let measure = all.get(&look.code, &printed.measure).filter(|_| printed.is_measured);
    Ok(TargetStory {
        region: table.region,
        region_name: table.region_name,
        month: table.month,
        as_of,
        lights: table.lights,
        lights_en: table.lights_en,
        values: values(&look, printed),
        path: path(printed, &judged),
        wanted: judged.wanted.map(|(it, _)| it.to_string()),
        steps: arithmetic(printed, &judged),
        indicator: measure.map(|it| line(it, &look.values)),
        oddities: table.oddities.into_iter().filter(|it| view.oddities.contains(&it.no)).collect(),
        target: view,
    })
}

/// What is known of a target up to the month, the oldest first.
fn values(look: &Look<'_>, target: &Target) -> Vec<TargetPoint> {
    let known = look.in_unit_of(target);
    let mut known: Vec<_> =
        known.filter(|(it, _)| Month::of(it.period.to()) <= look.month).collect();
    known.sort_by_key(|(it, _)| (it.period.to(), it.period.from()));
    let point = |(it, amount): (&Found, Amount)| {
        let row = it.rows.first();
        TargetPoint {
            period: it.period.to_string(),
            month: Month::of(it.period.to()).to_string(),
            value: amount.rounded(2).to_string(),
            how: it.how.clone(),
            document: row.and_then(|it| it.document.clone()),
            note: row.and_then(|it| it.note.clone()),
            counties: it.counties.map(|(n, of)| format!("{n}/{of}")),
            stated_at: it.rows.iter().map(|it| it.stated_at).max(),
            opens: it.tally.is_some(),
        }
    };
    known.into_iter().map(point).collect()
}

/// The values on the path at the end of each year from the base to the target.
fn path(target: &Target, judged: &Judged) -> Vec<PathPoint> {
    let base = target.baseline.as_ref().and_then(|it| Some((it.year?, it.number?)));
    let (Some((from, base)), Due::Year(to), Some((wanted, _))) = (base, target.due, judged.wanted)
    else {
        return Vec::new();
    };
    let point = |year: i32| {
        let value = on_path(judged.path, base, wanted, 12 * (year - from), 12 * (to - from))?;
        let month = Month::new(year, 12)?.to_string();
        Some(PathPoint { month, value: value.rounded(2).to_string() })
    };
    (from..=to).filter_map(point).collect()
}

fn arithmetic(target: &Target, judged: &Judged) -> Vec<ArithmeticStep> {
    let made = steps(target, judged.wanted, judged.path, &judged.progress);
    made.into_iter()
        .map(|it| ArithmeticStep {
            zh: it.zh,
            en: it.en,
            arithmetic: it.arithmetic,
            result: it.result,
        })
        .collect()
}
