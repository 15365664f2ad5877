//! 收入台账: accounts of households, what is asked of a village, and the analysis of a region.

use app::{
    exported::note_export,
    income::{
        self, EnteredIncome, IncomeAccountView, IncomeAnalysis, IncomeFilled, IncomeLine,
        IncomeQuery, IncomeValueIn,
    },
    reach,
};
use axum::extract::State;
use kernel::{Region, RegionLevel};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::{Answer, Workbook},
    gate::Who,
    input::{Json, Path, Query, maybe_month},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// The most rows of a workbook.
const MOST_ROWS: i64 = 100_000;

/// Which region and period.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RegionPeriodQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// `2023` an income year, `2023-10` twelve months ending with it, `2023Q3` a quarter; the last
    /// income year when absent.
    period: Option<String>,
}

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccountsQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// The period, as for the analysis.
    period: Option<String>,
    /// Net income per head of at least so much, in fen.
    from: Option<i64>,
    /// Net income per head of less than so much, in fen.
    below: Option<i64>,
    /// Only with this finding.
    finding: Option<String>,
    /// Only where something is unknown.
    open: Option<bool>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Which period.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeriodQuery {
    /// The period, as for the analysis.
    period: Option<String>,
}

/// A period that was filled.
#[derive(Serialize, ToSchema)]
pub(crate) struct FilledPeriod {
    /// Last month of it.
    last: String,
    /// Months.
    months: i64,
}

/// What to fill.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FillBody {
    /// County code; the own county when absent.
    #[serde(default)]
    region: Option<String>,
    /// The period; the last income year when absent.
    #[serde(default)]
    period: Option<String>,
    /// The month whose lists answer; the newest imported for the period when absent.
    #[serde(default)]
    month: Option<String>,
}

/// What to enter.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EnterBody {
    /// The period; the last income year when absent.
    #[serde(default)]
    period: Option<String>,
    /// Values.
    values: Vec<IncomeValueIn>,
}

/// The periods that were filled, newest first.
#[utoipa::path(get, path = "/api/v1/income/periods", operation_id = "list_income_periods",
    tag = "income", responses((status = 200, body = Vec<FilledPeriod>)))]
pub(crate) async fn list_income_periods(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<FilledPeriod>> {
    let found = income::periods(&server.home, &staff.scope).await?;
    let view = |(last, months)| FilledPeriod { last, months };
    Ok(axum::Json(found.into_iter().map(view).collect()))
}

/// Accounts of a region, page by page.
#[utoipa::path(get, path = "/api/v1/income", operation_id = "list_income_accounts",
    tag = "income", params(AccountsQuery), responses((status = 200, body = Page<IncomeLine>)))]
pub(crate) async fn list_income_accounts(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<AccountsQuery>,
) -> Answer<Page<IncomeLine>> {
    let (scope, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let period = period(&server, &region, it.period.as_deref())?;
    let cursor = Cursor { after: it.after.clone(), limit: it.limit };
    let query = query(&it, cursor.after_number(), cursor.one_more());
    let found = income::accounts(&server.home, &scope, period, &query).await?;
    Ok(axum::Json(cursor.page(found, |it| it.household.to_string())))
}

/// The same as a workbook, for the office's own use.
#[utoipa::path(get, path = "/api/v1/income/export", operation_id = "export_income_accounts",
    tag = "income", params(AccountsQuery), responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_income_accounts(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<AccountsQuery>,
) -> Result<Workbook, Problem> {
    let (scope, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let period = period(&server, &region, it.period.as_deref())?;
    let (query, now) = (query(&it, 0, MOST_ROWS), server.now());
    let found = income::export_accounts(&server.home, &staff, &scope, period, &query, now).await?;
    let title = format!("收入台账 {} {period}", region.name);
    let bytes = income::accounts_workbook(&title, &found)?;
    Ok(Workbook { name: format!("收入台账-{}", period.last), bytes })
}

/// What the accounts of a region show: bands, composition, growth, the plan's path.
#[utoipa::path(get, path = "/api/v1/income/analysis", operation_id = "show_income_analysis",
    tag = "income", params(RegionPeriodQuery), responses((status = 200, body = IncomeAnalysis)))]
pub(crate) async fn show_income_analysis(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<RegionPeriodQuery>,
) -> Answer<IncomeAnalysis> {
    let (scope, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let period = period(&server, &region, it.period.as_deref())?;
    Ok(axum::Json(income::analyse(&server.home, &scope, period).await?))
}

/// The same as a workbook that may leave the office: small counts are left out.
#[utoipa::path(get, path = "/api/v1/income/analysis/export",
    operation_id = "export_income_analysis", tag = "income", params(RegionPeriodQuery),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_income_analysis(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<RegionPeriodQuery>,
) -> Result<Workbook, Problem> {
    let (scope, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let period = period(&server, &region, it.period.as_deref())?;
    let found = income::analyse(&server.home, &scope, period).await?;
    let bytes = income::analysis_workbook(&found)?;
    let subject = format!("region {}", scope.region_id);
    let detail = json!({ "period": period.last.to_string(), "months": period.months });
    let (home, now) = (&server.home, server.now());
    note_export(home, &staff, "income.export_analysis", &subject, &detail, now).await?;
    Ok(Workbook { name: format!("收入分析-{}", period.last), bytes })
}

/// How much of each form lists have filled, and what a village still has to type.
#[utoipa::path(get, path = "/api/v1/income/burden", operation_id = "show_income_burden",
    tag = "income", params(RegionPeriodQuery), responses((status = 200, body = IncomeFilled)))]
pub(crate) async fn show_income_burden(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<RegionPeriodQuery>,
) -> Answer<IncomeFilled> {
    let (_, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let county = county_of(&region)?;
    let period = period(&server, county, it.period.as_deref())?;
    let found = income::latest(&server.home, county, period).await?;
    Ok(axum::Json(found.ok_or_else(|| Problem::not_found("收入台账"))?))
}

/// Fills a county's period from what departments have sent.
#[utoipa::path(post, path = "/api/v1/income/fill", operation_id = "fill_income", tag = "income",
    request_body = FillBody, responses((status = 200, body = IncomeFilled)))]
pub(crate) async fn fill_income(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<FillBody>,
) -> Answer<IncomeFilled> {
    let (_, region) = narrowed(&server, &staff.scope, it.region.as_deref())?;
    let county = county_of(&region)?;
    let period = period(&server, county, it.period.as_deref())?;
    let month = maybe_month(it.month.as_deref())?;
    let (actor, now) = (staff.actor(), server.now());
    Ok(axum::Json(income::fill(&server.home, county, period, month, &actor, now).await?))
}

/// One household's account with every line and every step.
#[utoipa::path(get, path = "/api/v1/households/{household}/income",
    operation_id = "show_household_income", tag = "income",
    params(("household" = i64, Path), PeriodQuery),
    responses((status = 200, body = IncomeAccountView)))]
pub(crate) async fn show_household_income(
    State(server): State<Server>,
    Who(staff): Who,
    Path(household): Path<i64>,
    Query(it): Query<PeriodQuery>,
) -> Answer<IncomeAccountView> {
    let (_, region) = narrowed(&server, &staff.scope, None)?;
    let period = period(&server, &region, it.period.as_deref())?;
    Ok(axum::Json(income::show(&server.home, &staff.scope, household, period).await?))
}

/// Enters what nobody knew, or corrects what was known, with the reason.
#[utoipa::path(post, path = "/api/v1/households/{household}/income",
    operation_id = "enter_household_income", tag = "income",
    params(("household" = i64, Path)), request_body = EnterBody,
    responses((status = 200, body = EnteredIncome)))]
pub(crate) async fn enter_household_income(
    State(server): State<Server>,
    Who(staff): Who,
    Path(household): Path<i64>,
    Json(it): Json<EnterBody>,
) -> Answer<EnteredIncome> {
    let (_, region) = narrowed(&server, &staff.scope, None)?;
    let period = period(&server, &region, it.period.as_deref())?;
    let now = server.now();
    let entered = income::enter(&server.home, &staff, household, period, &it.values, now).await?;
    Ok(axum::Json(entered))
}

fn query(it: &AccountsQuery, after: i64, limit: i64) -> IncomeQuery {
    IncomeQuery {
        from: it.from,
        below: it.below,
        finding: it.finding.clone(),
        open: it.open.unwrap_or_default(),
        after,
        limit,
    }
}

pub(super) fn narrowed(
    server: &Server,
    scope: &app::Scope,
    code: Option<&str>,
) -> Result<(app::Scope, Region), Problem> {
    let scope = reach::narrowed(&server.home, scope, code);
    let scope = scope.ok_or_else(|| Problem::not_found("地区"))?;
    let region = server.home.definitions.regions.get(scope.region_id).cloned();
    Ok((scope, region.ok_or_else(|| Problem::not_found("地区"))?))
}

pub(super) fn county_of(region: &Region) -> Result<&Region, Problem> {
    match region.level {
        RegionLevel::County => Ok(region),
        _ => Err(Problem::invalid("请选一个县")),
    }
}

pub(super) fn period(
    server: &Server,
    region: &Region,
    text: Option<&str>,
) -> Result<app::income::Period, Problem> {
    let code = region.leading_digits();
    Ok(match text {
        Some(text) => income::period_of(&server.home, code, text)?,
        None => income::default_period(&server.home, code, server.today())?,
    })
}
