//! Accounts, sessions and tokens of interfaces.

use std::collections::BTreeSet;

use kernel::RegionLevel;
use store::{Account, ApiToken, Db, Scope, Session, Tx, token_hash};

use crate::common::{
    COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE, at, date, execute, on_each_engine, regions,
};

/// A county, with an account at each level: `chen` at the prefecture, `an` at the county, `bo` in
/// the township, `edu` of a department and `fu` in the village.
async fn with_accounts(db: &Db) -> Tx {
    let mut tx = db.write().await.unwrap();
    tx.save_regions(&regions()).await.unwrap();
    let edu =
        Account { department: Some("教体局".into()), ..account("edu", RegionLevel::County) };
    for it in [
        account("fu", RegionLevel::Village),
        account("chen", RegionLevel::Prefecture),
        account("an", RegionLevel::County),
        account("bo", RegionLevel::Township),
        edu,
    ] {
        assert!(tx.insert_account(&it).await.unwrap());
    }
    tx
}

fn account(login: &str, level: RegionLevel) -> Account {
    let down_to = |other: RegionLevel, id: i64| (other <= level).then_some(id);
    let region_id = match level {
        RegionLevel::Province => 1,
        RegionLevel::Prefecture => 2,
        RegionLevel::County => COUNTY,
        RegionLevel::Township => TOWNSHIP,
        RegionLevel::Village => VILLAGE,
    };
    Account {
        id: format!("id-{login}"),
        login: login.into(),
        name: format!("甲{login}"),
        phone_sealed: Some(vec![1, 2, 3]),
        password_hash: "hash".into(),
        password_changed_at: at(8),
        password_history: vec!["older".into(), "oldest".into()],
        must_change_password: true,
        roles: BTreeSet::from(["county_officer".to_owned()]),
        region_id,
        level: level.word().into(),
        province_id: Some(1),
        prefecture_id: down_to(RegionLevel::Prefecture, 2),
        county_id: down_to(RegionLevel::County, COUNTY),
        township_id: down_to(RegionLevel::Township, TOWNSHIP),
        village_id: down_to(RegionLevel::Village, VILLAGE),
        department: None,
        state: "active".into(),
        failed_logins: 0,
        locked_until: None,
        totp_sealed: None,
        totp_pending_sealed: None,
        totp_last_step: None,
        oidc_index: None,
        version: 1,
        created_at: at(8),
        changed_at: at(8),
    }
}

async fn logins(tx: &mut Tx, scope: &Scope, after: &str, limit: i64) -> String {
    let page = tx.accounts_in(scope, after, limit).await.unwrap();
    page.iter().map(|it| it.login.as_str()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn an_account_comes_back_as_it_was_saved() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        let an = account("an", RegionLevel::County);
        assert_eq!(tx.find_account("id-an").await.unwrap(), Some(an.clone()));
        assert_eq!(tx.account_of_login("an").await.unwrap(), Some(an));
        assert_eq!(tx.account_of_login("nobody").await.unwrap(), None);
        let shown = format!("{:?}", tx.find_account("id-an").await.unwrap());
        assert!(shown.contains("id-an") && !shown.contains("hash"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_login_belongs_to_one_account_and_is_written_in_small_letters() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        let again = Account { id: "other".into(), ..account("an", RegionLevel::County) };
        assert!(!tx.insert_account(&again).await.unwrap());
        let large = Account { id: "other".into(), ..account("AN", RegionLevel::County) };
        assert!(tx.insert_account(&large).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_list_shows_the_region_and_below_page_by_page() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        let scope = Scope::region;
        let county = scope(COUNTY, RegionLevel::County);
        assert_eq!(
            logins(&mut tx, &scope(1, RegionLevel::Province), "", 9).await,
            "an bo chen edu fu"
        );
        assert_eq!(logins(&mut tx, &scope(2, RegionLevel::Prefecture), "", 2).await, "an bo");
        assert_eq!(
            logins(&mut tx, &scope(2, RegionLevel::Prefecture), "bo", 9).await,
            "chen edu fu"
        );
        assert_eq!(logins(&mut tx, &county, "", 9).await, "an bo edu fu");
        assert_eq!(logins(&mut tx, &scope(TOWNSHIP, RegionLevel::Township), "", 9).await, "bo fu");
        assert_eq!(logins(&mut tx, &scope(VILLAGE, RegionLevel::Village), "", 9).await, "fu");
        assert_eq!(logins(&mut tx, &scope(OTHER_COUNTY, RegionLevel::County), "", 9).await, "");
        let education = Scope { department: Some("教体局".into()), ..county.clone() };
        assert_eq!(logins(&mut tx, &education, "", 9).await, "edu");
        let own = Scope { helper: Some("id-bo".into()), ..county.clone() };
        assert_eq!(logins(&mut tx, &own, "", 9).await, "bo");

        assert!(tx.account_in("id-bo", &county).await.unwrap().is_some());
        assert_eq!(tx.account_in("id-chen", &county).await.unwrap(), None, "above");
        assert_eq!(tx.account_in("id-bo", &education).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_who_change_an_account_is_told() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        let mut changed = account("bo", RegionLevel::Village);
        changed.name = "乙".into();
        changed.roles = BTreeSet::from(["village_worker".to_owned()]);
        changed.password_hash = "new".into();
        changed.password_history = vec!["hash".into()];
        changed.must_change_password = false;
        changed.state = "disabled".into();
        changed.totp_sealed = Some(vec![9]);
        changed.version = 2;
        changed.changed_at = at(9);
        assert!(tx.change_account(&changed).await.unwrap());
        assert_eq!(tx.find_account("id-bo").await.unwrap(), Some(changed.clone()));
        assert!(!tx.change_account(&changed).await.unwrap(), "seen version 1, it is 2");
        let village = Scope::region(VILLAGE, RegionLevel::Village);
        assert_eq!(logins(&mut tx, &village, "", 9).await, "bo fu", "it was moved");
    })
    .await;
}

#[tokio::test]
async fn failures_are_counted_and_a_lock_begins_the_count_anew() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        assert_eq!(tx.count_failed_login("id-an").await.unwrap(), 1);
        assert_eq!(tx.count_failed_login("id-an").await.unwrap(), 2);
        tx.lock_account("id-an", at(10)).await.unwrap();
        let an = tx.find_account("id-an").await.unwrap().unwrap();
        assert_eq!((an.failed_logins, an.locked_until, an.version), (0, Some(at(10)), 1));
        assert_eq!(tx.count_failed_login("id-an").await.unwrap(), 1);
        tx.unlock_account("id-an").await.unwrap();
        let an = tx.find_account("id-an").await.unwrap().unwrap();
        assert_eq!((an.failed_logins, an.locked_until), (0, None));
    })
    .await;
}

#[tokio::test]
async fn a_step_of_codes_is_used_once_and_never_an_earlier_one() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        for (step, counts) in [(7, true), (7, false), (6, false), (8, true)] {
            assert_eq!(tx.use_totp_step("id-an", step).await.unwrap(), counts, "{step}");
        }
    })
    .await;
}

fn session(token: &str, account_id: &str, hour: u32) -> Session {
    Session {
        hash: token_hash(token),
        account_id: account_id.into(),
        created_at: at(hour),
        last_seen_at: at(hour),
        expires_at: at(hour + 6),
        opened_with: "password".into(),
    }
}

#[tokio::test]
async fn an_identity_belongs_to_one_account() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        let (one, other) = ([7; 16], [8; 16]);
        assert_eq!(tx.account_of_identity(&one).await.unwrap(), None);
        assert!(tx.link_identity("id-an", Some(&one)).await.unwrap());
        assert!(tx.link_identity("id-bo", Some(&other)).await.unwrap());
        assert_eq!(tx.account_of_identity(&one).await.unwrap().unwrap().id, "id-an");
        // Saving the rest of the account leaves it.
        let an = tx.find_account("id-an").await.unwrap().unwrap();
        assert!(tx.change_account(&Account { version: 2, ..an }).await.unwrap());
        assert_eq!(tx.account_of_identity(&one).await.unwrap().unwrap().version, 2);
        assert!(tx.link_identity("id-an", None).await.unwrap());
        assert!(tx.link_identity("id-an", Some(&one)).await.unwrap());
        assert!(!tx.link_identity("id-bo", Some(&one)).await.unwrap(), "it is the other's");
    })
    .await;
}

#[tokio::test]
async fn a_session_says_how_it_was_opened() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        let session = Session { opened_with: "identity".into(), ..session("one", "id-an", 8) };
        tx.insert_session(&session).await.unwrap();
        assert_eq!(tx.find_session(&session.hash).await.unwrap(), Some(session.clone()));
        let unknown = Session { opened_with: "card".into(), hash: vec![0; 32], ..session };
        assert!(tx.insert_session(&unknown).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn sessions_are_found_by_hash_touched_and_ended() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        for it in
            [session("one", "id-an", 8), session("two", "id-an", 9), session("bo", "id-bo", 8)]
        {
            tx.insert_session(&it).await.unwrap();
        }
        let one = token_hash("one");
        assert_eq!(tx.find_session(&one).await.unwrap(), Some(session("one", "id-an", 8)));
        assert_eq!(tx.find_session(b"one").await.unwrap(), None, "the token itself finds nothing");
        tx.touch_session(&one, at(11)).await.unwrap();
        tx.touch_session(&one, at(10)).await.unwrap();
        assert_eq!(tx.find_session(&one).await.unwrap().unwrap().last_seen_at, at(11));

        // At 14 the first ends by its time; the second was last seen at 9, which is before 10.
        assert_eq!(tx.delete_ended_sessions("id-an", at(13), at(9)).await.unwrap(), 0);
        assert_eq!(tx.delete_ended_sessions("id-an", at(13), at(10)).await.unwrap(), 1);
        assert_eq!(tx.delete_ended_sessions("id-an", at(14), at(9)).await.unwrap(), 1);
        assert!(tx.delete_session(&token_hash("bo")).await.unwrap());
        assert!(!tx.delete_session(&token_hash("bo")).await.unwrap());
        tx.insert_session(&session("three", "id-an", 8)).await.unwrap();
        assert_eq!(tx.delete_sessions_of("id-an").await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn tokens_are_found_by_hash_and_revoked_by_their_account_only() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        let token = ApiToken {
            id: "t1".into(),
            account_id: "id-edu".into(),
            name: "学籍系统".into(),
            hash: token_hash("secret"),
            created_at: at(8),
            expires_at: at(20),
            revoked_at: None,
            last_used_on: None,
        };
        tx.insert_api_token(&token).await.unwrap();
        let hash = token_hash("secret");
        assert_eq!(tx.find_api_token(&hash).await.unwrap(), Some(token.clone()));
        tx.note_token_use("t1", date("2023-11-01")).await.unwrap();
        assert!(!tx.revoke_api_token("id-an", "t1", at(9)).await.unwrap());
        assert!(tx.revoke_api_token("id-edu", "t1", at(9)).await.unwrap());
        assert!(!tx.revoke_api_token("id-edu", "t1", at(10)).await.unwrap(), "once");
        let revoked =
            ApiToken { revoked_at: Some(at(9)), last_used_on: Some(date("2023-11-01")), ..token };
        assert_eq!(tx.api_tokens_of("id-edu").await.unwrap(), [revoked]);
        assert_eq!(tx.api_tokens_of("id-an").await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn no_session_without_an_account() {
    on_each_engine(async |db| {
        let mut tx = with_accounts(&db).await;
        let deleted = execute(&mut tx, "delete from accounts where id = 'id-fu'").await.unwrap();
        assert_eq!(deleted, 1);
        assert!(tx.insert_session(&session("fu", "id-fu", 8)).await.is_err());
    })
    .await;
}
