//! Which rounds somebody may know of, and what the scheme lets them do.

use anyhow::Context;
use assessment::Scheme;
use kernel::Region;
use store::{AssessmentRound, Scope, Tx};

use super::error::AssessmentError;
use crate::{access::Access, home::Home, reach, staff::Staff};

/// `assessment_rounds.state` while anything may change.
pub(super) const OPEN: &str = "open";
/// Closed to a grade.
pub(super) const CLOSED: &str = "closed";
/// Taken back.
pub(super) const VOIDED: &str = "voided";

/// A round with its scheme and its region.
pub(super) struct Known<'a> {
    pub(super) round: AssessmentRound,
    pub(super) scheme: Scheme,
    pub(super) region: &'a Region,
}

impl Known<'_> {
    /// Refuses once the round has ended.
    pub(super) fn still_open(&self) -> Result<(), AssessmentError> {
        if self.round.state == OPEN { Ok(()) } else { Err(AssessmentError::Ended) }
    }

    /// Refuses when somebody else has changed the round since it was seen.
    pub(super) fn seen_as(&self, version: i64) -> Result<(), AssessmentError> {
        if self.round.version == version { Ok(()) } else { Err(AssessmentError::Stale) }
    }
}

/// A round in the scope.
pub(super) async fn known<'a>(
    home: &'a Home,
    tx: &mut Tx,
    scope: &Scope,
    id: &str,
) -> Result<Known<'a>, AssessmentError> {
    let round = tx.assessment(id).await?.ok_or(AssessmentError::NotFound)?;
    let region = home.definitions.regions.get(round.region_id);
    let region = region.and_then(|it| reach::region_in(home, scope, &it.stat_code));
    let region = region.ok_or(AssessmentError::NotFound)?;
    let scheme = scheme_of(&round)?;
    Ok(Known { round, scheme, region })
}

/// The scheme a round began with.
pub(super) fn scheme_of(round: &AssessmentRound) -> anyhow::Result<Scheme> {
    serde_json::from_value(round.definition.clone())
        .with_context(|| format!("考核评估 {} 的方案读不出来", round.id))
}

/// Whether the roles are among those the scheme names for a step.
pub(super) fn may(staff: &Staff, named: &[String]) -> Result<(), AssessmentError> {
    match Access::get().is_among(&staff.roles, named) {
        true => Ok(()),
        false => Err(AssessmentError::NotAllowed),
    }
}
