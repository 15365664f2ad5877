//! One comparison: a fact, a word, and a parameter or one of the few limits a rule may hold itself.

use crate::{
    fact::{FactInfo, FactNames, Subject},
    problem::Faults,
    rule::Comparison,
    suggest,
    table::{Item, Lined, Table},
    times::Times,
    unit::Unit,
    written::{Against, Condition},
};

pub(super) fn conditions(
    top: &mut Table,
    key: &'static str,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) -> Option<Vec<Condition>> {
    let tables = top.tables(key, faults);
    let read = tables.into_iter().map(|table| condition(table, facts, faults));
    // Every condition is read before the first bad one counts, so that all faults are noted.
    read.collect::<Vec<_>>().into_iter().collect()
}

fn condition(mut table: Table, facts: &FactNames, faults: &mut Faults<'_>) -> Option<Condition> {
    let line = table.line;
    let name = table.required_text("fact", faults);
    let op = table.required_text("is", faults).and_then(|word| comparison(word, faults));
    let param = table.text("param", faults);
    let times = table.take("times");
    let value = table.take("value");
    table.finish(faults);

    let name = name?;
    let info = household_fact(&name, facts, faults)?;
    let op = op?;
    let ordered = !matches!(op, Comparison::EqualTo | Comparison::NotEqual);
    if matches!(info.unit, Unit::Bool | Unit::Code) && ordered {
        faults.at(line, format!("{} 只能用 equal_to 或 not_equal 比较", name.value));
    }
    let against = match (param, value) {
        (Some(param), None) => {
            let times = match times {
                None => None,
                Some(item) => Some(multiple(item, info.unit, faults)?),
            };
            Against::Parameter { name: param.value, times }
        }
        (None, Some(item)) => {
            if let Some(times) = times {
                faults.at(times.line, "times（倍数）只能与 param 一起用");
            }
            Against::Value(literal(&name.value, info, item, faults)?)
        }
        _ => {
            faults.at(line, "每个条件写 param（参数名）或 value（是否、0、1、代码）之一");
            return None;
        }
    };
    Some(Condition { line, fact: name.value, unit: info.unit.stored(), op, against })
}

fn comparison(word: Lined<String>, faults: &mut Faults<'_>) -> Option<Comparison> {
    let op = Comparison::from_name(&word.value);
    if op.is_none() {
        let names = Comparison::ALL.map(|it| format!("{} {}", it.name(), it.zh())).join("、");
        faults.at(word.line, format!("没有比较 {}，可用：{names}", word.value));
    }
    op
}

pub(super) fn household_fact<'a>(
    name: &Lined<String>,
    facts: &'a FactNames,
    faults: &mut Faults<'_>,
) -> Option<&'a FactInfo> {
    let Some(info) = facts.get(&name.value) else {
        let households = facts.iter().filter(|(_, it)| it.subject == Subject::Household);
        faults.at(
            name.line,
            format!(
                "没有事实 {}{}；事实列在 facts/ 里",
                name.value,
                suggest::hint(&name.value, households.map(|(name, _)| name.as_str()))
            ),
        );
        return None;
    };
    if info.subject != Subject::Household {
        faults.at(
            name.line,
            format!("{} 说的是人，规则以户判断；请用由它折算的户的事实", name.value),
        );
        return None;
    }
    if matches!(info.unit, Unit::Date | Unit::Text) {
        faults.at(
            name.line,
            format!("{} 是{}，不能直接比较；请用天数或月数的事实", name.value, info.unit.zh()),
        );
        return None;
    }
    Some(info)
}

fn multiple(item: Lined<Item>, unit: Unit, faults: &mut Faults<'_>) -> Option<Times> {
    if !unit.is_number() {
        faults.at(item.line, format!("{}没有倍数，请删去 times", unit.zh()));
        return None;
    }
    let times = match item.value {
        Item::Number(text) => Times::from_text(&text),
        _ => None,
    };
    if times.is_none() {
        faults.at(item.line, "times（倍数）应是大于零的数，最多三位小数，如 1.5");
    }
    times
}

/// A limit written in the rule itself: yes, no, 0, 1, or a word of a code list. Any other figure
/// is a parameter, so that it has a date and a source.
pub(super) fn literal(
    name: &str,
    info: &FactInfo,
    item: Lined<Item>,
    faults: &mut Faults<'_>,
) -> Option<i64> {
    let line = item.line;
    match (info.unit, item.value) {
        (Unit::Bool, Item::Flag(flag)) => Some(i64::from(flag)),
        (Unit::Bool, _) => {
            faults.at(line, format!("{name} 是是否，value 写 true 或 false"));
            None
        }
        (Unit::Code, Item::Text(word)) => {
            let index = info.codes.iter().position(|it| *it == word);
            if index.is_none() {
                let codes = info.codes.join("、");
                faults.at(line, format!("{name} 没有代码 {word}，可用：{codes}"));
            }
            index.and_then(|it| i64::try_from(it).ok())
        }
        (unit, Item::Number(text)) if unit.is_count() && (text == "0" || text == "1") => {
            text.parse().ok()
        }
        _ => {
            faults.at(
                line,
                "规则里只写是否、0、1 和代码；其他数请写进 parameters/，这里用 param 引用",
            );
            None
        }
    }
}
