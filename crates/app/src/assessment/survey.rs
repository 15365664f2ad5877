//! 入户调查: an assessor sees the households of its own sample, and of them the form alone, while
//! the round is open.

use std::collections::BTreeMap;

use assessment::Question;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::china_day;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{AssessmentSample, AssessmentSurvey, Tx, new_id};

use super::{
    error::AssessmentError,
    open::said,
    rights::{OPEN, scheme_of},
    sample::{ASSESSOR, DONE, NOT_MET, SPARE, WAITING, village_name},
};
use crate::{home::Home, staff::Staff};

/// A household to visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SurveyLine {
    /// The round.
    pub round: String,
    /// What is assessed.
    pub object: String,
    /// The year.
    pub year: i64,
    /// Our own number of the household.
    pub household: i64,
    /// 户主.
    pub householder: Option<String>,
    /// Its township and village.
    pub village: String,
    /// `waiting`, `done` or `not_met`.
    pub state: String,
}

/// The form of a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SurveyForm {
    /// The household.
    #[serde(flatten)]
    pub line: SurveyLine,
    /// What is asked.
    pub questions: Vec<QuestionView>,
    /// What was answered, by question.
    pub answers: BTreeMap<String, String>,
    /// Somebody was met; none before the visit.
    pub met: Option<bool>,
    /// A remark.
    pub note: Option<String>,
    /// The day of the visit.
    pub surveyed_on: Option<NaiveDate>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QuestionView {
    /// The question.
    pub question: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Its answers.
    pub answers: Vec<AnswerView>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AnswerView {
    /// The answer.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What was found at a household.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSurvey {
    /// Somebody was met.
    pub met: bool,
    /// Every question with its answer; none when nobody was met.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// A remark; why nobody was met.
    #[serde(default)]
    pub note: Option<String>,
    /// The day of the visit; today when absent.
    #[serde(default)]
    pub surveyed_on: Option<NaiveDate>,
}

/// The households given to the account at work, in rounds that are open.
///
/// # Errors
/// When the database cannot be read.
pub async fn own_surveys(home: &Home, staff: &Staff) -> Result<Vec<SurveyLine>, AssessmentError> {
    let mut tx = home.db.read().await?;
    let rows = tx.assessment_sample_of(&staff.account_id).await?;
    let mut found = Vec::new();
    let ids: Vec<i64> = rows.iter().map(|it| it.household_id).collect();
    let heads: BTreeMap<i64, String> = tx.heads_of(&ids).await?.into_iter().collect();
    let mut rounds = BTreeMap::new();
    for row in rows {
        if !rounds.contains_key(&row.round_id) {
            let Some(round) = tx.assessment(&row.round_id).await? else { continue };
            rounds.insert(row.round_id.clone(), round);
        }
        let round = &rounds[&row.round_id];
        found.push(SurveyLine {
            round: round.id.clone(),
            object: round.object.clone(),
            year: round.year,
            household: row.household_id,
            householder: heads.get(&row.household_id).cloned(),
            village: village_name(home, row.village_id),
            state: row.state,
        });
    }
    Ok(found)
}

/// The form of a household of the own sample.
///
/// # Errors
/// [`AssessmentError::NotFound`] for every other household, and once the round has ended.
pub async fn survey_form(
    home: &Home,
    staff: &Staff,
    round: &str,
    household: i64,
) -> Result<SurveyForm, AssessmentError> {
    let mut tx = home.db.read().await?;
    own(&mut tx, staff, round, household).await?;
    let stored = tx.assessment(round).await?.ok_or(AssessmentError::NotFound)?;
    let scheme = scheme_of(&stored)?;
    let written = tx.assessment_surveys(round).await?;
    let written = written.into_iter().rfind(|it| it.household_id == household);
    drop(tx);
    let lines = own_surveys(home, staff).await?;
    let line = lines.into_iter().find(|it| it.round == round && it.household == household);
    let line = line.ok_or(AssessmentError::NotFound)?;
    let answers = written.as_ref().map(|it| it.answers.clone());
    let answers = answers.map(serde_json::from_value).transpose().map_err(anyhow::Error::from)?;
    Ok(SurveyForm {
        line,
        questions: scheme.questions.into_iter().map(question).collect(),
        answers: answers.unwrap_or_default(),
        met: written.as_ref().map(|it| it.met),
        note: written.as_ref().and_then(|it| it.note.clone()),
        surveyed_on: written.map(|it| it.surveyed_on),
    })
}

fn question(it: Question) -> QuestionView {
    let answers = it.answers.into_iter();
    QuestionView {
        question: it.id,
        zh: it.zh,
        en: it.en,
        answers: answers.map(|it| AnswerView { code: it.code, zh: it.zh, en: it.en }).collect(),
    }
}

/// Records what was found at a household of the own sample; again, to put it right. When nobody was
/// met, the next household of the stratum that stands ready takes its place, with the same assessor.
///
/// # Errors
/// [`AssessmentError::NotFound`] for every other household and once the round has ended, and what
/// the form does not take.
pub async fn survey(
    home: &Home,
    staff: &Staff,
    round: &str,
    household: i64,
    new: &NewSurvey,
    now: DateTime<Utc>,
) -> Result<(), AssessmentError> {
    let mut tx = home.db.write().await?;
    tx.lock_assessment(round).await?;
    let row = own(&mut tx, staff, round, household).await?;
    let stored = tx.assessment(round).await?.ok_or(AssessmentError::NotFound)?;
    let scheme = scheme_of(&stored)?;
    let note = said(new.note.as_deref());
    match new.met {
        true => answers_fit(&scheme.questions, &new.answers)?,
        false if note.is_none() => return Err(AssessmentError::NoNote),
        false if !new.answers.is_empty() => {
            return Err(AssessmentError::Answer("没有见到人，不填回答".to_owned()));
        }
        false => {}
    }
    let today = china_day(now);
    let surveyed_on = new.surveyed_on.unwrap_or(today);
    let drawn_on = stored.sampled_at.map(china_day);
    if today < surveyed_on || drawn_on.is_some_and(|it| surveyed_on < it) {
        return Err(AssessmentError::Day);
    }
    let written = AssessmentSurvey {
        id: new_id(now),
        round_id: round.to_owned(),
        household_id: household,
        met: new.met,
        answers: serde_json::to_value(&new.answers).map_err(anyhow::Error::from)?,
        note,
        surveyed_on,
        done_at: now,
        done_by: staff.actor(),
    };
    tx.insert_assessment_survey(&written).await?;
    let first = row.state == WAITING;
    let state = if new.met { DONE } else { NOT_MET };
    tx.change_assessment_sample(&AssessmentSample { state: state.to_owned(), ..row.clone() })
        .await?;
    if first && !new.met {
        let rows = tx.assessment_sample(round).await?;
        let next = rows.into_iter().find(|it| it.stratum == row.stratum && it.state == SPARE);
        if let Some(next) = next {
            let account_id = row.account_id.clone();
            let next = AssessmentSample { state: WAITING.to_owned(), account_id, ..next };
            tx.change_assessment_sample(&next).await?;
        }
    }
    let detail = json!({ "household": household, "met": new.met, "survey": written.id,
                         "again": !first });
    tx.append_audit(now, &staff.actor(), "assessment.survey", round, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// A household given to the account at work, in a round that is open.
async fn own(
    tx: &mut Tx,
    staff: &Staff,
    round: &str,
    household: i64,
) -> Result<AssessmentSample, AssessmentError> {
    let stored = tx.assessment(round).await?.filter(|it| it.state == OPEN);
    if stored.is_none() {
        return Err(AssessmentError::NotFound);
    }
    let rows = tx.assessment_sample_of(&staff.account_id).await?;
    let mut rows = rows.into_iter();
    rows.find(|it| it.round_id == round && it.household_id == household)
        .ok_or(AssessmentError::NotFound)
}

fn answers_fit(
    questions: &[Question],
    answers: &BTreeMap<String, String>,
) -> Result<(), AssessmentError> {
    if let Some(other) = answers.keys().find(|id| !questions.iter().any(|it| it.id == **id)) {
        return Err(AssessmentError::Answer(format!("没有问题 {other}")));
    }
    for it in questions {
        let Some(answer) = answers.get(&it.id) else {
            return Err(AssessmentError::Answer(format!("还没有回答：{}", it.zh)));
        };
        if !it.answers.iter().any(|known| known.code == *answer) {
            return Err(AssessmentError::Answer(format!("{}：没有回答 {answer}", it.zh)));
        }
    }
    Ok(())
}

/// An assessor for whom somebody types in forms that were filled in on paper. The audit names both.
///
/// # Errors
/// [`AssessmentError::NoAssessor`].
pub async fn typed_for(
    home: &Home,
    login: &str,
    typed_by: &str,
    now: DateTime<Utc>,
) -> Result<Staff, AssessmentError> {
    let none = || AssessmentError::NoAssessor(login.to_owned());
    let account = home.db.read().await?.account_of_login(&login.trim().to_lowercase()).await?;
    let account = account.filter(|it| it.roles.contains(ASSESSOR)).ok_or_else(none)?;
    let staff = Staff::of_id(home, &account.id, now).await?.ok_or_else(none)?;
    Ok(Staff { viewed_by: Some(typed_by.to_owned()), ..staff })
}
