//! 人工打分: where no number can be had, a person gives points and says why.

use assessment::Source;
use chrono::{DateTime, Utc};
use indicator::Amount;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{AssessmentRound, AssessmentScore, new_id};

use super::{
    error::AssessmentError,
    evidence::Evidence,
    open::said,
    rights::{known, may},
};
use crate::{home::Home, ledgers::actor_name, staff::Staff};

/// Points somebody gives.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewScore {
    /// The version that was seen.
    pub version: i64,
    /// The points, as a plain decimal; absent for what does not apply.
    #[serde(default)]
    pub score: Option<String>,
    /// 不涉及: there is nothing of it here.
    #[serde(default)]
    pub not_applicable: bool,
    /// Why, by which records.
    pub reason: String,
}

/// Points an item had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ScoreRow {
    /// The points.
    pub score: Option<String>,
    /// 不涉及.
    pub not_applicable: bool,
    /// `data` or `person`.
    pub how: String,
    /// Why, of what a person gave.
    pub reason: Option<String>,
    /// Where the number came from.
    pub evidence: Evidence,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// When a newer one took its place.
    pub replaced_at: Option<DateTime<Utc>>,
}

/// Records points that a person gives, or that an item does not apply. An item with a number gets
/// its points from that.
///
/// # Errors
/// What stands in the way.
pub async fn score(
    home: &Home,
    staff: &Staff,
    id: &str,
    item: &str,
    new: &NewScore,
    now: DateTime<Utc>,
) -> Result<(), AssessmentError> {
    let mut tx = home.db.write().await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    may(staff, &it.scheme.may.score)?;
    it.still_open()?;
    it.seen_as(new.version)?;
    let of = it.scheme.item(item).ok_or_else(|| AssessmentError::NoItem(item.to_owned()))?;
    let reason = said(Some(&new.reason)).ok_or(AssessmentError::NoReason)?;
    let before = tx.assessment_scores(id).await?;
    let has_number = before.iter().any(|it| it.item == item && it.value.is_some());
    if of.source != Source::Person && has_number {
        return Err(AssessmentError::FromData);
    }
    let out_of_range = || AssessmentError::Score(of.points.to_string());
    let points = match (&new.score, new.not_applicable) {
        (None, true) => None,
        (Some(text), false) => {
            let points = Amount::parse(text.trim()).ok_or_else(out_of_range)?;
            if points < Amount::ZERO || of.points < points || points != points.rounded(2) {
                return Err(out_of_range());
            }
            Some(points)
        }
        _ => return Err(out_of_range()),
    };
    let evidence = Evidence {
        source: "person".to_owned(),
        name: of.id.clone(),
        zh: of.zh.clone(),
        en: of.en.clone(),
        ..Evidence::default()
    };
    let score = AssessmentScore {
        id: new_id(now),
        round_id: id.to_owned(),
        item: item.to_owned(),
        score: points.map(|it| it.to_string()),
        value: None,
        not_applicable: new.not_applicable,
        how: "person".to_owned(),
        reason: Some(reason),
        evidence: serde_json::to_value(&evidence).map_err(anyhow::Error::from)?,
        done_at: now,
        done_by: staff.actor(),
        replaced_at: None,
    };
    tx.put_assessment_score(&score).await?;
    let detail = json!({ "item": item, "score": score.score,
                         "not_applicable": score.not_applicable, "reason": score.reason });
    let round = AssessmentRound { version: new.version + 1, ..it.round };
    if !tx.change_assessment(&round).await? {
        return Err(AssessmentError::Stale);
    }
    tx.append_audit(now, &staff.actor(), "assessment.score", id, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Everything that was ever given for an item, the newest first.
///
/// # Errors
/// [`AssessmentError::NotFound`], [`AssessmentError::NoItem`].
pub async fn score_history(
    home: &Home,
    staff: &Staff,
    id: &str,
    item: &str,
) -> Result<Vec<ScoreRow>, AssessmentError> {
    let mut tx = home.db.read().await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    it.scheme.item(item).ok_or_else(|| AssessmentError::NoItem(item.to_owned()))?;
    let mut rows = Vec::new();
    for it in tx.assessment_score_history(id, item).await? {
        rows.push(ScoreRow {
            score: it.score,
            not_applicable: it.not_applicable,
            how: it.how,
            reason: it.reason,
            evidence: serde_json::from_value(it.evidence).map_err(anyhow::Error::from)?,
            at: it.done_at,
            by: actor_name(&mut tx, &it.done_by).await?,
            replaced_at: it.replaced_at,
        });
    }
    Ok(rows)
}
