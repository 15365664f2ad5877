//! The packs of this repository against the facts of this repository.

use std::{collections::BTreeSet, fs, path::PathBuf};

use policy::{CompiledRule, Effect, FactInfo, FactNames, Packs, Problem, Risk, Subject, Unit};

use crate::fixture::day;

pub fn root() -> PathBuf {
    PathBuf::from("../..")
}

/// Names, units and subjects only; how a fact is computed is no matter of policy.
pub fn facts() -> FactNames {
    let given = ledger::lake_tables(&root().join("packs")).expect("the ledgers");
    let mut texts: Vec<String> = given.facts.into_iter().map(|(_, text)| text).collect();
    for entry in fs::read_dir(root().join("facts")).expect("the folder of facts") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|it| it == "toml") {
            texts.push(fs::read_to_string(&path).expect("a file"));
        }
    }
    let mut names = FactNames::new();
    for text in texts {
        let table: toml::Table = text.parse().expect("facts are TOML");
        for (name, fact) in table {
            let text = |key: &str| fact.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            let unit = Unit::from_name(text("unit")).unwrap_or_else(|| panic!("unit of {name}"));
            let subject = match text("of") {
                "person" => Subject::Person,
                "household" => Subject::Household,
                other => panic!("{name} is of {other}"),
            };
            let info = FactInfo { zh: text("zh").to_owned(), unit, subject, codes: Vec::new() };
            names.insert(name, info);
        }
    }
    names
}

pub fn packs() -> Packs {
    Packs::load(&root().join("packs"), &facts()).expect("the shipped packs are sound")
}

fn rules(region: &str, on: &str) -> Vec<CompiledRule> {
    packs().rules_for(region, day(on))
}

#[test]
fn the_shipped_packs_load_and_every_case_passes() {
    let problems = policy::check(&root().join("packs"), &facts());
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// The twelve thresholds of the sample county, by signal.
#[test]
fn yongren_has_its_twelve_thresholds_in_october_2023() {
    let packs = packs();
    let on = day("2023-10-31");
    let parameters = packs.all_parameters("532327", on);
    let expected = [
        ("med_year", "income.monitoring_line", 870_000),
        ("med_single", "medical.single_stay_line", 600_000),
        ("new_disease", "medical.new_serious_persons", 1),
        ("new_dis_12", "disability.new_severe_persons", 1),
        ("new_dis_34im", "disability.new_intellectual_mental_persons", 1),
        ("dropout", "education.dropout_persons", 1),
        ("house_cd", "housing.dangerous_houses", 1),
        ("water", "water.fault_days", 30),
        ("disaster", "disaster.loss_rows", 1),
        ("job_loss", "employment.jobless_months", 3),
        ("uninsured", "medical.uninsured_persons", 1),
        ("low_income", "income.monitoring_line", 870_000),
    ];
    let rules = packs.rules_for("532327", on);
    for (signal, name, value) in expected {
        let resolved = parameters.iter().find(|it| it.0 == name).map(|it| &it.1);
        let resolved = resolved.unwrap_or_else(|| panic!("no {name}"));
        assert_eq!((resolved.value, resolved.is_default), (value, true), "{name}");
        let rule = rules.iter().find(|it| it.signal == signal);
        let rule = rule.unwrap_or_else(|| panic!("no rule with signal {signal}"));
        assert_eq!(rule.effect, Effect::Clue, "{signal}");
        let mut used = rule.all.iter().filter_map(|it| it.parameter.as_ref());
        assert!(used.any(|it| it.name == name && it.value == value), "{signal} uses {name}");
    }
    let value = |name: &str| packs.parameter(name, "532327", on).map(|it| it.value);
    assert_eq!(value("alarm.village_share"), Some(1_000));
    assert_eq!(value("alarm.township_share"), Some(1_000));
    assert_eq!(value("clue.silence_days"), Some(90));

    let clues: BTreeSet<&str> =
        rules.iter().filter(|it| it.effect == Effect::Clue).map(|it| it.signal.as_str()).collect();
    // What the office's own ledgers say raises the same clues as the departments' lists.
    let of_ledgers = ["dropout_ledger", "water_ledger"];
    // Households a disaster hit that do not recover are looked at again (the plan, chapter 3 §3).
    let of_shocks = ["disaster_not_recovered"];
    let wanted = expected.iter().map(|it| it.0).chain(of_ledgers).chain(of_shocks).collect();
    assert_eq!(clues, wanted, "no other rule raises clues");
}

#[test]
fn there_are_rules_for_every_risk() {
    let all: BTreeSet<String> = ["", "53", "5329", "532327"]
        .iter()
        .flat_map(|region| rules(region, "2023-10-31"))
        .map(|rule| rule.id)
        .collect();
    assert!(all.len() >= 45, "only {} rules", all.len());
    let raised: BTreeSet<Option<Risk>> =
        rules("532327", "2023-10-31").into_iter().map(|rule| rule.raises).collect();
    for risk in Risk::ALL {
        assert!(risk == Risk::Other || raised.contains(&Some(risk)), "no rule raises {risk:?}");
    }
}

#[test]
fn yongren_lies_in_chuxiong_and_takes_nothing_from_dali() {
    let packs = packs();
    let names = |region: &str| -> Vec<String> {
        packs.chain(region).into_iter().map(|it| it.name).collect()
    };
    assert_eq!(names("532327"), ["cn-532327", "cn-53", "cn"]);
    assert_eq!(names("532901"), ["cn-5329", "cn-53", "cn"]);
    let average = |region: &str| {
        packs.parameter("income.exit_average_2020", region, day("2023-10-31")).map(|it| it.value)
    };
    assert_eq!(average("53"), Some(1_072_100));
    assert_eq!(average("5329"), Some(1_073_751));
    assert_eq!(average("532327"), Some(1_057_363));
    assert_eq!(average("52"), None);
}

#[test]
fn each_region_reads_the_zero_employment_rule_in_its_own_words() {
    let facts_of = |region: &str| -> BTreeSet<String> {
        let rules = rules(region, "2023-10-31");
        let rule = rules.iter().find(|it| it.signal == "zero_employment").expect("the rule");
        rule.facts().map(str::to_owned).collect()
    };
    assert!(!facts_of("53").contains("dibao_members"));
    assert!(facts_of("5329").contains("low_income_household"));
    assert!(facts_of("532327").contains("dibao_members"));
}

#[test]
fn no_line_lies_below_the_national_floor() {
    let packs = packs();
    for region in ["", "53", "5329", "532327"] {
        for year in 2021..=2027 {
            let on = day(&format!("{year}-06-30"));
            let value = |name: &str| packs.parameter(name, region, on).map(|it| it.value);
            let (floor, line) = (value("income.national_floor"), value("income.monitoring_line"));
            assert!(floor.is_some() && floor <= line, "{region:?} {year}: {line:?}");
        }
    }
}

#[test]
fn the_line_of_2026_is_marked_as_unconfirmed() {
    let packs = packs();
    let line = |on: &str| packs.parameter("income.monitoring_line", "532327", day(on));
    let found = line("2025-06-30").expect("a line");
    assert_eq!((found.value, found.is_default), (870_000, false));
    let later = line("2026-06-30").expect("a line");
    assert!(later.is_default && later.note.is_some_and(|note| note.contains("未确认")));
    let before = line("2022-06-30").expect("a line");
    assert_eq!((before.value, before.pack.as_str()), (600_000, "cn"));
}

#[test]
fn risks_are_those_of_the_canonical_tables() {
    let text = fs::read_to_string(root().join("feeds/tables.toml")).expect("the tables");
    let tables: toml::Table = text.parse().expect("TOML");
    let listed: Vec<&str> = tables["codes"]["risk"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(toml::Value::as_str)
        .collect();
    assert_eq!(listed, Risk::ALL.map(Risk::code));
}
