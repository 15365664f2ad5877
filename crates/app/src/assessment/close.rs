//! 办结: somebody else than the one who opened it closes the round to a grade. The table of that
//! day is kept.

use std::collections::BTreeMap;

use assessment::Trigger;
use chrono::{DateTime, Utc};
use kernel::china_day;
use serde::Deserialize;
use serde_json::json;
use store::{AssessmentRound, Tx};

use super::{
    error::AssessmentError,
    open::said,
    rights::{CLOSED, Known, known, may},
    sample::WAITING,
    show::Obstacle,
    table::table_of,
};
use crate::{home::Home, staff::Staff};

/// How a round is closed.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseRound {
    /// The version that was seen.
    pub version: i64,
    /// Vetoes in force that are found to hold.
    #[serde(default)]
    pub vetoes: Vec<FoundVeto>,
    /// What is said to it.
    #[serde(default)]
    pub note: Option<String>,
}

/// A veto that is found to hold.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundVeto {
    /// The veto.
    pub veto: String,
    /// Why, by which records.
    pub reason: String,
}

/// Closes a round to a grade.
///
/// # Errors
/// What stands in the way; [`AssessmentError::NotReady`] with everything that is missing.
pub async fn close(
    home: &Home,
    staff: &Staff,
    id: &str,
    new: &CloseRound,
    now: DateTime<Utc>,
) -> Result<(), AssessmentError> {
    let mut tx = home.db.write().await?;
    tx.lock_assessment(id).await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    may(staff, &it.scheme.may.close)?;
    it.still_open()?;
    it.seen_as(new.version)?;
    if it.round.opened_by == staff.actor() {
        return Err(AssessmentError::SamePerson);
    }
    let mut found = BTreeMap::new();
    for veto in &new.vetoes {
        let of = it.scheme.vetoes.iter().find(|it| it.id == veto.veto);
        if !of.is_some_and(|it| it.on && it.trigger == Trigger::Found) {
            return Err(AssessmentError::NoVeto(veto.veto.clone()));
        }
        let reason = said(Some(&veto.reason)).ok_or(AssessmentError::NoReason)?;
        found.insert(veto.veto.clone(), reason);
    }
    let waits = obstacles(&mut tx, &it).await?;
    let scores = tx.assessment_scores(id).await?;
    let (table, judged) = table_of(home, it.region, &it.scheme, &scores, &found, china_day(now))?;
    let mut waits: Vec<String> = waits.into_iter().map(|it| it.zh).collect();
    if judged.total.is_none() && waits.is_empty() {
        waits.push("各项都不涉及，没有总分".to_owned());
    }
    if !waits.is_empty() {
        return Err(AssessmentError::NotReady(waits));
    }
    let detail = json!({ "total": table.total, "grade": table.grade, "by_total": table.by_total,
                         "vetoes": judged.vetoes, "found": found });
    let round = AssessmentRound {
        state: CLOSED.to_owned(),
        ended_at: Some(now),
        ended_by: Some(staff.actor()),
        reason: said(new.note.as_deref()),
        total: table.total.clone(),
        grade: table.grade.clone(),
        result: Some(serde_json::to_value(&table).map_err(anyhow::Error::from)?),
        version: new.version + 1,
        ..it.round
    };
    if !tx.change_assessment(&round).await? {
        return Err(AssessmentError::Stale);
    }
    tx.append_audit(now, &staff.actor(), "assessment.close", id, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// What stands in the way of closing.
pub(super) async fn obstacles(
    tx: &mut Tx,
    it: &Known<'_>,
) -> Result<Vec<Obstacle>, AssessmentError> {
    let id = &it.round.id;
    let mut found = Vec::new();
    let mut wait = |code: &str, zh: String, en: String| {
        found.push(Obstacle { code: code.to_owned(), zh, en });
    };
    if !it.scheme.strata.is_empty() && it.round.sampled_at.is_none() {
        wait("not_sampled", "还没有抽样".into(), "the sample was not drawn".into());
    }
    let sample = tx.assessment_sample(id).await?;
    let waiting = sample.iter().filter(|it| it.state == WAITING).count();
    if 0 < waiting {
        wait("visits", format!("还有{waiting}户没有调查"), format!("{waiting} households wait"));
    }
    let surveys = tx.assessment_surveys(id).await?;
    let newest = surveys.iter().map(|it| it.done_at).max();
    match it.round.evidence_at {
        None => wait("no_evidence", "还没有取数".into(), "evidence was not gathered".into()),
        Some(at) if newest.is_some_and(|it| at < it) => wait(
            "old_evidence",
            "取数以后又有调查，请重新取数".into(),
            "surveys came after the evidence: gather it again".into(),
        ),
        Some(_) => {}
    }
    let scores = tx.assessment_scores(id).await?;
    let open = it.scheme.items.iter().filter(|item| {
        let score = scores.iter().find(|it| it.item == item.id);
        score.is_none_or(|it| it.score.is_none() && !it.not_applicable)
    });
    let (zh, en): (Vec<&str>, Vec<&str>) = open.map(|it| (it.zh.as_str(), it.en.as_str())).unzip();
    if !zh.is_empty() {
        wait(
            "open_items",
            format!("没有得分的项：{}", zh.join("、")),
            format!("items without points: {}", en.join(", ")),
        );
    }
    Ok(found)
}
