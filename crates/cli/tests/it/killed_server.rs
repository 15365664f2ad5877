//! The server is killed while 500 people write at once. What it had acknowledged stands, every
//! history can be replayed, and the audit chain is sound.

use std::{
    collections::BTreeSet,
    fs,
    sync::{Barrier, Mutex},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgPool};

use crate::{
    invented::{Claim, name, number, write_claims, write_register},
    served::{Served, Session},
    support::Office,
};

/// Each with an open case.
const HOUSEHOLDS: usize = 600;

/// Each on a case of its own, all at the same time.
const WRITERS: usize = 500;

/// The server is killed once it has acknowledged so many.
const ENOUGH: usize = 150;

/// Login, role and region of those who write.
const PEOPLE: [(&str, &str, &str); 4] = [
    ("an.li", "county_officer", "532327"),
    ("bo.yi", "township_officer", "532327101"),
    ("dong.er", "township_reviewer", "532327101"),
    ("wen.san", "village_worker", "532327101001"),
];

#[test]
fn what_was_acknowledged_before_a_kill_stands_and_the_chain_is_whole() {
    kill_among_writers(Office::new());
}

#[test]
fn on_postgresql_it_stands_too() {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        println!("TEST_POSTGRES_URL is not set: skipped");
        return;
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let name = format!("killed_server_{}", std::process::id());
    let execute = |sql: String| {
        runtime.block_on(async {
            let admin = PgPool::connect(&server).await.expect("a server");
            sqlx::query(AssertSqlSafe(sql)).execute(&admin).await.expect("done");
        });
    };
    execute(format!("create database {name} template template0 encoding 'UTF8' locale 'C'"));
    let at = server.rfind('/').expect("a path");
    let database = Some(format!("{}/{name}", &server[..at]));
    kill_among_writers(Office { database, ..Office::new() });
    execute(format!("drop database {name} with (force)"));
}

fn kill_among_writers(office: Office) {
    let cases = open_cases(&office);
    let first_passwords = hire(&office);
    let before = sound_entries(&office);

    let mut server = Served::start(&office);
    let people: Vec<Session> = PEOPLE
        .iter()
        .zip(&first_passwords)
        .map(|((login, ..), first)| server.first_sign_in(login, first))
        .collect();
    let acknowledged = write_and_kill(&mut server, &people, &cases);
    assert!(
        (ENOUGH..WRITERS).contains(&acknowledged.len()),
        "{} of {WRITERS} were acknowledged: the kill was not in the midst",
        acknowledged.len()
    );

    // The chain: one entry for every action that counts, and nothing else is new.
    let entries = chain(&office);
    let (actions, others): (Vec<&Value>, Vec<&Value>) =
        entries.iter().partition(|it| it["action"] == "case.act");
    assert_eq!(others.len() as i64, before + 2 * PEOPLE.len() as i64, "sign-ins and passwords");
    let audited: BTreeSet<i64> = actions.iter().map(|it| case_of(it)).collect();
    assert_eq!(audited.len(), actions.len(), "an action is in the chain once");

    // Every case can be replayed, and its history is as long as its version says.
    let server = Served::start(&office);
    let an = server.sign_in("an.li");
    let mut recorded = BTreeSet::new();
    for case in &cases {
        let view = an.sees(&format!("/api/v1/cases/{case}"));
        let history = view["history"].as_array().expect("a list");
        let words: Vec<&str> = history.iter().filter_map(|it| it["action"].as_str()).collect();
        assert_eq!(view["version"], words.len(), "case {case}");
        assert!(matches!(words[..], ["dispatch"] | ["dispatch", "help_first"]), "{words:?}");
        if words.len() == 2 {
            recorded.insert(*case);
        }
    }
    assert_eq!(recorded, audited, "the histories and the chain say the same");
    let lost: Vec<&i64> = acknowledged.difference(&recorded).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");

    // The work goes on where it stopped.
    let unanswered = cases.iter().find(|it| !recorded.contains(it));
    let case = *unanswered.expect("somebody whose write was not recorded");
    let answer = help(&an, case).expect("an answer");
    assert_eq!((answer.status, &answer.json["version"]), (200, &json!(2)), "{}", answer.json);
    drop(server);
    // The export, signing in and acting: three more entries.
    assert_eq!(sound_entries(&office), entries.len() as i64 + 3);
    let shown = office.json(&["cases", "show", &case.to_string()]);
    assert_eq!(shown["history"][1]["action"], "help_first");
}

/// A large hospital bill in every household, and a case for each.
fn open_cases(office: &Office) -> Vec<i64> {
    let files = office.folder.path().join("files");
    fs::create_dir_all(&files).expect("a folder");
    write_register(&files, 2 * HOUSEHOLDS);
    let claims: Vec<Claim> = (0..HOUSEHOLDS).map(large_bill).collect();
    write_claims(&files.join("个人自付明细.csv"), &claims);
    office.import(&files);
    office.screen();
    let region = ["--region", "532327"];
    let day = ["--month", "2023-10", "--on", "2023-11-01"];
    let done = office.json(&[&["cases", "dispatch"][..], &region, &day].concat());
    assert_eq!(done["opened"], HOUSEHOLDS, "{done}");
    let list = ["cases", "list", "--stage", "dispatched", "--limit", "100000"];
    let list = office.json(&[&list[..], &region].concat());
    let list = list.as_array().expect("a list");
    list.iter().map(|it| it["case"].as_i64().expect("a number")).collect()
}

fn large_bill(household: usize) -> Claim {
    let person = 2 * household;
    Claim {
        number: format!("2023100{household:05}"),
        name: name(person),
        id: number(person),
        kind: "普通住院",
        self_paid: "90000.00".into(),
        day: "2023-10-12".into(),
    }
}

/// Makes the accounts; gives their first passwords.
fn hire(office: &Office) -> Vec<String> {
    let create = |(login, role, region): &(&str, &str, &str)| {
        let who = ["accounts", "create", "--login", *login, "--name", "甲"];
        let made = office.json(&[&who[..], &["--role", *role, "--region", *region]].concat());
        made["password"].as_str().expect("a password").to_owned()
    };
    PEOPLE.iter().map(create).collect()
}

/// Everybody writes at once; the server is killed in the midst. Gives the cases whose action was
/// acknowledged.
fn write_and_kill(server: &mut Served, people: &[Session], cases: &[i64]) -> BTreeSet<i64> {
    let acknowledged = Mutex::new(BTreeSet::new());
    let refused = Mutex::new(Vec::new());
    let begin = Barrier::new(WRITERS + 1);
    thread::scope(|scope| {
        for (case, person) in cases[..WRITERS].iter().zip(people.iter().cycle()) {
            let (acknowledged, refused, begin) = (&acknowledged, &refused, &begin);
            scope.spawn(move || {
                begin.wait();
                match help(person, *case) {
                    Some(it) if it.status == 200 => {
                        acknowledged.lock().expect("a list").insert(*case);
                    }
                    Some(it) => refused.lock().expect("a list").push(it.json.to_string()),
                    None => (),
                }
            });
        }
        begin.wait();
        let patience = Instant::now() + Duration::from_secs(120);
        while acknowledged.lock().expect("a list").len() < ENOUGH && Instant::now() < patience {
            thread::sleep(Duration::from_millis(1));
        }
        server.kill();
    });
    let refused = refused.into_inner().expect("a list");
    assert!(refused.is_empty(), "{} were refused: {}", refused.len(), refused[0]);
    acknowledged.into_inner().expect("a list")
}

/// 先帮后走程序 on a case that was only dispatched.
fn help(person: &Session, case: i64) -> Option<crate::served::Answer> {
    let action = json!({ "do": "help_first", "what": "临时救助", "reason": "急等手术" });
    let body = json!({ "version": 1, "action": action });
    person.post(&format!("/api/v1/cases/{case}/actions"), &body)
}

/// How long the chain is; it must be sound.
fn sound_entries(office: &Office) -> i64 {
    let state = office.json(&["audit", "verify"]);
    assert!(state["fault"].is_null(), "{state}");
    state["sound"].as_i64().expect("a number")
}

/// The whole chain, checked here and again without the database.
fn chain(office: &Office) -> Vec<Value> {
    let sound = sound_entries(office);
    let file = office.folder.path().join("审计.jsonl");
    let path = file.to_string_lossy();
    // The export itself is an entry.
    office.text(&["audit", "export", "-o", &path]);
    let text = fs::read_to_string(&file).expect("the chain");
    let entries: Vec<Value> =
        text.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    assert_eq!(entries.len() as i64, sound + 1);
    entries[..entries.len() - 1].to_vec()
}

fn case_of(entry: &Value) -> i64 {
    let subject = entry["subject"].as_str().expect("a subject");
    subject.strip_prefix("case ").and_then(|it| it.parse().ok()).expect("a case")
}
