//! `benefits/<id>.toml`: one benefit a file.

use super::{files::is_snake_case, value::span};
use crate::{
    basis::{Documents, basis},
    benefit::{
        Alternative, Benefit, BenefitInput, BenefitOutcome, BenefitParameter, BenefitPeriod,
        BenefitStep, BenefitSubject, Formula, WrittenBenefit, WrittenValue,
    },
    fact::FactNames,
    problem::Faults,
    suggest,
    table::{Item, Lined, Table},
    unit::Unit,
};

/// None when something in it cannot be read.
pub(super) fn benefit(
    id: &str,
    mut top: Table,
    pack: &str,
    documents: &Documents<'_>,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) -> Option<WrittenBenefit> {
    let line = top.line;
    let off = top.flag("off", faults);
    let span = span(&mut top, faults);
    let basis = basis(&mut top, documents, faults);
    let body = (!off).then(|| body(&mut top, facts, faults));
    top.finish(faults);
    let ((from, to), basis) = (span?, basis?);
    let file = faults.file.to_owned();
    let body = match body {
        None => None,
        Some(body) => {
            let body = body?;
            Some(Benefit {
                id: id.to_owned(),
                zh: body.zh,
                outcome: body.outcome,
                each: body.each,
                of: body.of,
                department: body.department,
                paid_as: body.paid_as,
                inputs: body.inputs,
                parameters: body.parameters,
                steps: body.steps,
                pack: pack.to_owned(),
                basis: basis.text,
                is_default: basis.is_default,
                note: basis.note,
                from,
                to,
                file: file.clone(),
                line,
            })
        }
    };
    Some(WrittenBenefit { file, line, from, to, body })
}

struct Body {
    zh: String,
    outcome: BenefitOutcome,
    each: BenefitPeriod,
    of: BenefitSubject,
    department: Option<String>,
    paid_as: Vec<String>,
    inputs: Vec<BenefitInput>,
    parameters: Vec<BenefitParameter>,
    steps: Vec<BenefitStep>,
}

fn body(top: &mut Table, facts: &FactNames, faults: &mut Faults<'_>) -> Option<Body> {
    let line = top.line;
    let zh = top.required_text("zh", faults);
    let outcome = word(top, "gives", &BenefitOutcome::ALL, BenefitOutcome::word, faults);
    let each = word(top, "each", &BenefitPeriod::ALL, BenefitPeriod::word, faults);
    let of = word(top, "of", &BenefitSubject::ALL, BenefitSubject::word, faults);
    let department = top.text("department", faults).map(|it| it.value);
    let paid_as = texts(top, "paid_as", faults);
    let mut names = Names::default();
    let inputs = inputs(top, of, facts, &mut names, faults);
    let parameters = parameters(top, &mut names, faults);
    let steps = steps(top, &mut names, faults);
    if department.is_none() && outcome.is_some_and(|it| it != BenefitOutcome::Account) {
        faults.at(line, "缺少 department（由哪个部门办），请补上");
    }
    Some(Body {
        zh: zh?.value,
        outcome: outcome?,
        each: each?,
        of: of?,
        department,
        paid_as,
        inputs: inputs?,
        parameters: parameters?,
        steps: steps?,
    })
}

fn word<T: Copy>(
    top: &mut Table,
    key: &'static str,
    all: &[T],
    name: fn(T) -> &'static str,
    faults: &mut Faults<'_>,
) -> Option<T> {
    let Lined { line, value } = top.required_text(key, faults)?;
    let found = all.iter().copied().find(|it| name(*it) == value);
    if found.is_none() {
        let known: Vec<&str> = all.iter().map(|it| name(*it)).collect();
        faults.at(line, format!("{key} 没有 {value}，可用：{}", known.join("、")));
    }
    found
}

fn texts(top: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Vec<String> {
    let Some(Lined { line, value }) = top.take(key) else { return Vec::new() };
    let mut read = Vec::new();
    match value {
        Item::List(items) => {
            for item in items {
                match item.value {
                    Item::Text(text) if !text.trim().is_empty() => read.push(text),
                    _ => faults.at(item.line, format!("{key} 里应是文字，请加引号")),
                }
            }
        }
        _ => faults.at(line, format!("{key} 写作 [\"…\", \"…\"]")),
    }
    read
}

/// Names the formulas may use: none twice.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn add(&mut self, name: &str, line: u32, faults: &mut Faults<'_>) {
        if !is_snake_case(name) {
            faults.at(line, format!("名称 {name} 只用小写英文字母、数字和下划线"));
        }
        if matches!(name, "as_of" | "window_start") {
            faults.at(line, format!("{name} 是式子里已有的名称，请换一个"));
        }
        if self.0.iter().any(|it| it == name) {
            faults.at(line, format!("{name} 写了两次，请换一个名称"));
        }
        self.0.push(name.to_owned());
    }
}

/// The entries of a table in the order of the file.
fn in_order(table: Option<Table>) -> Vec<(String, Lined<Item>)> {
    let mut entries: Vec<_> = table.into_iter().flat_map(|mut it| in_full(&mut it)).collect();
    entries.sort_by_key(|(_, item)| item.line);
    entries
}

fn in_full(table: &mut Table) -> Vec<(String, Lined<Item>)> {
    table.take_all().collect()
}

fn inputs(
    top: &mut Table,
    of: Option<BenefitSubject>,
    facts: &FactNames,
    names: &mut Names,
    faults: &mut Faults<'_>,
) -> Option<Vec<BenefitInput>> {
    let mut read = Vec::new();
    for (name, Lined { line, value }) in in_order(top.table("inputs", faults)) {
        names.add(&name, line, faults);
        let Item::Table(table) = value else {
            faults.at(
                line,
                format!(
                    "{name} 写作 {name} = {{ fact = \"…\" }} 或 {{ zh = \"…\", unit = \"…\" }}"
                ),
            );
            read.push(None);
            continue;
        };
        read.push(input(name, line, table, of, facts, faults));
    }
    read.into_iter().collect()
}

fn input(
    name: String,
    line: u32,
    mut table: Table,
    of: Option<BenefitSubject>,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) -> Option<BenefitInput> {
    let fact = table.text("fact", faults);
    let zh = table.text("zh", faults).map(|it| it.value);
    let unit = table.text("unit", faults);
    let codes = texts(&mut table, "codes", faults);
    let otherwise = table.take("otherwise").map(WrittenValue::new);
    table.finish(faults);
    let (zh, unit, codes) = match &fact {
        Some(fact) => {
            let Some(info) = facts.get(&fact.value) else {
                let hint = suggest::hint(&fact.value, facts.keys().map(String::as_str));
                faults.at(line, format!("没有事实 {}{hint}；事实列在 facts/ 里", fact.value));
                return None;
            };
            if of.is_some_and(|it| !it.may_read(info.subject)) {
                let message = "说的是人，户的待遇只能用户的事实；机构的待遇没有事实可用";
                faults.at(line, format!("{} {message}", fact.value));
            }
            if unit.is_some() || !codes.is_empty() {
                faults.at(
                    line,
                    format!("{name} 取自事实，单位和代码由事实说了算，请删去 unit、codes"),
                );
            }
            (zh.unwrap_or_else(|| info.zh.clone()), info.unit.stored(), info.codes.clone())
        }
        None => {
            let found = unit.as_ref().and_then(|it| Unit::from_name(&it.value));
            let Some(unit) = found.filter(|it| *it != Unit::Text) else {
                faults.at(
                    line,
                    format!("{name} 没有事实，要写 unit（单位），如 yuan、bool、code、date"),
                );
                return None;
            };
            if (unit == Unit::Code) == codes.is_empty() {
                faults.at(line, format!("{name}：unit 是 code 的才写 codes，而且必须写"));
            }
            let Some(zh) = zh else {
                faults.at(line, format!("{name} 缺少 zh（中文名），请补上"));
                return None;
            };
            (zh, unit.stored(), codes)
        }
    };
    let otherwise = match otherwise {
        None => None,
        Some(written) => match written.stored(unit, &codes) {
            Ok(value) => Some(value),
            Err(message) => {
                faults.at(line, format!("{name} 的 otherwise {message}"));
                return None;
            }
        },
    };
    Some(BenefitInput { name, zh, unit, codes, fact: fact.map(|it| it.value), otherwise, line })
}

fn parameters(
    top: &mut Table,
    names: &mut Names,
    faults: &mut Faults<'_>,
) -> Option<Vec<BenefitParameter>> {
    let mut read = Vec::new();
    for (name, Lined { line, value }) in in_order(top.table("parameters", faults)) {
        names.add(&name, line, faults);
        read.push(match value {
            Item::Text(parameter) => Some(BenefitParameter { name, parameter, line }),
            _ => {
                faults.at(line, format!("{name} 应是参数的全名，写作 \"主题.键\""));
                None
            }
        });
    }
    read.into_iter().collect()
}

fn steps(top: &mut Table, names: &mut Names, faults: &mut Faults<'_>) -> Option<Vec<BenefitStep>> {
    let line = top.line;
    let tables = top.tables("steps", faults);
    if tables.is_empty() {
        faults.at(line, "没有算法，请至少写一段 [[steps]]");
    }
    let read: Vec<_> = tables.into_iter().map(|it| step(it, names, faults)).collect();
    read.into_iter().collect()
}

fn step(mut table: Table, names: &mut Names, faults: &mut Faults<'_>) -> Option<BenefitStep> {
    let line = table.line;
    let name = table.required_text("name", faults);
    let zh = table.required_text("zh", faults);
    let note = table.text("note", faults).map(|it| it.value);
    let value = table.text("value", faults);
    let unit = table.text("unit", faults);
    let must = table.text("must", faults);
    let otherwise = table.text("else", faults);
    let choose = table.has("choose").then(|| table.tables("choose", faults));
    table.finish(faults);
    if let Some(name) = &name {
        names.add(&name.value, name.line, faults);
    }
    // A fault of a formula is told where the formula stands.
    let line = value.as_ref().or(must.as_ref()).map_or(line, |it| it.line);
    let formula = match (value, must, choose) {
        (Some(value), None, None) => {
            let found = unit.as_ref().and_then(|it| Unit::from_name(&it.value));
            let Some(unit) = found.filter(|it| !matches!(it, Unit::Code | Unit::Text)) else {
                faults.at(line, "value 要写 unit（单位），如 yuan、percent、months、bool");
                return None;
            };
            Some(Formula::Value { text: value.value, unit: unit.stored() })
        }
        (None, Some(must), None) => match otherwise {
            Some(it) => Some(Formula::Must { text: must.value, otherwise: it.value }),
            None => {
                faults.at(line, "must（条件）要写 else：不满足时怎样告诉本人");
                None
            }
        },
        (None, None, Some(list)) => {
            let read: Vec<_> = list.into_iter().map(|it| alternative(it, faults)).collect();
            let list: Option<Vec<Alternative>> = read.into_iter().collect();
            list.map(Formula::Choose)
        }
        _ => {
            faults.at(line, "每一步写 value（算一个数）、must（条件）、choose（归一类）之一");
            None
        }
    };
    if let Some(Formula::Choose(list)) = &formula {
        if list.is_empty() {
            faults.at(line, "choose 是空的，请至少写一种");
        }
        let early = list.iter().rev().skip(1).filter(|it| it.when.is_none());
        for it in early {
            faults.at(it.line, "只有最后一种可以不写 when");
        }
    }
    Some(BenefitStep { name: name?.value, zh: zh?.value, note, formula: formula?, line })
}

fn alternative(mut table: Table, faults: &mut Faults<'_>) -> Option<Alternative> {
    let line = table.line;
    let code = table.required_text("code", faults);
    let zh = table.required_text("zh", faults);
    let when = table.text("when", faults).map(|it| it.value);
    table.finish(faults);
    let code = code?;
    if !is_snake_case(&code.value) {
        faults.at(code.line, format!("代码 {} 只用小写英文字母、数字和下划线", code.value));
    }
    Some(Alternative { code: code.value, zh: zh?.value, when, line })
}
