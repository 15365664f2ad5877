//! 帮扶措施推荐: which measures a family might get, and what a plan leaves open.
//!
//! 缺什么补什么 (`practice.md` §1.6, MON-15): a single measure for a single risk, a package for
//! several; developmental measures where somebody can work, floor protection where nobody can. It
//! suggests and warns. People decide, and nothing here stands in the way of an action.

use std::fmt;

use policy::{CatalogueMeasure, MeasureGroup, OnlyWith, Risk, RiskMatch};

use crate::Measure;

/// What is known of a family beside its risks; what nobody has counted is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FamilyFacts {
    /// 在校学生.
    pub pupils: Option<u32>,
    /// Of them in vocational schools.
    pub vocational_students: Option<u32>,
    /// 持证残疾人.
    pub disabled_members: Option<u32>,
}

/// A family that is to be helped.
#[derive(Clone, Copy, Debug)]
pub struct FamilyNeed<'a> {
    /// Its risks, the gravest first.
    pub risks: &'a [Risk],
    /// Somebody in it can work; none when no visit has said so.
    pub has_labor: Option<bool>,
    /// Who is in it.
    pub facts: FamilyFacts,
    /// What is planned already.
    pub planned: &'a [Measure],
}

/// What the region's packs say on the day.
#[derive(Clone, Copy, Debug)]
pub struct MeasureRules<'a> {
    /// The catalogue, in the order in which measures are proposed.
    pub catalogue: &'a [CatalogueMeasure],
    /// The groups that go with each risk.
    pub matches: &'a [RiskMatch],
    /// More measures than this for a single risk are remarked.
    pub single_risk_measures: u32,
}

/// One measure or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approach {
    /// 风险单一的，实施单项措施.
    SingleMeasure,
    /// 风险复杂多样的，因户施策落实综合性帮扶措施.
    Package,
}

/// A measure that might be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Identifier in the catalogue.
    pub measure: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its group.
    pub group: MeasureGroup,
    /// The risks of this family that it answers.
    pub answers: Vec<Risk>,
    /// Who gives it.
    pub department: String,
    /// First choice; otherwise an alternative.
    pub is_first: bool,
    /// Why, for people to read.
    pub why: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives it.
    pub is_default: bool,
}

/// What a plan should be looked at again for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssistanceWarning {
    /// 福利陷阱: many measures for a single risk.
    ManyForOneRisk {
        /// Measures planned.
        planned: u32,
        /// More than so many are remarked.
        most: u32,
    },
    /// Somebody can work, and there is relief only.
    LaborButOnlyRelief,
    /// Nobody can work, and there is no floor protection.
    NoLaborNoFloor,
    /// A risk without a measure of a group that goes with it.
    RiskUnanswered {
        /// The risk.
        risk: Risk,
    },
    /// A measure whose group has nothing to do with the risk it is for.
    MeasureDoesNotMatch {
        /// Number of the measure.
        number: u32,
        /// Its group.
        group: MeasureGroup,
        /// The risk it is for.
        risk: Risk,
    },
    /// A measure for a risk the family does not, or no longer, have.
    MeasureWithoutRisk {
        /// Number of the measure.
        number: u32,
        /// The risk it is for.
        risk: Risk,
    },
    /// A measure that somebody has to work for, and nobody can.
    NeedsLabor {
        /// Number of the measure.
        number: u32,
    },
    /// Whether somebody can work is not known.
    LaborUnknown,
}

/// Suggestions and remarks for one family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// One measure or several.
    pub approach: Approach,
    /// First choices first; among them, developmental measures where somebody can work, floor
    /// protection where nobody can.
    pub suggestions: Vec<Suggestion>,
    /// What the plan as it stands should be looked at again for.
    pub warnings: Vec<AssistanceWarning>,
}

/// Suggests measures for a family and looks at what is planned.
#[must_use]
pub fn recommend(need: &FamilyNeed<'_>, rules: &MeasureRules<'_>) -> Recommendation {
    let approach = if need.risks.len() <= 1 { Approach::SingleMeasure } else { Approach::Package };
    Recommendation {
        approach,
        suggestions: suggestions(need, rules),
        warnings: warnings(need, rules),
    }
}

fn suggestions(need: &FamilyNeed<'_>, rules: &MeasureRules<'_>) -> Vec<Suggestion> {
    let by_risk: Vec<(Risk, Vec<&CatalogueMeasure>)> =
        need.risks.iter().map(|risk| (*risk, candidates(*risk, need, rules))).collect();
    let mut firsts: Vec<(&CatalogueMeasure, String)> = Vec::new();
    for (risk, candidates) in &by_risk {
        let groups = groups_of(*risk, rules);
        let answers =
            |it: &CatalogueMeasure| it.answers.contains(risk) && groups.contains(&it.group);
        let is_answered = need.planned.iter().any(|it| groups.contains(&it.group))
            || firsts.iter().any(|(it, _)| answers(it));
        // What does not go with the risk is no first choice, though it may help.
        let first = candidates.iter().find(|it| groups.contains(&it.group));
        if let Some(first) = first.filter(|_| !is_answered) {
            let words: Vec<&str> = groups.iter().map(|it| it.zh()).collect();
            firsts.push((first, format!("{}的对口大类是{}", risk.zh(), words.join("、"))));
        }
    }
    if let Some(first) = for_labor(need, &by_risk, &firsts) {
        firsts.push(first);
    }
    let mut listed: Vec<Suggestion> =
        firsts.iter().map(|(it, why)| suggestion(it, need, true, why)).collect();
    // The order of the policy: who can work earns, who cannot is held.
    match need.has_labor {
        Some(true) => listed.sort_by_key(|it| !it.group.is_developmental()),
        Some(false) => listed.sort_by_key(|it| it.group != MeasureGroup::ComprehensiveSecurity),
        None => (),
    }
    for (risk, candidates) in by_risk {
        for it in candidates {
            if listed.iter().all(|one| one.measure != it.id) {
                let why = format!("也能应对{}，供选用", risk.zh());
                listed.push(suggestion(it, need, false, &why));
            }
        }
    }
    listed
}

/// Whoever can work gets something to earn by, whoever cannot gets what holds; none when it is
/// planned, or chosen already.
fn for_labor<'a>(
    need: &FamilyNeed<'_>,
    by_risk: &[(Risk, Vec<&'a CatalogueMeasure>)],
    firsts: &[(&'a CatalogueMeasure, String)],
) -> Option<(&'a CatalogueMeasure, String)> {
    let has_labor = need.has_labor?;
    let is_planned = |it: &Measure| match has_labor {
        true => it.group.is_developmental(),
        false => it.group == MeasureGroup::ComprehensiveSecurity,
    };
    let wanted = |it: &CatalogueMeasure| match has_labor {
        true => it.group.is_developmental(),
        false => it.without_labor,
    };
    let is_there = need.planned.iter().any(is_planned) || firsts.iter().any(|(it, _)| wanted(it));
    let mut all = by_risk.iter().flat_map(|(_, candidates)| candidates);
    let found = all.find(|it| wanted(it)).filter(|_| !is_there)?;
    let why = match has_labor {
        true => "有劳动力，坚持开发式帮扶，促进稳定增收",
        false => "无劳动能力，依规兜底保障",
    };
    Some((found, why.to_owned()))
}

/// The measures that may answer a risk of this family and are not planned, the best first.
fn candidates<'a>(
    risk: Risk,
    need: &FamilyNeed<'_>,
    rules: &MeasureRules<'a>,
) -> Vec<&'a CatalogueMeasure> {
    let groups = groups_of(risk, rules);
    let is_planned = |measure: &CatalogueMeasure| {
        let same = |it: &Measure| {
            it.catalogue.as_ref().map_or(it.what == measure.zh, |id| *id == measure.id)
        };
        need.planned.iter().any(same)
    };
    let mut found: Vec<&CatalogueMeasure> = rules
        .catalogue
        .iter()
        .filter(|it| it.answers.contains(&risk) && suits(it, need) && !is_planned(it))
        .collect();
    let is_for_others = |it: &CatalogueMeasure| it.without_labor && need.has_labor == Some(true);
    let place = |it: &CatalogueMeasure| {
        groups.iter().position(|group| *group == it.group).unwrap_or(groups.len())
    };
    // Stable: what is equal stays in the order of the catalogue.
    found.sort_by_key(|it| (is_for_others(it), place(it), it.timing));
    found
}

/// Whether a family could have a measure at all. What is not known speaks against nothing.
fn suits(measure: &CatalogueMeasure, need: &FamilyNeed<'_>) -> bool {
    if measure.needs_labor && need.has_labor == Some(false) {
        return false;
    }
    let count = match measure.only_with {
        None => return true,
        Some(OnlyWith::Pupils) => need.facts.pupils,
        Some(OnlyWith::VocationalStudents) => need.facts.vocational_students,
        Some(OnlyWith::DisabledMembers) => need.facts.disabled_members,
    };
    count != Some(0)
}

fn suggestion(
    measure: &CatalogueMeasure,
    need: &FamilyNeed<'_>,
    is_first: bool,
    reason: &str,
) -> Suggestion {
    let mut why = format!("{reason}；由{}办", measure.department);
    if let Some(who) = measure.only_with {
        why.push_str(&format!("；户里要有{}", who.zh()));
    }
    if let Some(until) = measure.outlives_elimination {
        why.push_str(&format!("；风险消除后可继续{}", until.zh()));
    }
    let basis = match measure.is_default {
        true => measure.note.clone().unwrap_or_default(),
        false => measure.basis.clone(),
    };
    why.push_str(&format!("（{basis}）"));
    Suggestion {
        measure: measure.id.clone(),
        zh: measure.zh.clone(),
        group: measure.group,
        answers: need.risks.iter().filter(|it| measure.answers.contains(it)).copied().collect(),
        department: measure.department.clone(),
        is_first,
        why,
        basis: measure.basis.clone(),
        is_default: measure.is_default,
    }
}

fn warnings(need: &FamilyNeed<'_>, rules: &MeasureRules<'_>) -> Vec<AssistanceWarning> {
    use AssistanceWarning as W;
    let mut found = Vec::new();
    let planned = u32::try_from(need.planned.len()).unwrap_or(u32::MAX);
    let most = rules.single_risk_measures;
    if need.risks.len() == 1 && most < planned {
        found.push(W::ManyForOneRisk { planned, most });
    }
    let is_relief = |it: &Measure| it.group == MeasureGroup::ComprehensiveSecurity;
    match need.has_labor {
        Some(true) if planned != 0 && need.planned.iter().all(is_relief) => {
            found.push(W::LaborButOnlyRelief);
        }
        Some(false) if !need.planned.iter().any(is_relief) => found.push(W::NoLaborNoFloor),
        None => found.push(W::LaborUnknown),
        _ => (),
    }
    for risk in need.risks {
        let groups = groups_of(*risk, rules);
        let is_answered = need.planned.iter().any(|it| groups.contains(&it.group));
        // Where no pack says what goes with the risk, any measure for it will do.
        let is_meant = need.planned.iter().any(|it| it.answers == *risk);
        let is_open = groups.is_empty() && !is_meant;
        if is_open || (!groups.is_empty() && !is_answered) {
            found.push(W::RiskUnanswered { risk: *risk });
        }
    }
    for it in need.planned {
        let (number, risk) = (it.number, it.answers);
        let row = rules.matches.iter().find(|row| row.risk == risk);
        if !need.risks.contains(&risk) {
            found.push(W::MeasureWithoutRisk { number, risk });
        } else if row.is_some_and(|row| !row.fits(it.group)) {
            found.push(W::MeasureDoesNotMatch { number, group: it.group, risk });
        }
        let entry = rules.catalogue.iter().find(|one| Some(&one.id) == it.catalogue.as_ref());
        if need.has_labor == Some(false) && entry.is_some_and(|one| one.needs_labor) {
            found.push(W::NeedsLabor { number });
        }
    }
    found
}

fn groups_of<'a>(risk: Risk, rules: &MeasureRules<'a>) -> &'a [MeasureGroup] {
    rules.matches.iter().find(|it| it.risk == risk).map_or(&[], |it| &it.groups)
}

impl Approach {
    /// The words of the plan.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Approach::SingleMeasure => "风险单一，实施单项措施",
            Approach::Package => "风险多样，因户施策落实综合性帮扶措施",
        }
    }
}

impl AssistanceWarning {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            AssistanceWarning::ManyForOneRisk { .. } => "assistance.many_for_one_risk",
            AssistanceWarning::LaborButOnlyRelief => "assistance.labor_but_only_relief",
            AssistanceWarning::NoLaborNoFloor => "assistance.no_labor_no_floor",
            AssistanceWarning::RiskUnanswered { .. } => "assistance.risk_unanswered",
            AssistanceWarning::MeasureDoesNotMatch { .. } => "assistance.measure_does_not_match",
            AssistanceWarning::MeasureWithoutRisk { .. } => "assistance.measure_without_risk",
            AssistanceWarning::NeedsLabor { .. } => "assistance.needs_labor",
            AssistanceWarning::LaborUnknown => "assistance.labor_unknown",
        }
    }
}

/// What is to be looked at, in Chinese.
impl fmt::Display for AssistanceWarning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AssistanceWarning::ManyForOneRisk { planned, most } => write!(
                out,
                "只有一项风险，却有 {planned} 项措施（超过 {most} 项提示）：请看是否都需要，防止福利陷阱"
            ),
            AssistanceWarning::LaborButOnlyRelief => {
                out.write_str("有劳动力，却只有综合保障：请补开发式帮扶，或说明为什么做不了")
            }
            AssistanceWarning::NoLaborNoFloor => {
                out.write_str("无劳动能力，还没有综合保障：请核对低保、特困等是否应保尽保")
            }
            AssistanceWarning::RiskUnanswered { risk } => {
                write!(out, "{}还没有对口的措施：缺什么补什么", risk.zh())
            }
            AssistanceWarning::MeasureDoesNotMatch { number, group, risk } => write!(
                out,
                "第 {number} 项措施是{}，与{}不对口：请核对措施或风险",
                group.zh(),
                risk.zh()
            ),
            AssistanceWarning::MeasureWithoutRisk { number, risk } => write!(
                out,
                "第 {number} 项措施对应{}，而本户没有这项风险：请核对，或补录风险",
                risk.zh()
            ),
            AssistanceWarning::NeedsLabor { number } => {
                write!(out, "第 {number} 项措施要有劳动力，而本户没有：请核对")
            }
            AssistanceWarning::LaborUnknown => out.write_str("还不知道有没有劳动力：请先入户核实"),
        }
    }
}
