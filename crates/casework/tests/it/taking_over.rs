//! Households that the national system has monitored before their case began here.

use casework::{
    Action, BaseType, EffectOutcome, MeasureGroup, MonitoringType, NationalRecord, RiskCause, Stage,
};
use policy::Risk;

use crate::family::{Family, YONGREN, cause, day, recovered};

fn record(causes: &[Risk]) -> NationalRecord {
    NationalRecord {
        monitoring_type: MonitoringType::UnstableOutOfPoverty,
        causes: causes.iter().copied().map(cause).collect(),
        identified_on: Some(day("2021-06-01")),
        eliminated: false,
        eliminated_on: None,
        no_labor_safety_net: false,
        source: "国家系统导出：监测对象信息.xlsx（批次 3，2023-02）".into(),
    }
}

fn taken_over(record: NationalRecord) -> Family {
    let mut family = Family::new(YONGREN, BaseType::OutOfPovertyHousehold);
    family.does(Action::TakeOver { record });
    family
}

#[test]
fn a_monitored_household_goes_on_where_the_national_system_has_it() {
    let mut family = taken_over(record(&[Risk::Illness]));
    assert_eq!(family.case.stage, Stage::Assisted);
    let monitoring = family.case.monitoring.clone().expect("monitored");
    assert_eq!(monitoring.identified_on, day("2021-06-01"));
    assert_eq!(monitoring.monitoring_type, MonitoringType::UnstableOutOfPoverty);
    // The rest of its life is ours: measures, review, and the region's chain to the end.
    family.plan(&[(MeasureGroup::Health, Risk::Illness)]);
    family.review_effect(EffectOutcome::StablyRemoved);
    family.begin_elimination();
    family.go_through(&recovered());
    family.does(family.eliminate());
    assert_eq!(family.case.stage, Stage::Eliminated);
}

#[test]
fn an_eliminated_household_is_followed_up_and_can_fall_back() {
    let mut eliminated = record(&[Risk::Illness]);
    (eliminated.eliminated, eliminated.eliminated_on) = (true, Some(day("2022-11-01")));
    let mut family = taken_over(eliminated);
    assert_eq!(family.case.stage, Stage::Eliminated);
    assert_eq!(family.case.eliminated_on, Some(day("2022-11-01")));
    family.does(Action::FollowUp { summary: "收入稳定".into() });
    family.does(Action::RollBack { reason: "收入虚高".into() });
    assert_eq!(family.case.stage, Stage::Assisted);
}

#[test]
fn it_is_only_ever_the_first_action() {
    let take_over = || Action::TakeOver { record: record(&[Risk::Illness]) };
    let mut family = Family::new(YONGREN, BaseType::OutOfPovertyHousehold);
    family.does(Action::JoinClue { clue: "线索502".into() });
    assert_eq!(family.refuses(take_over()), "case.not_first");
    family.dispatch();
    assert_eq!(family.refuses(take_over()), "case.not_allowed");
    let mut family = taken_over(record(&[Risk::Illness]));
    assert_eq!(family.refuses(take_over()), "case.not_allowed");
    let mut family = Family::new(YONGREN, BaseType::OutOfPovertyHousehold);
    let nowhere = NationalRecord { source: " ".into(), ..record(&[]) };
    assert_eq!(family.refuses(Action::TakeOver { record: nowhere }), "case.reason_needed");
}

#[test]
fn what_the_record_lacks_is_listed_and_can_be_filled_in() {
    let poor = NationalRecord {
        identified_on: None,
        eliminated: true,
        ..record(&[Risk::NaturalDisaster, Risk::Other, Risk::Illness])
    };
    assert_eq!(
        poor.missing(),
        ["识别日期", "风险消除日期", "因自然灾害：灾害种类和备注", "其他：备注"]
    );
    assert_eq!(record(&[]).missing(), ["风险"]);
    assert_eq!(record(&[Risk::Illness]).missing(), [""; 0]);

    // More causes than a decision of ours may have, and one of them without its details.
    let seven = record(&Risk::ALL[..7]);
    assert_eq!(seven.missing(), ["因自然灾害：灾害种类和备注"]);
    let mut family = taken_over(seven);
    assert_eq!(family.case.missing(), ["因自然灾害：灾害种类和备注"]);
    let detailed =
        |risk| RiskCause {
            risk, detail: Some("冰雹".into()), remark: Some("烤烟绝收".into())
        };
    assert_eq!(
        family.refuses(Action::AddCause { cause: cause(Risk::NaturalDisaster) }),
        "case.cause_incomplete"
    );
    family.does(Action::AddCause { cause: detailed(Risk::NaturalDisaster) });
    assert_eq!(family.case.missing(), [""; 0]);
    let causes = &family.case.monitoring.as_ref().expect("monitored").causes;
    assert_eq!((causes.len(), &causes[3]), (7, &detailed(Risk::NaturalDisaster)));
    assert_eq!(
        family.refuses(Action::AddCause { cause: detailed(Risk::NaturalDisaster) }),
        "case.cause_incomplete"
    );
    assert_eq!(
        family.refuses(Action::AddCause { cause: cause(Risk::UnsafeWater) }),
        "case.cause_count"
    );

    // A cause without its details does not stand in the way of another.
    let mut family = taken_over(record(&[Risk::NaturalDisaster]));
    family.does(Action::AddCause { cause: cause(Risk::Illness) });
    assert_eq!(family.case.monitoring.as_ref().expect("monitored").causes.len(), 2);
}

#[test]
fn a_household_recorded_as_without_labor_is_tracked_until_a_review_says_otherwise() {
    let mut family =
        taken_over(NationalRecord { no_labor_safety_net: true, ..record(&[Risk::LaborShortage]) });
    let begin = |family: &Family| Action::BeginElimination {
        mode: casework::EliminationMode::ByAssistance,
        consent: Some(casework::HouseholdConsent {
            on: family.today,
            signed_by: casework::SignedBy::Signature,
            helper: None,
        }),
    };
    let action = begin(&family);
    assert_eq!(family.refuses(action), "case.no_labor");
    family.review_effect(EffectOutcome::StablyRemoved);
    family.begin_elimination();
    // A clue that comes while the elimination is under way joins the case.
    family.does(Action::JoinClue { clue: "线索503".into() });
    assert_eq!(family.case.stage, Stage::Eliminating);
}
