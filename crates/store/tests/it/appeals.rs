//! Appeals: one of each outside number, a history that stays, and who may see them.

use kernel::RegionLevel;
use serde_json::json;
use store::{
    AppealFilter, CaseSummary, Keys, NewCase, Scope, StoredAppeal, StoredAppealAction, StoredCase,
    Tx, new_receipt,
};

use crate::common::{
    COUNTY, OTHER_COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE, at, date, execute, on_each_engine,
    with_register,
};

fn appeal(id: &str) -> StoredAppeal {
    let keys = Keys::for_tests();
    StoredAppeal {
        id: id.into(),
        receipt: new_receipt(),
        channel: "hotline_12317".into(),
        outside_no: None,
        need: "water".into(),
        department: "水务局".into(),
        lead: true,
        province_id: 1,
        prefecture_id: 2,
        county_id: COUNTY,
        township_id: Some(TOWNSHIP),
        village_id: Some(VILLAGE),
        household_id: Some(1),
        person_id: None,
        case_id: None,
        joined_to: None,
        name: "甲1".into(),
        id_index: Some(vec![3; 16]),
        id_sealed: Some(keys.seal("id_number", b"1")),
        phone_index: Some(77),
        phone_sealed: Some(keys.seal("phone", b"2")),
        proxy_name: Some("乙".into()),
        proxy_phone_index: Some(88),
        proxy_phone_sealed: Some(keys.seal("phone", b"3")),
        text_sealed: keys.seal("appeal", "停水".as_bytes()),
        opening: json!({ "channel": "hotline_12317" }),
        stage: "received".into(),
        is_open: true,
        version: 0,
        received_on: date("2023-10-09"),
        due_on: Some(date("2023-10-11")),
        last_on: date("2023-10-09"),
        received_at: at(9),
        changed_at: at(9),
    }
}

fn action(id: &str, number: i64, stage: &str) -> StoredAppealAction {
    StoredAppealAction {
        appeal_id: id.into(),
        number,
        day: date("2023-10-10"),
        at: at(10),
        actor: "an".into(),
        action: "accept".into(),
        stage: stage.into(),
        entry: json!({ "do": "accept" }),
    }
}

fn ids(appeals: &[StoredAppeal]) -> Vec<&str> {
    appeals.iter().map(|it| it.id.as_str()).collect()
}

async fn insert(tx: &mut Tx, appeals: &[StoredAppeal]) {
    for it in appeals {
        assert!(tx.insert_appeal(it).await.unwrap());
    }
}

#[tokio::test]
async fn an_appeal_is_taken_down_once_and_comes_back_as_it_was() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let first = StoredAppeal { outside_no: Some("W1".into()), ..appeal("a") };
        insert(&mut tx, std::slice::from_ref(&first)).await;
        let again = StoredAppeal { outside_no: Some("W1".into()), ..appeal("b") };
        assert!(!tx.insert_appeal(&again).await.unwrap(), "the same number of the same channel");
        let elsewhere = StoredAppeal { channel: "hotline_12345".into(), ..again };
        let same_receipt = StoredAppeal { receipt: first.receipt.clone(), ..appeal("c") };
        assert!(!tx.insert_appeal(&same_receipt).await.unwrap());
        insert(&mut tx, &[elsewhere, appeal("d"), appeal("e")]).await;
        tx.commit().await.unwrap();

        let mut tx = db.read().await.unwrap();
        let found = tx.appeal_by_outside_no("hotline_12317", "W1").await.unwrap().unwrap();
        assert!(found == first);
        assert!(tx.appeal_by_outside_no("petition", "W1").await.unwrap().is_none());
        for (phone, seen) in [(77, true), (88, true), (99, false)] {
            let found = tx.appeal_by_receipt(&first.receipt, phone).await.unwrap();
            assert_eq!(found.is_some(), seen, "{phone}");
        }
        assert!(tx.appeal_by_receipt("0000000000", 77).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn an_appeal_moves_with_its_history_and_the_second_writer_is_told() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        insert(&mut tx, &[appeal("a"), appeal("b")]).await;
        let after = StoredAppeal {
            stage: "joined".into(),
            is_open: false,
            need: "medical".into(),
            department: "医保局".into(),
            lead: false,
            village_id: Some(OTHER_VILLAGE),
            household_id: Some(2),
            person_id: Some(2),
            joined_to: Some("b".into()),
            due_on: None,
            ..appeal("a")
        };
        let step = action("a", 1, "joined");
        assert!(tx.record_appeal_action(&step, &after).await.unwrap());
        assert!(!tx.record_appeal_action(&action("a", 1, "accepted"), &after).await.unwrap());
        assert!(!tx.record_appeal_action(&action("a", 3, "accepted"), &after).await.unwrap());
        assert_eq!(tx.appeal_history("a").await.unwrap(), [step]);
        let county = Scope::region(COUNTY, RegionLevel::County);
        let moved = tx.appeal_in("a", &county).await.unwrap().unwrap();
        let expected = StoredAppeal {
            receipt: moved.receipt.clone(),
            id_sealed: moved.id_sealed.clone(),
            phone_sealed: moved.phone_sealed.clone(),
            proxy_phone_sealed: moved.proxy_phone_sealed.clone(),
            text_sealed: moved.text_sealed.clone(),
            version: 1,
            last_on: date("2023-10-10"),
            changed_at: at(10),
            ..after
        };
        assert!(moved == expected, "every field that can move has moved");
        assert_eq!(ids(&tx.appeals_joined_to("b").await.unwrap()), ["a"]);
        let open = tx.open_appeal_of(1, "water", "").await.unwrap();
        assert_eq!(open.map(|it| it.id).as_deref(), Some("b"));
        assert!(tx.open_appeal_of(1, "water", "b").await.unwrap().is_none());
        assert!(tx.open_appeal_of(2, "medical", "").await.unwrap().is_none(), "joined is not open");
    })
    .await;
}

#[tokio::test]
async fn the_history_of_an_appeal_is_neither_changed_nor_removed() {
    on_each_engine(async |db| {
        for sql in ["update appeal_actions set actor = 'bo'", "delete from appeal_actions"] {
            let mut tx = with_register(&db).await;
            insert(&mut tx, &[appeal("a")]).await;
            let after = appeal("a");
            assert!(tx.record_appeal_action(&action("a", 1, "accepted"), &after).await.unwrap());
            assert!(execute(&mut tx, sql).await.is_err(), "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_scope_shows_its_own_appeals_in_lists_counts_and_exports_alike() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let case = NewCase {
            case: StoredCase {
                id: 1,
                household_id: 1,
                village_id: VILLAGE,
                residence_village_id: None,
                stage: "assisted".into(),
                is_open: true,
                version: 0,
                first_clue_on: date("2023-10-01"),
                opening: json!({}),
                opened_at: at(9),
                changed_at: at(9),
            },
            regions: [VILLAGE].into(),
            clues: [].into(),
        };
        tx.insert_cases(&[case]).await.unwrap();
        let helped = CaseSummary {
            case_id: 1,
            officer_account: Some("bo".into()),
            ..CaseSummary::default()
        };
        tx.save_case_summaries(&[helped]).await.unwrap();
        // Household 1 in the village; another village's school matter; one of the county only;
        // one of another county.
        let outside =
            |id: &str, no: &str| StoredAppeal { outside_no: Some(no.into()), ..appeal(id) };
        let school = StoredAppeal {
            need: "education".into(),
            department: "教体局".into(),
            village_id: Some(OTHER_VILLAGE),
            household_id: Some(2),
            due_on: Some(date("2023-10-20")),
            ..outside("b", "W2")
        };
        let nowhere = StoredAppeal {
            township_id: None,
            village_id: None,
            household_id: None,
            due_on: None,
            ..outside("c", "W3")
        };
        let other = StoredAppeal {
            county_id: OTHER_COUNTY,
            township_id: None,
            village_id: None,
            household_id: None,
            ..outside("d", "W4")
        };
        insert(&mut tx, &[outside("a", "W1"), school, nowhere, other]).await;
        for id in ["a", "b", "c", "d"] {
            let no = format!("W{}", id.as_bytes()[0] - 96);
            let after = tx.appeal_by_outside_no("hotline_12317", &no).await.unwrap().unwrap();
            let step = action(id, 1, "received");
            assert!(tx.record_appeal_action(&step, &after).await.unwrap());
        }

        let county = Scope::region(COUNTY, RegionLevel::County);
        let village = Scope::region(VILLAGE, RegionLevel::Village);
        let schools = Scope { department: Some("教体局".into()), ..county.clone() };
        let helper = Scope { helper: Some("bo".into()), ..county.clone() };
        let stranger = Scope { helper: Some("chen".into()), ..county.clone() };
        let neighbour = Scope::region(OTHER_COUNTY, RegionLevel::County);
        let province = Scope::region(1, RegionLevel::Province);
        for (scope, seen) in [
            (&county, vec!["a", "b", "c"]),
            (&village, vec!["a"]),
            (&schools, vec!["b"]),
            (&helper, vec!["a"]),
            (&stranger, vec![]),
            (&neighbour, vec!["d"]),
            (&province, vec!["a", "b", "c", "d"]),
        ] {
            let all = AppealFilter::default();
            assert_eq!(ids(&tx.appeals_in(scope, &all, "", 10).await.unwrap()), seen);
            let count: i64 = tx.count_appeals(scope).await.unwrap().iter().map(|it| it.count).sum();
            assert_eq!(count, seen.len() as i64);
            let day = date("2023-10-10");
            let back = tx.appeals_to_feed_back(scope, "hotline_12317", day, day).await.unwrap();
            assert_eq!(ids(&back), seen);
            let due = tx.appeals_due(scope, date("2023-12-31"), 10).await.unwrap();
            assert!(due.iter().all(|it| seen.contains(&it.id.as_str()) && it.id != "c"));
            for id in ["a", "b", "c", "d"] {
                assert_eq!(tx.appeal_in(id, scope).await.unwrap().is_some(), seen.contains(&id));
            }
            let of_household = tx.appeals_of_household(1, scope).await.unwrap();
            assert_eq!(!of_household.is_empty(), seen.contains(&"a"));
        }

        let late = tx.appeals_due(&county, date("2023-10-11"), 10).await.unwrap();
        assert_eq!(ids(&late), ["a"]);
        let filter = AppealFilter { need: Some("education".into()), ..AppealFilter::default() };
        assert_eq!(ids(&tx.appeals_in(&county, &filter, "", 10).await.unwrap()), ["b"]);
        let filter = AppealFilter { stage: Some("closed".into()), ..AppealFilter::default() };
        assert_eq!(ids(&tx.appeals_in(&county, &filter, "", 10).await.unwrap()), [""; 0]);
        let page = tx.appeals_in(&county, &AppealFilter::default(), "a", 1).await.unwrap();
        assert_eq!(ids(&page), ["b"]);
        let before = tx.appeals_to_feed_back(
            &county,
            "hotline_12317",
            date("2023-10-01"),
            date("2023-10-09"),
        );
        assert!(before.await.unwrap().is_empty());
        let namesakes = tx.namesakes_in(&village, "甲2", 10).await.unwrap();
        assert_eq!(namesakes.iter().map(|it| it.household_id).collect::<Vec<_>>(), [2]);
        assert!(tx.namesakes_in(&neighbour, "甲2", 10).await.unwrap().is_empty());
    })
    .await;
}
