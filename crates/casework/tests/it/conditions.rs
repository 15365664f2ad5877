//! What stands in the way, one condition after the other.

use casework::{
    Action, AssetHit, BaseType, EffectOutcome, EliminationMode, Finding, GuaranteeStatus,
    HomeVerification, Measure, MeasureGroup, MonitoringType, RiskCause, Ruling, Stage, legal_types,
};
use kernel::Fen;
use policy::Risk;

use crate::family::{Family, YONGREN, cause, confirmed, day, meeting, notice, recovered};

fn to_step(name: &str) -> Family {
    let mut family = Family::new(YONGREN, BaseType::OrdinaryHousehold);
    family.dispatch();
    family.authorize();
    let step = |it: &str| it.to_owned();
    let visit = confirmed(6_000);
    let steps: [(&str, Action); 4] = [
        ("home_verification", Action::VerifyHome { step: step("home_verification"), visit }),
        ("analysis", Action::Analyze { step: step("analysis"), opinion: "建议纳入".into() }),
        (
            "asset_comparison",
            Action::CompareAssets { step: Some(step("asset_comparison")), hits: Vec::new() },
        ),
        (
            "democratic_review",
            Action::HoldReview {
                step: step("democratic_review"),
                review: meeting(day("2023-03-01"), true),
            },
        ),
    ];
    for (before, action) in steps {
        if before == name {
            break;
        }
        family.does(action);
    }
    family
}

#[test]
fn steps_come_in_the_order_of_the_region() {
    let mut family = to_step("analysis");
    let compare = Action::CompareAssets { step: Some("asset_comparison".into()), hits: Vec::new() };
    assert_eq!(family.refuses(compare), "case.step_not_open");
    let again = Action::VerifyHome { step: "home_verification".into(), visit: confirmed(6_000) };
    assert_eq!(family.refuses(again), "case.step_done");
    let unknown = Action::Approve { step: "prefecture_review".into(), opinion: "同意".into() };
    assert_eq!(family.refuses(unknown), "case.no_such_step");
    let early = Action::AssignOfficer { officer: crate::family::officer(family.today) };
    assert_eq!(family.refuses(early), "case.not_allowed");
}

#[test]
fn nothing_is_compared_without_a_letter_that_covers_everybody() {
    let mut family = Family::new(YONGREN, BaseType::OrdinaryHousehold);
    family.dispatch();
    let visit = confirmed(6_000);
    family.does(Action::VerifyHome { step: "home_verification".into(), visit });
    family.does(Action::Analyze { step: "analysis".into(), opinion: "建议纳入".into() });
    let compare =
        || Action::CompareAssets { step: Some("asset_comparison".into()), hits: Vec::new() };
    assert_eq!(family.refuses(compare()), "case.not_authorized");
    family.authorize();
    // A child is born: the letter no longer covers everybody.
    family.does(Action::ChangeHousehold {
        change: casework::HouseholdEvent::Birth { person_id: 14 },
    });
    assert_eq!(family.case.not_authorized(family.today), [14]);
    assert_eq!(family.refuses(compare()), "case.not_authorized");
    family.authorize();
    family.does(compare());

    // Where the chain has no such step, the county compares beside it.
    let mut yunnan = Family::new("53", BaseType::OrdinaryHousehold);
    yunnan.dispatch();
    yunnan.does(Action::Analyze { step: "analysis".into(), opinion: "部门数据一致".into() });
    yunnan.authorize();
    yunnan.does(Action::CompareAssets { step: None, hits: Vec::new() });
    let none = Action::CompareAssets { step: None, hits: Vec::new() };
    assert_eq!(to_step("asset_comparison").refuses(none), "case.no_such_step");
}

#[test]
fn a_hit_is_explained_and_ruled_on_by_a_person() {
    let mut family = to_step("asset_comparison");
    let hit = AssetHit {
        rule: "vehicle".into(),
        what: "小型轿车 1 辆".into(),
        person_id: Some(11),
        explanation: None,
        ruling: None,
    };
    family.does(Action::CompareAssets { step: Some("asset_comparison".into()), hits: vec![hit] });
    let review = meeting(family.today, true);
    family.does(Action::HoldReview { step: "democratic_review".into(), review });
    let hang = notice(family.today, 5);
    family.does(Action::PublishNotice { step: "village_notice".into(), notice: hang });
    family.wait(5);
    family.does(Action::CloseNotice { step: "village_notice".into() });

    let approve = || Action::Approve { step: "township_review".into(), opinion: "同意".into() };
    let rule = |ruling| Action::RuleOnHit { number: 1, ruling, reason: "核实为借名".into() };
    assert_eq!(family.refuses(approve()), "case.hit_not_ruled");
    assert_eq!(family.refuses(rule(Ruling::Accept)), "case.hit_not_explained");
    let number =
        |number| Action::ExplainHit { number, text: "残疾人代步车，亲属借名".into() };
    assert_eq!(family.refuses(number(0)), "case.no_such_number");
    assert_eq!(family.refuses(number(2)), "case.no_such_number");
    family.does(number(1));
    family.does(rule(Ruling::Recheck));
    assert_eq!(family.refuses(approve()), "case.hit_not_ruled");
    family.does(rule(Ruling::Exclude));
    assert_eq!(family.refuses(approve()), "case.excluded");
    family.does(rule(Ruling::Accept));
    family.does(approve());
}

#[test]
fn nothing_is_decided_while_the_notice_is_open_or_an_objection_unanswered() {
    let mut family = to_step("village_notice");
    let publish = |notice| Action::PublishNotice { step: "village_notice".into(), notice };
    assert_eq!(family.refuses(publish(notice(family.today, 4))), "case.notice_too_short");
    let object = || Action::LodgeObjection { text: "他家有门面房".into() };
    assert_eq!(family.refuses(object()), "case.no_notice");
    family.does(publish(notice(family.today, 5)));
    family.wait(4);
    let close = || Action::CloseNotice { step: "village_notice".into() };
    assert_eq!(family.refuses(close()), "case.notice_still_open");
    family.does(object());
    family.wait(1);
    assert_eq!(family.refuses(object()), "case.notice_over");
    assert_eq!(family.refuses(close()), "case.objection_unanswered");
    let answer = |upheld| Action::AnswerObjection { number: 1, answer: "已查".into(), upheld };
    family.does(answer(true));
    assert_eq!(family.refuses(close()), "case.objection_upheld");

    // Upheld: back to the visit, and everything after it is done again.
    let back =
        Action::Return { to_step: "home_verification".into(), reason: "重新核实".into() };
    family.does(back);
    assert!(family.case.notice.is_none() && family.case.visit.is_none());
    family.go_through(&confirmed(6_000));
    family.identify(MonitoringType::MarginalVulnerable, &[Risk::Illness]);
}

#[test]
fn the_meeting_and_the_visit_have_to_agree() {
    let mut family = to_step("democratic_review");
    let review = meeting(family.today, false);
    family.does(Action::HoldReview { step: "democratic_review".into(), review });
    let hang = notice(family.today, 5);
    let publish = Action::PublishNotice { step: "village_notice".into(), notice: hang };
    assert_eq!(family.refuses(publish), "case.review_not_passed");

    let mut family = Family::new(YONGREN, BaseType::OrdinaryHousehold);
    family.dispatch();
    let see = |finding| Action::VerifyHome {
        step: "home_verification".into(),
        visit: HomeVerification { finding, ..confirmed(6_000) },
    };
    // Nobody at home: the step stays open.
    family.does(see(Finding::Unverifiable));
    family.does(see(Finding::NotConfirmed));
    family.does(Action::Analyze { step: "analysis".into(), opinion: "不属实".into() });
    family.authorize();
    let step = Some("asset_comparison".into());
    family.does(Action::CompareAssets { step, hits: Vec::new() });
    let review = meeting(family.today, true);
    let hold = Action::HoldReview { step: "democratic_review".into(), review };
    assert_eq!(family.refuses(hold), "case.not_confirmed");
}

#[test]
fn the_type_follows_from_base_type_and_income() {
    use BaseType::{OrdinaryHousehold as Ordinary, OutOfPovertyHousehold as Delisted};
    use MonitoringType::{
        MarginalVulnerable as Edge, SuddenSevereDifficulty as Sudden, UnstableOutOfPoverty as Weak,
    };
    let line = Some(Fen(870_000));
    let table = [
        (Delisted, Some(870_000), line, vec![Weak]),
        (Delisted, Some(870_001), line, vec![Sudden]),
        (Ordinary, Some(-20_000), line, vec![Edge]),
        (Ordinary, Some(900_000), line, vec![Sudden]),
        (Ordinary, None, line, vec![Edge, Sudden]),
        (Delisted, Some(1), None, vec![Weak, Sudden]),
    ];
    for (base, income, line, legal) in table {
        assert_eq!(legal_types(base, income.map(Fen), line), legal, "{base:?} {income:?}");
    }

    let mut family = Family::new(YONGREN, Ordinary);
    family.dispatch();
    family.go_through(&confirmed(20_000));
    let step = family.deciding_step();
    let mut identify = |monitoring_type, causes: Vec<RiskCause>, reason: Option<&str>| {
        let (step, reason) = (step.clone(), reason.map(str::to_owned));
        family.refuses(Action::Identify { step, monitoring_type, causes, reason })
    };
    let ill = || vec![cause(Risk::Illness)];
    assert_eq!(identify(Edge, ill(), Some("…")), "case.type_not_legal");
    assert_eq!(identify(Sudden, ill(), None), "case.reason_needed");
    assert_eq!(identify(Sudden, Vec::new(), Some("…")), "case.cause_count");
    let six = Risk::ALL[..6].iter().copied().map(cause).collect();
    assert_eq!(identify(Sudden, six, Some("…")), "case.cause_count");
    assert_eq!(identify(Sudden, [ill(), ill()].concat(), Some("…")), "case.cause_incomplete");
    let hail = vec![cause(Risk::NaturalDisaster)];
    assert_eq!(identify(Sudden, hail, Some("…")), "case.cause_incomplete");
}

#[test]
fn a_measure_answers_a_risk_of_the_household() {
    let mut family = to_step("analysis");
    family.go_through(&confirmed(6_000));
    family.identify(MonitoringType::MarginalVulnerable, &[Risk::Illness]);
    let measure = Measure {
        number: 0,
        group: MeasureGroup::Water,
        answers: Risk::UnsafeWater,
        what: "接通管道".into(),
        catalogue: None,
        delivered: Vec::new(),
    };
    let plan = Action::PlanMeasures { measures: vec![measure] };
    assert_eq!(family.refuses(plan.clone()), "case.measure_without_risk");
    family.does(Action::AddCause { cause: cause(Risk::UnsafeWater) });
    family.does(plan);
    let deliver = |number| Action::DeliverMeasure { number, what: "已通水".into() };
    assert_eq!(family.refuses(deliver(2)), "case.no_such_number");
    family.does(deliver(1));
}

#[test]
fn elimination_asks_for_time_income_guarantees_and_consent() {
    let assisted = || {
        let mut family = to_step("analysis");
        family.go_through(&confirmed(6_000));
        family.identify(MonitoringType::MarginalVulnerable, &[Risk::Illness]);
        family.plan(&[(MeasureGroup::Health, Risk::Illness)]);
        family
    };
    let mut family = assisted();
    let mode = EliminationMode::ByAssistance;
    assert_eq!(family.refuses(Action::BeginElimination { mode, consent: None }), "case.no_consent");

    let sound = GuaranteeStatus { education: true, medical: true, housing: true, water: true };
    let visits = [
        (HomeVerification { income_stable_months: 5, ..recovered() }, 200, "income_not_stable"),
        (recovered(), 100, "income_not_stable"),
        (
            HomeVerification { net_income_per_capita: Some(870_000), ..recovered() },
            200,
            "below_line",
        ),
        (HomeVerification { net_income_per_capita: None, ..recovered() }, 200, "below_line"),
        (
            HomeVerification {
                guarantees: GuaranteeStatus { water: false, ..sound },
                ..recovered()
            },
            200,
            "guarantee_not_sound",
        ),
        (
            HomeVerification { rigid_expenditure_solved: false, ..recovered() },
            200,
            "guarantee_not_sound",
        ),
    ];
    for (visit, days, code) in visits {
        let mut family = assisted();
        family.wait(days);
        family.review_effect(EffectOutcome::StablyRemoved);
        family.begin_elimination();
        family.go_through(&visit);
        let eliminate = family.eliminate();
        assert_eq!(family.refuses(eliminate), format!("case.{code}"), "{days} {visit:?}");
    }

    // A new risk ends the elimination.
    let mut family = assisted();
    family.wait(200);
    family.begin_elimination();
    family.does(Action::AddCause { cause: cause(Risk::Schooling) });
    assert_eq!(family.case.stage, Stage::Assisted);
}

#[test]
fn days_do_not_run_backwards() {
    let mut family = to_step("analysis");
    family.today = day("2023-02-28");
    let back = Action::Analyze { step: "analysis".into(), opinion: "补录".into() };
    assert_eq!(family.refuses(back), "case.day_before");
}
