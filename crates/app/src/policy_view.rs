//! The review chains of a region, as people read them.

use chrono::NaiveDate;
use policy::{ChainKind, Limit};
use serde::Serialize;

use crate::home::Home;

/// A chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChainView {
    /// `identification` or `elimination`.
    pub kind: String,
    /// In the words of the plan.
    pub zh: String,
    /// Its steps in their order.
    pub steps: Vec<ChainStepView>,
    /// The limit of the whole, in words.
    pub whole: Option<String>,
    /// The pack it comes from.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// Nobody states it: to be confirmed by the office.
    pub is_default: bool,
    /// First day.
    pub from: NaiveDate,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChainStepView {
    /// Name in the chain.
    pub step: String,
    /// In the words of the plan.
    pub zh: String,
    /// Level.
    pub level: String,
    /// Role.
    pub role: String,
    /// Role, in Chinese.
    pub role_zh: String,
    /// The time it may take, in words.
    pub limit: Option<String>,
    /// The shortest time a notice stays, in words.
    pub at_least: Option<String>,
    /// May run beside the step before it.
    pub alongside: bool,
    /// This is the decision.
    pub decides: bool,
}

/// The chains of a region on a day; none for a code that is no region.
#[must_use]
pub fn chains(home: &Home, code: &str, on: NaiveDate) -> Option<Vec<ChainView>> {
    let region = home.definitions.regions.by_stat_code(code)?;
    let code = region.stat_code.get(..6.min(region.stat_code.len()))?.trim_end_matches("00");
    let packs = &home.packs();
    let view = |kind| {
        let it = packs.review_chain(kind, code, on)?;
        let steps = it.steps.iter().map(|step| ChainStepView {
            step: step.name.clone(),
            zh: step.zh.clone(),
            level: step.level.word().to_owned(),
            role: step.role.clone(),
            role_zh: packs.role_zh(&step.role, code).unwrap_or_default().to_owned(),
            limit: step.limit.as_ref().map(limit_zh),
            at_least: step.at_least.as_ref().map(limit_zh),
            alongside: step.alongside,
            decides: step.decides,
        });
        Some(ChainView {
            kind: kind.word().to_owned(),
            steps: steps.collect(),
            zh: it.zh,
            whole: it.whole.as_ref().map(limit_zh),
            pack: it.pack,
            basis: it.basis,
            is_default: it.is_default,
            from: it.from,
        })
    };
    Some(ChainKind::ALL.into_iter().filter_map(view).collect())
}

fn limit_zh(limit: &Limit) -> String {
    let days = if limit.working { "个工作日" } else { "天" };
    format!("{}{days}", limit.days)
}
