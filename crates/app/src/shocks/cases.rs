//! The case of a household that an event brought into hardship: the open one, which is visited once
//! for everything, or a new one that is sent to its village.

use std::collections::BTreeSet;

use casework::{Action, ClueSource};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use store::{ShockEvent, Tx};

use super::error::ShockError;
use crate::{
    case_opening::{Family, open_case},
    cases::{load, record},
    home::Home,
};

/// The number of the case that looks at a household, and whether it is monitored in it already.
pub(super) async fn case_for(
    home: &Home,
    tx: &mut Tx,
    event: &ShockEvent,
    household: i64,
    actor: &str,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(i64, bool), ShockError> {
    if let Some(open) = tx.open_cases_of(&[household]).await?.first() {
        let (_, case, _) = load(tx, open.id).await?;
        return Ok((open.id, case.monitoring.is_some()));
    }
    let family = Family::find(tx, household).await?;
    let source = ClueSource::GrassrootsInspection;
    let id = open_case(home, tx, household, source, on, BTreeSet::new(), now).await?;
    let to = home.definitions.regions.name_path(family.village_id);
    record(home, tx, id, Action::Dispatch { to }, None, on, actor, now).await?;
    let detail = json!({ "household": household, "source": "grassroots_inspection",
                         "event": event.id });
    tx.append_audit(now, actor, "case.open", &format!("case {id}"), &detail).await?;
    Ok((id, false))
}
