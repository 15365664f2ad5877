//! Ten families followed through the interface as the people of a county, from the clue to the
//! last state, refusals included.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::Office;

const PLAY: [&str; 6] = ["stories", "play", "--region", "532327", "--month", "2023-10"];

/// A county that is large enough for every story to find its family.
const HOUSEHOLDS: &str = "6000";

/// Last state, and how many steps have to be refused.
const TOLD: [(&str, &str, u64); 10] = [
    ("01-illness", "eliminated", 6),
    ("02-accident", "eliminated", 4),
    ("03-dropout", "eliminated", 3),
    ("04-hail", "eliminated", 3),
    ("05-job-loss", "eliminated", 3),
    ("06-elderly-couple", "assisted", 2),
    ("07-false-alarm", "dismissed", 3),
    ("08-split", "assisted", 3),
    ("09-reopened", "assisted", 2),
    ("10-applied", "eliminated", 4),
];

fn invented_county() -> Office {
    let office = Office::new();
    let files = office.folder.path().join("files");
    let out = files.to_string_lossy().into_owned();
    let synth = ["synth", "--region", "532327", "--month", "2023-10", "--out", &out];
    office.text(&[&synth[..], &["--households", HOUSEHOLDS]].concat());
    office.import(&files);
    office.screen();
    office
}

#[test]
fn ten_families_are_followed_from_the_clue_to_the_last_state() {
    let office = invented_county();
    let played = office.json(&PLAY);
    let rows = played["stories"].as_array().expect("a list");
    let told: Vec<(&str, &str, u64)> = rows
        .iter()
        .map(|it| {
            let text = |name: &str| it[name].as_str().unwrap_or_default();
            (text("story"), text("stage"), it["refused"].as_u64().unwrap_or_default())
        })
        .collect();
    assert_eq!(told, TOLD);
    let households: BTreeMap<i64, &Value> =
        rows.iter().map(|it| (it["household"].as_i64().unwrap_or_default(), it)).collect();
    assert_eq!(households.len(), rows.len(), "two stories of one family");
    assert!(rows.len() < played["dispatched"].as_u64().unwrap_or_default() as usize);

    // Every case is replayed from its history when it is shown, and is what the story said.
    for it in rows {
        let case = it["case"].to_string();
        let view = office.json(&["cases", "show", &case, "--on", "2024-12-31"]);
        assert_eq!((&view["stage"], &view["household"]), (&it["stage"], &it["household"]));
        let history = view["history"].as_array().expect("a history");
        assert_eq!(history.len() as u64, it["actions"].as_u64().unwrap_or_default());
        assert!(
            history.iter().all(|it| it["actor"].as_str().is_some_and(|it| it.contains("account:"))),
            "{case}: somebody acted without an account"
        );
    }
    the_split_left_two_households(&office, rows);
    the_reopened_went_through_everything_twice(&office, rows);
    assert_eq!(office.json(&["audit", "verify"])["fault"], Value::Null);

    // Playing again changes nothing and says so.
    let head = |office: &Office| office.json(&["audit", "verify"])["sound"].clone();
    let sound = head(&office);
    let again = office.json(&PLAY);
    assert_eq!((&again["played_before"], &again["stories"]), (&json!(true), &played["stories"]));
    assert_eq!(head(&office), sound);
    assert!(office.text(&PLAY).contains("已经在这个数据文件夹里演过"));

    // Sign-ins are shown when they are asked for, one a role, and nothing of them is kept in clear.
    let shown = office.json(&[&PLAY[..], &["--show-accounts"]].concat());
    let accounts = shown["accounts"].as_array().expect("a list");
    let roles: Vec<&str> = accounts.iter().filter_map(|it| it["role"].as_str()).collect();
    for role in ["village_worker", "township_reviewer", "county_approver", "helper"] {
        assert_eq!(roles.iter().filter(|it| **it == role).count(), 1, "{roles:?}");
    }
    let kept = std::fs::read_to_string(office.home().join("stories.json")).expect("a file");
    for it in accounts {
        let password = it["password"].as_str().expect("a password");
        assert!(16 <= password.len() && !kept.contains(password));
    }
}

fn of<'a>(rows: &'a [Value], story: &str) -> &'a Value {
    rows.iter().find(|it| it["story"] == story).expect("the story")
}

fn the_split_left_two_households(office: &Office, rows: &[Value]) {
    let split = of(rows, "08-split");
    let other = office.json(&["cases", "show", &split["other_case"].to_string()]);
    assert_eq!(other["stage"], "dismissed");
    assert_ne!(other["household"], split["household"]);
    let opened = &other["first_clue_on"];
    assert_eq!(opened, "2023-12-10");
}

fn the_reopened_went_through_everything_twice(office: &Office, rows: &[Value]) {
    let reopened = office.json(&["cases", "show", &of(rows, "09-reopened")["case"].to_string()]);
    let history = reopened["history"].as_array().expect("a history");
    let count = |word: &str| history.iter().filter(|it| it["action"] == word).count();
    assert_eq!((count("identify"), count("reopen"), count("eliminate")), (2, 1, 1));
}

#[test]
fn stories_are_not_begun_where_they_cannot_be_finished() {
    let office = Office::new();
    assert!(office.fails(&PLAY).contains("没有线索：请先导入、筛查"));
    let wrong = ["stories", "play", "--region", "532327101", "--month", "2023-10"];
    assert!(office.fails(&wrong).contains("不是县"));
    let ahead = ["stories", "play", "--region", "532327", "--month", "2199-01"];
    assert!(office.fails(&ahead).contains("还没有到"));
    assert_eq!(office.json(&["accounts", "list", "--region", "53"]), json!([]));

    let stories = office.json(&["stories", "list"]);
    assert_eq!(stories.as_array().map(Vec::len), Some(TOLD.len()));
    let folder = office.folder.path().join("own");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("one.toml"), "zh = '甲'\n").expect("a file");
    let own = folder.to_string_lossy();
    let refused = office.fails(&["stories", "list", "--stories", &own]);
    assert!(refused.contains("one.toml 读不懂"), "{refused}");
}
