//! 台账: what a definition file says, once it has been read.

use crate::{
    field::Field,
    figure::Figure,
    given::{Lake, Measure, Payment},
    life::{Action, State},
    rule::{Check, Must},
};
use chrono::NaiveDate;
use kernel::RegionLevel;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Where something comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Document and place, or `default`; empty when the ledger's own basis covers it.
    pub basis: String,
    /// No document asks for it.
    pub is_default: bool,
    /// A remark on the basis.
    pub note: Option<String>,
    /// Rows of the requirements catalogue it realises.
    pub catalogue: Vec<String>,
    /// The file, below the folder of packs.
    pub file: String,
    /// The line a fault is told on.
    pub line: u32,
}

/// A ledger as it applies to a region on a day.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The name of its file, for ever.
    pub id: String,
    /// What it is called.
    pub words: Words,
    /// One sentence on what it is for.
    pub about: Words,
    /// The group of the menu.
    pub group: String,
    /// The department that keeps it.
    pub department: String,
    /// Of which levels the region of a record may be.
    pub levels: Vec<RegionLevel>,
    /// The first day.
    pub from: NaiveDate,
    /// The field a record is called by.
    pub title: String,
    /// Combinations of fields that no two living records share.
    pub unique: Vec<Vec<String>>,
    /// Roles and `@groups` of `access.toml` that see it.
    pub see: Vec<String>,
    /// Roles and `@groups` that add, change, import and void.
    pub keep: Vec<String>,
    /// The order of the form, the page and the paper.
    pub sections: Vec<Section>,
    /// The fields, in the order of the sections.
    pub fields: Vec<Field>,
    /// Code lists, its own and those it takes from the shared file.
    pub lists: Vec<CodeList>,
    /// The states; the first is where a record begins.
    pub states: Vec<State>,
    /// What can be done with a record.
    pub actions: Vec<Action>,
    /// What may not be otherwise.
    pub musts: Vec<Must>,
    /// What somebody is to look at.
    pub checks: Vec<Check>,
    /// The numbers it gives.
    pub figures: Vec<Figure>,
    /// What a record means for a family.
    pub measure: Option<Measure>,
    /// Money paid to a family.
    pub payment: Option<Payment>,
    /// Rows for facts.
    pub lake: Option<Lake>,
    /// Its paper.
    pub print: Option<Print>,
    /// The packs it is put together from, the national one first.
    pub packs: Vec<String>,
    /// Where it comes from.
    pub source: Source,
}

/// A part of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub words: Words,
    /// Names of fields.
    pub fields: Vec<String>,
}

/// 代码表: the words a code field may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeList {
    /// Its name.
    pub name: String,
    /// The codes, in the order they are offered.
    pub items: Vec<Code>,
    /// Where it comes from.
    pub source: Source,
}

/// One word of a code list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// As it is stored.
    pub code: String,
    /// As it is shown.
    pub words: Words,
    /// What files also say for it.
    pub also: Vec<String>,
    /// Rows of the catalogue.
    pub catalogue: Vec<String>,
}

/// 纸表: how a record is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    /// The heading.
    pub words: Words,
    /// Who signs.
    pub signatures: Vec<Words>,
}

/// A group of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name in definitions.
    pub name: String,
    /// What it is called.
    pub words: Words,
}

impl Ledger {
    /// The field of a name, or none.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|it| it.name == name)
    }

    /// The code list of a name, or none.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&CodeList> {
        self.lists.iter().find(|it| it.name == name)
    }

    /// The state of a name, or none.
    #[must_use]
    pub fn state(&self, name: &str) -> Option<&State> {
        self.states.iter().find(|it| it.name == name)
    }

    /// The action of a name, or none.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|it| it.name == name)
    }

    /// Where a record begins.
    #[must_use]
    pub fn first_state(&self) -> &State {
        &self.states[0]
    }

    /// What may be done with a record in a state.
    pub fn actions_from<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'a Action> {
        self.actions.iter().filter(move |it| it.from.iter().any(|from| from == state))
    }
}

impl CodeList {
    /// The code of a cell: the code itself, one of its names, or another word files use for it.
    #[must_use]
    pub fn code_of(&self, cell: &str) -> Option<&Code> {
        let cell = kernel::cleaning::squeeze(cell);
        self.items.iter().find(|it| {
            it.code == *cell
                || kernel::cleaning::squeeze(&it.words.zh) == cell
                || it.words.en.eq_ignore_ascii_case(&cell)
                || it.also.iter().any(|word| kernel::cleaning::squeeze(word) == cell)
        })
    }

    /// The code with this name, or none.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Code> {
        self.items.iter().find(|it| it.code == code)
    }
}
