//! Rounds as people see them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::china_day;
use serde::Serialize;
use store::{AssessmentRound, AssessmentSample, Tx};

use super::{
    close::obstacles,
    error::AssessmentError,
    findings::{FindingView, findings},
    open::object_word,
    rights::{CLOSED, Known, OPEN, VOIDED, known, may, scheme_of},
    sample::{DONE, NOT_MET, SPARE, StratumView, assessors, strata},
    table::{RoundTable, table_of},
};
use crate::{home::Home, ledgers::actor_name, reach, staff::Staff};

/// A round of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RoundLine {
    /// The round.
    pub round: String,
    /// Statistical code of its region.
    pub region: String,
    /// The region in words.
    pub region_name: String,
    /// What is assessed.
    pub object: String,
    /// The year.
    pub year: i64,
    /// The data reach to this month.
    pub month: String,
    /// The scheme.
    pub scheme: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// `open`, `closed` or `voided`.
    pub state: String,
    /// The total.
    pub total: Option<String>,
    /// The grade.
    pub grade: Option<String>,
    /// The same in Chinese.
    pub grade_zh: Option<String>,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RoundView {
    /// What the list says of it.
    #[serde(flatten)]
    pub line: RoundLine,
    /// `place` or `unit`.
    pub object_kind: String,
    /// Where the scheme comes from.
    pub basis: String,
    /// A remark on it.
    pub note: Option<String>,
    /// Its file below the folder of packs, when the round began.
    pub file: String,
    /// Fingerprint of that file.
    pub scheme_hash: String,
    /// The seed of the sample.
    pub seed: String,
    /// Who began it.
    pub opened_by: String,
    /// Who ended it.
    pub ended_by: Option<String>,
    /// What was said at its end.
    pub reason: Option<String>,
    /// When the sample was drawn.
    pub sampled_at: Option<DateTime<Utc>>,
    /// When evidence was last gathered.
    pub evidence_at: Option<DateTime<Utc>>,
    /// The strata with how far the visits are.
    pub strata: Vec<StratumView>,
    /// The assessors with how far they are.
    pub assessors: Vec<AssessorLine>,
    /// Households that nobody was given.
    pub unassigned: usize,
    /// Parts, items, total, grade, vetoes, what follows.
    pub table: RoundTable,
    /// What is to be put right.
    pub findings: Vec<FindingView>,
    /// What stands in the way of closing; empty once it is closed.
    pub waits: Vec<Obstacle>,
    /// What the account at work may do now.
    pub may: RoundRights,
    /// To be sent with every write.
    pub version: i64,
}

/// An assessor of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AssessorLine {
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// Households given.
    pub given: usize,
    /// Households visited or not met.
    pub done: usize,
}

/// Something that stands in the way of closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Obstacle {
    /// What it is.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What the account at work may do with a round now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RoundRights {
    /// Draw the sample and give it to assessors.
    pub sample: bool,
    /// Gather evidence and give points.
    pub score: bool,
    /// List what has to be put right.
    pub find: bool,
    /// Close it to a grade.
    pub close: bool,
    /// Take it back.
    pub void: bool,
}

/// The rounds of a region of the scope, with those of the counties below it.
///
/// # Errors
/// [`AssessmentError::NotFound`] outside the scope.
pub async fn list(
    home: &Home,
    staff: &Staff,
    region: Option<&str>,
) -> Result<Vec<RoundLine>, AssessmentError> {
    let scope = reach::narrowed(home, &staff.scope, region).ok_or(AssessmentError::NotFound)?;
    let regions: Vec<i64> = reach::counties(home, &scope).iter().map(|it| it.id).collect();
    let mut tx = home.db.read().await?;
    let rounds = tx.assessments_of(&regions).await?;
    rounds.iter().map(|it| line(home, it)).collect()
}

fn line(home: &Home, it: &AssessmentRound) -> Result<RoundLine, AssessmentError> {
    let scheme = scheme_of(it)?;
    let regions = &home.definitions.regions;
    let grade = scheme.grades.iter().find(|known| Some(&known.code) == it.grade.as_ref());
    Ok(RoundLine {
        round: it.id.clone(),
        region: regions.get(it.region_id).map(|it| it.stat_code.clone()).unwrap_or_default(),
        region_name: regions.name_path(it.region_id),
        object: it.object.clone(),
        year: it.year,
        month: it.month.clone(),
        scheme: it.scheme.clone(),
        grade_zh: grade.map(|it| it.zh.clone()),
        zh: scheme.zh,
        en: scheme.en,
        state: it.state.clone(),
        total: it.total.clone(),
        grade: it.grade.clone(),
        opened_at: it.opened_at,
        ended_at: it.ended_at,
    })
}

/// A round: of an open one what it comes to now, of a closed one what it came to then.
///
/// # Errors
/// [`AssessmentError::NotFound`] outside the scope.
pub async fn show(
    home: &Home,
    staff: &Staff,
    id: &str,
    now: DateTime<Utc>,
) -> Result<RoundView, AssessmentError> {
    let today = china_day(now);
    let mut tx = home.db.read().await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    let sample = tx.assessment_sample(id).await?;
    let kept = tx.assessment_strata(id).await?;
    let table = table(home, &mut tx, &it, today).await?;
    let waits = match it.round.state.as_str() {
        OPEN => obstacles(&mut tx, &it).await?,
        _ => Vec::new(),
    };
    let opened_by = actor_name(&mut tx, &it.round.opened_by).await?;
    let ended_by = match &it.round.ended_by {
        Some(by) => Some(actor_name(&mut tx, by).await?),
        None => None,
    };
    let people = assessors(home, &mut tx, &it).await?;
    let rows = tx.assessment_findings(id).await?;
    drop(tx);
    let findings = findings(home, staff, rows, today).await?;
    let of = |account: &str| -> Vec<&AssessmentSample> {
        let own = |it: &&AssessmentSample| it.account_id.as_deref() == Some(account);
        sample.iter().filter(own).collect()
    };
    let assessors = people.into_iter().map(|(account, login, name)| {
        let given = of(&account);
        let done = given.iter().filter(|it| it.state == DONE || it.state == NOT_MET).count();
        AssessorLine { login, name, given: given.len(), done }
    });
    let spare = |it: &&AssessmentSample| it.state != SPARE && it.account_id.is_none();
    Ok(RoundView {
        line: line(home, &it.round)?,
        object_kind: object_word(it.scheme.object).to_owned(),
        basis: it.scheme.basis.text.clone(),
        note: it.scheme.basis.note.clone(),
        file: it.scheme.file.clone(),
        scheme_hash: it.round.scheme_hash.clone(),
        seed: it.round.seed.clone(),
        opened_by,
        ended_by,
        reason: it.round.reason.clone(),
        sampled_at: it.round.sampled_at,
        evidence_at: it.round.evidence_at,
        strata: strata(&it, &kept, &sample),
        assessors: assessors.collect(),
        unassigned: sample.iter().filter(spare).count(),
        table,
        findings,
        may: rights(staff, &it, waits.is_empty()),
        waits,
        version: it.round.version,
    })
}

async fn table(
    home: &Home,
    tx: &mut Tx,
    it: &Known<'_>,
    today: NaiveDate,
) -> Result<RoundTable, AssessmentError> {
    if let Some(result) = &it.round.result {
        return Ok(serde_json::from_value(result.clone()).map_err(anyhow::Error::from)?);
    }
    let scores = tx.assessment_scores(&it.round.id).await?;
    Ok(table_of(home, it.region, &it.scheme, &scores, &BTreeMap::new(), today)?.0)
}

fn rights(staff: &Staff, it: &Known<'_>, ready: bool) -> RoundRights {
    let (open, writes) = (it.round.state == OPEN, staff.viewed_by.is_none());
    let named = &it.scheme.may;
    let may = |roles: &[String]| writes && may(staff, roles).is_ok();
    RoundRights {
        sample: open && may(&named.sample) && !it.scheme.strata.is_empty(),
        score: open && may(&named.score),
        find: it.round.state != VOIDED && may(&named.find),
        close: open && ready && may(&named.close) && it.round.opened_by != staff.actor(),
        void: open && may(&named.open),
    }
}

/// Whether there is a result to send.
pub(super) fn is_closed(it: &RoundView) -> bool {
    it.line.state == CLOSED
}
