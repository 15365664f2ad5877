//! 突发事件.

use app::shocks::{
    self, ActivatePlan, CampaignOpened, EventFilter, EventHousehold, EventHouseholdReport,
    EventHouseholdRow, EventListChange, EventPreview, EventRow, EventTodo, EventTypes, EventView,
    MemberFilter, NewEvent, NewEventCampaign, NewEventHousehold, NewEventTask,
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shock::MemberStage;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path, Query, maybe_month},
    page::{Cursor, Page},
    server::Server,
};

/// Which events.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventsQuery {
    /// `recorded`, `surveying` or `closed`.
    state: Option<String>,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Which households of an event.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventHouseholdsQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// Where they stand.
    #[param(inline)]
    stage: Option<MemberStage>,
    /// Only those whose round is due.
    #[serde(default)]
    due: bool,
    /// Begin behind this row: `next` of the page before.
    after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Which ways are to be tried.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewBody {
    /// The ways; the usual one of the kind when empty.
    #[serde(default)]
    ways: Vec<String>,
    /// The month whose facts are read; the newest screened one when absent.
    #[serde(default)]
    month: Option<String>,
}

/// Why an event ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloseBody {
    /// The version of the event that was seen.
    version: i64,
    /// Why.
    reason: String,
}

/// An event that was recorded.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeEvent {
    /// Its number.
    event: i64,
}

/// A record that was made in a ledger for an event.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeEventRecord {
    /// The record's number.
    record: i64,
}

/// The kinds of events of the own region, how each finds its households, and the tags.
#[utoipa::path(get, path = "/api/v1/events/types", operation_id = "list_event_types",
    tag = "events", responses((status = 200, body = EventTypes)))]
pub(crate) async fn list_event_types(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<EventTypes> {
    Ok(axum::Json(shocks::types(&server.home, &staff.scope, server.today())))
}

/// What the own region has to do for open campaigns.
#[utoipa::path(get, path = "/api/v1/events/todos", operation_id = "list_event_todos",
    tag = "events", responses((status = 200, body = Vec<EventTodo>)))]
pub(crate) async fn list_event_todos(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<EventTodo>> {
    Ok(axum::Json(shocks::todos(&server.home, &staff, server.today()).await?))
}

/// The events the own region knows of, the newest first.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "list_events", tag = "events",
    params(EventsQuery), responses((status = 200, body = Page<EventRow>)))]
pub(crate) async fn list_events(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<EventsQuery>,
) -> Answer<Page<EventRow>> {
    let cursor = Cursor { after: it.after, limit: it.limit };
    let before = cursor.after.as_deref().and_then(|it| it.parse().ok());
    let filter = EventFilter { state: it.state };
    let (limit, today) = (cursor.one_more(), server.today());
    let found = shocks::list(&server.home, &staff, &filter, before, limit, today).await?;
    Ok(axum::Json(cursor.page(found, |it| it.event.to_string())))
}

/// Records an event. Nothing is done to any household yet.
#[utoipa::path(post, path = "/api/v1/events", operation_id = "record_event", tag = "events",
    request_body = NewEvent, responses((status = 200, body = MadeEvent)))]
pub(crate) async fn record_event(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<NewEvent>,
) -> Answer<MadeEvent> {
    let event = shocks::record(&server.home, &staff, &it, server.now()).await?;
    Ok(axum::Json(MadeEvent { event }))
}

/// An event with the shares of the own region's villages, its plans and tasks.
#[utoipa::path(get, path = "/api/v1/events/{event}", operation_id = "show_event", tag = "events",
    params(("event" = i64, Path)), responses((status = 200, body = EventView)))]
pub(crate) async fn show_event(
    State(server): State<Server>,
    Who(staff): Who,
    Path(event): Path<i64>,
) -> Answer<EventView> {
    Ok(axum::Json(shocks::show(&server.home, &staff, event, server.today()).await?))
}

/// What a campaign would find, by village. Nothing is written.
#[utoipa::path(post, path = "/api/v1/events/{event}/preview", operation_id = "preview_event",
    tag = "events", params(("event" = i64, Path)), request_body = PreviewBody,
    responses((status = 200, body = EventPreview)))]
pub(crate) async fn preview_event(
    State(server): State<Server>,
    Who(staff): Who,
    Path(event): Path<i64>,
    Json(it): Json<PreviewBody>,
) -> Answer<EventPreview> {
    let month = maybe_month(it.month.as_deref())?;
    Ok(axum::Json(shocks::preview(&server.home, &staff, event, &it.ways, month).await?))
}

/// Opens the campaign of an event, or widens it: what is found comes on the list.
#[utoipa::path(post, path = "/api/v1/events/{event}/campaign",
    operation_id = "open_event_campaign", tag = "events", params(("event" = i64, Path)),
    request_body = NewEventCampaign, responses((status = 200, body = CampaignOpened)))]
pub(crate) async fn open_event_campaign(
    State(server): State<Server>,
    Who(staff): Who,
    Path(event): Path<i64>,
    Json(it): Json<NewEventCampaign>,
) -> Answer<CampaignOpened> {
    Ok(axum::Json(shocks::open(&server.home, &staff, event, &it, server.now()).await?))
}

/// Ends an event for which nothing is left to be done.
#[utoipa::path(post, path = "/api/v1/events/{event}/close", operation_id = "close_event",
    tag = "events", params(("event" = i64, Path)), request_body = CloseBody,
    responses((status = 200, body = EventView)))]
pub(crate) async fn close_event(
    State(server): State<Server>,
    Who(staff): Who,
    Path(event): Path<i64>,
    Json(it): Json<CloseBody>,
) -> Answer<EventView> {
    let (home, now) = (&server.home, server.now());
    shocks::close(home, &staff, event, it.version, &it.reason, now).await?;
    Ok(axum::Json(shocks::show(home, &staff, event, server.today()).await?))
}

/// The households on the list of an event in the own region.
#[utoipa::path(get, path = "/api/v1/events/{event}/households",
    operation_id = "list_event_households", tag = "events",
    params(("event" = i64, Path), EventHouseholdsQuery),
    responses((status = 200, body = Page<EventHouseholdRow>)))]
pub(crate) async fn list_event_households(
    State(server): State<Server>,
    Who(staff): Who,
    Path(event): Path<i64>,
    Query(it): Query<EventHouseholdsQuery>,
) -> Answer<Page<EventHouseholdRow>> {
    let cursor = Cursor { after: it.after, limit: it.limit };
    let filter = MemberFilter { region: it.region, stage: it.stage, due: it.due };
    let (home, today) = (&server.home, server.today());
    let (after, limit) = (cursor.after_number(), cursor.one_more());
    let found = shocks::members(home, &staff, event, &filter, after, limit, today).await?;
    Ok(axum::Json(cursor.page(found, |it| it.household.to_string())))
}

/// Puts a household on the list, with the reason.
#[utoipa::path(post, path = "/api/v1/events/{event}/households",
    operation_id = "add_event_household", tag = "events", params(("event" = i64, Path)),
    request_body = NewEventHousehold, responses((status = 200, body = EventHousehold)))]
pub(crate) async fn add_event_household(
    State(server): State<Server>,
    Who(staff): Who,
    Path(event): Path<i64>,
    Json(it): Json<NewEventHousehold>,
) -> Answer<EventHousehold> {
    let home = &server.home;
    shocks::add_member(home, &staff, event, &it, server.now()).await?;
    let today = server.today();
    Ok(axum::Json(shocks::show_member(home, &staff, event, it.household, today).await?))
}

/// One household of the list with everything that was done.
#[utoipa::path(get, path = "/api/v1/events/{event}/households/{household}",
    operation_id = "show_event_household", tag = "events",
    params(("event" = i64, Path), ("household" = i64, Path)),
    responses((status = 200, body = EventHousehold)))]
pub(crate) async fn show_event_household(
    State(server): State<Server>,
    Who(staff): Who,
    Path((event, household)): Path<(i64, i64)>,
) -> Answer<EventHousehold> {
    let today = server.today();
    Ok(axum::Json(shocks::show_member(&server.home, &staff, event, household, today).await?))
}

/// Records what was found at a household, its tags, or a round of following.
#[utoipa::path(post, path = "/api/v1/events/{event}/households/{household}/reports",
    operation_id = "report_event_household", tag = "events",
    params(("event" = i64, Path), ("household" = i64, Path)), request_body = EventHouseholdReport,
    responses((status = 200, body = EventHousehold)))]
pub(crate) async fn report_event_household(
    State(server): State<Server>,
    Who(staff): Who,
    Path((event, household)): Path<(i64, i64)>,
    Json(it): Json<EventHouseholdReport>,
) -> Answer<EventHousehold> {
    let home = &server.home;
    shocks::report(home, &staff, event, household, &it, server.now()).await?;
    let today = server.today();
    Ok(axum::Json(shocks::show_member(home, &staff, event, household, today).await?))
}

/// Takes a household off the list, or puts it back, with the reason.
#[utoipa::path(post, path = "/api/v1/events/{event}/households/{household}/listing",
    operation_id = "change_event_listing", tag = "events",
    params(("event" = i64, Path), ("household" = i64, Path)), request_body = EventListChange,
    responses((status = 200, body = EventHousehold)))]
pub(crate) async fn change_event_listing(
    State(server): State<Server>,
    Who(staff): Who,
    Path((event, household)): Path<(i64, i64)>,
    Json(it): Json<EventListChange>,
) -> Answer<EventHousehold> {
    let home = &server.home;
    shocks::change_listing(home, &staff, event, household, &it, server.now()).await?;
    let today = server.today();
    Ok(axum::Json(shocks::show_member(home, &staff, event, household, today).await?))
}

/// Activates a plan for an event: a record of the ledger of activations.
#[utoipa::path(post, path = "/api/v1/events/{event}/plans", operation_id = "activate_event_plan",
    tag = "events", params(("event" = i64, Path)), request_body = ActivatePlan,
    responses((status = 200, body = MadeEventRecord)))]
pub(crate) async fn activate_event_plan(
    State(server): State<Server>,
    Who(staff): Who,
    Path(event): Path<i64>,
    Json(it): Json<ActivatePlan>,
) -> Answer<MadeEventRecord> {
    let record = shocks::activate(&server.home, &staff, event, &it, server.now()).await?;
    Ok(axum::Json(MadeEventRecord { record }))
}

/// Opens a help task for an event: a record of the ledger of tasks.
#[utoipa::path(post, path = "/api/v1/events/{event}/tasks", operation_id = "open_event_task",
    tag = "events", params(("event" = i64, Path)), request_body = NewEventTask,
    responses((status = 200, body = MadeEventRecord)))]
pub(crate) async fn open_event_task(
    State(server): State<Server>,
    Who(staff): Who,
    Path(event): Path<i64>,
    Json(it): Json<NewEventTask>,
) -> Answer<MadeEventRecord> {
    let record = shocks::open_task(&server.home, &staff, event, &it, server.now()).await?;
    Ok(axum::Json(MadeEventRecord { record }))
}
