//! `reports/*.toml`: one file a report.

use kernel::RegionLevel;
use policy::{
    Faults, suggest,
    table::{Lined, Table},
};

use super::{Place, list};
use crate::{
    indicators::Indicators,
    report::{Compared, Report, ReportFigure, ReportLayout, ReportPart, ReportRows, Shown},
};

pub(super) fn report(
    mut top: Table,
    place: &Place<'_>,
    found: &mut Indicators,
    faults: &mut Faults<'_>,
) {
    let line = top.line;
    let file = &place.file.path;
    let id = file.rsplit('/').next().and_then(|it| it.strip_suffix(".toml")).unwrap_or_default();
    let zh = top.required_text("zh", faults);
    let en = top.required_text("en", faults);
    let number = top.text("number", faults).map(|it| it.value);
    let issuer = top.text("issuer", faults);
    let levels = list(&mut top, "levels", faults);
    let print = list(&mut top, "print", faults);
    let leaves_office = top.flag("leaves_office", faults);
    let title = top.required_text("title", faults);
    let unit = top.text("unit", faults).map(|it| it.value);
    let notes = list(&mut top, "notes", faults);
    let parts = top.tables("parts", faults);
    let parts: Vec<ReportPart> = parts.into_iter().filter_map(|it| part(it, faults)).collect();
    let basis = place.basis(&mut top, faults);
    top.finish(faults);

    if levels.is_empty() {
        faults.at(line, "levels 要写给哪几级用，例如 [\"county\", \"township\"]");
    }
    let level = |it: &String| {
        let found = RegionLevel::from_word(it);
        if found.is_none() {
            faults.at(line, format!("levels 没有 {it}"));
        }
        found
    };
    let levels: Vec<RegionLevel> = levels.iter().filter_map(level).collect();
    if print.is_empty() {
        faults.at(line, "print 要写谁可以打印，例如 [\"@county\"]");
    }
    for it in print.iter().filter(|it| !place.outside.roles.contains(*it)) {
        let hint = suggest::hint(it, place.outside.roles.iter().map(String::as_str));
        faults.at(line, format!("没有角色 {it}{hint}"));
    }
    if let Some(it) = &issuer
        && place.outside.packs.parameter_unit(&it.value).is_none()
    {
        faults.at(it.line, format!("issuer 写参数的名称；没有参数 {}", it.value));
    }
    let (Some(zh), Some(en), Some(title)) = (zh, en, title) else { return };
    let layout = ReportLayout { title: title.value, unit, notes, parts };
    for problem in layout.problems(&|it| found.get(&place.file.region, it).is_some()) {
        faults.at(line, problem);
    }
    found.reports.push(Report {
        id: id.to_owned(),
        zh: zh.value,
        en: en.value,
        number,
        issuer: issuer.map(|it| it.value),
        levels,
        print,
        leaves_office,
        layout,
        basis,
        pack: place.file.pack.clone(),
        region: place.file.region.clone(),
        file: file.clone(),
    });
}

fn part(mut it: Table, faults: &mut Faults<'_>) -> Option<ReportPart> {
    let kind = it.required_text("kind", faults);
    let heading = it.text("heading", faults).map(|it| it.value);
    let part = match kind {
        None => None,
        Some(kind) if kind.value == "table" => {
            let rows = it.required_text("rows", faults);
            let total = it.flag("total", faults);
            let figures = figures(&mut it, faults);
            let rows = rows.and_then(|text| one_of(&text, &ROWS, faults));
            rows.map(|rows| ReportPart::Table { heading, rows, total, figures })
        }
        Some(kind) if kind.value == "list" => {
            Some(ReportPart::List { heading, figures: figures(&mut it, faults) })
        }
        Some(kind) if kind.value == "text" => {
            Some(ReportPart::Text { heading, paragraphs: list(&mut it, "paragraphs", faults) })
        }
        Some(kind) => {
            faults.at(kind.line, "kind 可写 table（表格）、list（清单）、text（文字）");
            None
        }
    };
    it.finish(faults);
    part
}

fn figures(it: &mut Table, faults: &mut Faults<'_>) -> Vec<ReportFigure> {
    it.tables("figures", faults).into_iter().filter_map(|it| figure(it, faults)).collect()
}

fn figure(mut it: Table, faults: &mut Faults<'_>) -> Option<ReportFigure> {
    let indicator = it.required_text("indicator", faults).map(|it| it.value);
    let group = it.text("group", faults).map(|it| it.value);
    let label = it.text("label", faults).map(|it| it.value);
    let show = it.text("show", faults).and_then(|text| one_of(&text, &SHOWN, faults));
    let compare = it.text("compare", faults).and_then(|text| one_of(&text, &COMPARED, faults));
    it.finish(faults);
    let show = show.unwrap_or_default();
    Some(ReportFigure { indicator: indicator?, group, label, show, compare })
}

const ROWS: [(&str, ReportRows); 5] = [
    ("below", ReportRows::Below),
    ("prefecture", ReportRows::Prefecture),
    ("county", ReportRows::County),
    ("township", ReportRows::Township),
    ("village", ReportRows::Village),
];

const SHOWN: [(&str, Shown); 3] =
    [("value", Shown::Value), ("change", Shown::Change), ("growth", Shown::Growth)];

const COMPARED: [(&str, Compared); 2] =
    [("previous", Compared::Previous), ("year_before", Compared::YearBefore)];

fn one_of<T: Copy>(
    text: &Lined<String>,
    known: &[(&str, T)],
    faults: &mut Faults<'_>,
) -> Option<T> {
    let found = known.iter().find(|(word, _)| *word == text.value).map(|(_, it)| *it);
    if found.is_none() {
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        faults.at(text.line, format!("{} 应是：{}", text.value, words.join("、")));
    }
    found
}
