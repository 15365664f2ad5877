//! 防范预案: plans stand in the ledger of plans; which event set one off is a record of the ledger of
//! activations.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{error::ShockError, terms::region_of, view::own_event};
use crate::{
    home::Home,
    ledgers::{self, LedgerError, RecordView},
    staff::Staff,
};

/// The ledger of activations.
const LEDGER: &str = "plan_activations";
/// Its field with the number of the event.
const EVENT: &str = "event";
/// Its fields that are shown with an event.
const SHOWN: [&str; 6] = ["plan", EVENT, "reason", "level", "activated_on", "decided_by"];

/// A plan that was activated for an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Activation {
    /// The record in the ledger of activations.
    pub record: i64,
    /// The plan.
    pub plan: String,
    /// Its record in the ledger of plans.
    pub plan_record: Option<i64>,
    /// Level of the response.
    pub level: Option<String>,
    /// The day.
    pub activated_on: Option<NaiveDate>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// The response has ended.
    pub ended: bool,
}

/// A plan to be activated.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivatePlan {
    /// Its record in the ledger of plans.
    pub plan: i64,
    /// Level of the response, as the plan names it.
    #[serde(default)]
    pub level: Option<String>,
    /// The day.
    pub activated_on: NaiveDate,
    /// Who decided.
    pub decided_by: String,
}

/// Activates a plan for an event: a record in the ledger of activations, with its history and its
/// audit row. Gives the record's number.
///
/// # Errors
/// [`ShockError::NotYours`], and what the ledger refuses.
pub async fn activate(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    new: &ActivatePlan,
    now: DateTime<Utc>,
) -> Result<i64, ShockError> {
    let mut tx = home.db.read().await?;
    let event = own_event(home, &mut tx, &staff.scope, event_id).await?;
    drop(tx);
    let (plan, number) = (new.plan.to_string(), event_id.to_string());
    let day = new.activated_on.to_string();
    let values = [
        ("plan", plan.as_str()),
        (EVENT, &number),
        ("reason", &event.title),
        ("level", new.level.as_deref().unwrap_or_default()),
        ("activated_on", &day),
        ("decided_by", &new.decided_by),
    ];
    let region = region_of(home, &event)?.stat_code.clone();
    Ok(ledgers::add(home, staff, LEDGER, &region, &ledgers::filled(values), now).await?)
}

/// The plans that were activated for an event.
pub(super) async fn of_event(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    today: NaiveDate,
) -> Result<Vec<Activation>, ShockError> {
    let own = home.definitions.regions.get(staff.scope.region_id);
    let code = own.map(|it| it.stat_code.as_str()).unwrap_or_default();
    let found = match ledgers::filled_in(home, staff, LEDGER, code, EVENT, &SHOWN, today).await {
        Err(LedgerError::NoLedger) => return Ok(Vec::new()),
        found => found?,
    };
    let number = event_id.to_string();
    let of_event =
        |it: &RecordView| it.values.get(EVENT).is_some_and(|it| it.value.as_ref() == Some(&number));
    let view = |it: RecordView| {
        let value = |name: &str| it.values.get(name).and_then(|it| it.value.clone());
        Activation {
            record: it.record,
            plan: it.said("plan").unwrap_or_default(),
            plan_record: value("plan").and_then(|it| it.parse().ok()),
            level: it.said("level"),
            activated_on: value("activated_on").and_then(|it| it.parse().ok()),
            decided_by: it.said("decided_by"),
            ended: it.ended,
        }
    };
    Ok(found.into_iter().filter(of_event).map(view).collect())
}
