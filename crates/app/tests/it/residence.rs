//! Relocated households: home and residence both see the case.

use app::{
    cases,
    residence::{self, ResidenceError},
    takeover::take_over,
};
use chrono::NaiveDate;
use kernel::RegionLevel;
use store::{CaseFilter, Scope};

use crate::support::{COUNTY, OTHER_VILLAGE, Office, VILLAGE, at, office};

const EAST_VILLAGE: i64 = 5;
const WEST_VILLAGE: i64 = 7;

fn number(person: usize) -> String {
    let seventeen = format!("990123{:04}0101{:03}", 1960 + person, 600 + person);
    kernel::ResidentId::with_check_digit(&seventeen).unwrap().reveal().to_owned()
}

/// The national export: households 1 and 2, registered in the east village, of which the second
/// was moved to `settled`.
async fn imported(office: &Office, file: &str, settled: &str) {
    let mut text = String::from(
        "户编号,姓名,证件号码,与户主关系,乡镇,村,安置点,户类型,监测对象类别,风险是否已消除,识别监测时间,致贫/返贫风险1\n",
    );
    for (person, site) in [(1, ""), (2, settled)] {
        text.push_str(&format!(
            "99012300000{person},甲{person},{},户主,东镇,东一村,{site},脱贫户,脱贫不稳定户,否,202305,因病\n",
            number(person)
        ));
    }
    office.take_in(COUNTY, "2026-02", (file, &text), at(0)).await;
}

fn county() -> Scope {
    Scope::region(3, RegionLevel::County)
}

fn village(id: i64) -> Scope {
    Scope::region(id, RegionLevel::Village)
}

/// The households whose cases a village sees in a stage.
async fn seen(office: &Office, id: i64, stage: &str) -> Vec<i64> {
    let filter = CaseFilter { stage: stage.into(), ..CaseFilter::default() };
    let rows = cases::list(&office.home, &village(id), &filter, 0, 10).await.unwrap();
    rows.iter().map(|it| it.household).collect()
}

async fn monitored(office: &Office) {
    let region = office.home.region(COUNTY).unwrap().clone();
    let on: NaiveDate = "2026-03-02".parse().unwrap();
    let done = take_over(&office.home, &region, on, "an", at(1)).await.unwrap();
    assert_eq!(done.opened, 2);
}

#[tokio::test]
async fn a_file_that_gives_the_site_makes_both_villages_see_the_case() {
    let office = office().await;
    imported(&office, "监测对象信息.csv", "西一村").await;
    let view = residence::show(&office.home, &county(), 2).await.unwrap();
    assert_eq!(view.residence_code.as_deref(), Some("990123101201"));
    assert_eq!((view.source.as_deref(), view.since), (Some("import"), "2026-02-28".parse().ok()));
    let view = residence::show(&office.home, &county(), 1).await.unwrap();
    assert_eq!((view.residence, view.since), (None, None));
    monitored(&office).await;
    assert_eq!(seen(&office, EAST_VILLAGE, "assisted").await, [1, 2]);
    assert_eq!(seen(&office, WEST_VILLAGE, "assisted").await, [2]);
}

#[tokio::test]
async fn what_an_officer_enters_moves_the_case_and_no_import_overwrites_it() {
    let office = office().await;
    imported(&office, "监测对象信息.csv", "").await;
    monitored(&office).await;
    let home = &office.home;
    assert_eq!(seen(&office, WEST_VILLAGE, "assisted").await, [0_i64; 0]);

    let set = async |code| residence::set(home, &county(), 1, code, "an", at(2)).await;
    let view = set(Some(OTHER_VILLAGE)).await.unwrap();
    assert_eq!((view.cases_moved, view.source.as_deref()), (1, Some("officer")));
    assert_eq!(seen(&office, WEST_VILLAGE, "assisted").await, [1]);
    assert_eq!(seen(&office, EAST_VILLAGE, "assisted").await, [1, 2]);
    assert_eq!(set(Some(OTHER_VILLAGE)).await.unwrap().cases_moved, 0);
    // A later file says where the second lives: it moves; and the first lives at home again.
    assert_eq!(set(Some(VILLAGE)).await.unwrap().cases_moved, 1);
    imported(&office, "监测对象信息二.csv", "西镇西一村").await;
    assert_eq!(seen(&office, WEST_VILLAGE, "assisted").await, [2]);
    // What an officer says of the second stays, whatever the next file says.
    let view = residence::set(home, &county(), 2, None, "an", at(3)).await.unwrap();
    assert_eq!((view.cases_moved, view.residence), (1, None));
    imported(&office, "监测对象信息三.csv", "西镇西一村委会").await;
    assert_eq!(seen(&office, WEST_VILLAGE, "assisted").await, [0_i64; 0]);
    assert_eq!(office.audited("household.residence").await.len(), 4);
}

#[tokio::test]
async fn a_household_outside_the_scope_is_not_found() {
    let office = office().await;
    imported(&office, "监测对象信息.csv", "西一村").await;
    let home = &office.home;
    let code = async |scope: &Scope, household, village| {
        let result = residence::set(home, scope, household, village, "an", at(2)).await;
        result.map_err(|it: ResidenceError| it.code()).map(|it| it.household)
    };
    // Home and residence know of the second, only home of the first.
    assert_eq!(code(&village(EAST_VILLAGE), 1, None).await, Ok(1));
    assert_eq!(code(&village(WEST_VILLAGE), 1, None).await, Err("household.not_found"));
    assert_eq!(code(&village(WEST_VILLAGE), 2, Some(OTHER_VILLAGE)).await, Ok(2));
    assert_eq!(code(&county(), 9, None).await, Err("household.not_found"));
    let helper = Scope { helper: Some("bo".into()), ..county() };
    assert_eq!(code(&helper, 2, None).await, Err("household.not_found"));
    assert_eq!(code(&county(), 1, Some("990199")).await, Err("residence.no_such_region"));
    assert_eq!(code(&county(), 1, Some(COUNTY)).await, Err("residence.not_a_village"));
}
