//! 报表.

use app::{
    exported::note_export,
    reports::{
        self, AnswerIn, LayoutOrder, NewNumberRequest, NewReportTemplate, NumberRequestView,
        PrintComparison, PrintLine, PrintOrder, PrintQuery, RecordedRequest, ReportLine,
        ReportOrder, ReportPrintView, ReportTemplateView, ReportView, RequestQuery,
    },
};
use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::paper::POLICY;
use crate::{
    answer::{Answer, Page, Workbook},
    gate::Who,
    input::{Json, Path, Query},
    problem::Problem,
    server::Server,
    sheets::report,
};

/// Which region.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportsQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
}

/// A report of which region and period.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShownReportQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// `2023-10`, `2023Q4` or `2023`.
    period: String,
    /// The numbers as they were known at the end of this day; as they are known now when absent.
    as_of: Option<NaiveDate>,
    /// Leave small counts out, as for others than the office.
    for_others: Option<bool>,
}

/// Which prints.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportPrintsQuery {
    /// Of this report or template.
    report: Option<String>,
    /// Statistical code of a region, with everything below it; the own region when absent.
    region: Option<String>,
    /// Of this period, as it is stored: `2023-10`.
    period: Option<String>,
    /// Those before this print.
    before: Option<String>,
}

/// Which requests.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NumberRequestsQuery {
    /// Words in the asker, the document or the purpose.
    words: Option<String>,
    /// That ask for this indicator.
    indicator: Option<String>,
    /// Statistical code of a region, with everything below it; the own region when absent.
    region: Option<String>,
    /// For this period.
    period: Option<String>,
    /// Not answered yet.
    open: Option<bool>,
    /// Those before this request.
    before: Option<String>,
}

/// The reports of a region: those of the packs, and those that somebody put together.
#[utoipa::path(get, path = "/api/v1/reports", operation_id = "list_reports", tag = "reports",
    params(ReportsQuery), responses((status = 200, body = Vec<ReportLine>)))]
pub(crate) async fn list_reports(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<ReportsQuery>,
) -> Answer<Vec<ReportLine>> {
    let region = own_or(&server, &staff, it.region)?;
    Ok(axum::Json(reports::list(&server.home, &staff, &region).await?))
}

/// A report on the screen; nothing is kept.
#[utoipa::path(get, path = "/api/v1/reports/{report}", operation_id = "show_report",
    tag = "reports", params(("report" = String, Path), ShownReportQuery),
    responses((status = 200, body = ReportView)))]
pub(crate) async fn show_report(
    State(server): State<Server>,
    Who(staff): Who,
    Path(report): Path<String>,
    Query(it): Query<ShownReportQuery>,
) -> Answer<ReportView> {
    let region = own_or(&server, &staff, it.region)?;
    let order = ReportOrder {
        report: &report,
        region: &region,
        period: &it.period,
        as_of: it.as_of,
        for_others: it.for_others.unwrap_or_default(),
    };
    Ok(axum::Json(reports::show(&server.home, &staff.scope, &order, server.now()).await?))
}

/// A report that is being put together; nothing is kept.
#[utoipa::path(post, path = "/api/v1/report-preview", operation_id = "preview_report",
    tag = "reports", request_body = LayoutOrder, responses((status = 200, body = ReportView)))]
pub(crate) async fn preview_report(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<LayoutOrder>,
) -> Answer<ReportView> {
    Ok(axum::Json(reports::preview(&server.home, &staff.scope, &it, server.now()).await?))
}

/// Prints a report and keeps it: its content, the moment of its numbers, and SM3.
#[utoipa::path(post, path = "/api/v1/reports/{report}/prints", operation_id = "print_report",
    tag = "reports", params(("report" = String, Path)), request_body = PrintOrder,
    responses((status = 200, body = ReportPrintView)))]
pub(crate) async fn print_report(
    State(server): State<Server>,
    Who(staff): Who,
    Path(report): Path<String>,
    Json(it): Json<PrintOrder>,
) -> Answer<ReportPrintView> {
    Ok(axum::Json(reports::print(&server.home, &staff, &report, &it, server.now()).await?))
}

/// What was printed, the newest first.
#[utoipa::path(get, path = "/api/v1/report-prints", operation_id = "list_report_prints",
    tag = "reports", params(ReportPrintsQuery), responses((status = 200, body = Vec<PrintLine>)))]
pub(crate) async fn list_report_prints(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<ReportPrintsQuery>,
) -> Answer<Vec<PrintLine>> {
    let query =
        PrintQuery { report: it.report, region: it.region, period: it.period, before: it.before };
    Ok(axum::Json(reports::prints(&server.home, &staff.scope, &query).await?))
}

/// A printing, filled in again from the numbers of its moment.
#[utoipa::path(get, path = "/api/v1/report-prints/{print}", operation_id = "show_report_print",
    tag = "reports", params(("print" = String, Path)),
    responses((status = 200, body = ReportPrintView)))]
pub(crate) async fn show_report_print(
    State(server): State<Server>,
    Who(staff): Who,
    Path(print): Path<String>,
) -> Answer<ReportPrintView> {
    Ok(axum::Json(reports::printed(&server.home, &staff.scope, &print, server.now()).await?))
}

/// A printing on A4.
#[utoipa::path(get, path = "/api/v1/report-prints/{print}/paper",
    operation_id = "show_report_paper", tag = "reports", params(("print" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn show_report_paper(
    State(server): State<Server>,
    Who(staff): Who,
    Path(print): Path<String>,
) -> Result<Page, Problem> {
    let it = reports::printed(&server.home, &staff.scope, &print, server.now()).await?;
    Ok(Page { html: report(&it), policy: POLICY })
}

/// A printing as a workbook.
#[utoipa::path(get, path = "/api/v1/report-prints/{print}/export",
    operation_id = "export_report_print", tag = "reports", params(("print" = String, Path)),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_report_print(
    State(server): State<Server>,
    Who(staff): Who,
    Path(print): Path<String>,
) -> Result<Workbook, Problem> {
    let it = reports::printed(&server.home, &staff.scope, &print, server.now()).await?;
    let paper = reports::paper_of(&it);
    let bytes = reports::report_workbook(&paper)?;
    let (home, now) = (&server.home, server.now());
    note_export(home, &staff, "report.export", &print, &json!({}), now).await?;
    Ok(Workbook { name: format!("{}-{}", it.content.title, paper.number), bytes })
}

/// What has changed since a printing.
#[utoipa::path(get, path = "/api/v1/report-prints/{print}/changes",
    operation_id = "compare_report_print", tag = "reports", params(("print" = String, Path)),
    responses((status = 200, body = PrintComparison)))]
pub(crate) async fn compare_report_print(
    State(server): State<Server>,
    Who(staff): Who,
    Path(print): Path<String>,
) -> Answer<PrintComparison> {
    Ok(axum::Json(reports::compare(&server.home, &staff.scope, &print, server.now()).await?))
}

/// Saves a report that was put together, with who asked for it.
#[utoipa::path(post, path = "/api/v1/report-templates", operation_id = "save_report_template",
    tag = "reports", request_body = NewReportTemplate,
    responses((status = 200, body = ReportTemplateView)))]
pub(crate) async fn save_report_template(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<NewReportTemplate>,
) -> Answer<ReportTemplateView> {
    Ok(axum::Json(reports::save_template(&server.home, &staff, &it, server.now()).await?))
}

/// A report that was put together, with its layout.
#[utoipa::path(get, path = "/api/v1/report-templates/{template}",
    operation_id = "show_report_template", tag = "reports", params(("template" = String, Path)),
    responses((status = 200, body = ReportTemplateView)))]
pub(crate) async fn show_report_template(
    State(server): State<Server>,
    Who(staff): Who,
    Path(template): Path<String>,
) -> Answer<ReportTemplateView> {
    Ok(axum::Json(reports::template(&server.home, &staff.scope, &template).await?))
}

/// Ends a report that was put together; what was printed with it stays.
#[utoipa::path(post, path = "/api/v1/report-templates/{template}/end",
    operation_id = "end_report_template", tag = "reports", params(("template" = String, Path)),
    responses((status = 200, body = ReportTemplateView)))]
pub(crate) async fn end_report_template(
    State(server): State<Server>,
    Who(staff): Who,
    Path(template): Path<String>,
) -> Answer<ReportTemplateView> {
    Ok(axum::Json(reports::end_template(&server.home, &staff, &template, server.now()).await?))
}

/// Who asked for which numbers, the newest first.
#[utoipa::path(get, path = "/api/v1/number-requests", operation_id = "list_number_requests",
    tag = "reports", params(NumberRequestsQuery),
    responses((status = 200, body = Vec<NumberRequestView>)))]
pub(crate) async fn list_number_requests(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<NumberRequestsQuery>,
) -> Answer<Vec<NumberRequestView>> {
    let query = RequestQuery {
        words: it.words,
        indicator: it.indicator,
        region: it.region,
        period: it.period,
        open: it.open.unwrap_or_default(),
        before: it.before,
    };
    Ok(axum::Json(reports::requests(&server.home, &staff.scope, &query).await?))
}

/// Records who asks for which numbers; tells who has asked for the same before.
#[utoipa::path(post, path = "/api/v1/number-requests", operation_id = "record_number_request",
    tag = "reports", request_body = NewNumberRequest,
    responses((status = 200, body = RecordedRequest)))]
pub(crate) async fn record_number_request(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<NewNumberRequest>,
) -> Answer<RecordedRequest> {
    Ok(axum::Json(reports::record(&server.home, &staff, &it, server.now()).await?))
}

/// Says how a request was answered, and with which printing.
#[utoipa::path(post, path = "/api/v1/number-requests/{request}/answer",
    operation_id = "answer_number_request", tag = "reports", params(("request" = String, Path)),
    request_body = AnswerIn, responses((status = 200, body = NumberRequestView)))]
pub(crate) async fn answer_number_request(
    State(server): State<Server>,
    Who(staff): Who,
    Path(request): Path<String>,
    Json(it): Json<AnswerIn>,
) -> Answer<NumberRequestView> {
    Ok(axum::Json(reports::answer(&server.home, &staff, &request, &it, server.now()).await?))
}

fn own_or(
    server: &Server,
    staff: &app::staff::Staff,
    region: Option<String>,
) -> Result<String, Problem> {
    let own = staff.scope.region_id;
    let own = || server.home.definitions.regions.get(own).map(|it| it.stat_code.clone());
    region.or_else(own).ok_or_else(|| Problem::not_found("地区"))
}
