//! The audit chain is checked in the office, and elsewhere without it.

use std::fs;

use crate::{invented::write_register, support::Office};

#[test]
fn the_chain_is_pinned_down_exported_and_checked_without_the_office() {
    let office = Office::new();
    let files = office.folder.path().join("files");
    fs::create_dir_all(&files).expect("a folder");
    write_register(&files, 10);
    office.import(&files);
    let path = |name: &str| office.folder.path().join(name).to_string_lossy().into_owned();
    let (chain, taken) = (path("审计.jsonl"), path("检查点.json"));

    let sound = office.json(&["audit", "verify"]);
    let entries = sound["sound"].as_i64().expect("a number");
    assert!(2 <= entries && sound["fault"].is_null(), "{sound}");
    let checkpoint = office.json(&["audit", "checkpoint", "-o", &taken]);
    assert_eq!(checkpoint["seq"], entries + 1);
    assert_eq!(office.json(&["audit", "export", "-o", &chain])["entries"], entries + 2);
    let refused = office.fails(&["audit", "export", "-o", &chain]);
    assert!(refused.contains("文件已经有了"), "{refused}");
    let sound = office.json(&["audit", "verify", "--checkpoint", &taken]);
    assert_eq!(sound["checkpoints"][0], entries + 1);

    // Elsewhere: no home folder is made, and the file is enough.
    let elsewhere = Office::new();
    let check = ["audit", "check", &chain, "--checkpoint", &taken];
    assert_eq!(elsewhere.json(&check)["sound"], entries + 2);
    assert!(!elsewhere.home().exists());
    assert!(elsewhere.text(&check).contains("完好"));

    let text = fs::read_to_string(&chain).expect("the chain");
    let lines: Vec<&str> = text.lines().collect();
    fs::write(&chain, lines[..2].join("\n") + "\n").expect("written");
    assert_eq!(elsewhere.json(&["audit", "check", &chain])["sound"], 2);
    let cut = elsewhere.fails(&check);
    assert!(cut.contains("第 3 条缺失，末尾被截断"), "{cut}");
    fs::write(&chain, text.replacen("\"actor\":\"", "\"actor\":\"x", 1)).expect("written");
    let altered = elsewhere.fails(&["audit", "check", &chain, "--lang", "en"]);
    assert!(altered.contains("entry 1: altered"), "{altered}");
}
