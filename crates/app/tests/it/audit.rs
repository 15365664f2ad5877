//! The exported chain is checked with nothing but the file and checkpoints.

use std::{fs, path::PathBuf};

use app::audit::{AuditLine, check, checkpoint, export, read_checkpoint, verify};
use serde_json::json;
use store::{AuditEntry, ChainFault, Checkpoint, FaultKind, bytes_of_hex, hex};

use crate::support::{Office, at, office};

/// A chain of five and an export of it: four entries, and that it was exported.
async fn exported() -> (Office, Vec<AuditLine>) {
    let office = office().await;
    for n in 1..=4 {
        let mut tx = office.home.db.write().await.unwrap();
        let detail = json!({ "files": n, "note": "导入" });
        tx.append_audit(at(n), "an", "batch.commit", &format!("batch {n}"), &detail).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut out = Vec::new();
    assert_eq!(export(&office.home, 1, &mut out, "an", at(9)).await.unwrap(), 5);
    let lines = String::from_utf8(out).unwrap();
    let lines = lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    (office, lines)
}

fn write(office: &Office, lines: &[AuditLine]) -> PathBuf {
    let path = office.folder.path().join("audit.jsonl");
    let text: Vec<String> = lines.iter().map(|it| serde_json::to_string(it).unwrap()).collect();
    fs::write(&path, text.join("\n") + "\n").unwrap();
    path
}

fn at_place(line: &AuditLine) -> Checkpoint {
    Checkpoint::new("0.1.0", at(9), line.seq, &bytes_of_hex(&line.hash).unwrap())
}

/// Gives lines from a place on hashes that fit, as somebody who knows how would.
fn forge(lines: &mut [AuditLine], from: usize) {
    for at in from..lines.len() {
        if 0 < at {
            lines[at].previous = lines[at - 1].hash.clone();
        }
        let it = lines[at].clone();
        let entry = AuditEntry {
            seq: it.seq,
            at: chrono::DateTime::from_timestamp_micros(it.at_us).unwrap(),
            actor: it.actor,
            action: it.action,
            subject: it.subject,
            detail: it.detail,
            previous: bytes_of_hex(&it.previous).unwrap(),
            hash: Vec::new(),
        };
        lines[at].hash = hex(&entry.digest());
    }
}

#[tokio::test]
async fn a_sound_chain_is_sound_in_the_database_and_in_the_file() {
    let (office, lines) = exported().await;
    let state = verify(&office.home, &[at_place(&lines[4])]).await.unwrap();
    assert_eq!((state.sound, state.fault, state.checkpoints), (5, None, vec![5]));
    let path = write(&office, &lines);
    let checkpoints = [at_place(&lines[1]), at_place(&lines[4])];
    let state = check(&path, &checkpoints).unwrap();
    assert_eq!((state.first, state.last, state.sound, state.fault), (1, 5, 5, None));
    assert_eq!((state.hash.as_str(), state.checkpoints), (lines[4].hash.as_str(), vec![2, 5]));

    // A part of it, behind a checkpoint or behind nothing known.
    let mut out = Vec::new();
    assert_eq!(export(&office.home, 3, &mut out, "an", at(9)).await.unwrap(), 4);
    fs::write(&path, out).unwrap();
    let state = check(&path, &[at_place(&lines[1])]).unwrap();
    assert_eq!((state.first, state.sound, state.checkpoints), (3, 4, vec![2]));
    assert!(state.fault.is_none());
    let earlier = check(&path, &[at_place(&lines[0])]).unwrap();
    let kind = FaultKind::CheckpointNotCovered;
    assert_eq!(earlier.fault, Some(ChainFault { seq: 1, kind }));
    let refused = export(&office.home, 99, &mut Vec::new(), "an", at(9)).await.unwrap_err();
    assert_eq!(refused.code(), "audit.no_such_place");
}

#[tokio::test]
async fn every_fault_of_a_file_is_found_where_it_begins() {
    let (office, lines) = exported().await;
    let check_lines = |change: &dyn Fn(&mut Vec<AuditLine>), checkpoints: &[Checkpoint]| {
        let mut lines = lines.clone();
        change(&mut lines);
        check(&write(&office, &lines), checkpoints).unwrap().fault.map(|it| (it.seq, it.kind))
    };
    let end = [at_place(&lines[4])];
    type Change<'a> = &'a dyn Fn(&mut Vec<AuditLine>);
    let faults: [(Change<'_>, i64, FaultKind); 8] = [
        (&|it| it[1].detail = r#"{"files":9,"note":"导入"}"#.into(), 2, FaultKind::Altered),
        (&|it| it[1].detail.push(' '), 2, FaultKind::Altered),
        (&|it| it[2].at_us += 1, 3, FaultKind::Altered),
        (&|it| it[3].hash = "zz".into(), 4, FaultKind::Altered),
        (&|it| drop(it.remove(2)), 3, FaultKind::Missing),
        (&|it| it.swap(1, 2), 2, FaultKind::OutOfOrder),
        (&|it| (it[1].seq, it[2].seq) = (it[2].seq, it[1].seq), 2, FaultKind::OutOfOrder),
        (
            &|it| {
                it[1].actor = "bo".into();
                forge(&mut it[..2], 1);
            },
            3,
            FaultKind::Unlinked,
        ),
    ];
    for (at, (change, seq, kind)) in faults.into_iter().enumerate() {
        assert_eq!(check_lines(change, &[]), Some((seq, kind)), "change {at}");
    }

    // What only a checkpoint shows: the end cut off, and everything made to fit.
    let cut: Change<'_> = &|it| it.truncate(3);
    assert_eq!(check_lines(cut, &[]), None);
    assert_eq!(check_lines(cut, &end), Some((4, FaultKind::CutOff)));
    let rewritten: Change<'_> = &|it| {
        it[2].actor = "bo".into();
        forge(it, 2);
    };
    assert_eq!(check_lines(rewritten, &[]), None);
    assert_eq!(check_lines(rewritten, &[at_place(&lines[1])]), None);
    assert_eq!(check_lines(rewritten, &end), Some((5, FaultKind::NotAsCheckpointed)));

    let path = office.folder.path().join("audit.jsonl");
    fs::write(&path, "{\"seq\":1}\n").unwrap();
    let kind = FaultKind::Altered;
    assert_eq!(check(&path, &[]).unwrap().fault, Some(ChainFault { seq: 1, kind }));
    fs::write(&path, "").unwrap();
    assert_eq!(check(&path, &[]).unwrap_err().code(), "audit.empty");
}

#[tokio::test]
async fn a_checkpoint_is_read_as_it_was_written_or_not_at_all() {
    let (office, _) = exported().await;
    let taken = checkpoint(&office.home, "0.1.0", "an", at(10)).await.unwrap();
    assert_eq!(taken.seq, 6);
    let path = office.folder.path().join("checkpoint.json");
    let text = serde_json::to_string_pretty(&taken).unwrap();
    fs::write(&path, &text).unwrap();
    assert_eq!(read_checkpoint(&path).unwrap(), taken);
    assert!(verify(&office.home, &[taken]).await.unwrap().is_sound());
    for slip in
        [text.replace("\"seq\": 6", "\"seq\": 5"), text.replace("0.1.0", "0.1.1"), "{}".into()]
    {
        fs::write(&path, slip).unwrap();
        assert_eq!(read_checkpoint(&path).unwrap_err().code(), "audit.bad_checkpoint");
    }
}

/// The example of `docs/audit.md` is what the program really writes.
#[test]
fn the_example_of_the_document_is_sound() {
    let text = fs::read_to_string("../../docs/audit.md").unwrap();
    let block = |language: &str| {
        let begun = text.split_once(&format!("```{language}\n")).expect(language).1;
        begun.split_once("```").unwrap().0.to_owned()
    };
    let folder = tempfile::tempdir().unwrap();
    let (chain, taken) = (folder.path().join("a.jsonl"), folder.path().join("c.json"));
    fs::write(&chain, block("jsonl")).unwrap();
    fs::write(&taken, block("json")).unwrap();
    let taken = read_checkpoint(&taken).unwrap();
    let state = check(&chain, std::slice::from_ref(&taken)).unwrap();
    assert_eq!((state.sound, state.fault, state.checkpoints), (2, None, vec![taken.seq]));
    assert_eq!(state.hash, taken.hash);

    // The bytes of the first entry, as the document spells them out.
    let bytes: String = block("text")
        .lines()
        .map(|it| it.split_once('#').map_or(it, |it| it.0))
        .flat_map(str::split_whitespace)
        .collect();
    let first: AuditLine = serde_json::from_str(block("jsonl").lines().next().unwrap()).unwrap();
    let texts = [&first.actor, &first.action, &first.subject, &first.detail];
    let mut expected = first.previous.clone() + &hex(&first.seq.to_be_bytes());
    expected += &hex(&first.at_us.to_be_bytes());
    for text in texts {
        expected += &hex(&(text.len() as u64).to_be_bytes());
        expected += &hex(text.as_bytes());
    }
    assert_eq!(bytes, expected);
}
