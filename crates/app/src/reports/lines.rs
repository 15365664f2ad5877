//! What was printed, the newest first.

use chrono::{DateTime, Utc};
use serde::Serialize;
use store::{PrintFilter, Scope};

use super::error::ReportError;
use crate::{home::Home, ledgers::actor_name, reach};

/// How many prints a page has.
const MOST: i64 = 50;

/// Which prints.
#[derive(Debug, Clone, Default)]
pub struct PrintQuery {
    /// Of this report or template.
    pub report: Option<String>,
    /// Statistical code of a region; with everything below it.
    pub region: Option<String>,
    /// Of this period.
    pub period: Option<String>,
    /// Those before this print.
    pub before: Option<String>,
}

/// A print in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PrintLine {
    /// Its id.
    pub print: String,
    /// The report or template.
    pub report: String,
    /// Its heading.
    pub title: String,
    /// Statistical code of the region.
    pub region: String,
    /// The region, from the province on.
    pub region_name: String,
    /// The period.
    pub period: String,
    /// The moment whose numbers it shows: what had been said before it.
    pub as_of: DateTime<Utc>,
    /// It left the office: small counts are left out.
    pub for_others: bool,
    /// SM3 of the content.
    pub sm3: String,
    /// When.
    pub printed_at: DateTime<Utc>,
    /// Who.
    pub printed_by: String,
}

/// The prints of a scope, at most fifty, the newest first.
///
/// # Errors
/// [`ReportError::NotFound`] outside the scope.
pub async fn prints(
    home: &Home,
    scope: &Scope,
    query: &PrintQuery,
) -> Result<Vec<PrintLine>, ReportError> {
    let narrowed = reach::narrowed(home, scope, query.region.as_deref());
    let regions = reach::regions(home, &narrowed.ok_or(ReportError::NotFound)?);
    let filter = PrintFilter {
        report: query.report.clone(),
        period: query.period.clone(),
        before: query.before.clone(),
    };
    let mut tx = home.db.read().await?;
    let mut found = Vec::new();
    for it in tx.report_prints(&regions, &filter, MOST).await? {
        let region = home.definitions.regions.get(it.region_id);
        found.push(PrintLine {
            print: it.id,
            report: it.report,
            title: it.title,
            region: region.map(|it| it.stat_code.clone()).unwrap_or_default(),
            region_name: home.definitions.regions.name_path(it.region_id),
            period: it.period,
            as_of: it.as_of,
            for_others: it.for_others,
            sm3: it.sm3,
            printed_at: it.printed_at,
            printed_by: actor_name(&mut tx, &it.printed_by).await.map_err(anyhow::Error::from)?,
        });
    }
    Ok(found)
}
