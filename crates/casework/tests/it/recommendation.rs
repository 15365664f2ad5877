//! Suggestions for invented families, with the measures of Yongren as shipped.

use casework::{
    Approach, AssistanceWarning, FamilyFacts, FamilyNeed, Measure, MeasureGroup, MeasureRules,
    Recommendation, recommend,
};
use policy::Risk;

use crate::family::{YONGREN, day, packs};

use MeasureGroup as G;

fn look_at(need: &FamilyNeed<'_>) -> Recommendation {
    let on = day("2023-10-31");
    let (catalogue, matches) = (packs().measures(YONGREN, on), packs().risk_matches(YONGREN, on));
    let rules = MeasureRules { catalogue: &catalogue, matches: &matches, single_risk_measures: 3 };
    recommend(need, &rules)
}

fn family(risks: &[Risk], has_labor: Option<bool>) -> FamilyNeed<'_> {
    FamilyNeed { risks, has_labor, facts: FamilyFacts::default(), planned: &[] }
}

fn firsts(it: &Recommendation) -> Vec<&str> {
    it.suggestions.iter().filter(|it| it.is_first).map(|it| it.measure.as_str()).collect()
}

/// Measures planned: group and the risk each is for.
fn plan(measures: &[(MeasureGroup, Risk)]) -> Vec<Measure> {
    (1..)
        .zip(measures)
        .map(|(number, (group, answers))| Measure {
            number,
            group: *group,
            answers: *answers,
            what: "按缺什么补什么".into(),
            catalogue: None,
            delivered: Vec::new(),
        })
        .collect()
}

fn codes(need: &FamilyNeed<'_>) -> Vec<&'static str> {
    look_at(need).warnings.iter().map(AssistanceWarning::code).collect()
}

#[test]
fn what_is_missing_is_made_up() {
    let (yes, no) = (Some(true), Some(false));
    let table: &[(&[Risk], Option<bool>, &[&str])] = &[
        // Work comes first in the list, and the answer to the risk stands beside it.
        (&[Risk::Illness], yes, &["household_industry_support", "medical_assistance"]),
        (&[Risk::Illness], no, &["dibao", "medical_assistance"]),
        (&[Risk::Illness], None, &["medical_assistance"]),
        (&[Risk::UnstableEmployment], yes, &["zero_employment_job"]),
        (&[Risk::LaborShortage], yes, &["rural_public_post"]),
        (&[Risk::LaborShortage], no, &["dibao"]),
        (&[Risk::UnsafeWater], None, &["household_water_repair"]),
        (&[Risk::UnsafeHousing], None, &["house_repair"]),
        (&[Risk::BusinessFailure], yes, &["household_industry_support"]),
        (&[Risk::Schooling], yes, &["household_industry_support", "student_aid"]),
        // One measure may answer two risks.
        (
            &[Risk::NaturalDisaster, Risk::Disability],
            no,
            &["disaster_relief", "disability_subsidies", "dibao"],
        ),
        (&[Risk::LaborShortage, Risk::Accident], no, &["dibao"]),
    ];
    for (risks, has_labor, expected) in table {
        let found = look_at(&family(risks, *has_labor));
        assert_eq!(firsts(&found), *expected, "{risks:?} {has_labor:?}");
        let single = risks.len() == 1;
        assert_eq!(found.approach == Approach::SingleMeasure, single);
        for it in &found.suggestions {
            assert!(!it.answers.is_empty() && it.answers.iter().all(|it| risks.contains(it)));
            assert!(it.why.contains(&it.department) && !it.basis.is_empty(), "{}", it.why);
        }
        let firsts = found.suggestions.iter().take_while(|it| it.is_first).count();
        assert_eq!(firsts, expected.len(), "first choices stand first");
    }
}

#[test]
fn nobody_is_sent_what_the_family_cannot_use() {
    let facts =
        FamilyFacts { pupils: Some(1), vocational_students: Some(0), disabled_members: Some(0) };
    let risks = [Risk::Schooling, Risk::Disability];
    let found = look_at(&FamilyNeed { facts, ..family(&risks, Some(false)) });
    let has = |id: &str| found.suggestions.iter().any(|it| it.measure == id);
    assert!(has("student_aid") && !has("yulu_subsidy") && !has("disability_subsidies"));
    assert!(!has("organized_labor_export"), "nobody can work");
    let found = look_at(&family(&risks, None));
    let yulu = found.suggestions.iter().find(|it| it.measure == "yulu_subsidy");
    let yulu = yulu.expect("nobody has counted yet");
    assert!(yulu.why.contains("户里要有职业院校在校学生") && yulu.why.contains("到本学段结束"));
    // The county's own words, and its own document.
    assert!(yulu.why.contains("永仁县"), "{}", yulu.why);
}

#[test]
fn what_is_planned_is_not_suggested_again() {
    let risks = [Risk::Illness];
    let mut planned = plan(&[(G::Health, Risk::Illness), (G::Employment, Risk::Illness)]);
    planned[0].catalogue = Some("medical_assistance".into());
    planned[1].what = "有组织劳务输出和岗位推荐".into();
    let need = FamilyNeed { planned: &planned, ..family(&risks, Some(true)) };
    let found = look_at(&need);
    assert_eq!((firsts(&found), found.warnings.len()), (vec![], 0));
    let ids: Vec<&str> = found.suggestions.iter().map(|it| it.measure.as_str()).collect();
    assert!(!ids.contains(&"medical_assistance") && !ids.contains(&"organized_labor_export"));
    assert!(ids.contains(&"family_doctor"));
}

#[test]
fn a_plan_is_remarked_where_it_leaves_something_open() {
    let (illness, water) = ([Risk::Illness], [Risk::Illness, Risk::UnsafeWater]);
    let (yes, no) = (Some(true), Some(false));
    let health = (G::Health, Risk::Illness);
    let dibao = (G::ComprehensiveSecurity, Risk::Illness);
    let post = (G::PublicWelfarePost, Risk::Illness);
    let table: &[(&[Risk], Option<bool>, &[(MeasureGroup, Risk)], &[&str])] = &[
        (&illness, yes, &[health, post], &[]),
        (&illness, no, &[health, dibao], &[]),
        (&illness, yes, &[], &["assistance.risk_unanswered"]),
        (&illness, yes, &[post], &["assistance.risk_unanswered"]),
        (
            &illness,
            yes,
            &[dibao],
            &["assistance.labor_but_only_relief", "assistance.risk_unanswered"],
        ),
        (&illness, no, &[health], &["assistance.no_labor_no_floor"]),
        (&illness, None, &[health], &["assistance.labor_unknown"]),
        (&illness, yes, &[health, health, post], &[]),
        (&illness, yes, &[health, health, post, post], &["assistance.many_for_one_risk"]),
        // Several risks may have many measures.
        (&water, yes, &[health, post, health, (G::Water, Risk::UnsafeWater)], &[]),
        (&water, yes, &[health, post], &["assistance.risk_unanswered"]),
        (
            &illness,
            yes,
            &[health, post, (G::Housing, Risk::Illness)],
            &["assistance.measure_does_not_match"],
        ),
        (
            &illness,
            yes,
            &[health, post, (G::Water, Risk::UnsafeWater)],
            &["assistance.measure_without_risk"],
        ),
    ];
    for (risks, has_labor, measures, expected) in table {
        let planned = plan(measures);
        let need = FamilyNeed { planned: &planned, ..family(risks, *has_labor) };
        assert_eq!(codes(&need), *expected, "{risks:?} {measures:?}");
    }
    let mut planned = plan(&[dibao, health, post]);
    planned[2].catalogue = Some("rural_public_post".into());
    let need = FamilyNeed { planned: &planned, ..family(&illness, no) };
    assert_eq!(codes(&need), ["assistance.needs_labor"]);
    let found = look_at(&need);
    assert!(found.warnings[0].to_string().contains("第 3 项措施要有劳动力"));
}
