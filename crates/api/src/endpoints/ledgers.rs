//! 台账: whatever the packs define, through the same few doors.

use std::collections::BTreeMap;

use app::ledgers::{
    self, FigureView, FindingRow, LedgerGroup, LedgerView, LinkChoice, Looked, RecordChange,
    RecordCount, RecordQuery, RecordView,
};
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path, Query},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// Which records.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecordsQuery {
    /// Statistical code of a region below the own one.
    region: Option<String>,
    /// State.
    state: Option<String>,
    /// Only those past their last day.
    overdue: Option<bool>,
    /// The voided ones, instead of the living.
    voided: Option<bool>,
    /// Fields with these values: `kind:industry;year:2023`.
    equal: Option<String>,
    /// Words in what the list shows as text, and in names of people and heads of families there.
    words: Option<String>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

impl RecordsQuery {
    /// As the use cases take it.
    pub(crate) fn query(&self) -> RecordQuery {
        let pairs = self.equal.iter().flat_map(|it| it.split(';'));
        let equal: BTreeMap<String, String> = pairs
            .filter_map(|it| it.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        RecordQuery {
            region: self.region.clone(),
            state: self.state.clone(),
            overdue: self.overdue.unwrap_or_default(),
            voided: self.voided.unwrap_or_default(),
            equal,
            words: self.words.clone(),
        }
    }
}

/// A record to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordBody {
    /// Statistical code of its region.
    region: String,
    /// Fields as forms send them: numbers with their point, `2023-10-31`, codes (several joined by
    /// commas), `1` and `0` for yes and no, keys of people, households and records, statistical
    /// codes of places.
    values: BTreeMap<String, String>,
}

/// Fields to be changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeBody {
    /// The version that was seen.
    version: i64,
    /// The fields that change, as in [`RecordBody`]; an empty text leaves one blank.
    values: BTreeMap<String, String>,
}

/// Something to be done with a record.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordActionBody {
    /// The version that was seen.
    version: i64,
    /// The action.
    action: String,
    /// The fields it asks for.
    #[serde(default)]
    values: BTreeMap<String, String>,
    /// Why, where it asks for that.
    #[serde(default)]
    reason: Option<String>,
    /// The day it counts for; today when absent.
    #[serde(default)]
    on: Option<NaiveDate>,
}

/// Why a record counts no more, or counts again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TurnBody {
    /// The version that was seen.
    version: i64,
    /// Why.
    #[serde(default)]
    reason: Option<String>,
}

/// What is to be shown in full.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevealFieldBody {
    /// The field.
    field: String,
    /// Why; kept in the audit.
    reason: String,
}

/// A personal field in full.
#[derive(Serialize, ToSchema)]
pub(crate) struct RevealedValue {
    /// As people read it.
    text: String,
}

/// Figures of which region and year.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FiguresQuery {
    /// Statistical code of a region below the own one.
    region: Option<String>,
    /// Only the records of this year, for figures that have a day or year.
    year: Option<i32>,
}

/// Which findings.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FindingsQuery {
    /// Statistical code of a region below the own one.
    region: Option<String>,
    /// Only of this ledger.
    ledger: Option<String>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Which records a link can point to.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChoicesQuery {
    /// Words in what they are called, or in what their list shows beside it.
    words: Option<String>,
    /// The most of them, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// The ledgers one may see, by group.
#[utoipa::path(get, path = "/api/v1/ledgers", operation_id = "list_ledgers", tag = "ledgers",
    responses((status = 200, body = Vec<LedgerGroup>)))]
pub(crate) async fn list_ledgers(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<LedgerGroup>> {
    Ok(axum::Json(ledgers::menu(&server.home, &staff, server.today()).await?))
}

/// A ledger with everything its pages need.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}", operation_id = "show_ledger",
    tag = "ledgers", params(("ledger" = String, Path)),
    responses((status = 200, body = LedgerView)))]
pub(crate) async fn show_ledger(
    State(server): State<Server>,
    Who(staff): Who,
    Path(ledger): Path<String>,
) -> Answer<LedgerView> {
    Ok(axum::Json(ledgers::show_ledger(&server.home, &staff, &ledger, server.today()).await?))
}

/// Records of a ledger in the own region, the newest first.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/records", operation_id = "list_records",
    tag = "ledgers", params(("ledger" = String, Path), RecordsQuery),
    responses((status = 200, body = Page<RecordView>)))]
pub(crate) async fn list_records(
    State(server): State<Server>,
    Who(staff): Who,
    Path(ledger): Path<String>,
    Query(it): Query<RecordsQuery>,
) -> Answer<Page<RecordView>> {
    let cursor = Cursor { after: it.after.clone(), limit: it.limit };
    let before = it.after.as_deref().and_then(|it| it.parse().ok());
    let (query, today) = (it.query(), server.today());
    let limit = cursor.one_more();
    let found = ledgers::list(&server.home, &staff, &ledger, &query, before, limit, today).await?;
    Ok(axum::Json(cursor.page(found, |it| it.record.to_string())))
}

/// How many records there are, by state.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/counts", operation_id = "count_records",
    tag = "ledgers", params(("ledger" = String, Path), RecordsQuery),
    responses((status = 200, body = Vec<RecordCount>)))]
pub(crate) async fn count_records(
    State(server): State<Server>,
    Who(staff): Who,
    Path(ledger): Path<String>,
    Query(it): Query<RecordsQuery>,
) -> Answer<Vec<RecordCount>> {
    let (query, today) = (it.query(), server.today());
    Ok(axum::Json(ledgers::counts(&server.home, &staff, &ledger, &query, today).await?))
}

/// The figures of a ledger in the own region.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/figures",
    operation_id = "list_ledger_figures", tag = "ledgers",
    params(("ledger" = String, Path), FiguresQuery),
    responses((status = 200, body = Vec<FigureView>)))]
pub(crate) async fn list_ledger_figures(
    State(server): State<Server>,
    Who(staff): Who,
    Path(ledger): Path<String>,
    Query(it): Query<FiguresQuery>,
) -> Answer<Vec<FigureView>> {
    let (region, today) = (it.region.as_deref(), server.today());
    Ok(axum::Json(ledgers::figures(&server.home, &staff, &ledger, region, it.year, today).await?))
}

/// Records something.
#[utoipa::path(post, path = "/api/v1/ledgers/{ledger}/records", operation_id = "add_record",
    tag = "ledgers", params(("ledger" = String, Path)), request_body = RecordBody,
    responses((status = 200, body = RecordView)))]
pub(crate) async fn add_record(
    State(server): State<Server>,
    Who(staff): Who,
    Path(ledger): Path<String>,
    Json(it): Json<RecordBody>,
) -> Answer<RecordView> {
    let (home, now) = (&server.home, server.now());
    let id = ledgers::add(home, &staff, &ledger, &it.region, &it.values, now).await?;
    Ok(axum::Json(ledgers::show(home, &staff, &ledger, id, server.today()).await?))
}

/// One record with every field.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/records/{record}",
    operation_id = "show_record", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path)),
    responses((status = 200, body = RecordView)))]
pub(crate) async fn show_record(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
) -> Answer<RecordView> {
    Ok(axum::Json(ledgers::show(&server.home, &staff, &ledger, record, server.today()).await?))
}

/// Changes fields of a record.
#[utoipa::path(patch, path = "/api/v1/ledgers/{ledger}/records/{record}",
    operation_id = "change_record", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path)), request_body = ChangeBody,
    responses((status = 200, body = RecordView)))]
pub(crate) async fn change_record(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
    Json(it): Json<ChangeBody>,
) -> Answer<RecordView> {
    let (home, now) = (&server.home, server.now());
    ledgers::change(home, &staff, &ledger, record, it.version, &it.values, now).await?;
    Ok(axum::Json(ledgers::show(home, &staff, &ledger, record, server.today()).await?))
}

/// Does something with a record that brings it into another state.
#[utoipa::path(post, path = "/api/v1/ledgers/{ledger}/records/{record}/actions",
    operation_id = "act_on_record", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path)),
    request_body = RecordActionBody, responses((status = 200, body = RecordView)))]
pub(crate) async fn act_on_record(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
    Json(it): Json<RecordActionBody>,
) -> Answer<RecordView> {
    let (home, now) = (&server.home, server.now());
    let step = ledgers::StepTaken {
        version: it.version,
        action: &it.action,
        typed: &it.values,
        reason: it.reason.as_deref(),
        on: it.on,
    };
    ledgers::act(home, &staff, &ledger, record, &step, now).await?;
    Ok(axum::Json(ledgers::show(home, &staff, &ledger, record, server.today()).await?))
}

/// Voids a record: it is kept, and counts no more.
#[utoipa::path(post, path = "/api/v1/ledgers/{ledger}/records/{record}/void",
    operation_id = "void_record", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path)), request_body = TurnBody,
    responses((status = 200, body = RecordView)))]
pub(crate) async fn void_record(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
    Json(it): Json<TurnBody>,
) -> Answer<RecordView> {
    let (home, now) = (&server.home, server.now());
    let reason = it.reason.as_deref();
    ledgers::void(home, &staff, &ledger, record, it.version, reason, now).await?;
    Ok(axum::Json(ledgers::show(home, &staff, &ledger, record, server.today()).await?))
}

/// Makes a voided record count again.
#[utoipa::path(post, path = "/api/v1/ledgers/{ledger}/records/{record}/restore",
    operation_id = "restore_record", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path)), request_body = TurnBody,
    responses((status = 200, body = RecordView)))]
pub(crate) async fn restore_record(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
    Json(it): Json<TurnBody>,
) -> Answer<RecordView> {
    let (home, now) = (&server.home, server.now());
    let reason = it.reason.as_deref();
    ledgers::restore(home, &staff, &ledger, record, it.version, reason, now).await?;
    Ok(axum::Json(ledgers::show(home, &staff, &ledger, record, server.today()).await?))
}

/// The records a field that is a link can point to, the newest first: of the own region, and those
/// that the township and the county keep for all of it, by nothing but what they are called.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/fields/{field}/choices",
    operation_id = "list_link_choices", tag = "ledgers",
    params(("ledger" = String, Path), ("field" = String, Path), ChoicesQuery),
    responses((status = 200, body = Vec<LinkChoice>)))]
pub(crate) async fn list_link_choices(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, field)): Path<(String, String)>,
    Query(it): Query<ChoicesQuery>,
) -> Answer<Vec<LinkChoice>> {
    let (home, today) = (&server.home, server.today());
    let limit = Cursor { after: None, limit: it.limit }.limit();
    let words = it.words.as_deref();
    Ok(axum::Json(ledgers::link_choices(home, &staff, &ledger, &field, words, limit, today).await?))
}

/// What was done with a record, in order.
#[utoipa::path(get, path = "/api/v1/ledgers/{ledger}/records/{record}/history",
    operation_id = "show_record_history", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path)),
    responses((status = 200, body = Vec<RecordChange>)))]
pub(crate) async fn show_record_history(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
) -> Answer<Vec<RecordChange>> {
    let today = server.today();
    Ok(axum::Json(ledgers::history(&server.home, &staff, &ledger, record, today).await?))
}

/// A personal field in full, for a reason.
#[utoipa::path(post, path = "/api/v1/ledgers/{ledger}/records/{record}/reveal",
    operation_id = "reveal_record", tag = "ledgers",
    params(("ledger" = String, Path), ("record" = i64, Path)),
    request_body = RevealFieldBody, responses((status = 200, body = RevealedValue)))]
pub(crate) async fn reveal_record(
    State(server): State<Server>,
    Who(staff): Who,
    Path((ledger, record)): Path<(String, i64)>,
    Json(it): Json<RevealFieldBody>,
) -> Answer<RevealedValue> {
    let (home, now) = (&server.home, server.now());
    let text = ledgers::reveal(home, &staff, &ledger, record, &it.field, &it.reason, now).await?;
    Ok(axum::Json(RevealedValue { text }))
}

/// What checks found in the ledgers of the own region, the earliest due first.
#[utoipa::path(get, path = "/api/v1/ledger-findings", operation_id = "list_ledger_findings",
    tag = "ledgers", params(FindingsQuery), responses((status = 200, body = Page<FindingRow>)))]
pub(crate) async fn list_ledger_findings(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<FindingsQuery>,
) -> Answer<Page<FindingRow>> {
    let cursor = Cursor { after: it.after, limit: it.limit };
    let (region, ledger) = (it.region.as_deref(), it.ledger.as_deref());
    let (home, today) = (&server.home, server.today());
    let (after, limit) = (cursor.after.as_deref(), cursor.one_more());
    let found = ledgers::findings(home, &staff, region, ledger, after, limit, today).await?;
    Ok(axum::Json(cursor.page(found, FindingRow::place)))
}

/// Runs every check of every ledger of the own county.
#[utoipa::path(post, path = "/api/v1/ledger-findings", operation_id = "look_for_findings",
    tag = "ledgers", responses((status = 200, body = Looked)))]
pub(crate) async fn look_for_findings(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Looked> {
    staff.may_write().map_err(Problem::from)?;
    let county = staff.scope.region_id;
    let actor = staff.actor();
    Ok(axum::Json(ledgers::find(&server.home, &actor, county, server.now()).await?))
}
