//! Every indicator over households, on four invented families.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use indicator::{Indicators, Measure, Tally, compute, contributions};
use lake::{
    declaration::Facts,
    fold::FactTable,
    snapshot::{ABSENT, Snapshot, SnapshotHousehold},
};

use crate::support::{facts, shipped};

/// One fact for the four families: out of poverty; out of poverty and monitored; monitored once,
/// eliminated; neither.
type Row = (&'static str, [i64; 4]);

/// The second family has no income figures, the third a broken house.
const FACTS: [Row; 19] = [
    ("out_of_poverty_household", [1, 1, 0, 0]),
    ("monitored", [0, 1, 0, 0]),
    ("ever_monitored", [0, 1, 1, 0]),
    ("risk_eliminated", [0, 0, 1, 0]),
    ("members", [4, 3, 2, 5]),
    ("income_members", [4, 3, 2, ABSENT]),
    ("wage_income", [3_000_000, ABSENT, 1_000_000, ABSENT]),
    ("operating_income", [1_500_000, ABSENT, 500_000, ABSENT]),
    ("property_income", [100_000, ABSENT, 0, ABSENT]),
    ("transfer_income", [400_000, ABSENT, 100_000, ABSENT]),
    ("operating_expense", [1_000_000, ABSENT, 200_000, ABSENT]),
    ("net_income", [4_000_000, ABSENT, 1_400_000, ABSENT]),
    ("net_income_per_head", [1_000_000, ABSENT, 700_000, ABSENT]),
    ("able_members", [2, 1, 1, 3]),
    ("working_members", [1, 1, 0, 2]),
    ("dibao_members", [0, 3, 0, 0]),
    ("uninsured_members", [0, 1, 0, 1]),
    ("jobless_members", [0, 1, 0, 0]),
    ("member_returned", [ABSENT, ABSENT, 1, ABSENT]),
];

fn families(facts: &Facts) -> (Snapshot, FactTable) {
    let household = |hid: i64| SnapshotHousehold {
        hid,
        township: 10,
        village: if hid == 4 { 101 } else { 100 },
        group: None,
        out_of_poverty: hid < 3,
        monitored: hid == 2,
        eliminated: hid == 3,
        identified_on: None,
        risks: Default::default(),
    };
    let (snapshot, _) = Snapshot::new((1..=4).map(household).collect(), Vec::new());
    let more: [Row; 2] =
        [("dangerous_house_occupied", [0, 0, 1, 0]), ("open_water_fault", [0, 1, 0, 0])];
    let columns = FACTS.iter().chain(&more);
    let table = columns
        .map(|(name, values)| {
            (facts.position(name).unwrap_or_else(|| panic!("no fact {name}")), values.to_vec())
        })
        .collect();
    (snapshot, table)
}

fn constants(all: &Indicators, id: &str) -> BTreeMap<String, i64> {
    let Some(it) = all.get("53", id) else { return BTreeMap::new() };
    let Measure::Households { parameters, .. } = &it.measure else { return BTreeMap::new() };
    // The lines as the plans have them: 8000, 10000 and 6000 yuan.
    let value = |parameter: &str| match parameter {
        "income.low_band" => 1_000_000,
        "income.national_floor" => 600_000,
        "income.monitoring_line" => 800_000,
        "income_account.band_1" => 600_000,
        "income_account.band_2" => 1_000_000,
        "income_account.band_3" => 1_500_000,
        "income_account.band_4" => 2_000_000,
        other => panic!("no figure for {other}"),
    };
    parameters.iter().map(|(name, parameter)| (name.clone(), value(parameter))).collect()
}

#[test]
fn every_indicator_over_households_has_a_case() {
    let (facts, _) = facts();
    let all = shipped();
    let (snapshot, table) = families(&facts);
    let day: NaiveDate = "2023-10-31".parse().unwrap();
    // Value, households of the population, households without a value.
    let cases: [(&str, &str, i64, i64); 40] = [
        ("all_households", "4", 4, 0),
        ("all_persons", "14", 4, 0),
        ("other_rural_households", "1", 1, 0),
        ("out_of_poverty_households", "2", 2, 0),
        ("out_of_poverty_persons", "7", 2, 0),
        ("monitored_households", "1", 1, 0),
        ("monitored_persons", "3", 1, 0),
        ("watched_households", "2", 2, 0),
        ("watched_persons", "7", 2, 0),
        ("eliminated_households", "1", 1, 0),
        ("eliminated_share", "50", 2, 0),
        ("monitored_share_of_people", "21.428571", 4, 0),
        ("net_income_out_of_poverty", "10000", 2, 1),
        ("net_income_per_head", "10000", 2, 1),
        // 15,000 yuan less 10,000 for four people.
        ("operating_income_per_person", "1250", 2, 1),
        ("operating_income_share", "12.5", 2, 1),
        ("wage_income_per_person", "7500", 2, 1),
        ("wage_income_share", "75", 2, 1),
        ("property_income_per_person", "250", 2, 1),
        ("property_income_share", "2.5", 2, 1),
        ("transfer_income_per_person", "1000", 2, 1),
        ("transfer_income_share", "10", 2, 1),
        ("out_of_poverty_labour", "3", 2, 0),
        ("out_of_poverty_workers", "2", 2, 0),
        ("jobless_households_share", "25", 4, 0),
        ("returned_households_share", "25", 4, 0),
        ("dibao_persons", "3", 4, 0),
        // Four of seven people have income figures.
        ("monitoring_rate", "57.142857", 2, 0),
        ("consolidation_rate", "100", 2, 1),
        ("housing_safe_share", "75", 4, 0),
        ("medical_insured_share", "85.714286", 4, 0),
        ("drinking_water_share", "57.142857", 2, 0),
        // At the line is not below it.
        ("persons_below_upper_band", "0", 2, 1),
        ("share_below_upper_band", "0", 2, 1),
        ("persons_below_lower_band", "0", 2, 1),
        // 7,000 yuan and 10,000; who has no figures is in no band.
        ("income_band_1_households", "0", 0, 0),
        ("income_band_2_households", "1", 1, 0),
        ("income_band_3_households", "1", 1, 0),
        ("income_band_4_households", "0", 0, 0),
        ("income_band_5_households", "0", 0, 0),
    ];
    for (id, value, households, missing) in cases {
        let it = all.get("53", id).unwrap_or_else(|| panic!("no {id}"));
        let parts =
            compute(it, &facts, &table, &snapshot, day, &constants(&all, id)).expect("a value");
        let whole = parts.values().copied().reduce(Tally::plus).unwrap_or_default();
        let found = whole.value(it.unit).map(|it| it.to_string());
        assert_eq!(found.as_deref(), Some(value), "{id}");
        assert_eq!((whole.households, whole.missing), (households, missing), "{id}");
        let behind = contributions(it, &facts, &table, &snapshot, day, &constants(&all, id));
        let sum: i64 = behind.expect("households").iter().filter_map(|it| it.numerator).sum();
        assert_eq!(sum, whole.numerator, "{id}: what lies behind adds up");
    }
    let mut tried: Vec<&str> = cases.iter().map(|(id, ..)| *id).collect();
    tried.sort_unstable();
    tried.dedup();
    let over: Vec<&str> = all
        .of("53")
        .iter()
        .filter(|it| it.kind() == "households")
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(tried, over);
}

/// Villages add up to the county, and the four components of the plan to net income.
#[test]
fn parts_add_up() {
    let (facts, _) = facts();
    let all = shipped();
    let (snapshot, table) = families(&facts);
    let day: NaiveDate = "2023-10-31".parse().unwrap();
    let whole = |id: &str| {
        let it = all.get("53", id).expect("the indicator");
        let parts = compute(it, &facts, &table, &snapshot, day, &BTreeMap::new()).unwrap();
        (parts.len(), parts.values().copied().reduce(Tally::plus).unwrap())
    };
    let (villages, insured) = whole("medical_insured_share");
    assert_eq!((villages, insured.numerator, insured.denominator), (2, 12, Some(14)));
    let parts = ["wage", "operating", "property", "transfer"]
        .map(|it| whole(&format!("{it}_income_per_person")).1.numerator);
    assert_eq!(parts.iter().sum::<i64>(), whole("net_income_per_head").1.numerator);
}
