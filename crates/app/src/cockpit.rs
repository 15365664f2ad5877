//! 驾驶舱: how a region stands, as of today and for a month. The same numbers as in lists and
//! reports, counted from the same rows; each says what it counts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::{Month, Region, RegionLevel};
use policy::Risk;
use serde::Serialize;
use store::{Scope, Tx};

use crate::{
    home::Home,
    precision::{PrecisionBy, PrecisionRow, precision},
    reach,
};

/// How many months a trend shows.
const TREND: i32 = 12;

/// How a region stands.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Cockpit {
    /// Statistical code of the region.
    pub code: String,
    /// The region, from the province on.
    pub region: String,
    /// Level.
    pub level: String,
    /// The day cases were counted on.
    pub as_of: NaiveDate,
    /// The month clues were counted for; none before the first screening.
    pub month: Option<String>,
    /// Sums of the region.
    pub figures: RegionFigures,
    /// The regions one level below.
    pub regions: Vec<RegionFigures>,
    /// Risks of the monitored households; a household with two risks counts under both.
    pub risks: Vec<RiskFigure>,
    /// Months up to the present one.
    pub trend: Vec<TrendMonth>,
    /// What became of the month's clues, by the department whose data raised them; county and
    /// above.
    pub funnel: Vec<PrecisionRow>,
    /// 规模预警 of the month.
    pub alarms: Vec<AlarmView>,
    /// What each figure counts.
    pub notes: Vec<String>,
}

/// The figures of one region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RegionFigures {
    /// Statistical code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Households that are monitored: identified, assisted, or on the way to elimination.
    pub monitored: i64,
    /// Households being verified and reviewed.
    pub in_procedure: i64,
    /// Households whose risk has been eliminated.
    pub eliminated: i64,
    /// Procedures past their limit.
    pub overdue: i64,
    /// New clues of the month.
    pub new_clues: i64,
}

/// A risk and how many monitored households have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RiskFigure {
    /// The risk.
    pub risk: Risk,
    /// In Chinese.
    pub zh: String,
    /// Households.
    pub households: i64,
}

/// One month of the trend.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TrendMonth {
    /// Such as `2023-10`.
    pub month: String,
    /// New clues.
    pub new_clues: i64,
    /// Households identified.
    pub identified: i64,
    /// Households whose risk was eliminated.
    pub eliminated: i64,
}

/// 规模预警: a region with unusually many households in new difficulty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AlarmView {
    /// Statistical code.
    pub code: String,
    /// The region, from the county on.
    pub region: String,
    /// Households that live there.
    pub households: i64,
    /// Households with new difficulties.
    pub affected: i64,
    /// Their share in basis points.
    pub share_basis_points: i64,
    /// The share that raises an alarm.
    pub limit_basis_points: i64,
}

/// How the region of a scope stands.
///
/// # Errors
/// When the database cannot be read.
pub async fn cockpit(
    home: &Home,
    scope: &Scope,
    month: Option<Month>,
    today: NaiveDate,
) -> anyhow::Result<Cockpit> {
    let regions = &home.definitions.regions;
    let region = regions
        .get(scope.region_id)
        .ok_or_else(|| anyhow::anyhow!("范围 {} 不在行政区划里", scope.region_id))?;
    let counties = reach::counties(home, scope);
    let mut tx = home.db.read().await?;
    let month = match month {
        Some(month) => Some(month),
        None => latest_month(&mut tx, &counties).await?,
    };

    let mut below: Vec<&Region> = regions.children(region.id).collect();
    below.sort_by(|one, other| one.stat_code.cmp(&other.stat_code));
    let mut ids: Vec<i64> = below.iter().map(|it| it.id).collect();
    ids.push(region.id);
    let mut figures: BTreeMap<i64, RegionFigures> = BTreeMap::new();
    for it in below.iter().copied().chain([region]) {
        let (code, name) = (it.stat_code.clone(), it.name.clone());
        figures.insert(it.id, RegionFigures { code, name, ..RegionFigures::default() });
    }
    for (id, stage, cases) in tx.stages_of_regions(&ids).await? {
        let Some(it) = figures.get_mut(&id) else { continue };
        match stage.as_str() {
            "identified" | "assisted" | "eliminating" => it.monitored += cases,
            "dispatched" | "identifying" => it.in_procedure += cases,
            "eliminated" => it.eliminated += cases,
            _ => {}
        }
    }
    for (id, cases) in tx.overdue_of_regions(&ids, today).await? {
        if let Some(it) = figures.get_mut(&id) {
            it.overdue = cases;
        }
    }
    let trend = trend(home, &mut tx, region, &counties, month, today, &mut figures).await?;
    let risks = risks(&mut tx, region).await?;
    let alarms = match month {
        Some(month) => alarms(home, &mut tx, region, &counties, month).await?,
        None => Vec::new(),
    };
    drop(tx);
    let funnel = match month {
        Some(month) if !matches!(region.level, RegionLevel::Township | RegionLevel::Village) => {
            precision(home, region, month, month, &[PrecisionBy::Department]).await?.rows
        }
        _ => Vec::new(),
    };
    let own = figures.remove(&region.id).unwrap_or_default();
    Ok(Cockpit {
        code: region.stat_code.clone(),
        region: regions.name_path(region.id),
        level: region.level.word().to_owned(),
        as_of: today,
        month: month.map(|it| it.to_string()),
        figures: own,
        regions: below.iter().filter_map(|it| figures.remove(&it.id)).collect(),
        risks,
        trend,
        funnel,
        alarms,
        notes: vec![
            "监测对象：已识别、帮扶中、风险消除中的户；办理中：已派发、识别认定中的户".into(),
            "一户在籍贯地和居住地都能看到，两地各计一次，上级合计只计一次".into(),
            "新线索：本月筛查提出、没有撤回的新线索和待人工确认的线索".into(),
            "风险构成按风险计，一户有几项风险计几次".into(),
        ],
    })
}

/// Months that have been screened in a scope, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn months(home: &Home, scope: &Scope) -> anyhow::Result<Vec<String>> {
    let counties = reach::counties(home, scope);
    let found = home.db.read().await?.months_screened().await?;
    let inside = found.into_iter().filter(|(county, _)| counties.iter().any(|it| it.id == *county));
    let mut months: Vec<String> = inside.map(|(_, month)| month).collect();
    months.dedup();
    Ok(months)
}

async fn latest_month(tx: &mut Tx, counties: &[Region]) -> anyhow::Result<Option<Month>> {
    let found = tx.months_screened().await?;
    let newest = found.into_iter().find(|(county, _)| counties.iter().any(|it| it.id == *county));
    Ok(newest.and_then(|(_, month)| month.parse().ok()))
}

/// The months, and on the way the month's clues of each region.
async fn trend(
    home: &Home,
    tx: &mut Tx,
    region: &Region,
    counties: &[Region],
    month: Option<Month>,
    today: NaiveDate,
    figures: &mut BTreeMap<i64, RegionFigures>,
) -> anyhow::Result<Vec<TrendMonth>> {
    let present = Month::of(today);
    let last = month.unwrap_or(present);
    let first = last.plus_months(1 - TREND);
    let mut months: BTreeMap<String, TrendMonth> = BTreeMap::new();
    let mut at = first;
    while at <= last {
        let name = at.to_string();
        months.insert(name.clone(), TrendMonth { month: name, ..TrendMonth::default() });
        at = at.plus_months(1);
    }
    for county in counties {
        let counted = tx.clue_counts(county.id, &first.to_string(), &last.to_string()).await?;
        for (at, township, village, class, clues) in counted {
            let new = matches!(class.as_str(), "new_clue" | "new_clue_after_confirmation");
            let chain = home.definitions.regions.chain(village);
            let places =
                [chain.province, chain.prefecture, Some(county.id), Some(township), Some(village)];
            if !new || !places.contains(&Some(region.id)) {
                continue;
            }
            if month.is_some_and(|it| it.to_string() == at) {
                for place in places.into_iter().flatten() {
                    if let Some(it) = figures.get_mut(&place) {
                        it.new_clues += clues;
                    }
                }
            }
            if let Some(it) = months.get_mut(&at) {
                it.new_clues += clues;
            }
        }
    }
    let since = first.first_day();
    for (day, cases) in tx.identified_by_day(region.id, since).await? {
        if let Some(it) = months.get_mut(&day.format("%Y-%m").to_string()) {
            it.identified += cases;
        }
    }
    for (day, cases) in tx.eliminated_by_day(region.id, since).await? {
        if let Some(it) = months.get_mut(&day.format("%Y-%m").to_string()) {
            it.eliminated += cases;
        }
    }
    Ok(months.into_values().collect())
}

async fn risks(tx: &mut Tx, region: &Region) -> anyhow::Result<Vec<RiskFigure>> {
    let mut households: BTreeMap<i64, (Risk, i64)> = BTreeMap::new();
    for (risks, cases) in tx.risks_of_region(region.id).await? {
        let names: Vec<String> = serde_json::from_str(&risks).unwrap_or_default();
        for risk in names.iter().filter_map(|it| Risk::from_code(it)) {
            households.entry(risk.index()).or_insert((risk, 0)).1 += cases;
        }
    }
    let figures = households.into_values();
    let figures =
        figures.map(|(risk, households)| RiskFigure { risk, zh: risk.zh().into(), households });
    let mut figures: Vec<RiskFigure> = figures.collect();
    figures.sort_by_key(|it| std::cmp::Reverse(it.households));
    Ok(figures)
}

async fn alarms(
    home: &Home,
    tx: &mut Tx,
    region: &Region,
    counties: &[Region],
    month: Month,
) -> anyhow::Result<Vec<AlarmView>> {
    let regions = &home.definitions.regions;
    let mut views = Vec::new();
    for county in counties {
        let Some(run) = tx.latest_run(county.id, &month.to_string()).await? else { continue };
        for alarm in tx.alarms_in(run.id).await?.into_iter().filter(|it| it.raised) {
            let inside = alarm.region_id == region.id
                || regions.ancestors(alarm.region_id).any(|it| it.id == region.id);
            let Some(place) = regions.get(alarm.region_id).filter(|_| inside) else { continue };
            views.push(AlarmView {
                code: place.stat_code.clone(),
                region: regions.name_path(place.id),
                households: alarm.households,
                affected: alarm.affected,
                share_basis_points: alarm.share_basis_points,
                limit_basis_points: alarm.limit_basis_points,
            });
        }
    }
    Ok(views)
}
