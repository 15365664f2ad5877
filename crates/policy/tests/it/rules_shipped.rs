//! The rules of this repository: how many, over which risks, and that each has its cases.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use policy::{Effect, Risk};

use crate::{
    fixture::day,
    shipped::{packs, root},
};

#[test]
fn there_are_at_least_eighty_rules_over_every_risk() {
    let packs = packs();
    let yongren = packs.rules_for("532327", day("2023-10-31"));
    assert!(yongren.len() >= 80, "only {} rules for Yongren", yongren.len());
    let raised: BTreeSet<_> = yongren.iter().map(|it| it.raises).collect();
    for risk in Risk::ALL {
        assert!(risk == Risk::Other || raised.contains(&Some(risk)), "no rule raises {risk:?}");
    }
    let relative = |it: &&policy::CompiledRule| {
        it.all.iter().chain(&it.any).any(|it| {
            it.parameter.as_ref().is_some_and(|it| {
                it.times.is_some()
                    || matches!(
                        it.name.as_str(),
                        "income.monitoring_line" | "income.disposable_last_year"
                    )
            })
        })
    };
    assert!(yongren.iter().filter(relative).count() >= 20, "few relative thresholds");
}

#[test]
fn every_rule_has_a_case_in_which_nobody_can_tell() {
    for (path, _) in files("rules") {
        let cases = path.replacen("/rules/", "/cases/", 1);
        let text = fs::read_to_string(root().join("packs").join(&cases)).expect("cases");
        let rule = fs::read_to_string(root().join("packs").join(&path)).expect("a rule");
        if rule.contains("\noff ") || rule.starts_with("off ") {
            continue;
        }
        let table: toml::Table = text.parse().expect("cases are TOML");
        let all = table["case"].as_array().expect("a list");
        let fires = |wanted: &toml::Value| all.iter().any(|it| it.get("fires") == Some(wanted));
        assert!(fires(&toml::Value::Boolean(true)), "{cases} has no case that fires");
        assert!(fires(&toml::Value::Boolean(false)), "{cases} has no case that does not");
        assert!(fires(&toml::Value::from("unknown")), "{cases} has no case that is unknown");
    }
}

/// Reasons not to take a family in ask for an explanation; they never raise and never exclude.
#[test]
fn exclusion_rules_only_ask() {
    let packs = packs();
    for region in ["", "53", "5329", "532327", "52", "51"] {
        let rules = packs.rules_for(region, day("2023-10-31"));
        let exclusion: Vec<_> = rules.iter().filter(|it| it.id.starts_with("R9")).collect();
        assert!(exclusion.len() >= 11, "{region:?}: {}", exclusion.len());
        for rule in exclusion {
            assert_eq!((rule.effect, rule.raises), (Effect::Watch, None), "{}", rule.id);
            assert!(rule.priority >= 7, "{} comes late", rule.id);
            assert!(rule.note.is_some(), "{} says what is not known of the list", rule.id);
        }
    }
}

/// `packs/README.md` lists the rules by which Yunnan raises clues.
#[test]
fn the_readme_lists_the_rules_that_raise_clues_in_yunnan() {
    let packs = packs();
    let rules = packs.rules_for("53", day("2023-10-31")).into_iter();
    let raising: BTreeMap<String, String> =
        rules.filter(|it| it.effect == Effect::Clue).map(|it| (it.id, it.signal)).collect();
    let text = fs::read_to_string(root().join("packs/README.md")).expect("a page");
    let table = text.split("| 生成线索的规则 |").nth(1).expect("the table");
    let rows = table.lines().skip(2).take_while(|it| it.starts_with('|'));
    let listed: BTreeMap<String, String> = rows
        .map(|it| {
            let cells: Vec<&str> = it.split('|').map(str::trim).collect();
            (cells[1].to_owned(), cells[2].trim_matches('`').to_owned())
        })
        .collect();
    assert_eq!(listed, raising);
    assert!(text.contains(&format!("只有 {} 条规则生成线索", raising.len())), "{}", raising.len());
}

#[test]
fn guizhou_and_sichuan_raise_clues_by_their_own_documents() {
    let packs = packs();
    // A confirmed dropout of the ledger is one everywhere.
    let clues = |region: &str, on: &str| -> BTreeMap<String, String> {
        let rules = packs.rules_for(region, day(on)).into_iter();
        let own = rules.filter(|it| it.effect == Effect::Clue && it.signal != "dropout_ledger");
        own.map(|it| (it.signal, it.pack)).collect()
    };
    let guizhou = clues("522729", "2023-10-31");
    assert!(guizhou.values().all(|it| it == "cn-52"), "{guizhou:?}");
    assert!(guizhou.contains_key("school_cost"), "schooling is a cause in Guizhou only");
    let sichuan = clues("513401", "2023-10-31");
    assert!(sichuan.values().all(|it| it == "cn-51"), "{sichuan:?}");
    assert!(sichuan.contains_key("eliminated_low"), "Sichuan visits again");
    assert!(clues("513401", "2021-05-26").is_empty(), "before the opinions");
    let line = |on: &str| {
        let rules = packs.rules_for("522729", day(on));
        let rule = rules.iter().find(|it| it.signal == "low_income").expect("the rule");
        rule.all.iter().find_map(|it| it.parameter.as_ref()).map(|it| (it.value, it.is_default))
    };
    assert_eq!(line("2022-06-30"), Some((600_000, true)), "the floor of the nation");
    assert_eq!(line("2023-06-30"), Some((730_000, false)));
    assert_eq!(line("2025-06-30"), Some((730_000, true)));
}

/// A value that the pack above gives as well would stay behind when that one changes.
#[test]
fn nothing_is_copied_down() {
    let packs = packs();
    for (path, text) in files("parameters") {
        let mut parts = path.split('/');
        let (pack, topic) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
        let Some(region) = pack.strip_prefix("cn-") else { continue };
        let above = match region.len() {
            6 | 4 => &region[..2],
            _ => "",
        };
        let table: toml::Table = text.parse().expect("TOML");
        for (key, parameter) in &table {
            let name = format!("{}.{key}", topic.trim_end_matches(".toml"));
            for value in parameter["values"].as_array().expect("values") {
                let from = value["from"].as_str().expect("a day");
                let here = packs.parameter(&name, region, day(from)).expect("a value");
                let there = packs.parameter(&name, above, day(from));
                // What a plan states itself may stand beside a figure known from field notes only.
                let same = there.is_some_and(|it| {
                    (it.value, &it.text, it.is_default) == (here.value, &here.text, here.is_default)
                        && (here.is_default || !it.basis.starts_with("业务调研记录"))
                });
                assert!(!same, "{pack} repeats {name} of {from}");
            }
        }
    }
}

/// Path below the packs and text of every file of a folder name.
fn files(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for pack in fs::read_dir(root().join("packs")).expect("the packs") {
        let pack = pack.expect("an entry").path();
        let Ok(entries) = fs::read_dir(pack.join(folder)) else { continue };
        for entry in entries {
            let path = entry.expect("an entry").path();
            let below = path.strip_prefix(root().join("packs")).expect("below the packs");
            let text = fs::read_to_string(&path).expect("a file");
            files.push((below.display().to_string(), text));
        }
    }
    files.sort();
    files
}
