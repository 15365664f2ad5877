//! 帮扶成效评议: at least once a year in every village, on four points (MON-17). One meeting
//! reviews many households; each is recorded by itself, and those that cannot be say why.

use std::collections::BTreeMap;

use casework::{Action, EffectReview};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{EffectReviewCount, Scope};

use crate::{
    assistance::{needed, source},
    assistance_coverage::{AssistanceRow, assistance_row, region_of},
    cases::{CaseError, record},
    home::Home,
};

const REVIEWS_PER_YEAR: &str = "assistance.effect_reviews_per_year";
const REVIEW_MONTHS: &str = "assistance.effect_review_months";

/// The reviews of a region in a calendar year.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct EffectReviewReport {
    /// Name of the region.
    pub region: String,
    /// The year.
    pub year: i32,
    /// Households that are helped now.
    pub households: i64,
    /// Of them reviewed in the year.
    pub reviewed: i64,
    /// Villages that have households to review and no review in the year.
    pub villages_without: i64,
    /// By village.
    pub villages: Vec<VillageReviews>,
    /// How often it has to be, with its source.
    pub source: String,
}

/// The reviews of one village in a calendar year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct VillageReviews {
    /// Key.
    pub village_id: i64,
    /// 村, with its township.
    pub village: String,
    /// Statistical code.
    pub village_code: String,
    /// Households that are helped now.
    pub households: i64,
    /// Of them reviewed in the year.
    pub reviewed: i64,
    /// Found 稳定性较弱; households eliminated since count too.
    pub weakly_stable: i64,
    /// Found 无劳动能力.
    pub no_labor: i64,
    /// Found 风险稳定消除.
    pub stably_removed: i64,
    /// The last day of a review in the year.
    pub last_on: Option<NaiveDate>,
    /// 预警: households to review, and no review in the year.
    pub has_none: bool,
    /// The day by which the next one has to be.
    pub next_due: NaiveDate,
}

/// A household to review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ToReview {
    /// The household and how its help stands.
    #[serde(flatten)]
    pub household: AssistanceRow,
    /// The last day in time: the end of the year, or earlier when its last review is long ago.
    pub due: NaiveDate,
}

/// What a meeting says of one household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EffectReviewIn {
    /// Case.
    pub case: i64,
    /// The version that was seen.
    pub version: i64,
    /// The review.
    pub review: EffectReview,
}

/// What became of one household's review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EffectReviewDone {
    /// Case.
    pub case: i64,
    /// The version after it; none when it was refused.
    pub version: Option<i64>,
    /// Why it was refused.
    pub code: Option<String>,
    /// In Chinese.
    pub message: Option<String>,
}

/// The reviews of a scope in a calendar year, by village.
///
/// # Errors
/// When the packs lack a parameter, or the database cannot be read.
pub async fn effect_reviews(
    home: &Home,
    scope: &Scope,
    year: i32,
) -> anyhow::Result<EffectReviewReport> {
    let region = region_of(home, scope)?;
    let (from, to) = days_of(year)?;
    let per_year = needed(home, REVIEWS_PER_YEAR, &region.stat_code, to)?;
    let counts = home.db.read().await?.effect_reviews(scope, from, to).await?;
    let villages: Vec<VillageReviews> =
        counts.into_iter().map(|it| village_reviews(home, it, to)).collect();
    Ok(EffectReviewReport {
        region: home.definitions.regions.name_path(region.id),
        year,
        households: villages.iter().map(|it| it.households).sum(),
        reviewed: villages.iter().map(|it| it.reviewed).sum(),
        villages_without: villages.iter().filter(|it| it.has_none).count() as i64,
        villages,
        source: source(REVIEWS_PER_YEAR, &per_year),
    })
}

/// One page of the households of a scope that have no review in the calendar year, beginning
/// behind the case `after`.
///
/// # Errors
/// When the packs lack a parameter, or the database cannot be read.
pub async fn to_review(
    home: &Home,
    scope: &Scope,
    year: i32,
    after: i64,
    limit: i64,
) -> anyhow::Result<Vec<ToReview>> {
    let (from, to) = days_of(year)?;
    let months = needed(home, REVIEW_MONTHS, &region_of(home, scope)?.stat_code, to)?;
    let months = Months::new(u32::try_from(months.value).unwrap_or_default());
    let lines = home.db.read().await?.cases_to_review(scope, from, to, after, limit).await?;
    let due = |it: &AssistanceRow| {
        let last = it.effect_reviewed_on.or(it.identified_on);
        last.and_then(|it| it.checked_add_months(months)).map_or(to, |it| it.min(to))
    };
    let rows = lines.into_iter().map(|it| assistance_row(home, it));
    Ok(rows.map(|household| ToReview { due: due(&household), household }).collect())
}

/// Records what one meeting says of many households, in one transaction: each review stands or is
/// refused by itself, and the others go on. A case outside the scope is not found.
///
/// # Errors
/// [`CaseError::Internal`] only; then nothing is recorded.
pub async fn review_effects(
    home: &Home,
    scope: &Scope,
    reviews: Vec<EffectReviewIn>,
    on: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Vec<EffectReviewDone>, CaseError> {
    let mut tx = home.db.write().await?;
    let mut done = Vec::new();
    for EffectReviewIn { case, version, review } in reviews {
        let action = Action::ReviewEffect { review };
        // What is refused is refused before anything is written.
        let result = match tx.case_in(case, scope).await? {
            Some(_) => record(home, &mut tx, case, action, Some(version), on, actor, now).await,
            None => Err(CaseError::NotFound(case)),
        };
        done.push(match result {
            Ok(moved) => EffectReviewDone {
                case,
                version: Some(i64::from(moved.version)),
                code: None,
                message: None,
            },
            Err(CaseError::Internal(error)) => return Err(CaseError::Internal(error)),
            Err(refused) => EffectReviewDone {
                case,
                version: None,
                code: Some(refused.code().to_owned()),
                message: Some(refused.to_string()),
            },
        });
    }
    let ids: Vec<i64> = done.iter().filter(|it| it.version.is_some()).map(|it| it.case).collect();
    if ids.is_empty() {
        return Ok(done);
    }
    let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
    for code in done.iter().filter_map(|it| it.code.as_deref()) {
        *refused.entry(code).or_default() += 1;
    }
    let detail = json!({ "cases": ids, "refused": refused });
    let subject = format!("region {}", region_of(home, scope)?.stat_code);
    tx.append_audit(now, actor, "assistance.review_effects", &subject, &detail).await?;
    tx.commit().await?;
    Ok(done)
}

fn village_reviews(home: &Home, it: EffectReviewCount, end: NaiveDate) -> VillageReviews {
    let regions = &home.definitions.regions;
    let next_year = end.with_year(end.year() + 1).unwrap_or(end);
    VillageReviews {
        village_id: it.village_id,
        village: regions.name_path(it.village_id),
        village_code: regions
            .get(it.village_id)
            .map_or_else(String::new, |it| it.stat_code.clone()),
        households: it.households,
        reviewed: it.reviewed,
        weakly_stable: it.weakly_stable,
        no_labor: it.no_labor,
        stably_removed: it.stably_removed,
        last_on: it.last_on,
        has_none: it.households != 0 && it.last_on.is_none(),
        next_due: if it.reviewed < it.households { end } else { next_year },
    }
}

/// The first and the last day of a year.
fn days_of(year: i32) -> anyhow::Result<(NaiveDate, NaiveDate)> {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let days = day(1, 1).zip(day(12, 31));
    days.ok_or_else(|| anyhow::anyhow!("没有 {year} 年：请写四位数的年份"))
}
