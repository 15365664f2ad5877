//! Help for the families of an invented village: what is suggested, who waits, what a meeting
//! records, whom to visit again.

use std::{collections::BTreeSet, fs};

use app::{
    assistance::{self, FamilyFactsIn},
    assistance_coverage::{self, AssistanceGap, CoverageReport},
    assistance_workbook::{coverage_workbook, effect_reviews_workbook},
    effect_reviews::{EffectReviewIn, effect_reviews, review_effects, to_review},
    follow_ups::follow_ups_due,
};
use casework::{
    Action, AssistanceOfficer, DemocraticReview, EffectOutcome, EffectPoint, EffectReview,
    EliminationMode, Finding, GuaranteeStatus, HomeVerification, HouseholdConsent, Measure,
    MeasureGroup, MonitoringType, PublicNotice, SignedBy,
};
use kernel::RegionLevel;
use policy::{Packs, Risk};
use store::Scope;

use crate::village::{COUNTY, OTHER_VILLAGE, VILLAGE, Village, at, cause, day, summary};

const TOWNSHIP: i64 = 4;

fn county() -> Scope {
    Scope::region(COUNTY, RegionLevel::County)
}

fn of_village(id: i64) -> Scope {
    Scope::region(id, RegionLevel::Village)
}

fn step(it: &str) -> String {
    it.to_owned()
}

/// From the notice to the decision, begun on a day.
async fn notice_and_review(village: &Village, case: i64, from: &str, closed: &str) {
    let notice = PublicNotice {
        from: day(from),
        until: day(from) + chrono::Days::new(4),
        place: "村委会公示栏".into(),
        objections: Vec::new(),
    };
    village.act(case, from, Action::PublishNotice { step: step("village_notice"), notice }).await;
    village.act(case, closed, Action::CloseNotice { step: step("village_notice") }).await;
    let approve = Action::Approve { step: step("township_review"), opinion: "同意".into() };
    village.act(case, closed, approve).await;
}

/// A family that was identified on 9 November 2023.
async fn identified(village: &Village, case: i64, village_id: i64, head: &str) {
    village.settle(case, village_id, None, head).await;
    village.review(case).await;
    notice_and_review(village, case, "2023-11-03", "2023-11-08").await;
    let identify = Action::Identify {
        step: step("county_approval"),
        monitoring_type: MonitoringType::MarginalVulnerable,
        causes: vec![cause(Risk::Illness), cause(Risk::Disability)],
        reason: None,
    };
    village.act(case, "2023-11-09", identify).await;
    let announce = Action::Announce { step: step("announcement") };
    village.act(case, "2023-11-09", announce).await;
}

fn measure(group: MeasureGroup, answers: Risk, catalogue: &str) -> Measure {
    Measure {
        number: 0,
        group,
        answers,
        what: summary(101),
        catalogue: Some(catalogue.into()),
        delivered: Vec::new(),
    }
}

fn officer() -> AssistanceOfficer {
    AssistanceOfficer {
        name: "起云德".into(),
        unit: "县农业农村局".into(),
        from: day("2023-11-10"),
        account: Some("bo".into()),
    }
}

/// Three families: the first is helped well, the second waits, the third, in the other village,
/// has relief only and nobody responsible.
async fn three_families() -> Village {
    let village = Village::new().await;
    identified(&village, 1, VILLAGE, "甲一").await;
    identified(&village, 2, VILLAGE, "乙二").await;
    identified(&village, 3, OTHER_VILLAGE, "丙三").await;
    village.act(1, "2023-11-10", Action::AssignOfficer { officer: officer() }).await;
    let measures = vec![
        measure(MeasureGroup::Health, Risk::Illness, "medical_assistance"),
        measure(MeasureGroup::PublicWelfarePost, Risk::Illness, "rural_public_post"),
        measure(MeasureGroup::ComprehensiveSecurity, Risk::Disability, "disability_subsidies"),
    ];
    village.act(1, "2023-11-10", Action::PlanMeasures { measures }).await;
    let deliver = Action::DeliverMeasure { number: 2, what: "保洁员岗位".into() };
    village.act(1, "2023-12-01", deliver).await;
    let measures = vec![measure(MeasureGroup::ComprehensiveSecurity, Risk::Disability, "dibao")];
    village.act(3, "2023-11-10", Action::PlanMeasures { measures }).await;
    village
}

fn households(report: &CoverageReport) -> Vec<i64> {
    report.figures.iter().map(|it| it.households).collect()
}

#[tokio::test]
async fn a_family_gets_suggestions_with_reasons_and_remarks_on_its_plan() {
    let village = three_families().await;
    let home = &village.home;
    let on = day("2023-11-20");
    let facts = FamilyFactsIn { pupils: Some(0), ..FamilyFactsIn::default() };
    let waiting = assistance::recommendation(home, &county(), 2, facts, on).await.expect("found");
    assert_eq!(waiting.risks, [Risk::Illness, Risk::Disability]);
    assert_eq!(waiting.approach, "风险多样，因户施策落实综合性帮扶措施");
    let firsts: Vec<&str> =
        waiting.suggestions.iter().filter(|it| it.is_first).map(|it| it.measure.as_str()).collect();
    // Somebody can work: what lets the family earn stands first.
    assert_eq!(
        firsts,
        ["household_industry_support", "medical_assistance", "disability_subsidies"]
    );
    let first = &waiting.suggestions[0];
    assert!(first.why.contains("有劳动力") && first.why.contains("乡村振兴局"), "{}", first.why);
    let codes: Vec<&str> = waiting.warnings.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["assistance.risk_unanswered"; 2]);
    assert!(
        waiting.sources[0].contains("assistance.single_risk_measures"),
        "{:?}",
        waiting.sources
    );

    let helped = assistance::recommendation(home, &county(), 1, facts, on).await.expect("found");
    assert_eq!(helped.warnings, []);
    assert!(helped.suggestions.iter().all(|it| !it.is_first && it.measure != "medical_assistance"));
    let relief = assistance::recommendation(home, &county(), 3, facts, on).await.expect("found");
    assert_eq!(relief.warnings[0].code, "assistance.labor_but_only_relief");
    let outside = assistance::recommendation(home, &of_village(VILLAGE), 3, facts, on).await;
    assert_eq!(outside.expect_err("another village's").code(), "case.not_found");

    let region = home.definitions.regions.get(VILLAGE).expect("the village");
    let catalogue = assistance::catalogue(home, region, on);
    let credit = catalogue.iter().find(|it| it.id == "microcredit").expect("the nation's");
    assert_eq!(credit.national_code.as_deref(), Some("100A41"));
    assert_eq!(credit.outlives_zh.as_deref(), Some("到合同期满"));
    assert!(credit.is_developmental && credit.needs_labor);
}

#[tokio::test]
async fn every_figure_of_the_coverage_says_its_source_and_opens_into_its_cases() {
    let village = three_families().await;
    let home = &village.home;
    // A week after identification nothing is late.
    let early = assistance_coverage::coverage(home, &county(), day("2023-11-16")).await;
    assert_eq!(households(&early.expect("a report")), [3, 2, 0, 1, 0, 1]);
    // A month and six months on the day count.
    let month = assistance_coverage::coverage(home, &county(), day("2023-12-09")).await;
    assert_eq!(households(&month.expect("a report")), [3, 2, 1, 1, 0, 1]);
    let on = day("2024-05-09");
    let report = assistance_coverage::coverage(home, &county(), on).await.expect("a report");
    assert_eq!(households(&report), [3, 2, 1, 1, 2, 1]);
    let sources: Vec<bool> = report.figures.iter().map(|it| it.source.is_some()).collect();
    assert_eq!(sources, [false, false, true, false, true, false]);
    let source = report.figures[2].source.as_deref().expect("a source");
    assert!(source.contains("1个月") && source.contains("§1.4"), "{source}");
    assert_eq!(report.reference, None, "the nine measures are Yunnan's");
    assert_eq!(report.total.average_measures, Some(1.3));
    let below: Vec<(&str, i64)> =
        report.regions.iter().map(|it| (it.region.as_str(), it.households)).collect();
    assert_eq!(below, [("示例镇", 3)]);
    let without: Vec<i64> = report.regions_without_helper.iter().map(|it| it.region_id).collect();
    assert_eq!(without, [OTHER_VILLAGE]);
    let township = Scope::region(TOWNSHIP, RegionLevel::Township);
    let of_township = assistance_coverage::coverage(home, &township, on).await.expect("a report");
    let below: Vec<i64> = of_township.regions.iter().map(|it| it.without_developmental).collect();
    assert_eq!(below, [1, 1]);
    let of_one = assistance_coverage::coverage(home, &of_village(VILLAGE), on).await;
    let of_one = of_one.expect("a report");
    assert_eq!((of_one.total.households, of_one.regions.len()), (2, 0));

    let mut lists = Vec::new();
    for (gap, expected) in [
        (AssistanceGap::All, vec![1, 2, 3]),
        (AssistanceGap::WithoutHelper, vec![2, 3]),
        (AssistanceGap::WithoutMeasures, vec![2]),
        (AssistanceGap::OnlyRelief, vec![3]),
        (AssistanceGap::WithoutDevelopmental, vec![2, 3]),
        (AssistanceGap::NothingDelivered, vec![3]),
    ] {
        let rows = assistance_coverage::cases(home, &county(), gap, on, 0, 100).await;
        let rows = rows.expect("a list");
        assert_eq!(rows.iter().map(|it| it.case).collect::<Vec<_>>(), expected, "{gap:?}");
        assert_eq!(rows.len() as i64, report.total.of(gap));
        lists.push((gap, rows));
    }
    let helper = Scope { helper: Some("bo".into()), ..county() };
    let own = assistance_coverage::coverage(home, &helper, on).await.expect("a report");
    assert_eq!(households(&own), [1, 0, 0, 0, 0, 0]);
    let book = coverage_workbook(&report, &lists).expect("a workbook");
    assert!(book.starts_with(b"PK"));
}

fn reviewed(case: i64, version: i64, outcome: EffectOutcome) -> EffectReviewIn {
    let on = day("2024-06-10");
    let review = EffectReview {
        measures_fit: Some(EffectPoint::Yes),
        motivated: Some(EffectPoint::Partly),
        ..EffectReview::new(on, outcome, "收入还不稳".into())
    };
    EffectReviewIn { case, version, review }
}

#[tokio::test]
async fn one_meeting_reviews_many_and_what_is_refused_holds_nobody_up() {
    let village = three_families().await;
    let home = &village.home;
    let before = effect_reviews(home, &county(), 2024).await.expect("a report");
    assert_eq!((before.households, before.reviewed, before.villages_without), (2, 0, 2));
    assert!(before.source.contains("第三章第二节"), "{}", before.source);
    assert!(before.villages.iter().all(|it| it.has_none && it.next_due == day("2024-12-31")));
    let list = to_review(home, &county(), 2024, 0, 10).await.expect("a list");
    // A year after identification, which comes before the end of the year.
    let due: Vec<_> = list.iter().map(|it| (it.household.case, it.due)).collect();
    assert_eq!(due, [(1, day("2024-11-09")), (3, day("2024-11-09"))]);

    let mut versions = std::collections::BTreeMap::new();
    for case in 1..=3 {
        let view =
            app::cases::show(home, app::accounts::Manager::Owner("an"), case, day("2024-06-10"))
                .await
                .expect("a case");
        versions.insert(case, view.version);
    }
    let meeting = vec![
        reviewed(2, versions[&2], EffectOutcome::WeaklyStable),
        reviewed(1, versions[&1], EffectOutcome::WeaklyStable),
        reviewed(1, versions[&1], EffectOutcome::StablyRemoved),
        reviewed(3, versions[&3], EffectOutcome::NoLabor),
        reviewed(99, 1, EffectOutcome::NoLabor),
    ];
    let on = day("2024-06-10");
    let scope = of_village(VILLAGE);
    let done = review_effects(home, &scope, meeting, on, "an", at(5)).await.expect("a meeting");
    let codes: Vec<&str> = done.iter().map(|it| it.code.as_deref().unwrap_or("done")).collect();
    assert_eq!(
        codes,
        ["case.not_allowed", "done", "case.stale", "case.not_found", "case.not_found"]
    );
    assert_eq!(done[1].version, Some(versions[&1] + 1));
    assert!(done[0].message.as_deref().is_some_and(|it| it.contains("已识别")));

    let after = effect_reviews(home, &county(), 2024).await.expect("a report");
    assert_eq!((after.reviewed, after.villages_without), (1, 1));
    let own = after.villages.iter().find(|it| it.village_id == VILLAGE).expect("the village");
    assert_eq!((own.weakly_stable, own.last_on, own.has_none), (1, Some(on), false));
    assert_eq!(own.next_due, day("2025-12-31"));
    let view =
        app::cases::show(home, app::accounts::Manager::Owner("an"), 1, on).await.expect("a case");
    let entry = &view.history.last().expect("an action").entry;
    assert_eq!(entry["action"]["review"]["measures_fit"], "yes");
    assert_eq!(entry["action"]["review"]["risk_removed"], serde_json::Value::Null);
    let list = to_review(home, &county(), 2024, 0, 10).await.expect("a list");
    assert_eq!(list.iter().map(|it| it.household.case).collect::<Vec<_>>(), [3]);
    let book = effect_reviews_workbook(&after, &list).expect("a workbook");
    assert!(book.starts_with(b"PK"));

    let mut tx = home.db.read().await.expect("a reading");
    let entries = tx.audit_after(0, 1000).await.expect("entries");
    let meetings: Vec<_> =
        entries.iter().filter(|it| it.action == "assistance.review_effects").collect();
    assert_eq!(meetings.len(), 1);
    let detail = format!("{:?}", meetings[0]);
    assert!(!detail.contains("收入还不稳") && detail.contains("case.stale"), "{detail}");
    drop(tx);
    // A meeting of which nothing stands leaves no trace.
    let none = vec![reviewed(2, versions[&2], EffectOutcome::WeaklyStable)];
    let done = review_effects(home, &county(), none, on, "an", at(6)).await.expect("a meeting");
    assert!(done[0].code.is_some());
    let mut tx = home.db.read().await.expect("a reading");
    assert_eq!(tx.audit_after(0, 1000).await.expect("entries").len(), entries.len());
}

/// The first family's risk is gone on 12 June 2024.
async fn eliminate(village: &Village) {
    let act = async |on: &str, action: Action| village.act(1, on, action).await;
    let review = EffectReview::new(day("2024-06-01"), EffectOutcome::StablyRemoved, "稳定".into());
    act("2024-06-01", Action::ReviewEffect { review }).await;
    let consent =
        HouseholdConsent { on: day("2024-06-02"), signed_by: SignedBy::Signature, helper: None };
    let begin =
        Action::BeginElimination { mode: EliminationMode::ByAssistance, consent: Some(consent) };
    act("2024-06-02", begin).await;
    let visit = HomeVerification {
        on: day("2024-06-03"),
        finding: Finding::Confirmed,
        summary: "收入稳定".into(),
        causes: Vec::new(),
        net_income_per_capita: Some(1_500_000),
        guarantees: GuaranteeStatus { education: true, medical: true, housing: true, water: true },
        has_labor: true,
        rigid_expenditure_solved: true,
        income_stable_months: 7,
    };
    act("2024-06-03", Action::VerifyHome { step: step("home_verification"), visit }).await;
    let review = DemocraticReview {
        on: day("2024-06-04"),
        present: 30,
        agree: 30,
        disagree: 0,
        passed: true,
        minutes: String::new(),
    };
    act("2024-06-04", Action::HoldReview { step: step("democratic_review"), review }).await;
    notice_and_review(village, 1, "2024-06-05", "2024-06-11").await;
    let eliminate = Action::Eliminate { step: step("county_approval"), contact: officer() };
    act("2024-06-12", eliminate).await;
}

#[tokio::test]
async fn a_family_is_visited_again_where_the_pack_asks_for_it() {
    let village = three_families().await;
    eliminate(&village).await;
    let cases = async |village: &Village, scope: &Scope, on: &str| -> BTreeSet<i64> {
        let due = follow_ups_due(&village.home, scope, day(on), 10).await.expect("a list");
        due.iter().map(|it| it.case).collect()
    };
    assert_eq!(cases(&village, &county(), "2024-12-11").await, BTreeSet::new());
    let due = follow_ups_due(&village.home, &county(), day("2024-12-12"), 10).await;
    let due = &due.expect("a list")[0];
    assert_eq!((due.case, due.due, due.stage.as_str()), (1, day("2024-12-12"), "eliminated"));
    assert_eq!(due.officer.as_deref(), Some("起云德（县农业农村局）"), "监测联系人");
    assert!(due.source.contains("elimination.follow_up") && due.source.contains("6个月"));
    assert_eq!(cases(&village, &of_village(OTHER_VILLAGE), "2024-12-12").await, BTreeSet::new());

    village.act(1, "2024-12-20", Action::FollowUp { summary: "收入稳定".into() }).await;
    assert_eq!(cases(&village, &county(), "2025-06-19").await, BTreeSet::new());
    assert_eq!(cases(&village, &county(), "2025-06-20").await, BTreeSet::from([1]));

    // A household without labour is followed everywhere, and goes on being helped.
    let review = EffectReview::new(day("2024-06-10"), EffectOutcome::NoLabor, "兜底".into());
    village.act(3, "2024-06-10", Action::ReviewEffect { review }).await;
    assert_eq!(cases(&village, &county(), "2025-06-20").await, BTreeSet::from([1, 3]));

    // A province that ends monitoring with the mark, as Yunnan does.
    let packs = village.home.folder.join("definitions/packs");
    let province = packs.join("cn-99");
    fs::create_dir_all(province.join("parameters")).expect("a folder");
    let pack = "name = \"cn-99\"\nzh = \"示例省\"\nregion = \"99\"\n";
    fs::write(province.join("pack.toml"), pack).expect("a file");
    let follow_up = "[follow_up]\nzh = \"跟踪回访\"\nunit = \"bool\"\n[[follow_up.values]]\n\
        from = \"2021-01-01\"\nvalue = false\nbasis = \"default\"\nnote = \"试\"\n";
    fs::write(province.join("parameters/elimination.toml"), follow_up).expect("a file");
    let facts = village.home.definitions.fact_names();
    village.home.definitions.packs.replace(Packs::load(&packs, &facts).expect("the packs load"));
    assert_eq!(cases(&village, &county(), "2025-06-20").await, BTreeSet::from([3]));
}
