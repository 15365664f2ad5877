//! What must be true of packs beyond the single file: names exist, units fit, every day of a rule
//! has its parameters and the chains, and every rule has cases that pass.

mod appeals;
mod benefits;
mod chains;
mod income;
mod measures;
mod notices;
mod register;
mod shocks;

pub(crate) use measures::GROUPS;

use std::{collections::BTreeMap, path::Path};

use chrono::{Days, NaiveDate};

use crate::{
    cases,
    fact::FactNames,
    packs::Packs,
    parameter::Parameter,
    problem::{Faults, Problem},
    read, suggest,
    written::{Against, Body, Condition, Expected, Pack, Rule},
};

/// Reads every pack of a folder and lists everything that is wrong, ordered by file and line.
/// Empty means that [`Packs::load`] succeeds.
pub fn check(dir: &Path, facts: &FactNames) -> Vec<Problem> {
    read_and_check(dir, facts).1
}

pub(crate) fn read_and_check(dir: &Path, facts: &FactNames) -> (Packs, Vec<Problem>) {
    let mut problems = Vec::new();
    let packs = read::read(dir, facts, &mut problems);
    regions_are_distinct(&packs, &mut problems);
    for pack in &packs.packs {
        parameters_keep_their_unit(&packs, pack, &mut problems);
        for (id, rule) in &pack.rules {
            rule_is_sound(&packs, pack, id, rule, &mut problems);
        }
        cases_belong_to_rules(&packs, pack, &mut problems);
        benefits::fit(&packs, pack, &mut problems);
        measures::fit(&packs, pack, &mut problems);
        income::fits(&packs, pack, &mut problems);
        register::names_what_is_there(&packs, pack, &mut problems);
        shocks::fit(&packs, pack, &mut problems);
        lists_keep_their_kind(&packs, pack, &mut problems);
    }
    // Cases are run only on packs that are otherwise sound: a rule that could not be read would
    // make every one of its cases fail and hide the cause. The same goes for chains and notices.
    if problems.is_empty() {
        for pack in &packs.packs {
            cases_pass(&packs, pack, &mut problems);
            rules_have_cases(&packs, pack, &mut problems);
        }
        chains::cover_the_rules(&packs, &mut problems);
        appeals::are_whole(&packs, &mut problems);
        for pack in &packs.packs {
            notices::are_sound(&packs, pack, &mut problems);
        }
    }
    problems.sort_by(|left, right| {
        (&left.file, left.line, &left.message).cmp(&(&right.file, right.line, &right.message))
    });
    (packs, problems)
}

fn regions_are_distinct(packs: &Packs, problems: &mut Vec<Problem>) {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for pack in &packs.packs {
        let name = pack.info.name.as_str();
        if let Some(other) = owners.insert(&pack.info.region, name) {
            problems.push(Problem {
                file: format!("{name}/pack.toml"),
                line: None,
                message: format!("与 {other} 是同一地区，请合并成一个政策包"),
            });
        }
    }
}

fn parameters_keep_their_unit(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for (name, parameter) in &pack.parameters {
        let Some((farther, other)) = farther_parameter(packs, pack, name) else { continue };
        if other.unit.stored() != parameter.unit.stored() {
            Faults { file: &parameter.file, list: problems }.at(
                parameter.line,
                format!(
                    "{name} 的单位是{}，而 {farther} 里是{}，请统一",
                    parameter.unit.zh(),
                    other.unit.zh()
                ),
            );
        }
    }
}

fn farther_parameter<'a>(
    packs: &'a Packs,
    pack: &'a Pack,
    name: &str,
) -> Option<(&'a str, &'a Parameter)> {
    farther(packs, pack).find_map(|it| Some((it.info.name.as_str(), it.parameters.get(name)?)))
}

/// The packs this one overlays, nearest first.
fn farther<'a>(packs: &'a Packs, pack: &'a Pack) -> impl Iterator<Item = &'a Pack> {
    packs.chain_of(&pack.info.region).filter(move |it| it.info.name != pack.info.name)
}

fn lists_keep_their_kind(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for (name, list) in &pack.lists {
        let other = farther(packs, pack).find_map(|it| it.lists.get(name));
        if other.is_some_and(|other| other.of != list.of) {
            let mut faults = Faults { file: &list.file, list: &mut *problems };
            faults.at(list.line, format!("{name} 与上级政策包的 of 不同，请统一"));
        }
    }
}

fn rule_is_sound(packs: &Packs, pack: &Pack, id: &str, rule: &Rule, problems: &mut Vec<Problem>) {
    let mut faults = Faults { file: &rule.file, list: problems };
    let Some(body) = &rule.body else {
        let is_there = |it: &Pack| it.rules.contains_key(id) || it.unreadable.contains(id);
        if !farther(packs, pack).any(is_there) {
            faults.at(rule.line, format!("上级政策包没有 {id}，不必停用；请删去这个文件"));
        }
        return;
    };
    signal_is_stable(packs, pack, id, rule, body, &mut faults);
    for condition in body.conditions() {
        if let Against::Parameter { name, .. } = &condition.against {
            parameter_fits(packs, pack, rule, condition, name, &mut faults);
        }
    }
}

/// A rule that replaces another keeps its signal, and no other rule of the chain uses it.
fn signal_is_stable(
    packs: &Packs,
    pack: &Pack,
    id: &str,
    rule: &Rule,
    body: &Body,
    faults: &mut Faults<'_>,
) {
    for other_pack in packs.chain_of(&pack.info.region) {
        for (other_id, other) in &other_pack.rules {
            let Some(other) = &other.body else { continue };
            let same_file = other_id == id && other_pack.info.name == pack.info.name;
            if same_file {
                continue;
            }
            let place = format!("{}/rules/{other_id}.toml", other_pack.info.name);
            if other_id == id && other.signal != body.signal {
                faults
                    .at(rule.line, format!("代替 {place} 时 signal 不能变，请写 {}", other.signal));
            }
            // Of two rules of one pack, only the later one is told.
            let told = other_pack.info.name != pack.info.name || other_id.as_str() < id;
            if other_id != id && other.signal == body.signal && told {
                faults.at(rule.line, format!("signal {} 已由 {place} 使用", body.signal));
            }
        }
    }
}

fn parameter_fits(
    packs: &Packs,
    pack: &Pack,
    rule: &Rule,
    condition: &Condition,
    name: &str,
    faults: &mut Faults<'_>,
) {
    let region = &pack.info.region;
    let versions: Vec<&Parameter> =
        packs.chain_of(region).filter_map(|it| it.parameters.get(name)).collect();
    if packs.chain_of(region).any(|it| it.unreadable.contains(name)) {
        return;
    }
    let Some(parameter) = versions.first() else {
        let known = packs.chain_of(region).flat_map(|it| it.parameters.keys());
        let hint = suggest::hint(name, known.map(String::as_str));
        faults.at(condition.line, format!("没有参数 {name}{hint}；请写进 parameters/"));
        return;
    };
    if parameter.unit.stored() != condition.unit {
        faults.at(
            condition.line,
            format!(
                "单位不合：{}（{}）不能与 {name}（{}）比较",
                condition.fact,
                condition.unit.written().zh(),
                parameter.unit.written().zh()
            ),
        );
    }
    if let Some(day) = first_day_without(packs, region, rule, name, &versions) {
        faults.at(
            condition.line,
            format!("{name} 在 {day} 没有值，而规则那天有效；请补一个值，或改规则的 from、to"),
        );
    }
}

/// The first day of the rule on which the parameter has no value. It is enough to look at the days
/// on which something begins or ends.
fn first_day_without(
    packs: &Packs,
    region: &str,
    rule: &Rule,
    name: &str,
    versions: &[&Parameter],
) -> Option<NaiveDate> {
    let values = versions.iter().flat_map(|parameter| &parameter.values);
    let ends = values.filter_map(|it| it.to?.checked_add_days(Days::new(1)));
    let mut days: Vec<NaiveDate> =
        ends.chain([rule.from]).filter(|day| rule.is_valid_on(*day)).collect();
    days.sort();
    days.into_iter().find(|day| packs.parameter(name, region, *day).is_none())
}

fn cases_belong_to_rules(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for (id, file) in &pack.cases {
        let mut chain = packs.chain_of(&pack.info.region);
        if chain.all(|it| !it.rules.contains_key(id) && !it.unreadable.contains(id)) {
            problems.push(Problem {
                file: file.file.clone(),
                line: None,
                message: format!("没有规则 {id}，请改名或删去"),
            });
        }
    }
}

fn cases_pass(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for (id, file) in &pack.cases {
        for case in &file.cases {
            if let Some(message) = cases::fault(packs, id, case) {
                Faults { file: &file.file, list: problems }.at(case.line, message);
            }
        }
    }
}

/// A rule needs a case that fires, one that does not, and for every parameter one that stands
/// exactly on the limit; a rule that is switched off needs one that does not fire.
fn rules_have_cases(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for (id, rule) in &pack.rules {
        let cases = pack.cases.get(id).map_or(&[][..], |file| &file.cases);
        let has = |wanted| cases.iter().any(|case| case.fires == wanted);
        let path = format!("{}/cases/{id}.toml", pack.info.name);
        let mut faults = Faults { file: &rule.file, list: problems };
        if !has(Expected::No) {
            faults.at(rule.line, format!("缺少不触发的案例，请在 {path} 加一个 fires = false"));
        }
        let Some(body) = &rule.body else { continue };
        if !has(Expected::Yes) {
            faults.at(rule.line, format!("缺少触发的案例，请在 {path} 加一个 fires = true"));
        }
        for condition in body.conditions() {
            let Against::Parameter { name, .. } = &condition.against else { continue };
            let covered = cases.iter().any(|case| {
                packs.rule(id, &case.region, case.on).is_some_and(|rule| {
                    let mut conds = rule.all.iter().chain(&rule.any);
                    conds.any(|it| it.fact == condition.fact && cases::stands_on(it, case))
                })
            });
            if !covered {
                faults.at(
                    condition.line,
                    format!(
                        "缺少边界案例：{path} 里要有一个 {} 恰好等于 {name} 的案例",
                        condition.fact
                    ),
                );
            }
        }
    }
}
