//! What a regional pack adds to a ledger, and the ledger with it.

use chrono::NaiveDate;
use policy::{Faults, suggest::hint};

use crate::{
    field::Field,
    figure::Figure,
    ledger::{CodeList, Ledger, Source, Words},
    life::{Action, State},
    rule::{Check, Must},
};

/// The parts that ledgers and extensions both have, with where an extension puts them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Placed {
    /// Fields, with the Chinese heading of their section.
    pub(crate) fields: Vec<(Field, Option<String>)>,
    pub(crate) lists: Vec<CodeList>,
    /// States, with the state they come after.
    pub(crate) states: Vec<(State, Option<String>)>,
    pub(crate) actions: Vec<Action>,
    pub(crate) musts: Vec<Must>,
    pub(crate) checks: Vec<Check>,
    pub(crate) figures: Vec<Figure>,
}

/// What a regional pack adds to a ledger.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    pub(crate) id: String,
    pub(crate) pack: String,
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) catalogue: Vec<String>,
    pub(crate) placed: Placed,
    pub(crate) without_actions: Vec<String>,
}

/// A part of a definition that may realise rows of the catalogue: its kind, words and source.
pub(crate) type Part<'a> = (&'static str, &'a Words, &'a Source);

impl Placed {
    /// Everything that may realise rows of the catalogue.
    pub(crate) fn parts(&self) -> Vec<Part<'_>> {
        let fields = self.fields.iter().map(|(it, _)| ("字段", &it.words, &it.source));
        let states = self.states.iter().map(|(it, _)| ("状态", &it.words, &it.source));
        let rules = rules(&self.actions, &self.musts, &self.checks, &self.figures);
        fields.chain(states).chain(rules).collect()
    }
}

fn rules<'a>(
    actions: &'a [Action],
    musts: &'a [Must],
    checks: &'a [Check],
    figures: &'a [Figure],
) -> impl Iterator<Item = Part<'a>> {
    let actions = actions.iter().map(|it| ("操作", &it.words, &it.source));
    let musts = musts.iter().map(|it| ("规定", &it.words, &it.source));
    let checks = checks.iter().map(|it| ("疑点", &it.words, &it.source));
    let figures = figures.iter().map(|it| ("指标数", &it.words, &it.source));
    actions.chain(musts).chain(checks).chain(figures)
}

impl Ledger {
    /// Everything below the ledger itself that may realise rows of the catalogue.
    pub(crate) fn parts(&self) -> Vec<Part<'_>> {
        let fields = self.fields.iter().map(|it| ("字段", &it.words, &it.source));
        let states = self.states.iter().map(|it| ("状态", &it.words, &it.source));
        let rules = rules(&self.actions, &self.musts, &self.checks, &self.figures);
        fields.chain(states).chain(rules).collect()
    }

    /// The ledger with what a pack adds: actions of a known name are replaced, everything else is
    /// new. Fields are never taken away, so that records of every region fit one table.
    pub(crate) fn extend(&mut self, extension: &Extension, faults: &mut Faults<'_>) {
        let Extension { pack, line, catalogue, placed, without_actions, .. } = extension.clone();
        self.packs.push(pack);
        self.source.catalogue.extend(catalogue);
        for (field, section) in placed.fields {
            self.place_field(field, section.as_deref(), faults);
        }
        for list in placed.lists {
            match self.lists.iter_mut().find(|it| it.name == list.name) {
                None => self.lists.push(list),
                Some(known) => {
                    for item in list.items {
                        match known.items.iter_mut().find(|it| it.code == item.code) {
                            Some(it) => *it = item,
                            None => known.items.push(item),
                        }
                    }
                    known.source.catalogue.extend(list.source.catalogue);
                }
            }
        }
        for (state, after) in placed.states {
            let after = after.as_deref();
            let place = after.map(|after| self.states.iter().position(|it| it.name == after));
            match place {
                Some(None) => {
                    let near = hint(
                        after.unwrap_or_default(),
                        self.states.iter().map(|it| it.name.as_str()),
                    );
                    faults.at(state.source.line, format!("after 写的状态不存在{near}"));
                }
                Some(Some(at)) => self.states.insert(at + 1, state),
                None => self.states.push(state),
            }
        }
        for name in without_actions {
            let before = self.actions.len();
            self.actions.retain(|it| it.name != name);
            if self.actions.len() == before {
                faults.at(line, format!("without_actions 里的 {name} 本来就没有"));
            }
        }
        replace(&mut self.actions, placed.actions, |it| &it.name);
        replace(&mut self.musts, placed.musts, |it| &it.name);
        replace(&mut self.checks, placed.checks, |it| &it.name);
        replace(&mut self.figures, placed.figures, |it| &it.name);
    }

    fn place_field(&mut self, field: Field, section: Option<&str>, faults: &mut Faults<'_>) {
        let line = field.source.line;
        if self.field(&field.name).is_some() {
            let message = format!("字段 {} 已经有了；地区只能加，不能改", field.name);
            faults.at(line, message);
            return;
        }
        let place = match section {
            Some(zh) => self.sections.iter_mut().find(|it| it.words.zh == zh),
            None => self.sections.last_mut(),
        };
        match place {
            Some(section) => section.fields.push(field.name.clone()),
            None => faults.at(line, format!("没有分段 {}", section.unwrap_or_default())),
        }
        self.fields.push(field);
    }
}

fn replace<T>(all: &mut Vec<T>, new: Vec<T>, name: impl Fn(&T) -> &String) {
    for it in new {
        match all.iter_mut().find(|known| name(known) == name(&it)) {
            Some(known) => *known = it,
            None => all.push(it),
        }
    }
}
