//! Reads the files strictly: what is not known is a fault, with file and line.

mod check;
mod item;
mod survey;

use std::path::Path;

use indicator::Amount;
use policy::{
    Basis, Faults, Packs, Problem, Unit, pack_files,
    table::{self, Item, Lined, Table},
};

use crate::{
    sample::fingerprint_of_text,
    scheme::{Consequence, Grade, May, Object, Part, Scheme, Trigger, Veto},
    schemes::Outside,
};

/// Where something is being read.
pub(crate) struct Place<'a> {
    pub(crate) packs: &'a Packs,
    pub(crate) region: &'a str,
}

/// The schemes of all packs, the nation first.
pub(crate) fn schemes(
    folder: &Path,
    outside: &Outside<'_>,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<Scheme>> {
    let mut found = Vec::new();
    for file in pack_files(folder, outside.packs, "assessment", problems)? {
        let mut top = table::parse(&file.path, &file.text, problems);
        let mut faults = Faults { file: &file.path, list: problems };
        let place = Place { packs: outside.packs, region: &file.region };
        let mut scheme = scheme(&file.stem, &mut top, &place, &mut faults);
        top.finish(&mut faults);
        scheme.pack.clone_from(&file.pack);
        scheme.region.clone_from(&file.region);
        scheme.file.clone_from(&file.path);
        scheme.hash = fingerprint_of_text(&file.text);
        check::check(&mut scheme, outside, &mut faults);
        found.push(scheme);
    }
    Ok(found)
}

fn scheme(id: &str, top: &mut Table, place: &Place<'_>, faults: &mut Faults<'_>) -> Scheme {
    let object = match top.required_text("object", faults) {
        Some(it) if it.value == "unit" => Object::Unit,
        Some(it) if it.value != "place" => {
            faults.at(it.line, "object 只能写 place 或 unit");
            Object::Place
        }
        _ => Object::Place,
    };
    let from = top.required_date("from", faults).map(|it| it.value);
    Scheme {
        id: id.to_owned(),
        zh: text(top, "zh", faults),
        en: text(top, "en", faults),
        object,
        from: from.unwrap_or_default(),
        to: top.date("to", faults).map(|it| it.value),
        basis: place.basis(top, faults),
        may: may(top, faults),
        parts: each(top, "parts", faults, |it, faults| part(it, place, faults)),
        items: each(top, "items", faults, |it, faults| item::item(it, place, faults)),
        strata: each(top, "strata", faults, |it, faults| survey::stratum(it, place, faults)),
        questions: each(top, "questions", faults, |it, faults| survey::question(it, place, faults)),
        vetoes: each(top, "vetoes", faults, |it, faults| veto(it, place, faults)),
        grades: each(top, "grades", faults, |it, faults| grade(it, place, faults)),
        consequences: each(top, "consequences", faults, |it, faults| {
            consequence(it, place, faults)
        }),
        pack: String::new(),
        region: String::new(),
        file: String::new(),
        hash: String::new(),
    }
}

/// Each `[[key]]`, read to its last key.
fn each<T>(
    top: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
    read: impl Fn(&mut Table, &mut Faults<'_>) -> T,
) -> Vec<T> {
    let tables = top.tables(key, faults);
    let one = |mut it: Table| {
        let found = read(&mut it, faults);
        it.finish(faults);
        found
    };
    tables.into_iter().map(one).collect()
}

fn may(top: &mut Table, faults: &mut Faults<'_>) -> May {
    if !top.require("may", faults) {
        return May::default();
    }
    let Some(mut it) = top.table("may", faults) else { return May::default() };
    let mut roles = |key: &'static str| {
        it.require(key, faults);
        texts(&mut it, key, faults)
    };
    let may = May {
        open: roles("open"),
        sample: roles("sample"),
        score: roles("score"),
        find: roles("find"),
        close: roles("close"),
    };
    it.finish(faults);
    may
}

fn part(it: &mut Table, place: &Place<'_>, faults: &mut Faults<'_>) -> Part {
    Part {
        id: text(it, "id", faults),
        zh: text(it, "zh", faults),
        en: text(it, "en", faults),
        weight: required_amount(it, "weight", faults),
        basis: place.basis(it, faults),
    }
}

fn grade(it: &mut Table, place: &Place<'_>, faults: &mut Faults<'_>) -> Grade {
    Grade {
        code: text(it, "code", faults),
        // The list of grades has the name.
        zh: String::new(),
        at_least: required_amount(it, "at_least", faults),
        basis: place.basis(it, faults),
    }
}

fn veto(it: &mut Table, place: &Place<'_>, faults: &mut Faults<'_>) -> Veto {
    let line = it.line;
    let item = it.text("item", faults).map(|it| it.value);
    let limit = amount(it, "above", faults);
    let found = it.flag("found", faults);
    let trigger = match (item, limit, found) {
        (Some(item), Some(limit), false) => Trigger::Above { item, limit },
        (None, None, true) => Trigger::Found,
        _ => {
            faults.at(line, "写 item 和 above，或写 found = true（由办结的人认定）");
            Trigger::Found
        }
    };
    Veto {
        id: text(it, "id", faults),
        zh: text(it, "zh", faults),
        en: text(it, "en", faults),
        on: it.flag("on", faults),
        trigger,
        grade: it.text("grade", faults).map(|it| it.value),
        basis: place.basis(it, faults),
    }
}

fn consequence(it: &mut Table, place: &Place<'_>, faults: &mut Faults<'_>) -> Consequence {
    let days = it.text("days", faults);
    if let Some(days) = days.as_ref()
        && place.packs.parameter_unit(&days.value) != Some(Unit::Days)
    {
        faults.at(days.line, format!("days 写一个以天计的参数，没有 {}", days.value));
    }
    Consequence {
        id: text(it, "id", faults),
        zh: text(it, "zh", faults),
        en: text(it, "en", faults),
        grades: texts(it, "grades", faults),
        vetoes: texts(it, "vetoes", faults),
        days: days.map(|it| it.value),
        basis: place.basis(it, faults),
    }
}

/// A text that must be there.
pub(crate) fn text(it: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> String {
    it.required_text(key, faults).map(|it| it.value).unwrap_or_default()
}

/// A list of texts; missing is empty.
pub(crate) fn texts(it: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Vec<String> {
    let Some(Lined { line, value }) = it.take(key) else { return Vec::new() };
    let Item::List(all) = value else {
        faults.at(line, format!("{key} 应是一列，写作 [ … ]"));
        return Vec::new();
    };
    let mut found = Vec::new();
    for it in all {
        match it.value {
            Item::Text(text) => found.push(text),
            _ => faults.at(it.line, format!("{key} 里应是文字，请加引号")),
        }
    }
    found
}

/// A decimal that may be missing.
pub(crate) fn amount(it: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Option<Amount> {
    let Lined { line, value } = it.take(key)?;
    let found = match value {
        Item::Number(text) => Amount::parse(&text),
        _ => None,
    };
    if found.is_none() {
        faults.at(line, format!("{key} 应是小数，不加引号，小数点后最多六位"));
    }
    found
}

/// A decimal that must be there.
pub(crate) fn required_amount(
    it: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
) -> Amount {
    it.require(key, faults).then(|| amount(it, key, faults)).flatten().unwrap_or_default()
}

/// A whole number that may be missing.
pub(crate) fn whole(it: &mut Table, key: &'static str, faults: &mut Faults<'_>) -> Option<usize> {
    let Lined { line, value } = it.take(key)?;
    let found = match value {
        Item::Number(text) => text.parse().ok(),
        _ => None,
    };
    if found.is_none() {
        faults.at(line, format!("{key} 应是0或正整数，不加引号"));
    }
    found
}

impl Place<'_> {
    /// `basis` and `note`: a document the pack may cite and a place in it, or `default`.
    pub(crate) fn basis(&self, table: &mut Table, faults: &mut Faults<'_>) -> Basis {
        self.packs.basis(self.region, table, faults)
    }
}
