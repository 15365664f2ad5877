//! 找户: the households of an event's area, by the ways its kind declares. Nothing is written.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use kernel::{Month, Region};
use lake::{
    fold::fold,
    judging::{facts_read, judge, met},
    snapshot::Snapshot,
};
use policy::{CompiledRule, FoundBy, LinkedBy, ShockType, ShockWay};
use serde::Serialize;
use store::{ShockArea, ShockEvent, Tx};

use super::{
    error::ShockError,
    terms::{met_zh, type_of},
    view::own_event,
};
use crate::{evidence::CountyEvidence, home::Home, ledgers, staff::Staff};

/// What a campaign would find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventPreview {
    /// The ways households were looked for by.
    pub ways: Vec<String>,
    /// The month whose facts were read.
    pub month: String,
    /// Households found that are not on the list yet.
    pub households: i64,
    /// Households found that are on the list.
    pub listed_already: i64,
    /// Those that are new, by village.
    pub villages: Vec<FoundInVillage>,
    /// Ways that could not be judged, and which lists are missing.
    pub not_judged: Vec<NotJudgedWay>,
}

/// What was found in a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FoundInVillage {
    /// Statistical code.
    pub region: String,
    /// Its township and name.
    pub name: String,
    /// Households.
    pub households: i64,
}

/// A way that could not be judged in a county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NotJudgedWay {
    /// The way.
    pub way: String,
    /// The county.
    pub county: String,
    /// Tables that have not arrived.
    pub missing_tables: Vec<String>,
}

/// A household that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundHousehold {
    pub(super) household: i64,
    pub(super) village: i64,
    /// The first way that found it.
    pub(super) way: String,
    /// What it was found by, in words.
    pub(super) why: Option<String>,
}

/// All that was found, by household.
pub(super) struct Findings {
    pub(super) month: Month,
    pub(super) households: BTreeMap<i64, FoundHousehold>,
    pub(super) not_judged: Vec<NotJudgedWay>,
}

/// What these ways find for an event, by village; the usual way when none is named.
///
/// # Errors
/// [`ShockError::NotFound`], [`ShockError::NotYours`], [`ShockError::Value`] for a way the kind has
/// not got.
pub async fn preview(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    ways: &[String],
    month: Option<Month>,
) -> Result<EventPreview, ShockError> {
    ledgers::ready(home).await?;
    let mut tx = home.db.read().await?;
    let event = own_event(home, &mut tx, &staff.scope, event_id).await?;
    let kind = type_of(home, &event)?;
    let ways = chosen(&kind, ways)?;
    let found = find(home, &mut tx, &event, &ways, month).await?;
    let ids: Vec<i64> = found.households.keys().copied().collect();
    let listed: HashSet<i64> = tx.listed_for_shock(event_id, &ids).await?.into_iter().collect();
    let mut villages: BTreeMap<i64, i64> = BTreeMap::new();
    for it in found.households.values().filter(|it| !listed.contains(&it.household)) {
        *villages.entry(it.village).or_default() += 1;
    }
    let regions = &home.definitions.regions;
    let mut villages: Vec<FoundInVillage> = villages
        .into_iter()
        .filter_map(|(village, households)| {
            let region = regions.get(village)?;
            let name = regions.name_path(village);
            Some(FoundInVillage { region: region.stat_code.clone(), name, households })
        })
        .collect();
    villages.sort_by(|a, b| a.region.cmp(&b.region));
    Ok(EventPreview {
        ways: ways.iter().map(|it| it.name.clone()).collect(),
        month: found.month.to_string(),
        households: villages.iter().map(|it| it.households).sum(),
        listed_already: i64::try_from(listed.len()).unwrap_or(i64::MAX),
        villages,
        not_judged: found.not_judged,
    })
}

/// The ways of a kind that are named; its usual one when none is.
pub(super) fn chosen(kind: &ShockType, names: &[String]) -> Result<Vec<ShockWay>, ShockError> {
    if names.is_empty() {
        return Ok(kind.ways.first().cloned().into_iter().collect());
    }
    let way = |name: &String| {
        kind.way(name).cloned().ok_or_else(|| {
            let known: Vec<&str> = kind.ways.iter().map(|it| it.name.as_str()).collect();
            let known = known.join("、");
            ShockError::Value(format!("{}没有找法 {name}，可用：{known}", kind.zh))
        })
    };
    let mut named = BTreeSet::new();
    names.iter().filter(|it| named.insert(*it)).map(way).collect()
}

/// Looks in every county the area touches, by every way; the first way that finds a household is
/// noted with it.
pub(super) async fn find(
    home: &Home,
    tx: &mut Tx,
    event: &ShockEvent,
    ways: &[ShockWay],
    month: Option<Month>,
) -> Result<Findings, ShockError> {
    let area = Area::of(tx.shock_areas(event.id).await?);
    let counties = area.counties(home)?;
    let mut findings = Findings {
        month: month.unwrap_or_else(|| Month::of(event.happened_on)),
        households: BTreeMap::new(),
        not_judged: Vec::new(),
    };
    if month.is_none() {
        findings.month = latest_month(tx, &counties).await?.unwrap_or(findings.month);
    }
    for county in &counties {
        let evidence = CountyEvidence::answering(home, tx, county, findings.month).await?;
        let inside = area.households(home, &evidence.snapshot, evidence.as_of);
        for way in ways {
            let found = match &way.by {
                FoundBy::Area => inside.keys().map(|it| (*it, None)).collect(),
                FoundBy::Facts(rule) => match by_facts(home, &evidence, rule)? {
                    Ok(found) => found,
                    Err(missing_tables) => {
                        findings.not_judged.push(NotJudgedWay {
                            way: way.name.clone(),
                            county: county.name.clone(),
                            missing_tables,
                        });
                        continue;
                    }
                },
                FoundBy::Ledger(by) => by_ledger(home, tx, county, event, by).await?,
            };
            for (household, why) in found {
                let Some(village) = inside.get(&household) else { continue };
                findings.households.entry(household).or_insert_with(|| FoundHousehold {
                    household,
                    village: *village,
                    way: way.name.clone(),
                    why,
                });
            }
        }
    }
    Ok(findings)
}

async fn latest_month(tx: &mut Tx, counties: &[Region]) -> Result<Option<Month>, ShockError> {
    let screened = tx.months_screened().await?;
    let newest =
        screened.into_iter().find(|(county, _)| counties.iter().any(|it| it.id == *county));
    Ok(newest.and_then(|(_, month)| month.parse().ok()))
}

/// The households for which a condition holds in the month's facts, doubtful rows among them; or
/// the tables that are missing.
#[expect(clippy::type_complexity, reason = "households with reasons, or missing tables")]
fn by_facts(
    home: &Home,
    evidence: &CountyEvidence,
    rule: &CompiledRule,
) -> anyhow::Result<Result<Vec<(i64, Option<String>)>, Vec<String>>> {
    let facts = &home.definitions.facts;
    let rules = std::slice::from_ref(rule);
    let folded = fold(facts, &facts.closure(facts_read(rules)), &evidence.for_folding(home))?;
    let judgment = judge(facts, rules, &folded);
    if let Some((_, unknown)) = judgment.unknown.first() {
        let needs: BTreeSet<String> = unknown
            .iter()
            .filter_map(|it| facts.get(it))
            .flat_map(|it| &it.needs)
            .filter(|it| !evidence.files.contains_key(*it))
            .map(|it| {
                home.definitions.tables.get(it).map_or_else(|| it.clone(), |it| it.zh.clone())
            })
            .collect();
        return Ok(Err(needs.into_iter().collect()));
    }
    let why = |hit: &lake::judging::Hit| {
        let (table, at) = match hit.sure {
            true => (&folded.sure, hit.household as usize),
            false => {
                let place = folded.doubtful.households.binary_search(&hit.household);
                (&folded.doubtful.facts, place.unwrap_or_default())
            }
        };
        let held = met(facts, rule, table, at).into_iter().filter(|it| it.holds);
        let words: Vec<String> = held.map(|it| met_zh(home, &it)).collect();
        let confirm = if hit.sure { "" } else { "（待确认）" };
        format!("{}{confirm}", words.join("，"))
    };
    let household = |hit: &lake::judging::Hit| {
        let hid = evidence.snapshot.households[hit.household as usize].hid;
        (hid, Some(why(hit)))
    };
    Ok(Ok(judgment.hits.iter().map(household).collect()))
}

/// The households that records of a ledger are about.
async fn by_ledger(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    event: &ShockEvent,
    by: &LinkedBy,
) -> Result<Vec<(i64, Option<String>)>, ShockError> {
    let to = match (event.target_record, &event.target_code) {
        (Some(record), _) => ledgers::LinkedTo::Record(record),
        (None, Some(code)) => ledgers::LinkedTo::Code(code.clone()),
        (None, None) => ledgers::LinkedTo::Anything,
    };
    let link = by.link.as_deref().map(|field| (field, &to));
    let wanted = ledgers::LinkedRecords {
        ledger: &by.ledger,
        of: &by.of,
        link,
        states: &by.states,
        as_of: event.happened_on,
    };
    let found = ledgers::linked_households(home, tx, county, &wanted).await?;
    let why = |(household, zh, record): (i64, String, i64)| {
        (household, Some(format!("{zh}第{record}号记录")))
    };
    Ok(found.into_iter().map(why).collect())
}

/// Where an event happened.
pub(super) struct Area {
    parts: Vec<ShockArea>,
}

impl Area {
    pub(super) fn of(parts: Vec<ShockArea>) -> Area {
        Area { parts }
    }

    /// The counties it touches that have a register.
    fn counties(&self, home: &Home) -> Result<Vec<Region>, ShockError> {
        let regions = &home.definitions.regions;
        let mut counties: BTreeMap<i64, Region> = BTreeMap::new();
        for it in &self.parts {
            let Some(region) = regions.get(it.region_id) else { continue };
            for county in crate::cases::counties_of(home, region)? {
                counties.insert(county.id, county);
            }
        }
        Ok(counties.into_values().collect())
    }

    /// Whether a village, or a group of it, lies in the area.
    pub(super) fn holds(&self, home: &Home, village: i64, group: Option<i64>) -> bool {
        let regions = &home.definitions.regions;
        self.parts.iter().any(|part| match part.group_id {
            0 => {
                part.region_id == village
                    || regions.ancestors(village).any(|it| it.id == part.region_id)
            }
            id => group == Some(id),
        })
    }

    /// The households of a county in the area that somebody still belongs to, with their villages.
    fn households(&self, home: &Home, snapshot: &Snapshot, as_of: NaiveDate) -> BTreeMap<i64, i64> {
        let living: HashSet<i64> = snapshot
            .persons
            .iter()
            .filter(|it| it.departed_on.is_none_or(|on| as_of < on))
            .map(|it| it.hid)
            .collect();
        let mut known: BTreeMap<(i64, Option<i64>), bool> = BTreeMap::new();
        let mut inside = BTreeMap::new();
        for it in &snapshot.households {
            let place = (it.village, it.group);
            let holds =
                *known.entry(place).or_insert_with(|| self.holds(home, it.village, it.group));
            if holds && living.contains(&it.hid) {
                inside.insert(it.hid, it.village);
            }
        }
        inside
    }
}
