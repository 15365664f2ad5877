//! 防范预案: plans stand in the ledger of plans; which event set one off is a record of the ledger of
//! activations.

use std::collections::BTreeMap;

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
    let values = [
        ("plan", new.plan.to_string()),
        (EVENT, event_id.to_string()),
        ("reason", event.title.clone()),
        ("level", new.level.clone().unwrap_or_default()),
        ("activated_on", new.activated_on.to_string()),
        ("decided_by", new.decided_by.trim().to_owned()),
    ];
    let region = region_of(home, &event)?.stat_code.clone();
    Ok(ledgers::add(home, staff, LEDGER, &region, &filled(&values), now).await?)
}

/// The values of a form without those that are empty.
pub(super) fn filled(values: &[(&str, String)]) -> BTreeMap<String, String> {
    let some = values.iter().filter(|(_, it)| !it.trim().is_empty());
    some.map(|(name, it)| ((*name).to_owned(), it.trim().to_owned())).collect()
}

/// The records of a ledger of the caller's scope that name this event, with whether each has ended.
pub(super) async fn records_of(
    home: &Home,
    staff: &Staff,
    (ledger, field, shown): (&str, &str, &[&str]),
    event_id: i64,
    today: NaiveDate,
) -> Result<Vec<(RecordView, bool)>, ShockError> {
    let own = home.definitions.regions.get(staff.scope.region_id);
    let code = own.map(|it| it.stat_code.clone()).unwrap_or_default();
    let found = ledgers::filled_in(home, staff, ledger, &code, field, shown, today).await;
    let found = match found {
        Err(LedgerError::NoLedger) => return Ok(Vec::new()),
        found => found?,
    };
    let number = event_id.to_string();
    let of_event =
        |it: &RecordView| it.values.get(field).is_some_and(|it| it.value.as_ref() == Some(&number));
    Ok(found.into_iter().filter(|(it, _)| of_event(it)).collect())
}

/// The plans that were activated for an event.
pub(super) async fn of_event(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    today: NaiveDate,
) -> Result<Vec<Activation>, ShockError> {
    let found = records_of(home, staff, (LEDGER, EVENT, &SHOWN), event_id, today).await?;
    let view = |(it, ended): (RecordView, bool)| {
        let text = |name: &str| plain(&it, name);
        let value = |name: &str| it.values.get(name).and_then(|it| it.value.clone());
        Activation {
            record: it.record,
            plan: text("plan").unwrap_or_default(),
            plan_record: value("plan").and_then(|it| it.parse().ok()),
            level: text("level"),
            activated_on: value("activated_on").and_then(|it| it.parse().ok()),
            decided_by: text("decided_by"),
            ended,
        }
    };
    Ok(found.into_iter().map(view).collect())
}

/// What a record says, as people read it.
pub(super) fn plain(record: &RecordView, field: &str) -> Option<String> {
    record.values.get(field).map(|it| it.zh.clone()).filter(|it| !it.is_empty())
}
