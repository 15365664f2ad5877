//! What checks find across ledgers: with an owner and a last day, open until found no more.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::calendar::china_day;
use serde::Serialize;
use serde_json::json;
use store::{LedgerFinding, Scope, Tx};

use super::{
    error::LedgerError,
    read::views,
    terms::{Terms, may_see},
};
use crate::{home::Home, reach, staff::Staff};

/// Days to settle a finding whose parameter has no value in the region.
const NO_LIMIT: u64 = 0;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FindingRow {
    /// The ledger.
    pub ledger: String,
    /// The ledger, in Chinese.
    pub ledger_zh: String,
    /// The ledger, in English.
    pub ledger_en: String,
    /// The record.
    pub record: i64,
    /// What the record is called.
    pub title: String,
    /// Its region in words.
    pub region_name: String,
    /// The check.
    pub check: String,
    /// What was found, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// What to do, in Chinese.
    pub advice_zh: String,
    /// The same in English.
    pub advice_en: String,
    /// The role that settles it.
    pub owner: String,
    /// The day it was first found.
    pub found_on: NaiveDate,
    /// The last day in time.
    pub due: NaiveDate,
    /// The last day has passed.
    pub overdue: bool,
}

/// How many findings there are after looking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Looked {
    /// New.
    pub new: u64,
    /// There before and still there.
    pub open: u64,
    /// Found no more.
    pub gone: u64,
}

/// Runs every check of every ledger of a county, and keeps what was found.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn find(
    home: &Home,
    actor: &str,
    county_id: i64,
    now: DateTime<Utc>,
) -> Result<Looked, LedgerError> {
    super::ready(home).await?;
    let today = china_day(now);
    let terms = Terms::of(home, county_id, today);
    let regions = &home.definitions.regions;
    let county = regions.get(county_id).ok_or(LedgerError::NotFound)?;
    let scope = Scope::region(county.id, county.level);
    let mut looked = Looked::default();
    let mut tx = home.db.write().await?;
    let engine = tx.engine();
    for ledger in terms.ledgers.iter() {
        for check in &ledger.checks {
            let condition = terms.condition(engine, &check.condition);
            let found = tx.records_where(ledger, &scope, &condition).await?;
            let before: BTreeSet<i64> =
                tx.open_findings_of(&ledger.id, &check.name, &scope).await?.into_iter().collect();
            let days = terms.days(&check.days).unwrap_or(NO_LIMIT);
            let due = today.checked_add_days(Days::new(days)).unwrap_or(today);
            let now_there: BTreeSet<i64> = found.iter().map(|it| it.id).collect();
            for record in &found {
                if before.contains(&record.id) {
                    looked.open += 1;
                    continue;
                }
                looked.new += 1;
                let it = LedgerFinding {
                    ledger: ledger.id.clone(),
                    finding: check.name.clone(),
                    record: record.id,
                    owner: check.owner.clone(),
                    found_on: today,
                    due,
                    gone_on: None,
                };
                tx.note_finding(&it, &regions.chain(record.region_id)).await?;
            }
            for record in before.difference(&now_there) {
                looked.gone += 1;
                tx.end_finding(&ledger.id, &check.name, *record, today).await?;
            }
        }
    }
    let subject = format!("region {}", county.stat_code);
    let detail = json!({ "new": looked.new, "open": looked.open, "gone": looked.gone });
    tx.append_audit(now, actor, "ledger.find", &subject, &detail).await?;
    tx.commit().await?;
    Ok(looked)
}

/// How many findings are read at a time.
const PAGE: i64 = 200;

impl FindingRow {
    /// Where it stands in the list; [`findings`] begins a page behind it.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}/{}/{}/{}", self.due, self.ledger, self.check, self.record)
    }
}

/// What [`FindingRow::place`] wrote.
fn place(text: &str) -> Option<(NaiveDate, &str, &str, i64)> {
    let mut parts = text.split('/');
    let mut next = || parts.next();
    Some((next()?.parse().ok()?, next()?, next()?, next()?.parse().ok()?))
}

/// A page of the open findings of a region in the ledgers somebody may see, the earliest due first,
/// behind the place `after`.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope.
pub async fn findings(
    home: &Home,
    staff: &Staff,
    region: Option<&str>,
    ledger: Option<&str>,
    after: Option<&str>,
    limit: i64,
    today: NaiveDate,
) -> Result<Vec<FindingRow>, LedgerError> {
    super::ready(home).await?;
    let scope = reach::narrowed(home, &staff.scope, region).ok_or(LedgerError::NotFound)?;
    let terms = Terms::of(home, scope.region_id, today);
    let seen: Vec<String> = terms
        .ledgers
        .iter()
        .filter(|it| may_see(staff, it) && ledger.is_none_or(|wanted| it.id == wanted))
        .map(|it| it.id.clone())
        .collect();
    let mut tx = home.db.read().await?;
    let mut rows = Vec::new();
    let wanted = usize::try_from(limit).unwrap_or_default();
    let mut after = after
        .and_then(place)
        .map(|(due, ledger, check, record)| (due, ledger.to_owned(), check.to_owned(), record));
    while rows.len() < wanted {
        let behind = after.as_ref().map(|it| (it.0, it.1.as_str(), it.2.as_str(), it.3));
        let page = tx.open_findings(&scope, &seen, behind, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some((last.due, last.ledger.clone(), last.finding.clone(), last.record));
        for it in page {
            // What is of a record that is voided, or of a check that is no more, is not shown.
            if let Some(row) = shown(home, &mut tx, &terms, &scope, it, today).await?
                && rows.len() < wanted
            {
                rows.push(row);
            }
        }
    }
    Ok(rows)
}

/// A finding with the words of its check and its record; none of what is no more.
async fn shown(
    home: &Home,
    tx: &mut Tx,
    terms: &Terms<'_>,
    scope: &Scope,
    it: LedgerFinding,
    today: NaiveDate,
) -> Result<Option<FindingRow>, LedgerError> {
    let Some(definition) = terms.ledger(&it.ledger) else { return Ok(None) };
    let check = definition.checks.iter().find(|check| check.name == it.finding);
    let Some(check) = check else { return Ok(None) };
    let title = definition.field(&definition.title).map(|it| it.name.as_str());
    let names: Vec<&str> = title.into_iter().collect();
    let found = tx.record(definition, &names, scope, it.record).await?;
    let Some(found) = found.filter(|it| !it.voided) else { return Ok(None) };
    let shown = views(home, tx, terms, definition, &names, &[found]).await?;
    let Some(record) = shown.into_iter().next() else { return Ok(None) };
    Ok(Some(FindingRow {
        ledger: it.ledger,
        ledger_zh: definition.words.zh.clone(),
        ledger_en: definition.words.en.clone(),
        record: it.record,
        title: record.title,
        region_name: record.region_name,
        check: it.finding,
        zh: check.words.zh.clone(),
        en: check.words.en.clone(),
        advice_zh: check.advice.zh.clone(),
        advice_en: check.advice.en.clone(),
        owner: it.owner,
        found_on: it.found_on,
        due: it.due,
        overdue: it.due < today,
    }))
}
