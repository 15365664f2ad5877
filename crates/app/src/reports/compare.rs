//! A printing beside the numbers of now: by the plan of then, so that only data make a difference.

use chrono::{DateTime, Utc};
use serde::Serialize;
use store::Scope;

use super::{
    content::{ReportCell, ReportContent, ReportContentPart, ReportPiece},
    error::ReportError,
    print::kept,
    view::{filled, moment},
};
use crate::home::Home;

/// What has changed since a printing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PrintComparison {
    /// The printing.
    pub print: String,
    /// The moment whose numbers it shows: what had been said before it.
    pub then: DateTime<Utc>,
    /// The moment compared with.
    pub now: DateTime<Utc>,
    /// Nothing has changed.
    pub same: bool,
    /// Each number that has.
    pub changes: Vec<CellChange>,
}

/// A number that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CellChange {
    /// Region or sentence.
    pub place: String,
    /// Heading of the column or line.
    pub figure: String,
    /// As printed; none where there was no number or it was hidden.
    pub was: Option<String>,
    /// Now.
    pub is: Option<String>,
}

/// Compares a printing of the scope with the numbers of now.
///
/// # Errors
/// [`ReportError::NotFound`].
pub async fn compare(
    home: &Home,
    scope: &Scope,
    id: &str,
    now: DateTime<Utc>,
) -> Result<PrintComparison, ReportError> {
    let mut tx = home.db.read().await?;
    let (kept, plan) = kept(home, &mut tx, scope, id).await?;
    let was: ReportContent = serde_json::from_str(&kept.content).map_err(anyhow::Error::from)?;
    let is = filled(home, &mut tx, &plan, moment(None, now)?).await?;
    let changes = changes(&was, &is);
    Ok(PrintComparison { print: kept.id, then: kept.as_of, now, same: changes.is_empty(), changes })
}

fn changes(was: &ReportContent, is: &ReportContent) -> Vec<CellChange> {
    let mut found = Vec::new();
    for (was, is) in was.parts.iter().zip(&is.parts) {
        match (was, is) {
            (
                ReportContentPart::Table { columns, rows: was, .. },
                ReportContentPart::Table { rows: is, .. },
            ) => {
                for (was, is) in was.iter().zip(is) {
                    for ((column, a), b) in columns.iter().zip(&was.cells).zip(&is.cells) {
                        found.extend(change(&was.name, &column.label, a, b));
                    }
                }
            }
            (
                ReportContentPart::List { items: was, .. },
                ReportContentPart::List { items: now, .. },
            ) => {
                for (a, b) in was.iter().zip(now) {
                    found.extend(change(&is_region(is), &a.heading.label, &a.cell, &b.cell));
                }
            }
            (
                ReportContentPart::Text { paragraphs: was, .. },
                ReportContentPart::Text { paragraphs: is, .. },
            ) => {
                for (was, is) in was.iter().zip(is) {
                    let said = |it: &[ReportPiece]| -> String {
                        it.iter().map(|it| it.text.as_str()).collect()
                    };
                    for (a, b) in was.iter().zip(is).filter(|(a, b)| a.text != b.text) {
                        found.push(CellChange {
                            place: said(was),
                            figure: String::new(),
                            was: Some(a.text.clone()),
                            is: Some(b.text.clone()),
                        });
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Lines of a list are of the region itself, which the heading of the list names.
fn is_region(part: &ReportContentPart) -> String {
    match part {
        ReportContentPart::List { heading, .. } => heading.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn change(place: &str, figure: &str, was: &ReportCell, is: &ReportCell) -> Option<CellChange> {
    ((&was.value, was.hidden) != (&is.value, is.hidden)).then(|| CellChange {
        place: place.to_owned(),
        figure: figure.to_owned(),
        was: was.value.clone(),
        is: is.value.clone(),
    })
}
