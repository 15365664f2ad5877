//! Where something in a pack comes from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    packs::Packs,
    problem::Faults,
    suggest,
    table::{Lined, Table},
};

/// Where a figure, a rule or a definition comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Title of the document and place in it, or `default`.
    pub text: String,
    /// No document states it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
}

/// Titles of the documents a pack may cite, by key: its own and those of the packs it overlays.
pub(crate) type Documents<'a> = BTreeMap<&'a str, &'a str>;

impl Basis {
    pub(crate) fn parts(self) -> (String, bool, Option<String>) {
        (self.text, self.is_default, self.note)
    }
}

impl Packs {
    /// `basis` and `note` of a table in a pack of this region: a document the pack may cite and a
    /// place in it, or `default` with a note. What is wrong is among the faults.
    pub fn basis(&self, region: &str, table: &mut Table, faults: &mut Faults<'_>) -> Basis {
        basis(table, &self.documents_of(region), faults).unwrap_or_default()
    }

    /// A document and a place in it, as a pack of this region writes them: the title in place of the
    /// key. None when it is not known, which is among the faults.
    pub fn cited(
        &self,
        region: &str,
        written: &Lined<String>,
        faults: &mut Faults<'_>,
    ) -> Option<String> {
        cited(&self.documents_of(region), written, faults)
    }

    fn documents_of<'a>(&'a self, region: &'a str) -> Documents<'a> {
        let mut documents = Documents::new();
        for pack in self.chain_of(region) {
            for (key, document) in &pack.documents {
                documents.entry(key).or_insert(&document.zh);
            }
        }
        documents
    }
}

/// `basis` and `note`. A basis is a key of the documents and a place in it, or `default`.
pub(crate) fn basis(
    table: &mut Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<Basis> {
    let basis = table.required_text("basis", faults);
    let note = table.text("note", faults).map(|it| it.value);
    let basis = basis?;
    if basis.value == "default" {
        if note.is_none() {
            faults.at(basis.line, "basis 为 default 时要写 note，说明从哪里来、由谁确认");
        }
        return Some(Basis { text: basis.value, is_default: true, note });
    }
    let text = cited(documents, &basis, faults)?;
    Some(Basis { text, is_default: false, note })
}

fn cited(
    documents: &Documents<'_>,
    written: &Lined<String>,
    faults: &mut Faults<'_>,
) -> Option<String> {
    let Lined { line, value } = written;
    let (key, place) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
    let Some(title) = documents.get(key) else {
        let hint = suggest::hint(key, documents.keys().copied());
        let how = "请在 pack.toml 的 [documents] 里登记，没有文件依据的写 default";
        faults.at(*line, format!("没有文件 {key}{hint}；{how}"));
        return None;
    };
    let place = place.trim();
    if place.is_empty() {
        faults.at(*line, format!("{key} 要写到章节，例如 \"{key} 第三章第一节\""));
    }
    Some(format!("{title} {place}"))
}
