//! Reads the folder of packs: which files there are, and what each says.
//!
//! Strict: a folder, file or key that is not known is a fault, because a mistyped name would
//! otherwise silently switch a rule off.

mod appeals;
mod benefit;
mod benefit_case;
mod case;
mod chain;
mod chain_step;
mod condition;
mod files;
mod income;
mod limit;
mod list;
mod measure;
mod notice;
mod pack;
mod parameter;
mod register;
mod rule;
mod shock;
mod value;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

pub use self::benefit_case::read_trial;
use self::{
    chain_step::Roles,
    files::{FORBIDDEN_WORDS, Files},
};
use crate::{
    basis::Documents,
    chain::ChainKind,
    check::GROUPS,
    fact::FactNames,
    income::{IncomeComponent, WrittenIncome},
    measure::MeasureGroup,
    notice::NoticeKind,
    packs::Packs,
    problem::{Faults, Problem},
    table::{self, Table},
    written::{CaseFile, Pack},
};

/// Reads everything. What is wrong is noted, what could be read is returned.
pub(crate) fn read(dir: &Path, facts: &FactNames, problems: &mut Vec<Problem>) -> Packs {
    let files = files::list(dir, problems);
    let mut packs = read_pack_files(&files, problems);
    if packs.is_empty() && problems.is_empty() {
        problems.push(Problem {
            file: dir.display().to_string(),
            line: None,
            message: "这里没有政策包；请指向含有 cn 等文件夹的 packs 目录".into(),
        });
    }

    let titles: BTreeMap<(String, String), String> = packs
        .iter()
        .flat_map(|pack| {
            pack.documents.iter().map(|(key, document)| {
                ((pack.info.region.clone(), key.clone()), document.zh.clone())
            })
        })
        .collect();
    let role_names: BTreeSet<(String, String)> = packs
        .iter()
        .flat_map(|pack| pack.roles.keys().map(|role| (pack.info.region.clone(), role.clone())))
        .collect();
    for pack in &mut packs {
        let region = pack.info.region.clone();
        let documents: Documents<'_> = titles
            .iter()
            .filter(|((owner, _), _)| region.starts_with(owner.as_str()))
            .map(|((_, key), title)| (key.as_str(), title.as_str()))
            .collect();
        let roles: Roles<'_> = role_names
            .iter()
            .filter(|(owner, _)| region.starts_with(owner.as_str()))
            .map(|(_, role)| role.as_str())
            .collect();
        let prefix = format!("{}/", pack.info.name);
        for (path, text) in files.iter() {
            if path.strip_prefix(&prefix) == Some("appeals.toml") {
                let top = table::parse(path, text, problems);
                let mut faults = Faults { file: path, list: &mut *problems };
                pack.appeals = appeals::appeals(top, &documents, &mut faults);
            }
            if path.strip_prefix(&prefix) == Some("register.toml") {
                let top = table::parse(path, text, problems);
                let mut faults = Faults { file: path, list: &mut *problems };
                read_register(pack, top, &documents, &mut faults);
            }
            if let Some((kind, name)) =
                path.strip_prefix(&prefix).and_then(|rest| rest.split_once('/'))
            {
                let stem = name.trim_end_matches(".toml");
                let top = table::parse(path, text, problems);
                let mut faults = Faults { file: path, list: &mut *problems };
                match kind {
                    "parameters" => read_parameters(pack, stem, top, &documents, &mut faults),
                    "rules" => read_rule(pack, stem, top, &documents, facts, &mut faults),
                    "chains" => read_chain(pack, stem, top, &documents, &roles, &mut faults),
                    "measures" => read_measures(pack, stem, top, &documents, &mut faults),
                    "lists" => read_lists(pack, stem, top, &documents, facts, &mut faults),
                    "benefits" => read_benefit(pack, stem, top, &documents, facts, &mut faults),
                    "income" => {
                        let around = income::Around {
                            pack: &pack.info.name,
                            documents: &documents,
                            roles: &roles,
                            facts,
                        };
                        read_income(&mut pack.income, stem, top, around, &mut faults);
                    }
                    "benefit_cases" => {
                        let cases = benefit_case::cases(stem, top, &pack.info.region, &mut faults);
                        pack.benefit_cases.extend(cases);
                    }
                    "shocks" => {
                        if let Some(it) = shock::shock(top, &documents, facts, &mut faults) {
                            pack.shocks.insert(stem.to_owned(), it);
                        }
                    }
                    "triggers" => {
                        if let Some(it) = shock::trigger(top, &documents, &mut faults) {
                            pack.triggers.insert(stem.to_owned(), it);
                        }
                    }
                    "notices" => read_notice(pack, stem, top, &documents, &mut faults),
                    _ => read_cases(pack, stem, top, facts, &mut faults),
                }
            }
        }
    }
    Packs::from_read(packs, files.hash())
}

fn read_pack_files(files: &Files, problems: &mut Vec<Problem>) -> Vec<Pack> {
    let folders: BTreeSet<&str> =
        files.iter().filter_map(|(path, _)| path.split('/').next()).collect();
    let mut packs = Vec::new();
    for folder in folders {
        let file = format!("{folder}/pack.toml");
        match files.get(&file) {
            Some(text) => packs.extend(pack::pack(&file, folder, text, problems)),
            None => problems.push(Problem {
                file,
                line: None,
                message: "没有这个文件；每个政策包要有 pack.toml，写明名称、地区和所依据的文件"
                    .into(),
            }),
        }
    }
    packs
}

fn read_parameters(
    pack: &mut Pack,
    topic: &str,
    mut top: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) {
    for (key, item) in top.take_all() {
        let name = format!("{topic}.{key}");
        if let Some(parameter) = parameter::parameter(&key, item, documents, faults) {
            pack.parameters.insert(name, parameter);
        } else {
            pack.unreadable.insert(name);
        }
    }
}

fn read_rule(
    pack: &mut Pack,
    id: &str,
    top: Table,
    documents: &Documents<'_>,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) {
    if let Some(rule) = rule::rule(top, documents, facts, faults) {
        pack.rules.insert(id.to_owned(), rule);
    } else {
        pack.unreadable.insert(id.to_owned());
    }
}

fn read_chain(
    pack: &mut Pack,
    kind: &str,
    top: Table,
    documents: &Documents<'_>,
    roles: &Roles<'_>,
    faults: &mut Faults<'_>,
) {
    // The list of files holds no other names.
    let Some(kind) = ChainKind::from_word(kind) else { return };
    let head = chain::Head { kind, pack: &pack.info.name };
    if let Some(versions) = chain::chain(top, head, documents, roles, faults) {
        pack.chains.insert(kind, versions);
    }
}

fn read_measures(
    pack: &mut Pack,
    stem: &str,
    mut top: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) {
    let name = pack.info.name.clone();
    // The list of files holds no other names than the groups and this one.
    let Some(group) = MeasureGroup::from_word(stem) else {
        match measure::groups(top, &name, documents, faults) {
            Some(groups) => pack.groups = groups,
            None => {
                pack.unreadable.insert(GROUPS.to_owned());
            }
        }
        return;
    };
    for (id, item) in top.take_all() {
        let line = item.line;
        let head = measure::Head { group, pack: &name };
        let Some(measure) = measure::measure(&id, item, head, documents, faults) else {
            pack.unreadable.insert(id);
            continue;
        };
        if let Some(other) = pack.measures.get(&id) {
            faults.at(line, format!("措施 {id} 在 {} 里已经有了，请换一个标识", other.file));
            continue;
        }
        pack.measures.insert(id, measure);
    }
}

fn read_benefit(
    pack: &mut Pack,
    id: &str,
    top: Table,
    documents: &Documents<'_>,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) {
    match benefit::benefit(id, top, &pack.info.name, documents, facts, faults) {
        Some(benefit) => {
            pack.benefits.insert(id.to_owned(), benefit);
        }
        None => {
            pack.unreadable.insert(id.to_owned());
        }
    }
}

fn read_income(
    written: &mut WrittenIncome,
    stem: &str,
    top: Table,
    around: income::Around<'_>,
    faults: &mut Faults<'_>,
) {
    match (stem, IncomeComponent::from_word(stem)) {
        (income::FORMS, _) => written.forms = income::forms(top, around, faults),
        (income::PLAUSIBILITY, _) => written.checks = income::checks(top, around, faults),
        (_, Some(component)) => {
            let read = income::component(component, top, around, faults);
            written.components.insert(component, read);
        }
        // The list of files holds no other names.
        _ => {}
    }
}

fn read_notice(
    pack: &mut Pack,
    name: &str,
    top: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) {
    if name == FORBIDDEN_WORDS {
        pack.forbidden_words = notice::forbidden_words(top, documents, faults);
        return;
    }
    // The list of files holds no other names.
    let Some(kind) = NoticeKind::from_word(name) else { return };
    let head = notice::Head { kind, pack: &pack.info.name };
    if let Some(versions) = notice::notice(top, head, documents, faults) {
        pack.notices.insert(kind, versions);
    }
}

fn read_lists(
    pack: &mut Pack,
    topic: &str,
    mut top: Table,
    documents: &Documents<'_>,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) {
    for (key, item) in top.take_all() {
        let name = format!("{topic}.{key}");
        let around = list::Around { region: &pack.info.region, documents, facts };
        if let Some(list) = list::list(&key, item, around, faults) {
            pack.lists.insert(name, list);
        } else {
            pack.unreadable.insert(name);
        }
    }
}

fn read_register(
    pack: &mut Pack,
    mut top: Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) {
    for (id, item) in top.take_all() {
        if let Some(policy) = register::policy(&id, item, documents, faults) {
            pack.register.insert(id, policy);
        }
    }
}

fn read_cases(pack: &mut Pack, id: &str, top: Table, facts: &FactNames, faults: &mut Faults<'_>) {
    let cases = case::cases(top, &pack.info.region, facts, faults);
    pack.cases.insert(id.to_owned(), CaseFile { file: faults.file.to_owned(), cases });
}
