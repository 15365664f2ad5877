//! Lines of income against the account they feed, and the parameters they name.

use std::collections::BTreeSet;

use super::farther;
use crate::{
    income::INCOME_ACCOUNT,
    packs::Packs,
    problem::{Faults, Problem},
    suggest,
    unit::Unit,
    written::Pack,
};

pub(super) fn fits(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    let region = &pack.info.region;
    let inputs: BTreeSet<&str> = packs
        .chain_of(region)
        .filter_map(|it| it.benefits.get(INCOME_ACCOUNT)?.body.as_ref())
        .flat_map(|it| it.inputs.iter().map(|it| it.name.as_str()))
        .collect();
    let unreadable = packs.chain_of(region).any(|it| it.unreadable.contains(INCOME_ACCOUNT));
    let no_input = |name: &str| {
        let hint = suggest::hint(name, inputs.iter().copied());
        format!("收入台账（benefits/{INCOME_ACCOUNT}.toml）没有 {name}{hint}")
    };
    for (component, written) in &pack.income.components {
        if let Some(info) = written.info.as_ref().filter(|it| !inputs.contains(it.total.as_str()))
            && !unreadable
        {
            let file = format!("{}/income/{}.toml", pack.info.name, component.word());
            Faults { file: &file, list: problems }.at(1, no_input(&info.total));
        }
        for line in &written.lines {
            let mut faults = Faults { file: &line.file, list: problems };
            let Some(body) = &line.body else {
                let has = |it: &Pack| {
                    let of = it.income.components.get(component);
                    of.is_some_and(|it| it.lines.iter().any(|it| it.id == line.id))
                };
                if !farther(packs, pack).any(has) {
                    faults.at(line.line, format!("上级政策包没有 {}，不必停用；请删去", line.id));
                }
                continue;
            };
            if !inputs.contains(body.input.as_str()) && !unreadable {
                faults.at(line.line, no_input(&body.input));
            }
            if let Some(name) = &body.counts {
                parameter(packs, pack, name, Unit::Bool, line.line, &mut faults);
            }
        }
        let mut seen = BTreeSet::new();
        for line in &written.lines {
            if !seen.insert((line.id.as_str(), line.from)) {
                Faults { file: &line.file, list: problems }
                    .at(line.line, format!("{} 写了两次，请只留一个", line.id));
            }
        }
    }
    for form in &pack.income.forms {
        let mut faults = Faults { file: &form.file, list: problems };
        if let Some(name) = &form.ends {
            parameter(packs, pack, name, Unit::Count, form.line, &mut faults);
        }
    }
    for check in &pack.income.checks {
        for name in check.parameters.values() {
            let mut faults = Faults { file: &check.file, list: problems };
            if packs.chain_of(region).any(|it| it.unreadable.contains(name)) {
                continue;
            }
            if packs.parameter(name, region, check.from).is_none() {
                faults.at(check.line, format!("参数 {name} 在 {} 没有值，请补上", check.from));
            }
        }
    }
}

fn parameter(
    packs: &Packs,
    pack: &Pack,
    name: &str,
    unit: Unit,
    line: u32,
    faults: &mut Faults<'_>,
) {
    let region = &pack.info.region;
    if packs.chain_of(region).any(|it| it.unreadable.contains(name)) {
        return;
    }
    let found = packs.chain_of(region).find_map(|it| it.parameters.get(name));
    match found {
        Some(it) if it.unit.stored() == unit => (),
        Some(_) => faults.at(line, format!("{name} 的单位应是{}", unit.zh())),
        None => {
            let known = packs.chain_of(region).flat_map(|it| it.parameters.keys());
            let hint = suggest::hint(name, known.map(String::as_str));
            faults.at(line, format!("没有参数 {name}{hint}；请写进 parameters/"));
        }
    }
}
