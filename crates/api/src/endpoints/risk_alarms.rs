//! 区域性风险预警.

use app::risk_alarms::{self, JudgeReport, RiskAlarmView};
use axum::extract::State;
use kernel::Month;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path, Query, maybe_month, month},
    server::Server,
};

/// Alarms of which region and month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RiskAlarmsQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// Such as `2023-10`; the month before the present one when absent.
    month: Option<String>,
}

/// What is to be judged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JudgeBody {
    /// Statistical code of the county, prefecture or province.
    region: String,
    /// Such as `2023-10`.
    month: String,
}

/// The alarms of the own region: raised ones first, then those without figures, then the quiet ones.
#[utoipa::path(get, path = "/api/v1/risk-alarms", operation_id = "list_risk_alarms",
    tag = "events", params(RiskAlarmsQuery),
    responses((status = 200, body = Vec<RiskAlarmView>)))]
pub(crate) async fn list_risk_alarms(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<RiskAlarmsQuery>,
) -> Answer<Vec<RiskAlarmView>> {
    let month = maybe_month(it.month.as_deref())?;
    let month = month.unwrap_or_else(|| Month::of(server.today()).plus_months(-1));
    let (home, region) = (&server.home, it.region.as_deref());
    Ok(axum::Json(risk_alarms::list(home, &staff.scope, region, month).await?))
}

/// Judges the standing triggers of a month by the indicators and prices there are.
#[utoipa::path(post, path = "/api/v1/risk-alarms/judge", operation_id = "judge_risk_alarms",
    tag = "events", request_body = JudgeBody, responses((status = 200, body = JudgeReport)))]
pub(crate) async fn judge_risk_alarms(
    State(server): State<Server>,
    Who(staff): Who,
    Json(it): Json<JudgeBody>,
) -> Answer<JudgeReport> {
    let (home, month) = (&server.home, month(&it.month)?);
    Ok(axum::Json(risk_alarms::judge(home, &staff, &it.region, month, server.now()).await?))
}

/// One alarm with its figures and the records behind it.
#[utoipa::path(get, path = "/api/v1/risk-alarms/{alarm}", operation_id = "open_risk_alarm",
    tag = "events", params(("alarm" = String, Path)),
    responses((status = 200, body = RiskAlarmView)))]
pub(crate) async fn open_risk_alarm(
    State(server): State<Server>,
    Who(staff): Who,
    Path(alarm): Path<String>,
) -> Answer<RiskAlarmView> {
    let today = server.today();
    Ok(axum::Json(risk_alarms::open(&server.home, &staff.scope, &alarm, today).await?))
}
