//! A round begins: the object, the year, the scheme as it is, and the seed of its sample.

use assessment::{Object, Scheme};
use chrono::{DateTime, Utc};
use kernel::{Month, RegionLevel};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{AssessmentRound, Scope, new_id};

use super::{
    error::AssessmentError,
    rights::{OPEN, VOIDED, known, may},
};
use crate::{home::Home, reach, staff::Staff};

/// A round to begin.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRound {
    /// Statistical code of the county.
    pub region: String,
    /// The year that is assessed.
    pub year: i32,
    /// The data reach to this month of the year, such as `2023-10`.
    #[schema(value_type = String)]
    pub month: Month,
    /// The scheme.
    pub scheme: String,
    /// The unit, where units are assessed; the county itself otherwise.
    #[serde(default)]
    pub object: Option<String>,
    /// The seed of the sample, where it was drawn in public; one is made when absent.
    #[serde(default)]
    pub seed: Option<String>,
}

/// A scheme that may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SchemeLine {
    /// The scheme.
    pub scheme: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// `place` or `unit`.
    pub object: String,
    /// Where it comes from.
    pub basis: String,
    /// A remark.
    pub note: Option<String>,
    /// The file below the folder of packs.
    pub file: String,
    /// Numbers that are taken from the data.
    pub from_data: usize,
    /// Numbers that are taken from visits.
    pub from_visits: usize,
    /// Items that a person scores.
    pub by_person: usize,
    /// Questions that a household is asked: what the villages are burdened with.
    pub questions: usize,
}

/// The schemes of a region in a month.
///
/// # Errors
/// [`AssessmentError::NotFound`] outside the scope.
pub fn schemes(
    home: &Home,
    scope: &Scope,
    region: &str,
    month: Month,
) -> Result<Vec<SchemeLine>, AssessmentError> {
    let region = reach::region_in(home, scope, region).ok_or(AssessmentError::NotFound)?;
    let packs = home.packs();
    let code = region.leading_digits();
    let found = home.definitions.assessments.of(&packs, code, month.last_day());
    Ok(found.into_iter().map(line).collect())
}

fn line(it: Scheme) -> SchemeLine {
    let of = |kind: &[&str]| it.items.iter().filter(|it| kind.contains(&it.source.kind())).count();
    SchemeLine {
        object: object_word(it.object).to_owned(),
        from_data: of(&["indicator", "ledger"]),
        from_visits: of(&["survey"]),
        by_person: of(&["person"]),
        questions: it.questions.len(),
        scheme: it.id,
        zh: it.zh,
        en: it.en,
        basis: it.basis.text,
        note: it.basis.note,
        file: it.file,
    }
}

pub(super) fn object_word(object: Object) -> &'static str {
    match object {
        Object::Place => "place",
        Object::Unit => "unit",
    }
}

/// Begins a round and gives its id. The seed stands before anything is drawn.
///
/// # Errors
/// What stands in the way.
pub async fn open(
    home: &Home,
    staff: &Staff,
    new: &NewRound,
    now: DateTime<Utc>,
) -> Result<String, AssessmentError> {
    let region =
        reach::region_in(home, &staff.scope, &new.region).ok_or(AssessmentError::NotFound)?;
    if region.level != RegionLevel::County {
        return Err(AssessmentError::Level);
    }
    if new.month.year != new.year {
        return Err(AssessmentError::Year);
    }
    let packs = home.packs();
    let code = region.leading_digits();
    let scheme =
        home.definitions.assessments.get(&packs, code, new.scheme.trim(), new.month.last_day());
    let scheme = scheme.ok_or_else(|| AssessmentError::NoScheme(new.scheme.clone()))?;
    may(staff, &scheme.may.open)?;
    let unit = said(new.object.as_deref());
    let object = match (scheme.object, unit) {
        (Object::Place, _) => region.name.clone(),
        (Object::Unit, Some(unit)) => unit,
        (Object::Unit, None) => return Err(AssessmentError::NoObject),
    };
    let given = said(new.seed.as_deref());
    let seed = given.clone().unwrap_or_else(|| new_id(now));
    let round = AssessmentRound {
        id: new_id(now),
        region_id: region.id,
        object,
        year: new.year.into(),
        month: new.month.to_string(),
        scheme: scheme.id.clone(),
        scheme_hash: scheme.hash.clone(),
        definition: serde_json::to_value(&scheme).map_err(anyhow::Error::from)?,
        seed,
        state: OPEN.to_owned(),
        opened_at: now,
        opened_by: staff.actor(),
        inputs_hash: None,
        sampled_at: None,
        evidence_at: None,
        ended_at: None,
        ended_by: None,
        reason: None,
        total: None,
        grade: None,
        result: None,
        version: 1,
    };
    let mut tx = home.db.write().await?;
    if !tx.insert_assessment(&round).await? {
        return Err(AssessmentError::Taken(round.object));
    }
    let detail = json!({ "region": region.stat_code, "year": round.year, "month": round.month,
                         "scheme": round.scheme, "scheme_hash": round.scheme_hash,
                         "seed": round.seed, "seed_given": given.is_some() });
    tx.append_audit(now, &staff.actor(), "assessment.open", &round.id, &detail).await?;
    tx.commit().await?;
    Ok(round.id)
}

/// Takes a round back that was opened by mistake. It is kept, with the reason.
///
/// # Errors
/// What stands in the way.
pub async fn void(
    home: &Home,
    staff: &Staff,
    id: &str,
    version: i64,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), AssessmentError> {
    let reason = said(Some(reason)).ok_or(AssessmentError::NoReason)?;
    let mut tx = home.db.write().await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    may(staff, &it.scheme.may.open)?;
    it.still_open()?;
    it.seen_as(version)?;
    let detail = json!({ "reason": reason });
    let round = AssessmentRound {
        state: VOIDED.to_owned(),
        ended_at: Some(now),
        ended_by: Some(staff.actor()),
        reason: Some(reason),
        version: version + 1,
        ..it.round
    };
    if !tx.change_assessment(&round).await? {
        return Err(AssessmentError::Stale);
    }
    tx.append_audit(now, &staff.actor(), "assessment.void", id, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// A text that says something.
pub(super) fn said(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
}
