//! The register of policies: what is refused, what counts on a day.

use policy::{PolicyKind, PolicyOutcome, Realised};

use crate::fixture::{PROVINCE, day, folder, load, problems};

const REGISTER: &str = r#"
[premium]
zh = "资助参保"
kind = "health"
outcome = "adjusted"
from = "2021-01-01"
to = "2024-12-31"
basis = "plan 第四章"
realised_by = ["rule R001", "parameter money.line"]
[road]
zh = "修路"
kind = "construction"
outcome = "strengthened"
from = "2021-01-01"
basis = "plan 第十章"
"#;

#[track_caller]
fn refuses(from: &str, to: &str, says: &str) {
    assert!(REGISTER.contains(from), "{from}");
    let found = problems(&[("cn/register.toml", &REGISTER.replacen(from, to, 1))]);
    assert!(found.len() == 1 && found[0].contains(says), "wanted {says:?}, got {found:#?}");
}

#[test]
fn what_is_wrong_in_a_register_is_said_with_file_and_line() {
    refuses("zh =", "en = \"x\"\nzh =", "cn/register.toml 第3行：不认识的键 en");
    refuses("\"health\"", "\"helth\"", "第4行：kind 没有 helth（是不是想写 health？）");
    refuses("\"adjusted\"", "\"changed\"", "outcome 没有 changed");
    refuses("outcome = \"adjusted\"\n", "", "缺少 outcome，请补上");
    refuses("rule R001", "rule R009", "没有规则 R009");
    refuses("money.line", "money.lin", "没有参数 money.lin（是不是想写 money.line？）");
    refuses("\"rule R001\"", "\"R001\"", "realised_by 写作");
    refuses("\"parameter money.line\"", "\"rule R001\"", "rule R001 写了两次");
    refuses("[premium]", "[Premium]", "政策标识 Premium 只用小写");
    refuses("to = \"2024-12-31\"", "to = \"2020-12-31\"", "不能早于 from");
}

#[test]
fn a_policy_counts_until_its_last_day_and_the_nearest_pack_says_what_becomes_of_it() {
    let near = "[road]\nzh = \"修路\"\nkind = \"construction\"\noutcome = \"withdrawn\"\nfrom = \"2023-01-01\"\nbasis = \"plan 第一章\"\n";
    let dir = folder(&[
        ("cn/register.toml", REGISTER),
        ("cn-99/pack.toml", PROVINCE),
        ("cn-99/register.toml", near),
    ]);
    let packs = load(dir.path());
    let register = |region: &str, on: &str| packs.register(region, day(on));
    let all = register("", "2023-10-31");
    let premium = &all[0];
    assert_eq!((premium.id.as_str(), premium.kind), ("premium", PolicyKind::Health));
    assert_eq!(premium.realised_by[0], Realised::Rule("R001".into()));
    assert_eq!(register("", "2025-01-01").len(), 1, "one has ended");
    let road = |on: &str| register("990123", on).into_iter().find(|it| it.id == "road");
    assert_eq!(road("2022-06-30").expect("it").outcome, PolicyOutcome::Strengthened);
    let later = road("2023-06-30").expect("it");
    assert_eq!((later.outcome, later.pack.as_str()), (PolicyOutcome::Withdrawn, "cn-99"));
}
