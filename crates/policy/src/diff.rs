//! What differs between two sets of packs for a region on a day, in words an officer reads.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    chain::{ChainKind, ReviewChain, ReviewStep},
    fact::FactNames,
    limit::Limit,
    notice::NoticeKind,
    packs::Packs,
    parameter::Resolved,
    rule::{CompiledRule, Cond},
};

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// 参数.
    Parameter,
    /// 规则.
    Rule,
    /// 程序.
    Chain,
    /// 公示公告样式.
    Notice,
    /// 帮扶措施.
    Measure,
    /// 诉求受理.
    Appeals,
    /// 突发事件类型和预警条件.
    Shocks,
}

impl ChangeKind {
    /// The Chinese word.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            ChangeKind::Parameter => "参数",
            ChangeKind::Rule => "规则",
            ChangeKind::Chain => "程序",
            ChangeKind::Notice => "公示样式",
            ChangeKind::Measure => "帮扶措施",
            ChangeKind::Appeals => "诉求受理",
            ChangeKind::Shocks => "突发事件",
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// What it is about.
    pub kind: ChangeKind,
    /// The identifier, such as `income.monitoring_line` or `R102`.
    pub name: String,
    /// Its Chinese name.
    pub zh: String,
    /// What changes, as a sentence without a full stop.
    pub words: String,
}

/// What `new` says otherwise than `old` for a region on a day, by kind and name; `facts` has the
/// Chinese names that conditions are told with. Empty when an office would notice nothing.
#[must_use]
pub fn diff(
    old: &Packs,
    new: &Packs,
    region_code: &str,
    on: NaiveDate,
    facts: &FactNames,
) -> Vec<Change> {
    let mut changes = Vec::new();
    parameters(old, new, region_code, on, &mut changes);
    rules((old, new), region_code, on, facts, &mut changes);
    for kind in ChainKind::ALL {
        let of = |packs: &Packs| packs.review_chain(kind, region_code, on);
        if let Some(words) = chain(of(old), of(new)) {
            changes.push(Change {
                kind: ChangeKind::Chain,
                name: kind.word().to_owned(),
                zh: kind.zh().to_owned(),
                words,
            });
        }
    }
    for kind in NoticeKind::ALL {
        let of = |packs: &Packs| packs.notice_template(kind, region_code, on);
        compared(of(old), of(new), ChangeKind::Notice, kind.word(), kind.zh(), &mut changes);
    }
    measures(old, new, region_code, on, &mut changes);
    let of = |packs: &Packs| packs.appeals(region_code, on);
    compared(of(old), of(new), ChangeKind::Appeals, "appeals", "诉求受理", &mut changes);
    shocks(old, new, region_code, on, &mut changes);
    changes.sort();
    changes
}

/// Kinds of events and triggers, each by its identifier.
fn shocks(old: &Packs, new: &Packs, code: &str, on: NaiveDate, changes: &mut Vec<Change>) {
    let types =
        |packs: &Packs| packs.shock_types(code, on).into_iter().map(|it| (it.id.clone(), it));
    let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (types(old).collect(), types(new).collect());
    for (id, zh) in
        before.iter().chain(&after).map(|(id, it)| (id, &it.zh)).collect::<BTreeMap<_, _>>()
    {
        compared(before.get(id), after.get(id), ChangeKind::Shocks, id, zh, changes);
    }
    let triggers =
        |packs: &Packs| packs.alarm_triggers(code, on).into_iter().map(|it| (it.id.clone(), it));
    let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (triggers(old).collect(), triggers(new).collect());
    for (id, zh) in
        before.iter().chain(&after).map(|(id, it)| (id, &it.zh)).collect::<BTreeMap<_, _>>()
    {
        compared(before.get(id), after.get(id), ChangeKind::Shocks, id, zh, changes);
    }
}

/// Every day on which something in either set begins or ceases to apply, in order: between two of
/// them neither set changes its mind.
#[must_use]
pub fn days_of_change(old: &Packs, new: &Packs) -> Vec<NaiveDate> {
    let days: BTreeSet<NaiveDate> =
        [old, new].into_iter().flat_map(|it| &it.packs).flat_map(pack_days).collect();
    days.into_iter().collect()
}

fn pack_days(pack: &crate::written::Pack) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let mut span = |from: NaiveDate, to: Option<NaiveDate>| {
        days.push(from);
        days.extend(to.and_then(|it| it.succ_opt()));
    };
    for it in pack.parameters.values().flat_map(|it| &it.values) {
        span(it.from, it.to);
    }
    for it in pack.rules.values() {
        span(it.from, it.to);
    }
    for it in pack.chains.values().flatten() {
        span(it.from, it.to);
    }
    for it in pack.notices.values().flatten() {
        span(it.value.from, it.value.to);
    }
    for it in &pack.forbidden_words {
        span(it.from, it.to);
    }
    for it in pack.measures.values() {
        span(it.from, it.to);
    }
    for it in &pack.appeals {
        span(it.from, it.to);
    }
    for it in pack.shocks.values() {
        span(it.from, it.to);
    }
    for it in pack.triggers.values() {
        span(it.from, it.to);
    }
    days
}

fn parameters(old: &Packs, new: &Packs, code: &str, on: NaiveDate, changes: &mut Vec<Change>) {
    let of = |packs: &Packs| -> BTreeMap<String, Resolved> {
        packs.all_parameters(code, on).into_iter().collect()
    };
    let (before, after) = (of(old), of(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let words = match (before.get(name), after.get(name)) {
            (Some(one), Some(other)) if one.show() != other.show() => {
                format!("由{}改为{}（{}）", one.show(), other.show(), source(other))
            }
            (Some(one), Some(other)) if one.basis != other.basis => {
                format!("仍是{}，依据由“{}”改为“{}”", other.show(), one.basis, other.basis)
            }
            (None, Some(it)) => format!("新增，{}（{}）", it.show(), source(it)),
            (Some(it), None) => format!("不再有，原为{}", it.show()),
            _ => continue,
        };
        let zh = after.get(name).or(before.get(name)).map(|it| it.zh.clone()).unwrap_or_default();
        changes.push(Change { kind: ChangeKind::Parameter, name: name.clone(), zh, words });
    }
}

fn source(it: &Resolved) -> String {
    let basis = if it.is_default { "没有文件依据，待确认" } else { it.basis.as_str() };
    format!("{}起，{}", it.from, basis)
}

fn rules(
    (old, new): (&Packs, &Packs),
    code: &str,
    on: NaiveDate,
    facts: &FactNames,
    changes: &mut Vec<Change>,
) {
    let of = |packs: &Packs| -> BTreeMap<String, CompiledRule> {
        packs.rules_for(code, on).into_iter().map(|it| (it.id.clone(), it)).collect()
    };
    let (before, after) = (of(old), of(new));
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for id in ids {
        let words = match (before.get(id), after.get(id)) {
            (Some(one), Some(other)) => rule_words(one, other, facts),
            (None, Some(it)) => Some(format!("新增：{}", conditions(it, facts))),
            (Some(it), None) => Some(format!("停用，原为：{}", conditions(it, facts))),
            (None, None) => None,
        };
        let Some(words) = words else { continue };
        let zh = after.get(id).or(before.get(id)).map(|it| it.title.clone()).unwrap_or_default();
        changes.push(Change { kind: ChangeKind::Rule, name: id.clone(), zh, words });
    }
}

/// How one rule became another; none when a household would fire for both alike.
fn rule_words(one: &CompiledRule, other: &CompiledRule, facts: &FactNames) -> Option<String> {
    let mut words = Vec::new();
    let (before, after) = (conditions(one, facts), conditions(other, facts));
    if before != after {
        words.push(format!("条件由“{before}”改为“{after}”"));
    }
    if one.effect != other.effect {
        words.push(format!("作用由{}改为{}", one.effect.zh(), other.effect.zh()));
    }
    let risk = |it: &CompiledRule| it.raises.map_or("无", crate::Risk::zh);
    if one.raises != other.raises {
        words.push(format!("风险由{}改为{}", risk(one), risk(other)));
    }
    if one.signal != other.signal {
        words.push(format!("标记由{}改为{}", one.signal, other.signal));
    }
    if one.priority != other.priority {
        words.push(format!("先后由{}改为{}", one.priority, other.priority));
    }
    if one.title != other.title {
        words.push(format!("名称由“{}”改为“{}”", one.title, other.title));
    }
    (!words.is_empty()).then(|| words.join("；"))
}

fn conditions(rule: &CompiledRule, facts: &FactNames) -> String {
    let condition = |it: &Cond| {
        let limit = it.unit.show(it.limit);
        let name = it.parameter.as_ref().map(|it| format!("（{}）", it.zh)).unwrap_or_default();
        let fact = facts.get(&it.fact).map_or(it.fact.as_str(), |fact| fact.zh.as_str());
        format!("{fact}{}{limit}{name}", it.op.zh())
    };
    let all: Vec<String> = rule.all.iter().map(condition).collect();
    let any: Vec<String> = rule.any.iter().map(condition).collect();
    let mut parts = all;
    if !any.is_empty() {
        parts.push(format!("下列之一：{}", any.join("，")));
    }
    parts.join("，并且")
}

fn chain(old: Option<ReviewChain>, new: Option<ReviewChain>) -> Option<String> {
    let (old, new) = match (old, new) {
        (None, None) => return None,
        (None, Some(it)) => return Some(format!("新增：{}", steps(&it))),
        (Some(it), None) => return Some(format!("不再有，原为：{}", steps(&it))),
        (Some(old), Some(new)) => (old, new),
    };
    let mut words = Vec::new();
    let named = |chain: &ReviewChain| -> Vec<String> {
        chain.steps.iter().map(|it| it.name.clone()).collect()
    };
    if named(&old) != named(&new) {
        words.push(format!("步骤由“{}”改为“{}”", steps(&old), steps(&new)));
    }
    for step in &new.steps {
        let Some(before) = old.step(&step.name) else { continue };
        words.extend(step_words(before, step));
    }
    if old.whole != new.whole {
        words.push(format!("全程时限由{}改为{}", limit(&old.whole), limit(&new.whole)));
    }
    (!words.is_empty()).then(|| words.join("；"))
}

fn step_words(old: &ReviewStep, new: &ReviewStep) -> Vec<String> {
    let mut words = Vec::new();
    if old.limit != new.limit {
        words.push(format!("时限由{}改为{}", limit(&old.limit), limit(&new.limit)));
    }
    if old.at_least != new.at_least {
        words.push(format!("至少由{}改为{}", limit(&old.at_least), limit(&new.at_least)));
    }
    if old.role != new.role || old.level != new.level {
        words.push(format!(
            "由{}的{}改为{}的{}办",
            old.level.word(),
            old.role,
            new.level.word(),
            new.role
        ));
    }
    let flags = |it: &ReviewStep| (it.kind, it.alongside, it.stops_clock, it.decides);
    if flags(old) != flags(new) {
        words.push("做法有改动".into());
    }
    words.into_iter().map(|it| format!("{}{it}", new.zh)).collect()
}

fn steps(chain: &ReviewChain) -> String {
    chain.steps.iter().map(|it| it.zh.as_str()).collect::<Vec<_>>().join("→")
}

fn limit(it: &Option<Limit>) -> String {
    match it {
        None => "不限".into(),
        Some(it) if it.working => format!("{}个工作日", it.days),
        Some(it) => format!("{}天", it.days),
    }
}

fn measures(old: &Packs, new: &Packs, code: &str, on: NaiveDate, changes: &mut Vec<Change>) {
    let of = |packs: &Packs| -> BTreeMap<String, crate::CatalogueMeasure> {
        packs.measures(code, on).into_iter().map(|it| (it.id.clone(), it)).collect()
    };
    let (before, after) = (of(old), of(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let (one, other) = (before.get(name), after.get(name));
        let zh = other.or(one).map(|it| it.zh.clone()).unwrap_or_default();
        compared(one, other, ChangeKind::Measure, name, &zh, changes);
    }
}

/// Texts and catalogues are long: that they changed is said, what they say is read where they are.
fn compared<T: PartialEq>(
    old: Option<T>,
    new: Option<T>,
    kind: ChangeKind,
    name: &str,
    zh: &str,
    changes: &mut Vec<Change>,
) {
    let words = match (&old, &new) {
        (None, Some(_)) => "新增",
        (Some(_), None) => "停用",
        (Some(one), Some(other)) if one != other => "内容有改动",
        _ => return,
    };
    changes.push(Change { kind, name: name.to_owned(), zh: zh.to_owned(), words: words.into() });
}
