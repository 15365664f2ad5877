//! Runs the cases: sentences with facts and an expected answer.

use crate::{
    fact::FactValue,
    packs::Packs,
    rule::{CompiledRule, Cond, Judgment},
    written::{Case, Expected},
};

/// What is wrong with a case, or nothing when it passes.
pub(crate) fn fault(packs: &Packs, id: &str, case: &Case) -> Option<String> {
    let Some(rule) = packs.rule(id, &case.region, case.on) else {
        // Not yet or no longer in force, or switched off here: nothing fires.
        return (case.fires != Expected::No).then(|| {
            format!("案例「{}」：{id} 在 {} 不生效，fires 应为 false", case.name, case.on)
        });
    };
    if let Some(stray) = stray_fact(&rule, case) {
        return Some(format!("案例「{}」：{id} 没有用到事实 {stray}，请删去", case.name));
    }
    let got = match rule.judge(|name| value(case, name)) {
        Judgment::Fires(_) => Expected::Yes,
        Judgment::No => Expected::No,
        Judgment::Unknown(_) => Expected::Unknown,
    };
    (got != case.fires).then(|| {
        format!(
            "案例「{}」：应{}，实际{}。{}",
            case.name,
            zh(case.fires),
            zh(got),
            comparisons(&rule, case)
        )
    })
}

/// Whether the case holds this fact exactly at its limit.
pub(crate) fn stands_on(cond: &Cond, case: &Case) -> bool {
    case.facts.get(&cond.fact) == Some(&cond.limit)
}

fn value(case: &Case, name: &str) -> FactValue {
    match case.facts.get(name) {
        Some(value) => FactValue::Known(*value),
        None if case.unknown.contains(name) => FactValue::Unknown,
        None => FactValue::Null,
    }
}

fn stray_fact<'a>(rule: &CompiledRule, case: &'a Case) -> Option<&'a str> {
    let mut named = case.facts.keys().chain(&case.unknown);
    named.find(|name| rule.facts().all(|fact| fact != name.as_str())).map(String::as_str)
}

fn zh(expected: Expected) -> &'static str {
    match expected {
        Expected::Yes => "触发",
        Expected::No => "不触发",
        Expected::Unknown => "为未知",
    }
}

/// Every comparison with its numbers, so that the officer sees which one went the other way.
fn comparisons(rule: &CompiledRule, case: &Case) -> String {
    let lines = rule.all.iter().chain(&rule.any).map(|cond| {
        let (actual, answer) = match value(case, &cond.fact) {
            FactValue::Known(value) => {
                (cond.unit.show(value), if cond.holds(value) { "成立" } else { "不成立" })
            }
            FactValue::Null => ("空".to_owned(), "不成立"),
            FactValue::Unknown => ("未知".to_owned(), "不能判断"),
        };
        let limit = cond.unit.show(cond.limit);
        format!("{} = {actual}，{}{limit}：{answer}", cond.fact, cond.op.zh())
    });
    lines.collect::<Vec<_>>().join("；")
}
