//! The nearest pack with a version in force on the day gives the whole chain.

use kernel::RegionLevel;
use policy::{ChainKind, ReviewChain, StepKind};

use crate::fixture::{CHAIN, COUNTY, PROVINCE, day, folder, load};

const IDENTIFICATION: ChainKind = ChainKind::Identification;

/// Two versions of the province: 2022, and 2023 to 2024 with a shorter limit.
fn province_chain() -> String {
    let version = |from: &str, time: &str| {
        let (_, steps) = CHAIN.split_once("[[versions]]\n").expect("a version");
        format!("[[versions]]\n{steps}")
            .replace("from = \"2020-01-01\"", from)
            .replace("time = \"15 days\"", &format!("time = \"{time}\""))
    };
    let last = version("from = \"2023-01-01\"\nto = \"2024-12-31\"", "10 working days");
    let first = version("from = \"2022-01-01\"", "20 days");
    // The newer stands first in the file; its dates decide.
    format!("zh = \"省的程序\"\n{last}{first}")
}

fn names(steps: &[&policy::ReviewStep]) -> Vec<String> {
    steps.iter().map(|it| it.name.clone()).collect()
}

#[test]
fn a_chain_is_read_as_it_is_written() {
    let dir = folder(&[]);
    let chain = load(dir.path()).review_chain(IDENTIFICATION, "990123", day("2023-10-31"));
    let chain = chain.expect("the nation's");
    assert_eq!(
        (chain.kind, chain.zh.as_str(), chain.pack.as_str()),
        (IDENTIFICATION, "示例程序", "cn")
    );
    assert_eq!((chain.basis.as_str(), chain.is_default), ("示例规划 第二章", false));
    assert_eq!((chain.from, chain.to), (day("2020-01-01"), None));
    let whole = chain.whole.as_ref().expect("a limit");
    assert_eq!((whole.show().as_str(), whole.is_default), ("15天", true));
    assert_eq!(whole.note.as_deref(), Some("见于记录"));

    let visit = chain.step("visit").expect("a step");
    assert_eq!((visit.kind, visit.level), (StepKind::HomeVerification, RegionLevel::Village));
    assert_eq!((visit.zh.as_str(), visit.role.as_str()), ("实地调查", "village_worker"));
    let limit = visit.limit.as_ref().expect("a limit");
    assert_eq!((limit.days, limit.working, limit.show().as_str()), (3, true, "3个工作日"));
    let notice = chain.step("notice").expect("a step");
    assert_eq!(notice.at_least.as_ref().map(|it| it.days), Some(5));
    assert!(notice.stops_clock && !visit.stops_clock);
    let deciding: Vec<&str> =
        chain.steps.iter().filter(|it| it.decides).map(|it| it.name.as_str()).collect();
    assert_eq!(deciding, ["approval"]);
    assert!(chain.step("vote").is_none());
}

#[test]
fn the_nearest_pack_with_a_version_on_the_day_gives_the_whole_chain() {
    let dir = folder(&[
        ("cn-99/pack.toml", PROVINCE),
        ("cn-99/chains/identification.toml", &province_chain()),
        ("cn-990123/pack.toml", COUNTY),
    ]);
    let packs = load(dir.path());
    let at = |region: &str, on: &str| {
        let chain = packs.review_chain(IDENTIFICATION, region, day(on))?;
        Some((chain.pack, chain.whole.map(|it| it.show()).unwrap_or_default()))
    };
    let found = |pack: &str, whole: &str| Some((pack.to_owned(), whole.to_owned()));
    assert_eq!(at("990123", "2019-12-31"), None);
    assert_eq!(at("990123", "2021-12-31"), found("cn", "15天"));
    assert_eq!(at("990123", "2022-01-01"), found("cn-99", "20天"));
    assert_eq!(at("990123", "2022-12-31"), found("cn-99", "20天"));
    assert_eq!(at("990123004005", "2023-01-01"), found("cn-99", "10个工作日"));
    assert_eq!(at("99", "2024-12-31"), found("cn-99", "10个工作日"));
    assert_eq!(at("99", "2025-01-01"), found("cn", "15天"), "an older version does not come back");
    assert_eq!(at("98", "2023-10-31"), found("cn", "15天"), "another province");
    let elimination = packs.review_chain(ChainKind::Elimination, "99", day("2023-10-31"));
    assert_eq!(elimination.map(|it| it.pack), Some("cn".into()), "only identification differs");
}

#[test]
fn a_step_alongside_another_does_not_wait_for_it() {
    let dir = folder(&[]);
    let chain = load(dir.path()).review_chain(IDENTIFICATION, "99", day("2023-10-31"));
    let chain = chain.expect("the nation's");
    assert_eq!(names(&chain.waits_for("visit")), [""; 0]);
    assert_eq!(names(&chain.waits_for("comparison")), [""; 0]);
    assert_eq!(names(&chain.waits_for("notice")), ["visit", "comparison"]);
    assert_eq!(names(&chain.waits_for("approval")), ["visit", "comparison", "notice"]);
}

#[test]
fn a_chain_survives_being_stored() {
    let dir = folder(&[]);
    let chain = load(dir.path()).review_chain(IDENTIFICATION, "99", day("2023-10-31"));
    let stored = serde_json::to_string(&chain).expect("JSON");
    let back: Option<ReviewChain> = serde_json::from_str(&stored).expect("JSON");
    assert_eq!(back, chain);
}

#[test]
fn a_role_is_named_by_the_nearest_pack_that_lists_it() {
    let province = format!("{PROVINCE}[roles]\nvillage_worker = \"网格员\"\n");
    let dir = folder(&[("cn-99/pack.toml", &province)]);
    let packs = load(dir.path());
    assert_eq!(packs.role_zh("village_worker", "990123"), Some("网格员"));
    assert_eq!(packs.role_zh("village_worker", "98"), Some("村级核实人员"));
    assert_eq!(packs.role_zh("mayor", "990123"), None);
}
