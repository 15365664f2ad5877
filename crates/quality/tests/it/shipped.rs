//! The checks of this repository.

use policy::Problem;

use crate::support::{catalogue, day, packs, root};

#[tokio::test]
async fn every_condition_fits_the_columns_and_every_case_passes() {
    let problems = quality::problems(&root().join("packs"), &packs()).await.unwrap();
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn there_are_checks_for_every_region_and_later_years() {
    let packs = packs();
    let catalogue = catalogue(&packs);
    for (region, on) in [("532327", "2023-10-31"), ("520000", "2025-12-31"), ("51", "2026-06-30")] {
        assert!(190 < catalogue.checks_for(&packs, region, day(on)).len(), "{region} {on}");
    }
}
