//! Entitlements of an invented county beside the payments of its departments' lists.

use std::collections::BTreeMap;

use app::{
    benefits::{
        BenefitFinding, CountyBenefits, Who, county_benefits, county_workbook, household_benefits,
    },
    ledgers::{self, Draft},
};
use benefits::State;
use chrono::NaiveDate;
use kernel::{RegionLevel, value::days_of};
use ledger::Plain;
use store::Scope;

use crate::support::{COUNTY, OTHER_VILLAGE, Office, VILLAGE, at, office};

const BENEFIT: &str = "yulu_aid";

/// Heads have even, pupils odd numbers.
fn number(person: usize) -> String {
    let year = if person.is_multiple_of(2) { 1970 } else { 2006 };
    let seventeen = format!("990123{:04}0101{:03}", year, 600 + person);
    kernel::ResidentId::with_check_digit(&seventeen).unwrap().reveal().to_owned()
}

async fn take_in(office: &Office, name: &str, text: &str) {
    office.take_in(COUNTY, "2023-10", (name, text), at(0)).await;
}

/// Four households of a head and a pupil each. Pupils: 1, 5, 7 in a vocational school, 3 at a
/// university. Households 0, 1, 3 are out of poverty; 2 is monitored and lives in the west.
async fn county() -> Office {
    let office = office().await;
    let mut persons = String::from(
        "户编号,姓名,证件号码,与户主关系,乡镇,村,户类型,监测对象类别,风险是否已消除,识别监测时间,致贫/返贫风险1\n",
    );
    let mut pupils = String::from("学生姓名,身份证号,学段\n");
    for household in 0..4 {
        let (base, monitored, place) = match household {
            2 => ("一般农户", "边缘易致贫户,否,202305,因学", "西镇,西一村"),
            _ => ("脱贫户", ",,,", "东镇,东一村"),
        };
        for (person, relation) in [(household * 2, "户主"), (household * 2 + 1, "之子")] {
            persons.push_str(&format!(
                "99012300000{household},甲{person},{},{relation},{place},{base},{monitored}\n",
                number(person)
            ));
        }
        let pupil = household * 2 + 1;
        let stage = if pupil == 3 { "本科" } else { "中职" };
        pupils.push_str(&format!("甲{pupil},{},{stage}\n", number(pupil)));
    }
    take_in(&office, "监测对象信息.csv", &persons).await;
    take_in(&office, "在校学生花名册.csv", &pupils).await;
    office
}

/// Pupil 1 got one term, pupil 3 got what he has no right to, pupil 7 got all; pupil 5 nothing.
async fn paid(office: &Office) {
    let mut text = String::from("姓名,身份证号,项目,补助金额,发放日期\n");
    for (pupil, amount, day) in [
        (1, 1500, "2023-03-20"),
        (3, 3000, "2023-03-20"),
        (7, 1500, "2023-03-20"),
        (7, 1500, "2023-09-20"),
        // Last year's does not count.
        (5, 3000, "2022-12-20"),
    ] {
        text.push_str(&format!("甲{pupil},{},雨露计划,{amount},{day}\n", number(pupil)));
    }
    take_in(office, "雨露计划补助发放名单.csv", &text).await;
}

async fn compared(office: &Office, code: &str) -> CountyBenefits {
    let region = office.home.region(code).unwrap().clone();
    let scope = Scope::region(region.id, region.level);
    county_benefits(&office.home, &scope, &region, "2023-10".parse().unwrap()).await.unwrap()
}

fn findings(found: &CountyBenefits) -> Vec<(String, BenefitFinding, i64, i64)> {
    let rows = found.rows.iter().filter(|it| it.benefit == BENEFIT);
    let name = |it: &Option<String>| it.clone().unwrap_or_default();
    rows.map(|it| (name(&it.name), it.finding, it.entitled, it.received)).collect()
}

#[tokio::test]
async fn who_has_not_received_and_who_has_no_right_are_found() {
    let office = county().await;
    paid(&office).await;
    let found = compared(&office, COUNTY).await;
    assert_eq!(
        findings(&found),
        [
            ("甲1".to_owned(), BenefitFinding::ReceivedLess, 300_000, 150_000),
            ("甲3".to_owned(), BenefitFinding::NotEntitled, 0, 300_000),
            ("甲5".to_owned(), BenefitFinding::NotReceived, 300_000, 0),
        ]
    );
    let count = found.benefits.iter().find(|it| it.benefit == BENEFIT).unwrap();
    assert_eq!((count.entitled, count.amount, count.unknown), (3, Some(900_000), 0));
    assert_eq!((count.payments, count.paid, count.compared), (4, 750_000, true));
    assert_eq!((count.not_received, count.not_entitled, count.differ), (1, 1, 1));
    let wrong = found.rows.iter().find(|it| it.name.as_deref() == Some("甲3")).unwrap();
    assert_eq!(wrong.reason, "没有就读中职或高职");
    assert_eq!((wrong.difference, wrong.householder.as_str()), (300_000, "甲2"));
    assert_eq!((wrong.payments[0].row, wrong.payments[0].amount), (3, 300_000));
    assert!(wrong.payments[0].file.contains("雨露计划"), "{:?}", wrong.payments);
    // Nothing that names a person to a stranger: no number in what goes out.
    let text = serde_json::to_string(&found).unwrap();
    assert!((0..8).all(|it| !text.contains(&number(it))));
    assert!(county_workbook(&found).unwrap().starts_with(b"PK"));
}

#[tokio::test]
async fn a_village_sees_its_own_and_a_list_speaks_for_the_whole_county() {
    let office = county().await;
    paid(&office).await;
    let west = compared(&office, OTHER_VILLAGE).await;
    assert_eq!(findings(&west), [("甲5".to_owned(), BenefitFinding::NotReceived, 300_000, 0)]);
    let east = compared(&office, VILLAGE).await;
    assert_eq!(findings(&east).len(), 2);
    // A department sees what it decides.
    let region = office.home.region(COUNTY).unwrap().clone();
    let scope =
        Scope { department: Some("医保局".into()), ..Scope::region(3, RegionLevel::County) };
    let month = "2023-10".parse().unwrap();
    let found = county_benefits(&office.home, &scope, &region, month).await.unwrap();
    let ids: Vec<&str> = found.benefits.iter().map(|it| it.benefit.as_str()).collect();
    assert_eq!(ids, ["inpatient_settlement", "medical_premium_aid"]);
}

#[tokio::test]
async fn without_a_list_of_payments_nobody_is_said_to_have_received_nothing() {
    let office = county().await;
    let found = compared(&office, COUNTY).await;
    assert!(found.rows.is_empty(), "{:?}", found.rows);
    let count = found.benefits.iter().find(|it| it.benefit == BENEFIT).unwrap();
    assert_eq!((count.entitled, count.compared), (3, false));
    // The list of workers has not arrived: nothing is computed.
    let travel = found.benefits.iter().find(|it| it.benefit == "travel_aid").unwrap();
    assert_eq!((travel.missing_tables.join(" ").as_str(), travel.entitled), ("migrant_work", 0));
}

/// A pupil's yearly aid as the ledger has it.
async fn in_the_ledger(office: &Office, pupil: usize, amount: i64, day: &str) {
    let home = &office.home;
    ledgers::ready(home).await.unwrap();
    let mut tx = home.db.write().await.unwrap();
    let people = tx.persons_in(3).await.unwrap();
    let person = people.iter().find(|it| it.name == format!("甲{pupil}")).unwrap();
    let text = |it: &str| Plain::Text(it.to_owned());
    let day = days_of(day.parse::<NaiveDate>().unwrap());
    let draft = Draft {
        region_id: 5,
        values: BTreeMap::from([
            ("person".into(), Plain::Number(person.id)),
            ("identity".into(), text("out_of_poverty")),
            ("level".into(), text("vocational")),
            ("school".into(), text("县职业高中")),
            ("full_time".into(), Plain::Number(1)),
            ("study_status".into(), text("studying")),
            ("school_year".into(), Plain::Number(2023)),
            ("term".into(), text("autumn")),
            ("amount".into(), Plain::Number(amount)),
            ("notice_until".into(), Plain::Number(day - 20)),
            ("approved_on".into(), Plain::Number(day - 10)),
            ("paid_on".into(), Plain::Number(day)),
        ]),
        state: Some("paid".into()),
    };
    let done = ledgers::add_many(home, &mut tx, "yulu_aids", 3, &[draft], "an", at(1)).await;
    let done = done.unwrap();
    assert!(done[0].is_ok(), "{done:?}");
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_ledger_counts_for_whoever_is_on_no_list() {
    let office = county().await;
    in_the_ledger(&office, 5, 300_000, "2023-09-10").await;
    in_the_ledger(&office, 7, 100_000, "2023-09-10").await;
    // The ledger alone says nothing of those it does not name.
    assert_eq!(
        findings(&compared(&office, COUNTY).await),
        [("甲7".to_owned(), BenefitFinding::ReceivedLess, 300_000, 100_000)]
    );
    paid(&office).await;
    // With the list: 7 is on it and counts by it alone, 5 by the ledger.
    let found = compared(&office, COUNTY).await;
    assert_eq!(
        findings(&found),
        [
            ("甲1".to_owned(), BenefitFinding::ReceivedLess, 300_000, 150_000),
            ("甲3".to_owned(), BenefitFinding::NotEntitled, 0, 300_000),
        ]
    );
    let count = found.benefits.iter().find(|it| it.benefit == BENEFIT).unwrap();
    assert_eq!((count.payments, count.paid), (5, 1_050_000));
}

#[tokio::test]
async fn a_payment_in_a_ledger_names_its_record() {
    let office = county().await;
    in_the_ledger(&office, 5, 100_000, "2023-09-10").await;
    let found = compared(&office, COUNTY).await;
    let row = found.rows.iter().find(|it| it.name.as_deref() == Some("甲5")).unwrap();
    let [payment] = row.payments.as_slice() else { panic!("{:?}", row.payments) };
    assert_eq!((payment.file.as_str(), payment.row), ("台账：雨露计划台账", 1));
}

#[tokio::test]
async fn a_household_and_a_person_are_explained_in_their_scope_only() {
    let office = county().await;
    let county = office.home.region(COUNTY).unwrap().clone();
    let month = "2023-10".parse().unwrap();
    let all = Scope::region(county.id, county.level);
    let who = Who::HouseholdNo("990123000002".into());
    let found = household_benefits(&office.home, &all, &county, &who, month).await.unwrap();
    let found = found.expect("the household is there");
    let of = |name: &str| {
        let mut members = found.of_members.iter();
        members.find(|it| it.name.as_deref() == Some(name) && it.explanation.benefit == BENEFIT)
    };
    let pupil = of("甲5").expect("the pupil");
    assert_eq!(
        (pupil.explanation.state, pupil.explanation.amount),
        (State::Entitled, Some(300_000))
    );
    assert!(pupil.missing_tables.is_empty());
    assert_eq!(of("甲4").expect("the head").explanation.state, State::NotEntitled);
    let credit = found.of_household.iter().find(|it| it.explanation.benefit == "micro_credit");
    assert_eq!(credit.expect("it").explanation.missing, ["asked"]);

    let person = Who::Person(pupil.person.expect("a person"));
    let one = household_benefits(&office.home, &all, &county, &person, month).await.unwrap();
    let one = one.expect("the household is there");
    assert!(one.of_members.iter().all(|it| it.name.as_deref() == Some("甲5")));

    // The household lives in the west: the east does not know it.
    let east = office.home.region(VILLAGE).unwrap();
    let east = Scope::region(east.id, east.level);
    assert_eq!(household_benefits(&office.home, &east, &county, &who, month).await.unwrap(), None);
    let nobody = Who::HouseholdNo("nobody".into());
    assert_eq!(
        household_benefits(&office.home, &all, &county, &nobody, month).await.unwrap(),
        None
    );
}
