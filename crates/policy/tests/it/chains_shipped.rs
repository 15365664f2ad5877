//! The chains of this repository: each region's procedure in the words of its own document.

use std::fmt::Write as _;

use policy::{ChainKind, ReviewStep, StepKind};

use crate::{fixture::day, shipped::packs};

/// A chain in a few lines: the pack and the whole limit, then a line for each step.
fn compact(kind: ChainKind, region: &str, on: &str) -> String {
    let chain = packs().review_chain(kind, region, day(on)).expect("a chain");
    let whole = chain.whole.as_ref().map_or("-".to_owned(), |it| {
        format!("{}{}", it.show(), if it.is_default { "*" } else { "" })
    });
    let mut text = format!("{} {whole} {}\n", chain.pack, chain.from);
    for step in &chain.steps {
        let _ = writeln!(text, "{}", line(step));
    }
    text
}

/// `+` may run alongside the step before it, `!` decides.
fn line(step: &ReviewStep) -> String {
    let mut text = String::from(if step.alongside { "+" } else { "" });
    let _ = write!(text, "{} {} {}", step.zh, step.level.word(), step.role);
    for (sign, limit) in [("≤", &step.limit), ("≥", &step.at_least)] {
        if let Some(limit) = limit {
            let _ =
                write!(text, " {sign}{}{}", limit.show(), if limit.is_default { "*" } else { "" });
        }
    }
    if step.decides {
        text.push_str(" !");
    }
    text
}

#[track_caller]
fn identification(region: &str, on: &str, expected: &str) {
    assert_eq!(compact(ChainKind::Identification, region, on), expected.trim_start());
}

#[track_caller]
fn elimination(region: &str, on: &str, expected: &str) {
    assert_eq!(compact(ChainKind::Elimination, region, on), expected.trim_start());
}

#[test]
fn a_province_without_its_own_follows_the_national_line() {
    let expected = "
cn 15天* 2021-01-01
入户核实 village village_worker ≤5个工作日*
+信息比对 county department_officer ≤5天*
民主评议 village village_worker
村内公示 village village_worker ≥5天*
乡镇审核 township township_reviewer
县级审定 county county_approver !
公告 county county_officer
";
    identification("450000", "2023-10-31", expected);
}

#[test]
fn yunnan_analyses_before_it_goes_to_the_household() {
    let expected = "
cn-53 15天* 2021-01-01
综合分析研判 county county_officer
实地调查 village village_worker
评议 village village_worker
公示 village village_worker ≥5天*
乡（镇、街道）审核 township township_reviewer
县级确定 county county_approver !
";
    identification("530000", "2023-10-31", expected);
    identification("532901", "2023-10-31", expected);
}

#[test]
fn yongren_compares_data_in_a_step_of_its_own() {
    let expected = "
cn-532327 15天* 2021-01-01
逐户实地核查 village village_worker
综合分析研判 township township_reviewer
数据比对核查 county department_officer
评议 village village_worker
公示 village village_worker ≥5天*
县乡逐级审定（乡级） township township_reviewer
县乡逐级审定（县级） county county_approver !
";
    identification("532327", "2023-10-31", expected);
}

#[test]
fn guizhou_uses_the_words_of_its_plan() {
    let expected = "
cn-52 15天* 2021-01-01
调查 village village_worker
核实 county department_officer
确认 village village_worker
村内公示 village village_worker ≥5天*
审核 township township_reviewer
审核登记 county county_approver !
";
    identification("522729", "2023-10-31", expected);
}

#[test]
fn sichuan_became_faster_every_year() {
    let steps = |first: &str| {
        format!(
            "\
核查 village {first}
+数据比对 county department_officer
民主评议 village village_worker
村内公示 village village_worker ≥5天*
乡镇审核 township township_reviewer
县级审定 county county_approver !
公告 county county_officer
"
        )
    };
    let on = |day: &str, head: &str, first: &str| {
        identification("510000", day, &format!("{head}\n{}", steps(first)));
    };
    on("2021-05-27", "cn-51 30天* 2021-05-27", "village_worker");
    on("2022-12-31", "cn-51 15天* 2022-01-01", "village_worker");
    on("2023-01-01", "cn-51 10天* 2023-01-01", "grid_worker");
    let before = compact(ChainKind::Identification, "510000", "2021-05-26");
    assert!(before.starts_with("cn 15天*"), "{before}");
}

#[test]
fn one_leaves_as_one_came_in() {
    let national = "
cn - 2021-01-01
入户核实 village village_worker
民主评议 village village_worker
村内公示 village village_worker ≥5天*
乡镇审核 township township_reviewer
县级审定并标注 county county_approver !
公告 county county_officer
";
    elimination("450000", "2023-10-31", national);
    elimination("522729", "2023-10-31", national);
    elimination("510000", "2022-12-31", national);
    let yunnan = "
cn-53 - 2021-01-01
评议会 village village_worker
实地调查 village village_worker
公示 village village_worker ≥5天*
逐级审定（乡镇、街道） township township_reviewer
逐级审定（县级）并标注 county county_approver !
";
    elimination("530000", "2023-10-31", yunnan);
    elimination("532901", "2023-10-31", yunnan);
    elimination("532327", "2023-10-31", yunnan);
    let sichuan = "
cn-51 - 2023-01-01
核查 village grid_worker
民主评议 village village_worker
村内公示 village village_worker ≥5天*
乡镇审核 township township_reviewer
县级审定并标注 county county_approver !
公告 county county_officer
";
    elimination("510000", "2023-10-31", sichuan);
}

/// Yunnan ends monitoring with the mark; Sichuan goes on visiting.
#[test]
fn what_follows_elimination_differs() {
    let packs = packs();
    let follow_up = |region: &str| {
        packs.parameter("elimination.follow_up", region, day("2023-10-31")).map(|it| it.value)
    };
    assert_eq!(follow_up("532327"), Some(0));
    assert_eq!(follow_up("510000"), Some(1));
    assert_eq!(follow_up("520000"), Some(1));
}

#[test]
fn every_shipped_chain_asks_the_village_and_its_roles_have_names() {
    let packs = packs();
    for region in ["45", "51", "52", "53", "5329", "532327"] {
        for kind in ChainKind::ALL {
            for on in ["2021-01-01", "2023-10-31", "2026-06-30"] {
                let chain = packs.review_chain(kind, region, day(on)).expect("a chain");
                let has = |kind| chain.steps.iter().any(|it| it.kind == kind);
                assert!(
                    has(StepKind::HomeVerification) && has(StepKind::VillageNotice),
                    "{region}"
                );
                assert!(chain.note.is_some(), "{region} says what is not in its document");
                for step in &chain.steps {
                    assert!(packs.role_zh(&step.role, region).is_some(), "{} {region}", step.role);
                }
            }
        }
    }
}
