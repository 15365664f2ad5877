//! 登记: an event with kind, area, day and source; of an economic one also what it hit.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Region, RegionLevel, china_day};
use policy::{ShockTarget, ShockType};
use serde::Deserialize;
use serde_json::json;
use shock::EventState;
use store::{ShockArea, ShockEvent, Tx};

use super::error::ShockError;
use crate::{home::Home, ledgers, reach, staff::Staff};

/// An event to be recorded.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEvent {
    /// Its kind, such as `meteorological`.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: String,
    /// Its subtype, such as `hail`.
    #[serde(default)]
    pub subtype: Option<String>,
    /// The day it happened.
    pub happened_on: NaiveDate,
    /// What people call it; made of day and kind when absent.
    #[serde(default)]
    pub title: Option<String>,
    /// Where: regions of any level, or groups of villages.
    pub areas: Vec<NewEventArea>,
    /// Who reported it, such as 县应急局.
    pub source: String,
    /// The document it was read in.
    #[serde(default)]
    pub document: Option<String>,
    /// In words.
    #[serde(default)]
    pub description: Option<String>,
    /// What it hit, where its kind asks for it.
    #[serde(default)]
    pub target: Option<NewEventHit>,
}

/// A part of an area.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEventArea {
    /// Statistical code of the region.
    pub region: String,
    /// A group of that village, by its name.
    #[serde(default)]
    pub group: Option<String>,
}

/// What an economic shock hit.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEventHit {
    /// The record of the ledger that the kind names.
    #[serde(default)]
    pub record: Option<i64>,
    /// The code of the field that the kind names.
    #[serde(default)]
    pub code: Option<String>,
}

/// What was hit, looked up.
struct Target {
    ledger: String,
    record: Option<i64>,
    code: Option<String>,
    name: String,
}

/// Records an event and gives its number. Nothing is done to any household yet.
///
/// # Errors
/// [`ShockError::NoType`], [`ShockError::Value`], [`ShockError::NotYet`], [`ShockError::NotFound`]
/// for an area outside the scope.
pub async fn record(
    home: &Home,
    staff: &Staff,
    new: &NewEvent,
    now: DateTime<Utc>,
) -> Result<i64, ShockError> {
    let today = china_day(now);
    if today < new.happened_on {
        return Err(ShockError::NotYet(new.happened_on));
    }
    let own = home.definitions.regions.get(staff.scope.region_id).ok_or(ShockError::NotFound)?;
    let kind = home.packs().shock_type(&new.kind, own.leading_digits(), new.happened_on);
    let kind = kind.ok_or_else(|| ShockError::NoType(new.kind.clone()))?;
    if let Some(subtype) = new.subtype.as_deref().filter(|it| kind.subtype(it).is_none()) {
        let known: Vec<&str> = kind.subtypes.iter().map(|it| it.code.as_str()).collect();
        let known = known.join("、");
        return Err(ShockError::Value(format!("{}没有种类 {subtype}，可用：{known}", kind.zh)));
    }
    let source = new.source.trim();
    if source.is_empty() {
        return Err(ShockError::Value("请写明哪个单位报来".into()));
    }
    let target = match &kind.hits {
        Some(hits) => Some(hit(home, staff, hits, new.target.as_ref(), today).await?),
        None if new.target.is_some() => {
            return Err(ShockError::Value(format!("{}不写影响的主体或产品", kind.zh)));
        }
        None => None,
    };

    let mut tx = home.db.write().await?;
    let areas = areas(home, &mut tx, staff, &new.areas).await?;
    let id = tx.allocate("shock_events", 1).await?;
    let areas: Vec<ShockArea> =
        areas.into_iter().map(|it| ShockArea { event_id: id, ..it }).collect();
    let event = ShockEvent {
        id,
        region_id: own.id,
        kind: kind.id.clone(),
        subtype: new.subtype.clone(),
        happened_on: new.happened_on,
        title: written(new.title.as_ref()).unwrap_or_else(|| title(&kind, new, target.as_ref())),
        source: source.to_owned(),
        document: written(new.document.as_ref()),
        description: written(new.description.as_ref()),
        target_ledger: target.as_ref().map(|it| it.ledger.clone()),
        target_record: target.as_ref().and_then(|it| it.record),
        target_code: target.as_ref().and_then(|it| it.code.clone()),
        target_name: target.map(|it| it.name),
        state: EventState::Recorded.word().into(),
        ways: json!([]),
        month: None,
        opened_on: None,
        closed_on: None,
        close_reason: None,
        recorded_by: staff.actor(),
        recorded_at: now,
        version: 0,
    };
    tx.insert_shock_event(&event, &areas, &seen_by(home, &areas)).await?;
    let detail = json!({ "type": event.kind, "subtype": event.subtype,
                         "happened_on": event.happened_on, "areas": areas.len() });
    tx.append_audit(now, &staff.actor(), "event.record", &format!("event {id}"), &detail).await?;
    tx.commit().await?;
    Ok(id)
}

fn written(text: Option<&String>) -> Option<String> {
    text.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

/// `2023年9月10日风雹`, and what it hit.
fn title(kind: &ShockType, new: &NewEvent, target: Option<&Target>) -> String {
    let what = new.subtype.as_deref().and_then(|it| kind.subtype(it));
    let what = what.filter(|it| it.code != "other").map_or(&kind.zh, |it| &it.zh);
    let hit = target.map(|it| format!("：{}", it.name)).unwrap_or_default();
    format!("{}{what}{hit}", new.happened_on.format("%Y年%-m月%-d日"))
}

/// What an event hit: a record the officer may see, or a code of the field.
async fn hit(
    home: &Home,
    staff: &Staff,
    hits: &ShockTarget,
    new: Option<&NewEventHit>,
    today: NaiveDate,
) -> Result<Target, ShockError> {
    let missing = || ShockError::Value(format!("请写明影响的是哪个{}", hits.zh));
    let new = new.ok_or_else(missing)?;
    let ledger = hits.ledger.clone();
    match (&hits.field, new.record, &new.code) {
        (None, Some(record), None) => {
            let found = ledgers::show(home, staff, &ledger, record, today).await?;
            Ok(Target { ledger, record: Some(record), code: None, name: found.title })
        }
        (Some(field), None, Some(code)) => {
            let shown = ledgers::show_ledger(home, staff, &ledger, today).await?;
            let codes = shown.fields.iter().filter(|it| it.name == *field);
            let known = codes.flat_map(|it| &it.codes).find(|it| it.code == *code);
            let known =
                known.ok_or_else(|| ShockError::Value(format!("{}没有代码 {code}", hits.zh)))?;
            Ok(Target { ledger, record: None, code: Some(code.clone()), name: known.zh.clone() })
        }
        _ => Err(missing()),
    }
}

/// The parts of an area, all of them in the scope.
async fn areas(
    home: &Home,
    tx: &mut Tx,
    staff: &Staff,
    new: &[NewEventArea],
) -> Result<BTreeSet<ShockArea>, ShockError> {
    if new.is_empty() {
        return Err(ShockError::Value("请至少选一个地区".into()));
    }
    let mut areas = BTreeSet::new();
    for it in new {
        let region = reach::region_in(home, &staff.scope, &it.region);
        let region = region.ok_or(ShockError::NotFound)?;
        let group_id = match written(it.group.as_ref()) {
            None => 0,
            Some(name) => group(home, tx, region, &name).await?,
        };
        areas.insert(ShockArea { event_id: 0, region_id: region.id, group_id });
    }
    Ok(areas)
}

async fn group(home: &Home, tx: &mut Tx, village: &Region, name: &str) -> Result<i64, ShockError> {
    if village.level != RegionLevel::Village {
        return Err(ShockError::Value(format!("{}不是村，不能写小组", village.name)));
    }
    let county = home.definitions.regions.chain(village.id).county.unwrap_or_default();
    let groups = tx.groups_in(county).await?;
    let found = groups.iter().find(|it| it.village_id == village.id && it.name == name);
    let found = found.map(|it| it.id);
    found.ok_or_else(|| ShockError::Value(format!("{}没有小组 {name}", village.name)))
}

/// The regions that know of an event: those of its area, and those above them.
fn seen_by(home: &Home, areas: &[ShockArea]) -> Vec<(i64, bool)> {
    let regions = &home.definitions.regions;
    let mut seen: BTreeMap<i64, bool> = BTreeMap::new();
    for it in areas {
        for above in regions.ancestors(it.region_id) {
            seen.entry(above.id).or_insert(false);
        }
    }
    seen.extend(areas.iter().map(|it| (it.region_id, true)));
    seen.into_iter().collect()
}
