//! Families followed from the first clue to the last state, in all five regions.

use std::collections::BTreeSet;

use casework::{
    Action, BaseType, DismissalReason, EffectOutcome, Finding, HomeVerification, MeasureGroup,
    MonitoringType, Stage,
};
use policy::Risk;

use crate::family::{Family, YONGREN, confirmed, officer, recovered};

fn clues(numbers: &[u32]) -> BTreeSet<String> {
    numbers.iter().map(|it| format!("线索{it}")).collect()
}

#[test]
fn illness_is_found_helped_and_overcome_in_every_region() {
    // Yunnan, Dali, Yongren, Guizhou, Sichuan.
    for region in ["53", "5329", YONGREN, "52", "51"] {
        let mut family = Family::new(region, BaseType::OrdinaryHousehold);
        family.dispatch();
        family.go_through(&confirmed(6_500));
        assert_eq!(family.case.stage, Stage::Identifying, "{region}");
        family.identify(MonitoringType::MarginalVulnerable, &[Risk::Illness]);
        assert_eq!(family.case.stage, Stage::Identified);

        let officer = officer(family.today);
        family.does(Action::AssignOfficer { officer });
        family.plan(&[
            (MeasureGroup::Health, Risk::Illness),
            (MeasureGroup::Employment, Risk::Illness),
        ]);
        family.does(Action::DeliverMeasure { number: 2, what: "护林员岗位".into() });
        family.wait(200);
        family.review_effect(EffectOutcome::StablyRemoved);
        family.begin_elimination();
        family.go_through(&recovered());
        let eliminate = family.eliminate();
        family.does(eliminate);
        assert_eq!(family.case.stage, Stage::Eliminated, "{region}");
        family.does(Action::FollowUp { summary: "收入稳定".into() });
        assert_eq!(family.case.measures[1].delivered.len(), 1);
    }
}

#[test]
fn a_false_alarm_is_dismissed_with_a_reason_and_may_come_back() {
    let mut family = Family::new(YONGREN, BaseType::OutOfPovertyHousehold);
    family.dispatch();
    let visit = HomeVerification { finding: Finding::NotConfirmed, ..confirmed(18_000) };
    family.does(Action::VerifyHome { step: "home_verification".into(), visit });
    let dismiss =
        |text: &str| Action::Dismiss { reason: DismissalReason::NotConfirmed, text: text.into() };
    assert_eq!(family.refuses(dismiss(" ")), "case.reason_needed");
    family.does(dismiss("同名，住院的是邻县的人"));
    assert_eq!(family.case.stage, Stage::Dismissed);

    family.wait(90);
    family.does(Action::Reopen { clues: clues(&[777]), reason: "冰雹受灾".into() });
    assert_eq!((family.case.stage, family.case.first_clue_on), (Stage::Clue, family.today));
    assert_eq!(family.case.clues, clues(&[777]));
}

#[test]
fn several_clues_are_answered_by_one_visit() {
    let mut family = Family::new(YONGREN, BaseType::OrdinaryHousehold);
    family.does(Action::JoinClue { clue: "线索502".into() });
    family.dispatch();
    family.does(Action::JoinClue { clue: "线索503".into() });
    family.go_through(&confirmed(5_000));
    assert_eq!(family.case.clues, clues(&[501, 502, 503]));
}

#[test]
fn help_comes_first_and_the_procedure_after() {
    let mut family = Family::new(YONGREN, BaseType::OrdinaryHousehold);
    family.does(Action::HelpFirst {
        what: "临时救助 3000 元，安置在亲属家".into(),
        reason: "房屋被冲毁".into(),
    });
    family.dispatch();
    family.go_through(&confirmed(30_000));
    family.identify(MonitoringType::SuddenSevereDifficulty, &[Risk::UnsafeHousing]);
    assert_eq!(family.case.helped_first.len(), 1);
}

#[test]
fn a_couple_without_labour_is_followed_and_not_eliminated() {
    let mut family = Family::new(YONGREN, BaseType::OutOfPovertyHousehold);
    family.dispatch();
    family.go_through(&HomeVerification { has_labor: false, ..confirmed(4_000) });
    family.identify(MonitoringType::UnstableOutOfPoverty, &[Risk::LaborShortage]);
    family.plan(&[(MeasureGroup::ComprehensiveSecurity, Risk::LaborShortage)]);
    family.wait(400);
    family.review_effect(EffectOutcome::NoLabor);
    let begin = Action::BeginElimination {
        mode: casework::EliminationMode::ByAssistance,
        consent: Some(casework::HouseholdConsent {
            on: family.today,
            signed_by: casework::SignedBy::Agent,
            helper: Some("村医".into()),
        }),
    };
    assert_eq!(family.refuses(begin), "case.no_labor");
    family.does(Action::FollowUp { summary: "低保按月到账".into() });
    assert_eq!(family.case.stage, Stage::Assisted);

    // A review that overlooked it does not help: the visit says it again.
    family.review_effect(EffectOutcome::StablyRemoved);
    family.begin_elimination();
    family.go_through(&HomeVerification { has_labor: false, ..recovered() });
    let eliminate = family.eliminate();
    assert_eq!(family.refuses(eliminate), "case.no_labor");
    family.does(Action::KeepAssisting { reason: "整户无劳动能力".into() });
}

#[test]
fn a_new_risk_reopens_and_a_hollow_elimination_is_rolled_back() {
    let mut family = Family::new(YONGREN, BaseType::OrdinaryHousehold);
    family.dispatch();
    family.go_through(&confirmed(6_500));
    family.identify(MonitoringType::MarginalVulnerable, &[Risk::Illness]);
    family.plan(&[(MeasureGroup::Health, Risk::Illness)]);
    family.wait(250);
    family.review_effect(EffectOutcome::StablyRemoved);
    family.begin_elimination();
    family.go_through(&recovered());
    let eliminate = family.eliminate();
    family.does(eliminate.clone());

    // 风险消除回退: the same spell goes on, with its measures.
    family.wait(30);
    family.does(Action::RollBack { reason: "核查发现收入虚高".into() });
    assert_eq!((family.case.stage, family.case.measures.len()), (Stage::Assisted, 1));
    family.begin_elimination();
    family.go_through(&recovered());
    family.does(eliminate);

    // 风险再标注: the full procedure again, and a new spell.
    family.wait(60);
    family.does(Action::Reopen { clues: clues(&[900]), reason: "户主失业".into() });
    assert_eq!(family.case.stage, Stage::Dispatched);
    family.go_through(&confirmed(7_000));
    family.identify(MonitoringType::MarginalVulnerable, &[Risk::UnstableEmployment]);
    assert_eq!(family.case.measures, []);
}
