//! Where there are rules, there are both chains: a clue must be able to end in a decision.

use chrono::{Days, NaiveDate};

use crate::{
    chain::ChainKind,
    packs::Packs,
    problem::Problem,
    written::{Pack, Rule},
};

/// Notes each kind of chain that some region lacks on a day on which it has rules.
pub(super) fn cover_the_rules(packs: &Packs, problems: &mut Vec<Problem>) {
    for kind in ChainKind::ALL {
        let mut told: Vec<&Pack> = Vec::new();
        // The nation first: what it lacks, everybody lacks, and is told once.
        for pack in packs.packs.iter().rev() {
            if told.iter().any(|it| pack.info.region.starts_with(&it.info.region)) {
                continue;
            }
            if let Some(day) = first_day_without(packs, &pack.info.region, kind) {
                told.push(pack);
                problems.push(Problem {
                    file: format!("{}/chains/{}.toml", pack.info.name, kind.word()),
                    line: None,
                    message: format!(
                        "{day} 有规则，却没有{}的程序；请写一个那天有效的版本（全国的政策包两种程序\
                         都要有）",
                        kind.zh()
                    ),
                });
            }
        }
    }
}

/// The first day with rules and without a chain. It is enough to look at the days on which a rule
/// begins or a chain has ended.
fn first_day_without(packs: &Packs, region: &str, kind: ChainKind) -> Option<NaiveDate> {
    let rules = || packs.chain_of(region).flat_map(|it| it.rules.values());
    let chains = packs.chain_of(region).filter_map(|it| it.chains.get(&kind)).flatten();
    let ends = chains.filter_map(|it| it.to?.checked_add_days(Days::new(1)));
    let has_rules =
        |day: &NaiveDate| rules().any(|rule: &Rule| rule.body.is_some() && rule.is_valid_on(*day));
    let mut days: Vec<NaiveDate> =
        ends.chain(rules().map(|it| it.from)).filter(has_rules).collect();
    days.sort();
    days.into_iter().find(|day| packs.review_chain(kind, region, *day).is_none())
}
