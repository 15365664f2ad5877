//! Clues of an invented county become cases, and a case is worked on to the end.

use serde_json::{Value, json};

use crate::{
    invented::{Claim, name, number, write_claims, write_register},
    support::Office,
};

/// Twenty households, of which three have had large hospital bills.
fn office_with_clues() -> Office {
    let office = Office::new();
    let files = office.folder.path().join("files");
    std::fs::create_dir_all(&files).expect("a folder");
    write_register(&files, 40);
    let claims: Vec<Claim> = [0, 4, 8].into_iter().map(large_bill).collect();
    write_claims(&files.join("个人自付明细.csv"), &claims);
    office.import(&files);
    office.screen();
    office
}

fn large_bill(person: usize) -> Claim {
    Claim {
        number: format!("20231000000{person}"),
        name: name(person),
        id: number(person),
        kind: "普通住院",
        self_paid: "90000.00".into(),
        day: "2023-10-12".into(),
    }
}

#[test]
fn clues_are_dispatched_once_and_a_case_is_worked_to_its_end() {
    let office = office_with_clues();
    let done = office.json(&[
        "cases",
        "dispatch",
        "--region",
        "532327",
        "--month",
        "2023-10",
        "--on",
        "2023-11-01",
    ]);
    let opened = done["opened"].as_u64().expect("a number");
    let new = office.clues().iter().filter(|it| it["class"] == "new_clue").count();
    assert_eq!((opened as usize, new), (3, 3), "{done}");
    let again = office.json(&[
        "cases",
        "dispatch",
        "--region",
        "532327",
        "--month",
        "2023-10",
        "--on",
        "2023-11-02",
    ]);
    assert_eq!((&again["opened"], &again["joined"]), (&json!(0), &json!(0)), "{again}");
    assert_eq!(again["already"], done["opened"]);
    assert_eq!(office.json(&["cases", "list", "--region", "532327"])["dispatched"], done["opened"]);

    // A village sees its own cases only, and every case is of one village.
    let all = office.json(&[
        "cases",
        "list",
        "--region",
        "532327",
        "--stage",
        "dispatched",
        "--limit",
        "100000",
    ]);
    let all = all.as_array().expect("a list");
    assert_eq!(all.len() as u64, opened);
    let case = all[0]["case"].as_i64().expect("a number");

    let show = |on: &str| office.json(&["cases", "show", &case.to_string(), "--on", on]);
    let view = show("2023-11-01");
    assert_eq!((&view["stage"], &view["version"]), (&json!("dispatched"), &json!(1)));

    let visit = json!({
        "on": "2023-11-02", "finding": "confirmed", "summary": "户主住院", "causes": [],
        "net_income_per_capita": 650_000, "has_labor": true,
        "guarantees": { "education": true, "medical": true, "housing": true, "water": true },
    });
    let act = |on: &str, action: &Value| {
        let action = action.to_string();
        office.json(&["cases", "act", &case.to_string(), &action, "--on", on])
    };
    let view = act(
        "2023-11-02",
        &json!({ "do": "verify_home", "step": "home_verification", "visit": visit }),
    );
    assert_eq!(view["stage"], "identifying");
    assert_eq!(view["steps"][0]["step"], "analysis");
    // 15 days from the first clue, the last day of the month.
    assert_eq!(view["due"], "2023-11-15");
    assert_eq!(show("2023-11-14")["state"], "临期");
    assert_eq!(show("2023-11-16")["state"], "超期");

    // Out of turn: the error says what comes first, and nothing is recorded.
    let refused = office.fails(&[
        "cases",
        "act",
        &case.to_string(),
        &json!({ "do": "approve", "step": "township_review", "opinion": "同意" }).to_string(),
        "--on",
        "2023-11-02",
    ]);
    assert!(refused.contains("综合分析研判"), "{refused}");
    // Somebody else was first.
    let stale = office.fails(&[
        "cases",
        "act",
        &case.to_string(),
        &json!({ "do": "analyze", "step": "analysis", "opinion": "建议" }).to_string(),
        "--version",
        "1",
        "--on",
        "2023-11-02",
    ]);
    assert!(stale.contains("刚被别人办过"), "{stale}");
    assert_eq!(show("2023-11-02")["version"], 2);

    act("2023-11-03", &json!({ "do": "analyze", "step": "analysis", "opinion": "建议纳入" }));
    let solved = json!({ "do": "dismiss", "reason": "already_solved", "text": "已纳入低保" });
    act("2023-11-03", &solved);
    let view = show("2023-11-04");
    assert_eq!(view["stage"], "dismissed");
    let words: Vec<&str> = view["history"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["action"].as_str())
        .collect();
    assert_eq!(words, ["dispatch", "verify_home", "analyze", "dismiss"]);
    // The figures of the day stand beside every action, with their source.
    let sources = &view["history"][1]["entry"]["terms"]["sources"];
    assert!(sources.to_string().contains("income.monitoring_line 8700元"), "{sources}");

    // A dismissed case has answered its clue.
    let third = office.json(&[
        "cases",
        "dispatch",
        "--region",
        "532327",
        "--month",
        "2023-10",
        "--on",
        "2023-11-05",
    ]);
    assert_eq!(third["opened"], 0);
}
