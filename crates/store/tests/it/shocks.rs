//! Events, the lists of their campaigns, and alarms: who finds what, and what stays.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kernel::RegionLevel;
use serde_json::json;
use store::{
    RiskAlarm, Scope, ShockArea, ShockEvent, ShockMember, ShockMemberAction, ShockMemberFilter,
    new_id,
};

use crate::common::{
    COUNTY, OTHER_COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE, at, execute, on_each_engine,
    with_register,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn event(id: i64) -> ShockEvent {
    ShockEvent {
        id,
        region_id: COUNTY,
        kind: "meteorological".into(),
        subtype: Some("hail".into()),
        happened_on: day("2023-09-10"),
        title: "风雹".into(),
        source: "应急局".into(),
        document: None,
        description: None,
        target_ledger: None,
        target_record: None,
        target_code: None,
        target_name: None,
        state: "recorded".into(),
        ways: json!([]),
        month: None,
        opened_on: None,
        closed_on: None,
        close_reason: None,
        recorded_by: "cli".into(),
        recorded_at: at(12),
        version: 0,
    }
}

fn member(event_id: i64, household_id: i64, village_id: i64) -> ShockMember {
    ShockMember {
        event_id,
        household_id,
        province_id: 1,
        prefecture_id: 2,
        county_id: COUNTY,
        township_id: TOWNSHIP,
        village_id,
        found_by: "area".into(),
        why: None,
        stage: "to_verify".into(),
        finding: None,
        recovery: None,
        zone: None,
        class: None,
        loss_fen: None,
        case_id: None,
        next_round: None,
        rounds: 0,
        listed_on: day("2023-09-11"),
        last_on: day("2023-09-11"),
        version: 0,
    }
}

fn action(household_id: i64, number: i64) -> ShockMemberAction {
    ShockMemberAction {
        event_id: 1,
        household_id,
        number,
        day: day("2023-09-12"),
        at: at(13),
        actor: "cli".into(),
        action: "report".into(),
        stage: "following".into(),
        entry: json!({}),
    }
}

#[tokio::test]
async fn an_event_is_known_where_it_lies_above_it_and_below_it() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let area = ShockArea { event_id: 1, region_id: TOWNSHIP, group_id: 0 };
        let seen = [(1, false), (2, false), (COUNTY, false), (TOWNSHIP, true)];
        tx.insert_shock_event(&event(1), &[area], &seen).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.read().await.unwrap();
        for (region, above, knows) in [
            (COUNTY, vec![1, 2], true),
            (TOWNSHIP, vec![1, 2, COUNTY], true),
            (VILLAGE, vec![1, 2, COUNTY, TOWNSHIP], true),
            (OTHER_COUNTY, vec![1, 2], false),
        ] {
            let found = tx.shock_events_of(region, &above, None, None, 10).await.unwrap();
            assert_eq!(found.len(), usize::from(knows), "{region}");
            let one = tx.shock_event_of(1, region, &above).await.unwrap();
            assert_eq!(one.is_some(), knows, "{region}");
        }
        assert_eq!(tx.shock_areas(1).await.unwrap(), [area]);
        assert!(tx.had_shock_events(COUNTY, &[1, 2], day("2023-09-10")).await.unwrap());
        assert!(!tx.had_shock_events(COUNTY, &[1, 2], day("2023-09-09")).await.unwrap());
        assert!(!tx.had_shock_events(OTHER_COUNTY, &[1, 2], day("2023-09-30")).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_list_keeps_its_shares_apart_and_its_history() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        tx.insert_shock_event(&event(1), &[], &[(COUNTY, true)]).await.unwrap();
        let listed = [member(1, 1, VILLAGE), member(1, 2, VILLAGE), member(1, 3, OTHER_VILLAGE)];
        tx.add_shock_members(&listed).await.unwrap();
        tx.add_shock_members(&listed).await.unwrap();
        let surveyed = ShockEvent {
            state: "surveying".into(),
            opened_on: Some(day("2023-09-11")),
            ..event(1)
        };
        assert!(tx.update_shock_event(&surveyed, 0).await.unwrap());
        assert!(!tx.update_shock_event(&surveyed, 0).await.unwrap(), "somebody was first");
        let moved = ShockMember {
            stage: "following".into(),
            finding: Some("hardship".into()),
            loss_fen: Some(120_000),
            next_round: Some(day("2023-10-12")),
            last_on: day("2023-09-12"),
            version: 1,
            ..member(1, 1, VILLAGE)
        };
        assert!(tx.record_shock_action(&action(1, 1), &moved).await.unwrap());
        assert!(!tx.record_shock_action(&action(1, 2), &moved).await.unwrap(), "an old version");
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let village = Scope::region(VILLAGE, RegionLevel::Village);
        let all = ShockMemberFilter::default();
        let own = tx.shock_members_in(1, &village, &all, 0, 10).await.unwrap();
        assert_eq!(own, [moved.clone(), member(1, 2, VILLAGE)]);
        let due = ShockMemberFilter { due_by: Some(day("2023-10-12")), ..all.clone() };
        assert_eq!(tx.shock_members_in(1, &village, &due, 0, 10).await.unwrap(), [moved]);
        assert_eq!(tx.shock_member_in(1, 3, &village).await.unwrap(), None);
        let todos = tx.shock_todos(&village, day("2023-10-11")).await.unwrap();
        assert_eq!((todos[0].to_verify, todos[0].rounds_due), (1, 0));
        let todos = tx.shock_todos(&village, day("2023-10-12")).await.unwrap();
        assert_eq!((todos[0].to_verify, todos[0].rounds_due), (1, 1));
        let county = Scope::region(COUNTY, RegionLevel::County);
        let counted = tx.count_shock_members(1, &county, day("2023-10-12")).await.unwrap();
        let counts: Vec<(i64, &str, bool, i64)> = counted
            .iter()
            .map(|it| (it.village_id, it.stage.as_str(), it.is_due, it.households))
            .collect();
        assert_eq!(
            counts,
            [
                (VILLAGE, "following", true, 1),
                (VILLAGE, "to_verify", false, 1),
                (OTHER_VILLAGE, "to_verify", false, 1)
            ]
        );
        assert_eq!(tx.listed_for_shock(1, &[2, 3, 4]).await.unwrap(), [2, 3]);
        assert_eq!(tx.open_shock_members_of(1).await.unwrap().len(), 1);
        let unrecovered = tx.unrecovered_households(COUNTY, day("2023-09-30")).await.unwrap();
        assert_eq!(unrecovered.len(), 3);
        assert_eq!(unrecovered[0].finding.as_deref(), Some("hardship"));
        assert_eq!(tx.shock_history(1, 1).await.unwrap(), [action(1, 1)]);
        let sql = "update shock_member_actions set actor = 'x'";
        assert!(execute(&mut tx, sql).await.is_err(), "the history stays");
    })
    .await;
}

#[tokio::test]
async fn a_newer_judgment_takes_the_place() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let alarm = RiskAlarm {
            id: new_id(at(12)),
            trigger_id: "price_fall".into(),
            region_id: COUNTY,
            month: "2023-10".into(),
            product: "核桃".into(),
            state: "raised".into(),
            value: Some(2_010),
            limit_value: 2_000,
            months: 3,
            figures: json!({ "months": [] }),
            packs_hash: "p".into(),
            judged_at: at(12),
            judged_by: "cli".into(),
            replaced_at: None,
        };
        tx.insert_risk_alarms(std::slice::from_ref(&alarm)).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let later: DateTime<Utc> = at(12) + TimeDelta::days(1);
        let newer = RiskAlarm { id: new_id(later), state: "quiet".into(), ..alarm.clone() };
        assert!(!newer.says_the_same(&alarm));
        tx.replace_risk_alarms(std::slice::from_ref(&alarm.id), later).await.unwrap();
        tx.insert_risk_alarms(std::slice::from_ref(&newer)).await.unwrap();
        let found = tx.risk_alarms(&[COUNTY, OTHER_COUNTY], "2023-10").await.unwrap();
        assert_eq!(found, std::slice::from_ref(&newer));
        let older = tx.risk_alarm(&alarm.id).await.unwrap().unwrap();
        assert_eq!(older.replaced_at, Some(later));
    })
    .await;
}
