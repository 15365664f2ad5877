//! Regions, groups, households, people, and the numbers they get.

use store::{Db, Household, Keys, Person, Residence, VillageGroup};

use crate::common::{
    COUNTY, OTHER_COUNTY, OTHER_VILLAGE, VILLAGE, date, household, on_each_engine, person, regions,
    with_register,
};

#[tokio::test]
async fn saving_regions_again_changes_nothing_and_parents_may_come_last() {
    on_each_engine(async |db| {
        let mut tx = db.write().await.unwrap();
        let backwards: Vec<_> = regions().into_iter().rev().collect();
        tx.save_regions(&backwards).await.unwrap();
        tx.save_regions(&regions()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.read().await.unwrap().region_count().await.unwrap(), 7);
    })
    .await;
}

#[tokio::test]
async fn a_region_without_its_parent_cannot_be_committed() {
    on_each_engine(async |db| {
        let mut tx = db.write().await.unwrap();
        tx.save_regions(&regions()[4..5]).await.unwrap();
        assert!(tx.commit().await.is_err());
    })
    .await;
}

#[tokio::test]
async fn numbers_are_given_out_once() {
    on_each_engine(async |db| {
        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.allocate("households", 1).await.unwrap(), 1);
        assert_eq!(tx.allocate("households", 500).await.unwrap(), 2);
        assert_eq!(tx.allocate("persons", 10).await.unwrap(), 1);
        assert_eq!(tx.allocate("households", 0).await.unwrap(), 502);
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.allocate("households", 1).await.unwrap(), 502);
        drop(tx);
        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.allocate("households", 1).await.unwrap(), 502);
        assert!(tx.allocate("households", -1).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn groups_belong_to_the_county_of_their_village() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let group = |id, village_id, name: &str| VillageGroup { id, village_id, name: name.into() };
        let groups = [group(1, VILLAGE, "凹子组"), group(2, OTHER_VILLAGE, "凹子组")];
        tx.save_groups(&groups).await.unwrap();
        tx.save_groups(&groups).await.unwrap();
        assert_eq!(tx.groups_in(COUNTY).await.unwrap(), groups);
        assert_eq!(tx.groups_in(OTHER_COUNTY).await.unwrap(), []);
        assert!(tx.save_groups(&[group(3, VILLAGE, "凹子组")]).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_household_comes_back_as_saved_and_takes_changes() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let monitored = Household {
            national_household_no: Some("990123000001".into()),
            base_type: "out_of_poverty_household".into(),
            monitoring_type: Some("unstable_out_of_poverty".into()),
            monitoring_state: "eliminated".into(),
            identified_on: Some(date("2021-07-01")),
            eliminated_on: Some(date("2022-12-31")),
            no_labor_safety_net: true,
            members: 4,
            risks: vec!["illness".into(), "schooling".into()],
            ..household(2)
        };
        tx.save_households(std::slice::from_ref(&monitored)).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.read().await.unwrap();
        assert_eq!(tx.household(2).await.unwrap(), Some(monitored.clone()));
        assert_eq!(tx.household(99).await.unwrap(), None);
        assert_eq!(
            tx.household_by_no(COUNTY, "990123000001").await.unwrap(),
            Some(monitored.clone())
        );
        assert_eq!(tx.household_by_no(OTHER_COUNTY, "990123000001").await.unwrap(), None);
        assert_eq!(
            tx.households_in(COUNTY).await.unwrap(),
            [household(1), monitored, household(3)]
        );
        assert_eq!(tx.households_in(OTHER_COUNTY).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_person_comes_back_as_saved_and_takes_changes() {
    on_each_engine(async |db| {
        let keys = Keys::for_tests();
        let mut tx = with_register(&db).await;
        let moved = Person {
            household_id: 1,
            is_head: false,
            departed: Some("moved".into()),
            departed_on: Some(date("2023-09-13")),
            phone_index: Some(keys.blind_phone("13800000000")),
            phone_sealed: Some(keys.seal("phone", b"13800000000")),
            former_county_id: Some(OTHER_COUNTY),
            other_household_ids: vec![2, 3],
            ..person(2, 2)
        };
        tx.save_persons(std::slice::from_ref(&moved)).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.read().await.unwrap();
        let found = tx.person(2).await.unwrap().unwrap();
        assert_eq!(found, moved);
        let number = keys.open("id_number", &found.id_sealed).unwrap();
        assert!(number.starts_with(b"00000019900101"));
        assert_eq!(tx.person(99).await.unwrap(), None);
        assert_eq!(tx.find_person(&moved.id_index).await.unwrap().unwrap().id, 2);
        assert_eq!(tx.find_person(&[0; 16]).await.unwrap(), None);
        let ids: Vec<i64> = tx.persons_in(COUNTY).await.unwrap().iter().map(|it| it.id).collect();
        assert_eq!(ids, [1, 2, 3]);
        assert_eq!(tx.persons_in(OTHER_COUNTY).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_roster_says_of_everyone_what_matching_needs() {
    on_each_engine(async |db| {
        let keys = Keys::for_tests();
        let mut tx = with_register(&db).await;
        let group = VillageGroup { id: 7, village_id: VILLAGE, name: "凹子组".into() };
        tx.save_groups(&[group]).await.unwrap();
        tx.save_households(&[Household { group_id: Some(7), ..household(2) }]).await.unwrap();
        let died = Person {
            name: "阿 依古丽·买".into(),
            departed: Some("dead".into()),
            departed_on: Some(date("2023-09-13")),
            phone_index: Some(keys.blind_phone("13800000000")),
            other_household_ids: vec![3],
            ..person(2, 2)
        };
        // Far enough apart for several texts.
        let others = (4..700).map(|it| Person { id: it * 100, ..person(it, 1) });
        let people: Vec<Person> = std::iter::once(died).chain(others).collect();
        tx.save_persons(&people).await.unwrap();

        let stated = tx.roster_of(COUNTY).await.unwrap();
        let mut expected = tx.persons_in(COUNTY).await.unwrap().into_iter();
        assert_eq!(stated.len(), expected.len());
        for it in stated {
            let person = expected.next().unwrap();
            assert_eq!(it.person_id, person.id);
            assert_eq!(it.household_id, person.household_id);
            assert_eq!(it.village_id, VILLAGE);
            assert_eq!(it.group_id, (person.household_id == 2).then_some(7));
            assert_eq!(it.name, person.name);
            assert_eq!(it.id_index, person.id_index);
            assert_eq!(it.birth, person.birth);
            assert_eq!(it.departed, person.departed);
            assert_eq!(it.departed_on, person.departed_on);
            assert_eq!(it.phone_index, person.phone_index);
            assert_eq!(it.in_other_households, !person.other_household_ids.is_empty());
        }
        assert!(tx.roster_of(OTHER_COUNTY).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_their_indexes_in_any_county() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let mut elsewhere = person(700, 3);
        elsewhere.county_id = OTHER_COUNTY;
        let mut people: Vec<Person> = (4..700).map(|it| person(it, 1)).collect();
        people.push(elsewhere);
        tx.save_persons(&people).await.unwrap();

        let mut wanted: Vec<[u8; 16]> = people.iter().map(|it| it.id_index).collect();
        wanted.push([9; 16]);
        let mut found = tx.persons_by_index(&wanted).await.unwrap();
        found.sort_by_key(|it| it.id);
        assert_eq!(found, people);
        assert_eq!(tx.persons_by_index(&[]).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_identity_number_belongs_to_one_person() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let mut double = person(1, 1);
        double.id = 4;
        let refused = tx.save_persons(&[double]).await.unwrap_err();
        assert!(refused.as_database_error().unwrap().is_unique_violation());
    })
    .await;
}

#[test]
fn a_person_is_not_printed() {
    assert_eq!(format!("{:?}", person(7, 1)), "Person { id: 7, household_id: 1, .. }");
}

#[tokio::test]
async fn a_database_knows_its_key_file() {
    on_each_engine(async |db: Db| {
        let folder = tempfile::tempdir().unwrap();
        let other = Keys::open_or_create(&folder.path().join("keys.toml")).unwrap();
        db.check_keys(&Keys::for_tests()).await.unwrap();
        db.check_keys(&Keys::for_tests()).await.unwrap();
        let refused = db.check_keys(&other).await.unwrap_err();
        assert!(refused.to_string().contains("密钥文件与数据库不配套"));
    })
    .await;
}

#[tokio::test]
async fn a_residence_is_kept_until_somebody_says_otherwise() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let elsewhere = Residence {
            household_id: 1,
            village_id: Some(OTHER_VILLAGE),
            since: date("2023-10-31"),
            source: "import".into(),
        };
        let at_home = Residence { village_id: None, source: "officer".into(), ..elsewhere.clone() };
        tx.save_residences(std::slice::from_ref(&elsewhere)).await.unwrap();
        assert_eq!(tx.residences_of(&[1, 2]).await.unwrap(), [elsewhere]);
        tx.save_residences(std::slice::from_ref(&at_home)).await.unwrap();
        assert_eq!(tx.residences_of(&[1, 2]).await.unwrap(), std::slice::from_ref(&at_home));
        let guessed = Residence { source: "hearsay".into(), ..at_home };
        assert!(tx.save_residences(&[guessed]).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn households_are_found_by_id_and_by_being_monitored_with_who_lives_there() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let monitored = Household { monitoring_state: "monitored".into(), ..household(2) };
        let eliminated = Household { monitoring_state: "eliminated".into(), ..household(3) };
        tx.save_households(&[monitored.clone(), eliminated.clone()]).await.unwrap();
        let gone = Person { departed: Some("dead".into()), ..person(3, 3) };
        tx.save_persons(&[gone, person(4, 3), person(5, 2)]).await.unwrap();
        assert_eq!(tx.monitored_households_in(COUNTY).await.unwrap(), [monitored, eliminated]);
        assert_eq!(tx.monitored_households_in(OTHER_COUNTY).await.unwrap(), []);
        assert_eq!(tx.households_by_id(&[1, 9]).await.unwrap(), [household(1)]);
        let mut members = tx.living_members_of(&[2, 3, 9]).await.unwrap();
        members.sort_unstable();
        assert_eq!(members, [(2, 2), (2, 5), (3, 4)]);
    })
    .await;
}
