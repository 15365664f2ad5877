//! Where a figure or a rule comes from.

use std::collections::BTreeMap;

use crate::{
    parameter::Basis,
    problem::Faults,
    suggest,
    table::{Lined, Table},
};

/// Titles of the documents a pack may cite, by key: its own and those of the packs it overlays.
pub(super) type Documents<'a> = BTreeMap<&'a str, &'a str>;

/// `basis` and `note`. A basis is a key of the documents and a place in it, or `default`.
pub(super) fn basis(
    table: &mut Table,
    documents: &Documents<'_>,
    faults: &mut Faults<'_>,
) -> Option<Basis> {
    let basis = table.required_text("basis", faults);
    let note = table.text("note", faults).map(|it| it.value);
    let Lined { line, value } = basis?;
    if value == "default" {
        if note.is_none() {
            faults.at(line, "basis 为 default 时要写 note，说明这个数从哪里来");
        }
        return Some(Basis { text: value, is_default: true, note });
    }
    let (key, place) = value.split_once(char::is_whitespace).unwrap_or((&value, ""));
    let Some(title) = documents.get(key) else {
        faults.at(
            line,
            format!(
                "没有文件 {key}{}；请在 pack.toml 的 [documents] 里登记，没有文件依据的写 default",
                suggest::hint(key, documents.keys().copied())
            ),
        );
        return None;
    };
    if place.trim().is_empty() {
        faults.at(line, format!("basis 要写到章节，例如 \"{key} 第三章第一节\""));
    }
    let text = format!("{title} {}", place.trim());
    Some(Basis { text, is_default: false, note })
}
