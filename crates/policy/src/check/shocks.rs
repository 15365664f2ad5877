//! What kinds of events and triggers name must be there: parameters with the right unit and a value
//! on their first day, kinds of events, something to switch off.

use chrono::NaiveDate;

use super::farther;
use crate::{
    packs::Packs,
    problem::{Faults, Problem},
    unit::Unit,
    written::{Against, Pack},
};

/// Notes what the kinds of events and the triggers of a pack name and nobody has.
pub(super) fn fit(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    let region = &pack.info.region;
    for (id, shock) in &pack.shocks {
        let mut faults = Faults { file: &shock.file, list: &mut *problems };
        let Some(body) = &shock.body else {
            if !farther(packs, pack).any(|it| it.shocks.contains_key(id)) {
                faults.at(shock.line, format!("上级政策包没有 {id}，不必停用；请删去这个文件"));
            }
            continue;
        };
        let at = (shock.from, shock.line);
        figure(packs, region, &body.follow_up, &[Unit::Days], at, &mut faults);
        for condition in body.ways.iter().flat_map(|it| it.by.conditions()) {
            if let Against::Parameter { name, .. } = &condition.against {
                let at = (shock.from, condition.line);
                figure(packs, region, name, &[condition.unit], at, &mut faults);
            }
        }
    }
    for (id, trigger) in &pack.triggers {
        let mut faults = Faults { file: &trigger.file, list: &mut *problems };
        let Some(body) = &trigger.body else {
            if !farther(packs, pack).any(|it| it.triggers.contains_key(id)) {
                faults.at(trigger.line, format!("上级政策包没有 {id}，不必停用；请删去这个文件"));
            }
            continue;
        };
        let at = (trigger.from, trigger.line);
        figure(packs, region, &body.limit, &[Unit::BasisPoints], at, &mut faults);
        figure(packs, region, &body.months, &[Unit::Months], at, &mut faults);
        if packs.shock_type(&body.shock, region, trigger.from).is_none() {
            faults.at(trigger.line, format!("没有突发事件类型 {}；请写进 shocks/", body.shock));
        }
    }
}

/// A parameter that is named has a value on the first day, in a unit that fits.
fn figure(
    packs: &Packs,
    region: &str,
    name: &str,
    units: &[Unit],
    (from, line): (NaiveDate, u32),
    faults: &mut Faults<'_>,
) {
    if packs.chain_of(region).any(|it| it.unreadable.contains(name)) {
        return;
    }
    match packs.parameter(name, region, from) {
        None => faults.at(line, format!("{from} 没有参数 {name} 的值；请写进 parameters/")),
        Some(found) if !units.contains(&found.unit) => {
            let wanted: Vec<&str> = units.iter().map(|it| it.written().zh()).collect();
            let wanted = wanted.join("、");
            faults.at(
                line,
                format!("{name} 的单位应是{wanted}，而不是{}", found.unit.written().zh()),
            );
        }
        Some(_) => {}
    }
}
