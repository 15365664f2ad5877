//! 帮扶措施: the catalogue of a region, and what might be planned for one family. The program
//! suggests, people decide; nothing here changes a case.

use casework::{
    Approach, AssistanceWarning, FamilyFacts, FamilyNeed, MeasureGroup, MeasureRules, Suggestion,
    recommend,
};
use chrono::NaiveDate;
use kernel::Region;
use policy::{CatalogueMeasure, MeasureTiming, OnlyWith, Outlives, Resolved, Risk};
use serde::{Deserialize, Serialize};
use store::Scope;

use crate::{
    cases::{CaseError, county_code, load},
    home::Home,
    no_figure::NoFigure,
};

/// More measures than this for a single risk are remarked.
const SINGLE_RISK_MEASURES: &str = "assistance.single_risk_measures";

/// A measure of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct MeasureView {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// Group of the national record.
    pub group: MeasureGroup,
    /// In Chinese.
    pub group_zh: String,
    /// Code of the group in the national system, unconfirmed.
    pub national_code: Option<String>,
    /// 开发式帮扶.
    pub is_developmental: bool,
    /// The risks it answers.
    pub answers: Vec<Risk>,
    /// In Chinese.
    pub answers_zh: Vec<String>,
    /// The department that gives it.
    pub department: String,
    /// Somebody in the family has to be able to work.
    pub needs_labor: bool,
    /// 兜底.
    pub floor: bool,
    /// 事后 or 预防性.
    pub timing: MeasureTiming,
    /// Whom the family has to have among its members.
    pub only_with: Option<OnlyWith>,
    /// It goes on after the risk was eliminated, until then.
    pub outlives_elimination: Option<Outlives>,
    /// In Chinese.
    pub outlives_zh: Option<String>,
    /// The pack.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// Who is in a family; what nobody has counted is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FamilyFactsIn {
    /// 在校学生.
    #[serde(default)]
    pub pupils: Option<u32>,
    /// Of them in vocational schools.
    #[serde(default)]
    pub vocational_students: Option<u32>,
    /// 持证残疾人.
    #[serde(default)]
    pub disabled_members: Option<u32>,
}

/// What might be planned for one family.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RecommendationView {
    /// Case.
    pub case: i64,
    /// Its risks, the gravest first.
    pub risks: Vec<Risk>,
    /// Somebody can work, as the last visit says.
    pub has_labor: Option<bool>,
    /// One measure or several, in the words of the plan.
    pub approach: String,
    /// First choices first.
    pub suggestions: Vec<SuggestionView>,
    /// What the plan as it stands should be looked at again for.
    pub warnings: Vec<WarningView>,
    /// The figures used, with their sources.
    pub sources: Vec<String>,
}

/// A measure that might be planned.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SuggestionView {
    /// Identifier in the catalogue.
    pub measure: String,
    /// Chinese name.
    pub zh: String,
    /// Group.
    pub group: MeasureGroup,
    /// In Chinese.
    pub group_zh: String,
    /// The risks of this family that it answers.
    pub answers: Vec<Risk>,
    /// Who gives it.
    pub department: String,
    /// First choice; otherwise an alternative.
    pub is_first: bool,
    /// Why.
    pub why: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives it.
    pub is_default: bool,
}

/// A remark on a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WarningView {
    /// Code.
    pub code: String,
    /// In Chinese.
    pub message: String,
}

/// The measures of a region on a day, in the order in which they are proposed.
#[must_use]
pub fn catalogue(home: &Home, region: &Region, on: NaiveDate) -> Vec<MeasureView> {
    let packs = &home.packs();
    let code = |group| packs.group_code(group, &region.stat_code).map(|it| it.code);
    let measures = packs.measures(&region.stat_code, on);
    measures.into_iter().map(|it| measure_view(code(it.group), it)).collect()
}

/// What might be planned for the family of a case, with the packs of a day.
///
/// # Errors
/// [`CaseError::NotFound`] for a case outside the scope, or when the database cannot be read.
pub async fn recommendation(
    home: &Home,
    scope: &Scope,
    case_id: i64,
    facts: FamilyFactsIn,
    on: NaiveDate,
) -> Result<RecommendationView, CaseError> {
    let mut tx = home.db.read().await?;
    tx.case_in(case_id, scope).await?.ok_or(CaseError::NotFound(case_id))?;
    let (stored, case, _) = load(&mut tx, case_id).await?;
    let code = county_code(home, stored.village_id)?;
    let packs = &home.packs();
    let most = needed(home, SINGLE_RISK_MEASURES, &code, on)?;
    // Before identification the visit says which risks there are.
    let causes = match (&case.monitoring, &case.visit) {
        (Some(monitoring), _) => &monitoring.causes[..],
        (None, Some(visit)) => &visit.causes[..],
        (None, None) => &[],
    };
    let risks: Vec<Risk> = causes.iter().map(|it| it.risk).collect();
    let need = FamilyNeed {
        risks: &risks,
        has_labor: case.visit.as_ref().map(|it| it.has_labor),
        facts: FamilyFacts {
            pupils: facts.pupils,
            vocational_students: facts.vocational_students,
            disabled_members: facts.disabled_members,
        },
        planned: &case.measures,
    };
    let (catalogue, matches) = (packs.measures(&code, on), packs.risk_matches(&code, on));
    let rules = MeasureRules {
        catalogue: &catalogue,
        matches: &matches,
        single_risk_measures: u32::try_from(most.value).unwrap_or(u32::MAX),
    };
    let found = recommend(&need, &rules);
    Ok(RecommendationView {
        case: case_id,
        has_labor: need.has_labor,
        approach: Approach::zh(found.approach).to_owned(),
        suggestions: found.suggestions.into_iter().map(suggestion_view).collect(),
        warnings: found.warnings.iter().map(warning_view).collect(),
        sources: vec![source(SINGLE_RISK_MEASURES, &most)],
        risks,
    })
}

/// A parameter that the packs must have; otherwise [`NoFigure`].
pub(crate) fn needed(
    home: &Home,
    name: &str,
    code: &str,
    on: NaiveDate,
) -> anyhow::Result<Resolved> {
    let found = home.packs().parameter(name, code, on);
    Ok(found.ok_or_else(|| NoFigure::of(name, code, on))?)
}

/// A parameter with its source, for people to read.
pub(crate) fn source(name: &str, it: &Resolved) -> String {
    format!("{} {}（{name}，{}，{}，{}起）", it.zh, it.show(), it.pack, it.basis, it.from)
}

fn measure_view(national_code: Option<String>, it: CatalogueMeasure) -> MeasureView {
    MeasureView {
        id: it.id,
        zh: it.zh,
        group: it.group,
        group_zh: it.group.zh().to_owned(),
        national_code,
        is_developmental: it.group.is_developmental(),
        answers_zh: it.answers.iter().map(|it| it.zh().to_owned()).collect(),
        answers: it.answers,
        department: it.department,
        needs_labor: it.needs_labor,
        floor: it.floor,
        timing: it.timing,
        only_with: it.only_with,
        outlives_elimination: it.outlives_elimination,
        outlives_zh: it.outlives_elimination.map(|it| it.zh().to_owned()),
        pack: it.pack,
        basis: it.basis,
        is_default: it.is_default,
        note: it.note,
        from: it.from,
        to: it.to,
    }
}

fn suggestion_view(it: Suggestion) -> SuggestionView {
    SuggestionView {
        measure: it.measure,
        zh: it.zh,
        group: it.group,
        group_zh: it.group.zh().to_owned(),
        answers: it.answers,
        department: it.department,
        is_first: it.is_first,
        why: it.why,
        basis: it.basis,
        is_default: it.is_default,
    }
}

fn warning_view(it: &AssistanceWarning) -> WarningView {
    WarningView { code: it.code().to_owned(), message: it.to_string() }
}
