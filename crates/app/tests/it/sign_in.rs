//! Signing in: locks, times of sessions, one-time codes, and what of it is recorded.

use app::{
    accounts::{Manager, unlock},
    sign_in::{sign_in, sign_out, staff_of_session},
    totp,
};
use chrono::{DateTime, TimeDelta, Utc};
use store::token_hash;
use totp_rs::{Builder, Secret};

use crate::support::{COUNTY, OTHER_COUNTY, OWNER, Office, PASSWORD, at, office, somebody};

async fn refused(office: &Office, login: &str, password: &str, now: DateTime<Utc>) -> &'static str {
    sign_in(&office.home, login, password, None, now).await.unwrap_err().code()
}

#[tokio::test]
async fn five_failures_lock_for_half_an_hour() {
    let office = office().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    for _ in 0..4 {
        assert_eq!(refused(&office, "an.li", "Wrong-1234", at(1)).await, "session.refused");
    }
    // One success, and counting begins anew.
    assert!(sign_in(&office.home, "an.li", PASSWORD, None, at(1)).await.is_ok());
    for _ in 0..5 {
        assert_eq!(refused(&office, "an.li", "Wrong-1234", at(2)).await, "session.refused");
    }
    assert_eq!(office.show(&an.account_id, at(2)).await.locked_until, Some(at(32)));
    assert_eq!(
        refused(&office, "an.li", PASSWORD, at(31)).await,
        "session.refused",
        "still locked"
    );
    assert!(sign_in(&office.home, "an.li", PASSWORD, None, at(32)).await.is_ok());
    assert_eq!(office.show(&an.account_id, at(32)).await.locked_until, None);

    let subject = format!("account {}", an.account_id);
    let entries = office.audited("session.refused").await;
    assert_eq!(entries.len(), 10);
    assert!(entries.iter().all(|it| it.subject == subject && it.actor == "nobody"));
    assert_eq!(entries[8].detail, r#"{"failures":5,"reason":"password"}"#);
    assert_eq!(entries[9].detail, r#"{"failures":0,"reason":"locked"}"#);
    let locks = office.audited("account.lock").await;
    assert_eq!((locks.len(), &locks[0].subject), (1, &subject));
}

#[tokio::test]
async fn an_administrator_takes_a_lock_away() {
    let office = office().await;
    let admin = office.staff("admin", "security_admin", COUNTY, "").await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    for _ in 0..5 {
        refused(&office, "an.li", "Wrong-1234", at(1)).await;
    }
    assert_eq!(refused(&office, "an.li", PASSWORD, at(2)).await, "session.refused");
    let view = unlock(&office.home, Manager::Staff(&admin), &an.account_id, at(3)).await.unwrap();
    assert_eq!(view.locked_until, None);
    assert!(sign_in(&office.home, "an.li", PASSWORD, None, at(3)).await.is_ok());
    assert_eq!(office.audited("account.unlock").await[0].actor, admin.actor());
}

#[tokio::test]
async fn an_unknown_login_gets_the_same_answer_and_only_the_fact_is_kept() {
    let office = office().await;
    office.staff("an.li", "county_officer", COUNTY, "").await;
    let home = &office.home;
    let wrong = sign_in(home, "an.li", "Wrong-1234", None, at(1)).await.unwrap_err();
    for login in ["bo.li", "安", "a\0b", ""] {
        let unknown = sign_in(home, login, "Wrong-1234", Some("123456"), at(1)).await.unwrap_err();
        assert_eq!(unknown.to_string(), wrong.to_string());
    }
    let unknown: Vec<_> = office
        .audited("session.refused")
        .await
        .into_iter()
        .filter(|it| it.subject == "account unknown")
        .collect();
    assert_eq!(unknown.len(), 4);
    assert!(unknown.iter().all(|it| it.detail == r#"{"reason":"unknown_login"}"#));
}

#[tokio::test]
async fn guesses_at_the_same_time_do_not_outrun_the_lock() {
    let office = office().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let home = &office.home;
    let guess =
        |n: i32| async move { sign_in(home, "an.li", &format!("Wrong-{n}"), None, at(1)).await };
    let processors = std::thread::available_parallelism().map_or(1, |it| it.get());
    let mut tried = 0;
    // The test's own thread drives them all at once; each waits for its turn.
    let (a, b, c, d, e, f, g, h) = tokio::join!(
        guess(1),
        guess(2),
        guess(3),
        guess(4),
        guess(5),
        guess(6),
        guess(7),
        guess(8)
    );
    for it in [a, b, c, d, e, f, g, h] {
        assert_eq!(it.unwrap_err().code(), "session.refused");
    }
    for entry in office.audited("session.refused").await {
        tried += usize::from(entry.detail.contains("password"));
    }
    assert!((5..5 + processors).contains(&tried), "{tried} guesses were tried");
    assert!(office.show(&an.account_id, at(1)).await.locked_until.is_some());
}

#[tokio::test]
async fn a_session_ends_when_nothing_is_done_and_after_twelve_hours() {
    let office = office().await;
    let home = &office.home;
    let here = office.hire(somebody("an.li", "county_officer", COUNTY, "")).await;
    assert_eq!(here.expires_at, at(12 * 60));
    // Used every 29 minutes it holds, until its time is over.
    let mut minutes = 0;
    while minutes + 29 < 12 * 60 {
        minutes += 29;
        assert!(staff_of_session(home, &here.token, at(minutes)).await.is_ok(), "{minutes}");
    }
    let ended = staff_of_session(home, &here.token, at(12 * 60)).await.unwrap_err();
    assert_eq!(ended.code(), "session.ended");

    let here = sign_in(home, "an.li", PASSWORD, None, at(0)).await.unwrap();
    let idle = staff_of_session(home, &here.token, at(30)).await.unwrap_err();
    assert_eq!(idle.code(), "session.ended");
    // The next sign-in clears away what has ended.
    sign_in(home, "an.li", PASSWORD, None, at(13 * 60)).await.unwrap();
    let mut tx = home.db.read().await.unwrap();
    assert_eq!(tx.find_session(&token_hash(&here.token)).await.unwrap(), None);
}

#[tokio::test]
async fn the_use_of_a_session_is_written_at_most_once_a_minute() {
    let office = office().await;
    let home = &office.home;
    let here = office.hire(somebody("an.li", "county_officer", COUNTY, "")).await;
    let seen = async || {
        let mut tx = home.db.read().await.unwrap();
        tx.find_session(&token_hash(&here.token)).await.unwrap().unwrap().last_seen_at
    };
    staff_of_session(home, &here.token, at(0) + TimeDelta::seconds(59)).await.unwrap();
    assert_eq!(seen().await, at(0));
    staff_of_session(home, &here.token, at(1)).await.unwrap();
    assert_eq!(seen().await, at(1));
}

#[tokio::test]
async fn whoever_signs_out_is_out() {
    let office = office().await;
    let home = &office.home;
    let here = office.hire(somebody("an.li", "county_officer", COUNTY, "")).await;
    sign_out(home, &here.token, at(1)).await.unwrap();
    assert!(staff_of_session(home, &here.token, at(1)).await.is_err());
    sign_out(home, &here.token, at(1)).await.unwrap();
    let entries = office.audited("session.sign_out").await;
    assert_eq!((entries.len(), &entries[0].actor), (1, &here.staff.actor()));
}

/// The code a telephone with this secret shows.
fn code(secret: &str, now: DateTime<Utc>) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).with_account_name("an.li").build().unwrap();
    totp.generate(now.timestamp().try_into().unwrap()).to_string()
}

#[tokio::test]
async fn a_one_time_code_is_asked_for_and_counts_once() {
    let office = office().await;
    let home = &office.home;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let off = totp::confirm(home, &an, "000000", at(0)).await.unwrap_err();
    assert_eq!(off.code(), "totp.off");
    let setup = totp::begin(home, &an, at(0)).await.unwrap();
    assert!(setup.url.starts_with("otpauth://totp/"), "{}", setup.url);
    assert!(setup.url.contains("an.li") && setup.url.contains(&setup.secret), "{}", setup.url);
    assert!(sign_in(home, "an.li", PASSWORD, None, at(0)).await.is_ok(), "not confirmed yet");
    let old = totp::confirm(home, &an, &code(&setup.secret, at(-5)), at(0)).await.unwrap_err();
    assert_eq!(old.code(), "session.code_refused");
    totp::confirm(home, &an, &code(&setup.secret, at(0)), at(0)).await.unwrap();
    assert!(office.show(&an.account_id, at(0)).await.totp);
    assert_eq!(totp::begin(home, &an, at(0)).await.unwrap_err().code(), "totp.on");

    let with = async |code: Option<&str>, now| {
        let outcome = sign_in(home, "an.li", PASSWORD, code, now).await;
        outcome.map(|_| ()).map_err(|it| it.code())
    };
    assert_eq!(with(None, at(1)).await, Err("session.code_needed"));
    assert_eq!(with(Some(&code(&setup.secret, at(0))), at(0)).await, Err("session.code_refused"));
    let now = code(&setup.secret, at(1));
    assert_eq!(with(Some(&now), at(1)).await, Ok(()));
    assert_eq!(with(Some(&now), at(1)).await, Err("session.code_refused"), "used");
    assert_eq!(with(Some("12345"), at(2)).await, Err("session.code_refused"));
    assert_eq!(with(Some("一二三四五六"), at(2)).await, Err("session.code_refused"));
    let wrong =
        sign_in(home, "an.li", "Wrong-1234", Some(&code(&setup.secret, at(2))), at(2)).await;
    assert_eq!(wrong.unwrap_err().code(), "session.refused");
    let reasons: Vec<String> =
        office.audited("session.refused").await.into_iter().map(|it| it.detail).collect();
    assert!(reasons[0].contains("code_used") && reasons[1].contains("code_used"), "{reasons:?}");
    assert!(reasons[2].contains(r#""code""#), "{reasons:?}");

    // The one not used up by the wrong password; and counting begins anew.
    assert_eq!(with(Some(&code(&setup.secret, at(2))), at(2)).await, Ok(()));

    // Removing one's own codes needs a code.
    let refused = totp::remove(home, &an, "000000", at(3)).await.unwrap_err();
    assert_eq!(refused.code(), "session.code_refused");
    totp::remove(home, &an, &code(&setup.secret, at(3)), at(3)).await.unwrap();
    assert_eq!(with(None, at(3)).await, Ok(()));
}

#[tokio::test]
async fn an_administrator_takes_codes_away_when_the_telephone_is_lost() {
    let office = office().await;
    let home = &office.home;
    let admin = office.staff("admin", "security_admin", COUNTY, "").await;
    let other = office.staff("other", "security_admin", OTHER_COUNTY, "").await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let setup = totp::begin(home, &an, at(0)).await.unwrap();
    totp::confirm(home, &an, &code(&setup.secret, at(0)), at(0)).await.unwrap();
    let remove = async |by| {
        let outcome = totp::remove_for(home, by, &an.account_id, at(1)).await;
        outcome.map_err(|it| it.code())
    };
    assert_eq!(remove(Manager::Staff(&other)).await, Err("account.not_found"));
    assert_eq!(remove(Manager::Staff(&an)).await, Err("account.own_account"));
    assert_eq!(remove(Manager::Staff(&admin)).await, Ok(()));
    assert_eq!(remove(OWNER).await, Err("totp.off"));
    assert!(sign_in(home, "an.li", PASSWORD, None, at(1)).await.is_ok());
}
