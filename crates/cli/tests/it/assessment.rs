//! The yearly assessment of an invented county from the command line: the sample of the recorded
//! seed, another seed's, and what a household is asked.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{invented::write_register, support::Office};

const COUNTY: [&str; 2] = ["--region", "532327"];

/// Begins a round with a seed, draws, gives its number and the households to visit in order.
fn drawn(office: &Office, seed: &str) -> (String, Vec<i64>) {
    let open = ["assessment", "open", "--year", "2023", "--month", "2023-10", "--seed", seed];
    let opened = office.json(&[&open[..], &COUNTY].concat());
    let round = opened["round"].as_str().expect("a round").to_owned();
    let sample = office.json(&[&["assessment", "draw", &round][..], &COUNTY].concat());
    assert_eq!((&sample["seed"], &sample["same_as_seed"]), (&seed.into(), &true.into()));
    let rows = sample["rows"].as_array().expect("rows");
    let visited = rows.iter().filter(|it| it["reserve"] == false);
    (round, visited.map(|it| it["household"].as_i64().expect("a number")).collect())
}

#[test]
fn the_recorded_seed_draws_the_same_households_again_and_another_draws_others() {
    let office = Office::new();
    let files = office.folder.path().join("files");
    std::fs::create_dir_all(&files).expect("a folder");
    write_register(&files, 4_000);
    let files = files.to_str().expect("a path");
    office.text(&[&["import", files, "--month", "2023-10", "--yes"][..], &COUNTY].concat());

    let (first, households) = drawn(&office, "2023-永仁");
    let once: BTreeSet<&i64> = households.iter().collect();
    assert_eq!(once.len(), households.len(), "no household twice");
    // 2000 households that are neither lifted out of poverty nor monitored: half a per cent.
    assert_eq!(households.len(), 10);
    let twice = ["assessment", "draw", &first];
    assert!(office.fails(&[&twice[..], &COUNTY].concat()).contains("一轮只抽一次"));
    let void = ["assessment", "void", &first, "--reason", "演示"];
    office.text(&[&void[..], &COUNTY].concat());
    let (second, again) = drawn(&office, "2023-永仁");
    assert_eq!(again, households);
    office.text(&[&["assessment", "void", &second, "--reason", "演示"][..], &COUNTY].concat());
    let (third, other) = drawn(&office, "2024-永仁");
    assert_ne!(other, households);

    // A form on paper, typed in for the assessor who was there.
    let hire = ["accounts", "create", "--role", "assessor", "--login", "lu.assessor"];
    office.text(&[&hire[..], &["--name", "陆评估"], &COUNTY].concat());
    let assign = ["assessment", "assign", &third, "--assessor", "lu.assessor"];
    let given = office.json(&[&assign[..], &COUNTY].concat());
    assert_eq!(given["households"], 10);
    let household = other[0].to_string();
    let form = ["assessment", "survey", &third, "--household", &household, "--assessor"];
    let absent = ["lu.assessor", "--not-met", "--note", "全家外出"];
    let sample = office.json(&[&form[..], &absent, &COUNTY].concat());
    let state = |of: i64| -> Value {
        let rows = sample["rows"].as_array().expect("rows");
        let row = rows.iter().find(|it| it["household"].as_i64() == Some(of));
        row.expect("a row")["state"].clone()
    };
    assert_eq!(state(other[0]), "not_met");
    let waiting = sample["rows"].as_array().expect("rows").iter();
    let waiting = waiting.filter(|it| it["state"] == "waiting").count();
    assert_eq!(waiting, 10, "a household that stood ready takes the place");

    // What nobody scored is open, and nobody closes their own round.
    let evidence = office.json(&[&["assessment", "evidence", &third][..], &COUNTY].concat());
    assert_eq!(evidence["table"]["total"], Value::Null);
    let close = office.fails(&[&["assessment", "close", &third][..], &COUNTY].concat());
    assert!(close.contains("不能是发起这一轮的人"), "{close}");
    println!("{}", office.text(&[&["assessment", "show", &third][..], &COUNTY].concat()));
}
