//! `income/<component>.toml`: the lines of a component; `income/forms.toml` and
//! `income/plausibility.toml`.

use std::collections::BTreeMap;

use super::{chain_step::Roles, files::is_snake_case, value::span};
use crate::{
    basis::{Documents, basis},
    fact::{FactNames, Subject},
    income::{
        IncomeCheck, IncomeComponent, IncomeComponentInfo, IncomeForm, IncomeLine,
        WrittenComponent, WrittenLine,
    },
    problem::Faults,
    suggest,
    table::{Item, Lined, Table},
    unit::Unit,
};

/// The file of `income/` with the forms.
pub(super) const FORMS: &str = "forms";
/// The file of `income/` with what makes an account implausible.
pub(super) const PLAUSIBILITY: &str = "plausibility";

/// What a file of income may refer to.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) pack: &'a str,
    pub(super) documents: &'a Documents<'a>,
    pub(super) roles: &'a Roles<'a>,
    pub(super) facts: &'a FactNames,
}

/// The lines of a component. A pack that only replaces single lines writes no names of its own.
pub(super) fn component(
    component: IncomeComponent,
    mut top: Table,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> WrittenComponent {
    let names = ["zh", "en", "total"].into_iter().any(|it| top.has(it));
    let info = match names {
        false => None,
        true => {
            let zh = top.required_text("zh", faults);
            let en = top.required_text("en", faults);
            let total = top.required_text("total", faults);
            match (zh, en, total) {
                (Some(zh), Some(en), Some(total)) => Some(IncomeComponentInfo {
                    component,
                    zh: zh.value,
                    en: en.value,
                    total: total.value,
                }),
                _ => None,
            }
        }
    };
    let ask = role(&mut top, around, faults);
    let written = top.table("lines", faults);
    top.finish(faults);
    let mut entries: Vec<_> = written.into_iter().flat_map(|mut it| all(&mut it)).collect();
    entries.sort_by_key(|(_, item)| item.line);
    let lines = entries
        .into_iter()
        .filter_map(|(id, item)| line(&id, item, component, ask.as_deref(), around, faults))
        .collect();
    WrittenComponent { info, lines }
}

fn all(table: &mut Table) -> Vec<(String, Lined<Item>)> {
    table.take_all().collect()
}

fn role(table: &mut Table, around: Around<'_>, faults: &mut Faults<'_>) -> Option<String> {
    let Lined { line, value } = table.text("ask", faults)?;
    if !around.roles.contains(value.as_str()) {
        let hint = suggest::hint(&value, around.roles.iter().copied());
        faults.at(line, format!("没有角色 {value}{hint}；角色登记在 pack.toml 的 [roles]"));
    }
    Some(value)
}

fn line(
    id: &str,
    item: Lined<Item>,
    component: IncomeComponent,
    ask: Option<&str>,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> Option<WrittenLine> {
    let Lined { line, value } = item;
    if !is_snake_case(id) {
        faults.at(line, format!("标识 {id} 只用小写英文字母、数字和下划线"));
    }
    if IncomeComponent::from_word(id).is_some() {
        faults.at(line, format!("{id} 是一类收入的名称，留给合计用，请换一个标识"));
    }
    let Item::Table(mut table) = value else {
        faults.at(line, format!("{id} 应是采集表的一项，写作 [lines.{id}]"));
        return None;
    };
    let off = table.flag("off", faults);
    let span = span(&mut table, faults);
    let basis = basis(&mut table, around.documents, faults);
    let body = match off {
        true => Some(None),
        false => body(id, &mut table, component, ask, around, faults).map(Some),
    };
    table.finish(faults);
    let ((from, to), basis) = (span?, basis?);
    let (basis, is_default, note) = basis.parts();
    let body = body?.map(|it| IncomeLine { basis, is_default, note, from, to, ..it });
    Some(WrittenLine { id: id.to_owned(), file: faults.file.to_owned(), line, from, to, body })
}

fn body(
    id: &str,
    table: &mut Table,
    component: IncomeComponent,
    ask: Option<&str>,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> Option<IncomeLine> {
    let line = table.line;
    let zh = table.required_text("zh", faults);
    let en = table.required_text("en", faults);
    let input = table.required_text("input", faults);
    let department = table.text("department", faults).map(|it| it.value);
    let fact = table.text("fact", faults);
    let paid_as = texts(table, "paid_as", faults);
    let counts = table.text("counts", faults).map(|it| it.value);
    let own = role(table, around, faults);
    if let Some(fact) = &fact {
        money_of_household(fact, around.facts, faults);
        if !paid_as.is_empty() {
            faults.at(line, format!("{id} 已取自事实，不能再写 paid_as，请只留一种来源"));
        }
    }
    let Some(ask) = own.or(ask.map(str::to_owned)) else {
        faults.at(line, format!("{id} 没有写 ask：名单里没有时问谁"));
        return None;
    };
    Some(IncomeLine {
        id: id.to_owned(),
        component,
        zh: zh?.value,
        en: en?.value,
        input: input?.value,
        department,
        fact: fact.map(|it| it.value),
        paid_as,
        ask,
        counts,
        pack: around.pack.to_owned(),
        basis: String::new(),
        is_default: false,
        note: None,
        from: chrono::NaiveDate::MIN,
        to: None,
    })
}

fn money_of_household(fact: &Lined<String>, facts: &FactNames, faults: &mut Faults<'_>) {
    match facts.get(&fact.value) {
        Some(info) if info.subject == Subject::Household && info.unit.stored() == Unit::Fen => (),
        Some(_) => faults.at(fact.line, format!("{} 不是一户的金额，不能填这一项", fact.value)),
        None => unknown_fact(fact, facts, faults),
    }
}

fn unknown_fact(fact: &Lined<String>, facts: &FactNames, faults: &mut Faults<'_>) {
    let hint = suggest::hint(&fact.value, facts.keys().map(String::as_str));
    faults.at(fact.line, format!("没有事实 {}{hint}；事实列在 facts/ 里", fact.value));
}

/// A list of texts; missing is empty.
fn texts(table: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Vec<String> {
    lined_texts(table, key, faults).into_iter().map(|it| it.value).collect()
}

fn lined_texts(
    table: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
) -> Vec<Lined<String>> {
    let Some(Lined { line, value }) = table.take(key) else { return Vec::new() };
    let Item::List(items) = value else {
        faults.at(line, format!("{key} 写作 [\"…\", \"…\"]"));
        return Vec::new();
    };
    let mut read = Vec::new();
    for Lined { line, value } in items {
        match value {
            Item::Text(text) if !text.trim().is_empty() => read.push(Lined { line, value: text }),
            _ => faults.at(line, format!("{key} 里应是文字，请加引号")),
        }
    }
    read
}

/// `forms.toml`: one table a form.
pub(super) fn forms(
    mut top: Table,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> Vec<IncomeForm> {
    let mut entries: Vec<_> = all(&mut top);
    entries.sort_by_key(|(_, item)| item.line);
    entries.into_iter().filter_map(|(id, item)| form(&id, item, around, faults)).collect()
}

fn form(
    id: &str,
    item: Lined<Item>,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> Option<IncomeForm> {
    let Lined { line, value } = item;
    if !is_snake_case(id) {
        faults.at(line, format!("表的标识 {id} 只用小写英文字母、数字和下划线"));
    }
    let Item::Table(mut table) = value else {
        faults.at(line, format!("{id} 应是一种表，写作 [{id}]"));
        return None;
    };
    let zh = table.required_text("zh", faults);
    let en = table.required_text("en", faults);
    let months = months(&mut table, faults);
    let ends = table.text("ends", faults).map(|it| it.value);
    let mut components = Vec::new();
    for word in lined_texts(&mut table, "components", faults) {
        match IncomeComponent::from_word(&word.value) {
            Some(it) if components.contains(&it) => {
                faults.at(word.line, format!("{} 写了两次，请只留一个", word.value));
            }
            Some(it) => components.push(it),
            None => {
                let known = IncomeComponent::ALL.map(IncomeComponent::word);
                let hint = suggest::hint(&word.value, known);
                let known = known.join("、");
                faults.at(word.line, format!("没有这一类 {}{hint}，可用：{known}", word.value));
            }
        }
    }
    if components.is_empty() {
        faults.at(line, format!("{id} 没有写 components：填哪几类"));
    }
    let mut of = Vec::new();
    for fact in lined_texts(&mut table, "of", faults) {
        match around.facts.get(&fact.value) {
            Some(info) if info.subject == Subject::Household && info.unit == Unit::Bool => {
                of.push(fact.value);
            }
            Some(_) => faults.at(fact.line, format!("{} 不是一户的“是否”", fact.value)),
            None => unknown_fact(&fact, around.facts, faults),
        }
    }
    if of.is_empty() {
        faults.at(line, format!("{id} 没有写 of：谁家要填，写户的事实"));
    }
    let span = span(&mut table, faults);
    let basis = basis(&mut table, around.documents, faults);
    table.finish(faults);
    let (from, to) = span?;
    let (basis, is_default, note) = basis?.parts();
    Some(IncomeForm {
        id: id.to_owned(),
        zh: zh?.value,
        en: en?.value,
        months: months?,
        ends,
        components,
        of,
        basis,
        is_default,
        note,
        file: faults.file.to_owned(),
        line,
        from,
        to,
    })
}

/// A form covers a quarter or a year: entries of quarters add up to years.
fn months(table: &mut Table, faults: &mut Faults<'_>) -> Option<u32> {
    if !table.require("months", faults) {
        return None;
    }
    let Lined { line, value } = table.take("months")?;
    let read = match value {
        Item::Number(text) => text.parse().ok().filter(|it| matches!(it, 3 | 12)),
        _ => None,
    };
    if read.is_none() {
        faults.at(line, "months 写 12（年）或 3（季度）");
    }
    read
}

/// `plausibility.toml`: one table a check.
pub(super) fn checks(
    mut top: Table,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> Vec<IncomeCheck> {
    let mut entries: Vec<_> = all(&mut top);
    entries.sort_by_key(|(_, item)| item.line);
    entries.into_iter().filter_map(|(id, item)| check(&id, item, around, faults)).collect()
}

fn check(
    id: &str,
    item: Lined<Item>,
    around: Around<'_>,
    faults: &mut Faults<'_>,
) -> Option<IncomeCheck> {
    let Lined { line, value } = item;
    if !is_snake_case(id) {
        faults.at(line, format!("核对的标识 {id} 只用小写英文字母、数字和下划线"));
    }
    let Item::Table(mut table) = value else {
        faults.at(line, format!("{id} 应是一项核对，写作 [{id}]"));
        return None;
    };
    let zh = table.required_text("zh", faults);
    let en = table.required_text("en", faults);
    let when = table.required_text("when", faults);
    let advice = table.required_text("advice", faults);
    let mut parameters = BTreeMap::new();
    for (name, Lined { line, value }) in
        table.table("parameters", faults).into_iter().flat_map(|mut it| all(&mut it))
    {
        match value {
            Item::Text(parameter) => {
                parameters.insert(name, parameter);
            }
            _ => faults.at(line, format!("{name} 应是参数的全名，写作 \"主题.键\"")),
        }
    }
    let span = span(&mut table, faults);
    let basis = basis(&mut table, around.documents, faults);
    table.finish(faults);
    let (from, to) = span?;
    let (basis, is_default, note) = basis?.parts();
    let when = when?;
    Some(IncomeCheck {
        id: id.to_owned(),
        zh: zh?.value,
        en: en?.value,
        line: when.line,
        when: when.value,
        parameters,
        advice: advice?.value,
        basis,
        is_default,
        note,
        file: faults.file.to_owned(),
        from,
        to,
    })
}
