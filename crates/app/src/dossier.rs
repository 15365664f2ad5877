//! 一户一档: what is known of a household beside register and cases: what the departments' lists
//! say of it, what visits found, what help it gets, which clues it had. Every value with its source.

use std::collections::BTreeMap;

use casework::{Action, Delivery, Entry, HouseholdEvent, Measure};
use chrono::NaiveDate;
use kernel::Month;
use lake::{contribution::contributions, declaration::Source, declaration::Subject};
use serde::Serialize;
use store::Scope;

use crate::{
    cases,
    departments::departments_of_facts,
    evidence::CountyEvidence,
    explain::{SourceRow, SourceRows},
    home::Home,
    households::{self, HouseholdError, HouseholdView},
    ledgers::{self, Given},
    screen::ClueClass,
};

/// 一户一档.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Dossier {
    /// Register and cases.
    pub household: HouseholdView,
    /// The month the lists were read for; none when nothing was imported yet.
    pub month: Option<String>,
    /// The day windows are counted back from.
    pub as_of: Option<NaiveDate>,
    /// What the lists say, by department.
    pub findings: Vec<DepartmentFindings>,
    /// Its clues, the newest first.
    pub clues: Vec<DossierClue>,
    /// 走访.
    pub visits: Vec<DossierVisit>,
    /// 帮扶措施.
    pub measures: Vec<DossierMeasure>,
    /// What ledgers say the family has been given: help delivered, money paid.
    pub given: Vec<Given>,
    /// 家庭变化.
    pub changes: Vec<DossierChange>,
}

/// What one department's lists say of a household.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DepartmentFindings {
    /// The department.
    pub department: String,
    /// What is said.
    pub facts: Vec<DossierFact>,
}

/// One fact with the rows it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DossierFact {
    /// Identifier.
    pub fact: String,
    /// In Chinese.
    pub zh: String,
    /// The person it is about; none for the household.
    pub person: Option<String>,
    /// The value with its unit.
    pub value_zh: String,
    /// The rows.
    pub rows: Vec<SourceRow>,
}

/// A clue of the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DossierClue {
    /// Id.
    pub clue: String,
    /// Month.
    pub month: String,
    /// Class in Chinese.
    pub class_zh: String,
    /// The rules that raised it, by title.
    pub reasons: Vec<String>,
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DossierVisit {
    /// The case.
    pub case: i64,
    /// The day.
    pub on: NaiveDate,
    /// 入户核查 or 回访.
    pub kind_zh: String,
    /// What was found, in the visitor's words.
    pub summary: String,
    /// 家庭人均纯收入 in fen, as estimated on the visit.
    pub net_income_per_capita: Option<i64>,
}

/// A measure planned for the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DossierMeasure {
    /// The case.
    pub case: i64,
    /// Number in the plan.
    pub number: u32,
    /// What.
    pub what: String,
    /// The risk it answers, in Chinese.
    pub answers_zh: String,
    /// Days and words of what was delivered.
    pub delivered: Vec<Delivery>,
}

/// Something that happened to the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DossierChange {
    /// The day.
    pub on: NaiveDate,
    /// In Chinese.
    pub zh: String,
}

/// The dossier of a household of a scope; without a month, for the last month screened.
///
/// # Errors
/// [`HouseholdError::NotFound`], or when the evidence cannot be read.
pub async fn dossier(
    home: &Home,
    scope: &Scope,
    id: i64,
    month: Option<Month>,
    today: NaiveDate,
) -> Result<Dossier, HouseholdError> {
    ledgers::ready(home).await.map_err(anyhow::Error::from)?;
    let household = households::show(home, scope, id).await?;
    let mut tx = home.db.read().await?;
    let stored = tx.household(id).await?.ok_or(HouseholdError::NotFound)?;
    let county = home.definitions.regions.get(stored.county_id).cloned();
    let county = county.ok_or(HouseholdError::NotFound)?;
    let month = match month {
        Some(month) => Some(month),
        None => {
            let screened = tx.months_screened().await?;
            let newest = screened.into_iter().find(|(at, _)| *at == county.id);
            newest.and_then(|(_, month)| month.parse().ok())
        }
    };

    let mut as_of = None;
    let mut findings = Vec::new();
    if let Some(month) = month {
        let evidence = CountyEvidence::of(home, &mut tx, &county, month).await?;
        as_of = Some(evidence.as_of);
        findings = findings_of(home, scope, &mut tx, &evidence, &household).await?;
    }
    let clues = tx.earlier_clues(&[id], "0000-00", "9999-99").await?;
    let mut clues: Vec<DossierClue> = clues.into_iter().map(clue).collect();
    clues.sort_by(|one, other| (&other.month, &other.clue).cmp(&(&one.month, &one.clue)));

    let given = ledgers::given(home, &mut tx, scope, id, county.id, today).await;
    let given = given.map_err(anyhow::Error::from)?;

    let mut dossier = Dossier {
        month: month.map(|it| it.to_string()),
        as_of,
        findings,
        clues,
        visits: Vec::new(),
        measures: Vec::new(),
        given,
        changes: Vec::new(),
        household,
    };
    for id in dossier.household.cases.iter().map(|it| it.case).collect::<Vec<_>>() {
        let (_, case, history) = cases::load(&mut tx, id).await.map_err(anyhow::Error::from)?;
        dossier.measures.extend(case.measures.into_iter().map(|it| measure(id, it)));
        for action in history {
            let entry = serde_json::from_value(action.entry).map_err(anyhow::Error::from)?;
            note(&mut dossier, id, entry);
        }
    }
    dossier.visits.sort_by_key(|it| std::cmp::Reverse(it.on));
    dossier.changes.sort_by_key(|it| std::cmp::Reverse(it.on));
    Ok(dossier)
}

/// Every fact taken from a list that says something of the household or a member.
async fn findings_of(
    home: &Home,
    scope: &Scope,
    tx: &mut store::Tx,
    evidence: &CountyEvidence,
    household: &HouseholdView,
) -> anyhow::Result<Vec<DepartmentFindings>> {
    let facts = &home.definitions.facts;
    let Some(at) = evidence.snapshot.household(household.household) else {
        return Ok(Vec::new());
    };
    let folding = evidence.for_folding(home);
    let names = household.members.iter().map(|it| (it.person, it.name.clone()));
    let names: BTreeMap<i64, String> = names.collect();
    let mut sources = SourceRows::new(home, names.clone());
    let mut by_department: BTreeMap<String, Vec<DossierFact>> = BTreeMap::new();
    for fact in facts.all().iter().filter(|it| matches!(it.source, Source::Table(_))) {
        let departments = departments_of_facts(home, [fact.name.as_str()]);
        let hidden = scope.department.as_ref().is_some_and(|it| !departments.contains(it));
        if hidden {
            continue;
        }
        let mut by_person: BTreeMap<Option<String>, Vec<SourceRow>> = BTreeMap::new();
        for it in contributions(facts, &fact.name, at, &folding)? {
            let row = sources.row(tx, it).await?;
            let person = row.person.clone().filter(|_| fact.of == Subject::Person);
            by_person.entry(person).or_default().push(row);
        }
        for (person, rows) in by_person {
            let value_zh = match rows.as_slice() {
                [one] => one.value_zh.clone(),
                several => format!("{} 条记录", several.len()),
            };
            let department = rows.first().map(|it| it.department.clone()).unwrap_or_default();
            by_department.entry(department).or_default().push(DossierFact {
                fact: fact.name.clone(),
                zh: fact.zh.clone(),
                person,
                value_zh,
                rows,
            });
        }
    }
    let grouped = by_department.into_iter();
    Ok(grouped.map(|(department, facts)| DepartmentFindings { department, facts }).collect())
}

fn clue(it: store::Clue) -> DossierClue {
    let rules: Vec<crate::screen::RuleEvidence> =
        serde_json::from_value(it.evidence).unwrap_or_default();
    DossierClue {
        clue: it.id,
        month: it.month,
        class_zh: ClueClass::from_word(&it.class).map_or("", ClueClass::zh).to_owned(),
        reasons: rules.into_iter().filter(|it| it.effect == "clue").map(|it| it.title).collect(),
    }
}

/// Takes visits and changes from a step of a case.
fn note(dossier: &mut Dossier, case: i64, entry: Entry) {
    let on = entry.on;
    match entry.action {
        Action::VerifyHome { visit, .. } => dossier.visits.push(DossierVisit {
            case,
            on: visit.on,
            kind_zh: "入户核查".to_owned(),
            summary: visit.summary,
            net_income_per_capita: visit.net_income_per_capita,
        }),
        Action::FollowUp { summary } => dossier.visits.push(DossierVisit {
            case,
            on,
            kind_zh: "回访".to_owned(),
            summary,
            net_income_per_capita: None,
        }),
        Action::ChangeHousehold { change } => {
            dossier.changes.push(DossierChange { on, zh: event_zh(&change).to_owned() });
        }
        _ => {}
    }
}

fn measure(case: i64, it: Measure) -> DossierMeasure {
    DossierMeasure {
        case,
        number: it.number,
        what: it.what,
        answers_zh: it.answers.zh().to_owned(),
        delivered: it.delivered,
    }
}

/// What happened, in a word.
fn event_zh(event: &HouseholdEvent) -> &'static str {
    match event {
        HouseholdEvent::Birth { .. } => "新生",
        HouseholdEvent::Death { .. } => "死亡",
        HouseholdEvent::MoveIn { .. } => "迁入",
        HouseholdEvent::MoveOut { .. } => "迁出",
        HouseholdEvent::HouseholdSplit { .. } => "分户",
        HouseholdEvent::HouseholdMerge { .. } => "并户",
        HouseholdEvent::HeadChange { .. } => "户主变更",
        HouseholdEvent::HouseholdExtinct => "整户消亡",
    }
}
