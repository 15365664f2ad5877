//! Coverage of help, yearly reviews and follow-ups: counts, the cases behind them, and who may see
//! them.

use std::collections::BTreeSet;

use kernel::RegionLevel;
use serde_json::json;
use store::{
    CaseSummary, CoverageCount, CoverageDays, CoverageGap, NewCase, Scope, StoredCase,
    StoredEffectReview, Tx,
};

use crate::common::{
    COUNTY, OTHER_COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE, at, date, household, on_each_engine,
    person, with_register,
};

fn case(id: i64, village_id: i64, stage: &str) -> NewCase {
    NewCase {
        case: StoredCase {
            id,
            household_id: id,
            village_id,
            residence_village_id: None,
            stage: stage.into(),
            is_open: stage != "eliminated",
            version: 0,
            first_clue_on: date("2023-01-01"),
            opening: json!({}),
            opened_at: at(9),
            changed_at: at(9),
        },
        regions: BTreeSet::from([village_id, TOWNSHIP, COUNTY]),
        clues: BTreeSet::new(),
    }
}

fn summary(case_id: i64) -> CaseSummary {
    CaseSummary {
        case_id,
        identified_on: Some(date("2023-01-10")),
        officer: Some("起云德（县农业农村局）".into()),
        officer_account: Some("bo".into()),
        has_labor: Some(true),
        departments: BTreeSet::from(["医保局".to_owned()]),
        ..CaseSummary::default()
    }
}

fn review(on: &str, outcome: &str) -> StoredEffectReview {
    StoredEffectReview {
        reviewed_on: date(on),
        outcome: outcome.into(),
        measures_fit: Some("yes".into()),
        risk_removed: Some("partly".into()),
        income_stable: None,
        motivated: Some("no".into()),
    }
}

fn county() -> Scope {
    Scope::region(COUNTY, RegionLevel::County)
}

/// On 1 August 2023: a month for measures, six for developmental ones.
const DAYS: fn() -> CoverageDays =
    || CoverageDays { measures_since: date("2023-07-01"), developmental_since: date("2023-02-01") };

/// Six households: one well helped, one of each kind that is not, and one whose risk is gone. The
/// last two are of the other village, where nobody is responsible.
async fn helped(tx: &mut Tx) {
    tx.save_households(&[household(4), household(5), household(6)]).await.unwrap();
    tx.save_persons(&[person(4, 4), person(5, 5), person(6, 6)]).await.unwrap();
    let cases = [
        case(1, VILLAGE, "assisted"),
        case(2, VILLAGE, "identified"),
        case(3, VILLAGE, "assisted"),
        case(4, VILLAGE, "assisted"),
        case(5, OTHER_VILLAGE, "identified"),
        case(6, OTHER_VILLAGE, "eliminated"),
    ];
    tx.insert_cases(&cases).await.unwrap();
    let summaries = [
        CaseSummary { measures: 3, developmental: 1, delivered: 2, ..summary(1) },
        summary(2),
        CaseSummary { measures: 2, relief: 2, delivered: 1, ..summary(3) },
        CaseSummary { measures: 1, developmental: 1, ..summary(4) },
        // Identified yesterday: nothing is late.
        CaseSummary {
            identified_on: Some(date("2023-07-31")),
            officer: None,
            officer_account: None,
            departments: BTreeSet::new(),
            ..summary(5)
        },
        CaseSummary { officer: None, eliminated_on: Some(date("2023-06-01")), ..summary(6) },
    ];
    tx.save_case_summaries(&summaries).await.unwrap();
}

#[tokio::test]
async fn every_gap_is_counted_and_opens_into_its_cases() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        helped(&mut tx).await;
        let total = tx.coverage(&county(), DAYS()).await.unwrap();
        let expected = CoverageCount {
            region_id: COUNTY,
            households: 5,
            without_helper: 1,
            without_measures: 1,
            only_relief: 1,
            without_developmental: 2,
            nothing_delivered: 1,
            measures: 6,
        };
        assert_eq!(total, expected);
        let cases = async |tx: &mut Tx, scope: &Scope, gap, after| -> Vec<i64> {
            let lines = tx.coverage_cases(scope, gap, DAYS(), after, 2).await.unwrap();
            lines.iter().map(|it| it.case_id).collect()
        };
        for (gap, found) in [
            (CoverageGap::None, vec![1, 2]),
            (CoverageGap::WithoutHelper, vec![5]),
            (CoverageGap::WithoutMeasures, vec![2]),
            (CoverageGap::OnlyRelief, vec![3]),
            (CoverageGap::WithoutDevelopmental, vec![2, 3]),
            (CoverageGap::NothingDelivered, vec![4]),
        ] {
            assert_eq!(cases(&mut tx, &county(), gap, 0).await, found, "{gap:?}");
        }
        assert_eq!(cases(&mut tx, &county(), CoverageGap::None, 2).await, [3, 4]);
        let line =
            &tx.coverage_cases(&county(), CoverageGap::OnlyRelief, DAYS(), 0, 9).await.unwrap()[0];
        assert_eq!((line.householder.as_deref(), line.has_labor), (Some("甲3"), Some(true)));

        // One level down, and two.
        let below = tx.coverage_by_region(&county(), DAYS()).await.unwrap();
        assert_eq!(below, [CoverageCount { region_id: TOWNSHIP, ..expected }]);
        let township = Scope::region(TOWNSHIP, RegionLevel::Township);
        let below = tx.coverage_by_region(&township, DAYS()).await.unwrap();
        let pairs: Vec<(i64, i64, i64)> =
            below.iter().map(|it| (it.region_id, it.households, it.without_helper)).collect();
        assert_eq!(pairs, [(VILLAGE, 4, 0), (OTHER_VILLAGE, 1, 1)]);
        assert_eq!(tx.regions_without_helper(&county()).await.unwrap(), [OTHER_VILLAGE]);

        // A department, a helper, and the county next door.
        let department = Scope { department: Some("医保局".into()), ..county() };
        assert_eq!(tx.coverage(&department, DAYS()).await.unwrap().households, 4);
        let helper = Scope { helper: Some("chen".into()), ..county() };
        assert_eq!(tx.coverage(&helper, DAYS()).await.unwrap().households, 0);
        assert_eq!(cases(&mut tx, &helper, CoverageGap::None, 0).await, [0_i64; 0]);
        assert_eq!(tx.regions_without_helper(&helper).await.unwrap(), [0_i64; 0]);
        let elsewhere = Scope::region(OTHER_COUNTY, RegionLevel::County);
        let none = CoverageCount { region_id: OTHER_COUNTY, ..CoverageCount::default() };
        assert_eq!(tx.coverage(&elsewhere, DAYS()).await.unwrap(), none);
        assert_eq!(tx.coverage_by_region(&elsewhere, DAYS()).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn reviews_are_counted_by_village_and_year_and_never_lost() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        helped(&mut tx).await;
        let first = [review("2022-05-01", "weakly_stable"), review("2023-03-01", "weakly_stable")];
        let reviewed = |case_id, reviews: &[StoredEffectReview]| CaseSummary {
            effect_reviews: reviews.to_vec(),
            effect_reviewed_on: reviews.last().map(|it| it.reviewed_on),
            effect_outcome: reviews.last().map(|it| it.outcome.clone()),
            ..summary(case_id)
        };
        tx.save_case_summaries(&[reviewed(1, &first)]).await.unwrap();
        // The last of the year counts; written twice, it is there once.
        let second = [first[1].clone(), review("2023-11-01", "stably_removed")];
        for _ in 0..2 {
            tx.save_case_summaries(&[reviewed(1, &second)]).await.unwrap();
        }
        // A new spell begins without reviews, and the old ones stay.
        tx.save_case_summaries(&[summary(1)]).await.unwrap();
        tx.save_case_summaries(&[reviewed(6, &[review("2023-04-01", "stably_removed")])])
            .await
            .unwrap();

        let year = |year: i32| (date(&format!("{year}-01-01")), date(&format!("{year}-12-31")));
        let (from, to) = year(2023);
        let counts = tx.effect_reviews(&county(), from, to).await.unwrap();
        assert_eq!(counts.len(), 2, "the other village has an eliminated household: {counts:?}");
        let village = &counts[0];
        assert_eq!((village.village_id, village.households, village.reviewed), (VILLAGE, 3, 1));
        let outcomes = (village.weakly_stable, village.no_labor, village.stably_removed);
        assert_eq!((outcomes, village.last_on), ((0, 0, 1), Some(date("2023-11-01"))));
        let other = &counts[1];
        assert_eq!((other.households, other.reviewed, other.stably_removed), (0, 0, 1));
        let (from, to) = year(2022);
        let counts = tx.effect_reviews(&county(), from, to).await.unwrap();
        assert_eq!((counts[0].reviewed, counts[0].weakly_stable), (1, 1));
        let (from, to) = year(2024);
        let counts = tx.effect_reviews(&county(), from, to).await.unwrap();
        assert_eq!((counts.len(), counts[0].reviewed, counts[0].last_on), (1, 0, None));

        let (from, to) = year(2023);
        let ids = async |tx: &mut Tx, scope: &Scope| -> Vec<i64> {
            let lines = tx.cases_to_review(scope, from, to, 0, 10).await.unwrap();
            lines.iter().map(|it| it.case_id).collect()
        };
        assert_eq!(ids(&mut tx, &county()).await, [3, 4], "help has to be under way");
        let helper = Scope { helper: Some("chen".into()), ..county() };
        assert_eq!(ids(&mut tx, &helper).await, [0_i64; 0]);
        assert_eq!(tx.effect_reviews(&helper, from, to).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_waited_longest_is_visited_first() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        helped(&mut tx).await;
        let no_labor = CaseSummary {
            has_labor: Some(false),
            effect_reviewed_on: Some(date("2023-03-01")),
            effect_outcome: Some("no_labor".into()),
            ..summary(3)
        };
        tx.save_case_summaries(std::slice::from_ref(&no_labor)).await.unwrap();
        let by = |text: &str| Some(date(text));
        let found = async |tx: &mut Tx, eliminated_by, no_labor_by| -> Vec<(i64, String)> {
            let lines = tx.follow_ups(&county(), eliminated_by, no_labor_by, 10).await.unwrap();
            lines.iter().map(|it| (it.case_id, it.since.to_string())).collect()
        };
        let both = [(3, "2023-03-01".to_owned()), (6, "2023-06-01".to_owned())];
        assert_eq!(found(&mut tx, by("2023-06-01"), by("2023-06-01")).await, both);
        assert_eq!(found(&mut tx, by("2023-05-31"), by("2023-06-01")).await, both[..1]);
        assert_eq!(found(&mut tx, by("2023-06-01"), None).await, both[1..]);
        assert_eq!(found(&mut tx, None, None).await, []);

        let visited = CaseSummary { followed_up_on: by("2023-09-01"), ..no_labor };
        tx.save_case_summaries(&[visited]).await.unwrap();
        assert_eq!(found(&mut tx, by("2023-06-01"), by("2023-08-31")).await, both[1..]);
        let helper = Scope { helper: Some("chen".into()), ..county() };
        let none = tx.follow_ups(&helper, by("2024-01-01"), by("2024-01-01"), 10).await.unwrap();
        assert_eq!(none, []);
    })
    .await;
}
