//! The table of a round: parts, items, total, grade, vetoes, what follows. Made anew while the
//! round is open; kept as it was once it is closed.

use std::collections::BTreeMap;

use assessment::{ItemResult, Judgement, Scheme, Trigger, judge};
use chrono::{Days, NaiveDate};
use indicator::Amount;
use serde::{Deserialize, Serialize};
use store::AssessmentScore;

use super::evidence::Evidence;
use crate::home::Home;

/// Parts, items, total, grade, vetoes, and what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RoundTable {
    /// The parts with their items.
    pub parts: Vec<PartView>,
    /// The total of 100; none while an item is open.
    pub total: Option<String>,
    /// How it was found.
    pub arithmetic: String,
    /// The grade by the total alone.
    pub by_total: Option<String>,
    /// The grade; of an open round as it would be.
    pub grade: Option<String>,
    /// The same in Chinese.
    pub grade_zh: Option<String>,
    /// Grades and the totals they begin at.
    pub grades: Vec<GradeView>,
    /// Every veto of the scheme.
    pub vetoes: Vec<VetoView>,
    /// What follows from the grade; nothing while there is none.
    pub consequences: Vec<ConsequenceView>,
}

/// A part with its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PartView {
    /// The part.
    pub part: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Its share of the total.
    pub weight: String,
    /// Where the weight comes from; `default` when no document states it.
    pub basis: String,
    /// A remark on it.
    pub note: Option<String>,
    /// Points of its items.
    pub points: String,
    /// Points they could have had.
    pub of: String,
    /// The one over the other, of 100.
    pub score: Option<String>,
    /// Its items.
    pub items: Vec<ItemView>,
}

/// An item with its points and its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ItemView {
    /// The item.
    pub item: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Which of the contents it is about.
    pub aspect: Option<String>,
    /// The same in Chinese.
    pub aspect_zh: Option<String>,
    /// The points it has at most.
    pub points: String,
    /// `indicator`, `ledger`, `survey` or `person`.
    pub source: String,
    /// Where the item comes from; `default` when no document states its points.
    pub basis: String,
    /// A remark on it.
    pub note: Option<String>,
    /// Its points.
    pub score: Option<String>,
    /// 不涉及.
    pub not_applicable: bool,
    /// `data` or `person`; none while nothing was gathered or given.
    pub how: Option<String>,
    /// Why, of what a person gave.
    pub reason: Option<String>,
    /// Where its number comes from.
    pub evidence: Option<Evidence>,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GradeView {
    /// The grade.
    pub grade: String,
    /// In Chinese.
    pub zh: String,
    /// From this total on.
    pub at_least: String,
    /// Where the bound comes from.
    pub basis: String,
    /// A remark on it.
    pub note: Option<String>,
}

/// A veto.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct VetoView {
    /// The veto.
    pub veto: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// It is in force.
    pub on: bool,
    /// Whoever closes the round finds it; otherwise a number sets it off.
    pub by_person: bool,
    /// It was set off.
    pub set_off: bool,
    /// Why, of one that was found.
    pub reason: Option<String>,
    /// No better grade than this.
    pub grade: Option<String>,
    /// Where it comes from.
    pub basis: String,
    /// A remark on it.
    pub note: Option<String>,
}

/// What follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ConsequenceView {
    /// The consequence.
    pub consequence: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// It is to be carried out as a task by this day.
    pub due_on: Option<NaiveDate>,
    /// The parameter the days come from, with its value and basis.
    pub days: Option<String>,
    /// Where it comes from.
    pub basis: String,
}

/// What a round's scores come to. `found` are the vetoes found at closing with their reasons;
/// `closed_on` the day days are counted from.
pub(super) fn table_of(
    home: &Home,
    region: &kernel::Region,
    scheme: &Scheme,
    scores: &[AssessmentScore],
    found: &BTreeMap<String, String>,
    closed_on: NaiveDate,
) -> anyhow::Result<(RoundTable, Judgement)> {
    let results: Vec<ItemResult> = scores
        .iter()
        .map(|it| ItemResult {
            item: it.item.clone(),
            score: it.score.as_deref().and_then(Amount::parse),
            value: it.value.as_deref().and_then(Amount::parse),
            not_applicable: it.not_applicable,
        })
        .collect();
    let ids: Vec<String> = found.keys().cloned().collect();
    let judged = judge(scheme, &results, &ids);
    let packs = home.packs();
    let code = region.leading_digits();
    let content = packs.list("assessment.content", code, closed_on);
    let aspect_zh = |aspect: &str| {
        let items = content.as_ref().map(|it| it.items.as_slice()).unwrap_or_default();
        items.iter().find(|it| it.code == aspect).map(|it| it.zh.clone())
    };
    let mut parts = Vec::new();
    for (part, scored) in scheme.parts.iter().zip(&judged.parts) {
        let mut items = Vec::new();
        for item in scheme.items.iter().filter(|it| it.part == part.id) {
            let score = scores.iter().find(|it| it.item == item.id);
            let evidence = score.map(|it| serde_json::from_value(it.evidence.clone()));
            items.push(ItemView {
                item: item.id.clone(),
                zh: item.zh.clone(),
                en: item.en.clone(),
                aspect: item.aspect.clone(),
                aspect_zh: item.aspect.as_deref().and_then(aspect_zh),
                points: item.points.to_string(),
                source: item.source.kind().to_owned(),
                basis: item.basis.text.clone(),
                note: item.basis.note.clone(),
                score: score.and_then(|it| it.score.clone()),
                not_applicable: score.is_some_and(|it| it.not_applicable),
                how: score.map(|it| it.how.clone()),
                reason: score.and_then(|it| it.reason.clone()),
                evidence: evidence.transpose()?,
            });
        }
        parts.push(PartView {
            part: part.id.clone(),
            zh: part.zh.clone(),
            en: part.en.clone(),
            weight: part.weight.to_string(),
            basis: part.basis.text.clone(),
            note: part.basis.note.clone(),
            points: scored.points.to_string(),
            of: scored.of.to_string(),
            score: scored.score.map(|it| it.to_string()),
            items,
        });
    }
    let zh =
        |code: &String| scheme.grades.iter().find(|it| it.code == *code).map(|it| it.zh.clone());
    let follows = scheme.consequences.iter().filter(|it| {
        judged.grade.as_deref().is_some_and(|grade| it.follows(grade, &judged.vetoes))
    });
    let consequences = follows.map(|it| {
        let days = it.days.as_deref().and_then(|name| packs.parameter(name, code, closed_on));
        let count = days.as_ref().and_then(|it| u64::try_from(it.value).ok());
        ConsequenceView {
            consequence: it.id.clone(),
            zh: it.zh.clone(),
            en: it.en.clone(),
            due_on: count.and_then(|it| closed_on.checked_add_days(Days::new(it))),
            days: days
                .zip(it.days.as_ref())
                .map(|(found, name)| format!("{name} = {}天（{}）", found.value, found.basis)),
            basis: it.basis.text.clone(),
        }
    });
    let table = RoundTable {
        parts,
        total: judged.total.map(|it| it.to_string()),
        arithmetic: judged.arithmetic.clone(),
        by_total: judged.by_total.clone(),
        grade_zh: judged.grade.as_ref().and_then(zh),
        grade: judged.grade.clone(),
        grades: grades(scheme),
        vetoes: vetoes(scheme, &judged, found),
        consequences: consequences.collect(),
    };
    Ok((table, judged))
}

fn grades(scheme: &Scheme) -> Vec<GradeView> {
    let view = |it: &assessment::Grade| GradeView {
        grade: it.code.clone(),
        zh: it.zh.clone(),
        at_least: it.at_least.to_string(),
        basis: it.basis.text.clone(),
        note: it.basis.note.clone(),
    };
    scheme.grades.iter().map(view).collect()
}

fn vetoes(scheme: &Scheme, judged: &Judgement, found: &BTreeMap<String, String>) -> Vec<VetoView> {
    let view = |it: &assessment::Veto| VetoView {
        veto: it.id.clone(),
        zh: it.zh.clone(),
        en: it.en.clone(),
        on: it.on,
        by_person: it.trigger == Trigger::Found,
        set_off: judged.vetoes.contains(&it.id),
        reason: found.get(&it.id).cloned(),
        grade: it.grade.clone(),
        basis: it.basis.text.clone(),
        note: it.basis.note.clone(),
    };
    scheme.vetoes.iter().map(view).collect()
}
