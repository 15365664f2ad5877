//! What becomes of findings: set beside what is known of the household, they are a clue of one of
//! five classes, or raise nothing, with the reason.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Month, Region};
use lake::{
    declaration::Facts,
    fold::{FactTable, Folded},
    judging::{Judgment, met},
};
use policy::{CompiledRule, Effect, Packs, Risk};
use serde::Serialize;
use serde_json::json;
use store::{Clue, Suppressed, Verification};

use super::{ClueClass, ConditionEvidence, ParameterEvidence, RuleEvidence};
use crate::evidence::CountyEvidence;

/// Parameter: days during which a household just verified, or just raised, is
/// not raised again for the same thing.
const SILENCE: &str = "clue.silence_days";
/// Parameter: by how much an amount must have risen to be news all the same.
const AMOUNT_RISE: &str = "clue.amount_rise";

/// A finding that raised nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionReason {
    /// 已监测，风险已记录.
    AlreadyMonitored,
    /// 静默期内已核实，没有新情况.
    RecentlyVerified,
    /// 同一事件已提示过.
    SameEvent,
}

impl SuppressionReason {
    fn word(self) -> &'static str {
        match self {
            SuppressionReason::AlreadyMonitored => "already_monitored",
            SuppressionReason::RecentlyVerified => "recently_verified",
            SuppressionReason::SameEvent => "same_event",
        }
    }
}

/// What is known of the households before the run.
pub(crate) struct Known {
    verified: BTreeMap<i64, Vec<Verification>>,
    earlier: BTreeMap<i64, Vec<Clue>>,
    amount_rise: i64,
}

impl Known {
    /// Reads visits and clues of the silence period before a month, as the packs say how long it is.
    pub(crate) async fn read(
        packs: &Packs,
        tx: &mut store::Tx,
        county: &Region,
        month: Month,
    ) -> anyhow::Result<Known> {
        let as_of = month.last_day();
        let parameter =
            |name| packs.parameter(name, county.leading_digits(), as_of).map(|it| it.value);
        let days = parameter(SILENCE).unwrap_or_default();
        let since = as_of - chrono::Days::new(u64::try_from(days).unwrap_or_default());
        let mut known = Known {
            verified: BTreeMap::new(),
            earlier: BTreeMap::new(),
            amount_rise: parameter(AMOUNT_RISE).unwrap_or_default(),
        };
        for it in tx.verified_since(county.id, since).await? {
            if it.verified_on <= as_of {
                known.verified.entry(it.household_id).or_default().push(it);
            }
        }
        let mut earlier = Month::of(since);
        while earlier < month {
            for clue in tx.clues_in(county.id, &earlier.to_string()).await? {
                if clue.state != "withdrawn" {
                    known.earlier.entry(clue.household_id).or_default().push(clue);
                }
            }
            earlier = earlier.plus_months(1);
        }
        Ok(known)
    }

    /// Puts what another judgment of an earlier month raised in place of what is on record for it.
    pub(crate) fn suppose(&mut self, month: &str, clues: &[Clue]) {
        for earlier in self.earlier.values_mut() {
            earlier.retain(|it| it.month != month);
        }
        for clue in clues {
            self.earlier.entry(clue.household_id).or_default().push(clue.clone());
        }
    }

    /// Why a finding is no news, if it is none.
    fn no_news(&self, household: i64, finding: &RuleEvidence) -> Option<SuppressionReason> {
        let before = self.earlier.get(&household)?.iter().rev().find_map(|clue| {
            let rules: Vec<RuleEvidence> = serde_json::from_value(clue.evidence.clone()).ok()?;
            rules.into_iter().find(|it| it.rule == finding.rule && (it.sure || !finding.sure))
        })?;
        if has_risen(&before, finding, self.amount_rise) {
            return None;
        }
        let verified = self.verified.get(&household).is_some_and(|visits| {
            visits.iter().any(|it| {
                it.result != "unverifiable"
                    && finding.raises.as_deref().is_none_or(|risk| risk == it.risk)
            })
        });
        Some(if verified {
            SuppressionReason::RecentlyVerified
        } else {
            SuppressionReason::SameEvent
        })
    }
}

/// Whether a value that was compared has grown: counts at all, amounts by more
/// than the share given in basis points.
fn has_risen(before: &RuleEvidence, now: &RuleEvidence, rise: i64) -> bool {
    now.conditions.iter().any(|condition| {
        let earlier = before.conditions.iter().find(|it| it.fact == condition.fact);
        match (condition.actual, earlier.and_then(|it| it.actual)) {
            (Some(now), Some(before)) if condition.unit == "fen" => {
                i128::from(now) * 10_000 > i128::from(before) * (10_000 + i128::from(rise))
            }
            (Some(_), Some(_)) if matches!(condition.unit.as_str(), "days" | "months" | "bool") => {
                false
            }
            (Some(now), Some(before)) => now > before,
            (Some(_), None) => true,
            (None, _) => false,
        }
    })
}

/// A household with what was found of it.
pub(crate) struct Found {
    pub(crate) household: u32,
    pub(crate) hid: i64,
    pub(crate) township: i64,
    pub(crate) village: i64,
    pub(crate) class: ClueClass,
    pub(crate) rules: Vec<RuleEvidence>,
    pub(crate) risks: Vec<String>,
}

/// What a month's findings come to.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) clues: Vec<Found>,
    pub(crate) suppressed: Vec<Suppressed>,
    /// Households by rule that fired.
    pub(crate) findings: BTreeMap<String, i64>,
}

/// Sets the hits of every household beside what is known of it.
pub(crate) fn classify(
    facts: &Facts,
    rules: &[CompiledRule],
    evidence: &CountyEvidence,
    folded: &Folded,
    judgment: &Judgment,
    known: &Known,
) -> Outcome {
    let mut outcome = Outcome::default();
    for hits in judgment.hits.chunk_by(|one, other| one.household == other.household) {
        let household = hits[0].household;
        let home_of = &evidence.snapshot.households[household as usize];
        let mut clues = Vec::new();
        let mut context = Vec::new();
        for hit in hits {
            let rule = &rules[hit.rule];
            *outcome.findings.entry(rule.id.clone()).or_default() += 1;
            let (table, position) = if hit.sure {
                (&folded.sure, household as usize)
            } else {
                let at = folded.doubtful.households.binary_search(&household).unwrap_or_default();
                (&folded.doubtful.facts, at)
            };
            let finding = rule_evidence(facts, rule, table, position, hit.sure);
            match rule.effect {
                Effect::Clue => clues.push(finding),
                Effect::Watch => context.push(finding),
            }
        }
        if clues.is_empty() {
            continue;
        }
        let mut suppress = |finding: &RuleEvidence, reason: SuppressionReason| {
            outcome.suppressed.push(Suppressed {
                run_id: 0,
                household_id: home_of.hid,
                rule: finding.rule.clone(),
                reason: reason.word().to_owned(),
                detail: json!({ "conditions": finding.conditions }),
            });
        };

        // Monitored already: only a risk that is not on record is news.
        if home_of.monitored {
            let new_risks = risks_of(&clues, |risk| !home_of.risks.contains(&risk));
            let class = if new_risks.is_empty() {
                for finding in &clues {
                    suppress(finding, SuppressionReason::AlreadyMonitored);
                }
                ClueClass::AlreadyKnown
            } else {
                ClueClass::RiskSupplement
            };
            clues.extend(context);
            outcome.clues.push(found(household, home_of, class, clues, new_risks));
            continue;
        }
        // Seen before, nothing new: silence.
        clues.retain(|finding| match known.no_news(home_of.hid, finding) {
            None => true,
            Some(reason) => {
                suppress(finding, reason);
                false
            }
        });
        if clues.is_empty() {
            continue;
        }
        let class = if home_of.eliminated {
            ClueClass::ReopenReview
        } else if clues.iter().any(|it| it.sure) {
            ClueClass::NewClue
        } else {
            ClueClass::NewClueAfterConfirmation
        };
        let risks = risks_of(&clues, |_| true);
        clues.extend(context);
        outcome.clues.push(found(household, home_of, class, clues, risks));
    }
    outcome
}

fn found(
    household: u32,
    home_of: &lake::snapshot::SnapshotHousehold,
    class: ClueClass,
    rules: Vec<RuleEvidence>,
    risks: Vec<String>,
) -> Found {
    Found {
        household,
        hid: home_of.hid,
        township: home_of.township,
        village: home_of.village,
        class,
        rules,
        risks,
    }
}

/// The risks that findings raise, in the order of the code list.
fn risks_of(findings: &[RuleEvidence], keep: impl Fn(i64) -> bool) -> Vec<String> {
    let risks: BTreeSet<i64> = findings
        .iter()
        .filter_map(|it| it.raises.as_deref().and_then(Risk::from_code))
        .map(Risk::index)
        .filter(|it| keep(*it))
        .collect();
    Risk::ALL
        .into_iter()
        .filter(|it| risks.contains(&it.index()))
        .map(|it| it.code().to_owned())
        .collect()
}

fn rule_evidence(
    facts: &Facts,
    rule: &CompiledRule,
    table: &FactTable,
    position: usize,
    sure: bool,
) -> RuleEvidence {
    let conditions = met(facts, rule, table, position)
        .into_iter()
        .map(|it| ConditionEvidence {
            fact: it.condition.fact.clone(),
            zh: facts.get(&it.condition.fact).map(|it| it.zh.clone()).unwrap_or_default(),
            unit: it.condition.unit.stored().name().to_owned(),
            actual: it.actual,
            op: it.condition.op.name().to_owned(),
            limit: it.condition.limit,
            holds: it.holds,
            parameter: it.condition.parameter.as_ref().map(|parameter| ParameterEvidence {
                name: parameter.name.clone(),
                zh: parameter.zh.clone(),
                value: parameter.value,
                times_thousandths: parameter.times.map(policy::Times::thousandths),
                pack: parameter.pack.clone(),
                basis: parameter.basis.clone(),
                is_default: parameter.is_default,
                from: parameter.from,
            }),
        })
        .collect();
    RuleEvidence {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        signal: rule.signal.clone(),
        effect: rule.effect.name().to_owned(),
        raises: rule.raises.map(|it| it.code().to_owned()),
        pack: rule.pack.clone(),
        basis: rule.basis.clone(),
        sure,
        conditions,
    }
}
