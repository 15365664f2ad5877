//! The numbers a ledger gives, for any region of the scope.

use chrono::{Datelike, NaiveDate};
use kernel::value::days_of;
use ledger::{FieldType, Figure, Ledger, column};
use serde::Serialize;
use store::Scope;

use super::{
    error::LedgerError,
    terms::{Terms, may_see},
};
use crate::{home::Home, reach, staff::Staff};

/// A figure with its value, and its values by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FigureView {
    /// The ledger.
    pub ledger: String,
    /// Its name.
    pub figure: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// What it is counted in, as stored: `fen`, `persons`, `basis_points` …
    pub unit: String,
    /// The value, in that unit; none when there is nothing to compute it from.
    pub value: Option<i64>,
    /// As people read it.
    pub shown: String,
    /// By each of the fields it is broken down by.
    pub rows: Vec<FigureRow>,
    /// How it is computed, as the definition says it.
    pub formula: String,
    /// Which records count.
    pub condition: Option<String>,
}

/// A value of a figure for one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FigureRow {
    /// The field.
    pub by: String,
    /// The code; empty where it is blank.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The value.
    pub value: Option<i64>,
    /// As people read it.
    pub shown: String,
}

/// The figures of a ledger in a region, of everything or of the records that a year holds.
///
/// # Errors
/// [`LedgerError::NoLedger`], [`LedgerError::NotFound`] outside the scope.
pub async fn figures(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    region: Option<&str>,
    year: Option<i32>,
    today: NaiveDate,
) -> Result<Vec<FigureView>, LedgerError> {
    super::ready(home).await?;
    let scope = reach::narrowed(home, &staff.scope, region).ok_or(LedgerError::NotFound)?;
    let scope = Scope { department: None, ..scope };
    let terms = Terms::of(home, scope.region_id, today);
    let definition = terms.ledger(ledger).filter(|it| may_see(staff, it));
    let definition = definition.ok_or(LedgerError::NoLedger)?;
    let mut tx = home.db.read().await?;
    let engine = tx.engine();
    let mut found = Vec::new();
    for figure in &definition.figures {
        let value = terms.value(engine, &figure.value);
        let mut condition = figure.condition.as_ref().map(|it| terms.condition(engine, it));
        if let Some(within) = year.and_then(|it| within(definition, figure, it)) {
            condition = Some(match condition {
                Some(it) => format!("{it} and {within}"),
                None => within,
            });
        }
        let condition = condition.as_deref();
        let whole = tx.aggregate_records(definition, &scope, &value, condition, &[]).await?;
        let whole = whole.first().and_then(|it| it.last()).and_then(store::Cell::number);
        let mut rows = Vec::new();
        for by in &figure.by {
            let Some(field) = definition.field(by) else { continue };
            let groups = [format!("r.{}", column(by))];
            let found =
                tx.aggregate_records(definition, &scope, &value, condition, &groups).await?;
            for row in found {
                let number = row[1].number();
                rows.push(row_of(definition, field, &row[0], figure, number));
            }
        }
        rows.sort_by(|a, b| (&a.by, &a.code).cmp(&(&b.by, &b.code)));
        found.push(FigureView {
            ledger: definition.id.clone(),
            figure: figure.name.clone(),
            zh: figure.words.zh.clone(),
            en: figure.words.en.clone(),
            unit: figure.unit.stored().name().to_owned(),
            value: stored(figure, whole),
            shown: shown(figure, whole),
            rows,
            formula: figure.value.text.clone(),
            condition: figure.condition.as_ref().map(|it| it.text.clone()),
        });
    }
    Ok(found)
}

fn row_of(
    ledger: &Ledger,
    field: &ledger::Field,
    cell: &store::Cell,
    figure: &Figure,
    value: Option<i64>,
) -> FigureRow {
    let plain = match cell {
        store::Cell::Number(it) => ledger::Plain::Number(*it),
        store::Cell::Text(it) => ledger::Plain::Text(it.clone()),
        _ => ledger::Plain::Blank,
    };
    let code = match &plain {
        ledger::Plain::Number(it) => it.to_string(),
        ledger::Plain::Text(it) => it.clone(),
        ledger::Plain::Blank => String::new(),
    };
    let (zh, en) = match plain {
        ledger::Plain::Blank => ("未填".to_owned(), "blank".to_owned()),
        _ => (ledger.show(field, &plain, false), ledger.show(field, &plain, true)),
    };
    FigureRow {
        by: field.name.clone(),
        code,
        zh,
        en,
        value: stored(figure, value),
        shown: shown(figure, value),
    }
}

/// A value at the scale of its unit: whole numbers for what is counted.
fn stored(figure: &Figure, value: Option<i64>) -> Option<i64> {
    use policy::Unit;
    let scale = figure.value.scale();
    let value = value?;
    Some(match figure.unit.stored() {
        Unit::Fen | Unit::BasisPoints => value,
        _ => value / 10_i64.pow(scale),
    })
}

fn shown(figure: &Figure, value: Option<i64>) -> String {
    use policy::Unit;
    let Some(value) = value else { return "—".to_owned() };
    match figure.unit.stored() {
        Unit::Fen | Unit::BasisPoints => figure.unit.stored().show(value),
        unit => {
            let places = figure.value.scale();
            let ten = 10_i64.pow(places);
            let (whole, rest) = (value / ten, (value % ten).abs());
            let width = places as usize;
            match rest {
                0 => format!("{whole}{}", unit.zh()),
                rest => {
                    let fraction = format!("{rest:0width$}");
                    format!("{whole}.{}{}", fraction.trim_end_matches('0'), unit.zh())
                }
            }
        }
    }
}

/// Which records a year holds, by the field the figure names.
fn within(ledger: &Ledger, figure: &Figure, year: i32) -> Option<String> {
    let on = figure.on.as_ref()?;
    let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
    let last = NaiveDate::from_ymd_opt(year, 12, 31)?;
    debug_assert_eq!(first.year(), last.year());
    let (column, is_year) = match on.as_str() {
        "opened_on" | "state_since" => (on.clone(), false),
        name => (column(name), ledger.field(name)?.ty == FieldType::Year),
    };
    Some(match is_year {
        true => format!("r.{column} = {year}"),
        false => format!("r.{column} between {} and {}", days_of(first), days_of(last)),
    })
}
