//! Rules: comparisons of facts with limits, and nothing else.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{fact::FactValue, risk::Risk, times::Times, unit::Unit};

/// How a fact is compared with its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// ≥
    AtLeast,
    /// >
    Above,
    /// ≤
    AtMost,
    /// <
    Below,
    /// =
    EqualTo,
    /// ≠
    NotEqual,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Comparison; 6] = [
        Comparison::AtLeast,
        Comparison::Above,
        Comparison::AtMost,
        Comparison::Below,
        Comparison::EqualTo,
        Comparison::NotEqual,
    ];

    /// The word in rule files, for example `at_least`.
    pub fn name(self) -> &'static str {
        match self {
            Comparison::AtLeast => "at_least",
            Comparison::Above => "above",
            Comparison::AtMost => "at_most",
            Comparison::Below => "below",
            Comparison::EqualTo => "equal_to",
            Comparison::NotEqual => "not_equal",
        }
    }

    /// The comparison of that name, or none.
    pub fn from_name(name: &str) -> Option<Comparison> {
        Comparison::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The Chinese word: 达到, 超过, 不超过, 低于, 等于, 不等于.
    pub fn zh(self) -> &'static str {
        match self {
            Comparison::AtLeast => "达到",
            Comparison::Above => "超过",
            Comparison::AtMost => "不超过",
            Comparison::Below => "低于",
            Comparison::EqualTo => "等于",
            Comparison::NotEqual => "不等于",
        }
    }

    /// The sign: ≥ > ≤ < = ≠.
    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::AtLeast => "≥",
            Comparison::Above => ">",
            Comparison::AtMost => "≤",
            Comparison::Below => "<",
            Comparison::EqualTo => "=",
            Comparison::NotEqual => "≠",
        }
    }

    /// Whether it holds between a value and a limit.
    #[inline]
    pub fn holds(self, value: i64, limit: i64) -> bool {
        match self {
            Comparison::AtLeast => limit <= value,
            Comparison::Above => limit < value,
            Comparison::AtMost => value <= limit,
            Comparison::Below => value < limit,
            Comparison::EqualTo => value == limit,
            Comparison::NotEqual => value != limit,
        }
    }
}

/// What a finding of the rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A household it fires for needs to be looked at.
    Clue,
    /// Counted, and attached to a clue as context; never a reason to visit by itself.
    Watch,
}

impl Effect {
    /// The word in rule files.
    pub fn name(self) -> &'static str {
        match self {
            Effect::Clue => "clue",
            Effect::Watch => "watch",
        }
    }

    /// The Chinese word: 线索 or 关注.
    pub fn zh(self) -> &'static str {
        match self {
            Effect::Clue => "线索",
            Effect::Watch => "关注",
        }
    }
}

/// A rule with its parameters filled in for one region and one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CompiledRule {
    /// `R101`, for ever.
    pub id: String,
    /// What it says, in Chinese.
    pub title: String,
    /// A short stable tag of what was found, for example `med_year`.
    pub signal: String,
    /// The risk a finding speaks for, if it speaks for one.
    pub raises: Option<Risk>,
    /// Whether a finding is a clue or only context.
    pub effect: Effect,
    /// 1 is looked at first, 9 last.
    pub priority: u8,
    /// The pack the rule was found in.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document asks for this rule: a default of the software.
    pub is_default: bool,
    /// A remark on the basis, for a default where it comes from.
    pub note: Option<String>,
    /// The first day of the rule.
    pub from: NaiveDate,
    /// Its last day, if it was ended.
    pub to: Option<NaiveDate>,
    /// Every one of these must hold.
    pub all: Vec<Cond>,
    /// When there are any, at least one must hold.
    pub any: Vec<Cond>,
}

/// One comparison of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cond {
    /// The fact compared.
    pub fact: String,
    /// The stored unit of fact and limit.
    pub unit: Unit,
    /// How it is compared.
    pub op: Comparison,
    /// The limit in stored units, multiple applied.
    pub limit: i64,
    /// The parameter the limit was taken from; none for yes/no, 0, 1 and codes.
    pub parameter: Option<ResolvedParam>,
}

/// Where a limit comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedParam {
    /// Full name, for example `income.monitoring_line`.
    pub name: String,
    /// The Chinese name.
    pub zh: String,
    /// The stored value, before the multiple.
    pub value: i64,
    /// The multiple, if the rule asks for one.
    pub times: Option<Times>,
    /// The pack the value was found in.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives this figure.
    pub is_default: bool,
    /// The first day of this value.
    pub from: NaiveDate,
}

/// What a rule says of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgment {
    /// It fires, because of these comparisons.
    Fires(Vec<Evidence>),
    /// It does not.
    No,
    /// Nobody can tell before these facts are known.
    Unknown(Vec<String>),
}

/// One comparison as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The fact compared.
    pub fact: String,
    /// The stored unit of both numbers.
    pub unit: Unit,
    /// The stored value of the fact.
    pub actual: i64,
    /// How it was compared.
    pub op: Comparison,
    /// The limit it was compared with.
    pub limit: i64,
    /// Whether the comparison holds; of the `any` conditions some may not.
    pub holds: bool,
    /// The parameter behind the limit.
    pub parameter: Option<ResolvedParam>,
}

impl Cond {
    /// Whether the comparison holds for a stored value.
    #[inline]
    pub fn holds(&self, value: i64) -> bool {
        self.op.holds(value, self.limit)
    }

    /// The comparison with a known value.
    pub fn evidence(&self, actual: i64) -> Evidence {
        Evidence {
            fact: self.fact.clone(),
            unit: self.unit,
            actual,
            op: self.op,
            limit: self.limit,
            holds: self.holds(actual),
            parameter: self.parameter.clone(),
        }
    }
}

impl CompiledRule {
    /// Judges one household. `get` gives what is known of a fact.
    ///
    /// A comparison with an empty value does not hold, whatever the comparison. An unknown fact
    /// makes the rule unknown, unless it cannot matter: another `all` condition fails, or another
    /// `any` condition holds.
    pub fn judge(&self, get: impl Fn(&str) -> FactValue) -> Judgment {
        let mut evidence = Vec::new();
        let mut unknown = Vec::new();

        for cond in &self.all {
            match get(&cond.fact) {
                FactValue::Known(value) if cond.holds(value) => evidence.push(cond.evidence(value)),
                FactValue::Known(_) | FactValue::Null => return Judgment::No,
                FactValue::Unknown => unknown.push(cond.fact.clone()),
            }
        }

        let mut any_holds = self.any.is_empty();
        let mut any_unknown = Vec::new();
        for cond in &self.any {
            match get(&cond.fact) {
                FactValue::Known(value) => {
                    any_holds |= cond.holds(value);
                    evidence.push(cond.evidence(value));
                }
                FactValue::Null => {}
                FactValue::Unknown => any_unknown.push(cond.fact.clone()),
            }
        }
        if !any_holds {
            if any_unknown.is_empty() {
                return Judgment::No;
            }
            unknown.append(&mut any_unknown);
        }

        match unknown.is_empty() {
            true => Judgment::Fires(evidence),
            false => Judgment::Unknown(unknown),
        }
    }

    /// Every fact the rule looks at, in file order.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.all.iter().chain(&self.any).map(|cond| cond.fact.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Comparison::{Above, AtLeast, Below, EqualTo, NotEqual},
        FactValue::{Known, Null, Unknown},
        *,
    };

    fn cond(fact: &str, op: Comparison, limit: i64) -> Cond {
        Cond { fact: fact.into(), unit: Unit::Rows, op, limit, parameter: None }
    }

    fn rule(all: Vec<Cond>, any: Vec<Cond>) -> CompiledRule {
        let from = NaiveDate::from_ymd_opt(2021, 1, 1).expect("a date");
        CompiledRule {
            id: "R001".into(),
            title: "试".into(),
            signal: "test".into(),
            raises: None,
            effect: Effect::Clue,
            priority: 1,
            pack: "cn".into(),
            basis: "default".into(),
            is_default: true,
            note: None,
            from,
            to: None,
            all,
            any,
        }
    }

    fn judge(rule: &CompiledRule, facts: &[(&str, FactValue)]) -> Judgment {
        rule.judge(|name| facts.iter().find(|it| it.0 == name).map_or(Null, |it| it.1))
    }

    #[test]
    fn comparisons_are_exact_at_the_limit() {
        for (op, below, at, above) in [
            (AtLeast, false, true, true),
            (Above, false, false, true),
            (Comparison::AtMost, true, true, false),
            (Below, true, false, false),
            (EqualTo, false, true, false),
            (NotEqual, true, false, true),
        ] {
            let cond = cond("a", op, 100);
            assert_eq!(
                (cond.holds(99), cond.holds(100), cond.holds(101)),
                (below, at, above),
                "{op:?}"
            );
            assert_eq!(Comparison::from_name(op.name()), Some(op));
        }
    }

    #[test]
    fn an_empty_fact_satisfies_no_comparison() {
        for op in Comparison::ALL {
            let rule = rule(vec![cond("a", op, 0)], vec![]);
            assert_eq!(judge(&rule, &[("a", Null)]), Judgment::No, "{op:?}");
        }
    }

    #[test]
    fn an_unknown_fact_makes_the_rule_unknown_unless_another_condition_fails() {
        let rule = rule(vec![cond("a", AtLeast, 1), cond("b", EqualTo, 0)], vec![]);
        assert_eq!(
            judge(&rule, &[("a", Unknown), ("b", Known(0))]),
            Judgment::Unknown(vec!["a".into()])
        );
        assert_eq!(judge(&rule, &[("a", Unknown), ("b", Known(1))]), Judgment::No);
        assert_eq!(judge(&rule, &[("a", Unknown), ("b", Null)]), Judgment::No);
    }

    #[test]
    fn one_of_the_any_conditions_is_enough_and_an_unknown_one_then_does_not_matter() {
        let rule = rule(
            vec![cond("a", AtLeast, 1)],
            vec![cond("b", EqualTo, 1), cond("c", EqualTo, 1), cond("d", EqualTo, 1)],
        );
        let all = ("a", Known(2));
        let Judgment::Fires(evidence) =
            judge(&rule, &[all, ("b", Known(0)), ("c", Known(1)), ("d", Unknown)])
        else {
            panic!("c alone should do");
        };
        let seen: Vec<_> = evidence.iter().map(|it| (it.fact.as_str(), it.holds)).collect();
        assert_eq!(seen, [("a", true), ("b", false), ("c", true)]);

        assert_eq!(judge(&rule, &[all, ("b", Known(0)), ("c", Null), ("d", Null)]), Judgment::No);
        assert_eq!(
            judge(&rule, &[all, ("b", Known(0)), ("c", Null), ("d", Unknown)]),
            Judgment::Unknown(vec!["d".into()])
        );
        assert_eq!(
            judge(&rule, &[("a", Unknown), ("b", Known(0)), ("c", Null), ("d", Null)]),
            Judgment::No,
            "no any condition can hold any more"
        );
    }
}
