//! The packs of a folder, overlaid: the nearest one that has an answer on the day gives it.

use std::{collections::BTreeSet, path::Path};

use anyhow::bail;
use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    appeals::{self, AppealPolicy},
    benefit::{Benefit, BenefitCase},
    chain::{self, ChainKind, ReviewChain},
    check,
    fact::FactNames,
    notice::{self, NoticeField, NoticeKind, NoticeTemplate},
    parameter::Resolved,
    rule::{CompiledRule, Cond, ResolvedParam},
    unit::Unit,
    written::{Against, Condition, Pack},
};

/// 投诉举报方式 of notices: a text parameter.
pub(crate) const NOTICE_CONTACT: &str = "notice.contact";
/// 主管部门 of notices: a text parameter.
pub(crate) const NOTICE_OFFICE: &str = "notice.office";

/// Every pack of a folder, checked.
#[derive(Clone, Debug)]
pub struct Packs {
    /// By length of the region code, longest first, so that the first match is the nearest.
    pub(crate) packs: Vec<Pack>,
    pub(crate) hash: String,
}

/// A pack's name and place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PackInfo {
    /// The folder, for example `cn-53`.
    pub name: String,
    /// The Chinese name.
    pub zh: String,
    /// The leading digits of the statistical code it applies to; empty for the nation.
    pub region: String,
}

impl Packs {
    /// Reads and checks every pack of a folder, and runs every case. The error lists everything
    /// that is wrong, one line each, so that it can be mended in one go.
    pub fn load(dir: &Path, facts: &FactNames) -> anyhow::Result<Packs> {
        let (packs, problems) = check::read_and_check(dir, facts);
        if !problems.is_empty() {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            bail!("政策包有 {} 处问题，请改正后再试：\n{}", lines.len(), lines.join("\n"));
        }
        Ok(packs)
    }

    /// Sixteen hexadecimal digits over the paths and contents of every TOML file read, for the
    /// stamp on runs and decisions. Line endings do not count.
    pub fn hash(&self) -> String {
        self.hash.clone()
    }

    /// Every pack, those of the smallest regions first.
    pub fn infos(&self) -> Vec<PackInfo> {
        self.packs.iter().map(|pack| pack.info.clone()).collect()
    }

    /// The packs that apply to a region, nearest first.
    pub fn chain(&self, region_code: &str) -> Vec<PackInfo> {
        self.chain_of(region_code).map(|pack| pack.info.clone()).collect()
    }

    /// Every pack, nearest regions first.
    pub fn all(&self) -> Vec<PackInfo> {
        self.packs.iter().map(|pack| pack.info.clone()).collect()
    }

    /// The keys of the documents that a pack of this region may cite: its own and those of the
    /// packs it overlays.
    pub fn document_keys(&self, region_code: &str) -> BTreeSet<String> {
        self.chain_of(region_code).flat_map(|pack| pack.documents.keys().cloned()).collect()
    }

    /// The title of a document that a pack of this region may cite, by its key.
    pub fn document_zh(&self, region_code: &str, key: &str) -> Option<String> {
        self.chain_of(region_code).find_map(|it| it.documents.get(key)).map(|it| it.zh.clone())
    }

    /// What a parameter is stored in, wherever and whenever it has a value. Packs that write the
    /// same parameter agree on it.
    pub fn parameter_unit(&self, name: &str) -> Option<Unit> {
        self.packs.iter().find_map(|it| it.parameters.get(name)).map(|it| it.unit.stored())
    }

    /// The value of a parameter (`topic.key`) for a region on a day, from the nearest pack that
    /// has one. A region is given by the leading digits of its statistical code, two to twelve.
    pub fn parameter(&self, name: &str, region_code: &str, on: NaiveDate) -> Option<Resolved> {
        self.chain_of(region_code).find_map(|pack| {
            let parameter = pack.parameters.get(name)?;
            let dated = parameter.on(on)?;
            Some(Resolved {
                zh: parameter.zh.clone(),
                value: dated.value,
                text: dated.text.clone(),
                unit: parameter.unit.stored(),
                pack: pack.info.name.clone(),
                basis: dated.basis.text.clone(),
                is_default: dated.basis.is_default,
                note: dated.basis.note.clone(),
                from: dated.from,
                to: dated.to,
            })
        })
    }

    /// Every parameter that has a value for a region on a day, by name.
    pub fn all_parameters(&self, region_code: &str, on: NaiveDate) -> Vec<(String, Resolved)> {
        let names: BTreeSet<&String> =
            self.chain_of(region_code).flat_map(|pack| pack.parameters.keys()).collect();
        names
            .into_iter()
            .filter_map(|name| Some((name.clone(), self.parameter(name, region_code, on)?)))
            .collect()
    }

    /// The rules in force for a region on a day, by id, with their limits filled in. Where several
    /// packs have a rule of one id, the nearest valid one counts, also when it is switched off.
    pub fn rules_for(&self, region_code: &str, on: NaiveDate) -> Vec<CompiledRule> {
        let ids: BTreeSet<&String> =
            self.chain_of(region_code).flat_map(|pack| pack.rules.keys()).collect();
        ids.into_iter().filter_map(|id| self.rule(id, region_code, on)).collect()
    }

    /// The review chain of a kind for a region on a day: that of the nearest pack with a version in
    /// force, as a whole; nothing is mixed in from farther packs.
    pub fn review_chain(
        &self,
        kind: ChainKind,
        region_code: &str,
        on: NaiveDate,
    ) -> Option<ReviewChain> {
        self.chain_of(region_code)
            .find_map(|pack| chain::in_force(pack.chains.get(&kind)?, on))
            .cloned()
    }

    /// The inbox of appeals for a region on a day: needs, channels and sentences of all packs that
    /// apply, each from the nearest. None where no pack says anything of it.
    pub fn appeals(&self, region_code: &str, on: NaiveDate) -> Option<AppealPolicy> {
        self.appeals_or_missing(region_code, on)?.ok()
    }

    pub(crate) fn appeals_or_missing(
        &self,
        region_code: &str,
        on: NaiveDate,
    ) -> Option<Result<AppealPolicy, &'static str>> {
        let chain = self.chain_of(region_code);
        appeals::overlay(chain.map(|it| (it.info.name.as_str(), &it.appeals[..])), on)
    }

    /// The benefits in force for a region on a day, by identifier. Where several packs have one of
    /// the same name, the nearest valid one counts, also when it is switched off.
    pub fn benefits<'a>(&'a self, region_code: &str, on: NaiveDate) -> Vec<&'a Benefit> {
        let chain = || self.packs.iter().filter(|it| region_code.starts_with(&it.info.region));
        let ids: BTreeSet<&String> = chain().flat_map(|pack| pack.benefits.keys()).collect();
        let in_force = |id: &String| {
            let valid = |pack: &'a Pack| pack.benefits.get(id).filter(|it| it.is_valid_on(on));
            chain().find_map(valid)?.body.as_ref()
        };
        ids.into_iter().filter_map(in_force).collect()
    }

    /// Every benefit as written, of every pack and day, leaving out where one is switched off.
    pub fn all_benefits(&self) -> impl Iterator<Item = &Benefit> {
        self.packs.iter().flat_map(|pack| pack.benefits.values()).filter_map(|it| it.body.as_ref())
    }

    /// The cases of benefits, of every pack.
    pub fn benefit_cases(&self) -> impl Iterator<Item = &BenefitCase> {
        self.packs.iter().flat_map(|pack| &pack.benefit_cases)
    }

    /// The leading digits of the regions that have a pack, nearest first.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.packs.iter().map(|pack| pack.info.region.as_str())
    }

    /// The days on which a value of a parameter begins, and those after one has ended, in the
    /// packs of a region.
    pub fn days_of_change(&self, name: &str, region_code: &str) -> BTreeSet<NaiveDate> {
        self.chain_of(region_code)
            .filter_map(|pack| pack.parameters.get(name))
            .flat_map(|it| &it.values)
            .flat_map(|it| [Some(it.from), it.to.and_then(|last| last.succ_opt())])
            .flatten()
            .collect()
    }

    /// The text of a notice of a kind for a region on a day: that of the nearest pack with a
    /// version in force, with the region's contact and office. Words that are forbidden farther
    /// away are forbidden here too: a nearer pack adds to them.
    pub fn notice_template(
        &self,
        kind: NoticeKind,
        region_code: &str,
        on: NaiveDate,
    ) -> Option<NoticeTemplate> {
        let version = self.chain_of(region_code).find_map(|pack| {
            let versions = pack.notices.get(&kind)?;
            notice::in_force(versions.iter().map(|it| &it.value), on)
        })?;
        // None only where `check` has refused the packs.
        let text = |field, name| match version.asks_for(field) {
            true => self.text(name, region_code, on),
            false => Some(String::new()),
        };
        Some(NoticeTemplate {
            contact: text(NoticeField::Contact, NOTICE_CONTACT)?,
            office: text(NoticeField::Office, NOTICE_OFFICE)?,
            forbidden_words: self.forbidden_words(region_code, on),
            version: version.clone(),
        })
    }

    /// The value of a text parameter.
    pub(crate) fn text(&self, name: &str, region_code: &str, on: NaiveDate) -> Option<String> {
        self.parameter(name, region_code, on)?.text
    }

    /// The words that are forbidden in a region on a day, by any pack on the way to the nation.
    pub(crate) fn forbidden_words(&self, region_code: &str, on: NaiveDate) -> Vec<String> {
        let newest = self.chain_of(region_code).filter_map(|pack| {
            let newest = pack.forbidden_words.iter().rev().find(|it| it.from <= on)?;
            newest.to.is_none_or(|last| on <= last).then_some(newest)
        });
        let words: BTreeSet<&String> = newest.flat_map(|it| &it.words).collect();
        words.into_iter().cloned().collect()
    }

    /// The Chinese name of a role that a chain of this region names, from the nearest pack that
    /// lists it; none for a role nobody lists.
    pub fn role_zh(&self, role: &str, region_code: &str) -> Option<&str> {
        let mut packs = self.packs.iter().filter(|pack| region_code.starts_with(&pack.info.region));
        packs.find_map(|pack| pack.roles.get(role)).map(String::as_str)
    }

    pub(crate) fn rule(&self, id: &str, region_code: &str, on: NaiveDate) -> Option<CompiledRule> {
        let (pack, rule) = self.chain_of(region_code).find_map(|pack| {
            pack.rules.get(id).filter(|rule| rule.is_valid_on(on)).map(|rule| (pack, rule))
        })?;
        let body = rule.body.as_ref()?;
        let compile = |conditions: &[Condition]| {
            conditions.iter().map(|it| self.compile(it, region_code, on)).collect::<Option<_>>()
        };
        Some(CompiledRule {
            id: id.to_owned(),
            title: body.title.clone(),
            signal: body.signal.clone(),
            raises: body.raises,
            effect: body.effect,
            priority: body.priority,
            pack: pack.info.name.clone(),
            basis: rule.basis.text.clone(),
            is_default: rule.basis.is_default,
            note: rule.basis.note.clone(),
            from: rule.from,
            to: rule.to,
            all: compile(&body.all)?,
            any: compile(&body.any)?,
        })
    }

    /// None only when a parameter has no value on the day, which `check` has ruled out.
    pub(crate) fn compile(
        &self,
        condition: &Condition,
        region_code: &str,
        on: NaiveDate,
    ) -> Option<Cond> {
        let (limit, parameter) = match &condition.against {
            Against::Value(value) => (*value, None),
            Against::Parameter { name, times } => {
                let found = self.parameter(name, region_code, on)?;
                let limit = times.map_or(found.value, |times| times.apply(found.value));
                let parameter = ResolvedParam {
                    name: name.clone(),
                    zh: found.zh,
                    value: found.value,
                    times: *times,
                    pack: found.pack,
                    basis: found.basis,
                    is_default: found.is_default,
                    from: found.from,
                };
                (limit, Some(parameter))
            }
        };
        Some(Cond {
            fact: condition.fact.clone(),
            unit: condition.unit,
            op: condition.op,
            limit,
            parameter,
        })
    }

    pub(crate) fn chain_of<'a>(&'a self, region_code: &'a str) -> impl Iterator<Item = &'a Pack> {
        self.packs.iter().filter(move |pack| region_code.starts_with(&pack.info.region))
    }

    pub(crate) fn from_read(mut packs: Vec<Pack>, hash: String) -> Packs {
        packs.sort_by(|left, right| {
            let (left, right) = (&left.info, &right.info);
            right.region.len().cmp(&left.region.len()).then(left.name.cmp(&right.name))
        });
        Packs { packs, hash }
    }
}
