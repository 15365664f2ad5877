//! Numbers and days as officers write them.

use chrono::NaiveDate;

use crate::{
    problem::Faults,
    table::{Item, Lined, Table},
    unit::{Unit, decimal},
};

/// A value as an officer writes it, in stored units: 元 become 分, per cent basis points.
pub(super) fn number(unit: Unit, item: Lined<Item>, faults: &mut Faults<'_>) -> Option<i64> {
    let Lined { line, value } = item;
    let value = match (unit.written(), value) {
        (Unit::Bool, Item::Flag(flag)) => Ok(i64::from(flag)),
        (Unit::Bool, _) => Err("应是 true 或 false".to_owned()),
        (Unit::Yuan | Unit::Percent, Item::Number(text) | Item::Text(text)) => {
            let zh = unit.written().zh();
            decimal(&text, 2).ok_or(format!("应是以{zh}为单位的数，最多两位小数，如 8700 或 12.5"))
        }
        (_, Item::Number(text)) => {
            decimal(&text, 0).ok_or(format!("应是整数（单位：{}）", unit.zh()))
        }
        _ => Err(format!("应是数（单位：{}）", unit.written().zh())),
    };
    match value {
        Ok(value) => Some(value),
        Err(message) => {
            faults.at(line, format!("值{message}"));
            None
        }
    }
}

/// `from` and `to`, in order.
pub(super) fn span(
    table: &mut Table,
    faults: &mut Faults<'_>,
) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let from = table.required_date("from", faults);
    let to = table.date("to", faults);
    let from = from?.value;
    if let Some(to) = to.as_ref().filter(|to| to.value < from) {
        faults.at(to.line, format!("to（最后一天）不能早于 from（{from}）"));
    }
    Some((from, to.map(|it| it.value)))
}
