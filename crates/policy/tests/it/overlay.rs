//! The nearest pack that has an answer on the day gives it.

use policy::{Comparison, Effect, FactValue, Judgment, Risk, Unit};

use crate::fixture::{CASES, COUNTY, PROVINCE, RULE, day, folder, load};

const PROVINCE_LINE: &str = r#"
[line]
zh = "省线"
unit = "yuan"
[[line.values]]
from = "2023-01-01"
to = "2025-12-31"
value = 8000
basis = "plan 第三章第一节"
"#;

const PROVINCE_CASES: &str = r#"
[[case]]
name = "省线以下触发"
on = "2023-10-31"
facts = { income = 7000 }
fires = true
[[case]]
name = "县在同一条线上"
on = "2023-10-31"
region = "990123"
facts = { income = 8000 }
fires = false
"#;

#[test]
fn the_newest_value_that_has_begun_applies() {
    let dir = folder(&[]);
    let packs = load(dir.path());
    let at = |on: &str| packs.parameter("money.line", "990123", day(on));
    assert_eq!(at("2020-12-31"), None);
    let first = at("2023-12-31").expect("a value");
    assert_eq!((first.value, first.unit), (600_000, Unit::Fen));
    assert_eq!((first.basis.as_str(), first.is_default), ("示例规划 第一章", false));
    let second = at("2024-01-01").expect("a value");
    assert_eq!((second.value, second.show()), (870_050, "8700.5元".to_owned()));
    assert_eq!((second.is_default, second.note.as_deref()), (true, Some("试用")));
}

#[test]
fn the_nearest_pack_with_a_value_on_the_day_wins() {
    let dir = folder(&[
        ("cn-99/pack.toml", PROVINCE),
        ("cn-99/parameters/money.toml", PROVINCE_LINE),
        ("cn-99/cases/R001.toml", PROVINCE_CASES),
        ("cn-990123/pack.toml", COUNTY),
    ]);
    let packs = load(dir.path());
    let at = |region: &str, on: &str| {
        packs.parameter("money.line", region, day(on)).map(|it| (it.value, it.pack))
    };
    assert_eq!(at("990123", "2022-12-31"), Some((600_000, "cn".into())));
    assert_eq!(at("990123", "2023-01-01"), Some((800_000, "cn-99".into())));
    assert_eq!(at("990123004005", "2025-12-31"), Some((800_000, "cn-99".into())));
    assert_eq!(at("990123", "2026-01-01"), Some((870_050, "cn".into())), "the province's ended");
    assert_eq!(at("98", "2023-10-31"), Some((600_000, "cn".into())), "another province");

    let names: Vec<_> = packs.chain("990123").into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["cn-990123", "cn-99", "cn"]);
}

#[test]
fn an_older_value_does_not_come_back_when_a_newer_one_ends() {
    let ended = r#"
[line]
zh = "线"
unit = "yuan"
[[line.values]]
from = "2021-01-01"
value = 1000
basis = "plan 第一章"
[[line.values]]
from = "2023-01-01"
to = "2023-06-30"
value = 2000
basis = "plan 第二章"
"#;
    let dir = folder(&[("cn-99/pack.toml", PROVINCE), ("cn-99/parameters/money.toml", ended)]);
    let packs = load(dir.path());
    let at = |on: &str| packs.parameter("money.line", "99", day(on)).map(|it| it.value);
    assert_eq!(at("2022-12-31"), Some(100_000));
    assert_eq!(at("2023-06-30"), Some(200_000));
    assert_eq!(at("2023-07-01"), Some(600_000), "the nation's, not the province's old one");
}

#[test]
fn a_rule_is_compiled_with_the_limit_of_the_household_s_region() {
    let times = RULE.replace("param = \"money.line\"", "param = \"money.line\"\ntimes = 1.5");
    let cases = CASES.replace("6000", "9000").replace("5999.99", "8999.99");
    let dir = folder(&[("cn/rules/R001.toml", &times), ("cn/cases/R001.toml", &cases)]);
    let packs = load(dir.path());
    let rules = packs.rules_for("990123", day("2023-10-31"));
    let [rule] = &rules[..] else { panic!("one rule: {rules:?}") };
    assert_eq!((rule.id.as_str(), rule.signal.as_str(), rule.priority), ("R001", "low", 2));
    assert_eq!((rule.raises, rule.effect), (Some(Risk::Illness), Effect::Clue));
    let cond = &rule.all[0];
    assert_eq!((cond.op, cond.limit), (Comparison::Below, 900_000));
    let parameter = cond.parameter.as_ref().expect("a parameter");
    assert_eq!((parameter.value, parameter.pack.as_str()), (600_000, "cn"));
    assert_eq!(parameter.times.map(|it| it.to_string()).as_deref(), Some("1.5"));
    assert!(packs.rules_for("990123", day("2020-12-31")).is_empty());
}

#[test]
fn a_nearer_pack_replaces_a_rule_from_its_date_on() {
    let replacement = RULE
        .replace("收入低于线", "县的规则")
        .replace("from = \"2021-01-01\"", "from = \"2023-01-01\"");
    let dir = folder(&[
        ("cn-990123/pack.toml", COUNTY),
        ("cn-990123/rules/R001.toml", &replacement),
        ("cn-990123/cases/R001.toml", CASES),
    ]);
    let packs = load(dir.path());
    let title = |region: &str, on: &str| packs.rules_for(region, day(on))[0].title.clone();
    assert_eq!(title("990123", "2022-12-31"), "收入低于线");
    assert_eq!(title("990123", "2023-01-01"), "县的规则");
    assert_eq!(title("990124", "2023-01-01"), "收入低于线");
}

#[test]
fn a_nearer_pack_switches_a_rule_off() {
    let off = "off = true\nfrom = \"2023-01-01\"\nbasis = \"default\"\nnote = \"本县另有办法\"\n";
    let case = "[[case]]\nname = \"已停用\"\non = \"2023-10-31\"\nfacts = {}\nfires = false\n";
    let dir = folder(&[
        ("cn-990123/pack.toml", COUNTY),
        ("cn-990123/rules/R001.toml", off),
        ("cn-990123/cases/R001.toml", case),
    ]);
    let packs = load(dir.path());
    assert_eq!(packs.rules_for("990123", day("2022-12-31")).len(), 1);
    assert_eq!(packs.rules_for("990123", day("2023-01-01")).len(), 0);
    assert_eq!(packs.rules_for("99", day("2023-01-01")).len(), 1);
}

#[test]
fn evidence_tells_the_comparison_and_survives_being_stored() {
    let dir = folder(&[]);
    let packs = load(dir.path());
    let rule = &packs.rules_for("99", day("2023-10-31"))[0];
    let Judgment::Fires(evidence) = rule.judge(|_| FactValue::Known(599_999)) else {
        panic!("it fires");
    };
    let [one] = &evidence[..] else { panic!("one condition: {evidence:?}") };
    assert_eq!(
        (one.fact.as_str(), one.actual, one.limit, one.holds),
        ("income", 599_999, 600_000, true)
    );
    let stored = serde_json::to_string(&evidence).expect("JSON");
    let back: Vec<policy::Evidence> = serde_json::from_str(&stored).expect("JSON");
    assert_eq!(back, evidence);
}

#[test]
fn the_hash_follows_content_and_not_line_endings() {
    let hash = |more: &[(&str, &str)]| load(folder(more).path()).hash();
    let plain = hash(&[]);
    assert_eq!(plain.len(), 16);
    assert_eq!(plain, hash(&[("cn/rules/R001.toml", &RULE.replace('\n', "\r\n"))]));
    assert_eq!(plain, hash(&[("cn/README.md", "说明")]), "notes for people do not count");
    assert_ne!(plain, hash(&[("cn/rules/R001.toml", &format!("{RULE}# 说明\n"))]));
}
