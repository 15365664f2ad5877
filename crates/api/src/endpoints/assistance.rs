//! 帮扶: the catalogue, what is suggested for a family, coverage, effect reviews, follow-ups.

use app::{
    assistance::{self, FamilyFactsIn, MeasureView, RecommendationView},
    assistance_coverage::{self, AssistanceGap, AssistanceRow, CoverageReport},
    effect_reviews::{self, EffectReviewDone, EffectReviewIn, EffectReviewReport, ToReview},
    follow_ups::{self, FollowUpDue},
    reach,
};
use axum::extract::State;
use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path, Query},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// Which region's catalogue.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CatalogueQuery {
    /// Statistical code of a region; the own one when absent.
    region: Option<String>,
    /// The day; today when absent.
    on: Option<NaiveDate>,
}

/// Which region is looked at.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CoverageQuery {
    /// Statistical code of a region below the own one.
    region: Option<String>,
}

/// Which cases are behind a figure.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct GapQuery {
    /// Statistical code of a region below the own one.
    region: Option<String>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Which year's reviews.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReviewQuery {
    /// Calendar year; this one when absent.
    #[param(minimum = 2000, maximum = 2100)]
    year: Option<i32>,
    /// Statistical code of a region below the own one.
    region: Option<String>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// One meeting, many families.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewsBody {
    /// The day of the meeting; today when absent.
    #[serde(default)]
    on: Option<NaiveDate>,
    /// What it found of each family, at most 500.
    reviews: Vec<EffectReviewIn>,
}

/// The measures of a region on a day, with where they come from.
#[utoipa::path(get, path = "/api/v1/measures", operation_id = "list_measures",
    tag = "assistance", params(CatalogueQuery), responses((status = 200, body = Vec<MeasureView>)))]
pub(crate) async fn list_measures(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<CatalogueQuery>,
) -> Answer<Vec<MeasureView>> {
    let regions = &server.home.definitions.regions;
    let region = match &it.region {
        Some(code) => regions.by_stat_code(code),
        None => regions.get(staff.scope.region_id),
    };
    let region = region.ok_or_else(|| Problem::not_found("地区"))?;
    let on = it.on.unwrap_or_else(|| server.today());
    Ok(axum::Json(assistance::catalogue(&server.home, region, on)))
}

/// What is suggested for a family: what is missing is made up. People decide.
#[utoipa::path(post, path = "/api/v1/cases/{case}/recommendation", operation_id = "recommend",
    tag = "assistance", params(("case" = i64, Path)), request_body = FamilyFactsIn,
    responses((status = 200, body = RecommendationView)))]
pub(crate) async fn recommend(
    State(server): State<Server>,
    Who(staff): Who,
    Path(case): Path<i64>,
    Json(facts): Json<FamilyFactsIn>,
) -> Answer<RecommendationView> {
    let (scope, today) = (&staff.scope, server.today());
    Ok(axum::Json(assistance::recommendation(&server.home, scope, case, facts, today).await?))
}

/// Households without helper, without measures, with labour but only relief, and so on.
#[utoipa::path(get, path = "/api/v1/assistance/coverage", operation_id = "show_coverage",
    tag = "assistance", params(CoverageQuery), responses((status = 200, body = CoverageReport)))]
pub(crate) async fn show_coverage(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<CoverageQuery>,
) -> Answer<CoverageReport> {
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    Ok(axum::Json(assistance_coverage::coverage(&server.home, &scope, server.today()).await?))
}

/// The cases behind a figure of the coverage report.
#[utoipa::path(get, path = "/api/v1/assistance/coverage/{gap}", operation_id = "list_gap",
    tag = "assistance", params(("gap" = AssistanceGap, Path), GapQuery),
    responses((status = 200, body = Page<AssistanceRow>)))]
pub(crate) async fn list_gap(
    State(server): State<Server>,
    Who(staff): Who,
    Path(gap): Path<AssistanceGap>,
    Query(it): Query<GapQuery>,
) -> Answer<Page<AssistanceRow>> {
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let cursor = Cursor { after: it.after, limit: it.limit };
    let (after, limit, today) = (cursor.after_number(), cursor.one_more(), server.today());
    let found = assistance_coverage::cases(&server.home, &scope, gap, today, after, limit).await?;
    Ok(axum::Json(cursor.page(found, |it| it.case.to_string())))
}

/// 成效评议 of a year, by village.
#[utoipa::path(get, path = "/api/v1/assistance/effect-reviews",
    operation_id = "show_effect_reviews", tag = "assistance", params(ReviewQuery),
    responses((status = 200, body = EffectReviewReport)))]
pub(crate) async fn show_effect_reviews(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<ReviewQuery>,
) -> Answer<EffectReviewReport> {
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let year = year(&server, it.year)?;
    Ok(axum::Json(effect_reviews::effect_reviews(&server.home, &scope, year).await?))
}

/// The families whose effect has not been reviewed this year.
#[utoipa::path(get, path = "/api/v1/assistance/effect-reviews/waiting",
    operation_id = "list_to_review", tag = "assistance", params(ReviewQuery),
    responses((status = 200, body = Page<ToReview>)))]
pub(crate) async fn list_to_review(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<ReviewQuery>,
) -> Answer<Page<ToReview>> {
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let year = year(&server, it.year)?;
    let cursor = Cursor { after: it.after, limit: it.limit };
    let (after, limit) = (cursor.after_number(), cursor.one_more());
    let found = effect_reviews::to_review(&server.home, &scope, year, after, limit).await?;
    Ok(axum::Json(cursor.page(found, |it| it.household.case.to_string())))
}

/// One meeting reviews many families; what is refused says why, the others are done.
#[utoipa::path(post, path = "/api/v1/assistance/effect-reviews", operation_id = "review_effects",
    tag = "assistance", request_body = ReviewsBody,
    responses((status = 200, body = Vec<EffectReviewDone>)))]
pub(crate) async fn review_effects(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<ReviewsBody>,
) -> Answer<Vec<EffectReviewDone>> {
    if 500 < it.reviews.len() {
        return Err(Problem::invalid("一次最多评议 500 户"));
    }
    let on = it.on.unwrap_or_else(|| server.today());
    if server.today() < on {
        return Err(Problem::invalid("评议日期不能晚于今天"));
    }
    let (scope, actor, now) = (&staff.scope, staff.actor(), server.now());
    let done =
        effect_reviews::review_effects(&server.home, scope, it.reviews, on, &actor, now).await?;
    Ok(axum::Json(done))
}

/// Families whose risk was eliminated and who are to be visited again; at most 200.
#[utoipa::path(get, path = "/api/v1/assistance/follow-ups", operation_id = "list_follow_ups",
    tag = "assistance", responses((status = 200, body = Vec<FollowUpDue>)))]
pub(crate) async fn list_follow_ups(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<FollowUpDue>> {
    let (scope, today) = (&staff.scope, server.today());
    Ok(axum::Json(follow_ups::follow_ups_due(&server.home, scope, today, 200).await?))
}

fn year(server: &Server, year: Option<i32>) -> Result<i32, Problem> {
    let year = year.unwrap_or_else(|| server.today().year());
    if (2000..=2100).contains(&year) { Ok(year) } else { Err(Problem::invalid("年份有误")) }
}
