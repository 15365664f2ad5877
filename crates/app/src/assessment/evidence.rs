//! 取证: each item's number with its source, its parameters and its arithmetic.

use assessment::{Item, Scheme, Source, scored, share};
use chrono::{DateTime, Utc};
use indicator::Amount;
use kernel::{Month, china_day};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{AssessmentRound, AssessmentSample, AssessmentScore, AssessmentSurvey, new_id};

use super::{
    error::AssessmentError,
    rights::{Known, known, may},
};
use crate::{
    home::Home,
    indicators::{Number, indicator_number, ledger_number},
    staff::Staff,
};

/// Where a number comes from, and how points were made of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Evidence {
    /// `indicator`, `ledger`, `survey` or `person`.
    pub source: String,
    /// The indicator, `ledger.figure`, or the question.
    pub name: String,
    /// What it is called, in Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// How the number is computed.
    pub formula: String,
    /// Where its definition comes from.
    pub basis: Option<String>,
    /// The period it belongs to.
    pub period: Option<String>,
    /// The number, as a plain decimal.
    pub value: Option<String>,
    /// What it is counted in, in Chinese.
    pub unit: String,
    /// Above the line, in stored units.
    pub numerator: Option<i64>,
    /// Below it.
    pub denominator: Option<i64>,
    /// Households of the population.
    pub households: Option<i64>,
    /// Those of them without a value.
    pub missing: Option<i64>,
    /// All points at this number.
    pub full: Option<String>,
    /// No points at this number.
    pub zero: Option<String>,
    /// The arithmetic of the points.
    pub arithmetic: Option<String>,
    /// The document, of a number somebody entered.
    pub document: Option<String>,
    /// When the number was stated.
    pub stated_at: Option<DateTime<Utc>>,
    /// Where the interface opens the number.
    pub open: Option<String>,
}

/// Gathers the number of every item that has one, and makes points of it. An item whose number is
/// unknown stays open; what a person gave where no number can be stays.
///
/// # Errors
/// What stands in the way.
pub async fn gather(
    home: &Home,
    staff: &Staff,
    id: &str,
    version: i64,
    now: DateTime<Utc>,
) -> Result<(), AssessmentError> {
    let mut tx = home.db.read().await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    may(staff, &it.scheme.may.score)?;
    it.still_open()?;
    it.seen_as(version)?;
    let month: Month = it.round.month.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let sample = tx.assessment_sample(id).await?;
    let surveys = tx.assessment_surveys(id).await?;
    let counted_surveys = surveys.len();
    let surveys = newest(surveys);
    let before = tx.assessment_scores(id).await?;
    let mut found = Vec::new();
    for item in &it.scheme.items {
        let number = match &item.source {
            Source::Person => continue,
            Source::Indicator { indicator } => {
                indicator_number(home, &mut tx, it.region, indicator, month).await?
            }
            Source::Survey { .. } => Some(of_survey(&it.scheme, item, &sample, &surveys)),
            Source::Ledger { .. } => None,
        };
        found.push((item, number));
    }
    drop(tx);
    for (item, number) in &mut found {
        if let Source::Ledger { ledger, figure } = &item.source {
            let of = (ledger.as_str(), figure.as_str());
            let today = china_day(now);
            *number = Some(ledger_number(home, staff, it.region, of, month.year, today).await?);
        }
    }
    let scores = found
        .into_iter()
        .map(|(item, number)| score_of(&it, item, number.unwrap_or_default(), staff, now));
    let mut counted = 0;
    let mut unknown = Vec::new();
    let mut tx = home.db.write().await?;
    tx.lock_assessment(id).await?;
    if tx.assessment_surveys(id).await?.len() != counted_surveys {
        return Err(AssessmentError::Stale);
    }
    for score in scores {
        let known = before.iter().find(|it| it.item == score.item);
        // A word of a person stands while there is still no number.
        if score.value.is_none() && known.is_some_and(|it| it.how == "person") {
            continue;
        }
        match score.score {
            Some(_) => counted += 1,
            None => unknown.push(score.item.clone()),
        }
        if known.is_none_or(|it| (&it.score, &it.evidence) != (&score.score, &score.evidence)) {
            tx.put_assessment_score(&score).await?;
        }
    }
    let round =
        AssessmentRound { evidence_at: Some(now), version: version + 1, ..it.round.clone() };
    if !tx.change_assessment(&round).await? {
        return Err(AssessmentError::Stale);
    }
    let detail = json!({ "counted": counted, "unknown": unknown });
    tx.append_audit(now, &staff.actor(), "assessment.evidence", id, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Of each household the newest survey.
pub(super) fn newest(surveys: Vec<AssessmentSurvey>) -> Vec<AssessmentSurvey> {
    let mut found: Vec<AssessmentSurvey> = Vec::new();
    for it in surveys {
        found.retain(|known| known.household_id != it.household_id);
        found.push(it);
    }
    found
}

/// The share of the households that gave one of the answers, among those whose answer counts.
fn of_survey(
    scheme: &Scheme,
    item: &Item,
    sample: &[AssessmentSample],
    surveys: &[AssessmentSurvey],
) -> Number {
    let Source::Survey { question, answers, strata } = &item.source else {
        return Number::default();
    };
    let Some(asked) = scheme.question(question) else { return Number::default() };
    let stratum = |household: i64| {
        sample.iter().find(|it| it.household_id == household).map(|it| it.stratum.as_str())
    };
    let inside = |it: &&AssessmentSurvey| {
        strata.is_empty()
            || stratum(it.household_id).is_some_and(|of| strata.iter().any(|it| it == of))
    };
    let met = || surveys.iter().filter(|it| it.met).filter(inside);
    let answer = |it: &AssessmentSurvey| it.answers.get(question)?.as_str().map(str::to_owned);
    let counts = |code: &String| asked.answers.iter().any(|it| it.code == *code && it.counts);
    let given: Vec<String> = met().filter_map(answer).filter(counts).collect();
    let above = given.iter().filter(|it| answers.contains(it)).count();
    let (above, below) = (number(above), number(given.len()));
    let words = asked.answers.iter().filter(|it| answers.contains(&it.code));
    let words: Vec<&str> = words.map(|it| it.zh.as_str()).collect();
    Number {
        value: share(above, below),
        unit: "%".to_owned(),
        zh: asked.zh.clone(),
        en: asked.en.clone(),
        formula: format!("回答“{}”的户 ÷ 有回答的户（不含不涉及）", words.join("、")),
        basis: Some(asked.basis.text.clone()),
        numerator: Some(above),
        denominator: Some(below),
        households: Some(number(met().count())),
        ..Number::default()
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn score_of(
    it: &Known<'_>,
    item: &Item,
    number: Number,
    staff: &Staff,
    now: DateTime<Utc>,
) -> AssessmentScore {
    let scored = number.value.and_then(|value| scored(item.points, item.scale?, value));
    let (name, open) = match &item.source {
        Source::Indicator { indicator } => {
            let path = number.period.as_ref().map(|_| {
                format!(
                    "/api/v1/indicators/{indicator}/parts?region={}&month={}",
                    it.region.stat_code, it.round.month
                )
            });
            (indicator.clone(), path)
        }
        Source::Ledger { ledger, figure } => {
            let path = format!(
                "/api/v1/ledgers/{ledger}/figures?region={}&year={}",
                it.region.stat_code, it.round.year
            );
            (format!("{ledger}.{figure}"), Some(path))
        }
        Source::Survey { question, .. } => {
            (question.clone(), Some(format!("/api/v1/assessments/{}/sample", it.round.id)))
        }
        Source::Person => (String::new(), None),
    };
    let shown = |it: Option<Amount>| it.map(|it| it.to_string());
    let evidence = Evidence {
        source: item.source.kind().to_owned(),
        name,
        zh: number.zh,
        en: number.en,
        formula: number.formula,
        basis: number.basis,
        period: number.period,
        value: shown(number.value),
        unit: number.unit,
        numerator: number.numerator,
        denominator: number.denominator,
        households: number.households,
        missing: number.missing,
        full: shown(item.scale.map(|it| it.full)),
        zero: shown(item.scale.map(|it| it.zero)),
        arithmetic: scored.as_ref().map(|it| it.arithmetic.clone()),
        document: number.document,
        stated_at: number.stated_at,
        open,
    };
    AssessmentScore {
        id: new_id(now),
        round_id: it.round.id.clone(),
        item: item.id.clone(),
        score: scored.map(|it| it.score.to_string()),
        value: evidence.value.clone(),
        not_applicable: false,
        how: "data".to_owned(),
        reason: None,
        evidence: serde_json::to_value(&evidence).unwrap_or_default(),
        done_at: now,
        done_by: staff.actor(),
        replaced_at: None,
    }
}
