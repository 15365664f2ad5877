//! The five exports of the sample county against its truth, row by row.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Instant,
};

use quality::{CheckState, Order};

use crate::support::{catalogue, day, packs};

/// The sample county beside the checkout, when it is there.
fn sample() -> Option<PathBuf> {
    let folder = PathBuf::from("../../../shared/samples/yongren");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("the sample county is not beside this checkout: skipped");
    None
}

fn rows(sample: &Path, name: &str, columns: &[&str]) -> BTreeSet<Vec<String>> {
    let mut reader = csv::Reader::from_path(sample.join("truth").join(name)).expect("the file");
    let header = reader.headers().expect("a header").clone();
    let places: Vec<usize> = columns
        .iter()
        .map(|it| header.iter().position(|name| name.trim_start_matches('\u{feff}') == *it))
        .map(|it| it.expect("the column"))
        .collect();
    let read = |row: csv::StringRecord| places.iter().map(|it| row[*it].to_owned()).collect();
    reader.records().map(|it| read(it.expect("a row"))).collect()
}

#[tokio::test]
async fn the_findings_are_those_of_the_truth() {
    let Some(sample) = sample() else { return };
    let folder = sample.join("01_国家系统导出");
    let mut files: Vec<(String, PathBuf)> = std::fs::read_dir(&folder)
        .expect("the exports")
        .map(|it| it.expect("a file").path())
        .map(|it| {
            let name = it.file_name().unwrap().to_string_lossy().into_owned();
            (format!("01_国家系统导出/{name}"), it)
        })
        .collect();
    files.sort();
    let packs = packs();
    let catalogue = catalogue(&packs);
    let order =
        Order { files, region: "532327".to_owned(), on: day("2023-10-31"), ..Order::default() };
    let start = Instant::now();
    let outcome = quality::run(&catalogue, &packs, order, &|step| {
        if let quality::Step::Checking(0, _) = step {
            println!("opened and loaded after {:?}", start.elapsed());
        }
    })
    .await
    .expect("it runs");
    println!("checked after {:?}", start.elapsed());
    let report = &outcome.report;
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    for it in &report.checks {
        assert_ne!(it.state, CheckState::NotJudged, "{} {:?}", it.id, it.why);
    }
    let evaluated = rows(&sample, "dq_rules_evaluated.csv", &["rule"]);
    let ours: BTreeSet<Vec<String>> = report.checks.iter().map(|it| vec![it.id.clone()]).collect();
    let lacking: Vec<_> = evaluated.difference(&ours).collect();
    assert!(lacking.is_empty(), "rules of the list that we do not have: {lacking:?}");

    let expected = rows(&sample, "dq_violations.csv", &["rule", "file", "sheet", "row"]);
    let found: BTreeSet<Vec<String>> = report
        .findings
        .iter()
        .filter(|it| evaluated.contains(&vec![it.check.clone()]))
        .map(|it| vec![it.check.clone(), it.file.clone(), it.sheet.clone(), it.row.to_string()])
        .collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    let extra: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty() && extra.is_empty(), "missing {missing:#?}\nextra {extra:#?}");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("疑点.xlsx");
    quality::write_workbook(&path, &outcome).expect("the workbook");
    println!("workbook after {:?}", start.elapsed());

    // Nothing personal leaves but in the workbook.
    let json = serde_json::to_string(report).unwrap();
    let longest = |text: &str| {
        text.split(|it: char| !it.is_ascii_digit()).map(str::len).max().unwrap_or_default()
    };
    assert!(longest(&json.replace(&report.hash, "")) < 15, "a long number in the JSON");
}
