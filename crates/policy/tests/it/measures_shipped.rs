//! The measures of this repository, against the risks and against the departments of `feeds/`.

use std::{collections::BTreeSet, fs};

use policy::{MeasureGroup, MeasureTiming, Outlives, Risk};

use crate::{
    fixture::day,
    shipped::{packs, root},
};

const REGIONS: [&str; 6] = ["450000", "53", "5329", "532327", "52", "51"];

#[test]
fn every_risk_has_an_answer_for_those_who_can_work_and_for_those_who_cannot() {
    let packs = packs();
    for region in REGIONS {
        let measures = packs.measures(region, day("2023-10-31"));
        let matches = packs.risk_matches(region, day("2023-10-31"));
        assert_eq!(matches.len(), Risk::ALL.len(), "{region}");
        for risk in Risk::ALL {
            let answering = || measures.iter().filter(move |it| it.answers.contains(&risk));
            let earns_or_holds =
                |it: &&policy::CatalogueMeasure| it.floor || it.group.is_developmental();
            assert!(answering().any(|it| earns_or_holds(&it)), "{region} {}", risk.zh());
            let row = matches.iter().find(|it| it.risk == risk).expect("a row");
            let without_labor = |it: &policy::CatalogueMeasure| {
                row.groups.contains(&it.group) && !it.needs_labor && it.only_with.is_none()
            };
            // Losing work is answered by work; whoever cannot work has another risk.
            let is_work = matches!(risk, Risk::UnstableEmployment);
            assert!(is_work || answering().any(without_labor), "{region} {}", risk.zh());
        }
    }
}

#[test]
fn every_department_is_one_that_sends_files() {
    let mut known = BTreeSet::new();
    for entry in fs::read_dir(root().join("feeds")).expect("the folder of feeds") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|it| it == "toml") {
            let feed: toml::Table =
                fs::read_to_string(&path).expect("a file").parse().expect("feeds are TOML");
            known.extend(feed.get("department").and_then(|it| it.as_str()).map(str::to_owned));
        }
    }
    let packs = packs();
    for region in REGIONS {
        for measure in packs.measures(region, day("2023-10-31")) {
            assert!(known.contains(&measure.department), "{} {}", measure.id, measure.department);
        }
    }
}

#[test]
fn the_nation_has_a_catalogue_and_every_plan_adds_to_it() {
    let packs = packs();
    let on = day("2023-10-31");
    let nation = packs.measures("450000", on);
    assert!(45 <= nation.len(), "{}", nation.len());
    for group in MeasureGroup::ALL {
        assert!(nation.iter().any(|it| it.group == group), "{}", group.zh());
        let code = packs.group_code(group, "53").expect("a code");
        assert!(code.code.starts_with("100A"), "{code:?}");
    }
    assert!(nation.iter().any(|it| it.timing == MeasureTiming::Preventive));
    for (region, pack, id) in [
        ("53", "cn-53", "tilted_medical_assistance"),
        ("5329", "cn-5329", "weak_labor_post"),
        ("532327", "cn-532327", "anti_poverty_fund"),
        ("52", "cn-52", "anti_poverty_insurance"),
        ("51", "cn-51", "disabled_child_rehabilitation"),
    ] {
        let measures = packs.measures(region, on);
        let found = measures.iter().find(|it| it.id == id).expect("the plan's own");
        assert_eq!((found.pack.as_str(), found.is_default), (pack, false));
        assert!(nation.len() < measures.len(), "{region}");
    }
    // Yongren is not of Dali.
    assert!(packs.measures("532327", on).iter().all(|it| it.id != "weak_labor_post"));
    let until = |id: &str| {
        packs.measures("532327", on).into_iter().find(|it| it.id == id)?.outlives_elimination
    };
    assert_eq!(until("microcredit"), Some(Outlives::ContractEnd));
    assert_eq!(until("rural_public_post"), Some(Outlives::AgreementEnd));
    assert_eq!(until("yulu_subsidy"), Some(Outlives::SchoolStageEnd));
    assert_eq!(until("dibao"), None);
}

#[test]
fn the_reference_figure_of_yunnan_is_of_yunnan_only() {
    let packs = packs();
    let on = day("2023-10-31");
    let nine = packs.parameter("assistance.reference_measures", "532327", on).expect("Yunnan's");
    assert_eq!((nine.value, nine.pack.as_str(), nine.is_default), (9, "cn-53", false));
    assert_eq!(packs.parameter("assistance.reference_measures", "51", on), None);
    let follow = packs.parameter("elimination.follow_up", "51", on).expect("Sichuan's");
    assert_eq!(follow.value, 1);
}
