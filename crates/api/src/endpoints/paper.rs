//! 打印: paper for one case, household, notice, village or region, as HTML that the browser prints on
//! A4. Numbers of people are masked as on the screen; what the forms do not know is left for the
//! pen.

use app::{
    accounts::Manager,
    cases, cockpit, dossier, ledgers, notices,
    paper::{self, PaperWords},
    public_page, reach,
    staff::Staff,
};
use axum::extract::State;
use pages::{Table, paper as sheets, paper::Sheet};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::Page,
    gate::Who,
    input::{Path, Query, maybe_month},
    problem::Problem,
    server::Server,
    sheets::{authorization, card, plan, record_form, review, verification, whole_dossier},
};

/// Nothing from elsewhere, no scripts.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

/// The papers of a case.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CasePaper {
    /// 承诺授权书.
    Authorization,
    /// 入户核查表.
    Verification,
    /// 民主评议记录.
    Review,
    /// 明白卡.
    Card,
    /// 帮扶计划.
    Plan,
}

/// Which region and month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// Month, such as `2023-10`; the last one screened when absent.
    month: Option<String>,
}

/// A paper of a case.
#[utoipa::path(get, path = "/api/v1/cases/{case}/paper/{form}", operation_id = "print_case",
    tag = "paper", params(("case" = i64, Path), ("form" = CasePaper, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_case(
    State(server): State<Server>,
    Who(staff): Who,
    Path((case, form)): Path<(i64, CasePaper)>,
) -> Result<Page, Problem> {
    let today = server.today();
    let case = cases::show(&server.home, Manager::Staff(&staff), case, today).await?;
    let dossier =
        dossier::dossier(&server.home, &staff.scope, case.household, None, server.today()).await?;
    let words = paper::words(&server.home, &dossier.household.village_code, today);
    let sheet = sheet(&server, &staff, &words, format!("案-{}", case.case), &case.village);
    Ok(shown(match form {
        CasePaper::Authorization => authorization(sheet, &words, &case, &dossier),
        CasePaper::Verification => verification(sheet, &words, &case, &dossier),
        CasePaper::Review => review(sheet, &case),
        CasePaper::Card => card(sheet, &words, &case, &dossier, today),
        CasePaper::Plan => plan(sheet, &case, &dossier),
    }))
}

/// 一户一档 on paper.
#[utoipa::path(get, path = "/api/v1/households/{household}/paper", operation_id = "print_dossier",
    tag = "paper", params(("household" = i64, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_dossier(
    State(server): State<Server>,
    Who(staff): Who,
    Path(household): Path<i64>,
) -> Result<Page, Problem> {
    let dossier =
        dossier::dossier(&server.home, &staff.scope, household, None, server.today()).await?;
    let code = &dossier.household.village_code;
    let words = paper::words(&server.home, code, server.today());
    let number = format!("户-{}", dossier.household.household_no);
    let sheet = sheet(&server, &staff, &words, number, &dossier.household.village);
    Ok(shown(whole_dossier(sheet, &dossier)))
}

/// A record of a ledger whose definition has a print form.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/records/{record}/paper",
    operation_id = "print_record", tag = "paper",
    params(("ledger" = String, Path), ("record" = i64, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_record(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
) -> Result<Page, Problem> {
    let today = server.today();
    let it = ledgers::paper(&server.home, &staff, &ledger, record, today).await?;
    let words = paper::words(&server.home, &it.region, today);
    let sheet = sheet(&server, &staff, &words, format!("{ledger}-{record}"), &it.region_name);
    Ok(shown(record_form(sheet, it)))
}

/// A notice as it hangs.
#[utoipa::path(get, path = "/api/v1/notices/{notice}/paper", operation_id = "print_notice",
    tag = "paper", params(("notice" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_notice(
    State(server): State<Server>,
    Who(staff): Who,
    Path(notice): Path<String>,
) -> Result<Page, Problem> {
    let it = notices::show(&server.home, &staff.scope, &notice).await?;
    let own = staff.view(&server.home).region;
    let words = paper::words(&server.home, &own, server.today());
    // A notice hangs for everybody: it does not say who printed it.
    let mut sheet = sheet(&server, &staff, &words, format!("公示-{}", it.id), &it.village);
    sheet.printed_by = String::new();
    let sheet = sheets::NoticeSheet {
        sheet,
        title: it.text.title,
        paragraphs: it.text.paragraphs,
        table: it.text.table.map(|it| Table { header: it.header, rows: it.rows }),
        objections: String::new(),
        signature: it.text.signature,
        from: it.from,
        until: it.until,
        place: it.place,
    };
    Ok(shown(sheet.render()))
}

/// The poster for a village's board, with the QR code of its application form.
#[utoipa::path(get, path = "/api/v1/villages/{village}/board", operation_id = "print_board",
    tag = "paper", params(("village" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_board(
    State(server): State<Server>,
    Who(staff): Who,
    Path(village): Path<String>,
    headers: axum::http::HeaderMap,
) -> Result<Page, Problem> {
    let inside = reach::region_in(&server.home, &staff.scope, &village);
    let village = inside
        .and_then(|it| public_page::village(&server.home, &it.stat_code))
        .ok_or_else(|| Problem::not_found("村"))?;
    let page = public_page::public_page(&server.home, village, server.today())?;
    let regions = &server.home.definitions.regions;
    let host = headers.get("host").and_then(|it| it.to_str().ok()).unwrap_or_default();
    let scheme = if server.secure_cookies { "https" } else { "http" };
    let board = sheets::BoardPage {
        village: village.name.clone(),
        region: village.parent.map_or_else(String::new, |it| regions.name_path(it)),
        url: format!("{scheme}://{host}/apply?village={}", village.stat_code),
        platform: (!page.open).then_some(page.platform),
        hotline: page.hotline,
        contacts: Vec::new(),
        promise: String::new(),
        office: page.office,
    };
    Ok(shown(board.render()))
}

/// 派发调度表: the regions one level below with their figures.
#[utoipa::path(get, path = "/api/v1/cockpit/paper", operation_id = "print_dispatch_report",
    tag = "paper", params(ReportQuery),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_dispatch_report(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<ReportQuery>,
) -> Result<Page, Problem> {
    let month = maybe_month(it.month.as_deref())?;
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let today = server.today();
    let found = cockpit::cockpit(&server.home, &scope, month, today).await?;
    let words = paper::words(&server.home, &found.code, today);
    let month = found.month.clone().unwrap_or_default();
    let number = format!("调度-{}-{month}", found.code);
    let figure = |label: &str, source: &str| sheets::ReportFigure {
        label: label.to_owned(),
        unit: "户".to_owned(),
        source: source.to_owned(),
        as_of: None,
    };
    let row = |it: &cockpit::RegionFigures, is_total: bool| sheets::ReportRow {
        region: it.name.clone(),
        values: [it.new_clues, it.in_procedure, it.overdue, it.monitored, it.eliminated]
            .into_iter()
            .map(|it| Some(it.to_string()))
            .collect(),
        is_total,
    };
    let mut rows: Vec<_> = found.regions.iter().map(|it| row(it, false)).collect();
    rows.push(row(&found.figures, true));
    let report = sheets::DispatchReport {
        sheet: sheet(&server, &staff, &words, number, &found.region),
        title: format!("{month} 线索派发调度表"),
        as_of: found.as_of,
        regions: "地区".to_owned(),
        figures: vec![
            figure("新线索", "本月筛查提出、没有撤回的线索"),
            figure("办理中", "已派发、识别认定中"),
            figure("超期", "超过程序总时限还没有办完"),
            figure("监测对象", "已识别、帮扶中、风险消除中"),
            figure("风险已消除", "累计"),
        ],
        rows,
        remarks: found.notes,
    };
    Ok(shown(report.render()))
}

fn sheet(
    server: &Server,
    staff: &Staff,
    words: &PaperWords,
    number: String,
    region: &str,
) -> Sheet {
    Sheet {
        number,
        region: region.to_owned(),
        office: words.office.clone(),
        printed_by: staff.name.clone(),
        printed_on: server.today(),
    }
}

fn shown(html: String) -> Page {
    Page { html, policy: POLICY }
}
