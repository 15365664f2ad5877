//! What the income accounts of a county give to screening: what each household had a head in the newest
//! twelve months that were computed, and a year before. An account that is not complete says nothing.

use anyhow::Context;
use kernel::{MatchLevel, Month, Region, Value};
use lake::writer::RowKeys;
use store::Tx;

use crate::{home::Home, taking::Taken};

/// The canonical table.
pub(crate) const TABLE: &str = "income_accounts";

/// The rows of a county for the screening of a month; none when nothing was computed that ended so few
/// months ago that the table (`feeds/tables.toml`) still holds.
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
    let months = i32::try_from(table.valid_months).unwrap_or(i32::MAX);
    let first = month.plus_months(1 - months).to_string();
    let found = tx.newest_incomes(county.id, &first, &month.to_string()).await?;
    let Some(newest) = found.first() else { return Ok(None) };
    let named = format!("收入台账：到 {} 为止的12个月", newest.period);
    let mut rows = Vec::with_capacity(found.len());
    for it in &found {
        let row = i32::try_from(it.household_id);
        let keys = RowKeys {
            pid: None,
            hid: Some(it.household_id),
            gid: None,
            vid: Some(it.village_id),
            level: MatchLevel::Household,
            file: 0,
            row: row.with_context(|| format!("户 {} 的编号太大，取不进筛查", it.household_id))?,
            row_hash: 0,
        };
        let value = |column: &str| match column {
            "net_per_capita" => it.net_per_capita,
            "last_net_per_capita" => it.last_net_per_capita,
            "reference_per_capita" => it.reference_per_capita,
            _ => None,
        };
        let cells = table.columns.iter().map(|it| value(&it.name).map_or(Value::Null, Value::Int));
        rows.push((keys, cells.collect()));
    }
    Ok(Some(Taken { table: table.clone(), named, department: None, rows, skipped: 0 }))
}
