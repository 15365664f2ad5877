//! Clues a page at a time, within a scope: what the console and departments read.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{Month, Region, RegionLevel};
use serde_json::json;
use store::{Clue, ClueScope, Scope, Tx};

use crate::{
    clue_list::{ClueRow, row},
    departments::departments_of_clue,
    home::Home,
    staff::Staff,
    workbook,
};

/// What a list of clues is narrowed to, beside the scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClueFilter {
    /// Class, such as `new_clue`.
    pub class: Option<String>,
    /// State; withdrawn clues are left out when absent.
    pub state: Option<String>,
}

/// One page of the clues of a scope in a month, by id, beginning behind `after` (empty for the
/// first page). A department sees the clues its own data raised.
///
/// # Errors
/// When the database cannot be read.
pub async fn clue_page(
    home: &Home,
    scope: &Scope,
    month: Month,
    filter: &ClueFilter,
    after: &str,
    limit: i64,
) -> anyhow::Result<Vec<ClueRow>> {
    let mut tx = home.db.read().await?;
    let wanted = usize::try_from(limit).unwrap_or(0);
    let mut clues: Vec<Clue> = Vec::new();
    for place in places(home, scope) {
        let mut after = after.to_owned();
        while clues.len() < wanted {
            let page = tx.clues_page(place, &month.to_string(), &after, limit).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            clues.extend(page.into_iter().filter(|it| fits(home, scope, filter, it)));
        }
    }
    clues.truncate(wanted);
    rows(home, &mut tx, clues).await
}

/// Rows read at a time for a workbook.
const PAGE: i64 = 1_000;

/// A workbook of the clues of a scope in a month; who took it and when stands in its title and in
/// the audit chain.
///
/// # Errors
/// When the database cannot be read or the workbook not be made.
pub async fn export(
    home: &Home,
    staff: &Staff,
    scope: &Scope,
    month: Month,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<u8>> {
    let filter = ClueFilter::default();
    let mut rows = Vec::new();
    let mut after = String::new();
    loop {
        let page = clue_page(home, scope, month, &filter, &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.clue);
        rows.extend(page.into_iter().map(|it| {
            vec![
                it.clue.clone(),
                it.township.clone(),
                it.village.clone(),
                it.household_no.clone(),
                it.householder.clone(),
                it.class_zh().to_owned(),
                it.risks_zh(),
                it.why_zh(),
            ]
        }));
    }
    let columns = [
        ("线索编号", 22.0),
        ("乡镇", 12.0),
        ("村", 14.0),
        ("户编号", 16.0),
        ("户主", 10.0),
        ("类别", 18.0),
        ("风险", 18.0),
        ("为什么（事实、数值、标准）", 70.0),
    ];
    let region = home.definitions.regions.name_path(scope.region_id);
    let day = kernel::china_day(now);
    let title = format!("防返贫监测线索 {region} {month}（{day} {} 导出）", staff.name);
    let bytes = workbook::one_sheet("线索", &title, &columns, &rows)?;
    let mut tx = home.db.write().await?;
    let detail = json!({ "rows": rows.len(), "month": month.to_string() });
    let subject = format!("region {}", scope.region_id);
    tx.append_audit(now, &staff.actor(), "clues.export", &subject, &detail).await?;
    tx.commit().await?;
    Ok(bytes)
}

/// Whether a clue lies in a scope.
pub(crate) fn is_in(home: &Home, scope: &Scope, clue: &Clue) -> bool {
    let regions = &home.definitions.regions;
    let above = regions.ancestors(clue.village_id).map(|it| it.id);
    let inside = above.chain([clue.village_id]).any(|it| it == scope.region_id);
    inside && scope.helper.is_none() && of_department(home, scope, clue)
}

fn fits(home: &Home, scope: &Scope, filter: &ClueFilter, clue: &Clue) -> bool {
    let class = filter.class.as_ref().is_none_or(|it| *it == clue.class);
    let state = match &filter.state {
        Some(state) => *state == clue.state,
        None => clue.state != "withdrawn",
    };
    class && state && is_in(home, scope, clue)
}

fn of_department(home: &Home, scope: &Scope, clue: &Clue) -> bool {
    let department = scope.department.as_ref();
    department.is_none_or(|it| departments_of_clue(home, clue).contains(it))
}

/// The index ranges that hold a scope's clues, in the order of clue ids: ids begin with the code
/// of their county.
fn places(home: &Home, scope: &Scope) -> Vec<ClueScope> {
    match scope.level {
        RegionLevel::Village => vec![ClueScope::Village(scope.region_id)],
        RegionLevel::Township => vec![ClueScope::Township(scope.region_id)],
        RegionLevel::County => vec![ClueScope::County(scope.region_id)],
        RegionLevel::Prefecture | RegionLevel::Province => {
            let region = home.definitions.regions.get(scope.region_id);
            let counties = region.and_then(|it| home.counties_of(it).ok()).unwrap_or_default();
            let mut counties: Vec<Region> = counties;
            counties.sort_by(|a, b| a.stat_code.cmp(&b.stat_code));
            counties.into_iter().map(|it| ClueScope::County(it.id)).collect()
        }
    }
}

async fn rows(home: &Home, tx: &mut Tx, clues: Vec<Clue>) -> anyhow::Result<Vec<ClueRow>> {
    let ids: Vec<i64> = clues.iter().map(|it| it.household_id).collect();
    let heads: BTreeMap<i64, String> = tx.heads_of(&ids).await?.into_iter().collect();
    let mut rows = Vec::with_capacity(clues.len());
    for clue in clues {
        let household = tx.household(clue.household_id).await?;
        let head = heads.get(&clue.household_id).cloned().unwrap_or_default();
        rows.push(row(home, clue, household.as_ref(), head));
    }
    Ok(rows)
}
