//! 名单: dated lists of regions or of words, such as 国家乡村振兴重点帮扶县 or 重点人群.
//!
//! A list says which document names what. Nothing is invented where a document gives a number and
//! no names: the list then states the number, and is not whole.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{basis::Basis, packs::Packs};

/// What the items of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// Regions, by the leading digits of their statistical code.
    Regions,
    /// Words of a code list: groups of people, channels, classes, grades.
    Words,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListItem {
    /// The leading digits of a statistical code, or an identifier.
    pub code: String,
    /// The Chinese name, as the document writes it.
    pub zh: String,
    /// The fact of a household that shows it in the data, where there is one.
    pub fact: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A list as it applies to one region on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyList {
    /// `topic.key`, for example `regions.national_key_counties`.
    pub name: String,
    /// The Chinese name.
    pub zh: String,
    /// What its items are.
    pub of: ListKind,
    /// How many the document says there are; none where it does not say.
    pub count: Option<u32>,
    /// The items the document names, in its order.
    pub items: Vec<ListItem>,
    /// The pack the list was found in.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives this list.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    /// The first day of this version.
    pub from: NaiveDate,
    /// Its last day, when it was ended.
    pub to: Option<NaiveDate>,
}

impl PolicyList {
    /// How many items there are: what the document says, else what it names.
    pub fn size(&self) -> usize {
        self.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(self.items.len())
    }

    /// Whether the document names every item it counts.
    pub fn is_whole(&self) -> bool {
        self.size() == self.items.len()
    }

    /// Whether a region, or one it lies in, is named.
    pub fn names_region(&self, region_code: &str) -> bool {
        self.of == ListKind::Regions
            && self.items.iter().any(|it| region_code.starts_with(&it.code))
    }
}

/// A list as one pack writes it.
#[derive(Clone, Debug)]
pub(crate) struct WrittenList {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) zh: String,
    pub(crate) of: ListKind,
    /// By first day, oldest first.
    pub(crate) versions: Vec<ListVersion>,
}

/// One version of a list.
#[derive(Clone, Debug)]
pub(crate) struct ListVersion {
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) count: Option<u32>,
    pub(crate) items: Vec<ListItem>,
    pub(crate) basis: Basis,
}

impl WrittenList {
    /// The newest version that has begun by that day, unless it has ended.
    pub(crate) fn on(&self, day: NaiveDate) -> Option<&ListVersion> {
        let newest = self.versions.iter().rev().find(|it| it.from <= day)?;
        newest.to.is_none_or(|last| day <= last).then_some(newest)
    }

    pub(crate) fn resolve(&self, name: &str, pack: &str, version: &ListVersion) -> PolicyList {
        PolicyList {
            name: name.to_owned(),
            zh: self.zh.clone(),
            of: self.of,
            count: version.count,
            items: version.items.clone(),
            pack: pack.to_owned(),
            basis: version.basis.text.clone(),
            is_default: version.basis.is_default,
            note: version.basis.note.clone(),
            from: version.from,
            to: version.to,
        }
    }
}

impl Packs {
    /// Whether any pack has a list of this name, whenever it is valid.
    #[must_use]
    pub fn knows_list(&self, name: &str) -> bool {
        self.packs.iter().any(|it| it.lists.contains_key(name))
    }

    /// A list (`topic.key`) for a region on a day, from the nearest pack that has one, as a whole.
    pub fn list(&self, name: &str, region_code: &str, on: NaiveDate) -> Option<PolicyList> {
        self.chain_of(region_code).find_map(|pack| {
            let list = pack.lists.get(name)?;
            Some(list.resolve(name, &pack.info.name, list.on(on)?))
        })
    }

    /// Every list in force for a region on a day, by name.
    pub fn all_lists(&self, region_code: &str, on: NaiveDate) -> Vec<PolicyList> {
        let names: std::collections::BTreeSet<&String> =
            self.chain_of(region_code).flat_map(|pack| pack.lists.keys()).collect();
        names.into_iter().filter_map(|name| self.list(name, region_code, on)).collect()
    }

    /// The lists of regions that name this region, or one it lies in, on a day.
    pub fn lists_naming(&self, region_code: &str, on: NaiveDate) -> Vec<PolicyList> {
        let mut lists = self.all_lists(region_code, on);
        lists.retain(|it| it.names_region(region_code));
        lists
    }
}
