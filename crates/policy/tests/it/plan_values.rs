//! The shipped packs against the documents: a table of values, each with the words it comes from.
//!
//! `plan_values.csv` names region, day, parameter and the value as `policy show` prints it, with
//! the document, the place in it and a short quotation. Where the documents lie beside the
//! checkout, the quotation must stand in them, and figures that are in the machine-readable tables
//! there must be equal to those.

use std::{collections::BTreeMap, fs, path::PathBuf};

use crate::{fixture::day, shipped::packs};

struct Row {
    region: String,
    on: String,
    parameter: String,
    value: String,
    seed: String,
    quote: String,
    indicator: String,
}

/// Fields between commas; a field in quotation marks may hold commas and doubled marks.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let last = fields.len() - 1;
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                fields[last].push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields[last].push(letter),
        }
    }
    fields
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string("tests/plan_values.csv").expect("the table of values");
    text.lines()
        .skip(1)
        .map(|line| {
            let mut it = fields(line).into_iter();
            let mut next = || it.next().unwrap_or_else(|| panic!("a short row: {line}"));
            let (region, on, parameter, value, seed) = (next(), next(), next(), next(), next());
            let _place = next();
            Row { region, on, parameter, value, seed, quote: next(), indicator: next() }
        })
        .collect()
}

/// The folder with the documents, when it is there.
fn shared() -> Option<PathBuf> {
    let folder = PathBuf::from("../../../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("the documents are not beside this checkout: skipped");
    None
}

#[test]
fn the_packs_give_the_values_of_the_documents() {
    let packs = packs();
    let rows = rows();
    let mut wrong = Vec::new();
    for row in &rows {
        let found = packs.parameter(&row.parameter, &row.region, day(&row.on));
        let shown = found.as_ref().map_or_else(|| "无".to_owned(), |it| it.show());
        if shown != row.value {
            wrong.push(format!(
                "{} {} {}: {shown}, not {}",
                row.region, row.on, row.parameter, row.value
            ));
        }
        assert!(!found.is_some_and(|it| it.is_default), "{} is a default", row.parameter);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows.len() >= 120, "only {} values", rows.len());
    for region in ["53", "5329", "532327", "52", "51"] {
        let days: std::collections::BTreeSet<&str> =
            rows.iter().filter(|it| it.region == region).map(|it| it.on.as_str()).collect();
        assert!(days.len() >= 4, "{region} only on {days:?}");
    }
}

#[test]
fn the_words_quoted_stand_in_the_documents() {
    let Some(shared) = shared() else { return };
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let mut seeds = BTreeMap::new();
    for entry in fs::read_dir(shared.join("seeds")).expect("the documents") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        let text = fs::read_to_string(&path).expect("a document");
        seeds.insert(name.chars().take(3).collect::<String>(), squeezed(&text));
    }
    for row in rows() {
        let text = seeds.get(&row.seed).unwrap_or_else(|| panic!("no document {}", row.seed));
        assert!(text.contains(&squeezed(&row.quote)), "{}: {}", row.seed, row.quote);
        assert!(row.quote.chars().count() <= 40, "quote less: {}", row.quote);
    }
}

/// The value in the plainest unit: 万 and 亿 multiplied out, the unit dropped.
fn plain(value: &str) -> f64 {
    let number: String =
        value.chars().take_while(|it| it.is_ascii_digit() || matches!(it, '.' | '-')).collect();
    number.parse().unwrap_or_else(|_| panic!("no number in {value}"))
}

fn scale(unit: &str) -> f64 {
    match unit.chars().next() {
        Some('万') => 1e4,
        Some('亿') => 1e8,
        _ => 1.0,
    }
}

#[test]
fn figures_of_the_machine_readable_tables_are_the_same() {
    let Some(shared) = shared() else { return };
    let text = fs::read_to_string(shared.join("data/plan_indicators.csv")).expect("indicators");
    let indicators: Vec<Vec<String>> = text.lines().skip(1).map(fields).collect();
    let text = fs::read_to_string(shared.join("data/investment_plan.csv")).expect("investments");
    let investments: Vec<Vec<String>> = text.lines().skip(1).map(fields).collect();
    let mut compared = 0;
    for row in rows().iter().filter(|it| !it.indicator.is_empty() && it.value != "无") {
        let value = plain(&row.value);
        if let Some(item) = row.indicator.strip_prefix("investment:") {
            let line = investments.iter().find(|it| it[5] == item);
            let line = line.unwrap_or_else(|| panic!("no investment {item}"));
            assert!((plain(&line[6]) * 1e4 - value).abs() < 0.5, "{item}: {value}");
            compared += 1;
            continue;
        }
        let name = row.indicator.trim_end_matches(":baseline");
        let code = format!("{:0<6}", row.region);
        let mut candidates =
            indicators.iter().filter(|it| it[0] == code && it[3] == name).peekable();
        assert!(candidates.peek().is_some(), "{code} has no indicator {name}");
        let year = &row.on[..4];
        let is_baseline = row.parameter.starts_with("baseline.") || row.indicator.contains(':');
        let figure = |it: &Vec<String>| {
            let column = if is_baseline || it[8].is_empty() { 6 } else { 8 };
            it[column].parse::<f64>().ok().map(|number| number * scale(&it[4]))
        };
        // Several years of one indicator: the one of this year, else any.
        let lines: Vec<&Vec<String>> = candidates.collect();
        let of_year: Vec<&&Vec<String>> = lines.iter().filter(|it| it[7] == year).collect();
        let same = |it: &Vec<String>| figure(it).is_some_and(|it| (it - value).abs() < 0.005);
        let holds = match (is_baseline, of_year.is_empty()) {
            (false, false) => of_year.iter().any(|it| same(it)),
            _ => lines.iter().any(|it| same(it)),
        };
        assert!(holds, "{} {} {name}: {value} is not in {lines:?}", row.region, row.on);
        compared += 1;
    }
    assert!(compared >= 120, "only {compared} figures compared");
}
