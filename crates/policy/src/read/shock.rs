//! `shocks/*.toml`, kinds of events, and `triggers/*.toml`, standing triggers of regional risk.

use super::{condition::conditions, files::is_snake_case, value::span};
use crate::{
    basis::{Documents, basis},
    fact::FactNames,
    problem::Faults,
    risk::Risk,
    rule::Comparison,
    shock::{
        LinkedBy, OpensCases, PriceBase, ShockBody, ShockKind, ShockTarget, ShockWord, TriggerBody,
        TriggerOf, WrittenBy, WrittenShock, WrittenTrigger, WrittenWay,
    },
    table::{Item, Lined, Table},
};

/// One kind of event.
pub(super) fn shock(
    mut top: Table,
    documents: &Documents<'_>,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) -> Option<WrittenShock> {
    let (line, off) = (top.line, top.flag("off", faults));
    let span = span(&mut top, faults);
    let basis = basis(&mut top, documents, faults);
    let body = (!off).then(|| shock_body(&mut top, facts, faults));
    top.finish(faults);
    let (from, to) = span?;
    let body = match body {
        None => None,
        Some(body) => Some(body?),
    };
    Some(WrittenShock { file: faults.file.to_owned(), line, from, to, basis: basis?, body })
}

fn shock_body(top: &mut Table, facts: &FactNames, faults: &mut Faults<'_>) -> Option<ShockBody> {
    let (zh, en) = (top.required_text("zh", faults), top.required_text("en", faults));
    let kind = top.required_text("kind", faults);
    let kind = kind.and_then(|it| one_of(it, "kind", &ShockKind::ALL, ShockKind::word, faults));
    let risk = top.required_text("risk", faults);
    let risk = risk.and_then(|it| one_of(it, "risk", &Risk::ALL, Risk::code, faults));
    let cases = top.required_text("cases", faults).and_then(|it| opens_cases(it, faults));
    let follow_up = top.required_text("follow_up", faults);
    let hits = top.table("hits", faults).map(|it| target(it, faults));
    let subtypes = top.tables("subtypes", faults);
    let subtypes: Vec<ShockWord> = subtypes.into_iter().filter_map(|it| word(it, faults)).collect();
    let line = top.line;
    let ways = top.tables("ways", faults);
    let ways: Vec<Option<WrittenWay>> = ways.into_iter().map(|it| way(it, facts, faults)).collect();
    let ways: Vec<WrittenWay> = ways.into_iter().collect::<Option<_>>()?;
    if ways.is_empty() {
        faults.at(line, "没有写怎样找受影响的户，请加 [[ways]]，最常用的写在最前");
    }
    for (at, it) in ways.iter().enumerate() {
        if ways[..at].iter().any(|other| other.name == it.name) {
            faults.at(line, format!("[[ways]] {} 写了两次", it.name));
        }
    }
    let hits = match hits {
        None => None,
        Some(hits) => Some(hits?),
    };
    let links = |it: &WrittenWay| matches!(&it.by, WrittenBy::Ledger(by) if by.link.is_some());
    if hits.is_none() && ways.iter().any(links) {
        faults.at(line, "写了 link 的找法要有 [hits]，说明事件影响的是什么");
    }
    Some(ShockBody {
        zh: zh?.value,
        en: en?.value,
        kind: kind?,
        subtypes,
        risk: risk?,
        hits,
        cases: cases?,
        ways,
        follow_up: follow_up?.value,
    })
}

fn opens_cases(word: Lined<String>, faults: &mut Faults<'_>) -> Option<OpensCases> {
    match word.value.as_str() {
        "at_once" => Some(OpensCases::AtOnce),
        "on_hardship" => Some(OpensCases::OnHardship),
        _ => {
            let message =
                "cases 只能写 at_once（找到就立案）或 on_hardship（村里排查有困难才立案）";
            faults.at(word.line, message);
            None
        }
    }
}

fn target(mut table: Table, faults: &mut Faults<'_>) -> Option<ShockTarget> {
    let (zh, en) = (table.required_text("zh", faults), table.required_text("en", faults));
    let ledger = table.required_text("ledger", faults);
    let field = table.text("field", faults).map(|it| it.value);
    table.finish(faults);
    Some(ShockTarget { zh: zh?.value, en: en?.value, ledger: ledger?.value, field })
}

fn word(mut table: Table, faults: &mut Faults<'_>) -> Option<ShockWord> {
    let code = named(&mut table, "code", faults);
    let (zh, en) = (table.required_text("zh", faults), table.required_text("en", faults));
    table.finish(faults);
    Some(ShockWord { code: code?, zh: zh?.value, en: en?.value })
}

fn way(mut table: Table, facts: &FactNames, faults: &mut Faults<'_>) -> Option<WrittenWay> {
    let name = named(&mut table, "name", faults);
    let (zh, en) = (table.required_text("zh", faults), table.required_text("en", faults));
    let by = table.required_text("by", faults);
    let by = by.and_then(|Lined { line, value }| match value.as_str() {
        "area" => Some(WrittenBy::Area),
        "facts" => {
            if !table.has("all") && !table.has("any") {
                faults.at(line, "没有条件，请写 [[ways.all]]（都要满足）或 [[ways.any]]");
            }
            let all = conditions(&mut table, "all", facts, faults);
            let any = conditions(&mut table, "any", facts, faults);
            Some(WrittenBy::Facts { all: all?, any: any? })
        }
        "ledger" => {
            let ledger = table.required_text("ledger", faults);
            let of = table.required_text("of", faults);
            let link = table.text("link", faults).map(|it| it.value);
            let states = texts(&mut table, "states", faults);
            Some(WrittenBy::Ledger(LinkedBy { ledger: ledger?.value, of: of?.value, link, states }))
        }
        _ => {
            faults.at(line, "by 只能写 area（范围内全部）、facts（按事实）或 ledger（按台账）");
            None
        }
    });
    table.finish(faults);
    Some(WrittenWay { name: name?, zh: zh?.value, en: en?.value, by: by? })
}

/// One standing trigger.
pub(super) fn trigger(
    mut top: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<WrittenTrigger> {
    let (line, off) = (top.line, top.flag("off", faults));
    let span = span(&mut top, faults);
    let basis = basis(&mut top, documents, faults);
    let body = (!off).then(|| trigger_body(&mut top, faults));
    top.finish(faults);
    let (from, to) = span?;
    let body = match body {
        None => None,
        Some(body) => Some(body?),
    };
    Some(WrittenTrigger { file: faults.file.to_owned(), line, from, to, basis: basis?, body })
}

fn trigger_body(top: &mut Table, faults: &mut Faults<'_>) -> Option<TriggerBody> {
    let (zh, en) = (top.required_text("zh", faults), top.required_text("en", faults));
    let shock = top.required_text("shock", faults);
    let limit = top.required_text("limit", faults);
    let months = top.required_text("months", faults);
    let of = match top.has("indicator") {
        true => of_indicator(top, faults),
        false => of_prices(top, faults),
    };
    Some(TriggerBody {
        zh: zh?.value,
        en: en?.value,
        shock: shock?.value,
        of: of?,
        limit: limit?.value,
        months: months?.value,
    })
}

fn of_indicator(top: &mut Table, faults: &mut Faults<'_>) -> Option<TriggerOf> {
    let indicator = top.required_text("indicator", faults);
    let is = top.required_text("is", faults);
    let is = is.and_then(|it| one_of(it, "is", &Comparison::ALL, Comparison::name, faults));
    Some(TriggerOf::Indicator { indicator: indicator?.value, is: is? })
}

fn of_prices(top: &mut Table, faults: &mut Faults<'_>) -> Option<TriggerOf> {
    let ledger = top.required_text("prices", faults);
    let product = top.required_text("product", faults);
    let on = top.required_text("on", faults);
    let price = top.required_text("price", faults);
    let against = top.required_text("against", faults).and_then(|it| match it.value.as_str() {
        "year_before" => Some(PriceBase::YearBefore),
        "before_the_fall" => Some(PriceBase::BeforeTheFall),
        _ => {
            let message = "against 只能写 year_before（同比）或 before_the_fall（与跌前一个月比）";
            faults.at(it.line, message);
            None
        }
    });
    Some(TriggerOf::Prices {
        ledger: ledger?.value,
        product: product?.value,
        on: on?.value,
        price: price?.value,
        against: against?,
    })
}

/// The value whose word is written.
fn one_of<T: Copy>(
    written: Lined<String>,
    key: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
    faults: &mut Faults<'_>,
) -> Option<T> {
    let found = all.iter().copied().find(|it| word(*it) == written.value);
    if found.is_none() {
        let known: Vec<&str> = all.iter().map(|it| word(*it)).collect();
        faults
            .at(written.line, format!("{key} 没有 {}，可用：{}", written.value, known.join("、")));
    }
    found
}

fn named(table: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Option<String> {
    let name = table.required_text(key, faults)?;
    if !is_snake_case(&name.value) {
        faults.at(name.line, format!("{key} 只用小写英文字母、数字和下划线，如 hail"));
    }
    Some(name.value)
}

fn texts(table: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Vec<String> {
    let Some(Lined { line, value }) = table.take(key) else { return Vec::new() };
    let Item::List(list) = value else {
        faults.at(line, format!("{key} 写作 [\"词\", \"词\"]"));
        return Vec::new();
    };
    let text = |Lined { line, value }: Lined<Item>| match value {
        Item::Text(text) if !text.trim().is_empty() => Some(text),
        _ => {
            faults.at(line, format!("{key} 写作 [\"词\", \"词\"]，每个词都加引号"));
            None
        }
    };
    list.into_iter().filter_map(text).collect()
}
