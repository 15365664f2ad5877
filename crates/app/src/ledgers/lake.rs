//! What the ledgers of a county give to screening: the rows that their `[lake]` names. A ledger without
//! records in a county has not arrived: its facts are unknown, not zero.

use anyhow::Context;
use kernel::{ColumnType, MatchLevel, Month, Region, RegionLevel, Table, Value};
use lake::writer::RowKeys;
use store::{Cell, RecordAbout, Scope, Tx};

use super::terms::Terms;
use crate::{home::Home, taking::Taken};

/// Every ledger with rows for facts that has some, as on the last day of a month.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn taken(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    month: Month,
) -> anyhow::Result<Vec<Taken>> {
    let terms = Terms::of(home, county.id, month.last_day());
    let scope = Scope::region(county.id, RegionLevel::County);
    let mut found = Vec::new();
    for ledger in terms.ledgers.iter() {
        let Some(lake) = &ledger.lake else { continue };
        let Some(table) = home.definitions.tables.get(&ledger.table()) else { continue };
        let Some(of) = ledger.field(&lake.of) else { continue };
        let condition = lake.condition.as_ref().map(|it| terms.condition(tx.engine(), it));
        let (engine, columns) = (tx.engine(), table.columns.iter());
        let wanted: Vec<String> = columns.map(|it| terms.field(engine, ledger, &it.name)).collect();
        let records = tx.records_about(ledger, &scope, condition.as_deref(), of, &wanted).await?;
        let mut rows = Vec::with_capacity(records.len());
        for record in &records {
            rows.extend(row_of(table, record)?);
        }
        if rows.is_empty() {
            continue;
        }
        found.push(Taken {
            skipped: records.len() - rows.len(),
            table: table.clone(),
            named: format!("台账：{}", ledger.words.zh),
            department: Some(ledger.department.clone()),
            rows,
        });
    }
    Ok(found)
}

/// A row for the lake; none when nobody's household is known any more.
fn row_of(table: &Table, record: &RecordAbout) -> anyhow::Result<Option<(RowKeys, Vec<Value>)>> {
    if record.household.is_none() {
        return Ok(None);
    }
    let row = i32::try_from(record.id);
    let keys = RowKeys {
        pid: record.person,
        hid: record.household,
        gid: None,
        vid: record.village,
        level: match record.person {
            Some(_) => MatchLevel::IdExact,
            None => MatchLevel::Household,
        },
        file: 0,
        row: row.with_context(|| format!("台账记录 {} 的编号太大，取不进筛查", record.id))?,
        row_hash: 0,
    };
    let cells = table.columns.iter().zip(&record.values);
    let values = cells.map(|(column, cell)| match (&column.ty, cell) {
        (ty @ ColumnType::Code(_), Cell::Text(code)) => {
            ty.index_of(code).map_or(Value::Null, Value::Int)
        }
        (_, Cell::Number(it)) => Value::Int(*it),
        _ => Value::Null,
    });
    Ok(Some((keys, values.collect())))
}
