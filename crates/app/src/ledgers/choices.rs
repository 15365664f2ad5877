//! What a link can point to: records of another ledger, looked for by what they are called.

use chrono::NaiveDate;
use kernel::RegionLevel;
use ledger::{FieldType, Ledger};
use serde::Serialize;
use store::{LedgerRecord, RecordFilter, Scope, Tx};

use super::{
    error::LedgerError,
    read::{searched, views},
    terms::Terms,
};
use crate::{home::Home, staff::Staff};

/// A record that a link can point to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LinkChoice {
    /// Its number.
    pub record: i64,
    /// What it is called.
    pub title: String,
    /// Its region in words.
    pub region_name: String,
}

/// The records a link of a ledger can point to, the newest first: those of the own region, and those
/// that the county and the township keep for all of it, such as the funds a village's project uses.
/// Of these nothing is told but what they are called, and nobody's name.
///
/// # Errors
/// [`LedgerError::NoLedger`]; [`LedgerError::NotFound`] when the field is no link.
pub async fn link_choices(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    field: &str,
    words: Option<&str>,
    limit: i64,
    today: NaiveDate,
) -> Result<Vec<LinkChoice>, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    let definition = terms.seen(staff, ledger)?;
    let Some(FieldType::Link { to }) = definition.field(field).map(|it| &it.ty) else {
        return Err(LedgerError::NotFound);
    };
    let Some(other) = terms.ledger(to) else { return Err(LedgerError::NotFound) };
    let words = words.map(str::trim).filter(|it| !it.is_empty());
    let contains = words.map(|it| (searched(other), it.to_owned()));
    let filter = RecordFilter { contains, ..RecordFilter::default() };
    let own = Scope { department: None, ..staff.scope.clone() };
    let title = other.field(&other.title);
    let names: Vec<&str> = title.iter().map(|it| it.name.as_str()).collect();
    let mut tx = home.db.read().await?;
    let mut found = tx.records(other, &names, &own, &filter, None, limit).await?;
    found.extend(above(home, &mut tx, other, &own, &names, &filter, limit).await?);
    found.sort_by_key(|it| std::cmp::Reverse(it.id));
    found.dedup_by_key(|it| it.id);
    found.truncate(usize::try_from(limit).unwrap_or_default());
    let shown = views(home, &mut tx, &terms, other, &names, &found).await?;
    let choice = |it: super::RecordView| LinkChoice {
        record: it.record,
        title: it.title,
        region_name: it.region_name,
    };
    Ok(shown.into_iter().map(choice).collect())
}

/// Records of the regions above the own one, up to the county; not where they are called by
/// somebody's name.
async fn above(
    home: &Home,
    tx: &mut Tx,
    other: &Ledger,
    own: &Scope,
    names: &[&str],
    filter: &RecordFilter,
    limit: i64,
) -> Result<Vec<LedgerRecord>, LedgerError> {
    let title = other.field(&other.title);
    let names_somebody = title
        .is_none_or(|it| it.personal || matches!(it.ty, FieldType::Person | FieldType::Household));
    let regions = &home.definitions.regions;
    let up: Vec<i64> = regions
        .ancestors(own.region_id)
        .filter(|it| it.id != own.region_id && it.level >= RegionLevel::County)
        .map(|it| it.id)
        .collect();
    let county = regions.chain(own.region_id).county;
    let Some(county) = county.filter(|_| !names_somebody && !up.is_empty()) else {
        return Ok(Vec::new());
    };
    let list: Vec<String> = up.iter().map(ToString::to_string).collect();
    let condition = Some(format!("r.region_id in ({})", list.join(", ")));
    let filter = RecordFilter { condition, ..filter.clone() };
    let county = Scope::region(county, RegionLevel::County);
    Ok(tx.records(other, names, &county, &filter, None, limit).await?)
}
