//! Stored actions are read for decades: one line of every kind, as it has been written.

use std::collections::BTreeSet;

use casework::Action;

#[test]
fn every_stored_form_is_still_read_and_written_the_same() {
    let text = std::fs::read_to_string("golden/actions.jsonl").expect("the golden file");
    let mut words = BTreeSet::new();
    for line in text.lines() {
        let action: Action =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        words.insert(action.word().0);
        let stored: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let written = serde_json::to_value(&action).expect("JSON");
        assert_eq!(stored["do"], action.word().0);
        assert_eq!(written, stored);
    }
    let mut all: BTreeSet<&str> = Action::WORDS.iter().map(|it| it.0).collect();
    all.insert(Action::CHANGE_HOUSEHOLD.0);
    assert_eq!(words, all, "a line for every kind of action");
}

/// Deliveries within a plan were pairs once: they are still read, and written as they are now.
#[test]
fn deliveries_that_were_pairs_are_still_read() {
    let line = r#"{"do":"plan_measures","measures":[{"number":1,"group":"public_welfare_post",
        "answers":"illness","what":"护林员","delivered":[["2023-04-01","4 月工资"]]}]}"#;
    let action: Action = serde_json::from_str(line).expect("pairs are read");
    let written = serde_json::to_value(&action).expect("JSON");
    let delivered = &written["measures"][0]["delivered"];
    assert_eq!(*delivered, serde_json::json!([{ "on": "2023-04-01", "what": "4 月工资" }]));
}
