//! `pack.toml`: name, region, documents, roles.

use std::collections::{BTreeMap, BTreeSet};

use super::files::is_snake_case;
use crate::{
    measure::WrittenGroups,
    packs::PackInfo,
    problem::{Faults, Problem},
    table::{self, Item, Lined, Table},
    written::{Document, Pack},
};

pub(super) fn pack(
    file: &str,
    folder: &str,
    text: &str,
    problems: &mut Vec<Problem>,
) -> Option<Pack> {
    let mut top = table::parse(file, text, problems);
    let mut faults = Faults { file, list: problems };

    let name = top.required_text("name", &mut faults);
    if let Some(name) = name.filter(|name| name.value != folder) {
        faults.at(name.line, format!("name 应与文件夹同名，写作 \"{folder}\""));
    }
    let zh = top.required_text("zh", &mut faults);
    let region = region(&mut top, &mut faults);

    let mut documents = BTreeMap::new();
    if let Some(mut table) = top.table("documents", &mut faults) {
        for (key, Lined { line, value }) in table.take_all() {
            let Item::Table(mut document) = value else {
                faults.at(line, format!("文件 {key} 应写作 {{ zh = \"名称\", file = \"…\" }}"));
                continue;
            };
            let zh = document.required_text("zh", &mut faults);
            let file = document.text("file", &mut faults);
            let found = document.text("found", &mut faults);
            if file.is_none() && found.is_none() {
                faults.at(line, format!("文件 {key} 要写 file（文件名）或 found（在哪里见到）"));
            }
            document.finish(&mut faults);
            if let Some(zh) = zh {
                documents.insert(key, Document { zh: zh.value });
            }
        }
    }
    let roles = roles(&mut top, &mut faults);
    top.finish(&mut faults);

    Some(Pack {
        info: PackInfo { name: folder.to_owned(), zh: zh?.value, region: region? },
        documents,
        roles,
        parameters: BTreeMap::new(),
        rules: BTreeMap::new(),
        cases: BTreeMap::new(),
        chains: BTreeMap::new(),
        measures: BTreeMap::new(),
        groups: WrittenGroups::default(),
        benefits: BTreeMap::new(),
        benefit_cases: Vec::new(),
        appeals: Vec::new(),
        notices: BTreeMap::new(),
        forbidden_words: Vec::new(),
        lists: BTreeMap::new(),
        income: crate::income::WrittenIncome::default(),
        register: BTreeMap::new(),
        shocks: BTreeMap::new(),
        triggers: BTreeMap::new(),
        unreadable: BTreeSet::new(),
    })
}

/// `[roles]`: who acts in a chain, with the Chinese name.
fn roles(top: &mut Table, faults: &mut Faults<'_>) -> BTreeMap<String, String> {
    let mut roles = BTreeMap::new();
    let Some(mut table) = top.table("roles", faults) else { return roles };
    for (role, Lined { line, value }) in table.take_all() {
        if !is_snake_case(&role) {
            faults.at(line, format!("角色 {role} 只用小写英文字母、数字和下划线"));
        }
        match value {
            Item::Text(zh) if !zh.trim().is_empty() => {
                roles.insert(role, zh);
            }
            _ => faults.at(line, format!("角色 {role} 要写中文名称，如 {role} = \"乡镇审核人员\"")),
        }
    }
    roles
}

/// The region may be empty, which is the nation, but it must be written.
fn region(top: &mut Table, faults: &mut Faults<'_>) -> Option<String> {
    if !top.require("region", faults) {
        return None;
    }
    let Lined { line, value } = top.take("region")?;
    match value {
        Item::Text(code)
            if matches!(code.len(), 0 | 2 | 4 | 6)
                && code.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Some(code)
        }
        _ => {
            faults.at(
                line,
                "region 写统计用区划代码的前几位并加引号：全国 \"\"、省 2 位、州市 4 位、县 6 位",
            );
            None
        }
    }
}
