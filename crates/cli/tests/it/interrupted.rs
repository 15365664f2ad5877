//! The program is killed in the middle of an import and of a screening; when it
//! is started again nothing is lost and nothing doubled.

use std::{
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::support::Office;

const PERSONS: usize = 2_000;
const CLAIMS: usize = 60_000;

fn files(office: &Office) -> std::path::PathBuf {
    let folder = office.folder.path().join("files");
    std::fs::create_dir_all(&folder).expect("a folder");
    crate::invented::write_register(&folder, PERSONS);
    crate::invented::write_claims(
        &folder.join("个人自付明细.csv"),
        &crate::invented::claims(CLAIMS, PERSONS),
    );
    folder
}

/// Starts a command and kills it after `patience`; says whether it was still at work.
fn kill_after(office: &Office, words: &[&str], patience: Duration) -> bool {
    let mut child = office
        .command(words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let end = Instant::now() + patience;
    while Instant::now() < end {
        if child.try_wait().expect("it can be asked").is_some() {
            return false;
        }
        sleep(Duration::from_millis(5));
    }
    child.kill().expect("killed");
    child.wait().expect("gone");
    true
}

/// Rows that committed batches stored. No batch may be left open.
fn committed_rows(office: &Office) -> i64 {
    let batches = office.json(&["batches"]);
    let batches = batches.as_array().expect("batches");
    assert!(batches.iter().all(|it| it["state"] != "open"), "{batches:?}");
    batches
        .iter()
        .filter(|it| it["state"] == "committed")
        .filter_map(|it| it["rows"].as_i64())
        .sum()
}

#[test]
fn a_killed_import_and_a_killed_screening_leave_no_trace() {
    let undisturbed = Office::new();
    let folder = files(&undisturbed);
    let started = Instant::now();
    let expected = undisturbed.import(&folder);
    let whole = started.elapsed();
    assert_eq!(expected["totals"]["stored"], (PERSONS + CLAIMS) as i64);
    let started = Instant::now();
    let expected_screening = undisturbed.screen();
    let whole_screening = started.elapsed();
    let expected_clues = undisturbed.clues();
    assert!(!expected_clues.is_empty(), "the invented county has a clue");

    let office = Office::new();
    let folder = files(&office);
    let path = folder.to_string_lossy();
    let import = ["import", &path, "--region", "532327", "--month", "2023-10", "--yes"];
    let whole_files = (PERSONS + CLAIMS) as i64;
    let mut caught_at_work = 0;
    for share in [30, 55, 75, 90, 97] {
        caught_at_work += usize::from(kill_after(&office, &import, whole * share / 100));
        // Whenever it was killed: all of the import counts, or nothing.
        let rows = committed_rows(&office);
        assert!(rows == 0 || rows == whole_files, "{rows} rows count after a kill at {share} %");
    }
    assert!(0 < caught_at_work, "no import was caught at work");

    office.import(&folder);
    assert_eq!(committed_rows(&office), whole_files);
    let screen = ["screen", "--region", "532327", "--month", "2023-10"];
    for share in [40, 70, 90] {
        kill_after(&office, &screen, whole_screening * share / 100);
    }
    let screening = office.screen();
    assert_eq!(screening["classes"], expected_screening["classes"]);
    assert_eq!(screening["households"], expected_screening["households"]);
    let values = |clues: &[std::collections::BTreeMap<String, String>]| {
        clues.iter().map(|it| (it["why"].clone(), it["class"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(values(&office.clues()), values(&expected_clues));
    // The same files again: known, and not stored a second time.
    let again = office.import(&folder);
    assert_eq!(again["totals"]["stored"], 0);
    assert_eq!(office.screen()["classes"], expected_screening["classes"]);
}
