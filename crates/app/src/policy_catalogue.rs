//! 参数与规则 as people read them: what is in force in a region on a day, where it comes from, what
//! it was before, and the cases every rule has passed.

use chrono::NaiveDate;
use policy::{Cond, Resolved, Risk, RuleCase, Unit};
use serde::Serialize;

use crate::home::Home;

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PolicyParameterView {
    /// Full name, for example `income.monitoring_line`.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// The value with its unit, as people write it.
    pub value_zh: String,
    /// The unit it is written in.
    pub unit_zh: String,
    /// The pack.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// Nobody states it: to be confirmed by the office.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, when it was ended.
    pub to: Option<NaiveDate>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RuleView {
    /// `R101`, for ever.
    pub rule: String,
    /// What it says.
    pub title: String,
    /// The risk it speaks for.
    pub raises: Option<Risk>,
    /// The same in Chinese.
    pub raises_zh: Option<String>,
    /// A finding is a clue, and not only context.
    pub is_clue: bool,
    /// 1 is looked at first, 9 last.
    pub priority: u8,
    /// The pack.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// Nobody asks for it: a default of the software.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, when it was ended.
    pub to: Option<NaiveDate>,
    /// All of these must hold.
    pub all: Vec<ConditionView>,
    /// Of these, when there are any, one must hold.
    pub any: Vec<ConditionView>,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ConditionView {
    /// The fact, in Chinese.
    pub fact_zh: String,
    /// How it is compared, in Chinese.
    pub op_zh: String,
    /// The limit with its unit.
    pub limit_zh: String,
    /// The parameter the limit is taken from.
    pub parameter: Option<String>,
    /// The same in Chinese, with the multiple where there is one.
    pub parameter_zh: Option<String>,
}

/// A rule with its cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RulePage {
    /// The rule.
    pub rule: RuleView,
    /// What it was tried on.
    pub cases: Vec<RuleCaseView>,
}

/// A case of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RuleCaseView {
    /// The sentence.
    pub name: String,
    /// The pack it stands in.
    pub pack: String,
    /// The day.
    pub on: NaiveDate,
    /// What is known, in words.
    pub facts_zh: Vec<String>,
    /// What the rule says: true, false, or nothing when it cannot be judged.
    pub fires: Option<bool>,
}

/// The parameters of a region on a day, by name.
#[must_use]
pub fn parameters(home: &Home, region_code: &str, on: NaiveDate) -> Vec<PolicyParameterView> {
    let found = home.packs().all_parameters(region_code, on);
    found.into_iter().map(|(name, it)| parameter(name, &it)).collect()
}

/// Every value a parameter has had, has, or will have in a region, the oldest first.
#[must_use]
pub fn history(home: &Home, region_code: &str, name: &str) -> Vec<PolicyParameterView> {
    let packs = home.packs();
    let days = packs.days_of_change(name, region_code);
    let values = days.into_iter().filter_map(|day| packs.parameter(name, region_code, day));
    let mut views: Vec<PolicyParameterView> =
        values.map(|it| parameter(name.to_owned(), &it)).collect();
    views.dedup();
    views
}

/// The rules of a region on a day, by number.
#[must_use]
pub fn rules(home: &Home, region_code: &str, on: NaiveDate) -> Vec<RuleView> {
    let rules = home.packs().rules_for(region_code, on);
    rules.into_iter().map(|it| rule_view(home, it)).collect()
}

/// A rule of a region on a day, with its cases; none where it is not in force.
#[must_use]
pub fn rule(home: &Home, region_code: &str, on: NaiveDate, id: &str) -> Option<RulePage> {
    let packs = home.packs();
    let found = packs.rules_for(region_code, on).into_iter().find(|it| it.id == id)?;
    let cases = packs.rule_cases(id);
    Some(RulePage {
        rule: rule_view(home, found),
        cases: cases.into_iter().map(|it| case_view(home, it)).collect(),
    })
}

fn parameter(name: String, it: &Resolved) -> PolicyParameterView {
    PolicyParameterView {
        name,
        zh: it.zh.clone(),
        value_zh: it.show(),
        unit_zh: written_unit(it.unit).to_owned(),
        pack: it.pack.clone(),
        basis: it.basis.clone(),
        is_default: it.is_default,
        note: it.note.clone(),
        from: it.from,
        to: it.to,
    }
}

/// The unit people write values in: amounts are stored in 分, shares in 万分点.
fn written_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Fen => Unit::Yuan.zh(),
        Unit::BasisPoints => Unit::Percent.zh(),
        unit => unit.zh(),
    }
}

fn rule_view(home: &Home, it: policy::CompiledRule) -> RuleView {
    RuleView {
        rule: it.id,
        title: it.title,
        raises: it.raises,
        raises_zh: it.raises.map(|it| it.zh().to_owned()),
        is_clue: it.effect == policy::Effect::Clue,
        priority: it.priority,
        pack: it.pack,
        basis: it.basis,
        is_default: it.is_default,
        note: it.note,
        from: it.from,
        to: it.to,
        all: it.all.iter().map(|it| condition(home, it)).collect(),
        any: it.any.iter().map(|it| condition(home, it)).collect(),
    }
}

fn condition(home: &Home, it: &Cond) -> ConditionView {
    let parameter = it.parameter.as_ref();
    ConditionView {
        fact_zh: fact_zh(home, &it.fact),
        op_zh: it.op.zh().to_owned(),
        limit_zh: it.unit.show(it.limit),
        parameter: parameter.map(|it| it.name.clone()),
        parameter_zh: parameter.map(|it| it.zh.clone()),
    }
}

fn case_view(home: &Home, it: RuleCase) -> RuleCaseView {
    let value = |(fact, value): (&String, &i64)| {
        let declared = home.definitions.facts.get(fact);
        let unit = declared.map_or("", |it| it.unit.as_str());
        format!("{} {}", fact_zh(home, fact), crate::clue_list::value_zh(*value, unit))
    };
    let mut facts_zh: Vec<String> = it.facts.iter().map(value).collect();
    facts_zh.extend(it.unknown.iter().map(|fact| format!("{} 未知", fact_zh(home, fact))));
    RuleCaseView { name: it.name, pack: it.pack, on: it.on, facts_zh, fires: it.fires }
}

fn fact_zh(home: &Home, fact: &str) -> String {
    home.definitions.facts.get(fact).map_or_else(|| fact.to_owned(), |it| it.zh.clone())
}
