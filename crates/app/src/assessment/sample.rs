//! 抽样: drawn once from the recorded seed, kept with what it was drawn from, given to assessors.

use std::collections::BTreeMap;

use assessment::{Frame, draw as draw_from, fingerprint_of, frames, wanted};
use chrono::{DateTime, Utc};
use kernel::Month;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{AssessmentRound, AssessmentSample, AssessmentStratum, Tx};

use super::{
    error::AssessmentError,
    rights::{Known, known, may},
};
use crate::{access::Access, home::Home, indicators::populations, reach, staff::Staff};

/// The role of assessors.
pub(super) const ASSESSOR: &str = "assessor";
/// States of a household of a sample.
pub(super) const SPARE: &str = "spare";
pub(super) const WAITING: &str = "waiting";
pub(super) const DONE: &str = "done";
pub(super) const NOT_MET: &str = "not_met";

/// A sample with what it was drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SampleView {
    /// The seed.
    pub seed: String,
    /// Drawn again from the seed and the kept frames, it is the same.
    pub same_as_seed: bool,
    /// Its strata.
    pub strata: Vec<StratumView>,
    /// Its households.
    pub rows: Vec<SampleRow>,
}

/// A stratum of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StratumView {
    /// The stratum.
    pub stratum: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Households it was drawn from.
    pub households: i64,
    /// SM3 of their numbers, one a line.
    pub frame_hash: String,
    /// How the size was found.
    pub arithmetic: String,
    /// Where the size comes from.
    pub basis: String,
    /// To be visited.
    pub wanted: usize,
    /// Visited.
    pub done: usize,
    /// Nobody was met.
    pub not_met: usize,
    /// Still standing ready.
    pub spare: usize,
}

/// A household of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SampleRow {
    /// Our own number of the household.
    pub household: i64,
    /// 户主.
    pub householder: Option<String>,
    /// Its township and village.
    pub village: String,
    /// The stratum.
    pub stratum: String,
    /// Its place in the order of the stratum, from 1.
    pub place: i64,
    /// It was drawn to stand ready.
    pub reserve: bool,
    /// `spare`, `waiting`, `done` or `not_met`.
    pub state: String,
    /// The assessor's name.
    pub assessor: Option<String>,
}

/// Households to be given to an assessor.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignment {
    /// The version that was seen.
    pub version: i64,
    /// 登录名 of the assessor.
    pub assessor: String,
    /// Statistical code of a township or village: only what lies there.
    #[serde(default)]
    pub region: Option<String>,
    /// These households, also when somebody else has them; those that nobody has when empty.
    #[serde(default)]
    pub households: Vec<i64>,
}

/// How many households were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Assigned {
    /// Households.
    pub households: usize,
}

/// Draws the sample of a round from the register as the data of its month have it. Frames and
/// sample are kept.
///
/// # Errors
/// What stands in the way.
pub async fn draw(
    home: &Home,
    staff: &Staff,
    id: &str,
    version: i64,
    now: DateTime<Utc>,
) -> Result<(), AssessmentError> {
    let mut tx = home.db.read().await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    may(staff, &it.scheme.may.sample)?;
    it.still_open()?;
    it.seen_as(version)?;
    if it.scheme.strata.is_empty() {
        return Err(AssessmentError::NoSample);
    }
    if it.round.sampled_at.is_some() {
        return Err(AssessmentError::Sampled);
    }
    let month: Month = it.round.month.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let indicators: Vec<&str> = it.scheme.strata.iter().map(|it| it.indicator.as_str()).collect();
    let found = populations(home, &mut tx, it.region, month, &indicators).await?;
    drop(tx);
    if !found.missing_tables.is_empty() {
        return Err(AssessmentError::MissingTables(found.missing_tables));
    }
    let strata = it.scheme.strata.iter().map(|it| it.id.clone());
    let of_strata = strata.zip(found.households.into_iter().map(|it| it.1)).collect();
    let frames = frames(of_strata);
    let kept: Vec<AssessmentStratum> = frames.iter().zip(1..).map(kept).collect();
    let sample: Vec<AssessmentSample> = draw_from(&it.round.seed, &it.scheme.strata, &frames)
        .into_iter()
        .map(|drawn| AssessmentSample {
            round_id: it.round.id.clone(),
            household_id: drawn.household,
            village_id: found.villages.get(&drawn.household).copied().unwrap_or_default(),
            stratum: drawn.stratum,
            place: i64::try_from(drawn.place).unwrap_or(i64::MAX),
            reserve: drawn.reserve,
            state: if drawn.reserve { SPARE } else { WAITING }.to_owned(),
            account_id: None,
        })
        .collect();
    let detail = json!({ "seed": it.round.seed, "inputs": found.inputs_hash,
        "frames": kept.iter().map(|it| (it.stratum.clone(), it.frame_hash.clone()))
            .collect::<BTreeMap<_, _>>(),
        "households": sample.iter().filter(|it| !it.reserve).count() });
    let round = AssessmentRound {
        inputs_hash: Some(found.inputs_hash),
        sampled_at: Some(now),
        version: version + 1,
        ..it.round
    };
    let mut tx = home.db.write().await?;
    if !tx.change_assessment(&round).await? {
        return Err(AssessmentError::Stale);
    }
    tx.insert_assessment_sample(id, &kept, &sample).await?;
    tx.append_audit(now, &staff.actor(), "assessment.sample", id, &detail).await?;
    tx.commit().await?;
    Ok(())
}

fn kept((frame, place): (&Frame, i64)) -> AssessmentStratum {
    AssessmentStratum {
        stratum: frame.stratum.clone(),
        place,
        households: i64::try_from(frame.households.len()).unwrap_or(i64::MAX),
        frame: frame.households.clone(),
        frame_hash: fingerprint_of(&frame.households),
    }
}

/// Gives households to an assessor: a person of this county, or of a level above it.
///
/// # Errors
/// What stands in the way.
pub async fn assign(
    home: &Home,
    staff: &Staff,
    id: &str,
    new: &NewAssignment,
    now: DateTime<Utc>,
) -> Result<Assigned, AssessmentError> {
    let mut tx = home.db.write().await?;
    tx.lock_assessment(id).await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    may(staff, &it.scheme.may.sample)?;
    it.still_open()?;
    it.seen_as(new.version)?;
    if it.round.sampled_at.is_none() {
        return Err(AssessmentError::NotSampled);
    }
    let assessor = assessors(home, &mut tx, &it)
        .await?
        .into_iter()
        .find(|(_, login, _)| *login == new.assessor.trim().to_lowercase());
    let Some((account, ..)) = assessor else {
        return Err(AssessmentError::NoAssessor(new.assessor.clone()));
    };
    let within = match &new.region {
        None => None,
        Some(code) => {
            let place = reach::region_in(home, &staff.scope, code);
            Some(place.ok_or(AssessmentError::NotFound)?.id)
        }
    };
    let regions = &home.definitions.regions;
    let lies_in = |village: i64| {
        within.is_none_or(|it| it == village || regions.ancestors(village).any(|at| at.id == it))
    };
    let mut given = 0;
    for row in tx.assessment_sample(id).await? {
        let named = match new.households.as_slice() {
            [] => row.account_id.is_none(),
            some => some.contains(&row.household_id),
        };
        if row.state == WAITING && named && lies_in(row.village_id) {
            let row = AssessmentSample { account_id: Some(account.clone()), ..row };
            tx.change_assessment_sample(&row).await?;
            given += 1;
        }
    }
    let round = AssessmentRound { version: new.version + 1, ..it.round };
    if !tx.change_assessment(&round).await? {
        return Err(AssessmentError::Stale);
    }
    let detail = json!({ "assessor": account, "region": new.region, "households": given });
    tx.append_audit(now, &staff.actor(), "assessment.assign", id, &detail).await?;
    tx.commit().await?;
    Ok(Assigned { households: given })
}

/// The assessors of a round's county and of the levels above: account, login, name.
pub(super) async fn assessors(
    home: &Home,
    tx: &mut Tx,
    it: &Known<'_>,
) -> anyhow::Result<Vec<(String, String, String)>> {
    let above = home.definitions.regions.ancestors(it.region.id).map(|it| it.id);
    let regions: Vec<i64> = std::iter::once(it.region.id).chain(above).collect();
    let accounts = tx.active_accounts_at(&regions).await?;
    let role = |roles: &serde_json::Value| {
        roles.as_array().is_some_and(|it| it.iter().any(|it| it == ASSESSOR))
    };
    debug_assert!(Access::get().roles.contains_key(ASSESSOR));
    Ok(accounts
        .into_iter()
        .filter(|(.., roles)| role(roles))
        .map(|(id, login, name, _)| (id, login, name))
        .collect())
}

/// The sample of a round, and whether the seed still draws it.
///
/// # Errors
/// [`AssessmentError::NotFound`], [`AssessmentError::NotSampled`].
pub async fn sample(home: &Home, staff: &Staff, id: &str) -> Result<SampleView, AssessmentError> {
    let mut tx = home.db.read().await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    if it.round.sampled_at.is_none() {
        return Err(AssessmentError::NotSampled);
    }
    let kept = tx.assessment_strata(id).await?;
    let rows = tx.assessment_sample(id).await?;
    let names: BTreeMap<String, String> =
        assessors(home, &mut tx, &it).await?.into_iter().map(|it| (it.0, it.2)).collect();
    let ids: Vec<i64> = rows.iter().map(|it| it.household_id).collect();
    let heads: BTreeMap<i64, String> = tx.heads_of(&ids).await?.into_iter().collect();
    let same_as_seed = is_drawn(&it, &kept, &rows);
    let strata = strata(&it, &kept, &rows);
    let rows = rows.into_iter().map(|row| SampleRow {
        household: row.household_id,
        householder: heads.get(&row.household_id).cloned(),
        village: village_name(home, row.village_id),
        stratum: row.stratum,
        place: row.place,
        reserve: row.reserve,
        state: row.state,
        assessor: row.account_id.map(|it| names.get(&it).cloned().unwrap_or(it)),
    });
    Ok(SampleView { seed: it.round.seed.clone(), same_as_seed, strata, rows: rows.collect() })
}

/// Draws again and compares.
fn is_drawn(it: &Known<'_>, kept: &[AssessmentStratum], rows: &[AssessmentSample]) -> bool {
    let frames: Vec<Frame> = kept
        .iter()
        .map(|it| Frame { stratum: it.stratum.clone(), households: it.frame.clone() })
        .collect();
    let unchanged = kept.iter().all(|it| it.frame_hash == fingerprint_of(&it.frame));
    let mut again: Vec<(String, i64, i64, bool)> =
        draw_from(&it.round.seed, &it.scheme.strata, &frames)
            .into_iter()
            .map(|it| (it.stratum, i64::try_from(it.place).unwrap_or(0), it.household, it.reserve))
            .collect();
    let mut stored: Vec<(String, i64, i64, bool)> =
        rows.iter().map(|it| (it.stratum.clone(), it.place, it.household_id, it.reserve)).collect();
    again.sort_unstable();
    stored.sort_unstable();
    unchanged && again == stored
}

/// The strata of a sample with how far the visits are.
pub(super) fn strata(
    it: &Known<'_>,
    kept: &[AssessmentStratum],
    rows: &[AssessmentSample],
) -> Vec<StratumView> {
    let view = |kept: &AssessmentStratum| {
        let of = it.scheme.strata.iter().find(|it| it.id == kept.stratum)?;
        let households = usize::try_from(kept.households).unwrap_or_default();
        let visited = wanted(of, households);
        let count =
            |state: &str| rows.iter().filter(|it| it.stratum == of.id && it.state == state).count();
        Some(StratumView {
            stratum: of.id.clone(),
            zh: of.zh.clone(),
            en: of.en.clone(),
            households: kept.households,
            frame_hash: kept.frame_hash.clone(),
            arithmetic: format!(
                "{households} × {}%，进一取整，{}至{}户 = {visited}",
                of.share, of.least, of.most
            ),
            basis: of.basis.text.clone(),
            wanted: visited,
            done: count(DONE),
            not_met: count(NOT_MET),
            spare: count(SPARE),
        })
    };
    kept.iter().filter_map(view).collect()
}

/// Township and village of a household.
pub(super) fn village_name(home: &Home, village: i64) -> String {
    let regions = &home.definitions.regions;
    let name = |id: i64| regions.get(id).map(|it| it.name.clone()).unwrap_or_default();
    let township = regions.chain(village).township.map(name).unwrap_or_default();
    format!("{township}{}", name(village))
}
