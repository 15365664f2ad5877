//! 跟踪回访: whom to visit again after the risk was marked as gone, where the region's pack asks
//! for it (`elimination.follow_up`), and households without labour everywhere (MON-21).

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use kernel::RegionLevel;
use serde::Serialize;
use store::{FollowUpLine, Scope};

use crate::{
    assistance::{needed, source},
    assistance_coverage::{months_before, region_of},
    cases::county_code,
    home::Home,
};

const FOLLOW_UP: &str = "elimination.follow_up";
const MONTHS: &str = "assistance.follow_up_months";

/// A household that is due for a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FollowUpDue {
    /// Case.
    pub case: i64,
    /// Version; an action has to name it.
    pub version: i64,
    /// Stage: `eliminated`, or `assisted` for a household without labour.
    pub stage: String,
    /// 户编号.
    pub household_no: String,
    /// 户主.
    pub householder: String,
    /// 村, with its township.
    pub village: String,
    /// 监测联系人, or 帮扶责任人.
    pub officer: Option<String>,
    /// 风险消除日期.
    pub eliminated_on: Option<NaiveDate>,
    /// The last visit.
    pub followed_up_on: Option<NaiveDate>,
    /// The last day in time.
    pub due: NaiveDate,
    /// What asks for it, with its source.
    pub source: String,
}

/// What the pack of one county asks for.
struct Terms {
    after_elimination: bool,
    months: i64,
    source: String,
}

/// The visits of a scope that are due on a day, who has waited longest first.
///
/// # Errors
/// When the packs lack a parameter, or the database cannot be read.
pub async fn follow_ups_due(
    home: &Home,
    scope: &Scope,
    today: NaiveDate,
    limit: i64,
) -> anyhow::Result<Vec<FollowUpDue>> {
    let mut terms: BTreeMap<String, Terms> = BTreeMap::new();
    for code in counties_of(home, scope)? {
        let of_county = terms_of(home, &code, today)?;
        terms.insert(code, of_county);
    }
    // The shortest interval finds everybody; each is then looked at with that of the own county.
    let latest = |all: &dyn Fn(&&Terms) -> bool| {
        let months = terms.values().filter(all).map(|it| it.months).min();
        months.map(|it| months_before(today, it))
    };
    let eliminated_by = latest(&|it| it.after_elimination);
    let no_labor_by = latest(&|_| true);
    let mut tx = home.db.read().await?;
    let lines = tx.follow_ups(scope, eliminated_by, no_labor_by, limit).await?;
    drop(tx);

    let mut due = Vec::new();
    for line in lines {
        let code = county_code(home, line.village_id)?;
        if !terms.contains_key(&code) {
            // A household that was relocated here is followed as its home county asks.
            let of_county = terms_of(home, &code, today)?;
            terms.insert(code.clone(), of_county);
        }
        due.extend(terms.get(&code).and_then(|it| follow_up(home, line, it, today)));
    }
    Ok(due)
}

fn follow_up(
    home: &Home,
    line: FollowUpLine,
    terms: &Terms,
    today: NaiveDate,
) -> Option<FollowUpDue> {
    let months = Months::new(u32::try_from(terms.months).ok()?);
    let due = line.since.checked_add_months(months)?;
    let is_asked_for = line.stage != "eliminated" || terms.after_elimination;
    (due <= today && is_asked_for).then(|| FollowUpDue {
        case: line.case_id,
        version: line.version,
        stage: line.stage,
        household_no: line.household_no.unwrap_or_default(),
        householder: line.householder.unwrap_or_default(),
        village: home.definitions.regions.name_path(line.village_id),
        officer: line.officer,
        eliminated_on: line.eliminated_on,
        followed_up_on: line.followed_up_on,
        due,
        source: terms.source.clone(),
    })
}

fn terms_of(home: &Home, code: &str, today: NaiveDate) -> anyhow::Result<Terms> {
    let follow_up = needed(home, FOLLOW_UP, code, today)?;
    let months = needed(home, MONTHS, code, today)?;
    Ok(Terms {
        after_elimination: follow_up.value == 1,
        months: months.value,
        source: format!("{}；{}", source(FOLLOW_UP, &follow_up), source(MONTHS, &months)),
    })
}

/// The six digits of every county of a scope.
fn counties_of(home: &Home, scope: &Scope) -> anyhow::Result<Vec<String>> {
    let region = region_of(home, scope)?;
    if matches!(scope.level, RegionLevel::Township | RegionLevel::Village) {
        return Ok(vec![region.stat_code[..6].to_owned()]);
    }
    let counties = home.counties_of(region)?;
    Ok(counties.into_iter().map(|it| it.leading_digits().to_owned()).collect())
}
