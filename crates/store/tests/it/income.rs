//! Entries of income accounts are only added; accounts are listed and summed by region.

use chrono::Utc;
use kernel::RegionLevel;
use serde_json::json;
use store::{Db, IncomeAccount, IncomeEntry, IncomeFill, IncomeFilter, IncomeGroup, Scope, Tx};

use crate::common::{
    COUNTY, OTHER_COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE, at, execute, on_each_engine,
    with_register,
};

fn entry(id: i64, line: &str, fen: Option<i64>) -> IncomeEntry {
    IncomeEntry {
        id,
        household_id: 1,
        county_id: COUNTY,
        period: "2023-09".into(),
        months: 12,
        line: line.into(),
        fen,
        kind: "said".into(),
        source: "户主".into(),
        reason: None,
        account: "an".into(),
        at: at(9),
    }
}

fn account(household_id: i64, village_id: i64, net_per_capita: Option<i64>) -> IncomeAccount {
    IncomeAccount {
        household_id,
        period: "2023-09".into(),
        months: 12,
        province_id: 1,
        prefecture_id: 2,
        county_id: COUNTY,
        township_id: TOWNSHIP,
        village_id,
        members: Some(2),
        out_of_poverty: household_id == 1,
        monitored: false,
        no_labor: (household_id != 3).then_some(false),
        ethnicity: Some("彝族".into()),
        wage: Some(100),
        operating: Some(50),
        property: Some(0),
        transfer: Some(7),
        operating_expense: Some(20),
        net: net_per_capita.map(|it| it * 2),
        net_per_capita,
        reference: None,
        reference_per_capita: None,
        last_net_per_capita: Some(1),
        class: None,
        lines: json!({ "feeds": { "crops": 5 } }),
        components: json!([]),
        findings: if household_id == 2 { json!(["sharp_fall"]) } else { json!([]) },
    }
}

fn fill() -> IncomeFill {
    IncomeFill {
        county_id: COUNTY,
        period: "2023-09".into(),
        months: 12,
        evidence: "2023-10".into(),
        inputs_hash: "a".into(),
        packs_hash: "b".into(),
        filled_at: at(9),
        report: json!({ "households": 3 }),
    }
}

async fn filled(db: &Db) -> Tx {
    let mut tx = with_register(db).await;
    let accounts = [
        account(1, VILLAGE, Some(599_999)),
        account(2, OTHER_VILLAGE, Some(600_000)),
        account(3, OTHER_VILLAGE, None),
    ];
    tx.save_income_accounts(&fill(), &accounts).await.unwrap();
    tx
}

#[tokio::test]
async fn entries_are_added_and_never_changed() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        tx.add_income_entries(&[entry(1, "crops", Some(5)), entry(2, "crops", None)])
            .await
            .unwrap();
        let of_household = tx.income_entries_of(1, "2023-01", "2023-09").await.unwrap();
        assert_eq!(of_household.iter().map(|it| it.fen).collect::<Vec<_>>(), [Some(5), None]);
        assert_eq!(tx.income_entries_of(1, "2023-10", "2023-12").await.unwrap(), []);
        let of_county = tx.income_entries_of_county(COUNTY, "2023-09", "2023-09").await.unwrap();
        assert_eq!(of_county, of_household);
        tx.commit().await.unwrap();
        for change in ["update income_entries set fen = 1", "delete from income_entries"] {
            let mut tx = db.write().await.unwrap();
            assert!(execute(&mut tx, change).await.is_err(), "{change}");
        }
    })
    .await;
}

#[tokio::test]
async fn accounts_are_replaced_by_a_fill_and_found_again() {
    on_each_engine(async |db| {
        let mut tx = filled(&db).await;
        let found = tx.income_account(1, "2023-09", 12).await.unwrap().unwrap();
        assert_eq!(found, account(1, VILLAGE, Some(599_999)));
        assert_eq!(tx.income_account(1, "2023-10", 12).await.unwrap(), None);
        assert_eq!(tx.income_fill(COUNTY, "2023-09", 12).await.unwrap(), Some(fill()));
        assert_eq!(tx.income_fill(OTHER_COUNTY, "2023-09", 12).await.unwrap(), None);
        let periods = tx.income_periods(&[COUNTY, OTHER_COUNTY]).await.unwrap();
        assert_eq!(periods, [("2023-09".to_owned(), 12)]);
        let known = tx.net_per_capita_of_county(COUNTY, "2023-09", 12).await.unwrap();
        assert_eq!(known, [(1, 599_999), (2, 600_000)]);
        let village = tx.net_per_capita_of_village(OTHER_VILLAGE, "2023-09", 12).await.unwrap();
        assert_eq!(village, [600_000]);

        // Filled again with fewer households, the others have no account any more.
        let fill = IncomeFill { inputs_hash: "c".into(), filled_at: Utc::now(), ..fill() };
        tx.save_income_accounts(&fill, &[account(1, VILLAGE, None)]).await.unwrap();
        assert_eq!(tx.income_account(2, "2023-09", 12).await.unwrap(), None);
        let found = tx.income_fill(COUNTY, "2023-09", 12).await.unwrap().unwrap();
        assert_eq!(found.inputs_hash, "c");
    })
    .await;
}

#[tokio::test]
async fn lists_follow_scope_and_filter() {
    on_each_engine(async |db| {
        let mut tx = filled(&db).await;
        let county = Scope::region(COUNTY, RegionLevel::County);
        let village = Scope::region(VILLAGE, RegionLevel::Village);
        let all = IncomeFilter { limit: 10, ..IncomeFilter::default() };
        let mut list = async |scope: &Scope, filter: &IncomeFilter| {
            let found = tx.income_accounts(scope, "2023-09", 12, filter).await.unwrap();
            found.into_iter().map(|it| it.household_id).collect::<Vec<_>>()
        };
        assert_eq!(list(&county, &all).await, [1, 2, 3]);
        assert_eq!(list(&village, &all).await, [1]);
        let from = IncomeFilter { from: Some(600_000), ..all.clone() };
        assert_eq!(list(&county, &from).await, [2]);
        let below = IncomeFilter { below: Some(600_000), ..all.clone() };
        assert_eq!(list(&county, &below).await, [1]);
        let fallen = IncomeFilter { finding: Some("sharp_fall".into()), ..all.clone() };
        assert_eq!(list(&county, &fallen).await, [2]);
        let open = IncomeFilter { open: true, ..all.clone() };
        assert_eq!(list(&county, &open).await, [3]);
        let second = IncomeFilter { after: 1, limit: 1, ..all.clone() };
        assert_eq!(list(&county, &second).await, [2]);
        let department = Scope { department: Some("民政局".into()), ..county.clone() };
        assert_eq!(list(&department, &all).await, [0_i64; 0]);
        let helper = Scope { helper: Some("bo".into()), ..county.clone() };
        assert_eq!(list(&helper, &all).await, [0_i64; 0], "no family is assigned");
    })
    .await;
}

#[tokio::test]
async fn sums_count_by_band_and_leave_out_what_is_unknown() {
    on_each_engine(async |db| {
        let mut tx = filled(&db).await;
        let county = Scope::region(COUNTY, RegionLevel::County);
        let cuts = [600_000, 1_000_000];
        let group = IncomeGroup::Village;
        let sums = tx.income_sums(&county, "2023-09", 12, group, &cuts).await.unwrap();
        let seen: Vec<(String, i64, i64, i64)> =
            sums.iter().map(|it| (it.key.clone(), it.band, it.households, it.wage)).collect();
        assert_eq!(
            seen,
            [
                (VILLAGE.to_string(), 0, 1, 100),
                (OTHER_VILLAGE.to_string(), -1, 1, 0),
                (OTHER_VILLAGE.to_string(), 1, 1, 100),
            ]
        );
        let group = IncomeGroup::NoLabor;
        let sums = tx.income_sums(&county, "2023-09", 12, group, &cuts).await.unwrap();
        let keys: Vec<&str> = sums.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys, ["", "0", "0"]);
        for (group, keys) in [
            (IncomeGroup::OutOfPoverty, 2),
            (IncomeGroup::Monitored, 1),
            (IncomeGroup::Ethnicity, 1),
            (IncomeGroup::County, 1),
        ] {
            let sums = tx.income_sums(&county, "2023-09", 12, group, &[]).await.unwrap();
            let mut found: Vec<String> = sums.into_iter().map(|it| it.key).collect();
            found.dedup();
            assert_eq!(found.len(), keys, "{group:?}");
        }
    })
    .await;
}
