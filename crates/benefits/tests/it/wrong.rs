//! What is wrong is named with file, line and remedy.

use policy::{Packs, Problem};

use crate::support::{copy, facts};

const SOUND: &str = r#"
zh = "试"
gives = "money"
each = "year"
of = "household"
department = "民政局"
from = "2021-01-01"
basis = "default"
note = "试"
[inputs]
income = { zh = "收入", unit = "yuan" }
monitored = { fact = "monitored" }
[parameters]
line = "income.monitoring_line"
[[steps]]
name = "below"
zh = "低于线"
must = "income < line"
else = "不低于线"
[[steps]]
name = "amount"
zh = "差额"
unit = "yuan"
value = "line - income"
"#;

const CASES: &str = r#"
[[case]]
name = "差一元"
on = "2023-10-31"
given = { income = 5999 }
steps = { amount = 1 }
[[case]]
name = "恰好"
on = "2023-10-31"
given = { income = 6000 }
fails = "below"
"#;

/// The faults of a benefit and its cases, from reading them or from compiling them.
fn faults(benefit: &str, cases: &str) -> Vec<String> {
    let dir = copy(&[("cn/benefits/trial.toml", benefit), ("cn/benefit_cases/trial.toml", cases)]);
    let read = policy::check(dir.path(), &facts());
    let problems = match read.is_empty() {
        true => benefits::check(&Packs::load(dir.path(), &facts()).expect("sound")),
        false => read,
    };
    problems.iter().map(Problem::to_string).collect()
}

#[track_caller]
fn check(benefit: &str, cases: &str, expected: &str) {
    let faults = faults(benefit, cases);
    assert!(faults.iter().any(|it| it.contains(expected)), "{expected}\n{}", faults.join("\n"));
    assert!(faults.iter().all(|it| it.contains("trial.toml")), "{}", faults.join("\n"));
}

#[test]
fn what_is_sound_passes() {
    assert_eq!(faults(SOUND, CASES), Vec::<String>::new());
}

#[test]
fn a_file_is_read_strictly() {
    let with = |from: &str, to: &str| SOUND.replacen(from, to, 1);
    check(&with("gives = \"money\"", "gives = \"cash\""), CASES, "gives 没有 cash");
    check(&with("zh = \"试\"", "zh = \"试\"\ncolour = 1"), CASES, "第3行：不认识的键 colour");
    check(&with("fact = \"monitored\"", "fact = \"monitord\""), CASES, "monitored");
    check(&with("fact = \"monitored\"", "fact = \"age\""), CASES, "说的是人");
    check(&with("unit = \"yuan\" }", "unit = \"gold\" }"), CASES, "要写 unit");
    check(&with("name = \"below\"", "name = \"income\""), CASES, "写了两次");
    check(&with("else = \"不低于线\"\n", ""), CASES, "要写 else");
    check(&with("department = \"民政局\"\n", ""), CASES, "department");
    check(&with("must = \"income < line\"\n", ""), CASES, "value（算一个数）");
    check(&with("from = \"2021-01-01\"", "from = \"last year\""), CASES, "日期");
}

#[test]
fn a_formula_is_checked_against_what_it_may_name() {
    let with = |from: &str, to: &str| SOUND.replacen(from, to, 1);
    check(&with("income < line", "income < lime"), CASES, "第18行");
    check(&with("value = \"line - income\"", "value = \"line - \""), CASES, "写得不对");
    check(&with("value = \"line - income\"", "value = \"monitored\""), CASES, "不是元");
    check(&with("income.monitoring_line", "income.line"), CASES, "没有适用于");
    check(&with("income.monitoring_line", "notice.office"), CASES, "是文字");
    check(&with("name = \"amount\"", "name = \"difference\""), CASES, "amount");
    check(&with("gives = \"money\"", "gives = \"in_kind\""), CASES, "in_kind");
}

#[test]
fn a_case_that_does_not_come_out_shows_every_step() {
    let with = |from: &str, to: &str| CASES.replacen(from, to, 1);
    check(SOUND, &with("amount = 1", "amount = 2"), "below = 是，amount = 1元");
    check(SOUND, &with("fails = \"below\"", "steps = { below = true }"), "应符合，实际不符合");
    check(SOUND, &with("fails = \"below\"", "fails = \"amount\""), "实际不符合（below");
    check(SOUND, &with("income = 5999", "incom = 5999"), "可以给：income、monitored");
    check(SOUND, &with("income = 5999", "income = true"), "以元为单位");
    check(SOUND, &with("amount = 1", "amont = 1"), "没有步骤 amont");
    check(SOUND, &with("fails = \"below\"", "unknown = \"income\""), "缺 income");
    check(SOUND, &with("on = \"2023-10-31\"", "on = \"2020-10-31\""), "not_in_force");
    check(
        SOUND,
        "[[case]]\nname = \"a\"\non = \"2023-10-31\"\ngiven = { income = 1 }\nsteps = { amount = 5999 }",
        "缺少不符合的案例",
    );
    check(SOUND, "[[case]]\nname = \"a\"\non = \"2023-10-31\"\n", "steps（应算出的数）");
}

#[test]
fn cases_without_a_benefit_and_benefits_without_cases_are_told() {
    let dir = copy(&[("cn/benefit_cases/nothing.toml", CASES), ("cn/benefits/trial.toml", SOUND)]);
    let packs = Packs::load(dir.path(), &facts()).expect("sound");
    let faults: Vec<String> = benefits::check(&packs).iter().map(ToString::to_string).collect();
    assert!(faults.iter().any(|it| it.contains("没有待遇 nothing")), "{faults:?}");
    assert!(faults.iter().any(|it| it.contains("缺少符合的案例")), "{faults:?}");
}

#[test]
fn a_nearer_pack_replaces_or_switches_off() {
    let off = "off = true\nfrom = \"2023-01-01\"\nbasis = \"default\"\nnote = \"试\"\n";
    let dir = copy(&[("cn-53/benefits/yulu_aid.toml", off)]);
    let packs = Packs::load(dir.path(), &facts()).expect("sound");
    let has = |region: &str, on: &str| {
        packs.benefits(region, on.parse().expect("a day")).iter().any(|it| it.id == "yulu_aid")
    };
    assert!(has("532327", "2022-12-31") && !has("532327", "2023-01-01") && has("52", "2023-01-01"));
}

#[test]
fn what_is_not_there_cannot_be_switched_off() {
    let off = "off = true\nfrom = \"2023-01-01\"\nbasis = \"default\"\nnote = \"试\"\n";
    let dir = copy(&[("cn-52/benefits/dibao_leave.toml", off)]);
    let problems = policy::check(dir.path(), &facts());
    assert!(problems.iter().any(|it| it.to_string().contains("不必停用")), "{problems:?}");
}
