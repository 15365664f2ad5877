//! Bad rows go out as an error workbook, come back mended, and only they are
//! added; a batch can be taken back; a draft of packs answers differently.

use std::{fs, path::Path};

use crate::invented::{Claim, name, number};
use crate::support::Office;
use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

const PERSONS: usize = 40;

fn claim(at: usize, person: usize, id: &str, self_paid: &str) -> Claim {
    Claim {
        number: format!("5323272310{at:08}"),
        name: name(person),
        id: id.to_owned(),
        kind: "普通住院",
        self_paid: self_paid.to_owned(),
        day: "2023-09-05".to_owned(),
    }
}

fn office_with_a_bad_row() -> (Office, std::path::PathBuf) {
    let office = Office::new();
    let folder = office.folder.path().join("files");
    fs::create_dir_all(&folder).expect("a folder");
    crate::invented::write_register(&folder, PERSONS);
    let bad = format!("{}0", &number(4)[..17]);
    let bad = if bad == number(4) { format!("{}1", &bad[..17]) } else { bad };
    crate::invented::write_claims(
        &folder.join("个人自付明细.csv"),
        &[
            claim(1, 0, &number(0), "9000.00"),
            claim(2, 4, &bad, "9500.00"),
            claim(3, 6, "", "20.00"),
            claim(4, 8, &number(8), "=cmd|'/C calc'!A0"),
        ],
    );
    (office, folder)
}

/// Copies a workbook, changing cells of the sheet that holds quarantined rows.
fn mend(from: &Path, to: &Path, right: &dyn Fn(&str) -> Option<String>) {
    let mut book: Xlsx<_> = open_workbook(from).expect("the error workbook opens");
    let mut mended = Workbook::new();
    for sheet in book.sheet_names().clone() {
        let range = book.worksheet_range(&sheet).expect("the sheet");
        let out = mended.add_worksheet();
        out.set_name(&sheet).expect("a name");
        for (row, column, cell) in range.used_cells() {
            let text = match cell {
                Data::String(text) => text.clone(),
                other => other.to_string(),
            };
            let text = right(&text).unwrap_or(text);
            out.write_string(row as u32, column as u16, text).expect("written");
        }
    }
    mended.save(to).expect("saved");
}

#[test]
fn mended_rows_and_only_they_are_added() {
    let (office, folder) = office_with_a_bad_row();
    let report = office.import(&folder);
    assert_eq!(report["totals"]["quarantined"], 2);
    let before = office.screen();
    assert_eq!(before["classes"]["new_clue"], 1);
    // The name alone points to person 4: the amount waits, it does not vanish.
    assert_eq!(before["classes"]["new_clue_after_confirmation"], 1);

    let rows = office.csv(&["quarantine", "export", "--region", "532327"]);
    let reasons: Vec<_> =
        rows.iter().map(|it| (it["row"].as_str(), it["reason"].as_str())).collect();
    assert_eq!(reasons, [("3", "id_checksum"), ("4", "id_missing")]);
    let bad = rows[0]["original"].clone();
    let bad: Vec<String> = serde_json::from_str(&bad).expect("the original row");

    let workbook = office.folder.path().join("errors.xlsx");
    let path = workbook.to_string_lossy().into_owned();
    office.text(&[
        "quarantine",
        "export",
        "--region",
        "532327",
        "--format",
        "xlsx",
        "--out",
        &path,
    ]);
    let mended = office.folder.path().join("mended.xlsx");
    mend(&workbook, &mended, &|cell| (cell == bad[3]).then(|| number(4)));
    let report = office.import(&mended);
    assert_eq!(report["totals"]["stored"], 1, "{report}");
    assert_eq!(report["sheets"][0]["mended"], 1);
    let left = office.csv(&["quarantine", "export", "--region", "532327"]);
    assert_eq!(left.len(), 1, "the row without a number still waits");

    let after = office.screen();
    assert_eq!(after["classes"]["new_clue"], 2);
    assert_eq!(after["classes"]["new_clue_after_confirmation"], 0);

    // Taking the mended batch back makes the row wait again.
    let batch = report["batch"].to_string();
    office.text(&["batches", "rollback", &batch]);
    assert_eq!(office.csv(&["quarantine", "export", "--region", "532327"]).len(), 2);
    let back = office.screen();
    assert_eq!(back["classes"], before["classes"]);
    assert!(!office.run(&["batches", "rollback", &batch]).status.success());
}

#[test]
fn a_preview_writes_nothing() {
    let (office, folder) = office_with_a_bad_row();
    let path = folder.to_string_lossy();
    let words = ["import", &path, "--region", "532327", "--month", "2023-10", "--dry-run"];
    let preview = office.json(&words);
    assert_eq!(preview["committed"], false);
    assert_eq!(office.json(&["batches"]).as_array().map(Vec::len), Some(0));
    let report = office.import(&folder);
    assert_eq!(preview["totals"], report["totals"]);
}

#[test]
fn last_years_month_is_answered_as_it_was() {
    let (office, folder) = office_with_a_bad_row();
    office.import(&folder);
    let then = office.screen();
    // A year later a claim of that year is settled late, and the year is screened.
    let late = office.folder.path().join("late");
    fs::create_dir_all(&late).expect("a folder");
    crate::invented::write_claims(
        &late.join("个人自付明细.csv"),
        &[claim(9, 10, &number(10), "9100.00")],
    );
    let path = late.to_string_lossy();
    office.json(&["import", &path, "--region", "532327", "--month", "2024-10", "--yes"]);
    office.json(&["screen", "--region", "532327", "--month", "2024-10"]);
    let again = office.screen();
    assert_eq!(again["classes"], then["classes"]);
}

#[test]
fn policy_is_shown_with_the_pack_and_document_of_every_value() {
    let office = Office::new();
    let view = office.json(&["policy", "show", "--region", "532327", "--on", "2023-10-31"]);
    let line = view["parameters"]
        .as_array()
        .expect("parameters")
        .iter()
        .find(|it| it["name"] == "income.monitoring_line")
        .expect("the monitoring line");
    assert_eq!(line["stored"], 870_000);
    assert_eq!(line["default"], true, "no public document states the line of 2023");
    assert!(40 <= view["rules"].as_array().expect("rules").len());
    office.text(&["policy", "check"]);
}
