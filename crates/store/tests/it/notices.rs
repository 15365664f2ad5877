//! Notices: once a run, seen by the public for their days only, and taken down with a reason.

use std::collections::BTreeSet;

use kernel::RegionLevel;
use serde_json::json;
use store::{
    NamesakeHead, NewCase, Notice, NoticeCase, Scope, StoredCase, Tx, VillageGroup, new_id,
};

use crate::common::{
    COUNTY, OTHER_COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE, at, date, household, on_each_engine,
    person, with_register,
};

fn notice(id: &str, from: &str, until: &str) -> Notice {
    Notice {
        id: id.into(),
        province_id: 1,
        prefecture_id: 2,
        county_id: COUNTY,
        township_id: TOWNSHIP,
        village_id: VILLAGE,
        kind: "identification".into(),
        title: "公示".into(),
        body: json!({ "title": "公示", "paragraphs": ["一"] }),
        households: vec![1, 2],
        from_on: date(from),
        until_on: date(until),
        state: "posted".into(),
        place: "公示栏".into(),
        created_at: at(9),
        created_by: "an".into(),
        withdrawn_reason: None,
    }
}

fn on(case_id: i64, run: &str) -> NoticeCase {
    NoticeCase { case_id, run_began_on: date(run) }
}

fn county() -> Scope {
    Scope::region(COUNTY, RegionLevel::County)
}

async fn with_cases(tx: &mut Tx) {
    let case = |id: i64| NewCase {
        case: StoredCase {
            id,
            household_id: id,
            village_id: VILLAGE,
            residence_village_id: None,
            stage: "identifying".into(),
            is_open: true,
            version: 0,
            first_clue_on: date("2023-10-31"),
            opening: json!({}),
            opened_at: at(9),
            changed_at: at(9),
        },
        regions: BTreeSet::from([VILLAGE, TOWNSHIP, COUNTY]),
        clues: BTreeSet::new(),
    };
    tx.insert_cases(&[case(1), case(2), case(3)]).await.unwrap();
}

async fn public(tx: &mut Tx, today: &str) -> Vec<String> {
    let found = tx.public_notices(VILLAGE, date(today)).await.unwrap();
    found.into_iter().map(|it| it.id).collect()
}

#[tokio::test]
async fn the_public_sees_a_notice_from_its_first_day_to_its_last() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        with_cases(&mut tx).await;
        let posted = notice("a", "2023-11-01", "2023-11-05");
        let cases = [on(1, "2023-10-31"), on(2, "2023-10-31")];
        assert_eq!(tx.insert_notice(&posted, &cases).await.unwrap(), None);
        assert_eq!(public(&mut tx, "2023-10-31").await, [""; 0]);
        assert_eq!(
            tx.public_notices(VILLAGE, date("2023-11-01")).await.unwrap(),
            std::slice::from_ref(&posted)
        );
        assert_eq!(public(&mut tx, "2023-11-05").await, ["a"]);
        // The job that ends notices has not run.
        assert_eq!(public(&mut tx, "2023-11-06").await, [""; 0]);
        assert_eq!(tx.public_notices(OTHER_VILLAGE, date("2023-11-02")).await.unwrap(), []);

        assert_eq!(tx.end_notices(date("2023-11-05")).await.unwrap(), 0);
        assert_eq!(tx.end_notices(date("2023-11-06")).await.unwrap(), 1);
        assert_eq!(tx.end_notices(date("2023-11-07")).await.unwrap(), 0, "twice changes nothing");
        let ended = tx.notice_in(&county(), "a").await.unwrap().unwrap();
        assert_eq!(ended, Notice { state: "ended".into(), ..posted });
    })
    .await;
}

#[tokio::test]
async fn a_run_has_one_notice_of_a_kind_until_it_is_withdrawn() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        with_cases(&mut tx).await;
        let first = notice("a", "2023-11-01", "2023-11-05");
        assert_eq!(
            tx.insert_notice(&first, &[on(1, "2023-10-31"), on(2, "2023-10-31")]).await.unwrap(),
            None
        );
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let again = notice("b", "2023-11-02", "2023-11-06");
        let both = [on(3, "2023-10-31"), on(2, "2023-10-31")];
        assert_eq!(tx.insert_notice(&again, &both).await.unwrap(), Some(2));
        drop(tx);

        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.notice_in(&county(), "b").await.unwrap(), None, "nothing of it stays");
        let next_run = notice("c", "2023-12-01", "2023-12-05");
        assert_eq!(tx.insert_notice(&next_run, &[on(1, "2023-11-30")]).await.unwrap(), None);
        let other =
            Notice { kind: "announcement".into(), ..notice("d", "2023-12-06", "2023-12-10") };
        assert_eq!(tx.insert_notice(&other, &[on(1, "2023-11-30")]).await.unwrap(), None);

        // An ended one counts; a withdrawn one does not.
        assert_eq!(tx.end_notices(date("2023-11-06")).await.unwrap(), 1);
        assert!(tx.withdraw_notice(&county(), "a", "异议成立，重新评议").await.unwrap());
        assert!(!tx.withdraw_notice(&county(), "a", "again").await.unwrap());
        let withdrawn = tx.notice_in(&county(), "a").await.unwrap().unwrap();
        assert_eq!(withdrawn.state, "withdrawn");
        assert_eq!(withdrawn.withdrawn_reason.as_deref(), Some("异议成立，重新评议"));
        assert_eq!(public(&mut tx, "2023-11-03").await, [""; 0]);
        assert_eq!(
            tx.insert_notice(&again, &[on(3, "2023-10-31"), on(2, "2023-10-31")]).await.unwrap(),
            None
        );

        let of_case: Vec<String> =
            tx.notices_of_case(&county(), 1).await.unwrap().into_iter().map(|it| it.id).collect();
        assert_eq!(of_case, ["a", "c", "d"]);
    })
    .await;
}

#[tokio::test]
async fn what_lies_outside_the_scope_does_not_exist() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        with_cases(&mut tx).await;
        for (id, case) in [("a", 1), ("b", 2), ("c", 3)] {
            let posted = notice(id, "2023-11-01", "2023-11-05");
            assert_eq!(tx.insert_notice(&posted, &[on(case, "2023-10-31")]).await.unwrap(), None);
        }
        let department = Scope { department: Some("教体局".into()), ..county() };
        let helper = Scope { helper: Some("bo".into()), ..county() };
        let none = [
            Scope::region(OTHER_COUNTY, RegionLevel::County),
            Scope::region(OTHER_VILLAGE, RegionLevel::Village),
            department,
            helper,
        ];
        for scope in none {
            assert_eq!(tx.notice_in(&scope, "a").await.unwrap(), None, "{scope:?}");
            assert_eq!(tx.notices_in(&scope, "posted", "", 10).await.unwrap(), []);
            assert_eq!(tx.notices_of_case(&scope, 1).await.unwrap(), []);
            assert!(!tx.withdraw_notice(&scope, "a", "错").await.unwrap());
        }
        for scope in [
            Scope::region(1, RegionLevel::Province),
            Scope::region(2, RegionLevel::Prefecture),
            county(),
            Scope::region(TOWNSHIP, RegionLevel::Township),
            Scope::region(VILLAGE, RegionLevel::Village),
        ] {
            let page = tx.notices_in(&scope, "posted", "a", 1).await.unwrap();
            assert_eq!(page.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["b"]);
            assert_eq!(tx.notices_in(&scope, "ended", "", 10).await.unwrap(), []);
            assert_eq!(tx.notices_of_case(&scope, 1).await.unwrap().len(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_notice_has_a_reason_and_no_other_has() {
    on_each_engine(async |db| {
        let wrong = [
            Notice { state: "withdrawn".into(), ..notice("a", "2023-11-01", "2023-11-05") },
            Notice {
                withdrawn_reason: Some("错".into()),
                ..notice("a", "2023-11-01", "2023-11-05")
            },
            notice("a", "2023-11-05", "2023-11-01"),
        ];
        for notice in wrong {
            let mut tx = with_register(&db).await;
            assert!(tx.insert_notice(&notice, &[]).await.is_err());
        }
    })
    .await;
}

#[tokio::test]
async fn heads_of_one_name_are_found_in_their_village() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let group = VillageGroup { id: 1, village_id: VILLAGE, name: "一组".into() };
        tx.save_groups(&[group]).await.unwrap();
        let mut households: Vec<_> = (10..16).map(household).collect();
        households[1].group_id = Some(1);
        households[2].village_id = OTHER_VILLAGE;
        tx.save_households(&households).await.unwrap();
        let mut people: Vec<_> = (10..16).map(|it| person(it, it)).collect();
        for it in &mut people {
            it.name = "甲同".into();
        }
        people[3].is_head = false;
        people[4].departed = Some("dead".into());
        people[5].name = "甲不同".into();
        tx.save_persons(&people).await.unwrap();
        assert_eq!(
            tx.heads_named(VILLAGE, "甲同").await.unwrap(),
            [
                NamesakeHead { household_id: 10, group_id: None },
                NamesakeHead { household_id: 11, group_id: Some(1) },
            ]
        );
        assert_eq!(tx.heads_named(VILLAGE, "乙").await.unwrap(), []);
        assert_ne!(new_id(at(9)), new_id(at(9)));
    })
    .await;
}
