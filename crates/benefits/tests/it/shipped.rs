//! The benefits that come with the program: every case passes, in every region.

use std::collections::{BTreeMap, BTreeSet};

use benefits::Schedule;
use policy::BenefitOutcome;

use crate::support::{day, packs};

#[test]
fn every_case_passes_everywhere() {
    let packs = packs();
    let problems: Vec<String> = benefits::check(&packs).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_benefit_has_five_cases_and_more_than_one_region() {
    let packs = packs();
    let mut cases: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for case in packs.benefit_cases() {
        cases.entry(&case.benefit).or_default().push(&case.region);
    }
    let ids: BTreeSet<&str> = packs.all_benefits().map(|it| it.id.as_str()).collect();
    assert!(13 <= ids.len(), "{ids:?}");
    for id in ids {
        let regions: BTreeSet<&&str> = cases[id].iter().collect();
        assert!(5 <= cases[id].len(), "{id} has {} cases", cases[id].len());
        assert!(2 <= regions.len(), "{id} is tried in one region only");
    }
}

#[test]
fn what_differs_by_region_is_in_force_there_alone() {
    let packs = packs();
    let ids = |region: &str, on: &str| -> Vec<String> {
        let schedule = Schedule::compile(&packs, region, day(on)).expect("it compiles");
        schedule.benefits().map(|it| it.benefit.id.clone()).collect()
    };
    let nation = ids("", "2023-10-31");
    let yunnan = ids("53", "2023-10-31");
    let only: Vec<&String> = yunnan.iter().filter(|it| !nation.contains(it)).collect();
    assert_eq!(only, ["agency_aid", "dibao_leave", "training_aid"]);
    assert_eq!(ids("532327", "2023-10-31"), yunnan);
    assert_eq!(ids("5329", "2023-10-31"), yunnan);
    assert_eq!(ids("52", "2023-10-31"), nation);
    assert_eq!(ids("51", "2023-10-31"), nation);
    assert!(ids("53", "2020-12-31").is_empty());
}

#[test]
fn whoever_pays_is_named_and_every_condition_says_why_not() {
    let packs = packs();
    for benefit in packs.all_benefits() {
        assert_eq!(benefit.department.is_none(), benefit.outcome == BenefitOutcome::Account);
        assert!(!benefit.basis.is_empty());
    }
}
