//! The lists and the register of this repository.

use std::{collections::BTreeSet, fs, path::Path};

use policy::{ListKind, PolicyKind, PolicyOutcome};

use crate::{fixture::day, shipped::packs};

const DAY: &str = "2023-10-31";

#[test]
fn the_counties_of_guizhou_are_36_and_30_and_20_of_86() {
    let packs = packs();
    let list = |name: &str| packs.list(&format!("regions.{name}"), "52", day(DAY)).expect("a list");
    let sizes = ["lead_counties", "push_counties", "base_counties"].map(|it| list(it).size());
    assert_eq!(sizes, [36, 30, 20]);
    let codes: BTreeSet<String> = ["lead_counties", "push_counties", "base_counties"]
        .iter()
        .flat_map(|it| list(it).items)
        .map(|it| it.code)
        .collect();
    assert_eq!(codes.len(), 86);
    assert!(
        !codes.contains("520103") && !codes.contains("520102"),
        "云岩区、南明区 are not sorted"
    );
    assert_eq!(list("national_key_counties").items, list("base_counties").items);
    let of = |region: &str| -> Vec<String> {
        packs.lists_naming(region, day(DAY)).into_iter().map(|it| it.name).collect()
    };
    assert_eq!(of("522729"), ["regions.push_counties"], "长顺县");
    assert_eq!(of("522732"), ["regions.base_counties", "regions.national_key_counties"], "三都县");
    assert!(packs.lists_naming("522732", day("2026-06-30")).is_empty());
}

#[test]
fn yunnan_counts_57_and_dali_names_seven() {
    let packs = packs();
    let list = |name: &str, region: &str| {
        packs.list(&format!("regions.{name}"), region, day(DAY)).expect("a list")
    };
    for (name, count) in
        [("national_key_counties", 27), ("provincial_key_counties", 30), ("key_counties", 57)]
    {
        let list = list(name, "53");
        assert_eq!((list.size(), list.is_whole()), (count, false), "{name}");
        assert!(list.note.is_some_and(|it| it.contains("没有列名称")));
    }
    let dali = list("provincial_key_counties", "5329");
    assert_eq!((dali.items.len(), dali.is_whole()), (7, true));
    assert_eq!(list("delisted_counties", "5329").items.len(), 11);
    assert_eq!(list("weak_townships", "532327").items.len(), 2);
    assert!(
        packs
            .lists_naming("532327103", day(DAY))
            .iter()
            .any(|it| it.name == "regions.weak_townships")
    );
}

/// A code that nobody has would silently never match.
#[test]
fn every_region_of_a_list_exists() {
    let divisions = Path::new("../../../shared/data/divisions.csv");
    let Ok(text) = fs::read_to_string(divisions) else {
        println!("the regions are not beside this checkout: skipped");
        return;
    };
    let codes: BTreeSet<&str> = text.lines().filter_map(|it| it.split(',').next()).collect();
    let packs = packs();
    let mut seen = 0;
    for region in ["53", "5329", "532327", "52", "51"] {
        for list in packs.all_lists(region, day(DAY)) {
            for item in list.items.iter().filter(|_| list.of == ListKind::Regions) {
                let code = format!("{:0<12}", item.code);
                assert!(codes.contains(code.as_str()), "{} {}", list.name, item.code);
                seen += 1;
            }
        }
    }
    assert!(seen >= 120, "only {seen} regions");
}

#[test]
fn classes_causes_and_grades_are_those_of_each_document() {
    let packs = packs();
    let items = |name: &str, region: &str, on: &str| -> Vec<String> {
        let list = packs.list(name, region, day(on)).expect(name);
        list.items.into_iter().map(|it| it.zh).collect()
    };
    assert_eq!(
        items("monitoring.types", "52", DAY),
        ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"]
    );
    assert_eq!(items("monitoring.causes_of_sudden", "52", DAY).len(), 4);
    assert_eq!(items("monitoring.causes_of_sudden", "532327", DAY).len(), 3);
    assert_eq!(items("monitoring.key_groups", "5329", DAY).len(), 5);
    assert_eq!(items("monitoring.sharing_bodies", "53", DAY).len(), 20);
    assert_eq!(items("assessment.grades", "5329", DAY), ["好", "较好", "一般"]);
    assert_eq!(
        items("funds.project_chain", "532327", DAY).last().map(String::as_str),
        Some("县审批")
    );
    assert_eq!(items("funds.project_chain", "5329", DAY).len(), 6);
    assert_eq!(items("funds.key_county_projects", "53", DAY).len(), 10);
    assert_eq!(items("funds.key_county_projects", "532932", DAY).len(), 9);
    let later = packs.list("monitoring.types", "53", day("2026-06-30")).expect("a list");
    assert!(later.is_default && later.note.is_some_and(|it| it.contains("未确认")));
}

#[test]
fn names_of_2026_are_other_names_and_unconfirmed() {
    let packs = packs();
    for (name, before, after) in [
        ("labels.monitored_object", "防止返贫监测对象", "防止返贫致贫对象"),
        ("labels.bridging_fund", "财政衔接推进乡村振兴补助资金", "常态化帮扶资金"),
        ("transition.in_force", "是", "否"),
        ("exit_assessment.required", "否", "是"),
    ] {
        for region in ["53", "5329", "532327", "52", "51"] {
            let show = |on: &str| packs.parameter(name, region, day(on)).expect(name);
            assert_eq!(show("2025-12-31").show(), before);
            let later = show("2026-06-30");
            assert_eq!(later.show(), after);
            let unconfirmed = later.note.is_some_and(|it| it.contains("未确认"));
            assert!(unconfirmed || name == "transition.in_force", "{name}");
        }
    }
}

#[test]
fn every_plan_has_its_register() {
    let packs = packs();
    for (region, least) in [("53", 100), ("5329", 100), ("532327", 100), ("52", 50), ("51", 40)] {
        let register = packs.register(region, day(DAY));
        assert!(register.len() >= least, "{region}: {}", register.len());
        let kinds: BTreeSet<PolicyKind> = register.iter().map(|it| it.kind).collect();
        assert!(kinds.len() >= 12, "{region}: {kinds:?}");
        assert!(
            register.iter().filter(|it| !it.realised_by.is_empty()).count() * 2 >= register.len()
        );
    }
    let outcome = |on: &str| {
        packs
            .register("53", day(on))
            .into_iter()
            .find(|it| it.id == "premium_ends")
            .map(|it| it.outcome)
    };
    assert_eq!(
        (outcome("2024-12-31"), outcome("2025-06-30")),
        (None, Some(PolicyOutcome::Withdrawn))
    );
}
