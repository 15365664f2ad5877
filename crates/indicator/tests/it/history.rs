//! The years before, with totals added again and conflicts listed.

use std::path::Path;

use indicator::{Column, ConflictKind};

use crate::support::shipped;

const CSV: &str = "../../../shared/data/poverty_history.csv";

#[test]
fn conflicts_are_listed_and_nothing_is_mended() {
    let found = shipped();
    let mut all = Vec::new();
    for history in found.histories() {
        for it in &history.conflicts {
            let (stated, added) = (it.stated.to_string(), it.added.to_string());
            all.push((history.region.as_str(), it.kind, it.column, stated, added, it.oddity));
        }
    }
    let text = |region, column, stated: &str, added: &str, oddity| {
        (region, ConflictKind::Text, column, stated.to_owned(), added.to_owned(), Some(oddity))
    };
    all.sort_by_key(|it| (it.0, it.2, it.3.clone()));
    assert_eq!(
        all,
        [
            text("532327", Column::Townships, "7", "2", 12),
            text("532327", Column::Persons, "22002", "22059", 12),
            text("532327", Column::Persons, "243", "186", 12),
            text("5329", Column::Persons, "420800", "429561", 8),
        ]
    );
}

#[test]
fn printed_totals_of_all_three_tables_add_up() {
    let found = shipped();
    let mut totals = 0;
    for history in found.histories() {
        for total in &history.totals {
            for (column, stated) in &total.values {
                assert_eq!(history.added(*column, total.from, total.to), Some(*stated));
                totals += 1;
            }
        }
    }
    assert_eq!(totals, 12);
}

#[test]
fn a_total_that_does_not_add_up_is_a_conflict() {
    let found = shipped();
    let mut history = found.histories()[0].clone();
    history.years[0].values.clear();
    assert!(!history.totals_that_do_not_add_up().is_empty());
}

#[test]
fn every_value_of_the_requirements_is_there() {
    let found = shipped();
    let Ok(mut reader) = csv::Reader::from_path(Path::new(CSV)) else { return };
    let mut rows = 0;
    for row in reader.records() {
        let row = row.expect("a row");
        rows += 1;
        let region = row[1].trim_end_matches("00");
        let history = found.histories().iter().find(|it| it.region == region).expect("a history");
        let values = match &row[0] {
            "year" => {
                let year = history.years.iter().find(|it| it.year.to_string() == row[3]);
                &year.expect("the year").values
            }
            _ => {
                let span =
                    |it: &&indicator::HistoryTotal| format!("{}-{}", it.from, it.to) == row[3];
                &history.totals.iter().find(span).expect("the total").values
            }
        };
        for (at, column) in (4..9).zip(Column::ALL) {
            let value = values.iter().find(|(of, _)| *of == column).map(|(_, it)| it.to_string());
            assert_eq!(value.unwrap_or_default(), &row[at], "{region} {} {column:?}", &row[3]);
        }
    }
    assert_eq!(rows, 25);
}
