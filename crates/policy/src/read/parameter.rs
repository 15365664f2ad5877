//! `parameters/<topic>.toml`: one table a parameter, one `[[key.values]]` a value.

use super::{
    files::is_snake_case,
    value::{number, span},
};
use crate::{
    basis::{Documents, basis},
    parameter::{Dated, Parameter},
    problem::Faults,
    table::{Item, Lined, Table},
    unit::Unit,
};

pub(super) fn parameter(
    key: &str,
    item: Lined<Item>,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<Parameter> {
    let Lined { line, value } = item;
    if !is_snake_case(key) {
        faults.at(line, format!("参数名 {key} 只用小写英文字母、数字和下划线"));
    }
    let Item::Table(mut table) = value else {
        faults.at(line, format!("{key} 应是一个参数，写作 [{key}]"));
        return None;
    };
    let zh = table.required_text("zh", faults);
    let unit = unit(&mut table, faults);
    let written = table.tables("values", faults);
    table.finish(faults);
    if written.is_empty() {
        faults.at(line, format!("{key} 没有值，请加一段 [[{key}.values]]"));
    }
    // Every value is read before the first bad one counts, so that all faults are noted.
    let read = written.into_iter().map(|it| dated(it, unit, documents, faults));
    let values: Option<Vec<Dated>> = read.collect::<Vec<_>>().into_iter().collect();
    let mut values = values?;
    values.sort_by_key(|it| it.from);
    for pair in values.windows(2) {
        if pair[0].from == pair[1].from {
            faults.at(pair[1].line, format!("{key} 在 {} 有两个值，请只留一个", pair[1].from));
        }
    }
    let file = faults.file.to_owned();
    Some(Parameter { file, line, zh: zh?.value, unit: unit?, values })
}

fn unit(table: &mut Table, faults: &mut Faults<'_>) -> Option<Unit> {
    let Lined { line, value } = table.required_text("unit", faults)?;
    let unit = Unit::from_name(&value).filter(|unit| *unit != Unit::Date);
    if unit.is_none() {
        let names: Vec<&str> =
            Unit::ALL.iter().filter(|it| **it != Unit::Date).map(|it| it.name()).collect();
        faults.at(line, format!("没有单位 {value}，可用：{}", names.join("、")));
    }
    unit
}

fn dated(
    mut table: Table,
    unit: Option<Unit>,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<Dated> {
    let line = table.line;
    let span = span(&mut table, faults);
    let value = table.require("value", faults).then(|| table.take("value")).flatten();
    let basis = basis(&mut table, documents, faults);
    table.finish(faults);
    let (value, text) = match unit? {
        Unit::Code | Unit::Text => match value?.value {
            Item::Text(text) => (0, Some(text)),
            _ => {
                faults.at(line, "value 应是文字，请加引号");
                return None;
            }
        },
        unit => (number(unit, value?, faults)?, None),
    };
    let (from, to) = span?;
    Some(Dated { line, from, to, value, text, basis: basis? })
}
