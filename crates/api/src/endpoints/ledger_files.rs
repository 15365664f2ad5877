//! 台账的文件: template, export, import, and the rows an import left out. The file to be imported is
//! sent as an upload first; the import is a job that is followed like any other.

use app::{
    jobs::{self, JobIn, JobView},
    ledgers::{self, RecordsIn},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::ledgers::RecordsQuery;
use crate::{
    answer::{Download, Workbook},
    gate::Who,
    input::{Json, Path, Query},
    problem::Problem,
    server::Server,
};

/// A file that was sent, to be imported into a ledger.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportRecordsBody {
    /// Statistical code of the county the file is about, or of a township or village in it, which
    /// then is the place of rows that name none.
    region: String,
    /// The upload, with one file.
    upload: String,
    /// Only says what would happen.
    #[serde(default)]
    preview: bool,
}

/// An empty workbook of a ledger, with the words that may be written and a sheet that explains it.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/template",
    operation_id = "download_record_template", tag = "ledgers",
    params(("ledger" = String, Path)), responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn download_record_template(
    State(server): State<Server>,
    Who(staff): Who,
    Path(ledger): Path<String>,
) -> Result<Workbook, Problem> {
    let (home, today) = (&server.home, server.today());
    let bytes = ledgers::template(home, &staff, &ledger, today)?;
    let shown = ledgers::show_ledger(home, &staff, &ledger, today).await?;
    Ok(Workbook { name: format!("{}_导入模板", shown.line.zh), bytes })
}

/// The records of a query, to be changed and imported again: a workbook, or CSV when there are more
/// than a workbook should hold. What is personal is masked. That they left is kept in the audit.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/export", operation_id = "export_records",
    tag = "ledgers", params(("ledger" = String, Path), RecordsQuery),
    responses((status = 200, content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "text/csv")))))]
pub(crate) async fn export_records(
    State(server): State<Server>,
    Who(staff): Who,
    Path(ledger): Path<String>,
    Query(it): Query<RecordsQuery>,
) -> Result<Download, Problem> {
    let (query, now) = (it.query(), server.now());
    let (done, file) = ledgers::export_file(&server.home, &staff, &ledger, &query, now).await?;
    let kind = match done.format {
        ledgers::SheetFormat::Xlsx => crate::answer::XLSX,
        ledgers::SheetFormat::Csv => "text/csv; charset=utf-8",
    };
    Ok(Download::of_file(&done.file_name, kind, file))
}

/// Imports a file that was sent, or says what would become of its rows: a job. What is wrong with the
/// file as a whole is said at once.
#[utoipa::path(post, path = "/api/v1/ledgers/{ledger}/imports", operation_id = "import_records",
    tag = "ledgers", params(("ledger" = String, Path)), request_body = ImportRecordsBody,
    responses((status = 202, body = JobView)))]
pub(crate) async fn import_records(
    State(server): State<Server>,
    Who(staff): Who,
    Path(ledger): Path<String>,
    Json(it): Json<ImportRecordsBody>,
) -> Result<(StatusCode, axum::Json<JobView>), Problem> {
    let ImportRecordsBody { region, upload, preview } = it;
    let wanted = JobIn::ImportRecords(RecordsIn { ledger, region, upload, preview });
    let job = jobs::start(&server.home, &staff, &wanted, server.now()).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(job)))
}

/// The rows an import of one's own left out, each with its reasons, as a workbook to be mended and
/// imported as it is. It is kept for a day after the file was sent.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/imports/{job}/left-out",
    operation_id = "export_left_out_records", tag = "ledgers",
    params(("ledger" = String, Path), ("job" = String, Path)),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_left_out_records(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, job)): Path<(String, String)>,
) -> Result<Workbook, Problem> {
    let now = server.now();
    let (name, bytes) = ledgers::left_out_of(&server.home, &staff, &ledger, &job, now).await?;
    Ok(Workbook { name, bytes })
}
