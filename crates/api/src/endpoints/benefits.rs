//! 待遇: what a household is entitled to with every step, and a county's payments beside it.

use app::{
    benefits::{self, CountyBenefits, HouseholdBenefits, Who as Whose},
    cockpit,
    exported::note_export,
    reach,
};
use axum::extract::State;
use kernel::{Month, RegionLevel};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Path, Query, maybe_month, month},
    problem::Problem,
    server::Server,
};

/// Which month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MonthQuery {
    /// Month, such as `2023-10`; the last one screened when absent.
    month: Option<String>,
}

/// Which region and month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BenefitQuery {
    /// Statistical code of a county, township or village; the own region when absent.
    region: Option<String>,
    /// Month, such as `2023-10`; the last one screened when absent.
    month: Option<String>,
}

/// What a household and its members are entitled to in a month.
#[utoipa::path(get, path = "/api/v1/households/{household}/benefits",
    operation_id = "show_household_benefits", tag = "benefits",
    params(("household" = i64, Path), MonthQuery),
    responses((status = 200, body = HouseholdBenefits)))]
pub(crate) async fn show_household_benefits(
    State(server): State<Server>,
    Who(staff): Who,
    Path(household): Path<i64>,
    Query(it): Query<MonthQuery>,
) -> Answer<HouseholdBenefits> {
    let month = or_newest(&server, &staff.scope, it.month.as_deref()).await?;
    for county in reach::counties(&server.home, &staff.scope) {
        let whose = Whose::Household(household);
        let found =
            benefits::household_benefits(&server.home, &staff.scope, &county, &whose, month)
                .await?;
        if let Some(found) = found {
            return Ok(axum::Json(found));
        }
    }
    Err(Problem::not_found("户"))
}

/// Who is entitled and has not received, who received and is not entitled.
#[utoipa::path(get, path = "/api/v1/benefits", operation_id = "show_county_benefits",
    tag = "benefits", params(BenefitQuery), responses((status = 200, body = CountyBenefits)))]
pub(crate) async fn show_county_benefits(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<BenefitQuery>,
) -> Answer<CountyBenefits> {
    Ok(axum::Json(compared(&server, &staff.scope, &it).await?))
}

/// The same as a workbook.
#[utoipa::path(get, path = "/api/v1/benefits/export", operation_id = "export_county_benefits",
    tag = "benefits", params(BenefitQuery), responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_county_benefits(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<BenefitQuery>,
) -> Result<Workbook, Problem> {
    let found = compared(&server, &staff.scope, &it).await?;
    let bytes = benefits::county_workbook(&found)?;
    let subject = format!("region {}", staff.scope.region_id);
    let detail = json!({ "month": found.month, "narrowed_to": it.region });
    let (home, now) = (&server.home, server.now());
    note_export(home, &staff, "benefits.export", &subject, &detail, now).await?;
    Ok(Workbook { name: format!("待遇比对-{}", found.month), bytes })
}

async fn compared(
    server: &Server,
    scope: &app::Scope,
    it: &BenefitQuery,
) -> Result<CountyBenefits, Problem> {
    let scope = reach::narrowed(&server.home, scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let month = or_newest(server, &scope, it.month.as_deref()).await?;
    let region = server.home.definitions.regions.get(scope.region_id);
    let region = region.ok_or_else(|| Problem::not_found("地区"))?;
    if matches!(region.level, RegionLevel::Province | RegionLevel::Prefecture) {
        return Err(Problem::invalid("请选一个县或县以下的地区"));
    }
    Ok(benefits::county_benefits(&server.home, &scope, region, month).await?)
}

/// The month asked for, or the last one screened.
async fn or_newest(
    server: &Server,
    scope: &app::Scope,
    text: Option<&str>,
) -> Result<Month, Problem> {
    if let Some(month) = maybe_month(text)? {
        return Ok(month);
    }
    let newest = cockpit::months(&server.home, scope).await?.into_iter().next();
    month(&newest.ok_or_else(|| Problem::not_found("筛查过的月份"))?)
}
