//! A report on the screen: read as of now or of an earlier day, and not kept.

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use indicator::{Report, ReportLayout};
use kernel::{Region, china_day};
use serde::{Deserialize, Serialize};
use store::{ReportTemplate, Scope, Tx, sm3_of};

use super::{
    content::ReportContent,
    error::ReportError,
    numbers::Numbers,
    period,
    plan::{Plan, ToPlan, levels_zh},
};
use crate::{home::Home, indicators::values::end_of, reach};

/// Which report of which region and period.
#[derive(Debug, Clone, Copy)]
pub struct ReportOrder<'a> {
    /// The report of the packs, or the id of a template.
    pub report: &'a str,
    /// Statistical code of the region.
    pub region: &'a str,
    /// `2023-10`, `2023Q4` or `2023`.
    pub period: &'a str,
    /// The numbers as they were known at the end of this day; as they are known now when absent.
    pub as_of: Option<NaiveDate>,
    /// Leave small counts out, as for others than the office.
    pub for_others: bool,
}

/// A report that is being put together.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LayoutOrder {
    /// How it is set out.
    pub layout: ReportLayout,
    /// Statistical code of the region.
    pub region: String,
    /// `2023-10`, `2023Q4` or `2023`.
    pub period: String,
    /// The numbers as they were known at the end of this day; as they are known now when absent.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Leave small counts out, as for others than the office.
    #[serde(default)]
    pub for_others: bool,
}

/// A report on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReportView {
    /// What would be printed.
    pub content: ReportContent,
    /// The moment whose numbers it shows: what had been said before it.
    pub as_of: DateTime<Utc>,
    /// The day to open its numbers with; none for those of now.
    pub open_as_of: Option<NaiveDate>,
    /// SM3 of the content.
    pub sm3: String,
}

/// A report of the packs or of a template.
pub(super) enum Source<'a> {
    Pack(&'a Report),
    Template(Box<(ReportTemplate, ReportLayout)>),
}

impl Source<'_> {
    /// The report of this name for a region of the scope.
    pub(super) async fn find<'a>(
        home: &'a Home,
        tx: &mut Tx,
        scope: &Scope,
        region: &Region,
        name: &str,
    ) -> Result<Source<'a>, ReportError> {
        if let Some(report) = home.definitions.indicators.report(region.leading_digits(), name) {
            if !report.levels.contains(&region.level) {
                return Err(ReportError::Level(levels_zh(&report.levels)));
            }
            return Ok(Source::Pack(report));
        }
        let template = tx.find_report_template(name).await?;
        let template = template
            .filter(|it| it.ended_at.is_none())
            .filter(|it| reach::regions(home, scope).contains(&it.region_id));
        let Some(template) = template else { return Err(ReportError::NoReport(name.to_owned())) };
        let layout =
            serde_json::from_value(template.layout.clone()).map_err(anyhow::Error::from)?;
        Ok(Source::Template(Box::new((template, layout))))
    }

    pub(super) fn to_plan(&self, for_others: bool) -> ToPlan<'_> {
        match self {
            Source::Pack(report) => {
                ToPlan { id: &report.id, layout: &report.layout, defined: Some(report), for_others }
            }
            Source::Template(it) => {
                ToPlan { id: &it.0.id, layout: &it.1, defined: None, for_others }
            }
        }
    }
}

/// A report of a region of the scope.
///
/// # Errors
/// [`ReportError`]: outside the scope, no such report, not for this level, no period, a day ahead.
pub async fn show(
    home: &Home,
    scope: &Scope,
    order: &ReportOrder<'_>,
    now: DateTime<Utc>,
) -> Result<ReportView, ReportError> {
    let region = reach::region_in(home, scope, order.region).ok_or(ReportError::NotFound)?;
    let of = period::parse(order.period)?;
    let at = moment(order.as_of, now)?;
    let mut tx = home.db.read().await?;
    let source = Source::find(home, &mut tx, scope, region, order.report).await?;
    let plan = Plan::of(home, &source.to_plan(order.for_others), region, of)?;
    view(home, &mut tx, &plan, at, now).await
}

/// A report that is being put together, of a region of the scope.
///
/// # Errors
/// As [`show`], and [`ReportError::Layout`] with everything that is wrong.
pub async fn preview(
    home: &Home,
    scope: &Scope,
    order: &LayoutOrder,
    now: DateTime<Utc>,
) -> Result<ReportView, ReportError> {
    let region = reach::region_in(home, scope, &order.region).ok_or(ReportError::NotFound)?;
    let of = period::parse(&order.period)?;
    let at = moment(order.as_of, now)?;
    let to_plan =
        ToPlan { id: "", layout: &order.layout, defined: None, for_others: order.for_others };
    let plan = Plan::of(home, &to_plan, region, of)?;
    let mut tx = home.db.read().await?;
    view(home, &mut tx, &plan, at, now).await
}

async fn view(
    home: &Home,
    tx: &mut Tx,
    plan: &Plan,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<ReportView, ReportError> {
    let content = filled(home, tx, plan, at).await?;
    let sm3 = sm3_of(&content.text()?);
    Ok(ReportView { content, as_of: at, open_as_of: open_as_of(at, now), sm3 })
}

/// A plan with the numbers of a moment.
pub(super) async fn filled(
    home: &Home,
    tx: &mut Tx,
    plan: &Plan,
    at: DateTime<Utc>,
) -> Result<ReportContent, ReportError> {
    let numbers = Numbers::of(home, tx, plan, at).await?;
    Ok(ReportContent::of(plan, &numbers))
}

/// The end of a day, or what has been said up to now; to the microsecond, as either engine keeps it.
/// What counts was said before it.
pub(super) fn moment(
    as_of: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, ReportError> {
    let after_now = now.trunc_subsecs(6) + TimeDelta::microseconds(1);
    let Some(day) = as_of else { return Ok(after_now) };
    if china_day(now) < day {
        return Err(ReportError::Ahead(day));
    }
    Ok(end_of(day).map_or(after_now, |it| it.min(after_now)))
}

/// The day to open the numbers of a moment with: none while it is the present day.
pub(super) fn open_as_of(at: DateTime<Utc>, now: DateTime<Utc>) -> Option<NaiveDate> {
    // The end of a day is the first moment of the next, which shows that day.
    let day = china_day(at - TimeDelta::microseconds(1));
    (day < china_day(now)).then_some(day)
}
