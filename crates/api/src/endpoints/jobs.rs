//! 后台任务: asked for, shown, followed.

use std::{convert::Infallible, time::Duration};

use app::jobs::{self, JobIn, JobView};
use axum::{
    extract::State,
    http::StatusCode,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, stream};

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path, Query},
    page::{Cursor, Page},
    problem::Problem,
    server::Server,
};

/// How often a job is looked at while somebody follows it.
const LOOK: Duration = Duration::from_millis(300);

/// The jobs one asked for, the newest first.
#[utoipa::path(get, path = "/api/v1/jobs", operation_id = "list_jobs", tag = "jobs",
    params(Cursor), responses((status = 200, body = Page<JobView>)))]
pub(crate) async fn list_jobs(
    State(server): State<Server>,
    Who(staff): Who,
    Query(cursor): Query<Cursor>,
) -> Answer<Page<JobView>> {
    let before = cursor.after.as_deref();
    let found = jobs::list(&server.home, &staff, before, cursor.one_more()).await?;
    Ok(axum::Json(cursor.page(found, |it| it.job.clone())))
}

/// Asks for a job.
#[utoipa::path(post, path = "/api/v1/jobs", operation_id = "start_job", tag = "jobs",
    request_body = JobIn, responses((status = 202, body = JobView)))]
pub(crate) async fn start_job(
    State(server): State<Server>,
    Who(staff): Who,
    Json(wanted): Json<JobIn>,
) -> Result<(StatusCode, axum::Json<JobView>), Problem> {
    let job = jobs::start(&server.home, &staff, &wanted, server.now()).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(job)))
}

/// One job.
#[utoipa::path(get, path = "/api/v1/jobs/{job}", operation_id = "show_job", tag = "jobs",
    params(("job" = String, Path)), responses((status = 200, body = JobView)))]
pub(crate) async fn show_job(
    State(server): State<Server>,
    Who(staff): Who,
    Path(job): Path<String>,
) -> Answer<JobView> {
    Ok(axum::Json(server.as_far_as_it_is(jobs::show(&server.home, &staff, &job).await?)))
}

/// Follows a job: one event `job` whenever something changed, until it has ended.
#[utoipa::path(get, path = "/api/v1/jobs/{job}/events", operation_id = "follow_job", tag = "jobs",
    params(("job" = String, Path)),
    responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(crate) async fn follow_job(
    State(server): State<Server>,
    Who(staff): Who,
    Path(job): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let first = jobs::show(&server.home, &staff, &job).await?;
    let events = stream::unfold(Some((server, staff, first, true)), |state| async move {
        let (server, staff, mut seen, is_first) = state?;
        if !is_first {
            loop {
                tokio::time::sleep(LOOK).await;
                let now = jobs::show(&server.home, &staff, &seen.job).await.ok()?;
                let now = server.as_far_as_it_is(now);
                if now != seen {
                    seen = now;
                    break;
                }
            }
        }
        let event = Event::default().event("job").json_data(&seen).ok()?;
        let ended = matches!(seen.state.as_str(), "done" | "failed");
        let rest = (!ended).then_some((server, staff, seen, false));
        Some((Ok(event), rest))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}
