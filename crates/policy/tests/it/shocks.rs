//! Kinds of events and triggers: overlaid by region, switched off, and refused where they cannot be.

use policy::{FoundBy, OpensCases, PriceBase, TriggerOf};

use crate::{
    fixture::{COUNTY, PROVINCE, day, folder, load, problems},
    shipped::packs,
};

const DAYS: &str = r#"
[days]
zh = "跟踪天数"
unit = "days"
[[days.values]]
from = "2021-01-01"
value = 30
basis = "default"
note = "试"
[months]
zh = "月数"
unit = "months"
[[months.values]]
from = "2021-01-01"
value = 2
basis = "default"
note = "试"
[fall]
zh = "跌幅"
unit = "percent"
[[fall.values]]
from = "2021-01-01"
value = 12.5
basis = "default"
note = "试"
"#;

const TYPE: &str = r#"
zh        = "洪涝"
en        = "Flood"
kind      = "disaster"
from      = "2021-01-01"
basis     = "default"
note      = "试"
risk      = "natural_disaster"
cases     = "at_once"
follow_up = "shock.days"

[[ways]]
name = "area"
zh   = "全部"
en   = "All"
by   = "area"
"#;

const POOR: &str = r#"
[[ways]]
name = "poor"
zh   = "收入低的"
en   = "Poor"
by   = "facts"

[[ways.all]]
fact  = "income"
is    = "below"
param = "money.line"

[[ways.any]]
fact  = "poor"
is    = "equal_to"
value = true
"#;

const TRIGGER: &str = r#"
zh      = "价格下跌"
en      = "Price fall"
from    = "2021-01-01"
basis   = "plan 第一章"
shock   = "flood"
prices  = "quotations"
product = "product"
on      = "day"
price   = "price"
against = "before_the_fall"
limit   = "shock.fall"
months  = "shock.months"
"#;

const OFF: &str = "off = true\nfrom = \"2023-01-01\"\nbasis = \"plan 第二章\"\n";

#[test]
fn a_nearer_pack_replaces_a_kind_whole_or_switches_it_off() {
    let nearer = format!("{TYPE}{POOR}").replace("洪涝", "洪水");
    let dir = folder(&[
        ("cn/parameters/shock.toml", DAYS),
        ("cn/shocks/flood.toml", TYPE),
        ("cn/triggers/price.toml", TRIGGER),
        ("cn-99/pack.toml", PROVINCE),
        ("cn-99/shocks/flood.toml", &nearer),
        ("cn-990123/pack.toml", COUNTY),
        ("cn-990123/triggers/price.toml", OFF),
    ]);
    let packs = load(dir.path());
    let nation = packs.shock_type("flood", "98", day("2023-10-31")).expect("a kind");
    assert_eq!((nation.zh.as_str(), nation.ways.len(), nation.is_default), ("洪涝", 1, true));
    assert_eq!(nation.cases, OpensCases::AtOnce);
    assert_eq!(packs.shock_type("flood", "98", day("2020-12-31")), None);

    let province = packs.shock_type("flood", "990123", day("2023-10-31")).expect("a kind");
    assert_eq!((province.zh.as_str(), province.pack.as_str()), ("洪水", "cn-99"));
    let way = province.way("poor").expect("a way");
    let FoundBy::Facts(rule) = &way.by else { panic!("by facts") };
    let limit = rule.all[0].parameter.as_ref().expect("a parameter");
    assert_eq!((limit.name.as_str(), limit.value), ("money.line", 600_000));
    assert_eq!(rule.any.len(), 1);

    let triggers = packs.alarm_triggers("99", day("2023-10-31"));
    let TriggerOf::Prices { against, .. } = &triggers[0].of else { panic!("prices") };
    assert_eq!(*against, PriceBase::BeforeTheFall);
    assert_eq!((triggers[0].limit.1.value, triggers[0].months.1.value), (1_250, 2));
    assert_eq!(packs.alarm_triggers("990123", day("2022-12-31")).len(), 1, "not yet off");
    assert_eq!(packs.alarm_triggers("990123", day("2023-10-31")), []);
}

#[test]
fn what_cannot_be_is_refused_with_its_line() {
    let check = |kind: &str, trigger: &str, expected: &[&str]| {
        let found = problems(&[
            ("cn/parameters/shock.toml", DAYS),
            ("cn/shocks/flood.toml", kind),
            ("cn/triggers/price.toml", trigger),
        ]);
        for part in expected {
            assert!(found.iter().any(|it| it.contains(part)), "{part}: {found:#?}");
        }
        assert_eq!(found.len(), expected.len(), "{found:#?}");
    };
    check(TYPE, TRIGGER, &[]);
    check(&TYPE.replace("shock.days", "shock.dyas"), TRIGGER, &["没有参数 shock.dyas"]);
    check(&TYPE.replace("shock.days", "shock.months"), TRIGGER, &["shock.months 的单位应是天"]);
    check(
        &TYPE.replace("kind      = \"disaster\"", "kind = \"storm\""),
        TRIGGER,
        &["kind 没有 storm", "没有突发事件类型 flood"],
    );
    let twice =
        format!("{TYPE}\n[[ways]]\nname = \"area\"\nzh = \"x\"\nen = \"x\"\nby = \"area\"\n");
    check(&twice, TRIGGER, &["[[ways]] area 写了两次"]);
    let linked = format!(
        "{TYPE}\n[[ways]]\nname = \"linked\"\nzh = \"x\"\nen = \"x\"\nby = \"ledger\"\n\
         ledger = \"linkages\"\nof = \"household\"\nlink = \"operator\"\n"
    );
    check(&linked, TRIGGER, &["写了 link 的找法要有 [hits]"]);
    check(TYPE, &TRIGGER.replace("shock.fall", "shock.days"), &["shock.days 的单位应是%"]);
    check(TYPE, &TRIGGER.replace("\"flood\"", "\"hail\""), &["没有突发事件类型 hail"]);
    check(TYPE, &TRIGGER.replace("against ", "aginst "), &["缺少 against", "不认识的键 aginst"]);
}

#[test]
fn the_shipped_kinds_are_those_of_the_plan() {
    let packs = packs();
    let types = packs.shock_types("532327", day("2023-10-31"));
    let names: Vec<&str> = types.iter().map(|it| it.zh.as_str()).collect();
    // 000 ch. 3 §3: five disasters, public emergencies, four economic shocks; and the two ways a
    // project fails that ledgers can tell apart.
    for it in [
        "气象灾害",
        "地震灾害",
        "地质灾害",
        "森林草原火灾",
        "生物灾害",
        "重大突发公共事件",
        "大宗农副产品价格持续大幅下滑",
        "农村劳动力失业明显增多",
        "乡村产业项目失败",
        "集中安置区就业和社区融入风险",
        "经营主体停业",
        "帮扶车间停产",
    ] {
        assert!(names.contains(&it), "{it}");
    }
    assert_eq!(names.len(), 12);
    let triggers = packs.alarm_triggers("532327", day("2023-10-31"));
    assert_eq!(triggers.len(), 5);
    assert!(triggers.iter().all(|it| it.limit.1.is_default && it.limit.1.note.is_some()));
}
