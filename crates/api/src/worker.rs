//! The worker: claims jobs, does them one at a time, and keeps the small daily chores.

use std::time::Duration;

use app::{idempotency, jobs, notices, uploads};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use tokio::sync::watch;

use crate::server::{Said, Server};

/// How long a worker may be silent before another takes its job up.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// How often a worker says how far it is.
const REPORT: Duration = Duration::from_millis(500);

/// How long an idle worker waits before it looks again.
const IDLE: Duration = Duration::from_millis(500);

/// How often a job is begun before it counts as failed.
const ATTEMPTS: i64 = 3;

/// How often the chores are done.
const CHORES: TimeDelta = TimeDelta::hours(1);

/// Who does the chores, for the audit chain.
const ACTOR: &str = "worker";

/// Works until told to stop. A job under way is left to its lease: whoever starts next takes it
/// up, and doing it twice does no harm.
pub async fn work(server: Server, mut stop: watch::Receiver<bool>) {
    let mut last_chores: Option<DateTime<Utc>> = None;
    while !*stop.borrow() {
        let now = server.now();
        if last_chores.is_none_or(|it| CHORES <= now - it) {
            if let Err(error) = chores(&server, now).await {
                tracing::error!("chores failed: {error:#}");
            }
            last_chores = Some(now);
        }
        let worked = match one(&server).await {
            Ok(worked) => worked,
            Err(error) => {
                tracing::error!("the worker could not go on: {error:#}");
                false
            }
        };
        if !worked {
            tokio::select! {
                () = tokio::time::sleep(IDLE) => (),
                _ = stop.changed() => (),
            }
        }
    }
}

/// Notices that are over come down, old keys are forgotten, and uploads nobody came back to go.
async fn chores(server: &Server, now: DateTime<Utc>) -> anyhow::Result<()> {
    let today = kernel::china_day(now);
    notices::end_due(&server.home, today, ACTOR, now).await?;
    idempotency::forget_old(&server.home, now).await?;
    uploads::clear_old(&server.home, now)?;
    Ok(())
}

/// Does one job, if one waits.
async fn one(server: &Server) -> anyhow::Result<bool> {
    let Some(job) = jobs::claim(&server.home, server.now(), LEASE).await? else {
        return Ok(false);
    };
    server.hear(&job.id, Said::default());
    let runner = {
        let (server, job) = (server.clone(), job.clone());
        let runtime = tokio::runtime::Handle::current();
        // A use case may hold things that do not move between threads; it gets one of its own.
        tokio::task::spawn_blocking(move || {
            let now = server.now();
            let hear = |done: i64, total: i64, message: &str| {
                server.hear(&job.id, (done, total, message.to_owned()));
            };
            runtime.block_on(jobs::run(&server.home, &job, now, &hear))
        })
    };
    tokio::pin!(runner);
    let outcome = loop {
        tokio::select! {
            outcome = &mut runner => break outcome,
            () = tokio::time::sleep(REPORT) => {
                // A job that writes keeps this one waiting on SQLite, perhaps until it has ended.
                tokio::select! {
                    outcome = &mut runner => break outcome,
                    reported = report(server, &job) => if let Err(error) = reported {
                        tracing::warn!("job {} could not say how far it is: {error:#}", job.id);
                    },
                }
            }
        }
    };
    let reported = report(server, &job).await;
    server.forget(&job.id);
    reported?;
    let now = server.now();
    match outcome {
        Ok(Ok(result)) => jobs::end(&server.home, &job, "done", &result, now, now).await?,
        Ok(Err(error)) if jobs::is_refused(&error) => {
            let why = json!({ "error": format!("{error:#}") });
            jobs::end(&server.home, &job, "failed", &why, now, now).await?;
        }
        Ok(Err(error)) => {
            let why = json!({ "error": format!("{error:#}") });
            give_up_or_wait(server, &job, &why).await?;
        }
        Err(_) => {
            let why = json!({ "error": "任务中断：请联系系统管理员查看日志" });
            give_up_or_wait(server, &job, &why).await?;
        }
    }
    Ok(true)
}

/// Says how far a job is, and holds on to it.
async fn report(server: &Server, job: &jobs::Claimed) -> anyhow::Result<()> {
    let (done, total, message) = server.heard(&job.id).unwrap_or_default();
    jobs::report(&server.home, job, (done, total, &message), server.now() + LEASE).await
}

async fn give_up_or_wait(
    server: &Server,
    job: &jobs::Claimed,
    why: &serde_json::Value,
) -> anyhow::Result<()> {
    let now = server.now();
    let (state, after) = match job.attempts < ATTEMPTS {
        true => ("waiting", now + TimeDelta::seconds(5 * job.attempts)),
        false => ("failed", now),
    };
    tracing::warn!("job {} did not succeed: {why}", job.id);
    jobs::end(&server.home, job, state, why, after, now).await
}
