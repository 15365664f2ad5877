//! The catalogue of measures fits together: what replaces a measure stays in its group, and a
//! measure answers only risks whose row in the table of matches has its group.

use crate::{
    measure::{CatalogueMeasure, WrittenMeasure},
    packs::Packs,
    problem::{Faults, Problem},
    written::Pack,
};

/// The name under which an unreadable `groups.toml` is remembered.
pub(crate) const GROUPS: &str = "measures/groups";

/// Notes what does not fit in the measures of one pack.
pub(super) fn fit(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for (id, measure) in &pack.measures {
        let mut faults = Faults { file: &measure.file, list: &mut *problems };
        replaces_its_like(packs, pack, id, measure, &mut faults);
        if let Some(body) = &measure.body {
            answers_what_its_group_can(packs, pack, body, measure.line, &mut faults);
        }
    }
}

fn replaces_its_like(
    packs: &Packs,
    pack: &Pack,
    id: &str,
    measure: &WrittenMeasure,
    faults: &mut Faults<'_>,
) {
    let mut farther = super::farther(packs, pack);
    let unreadable = super::farther(packs, pack).any(|it| it.unreadable.contains(id));
    match farther.find_map(|it| it.measures.get(id)) {
        Some(other) if other.group != measure.group => {
            let (file, group) = (&other.file, other.group.word());
            faults
                .at(measure.line, format!("代替 {file} 的 {id} 时大类不能变，请写进 {group}.toml"));
        }
        None if measure.body.is_none() && !unreadable => {
            faults.at(measure.line, format!("上级政策包没有措施 {id}，不必停用；请删去"));
        }
        _ => (),
    }
}

fn answers_what_its_group_can(
    packs: &Packs,
    pack: &Pack,
    measure: &CatalogueMeasure,
    line: u32,
    faults: &mut Faults<'_>,
) {
    let region = &pack.info.region;
    if packs.chain_of(region).any(|it| it.unreadable.contains(GROUPS)) {
        return;
    }
    for risk in &measure.answers {
        let found = packs.risk_match(*risk, region, measure.from);
        if !found.is_some_and(|it| it.fits(measure.group)) {
            let (risk, id, group) = (risk.code(), &measure.id, measure.group.word());
            faults.at(
                line,
                format!(
                    "{id} 写了应对 {risk}，而 groups.toml 在 {} 没有把 {group} 列为 {risk} 的对口大类；\
                     请改一处",
                    measure.from
                ),
            );
        }
    }
}
