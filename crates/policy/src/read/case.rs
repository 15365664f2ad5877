//! `cases/R###.toml`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    condition::{household_fact, literal},
    value::number,
};
use crate::{
    fact::FactNames,
    problem::Faults,
    table::{Item, Lined, Table},
    unit::Unit,
    written::{Case, Expected},
};

pub(super) fn cases(
    mut top: Table,
    pack_region: &str,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) -> Vec<Case> {
    let tables = top.tables("case", faults);
    top.finish(faults);
    tables.into_iter().filter_map(|it| case(it, pack_region, facts, faults)).collect()
}

fn case(
    mut table: Table,
    pack_region: &str,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) -> Option<Case> {
    let line = table.line;
    let name = table.required_text("name", faults);
    let on = table.required_date("on", faults);
    let region = match table.text("region", faults) {
        Some(region) if !region.value.starts_with(pack_region) => {
            faults.at(region.line, format!("region 不在本政策包的地区（{pack_region}）之内"));
            None
        }
        Some(region) => Some(region.value),
        None => Some(pack_region.to_owned()),
    };
    let known = case_facts(&mut table, facts, faults);
    let unknown = unknown_facts(&mut table, facts, faults);
    let fires = fires(&mut table, faults);
    table.finish(faults);
    if let Some(twice) = unknown.iter().find(|name| known.contains_key(*name)) {
        faults.at(line, format!("{twice} 同时写在 facts 和 unknown 里，请只留一处"));
    }
    Some(Case {
        line,
        name: name?.value,
        on: on?.value,
        region: region?,
        facts: known,
        unknown,
        fires: fires?,
    })
}

fn case_facts(
    table: &mut Table,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) -> BTreeMap<String, i64> {
    let mut known = BTreeMap::new();
    let Some(mut values) = table.table("facts", faults) else { return known };
    for (name, item) in values.take_all() {
        let name = Lined { line: item.line, value: name };
        let Some(info) = household_fact(&name, facts, faults) else { continue };
        let value = match info.unit {
            Unit::Code => literal(&name.value, info, item, faults),
            unit => number(unit, item, faults),
        };
        if let Some(value) = value {
            known.insert(name.value, value);
        }
    }
    known
}

fn unknown_facts(
    table: &mut Table,
    facts: &FactNames,
    faults: &mut Faults<'_>,
) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let Some(Lined { line, value }) = table.take("unknown") else { return names };
    let Item::List(list) = value else {
        faults.at(line, "unknown 写作 [\"事实名\"]");
        return names;
    };
    for Lined { line, value } in list {
        match value {
            Item::Text(name) => {
                let name = Lined { line, value: name };
                if household_fact(&name, facts, faults).is_some() {
                    names.insert(name.value);
                }
            }
            _ => faults.at(line, "unknown 写作 [\"事实名\"]"),
        }
    }
    names
}

fn fires(table: &mut Table, faults: &mut Faults<'_>) -> Option<Expected> {
    if !table.require("fires", faults) {
        return None;
    }
    let Lined { line, value } = table.take("fires")?;
    match value {
        Item::Flag(true) => Some(Expected::Yes),
        Item::Flag(false) => Some(Expected::No),
        Item::Text(word) if word == "unknown" => Some(Expected::Unknown),
        _ => {
            faults.at(line, "fires 只能写 true、false 或 \"unknown\"");
            None
        }
    }
}
