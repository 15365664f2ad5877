//! What events give to screening: the households on open lists that have not recovered. In a county
//! that never had an event nothing has arrived, and rules about events cannot be judged.

use kernel::{MatchLevel, Month, Region, Value, value::days_of};
use lake::writer::RowKeys;
use policy::ShockKind;
use shock::EventFinding;
use store::{Tx, UnrecoveredHousehold};

use crate::{home::Home, taking::Taken};

/// The canonical table.
pub(crate) const TABLE: &str = "shock_households";

/// The rows of a county for the screening of a month.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn taken(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    month: Month,
) -> anyhow::Result<Option<Taken>> {
    let Some(table) = home.definitions.tables.get(TABLE) else { return Ok(None) };
    let by = month.last_day();
    let above: Vec<i64> = home.definitions.regions.ancestors(county.id).map(|it| it.id).collect();
    if !tx.had_shock_events(county.id, &above, by).await? {
        return Ok(None);
    }
    let (packs, code) = (home.packs(), county.leading_digits());
    let mut rows = Vec::new();
    for (row, it) in (1..).zip(tx.unrecovered_households(county.id, by).await?) {
        let keys = RowKeys {
            pid: None,
            hid: Some(it.household_id),
            gid: None,
            vid: Some(it.village_id),
            level: MatchLevel::Household,
            file: 0,
            row,
            row_hash: 0,
        };
        let kind = packs.shock_type(&it.kind, code, it.happened_on).map(|it| it.kind);
        let value = |column: &str| value_of(&it, kind, column);
        rows.push((keys, table.columns.iter().map(|it| value(&it.name)).collect()));
    }
    let named = format!("突发事件排查名单：到 {by} 还没有恢复的户");
    Ok(Some(Taken { table: table.clone(), named, department: None, rows, skipped: 0 }))
}

fn value_of(it: &UnrecoveredHousehold, kind: Option<ShockKind>, column: &str) -> Value {
    match column {
        "happened_on" => Value::Int(days_of(it.happened_on)),
        "economic" => {
            kind.map_or(Value::Null, |it| Value::Int(i64::from(it == ShockKind::Economic)))
        }
        "hardship" => {
            Value::Int(i64::from(it.finding.as_deref() == Some(EventFinding::Hardship.word())))
        }
        _ => Value::Null,
    }
}
