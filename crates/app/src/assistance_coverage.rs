//! 帮扶覆盖: who has nobody responsible, who waits for measures, whose measures are on paper only.
//! Every figure can be opened into the cases behind it, and says which parameter it was counted
//! with. Nothing here ranks people or places.

use anyhow::Context;
use chrono::{Months, NaiveDate};
use kernel::Region;
use policy::Resolved;
use serde::{Deserialize, Serialize};
use store::{AssistanceLine, CoverageCount, CoverageDays, CoverageGap, Scope};

use crate::{
    assistance::{needed, source},
    home::Home,
};

const MEASURES_MONTHS: &str = "assistance.measures_months";
const DEVELOPMENTAL_MONTHS: &str = "assistance.developmental_months";
const REFERENCE_MEASURES: &str = "assistance.reference_measures";

/// What may be missing in the help for a monitored household.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AssistanceGap {
    /// Every monitored household.
    All,
    /// 没有帮扶责任人.
    WithoutHelper,
    /// 识别后到期没有措施.
    WithoutMeasures,
    /// 有劳动力，只有综合保障.
    OnlyRelief,
    /// 有劳动力，到期没有开发式措施.
    WithoutDevelopmental,
    /// 有计划，还没有落实一项.
    NothingDelivered,
}

/// How the help of a region stands.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CoverageReport {
    /// Name of the region.
    pub region: String,
    /// Its statistical code.
    pub region_code: String,
    /// The day it was counted for.
    pub on: NaiveDate,
    /// Every figure with what it was counted with.
    pub figures: Vec<CoverageFigure>,
    /// All together.
    pub total: CoverageRow,
    /// The regions directly below. A household that was relocated from one into another counts in
    /// both, and once in the total.
    pub regions: Vec<CoverageRow>,
    /// Townships and villages with monitored households and nobody responsible for any of them.
    pub regions_without_helper: Vec<RegionWithoutHelper>,
    /// A figure of a plan to be read beside the average; not a target.
    pub reference: Option<String>,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CoverageFigure {
    /// Which; opens with [`cases`].
    pub gap: AssistanceGap,
    /// In Chinese.
    pub zh: String,
    /// Households.
    pub households: i64,
    /// The parameter and its source, where one was used.
    pub source: Option<String>,
}

/// One region.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CoverageRow {
    /// Key of the region.
    pub region_id: i64,
    /// Name.
    pub region: String,
    /// Statistical code.
    pub region_code: String,
    /// Monitored households.
    pub households: i64,
    /// Nobody responsible.
    pub without_helper: i64,
    /// No measures in time.
    pub without_measures: i64,
    /// Somebody can work, relief only.
    pub only_relief: i64,
    /// Somebody can work, nothing developmental in time.
    pub without_developmental: i64,
    /// Planned, nothing delivered.
    pub nothing_delivered: i64,
    /// Measures planned.
    pub measures: i64,
    /// Measures a household, to one decimal; none without households.
    pub average_measures: Option<f64>,
}

/// A township or village in which nobody is responsible for any household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RegionWithoutHelper {
    /// Key.
    pub region_id: i64,
    /// `township` or `village`.
    pub level: String,
    /// Name, with its township.
    pub region: String,
    /// Statistical code.
    pub region_code: String,
}

/// One household behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AssistanceRow {
    /// Case.
    pub case: i64,
    /// Version; an action has to name it.
    pub version: i64,
    /// Stage.
    pub stage: String,
    /// 户编号.
    pub household_no: String,
    /// 户主.
    pub householder: String,
    /// 村, with its township.
    pub village: String,
    /// 识别日期.
    pub identified_on: Option<NaiveDate>,
    /// 帮扶责任人.
    pub officer: Option<String>,
    /// Somebody can work.
    pub has_labor: Option<bool>,
    /// Measures planned.
    pub measures: i64,
    /// Of them developmental.
    pub developmental: i64,
    /// Of them delivered.
    pub delivered: i64,
    /// The last 成效评议.
    pub effect_reviewed_on: Option<NaiveDate>,
    /// What it found.
    pub effect_outcome: Option<String>,
}

impl AssistanceGap {
    /// Every figure, in the order of the report.
    pub const ALL: [AssistanceGap; 6] = [
        AssistanceGap::All,
        AssistanceGap::WithoutHelper,
        AssistanceGap::WithoutMeasures,
        AssistanceGap::OnlyRelief,
        AssistanceGap::WithoutDevelopmental,
        AssistanceGap::NothingDelivered,
    ];

    /// The Chinese label.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            AssistanceGap::All => "监测对象",
            AssistanceGap::WithoutHelper => "没有帮扶责任人",
            AssistanceGap::WithoutMeasures => "识别到期没有帮扶措施",
            AssistanceGap::OnlyRelief => "有劳动力，只有综合保障",
            AssistanceGap::WithoutDevelopmental => "有劳动力，到期没有开发式帮扶",
            AssistanceGap::NothingDelivered => "有计划，一项也没有落实",
        }
    }

    fn stored(self) -> CoverageGap {
        match self {
            AssistanceGap::All => CoverageGap::None,
            AssistanceGap::WithoutHelper => CoverageGap::WithoutHelper,
            AssistanceGap::WithoutMeasures => CoverageGap::WithoutMeasures,
            AssistanceGap::OnlyRelief => CoverageGap::OnlyRelief,
            AssistanceGap::WithoutDevelopmental => CoverageGap::WithoutDevelopmental,
            AssistanceGap::NothingDelivered => CoverageGap::NothingDelivered,
        }
    }
}

impl CoverageRow {
    /// The households of one figure.
    #[must_use]
    pub fn of(&self, gap: AssistanceGap) -> i64 {
        match gap {
            AssistanceGap::All => self.households,
            AssistanceGap::WithoutHelper => self.without_helper,
            AssistanceGap::WithoutMeasures => self.without_measures,
            AssistanceGap::OnlyRelief => self.only_relief,
            AssistanceGap::WithoutDevelopmental => self.without_developmental,
            AssistanceGap::NothingDelivered => self.nothing_delivered,
        }
    }
}

/// How the help of a scope stands on a day. The parameters are those of the scope's own region.
///
/// # Errors
/// When the packs lack a parameter, or the database cannot be read.
pub async fn coverage(home: &Home, scope: &Scope, on: NaiveDate) -> anyhow::Result<CoverageReport> {
    let region = region_of(home, scope)?;
    let limits = Limits::of(home, region, on)?;
    let mut tx = home.db.read().await?;
    let total = row(region, tx.coverage(scope, limits.days).await?);
    let counts = tx.coverage_by_region(scope, limits.days).await?;
    let without = tx.regions_without_helper(scope).await?;
    drop(tx);

    let regions = &home.definitions.regions;
    let count_of = |child: &Region| counts.iter().find(|it| it.region_id == child.id).cloned();
    let children = regions.children(region.id);
    let is_inside = |id: i64| id == region.id || regions.ancestors(id).any(|it| it.id == region.id);
    let without = without.into_iter().filter(|it| is_inside(*it)).filter_map(|it| regions.get(it));
    let reference = home.packs().parameter(REFERENCE_MEASURES, &region.stat_code, on);
    Ok(CoverageReport {
        region: regions.name_path(region.id),
        region_code: region.stat_code.clone(),
        on,
        figures: AssistanceGap::ALL
            .into_iter()
            .map(|gap| CoverageFigure {
                gap,
                zh: gap.zh().to_owned(),
                households: total.of(gap),
                source: limits.source_of(gap),
            })
            .collect(),
        regions: children.map(|it| row(it, count_of(it).unwrap_or_default())).collect(),
        total,
        regions_without_helper: without
            .map(|it| RegionWithoutHelper {
                region_id: it.id,
                level: it.level.word().to_owned(),
                region: regions.name_path(it.id),
                region_code: it.stat_code.clone(),
            })
            .collect(),
        reference: reference.map(|it| source(REFERENCE_MEASURES, &it)),
    })
}

/// One page of the households behind a figure, beginning behind the case `after`.
///
/// # Errors
/// When the packs lack a parameter, or the database cannot be read.
pub async fn cases(
    home: &Home,
    scope: &Scope,
    gap: AssistanceGap,
    on: NaiveDate,
    after: i64,
    limit: i64,
) -> anyhow::Result<Vec<AssistanceRow>> {
    let limits = Limits::of(home, region_of(home, scope)?, on)?;
    let mut tx = home.db.read().await?;
    let lines = tx.coverage_cases(scope, gap.stored(), limits.days, after, limit).await?;
    Ok(lines.into_iter().map(|it| assistance_row(home, it)).collect())
}

/// The region a scope is of.
pub(crate) fn region_of<'a>(home: &'a Home, scope: &Scope) -> anyhow::Result<&'a Region> {
    home.definitions
        .regions
        .get(scope.region_id)
        .context("账号的地区不在行政区划里：请检查行政区划")
}

pub(crate) fn assistance_row(home: &Home, it: AssistanceLine) -> AssistanceRow {
    AssistanceRow {
        case: it.case_id,
        version: it.version,
        stage: it.stage,
        household_no: it.household_no.unwrap_or_default(),
        householder: it.householder.unwrap_or_default(),
        village: home.definitions.regions.name_path(it.village_id),
        identified_on: it.identified_on,
        officer: it.officer,
        has_labor: it.has_labor,
        measures: it.measures,
        developmental: it.developmental,
        delivered: it.delivered,
        effect_reviewed_on: it.effect_reviewed_on,
        effect_outcome: it.effect_outcome,
    }
}

/// The day so many months before; the first day there is when there is none.
pub(crate) fn months_before(on: NaiveDate, months: i64) -> NaiveDate {
    let months = u32::try_from(months).unwrap_or(u32::MAX);
    on.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// The parameters of the report, and the days that follow from them.
struct Limits {
    measures: Resolved,
    developmental: Resolved,
    days: CoverageDays,
}

impl Limits {
    fn of(home: &Home, region: &Region, on: NaiveDate) -> anyhow::Result<Limits> {
        let measures = needed(home, MEASURES_MONTHS, &region.stat_code, on)?;
        let developmental = needed(home, DEVELOPMENTAL_MONTHS, &region.stat_code, on)?;
        let days = CoverageDays {
            measures_since: months_before(on, measures.value),
            developmental_since: months_before(on, developmental.value),
        };
        Ok(Limits { measures, developmental, days })
    }

    fn source_of(&self, gap: AssistanceGap) -> Option<String> {
        match gap {
            AssistanceGap::WithoutMeasures => Some(source(MEASURES_MONTHS, &self.measures)),
            AssistanceGap::WithoutDevelopmental => {
                Some(source(DEVELOPMENTAL_MONTHS, &self.developmental))
            }
            _ => None,
        }
    }
}

fn row(region: &Region, it: CoverageCount) -> CoverageRow {
    let tenths =
        (it.households != 0).then(|| (it.measures * 10 + it.households / 2) / it.households);
    CoverageRow {
        region_id: region.id,
        region: region.name.clone(),
        region_code: region.stat_code.clone(),
        households: it.households,
        without_helper: it.without_helper,
        without_measures: it.without_measures,
        only_relief: it.only_relief,
        without_developmental: it.without_developmental,
        nothing_delivered: it.nothing_delivered,
        measures: it.measures,
        average_measures: tenths.map(|it| it as f64 / 10.0),
    }
}
