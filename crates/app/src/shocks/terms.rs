//! What the packs of a region say of events: kinds, ways of finding households, tags, days.

use chrono::NaiveDate;
use kernel::Region;
use policy::{FoundBy, OpensCases, Packs, ShockType};
use serde::Serialize;
use store::{Scope, ShockEvent};

use super::error::ShockError;
use crate::{
    clue_list::condition_zh,
    home::Home,
    no_figure::NoFigure,
    screen::{ConditionEvidence, ParameterEvidence},
};

/// The list of zones, and of classes, in the packs.
const ZONES: &str = "shocks.zones";
const CLASSES: &str = "shocks.classes";

/// Everything that can be chosen when an event is recorded and its households are verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventTypes {
    /// Kinds of events.
    pub types: Vec<EventTypeView>,
    /// 分区.
    pub zones: Vec<EventWord>,
    /// 分类.
    pub classes: Vec<EventWord>,
}

/// A word with its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventWord {
    /// As it is sent.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English, where the packs have it.
    pub en: Option<String>,
}

/// A kind of event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventTypeView {
    /// As it is sent.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// `disaster` or `economic`.
    pub kind: String,
    /// In Chinese.
    pub kind_zh: String,
    /// Its subtypes.
    pub subtypes: Vec<EventWord>,
    /// What it hits beside an area.
    pub hits: Option<HitView>,
    /// Households get a case when they are found, not only where there is hardship.
    pub cases_at_once: bool,
    /// How households are found, the usual way first.
    pub ways: Vec<EventWay>,
    /// Days until a household is looked at again.
    pub follow_up_days: Option<i64>,
    /// Where that comes from.
    pub follow_up_source: Option<String>,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document names it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
}

/// What an economic shock hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HitView {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The ledger.
    pub ledger: String,
    /// The field whose codes are meant; none where a record is.
    pub field: Option<String>,
}

/// A way to find households.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventWay {
    /// As it is sent.
    pub way: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// `area`, `facts` or `ledger`.
    pub by: String,
    /// The conditions, or the ledger, in words.
    pub how: String,
}

/// What can be chosen in a region on a day.
#[must_use]
pub fn types(home: &Home, scope: &Scope, today: NaiveDate) -> EventTypes {
    let packs = home.packs();
    let region = home.definitions.regions.get(scope.region_id);
    let code = region.map(Region::leading_digits).unwrap_or_default();
    let types = packs.shock_types(code, today);
    let list = |name: &str| {
        let items = packs.list(name, code, today).map(|it| it.items).unwrap_or_default();
        let word = |it: policy::ListItem| EventWord { code: it.code, zh: it.zh, en: None };
        items.into_iter().map(word).collect()
    };
    EventTypes {
        types: types.iter().map(|it| type_view(home, &packs, code, it, today)).collect(),
        zones: list(ZONES),
        classes: list(CLASSES),
    }
}

fn type_view(
    home: &Home,
    packs: &Packs,
    code: &str,
    it: &ShockType,
    today: NaiveDate,
) -> EventTypeView {
    let days = packs.parameter(&it.follow_up, code, today);
    let way = |it: &policy::ShockWay| {
        let (by, how) = match &it.by {
            FoundBy::Area => ("area", String::new()),
            FoundBy::Facts(rule) => {
                let said = |conditions: &[policy::Cond], and: &str| {
                    let words: Vec<String> =
                        conditions.iter().map(|it| words_of(home, it)).collect();
                    words.join(and)
                };
                let parts = [said(&rule.all, "，且"), said(&rule.any, "，或")];
                let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
                ("facts", parts.join("；"))
            }
            FoundBy::Ledger(linked) => ("ledger", linked.ledger.clone()),
        };
        EventWay {
            way: it.name.clone(),
            zh: it.zh.clone(),
            en: it.en.clone(),
            by: by.to_owned(),
            how,
        }
    };
    EventTypeView {
        id: it.id.clone(),
        zh: it.zh.clone(),
        en: it.en.clone(),
        kind: it.kind.word().to_owned(),
        kind_zh: it.kind.zh().to_owned(),
        subtypes: it
            .subtypes
            .iter()
            .map(|it| EventWord {
                code: it.code.clone(),
                zh: it.zh.clone(),
                en: Some(it.en.clone()),
            })
            .collect(),
        hits: it.hits.as_ref().map(|it| HitView {
            zh: it.zh.clone(),
            en: it.en.clone(),
            ledger: it.ledger.clone(),
            field: it.field.clone(),
        }),
        cases_at_once: it.cases == OpensCases::AtOnce,
        ways: it.ways.iter().map(way).collect(),
        follow_up_days: days.as_ref().map(|it| it.value),
        follow_up_source: days.map(|found| source(&it.follow_up, &found)),
        basis: it.basis.clone(),
        is_default: it.is_default,
        note: it.note.clone(),
    }
}

/// A condition without a household: `近3个月受灾登记次数达到1次`.
fn words_of(home: &Home, it: &policy::Cond) -> String {
    let zh = home.definitions.facts.get(&it.fact).map(|it| it.zh.clone()).unwrap_or_default();
    format!("{zh}{}{}", it.op.zh(), it.unit.show(it.limit))
}

/// A condition with the value a household met it with.
pub(super) fn met_zh(home: &Home, it: &lake::judging::Met<'_>) -> String {
    let fact = &it.condition.fact;
    condition_zh(&ConditionEvidence {
        fact: fact.clone(),
        zh: home.definitions.facts.get(fact).map(|it| it.zh.clone()).unwrap_or_default(),
        unit: it.condition.unit.stored().name().to_owned(),
        actual: it.actual,
        op: it.condition.op.name().to_owned(),
        limit: it.condition.limit,
        holds: it.holds,
        parameter: None::<ParameterEvidence>,
    })
}

/// A parameter in words, with pack, document and first day.
fn source(name: &str, found: &policy::Resolved) -> String {
    format!("{name} {}（{}，{}，{}起）", found.show(), found.pack, found.basis, found.from)
}

/// The region that recorded an event.
pub(super) fn region_of<'a>(home: &'a Home, event: &ShockEvent) -> Result<&'a Region, ShockError> {
    home.definitions.regions.get(event.region_id).ok_or(ShockError::NotFound)
}

/// The kind of an event, as the packs of its region have it on the day it happened.
pub(super) fn type_of(home: &Home, event: &ShockEvent) -> Result<ShockType, ShockError> {
    let code = region_of(home, event)?.leading_digits();
    let found = home.packs().shock_type(&event.kind, code, event.happened_on);
    found.ok_or_else(|| ShockError::NoType(event.kind.clone()))
}

/// Days until a household of an event is looked at again, for a region on a day.
pub(super) fn follow_up(
    home: &Home,
    kind: &ShockType,
    region: &Region,
    on: NaiveDate,
) -> Result<shock::Terms, ShockError> {
    let (name, code) = (&kind.follow_up, region.leading_digits());
    let found = home.packs().parameter(name, code, on);
    let found = found.ok_or_else(|| anyhow::Error::from(NoFigure::of(name, code, on)))?;
    Ok(shock::Terms {
        follow_up_days: u32::try_from(found.value).unwrap_or_default(),
        source: source(name, &found),
    })
}

/// The Chinese names of zones and classes that apply in a region on a day.
pub(super) struct Tags {
    zones: Vec<policy::ListItem>,
    classes: Vec<policy::ListItem>,
}

impl Tags {
    /// Of a region.
    pub(super) fn of(home: &Home, region: &Region, on: NaiveDate) -> Tags {
        let (packs, code) = (home.packs(), region.leading_digits());
        let list = |name| packs.list(name, code, on).map(|it| it.items).unwrap_or_default();
        Tags { zones: list(ZONES), classes: list(CLASSES) }
    }

    /// The name of a zone; the code itself for one that is no longer listed.
    pub(super) fn zone_zh(&self, code: &str) -> String {
        name(&self.zones, code)
    }

    /// The name of a class.
    pub(super) fn class_zh(&self, code: &str) -> String {
        name(&self.classes, code)
    }

    /// Refuses codes that are not listed.
    pub(super) fn check(&self, zone: Option<&str>, class: Option<&str>) -> Result<(), ShockError> {
        for (items, code, what) in [(&self.zones, zone, "分区"), (&self.classes, class, "分类")]
        {
            let Some(code) = code else { continue };
            if !items.iter().any(|it| it.code == code) {
                let known: Vec<&str> = items.iter().map(|it| it.code.as_str()).collect();
                let known = known.join("、");
                return Err(ShockError::Value(format!("{what}没有 {code}，可用：{known}")));
            }
        }
        Ok(())
    }
}

fn name(items: &[policy::ListItem], code: &str) -> String {
    items.iter().find(|it| it.code == code).map_or_else(|| code.to_owned(), |it| it.zh.clone())
}
