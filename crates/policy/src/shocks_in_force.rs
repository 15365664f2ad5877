//! The kinds of events and the triggers that apply to a region on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    packs::Packs,
    rule::{CompiledRule, Effect},
    shock::{
        AlarmTrigger, FoundBy, ShockBody, ShockType, ShockWay, WrittenBy, WrittenShock, WrittenWay,
    },
    written::{Condition, Pack},
};

impl Packs {
    /// The kinds of events in force for a region on a day, by identifier. Where several packs have
    /// one of the same name, the nearest valid one counts, also when it is switched off.
    pub fn shock_types(&self, region_code: &str, on: NaiveDate) -> Vec<ShockType> {
        let ids: BTreeSet<&String> =
            self.chain_of(region_code).flat_map(|pack| pack.shocks.keys()).collect();
        ids.into_iter().filter_map(|id| self.shock_type(id, region_code, on)).collect()
    }

    /// One kind of event in force for a region on a day.
    pub fn shock_type(&self, id: &str, region_code: &str, on: NaiveDate) -> Option<ShockType> {
        let (pack, written) = self.chain_of(region_code).find_map(|pack| {
            pack.shocks.get(id).filter(|it| it.is_valid_on(on)).map(|it| (pack, it))
        })?;
        let body = written.body.as_ref()?;
        let way = |it: &WrittenWay| self.way(id, it, (pack, written, body), region_code, on);
        Some(ShockType {
            id: id.to_owned(),
            zh: body.zh.clone(),
            en: body.en.clone(),
            kind: body.kind,
            subtypes: body.subtypes.clone(),
            risk: body.risk,
            hits: body.hits.clone(),
            cases: body.cases,
            ways: body.ways.iter().map(way).collect::<Option<_>>()?,
            follow_up: body.follow_up.clone(),
            pack: pack.info.name.clone(),
            basis: written.basis.text.clone(),
            is_default: written.basis.is_default,
            note: written.basis.note.clone(),
        })
    }

    /// The standing triggers in force for a region on a day, by identifier.
    pub fn alarm_triggers(&self, region_code: &str, on: NaiveDate) -> Vec<AlarmTrigger> {
        let ids: BTreeSet<&String> =
            self.chain_of(region_code).flat_map(|pack| pack.triggers.keys()).collect();
        ids.into_iter().filter_map(|id| self.trigger(id, region_code, on)).collect()
    }

    fn trigger(&self, id: &str, region_code: &str, on: NaiveDate) -> Option<AlarmTrigger> {
        let (pack, written) = self.chain_of(region_code).find_map(|pack| {
            pack.triggers.get(id).filter(|it| it.is_valid_on(on)).map(|it| (pack, it))
        })?;
        let body = written.body.as_ref()?;
        let figure = |name: &String| Some((name.clone(), self.parameter(name, region_code, on)?));
        Some(AlarmTrigger {
            id: id.to_owned(),
            zh: body.zh.clone(),
            en: body.en.clone(),
            shock: body.shock.clone(),
            of: body.of.clone(),
            limit: figure(&body.limit)?,
            months: figure(&body.months)?,
            pack: pack.info.name.clone(),
            basis: written.basis.text.clone(),
            is_default: written.basis.is_default,
            note: written.basis.note.clone(),
        })
    }

    /// None only when a parameter has no value on the day.
    fn way(
        &self,
        id: &str,
        way: &WrittenWay,
        (pack, written, body): (&Pack, &WrittenShock, &ShockBody),
        region_code: &str,
        on: NaiveDate,
    ) -> Option<ShockWay> {
        let compile = |conditions: &[Condition]| {
            conditions.iter().map(|it| self.compile(it, region_code, on)).collect::<Option<_>>()
        };
        let by = match &way.by {
            WrittenBy::Area => FoundBy::Area,
            WrittenBy::Ledger(linked) => FoundBy::Ledger(linked.clone()),
            WrittenBy::Facts { all, any } => FoundBy::Facts(Box::new(CompiledRule {
                id: format!("{id}.{}", way.name),
                title: way.zh.clone(),
                signal: way.name.clone(),
                raises: Some(body.risk),
                effect: Effect::Clue,
                priority: 1,
                pack: pack.info.name.clone(),
                basis: written.basis.text.clone(),
                is_default: written.basis.is_default,
                note: written.basis.note.clone(),
                from: written.from,
                to: written.to,
                all: compile(all)?,
                any: compile(any)?,
            })),
        };
        Some(ShockWay { name: way.name.clone(), zh: way.zh.clone(), en: way.en.clone(), by })
    }
}
