//! `targets/*.toml`: the lines of a plan, and the words that stand for numbers.

use policy::{
    Faults,
    table::{Item, Lined, Table},
};

use super::{Place, list, number};
use crate::{
    amount::Amount,
    growth::annual_growth,
    indicators::Indicators,
    printed_unit::PrintedUnit,
    target::{
        Baseline, Cascade, Comparator, Due, Growth, Nature, Target, TargetGroup, Wanted, Word,
    },
};

/// `targets/words.toml`.
pub(super) fn words(mut top: Table, found: &mut Indicators, faults: &mut Faults<'_>) {
    if let Some(mut words) = top.table("words", faults) {
        for (word, Lined { line, value }) in words.take_all() {
            let Item::Table(mut it) = value else {
                faults.at(line, format!("{word} 应写成一段 [words.\"{word}\"]"));
                continue;
            };
            let means = it.required_text("means", faults);
            let unit = it.text("unit", faults);
            let comparator = it.required_text("comparator", faults);
            let zh = it.required_text("zh", faults);
            let en = it.required_text("en", faults);
            it.finish(faults);
            let means = means.and_then(|it| amount(&it, faults));
            let unit = unit.and_then(|it| printed(&it, faults));
            let comparator = comparator.and_then(|it| compared(&it, faults));
            let (Some(means), Some(comparator), Some(zh), Some(en)) = (means, comparator, zh, en)
            else {
                continue;
            };
            let (zh, en) = (zh.value, en.value);
            let it = Word { word: word.clone(), means, unit, comparator, zh, en };
            found.words.insert(word, it);
        }
    }
    top.finish(faults);
}

pub(super) fn targets(
    mut top: Table,
    place: &Place<'_>,
    found: &mut Indicators,
    faults: &mut Faults<'_>,
) {
    for mut it in top.tables("groups", faults) {
        let id = it.required_text("id", faults);
        let item = it.text("item", faults).map(|it| it.value);
        let zh = it.required_text("zh", faults);
        let en = it.required_text("en", faults);
        it.finish(faults);
        let (Some(id), Some(zh), Some(en)) = (id, zh, en) else { continue };
        let (id, zh, en) = (id.value, zh.value, en.value);
        found.groups.push(TargetGroup { id, item, zh, en, region: place.file.region.clone() });
    }
    for mut it in top.tables("targets", faults) {
        if let Some(target) = target(&mut it, place, found, faults) {
            found.targets.push(target);
        }
        it.finish(faults);
    }
    top.finish(faults);
}

fn target(
    it: &mut Table,
    place: &Place<'_>,
    found: &Indicators,
    faults: &mut Faults<'_>,
) -> Option<Target> {
    let line = it.line;
    let id = it.required_text("id", faults);
    let zh = it.required_text("zh", faults);
    let en = it.required_text("en", faults);
    let indicator = it.text("indicator", faults);
    let series = it.text("series", faults);
    let unit = match it.text("unit", faults) {
        Some(text) => printed(&text, faults),
        None => PrintedUnit::of(""),
    };
    let item = it.text("item", faults).map(|it| it.value);
    let parent = it.text("parent", faults).map(|it| it.value);
    let baseline = baseline(it, found, faults);
    let due = due(it, faults);
    let comparator = it.text("comparator", faults).and_then(|it| compared(&it, faults));
    let firmness = it.text("firmness", faults).map(|it| it.value);
    let nature = nature(it, faults);
    let growth = it.table("growth", faults).and_then(|it| growth(it, due?, faults));
    let upper = upper(it, faults);
    let oddities = list(it, "oddities", faults).iter().filter_map(|it| it.parse().ok()).collect();
    let (value_text, wanted) = wanted(it, found, faults);
    let source = it.required_text("source", faults);
    let (document, chapter) = source.as_ref().map(|it| parts(&it.value, place)).unwrap_or_default();
    let source = source.map(|it| place.cited(&it, faults));
    if wanted != Some(Wanted::Nothing) && comparator.is_none() {
        faults.at(line, "有目标就要写 comparator：=、>=、>、<=、<");
    }
    if wanted == Some(Wanted::Nothing) && baseline.is_none() {
        faults.at(line, "基期和目标都没有，请写 baseline 或 value");
    }
    let unit = unit?;
    let (measure, is_measured) = match (indicator, series) {
        (Some(it), None) => {
            let region = &place.file.region;
            match found.get(region, &it.value) {
                None => faults.at(it.line, format!("没有指标 {}", it.value)),
                Some(indicator) => {
                    let of_word = match &wanted {
                        Some(Wanted::Word(word)) => word.unit,
                        _ => None,
                    };
                    let printed = [Some(unit), of_word].into_iter().flatten();
                    let printed = printed.filter(|it| !it.zh.is_empty());
                    for it_unit in printed.filter(|it| it.unit != Some(indicator.unit)) {
                        faults.at(
                            it.line,
                            format!(
                                "目标的单位是{}，指标 {} 的单位是{}，对不上",
                                it_unit.zh,
                                it.value,
                                indicator.unit.zh()
                            ),
                        );
                    }
                }
            }
            (it.value, true)
        }
        (None, Some(it)) => (it.value, false),
        _ => {
            faults.at(
                line,
                "请写 indicator（由哪个指标衡量）或 series（由人登记的一列数），只写一个",
            );
            return None;
        }
    };
    Some(Target {
        id: id?.value,
        zh: zh?.value,
        en: en?.value,
        measure,
        is_measured,
        unit,
        item,
        parent,
        baseline,
        due: due?,
        value_text,
        wanted: wanted?,
        comparator,
        firmness,
        nature: nature?,
        growth,
        upper,
        oddities,
        source: source?,
        document,
        chapter,
        region: place.file.region.clone(),
        file: place.file.path.clone(),
        line,
    })
}

/// The title and the chapter of a source written `键 章节`.
fn parts(source: &str, place: &Place<'_>) -> (String, String) {
    let (key, at) = source.split_once(char::is_whitespace).unwrap_or((source, ""));
    let title = place.outside.packs.document_zh(&place.file.region, key).unwrap_or_default();
    let chapter = match at.trim().split_once('章') {
        Some((number, _)) if number.starts_with('第') => format!("{number}章"),
        _ => at.trim().to_owned(),
    };
    (title, chapter)
}

fn baseline(it: &mut Table, found: &Indicators, faults: &mut Faults<'_>) -> Option<Baseline> {
    let year = number(it, "baseline_year", faults);
    let text = it.text("baseline", faults);
    let Some(text) = text else {
        if let Some(year) = year {
            faults.at(year.line, "写了 baseline_year，没有写 baseline");
        }
        return None;
    };
    let Lined { line, value: text } = text;
    let ratio = text.split_once(':').and_then(|(above, below)| {
        let (above, below) = (Amount::parse(above)?, Amount::parse(below)?);
        Amount::ratio(above.millionths().into(), below.millionths().into())
    });
    let number = Amount::parse(&text).or(ratio);
    let number = number.or_else(|| found.words.get(&text).map(|it| it.means));
    if number.is_none() {
        faults.at(line, format!("基期“{text}”不是数，也不在 words.toml 里"));
    }
    Some(Baseline { year: year.map(|it| it.value), text, number })
}

fn due(it: &mut Table, faults: &mut Faults<'_>) -> Option<Due> {
    let Some(text) = it.text("target", faults) else { return Some(Due::Unstated) };
    let read = match text.value.split_once('-') {
        None => text.value.parse::<i32>().ok().map(Due::Year),
        Some((from, to)) => {
            let years = from.parse::<i32>().ok().zip(to.parse::<i32>().ok());
            years.filter(|(from, to)| from <= to).map(|(from, to)| Due::Each(from, to))
        }
    };
    if read.is_none() {
        faults.at(text.line, "target 写年份，如 \"2025\" 或 \"2021-2025\"");
    }
    read
}

/// What is wanted. The word of a plan stays; what it means is found in the list of words, in
/// another series (`against`), or nowhere (`open_zh`).
fn wanted(
    it: &mut Table,
    found: &Indicators,
    faults: &mut Faults<'_>,
) -> (Option<String>, Option<Wanted>) {
    let against = it.text("against", faults);
    let open_zh = it.text("open_zh", faults);
    let open_en = it.text("open_en", faults);
    let Some(Lined { line, value: text }) = it.text("value", faults) else {
        return (None, Some(Wanted::Nothing));
    };
    let known = Amount::parse(&text).map(Wanted::Number);
    let known = known.or_else(|| found.words.get(&text).cloned().map(Wanted::Word));
    let wanted = match (known, against, open_zh, open_en) {
        (Some(it), None, None, None) => Some(it),
        (None, Some(it), None, None) => Some(Wanted::Against(it.value)),
        (None, None, Some(zh), Some(en)) => Some(Wanted::Open(zh.value, en.value)),
        (None, None, None, None) => {
            faults.at(
                line,
                format!(
                    "“{text}”不是数：请写进 words.toml，或写 against（与哪个指标比），\
                     或写 open_zh、open_en（为什么不能判断）"
                ),
            );
            None
        }
        _ => {
            faults.at(line, "数、against、open_zh 和 open_en 只能有一种");
            None
        }
    };
    (Some(text), wanted)
}

fn growth(mut it: Table, due: Due, faults: &mut Faults<'_>) -> Option<Growth> {
    let line = it.line;
    let of = it.text("of", faults).map(|it| it.value);
    it.require("base_year", faults);
    let base_year = number(&mut it, "base_year", faults);
    let base = it.required_text("base", faults).and_then(|it| amount(&it, faults));
    let end = it.required_text("end", faults).and_then(|it| amount(&it, faults));
    let unit = it.required_text("unit", faults).and_then(|it| printed(&it, faults));
    it.finish(faults);
    let (base_year, base, end, unit) = (base_year?.value, base?, end?, unit?);
    let last = match due {
        Due::Year(it) | Due::Each(_, it) => Some(it),
        Due::Unstated => None,
    };
    let years = last.and_then(|it| u32::try_from(it - base_year).ok());
    let computed = years.and_then(|it| annual_growth(base, end, it));
    if computed.is_none() {
        faults.at(line, "增速算不出来：基期和期末要大于零，目标年份要在基期之后");
    }
    Some(Growth { of, base_year, base, unit, end, computed })
}

fn upper(it: &mut Table, faults: &mut Faults<'_>) -> Option<(String, Cascade)> {
    let upper = it.text("upper", faults);
    let cascade = it.text("cascade", faults);
    let (upper, cascade) = match (upper, cascade) {
        (Some(upper), Some(cascade)) => (upper, cascade),
        (None, None) => return None,
        (Some(it), None) | (None, Some(it)) => {
            faults.at(it.line, "upper 和 cascade 要一起写");
            return None;
        }
    };
    let mode = match cascade.value.as_str() {
        "sum" => Cascade::Sum,
        "compare" => Cascade::Compare,
        _ => {
            faults.at(cascade.line, "cascade 只能写 sum（是其中一部分）或 compare（同一口径）");
            return None;
        }
    };
    Some((upper.value, mode))
}

fn nature(it: &mut Table, faults: &mut Faults<'_>) -> Option<Nature> {
    let Some(text) = it.text("nature", faults) else { return Some(Nature::Unstated) };
    match text.value.as_str() {
        "binding" => Some(Nature::Binding),
        "expected" => Some(Nature::Expected),
        _ => {
            faults.at(
                text.line,
                "nature 只能写 binding（约束性）或 expected（预期性），没有写明就不写",
            );
            None
        }
    }
}

fn printed(text: &Lined<String>, faults: &mut Faults<'_>) -> Option<PrintedUnit> {
    let found = PrintedUnit::of(&text.value);
    if found.is_none() {
        faults.at(text.line, format!("没有单位“{}”，可用：{}", text.value, PrintedUnit::words()));
    }
    found
}

fn compared(text: &Lined<String>, faults: &mut Faults<'_>) -> Option<Comparator> {
    let found = Comparator::of(&text.value);
    if found.is_none() {
        faults.at(text.line, "comparator 只能写 =、>=、>、<=、<");
    }
    found
}

fn amount(text: &Lined<String>, faults: &mut Faults<'_>) -> Option<Amount> {
    let found = Amount::parse(&text.value);
    if found.is_none() {
        faults.at(text.line, format!("“{}”应是小数，小数点后最多六位", text.value));
    }
    found
}
