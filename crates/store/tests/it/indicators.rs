//! Values of indicators: one counts, the older ones stay.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use store::{IndicatorRun, IndicatorValue, WhichValues, new_id};

use crate::common::{COUNTY, OTHER_COUNTY, VILLAGE, at, on_each_engine, with_register};

fn value(indicator: &str, region_id: i64, period: &str, number: &str) -> IndicatorValue {
    IndicatorValue {
        id: new_id(at(12)),
        indicator: indicator.to_owned(),
        region_id,
        period: period.to_owned(),
        value: Some(number.to_owned()),
        numerator: None,
        denominator: None,
        households: None,
        missing: None,
        how: "reported".to_owned(),
        run_id: None,
        document: Some("统计公报".to_owned()),
        note: None,
        stated_at: at(12),
        stated_by: "cli".to_owned(),
        replaced_at: None,
    }
}

#[tokio::test]
async fn a_newer_value_takes_the_place_and_the_older_stays() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let first = value("tap_water_rate", COUNTY, "2023", "95");
        let other = value("tap_water_rate", OTHER_COUNTY, "2023", "80");
        let village = value("central_water_rate", VILLAGE, "2023", "70");
        tx.insert_indicator_values(&[first.clone(), other, village]).await.unwrap();
        tx.commit().await.unwrap();

        // Two that count at once are refused.
        let mut tx = db.write().await.unwrap();
        let later: DateTime<Utc> = at(12) + TimeDelta::days(1);
        let second =
            IndicatorValue { stated_at: later, ..value("tap_water_rate", COUNTY, "2023", "96.5") };
        assert!(tx.insert_indicator_values(std::slice::from_ref(&second)).await.is_err());
        drop(tx);

        let mut tx = db.write().await.unwrap();
        let ended = tx.replace_indicator_values(std::slice::from_ref(&first.id), later).await;
        assert_eq!(ended.unwrap(), 1);
        tx.insert_indicator_values(std::slice::from_ref(&second)).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.read().await.unwrap();
        let rate = WhichValues { indicator: Some("tap_water_rate"), ..WhichValues::default() };
        let found = tx.indicator_values(&[COUNTY], rate).await.unwrap();
        assert_eq!(found, std::slice::from_ref(&second));
        let found = tx.indicator_values(&[COUNTY, VILLAGE], WhichValues::default()).await.unwrap();
        let names: Vec<&str> = found.iter().map(|it| it.indicator.as_str()).collect();
        assert_eq!(names, ["central_water_rate", "tap_water_rate"]);
        let other_year = WhichValues { period: Some("2022"), ..rate };
        assert_eq!(tx.indicator_values(&[COUNTY], other_year).await.unwrap(), []);
        // What counted at a moment is what was shown then.
        let mut counted = async |moment: DateTime<Utc>| {
            let then = WhichValues { as_of: Some(moment), ..rate };
            let found = tx.indicator_values(&[COUNTY], then).await.unwrap();
            found.into_iter().filter_map(|it| it.value).collect::<Vec<String>>()
        };
        assert_eq!(counted(at(12)).await, [""; 0]);
        assert_eq!(counted(at(13)).await, ["95"]);
        assert_eq!(counted(later).await, ["95"]);
        assert_eq!(counted(later + TimeDelta::seconds(1)).await, ["96.5"]);
        let history = tx.indicator_history(COUNTY, "tap_water_rate", "2023").await.unwrap();
        let told: Vec<_> = history.iter().map(|it| (it.value.as_deref(), it.replaced_at)).collect();
        assert_eq!(told, [(Some("96.5"), None), (Some("95"), Some(later))]);
        assert!(!first.says_the_same(&second));
        assert!(second.says_the_same(&IndicatorValue { id: new_id(at(12)), ..second.clone() }));
    })
    .await;
}

#[tokio::test]
async fn a_reported_value_needs_its_document_and_runs_are_found_again() {
    on_each_engine(async |db| {
        with_register(&db).await.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let bare =
            IndicatorValue { document: None, ..value("tap_water_rate", COUNTY, "2023", "1") };
        assert!(tx.insert_indicator_values(&[bare]).await.is_err());
        drop(tx);

        let run = |hash: &str, hour: u32| IndicatorRun {
            id: new_id(at(12)),
            county_id: COUNTY,
            month: "2023-10".to_owned(),
            inputs_hash: hash.to_owned(),
            report: json!({ "households": 4 }),
            computed_at: at(hour),
            computed_by: "cli".to_owned(),
        };
        let mut tx = db.write().await.unwrap();
        tx.insert_indicator_run(&run("one", 12)).await.unwrap();
        let last = run("two", 13);
        tx.insert_indicator_run(&last).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        let mut latest = async |month: &str, as_of: Option<DateTime<Utc>>| {
            let found = tx.latest_indicator_run(COUNTY, month, as_of).await.unwrap();
            found.map(|it| it.inputs_hash)
        };
        assert_eq!(latest("2023-10", None).await.as_deref(), Some("two"));
        assert_eq!(latest("2023-10", Some(at(13))).await.as_deref(), Some("one"));
        assert_eq!(latest("2023-10", Some(at(12))).await, None);
        assert_eq!(latest("2023-11", None).await, None);
        assert_eq!(tx.latest_indicator_run(COUNTY, "2023-10", None).await.unwrap(), Some(last));
    })
    .await;
}
