//! The sample county, from its department files to its clues, against its truth.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::support::{Office, sample, truth};

/// Rows whose truth lies outside the files: a newborn's number is missing in
/// the police register, so claims under that number wait for a person instead
/// of counting as matched (claims file, rows 23006, 35361, 37968).
const NEWBORN_CLAIMS: i64 = 3;

#[test]
fn the_sample_county_reconciles_and_its_clues_are_those_of_the_truth() {
    let Some(sample) = sample() else { return };
    let office = Office::new();
    let report = office.import(&sample);
    import_agrees(&report, &truth(&sample, "files.csv"));
    quarantine_agrees(&report, &truth(&sample, "quarantine_reasons.csv"));

    let screened = office.screen();
    let expected = truth(&sample, "expected_clues.csv");
    let mut classes: BTreeMap<&str, i64> = BTreeMap::new();
    for it in &expected {
        *classes.entry(&it["expected_class"]).or_default() += 1;
    }
    for (class, count) in classes {
        assert_eq!(screened["classes"][class], count, "{class}");
    }
    clues_agree(&office, &expected);
    alarms_agree(&screened, &truth(&sample, "village_alarms.csv"));

    // Running a month twice changes nothing.
    let before = office.clues();
    let again = office.screen();
    assert_eq!(again["counties"][0]["repeated"], true);
    assert_eq!(again["classes"], screened["classes"]);
    assert_eq!(office.clues(), before);

    // Every number can be opened: file, row, parameter, document.
    let clue = before.iter().find(|it| it["facts"] == "med_single med_year").expect("such a clue");
    let why = office.text(&["explain", &clue["clue"]]);
    for part in ["03_医保局/", "行 ", "income.monitoring_line", "依据"] {
        assert!(why.contains(part), "{part} is missing in\n{why}");
    }
    // No identity number leaves the register.
    let digits = |text: &str| text.split(|it: char| !it.is_ascii_digit()).any(|it| it.len() == 18);
    assert!(!digits(&why), "an identity number in the explanation");
    a_trial_counts_what_a_real_run_counts(&office);
    monitored_are_taken_over(&office, &expected, &truth(&sample, "monitored.csv"));
}

/// The line ten per cent up and down: first tried, then written into a copy of the packs and run.
fn a_trial_counts_what_a_real_run_counts(office: &Office) {
    for (change, line) in [("+10%", "9570"), ("-10%", "7830")] {
        let set = format!("income.monitoring_line={change}");
        let trial = ["simulate", "--region", "532327", "--month", "2023-10", "--set", &set];
        let tried = office.json(&trial);
        let words = tried["changes"].to_string();
        assert!(words.contains(&format!("由8700元改为{line}元")), "{words}");

        let packs = office.folder.path().join(format!("packs{line}"));
        copy(&office.home().join("definitions/packs"), &packs);
        // In the county's own pack: the province's has cases that stand on its line.
        let income = packs.join("cn-532327/parameters/income.toml");
        let own = format!(
            "{}\n[monitoring_line]\nzh = \"监测线\"\nunit = \"yuan\"\n[[monitoring_line.values]]\n\
             from = \"2023-10-31\"\nvalue = {line}\nbasis = \"default\"\nnote = \"试\"\n",
            fs::read_to_string(&income).expect("the county's figures")
        );
        fs::write(&income, own).expect("written");
        let folder = packs.to_string_lossy();
        let real = ["--packs", &folder, "screen", "--region", "532327", "--month", "2023-10"];
        let real = office.json(&real);
        let total = &tried["total"];
        for (class, count) in real["classes"].as_object().expect("classes") {
            let of = |side: &str| total[side]["classes"].get(class).cloned().unwrap_or(0.into());
            assert_eq!(of("tried"), *count, "{change} {class}");
        }
        assert_eq!(total["tried"]["alarms"], real["alarms"].as_array().expect("alarms").len());
        let visits = |side: &str| total[side]["visits"].as_i64().expect("visits");
        let (more, fewer) = (total["more"].as_i64(), total["fewer"].as_i64());
        assert_eq!(visits("tried") - visits("now"), more.expect("more") - fewer.expect("fewer"));
        let is_up = change.starts_with('+');
        assert!(0 < total[if is_up { "more" } else { "fewer" }].as_i64().expect("some"), "{total}");
        office.screen();
    }

    // What a benefit would cost, beside what it costs.
    let set = "medical_aid.out_of_poverty_premium_aid=+10%";
    let tried =
        office.json(&["simulate", "--region", "532327", "--month", "2023-10", "--set", set]);
    let aid = &tried["benefits"][0];
    assert_eq!(aid["benefit"], "medical_premium_aid", "{}", tried["benefits"]);
    let county = office.json(&["benefits", "county", "--region", "532327", "--month", "2023-10"]);
    let counted = county["benefits"].as_array().expect("benefits").iter();
    let counted = counted.clone().find(|it| it["benefit"] == "medical_premium_aid").expect("it");
    assert_eq!(
        (&aid["entitled_now"], &aid["amount_now"]),
        (&counted["entitled"], &counted["amount"])
    );
    assert_eq!(aid["entitled_now"], aid["entitled_tried"]);
    assert!(aid["amount_now"].as_i64() < aid["amount_tried"].as_i64(), "{aid}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

/// What the national system monitors becomes cases, and new risks join them.
fn monitored_are_taken_over(
    office: &Office,
    clues: &[BTreeMap<String, String>],
    monitored: &[BTreeMap<String, String>],
) {
    let count = |state: &str| monitored.iter().filter(|it| it["state"] == state).count();
    let take_over = ["cases", "take-over", "--region", "532327", "--on", "2023-11-01"];
    let done = office.json(&take_over);
    assert_eq!((&done["already"], &done["without_type"]), (&0.into(), &serde_json::json!([])));
    assert_eq!(done["opened"], count("monitored"));
    assert_eq!(done["ended"], count("eliminated"));
    let again = office.json(&take_over);
    assert_eq!((&again["opened"], &again["already"]), (&0.into(), &monitored.len().into()));

    let dispatch = ["cases", "dispatch", "--region", "532327", "--month", "2023-10"];
    let done = office.json(&[&dispatch[..], &["--on", "2023-11-01"]].concat());
    let of_class = |class: &str| clues.iter().filter(|it| it["expected_class"] == class).count();
    assert_eq!(done["supplements"], of_class("risk_supplement"));
    assert_eq!(done["opened"], of_class("new_clue") + of_class("reopen_review"));
    assert_eq!(office.json(&["audit", "verify"])["fault"], serde_json::Value::Null);
}

fn import_agrees(report: &serde_json::Value, files: &[BTreeMap<String, String>]) {
    let sheets = report["sheets"].as_array().expect("sheets");
    for file in files.iter().filter(|it| it["data_rows"] != "0") {
        let name = (&file["file"], &file["sheet"]);
        let sheet = sheets
            .iter()
            .find(|it| it["file"] == *name.0 && (it["sheet"] == *name.1 || name.1.is_empty()))
            .unwrap_or_else(|| panic!("{name:?} was not read"));
        let newborns = if file["key"] == "claims_a" { NEWBORN_CLAIMS } else { 0 };
        for (ours, theirs, differs) in [
            ("read", "last_row", 0),
            ("data_rows", "data_rows", 0),
            ("stored", "valid_rows", -newborns),
            ("quarantined", "quarantined_rows", newborns),
            ("matched", "matched_rows", -newborns),
            ("review", "review_rows", 0),
            ("unmatched", "unmatched_rows", 0),
            ("candidate", "candidate_rows", newborns),
            ("duplicates", "duplicate_rows", 0),
            ("header_row", "header_row", 0),
        ] {
            let expected: i64 = file[theirs].parse().unwrap_or_default();
            assert_eq!(sheet[ours], expected + differs, "{name:?} {ours}");
        }
    }
    let errors: BTreeSet<(&str, &str)> = report["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .filter_map(|it| Some((it["file"].as_str()?, it["code"].as_str()?)))
        .filter(|(file, _)| file.starts_with("15_"))
        .collect();
    assert_eq!(
        errors,
        BTreeSet::from([
            ("15_其他/新建 XLSX 工作表.xlsx", "file_empty"),
            ("15_其他/空表.xlsx", "file_no_data"),
            ("15_其他/物价补贴发放表（传输中断）.xlsx", "file_truncated"),
        ])
    );
}

fn quarantine_agrees(report: &serde_json::Value, reasons: &[BTreeMap<String, String>]) {
    let mut found: BTreeMap<(String, String), i64> = BTreeMap::new();
    for sheet in report["sheets"].as_array().expect("sheets") {
        for (reason, rows) in sheet["reasons"].as_object().expect("reasons") {
            if reason != "registered_without_number" {
                let file = sheet["file"].as_str().unwrap_or_default().to_owned();
                *found.entry((file, reason.clone())).or_default() +=
                    rows.as_i64().unwrap_or_default();
            }
        }
    }
    let expected: BTreeMap<(String, String), i64> = reasons
        .iter()
        .map(|it| {
            ((it["file"].clone(), it["reason"].clone()), it["rows"].parse().unwrap_or_default())
        })
        .collect();
    assert_eq!(found, expected);
}

fn clues_agree(office: &Office, expected: &[BTreeMap<String, String>]) {
    let words =
        |text: &str| -> BTreeSet<String> { text.split_whitespace().map(str::to_owned).collect() };
    let found: BTreeMap<String, BTreeMap<String, String>> =
        office.clues().into_iter().map(|it| (it["household_no"].clone(), it)).collect();
    for it in expected {
        let clue = found
            .get(&it["household_no"])
            .unwrap_or_else(|| panic!("household {} has no clue", it["household_no"]));
        assert_eq!(clue["class"], it["expected_class"], "{it:?}");
        assert_eq!(words(&clue["facts"]), words(&it["facts_sure"]), "{it:?}");
        assert_eq!(words(&clue["facts_to_confirm"]), words(&it["facts_to_confirm"]), "{it:?}");
        assert_eq!(words(&clue["risks"]), words(&it["risks_not_yet_recorded"]), "{it:?}");
        assert_eq!(clue["village_code"], it["village_code"], "{it:?}");
    }
    let known: BTreeSet<&String> = expected.iter().map(|it| &it["household_no"]).collect();
    let extra: Vec<_> = found.keys().filter(|it| !known.contains(it)).collect();
    assert!(extra.is_empty(), "clues nobody expects: {extra:?}");
}

fn alarms_agree(screened: &serde_json::Value, villages: &[BTreeMap<String, String>]) {
    let raised: BTreeSet<&str> = screened["alarms"]
        .as_array()
        .expect("alarms")
        .iter()
        .filter(|it| it["level"] == "village")
        .filter_map(|it| it["region"].as_str())
        .collect();
    let expected: BTreeSet<&str> = villages
        .iter()
        .filter(|it| it["alarm"] == "yes")
        .map(|it| it["village_code"].as_str())
        .collect();
    assert_eq!(raised, expected);
}
