//! The annual collection handed back: the file the national system exported, with its own columns in
//! its own order; only the columns of income are written.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use ::income::{ComponentState, IncomePeriod};
use anyhow::Context;
use chrono::{DateTime, Utc};
use kernel::{Fen, Region};
use rust_xlsxwriter::Workbook;
use serde::Serialize;
use serde_json::json;

use super::{
    error::IncomeError,
    gather::sheet_of,
    national::{columns, number_column, place_of, recognised},
    period::stored,
};
use crate::home::Home;

/// What came of handing a collection back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncomeExported {
    /// Rows of data in the file.
    pub rows: i64,
    /// Rows whose household has a complete account, and that were written.
    pub written: i64,
    /// Cells that hold another value now than the file had.
    pub changed: i64,
    /// Rows left as they were: no such household, or something of its income is unknown.
    pub left: i64,
}

/// Writes the incomes of a period into a file of the national layout: the same rows and columns in
/// the same order, text as text. Households whose income is not known stay as they were.
///
/// # Errors
/// When the file is no such file or the new one cannot be written.
pub async fn export_national(
    home: &Home,
    county: &Region,
    period: IncomePeriod,
    template: &Path,
    out: &Path,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<IncomeExported, IncomeError> {
    let (sheet, _) = sheet_of(home, county, period)?;
    let columns = columns(&sheet, home);
    let (book, at, found) = recognised(home, template)?;
    let number_at = number_column(&found)?;
    let mut places: Vec<(usize, &str)> = Vec::new();
    for (component, column) in &columns {
        if let Some(at) = place_of(&found, column) {
            places.push((at, component.word()));
        }
    }
    for (column, word) in [("net_household_income", "net"), ("net_income_per_capita", "per_capita")]
    {
        if let Some(at) = place_of(&found, column) {
            places.push((at, word));
        }
    }
    let accounts = complete_accounts(home, county, period).await?;

    let mut exported = IncomeExported { rows: 0, written: 0, changed: 0, left: 0 };
    let mut new = Workbook::new();
    let name = book.sheets().get(at).map(|it| it.name.clone()).unwrap_or_default();
    let page = new.add_worksheet();
    if !name.is_empty() {
        page.set_name(&name).map_err(anyhow::Error::from)?;
    }
    let mut records = book.records(at).map_err(anyhow::Error::from)?;
    let mut record = intake::Record::default();
    while let Some(number) = records.next(&mut record).map_err(anyhow::Error::from)? {
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if number > found.header_row && !record.is_blank() {
            exported.rows += 1;
            match accounts.get(record.trimmed(number_at)) {
                None => exported.left += 1,
                Some(values) => {
                    exported.written += 1;
                    for (at, word) in &places {
                        let Some(fen) = values.get(*word) else { continue };
                        let text = whole_yuan(*fen);
                        if cells.len() <= *at {
                            cells.resize(*at + 1, String::new());
                        }
                        if Fen::from_yuan_text(cells[*at].trim()) != Some(Fen(*fen)) {
                            exported.changed += 1;
                            cells[*at] = text;
                        }
                    }
                }
            }
        }
        let line = number.saturating_sub(1);
        for (column, cell) in cells.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
            let column = u16::try_from(column).map_err(anyhow::Error::from)?;
            page.write_string(line, column, cell).map_err(anyhow::Error::from)?;
        }
    }
    new.save(out).with_context(|| format!("写不了 {}", out.display()))?;
    let mut tx = home.db.write().await?;
    let detail = json!({ "period": period.last.to_string(), "rows": exported.rows,
        "written": exported.written, "changed": exported.changed });
    let subject = format!("county {}", county.leading_digits());
    tx.append_audit(now, actor, "income.export", &subject, &detail).await?;
    tx.commit().await?;
    Ok(exported)
}

/// Whole yuan without the point, as the national system writes them.
fn whole_yuan(fen: i64) -> String {
    let text = Fen(fen).to_string();
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}

/// The values of every complete account, by 户编号.
async fn complete_accounts(
    home: &Home,
    county: &Region,
    period: IncomePeriod,
) -> Result<HashMap<String, BTreeMap<&'static str, i64>>, IncomeError> {
    let (last, months) = stored(period);
    let mut tx = home.db.read().await?;
    let numbers: HashMap<i64, String> = tx
        .households_in(county.id)
        .await?
        .into_iter()
        .filter_map(|it| Some((it.id, it.national_household_no?)))
        .collect();
    let scope = store::Scope::region(county.id, county.level);
    let filter = store::IncomeFilter { limit: i64::MAX, ..store::IncomeFilter::default() };
    let mut found = HashMap::new();
    for it in tx.income_accounts(&scope, &last, months, &filter).await? {
        let (Some(no), Some(net), Some(per_capita)) =
            (numbers.get(&it.household_id), it.net, it.net_per_capita)
        else {
            continue;
        };
        let components: Vec<::income::ComponentAccount> =
            serde_json::from_value(it.components).map_err(anyhow::Error::from)?;
        let mut values: BTreeMap<&'static str, i64> = components
            .iter()
            .filter(|it| it.state != ComponentState::Open)
            .map(|it| (it.component.word(), it.fen))
            .collect();
        values.insert("net", net);
        values.insert("per_capita", per_capita);
        found.insert(no.clone(), values);
    }
    Ok(found)
}
