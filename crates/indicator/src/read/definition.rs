//! `indicators/*.toml`: one table an indicator.

use chrono::NaiveDate;
use lake::expression::{Expression, Input, Kind};
use policy::{
    Faults, Subject, Unit, suggest,
    table::{Item, Lined, Table},
};

use super::{Place, counted};
use crate::{
    definition::{Aggregate, Indicator, Measure, Path},
    indicators::Indicators,
};

/// What an indicator may be counted in.
const UNITS: [Unit; 9] = [
    Unit::Yuan,
    Unit::Percent,
    Unit::Persons,
    Unit::Households,
    Unit::Count,
    Unit::Mu,
    Unit::Kilometres,
    Unit::Days,
    Unit::Months,
];

pub(super) fn indicators(
    mut top: Table,
    place: &Place<'_>,
    found: &mut Indicators,
    faults: &mut Faults<'_>,
) {
    for (id, Lined { line, value }) in top.take_all() {
        let Item::Table(mut it) = value else {
            faults.at(line, format!("{id} 应写成一段 [{id}]"));
            continue;
        };
        found.indicators.extend(indicator(&id, line, &mut it, place, faults));
        it.finish(faults);
    }
}

fn indicator(
    id: &str,
    line: u32,
    it: &mut Table,
    place: &Place<'_>,
    faults: &mut Faults<'_>,
) -> Option<Indicator> {
    if !id.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_') {
        faults.at(line, format!("指标 {id} 的标识只用小写英文字母、数字和下划线"));
    }
    let zh = it.required_text("zh", faults);
    let en = it.required_text("en", faults);
    let unit = it.required_text("unit", faults);
    let from = it.required_date("from", faults).map(|it| it.value);
    let basis = place.basis(it, faults);
    let path = match it.text("path", faults) {
        None => Path::Linear,
        Some(text) if text.value == "linear" => Path::Linear,
        Some(text) if text.value == "compound" => Path::Compound,
        Some(text) => {
            faults.at(text.line, "path 只能写 linear 或 compound");
            Path::Linear
        }
    };
    let unit = unit.and_then(|text| {
        let found = Unit::from_name(&text.value).filter(|it| UNITS.contains(it));
        if found.is_none() {
            let known: Vec<&str> = UNITS.iter().map(|it| it.name()).collect();
            faults.at(text.line, format!("指标的单位可用：{}", known.join("、")));
        }
        found
    });
    let measure = if it.flag("reported", faults) {
        Some(Measure::Reported)
    } else if it.has("ledger") {
        ledger(it, unit, place, faults)
    } else if it.has("cases") || it.has("clues") {
        counted::counted(it, line, unit, faults).map(Measure::Counted)
    } else {
        households(it, line, unit, from, place, faults)
    };
    Some(Indicator {
        id: id.to_owned(),
        zh: zh?.value,
        en: en?.value,
        unit: unit?,
        measure: measure?,
        path,
        from: from?,
        basis,
        pack: place.file.pack.clone(),
        region: place.file.region.clone(),
        file: place.file.path.clone(),
        line,
    })
}

fn ledger(
    it: &mut Table,
    unit: Option<Unit>,
    place: &Place<'_>,
    faults: &mut Faults<'_>,
) -> Option<Measure> {
    let ledger = it.required_text("ledger", faults);
    let figure = it.required_text("figure", faults);
    let per = it.text("per_figure", faults);
    let (ledger, figure) = (ledger?, figure?);
    let here = |of: &str| place.file.region.starts_with(of);
    let known = |name: &str| {
        let all = place.outside.figures.iter();
        let mut all = all.filter(|(of, in_ledger, ..)| here(of) && *in_ledger == ledger.value);
        all.find(|(_, _, figure, _)| figure == name).map(|(.., unit)| unit.written())
    };
    let mut of_figure = |name: &Lined<String>| {
        let found = known(&name.value);
        if found.is_none() {
            let all = place.outside.figures.iter().filter(|(of, ..)| here(of));
            let names: Vec<&str> = all
                .filter(|(_, in_ledger, ..)| *in_ledger == ledger.value)
                .map(|(_, _, figure, _)| figure.as_str())
                .collect();
            let hint = suggest::hint(&name.value, names.iter().copied());
            let (ledger, name_text) = (&ledger.value, &name.value);
            faults.at(name.line, format!("台账 {ledger} 没有指标数 {name_text}{hint}"));
        }
        found
    };
    let above = of_figure(&figure)?;
    let below = match &per {
        None => None,
        Some(it) => Some(of_figure(it)?),
    };
    let comes_to = match below {
        None => above,
        Some(below) if below == above => Unit::Percent,
        Some(_) => {
            faults.at(figure.line, "figure 与 per_figure 的单位不同，不能相除");
            return None;
        }
    };
    if let Some(unit) = unit.filter(|it| *it != comes_to) {
        faults.at(
            figure.line,
            format!("台账给出的是{}，指标写的是{}，请改 unit", comes_to.zh(), unit.zh()),
        );
    }
    let per = per.map(|it| it.value);
    let below = it.flag("below", faults);
    Some(Measure::Ledger { ledger: ledger.value, figure: figure.value, per, below })
}

fn households(
    it: &mut Table,
    line: u32,
    unit: Option<Unit>,
    from: Option<NaiveDate>,
    place: &Place<'_>,
    faults: &mut Faults<'_>,
) -> Option<Measure> {
    let parameters = parameters(it, from, place, faults);
    let known = inputs(&parameters, place);
    let population = it.text("population", faults);
    let population_text = population.as_ref().map(|it| it.value.clone());
    let population = population.map(|text| condition(&text, &known, faults));
    let count = it.flag("count", faults);
    let sum = it.text("sum", faults);
    let share = it.text("share", faults);
    let mean = it.text("mean", faults);
    let value = it.text("value", faults);
    let per = it.text("per", faults);
    let given = usize::from(count)
        + [&sum, &share, &mean, &value].into_iter().filter(|it| it.is_some()).count();
    if given != 1 || value.is_some() != per.is_some() {
        faults.at(
            line,
            "指标要写一种算法：ledger、cases、clues、reported、count、sum、share、mean，或 value 和 per",
        );
        return None;
    }
    let mut value_of = |text: Lined<String>| Some((numeric(&text, &known, faults)?, text.value));
    let aggregate = match (sum, mean, value, per) {
        (Some(it), ..) => value_of(it).map(|(it, text)| Aggregate::Sum(it, text)),
        (_, Some(it), ..) => value_of(it).map(|(it, text)| Aggregate::Mean(it, text)),
        (.., Some(value), Some(per)) => {
            let (above, below) = (value_of(value), value_of(per));
            let ((value, value_text), (per, per_text)) = (above?, below?);
            Some(Aggregate::Ratio { value, value_text, per, per_text })
        }
        _ => match share {
            None => Some(Aggregate::Count),
            Some(text) => {
                condition(&text, &known, faults).map(|it| Aggregate::Share(it, text.value))
            }
        },
    }?;
    let population = match population {
        None => None,
        Some(it) => Some(it?),
    };
    if let Some(unit) = unit {
        unit_fits(&aggregate, unit, line, place, faults);
    }
    Some(Measure::Households {
        population,
        population_text,
        aggregate: Box::new(aggregate),
        parameters,
    })
}

/// A sum of fen is money, a share is a share; what a formula makes of several units is not known.
fn unit_fits(
    aggregate: &Aggregate,
    unit: Unit,
    line: u32,
    place: &Place<'_>,
    faults: &mut Faults<'_>,
) {
    let named = |it: &Expression| {
        let mut units =
            it.inputs.iter().filter_map(|it| place.outside.facts.get(it)).map(|it| it.unit);
        units.any(|it| it == Unit::Fen)
    };
    let wanted = match aggregate {
        Aggregate::Count => (unit == Unit::Households).then_some(()),
        Aggregate::Share(..) => (unit == Unit::Percent).then_some(()),
        Aggregate::Sum(it, _) | Aggregate::Mean(it, _) if named(it) => {
            (unit == Unit::Yuan || unit == Unit::Persons || unit == Unit::Households).then_some(())
        }
        Aggregate::Sum(..) | Aggregate::Mean(..) => {
            (!matches!(unit, Unit::Yuan | Unit::Percent)).then_some(())
        }
        Aggregate::Ratio { value, per, .. } => match (named(value), named(per)) {
            (true, false) => matches!(unit, Unit::Yuan | Unit::Percent).then_some(()),
            (false, false) => (unit != Unit::Yuan).then_some(()),
            (_, true) => (unit == Unit::Percent).then_some(()),
        },
    };
    if wanted.is_none() {
        faults.at(line, format!("这样算出来的不是{}，请改 unit 或算法", unit.zh()));
    }
}

fn parameters(
    it: &mut Table,
    from: Option<NaiveDate>,
    place: &Place<'_>,
    faults: &mut Faults<'_>,
) -> Vec<(String, String)> {
    let Some(mut table) = it.table("parameters", faults) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, Lined { line, value }) in table.take_all() {
        let Item::Text(parameter) = value else {
            faults.at(line, "参数写作 名称 = \"主题.键\"");
            continue;
        };
        let packs = place.outside.packs;
        let value = from.map(|on| packs.parameter(&parameter, &place.file.region, on));
        match value {
            Some(Some(it)) if it.text.is_none() => found.push((name, parameter)),
            Some(Some(_)) => faults.at(line, format!("{parameter} 是文字，不能参加计算")),
            Some(None) => faults.at(
                line,
                format!("{parameter} 从指标的 from 起没有值；请写进 parameters/，或改 from"),
            ),
            None => {}
        }
    }
    found
}

/// Facts of households and the parameters of the indicator.
fn inputs(parameters: &[(String, String)], place: &Place<'_>) -> Vec<Input> {
    let packs = place.outside.packs;
    let facts = place.outside.facts.iter().filter(|(_, it)| it.subject == Subject::Household);
    let facts = facts
        .map(|(name, it)| Input { name: name.clone(), kind: Kind::of_unit(it.unit, &it.codes) });
    let own = parameters.iter().map(|(name, parameter)| Input {
        name: name.clone(),
        kind: packs
            .parameter_unit(parameter)
            .map_or(Kind::Number, |unit| Kind::of_unit(unit.stored(), &[])),
    });
    facts.chain(own).collect()
}

fn condition(text: &Lined<String>, known: &[Input], faults: &mut Faults<'_>) -> Option<Expression> {
    let parsed = Expression::parse_condition(&text.value, known);
    figures_are_parameters(text, faults);
    parsed.map_err(|error| faults.at(text.line, error.to_string())).ok()
}

fn numeric(text: &Lined<String>, known: &[Input], faults: &mut Faults<'_>) -> Option<Expression> {
    figures_are_parameters(text, faults);
    match Expression::parse(&text.value, known) {
        Ok(it) if it.kind == Kind::Number => Some(it),
        Ok(_) => {
            faults.at(text.line, format!("式子“{}”算出来的不是数", text.value));
            None
        }
        Err(error) => {
            faults.at(text.line, error.to_string());
            None
        }
    }
}

/// A formula holds no figure of its own but 0 and 1: others have a date and a document.
fn figures_are_parameters(text: &Lined<String>, faults: &mut Faults<'_>) {
    let words = text.value.split(|it: char| !it.is_alphanumeric() && it != '_' && it != '.');
    let figure = words
        .filter(|it| it.starts_with(|first: char| first.is_ascii_digit()))
        .find(|it| !matches!(*it, "0" | "1"));
    if let Some(figure) = figure {
        faults.at(
            text.line,
            format!("式子里的数只用 0 和 1；{figure} 请写成参数，用 parameters 引用"),
        );
    }
}
